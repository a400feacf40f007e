#include "report/words.h"

#include "text/template.h"

enum {
    OTHERS_SHOWN = 2,  /* beside a match */
    GUESSES_SHOWN = 3, /* where there is none */
};

static const double OTHERS_CONFIDENCE = 0.2; /* below it, another candidate is only noise */
static const double GUESS_CONFIDENCE = 0.05; /* below it, not even a guess */

/* A confidence in words: the first row whose floor it reaches. */
static const struct {
    double floor;
    const char *words;
} SURE[] = {
    {0.95, "This is it"},
    {0.85, "Almost certainly this"},
    {0.70, "Very likely this"},
    {0.50, "Probably this"},
    {0.00, "Perhaps this"},
};

static const char *const MATCHED_BY[] = {
    [TIER_CODE] = "Matched by its code",
    [TIER_PATTERN] = "Matched by its message",
    [TIER_FUZZY] = "Matched by most of its words",
    [TIER_NONE] = "Matched",
};

const char *words_for(double confidence)
{
    for (size_t i = 0; i < ARRAY_LEN(SURE); i++)
        if (confidence >= SURE[i].floor)
            return SURE[i].words;
    return SURE[ARRAY_LEN(SURE) - 1].words;
}

unsigned words_percent(double confidence)
{
    double p = confidence * 100.0 + 0.5;
    return p >= 99.0 ? 99 : p >= 1.0 ? (unsigned)p : 1;
}

const char *words_matched_by(const struct match *m)
{
    bool piece = m->span_end > m->span_start;
    if (m->tier == TIER_NONE || (!piece && m->code.n == 0 && m->capture_count == 0))
        return NULL;
    if (m->tier == TIER_CODE && m->pattern.n)
        return "Matched by its code and its message";
    return MATCHED_BY[m->tier];
}

struct str words_piece(const struct match *m, struct str query)
{
    /* Where a code decided and no message, the words around it say nothing new. */
    if (m->tier == TIER_CODE && m->pattern.n == 0)
        return STR_NONE;
    return str_trim(str_slice(query, m->span_start, m->span_end));
}

size_t words_others(const struct answer *a)
{
    size_t n = 0;
    while (n + 1 < a->match_count && n < OTHERS_SHOWN &&
           a->matches[n + 1].confidence >= OTHERS_CONFIDENCE)
        n++;
    return n;
}

size_t words_guesses(const struct answer *a)
{
    size_t n = 0;
    while (n < a->match_count && n < GUESSES_SHOWN && a->matches[n].confidence >= GUESS_CONFIDENCE)
        n++;
    return n;
}

struct str words_message(const struct match *m, struct arena *a)
{
    const struct entry *e = &m->entry.entry;
    if (m->pattern.n)
        return STR_NONE;
    for (size_t i = 0; i < e->signature_count; i++) {
        if (e->signatures[i].kind != SIGNATURE_MESSAGE)
            continue;
        struct str message = template_display(a, e->signatures[i].text);
        return str_ifind(e->title, message) == STR_NOT_FOUND ? message : STR_NONE;
    }
    return STR_NONE;
}

bool words_show_code(const struct answer *a, size_t i, struct str query)
{
    const struct code *c = &a->codes[i].code;
    if (c->ns == CODE_NUMBER && (c->flags & (CODE_WEAK | CODE_GENERIC)) &&
        !(c->flags & CODE_HAS_CUE) && c->text.n != str_trim(query).n)
        return false;
    for (size_t j = 0; j < i; j++)
        if (code_key(&a->codes[j].code) == code_key(c))
            return false;
    return true;
}
