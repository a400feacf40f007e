/* Templates as patterns: what they match, what they capture, what they cost. */
#include "match/pattern.h"

#include "base/buf.h"
#include "match/weights.h"
#include "tests/support/random.h"
#include "text/fold.h"
#include "text/template.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <cmocka.h>

/* "no", "gave up", or "[whole] name=value name=value" in folded text. */
static void match_line(struct buf *out, const char *tmpl, struct str text)
{
    struct arena *a = arena_new();
    struct err err = {0};
    struct pattern *p = pattern_compile(a, str_of(tmpl), &err);
    struct buf folded = BUF_INIT(1 << 20);
    fold(text, &folded, NULL);
    if (!p) {
        assert_int_equal(err.code, ERR_INVALID);
        buf_puts(out, "refused");
        goto out;
    }
    struct pattern_span whole, span;
    enum pattern_result result = pattern_match(p, buf_str(&folded), 0, &whole);
    if (result != PATTERN_YES) {
        buf_puts(out, result == PATTERN_NO ? "no" : "gave up");
        goto out;
    }
    buf_printf(out, "[%.*s]", STR_ARG(str_slice(buf_str(&folded), whole.start, whole.end)));
    for (size_t i = 0; i < pattern_captures(p); i++) {
        struct str name = pattern_capture(p, i, &span);
        assert_true(span.start >= whole.start && span.end <= whole.end);
        buf_printf(out, " %.*s=%.*s", STR_ARG(name),
                   STR_ARG(str_trim(str_slice(buf_str(&folded), span.start, span.end))));
    }
out:
    pattern_free(p);
    buf_release(&folded);
    arena_free(a);
}

static const struct {
    const char *comment, *tmpl, *text, *line;
} vectors[] = {
    {"no placeholder", "Sign in failed", "Sorry. Sign in failed!", "[sign in failed]"},
    {"case and quotes are folded", "Can\u2019t connect", "CAN'T CONNECT", "[can't connect]"},
    {"quotes may vanish", "Can't open \"it\"", "cant open it now", "[cant open it]"},
    {"white space is free", "a long  way", "a\n  long\tway", "[a long way]"},
    {"white space may vanish", "error : x", "error:x", "[error:x]"},
    {"full stops may vanish", "Failed. Try again, please.", "failed try again please",
     "[failed try again please]"},
    {"nothing else may vanish", "a-b", "a b", "no"},
    {"another word", "Sign in failed", "sign in worked", "no"},
    {"a placeholder inside", "connect to {NAME}. Sign in", "connect to Session Host 7. Sign in",
     "[connect to session host 7. sign in] NAME=session host 7"},
    {"an empty value", "connect to {NAME}. Sign in", "connect to . sign in",
     "[connect to . sign in] NAME="},
    {"two", "{a} of {b} done", "3 of 4 done", "[of 4 done] b=4"},
    {"in quotes", "'{a}' is not a member of '{b}'", "'x' is not a member of 'y::z'",
     "['x' is not a member of 'y::z'] a=x b=y::z"},
    {"a quoted value holds no quote", "file '{a}' is gone", "file 'x' and 'y' is gone", "no"},
    {"at the end: one word", "cannot find {file}", "cannot find a.txt in there",
     "[cannot find a.txt] file=a.txt"},
    {"at the end behind a no-break space", "cannot find\u00A0{file}", "cannot find a.txt",
     "[cannot find a.txt] file=a.txt"},
    {"at the end with a full stop", "cannot find {file}.", "cannot find a.txt. x",
     "[cannot find a.txt.] file=a.txt."},
    {"at the beginning: left out", "{file} cannot be found", "a.txt cannot be found",
     "[cannot be found]"},
    {"in quotes at the beginning", "\"{file}\" is gone", "the \"x y\" is gone",
     "[\"x y\" is gone] file=x y"},
    {"without a name", "a {} b {} c", "a 1 b 2 c", "[a 1 b 2 c] 1=1 2=2"},
    {"the same name twice", "from {x} to {x}.", "from 1 to 2.", "[from 1 to 2.] x=1 x=2."},
    {"adjacent placeholders are one", "a {x}{y} b", "a 1 b", "[a 1 b] x=1"},
    {"literal braces", "expected {{x}}", "expected {x}", "[expected {x]"},
    {"metacharacters are literal", "a.*+?()[]{{}}|^$\\b", "a.*+?()[]{}|^$\\b",
     "[a.*+?()[]{}|^$\\b]"},
    {"and nothing else", "a(x|y)*b", "axyb", "no"},
    {"a character class is literal", "[a-z] x", "b x", "no"},
    {"an escape is literal", "\\d x", "5 x", "no"},
    {"the end of a quotation is literal", "a\\Eb\\Q", "a\\eb\\q", "[a\\eb\\q]"},
    {"a comment is literal", "a(?#b)c", "a(?#b)c", "[a(?#b)c]"},
    {"a start option is literal", "(*UTF)x", "(*utf)x", "[utf)x]"},
    {"beyond ASCII", "Gerät {x} ist weg", "GERÄT Ärger ist weg", "[gerät ärger ist weg] x=ärger"},
    {"beyond ASCII in any form", "Gerät weg", "Gera\u0308t weg", "[gerät weg]"},
    {"across lines", "could not open {file}: denied", "could not open\nC:\\x\n: denied",
     "[could not open c:\\x : denied] file=c:\\x"},
    {"the first place counts", "a {x} b", "a 1 b a 2 b", "[a 1 b] x=1"},
    {"nothing literal", "{x}", "abc", "refused"},
    {"nothing literal but signs", "'{x}': {y}!", "'a': b!", "refused"},
    {"empty", "", "abc", "refused"},
    {"white space", "  ", "abc", "refused"},
};

static void matches(void **state)
{
    (void)state;
    size_t wrong = 0;
    struct buf got = BUF_INIT(4096);
    for (size_t i = 0; i < ARRAY_LEN(vectors); i++) {
        buf_clear(&got);
        match_line(&got, vectors[i].tmpl, str_of(vectors[i].text));
        if (str_eq(buf_str(&got), str_of(vectors[i].line)))
            continue;
        print_error("%s: %s in \"%s\" gives %.*s, not %s\n", vectors[i].comment, vectors[i].tmpl,
                    vectors[i].text, STR_ARG(buf_str(&got)), vectors[i].line);
        wrong++;
    }
    buf_release(&got);
    assert_int_equal(wrong, 0);
}

static void looks_from_a_place_on(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    struct err err;
    struct pattern *p = pattern_compile(a, STR("a {x} b"), &err);
    struct pattern_span whole;
    struct str text = STR("a 1 b a 2 b");
    assert_int_equal(pattern_match(p, text, 1, &whole), PATTERN_YES);
    assert_int_equal(whole.start, 6);
    assert_int_equal(pattern_match(p, text, text.n, &whole), PATTERN_NO);
    assert_int_equal(pattern_match(p, STR_NONE, 0, &whole), PATTERN_NO);
    /* It may begin a little later, not anywhere. */
    struct buf far = BUF_INIT(1 << 16);
    buf_repeat(&far, '.', PATTERN_REACH);
    buf_puts(&far, "a 1 b");
    assert_int_equal(pattern_match(p, buf_str(&far), 0, &whole), PATTERN_YES);
    buf_clear(&far);
    buf_repeat(&far, '.', PATTERN_REACH + 1);
    buf_puts(&far, "a 1 b");
    assert_int_equal(pattern_match(p, buf_str(&far), 0, &whole), PATTERN_NO);
    assert_int_equal(pattern_match(p, buf_str(&far), 1, &whole), PATTERN_YES);
    buf_release(&far);
    pattern_free(p);
    arena_free(a);
}

static void a_value_has_a_largest_size(void **state)
{
    (void)state;
    struct buf text = BUF_INIT(4096), line = BUF_INIT(4096);
    for (int more = 0; more < 2; more++) {
        buf_clear(&text);
        buf_clear(&line);
        buf_puts(&text, "a '");
        for (int i = 0; i < CAPTURE_MAX + more; i++)
            buf_puts(&text, "é");
        buf_puts(&text, "' b");
        match_line(&line, "a '{x}' b", buf_str(&text));
        assert_int_equal(str_eq(buf_str(&line), STR("no")), more);
    }
    buf_release(&text);
    buf_release(&line);
}

/* Too many steps end the search; the text is as long as any query can be. */
static void gives_up(void **state)
{
    (void)state;
    struct str fill = STR("a b ");
    struct buf text = BUF_INIT(1 << 20), line = BUF_INIT(64);
    while (!text.cut)
        buf_put(&text, fill);
    memcpy(text.p + text.n - 4, "a. d", 4);
    match_line(&line, "a {x} b {y} a {z} b c", buf_str(&text));
    assert_true(str_eq(buf_str(&line), STR("no"))); /* nothing to find, and PCRE2 sees it at once */
    buf_clear(&line);
    memcpy(text.p + text.n - 4, "bc d", 4);
    match_line(&line, "a {x} b {y} a {z} b c", buf_str(&text));
    assert_true(str_eq(buf_str(&line), STR("gave up")));
    buf_clear(&line);
    match_line(&line, "a {x} c", buf_str(&text));
    assert_true(str_eq(buf_str(&line), STR("no")));
    buf_release(&text);
    buf_release(&line);
}

static void large_templates(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    struct err err;
    struct buf tmpl = BUF_INIT(1 << 20);
    buf_repeat(&tmpl, 'x', TEMPLATE_MAX);
    struct pattern *p = pattern_compile(a, buf_str(&tmpl), &err);
    assert_non_null(p);
    pattern_free(p);
    static const char *const fills[] = {"x", "{}x", "\uFDFA", "\u0307", "{{", "'", " "};
    for (size_t i = 0; i < ARRAY_LEN(fills); i++) {
        buf_clear(&tmpl);
        buf_puts(&tmpl, "x");
        while (tmpl.n + 8 < (i % 2 ? 16u << 10 : 1u << 20))
            buf_puts(&tmpl, fills[i]);
        pattern_free(pattern_compile(a, buf_str(&tmpl), &err)); /* refused or not: no crash */
    }
    buf_release(&tmpl);
    arena_free(a);
}

/* A random template, and the same with values in the place of its placeholders. */
static void random_template(struct random *r, struct buf *tmpl, struct buf *text)
{
    static const char *const words[] = {"connect", "to", "Host", "the", "'", "\"", ":", ".", " ", "-",
                                        "(", ")",  "[",  "]",    "*",   "+", "?", "\\", "|", "^",
                                        "$", "é",  "ﬁ",  "\u00A0", "2607", "{{", "}}", "#", "/", "x"};
    static const char *const values[] = {"host-7", "10.0.0.1", "C:\\x", "a b", "Ｎ", "é", "7", "(x)"};
    buf_clear(tmpl);
    buf_clear(text);
    buf_puts(tmpl, "error");
    buf_puts(text, "error");
    size_t placeholders = 0;
    for (size_t n = 1 + random_below(r, 14); n; n--) {
        if (random_below(r, 4) == 0 && placeholders++ < 3) {
            const char *value = values[random_below(r, ARRAY_LEN(values))];
            buf_puts(tmpl, " {x} of");
            buf_printf(text, " %s of", value);
            continue;
        }
        const char *word = words[random_below(r, ARRAY_LEN(words))];
        buf_puts(tmpl, word);
        buf_puts(text, word[0] == '{' ? "{" : word[0] == '}' ? "}" : word);
    }
}

static void a_filled_template_matches(void **state)
{
    (void)state;
    struct random r = {10};
    struct buf tmpl = BUF_INIT(4096), text = BUF_INIT(4096), line = BUF_INIT(8192);
    for (int round = 0; round < 5000; round++) {
        random_template(&r, &tmpl, &text);
        buf_clear(&line);
        match_line(&line, buf_cstr(&tmpl), buf_str(&text));
        if (line.p[0] != '[')
            fail_msg("%.*s does not match \"%.*s\": %.*s", STR_ARG(buf_str(&tmpl)),
                     STR_ARG(buf_str(&text)), STR_ARG(buf_str(&line)));
    }
    buf_release(&tmpl);
    buf_release(&text);
    buf_release(&line);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(matches),
        cmocka_unit_test(looks_from_a_place_on),
        cmocka_unit_test(a_value_has_a_largest_size),
        cmocka_unit_test(gives_up),
        cmocka_unit_test(large_templates),
        cmocka_unit_test(a_filled_template_matches),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
