/* What somebody pasted, read: clean text, and where each byte of it came from. */
#include "match/query.h"

#include "tests/support/random.h"
#include "text/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <cmocka.h>

#define FFFD "\xEF\xBF\xBD"

static const struct {
    const char *comment, *raw, *text;
} vectors[] = {
    {"nothing", "", ""},
    {"plain text", "error 2607", "error 2607"},
    {"ill-formed UTF-8", "caf\xE9 x", "caf" FFFD " x"},
    {"a mark", "\xEF\xBB\xBFx", "x"},
    {"line ends", "a\r\nb\rc\nd", "a\nb\nc\nd"},
    {"a tab stays", "a\tb", "a\tb"},
    {"controls", "a\x01" "b\x7F" "c", "a b c"},
    {"C1 controls", "a\xC2\x9B" "b\xC2\xA0" "c", "a b\xC2\xA0" "c"},
    {"colours", "\x1b[1;31merror\x1b[0m 2607\x1b[K", "error 2607"},
    {"a title, ended by a bell", "\x1b]0;my title\x07" "error", "error"},
    {"a link, ended by ST", "\x1b]8;;https://x\x1b\\text\x1b]8;;\x1b\\", "text"},
    {"a title that never ends", "\x1b]0;title\nerror", "\nerror"},
    {"other escapes", "\x1b(Ba\x1b" "7b", "Bab"},
    {"an escape at the end", "a\x1b", "a"},
    {"an unfinished colour", "a\x1b[31", "a"},
    {"an escape before a letter beyond ASCII", "\x1b\u00E9\x1b[\u00E9", "\u00E9\u00E9"},
    {"entities", "&lt;host&gt; &amp; &quot;x&quot; &#39;y&#39; &#x27;z&#X27;", "<host> & \"x\" 'y' 'z'"},
    {"entities by name", "couldn&rsquo;t&nbsp;connect&hellip; &mdash;", "couldn't connect... -"},
    {"escaped twice", "&amp;lt;host&amp;gt; &amp;amp;#39;", "<host> '"},
    {"no entities", "a & b &x; &; &#; &#xZZ; &amp R&D", "a & b &x; &; &#; &#xZZ; &amp R&D"},
    {"beyond Unicode", "&#1114112; &#x110000;", "&#1114112; &#x110000;"},
    {"an entity for a control", "a&#0;b&#7;c&#155;d", "a b c d"},
    {"a surrogate as an entity", "&#xD83D;", FFFD},
    {"tags", "<p>error <b>2607</b><br/>again</p>", "\nerror  2607 \nagain\n"},
    {"tags with attributes", "<a href=\"x\">y</a><span class='z'>w</span>", " y  w "},
    {"what looks like a tag", "<hostname> <Boolean> vector<int> a<b", "<hostname> <Boolean> vector<int> a<b"},
    {"JSON", "{\"m\":\"he said \\\"no\\\".\\r\\nTrace\\tID\"}", "{\"m\":\"he said \"no\". \nTrace\tID\"}"},
    {"JSON in JSON", "\\\"m\\\":\\\"a \\\\\\\"b\\\\\\\" c\\\\r\\\\nd\\\"", "\"m\":\"a \"b\" c \nd\""},
    {"units", "couldn\\u0027t \\u00e9\\u00C9 \\u003c", "couldn't \u00E9\u00C9 <"},
    {"a pair of units", "\\u0027\\ud83d\\ude00", "'\U0001F600"},
    {"half a pair", "\\u0027\\ud83d-\\ude00", "'" FFFD "-" FFFD},
    {"too few digits", "\\u0027\\u12 \\u", "'\\u12 \\u"},
    {"an escaped colour", "\\u001b[31mred\\u001b[0m", "red"},
    {"an escaped NUL", "\\u0000x", " x"},
    {"a Windows path is no JSON", "C:\\temp\\new\\x.txt", "C:\\temp\\new\\x.txt"},
    {"JSON in HTML", "{&quot;a&quot;:&quot;\\u0027b\\&quot;c&quot;}", "{\"a\":\"'b\"c\"}"},
    {"HTML in JSON", "\"\\u003cb\\u003ex\\u003c/b\\u003e \\u0026quot;\"", "\" x  \"\""},
    {"UTF-16", "\xFF\xFE" "e\0r\0r\0", "err"},
};

static struct str raw_of(size_t i)
{
    /* The last one holds NULs. */
    bool utf16 = i + 1 == ARRAY_LEN(vectors);
    return utf16 ? str_n(vectors[i].raw, 8) : str_of(vectors[i].raw);
}

static void cleans(void **state)
{
    (void)state;
    size_t wrong = 0;
    for (size_t i = 0; i < ARRAY_LEN(vectors); i++) {
        struct arena *a = arena_new();
        const struct query *q = query_read(a, raw_of(i));
        if (!str_eq(q->text, str_of(vectors[i].text))) {
            print_error("%s: gives [%.*s], not [%s]\n", vectors[i].comment, STR_ARG(q->text),
                        vectors[i].text);
            wrong++;
        }
        arena_free(a);
    }
    assert_int_equal(wrong, 0);
}

/* Where `found` stands in the clean text, `spelt` stands in the raw one. */
static void offsets_point_at_the_raw_bytes(void **state)
{
    (void)state;
    static const struct {
        const char *comment, *raw, *found, *spelt;
    } t[] = {
        {"nothing to clean", "an error 2607 here", "2607", "2607"},
        {"behind colours", "\x1b[31man\x1b[0m error \x1b[1m2607.\x1b[0m", "2607", "2607"},
        {"up to the next that is left", "\x1b[1m2607\x1b[0m.", "2607", "2607\x1b[0m"},
        {"behind entities", "&lt;x&gt; &amp;amp; 2607 &lt;", "2607", "2607"},
        {"an entity itself", "couldn&#39;t connect", "couldn't", "couldn&#39;t"},
        {"in nested JSON", "\\\"m\\\":\\\"\\\\\\\"x\\\\\\\" 2607\\\\r\\\\n\\\"", "2607", "2607"},
        {"a unit", "\\u0027caf\\u00e9\\u0027", "caf\u00E9", "caf\\u00e9"},
        {"line ends", "a\r\nb\r\n2607 c\r\n", "2607", "2607"},
        {"behind full-width letters", "ＡＢ 2607", "2607", "2607"},
        {"full-width digits are read as they are", "x \uFF12\uFF16 y", "\uFF12\uFF16", "\uFF12\uFF16"},
    };
    for (size_t i = 0; i < ARRAY_LEN(t); i++) {
        struct arena *a = arena_new();
        struct str raw = str_of(t[i].raw), found = str_of(t[i].found);
        const struct query *q = query_read(a, raw);
        size_t at = str_find(q->text, found);
        assert_true(at != STR_NOT_FOUND);
        size_t from = query_raw_offset(q, at), to = query_raw_offset(q, at + found.n);
        if (!str_eq(str_slice(raw, from, to), str_of(t[i].spelt)))
            fail_msg("%s: [%.*s]", t[i].comment, STR_ARG(str_slice(raw, from, to)));
        assert_int_equal(query_raw_offset(q, q->text.n), raw.n);
        assert_int_equal(query_raw_offset(q, SIZE_MAX), raw.n);
        arena_free(a);
    }
}

static void folded_offsets(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    const struct query *q = query_read(a, STR("  The “HOST…” 2607"));
    assert_true(str_eq(q->folded, STR("the \"host...\" 2607")));
    size_t at = str_find(q->folded, STR("host"));
    assert_int_equal(query_folded_to_text(q, at), str_find(q->text, STR("HOST")));
    at = str_find(q->folded, STR("2607"));
    assert_int_equal(query_folded_to_text(q, at), str_find(q->text, STR("2607")));
    assert_int_equal(query_folded_to_text(q, SIZE_MAX), q->text.n);
    arena_free(a);
}

static void codes_and_words(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    const struct query *q = query_read(a, STR("&quot;AADSTS50126&quot;: \x1b[31msign-in\x1b[0m failed"));
    assert_int_equal(q->code_count, 1);
    assert_int_equal(q->codes[0].value, 50126);
    assert_int_equal(q->token_count, 3);
    assert_true(str_eq(q->tokens[0].term, STR("sign")));
    arena_free(a);
}

static void limits(void **state)
{
    (void)state;
    size_t size = QUERY_BYTES_MAX + 2;
    char *big = malloc(size);
    memset(big, 'x', size);
    struct arena *a = arena_new();
    assert_true(query_read(a, str_n(big, size))->cut);
    assert_false(query_read(a, str_n(big, QUERY_BYTES_MAX))->cut);
    /* Cut before a character, not in it: what is good is not replaced. */
    memcpy(big + QUERY_BYTES_MAX - 1, "\u20AC", 3);
    const struct query *q = query_read(a, str_n(big, size));
    assert_int_equal(q->text.n, QUERY_BYTES_MAX - 1);
    for (size_t i = 0; i < size; i++)
        big[i] = "7 "[i % 2];
    q = query_read(a, str_n(big, size));
    assert_int_equal(q->code_count, CODES_MAX);
    for (size_t i = 0; i < size; i++)
        big[i] = "a "[i % 2];
    q = query_read(a, str_n(big, size));
    assert_int_equal(q->token_count, QUERY_TOKENS_MAX);
    arena_free(a);
    free(big);
}

static void check_laws(struct str raw)
{
    struct arena *a = arena_new();
    const struct query *q = query_read(a, raw);
    assert_int_equal(utf8_valid(q->text), q->text.n);
    for (size_t i = 0; i < q->text.n; i++) {
        unsigned char c = (unsigned char)q->text.p[i];
        bool c1 = c == 0xC2 && (unsigned char)q->text.p[i + 1] < 0xA0;
        assert_false((c < 0x20 && c != '\n' && c != '\t') || c == 0x7F || c1);
    }
    for (size_t i = 0; i <= q->text.n; i++) {
        assert_true(query_raw_offset(q, i) <= q->raw.n);
        assert_true(i == 0 || query_raw_offset(q, i) >= query_raw_offset(q, i - 1));
    }
    assert_int_equal(utf8_valid(q->folded), q->folded.n);
    for (size_t i = 0; i <= q->folded.n; i++) {
        assert_true(query_folded_to_text(q, i) <= q->text.n);
        assert_true(i == 0 || query_folded_to_text(q, i) >= query_folded_to_text(q, i - 1));
    }
    for (size_t i = 0; i < q->code_count; i++)
        assert_true(q->codes[i].at + q->codes[i].text.n <= q->text.n);
    for (size_t i = 0; i < q->token_count; i++)
        assert_true(q->tokens[i].end <= q->text.n);
    arena_free(a);
}

static void laws_of_random_bytes(void **state)
{
    (void)state;
    static const char *const pieces[] = {
        "\x1b", "[",    "]",     "\x07", "31m",   "\\",    "\\\"",  "\\u00", "\\ud83d", "\\ude00",
        "&",    "amp;", "&lt;",  "&#",   "x1b;",  "155;",  "<",     "b",     ">",       "</p>",
        "\r",   "\n",   "\xC2",  "\x9B", "\xC3",  "\xA9",  "\u20AC", "\xFF", "2607",    "0x80070005",
        "word", " ",    "\x7F",  "\x01", "\\r\\n", "\uFDFA", "ＥＲ", "\u0301", "\"",     "u001b",
    };
    struct random r = {9};
    struct buf b = BUF_INIT(4096);
    for (int round = 0; round < 4000; round++) {
        buf_clear(&b);
        for (size_t n = random_below(&r, 24); n; n--)
            buf_puts(&b, pieces[random_below(&r, ARRAY_LEN(pieces))]);
        check_laws(buf_str(&b));
    }
    buf_release(&b);
}

static void hostile_texts(void **state)
{
    (void)state;
    static const char *const fills[] = {"\x1b]", "\x1b[", "\x1b]\x1b[", "&", "&amp;", "&#", "<a ", "<",
                                        "\\", "\\u00", "\\\\\"", "&amp;amp;amp;", "\uFDFA"};
    size_t size = 1 << 17;
    char *text = malloc(size);
    for (size_t i = 0; i < ARRAY_LEN(fills); i++) {
        size_t n = strlen(fills[i]);
        for (size_t k = 0; k < size; k++)
            text[k] = fills[i][k % n];
        struct arena *a = arena_new();
        query_read(a, str_n(text, size / n * n));
        arena_free(a);
    }
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cleans),
        cmocka_unit_test(offsets_point_at_the_raw_bytes),
        cmocka_unit_test(folded_offsets),
        cmocka_unit_test(codes_and_words),
        cmocka_unit_test(limits),
        cmocka_unit_test(laws_of_random_bytes),
        cmocka_unit_test(hostile_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
