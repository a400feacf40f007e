/*
 * A knowledge base is a function of what its sources hold: however documents came, changed and went,
 * every row of every table (but `moved`), and so every byte of the index, is what it is when all of
 * it is put in at once.
 */
#include "folder.h"
#include "match/matcher.h"
#include "tests/support/random.h"

#include <sqlite3.h>

enum {
    SOURCES = 3,
    PATHS = 14,
    HISTORIES = 12,
    SESSIONS = 6,
    STEPS_MAX = 12,
    ENTRIES_MAX = 5,
};

static const char *const paths[PATHS] = {
    "a.md",          "b.md",     "z.md",          "a/a.md",         "a/b.md",
    "a/b/c.md",      "a-b/c.md", "includes/i.md", "a/includes/j.md", "\xC3\xA4.md",
    "a/b.md/odd.md", "b/z.md",   "b/a/a.md",      "b0.md",
};

/* What the sources hold now. */
struct held {
    bool there;
    unsigned seed; /* of its contents */
    int64_t mtime_ns;
    unsigned pages;
};

struct world {
    struct held documents[SOURCES][PATHS];
    unsigned sources; /* put so far: they keep the order of their first import */
};

static const char *const names[SOURCES] = {"one", "two", "three/deep"};

static void must(int result, const struct err *err)
{
    if (result != 0)
        fail_msg("%s", err->message);
}

/* ---- contents -------------------------------------------------------------------------------- */

static const char *const words[] = {
    "connection", "refused", "by",     "the",       "server", "token",  "expired", "update",
    "settings",   "restart", "client", "machine's", "failed", "again",  "SignIn",  "ERROR_BUSY",
    "Vorgang",    "müde",    "2607",   "policy",
};

static struct str some_words(struct random *r, struct arena *a, size_t count)
{
    struct str s = STR_NONE;
    for (size_t i = 0; i < count; i++)
        s = arena_concat(a, arena_concat(a, s, STR(" ")),
                         str_of(words[random_below(r, ARRAY_LEN(words))]));
    return s;
}

/* A line of an index, whose code other entries may explain; or an entry with all that one has. */
static struct entry make_entry(struct random *r, struct arena *a, struct str id, size_t number)
{
    struct entry e = {.id = id, .line = (uint32_t)number + 1, .title = some_words(r, a, 3)};
    e.signatures = arena_zalloc(a, 3, sizeof *e.signatures);
    struct str code = arena_printf(a, "C%zu", 2000 + random_below(r, 12));
    e.signatures[e.signature_count++] =
        (struct signature){SIGNATURE_CODE, code, random_below(r, 4) == 0, 1};
    if (random_below(r, 3) == 0) {
        e.kind = ENTRY_ROW;
        return e;
    }
    e.signatures[e.signature_count++] =
        (struct signature){SIGNATURE_MESSAGE, some_words(r, a, 5), false, 2};
    e.cause = some_words(r, a, random_below(r, 6));
    e.remedy = some_words(r, a, random_below(r, 6));
    e.body = some_words(r, a, 10);
    e.url = STR("https://example.com/");
    e.facets = arena_zalloc(a, 1, sizeof *e.facets);
    e.facets[e.facet_count] = (struct facet){
        STR("client"), str_of(words[random_below(r, 3)]), str_of(words[random_below(r, 3)])};
    e.facet_count += random_below(r, 2);
    e.links = arena_zalloc(a, 1, sizeof *e.links);
    e.links[0].text = STR("more");
    e.link_count = random_below(r, 2);
    /* Claimed by entries of several documents. */
    e.aliases = arena_zalloc(a, 2, sizeof *e.aliases);
    e.aliases[0] = arena_printf(a, "shared#%zu", random_below(r, 6));
    e.aliases[1] = arena_concat(a, id, STR("-alias"));
    e.alias_count = random_below(r, 3);
    return e;
}

static void put_document(struct kb *kb, size_t source, size_t path, int64_t source_row,
                         const struct held *h)
{
    struct err err = {0};
    struct arena *a = arena_new();
    struct random r = {h->seed * 7919u + path * 31 + source + 1};
    struct need needs[] = {{NEED_CONTENT, STR("includes/i.md"), random_next(&r)},
                           {NEED_EXISTENCE, STR("b.md"), 1}};
    struct page pages[] = {{STR("a.md"), STR("https://example.com/a")}, {STR("b.md"), STR_NONE}};
    struct document d = {.path = str_of(paths[path]),
                         .title = some_words(&r, a, 2),
                         .date = random_below(&r, 2) ? STR("2026-01-02") : STR_NONE,
                         .size = h->seed,
                         .mtime_ns = h->mtime_ns,
                         .hash = random_next(&r),
                         .needs = needs,
                         .need_count = random_below(&r, 3),
                         .pages = pages,
                         .page_count = h->pages};
    int64_t row;
    must(kb_put_document(kb, source_row, &d, &row, &err), &err);
    size_t count = random_below(&r, ENTRIES_MAX + 1);
    for (size_t i = 0; i < count; i++) {
        struct str id = arena_printf(a, "%s/%s#%zu", names[source], paths[path], i);
        struct entry e = make_entry(&r, a, id, i);
        must(kb_put_entry(kb, row, &e, &err), &err);
    }
    arena_free(a);
}

static int64_t put_source(struct kb *kb, size_t source, unsigned revision)
{
    struct err err = {0};
    int64_t row = 0;
    const struct source s = {.name = str_of(names[source]), .root = STR("/nowhere"),
                             .revision = revision};
    must(kb_put_source(kb, &s, &row, &err), &err);
    return row;
}

/* ---- a history ------------------------------------------------------------------------------- */

struct finding {
    struct str path;
    int64_t row;
};

static int find_path(void *ctx, int64_t row, const struct document *d)
{
    struct finding *f = ctx;
    if (str_eq(d->path, f->path))
        f->row = row;
    return 0;
}

static int64_t document_row(struct kb *kb, int64_t source_row, size_t path)
{
    struct err err = {0};
    struct finding f = {str_of(paths[path]), 0};
    must(kb_each_document(kb, source_row, find_path, &f, &err), &err);
    return f.row;
}

/* One document comes, changes, goes, or is only touched; or a known source's revision changes. */
static void step(struct kb *kb, struct world *w, struct random *r)
{
    struct err err = {0};
    size_t source = random_below(r, w->sources), path = random_below(r, PATHS);
    struct held *h = &w->documents[source][path];
    int64_t source_row = put_source(kb, source, 1);
    int64_t row = document_row(kb, source_row, path);
    assert_int_equal(row != 0, h->there);
    size_t what = random_below(r, 6);
    if (h->there && what == 0) {
        h->mtime_ns = (int64_t)random_next(r);
        must(kb_touch_document(kb, row, h->seed, h->mtime_ns, &err), &err);
    } else if (h->there && what == 1) {
        struct page pages[] = {{STR("a.md"), STR("https://example.com/a")}, {STR("b.md"), STR_NONE}};
        h->pages = (unsigned)random_below(r, 3);
        must(kb_set_pages(kb, row, pages, h->pages, &err), &err);
    } else if (h->there && what == 2) {
        must(kb_drop_document(kb, row, &err), &err);
        h->there = false;
    } else {
        if (h->there)
            must(kb_drop_document(kb, row, &err), &err);
        *h = (struct held){true, (unsigned)random_below(r, 40), (int64_t)random_next(r),
                           (unsigned)random_below(r, 3)};
        put_document(kb, source, path, source_row, h);
    }
}

/* The last source goes, with all that it has, and comes back empty. */
static void drop_last_source(struct kb *kb, struct world *w)
{
    struct err err = {0};
    size_t last = w->sources - 1;
    must(kb_drop_source(kb, put_source(kb, last, 1), &err), &err);
    memset(w->documents[last], 0, sizeof w->documents[last]);
    put_source(kb, last, 1);
}

static void session(const char *path, struct world *w, struct random *r)
{
    struct err err = {0};
    struct kb *kb = kb_begin(path, &err);
    must(kb ? 0 : -1, &err);
    if (w->sources < SOURCES && random_below(r, 2) + (w->sources == 0))
        put_source(kb, w->sources++, 0);
    for (size_t n = random_below(r, STEPS_MAX); n; n--)
        step(kb, w, r);
    if (random_below(r, 6) == 0)
        drop_last_source(kb, w);
    for (size_t i = 0; i < w->sources; i++)
        put_source(kb, i, 1);
    must(matcher_build_index(kb, &err), &err);
    must(kb_commit(kb, &err), &err);
    kb_close(kb);
}

/* The same at once, in canonical order. */
static void put_at_once(const char *path, const struct world *w)
{
    static const size_t order[PATHS] = {0, 1, 13, 2, 9, 3, 4, 5, 10, 8, 6, 11, 12, 7};
    struct err err = {0};
    struct kb *kb = kb_begin(path, &err);
    must(kb ? 0 : -1, &err);
    for (size_t source = 0; source < w->sources; source++) {
        int64_t row = put_source(kb, source, 1);
        for (size_t i = 0; i < PATHS; i++)
            if (w->documents[source][order[i]].there)
                put_document(kb, source, order[i], row, &w->documents[source][order[i]]);
    }
    must(matcher_build_index(kb, &err), &err);
    must(kb_commit(kb, &err), &err);
    kb_close(kb);
}

/* ---- equal? ---------------------------------------------------------------------------------- */

static long long number(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *s;
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &s, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(s), SQLITE_ROW);
    long long n = sqlite3_column_int64(s, 0);
    sqlite3_finalize(s);
    return n;
}

static void check_equal(const char *one, const char *two, const char *why)
{
    static const char *const tables[] = {"meta",  "source", "document", "entry", "body",
                                         "terms", "id",     "section",  "chunk"};
    sqlite3 *db;
    char sql[256];
    assert_int_equal(sqlite3_open(one, &db), SQLITE_OK);
    snprintf(sql, sizeof sql, "ATTACH '%s' AS other", two);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    for (size_t i = 0; i < ARRAY_LEN(tables); i++)
        for (int swap = 0; swap < 2; swap++) {
            snprintf(sql, sizeof sql,
                     "SELECT count(*) FROM (SELECT * FROM %s.%s EXCEPT SELECT * FROM %s.%s)",
                     swap ? "other" : "main", tables[i], swap ? "main" : "other", tables[i]);
            if (number(db, sql) != 0)
                fail_msg("%s: rows of %s differ", why, tables[i]);
        }
    sqlite3_close(db);
}

static int count_entry(void *ctx, const struct kb_entry *e)
{
    struct kb_stats *s = ctx;
    s->entries++;
    for (size_t i = 0; i < e->entry.signature_count; i++)
        *(e->entry.signatures[i].kind == SIGNATURE_CODE ? &s->codes : &s->messages) += 1;
    s->facets += e->entry.facet_count;
    s->links += e->entry.link_count;
    return 0;
}

/* What is counted on the way is what there is; what is shadowed is left out. */
static void check_counts(const char *path)
{
    struct err err = {0};
    struct kb_stats told, counted = {0};
    struct kb *kb = kb_open(path, &err);
    must(kb ? 0 : -1, &err);
    must(kb_stats(kb, &told, &err), &err);
    must(kb_each(kb, count_entry, &counted, &err), &err);
    assert_int_equal(told.entries, counted.entries);
    assert_int_equal(told.codes, counted.codes);
    assert_int_equal(told.messages, counted.messages);
    assert_int_equal(told.facets, counted.facets);
    assert_int_equal(told.links, counted.links);
    kb_close(kb);
}

static void test_histories(void **state)
{
    (void)state;
    size_t shadowed = 0, claimed = 0;
    for (unsigned history = 0; history < HISTORIES; history++) {
        struct random r = {history * 2654435761u + 5};
        struct world w = {0};
        char why[64];
        for (unsigned i = 0; i < SESSIONS; i++) {
            snprintf(why, sizeof why, "history %u, session %u", history, i);
            session("grown", &w, &r);
            put_at_once("fresh", &w);
            check_equal("grown", "fresh", why);
            check_counts("grown");
            unlink("fresh");
        }
        sqlite3 *db;
        assert_int_equal(sqlite3_open("grown", &db), SQLITE_OK);
        shadowed += (size_t)number(db, "SELECT count(*) FROM entry WHERE shadowed");
        claimed += (size_t)number(db, "SELECT count(*) - count(DISTINCT id) FROM id");
        sqlite3_close(db);
        unlink("grown");
    }
    assert_in_range(shadowed, 10, 10000); /* the histories are worth their name */
    assert_in_range(claimed, 10, 10000);
}

/* ---- shadows --------------------------------------------------------------------------------- */

static struct entry bare_row(const char *id, struct signature *code)
{
    return (struct entry){.id = str_of(id), .kind = ENTRY_ROW, .title = STR("left of the operator"),
                          .signatures = code, .signature_count = 1};
}

static uint64_t entries_told(struct kb *kb)
{
    struct err err = {0};
    struct kb_stats stats;
    must(matcher_build_index(kb, &err), &err);
    must(kb_stats(kb, &stats, &err), &err);
    return stats.entries;
}

/* A line of an index is shadowed while something of its source explains its code, and no longer. */
static void test_shadow_comes_and_goes(void **state)
{
    (void)state;
    struct err err = {0};
    struct signature code = {SIGNATURE_CODE, STR("C2029"), false, 1};
    struct signature other = {SIGNATURE_CODE, STR("C2030"), false, 1};
    struct signature mentioned = {SIGNATURE_CODE, STR("C2029"), true, 1};
    struct kb *kb = kb_begin(NULL, &err);
    int64_t source = put_source(kb, 0, 1), second = put_source(kb, 1, 1);
    const char *const list_paths[] = {"index.md", "another.md", "explained.md", "elsewhere.md"};
    int64_t rows[4];
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        const struct document d = {.path = str_of(list_paths[i])};
        must(kb_put_document(kb, i == 3 ? second : source, &d, &rows[i], &err), &err);
    }
    struct entry line = bare_row("i#C2029", &code), same = bare_row("a#C2029", &code);
    struct entry alone = bare_row("i#C2030", &other), foreign = bare_row("e#C2029", &code);
    struct entry explains = {.id = STR("x#1"), .title = STR("C2029"), .cause = STR("A reason."),
                             .signatures = &code, .signature_count = 1};
    struct entry mentions = {.id = STR("x#2"), .title = STR("Another"), .cause = STR("A reason."),
                             .signatures = &mentioned, .signature_count = 1};
    must(kb_put_entry(kb, rows[0], &line, &err), &err);
    must(kb_put_entry(kb, rows[0], &alone, &err), &err);
    must(kb_put_entry(kb, rows[1], &same, &err), &err);
    must(kb_put_entry(kb, rows[2], &mentions, &err), &err);
    must(kb_put_entry(kb, rows[3], &foreign, &err), &err);
    assert_int_equal(entries_told(kb), 4); /* of two equal lines one stays */
    must(kb_put_entry(kb, rows[2], &explains, &err), &err);
    assert_int_equal(entries_told(kb), 4); /* both have gone, what explains them has come */
    int64_t row;
    struct arena *a = arena_new();
    struct kb_entry e;
    must(kb_find(kb, STR("i#C2029"), &row, &err), &err);
    assert_int_equal(kb_get(kb, row, a, &e, &err), 1); /* still there, for those who ask */
    assert_true(e.shadowed);
    must(kb_find(kb, STR("e#C2029"), &row, &err), &err);
    assert_int_equal(kb_get(kb, row, a, &e, &err), 1);
    assert_false(e.shadowed); /* another source explains nothing to it */
    must(kb_drop_document(kb, rows[2], &err), &err);
    assert_int_equal(entries_told(kb), 3);
    must(kb_find(kb, STR("a#C2029"), &row, &err), &err);
    assert_int_equal(kb_get(kb, row, a, &e, &err), 1);
    assert_false(e.shadowed); /* another.md comes before index.md */
    arena_free(a);
    kb_close(kb);
}

/* ---- terms that cannot be trusted ------------------------------------------------------------ */

static void tamper(const char *path, const char *sql)
{
    sqlite3 *db;
    char *message = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK)
        fail_msg("%s: %s", sql, message);
    sqlite3_close(db);
}

/* Broken or missing analyses are made anew: the index becomes what it was. */
static void test_broken_terms(void **state)
{
    (void)state;
    static const char *const cases[] = {
        "UPDATE terms SET data=x''",
        "UPDATE terms SET data=x'00'",
        "UPDATE terms SET data=substr(data, 1, length(data) / 2)",
        "UPDATE terms SET data=CAST(data || x'00' AS BLOB)",
        "UPDATE terms SET data=zeroblob(length(data))",
        "UPDATE terms SET data=CAST(substr(data, 1, 9) || x'ff' || substr(data, 11) AS BLOB)",
        "UPDATE terms SET data=CAST((SELECT max(data) || x'01' FROM terms) AS BLOB)",
        "UPDATE terms SET data=zeroblob(9000000) WHERE entry=(SELECT min(entry) FROM terms)",
    };
    struct err err = {0};
    struct random r = {77};
    struct world w = {0};
    for (int i = 0; i < 3; i++)
        session("good", &w, &r);
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        put_at_once("kb", &w);
        tamper("kb", cases[i]);
        struct kb *kb = kb_begin("kb", &err);
        must(kb ? 0 : -1, &err);
        must(matcher_build_index(kb, &err), &err);
        must(kb_commit(kb, &err), &err);
        kb_close(kb);
        check_equal("kb", "good", cases[i]);
        unlink("kb");
    }
}

/* Nothing changed: nothing is written. */
static void test_unchanged(void **state)
{
    (void)state;
    struct err err = {0};
    struct random r = {78};
    struct world w = {0};
    session("kb", &w, &r);
    session("kb", &w, &r);
    struct kb *kb = kb_begin("kb", &err);
    must(kb ? 0 : -1, &err);
    assert_false(kb_changed(kb));
    for (size_t i = 0; i < w.sources; i++)
        put_source(kb, i, 1);
    must(matcher_build_index(kb, &err), &err);
    assert_false(kb_changed(kb));
    kb_close(kb);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, enter_folder, leave_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_histories),
        TEST(test_shadow_comes_and_goes),
        TEST(test_broken_terms),
        TEST(test_unchanged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
