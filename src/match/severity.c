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

/* For each token of the query the severity that its line has named up to there; NULL: none does. */
static const enum severity *of_tokens(struct arena *a, const struct query *q)
{
    enum severity *named = arena_alloc(a, (q->token_count + 1) * sizeof *named);
    bool any = false;
    for (size_t i = 0; i < q->token_count; i++) {
        named[i] = severity_of(q->tokens[i].term);
        any = any || named[i];
        if (!named[i] && i > 0 && q->tokens[i].line == q->tokens[i - 1].line)
            named[i] = named[i - 1];
    }
    return any ? named : NULL;
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
    const enum severity *named = of_tokens(r->arena, r->q);
    struct severity_terms known;
    uint32_t layer = UINT32_MAX;
    for (size_t i = 0; named && i < r->count; i++) {
        struct candidate *c = &r->candidates[i];
        enum severity said = c->message.words ? named[c->message.first_token] : SEVERITY_UNKNOWN;
        if (!said)
            continue;
        if (c->layer != layer) {
            layer = c->layer;
            for (size_t k = 0; k < ARRAY_LEN(words); k++)
                known.terms[k] = index_find_term(run_index(r, c), words[k].term) & ~INDEX_GAP;
        }
        enum severity is = of_entry(&known, c->record);
        c->features[FEATURE_SEVERITY] = !is ? 0 : said == is ? 1.0f : -1.0f;
    }
}
