/*
 * An import is one transaction: whatever stops it, whoever reads meanwhile, there is the old knowledge
 * base or the new one, row for row, and the next import works.
 */
#include "import/import.h"
#include "match/matcher.h"

#include "../support/failing_disk.h"
#include "../support/random.h"
#include "base/hash.h"
#include "base/io.h"
#include "folder.h"

#include <signal.h>
#include <sys/wait.h>
#include <time.h>

/* ---- a source in two states ------------------------------------------------------------------ */

static void put(const char *path, struct str text)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(text.p, 1, text.n, f), text.n);
    assert_int_equal(fclose(f), 0);
}

/* In the later state every third document is another one, some are new and some are gone. */
static void write_document(int n, bool later)
{
    char path[64];
    struct buf text = BUF_INIT(1 << 16);
    snprintf(path, sizeof path, "docs/page-%03d.md", n);
    if (n % 10 == (later ? 3 : 7)) {
        unlink(path);
        return;
    }
    bool other = later && n % 3 == 0;
    buf_printf(&text, "# Lamps of series %d\n\n## Error %d: lamp %d could not be reached\n\n", n,
               40000 + n, n);
    buf_printf(&text, "**Cause:** The bridge %d lost its address%s.\n\n", n,
               other ? " when the router was replaced" : "");
    buf_printf(&text, "**Fix:** %s the lamp at socket %d, then press its switch.\n",
               other ? "Pair" : "Unplug", n);
    put(path, buf_str(&text));
    buf_release(&text);
}

static void write_source(int documents, bool later)
{
    mkdir("docs", 0700);
    for (int n = 0; n < documents; n++)
        write_document(n, later);
}

static int import(const char *path, struct err *err)
{
    const struct import_options o = {.path = "docs", .reread = false};
    struct import_report report;
    struct kb *kb = kb_begin(path, err);
    if (!kb)
        return -1;
    int result = import_source(kb, &o, &report, err);
    if (result == 0 && report.indexed)
        result = matcher_build_index(kb, err);
    if (result == 0 && kb_changed(kb))
        result = kb_commit(kb, err);
    kb_close(kb);
    return result;
}

static void copy_file(const char *from, const char *to)
{
    struct err err;
    struct buf b = BUF_INIT(64 << 20);
    assert_done(io_read_file(from, &b, &err), err);
    put(to, buf_str(&b));
    buf_release(&b);
}

/* ---- what is in a knowledge base ------------------------------------------------------------- */

static uint64_t hash_of(uint64_t before, const void *bytes, size_t n)
{
    return before * 0x9E3779B97F4A7C15u + hash64(str_n(bytes, n));
}

static uint64_t hash_rows(sqlite3 *db, const char *table)
{
    char sql[128];
    sqlite3_stmt *s;
    uint64_t hash = 0;
    snprintf(sql, sizeof sql, "SELECT * FROM \"%.100s\"", table); /* in the order of its key */
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &s, NULL), SQLITE_OK);
    while (sqlite3_step(s) == SQLITE_ROW)
        for (int i = 0; i < sqlite3_column_count(s); i++) {
            const void *bytes = sqlite3_column_blob(s, i);
            hash = hash_of(hash, bytes, (size_t)sqlite3_column_bytes(s, i));
        }
    sqlite3_finalize(s);
    return hash;
}

/* A fingerprint of all rows of a file that is whole; it ends the test when it is not. */
static uint64_t rows_of(const char *path)
{
    sqlite3 *db;
    sqlite3_stmt *s;
    uint64_t hash = 0;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, "PRAGMA integrity_check", -1, &s, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(s), SQLITE_ROW);
    assert_string_equal(sqlite3_column_text(s, 0), "ok");
    sqlite3_finalize(s);
    assert_int_equal(sqlite3_prepare_v2(db, "SELECT name FROM sqlite_schema ORDER BY name", -1, &s,
                                        NULL), SQLITE_OK);
    while (sqlite3_step(s) == SQLITE_ROW)
        hash = hash * 31 + hash_rows(db, (const char *)sqlite3_column_text(s, 0));
    sqlite3_finalize(s);
    sqlite3_close(db);
    return hash;
}

/* Codes and messages of documents that stay, change, come and go. */
static const char *const QUERIES[] = {
    "error 40001", "error 40003", "error 40006", "error 40007", "error 40009",
    "lamp 12 could not be reached", "the lamp could not be reached (40013)", "error 40017",
};

static uint64_t answers_of(const char *path)
{
    struct err err;
    uint64_t hash = 0;
    struct kb *kb = kb_open(path, &err);
    if (!kb)
        fail_msg("%s", err.message);
    struct matcher *m = matcher_new(&kb, 1, &err);
    if (!m)
        fail_msg("%s", err.message);
    struct arena *a = arena_new();
    for (size_t i = 0; i < ARRAY_LEN(QUERIES); i++) {
        const struct matcher_query q = {.text = str_of(QUERIES[i]), .limit = 3};
        struct answer answer;
        assert_done(matcher_run(m, &q, a, &answer, &err), err);
        hash = hash * 31 + answer.verdict;
        for (size_t k = 0; k < answer.match_count; k++) {
            const struct entry *e = &answer.matches[k].entry.entry;
            hash = hash_of(hash, e->id.p, e->id.n);
            hash = hash_of(hash, e->remedy.p, e->remedy.n);
            hash = hash_of(hash, &answer.matches[k].confidence, sizeof(double));
        }
    }
    arena_free(a);
    matcher_free(m);
    kb_close(kb);
    return hash;
}

struct state {
    uint64_t rows, answers;
};

static struct state state_of(const char *path)
{
    uint64_t answers = answers_of(path); /* first: it undoes what a crash left, as users do */
    return (struct state){rows_of(path), answers};
}

static bool same(struct state a, struct state b)
{
    return a.rows == b.rows && a.answers == b.answers;
}

/* The files "old" and "new" are a KB before and after the source changes; docs/ is left changed. */
static void make_states(int documents, struct state *old, struct state *new)
{
    struct err err;
    fail_at(0, 0, false);
    write_source(documents, false);
    assert_done(import("old", &err), err);
    *old = state_of("old");
    write_source(documents, true);
    copy_file("old", "new");
    assert_done(import("new", &err), err);
    *new = state_of("new");
    assert_true(old->rows != new->rows && old->answers != new->answers);
    assert_int_equal(files_here(), 3);
}

/* ---- a disk that fails ----------------------------------------------------------------------- */

static void refresh_fails_everywhere(int result, bool for_good, const char *words)
{
    enum { DOCUMENTS = 24, CALLS_MAX = 2000 };
    struct state old, new;
    struct err err;
    make_states(DOCUMENTS, &old, &new);
    int n = 1;
    for (bool reached = true; reached && n < CALLS_MAX; n++) {
        copy_file("old", "kb");
        unlink("kb-journal");
        fail_at(n, result, for_good);
        int outcome = import("kb", &err);
        reached = disk.calls >= n;
        fail_at(0, 0, false);
        struct state now = state_of("kb");
        /* Only a journal that cannot be deleted after the commit may fail an import that is done. */
        if (!same(now, new) && (outcome == 0 || !same(now, old)))
            fail_msg("call %d: neither the old nor the new state", n);
        if (outcome != 0 && !strstr(err.message, words))
            fail_msg("call %d: %s", n, err.message);
        if (outcome != 0 && n % 16 == 1) {
            assert_done(import("kb", &err), err);
            assert_true(same(state_of("kb"), new));
        }
    }
    assert_in_range(n, 20, CALLS_MAX - 1); /* the disk was used, and the loop ended by itself */
}

static void a_refresh_whose_disk_fails_once(void **state)
{
    (void)state;
    refresh_fails_everywhere(SQLITE_IOERR_WRITE, false, "kb: ");
}

static void a_refresh_whose_disk_fails_for_good(void **state)
{
    (void)state;
    refresh_fails_everywhere(SQLITE_IOERR_FSYNC, true, "kb: ");
}

static void a_refresh_on_a_full_disk(void **state)
{
    (void)state;
    refresh_fails_everywhere(SQLITE_FULL, true, "kb: the disk is full");
}

/* ---- killed ---------------------------------------------------------------------------------- */

static uint64_t now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000u + (uint64_t)t.tv_nsec / 1000u;
}

static void wait_us(uint64_t us)
{
    const struct timespec t = {(time_t)(us / 1000000u), (long)(us % 1000000u) * 1000};
    nanosleep(&t, NULL);
}

static pid_t start_import(const char *path)
{
    pid_t child = fork();
    if (child == 0) {
        struct err err;
        _exit(import(path, &err) == 0 ? 0 : 1);
    }
    assert_true(child > 0);
    return child;
}

static int end_of(pid_t child)
{
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    return status;
}

/* How long an import takes: the shortest of five. */
static uint64_t time_import(const char *from)
{
    uint64_t shortest = UINT64_MAX;
    for (int i = 0; i < 5; i++) {
        unlink("kb");
        if (from)
            copy_file(from, "kb");
        uint64_t start = now_us();
        assert_int_equal(end_of(start_import("kb")), 0);
        uint64_t took = now_us() - start;
        shortest = took < shortest ? took : shortest;
    }
    return shortest;
}

/*
 * An import is killed at so many points, anywhere in its time. from: the KB that it begins with, NULL:
 * none. One that was too quick to be killed does not count.
 */
static void kill_import(int documents, size_t kills, const char *from, uint32_t seed)
{
    struct state old, new;
    struct random random = {seed};
    struct err err;
    make_states(documents, &old, &new);
    unlink("fresh");
    assert_done(import("fresh", &err), err);
    struct state fresh = state_of("fresh");
    assert_true(same(fresh, new)); /* a refresh gives what a fresh import gives */
    uint64_t time = time_import(from);
    size_t killed = 0, rounds = 0, was_old = 0, was_new = 0, most_files = 0;
    for (; killed < kills && rounds < 4 * kills; rounds++) {
        unlink("kb");
        if (from)
            copy_file(from, "kb");
        pid_t child = start_import("kb");
        wait_us(random_below(&random, (size_t)time));
        kill(child, SIGKILL);
        int status = end_of(child);
        assert_true(WIFSIGNALED(status) || WEXITSTATUS(status) == 0);
        if (!WIFSIGNALED(status))
            continue;
        killed++;
        most_files = max_size(most_files, files_here());
        if (access("kb", F_OK) == 0) {
            struct state now = state_of("kb");
            if (!same(now, new) && !(from && same(now, old)))
                fail_msg("killed in round %zu: neither the old nor the new state", rounds);
            was_old += same(now, old);
            was_new += same(now, new);
        } else {
            assert_null(from);
            was_old++;
        }
        assert_done(import("kb", &err), err);
        assert_true(same(state_of("kb"), new));
        /* docs, old, new, fresh and kb: nothing that grows in number stays behind. */
        assert_int_equal(files_here(), 5);
    }
    print_message("%zu of %zu killed within %llu us: %zu old, %zu new, %zu files at most\n", killed,
                  rounds, (unsigned long long)time, was_old, was_new, most_files);
    assert_int_equal(killed, kills);
    assert_true(was_old > 0);
}

enum { KILL_DOCUMENTS = 150 };

static void a_refresh_that_is_killed(void **state)
{
    (void)state;
    kill_import(KILL_DOCUMENTS, 60, "old", 20261122);
}

static void a_first_import_that_is_killed(void **state)
{
    (void)state;
    kill_import(KILL_DOCUMENTS, 40, NULL, 7);
}

/* ---- readers, and other writers -------------------------------------------------------------- */

static void readers_see_the_old_or_the_new(void **state)
{
    (void)state;
    enum { DOCUMENTS = 60, REFRESHES = 12 };
    struct state old, new;
    make_states(DOCUMENTS, &old, &new);
    copy_file("new", "kb");
    disk.waits = true;
    pid_t writer = fork();
    if (writer == 0) {
        struct err err;
        for (int i = 0; i < REFRESHES; i++) {
            write_source(DOCUMENTS, i % 2 == 1);
            if (import("kb", &err) != 0)
                _exit(1);
        }
        _exit(0);
    }
    size_t was_old = 0, was_new = 0, changes = 0;
    int status = 0;
    uint64_t before = 0;
    while (waitpid(writer, &status, WNOHANG) == 0) {
        uint64_t answers = answers_of("kb");
        if (answers != old.answers && answers != new.answers)
            fail_msg("a mixture after %zu lookups", was_old + was_new);
        *(answers == old.answers ? &was_old : &was_new) += 1;
        changes += before && answers != before;
        before = answers;
    }
    disk.waits = false;
    assert_int_equal(status, 0);
    print_message("%zu times the old, %zu times the new, %zu changes\n", was_old, was_new, changes);
    assert_true(was_old && was_new);
    assert_true(state_of("kb").answers == new.answers); /* times of files are others */
}

/* The first import is in the middle of it until it is told to go on. */
static pid_t hold_import(const char *path, const int go_on[2])
{
    int ready[2];
    char byte = 0;
    assert_int_equal(pipe(ready), 0);
    pid_t child = fork();
    if (child == 0) {
        struct err err;
        struct import_report report;
        const struct import_options o = {.path = "docs"};
        struct kb *kb = kb_begin(path, &err);
        bool good = kb && import_source(kb, &o, &report, &err) == 0 &&
                    matcher_build_index(kb, &err) == 0 && write(ready[1], &byte, 1) == 1 &&
                    read(go_on[0], &byte, 1) == 1 && kb_commit(kb, &err) == 0;
        _exit(good ? 0 : 1);
    }
    assert_int_equal(read(ready[0], &byte, 1), 1);
    close(ready[0]);
    close(ready[1]);
    return child;
}

static void of_two_imports_the_second_says_who_holds_it(void **state)
{
    (void)state;
    struct state old, new;
    struct err err;
    int go_on[2];
    char process[64];
    make_states(24, &old, &new);
    copy_file("old", "kb");
    assert_int_equal(pipe(go_on), 0);
    pid_t first = hold_import("kb", go_on);
    assert_int_equal(import("kb", &err), -1); /* its patience takes no time here */
    assert_int_equal(err.code, ERR_BUSY);
    snprintf(process, sizeof process, "(process %d)", (int)first);
    if (access("/proc/locks", R_OK) == 0 && !strstr(err.message, process))
        fail_msg("%s: not %s", err.message, process);
    assert_true(same(state_of("kb"), old)); /* reading goes on */
    assert_int_equal(write(go_on[1], "", 1), 1);
    assert_int_equal(end_of(first), 0);
    assert_true(same(state_of("kb"), new));
    close(go_on[0]);
    close(go_on[1]);
}

static void of_two_imports_the_second_waits(void **state)
{
    (void)state;
    struct state old, new;
    int go_on[2];
    make_states(24, &old, &new);
    copy_file("old", "kb");
    assert_int_equal(pipe(go_on), 0);
    pid_t first = hold_import("kb", go_on);
    disk.waits = true;
    pid_t second = start_import("kb");
    wait_us(300000);
    int status;
    assert_int_equal(waitpid(second, &status, WNOHANG), 0); /* still waiting */
    assert_int_equal(write(go_on[1], "", 1), 1);
    assert_int_equal(end_of(first), 0);
    assert_int_equal(end_of(second), 0);
    disk.waits = false;
    assert_true(same(state_of("kb"), new));
    close(go_on[0]);
    close(go_on[1]);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, enter_folder, leave_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_refresh_whose_disk_fails_once),
        TEST(a_refresh_whose_disk_fails_for_good),
        TEST(a_refresh_on_a_full_disk),
        TEST(a_refresh_that_is_killed),
        TEST(a_first_import_that_is_killed),
        TEST(readers_see_the_old_or_the_new),
        TEST(of_two_imports_the_second_says_who_holds_it),
        TEST(of_two_imports_the_second_waits),
    };
    return cmocka_run_group_tests(tests, use_failing_disk, NULL);
}
