#include "ruling.h"

#include "base/mem.h"
#include "match/weights.h"

#include <math.h>
#include <stdlib.h>

struct ranked {
    const struct option *option;
    double preference, power, share;
};

struct thresholds thresholds_builtin(void)
{
    return (struct thresholds){VERDICT_CONFIDENCE, VERDICT_SOME, VERDICT_MARGIN};
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

/* Shares of the preference, those of one answer added up. */
static void share_out(struct ranked *all, size_t count)
{
    double weight = 0;
    for (size_t i = 0; i < count; i++) {
        all[i].power = exp(all[i].preference - all[0].preference);
        weight += all[i].power;
    }
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < count; k++)
            if (k == i || all[k].option->remedy == all[i].option->remedy)
                all[i].share += all[k].power;
        all[i].share /= weight;
    }
}

static double sure(const struct view *v, double share)
{
    return 1 / (1 + exp(-(v->score + v->share_weight * share_logit(share))));
}

static void add_rivals(struct view *v, const struct ranked *all, size_t count)
{
    for (size_t i = 1; i < count && v->rival_count < RIVALS_MAX; i++)
        v->rivals[v->rival_count++] =
            (struct rival){all[i].share, (v->share - all[i].share) / (v->share + all[i].share),
                           all[i].option->remedy == all[0].option->remedy,
                           same_message(all[0].option, all[i].option)};
}

struct view view_of(const struct attempt *a, const struct fit *f)
{
    struct view v = {.share_weight = f->score.share};
    if (a->count == 0)
        return v;
    struct ranked *all = mem_zalloc(a->count, sizeof *all);
    for (size_t i = 0; i < a->count; i++)
        all[i] = (struct ranked){.option = &a->options[i],
                                 .preference = logit_value(&f->preference, &a->options[i])};
    qsort(all, a->count, sizeof *all, by_falling_preference);
    share_out(all, a->count);
    v.option = all[0].option;
    v.share = all[0].share;
    v.score = logit_value(&f->score, v.option);
    v.confidence = sure(&v, v.share);
    add_rivals(&v, all, a->count);
    for (size_t k = 0; k < min_size(a->count, MEASURE_RANKS) && v.rank == 0; k++)
        v.rank = all[k].option->right ? k + 1 : 0;
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

static bool too_close(const struct rival *r, const struct thresholds *t)
{
    return r->margin < t->margin || r->same_message;
}

static enum verdict verdict_of(const struct view *v, const struct thresholds *t)
{
    size_t i = 0;
    double share = v->share;
    if (!v->option)
        return VERDICT_NONE;
    while (i < v->rival_count && v->rivals[i].same_answer)
        i++;
    if (i == v->rival_count || !too_close(&v->rivals[i], t))
        return v->confidence >= t->confidence ? VERDICT_MATCH : VERDICT_NONE;
    for (i = 0; i < v->rival_count && too_close(&v->rivals[i], t); i++)
        share += v->rivals[i].same_answer ? 0 : v->rivals[i].share;
    return sure(v, share) >= t->some ? VERDICT_AMBIGUOUS : VERDICT_NONE;
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
    if (e->truth == TRUTH_NOT && !(v->option && v->option->right)) {
        j.verdict = VERDICT_NONE;
        j.confidence = 0;
    }
    return j;
}
