/*
 * Disks that fail, fill up or stop in the middle: whatever happens to an import, the knowledge base
 * holds its old state or its new one.
 *
 * A VFS under SQLite counts the calls that change a file, and fails, or ends the process at, one of
 * them. test_*: for n = 1, 2, ... until the import gets through without reaching the n-th call.
 */
#include "kb_fixture.h"
#include "../support/failing_disk.h"

#include <errno.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <signal.h>

enum { OLD_ENTRIES = 40, NEW_ENTRIES = 60, CALLS_MAX = 5000 };

/* ---- what must hold -------------------------------------------------------------------------- */

static void check_integrity(const char *path)
{
    sqlite3 *db;
    sqlite3_stmt *s;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, "PRAGMA integrity_check", -1, &s, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(s), SQLITE_ROW);
    assert_string_equal(sqlite3_column_text(s, 0), "ok");
    sqlite3_finalize(s);
    sqlite3_close(db);
}

/* How many entries the KB has, all of them readable, and its index is of the same state. */
static size_t count_entries(const char *path)
{
    struct err err = {0};
    struct kb *kb = kb_open(path, &err);
    if (!kb)
        fail_msg("%s", err.message);
    size_t n = 0, size;
    assert_done(kb_each(kb, fixture_count, &n, &err), err);
    assert_done(kb_section_size(kb, "index", &size, &err), err);
    assert_int_equal(size, n == OLD_ENTRIES ? 50000 : 90000);
    struct kb_stats stats;
    assert_done(kb_stats(kb, &stats, &err), err);
    assert_int_equal(stats.entries, n);
    kb_close(kb);
    return n;
}

static int import(const char *path, size_t entries, struct err *err)
{
    static char index[90000];
    struct kb *kb = kb_begin(path, err);
    if (!kb)
        return -1;
    int result = fixture_source(kb, "s", "/nowhere", entries, err);
    if (result == 0)
        result =
            kb_put_section(kb, "index", str_n(index, entries == OLD_ENTRIES ? 50000 : 90000), err);
    if (result == 0)
        result = kb_commit(kb, err);
    kb_close(kb);
    return result;
}

static void copy_file(const char *from, const char *to)
{
    struct err err = {0};
    struct buf b = BUF_INIT(64 << 20);
    assert_done(io_read_file(from, &b, &err), err);
    int fd = open(to, O_CREAT | O_TRUNC | O_WRONLY, 0666);
    assert_done(io_write_fd(fd, buf_str(&b), to, NULL, &err), err);
    close(fd);
    buf_release(&b);
}

/* An import into an existing KB fails at its n-th call, for every n. */
static void fail_everywhere(int result, bool for_good, const char *words)
{
    struct err err = {0};
    fail_at(0, 0, false);
    assert_done(import("old", OLD_ENTRIES, &err), err);
    int n = 1;
    for (; n < CALLS_MAX; n++) {
        copy_file("old", "kb");
        unlink("kb-journal");
        fail_at(n, result, for_good);
        int outcome = import("kb", NEW_ENTRIES, &err);
        bool reached = disk.calls >= n;
        fail_at(0, 0, false);
        size_t entries = count_entries("kb");
        check_integrity("kb");
        /* The journal that cannot be deleted after the commit may fail an import that is done. */
        if (outcome == 0)
            assert_int_equal(entries, NEW_ENTRIES);
        else if (entries != NEW_ENTRIES)
            assert_int_equal(entries, OLD_ENTRIES);
        if (outcome != 0 && !strstr(err.message, words))
            fail_msg("call %d: %s", n, err.message);
        if (!reached)
            break;
    }
    assert_in_range(n, 20, CALLS_MAX - 1); /* the disk was used, and the loop ended by itself */
}

static void test_fails_once(void **state)
{
    (void)state;
    fail_everywhere(SQLITE_IOERR_WRITE, false, "kb: ");
}

static void test_fails_for_good(void **state)
{
    (void)state;
    fail_everywhere(SQLITE_IOERR_FSYNC, true, "kb: ");
}

static void test_full(void **state)
{
    (void)state;
    fail_everywhere(SQLITE_FULL, true, "kb: the disk is full");
}

/* A new KB: it is there, whole, or there is no file at all. */
static void test_new_file_fails(void **state)
{
    (void)state;
    struct err err = {0};
    int n = 1;
    for (; n < CALLS_MAX; n++) {
        fail_at(n, SQLITE_FULL, true);
        int outcome = import("kb", NEW_ENTRIES, &err);
        bool reached = disk.calls >= n;
        fail_at(0, 0, false);
        if (outcome != 0) {
            assert_int_equal(files_here(), 0);
            assert_non_null(strstr(err.message, "kb: the disk is full"));
        } else {
            assert_int_equal(files_here(), 1);
            assert_int_equal(count_entries("kb"), NEW_ENTRIES);
            unlink("kb");
        }
        if (!reached)
            break;
    }
    assert_in_range(n, 5, CALLS_MAX - 1);
}

/* The process is killed at its n-th call: the next reader undoes what it left. */
static void test_killed(void **state)
{
    (void)state;
    struct err err = {0};
    fail_at(0, 0, false);
    assert_done(import("old", OLD_ENTRIES, &err), err);
    size_t old = 0, new = 0;
    int n = 1;
    for (bool ended = false; n < CALLS_MAX && !ended; n++) {
        copy_file("old", "kb");
        pid_t child = fork();
        if (child == 0) {
            fail_at(n, -1, false);
            _exit(import("kb", NEW_ENTRIES, &err) == 0 ? 1 : 2);
        }
        int status = 0;
        waitpid(child, &status, 0);
        assert_true(WIFEXITED(status) && WEXITSTATUS(status) != 2);
        ended = WEXITSTATUS(status) == 1;
        size_t entries = count_entries("kb");
        check_integrity("kb");
        assert_true(entries == OLD_ENTRIES || entries == NEW_ENTRIES);
        *(entries == OLD_ENTRIES ? &old : &new) += 1;
        assert_done(import("kb", NEW_ENTRIES, &err), err);
        assert_int_equal(files_here(), 2); /* old, kb: no journal is left */
    }
    assert_in_range(old, 20, CALLS_MAX);
    assert_in_range(new, 1, CALLS_MAX);
}

/* ---- limits and locks of the system ---------------------------------------------------------- */

static void test_file_size_limit(void **state)
{
    (void)state;
    struct err err = {0};
    struct rlimit before, small;
    fail_at(0, 0, false);
    assert_done(import("kb", OLD_ENTRIES, &err), err);
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before);
    small = before;
    small.rlim_cur = 100 * 1024;
    setrlimit(RLIMIT_FSIZE, &small);
    assert_int_equal(import("kb", NEW_ENTRIES, &err), -1);
    assert_int_equal(err.code, ERR_IO);
    assert_non_null(strstr(err.message, "kb: "));
    assert_int_equal(import("another", NEW_ENTRIES, &err), -1);
    assert_int_equal(err.code, ERR_IO);
    setrlimit(RLIMIT_FSIZE, &before);
    assert_int_equal(count_entries("kb"), OLD_ENTRIES);
    check_integrity("kb");
    assert_int_equal(files_here(), 1);
}

static void test_busy(void **state)
{
    (void)state;
    struct err err = {0};
    fail_at(0, 0, false);
    assert_done(import("kb", OLD_ENTRIES, &err), err);
    struct kb *first = kb_begin("kb", &err);
    assert_non_null(first);
    assert_null(kb_begin("kb", &err));
    assert_int_equal(err.code, ERR_BUSY);
    assert_non_null(strstr(err.message, "kb: another import is writing it"));
    assert_int_equal(count_entries("kb"), OLD_ENTRIES); /* reading goes on meanwhile */
    struct kb *reader = kb_open("kb", &err);
    assert_non_null(reader);
    assert_done(fixture_source(first, "s", "/nowhere", 1, &err), err);
    assert_int_equal(kb_commit(first, &err), -1);
    assert_int_equal(err.code, ERR_BUSY);
    assert_non_null(strstr(err.message, "kb: other programs are reading it"));
    kb_close(first);
    struct arena *a = arena_new();
    struct kb_entry e;
    assert_int_equal(kb_get(reader, FIXTURE_FIRST(reader), a, &e, &err), 1);
    arena_free(a);
    kb_close(reader);
    assert_done(import("kb", NEW_ENTRIES, &err), err);
    assert_int_equal(count_entries("kb"), NEW_ENTRIES);
}

/* Another process imports: the message says which. */
static void test_busy_names_the_process(void **state)
{
    (void)state;
    struct err err = {0};
    int ready[2], done[2];
    char byte = 0;
    fail_at(0, 0, false);
    assert_done(import("kb", OLD_ENTRIES, &err), err);
    assert_int_equal(pipe(ready) | pipe(done), 0);
    pid_t child = fork();
    if (child == 0) {
        struct kb *kb = kb_begin("kb", &err);
        bool told = write(ready[1], kb ? "y" : "n", 1) == 1;
        _exit(told && read(done[0], &byte, 1) == 1 ? 0 : 1);
    }
    assert_int_equal(read(ready[0], &byte, 1), 1);
    assert_int_equal(byte, 'y');
    assert_null(kb_begin("kb", &err));
    assert_int_equal(err.code, ERR_BUSY);
    char words[64];
    snprintf(words, sizeof words, "kb: another import is writing it (process %ld)", (long)child);
    if (access("/proc/locks", R_OK) == 0 && !strstr(err.message, words))
        fail_msg("%s", err.message);
    assert_int_equal(write(done[1], "x", 1), 1);
    waitpid(child, NULL, 0);
    for (int i = 0; i < 2; i++)
        close(ready[i]), close(done[i]);
}

/* Somebody holds the file for a commit that does not end. */
static void test_locked_reader(void **state)
{
    (void)state;
    struct err err = {0};
    sqlite3 *db;
    fail_at(0, 0, false);
    assert_done(import("kb", OLD_ENTRIES, &err), err);
    assert_int_equal(sqlite3_open("kb", &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "BEGIN EXCLUSIVE", NULL, NULL, NULL), SQLITE_OK);
    assert_null(kb_open("kb", &err));
    assert_int_equal(err.code, ERR_BUSY);
    assert_non_null(strstr(err.message, "kb: another import is writing it: try again"));
    sqlite3_close(db);
    assert_int_equal(count_entries("kb"), OLD_ENTRIES);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, enter_folder, leave_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_fails_once),     TEST(test_fails_for_good), TEST(test_full),
        TEST(test_new_file_fails), TEST(test_killed),         TEST(test_file_size_limit),
        TEST(test_busy),           TEST(test_locked_reader),
        TEST(test_busy_names_the_process),
    };
    return cmocka_run_group_tests(tests, use_failing_disk, NULL);
}
