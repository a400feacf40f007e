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
        return log(VERDICT_SOME / (1 - VERDICT_SOME)) - SLACK;
    return d->ranked[0]->score - RIVAL_SLACK;
}

/* Could another entry than those that answer be an answer for having the code? */
static bool code_tells(const struct run *r, const struct decision *d, const struct code *c,
                       float factor)
{
    double least = least_score(d);
    float strength = strength_at_most(c) * factor;
    float words = strength > CODE_STRENGTH_WEAK ? WEIGHT_CODE_WORD * strength : 0;
    struct candidate none = {.explicable = words};
    if (r->count)
        none.explicable += r->candidates[0].explicable;
    if (score_at_most(&none, strength, words) >= least)
        return true;
    for (size_t k = 0; k < r->count; k++) {
        bool answers = d->verdict != VERDICT_NONE && same_answer(&r->candidates[k], d->ranked[0]);
        if (!answers && score_at_most(&r->candidates[k], strength, words) >= least)
            return true;
    }
    return false;
}

float code_factor(uint32_t flags)
{
    const struct code number = {.ns = CODE_NUMBER};
    return code_strength(&number, flags) / code_strength(&number, 0);
}

void run_telling(const struct run *r, const struct decision *d, struct answer *answer)
{
    /* What an entry's code can be, weakest first: mentioned, bare and derived, ... */
    static const float factors[] = {CODE_FACTOR_MENTIONED * CODE_FACTOR_BARE,
                                    CODE_FACTOR_MENTIONED,
                                    CODE_FACTOR_BARE * CODE_FACTOR_DERIVED,
                                    CODE_FACTOR_BARE,
                                    CODE_FACTOR_DERIVED,
                                    1.0f};
    const struct query *q = r->q;
    answer->telling = arena_alloc(r->arena, (q->code_count + 1) * sizeof *answer->telling);
    for (size_t i = 0; i < q->code_count; i++) {
        if (!code_tells(r, d, &q->codes[i], 1.0f))
            continue;
        size_t f = 0;
        while (!code_tells(r, d, &q->codes[i], factors[f]))
            f++;
        answer->telling[answer->telling_count++] = (struct telling){
            .at = query_raw_offset(q, q->codes[i].at),
            .factor = factors[f],
        };
    }
}
