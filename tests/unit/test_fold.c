/* One spelling for texts that mean the same. */
#include "text/fold.h"

#include "tests/support/random.h"
#include "text/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

enum { ROOM = 1024 };

static const struct {
    const char *in, *out, *comment;
} vectors[] = {
    {"", "", "empty"},
    {"Error CODE 2607", "error code 2607", "case"},
    {"  a \t\r\n b  ", "a b", "white space in runs, at the ends"},
    {" \n ", "", "nothing but white space"},
    {"couldn’t", "couldn't", "typographic apostrophe"},
    {"“a” ‘b’ „c‟ ‚d‛ «e» ‹f›", "\"a\" 'b' \"c\" 'd' \"e\" 'f'", "quotes"},
    {"`x´ ′y″", "'x' 'y\"", "grave, acute, primes"},
    {"a–b—c−d‐e‑f", "a-b-c-d-e-f", "dashes, minus, hyphens"},
    {"wait…", "wait...", "ellipsis"},
    {"a\u00A0b\u2007c\u202Fd\u3000e\u2028f", "a b c d e f", "spaces of all kinds"},
    {"a\xC2\x85" "b", "a b", "next line"},
    {"ze\u200Bro\u200D wi\uFEFFdth\u00AD", "zero width", "zero-width characters, soft hyphen"},
    {"\u202Eabc\u202C \u2066d\u2069", "abc d", "bidirectional marks"},
    {"ＥＲＲＯＲ：２６０７！", "error:2607!", "full-width forms"},
    {"｀x＇", "'x'", "full-width quotes"},
    {"ﬁle ﬂow ﬃ", "file flow ffi", "ligatures"},
    {"№ ① x² ㎒ ™", "no 1 x2 mhz tm", "compatibility characters"},
    {"Straße STRASSE STRAẞE", "strasse strasse strasse", "sharp s"},
    {"İ ı I i", "i\u0307 ı i i", "Turkish: dotted capital, dotless small"},
    {"ΌΣΟΣ όσος", "όσοσ όσοσ", "final sigma"},
    {"Ärger É", "ärger é", "composed letters stay composed"},
    {"A\u0308rger E\u0301", "ärger é", "decomposed ones are composed"},
    {"e\u0323\u0302", "ệ", "two marks"},
    {"x\u0301", "x\u0301", "a mark that composes with nothing"},
    {"e \u0301", "e \u0301", "a mark behind a blank stays alone"},
    {"ｶﾞ", "ガ", "half-width voiced sound mark"},
    {"한글 \u1112\u1161\u11ab", "한글 한", "Hangul, also decomposed"},
    {"ŉ", "'n", "expands to something that is replaced"},
    {"日本語 エラー", "日本語 エラー", "no case"},
};

static struct str folded(struct str s, struct buf *out)
{
    buf_clear(out);
    fold(s, out, NULL);
    return buf_str(out);
}

static void folds(void **state)
{
    (void)state;
    struct buf b = BUF_INIT(ROOM);
    for (size_t i = 0; i < ARRAY_LEN(vectors); i++)
        if (!str_eq(folded(str_of(vectors[i].in), &b), str_of(vectors[i].out)))
            fail_msg("%s: [%s] gives [%.*s], not [%s]", vectors[i].comment, vectors[i].in,
                     STR_ARG(buf_str(&b)), vectors[i].out);
    buf_release(&b);
}

static bool folds_once(struct str s, struct buf *once, struct buf *twice)
{
    folded(s, once);
    folded(buf_str(once), twice);
    return str_eq(buf_str(once), buf_str(twice)) && utf8_valid(buf_str(once)) == once->n;
}

static void put_any(struct buf *b, uint32_t c)
{
    if (c)
        utf8_put(b, c);
}

/* Every code point below 0x30000, alone and in company that it may combine with. */
static void folding_twice_is_folding_once(void **state)
{
    (void)state;
    static const char *const before[] = {"", "e", "\u0915", "\u1100\u1161", " "};
    static const char *const after[] = {"", "\u0301", "", "\u11A8", "E"};
    struct buf in = BUF_INIT(ROOM), once = BUF_INIT(ROOM), twice = BUF_INIT(ROOM);
    for (uint32_t c = 1; c < 0x30000; c++)
        for (size_t k = 0; k < ARRAY_LEN(before); k++) {
            buf_clear(&in);
            buf_puts(&in, before[k]);
            put_any(&in, c);
            buf_puts(&in, after[k]);
            if (!folds_once(buf_str(&in), &once, &twice))
                fail_msg("U+%04X between [%s] and [%s]: [%.*s] then [%.*s]", c, before[k], after[k],
                         STR_ARG(buf_str(&once)), STR_ARG(buf_str(&twice)));
        }
    buf_release(&in);
    buf_release(&once);
    buf_release(&twice);
}

/* Texts of code points from where the mischief is. */
static void random_code_points(struct random *r, struct buf *out, size_t n)
{
    static const struct {
        uint32_t from, count;
    } ranges[] = {
        {0x20, 0x5F},    {0xA0, 0x60},    {0x100, 0x180},  {0x300, 0x70},    {0x370, 0x90},
        {0x1E00, 0x200}, {0x2000, 0x70},  {0x1100, 0x100}, {0xAC00, 0x2BA4}, {0x3040, 0xC0},
        {0xFE00, 0x10},  {0xFF00, 0xF0},  {0x900, 0x80},   {0x9, 5},         {1, 0x10FFFE},
    };
    buf_clear(out);
    for (size_t i = 0; i < n; i++) {
        size_t k = random_below(r, ARRAY_LEN(ranges));
        put_any(out, ranges[k].from + (uint32_t)random_below(r, ranges[k].count));
    }
}

static void laws_of_random_texts(void **state)
{
    (void)state;
    struct random r = {3};
    struct buf in = BUF_INIT(ROOM), once = BUF_INIT(ROOM), twice = BUF_INIT(ROOM);
    uint32_t map[ROOM + 1];
    for (int round = 0; round < 30000; round++) {
        random_code_points(&r, &in, random_below(&r, 24));
        if (!folds_once(buf_str(&in), &once, &twice))
            fail_msg("round %d: [%.*s] gives [%.*s] then [%.*s]", round, STR_ARG(buf_str(&in)),
                     STR_ARG(buf_str(&once)), STR_ARG(buf_str(&twice)));
        /* The map rises, begins characters of the input, and ends at its end. */
        buf_clear(&once);
        fold(buf_str(&in), &once, map);
        assert_int_equal(map[once.n], in.n);
        for (size_t i = 0; i < once.n; i++) {
            assert_true(map[i] < in.n && (i == 0 || map[i] >= map[i - 1]));
            assert_true(((unsigned char)in.p[map[i]] & 0xC0) != 0x80);
        }
        /* Too little room cuts off an end, at a character. */
        struct buf small = BUF_INIT(random_below(&r, once.n + 1));
        fold(buf_str(&in), &small, map);
        assert_int_equal(small.cut, small.max < once.n);
        assert_int_equal(utf8_valid(buf_str(&small)), small.n);
        assert_int_equal(map[small.n], in.n);
        buf_release(&small);
    }
    buf_release(&in);
    buf_release(&once);
    buf_release(&twice);
}

static void the_map_points_back(void **state)
{
    (void)state;
    struct str s = STR("\u00A0Ｎ ﬁx\u200B ‘É’");
    struct buf b = BUF_INIT(ROOM);
    uint32_t map[ROOM + 1];
    fold(s, &b, map);
    assert_true(str_eq(buf_str(&b), STR("n fix 'é'")));
    static const uint32_t want[] = {2, 5, 6, 6, 9, 13, 14, 17, 17, 19, 22};
    assert_int_equal(b.n + 1, ARRAY_LEN(want));
    for (size_t i = 0; i < ARRAY_LEN(want); i++)
        assert_int_equal(map[i], want[i]);
    buf_release(&b);
}

static void what_is_cut_stays_cut(void **state)
{
    (void)state;
    struct buf b = BUF_INIT(3);
    fold(STR("ab\u20ACc"), &b, NULL);
    assert_true(b.cut);
    assert_true(str_eq(buf_str(&b), STR("ab"))); /* no "abc" that never was */
    buf_release(&b);
}

static void appends(void **state)
{
    (void)state;
    struct buf b = BUF_INIT(ROOM);
    fold(STR("One "), &b, NULL);
    fold(STR(" Two"), &b, NULL);
    assert_true(str_eq(buf_str(&b), STR("one two")));
    buf_release(&b);
}

static void letters_and_digits(void **state)
{
    (void)state;
    static const struct {
        uint32_t c;
        bool letter, digit;
    } t[] = {
        {'a', true, false},    {'Z', true, false},   {'_', false, false},  {'5', false, true},
        {0xE9, true, false},   {0x4E00, true, false}, {0x301, true, false}, {0x663, false, true},
        {0xFF15, false, true}, {0x2026, false, false}, {0xA0, false, false}, {0x1F600, false, false},
    };
    for (size_t i = 0; i < ARRAY_LEN(t); i++) {
        assert_int_equal(fold_is_letter(t[i].c), t[i].letter);
        assert_int_equal(fold_is_digit(t[i].c), t[i].digit);
    }
    assert_int_equal(fold_code_point('A'), 'a');
    assert_int_equal(fold_code_point(0xC9), 0xE9);
    assert_int_equal(fold_code_point(0xDF), 0xDF);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(folds),
        cmocka_unit_test(folding_twice_is_folding_once),
        cmocka_unit_test(laws_of_random_texts),
        cmocka_unit_test(the_map_points_back),
        cmocka_unit_test(what_is_cut_stays_cut),
        cmocka_unit_test(appends),
        cmocka_unit_test(letters_and_digits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
