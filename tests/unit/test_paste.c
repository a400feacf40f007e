/* Every row of every table of what pasting does is undone as its samples say. */
#include "text/paste.h"

#include "text/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static const struct paste_table *const tables[] = {&paste_escapes, &paste_mojibake, &paste_marks,
                                                   &paste_lines};

static size_t check_sample(struct arena *a, const struct paste_table *t, const struct paste_row *r,
                           const struct paste_sample *sample)
{
    struct pass p = {.arena = a, .in = str_of(sample->in)};
    /* Escapes within escapes take several times; each sample is of one. */
    struct paste_table once = *t;
    once.times = 1;
    paste_run(&p, &once);
    if (str_eq(p.in, str_of(sample->out)))
        return 0;
    print_error("%s, %s: [%s] gives [%.*s], not [%s]\n", t->name, r->name, sample->in,
                STR_ARG(p.in), sample->out);
    return 1;
}

static void samples(void **state)
{
    (void)state;
    size_t wrong = 0;
    for (size_t i = 0; i < ARRAY_LEN(tables); i++)
        for (size_t k = 0; k < tables[i]->count; k++) {
            const struct paste_row *r = &tables[i]->rows[k];
            size_t undone = 0;
            struct arena *a = arena_new();
            for (size_t n = 0; n < ARRAY_LEN(r->samples) && r->samples[n].in; n++) {
                wrong += check_sample(a, tables[i], r, &r->samples[n]);
                undone += strcmp(r->samples[n].in, r->samples[n].out) != 0;
            }
            arena_free(a);
            if (undone == 0)
                fail_msg("%s, %s: no sample of what it undoes", tables[i]->name, r->name);
        }
    assert_int_equal(wrong, 0);
}

/* Words that the tests' lexicon has. */
static bool knows(void *ctx, struct str word)
{
    (void)ctx;
    static const struct str words[] = {
        STR_INIT("invalid"), STR_INIT("in"),      STR_INIT("a"),        STR_INIT("base"),
        STR_INIT("class"),   STR_INIT("list"),    STR_INIT("is"),       STR_INIT("not"),
        STR_INIT("member"),  STR_INIT("of"),      STR_INIT("identifier"), STR_INIT("found"),
        STR_INIT("loss"),    STR_INIT("possible"), STR_INIT("data"),    STR_INIT("connection"),
        STR_INIT("overloaded"), STR_INIT("over"), STR_INIT("loaded"),   STR_INIT("matching"),
        STR_INIT("keyword"), STR_INIT("the"),     STR_INIT("could"),    STR_INIT("be"),
        STR_INIT("made"),    STR_INIT("non"),     STR_INIT("standard"), STR_INIT("syntax"),
        STR_INIT("clas"),    STR_INIT("s"),       STR_INIT("valid")};
    return str_in(word, words, ARRAY_LEN(words));
}

static void broken_words(void **state)
{
    (void)state;
    static const struct {
        const char *comment, *in, *out, *unknown; /* with the lexicon, without it (NULL: as given) */
    } t[] = {
        {"nothing to join", "a b\nc", "a b\nc", NULL},
        {"in the middle of a word, at a window's end",
         "x.cxx(60,24): error C2518: keyword 'typename' is invali\nd in a base class list",
         "x.cxx(60,24): error C2518: keyword 'typename' is invalid in a base class list", NULL},
        {"between two words",
         "C:/C/d/x.cxx(471,58): error C2039: 'bind2nd': is not a member\nof 'std'",
         "C:/C/d/x.cxx(471,58): error C2039: 'bind2nd': is not a member\nof 'std'", NULL},
        {"indented as its line is",
         "     C:/Users/user/src/rsync/x.h(237): error: identifier not fou\n     nd",
         "     C:/Users/user/src/rsync/x.h(237): error: identifier not found", NULL},
        {"indented deeper: another line",
         "C:/Users/user/src/rsync/x.h(237): error: identifier not fou\n     nd",
         "C:/Users/user/src/rsync/x.h(237): error: identifier not fou\n     nd", NULL},
        {"a short line ends by itself", "invali\nd", "invali\nd", NULL},
        {"both halves are words, and no width shows",
         "no matching function, the function is over\nloaded and could not be made",
         "no matching function, the function is over\nloaded and could not be made", NULL},
        {"one half is a letter, which is no word of its own",
         "no matching function of that syntax in the list clas\ns could be found",
         "no matching function of that syntax in the list class could be found", NULL},
        {"a short word that every text has",
         "no matching function of that syntax in the list is in\nvalid and not a member",
         "no matching function of that syntax in the list is in\nvalid and not a member", NULL},
        {"both are, and two lines are full",
         "it could not be found, and it could not be made, this identifier\n"
         "xxxxxxx could not be found, and it could not be made, it is over\nloaded and so",
         "it could not be found, and it could not be made, this identifier\n"
         "xxxxxxx could not be found, and it could not be made, it is overloaded and so", NULL},
        {"a code", "An error occurred when the client connected: 0x8007\n0005 x",
         "An error occurred when the client connected: 0x80070005 x",
         "An error occurred when the client connected: 0x80070005 x"},
        {"a code and a number", "An error occurred when the client connected: 0x80070005\n12 x",
         "An error occurred when the client connected: 0x80070005\n12 x", NULL},
        {"a page's hyphen", "the client lost its connec-\ntion", "the client lost its connection",
         "the client lost its connection"},
        {"a hyphen of its own", "the client has a non-\nstandard syntax",
         "the client has a non-\nstandard syntax", "the client has a nonstandard syntax"},
        {"a hyphen before a name", "the client lost its non-\nUTF text",
         "the client lost its non-\nUTF text", NULL},
        {"a stray blank", "possible lo ss of data", "possible loss of data", NULL},
        {"blanks between words and unknown ones", "loss of xx yy a list", "loss of xx yy a list", NULL},
    };
    const struct lexicon lexicon = {knows, NULL};
    for (size_t i = 0; i < ARRAY_LEN(t); i++)
        for (int with = 0; with < 2; with++) {
            struct arena *a = arena_new();
            struct pass p = {.arena = a, .in = str_of(t[i].in)};
            paste_join(&p, with ? &lexicon : NULL);
            const char *out = with ? t[i].out : t[i].unknown ? t[i].unknown : t[i].in;
            if (!str_eq(p.in, str_of(out)))
                fail_msg("%s%s: [%.*s]", t[i].comment, with ? "" : ", unknown", STR_ARG(p.in));
            arena_free(a);
        }
}

static void levels(void **state)
{
    (void)state;
    static const struct {
        const char *comment, *in, *out;
    } t[] = {
        {"HTML three times", "&amp;amp;lt;x&amp;amp;gt;", "<x>"},
        {"JSON three times", "\\\\\\\"a\\\\\\\"", "\"a\""},
        {"JSON in JSON in HTML", "{&quot;m&quot;:&quot;{\\&quot;n\\&quot;:\\&quot;a\\\\r\\\\nb\\&quot;}&quot;}",
         "{\"m\":\"{\"n\":\"a \nb\"}\"}"},
        {"a URL in JSON", "\\\"https:\\/\\/x?d=a%3A%20b\\\"", "\"https://x?d=a: b\""},
        {"a URL twice", "x?d=a%253A%2520b", "x?d=a: b"},
        {"mojibake in units", "\\\"couldn\\u00e2\\u0080\\u0099t\\\"", "\"couldn\u2019t\""},
        {"twice", "couldn\u00C3\u00A2\u00E2\u201A\u00AC\u00E2\u201E\u00A2t", "couldn\u2019t"},
        {"colours written in JSON", "\\u001b[31mx\\u001b[0m \\\"", "x \""},
        {"a quoted box in HTML", "&gt; \u2502 Error: x<br>&gt; \u2502   y", "  Error: x\n    y"},
    };
    for (size_t i = 0; i < ARRAY_LEN(t); i++) {
        struct arena *a = arena_new();
        struct paste p = paste_undo(a, str_of(t[i].in), NULL);
        if (!str_eq(p.text, str_of(t[i].out)))
            fail_msg("%s: [%.*s]", t[i].comment, STR_ARG(p.text));
        arena_free(a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(samples),
        cmocka_unit_test(broken_words),
        cmocka_unit_test(levels),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
