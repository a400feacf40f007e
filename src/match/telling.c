#include "match/run.h"

#include "match/weights.h"

#include <math.h>

/* Below the least log-odds of an answer, since several entries may share the code. */
#define SLACK 1.0

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

void run_telling(const struct run *r, struct answer *answer)
{
    const struct query *q = r->q;
    double least = log(VERDICT_SOME / (1 - VERDICT_SOME)) - SLACK;
    answer->telling = arena_alloc(r->arena, (q->code_count + 1) * sizeof *answer->telling);
    for (size_t i = 0; i < q->code_count; i++) {
        float strength = strength_at_most(&q->codes[i]);
        float words = strength > CODE_STRENGTH_WEAK ? WEIGHT_CODE_WORD * strength : 0;
        struct candidate none = {.explicable = words};
        bool tells = r->count == 0 && score_at_most(&none, strength, words) >= least;
        for (size_t k = 0; k < r->count && !tells; k++)
            tells = score_at_most(&r->candidates[k], strength, words) >= least;
        if (tells)
            answer->telling[answer->telling_count++] = query_raw_offset(q, q->codes[i].at);
    }
}
