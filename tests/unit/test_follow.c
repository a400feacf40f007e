/* Logs that grow, are renamed, emptied, written anew, and that come to be while they are followed.
 */
#include "tests/unit/input_fixture.h"

#include <pthread.h>
#include <time.h>

enum { WAIT_MS = 20000, STEP_MS = 5 };

struct reading {
    struct inputs *in;
    pthread_t thread;
    pthread_mutex_t lock;
    struct buf out;
    int stop[2];
    bool ended;
};

static void *read_on(void *arg)
{
    struct reading *r = arg;
    struct arena *a = arena_new();
    struct block *b;
    while (inputs_next(r->in, &b) == 1) {
        pthread_mutex_lock(&r->lock);
        put_block(&r->out, b, a);
        pthread_mutex_unlock(&r->lock);
        block_release(b);
    }
    pthread_mutex_lock(&r->lock);
    r->ended = true;
    pthread_mutex_unlock(&r->lock);
    arena_free(a);
    return NULL;
}

static void start(struct reading *r, const char *const *paths, size_t count, bool poll)
{
    struct input_options o = options_for(paths, count);
    struct err err;
    *r = (struct reading){.out = BUF_INIT(1 << 20)};
    pthread_mutex_init(&r->lock, NULL);
    assert_int_equal(pipe(r->stop), 0);
    o.stop_fd = r->stop[0];
    o.follow = true;
    o.follow_poll = poll;
    r->in = inputs_open(&o, &err);
    assert_non_null(r->in);
    pthread_create(&r->thread, NULL, read_on, r);
}

static void nap(unsigned ms)
{
    nanosleep(&(struct timespec){ms / 1000, (long)(ms % 1000) * 1000000}, NULL);
}

/* Until all that was read is this. */
static void wait_for(struct reading *r, const char *want)
{
    for (unsigned waited = 0;; waited += STEP_MS) {
        pthread_mutex_lock(&r->lock);
        bool there = str_eq(buf_str(&r->out), str_of(want));
        pthread_mutex_unlock(&r->lock);
        if (there)
            return;
        if (waited > WAIT_MS) {
            pthread_mutex_lock(&r->lock);
            fail_msg("\"%.*s\" instead of \"%s\"", STR_ARG(buf_str(&r->out)), want);
        }
        nap(STEP_MS);
    }
}

static void stop(struct reading *r, const char *want)
{
    assert_int_equal(write(r->stop[1], "x", 1), 1);
    pthread_join(r->thread, NULL);
    check_str(buf_str(&r->out), want, "at the end");
    inputs_free(r->in);
    close(r->stop[0]);
    close(r->stop[1]);
    buf_release(&r->out);
    pthread_mutex_destroy(&r->lock);
}

static void append(const char *path, const char *text)
{
    FILE *f = fopen(path, "ab");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

#define AT(second) "2024-01-05 10:15:3" #second " "
#define IS(second) " 170444973" #second ".000 - [] "

static void it_grows(bool poll)
{
    static const char *const paths[] = {"log"};
    struct reading r;
    append("log", AT(0) "one\n");
    start(&r, paths, 1, poll);
    wait_for(&r, "1" IS(0) "one\n");
    append("log", AT(1) "two\n\tat a.b(c)\n" AT(2) "half");
    wait_for(&r, "1" IS(0) "one\n2+1" IS(1) "two|\tat a.b(c)\n");
    append("log", " a line\n");
    wait_for(&r, "1" IS(0) "one\n2+1" IS(1) "two|\tat a.b(c)\n4" IS(2) "half a line\n");
    append("log", AT(3) "no end");
    nap(100);
    stop(&r,
         "1" IS(0) "one\n2+1" IS(1) "two|\tat a.b(c)\n4" IS(2) "half a line\n5" IS(3) "no end\n");
}

static void it_is_renamed(bool poll)
{
    static const char *const paths[] = {"log"};
    struct reading r;
    append("log", AT(0) "one\n");
    start(&r, paths, 1, poll);
    wait_for(&r, "1" IS(0) "one\n");
    rename("log", "log.1");
    append("log.1", AT(1) "a late writer\n");
    append("log", AT(2) "new\n");
    wait_for(&r, "1" IS(0) "one\n2" IS(1) "a late writer\n1" IS(2) "new\n");
    append("log.1", AT(3) "a later one\n");
    const char *all =
        "1" IS(0) "one\n2" IS(1) "a late writer\n1" IS(2) "new\n3" IS(3) "a later one\n";
    wait_for(&r, all);
    stop(&r, all);
}

static void it_is_emptied(bool poll)
{
    static const char *const paths[] = {"log"};
    struct reading r;
    append("log", AT(0) "one\n" AT(1) "two\n");
    start(&r, paths, 1, poll);
    wait_for(&r, "1" IS(0) "one\n2" IS(1) "two\n");
    write_file("log", STR(AT(2) "again\n"));
    wait_for(&r, "1" IS(0) "one\n2" IS(1) "two\n1" IS(2) "again\n");
    /* longer than what was read of it: only its end tells that it is another */
    write_file("log", STR(AT(3) "written anew, and much longer than it was before\n"));
    const char *all = "1" IS(0) "one\n2" IS(1) "two\n1" IS(2) "again\n1" IS(
        3) "written anew, and much longer than it was before\n";
    wait_for(&r, all);
    stop(&r, all);
}

static void more_come(bool poll)
{
    static const char *const paths[] = {"folder", "missing"};
    struct reading r;
    mkdir("folder", 0700);
    append("folder/a.log", "a\n");
    start(&r, paths, 2, poll);
    wait_for(&r, "1 - - [] a\n");
    append("missing", "not any more\n");
    wait_for(&r, "1 - - [] a\n1 - - [] not any more\n");
    append("folder/b.log", "b\n");
    wait_for(&r, "1 - - [] a\n1 - - [] not any more\n1 - - [] b\n");
    /* what was read before is not read again under another name */
    rename("folder/a.log", "folder/a.log.1");
    append("folder/a.log", "c\n");
    append("folder/a.log.2.gz", "packed\n");
    wait_for(&r, "1 - - [] a\n1 - - [] not any more\n1 - - [] b\n1 - - [] c\n");
    stop(&r, "1 - - [] a\n1 - - [] not any more\n1 - - [] b\n1 - - [] c\n");
}

/* Each of them with inotify, and without. */
#define BOTH(name)                                                                                 \
    static void name##_with_notices(void **state)                                                  \
    {                                                                                              \
        (void)state;                                                                               \
        name(false);                                                                               \
    }                                                                                              \
    static void name##_with_looks(void **state)                                                    \
    {                                                                                              \
        (void)state;                                                                               \
        name(true);                                                                                \
    }

BOTH(it_grows)
BOTH(it_is_renamed)
BOTH(it_is_emptied)
BOTH(more_come)

#define T(f) cmocka_unit_test_setup_teardown(f, enter_folder, leave_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(it_grows_with_notices),    T(it_grows_with_looks),        T(it_is_renamed_with_notices),
        T(it_is_renamed_with_looks), T(it_is_emptied_with_notices), T(it_is_emptied_with_looks),
        T(more_come_with_notices),   T(more_come_with_looks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
