#include "match/run.h"

#include "match/weights.h"

#include <math.h>

/* Below the least log-odds of an answer, since two entries may share the code at no loss. */
#define SLACK 0.7
/* Below the score of the answer, which the preferences may yet turn over. */
#define RIVAL_SLACK 2.0

/* How strong the code would be at most, if an entry had it. Texts that differ in digits only are to
 * be alike here: whether the value is generic or looks like a year does not count. */
static float strength_at_most(const struct code *c)
{
    struct code alike = *c;
    alike.flags &= ~(unsigned)(CODE_GENERIC | CODE_HEX_GUESS);
    if (c->ns == CODE_NUMBER && c->text.n > 2)
        alike.flags &= ~(unsigned)CODE_WEAK;
    return code_strength(&alike, 0);
}

/* The log-odds that the candidate would have with such a code. */
static double score_at_most(const struct candidate *c, float strength, float words)
{
    float explained = c->explained + words;
    float explicable = fmaxf(c->explicable, explained);
    float information = explained / EXPLAINED_FULL;
    float share = explicable > 0 ? explained / explicable * fminf(information, 1) : 0;
    double score = SCORE_BIAS;
    for (size_t i = 0; i < FEATURES; i++)
        if (i != FEATURE_CODE && i != FEATURE_EXPLAINED && i != FEATURE_CODE_CONFLICT)
            score += (double)(fmaxf(c->features[i], 0) * feature_weights[i]);
    float code = fmaxf(c->features[FEATURE_CODE], strength);
    return score + (double)(code * SCORE_CODE + share * SCORE_EXPLAINED);
}

/* What a code has to make of another candidate to count: an answer, else a rival of the one there
 * is. */
static double least_score(const struct decision *d)
{
    if (d->verdict == VERDICT_NONE)
        return log(VERDICT_CONFIDENCE / (1 - VERDICT_CONFIDENCE)) -
               SCORE_SHARE * log(SHARE_MOST / (1 - SHARE_MOST)) - SLACK;
    return d->ranked[0]->score - RIVAL_SLACK;
}

float code_factor(uint32_t flags)
{
    const struct code number = {.ns = CODE_NUMBER};
    return code_strength(&number, flags) / code_strength(&number, 0);
}

/* Least share of its strength with which the code makes an answer of an entry that has nothing else
 * of the text; above 1: none does. */
static float factor_alone(const struct run *r, const struct code *c, double least)
{
    /* What an entry's code can be, weakest first: mentioned, bare and derived, ... */
    static const float factors[] = {CODE_FACTOR_MENTIONED * CODE_FACTOR_BARE,
                                    CODE_FACTOR_MENTIONED,
                                    CODE_FACTOR_BARE * CODE_FACTOR_DERIVED,
                                    CODE_FACTOR_BARE,
                                    CODE_FACTOR_DERIVED,
                                    1.0f};
    float strongest = strength_at_most(c);
    for (size_t f = 0; f < ARRAY_LEN(factors); f++) {
        float strength = strongest * factors[f];
        float words = strength > CODE_STRENGTH_WEAK ? WEIGHT_CODE_WORD * strength : 0;
        struct candidate none = {.explicable = r->count ? r->candidates[0].explicable : words};
        if (score_at_most(&none, strength, words) >= least)
            return factors[f];
    }
    return 2;
}

static void find_rivals(const struct run *r, const struct code *c, double least, struct telling *t)
{
    float strength = strength_at_most(c);
    float words = strength > CODE_STRENGTH_WEAK ? WEIGHT_CODE_WORD * strength : 0;
    for (size_t k = 0; k < r->count; k++) {
        const struct candidate *o = &r->candidates[k];
        if (score_at_most(o, strength, words) < least)
            continue; /* the answer itself is none of them: it may be one for having the code */
        if (t->rival_count == TELLING_RIVALS_MAX)
            return;
        t->rivals[t->rival_count++] = rival_name(o->layer, o->entry);
    }
}

void run_telling(const struct run *r, const struct decision *d, struct answer *answer)
{
    const struct query *q = r->q;
    double least = least_score(d);
    struct telling *all = arena_zalloc(r->arena, q->code_count + 1, sizeof *all);
    bool any = false;
    for (size_t i = 0; i < q->code_count; i++) {
        all[i].at = query_raw_offset(q, q->codes[i].at);
        all[i].factor = factor_alone(r, &q->codes[i], least);
        find_rivals(r, &q->codes[i], least, &all[i]);
        any = any || all[i].factor <= 1 || all[i].rival_count;
    }
    answer->telling = all;
    for (size_t i = 0; any && i < q->code_count; i++) {
        /* Where one code makes an answer, another that is known speaks against it. */
        if (q->codes[i].flags & CODE_HAS_CUE)
            all[i].factor = 0;
        if (all[i].factor <= 1 || all[i].rival_count)
            answer->telling[answer->telling_count++] = all[i];
    }
}
