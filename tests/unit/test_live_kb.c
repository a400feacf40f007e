/* Knowledge bases that change while they are served. */
#include "base/io.h"
#include "serve/live_kb.h"
#include "tests/support/small_kb.h"

#include "unit.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static char folder[] = "/tmp/live-XXXXXX";
static char path[64];

static void must_good(int result, const struct err *err)
{
    if (result != 0)
        fail_msg("%s", err->message);
}

/* Import a document with one entry, whose code is `code`. */
static void import(const char *document_path, const char *code)
{
    struct err err = {0};
    int64_t source, document;
    const struct source s = {.name = STR("live"), .root = STR("/live")};
    const struct document d = {.path = str_of(document_path), .title = STR("T")};
    struct kb *kb = kb_begin(path, &err);
    if (!kb)
        fail_msg("%s", err.message);
    must_good(kb_put_source(kb, &s, &source, &err), &err);
    must_good(kb_put_document(kb, source, &d, &document, &err), &err);
    char id[128];
    snprintf(id, sizeof id, "live/%s#%s", document_path, code);
    struct signature signature = {.kind = SIGNATURE_CODE, .text = str_of(code), .line = 1};
    const struct entry e = {.id = str_of(id), .title = STR("A problem"), .remedy = STR("Mend it."),
                            .line = 1, .signatures = &signature, .signature_count = 1};
    must_good(kb_put_entry(kb, document, &e, &err), &err);
    must_good(matcher_build_index(kb, &err), &err);
    must_good(kb_commit(kb, &err), &err);
    kb_close(kb);
}

static void overwrite(const char *text)
{
    struct err err;
    int fd = open(path, O_WRONLY | O_TRUNC | O_CREAT, 0666);
    assert_true(fd >= 0);
    assert_int_equal(io_write_fd(fd, str_of(text), path, NULL, &err), 0);
    close(fd);
}

static bool knows(struct kb_reader *r, const char *id)
{
    struct err err;
    int64_t row = 0;
    live_kb_notice(r->from);
    must_good(kb_reader_refresh(r, &err), &err);
    must_good(kb_find_whole(r->kbs[0], str_of(id), &row, &err), &err);
    return row != 0;
}

/* The next request knows, or, on a busy machine, one of the next. */
static bool knows_soon(struct kb_reader *r, const char *id)
{
    const struct timespec step = {.tv_nsec = 5000000};
    for (int i = 0; i < 2000; i++) {
        if (knows(r, id))
            return true;
        nanosleep(&step, NULL);
    }
    return false;
}

/* What keeps the file from being served; "" for nothing. */
static bool tells_soon(struct kb_reader *r, const char *trouble)
{
    const struct timespec step = {.tv_nsec = 5000000};
    struct arena *a = arena_new();
    bool told = false;
    for (int i = 0; i < 2000 && !told; i++) {
        live_kb_notice(r->from);
        struct str s = live_kb_trouble(r->from, 0, a);
        told = trouble[0] ? str_find(s, str_of(trouble)) != STR_NOT_FOUND : s.n == 0;
        nanosleep(&step, NULL);
    }
    arena_free(a);
    return told;
}

static void wait_until_settled(struct live_kb *l)
{
    const struct timespec step = {.tv_nsec = 2000000};
    for (int i = 0; i < 5000 && !live_kb_settled(l); i++)
        nanosleep(&step, NULL);
    assert_true(live_kb_settled(l));
}

static void follows_its_file(void **state)
{
    (void)state;
    struct err err;
    unlink(path);
    import("a.md", "4711");
    const struct kb_place place = {.path = path};
    struct live_kb *l = live_kb_new(&place, 1, NULL, NULL);
    struct kb_reader r;
    kb_reader_init(&r, l);
    must_good(kb_reader_refresh(&r, &err), &err);
    assert_true(knows(&r, "live/a.md#4711"));
    assert_false(live_kb_settled(l)); /* from the file itself, until it is started */
    live_kb_start(l, -1);
    wait_until_settled(l);

    /* Nobody keeps an import waiting, and the next request has it. */
    for (int i = 0; i < 20; i++) {
        char document[32], id[64];
        snprintf(document, sizeof document, "d%d.md", i);
        snprintf(id, sizeof id, "live/d%d.md#C%d", i, 2000 + i);
        char code[32];
        snprintf(code, sizeof code, "C%d", 2000 + i);
        assert_false(knows(&r, id));
        import(document, code);
        if (!knows_soon(&r, id))
            fail_msg("%s is not there after its import", id);
    }

    /* What is there stays, whatever becomes of the file. */
    uint64_t edition = live_kb_edition(l);
    overwrite("this is no knowledge base");
    assert_true(knows(&r, "live/a.md#4711"));
    assert_true(tells_soon(&r, "not a knowledge base"));
    unlink(path);
    assert_true(knows(&r, "live/a.md#4711"));
    assert_true(tells_soon(&r, "no knowledge base"));
    mkdir(path, 0777);
    assert_true(knows(&r, "live/a.md#4711"));
    rmdir(path);
    assert_int_equal(live_kb_edition(l), edition);

    /* And a good one is taken over again. */
    import("new.md", "4712");
    assert_true(knows_soon(&r, "live/new.md#4712"));
    assert_false(knows(&r, "live/a.md#4711"));
    assert_true(tells_soon(&r, ""));
    kb_reader_release(&r);
    live_kb_free(l);
}

static void half_a_file_is_none(void **state)
{
    (void)state;
    struct err err;
    unlink(path);
    import("a.md", "4711");
    const struct kb_place place = {.path = path};
    struct live_kb *l = live_kb_new(&place, 1, NULL, NULL);
    struct kb_reader r;
    kb_reader_init(&r, l);
    must_good(kb_reader_refresh(&r, &err), &err);
    live_kb_start(l, -1);
    wait_until_settled(l);
    assert_true(knows(&r, "live/a.md#4711"));
    struct stat st;
    assert_int_equal(stat(path, &st), 0);
    for (off_t size = st.st_size / 2; size > 100; size /= 3) {
        assert_int_equal(truncate(path, size), 0);
        assert_true(knows(&r, "live/a.md#4711"));
    }
    kb_reader_release(&r);
    live_kb_free(l);
}

static void an_image_is_settled(void **state)
{
    (void)state;
    const struct kb_place place = {.image = "x", .size = 1, .name = "broken"};
    struct live_kb *l = live_kb_new(&place, 1, NULL, NULL);
    struct kb_reader r;
    struct err err;
    assert_true(live_kb_settled(l));
    kb_reader_init(&r, l);
    assert_int_equal(kb_reader_refresh(&r, &err), -1);
    kb_reader_release(&r);
    live_kb_free(l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(follows_its_file),
        cmocka_unit_test(half_a_file_is_none),
        cmocka_unit_test(an_image_is_settled),
    };
    if (!mkdtemp(folder))
        return 2;
    snprintf(path, sizeof path, "%s/kb", folder);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    unlink(path);
    rmdir(folder);
    return failed;
}
