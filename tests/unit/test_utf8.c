/* Code points to bytes and back, validity, cutting at characters, widths. */
#include "text/utf8.h"

#include "tests/support/random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

enum { REPLACEMENT = 0xFFFD, LAST = 0x10FFFF };

static void every_code_point_comes_back(void **state)
{
    (void)state;
    struct buf b = BUF_INIT(16);
    for (uint32_t c = 0; c <= LAST; c++) {
        bool surrogate = c >= 0xD800 && c <= 0xDFFF;
        buf_clear(&b);
        utf8_put(&b, c);
        size_t at = 0;
        uint32_t back = utf8_next(buf_str(&b), &at);
        size_t size = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
        if (back != (surrogate ? REPLACEMENT : c) || at != b.n || b.n != size ||
            utf8_back(buf_str(&b), b.n) != 0 || utf8_valid(buf_str(&b)) != (c ? b.n : 0))
            fail_msg("U+%04X became U+%04X in %zu bytes", c, back, b.n);
    }
    buf_clear(&b);
    utf8_put(&b, LAST + 1);
    assert_true(str_eq(buf_str(&b), STR("\xEF\xBF\xBD")));
    buf_release(&b);
}

static void put_writes_whole_characters_only(void **state)
{
    (void)state;
    struct buf b = BUF_INIT(4);
    utf8_put(&b, 'a');
    utf8_put(&b, 'b');
    utf8_put(&b, 0x20AC);
    assert_true(b.cut);
    assert_true(str_eq(buf_str(&b), STR("ab")));
    buf_release(&b);
}

static void ill_formed(void **state)
{
    (void)state;
    static const struct {
        const char *comment, *bytes;
        size_t valid; /* bytes before the fault */
    } t[] = {
        {"a lone continuation byte", "ab\x80", 2},
        {"overlong of two bytes", "\xC0\x80", 0},
        {"overlong of two bytes, later", "a\xC1\xBF", 1},
        {"overlong of three bytes", "\xE0\x9F\xBF", 0},
        {"overlong of four bytes", "\xF0\x8F\xBF\xBF", 0},
        {"a surrogate", "x\xED\xA0\x80", 1},
        {"behind the last code point", "\xF4\x90\x80\x80", 0},
        {"a lead byte that was never one", "\xF5\x80\x80\x80", 0},
        {"0xFF", "abc\xFF", 3},
        {"cut in a character of two bytes", "ab\xC3", 2},
        {"cut in a character of three bytes", "\xE2\x82", 0},
        {"cut in a character of four bytes", "\xF0\x9F\x98", 0},
        {"a lead byte before ASCII", "\xC3(", 0},
        {"good ones before it", "\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\xFE", 9},
    };
    for (size_t i = 0; i < ARRAY_LEN(t); i++) {
        struct str s = str_of(t[i].bytes);
        size_t valid = utf8_valid(s), at = valid;
        if (valid != t[i].valid)
            fail_msg("%s: %zu bytes are valid", t[i].comment, valid);
        if (utf8_next(s, &at) != REPLACEMENT || at != valid + 1)
            fail_msg("%s: moved to %zu", t[i].comment, at);
    }
    assert_int_equal(utf8_valid(STR_NONE), 0);
    assert_int_equal(utf8_valid(STR("a\0b")), 1);
}

/* utf8_valid looks at eight bytes at once: a fault is found wherever it stands. */
static void faults_at_every_place(void **state)
{
    (void)state;
    char bytes[40];
    for (size_t n = 1; n <= sizeof bytes; n++)
        for (size_t at = 0; at < n; at++)
            for (size_t k = 0; k < 3; k++) {
                memset(bytes, k == 2 ? 1 : 'x', n);
                assert_int_equal(utf8_valid(str_n(bytes, n)), n);
                bytes[at] = "\0\x80\xFF"[k];
                assert_int_equal(utf8_valid(str_n(bytes, n)), at);
            }
}

static void valid_agrees_with_next(void **state)
{
    (void)state;
    struct random r = {1};
    char bytes[48];
    for (int round = 0; round < 20000; round++) {
        size_t n = random_below(&r, sizeof bytes + 1);
        random_text(&r, "ab\x01\x7F\x80\x8F\x90\x9F\xA0\xBF\xC2\xE0\xE1\xED\xEF\xF0\xF1\xF4\xF5",
                    bytes, n);
        struct str s = str_n(bytes, n);
        size_t at = 0, good = 0;
        while (at < n) {
            uint32_t c = utf8_next(s, &at);
            if (c == REPLACEMENT && at - good == 1)
                break;
            good = at;
        }
        assert_int_equal(utf8_valid(s), good);
    }
}

static void cuts_at_characters(void **state)
{
    (void)state;
    struct str s = STR("a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80z"); /* sizes 1 2 3 4 1 */
    static const size_t cut[] = {0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 11, 11};
    for (size_t n = 0; n < ARRAY_LEN(cut); n++)
        assert_int_equal(utf8_cut(s, n).n, cut[n]);
    static const size_t back[] = {0, 0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10};
    assert_int_equal(utf8_back(s, 11), back[11]);
    assert_int_equal(utf8_back(s, 10), 6);
    assert_int_equal(utf8_back(s, 6), 3);
    assert_int_equal(utf8_back(s, 3), 1);
    assert_int_equal(utf8_back(s, 1), 0);
    /* In ill-formed text it goes back a few bytes, never to before the start. */
    assert_in_range(utf8_back(STR("\x80\x80\x80\x80\x80\x80"), 6), 2, 5);
    assert_int_equal(utf8_back(STR("\x80\x80"), 2), 0);
}

static void widths(void **state)
{
    (void)state;
    static const struct {
        const char *comment;
        uint32_t c;
        int width;
    } t[] = {
        {"a letter", 'a', 1},           {"a blank", ' ', 1},        {"line feed", '\n', 0},
        {"escape", 0x1B, 0},            {"delete", 0x7F, 0},        {"C1 control", 0x9B, 0},
        {"umlaut", 0xFC, 1},            {"combining accent", 0x301, 0}, {"CJK", 0x4E00, 2},
        {"full-width A", 0xFF21, 2},    {"half-width ka", 0xFF76, 1},   {"emoji", 0x1F600, 2},
        {"zero-width space", 0x200B, 0}, {"curly quote", 0x201C, 1},
        {"right-to-left override", 0x202E, 0},
    };
    for (size_t i = 0; i < ARRAY_LEN(t); i++)
        if (utf8_width(t[i].c) != t[i].width)
            fail_msg("%s: %d", t[i].comment, utf8_width(t[i].c));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_point_comes_back),
        cmocka_unit_test(put_writes_whole_characters_only),
        cmocka_unit_test(ill_formed),
        cmocka_unit_test(faults_at_every_place),
        cmocka_unit_test(valid_agrees_with_next),
        cmocka_unit_test(cuts_at_characters),
        cmocka_unit_test(widths),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
