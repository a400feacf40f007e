/*
 * kb_fixture.h - a small knowledge base for the tests of the store.
 */
#ifndef KB_FIXTURE_H
#define KB_FIXTURE_H

#include "base/io.h"
#include "folder.h"
#include "store/kb.h"

#define assert_str(s, literal) assert_true(str_eq((s), str_of(literal)))
static struct signature fixture_signatures[] = {
    {SIGNATURE_MESSAGE, STR_INIT("Oops, we couldn't connect to {NAME}. Sign in failed"), false, 12},
    {SIGNATURE_CODE, STR_INIT("0x80070005"), false, 13},
    {SIGNATURE_CODE, STR_INIT("2607"), true, 14},
};
static struct facet fixture_facets[] = {
    {STR_INIT("client"), STR_INIT("android"), STR_INIT("Android client")}};
static struct link fixture_links[] = {{STR_INIT("more"), STR_INIT("https://example.com/more")}};
static struct sample fixture_samples[] = {
    {STR_INIT("error 2607"), STR_INIT("client=android"), true, 20},
    {STR_INIT("error 2608"), STR_INIT(""), false, 24},
};

static inline struct entry fixture_entry(const char *id, struct str *alias)
{
    return (struct entry){
        .id = str_of(id), .kind = ENTRY_TERM, .title = STR("Sign in failed"),
        .cause = STR("Because of \xC3\xA4."), .remedy = STR("1. Do this.\n2. Do that."),
        .body = STR("all of it"), .url = STR("https://example.com/a#x"), .line = 11,
        .signatures = fixture_signatures, .signature_count = ARRAY_LEN(fixture_signatures),
        .facets = fixture_facets, .facet_count = ARRAY_LEN(fixture_facets),
        .links = fixture_links, .link_count = ARRAY_LEN(fixture_links),
        .samples = fixture_samples, .sample_count = ARRAY_LEN(fixture_samples),
        .aliases = alias, .alias_count = alias ? 1 : 0};
}

static struct need fixture_needs[] = {{NEED_CONTENT, STR_INIT("includes/i.md"), UINT64_MAX},
                                      {NEED_EXISTENCE, STR_INIT("b.md"), 0}};
static struct page fixture_pages[] = {{STR_INIT("p.md"), STR_INIT("https://example.com/p")},
                                      {STR_INIT("q.md"), STR_INIT("")}};

struct fixture_dropping {
    struct kb *kb;
    struct err *err;
};

static inline int fixture_drop(void *ctx, int64_t row, const struct document *d)
{
    struct fixture_dropping *dropping = ctx;
    (void)d;
    return kb_drop_document(dropping->kb, row, dropping->err);
}

/* Where the entries of the fixture's document are: the row of the first one. */
#define FIXTURE_FIRST(kb) fixture_row((kb), "s/a.md#e0")
static inline int64_t fixture_row(struct kb *kb, const char *id)
{
    struct err err;
    int64_t row;
    return kb_find(kb, str_of(id), &row, &err) == 0 ? row : -1;
}

/* The source's documents make way for one with `count` entries "NAME/a.md#e0", "#e1", ... with an alias "#a0", ... each. */
static inline int fixture_source(struct kb *kb, const char *name, const char *root, size_t count,
                                 struct err *err)
{
    int64_t source, document;
    const struct source s = {str_of(name), str_of(root), STR("https://example.com/"), 7};
    const struct document d = {.path = STR("a.md"), .title = STR("A"), .language = STR("en"),
                               .date = STR("2026-01-02"), .url = STR("https://example.com/a"),
                               .size = 1234, .mtime_ns = 1700000000000000000, .hash = UINT64_MAX,
                               .needs = fixture_needs, .need_count = ARRAY_LEN(fixture_needs),
                               .pages = fixture_pages, .page_count = ARRAY_LEN(fixture_pages)};
    struct fixture_dropping dropping = {kb, err};
    if (kb_put_source(kb, &s, &source, err) != 0 ||
        kb_each_document(kb, source, fixture_drop, &dropping, err) != 0 ||
        kb_put_document(kb, source, &d, &document, err) != 0)
        return -1;
    struct arena *a = arena_new();
    int result = 0;
    for (size_t i = 0; i < count && result == 0; i++) {
        struct str id = arena_printf(a, "%s/a.md#e%zu", name, i);
        struct str alias = arena_printf(a, "%s/a.md#a%zu", name, i);
        struct entry e = fixture_entry(id.p, &alias);
        result = kb_put_entry(kb, document, &e, err);
    }
    arena_free(a);
    return result;
}

/* The KB at path (NULL: in memory) gets source `name` with `count` entries, and is committed. */
static inline struct kb *fixture_kb(const char *path, const char *name, size_t count,
                                    struct err *err)
{
    struct kb *kb = kb_begin(path, err);
    if (kb && fixture_source(kb, name, "/nowhere", count, err) == 0 &&
        kb_put_section(kb, "index", STR("the index"), err) == 0 && kb_commit(kb, err) == 0)
        return kb;
    kb_close(kb);
    return NULL;
}

static inline int fixture_count(void *ctx, const struct kb_entry *e)
{
    (void)e;
    ++*(size_t *)ctx;
    return 0;
}

#endif
