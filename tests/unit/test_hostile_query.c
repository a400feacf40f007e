/* Queries that nobody means well with: each has its outcome, within bounded work. */
#include "match/findings.h"
#include "match/query.h"
#include "tests/support/small_kb.h"
#include "text/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <cmocka.h>

enum { BIG = 1 << 20, LARGE = 1 << 15 };

struct state {
    struct kb *kb;
    struct matcher *matcher;
    struct arena *arena;
};

static struct answer ask(struct state *s, struct str text)
{
    struct matcher_query q = {.text = text, .limit = 3};
    struct answer a;
    struct err err;
    arena_reset(s->arena);
    assert_int_equal(matcher_run(s->matcher, &q, s->arena, &a, &err), 0);
    return a;
}

/* `piece` over and over, `size` bytes of it; freed by the caller. */
static struct str repeat(const char *piece, size_t size)
{
    char *text = malloc(size);
    size_t n = strlen(piece);
    assert_non_null(text);
    for (size_t i = 0; i < size; i++)
        text[i] = piece[i % n];
    return str_n(text, size);
}

/* ---- a known message in disguise ------------------------------------------------------------- */

static void disguises(void **state)
{
    static const struct {
        const char *comment, *text, *id;
    } t[] = {
        {"Cyrillic letters in Latin words",
         "Err\u043Er valid\u0430ting cr\u0435dentials due to inv\u0430lid username or p\u0430ssword.", "#6"},
        {"Greek ones", "Err\u03BFr validating credentials due t\u03BF in\u03BDalid username \u03BFr password.", "#6"},
        {"in a code", "A\u0410DSTS50126", "#6"},
        {"zero-width spaces in words",
         "Err\u200Bor valid\u200Bating creden\u200Btials due to in\u200Bvalid user\u200Bname or password.", "#6"},
        {"joiners and soft hyphens", "creden\u00ADtials valid\u200Dating, in\u2060valid username or pass\uFEFFword", "#6"},
        {"a zero-width space in a code", "0x8007\u200B0005", "#5"},
        {"marks of direction", "\u202Berror \u200F2607\u202C \u2066x\u2069", "#0"},
        {"an override", "\u202Eerror\u202C 0x80070005", "#5"},
        {"full-width letters",
         "\uFF25\uFF52\uFF52\uFF4F\uFF52 validating credentials due to invalid username or password.", "#6"},
        {"escaped four times",
         "\\\\\\\\\\\\\\\"AADSTS50126: Error validating credentials\\\\\\\\\\\\\\\"", "#6"},
        {"HTML five times", "&amp;amp;amp;amp;quot;AADSTS50126&amp;amp;amp;amp;quot;", "#6"},
        {"half a surrogate pair", "\\u0022 error \\ud800 2607 \\udc00", "#0"},
        {"accents on every letter", "e\u0301r\u0301r\u0301o\u0301r 2607", "#0"},
    };
    for (size_t i = 0; i < ARRAY_LEN(t); i++) {
        struct answer a = ask(*state, str_of(t[i].text));
        struct str id = a.match_count ? a.matches[0].entry.entry.id : STR("nothing");
        if (a.verdict != VERDICT_MATCH || !str_ends(id, str_of(t[i].id)))
            fail_msg("%s: %s %.*s", t[i].comment, verdict_name(a.verdict), STR_ARG(id));
    }
    struct answer a = ask(*state, str_n("error\0 2607\0", 12));
    assert_int_equal(a.verdict, VERDICT_MATCH);
}

/* ---- nothing to find ------------------------------------------------------------------------- */

static void nothing_in_it(void **state)
{
    static const struct {
        const char *comment, *text;
    } t[] = {
        {"stop words", "the of and to in is it that for on was with as be at by"},
        {"punctuation", "?!...,,;:-- ((())) [[]] {{}} <<>> ///\\\\\\ ''\"\"``"},
        {"one digit", "7"},
        {"digits", "0000000000000000000000000000000000000000"},
        {"groups of digits", "12 345 6789 01234 567890 1234567 89012345"},
        {"emoji", "\U0001F600\U0001F4A9\U0001F469\u200D\U0001F4BB \U0001F1E9\U0001F1EA"},
        {"characters of no width", "\u200B\u200C\u200D\u2060\uFEFF\u00AD"},
        {"escape sequences", "\x1b[31m\x1b[0m\x1b]0;x\x07\x1b"},
        {"surrogates", "\\ud800\\ud800\\udfff \\\""},
        {"replacement characters", "\uFFFD\uFFFD\uFFFD"},
        {"private characters", "\uE000\uF8FF\U0010FFFD"},
        {"marks without a letter", "\u0301\u0302\u0303"},
        {"a GUID", "00000000-78b8-44f9-9576-000000000000"},
        {"a timestamp", "2021-09-13T23:21:24.123Z"},
        {"buttons", "[OK] [Cancel]"},
    };
    for (size_t i = 0; i < ARRAY_LEN(t); i++) {
        struct answer a = ask(*state, str_of(t[i].text));
        if (a.verdict != VERDICT_NONE)
            fail_msg("%s: %s %.*s", t[i].comment, verdict_name(a.verdict),
                     STR_ARG(a.matches[0].entry.entry.id));
    }
}

/* ---- too much of it -------------------------------------------------------------------------- */

static size_t asked;

static bool counts(void *ctx, struct str word)
{
    (void)ctx;
    (void)word;
    asked++;
    return false;
}

static const char *const fills[] = {
    "x",          "x ",        " ",          "\n",         "7",         "7 ",        "0x80070005 ",
    "AADSTS50126 ", "C2039\n", "the of ",    "?! ",        "\U0001F600", "\u200B",   "\u202E",
    "\u043Ea",    "\u0430",    "a\u0301",    "\u00E2\u20AC\u2122", "\u00C3\u0192", "&amp;", "&#x41;",
    "&",          "<b>",       "<",          "\\",         "\\\"",      "\\n.",      "\\u0041",
    "\\ud800",    "\\xe2",     "\\342\\200", "%25",        "%20%3A",    "=E2=80",    "#012",
    "^[[1m",      "\x1b[",     "\x1b]",      "[0;1m",      "[",         "] [",       "(?",
    "[1/2] ",     "1>",        "> ",         "| ",         "# x\n",     "// a\n",    "2021-09-13 ",
    "12:30:05 ",  "Jul  9 ",   "a.b.c.",     "a.c(1):",    "a.c:1:",    "C:\\a b\\", "C:\\",
    "\\\\x\\y ",  "Trace ID: ", "0123abcd",  "00000000-",  "-\n",       "a-\nb ",    "ab\ncd ",
    "ab cd ",     "---\n",     "[OK]\n",     "INFO [x] ",  "npm ERR! ", "{{{{",      "\"a\":",
    "error 2607\n", "The logon attempt failed. ",
};

static void check_reading(struct arena *a, struct str text, const char *fill)
{
    const struct lexicon lexicon = {counts, NULL};
    asked = 0;
    const struct query *q = query_read_knowing(a, text, &lexicon);
    if (asked > PASTE_JOINS_MAX)
        fail_msg("[%s]: %zu words asked for", fill, asked);
    assert_true(q->text.n <= q->raw.n);
    assert_int_equal(utf8_valid(q->text), q->text.n);
    assert_true(q->token_count <= QUERY_TOKENS_MAX && q->code_count <= CODES_MAX);
    assert_true(q->noise_count <= q->text.n + 1 && q->segment_count <= q->text.n + 1);
    for (size_t i = 1; i < q->segment_count; i++)
        assert_true(q->segments[i].start >= q->segments[i - 1].end);
}

static void megabytes(void **state)
{
    struct state *s = *state;
    for (size_t i = 0; i < ARRAY_LEN(fills); i++) {
        /* The first ones: one word, one letter and a blank, blanks, empty lines, one number. */
        struct str text = repeat(fills[i], i < 5 ? BIG : LARGE);
        arena_reset(s->arena);
        check_reading(s->arena, text, fills[i]);
        struct answer a = ask(s, text);
        assert_true(a.verdict == VERDICT_NONE || a.match_count > 0);
        free((void *)(uintptr_t)text.p);
    }
}

/* The same to lookup --all: so many messages are looked up and no more. */
static void megabytes_of_findings(void **state)
{
    struct state *s = *state;
    for (size_t i = 0; i < ARRAY_LEN(fills); i++) {
        struct str text = repeat(fills[i], LARGE / 2);
        struct matcher_query q = {.text = text, .limit = 3};
        struct findings f;
        struct err err;
        arena_reset(s->arena);
        assert_int_equal(matcher_run_all(s->matcher, &q, s->arena, &f, &err), 0);
        assert_true(f.count <= FINDINGS_MAX);
        for (size_t k = 0; k < f.count; k++)
            assert_true(f.items[k].line_count <= FINDINGS_LINES_MAX && f.items[k].count > 0);
        free((void *)(uintptr_t)text.p);
    }
}

static void many_codes(void **state)
{
    struct str text = repeat("AADSTS90001 ", 100000 * 12);
    struct answer a = ask(*state, text);
    assert_int_equal(a.verdict, VERDICT_NONE);
    assert_true(a.code_count <= CODES_MAX);
    assert_true(a.query_cut);
    free((void *)(uintptr_t)text.p);
}

int main(void)
{
    struct err err;
    struct state s = {.kb = small_kb_begin(&err), .arena = arena_new()};
    if (!s.kb || kb_commit(s.kb, &err) != 0)
        return 1;
    s.matcher = matcher_new(&s.kb, 1, &err);
    if (!s.matcher)
        return 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_prestate(disguises, &s),
        cmocka_unit_test_prestate(nothing_in_it, &s),
        cmocka_unit_test_prestate(megabytes, &s),
        cmocka_unit_test_prestate(megabytes_of_findings, &s),
        cmocka_unit_test_prestate(many_codes, &s),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    matcher_free(s.matcher);
    kb_close(s.kb);
    arena_free(s.arena);
    return failed;
}
