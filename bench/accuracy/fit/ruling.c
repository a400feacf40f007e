#include "ruling.h"

#include "base/mem.h"
#include "match/weights.h"

#include <math.h>
#include <stdlib.h>

struct ranked {
    const struct option *option;
    double score, preference, share;
};

struct thresholds thresholds_builtin(void)
{
    return (struct thresholds){VERDICT_SOME, VERDICT_CONFIDENCE, VERDICT_MARGIN};
}

static int by_falling_preference(const void *x, const void *y)
{
    const struct ranked *a = x, *b = y;
    if (fabs(a->preference - b->preference) > 1e-6)
        return a->preference > b->preference ? -1 : 1;
    if (a->option->date != b->option->date)
        return a->option->date > b->option->date ? -1 : 1;
    return (a->option->entry > b->option->entry) - (a->option->entry < b->option->entry);
}

static bool same_message(const struct option *a, const struct option *b)
{
    static const enum feature telling[] = {FEATURE_MESSAGE, FEATURE_PATTERN, FEATURE_CODE,
                                           FEATURE_CODE_CONFLICT, FEATURE_FACET};
    if (a->features[FEATURE_PATTERN] <= 0 || b->features[FEATURE_PATTERN] <= 0)
        return false;
    for (size_t i = 0; i < ARRAY_LEN(telling); i++)
        if (fabsf(a->features[telling[i]] - b->features[telling[i]]) > SAME_FEATURE)
            return false;
    return fminf(a->matched, b->matched) >= fmaxf(a->matched, b->matched) * SAME_MESSAGE;
}

static double answer_share(const struct ranked *all, size_t count, size_t i)
{
    double sum = 0;
    for (size_t k = 0; k < count; k++)
        if (k == i || all[k].option->remedy == all[i].option->remedy)
            sum += all[k].share;
    return sum;
}

struct view view_of(const struct attempt *a, const struct fit *f)
{
    struct view v = {.margin = 1};
    if (a->count == 0)
        return v;
    struct ranked *all = mem_zalloc(a->count, sizeof *all);
    double most = 0, total = 0, weight = 0;
    for (size_t i = 0; i < a->count; i++) {
        const struct option *o = &a->options[i];
        all[i] = (struct ranked){o, logit_value(&f->score, o), logit_value(&f->preference, o), 0};
        most = fmax(most, all[i].score);
    }
    qsort(all, a->count, sizeof *all, by_falling_preference);
    for (size_t i = 0; i < a->count; i++) {
        total += exp(all[i].score - most);
        all[i].share = exp(all[i].preference - all[0].preference);
        weight += all[i].share;
    }
    v.some = total / (total + exp(-most));
    double first = answer_share(all, a->count, 0);
    v.confidence = v.some * first / weight;
    for (size_t k = 1; k < a->count; k++) {
        if (all[k].option->remedy == all[0].option->remedy)
            continue;
        double rival = answer_share(all, a->count, k);
        v.margin = (first - rival) / (first + rival);
        v.same_message = same_message(all[0].option, all[k].option);
        break;
    }
    v.right = all[0].option->right;
    v.first = all[0].option->id;
    for (size_t k = 0; k < min_size(a->count, MEASURE_RANKS) && v.rank == 0; k++)
        if (all[k].option->right)
            v.rank = k + 1;
    mem_free(all);
    return v;
}

struct ruling rule(const struct example *e, const struct fit *f)
{
    struct ruling r = {.count = e->attempt_count};
    for (size_t i = 0; i < e->attempt_count; i++)
        r.views[i] = view_of(&e->attempts[i], f);
    return r;
}

static enum verdict verdict_of(const struct view *v, const struct thresholds *t)
{
    if (v->some < t->some)
        return VERDICT_NONE;
    if (v->margin < t->margin || v->same_message)
        return VERDICT_AMBIGUOUS;
    return v->confidence >= t->confidence ? VERDICT_MATCH : VERDICT_NONE;
}

const struct view *ruling_view(const struct ruling *r, const struct thresholds *t)
{
    size_t last = 0;
    while (last + 1 < r->count && verdict_of(&r->views[last], t) != VERDICT_MATCH)
        last++;
    return r->count ? &r->views[last] : NULL;
}

struct judged ruling_judged(const struct example *e, const struct ruling *r,
                            const struct thresholds *t)
{
    const struct view *v = ruling_view(r, t);
    struct judged j = {.answerable = e->truth == TRUTH_ENTRY, .verdict = VERDICT_NONE};
    if (!v)
        return j;
    j.verdict = verdict_of(v, t);
    j.confidence = v->confidence;
    j.rank = j.answerable ? v->rank : 0;
    /* Of a near miss, only what it is near to is a wrong answer. */
    if (e->truth == TRUTH_NOT && !v->right) {
        j.verdict = VERDICT_NONE;
        j.confidence = 0;
    }
    return j;
}
