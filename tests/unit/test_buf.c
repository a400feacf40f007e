/* Buffers never grow beyond their limit, and say so. */
#include "base/buf.h"
#include "unit.h"

static void test_put(void **state)
{
    (void)state;
    struct buf b = BUF_INIT(1000);
    assert_int_equal(buf_str(&b).n, 0);
    assert_string_equal(buf_cstr(&b), "");
    buf_put(&b, STR("a\0b"));
    buf_put(&b, STR_NONE);
    buf_putc(&b, '-');
    buf_puts(&b, "xyz");
    buf_repeat(&b, '=', 3);
    buf_repeat(&b, '=', 0);
    buf_printf(&b, "%s%d", "n", 42);
    buf_printf(&b, "%s", "");
    assert_true(str_eq(buf_str(&b), STR("a\0b-xyz===n42")));
    assert_false(b.cut);
    buf_truncate(&b, 99); /* not longer than it is */
    assert_int_equal(b.n, 13);
    buf_truncate(&b, 1);
    assert_string_equal(buf_cstr(&b), "a");
    buf_clear(&b);
    assert_int_equal(b.n, 0);
    assert_true(b.cap > 0); /* memory is kept */
    buf_release(&b);
    assert_null(b.p);
    buf_puts(&b, "again"); /* a released one can be used, with its old limit */
    assert_int_equal(b.max, 1000);
    buf_release(&b);
    buf_release(&b);
}

static void test_limit(void **state)
{
    (void)state;
    static const struct {
        size_t max;
        const char *text;
        const char *want;
        bool cut;
        const char *why;
    } cases[] = {
        {5, "hello", "hello", false, "exactly"},
        {5, "hello!", "hello", true, "one too many"},
        {0, "", "", false, "nothing into nothing"},
        {0, "x", "", true, "something into nothing"},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct buf put = BUF_INIT(cases[i].max), print = BUF_INIT(cases[i].max),
                   single = BUF_INIT(cases[i].max);
        buf_puts(&put, cases[i].text);
        buf_printf(&print, "%s", cases[i].text);
        for (const char *p = cases[i].text; *p; p++)
            buf_putc(&single, *p);
        const struct buf *all[] = {&put, &print, &single};
        for (size_t k = 0; k < ARRAY_LEN(all); k++) {
            check_str(buf_str(all[k]), cases[i].want, cases[i].why);
            assert_int_equal(all[k]->cut, cases[i].cut);
        }
        assert_string_equal(buf_cstr(&put), cases[i].want);
        buf_clear(&put);
        assert_false(put.cut);
        buf_release(&put);
        buf_release(&print);
        buf_release(&single);
    }
    struct buf b = BUF_INIT(10);
    buf_repeat(&b, 'x', SIZE_MAX); /* no overflow of the sum */
    check_str(buf_str(&b), "xxxxxxxxxx", "a huge count");
    buf_release(&b);
}

static void test_growth(void **state)
{
    (void)state;
    enum { COUNT = 100000 };
    struct buf b = BUF_INIT(SIZE_MAX / 2);
    for (int i = 0; i < COUNT; i++)
        buf_putc(&b, (char)('a' + i % 26));
    assert_int_equal(b.n, COUNT);
    for (size_t i = 0; i < COUNT; i++)
        assert_int_equal(b.p[i], (char)('a' + i % 26));
    assert_false(b.cut);
    assert_int_equal(buf_cstr(&b)[COUNT], 0);
    buf_release(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_put),
        cmocka_unit_test(test_limit),
        cmocka_unit_test(test_growth),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
