/* The knowledge-base file as its users see it: what is put in comes out, all of it or nothing. */
#include "kb_fixture.h"
#include "store/schema.h"

/* ---- what is put in comes out ---------------------------------------------------------------- */

static void check_entry(const struct kb_entry *k, bool with_body)
{
    const struct entry *e = &k->entry;
    assert_str(e->id, "s/a.md#e1");
    assert_int_equal(e->kind, ENTRY_TERM);
    assert_str(e->title, "Sign in failed");
    assert_str(e->cause, "Because of \xC3\xA4.");
    assert_str(e->remedy, "1. Do this.\n2. Do that.");
    assert_str(e->body, with_body ? "all of it" : "");
    assert_str(e->url, "https://example.com/a#x");
    assert_int_equal(e->line, 11);
    assert_int_equal(e->signature_count, 3);
    assert_int_equal(e->signatures[0].kind, SIGNATURE_MESSAGE);
    assert_str(e->signatures[0].text, "Oops, we couldn't connect to {NAME}. Sign in failed");
    assert_int_equal(e->signatures[0].line, 12);
    assert_int_equal(e->signatures[1].kind, SIGNATURE_CODE);
    assert_false(e->signatures[1].mentioned);
    assert_true(e->signatures[2].mentioned);
    assert_str(e->signatures[2].text, "2607");
    assert_int_equal(e->facet_count, 1);
    assert_str(e->facets[0].name, "client");
    assert_str(e->facets[0].value, "android");
    assert_str(e->facets[0].label, "Android client");
    assert_int_equal(e->link_count, 1);
    assert_str(e->links[0].text, "more");
    assert_str(e->links[0].target, "https://example.com/more");
    assert_int_equal(e->sample_count, 2);
    assert_true(e->samples[0].matches);
    assert_str(e->samples[0].facets, "client=android");
    assert_false(e->samples[1].matches);
    assert_str(e->samples[1].text, "error 2608");
    assert_int_equal(e->samples[1].line, 24);
    assert_int_equal(e->alias_count, 1);
    assert_str(e->aliases[0], "s/a.md#a1");
    const struct document *d = &k->document;
    assert_str(d->path, "a.md");
    assert_str(d->title, "A");
    assert_str(d->language, "en");
    assert_str(d->date, "2026-01-02");
    assert_str(d->url, "https://example.com/a");
    assert_int_equal(d->page_count, 2);
    assert_str(d->pages[0].path, "p.md");
    assert_str(d->pages[0].url, "https://example.com/p");
    assert_str(d->pages[1].path, "q.md");
    assert_false(k->shadowed);
    assert_str(k->source, "s");
}

static int check_second(void *ctx, const struct kb_entry *e)
{
    if (++*(size_t *)ctx == 2)
        check_entry(e, true);
    return 0;
}

static void test_round_trip(void **state)
{
    (void)state;
    struct err err = {0};
    struct arena *a = arena_new();
    struct kb_entry e;
    int64_t row;
    kb_close(fixture_kb("kb.sqlite", "s", 3, &err));
    struct kb *kb = kb_open("kb.sqlite", &err);
    assert_non_null(kb);
    assert_string_equal(kb_name(kb), "kb.sqlite");
    assert_done(kb_find(kb, STR("s/a.md#e1"), &row, &err), err);
    assert_int_equal(row & 0xFFFF, 2);
    int64_t only;
    assert_done(kb_find_only(kb, STR("s/a.md#"), &only, &err), err);
    assert_int_equal(only, 0); /* one of three */
    assert_done(kb_find_only(kb, STR("s/a.md#e1"), &only, &err), err);
    assert_int_equal(only, row);
    assert_done(kb_find_only(kb, STR("s/a.md#e1/"), &only, &err), err);
    assert_int_equal(only, 0);
    assert_int_equal(kb_get(kb, row, a, &e, &err), 1);
    check_entry(&e, false);
    size_t n = 0;
    assert_done(kb_each(kb, check_second, &n, &err), err);
    assert_int_equal(n, 3);
    assert_int_equal(kb_get(kb, row + 2, a, &e, &err), 0);
    assert_int_equal(kb_get(kb, 0, a, &e, &err), 0);
    assert_int_equal(kb_get(kb, INT64_MIN, a, &e, &err), 0);
    struct kb_stats stats;
    assert_done(kb_stats(kb, &stats, &err), err);
    assert_int_equal(stats.sources, 1);
    assert_int_equal(stats.documents, 1);
    assert_int_equal(stats.entries, 3);
    assert_int_equal(stats.messages, 3);
    assert_int_equal(stats.codes, 6);
    assert_int_equal(stats.facets, 3);
    assert_int_equal(stats.links, 3);
    assert_int_equal(stats.samples, 6);
    kb_close(kb);
    arena_free(a);
}

static int stop_at_two(void *ctx, const struct kb_entry *e)
{
    (void)e;
    return ++*(int *)ctx == 2 ? 7 : 0;
}

static void test_each_stops(void **state)
{
    (void)state;
    struct err err = {0};
    struct kb *kb = fixture_kb(NULL, "s", 3, &err);
    int n = 0;
    assert_int_equal(kb_each(kb, stop_at_two, &n, &err), 7);
    assert_int_equal(n, 2);
    kb_close(kb);
}

/* `id` leads to the entry `found`, or (NULL) to none. */
static void leads_to(struct kb *kb, const char *id, const char *found, const char *why)
{
    struct err err = {0};
    struct arena *a = arena_new();
    struct kb_entry e;
    int64_t row = -1;
    assert_done(kb_find(kb, str_of(id), &row, &err), err);
    if (row && kb_get(kb, row, a, &e, &err) != 1)
        fail_msg("%s (%s): leads to no entry", id, why);
    if ((row == 0) != (found == NULL) || (row && !str_eq(e.entry.id, str_of(found))))
        fail_msg("%s (%s): leads to %.*s", id, why, STR_ARG(row ? e.entry.id : STR("none")));
    arena_free(a);
}

static void test_find(void **state)
{
    (void)state;
    static const struct {
        const char *id, *found, *why;
    } cases[] = {
        {"one/a.md#e0", "one/a.md#e0", "an id"},
        {"two/a.md#e0", "two/a.md#e0", "the same path in another source"},
        {"two/a.md#a1", "two/a.md#e1", "an alias"},
        {"a.md#e0", NULL, "without source: in two of them"},
        {"a.md#e2", NULL, "in none"},
        {"", NULL, "empty"},
        {"one/a.md", NULL, "a document is no entry"},
        {"ONE/a.md#e0", NULL, "case counts"},
    };
    struct err err = {0};
    struct kb *kb = kb_begin(NULL, &err);
    assert_done(fixture_source(kb, "one", "/nowhere/1", 2, &err), err);
    assert_done(fixture_source(kb, "two", "/nowhere/2", 2, &err), err);
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        leads_to(kb, cases[i].id, cases[i].found, cases[i].why);
    assert_done(fixture_source(kb, "two", "/nowhere/2", 0, &err), err);
    leads_to(kb, "a.md#e0", "one/a.md#e0", "now it is clear which");
    kb_close(kb);
}

static void test_ids(void **state)
{
    (void)state;
    struct err err = {0};
    int64_t source, document;
    const struct source s = {.name = STR("s"), .root = STR("/nowhere")};
    const struct document d = {.path = STR("a.md")};
    struct str first_alias = STR("s/a.md#later");
    struct str taken = STR("s/a.md#first");
    struct entry first = fixture_entry("s/a.md#first", &first_alias);
    struct entry second = fixture_entry("s/a.md#second", &taken);
    struct entry later = fixture_entry("s/a.md#later", NULL);
    struct kb *kb = kb_begin(NULL, &err);
    assert_done(kb_put_source(kb, &s, &source, &err), err);
    assert_done(kb_put_document(kb, source, &d, &document, &err), err);
    assert_done(kb_put_entry(kb, document, &first, &err), err);
    leads_to(kb, "s/a.md#later", "s/a.md#first", "an alias");
    assert_done(kb_put_entry(kb, document, &second, &err), err);
    leads_to(kb, "s/a.md#first", "s/a.md#first", "an id that is an alias, too");
    assert_done(kb_put_entry(kb, document, &later, &err), err);
    leads_to(kb, "s/a.md#later", "s/a.md#later", "an id that was an alias");
    assert_int_equal(kb_put_entry(kb, document, &first, &err), -1);
    assert_int_equal(err.code, ERR_INVALID);
    assert_non_null(strstr(err.message, "s/a.md#first is there already"));
    size_t n = 0;
    assert_done(kb_each(kb, fixture_count, &n, &err), err);
    assert_int_equal(n, 3); /* the refused one left nothing */
    kb_close(kb);
}

static void test_bad_texts(void **state)
{
    (void)state;
    static const struct {
        struct str text;
        const char *why;
    } bad[] = {
        {STR_INIT("a\0b"), "NUL"},
        {STR_INIT("\xFF"), "no UTF-8"},
        {STR_INIT("\xC3"), "cut"},
        {STR_INIT("\xED\xA0\x80"), "surrogate"},
    };
    struct err err = {0};
    int64_t source, document;
    const struct source s = {.name = STR("s"), .root = STR("/nowhere")};
    struct kb *kb = kb_begin(NULL, &err);
    assert_done(kb_put_source(kb, &s, &source, &err), err);
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        struct document d = {.path = bad[i].text};
        assert_int_equal(kb_put_document(kb, source, &d, &document, &err), -1);
        assert_int_equal(err.code, ERR_INVALID);
    }
    const struct document d = {.path = STR("a.md")};
    assert_done(kb_put_document(kb, source, &d, &document, &err), err);
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        struct entry in_title = fixture_entry("s/a.md#x", NULL);
        struct entry in_body = in_title;
        struct entry in_alias = in_title;
        struct str alias = bad[i].text;
        in_title.title = bad[i].text;
        in_body.body = bad[i].text;
        in_alias.aliases = &alias;
        in_alias.alias_count = 1;
        assert_int_equal(kb_put_entry(kb, document, &in_title, &err), -1);
        assert_int_equal(kb_put_entry(kb, document, &in_body, &err), -1);
        assert_int_equal(kb_put_entry(kb, document, &in_alias, &err), -1);
    }
    size_t n = 0;
    assert_done(kb_each(kb, fixture_count, &n, &err), err);
    assert_int_equal(n, 0);
    kb_close(kb);
}

/* ---- replacing ------------------------------------------------------------------------------- */

static int note_source(void *ctx, const struct source *s)
{
    struct buf *b = ctx;
    buf_printf(b, "%.*s ", STR_ARG(s->name));
    return 0;
}

static void test_replace(void **state)
{
    (void)state;
    struct err err = {0};
    struct kb_stats stats;
    kb_close(fixture_kb("kb.sqlite", "b", 3, &err));
    struct kb *kb = kb_begin("kb.sqlite", &err);
    assert_done(fixture_source(kb, "a", "/nowhere", 2, &err), err);
    assert_done(fixture_source(kb, "b", "/nowhere", 1, &err), err);
    assert_done(kb_put_section(kb, "index", STR("another"), &err), err);
    assert_done(kb_commit(kb, &err), err);
    kb_close(kb);
    kb = kb_open("kb.sqlite", &err);
    assert_done(kb_stats(kb, &stats, &err), err);
    assert_int_equal(stats.sources, 2);
    assert_int_equal(stats.documents, 2);
    assert_int_equal(stats.entries, 3);
    struct buf names = BUF_INIT(100);
    assert_done(kb_each_source(kb, note_source, &names, &err), err);
    assert_string_equal(buf_cstr(&names), "b a "); /* in the order of their first import */
    buf_release(&names);
    int64_t row;
    assert_done(kb_find(kb, STR("b/a.md#a2"), &row, &err), err);
    assert_int_equal(row, 0); /* aliases go, too */
    kb_close(kb);
}

static void test_same_name(void **state)
{
    (void)state;
    struct err err = {0};
    assert_int_equal(mkdir("one", 0777), 0);
    struct kb *kb = kb_begin(NULL, &err);
    assert_done(fixture_source(kb, "docs", "one", 1, &err), err);
    assert_int_equal(fixture_source(kb, "docs", "two", 1, &err), -1);
    assert_int_equal(err.code, ERR_INVALID);
    assert_non_null(strstr(err.message, "give two another name"));
    assert_done(fixture_source(kb, "docs", "one", 1, &err), err);
    assert_int_equal(rmdir("one"), 0);
    assert_done(fixture_source(kb, "docs", "two", 1, &err), err); /* it was moved */
    kb_close(kb);
}

/* ---- documents one by one -------------------------------------------------------------------- */

struct seen {
    struct buf paths;
    int64_t rows[8];
    size_t count;
};

static int note_document(void *ctx, int64_t row, const struct document *d)
{
    struct seen *s = ctx;
    buf_printf(&s->paths, "%.*s:%zu:%zu ", STR_ARG(d->path), d->need_count, d->page_count);
    if (d->need_count) {
        assert_int_equal(d->needs[0].kind, NEED_CONTENT);
        assert_str(d->needs[0].path, "includes/i.md");
        assert_true(d->needs[0].state == UINT64_MAX);
        assert_int_equal(d->needs[1].kind, NEED_EXISTENCE);
        assert_int_equal(d->needs[1].state, 0);
    }
    s->rows[s->count++] = row;
    return 0;
}

static int note_ids(void *ctx, const struct kb_entry *e)
{
    buf_printf(ctx, "%.*s=%.*s ", STR_ARG(e->entry.id), STR_ARG(e->entry.body));
    return 0;
}

static void test_documents(void **state)
{
    (void)state;
    static const char *const paths[] = {"b/a.md", "z.md", "a/b.md", "a.md"};
    struct err err = {0};
    struct kb *kb = kb_begin(NULL, &err);
    struct seen seen = {.paths = BUF_INIT(500)};
    struct arena *a = arena_new();
    struct source found;
    int64_t source, other, row, document;
    const struct source s = {STR("s"), STR("/nowhere"), STR("https://example.com"), UINT64_MAX};
    const struct source t = {.name = STR("t"), .root = STR("/nowhere")};
    assert_done(kb_put_source(kb, &s, &source, &err), err);
    assert_done(kb_put_source(kb, &t, &other, &err), err);
    assert_done(kb_find_source(kb, STR("s"), a, &found, &row, &err), err);
    assert_int_equal(row, source);
    assert_str(found.base_url, "https://example.com");
    assert_true(found.revision == UINT64_MAX);
    assert_done(kb_find_source(kb, STR("u"), a, &found, &row, &err), err);
    assert_int_equal(row, 0);
    for (size_t i = 0; i < ARRAY_LEN(paths); i++) {
        struct document d = {.path = str_of(paths[i]), .needs = fixture_needs, .need_count = i % 2 * 2};
        assert_done(kb_put_document(kb, source, &d, &document, &err), err);
        assert_done(kb_put_document(kb, other, &d, &document, &err), err); /* another one */
    }
    const struct document again = {.path = STR("z.md")};
    assert_int_equal(kb_put_document(kb, source, &again, &document, &err), -1);
    assert_int_equal(err.code, ERR_INVALID);
    assert_non_null(strstr(err.message, "document z.md is there already"));
    assert_done(kb_each_document(kb, source, note_document, &seen, &err), err);
    assert_string_equal(buf_cstr(&seen.paths), "a.md:2:0 z.md:2:0 a/b.md:0:0 b/a.md:0:0 ");
    assert_done(kb_set_pages(kb, seen.rows[3], fixture_pages, 2, &err), err);
    assert_done(kb_drop_document(kb, seen.rows[1], &err), err);
    assert_int_equal(kb_set_pages(kb, seen.rows[0], &(struct page){STR("\xFF"), STR_NONE}, 1, &err),
                     -1);
    struct entry e = fixture_entry("s/b/a.md#1", NULL), f = fixture_entry("s/b/a.md#2", NULL);
    assert_done(kb_put_entry(kb, seen.rows[3], &e, &err), err);
    assert_done(kb_put_entry(kb, seen.rows[3], &f, &err), err);
    struct buf ids = BUF_INIT(500);
    assert_done(kb_each_entry_of(kb, seen.rows[3], note_ids, &ids, &err), err);
    assert_string_equal(buf_cstr(&ids), "s/b/a.md#1=all of it s/b/a.md#2=all of it ");
    buf_clear(&seen.paths);
    seen.count = 0;
    assert_done(kb_each_document(kb, source, note_document, &seen, &err), err);
    assert_string_equal(buf_cstr(&seen.paths), "a.md:2:0 a/b.md:0:0 b/a.md:0:2 ");
    assert_done(kb_drop_source(kb, other, &err), err);
    struct kb_stats stats;
    assert_done(kb_stats(kb, &stats, &err), err);
    assert_int_equal(stats.sources, 1);
    assert_int_equal(stats.documents, 3);
    assert_int_equal(stats.entries, 2);
    buf_release(&ids);
    buf_release(&seen.paths);
    arena_free(a);
    kb_close(kb);
}

/* ---- former ids ------------------------------------------------------------------------------ */

static struct kb *reopen(struct kb *kb)
{
    struct err err = {0};
    assert_done(kb_commit(kb, &err), err);
    kb_close(kb);
    kb = kb_begin("kb.sqlite", &err);
    assert_non_null(kb);
    return kb;
}

static void test_moved(void **state)
{
    (void)state;
    struct err err = {0};
    struct kb *kb = kb_begin("kb.sqlite", &err);
    assert_done(fixture_source(kb, "s", "/nowhere", 3, &err), err);
    assert_done(kb_put_moved(kb, STR("s/old.md#1"), STR("s/a.md#e1"), &err), err);
    assert_done(kb_put_moved(kb, STR("s/older.md#1"), STR("s/old.md#1"), &err), err);
    assert_done(kb_put_moved(kb, STR("s/a.md#e2"), STR("s/a.md#e0"), &err), err);
    assert_done(kb_put_moved(kb, STR("s/x.md#1"), STR("s/y.md#1"), &err), err);
    assert_done(kb_put_moved(kb, STR("s/y.md#1"), STR("s/x.md#1"), &err), err);
    leads_to(kb, "s/old.md#1", "s/a.md#e1", "a former id, before the commit");
    kb = reopen(kb);
    leads_to(kb, "s/old.md#1", "s/a.md#e1", "a former id");
    leads_to(kb, "older.md#1", "s/a.md#e1", "one before that, without its source");
    leads_to(kb, "s/a.md#e2", "s/a.md#e2", "an id in use leads to its entry");
    leads_to(kb, "s/x.md#1", NULL, "a circle leads nowhere");
    assert_done(fixture_source(kb, "s", "/nowhere", 1, &err), err); /* e1 and e2 have gone */
    assert_done(kb_put_moved(kb, STR("s/a.md#e1"), STR("s/a.md#e0"), &err), err);
    kb = reopen(kb);
    leads_to(kb, "s/older.md#1", "s/a.md#e0", "twice moved");
    leads_to(kb, "s/a.md#e2", NULL, "what an id in use was said to be was forgotten");
    assert_done(fixture_source(kb, "s", "/nowhere", 0, &err), err);
    kb = reopen(kb);
    assert_done(fixture_source(kb, "s", "/nowhere", 1, &err), err);
    leads_to(kb, "s/older.md#1", NULL, "forgotten with its entry");
    kb_close(kb);
}

static void export(const char *kb_path, const char *image_path, struct buf *image)
{
    struct err err = {0};
    struct kb *kb = fixture_kb(kb_path, "s", 50, &err);
    assert_done(kb_export_image(kb, image_path, &err), err);
    kb_close(kb);
    assert_done(io_read_file(image_path, image, &err), err);
}

static void test_same_bytes(void **state)
{
    (void)state;
    enum { HEADER = 100 }; /* counts how often the file was changed */
    struct buf one = BUF_INIT(10 << 20), two = BUF_INIT(10 << 20), three = BUF_INIT(10 << 20);
    export(NULL, "one.image", &one);
    export(NULL, "two.image", &two);
    export("kb.sqlite", "three.image", &three);
    assert_true(one.n > HEADER && str_eq(buf_str(&one), buf_str(&two)));
    assert_true(str_eq(str_skip(buf_str(&one), HEADER), str_skip(buf_str(&three), HEADER)));
    assert_true(str_find(buf_str(&three), STR("/nowhere")) == STR_NOT_FOUND);
    buf_release(&one);
    buf_release(&two);
    buf_release(&three);
}

/* ---- index sections -------------------------------------------------------------------------- */

static void fill(char *p, size_t n, unsigned seed)
{
    for (size_t i = 0; i < n; i++)
        p[i] = (char)(i * 31 + i / 251 + seed);
}

static void test_sections(void **state)
{
    (void)state;
    static const size_t sizes[] = {
        0, 1, KB_CHUNK_SIZE - 1, KB_CHUNK_SIZE, KB_CHUNK_SIZE + 1, 5 * KB_CHUNK_SIZE + 17};
    enum { LARGEST = 5 * KB_CHUNK_SIZE + 17 };
    struct err err = {0};
    char *in = malloc(LARGEST), *out = malloc(LARGEST);
    struct kb *kb = kb_begin("kb.sqlite", &err);
    for (unsigned round = 0; round < 2; round++) /* the second replaces */
        for (size_t i = 0; i < ARRAY_LEN(sizes); i++) {
            char name[16];
            size_t n = sizes[round ? ARRAY_LEN(sizes) - 1 - i : i];
            snprintf(name, sizeof name, "s%zu", i);
            fill(in, n, (unsigned)i);
            assert_done(kb_put_section(kb, name, str_n(in, n), &err), err);
        }
    assert_done(kb_commit(kb, &err), err);
    kb_close(kb);
    kb = kb_open("kb.sqlite", &err);
    for (size_t i = 0; i < ARRAY_LEN(sizes); i++) {
        char name[16];
        size_t n = sizes[ARRAY_LEN(sizes) - 1 - i], size;
        snprintf(name, sizeof name, "s%zu", i);
        fill(in, n, (unsigned)i);
        assert_done(kb_section_size(kb, name, &size, &err), err);
        assert_int_equal(size, n);
        assert_done(kb_section_read(kb, name, 0, out, n, &err), err);
        assert_memory_equal(in, out, n);
        for (size_t at = 0; at < n; at += 4099) {
            size_t part = min_size(n - at, 9000);
            assert_done(kb_section_read(kb, name, at, out, part, &err), err);
            assert_memory_equal(in + at, out, part);
        }
        assert_done(kb_section_read(kb, name, n, out, 0, &err), err);
        assert_int_equal(kb_section_read(kb, name, n, out, 1, &err), -1);
        assert_int_equal(kb_section_read(kb, name, SIZE_MAX, out, 2, &err), -1);
        assert_int_equal(kb_section_read(kb, name, 0, out, SIZE_MAX, &err), -1);
    }
    size_t size = 99;
    assert_done(kb_section_size(kb, "none", &size, &err), err);
    assert_int_equal(size, 0);
    assert_int_equal(kb_section_read(kb, "none", 0, out, 1, &err), -1);
    kb_close(kb);
    free(in);
    free(out);
}

/* A section that is larger than the file was before: the writer reads back what it has put. */
static void test_section_grows(void **state)
{
    (void)state;
    enum { SIZE = 10 << 20 };
    struct err err = {0};
    char *bytes = calloc(1, SIZE);
    kb_close(fixture_kb("kb.sqlite", "s", 1, &err));
    struct kb *kb = kb_begin("kb.sqlite", &err);
    bytes[SIZE - 1] = 'x';
    assert_done(kb_put_section(kb, "large", str_n(bytes, SIZE), &err), err);
    char last = 0;
    assert_done(kb_section_read(kb, "large", SIZE - 1, &last, 1, &err), err);
    assert_int_equal(last, 'x');
    assert_done(kb_commit(kb, &err), err);
    assert_done(kb_section_read(kb, "large", 0, bytes, SIZE, &err), err);
    kb_close(kb);
    free(bytes);
}

static void test_section_limits(void **state)
{
    (void)state;
    struct err err = {0};
    struct kb *kb = kb_begin(NULL, &err);
    assert_int_equal(kb_put_section(kb, "a name that is longer than 31 bytes", STR("x"), &err), -1);
    char name[16];
    for (int i = 0; i < 64; i++) {
        snprintf(name, sizeof name, "s%d", i);
        assert_done(kb_put_section(kb, name, STR("x"), &err), err);
    }
    assert_done(kb_put_section(kb, "s63", STR("y"), &err), err); /* not one more */
    assert_int_equal(kb_put_section(kb, "s64", STR("x"), &err), -1);
    kb_close(kb);
}

/* ---- all or nothing -------------------------------------------------------------------------- */

static void test_new_file(void **state)
{
    (void)state;
    struct err err = {0};
    struct kb *kb = kb_begin("deep/er/kb.sqlite", &err);
    assert_non_null(kb);
    assert_done(fixture_source(kb, "s", "/nowhere", 1, &err), err);
    assert_int_not_equal(access("deep/er/kb.sqlite", F_OK), 0);
    kb_close(kb); /* given up */
    assert_int_not_equal(access("deep/er/kb.sqlite", F_OK), 0);
    kb = fixture_kb("deep/er/kb.sqlite", "s", 1, &err);
    assert_int_equal(access("deep/er/kb.sqlite", F_OK), 0);
    struct stat st;
    assert_int_equal(stat("deep/er/kb.sqlite", &st), 0);
    mode_t mask = umask(0);
    umask(mask);
    assert_int_equal(st.st_mode & 0777, 0666 & ~mask);
    assert_int_equal(chdir("deep/er"), 0);
    assert_int_equal(files_here(), 1); /* no journal, no copy */
    assert_int_equal(chdir("../.."), 0);
    int64_t row;
    assert_int_equal(kb_put_source(kb, &(struct source){0}, &row, &err), -1);
    assert_int_equal(kb_commit(kb, &err), -1);
    kb_close(kb);
}

static void test_given_up(void **state)
{
    (void)state;
    struct err err = {0};
    struct kb_stats stats;
    kb_close(fixture_kb("kb.sqlite", "s", 3, &err));
    struct kb *kb = kb_begin("kb.sqlite", &err);
    assert_done(fixture_source(kb, "s", "/nowhere", 1, &err), err);
    kb_close(kb);
    kb = kb_open("kb.sqlite", &err);
    assert_done(kb_stats(kb, &stats, &err), err);
    assert_int_equal(stats.entries, 3);
    kb_close(kb);
    assert_int_equal(files_here(), 1);
}

static void test_made_meanwhile(void **state)
{
    (void)state;
    struct err err = {0};
    struct kb *slow = kb_begin("kb.sqlite", &err);
    assert_done(fixture_source(slow, "slow", "/nowhere", 1, &err), err);
    kb_close(fixture_kb("kb.sqlite", "quick", 1, &err));
    assert_int_equal(kb_commit(slow, &err), -1);
    assert_int_equal(err.code, ERR_BUSY);
    kb_close(slow);
    struct kb *kb = kb_open("kb.sqlite", &err);
    int64_t row;
    assert_done(kb_find(kb, STR("quick/a.md#e0"), &row, &err), err);
    assert_int_not_equal(row, 0);
    kb_close(kb);
    assert_int_equal(files_here(), 1);
}

static int count_one(void *ctx, const struct kb_entry *e)
{
    (void)e;
    ++*(size_t *)ctx;
    return 0;
}

/* Trying something out neither needs the right to write nor waits for those who do. */
static void test_copy(void **state)
{
    (void)state;
    struct err err = {0};
    kb_close(fixture_kb("kb.sqlite", "s", 3, &err));
    struct kb *writer = kb_begin("kb.sqlite", &err);
    assert_non_null(writer);
    struct kb *copy = kb_begin_copy("kb.sqlite", &err);
    assert_non_null(copy);
    assert_string_equal(kb_name(copy), "kb.sqlite");
    assert_false(kb_changed(copy));
    const int64_t document = kb_document_row(FIXTURE_FIRST(copy));
    assert_done(kb_drop_document(copy, document, &err), err);
    assert_true(kb_changed(copy));
    assert_done(kb_commit(copy, &err), err);
    size_t n = 0;
    assert_done(kb_each(copy, count_one, &n, &err), err);
    assert_int_equal(n, 0);
    kb_close(copy);
    kb_close(writer);
    struct kb *kb = kb_open("kb.sqlite", &err);
    assert_non_null(kb);
    assert_done(kb_each(kb, count_one, &n, &err), err);
    assert_int_equal(n, 3);
    kb_close(kb);
    copy = kb_begin_copy("missing.sqlite", &err);
    assert_non_null(copy);
    kb_close(copy);
    assert_null(kb_open("missing.sqlite", &err));
    assert_null(kb_begin_copy(".", &err));
    assert_non_null(strstr(err.message, "a folder, not a knowledge base"));
}

static void test_empty_file(void **state)
{
    (void)state;
    struct err err = {0};
    close(open("kb.sqlite", O_CREAT | O_WRONLY, 0666));
    assert_null(kb_open("kb.sqlite", &err));
    assert_int_equal(err.code, ERR_INVALID);
    struct kb *kb = fixture_kb("kb.sqlite", "s", 1, &err);
    assert_non_null(kb);
    kb_close(kb);
    kb = kb_open("kb.sqlite", &err);
    assert_non_null(kb);
    kb_close(kb);
}

static void test_names(void **state)
{
    (void)state;
    static const char *const names[] = {":memory:", "file:x?mode=memory", "a b%20c", "-", "k'b\""};
    struct err err = {0};
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        kb_close(fixture_kb(names[i], "s", 1, &err));
        assert_int_equal(access(names[i], F_OK), 0);
        struct kb *kb = kb_open(names[i], &err);
        assert_non_null(kb);
        kb_close(kb);
        kb = fixture_kb(names[i], "s", 2, &err);
        assert_non_null(kb);
        assert_done(kb_export_image(kb, ":image:", &err), err);
        kb_close(kb);
        assert_int_equal(unlink(names[i]), 0);
        assert_int_equal(unlink(":image:"), 0);
        assert_int_equal(files_here(), 0);
    }
}

static int note_file(void *ctx, int64_t row, const struct document *d)
{
    (void)row;
    *(struct document *)ctx = *d;
    return 0;
}

static void test_image(void **state)
{
    (void)state;
    struct err err = {0};
    struct buf image = BUF_INIT(10 << 20);
    struct arena *a = arena_new();
    struct kb_entry e;
    struct kb *kb = fixture_kb(NULL, "s", 3, &err);
    assert_done(kb_export_image(kb, "image", &err), err);
    assert_done(kb_export_image(kb, "image", &err), err); /* takes the place of the first */
    kb_close(kb);
    assert_done(io_read_file("image", &image, &err), err);
    kb = kb_open_image(image.p, image.n, "the image", &err);
    assert_non_null(kb);
    assert_string_equal(kb_name(kb), "the image");
    assert_int_equal(kb_get(kb, FIXTURE_FIRST(kb) + 1, a, &e, &err), 1);
    assert_str(e.entry.id, "s/a.md#e1");
    struct document d;
    assert_done(kb_each_document(kb, 1, note_file, &d, &err), err);
    assert_int_equal(d.size, 1234);
    assert_int_equal(d.mtime_ns, 0);
    assert_true(d.hash == UINT64_MAX);
    char text[9];
    assert_done(kb_section_read(kb, "index", 0, text, 9, &err), err);
    assert_memory_equal(text, "the index", 9);
    kb_close(kb);
    buf_release(&image);
    arena_free(a);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, enter_folder, leave_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_round_trip),    TEST(test_each_stops),     TEST(test_find),
        TEST(test_ids),           TEST(test_bad_texts),      TEST(test_replace),
        TEST(test_same_name),     TEST(test_same_bytes),     TEST(test_sections),
        TEST(test_section_grows), TEST(test_section_limits), TEST(test_new_file),
        TEST(test_given_up),      TEST(test_made_meanwhile), TEST(test_copy),
        TEST(test_empty_file),
        TEST(test_names),         TEST(test_image),         TEST(test_documents),
        TEST(test_moved),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
