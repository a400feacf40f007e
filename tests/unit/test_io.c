/* Whole files: what can be read is read whole, what cannot is refused without waiting. */
#include "base/io.h"
#include "folder.h"
#include "unit.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>

static void write_file(const char *name, size_t n)
{
    struct err err = {0};
    struct buf b = BUF_INIT(SIZE_MAX / 2);
    buf_repeat(&b, 'x', n);
    int fd = open(name, O_CREAT | O_TRUNC | O_WRONLY, 0666);
    assert_done(io_write_fd(fd, buf_str(&b), name, NULL, &err), err);
    close(fd);
    buf_release(&b);
}

static void test_sizes(void **state)
{
    (void)state;
    static const struct {
        size_t size, max;
        bool good;
        const char *why;
    } cases[] = {
        {0, 100, true, "empty"},
        {0, 0, true, "empty into nothing"},
        {100, 100, true, "exactly"},
        {101, 100, false, "one too many"},
        {65536, 1 << 20, true, "one step"},
        {200001, 1 << 20, true, "several steps"},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct err err = {0};
        struct buf b = BUF_INIT(cases[i].max);
        write_file("f", cases[i].size);
        int result = io_read_file("f", &b, &err);
        if ((result == 0) != cases[i].good)
            fail_msg("%s: %s", cases[i].why, err.message);
        if (result == 0)
            check_size(b.n, cases[i].size, cases[i].why);
        else
            assert_non_null(strstr(err.message, "f: larger than 100 bytes"));
        buf_release(&b);
    }
}

static void test_append(void **state)
{
    (void)state;
    struct err err = {0};
    struct buf b = BUF_INIT(10);
    write_file("f", 6);
    buf_puts(&b, "abc");
    assert_done(io_read_file("f", &b, &err), err);
    check_str(buf_str(&b), "abcxxxxxx", "behind what is there");
    assert_int_equal(io_read_file("f", &b, &err), -1); /* the rest is too small now */
    buf_release(&b);
}

static void test_no_files(void **state)
{
    (void)state;
    struct err err = {0};
    struct buf b = BUF_INIT(100);
    mkdir("folder", 0777);
    mkfifo("pipe", 0666);
    assert_int_equal(symlink("loop", "loop"), 0);
    static const struct {
        const char *name, *words;
    } cases[] = {
        {"missing", "missing: cannot be opened: No such file or directory"},
        {"folder", "folder: not a regular file"},
        {"pipe", "pipe: not a regular file"}, /* and nobody waits for its other end */
        {"/dev/zero", "/dev/zero: not a regular file"},
        {"loop", "loop: cannot be opened: "},
        {"", ": cannot be opened: No such file or directory"},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        assert_int_equal(io_read_file(cases[i].name, &b, &err), -1);
        if (!strstr(err.message, cases[i].words))
            fail_msg("%s: %s", cases[i].name, err.message);
    }
    assert_int_equal(b.n, 0);
    buf_release(&b);
}

/* A file of /proc has the size 0 and yet contents. */
static void test_proc(void **state)
{
    (void)state;
    struct err err = {0};
    struct buf b = BUF_INIT(1 << 20);
    assert_done(io_read_file("/proc/self/status", &b, &err), err);
    assert_true(str_starts(buf_str(&b), STR("Name:")));
    buf_release(&b);
}

static void *feed(void *arg)
{
    int fd = *(int *)arg;
    for (size_t i = 0; i < 1000; i++)
        if (write(fd, "0123456789", i % 7 + 1) < 0)
            break;
    close(fd);
    return NULL;
}

static void test_stream(void **state)
{
    (void)state;
    struct err err = {0};
    struct buf b = BUF_INIT(1 << 20);
    int ends[2];
    pthread_t writer;
    assert_int_equal(pipe(ends), 0);
    pthread_create(&writer, NULL, feed, &ends[1]);
    assert_done(io_read_fd(ends[0], "pipe", &b, &err), err);
    pthread_join(writer, NULL);
    assert_int_equal(b.n, 1000 / 7 * 28 + 1000 % 7 * (1000 % 7 + 1) / 2);
    close(ends[0]);
    buf_release(&b);
    assert_int_equal(io_read_fd(-1, "nothing", &b, &err), -1);
    assert_non_null(strstr(err.message, "nothing: cannot be read"));
}

static void test_write_faults(void **state)
{
    (void)state;
    struct err err = {0};
    int cause = 0;
    int full = open("/dev/full", O_WRONLY);
    if (full >= 0) {
        assert_int_equal(io_write_fd(full, STR("x"), "full", &cause, &err), -1);
        assert_int_equal(cause, ENOSPC);
        assert_non_null(strstr(err.message, "full: cannot be written: No space left"));
        close(full);
    }
    int ends[2];
    signal(SIGPIPE, SIG_IGN);
    assert_int_equal(pipe(ends), 0);
    close(ends[0]);
    assert_int_equal(io_write_fd(ends[1], STR("x"), "pipe", &cause, &err), -1);
    assert_int_equal(cause, EPIPE);
    assert_int_equal(io_write_fd(ends[1], STR("x"), "pipe", NULL, &err), -1);
    close(ends[1]);
    assert_done(io_write_fd(-1, STR_NONE, "nothing to write", NULL, &err), err);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, enter_folder, leave_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_sizes), TEST(test_append), TEST(test_no_files),
        TEST(test_proc),  TEST(test_stream), TEST(test_write_faults),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
