/* Views of text: edges are empty views, views without a pointer, and bytes above 0x7F. */
#include "unit.h"

static void test_slice(void **state)
{
    (void)state;
    static const struct {
        const char *s;
        size_t from, to;
        const char *want, *why;
    } cases[] = {
        {"abcdef", 1, 3, "bc", "inside"},
        {"abcdef", 0, 6, "abcdef", "all"},
        {"abcdef", 4, SIZE_MAX, "ef", "to is clamped"},
        {"abcdef", 9, 12, "", "both beyond"},
        {"abcdef", 3, 1, "", "from beyond to"},
        {"", 0, 0, "", "empty"},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        check_str(str_slice(str_of(cases[i].s), cases[i].from, cases[i].to), cases[i].want,
                  cases[i].why);
    assert_null(str_slice(STR_NONE, 0, 5).p);
    assert_int_equal(str_skip(STR_NONE, 5).n, 0);
    assert_int_equal(str_of(NULL).n, 0);
}

static void test_compare(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        int order;
        bool same_but_case;
        const char *why;
    } cases[] = {
        {"", "", 0, true, "empty"},
        {"a", "", 1, false, "longer"},
        {"ab", "abc", -1, false, "prefix first"},
        {"a", "B", 1, false, "bytes, not letters"},
        {"ABC", "abc", -1, true, "case"},
        {"\xC3\x84", "\xC3\xA4", -1, false, "no case beyond ASCII"},
        {"[", "{", -1, false, "32 apart, but no letters"},
        {"@", "`", -1, false, "32 apart, but no letters"},
        {"\xFF", "a", 1, false, "bytes are unsigned"},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct str a = str_of(cases[i].a), b = str_of(cases[i].b);
        int order = str_cmp(a, b), reverse = str_cmp(b, a);
        order = (order > 0) - (order < 0);
        reverse = (reverse > 0) - (reverse < 0);
        if (order != cases[i].order || reverse != -order || str_eq(a, b) != (order == 0) ||
            str_ieq(a, b) != cases[i].same_but_case)
            fail_msg("%s", cases[i].why);
    }
    assert_true(str_eq(STR_NONE, STR("")));
    assert_int_equal(str_cmp(STR_NONE, STR("")), 0);
    assert_false(str_eq(STR("a\0b"), STR("a\0c"))); /* NUL ends nothing */
}

static void test_starts_and_ends(void **state)
{
    (void)state;
    assert_true(str_starts(STR("abc"), STR("ab")));
    assert_true(str_starts(STR("abc"), STR_NONE));
    assert_false(str_starts(STR("ab"), STR("abc")));
    assert_false(str_starts(STR("ABC"), STR("ab")));
    assert_true(str_istarts(STR("ABC"), STR("ab")));
    assert_false(str_istarts(STR("A"), STR("ab")));
    assert_true(str_ends(STR("abc"), STR("bc")));
    assert_true(str_ends(STR("abc"), STR_NONE));
    assert_false(str_ends(STR("bc"), STR("abc")));
    assert_true(str_ends(STR_NONE, STR_NONE));
}

static void test_find(void **state)
{
    (void)state;
    static const struct {
        const char *s, *needle;
        size_t at, any_case_at;
        const char *why;
    } cases[] = {
        {"abcabc", "bc", 1, 1, "the first"},
        {"aabaaab", "aaab", 3, 3, "after a false start"},
        {"abc", "c", 2, 2, "at the end"},
        {"abc", "", 0, 0, "nothing is everywhere"},
        {"", "", 0, 0, "also in nothing"},
        {"", "a", STR_NOT_FOUND, STR_NOT_FOUND, "nothing in it"},
        {"ab", "abc", STR_NOT_FOUND, STR_NOT_FOUND, "longer"},
        {"abC", "bc", STR_NOT_FOUND, 1, "case"},
        {"abd", "abc", STR_NOT_FOUND, STR_NOT_FOUND, "almost"},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct str s = str_of(cases[i].s), needle = str_of(cases[i].needle);
        check_size(str_find(s, needle), cases[i].at, cases[i].why);
        check_size(str_ifind(s, needle), cases[i].any_case_at, cases[i].why);
    }
    check_size(str_find_char(STR("abca"), 'a'), 0, "first");
    check_size(str_rfind_char(STR("abca"), 'a'), 3, "last");
    check_size(str_find_char(STR("abc"), 'x'), STR_NOT_FOUND, "none");
    check_size(str_find_char(STR_NONE, 'x'), STR_NOT_FOUND, "none in nothing");
    check_size(str_rfind_char(STR_NONE, 'x'), STR_NOT_FOUND, "none in nothing");
    check_size(str_find_char(STR("a\0b"), 'b'), 2, "behind a NUL");
}

static void test_trim(void **state)
{
    (void)state;
    check_str(str_trim(STR(" \t\r\n\v\fa b \n")), "a b", "both ends");
    check_str(str_trim(STR(" \n ")), "", "nothing else");
    check_str(str_trim(STR_NONE), "", "nothing");
    check_str(str_trim(STR("\xC2\xA0x")), "\xC2\xA0x", "no-break space is no ASCII");
    check_str(str_trim_set(STR("--a-b--"), "-"), "a-b", "a set");
    check_str(str_trim_set(STR("*_*"), "_*"), "", "all of it");
    check_str(str_trim_set(STR("abc"), ""), "abc", "an empty set");
}

static void test_lines(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *lines[4];
        const char *why;
    } cases[] = {
        {"", {NULL}, "nothing"},
        {"a", {"a"}, "no end"},
        {"a\n", {"a"}, "one end"},
        {"a\nb", {"a", "b"}, "no end of the last"},
        {"\n\n", {"", ""}, "empty lines"},
        {"a\r\nb\r", {"a", "b"}, "DOS, and a return at the end"},
        {"a\rb\n", {"a\rb"}, "a return inside"},
        {"\r\n", {""}, "an empty DOS line"},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct str rest = str_of(cases[i].text), line;
        size_t n = 0;
        for (; str_next_line(&rest, &line); n++) {
            assert_true(n < 4 && cases[i].lines[n]);
            check_str(line, cases[i].lines[n], cases[i].why);
        }
        assert_true(n == 4 || !cases[i].lines[n]);
    }
}

static void test_parts(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *parts[4];
    } cases[] = {
        {"", {""}}, {"a", {"a"}}, {"a,b", {"a", "b"}}, {",", {"", ""}}, {"a,,b", {"a", "", "b"}},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct str rest = str_of(cases[i].text), part;
        size_t n = 0;
        for (; str_next_part(&rest, ',', &part); n++) {
            assert_true(n < 4 && cases[i].parts[n]);
            check_str(part, cases[i].parts[n], cases[i].text);
        }
        assert_true(n == 4 || !cases[i].parts[n]);
    }
    struct str none = STR_NONE, part;
    assert_false(str_next_part(&none, ',', &part));
}

static void test_numbers(void **state)
{
    (void)state;
    static const struct {
        const char *s;
        unsigned base;
        bool good;
        uint64_t value;
        const char *why;
    } cases[] = {
        {"0", 10, true, 0, "zero"},
        {"007", 10, true, 7, "zeros in front"},
        {"18446744073709551615", 10, true, UINT64_MAX, "the largest"},
        {"18446744073709551616", 10, false, 0, "one more"},
        {"99999999999999999999", 10, false, 0, "far more"},
        {"ffffffffffffffff", 16, true, UINT64_MAX, "the largest, hex"},
        {"10000000000000000", 16, false, 0, "one more, hex"},
        {"DeadBeef", 16, true, 0xDEADBEEF, "both cases"},
        {"12a", 10, false, 0, "hex digits in a decimal"},
        {"g", 16, false, 0, "no digit"},
        {"", 10, false, 0, "empty"},
        {"-1", 10, false, 0, "a sign"},
        {"+1", 10, false, 0, "a sign"},
        {" 1", 10, false, 0, "a blank"},
        {"0x1", 16, false, 0, "a prefix"},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        uint64_t value = 42;
        bool good = str_u64(str_of(cases[i].s), cases[i].base, &value);
        if (good != cases[i].good || value != (good ? cases[i].value : 42))
            fail_msg("%s: %s", cases[i].s, cases[i].why);
    }
}

static void test_classes(void **state)
{
    (void)state;
    for (int i = -128; i < 128; i++) {
        char c = (char)i;
        assert_int_equal(ascii_is_digit(c), i >= '0' && i <= '9');
        assert_int_equal(ascii_is_alpha(c), (i >= 'a' && i <= 'z') || (i >= 'A' && i <= 'Z'));
        assert_int_equal(ascii_is_alnum(c), ascii_is_alpha(c) || ascii_is_digit(c));
        assert_int_equal(ascii_lower(c) != c, ascii_is_upper(c));
        assert_int_equal(ascii_upper(c) != c, ascii_is_lower(c));
        assert_int_equal(ascii_is_space(c), i == ' ' || (i >= 9 && i <= 13));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_slice),
        cmocka_unit_test(test_compare),
        cmocka_unit_test(test_starts_and_ends),
        cmocka_unit_test(test_find),
        cmocka_unit_test(test_trim),
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_parts),
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_classes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
