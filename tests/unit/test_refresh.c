/* Refreshing: what is told of each edit, and that what is left is what a fresh import would give. */
#include "import/import.h"

#include "base/mem.h"
#include "folder.h"
#include "match/matcher.h"
#include "../support/kb_rows.h"
#include "../support/random.h"

#include <time.h>

static void put(const char *path, const char *text)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    assert_int_equal(fclose(file), 0);
}

/* ---- one refresh, and what it told ----------------------------------------------------------- */

struct told {
    struct import_report report;
    struct err err;
    struct buf changes;  /* "kind id [<- from] [fields]" lines */
    struct buf warnings; /* "path:line: message" lines */
};

static void on_change(void *ctx, const struct import_change *c)
{
    struct told *t = ctx;
    buf_printf(&t->changes, "%s %.*s", import_change_name(c->kind), STR_ARG(c->id));
    if (c->from.n)
        buf_printf(&t->changes, " <- %.*s", STR_ARG(c->from));
    for (unsigned i = 0; i < IMPORT_FIELDS; i++)
        if (c->fields & 1u << i)
            buf_printf(&t->changes, " %s", import_field_name(i));
    buf_putc(&t->changes, '\n');
}

static void on_warning(void *ctx, const char *path, uint32_t line, const char *message)
{
    struct told *t = ctx;
    buf_printf(&t->warnings, "%s:%u: %s\n", path, line, message);
}

static void told_init(struct told *t)
{
    *t = (struct told){0};
    buf_init(&t->changes, 1 << 20);
    buf_init(&t->warnings, 1 << 20);
}

static void told_release(struct told *t)
{
    buf_release(&t->changes);
    buf_release(&t->warnings);
}

static int import_into(const char *kb_path, struct import_options *o, struct told *t)
{
    buf_clear(&t->changes);
    buf_clear(&t->warnings);
    o->name = "s";
    o->change = on_change;
    o->warn = on_warning;
    o->change_ctx = o->warn_ctx = t;
    struct kb *kb = kb_begin(kb_path, &t->err);
    if (!kb)
        return -1;
    int result = import_source(kb, o, &t->report, &t->err);
    if (result == 0 && t->report.indexed)
        result = matcher_build_index(kb, &t->err);
    if (result == 0 && kb_changed(kb))
        result = kb_commit(kb, &t->err);
    kb_close(kb);
    return result;
}

static void refresh(struct told *t)
{
    struct import_options o = {.path = "docs"};
    assert_done(import_into("kb", &o, t), t->err);
}

static void assert_rows_of_fresh_import(struct told *t)
{
    struct buf rows = BUF_INIT(1 << 28), fresh = BUF_INIT(1 << 28);
    struct import_options o = {.path = "docs"};
    struct told ignored;
    told_init(&ignored);
    unlink("fresh");
    assert_done(import_into("fresh", &o, &ignored), ignored.err);
    assert_true(kb_rows("kb", &rows));
    assert_true(kb_rows("fresh", &fresh));
    if (!str_eq(buf_str(&rows), buf_str(&fresh))) {
        FILE *a = fopen("/tmp/errkb-rows-refreshed", "w"), *b = fopen("/tmp/errkb-rows-fresh", "w");
        fwrite(rows.p, 1, rows.n, a);
        fwrite(fresh.p, 1, fresh.n, b);
        fclose(a);
        fclose(b);
        fail_msg("rows differ after:\n%s(diff /tmp/errkb-rows-*)", buf_cstr(&t->changes));
    }
    told_release(&ignored);
    buf_release(&rows);
    buf_release(&fresh);
}

static void assert_told(struct told *t, const char *changes)
{
    refresh(t);
    assert_string_equal(buf_cstr(&t->changes), changes);
    assert_rows_of_fresh_import(t);
    refresh(t); /* once is enough */
    assert_string_equal(buf_cstr(&t->changes), "");
    assert_false(t->report.written);
}

/* ---- single edits ---------------------------------------------------------------------------- */

#define LAMP                                                                                       \
    "## Error: 0x80070005\n\n**Cause:** the lamp is in use by another person.\n\n"                 \
    "**Fix:** wait until it is free, or take another lamp.\n"
#define STOVE                                                                                      \
    "## Error: STOVE_COLD\n\n**Cause:** nobody lit the stove this morning.\n\n"                    \
    "**Fix:** light it with a match and some paper.\n"
#define KETTLE                                                                                     \
    "## Error: KETTLE_DRY\n\n**Cause:** no water is left in the kettle.\n\n"                       \
    "**Fix:** fill it up to the mark, then switch it on.\n"

struct edit {
    const char *file; /* NULL ends */
    const char *text; /* NULL: removed */
    const char *to;   /* renamed to this instead */
};

static void make(const struct edit *e)
{
    if (e->to)
        assert_int_equal(rename(e->file, e->to), 0);
    else if (!e->text)
        assert_int_equal(unlink(e->file), 0);
    else
        put(e->file, e->text);
}

static void tells_each_edit(void **state)
{
    (void)state;
    static const struct {
        const char *why;
        struct edit edits[4];
        const char *told;
    } cases[] = {
        {"nothing", {{0}}, ""},
        {"a document more",
         {{"docs/b.md", "# Stoves\n\n" STOVE, NULL}},
         "added s/b.md#error-stove_cold\n"},
        {"an entry more before the first: lines are no change",
         {{"docs/a.md", "# Lamps\n\n" KETTLE "\n" LAMP, NULL}},
         "added s/a.md#error-kettle_dry\n"},
        {"another remedy",
         {{"docs/a.md", "# Lamps\n\n## Error: 0x80070005\n\n**Cause:** the lamp is in use by "
                        "another person.\n\n**Fix:** buy one.\n",
           NULL}},
         "changed s/a.md#error-0x80070005 remedy\n"},
        {"another cause, and a code more in it",
         {{"docs/a.md", "# Lamps\n\n## Error: 0x80070005\n\n**Cause:** error 0x80070057 came "
                        "first.\n\n**Fix:** wait until it is free, or take another lamp.\n",
           NULL}},
         "changed s/a.md#error-0x80070005 codes cause\n"},
        {"the file renamed", {{"docs/a.md", NULL, "docs/sub/z.md"}},
         "moved s/sub/z.md#error-0x80070005 <- s/a.md#error-0x80070005\n"},
        {"renamed, and a word changed",
         {{"docs/a.md", NULL, "docs/z.md"},
          {"docs/z.md", "# Lamps\n\n## Error: 0x80070005\n\n**Cause:** the lamp is in use by another "
                        "person.\n\n**Fix:** wait until it is free, or take another light.\n",
           NULL}},
         "moved s/z.md#error-0x80070005 <- s/a.md#error-0x80070005 remedy\n"},
        {"into another file",
         {{"docs/a.md", "# Lamps\n", NULL}, {"docs/c.md", "# All\n\n" LAMP, NULL}},
         "moved s/c.md#error-0x80070005 <- s/a.md#error-0x80070005\n"},
        {"the heading in other words",
         {{"docs/a.md", "# Lamps\n\n## Lamp error: 0x80070005\n\n**Cause:** the lamp is in use by "
                        "another person.\n\n**Fix:** wait until it is free, or take another lamp.\n",
           NULL}},
         "moved s/a.md#lamp-error-0x80070005 <- s/a.md#error-0x80070005 title\n"},
        {"another problem in its place",
         {{"docs/a.md", "# Lamps\n\n" STOVE, NULL}},
         "added s/a.md#error-stove_cold\nremoved s/a.md#error-0x80070005\n"},
        {"the file removed, others stay",
         {{"docs/a.md", NULL, NULL}, {"docs/b.md", "# Stoves\n\n" STOVE, NULL}},
         "added s/b.md#error-stove_cold\nremoved s/a.md#error-0x80070005\n"},
        {"prose that is no part of a problem",
         {{"docs/a.md", "# Lamps\n\nAll about lamps, and more.\n\n" LAMP, NULL}},
         ""},
    };
    struct told t;
    told_init(&t);
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        print_message("%s\n", cases[i].why);
        assert_int_equal(mkdir("docs", 0755), 0);
        assert_int_equal(mkdir("docs/sub", 0755), 0);
        put("docs/a.md", "# Lamps\n\n" LAMP);
        refresh(&t);
        for (size_t k = 0; k < ARRAY_LEN(cases[i].edits) && cases[i].edits[k].file; k++)
            make(&cases[i].edits[k]);
        assert_told(&t, cases[i].told);
        assert_int_equal(nftw("docs", remove_one, 8, FTW_DEPTH | FTW_PHYS), 0);
        assert_int_equal(unlink("kb"), 0);
    }
    told_release(&t);
}

/* ---- where an old id leads ------------------------------------------------------------------- */

static void assert_leads(const char *id, const char *to)
{
    struct err err = {0};
    struct arena *a = arena_new();
    struct kb *kb = kb_open("kb", &err);
    struct kb_entry e = {0};
    int64_t row = 0;
    assert_non_null(kb);
    assert_done(kb_find(kb, str_of(id), &row, &err), err);
    if (!to) {
        assert_int_equal(row, 0);
    } else {
        assert_int_equal(kb_get(kb, row, a, &e, &err), 1);
        assert_int_equal(str_cmp(e.entry.id, str_of(to)), 0);
    }
    kb_close(kb);
    arena_free(a);
}

static void keeps_old_ids(void **state)
{
    (void)state;
    struct told t;
    told_init(&t);
    assert_int_equal(mkdir("docs", 0755), 0);
    put("docs/a.md", "# Lamps\n\n" LAMP);
    put("docs/k.md", "# Kettles\n\n" KETTLE);
    refresh(&t);
    assert_int_equal(rename("docs/a.md", "docs/b.md"), 0);
    refresh(&t);
    assert_leads("s/a.md#error-0x80070005", "s/b.md#error-0x80070005");
    assert_int_equal(rename("docs/b.md", "docs/c.md"), 0);
    refresh(&t);
    assert_leads("s/a.md#error-0x80070005", "s/c.md#error-0x80070005");
    assert_leads("s/b.md#error-0x80070005", "s/c.md#error-0x80070005");
    put("docs/a.md", "# Lamps\n\n" LAMP); /* a new one takes the id */
    refresh(&t);
    assert_leads("s/a.md#error-0x80070005", "s/a.md#error-0x80070005");
    assert_leads("s/b.md#error-0x80070005", "s/c.md#error-0x80070005");
    assert_int_equal(unlink("docs/c.md"), 0);
    refresh(&t);
    assert_leads("s/k.md#error-kettle_dry", "s/k.md#error-kettle_dry");
    told_release(&t);
}

/* ---- pages of includes ----------------------------------------------------------------------- */

struct pages {
    const char *of; /* document */
    struct buf text; /* paths, a blank behind each */
};

static int on_document(void *ctx, int64_t row, const struct document *d)
{
    struct pages *p = ctx;
    (void)row;
    for (size_t i = 0; str_eq(d->path, str_of(p->of)) && i < d->page_count; i++)
        buf_printf(&p->text, "%.*s ", STR_ARG(d->pages[i].path));
    return 0;
}

static void assert_pages(const char *document, const char *pages)
{
    struct err err = {0};
    struct arena *a = arena_new();
    struct kb *kb = kb_open("kb", &err);
    struct source source;
    int64_t row;
    struct pages p = {.of = document};
    buf_init(&p.text, 4096);
    assert_non_null(kb);
    assert_done(kb_find_source(kb, STR("s"), a, &source, &row, &err), err);
    assert_done(kb_each_document(kb, row, on_document, &p, &err), err);
    assert_string_equal(buf_cstr(&p.text), pages);
    buf_release(&p.text);
    kb_close(kb);
    arena_free(a);
}

#define INCLUDE(path) "[!INCLUDE [part](" path ")]\n\n"

static void knows_the_pages_of_an_include(void **state)
{
    (void)state;
    struct told t;
    told_init(&t);
    assert_int_equal(mkdir("docs", 0755), 0);
    assert_int_equal(mkdir("docs/includes", 0755), 0);
    put("docs/includes/inner.md", LAMP);
    put("docs/includes/outer.md", STOVE "\n" INCLUDE("inner.md"));
    put("docs/b.md", "# B\n\n" INCLUDE("includes/outer.md"));
    put("docs/a.md", "# A\n\n" INCLUDE("includes/inner.md"));
    refresh(&t);
    assert_pages("includes/outer.md", "b.md ");
    assert_pages("includes/inner.md", "a.md b.md "); /* directly, and through the other */
    assert_pages("a.md", "");

    put("docs/c.md", "# C\n\n" INCLUDE("includes/outer.md"));
    put("docs/a.md", "# A\n");
    refresh(&t);
    assert_pages("includes/outer.md", "b.md c.md ");
    assert_pages("includes/inner.md", "b.md c.md ");
    assert_rows_of_fresh_import(&t);

    assert_int_equal(unlink("docs/includes/inner.md"), 0); /* away, and back */
    refresh(&t);
    assert_rows_of_fresh_import(&t);
    put("docs/includes/inner.md", KETTLE);
    refresh(&t);
    assert_pages("includes/inner.md", "b.md c.md ");
    assert_rows_of_fresh_import(&t);

    put("docs/includes/inner.md", KETTLE "\n" INCLUDE("outer.md")); /* in a circle */
    refresh(&t);
    assert_pages("includes/outer.md", "b.md c.md ");
    assert_rows_of_fresh_import(&t);
    assert_int_equal(unlink("docs/b.md"), 0);
    assert_int_equal(unlink("docs/c.md"), 0);
    refresh(&t);
    assert_pages("includes/outer.md", "includes/inner.md "); /* the first of the circle */
    assert_pages("includes/inner.md", "");
    assert_rows_of_fresh_import(&t);
    told_release(&t);
}

/* ---- files, times, roots --------------------------------------------------------------------- */

static void set_time(const char *path, time_t seconds)
{
    const struct timespec times[] = {{seconds, 0}, {seconds, 0}};
    assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
}

static void reads_what_changed_only(void **state)
{
    (void)state;
    struct told t;
    told_init(&t);
    assert_int_equal(mkdir("docs", 0755), 0);
    put("docs/a.md", "# Lamps\n\n" LAMP);
    put("docs/b.md", "# Stoves\n\n" STOVE);
    refresh(&t);
    assert_false(t.report.known);
    assert_int_equal(t.report.documents_read, 2);
    refresh(&t);
    assert_true(t.report.known);
    assert_int_equal(t.report.documents_read, 0);
    assert_false(t.report.written);

    set_time("docs/a.md", 1000000000); /* touched: looked into, not read */
    refresh(&t);
    assert_int_equal(t.report.documents_read, 0);
    assert_true(t.report.written);
    assert_false(t.report.indexed);
    assert_rows_of_fresh_import(&t);
    refresh(&t);
    assert_false(t.report.written);

    struct import_options o = {.path = "docs", .reread = true};
    assert_done(import_into("kb", &o, &t), t.err);
    assert_int_equal(t.report.documents_read, 2);
    assert_int_equal(t.report.documents_changed, 0);
    assert_rows_of_fresh_import(&t);

    o = (struct import_options){.path = "docs", .base_url = "https://example.com/x/"};
    assert_done(import_into("kb", &o, &t), t.err); /* other addresses */
    assert_int_equal(t.report.documents_read, 2);
    assert_string_equal(buf_cstr(&t.changes), "changed s/a.md#error-0x80070005 url\n"
                                              "changed s/b.md#error-stove_cold url\n");
    assert_string_equal(t.report.reason, "another base URL");
    refresh(&t); /* and they stay */
    assert_int_equal(t.report.documents_read, 0);
    assert_null(t.report.reason);

    struct kb *kb = kb_begin("kb", &t.err); /* as another version would have left it */
    struct arena *a = arena_new();
    struct source source;
    int64_t row;
    assert_non_null(kb);
    assert_done(kb_find_source(kb, STR("s"), a, &source, &row, &t.err), t.err);
    source.revision ^= 1;
    assert_done(kb_put_source(kb, &source, &row, &t.err), t.err);
    assert_done(kb_commit(kb, &t.err), t.err);
    kb_close(kb);
    arena_free(a);
    refresh(&t);
    assert_int_equal(t.report.documents_read, 2);
    assert_string_equal(t.report.reason, "read by another version of errkb before");
    told_release(&t);
}

/* The same size and, on the file system's clock, the same moment. */
static void sees_edits_in_the_same_tick(void **state)
{
    (void)state;
    struct told t;
    told_init(&t);
    assert_int_equal(mkdir("docs", 0755), 0);
    for (char digit = '0'; digit <= '9'; digit++) {
        char text[] = "# Lamps\n\n## Error: LAMP_0\n\n**Cause:** x.\n\n**Fix:** y.\n";
        *strchr(text, '0') = digit;
        put("docs/a.md", text);
        refresh(&t);
        assert_int_equal(t.report.documents_read, 1);
    }
    told_release(&t);
}

static void never_empties(void **state)
{
    (void)state;
    struct told t;
    told_init(&t);
    struct import_options o = {.path = "docs"};
    assert_int_equal(mkdir("docs", 0755), 0);
    assert_int_equal(mkdir("docs/sub", 0755), 0);
    put("docs/sub/a.md", "# Lamps\n\n" LAMP);
    put("docs/b.md", "# Stoves\n\n" STOVE);
    refresh(&t);

    assert_int_equal(rename("docs", "away"), 0);
    assert_int_equal(import_into("kb", &o, &t), -1);
    assert_true(t.report.gone);
    assert_int_equal(mkdir("docs", 0755), 0); /* a disk that is not mounted */
    assert_int_equal(import_into("kb", &o, &t), -1);
    assert_true(t.report.gone);
    assert_non_null(strstr(t.err.message, "no document in it any more"));
    assert_int_equal(rmdir("docs"), 0);
    assert_int_equal(rename("away", "docs"), 0);
    refresh(&t);
    assert_false(t.report.written);

    if (geteuid() != 0) { /* nothing is closed to root */
        assert_int_equal(chmod("docs/sub", 0), 0);
        refresh(&t);
        assert_int_equal(t.report.kept, 1);
        assert_false(t.report.written);
        assert_int_equal(chmod("docs/sub", 0755), 0);
        put("docs/b.md", "# Stoves\n\n" STOVE "\n");
        assert_int_equal(chmod("docs/b.md", 0), 0);
        refresh(&t);
        assert_int_equal(t.report.kept, 1);
        assert_int_equal(chmod("docs/b.md", 0644), 0);
    }
    told_release(&t);
}

/* A root that is taken away and replaced while its files are read. */
static void on_folder(void *ctx, const char *full)
{
    (void)full;
    if (++*(int *)ctx == 2)
        (void)(rename("docs", "away") == 0 && mkdir("docs", 0755) == 0);
}

static void notices_a_replaced_root(void **state)
{
    (void)state;
    struct told t;
    told_init(&t);
    int folders = 0;
    assert_int_equal(mkdir("docs", 0755), 0);
    assert_int_equal(mkdir("docs/sub", 0755), 0);
    put("docs/a.md", "# Lamps\n\n" LAMP);
    put("docs/sub/b.md", "# Stoves\n\n" STOVE);
    refresh(&t);
    struct import_options o = {.path = "docs", .folder = on_folder, .folder_ctx = &folders};
    put("docs/a.md", "# Lamps\n\n" LAMP "\n\n" KETTLE);
    assert_int_equal(import_into("kb", &o, &t), -1);
    assert_non_null(strstr(t.err.message, "removed or replaced while it was read"));
    assert_leads("s/sub/b.md#error-stove_cold", "s/sub/b.md#error-stove_cold");
    told_release(&t);
}

static void reads_names_of_any_bytes(void **state)
{
    (void)state;
    struct told t;
    told_init(&t);
    assert_int_equal(mkdir("docs", 0755), 0);
    put("docs/caf\xE9.md", "# Lamps\n\n" LAMP);
    put("docs/caf\xEA.md", "# Stoves\n\n" STOVE);
    put("docs/\xC3\xA9t\xC3\xA9.md", "# Kettles\n\n" KETTLE);
    refresh(&t);
    assert_int_equal(t.report.documents, 3);
    assert_leads("s/caf%E9.md#error-0x80070005", "s/caf%E9.md#error-0x80070005");
    assert_leads("s/caf%EA.md#error-stove_cold", "s/caf%EA.md#error-stove_cold");
    assert_leads("s/\xC3\xA9t\xC3\xA9.md#error-kettle_dry", "s/\xC3\xA9t\xC3\xA9.md#error-kettle_dry");
    assert_told(&t, "");
    put("docs/caf%E9.md", "# Stoves\n\n" STOVE); /* one that pretends */
    refresh(&t);
    assert_int_equal(t.report.documents, 3);
    assert_non_null(strstr(buf_cstr(&t.warnings), "two files of this name"));
    told_release(&t);
}

/* ---- random edits ---------------------------------------------------------------------------- */

enum { FILES = 12, STEPS = 60 };

static const char *const parts[] = {
    LAMP "\n",
    STOVE "\n",
    KETTLE "\n",
    "Some prose between them.\n\n",
    "## Next steps\n\nSee [another](f3.md).\n\n",
    "## Error code 4711: no paper\n\n**Cause 1:** empty.\n\n**Fix 1:** fill it.\n\n",
    "## Codes\n\n|Error|Message|\n|--|--|\n|[L1001](f1.md)|no lamp|\n|L1002|no light|\n\n",
    "## Error L1001\n\n> no lamp\n\nThere is none in the house. Buy one.\n\n",
    "[!INCLUDE [part](f2.md)]\n\n",
    "[!INCLUDE [part](sub/f4.md)]\n\n",
    "## Errors\n\n**LAMP\\_BROKEN**\n\n**Message**: The lamp fell.\n\n**Resolution**: Glue it.\n\n",
    "> [!NOTE]\n> It may be hot.\n\n",
};

static void name_of(size_t i, char *out, size_t size)
{
    static const char *const folders[] = {"", "sub/", "sub/deep/"};
    snprintf(out, size, "docs/%sf%zu.md", folders[i % 3], i);
}

static void edit_randomly(struct random *r)
{
    char name[64], other[64], text[8192] = "# Troubleshooting\n\n";
    name_of(random_below(r, FILES), name, sizeof name);
    name_of(random_below(r, FILES), other, sizeof other);
    size_t what = random_below(r, 8);
    if (what == 0 && access("docs/f0.md", F_OK) == 0 && strcmp(name, "docs/f0.md") != 0) {
        unlink(name);
    } else if (what == 1 && strcmp(name, "docs/f0.md") != 0) {
        (void)(rename(name, other) == 0);
    } else if (what == 2) {
        (void)utimensat(AT_FDCWD, name, NULL, 0);
    } else {
        for (size_t n = random_below(r, 6); n > 0; n--)
            strcat(text, parts[random_below(r, ARRAY_LEN(parts))]);
        put(name, text);
    }
}

/* Many a mistake in what depends on what would show here. */
static void is_a_fresh_import_after_any_edits(void **state)
{
    (void)state;
    struct told t;
    struct random r = {20260131};
    told_init(&t);
    assert_int_equal(mkdir("docs", 0755), 0);
    assert_int_equal(mkdir("docs/sub", 0755), 0);
    assert_int_equal(mkdir("docs/sub/deep", 0755), 0);
    put("docs/f0.md", "# Lamps\n\n" LAMP); /* never the last to go */
    for (int step = 0; step < STEPS; step++) {
        for (size_t n = random_below(&r, 4) + 1; n > 0; n--)
            edit_randomly(&r);
        refresh(&t);
        assert_rows_of_fresh_import(&t);
    }
    told_release(&t);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, enter_folder, leave_folder)
    const struct CMUnitTest tests[] = {
        TEST(tells_each_edit),
        TEST(keeps_old_ids),
        TEST(knows_the_pages_of_an_include),
        TEST(reads_what_changed_only),
        TEST(sees_edits_in_the_same_tick),
        TEST(never_empties),
        TEST(notices_a_replaced_root),
        TEST(reads_names_of_any_bytes),
        TEST(is_a_fresh_import_after_any_edits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
