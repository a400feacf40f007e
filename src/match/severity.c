#include "match/run.h"

/*
 * Compilers and logs say whether a message is an error or a warning, and so do the titles of those
 * who document them, often in two entries with the same message.
 */

enum severity { SEVERITY_UNKNOWN, SEVERITY_ERROR, SEVERITY_WARNING };

struct severity_word {
    struct str term; /* as token.h gives it */
    enum severity severity;
};
static const struct severity_word words[] = {
    {STR_INIT("error"), SEVERITY_ERROR},         {STR_INIT("errors"), SEVERITY_ERROR},
    {STR_INIT("fatal"), SEVERITY_ERROR},         {STR_INIT("fehler"), SEVERITY_ERROR},
    {STR_INIT("erreur"), SEVERITY_ERROR},        {STR_INIT("エラー"), SEVERITY_ERROR},
    {STR_INIT("エラ"), SEVERITY_ERROR},          {STR_INIT("错误"), SEVERITY_ERROR},
    {STR_INIT("오류"), SEVERITY_ERROR},          {STR_INIT("ошибка"), SEVERITY_ERROR},
    {STR_INIT("warning"), SEVERITY_WARNING},     {STR_INIT("warnings"), SEVERITY_WARNING},
    {STR_INIT("warnung"), SEVERITY_WARNING},     {STR_INIT("avertissement"), SEVERITY_WARNING},
    {STR_INIT("advertencia"), SEVERITY_WARNING}, {STR_INIT("警告"), SEVERITY_WARNING},
    {STR_INIT("경고"), SEVERITY_WARNING},        {STR_INIT("предупреждение"), SEVERITY_WARNING},
};

static enum severity severity_of(struct str term)
{
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (str_eq(words[i].term, term))
            return words[i].severity;
    return SEVERITY_UNKNOWN;
}

/* What stands before the message in its line; without a message, the first such word at all. */
static enum severity of_query(const struct query *q, const struct candidate *c)
{
    enum severity s = SEVERITY_UNKNOWN;
    if (!c->message.words) {
        for (size_t i = 0; i < q->token_count && s == SEVERITY_UNKNOWN; i++)
            s = severity_of(q->tokens[i].term);
        return s;
    }
    uint32_t line = q->tokens[c->message.first_token].line;
    for (size_t i = c->message.first_token + (size_t)1;
         i-- > 0 && s == SEVERITY_UNKNOWN && q->tokens[i].line == line;)
        s = severity_of(q->tokens[i].term);
    return s;
}

/* The terms of one index that say it. */
struct severity_terms {
    uint32_t terms[ARRAY_LEN(words)];
};

static enum severity of_entry(const struct severity_terms *known, const struct index_entry *e)
{
    const struct index_signature *s = NULL;
    while ((s = index_next_signature(e, s)) != NULL)
        for (uint32_t i = 0; s->kind == INDEX_TITLE && i < s->term_count; i++)
            for (size_t k = 0; k < ARRAY_LEN(words); k++)
                if ((s->terms[i].term & ~INDEX_GAP) == known->terms[k])
                    return words[k].severity;
    return SEVERITY_UNKNOWN;
}

void run_score_severity(struct run *r)
{
    struct severity_terms known;
    uint32_t layer = UINT32_MAX;
    for (size_t i = 0; i < r->count; i++) {
        struct candidate *c = &r->candidates[i];
        if (c->layer != layer) {
            layer = c->layer;
            for (size_t k = 0; k < ARRAY_LEN(words); k++)
                known.terms[k] = index_find_term(run_index(r, c), words[k].term) & ~INDEX_GAP;
        }
        enum severity said = of_query(r->q, c);
        enum severity is = said ? of_entry(&known, c->record) : SEVERITY_UNKNOWN;
        c->features[FEATURE_SEVERITY] = !said || !is ? 0 : said == is ? 1.0f : -1.0f;
    }
}
