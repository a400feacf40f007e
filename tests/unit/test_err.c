/* Error messages: one line, always ended, never longer than they may be. */
#include "base/err.h"
#include "unit.h"

#include <errno.h>

static void test_set(void **state)
{
    (void)state;
    struct err err;
    assert_int_equal(err_set(&err, ERR_BUSY, "%s: %d", "file", 3), -1);
    assert_int_equal(err.code, ERR_BUSY);
    assert_string_equal(err.message, "file: 3");
    assert_int_equal(err_sys(&err, ENOENT, "%s: cannot be opened", "file"), -1);
    assert_int_equal(err.code, ERR_IO);
    assert_string_equal(err.message, "file: cannot be opened: No such file or directory");
    assert_int_equal(err_set(NULL, ERR_IO, "nobody listens"), -1);
    assert_int_equal(err_sys(NULL, ENOENT, "nobody listens"), -1);
}

static void test_long(void **state)
{
    (void)state;
    struct err err;
    enum { LAST = sizeof err.message - 1 };
    err_set(&err, ERR_INVALID, "%0600d", 1);
    assert_int_equal(strlen(err.message), LAST);
    err_sys(&err, ENOENT, "%0600d", 1); /* no room for the reason */
    assert_int_equal(strlen(err.message), LAST);
    err_sys(&err, ENOENT, "%0505d", 1); /* for a part of it */
    assert_int_equal(strlen(err.message), LAST);
    assert_string_equal(err.message + 505, ": No s");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_set),
        cmocka_unit_test(test_long),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
