/* Numbers and texts as bytes: what is packed comes back, and nothing is read beyond the end. */
#include "base/packed.h"

#include "unit.h"

static void numbers_come_back(void **state)
{
    (void)state;
    static const struct {
        uint64_t value;
        size_t bytes;
    } t[] = {
        {0, 1},          {1, 1},           {127, 1},      {128, 2},
        {16383, 2},      {16384, 3},       {UINT32_MAX, 5}, {UINT64_MAX >> 1, 9},
        {UINT64_MAX, 10}, {(uint64_t)1 << 63, 10},
    };
    for (size_t i = 0; i < ARRAY_LEN(t); i++) {
        struct buf b = BUF_INIT(100);
        pack_number(&b, t[i].value);
        assert_int_equal(b.n, t[i].bytes);
        struct unpacker u = {buf_str(&b), false};
        assert_true(unpack_number(&u) == t[i].value);
        assert_true(unpack_done(&u));
        u = (struct unpacker){str_slice(buf_str(&b), 0, b.n - 1), false};
        assert_int_equal(unpack_number(&u), 0);
        assert_true(u.bad);
        buf_release(&b);
    }
}

static void bad_numbers(void **state)
{
    (void)state;
    static const struct {
        struct str bytes;
        const char *why;
    } t[] = {
        {STR_INIT(""), "nothing"},
        {STR_INIT("\x80"), "goes on beyond the end"},
        {STR_INIT("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x02"), "66 bits"},
        {STR_INIT("\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01"), "more than ten bytes"},
    };
    for (size_t i = 0; i < ARRAY_LEN(t); i++) {
        struct unpacker u = {t[i].bytes, false};
        uint64_t v = unpack_number(&u);
        if (v != 0 || !u.bad || unpack_done(&u))
            fail_msg("%s: read as %llu", t[i].why, (unsigned long long)v);
        assert_int_equal(unpack_text(&u).n, 0); /* and so is all that follows */
        assert_int_equal(unpack_count(&u, 1), 0);
    }
    struct unpacker u = {STR("\x80\x80\x80\x80\x10"), false};
    assert_int_equal(unpack_u32(&u), 0); /* 33 bits */
    assert_true(u.bad);
}

static void texts_and_counts(void **state)
{
    (void)state;
    struct buf b = BUF_INIT(100);
    pack_text(&b, STR("abc"));
    pack_text(&b, STR_NONE);
    struct unpacker u = {buf_str(&b), false};
    check_str(unpack_text(&u), "abc", "a text");
    check_str(unpack_text(&u), "", "an empty one");
    assert_true(unpack_done(&u));
    u = (struct unpacker){str_slice(buf_str(&b), 0, 3), false};
    assert_int_equal(unpack_text(&u).n, 0);
    assert_true(u.bad);
    u = (struct unpacker){STR("\x03" "123456"), false};
    assert_int_equal(unpack_count(&u, 2), 3);
    u = (struct unpacker){STR("\x04" "123456"), false};
    assert_int_equal(unpack_count(&u, 2), 0); /* no room for four of two bytes each */
    assert_true(u.bad);
    buf_release(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_come_back),
        cmocka_unit_test(bad_numbers),
        cmocka_unit_test(texts_and_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
