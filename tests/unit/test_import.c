/* Sources as they come: files that cannot be read, are none, or are too much; and the corpus. */
#include "import/import.h"

#include "base/buf.h"
#include "base/mem.h"
#include "match/matcher.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <cmocka.h>

static const char problem[] = "# Troubleshoot lamps\n\n## Error: 0x80070005\n\n**Cause:** a\n\n"
                              "**Fix:** b\n";

/* A folder of its own for each test, and what the importer said. */
struct fixture {
    char folder[64];
    struct kb *kb;
    struct import_report report;
    struct err err;
    struct buf warnings; /* "path:line: message" lines */
};

static void on_warning(void *ctx, const char *path, uint32_t line, const char *message)
{
    struct fixture *f = ctx;
    buf_printf(&f->warnings, "%s:%u: %s\n", path, line, message);
}

static int set_up(void **state)
{
    struct fixture *f = mem_zalloc(1, sizeof *f);
    memcpy(f->folder, "/tmp/errkb-test-XXXXXX", 23);
    if (!mkdtemp(f->folder))
        return -1;
    buf_init(&f->warnings, 1 << 20);
    f->kb = kb_begin(NULL, &f->err);
    *state = f;
    return f->kb ? 0 : -1;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    char command[256];
    snprintf(command, sizeof command, "chmod -R u+rwx %s && rm -rf %s", f->folder, f->folder);
    int removed = system(command);
    kb_close(f->kb);
    buf_release(&f->warnings);
    mem_free(f);
    return removed;
}

static const char *path_in(const struct fixture *f, const char *name)
{
    static char path[4096];
    snprintf(path, sizeof path, "%s/%s", f->folder, name);
    return path;
}

static void put_bytes(const struct fixture *f, const char *name, const void *bytes, size_t n)
{
    FILE *file = fopen(path_in(f, name), "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, n, file), n);
    assert_int_equal(fclose(file), 0);
}

static void put(const struct fixture *f, const char *name, const char *text)
{
    put_bytes(f, name, text, strlen(text));
}

static int import(struct fixture *f, const char *path)
{
    struct import_options o = {.path = path, .name = "src", .warn = on_warning, .warn_ctx = f};
    buf_clear(&f->warnings);
    return import_source(f->kb, &o, &f->report, &f->err);
}

static void assert_warned(struct fixture *f, const char *text)
{
    if (strstr(buf_cstr(&f->warnings), text) == NULL)
        fail_msg("no warning with \"%s\" in:\n%s", text, buf_cstr(&f->warnings));
}

static bool has_entry(struct fixture *f, const char *id)
{
    int64_t row = 0;
    struct err err = {0};
    return kb_find(f->kb, str_of(id), &row, &err) == 0 && row != 0;
}

static bool is_shadowed(struct fixture *f, const char *id)
{
    struct arena *a = arena_new();
    struct kb_entry e;
    int64_t row = 0;
    assert_int_equal(kb_find(f->kb, str_of(id), &row, &f->err), 0);
    assert_int_equal(kb_get(f->kb, row, a, &e, &f->err), 1);
    arena_free(a);
    return e.shadowed;
}

static void imports_a_folder(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(mkdir(path_in(f, "sub"), 0755), 0);
    assert_int_equal(mkdir(path_in(f, ".git"), 0755), 0);
    put(f, "one.md", problem);
    put(f, "sub/two.markdown", problem);
    put(f, ".git/three.md", problem);
    put(f, "README.md", problem);
    put(f, "SOURCES-x.md", problem);
    put(f, "picture.png", "x");
    put(f, ".hidden.md", problem);
    assert_int_equal(import(f, f->folder), 0);
    assert_int_equal(f->report.files_seen, 6);
    assert_int_equal(f->report.files_ignored, 4);
    assert_int_equal(f->report.folders_ignored, 1);
    assert_int_equal(f->report.documents, 2);
    assert_int_equal(f->report.entries, 2);
    assert_int_equal(f->report.codes, 2);
    assert_int_equal(f->report.warnings, 0);
    assert_int_equal(kb_commit(f->kb, &f->err), 0);
    assert_true(has_entry(f, "src/one.md#error-0x80070005"));
    assert_true(has_entry(f, "src/sub/two.markdown#error-0x80070005"));
}

static void imports_a_file(void **state)
{
    struct fixture *f = *state;
    put(f, "one.md", problem);
    char path[4096];
    memcpy(path, path_in(f, "one.md"), sizeof path);
    assert_int_equal(import(f, path), 0);
    assert_int_equal(f->report.documents, 1);
    assert_int_equal(kb_commit(f->kb, &f->err), 0);
    assert_true(has_entry(f, "src/one.md#error-0x80070005"));
}

static void refuses_what_is_not_there(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(import(f, path_in(f, "nothing")), -1);
    assert_int_equal(f->err.code, ERR_IO);
    assert_non_null(strstr(f->err.message, "nothing"));
    assert_int_equal(mkfifo(path_in(f, "pipe"), 0600), 0);
    assert_int_equal(import(f, path_in(f, "pipe")), -1);
}

static void goes_on_after_bad_files(void **state)
{
    struct fixture *f = *state;
    put(f, "good.md", problem);
    assert_int_equal(mkfifo(path_in(f, "pipe.md"), 0600), 0);
    assert_int_equal(symlink(f->folder, path_in(f, "loop")), 0);
    assert_int_equal(symlink("self.md", path_in(f, "self.md")), 0);
    assert_int_equal(symlink("/etc/passwd", path_in(f, "out.md")), 0);
    assert_int_equal(symlink("good.md", path_in(f, "alias.md")), 0);
    put(f, "big.md", "");
    assert_int_equal(truncate(path_in(f, "big.md"), 1L << 30), 0);
    put(f, "closed.md", problem);
    assert_int_equal(chmod(path_in(f, "closed.md"), 0), 0);
    assert_int_equal(import(f, f->folder), 0);
    assert_warned(f, "pipe.md:0: not a regular file");
    assert_warned(f, "loop:0: a link to a folder");
    assert_warned(f, "self.md:0: a link that leads nowhere");
    assert_warned(f, "out.md:0: a link that leads out of the source");
    assert_warned(f, "big.md:0: larger than 33554432 bytes");
    if (geteuid() != 0) { /* nothing is closed to root */
        assert_warned(f, "closed.md:0: cannot be opened");
        assert_int_equal(f->report.documents, 2);
    }
    assert_int_equal(kb_commit(f->kb, &f->err), 0);
    assert_true(has_entry(f, "src/good.md#error-0x80070005"));
    assert_true(has_entry(f, "src/alias.md#error-0x80070005"));
}

static void reads_other_encodings(void **state)
{
    struct fixture *f = *state;
    static const char nul[] = "# Troubleshoot\n\n## Error: a\0b\n\n**Cause:** x\n\n**Fix:** y\n";
    static const char bad[] = "# Troubleshoot\n\n\xFF\xFE\n\n## Error: caf\xE9\n\n**Cause:** x\n\n"
                              "**Fix:** y\n";
    put_bytes(f, "nul.md", nul, sizeof nul - 1);
    put(f, "bad.md", bad);
    struct buf wide = BUF_INIT(4096);
    buf_put(&wide, str_n("\xFF\xFE", 2));
    for (size_t i = 0; problem[i]; i++)
        buf_put(&wide, str_n((const char[]){problem[i], 0}, 2));
    put_bytes(f, "utf16.md", wide.p, wide.n);
    buf_release(&wide);
    assert_int_equal(import(f, f->folder), 0);
    assert_warned(f, "nul.md:3: ");
    assert_warned(f, "bad.md:3: ");
    assert_int_equal(f->report.documents, 3);
    assert_int_equal(f->report.entries, 3);
    assert_int_equal(kb_commit(f->kb, &f->err), 0);
    assert_true(has_entry(f, "src/utf16.md#error-0x80070005"));
}

static void warns_of_bad_front_matter(void **state)
{
    struct fixture *f = *state;
    put(f, "front.md", "---\ntitle: a: b\n---\n# Error: it failed\n\n**Cause:** x\n\n**Fix:** y\n");
    assert_int_equal(import(f, f->folder), 0);
    assert_warned(f, "front.md:2: the front matter is no YAML");
    assert_int_equal(f->report.entries, 1);
}

/* unit n times, into a file. */
static void put_many(const struct fixture *f, const char *name, const char *before,
                     const char *unit, size_t n, const char *after)
{
    struct buf text = BUF_INIT(64 << 20);
    buf_puts(&text, before);
    for (size_t i = 0; i < n; i++)
        buf_puts(&text, unit);
    buf_puts(&text, after);
    put_bytes(f, name, text.p, text.n);
    buf_release(&text);
}

/* Documents that would take hours or all memory if anything in the importer were quadratic. */
static void stays_within_bounds(void **state)
{
    struct fixture *f = *state;
    static const struct {
        const char *name, *before, *unit;
        size_t count;
        const char *after;
    } t[] = {
        {"quotes.md", "# H\n\n", "> ", 10000, "x\n"},
        {"brackets.md", "# H\n\n", "[", 10000, "x\n"},
        {"links.md", "# H\n\n", "[a](", 20000, "\n"},
        {"emphasis.md", "# H\n\n", "*a **b ", 20000, "\n"},
        {"ticks.md", "# H\n\n", "`` ` ", 20000, "\n"},
        {"columns.md", "# Errors\n\n", "|a", 100000, "|\n|---|\n"},
        {"lines.md", "# H\n\n## Error: x\n\n", "If it fails, do **this** now.\n", 100000, ""},
        {"headings.md", "# H\n\n", "## Error: it failed\n\nIt can't.\n\n", 50000, ""},
        {"workarounds.md", "# H\n\n", "## Workaround\n\nDo it.\n\n", 50000, ""},
        {"json.md", "# H\n\n## Error: x\n\n```Error\n", "{\"message\":\"", 50000, "\n```\n"},
        {"labels.md", "# H\n\n## Error: x\n\n", "Cause: x\nFix: y\n", 20000, ""},
        {"html.md", "# H\n\n<div>", "<ul><li><b>", 20000, "\n"},
        {"rows.md", "# E\n\n|Error code|Description|\n|---|---|\n", "|0x80070005|x|\n", 50000, ""},
        {"bold.md", "# H\n\n## Error: x\n\n", "an error saying **the thing failed here** ", 3000,
         "\n"},
    };
    for (size_t i = 0; i < ARRAY_LEN(t); i++)
        put_many(f, t[i].name, t[i].before, t[i].unit, t[i].count, t[i].after);
    clock_t start = clock();
    assert_int_equal(import(f, f->folder), 0);
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    assert_int_equal(f->report.documents, ARRAY_LEN(t));
    assert_warned(f, "headings.md:0: more headings or problems");
    assert_warned(f, "quotes.md:0: nested deeper");
    assert_true(seconds < 60); /* about one; far more under a sanitizer on a busy machine */
}

static void keeps_index_lines_that_nothing_explains(void **state)
{
    struct fixture *f = *state;
    put(f, "a-index.md", "# Lamp errors\n\n|Error|Message|\n|--|--|\n|L1001|no lamp|\n|L1002|no "
                         "light|\n");
    put(f, "l1001.md", "# Lamp Error L1001\n\n> no lamp\n\nThere is none. Buy one.\n");
    assert_int_equal(import(f, f->folder), 0);
    assert_int_equal(matcher_build_index(f->kb, &f->err), 0);
    assert_int_equal(kb_commit(f->kb, &f->err), 0);
    assert_false(is_shadowed(f, "src/l1001.md#lamp-error-l1001"));
    assert_true(is_shadowed(f, "src/a-index.md#lamp-errors/L1001"));
    assert_false(is_shadowed(f, "src/a-index.md#lamp-errors/L1002"));
}

/* ---- the real documents ---------------------------------------------------------------------- */

static const char *corpus(const char *folder)
{
    static char path[4096];
    const char *shared = getenv("ERRKB_SHARED");
    snprintf(path, sizeof path, "%s/corpus/%s", shared ? shared : "../shared", folder);
    return access(path, R_OK) == 0 ? path : NULL;
}

static void the_article_on_joined_machines(void **state)
{
    struct fixture *f = *state;
    static const char *const slugs[] = {
        "your-account-is-configured-to-prevent-you-from-using-this-device",
        "the-user-name-or-password-is-incorrect",
        "the-logon-attempt-failed",
        "the-sign-in-method-youre-trying-to-use-isnt-allowed",
        "a-specified-logon-session-does-not-exist-it-may-already-have-been-terminated",
        "sign-in-failed-please-check-your-username-and-password-and-try-again",
        "we-couldnt-connect-to-the-remote-pc-because-of-a-security-error",
        "error-code-2607---we-couldnt-connect-to-the-remote-pc-because-your-credentials-did-not-work",
    };
    const char *path = corpus("avd");
    if (!path) {
        print_message("skipped: no corpus\n");
        skip();
    }
    assert_int_equal(import(f, path), 0);
    assert_int_equal(kb_commit(f->kb, &f->err), 0);
    struct arena *a = arena_new();
    for (size_t i = 0; i < ARRAY_LEN(slugs); i++) {
        int64_t row;
        struct kb_entry e;
        struct str id =
            arena_printf(a, "src/troubleshoot-azure-ad-connections.md#%s", slugs[i]);
        assert_int_equal(kb_find(f->kb, id, &row, &f->err), 0);
        assert_int_equal(kb_get(f->kb, row, a, &e, &f->err), 1);
        assert_true(e.entry.remedy.n && e.entry.link_count);
        bool all = false, message = false;
        for (size_t k = 0; k < e.entry.facet_count; k++)
            all = all || (str_eq(e.entry.facets[k].name, STR("client")) &&
                          str_eq(e.entry.facets[k].value, STR("all")));
        for (size_t k = 0; k < e.entry.signature_count; k++)
            message = message || e.entry.signatures[k].kind == SIGNATURE_MESSAGE;
        assert_int_equal(all, i < 2); /* the first two stand under "All clients" */
        assert_true(message);
    }
    arena_free(a);
}

struct counts {
    size_t pages, rows, terms;
};

static int count_entry(void *ctx, const struct kb_entry *e)
{
    struct counts *c = ctx;
    bool aadsts = str_find(e->entry.id, STR("aadsts-error-codes/AADSTS")) != STR_NOT_FOUND;
    c->rows += e->entry.kind == ENTRY_ROW && aadsts;
    c->terms += e->entry.kind == ENTRY_TERM;
    bool code = false, message = false;
    for (size_t i = 0; i < e->entry.signature_count; i++) {
        code = code || e->entry.signatures[i].kind == SIGNATURE_CODE;
        message = message || e->entry.signatures[i].kind == SIGNATURE_MESSAGE;
    }
    c->pages += e->entry.kind == ENTRY_PAGE && code && message;
    return 0;
}

static void count_folder(struct fixture *f, const char *folder, struct counts *c)
{
    const char *path = corpus(folder);
    if (!path) {
        print_message("skipped: no corpus\n");
        skip();
    }
    *c = (struct counts){0};
    assert_int_equal(import(f, path), 0);
    assert_int_equal(kb_commit(f->kb, &f->err), 0);
    assert_int_equal(f->report.failed, 0);
    assert_int_equal(kb_each(f->kb, count_entry, c, &f->err), 0);
}

static void all_sign_in_codes(void **state)
{
    struct counts c;
    count_folder(*state, "avd", &c);
    assert_int_equal(c.rows, 241);
}

static void all_notification_codes(void **state)
{
    struct counts c;
    count_folder(*state, "appstream", &c);
    assert_int_equal(c.terms, 13);
}

static void compiler_pages(void **state)
{
    struct counts c;
    count_folder(*state, "cpp", &c);
    assert_true(c.pages >= 2450);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(imports_a_folder),
        TEST(imports_a_file),
        TEST(refuses_what_is_not_there),
        TEST(goes_on_after_bad_files),
        TEST(reads_other_encodings),
        TEST(warns_of_bad_front_matter),
        TEST(stays_within_bounds),
        TEST(keeps_index_lines_that_nothing_explains),
        TEST(the_article_on_joined_machines),
        TEST(all_sign_in_codes),
        TEST(all_notification_codes),
        TEST(compiler_pages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
