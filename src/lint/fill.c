#include "lint/fill.h"

#include "base/buf.h"
#include "text/template.h"
#include "text/token.h"

enum { WORDS_MAX = 256, FILLED_MAX = 4 * TEMPLATE_MAX };

/* What a placeholder's name says of its value. The values are made up, and no words of any message.
 */
static const struct value {
    const char *name; /* part of the name, in lower case */
    const char *values[3];
} values[] = {
    {"host", {"wkst-0417", "wkst-2093", "wkst-7781"}},
    {"server", {"srv-0417", "srv-2093", "srv-7781"}},
    {"computer", {"wkst-0417", "wkst-2093", "wkst-7781"}},
    {"machine", {"wkst-0417", "wkst-2093", "wkst-7781"}},
    {"domain", {"corp.contoso.com", "lab.contoso.com", "contoso.com"}},
    {"user", {"jdoe", "mmiller", "asmith"}},
    {"email", {"jdoe@contoso.com", "mmiller@contoso.com", "asmith@contoso.com"}},
    {"upn", {"jdoe@contoso.com", "mmiller@contoso.com", "asmith@contoso.com"}},
    {"account", {"123456789012", "210987654321", "345678901234"}},
    {"url", {"https://contoso.com/a", "https://contoso.com/b", "https://contoso.com/c"}},
    {"uri", {"https://contoso.com/a", "https://contoso.com/b", "https://contoso.com/c"}},
    {"path", {"/srv/qzx/one", "/srv/qzx/two", "/srv/qzx/three"}},
    {"file", {"qzx1.dat", "qzx2.dat", "qzx3.dat"}},
    {"guid",
     {"0f8fad5b-d9cb-469f-a165-70867728950e", "7c9e6679-7425-40de-944b-e07fc1f90ae7",
      "1b4e28ba-2fa1-11d2-883f-0016d3cca427"}},
    {"uuid",
     {"0f8fad5b-d9cb-469f-a165-70867728950e", "7c9e6679-7425-40de-944b-e07fc1f90ae7",
      "1b4e28ba-2fa1-11d2-883f-0016d3cca427"}},
    {"number", {"48213", "57902", "61377"}},
    {"count", {"48213", "57902", "61377"}},
    {"size", {"48213", "57902", "61377"}},
    {"days", {"13", "17", "42"}},
};
static const char *const other_values[] = {"qzxalpha", "qzxbeta", "qzxgamma", "qzxdelta"};

/* Words that stand in any sentence: alone they lead to nothing. */
static const char *const function_words[] = {
    "a",     "an",   "and",  "any",   "are",   "as",   "at",    "be",    "been", "but",  "by",
    "can",   "did",  "do",   "does",  "for",   "from", "had",   "has",   "have", "he",   "how",
    "i",     "if",   "in",   "into",  "is",    "it",   "its",   "may",   "more", "most", "must",
    "my",    "no",   "not",  "of",    "on",    "one",  "or",    "our",   "out",  "s",    "she",
    "so",    "some", "such", "t",     "than",  "that", "the",   "their", "them", "then", "there",
    "they",  "this", "to",   "too",   "up",    "was",  "we",    "were",  "what", "when", "which",
    "while", "who",  "will", "with",  "would", "you",  "your",  "der",   "die",  "das",  "den",
    "dem",   "ein",  "eine", "einer", "und",   "oder", "nicht", "ist",   "sind", "wird", "zu",
    "von",   "mit",  "im",   "auf",   "sie",   "es",
};

static bool contains(struct str name, const char *part)
{
    return str_ifind(name, str_of(part)) != STR_NOT_FOUND;
}

static const char *value_of(struct str name, size_t turn)
{
    for (size_t i = 0; i < ARRAY_LEN(values); i++)
        if (contains(name, values[i].name))
            return values[i].values[turn % ARRAY_LEN(values[i].values)];
    return other_values[turn % ARRAY_LEN(other_values)];
}

struct str lint_fill(struct arena *a, struct str tmpl)
{
    size_t count, turn = 0;
    const struct template_piece *pieces = template_parse(a, tmpl, &count);
    struct buf out = BUF_INIT(FILLED_MAX);
    for (size_t i = 0; i < count; i++) {
        if (pieces[i].placeholder)
            buf_puts(&out, value_of(pieces[i].text, turn++));
        else
            buf_put(&out, pieces[i].text);
    }
    struct str text = arena_dup(a, buf_str(&out));
    buf_release(&out);
    return text;
}

static bool is_function_word(struct str term)
{
    for (size_t i = 0; i < ARRAY_LEN(function_words); i++)
        if (str_eq(term, str_of(function_words[i])))
            return true;
    return false;
}

struct lint_wording lint_wording(struct arena *a, struct str tmpl)
{
    struct lint_wording w = {0};
    size_t count;
    const struct template_piece *pieces = template_parse(a, tmpl, &count);
    for (size_t i = 0; i < count; i++) {
        if (pieces[i].placeholder) {
            w.placeholders++;
            continue;
        }
        size_t n;
        const struct token *tokens = token_split(a, pieces[i].text, WORDS_MAX, &n);
        for (size_t k = 0; k < n; k++)
            w.words += !(tokens[k].flags & TOKEN_PART) && !is_function_word(tokens[k].term);
    }
    return w;
}

bool lint_speaks_of_error(struct arena *a, struct str text)
{
    static const struct str errors[] = {
        STR_INIT("error"),     STR_INIT("errors"), STR_INIT("message"),      STR_INIT("messages"),
        STR_INIT("exception"), STR_INIT("fehler"), STR_INIT("fehlermeldung")};
    static const struct str nones[] = {STR_INIT("no"), STR_INIT("without"), STR_INIT("kein"),
                                       STR_INIT("ohne")};
    size_t n;
    const struct token *tokens = token_split(a, text, WORDS_MAX, &n);
    for (size_t i = 0; i < n; i++)
        if (str_in(tokens[i].term, errors, ARRAY_LEN(errors)) && !(tokens[i].flags & TOKEN_PART))
            return i > 0 && !str_in(tokens[i - 1].term, nones, ARRAY_LEN(nones));
    return false;
}
