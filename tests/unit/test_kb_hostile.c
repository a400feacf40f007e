/*
 * Files that are no knowledge base, or one that somebody has tampered with: refused in one line
 * that names the file, or read as if it were harmless. Never a crash, never an endless loop.
 */
#include "kb_fixture.h"
#include "store/schema.h"

#include <sqlite3.h>
#include <time.h>

enum { ENTRIES = 30, IMAGE_MAX = 64 << 20 };

static int64_t first_row; /* of the entries of the fixture */

/* ---- making bad files ------------------------------------------------------------------------ */

/* A good KB "kb", then changed by SQL that SQLite's own guards would not let through. */
static void tamper(const char *sql)
{
    struct err err = {0};
    sqlite3 *db;
    char *message = NULL;
    unlink("kb");
    struct kb *kb = fixture_kb("kb", "s", ENTRIES, &err);
    assert_non_null(kb);
    kb_close(kb);
    assert_int_equal(sqlite3_open("kb", &db), SQLITE_OK);
    sqlite3_exec(db, "PRAGMA writable_schema=1; PRAGMA ignore_check_constraints=1", NULL, NULL,
                 NULL);
    if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK)
        fail_msg("%s: %s", sql, message);
    sqlite3_close(db);
}

/* The same with a table whose columns take any type, behind the right schema. */
static void tamper_types(const char *table, const char *sql)
{
    struct buf b = BUF_INIT(64 * 1024);
    const char *schema = NULL;
    for (size_t i = 0; i < SCHEMA_TABLES; i++)
        if (strcmp(schema_tables[i].name, table) == 0)
            schema = schema_tables[i].sql;
    assert_non_null(schema);
    struct str loose = str_of(schema);
    loose.n = str_rfind_char(loose, ')') + 1; /* without STRICT */
    buf_printf(&b, "CREATE TEMP TABLE copy AS SELECT * FROM %s; DROP TABLE %s; ", table, table);
    for (size_t i = 0; i < loose.n; i++) /* no NOT NULL, and no column affinity, either */
        if (str_starts(str_skip(loose, i), STR(" NOT NULL")))
            i += strlen(" NOT NULL") - 1;
        else if (str_starts(str_skip(loose, i), STR(" INTEGER NOT NULL")))
            i += strlen(" INTEGER NOT NULL") - 1;
        else if (str_starts(str_skip(loose, i), STR(" TEXT NOT NULL")))
            i += strlen(" TEXT NOT NULL") - 1;
        else
            buf_putc(&b, loose.p[i]);
    buf_printf(&b, "; INSERT INTO %s SELECT * FROM copy; %s; ", table, sql);
    /* Put the rows of sqlite_schema back into their order, with the text that is expected. */
    buf_puts(&b, "CREATE TEMP TABLE roots AS SELECT name, rootpage FROM sqlite_schema;"
                 "DELETE FROM sqlite_schema;");
    for (size_t i = 0; i < SCHEMA_TABLES; i++)
        buf_printf(&b,
                   "INSERT INTO sqlite_schema(type, name, tbl_name, rootpage, sql) "
                   "SELECT 'table', name, name, rootpage, '%s' FROM roots WHERE name='%s';",
                   schema_tables[i].sql, schema_tables[i].name);
    tamper(buf_cstr(&b));
    buf_release(&b);
}

static void write_file(const char *name, struct str bytes)
{
    struct err err = {0};
    int fd = open(name, O_CREAT | O_TRUNC | O_WRONLY, 0666);
    assert_done(io_write_fd(fd, bytes, name, NULL, &err), err);
    close(fd);
}

/* ---- everything a reader can ask ------------------------------------------------------------- */

static int touch_source(void *ctx, const struct source *s)
{
    *(size_t *)ctx += s->name.n + s->root.n;
    return 0;
}

static int touch_document(void *ctx, int64_t row, const struct document *d)
{
    (void)row;
    for (size_t i = 0; i < d->need_count; i++)
        *(size_t *)ctx += d->needs[i].path.n;
    return 0;
}

static int touch_terms(void *ctx, const struct kb_terms *t)
{
    *(size_t *)ctx += t->data.n + t->path.n;
    return 0;
}

static int touch_entry(void *ctx, const struct kb_entry *e)
{
    *(size_t *)ctx += e->entry.title.n + e->entry.body.n + e->source.n;
    return 0;
}

/* 0 when all of it could be read, else -1 with a message that names the file. */
static int read_all(struct kb *kb, const char *name, struct err *err)
{
    struct arena *a = arena_new();
    struct kb_stats stats;
    size_t sum = 0, size = 0;
    int64_t row;
    int result = 0;
    char bytes[64];
    result |= kb_stats(kb, &stats, err);
    result |= kb_each(kb, touch_entry, &sum, err);
    result |= kb_each_source(kb, touch_source, &sum, err);
    result |= kb_each_document(kb, 1, touch_document, &sum, err);
    result |= kb_each_terms(kb, a, touch_terms, &sum, err);
    result |= kb_find(kb, STR("s/a.md#old"), &row, err);
    result |= kb_find(kb, STR("s/a.md#e3"), &row, err);
    result |= kb_find(kb, STR("a.md#a7"), &row, err);
    for (int64_t i = -2; i < ENTRIES + 2; i++) {
        struct kb_entry e;
        result |= kb_get(kb, i < 0 ? i : first_row + i, a, &e, err) < 0 ? -1 : 0;
        arena_reset(a);
    }
    result |= kb_section_size(kb, "index", &size, err);
    for (size_t at = 0; at < min_size(size, 100); at += sizeof bytes)
        result |= kb_section_read(kb, "index", at, bytes, min_size(size - at, sizeof bytes), err);
    if (result != 0 && !strstr(err->message, name))
        fail_msg("no file in: %s", err->message);
    if (result != 0 && strchr(err->message, '\n'))
        fail_msg("several lines: %s", err->message);
    arena_free(a);
    return result;
}

static int open_and_read(const char *path, struct err *err)
{
    struct kb *kb = kb_open(path, err);
    if (!kb)
        return -1;
    int result = read_all(kb, path, err);
    kb_close(kb);
    return result;
}

static void refuses(const char *path, const char *words)
{
    struct err err = {0};
    assert_int_equal(open_and_read(path, &err), -1);
    if (!strstr(err.message, words) || !str_starts(str_of(err.message), str_of(path)))
        fail_msg("\"%s\" expected in: %s", words, err.message);
}

/* ---- tests ----------------------------------------------------------------------------------- */

static void test_no_kb(void **state)
{
    (void)state;
    struct err err = {0};
    refuses("missing", "missing: no knowledge base: No such file or directory");
    write_file("empty", STR_NONE);
    refuses("empty", "not a knowledge base");
    write_file("text", STR("# A document, and not a short one: it has more than the one hundred "
                           "bytes of a header, and some more, too.\n"));
    refuses("text", "text: not a knowledge base: name another file");
    write_file("short", STR("SQLite format 3"));
    refuses("short", "not a knowledge base");
    assert_int_equal(mkdir("folder", 0777), 0);
    refuses("folder", "a folder, not a knowledge base");
    assert_int_equal(mkfifo("pipe", 0666), 0);
    refuses("pipe", "a device or pipe, not a knowledge base");
    assert_null(kb_open("", &err));
    assert_null(kb_begin("", &err));
    assert_null(kb_begin("folder", &err));
    assert_null(kb_begin("text", &err));
    assert_null(kb_begin("pipe", &err));
    assert_null(kb_begin("text/below", &err)); /* a file where a folder has to be */
    struct buf b = BUF_INIT(1000);
    assert_done(io_read_file("text", &b, &err), err);
    assert_true(str_starts(buf_str(&b), STR("# A document"))); /* still what it was */
    buf_release(&b);
    sqlite3 *db;
    assert_int_equal(sqlite3_open("other", &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "CREATE TABLE t(x)", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
    refuses("other", "not a knowledge base");
    assert_null(kb_begin("other", &err));
}

static void test_tampered(void **state)
{
    (void)state;
    static const struct {
        const char *sql, *words, *why;
    } cases[] = {
        {"PRAGMA user_version=3", "made by a newer errkb (format 3", "from the future"},
        {"PRAGMA user_version=1", "kb: made by an older errkb (format 1, this one reads 2): delete it "
                                  "and import again", "the first format"},
        {"PRAGMA user_version=0", "made by an older errkb (format 0", "from the past"},
        {"PRAGMA user_version=-1", "newer errkb (format 4294967295", "negative"},
        {"PRAGMA application_id=7", "not a knowledge base", "of another program"},
        {"PRAGMA journal_mode=WAL", "corrupt", "would make files beside it"},
        {"CREATE TABLE x(y)", "tables are not those", "a table too many"},
        {"DROP TABLE chunk", "tables are not those", "a table missing"},
        {"CREATE INDEX i ON entry(title)", "tables are not those", "an index"},
        {"CREATE TRIGGER t AFTER INSERT ON entry BEGIN DELETE FROM body; END",
         "tables are not those", "a trigger"},
        {"DROP TABLE entry; CREATE VIEW entry AS WITH RECURSIVE r(x) AS (SELECT 1 UNION ALL SELECT "
         "x+1 FROM r) SELECT x AS row FROM r",
         "tables are not those", "an endless view in a table's place"},
        {"DROP TABLE body; CREATE VIRTUAL TABLE body USING fts5(entry, text)",
         "tables are not those", "a virtual table"},
        {"UPDATE sqlite_schema SET sql='CREATE TABLE entry(' WHERE name='entry'", "corrupt",
         "a schema that does not parse"},
        {"UPDATE sqlite_schema SET rootpage=999999 WHERE name='entry'", "corrupt", "no such page"},
        {"UPDATE sqlite_schema SET rootpage=(SELECT rootpage FROM sqlite_schema WHERE name='id') "
         "WHERE name='entry'",
         "corrupt", "an index's tree as a table"},
        {"UPDATE entry SET title=CAST(x'61006200' AS TEXT) WHERE row&65535=4", "corrupt (entry ",
         "NUL"},
        {"UPDATE entry SET cause=CAST(x'ff' AS TEXT) WHERE row&65535=4", "corrupt (entry ", "no UTF-8"},
        {"UPDATE document SET path=CAST(x'c0af' AS TEXT)", "corrupt (entry ", "overlong"},
        {"UPDATE body SET text=CAST(x'eda080' AS TEXT) WHERE entry&65535=9", "corrupt", "surrogate"},
        {"UPDATE source SET name=CAST(x'80' AS TEXT)", "corrupt", "no UTF-8"},
        {"UPDATE entry SET kind=5 WHERE row&65535=4", "corrupt (entry ", "no such kind"},
        {"UPDATE entry SET kind=-1 WHERE row&65535=4", "corrupt (entry ", "negative kind"},
        {"UPDATE entry SET line=4294967296 WHERE row&65535=4", "corrupt (entry ", "line"},
        {"UPDATE entry SET lists=x''", "corrupt (entry ", "no lists"},
        {"UPDATE entry SET lists=x'ffffffffffffffffff7f'", "corrupt (entry ", "a huge count"},
        {"UPDATE entry SET lists=x'ffffffffffffffffffffffffff'", "corrupt", "an endless number"},
        {"UPDATE entry SET lists=zeroblob(6)", "corrupt (entry ", "a byte too many"},
        {"UPDATE entry SET lists=x'0100056162'", "corrupt (entry ", "cut within a text"},
        {"UPDATE entry SET lists=x'010000016100000000ff'", "corrupt (entry ", "a bad alias count"},
        {"UPDATE entry SET shadowed=2", "corrupt (entry ", "neither shadowed nor not"},
        {"UPDATE document SET pages=x'ff'", "corrupt (entry ", "a count without items"},
        {"UPDATE document SET pages=x'0101610062'", "corrupt (entry ", "a page too many"},
        {"UPDATE document SET needs=x'0105016100'", "corrupt (its documents", "no such kind of need"},
        {"UPDATE document SET needs=x'01000461'", "corrupt (its documents", "cut within a path"},
        {"UPDATE document SET needs=x'010002c0af00'", "corrupt (its documents", "no UTF-8"},
        {"UPDATE document SET needs=x'0100016180808080808080808002'", "corrupt (its documents",
         "a state of more than 64 bits"},
        {"UPDATE document SET needs=x'ffffffffff7f'", "corrupt (its documents", "a huge count"},
        {"DELETE FROM body WHERE entry&65535=9", "corrupt", "a body is missing"},
        {"DELETE FROM moved; INSERT INTO moved VALUES('s/a.md#old', CAST(x'ff' AS TEXT))",
         "corrupt (an id that moved", "a target that is no UTF-8"},
        {"UPDATE section SET size=-1", "corrupt", "negative size"},
        {"UPDATE section SET size=4294967296000", "corrupt", "a huge size"},
        {"UPDATE section SET size=size+1", "corrupt", "longer than its chunks"},
        {"UPDATE section SET size=100000000", "corrupt", "longer than the file"},
        {"UPDATE section SET row=-5", "corrupt", "a row that is none"},
        {"UPDATE section SET row=7", "corrupt", "no chunk is there"},
        {"UPDATE section SET row=9223372036854775807", "corrupt", "no chunk can be there"},
        {"UPDATE chunk SET row=row+1", "corrupt", "chunks of another section"},
        {"UPDATE section SET name=printf('%.*c', 5000, 'x')", "corrupt", "a long name"},
        {"WITH RECURSIVE r(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM r LIMIT 100) INSERT INTO "
         "section(name, size) SELECT 's' || x, 1 FROM r",
         "corrupt", "many sections"},
        {"DELETE FROM chunk", "corrupt", "no chunks"},
        {"UPDATE chunk SET data=x'00'", "corrupt", "a short chunk"},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct err err = {0};
        tamper(cases[i].sql);
        if (open_and_read("kb", &err) == 0)
            fail_msg("%s: read without a word", cases[i].why);
        if (!strstr(err.message, cases[i].words))
            fail_msg("%s: \"%s\" expected in: %s", cases[i].why, cases[i].words, err.message);
        assert_true(str_starts(str_of(err.message), STR("kb: ")));
        assert_int_not_equal(access("kb-shm", F_OK), 0); /* nothing is made beside it */
    }
}

static void test_wrong_types(void **state)
{
    (void)state;
    static const struct {
        const char *table, *sql;
    } cases[] = {
        {"entry", "UPDATE entry SET title=5 WHERE row&65535=4"},
        {"entry", "UPDATE entry SET title=NULL WHERE row&65535=4"},
        {"entry", "UPDATE entry SET title=x'61' WHERE row&65535=4"},
        {"entry", "UPDATE entry SET kind='one' WHERE row&65535=4"},
        {"entry", "UPDATE entry SET line=1.5 WHERE row&65535=4"},
        {"entry", "UPDATE entry SET lists='text' WHERE row&65535=4"},
        {"entry", "UPDATE entry SET remedy=zeroblob(70000000) WHERE row&65535=4"},
        {"document", "UPDATE document SET hash='x'"},
        {"document", "UPDATE document SET url=1e300"},
        {"source", "UPDATE source SET name=7"},
        {"section", "UPDATE section SET name=NULL"},
        {"chunk", "UPDATE chunk SET data=5"},
        {"chunk", "UPDATE chunk SET data=NULL"},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct err err = {0};
        tamper_types(cases[i].table, cases[i].sql);
        if (open_and_read("kb", &err) == 0)
            fail_msg("%s: read without a word", cases[i].sql);
        if (!strstr(err.message, "corrupt") && !strstr(err.message, "larger than"))
            fail_msg("%s: %s", cases[i].sql, err.message);
    }
    struct err err = {0};
    tamper_types("entry", "SELECT 1"); /* the method itself does no harm */
    assert_done(open_and_read("kb", &err), err);
}

static struct buf load_image(size_t entries)
{
    struct err err = {0};
    struct buf image = BUF_INIT(IMAGE_MAX);
    struct kb *kb = fixture_kb(NULL, "s", entries, &err);
    assert_done(kb_export_image(kb, "image", &err), err);
    kb_close(kb);
    assert_done(io_read_file("image", &image, &err), err);
    return image;
}

static int read_image(const struct buf *image, struct err *err)
{
    struct kb *kb = kb_open_image(image->p, image->n, "image", err);
    if (!kb)
        return -1;
    int result = read_all(kb, "image", err);
    kb_close(kb);
    return result;
}

/* Bytes that mean something to SQLite: not those of the long runs of zeros. */
static void test_flipped_bytes(void **state)
{
    (void)state;
    struct buf image = load_image(ENTRIES);
    size_t refused = 0, tried = 0;
    for (size_t at = 0; at < image.n; at++) {
        size_t in_page = at % KB_PAGE_SIZE;
        if (in_page > 40 && (image.p[at] == 0 || at % 23 != 0))
            continue;
        struct err err = {0};
        char before = image.p[at];
        image.p[at] = (char)(before ^ (at % 3 == 0 ? 0xFF : at % 3 == 1 ? 0x01 : 0x80));
        if (read_image(&image, &err) != 0)
            refused++;
        image.p[at] = before;
        tried++;
    }
    assert_in_range(tried, 500, 100000);
    assert_in_range(refused, 100, tried);
    struct err err = {0};
    assert_done(read_image(&image, &err), err);
    buf_release(&image);
}

static void test_cut_off(void **state)
{
    (void)state;
    struct buf image = load_image(ENTRIES);
    size_t whole = image.n;
    for (size_t n = 0; n < whole; n += n < 200 ? 1 : 4093) {
        struct err err = {0};
        image.n = n;
        assert_int_equal(read_image(&image, &err), -1);
        write_file("cut", str_n(image.p, n));
        assert_int_equal(open_and_read("cut", &err), -1);
    }
    buf_release(&image);
}

/* All children of an inner page are the same leaf; and a page that is its own child. */
static void test_looping_tree(void **state)
{
    (void)state;
    enum { INNER_TABLE = 5, CELLS = 3, POINTERS = 12 };
    struct err err = {0};
    struct buf image = load_image(3000);
    size_t inner = 0;
    for (size_t page = 1; page * KB_PAGE_SIZE < image.n && !inner; page++)
        if (image.p[page * KB_PAGE_SIZE] == INNER_TABLE)
            inner = page;
    assert_in_range(inner, 1, image.n / KB_PAGE_SIZE);
    unsigned char *p = (unsigned char *)image.p + inner * KB_PAGE_SIZE;
    size_t cells = (size_t)p[CELLS] << 8 | p[CELLS + 1];
    assert_in_range(cells, 3, 5000);
    for (int self = 0; self < 2; self++) {
        unsigned char first[4];
        for (size_t i = 0; i < cells; i++) {
            size_t at = (size_t)p[POINTERS + 2 * i] << 8 | p[POINTERS + 2 * i + 1];
            if (i == 0)
                memcpy(first, p + at, 4);
            memcpy(p + at, first, 4);
            if (self)
                p[at + 2] = (unsigned char)((inner + 1) >> 8),
                       p[at + 3] = (unsigned char)(inner + 1);
        }
        struct timespec before, after;
        clock_gettime(CLOCK_MONOTONIC, &before);
        assert_int_equal(read_image(&image, &err), -1);
        clock_gettime(CLOCK_MONOTONIC, &after);
        assert_in_range(after.tv_sec - before.tv_sec, 0, 5);
    }
    buf_release(&image);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, enter_folder, leave_folder)

int main(void)
{
    struct err err = {0};
    struct kb *kb = fixture_kb(NULL, "s", ENTRIES, &err);
    first_row = FIXTURE_FIRST(kb);
    kb_close(kb);
    const struct CMUnitTest tests[] = {
        TEST(test_no_kb),         TEST(test_tampered), TEST(test_wrong_types),
        TEST(test_flipped_bytes), TEST(test_cut_off),  TEST(test_looping_tree),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
