/* Bytes of any encoding to clean UTF-8. */
#include "text/decode.h"

#include "tests/support/random.h"
#include "text/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <cmocka.h>

#define FFFD "\xEF\xBF\xBD"

/* Literals that may hold NUL. */
struct vector {
    const char *comment;
    struct str in, out;
    enum encoding encoding;
    size_t replaced, first_line;
};
#define V(comment, in, out, encoding, replaced, line)                                              \
    {                                                                                              \
        comment, STR_INIT(in), STR_INIT(out), encoding, replaced, line                             \
    }

static const struct vector vectors[] = {
    V("empty", "", "", ENCODING_UTF8, 0, 0),
    V("ASCII", "error 2607", "error 2607", ENCODING_UTF8, 0, 0),
    V("UTF-8", "couldn\xE2\x80\x99t", "couldn\xE2\x80\x99t", ENCODING_UTF8, 0, 0),
    V("UTF-8 with a mark", "\xEF\xBB\xBFx\xC3\xA9", "x\xC3\xA9", ENCODING_UTF8, 0, 0),
    V("nothing but a mark", "\xEF\xBB\xBF", "", ENCODING_UTF8, 0, 0),
    V("half a mark", "\xEF\xBB", FFFD FFFD, ENCODING_UTF8, 2, 1),
    V("a true U+FFFD is no fault", "a" FFFD "b", "a" FFFD "b", ENCODING_UTF8, 0, 0),
    V("NUL", "a\0b", "a" FFFD "b", ENCODING_UTF8, 1, 1),
    V("Latin-1", "caf\xE9 \xFC", "caf" FFFD " " FFFD, ENCODING_UTF8, 2, 1),
    V("on the third line", "a\r\nb\nc\xFF\n\xFE", "a\r\nb\nc" FFFD "\n" FFFD, ENCODING_UTF8, 2, 3),
    V("with a mark and a fault", "\xEF\xBB\xBF\n\xFF", "\n" FFFD, ENCODING_UTF8, 1, 2),
    V("cut in a character", "ab\xE2\x82", "ab" FFFD FFFD, ENCODING_UTF8, 2, 1),
    V("UTF-16 LE with a mark", "\xFF\xFE" "A\0\xE9\0", "A\xC3\xA9", ENCODING_UTF16LE, 0, 0),
    V("UTF-16 BE with a mark", "\xFE\xFF\0A\0\xE9", "A\xC3\xA9", ENCODING_UTF16BE, 0, 0),
    V("UTF-16, nothing but a mark", "\xFF\xFE", "", ENCODING_UTF16LE, 0, 0),
    V("UTF-16 surrogates", "\xFF\xFE\x3D\xD8\x00\xDE", "\xF0\x9F\x98\x80", ENCODING_UTF16LE, 0, 0),
    V("the last code point", "\xFE\xFF\xDB\xFF\xDF\xFF", "\xF4\x8F\xBF\xBF", ENCODING_UTF16BE, 0, 0),
    V("UTF-16, a lone lead", "\xFF\xFE\x3D\xD8" "A\0", FFFD "A", ENCODING_UTF16LE, 1, 1),
    V("UTF-16, a lone trail", "\xFE\xFF\xDC\x00\0A", FFFD "A", ENCODING_UTF16BE, 1, 1),
    V("UTF-16, two leads", "\xFE\xFF\xD8\x3D\xD8\x3D\xDE\x00", FFFD "\xF0\x9F\x98\x80",
      ENCODING_UTF16BE, 1, 1),
    V("UTF-16, a lead at the end", "\xFE\xFF\0A\xD8\x3D", "A" FFFD, ENCODING_UTF16BE, 1, 1),
    V("UTF-16 of an odd size", "\xFF\xFE" "A\0B", "A" FFFD, ENCODING_UTF16LE, 1, 1),
    V("UTF-16, NUL on line 2", "\xFF\xFE" "A\0\n\0\0\0", "A\n" FFFD, ENCODING_UTF16LE, 1, 2),
    V("UTF-16 LE without a mark", "e\0r\0r\0o\0r\0 \0002\0006\0", "error 26", ENCODING_UTF16LE, 0,
      0),
    V("UTF-16 BE without a mark", "\0e\0r\0r\0o\0r\0 \0002\0006", "error 26", ENCODING_UTF16BE, 0,
      0),
    V("a few NULs make no UTF-16", "er\0ror\0 2607 in the log", "er" FFFD "ror" FFFD
      " 2607 in the log", ENCODING_UTF8, 2, 1),
    V("too short to tell", "a\0b\0", "a" FFFD "b" FFFD, ENCODING_UTF8, 2, 1),
};

static void decodes(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(vectors); i++) {
        const struct vector *v = &vectors[i];
        struct buf out = BUF_INIT(4096);
        struct decoded d = decode_text(v->in, &out);
        if (!str_eq(d.text, v->out) || d.encoding != v->encoding || d.replaced != v->replaced ||
            d.first_line != v->first_line)
            fail_msg("%s: \"%.*s\", encoding %d, %zu replaced, line %zu", v->comment,
                     STR_ARG(d.text), (int)d.encoding, d.replaced, d.first_line);
        buf_release(&out);
    }
}

static void valid_text_is_not_copied(void **state)
{
    (void)state;
    struct buf out = BUF_INIT(64);
    struct str s = STR("\xEF\xBB\xBFgr\xC3\xBC\xC3\x9F");
    struct decoded d = decode_text(s, &out);
    assert_ptr_equal(d.text.p, s.p + 3);
    assert_int_equal(out.n, 0);
    buf_release(&out);
}

static void what_stands_in_the_buffer_stays(void **state)
{
    (void)state;
    struct buf out = BUF_INIT(64);
    buf_puts(&out, "kept");
    struct decoded d = decode_text(STR("a\xFF"), &out);
    assert_true(str_eq(d.text, STR("a" FFFD)));
    assert_true(str_eq(buf_str(&out), STR("kepta" FFFD)));
    buf_release(&out);
}

/* Whatever the bytes: valid UTF-8 without NUL, in three bytes for each at most. */
static void any_bytes_become_valid(void **state)
{
    (void)state;
    struct random r = {2};
    char bytes[64];
    for (int round = 0; round < 20000; round++) {
        size_t n = random_below(&r, sizeof bytes + 1);
        size_t zeros = random_below(&r, 3);
        for (size_t i = 0; i < n; i++)
            bytes[i] = zeros && i % 2 == zeros - 1 ? '\0' : (char)random_next(&r);
        if (n > 2 && random_below(&r, 3) == 0)
            memcpy(bytes, random_below(&r, 2) ? "\xFF\xFE" : "\xFE\xFF", 2);
        struct buf out = BUF_INIT(n * 3);
        struct decoded d = decode_text(str_n(bytes, n), &out);
        assert_false(out.cut);
        assert_int_equal(utf8_valid(d.text), d.text.n);
        assert_true((d.replaced == 0) == (d.first_line == 0));
        buf_release(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decodes),
        cmocka_unit_test(valid_text_is_not_copied),
        cmocka_unit_test(what_stands_in_the_buffer_stays),
        cmocka_unit_test(any_bytes_become_valid),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
