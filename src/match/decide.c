#include "match/decide.h"

#include "match/weights.h"

#include <math.h>
#include <stdlib.h>

enum { TIED_MAX = 12, OPTIONS_MAX = 12 };

static bool same_group(const struct candidate *a, const struct candidate *b)
{
    return a->layer == b->layer && a->record->group == b->record->group;
}

bool same_answer(const struct candidate *a, const struct candidate *b)
{
    return same_group(a, b) || a->record->remedy == b->record->remedy;
}

/* Best first. Equal preferences: what was retrieved with more, then the newer document, then the
 * order of the knowledge bases and of their documents. */
static int by_falling_preference(const void *x, const void *y)
{
    const struct candidate *a = *(struct candidate *const *)x, *b = *(struct candidate *const *)y;
    if (fabs(a->preference - b->preference) > 1e-6)
        return a->preference > b->preference ? -1 : 1;
    if (a->record->date != b->record->date)
        return a->record->date > b->record->date ? -1 : 1;
    if (a->layer != b->layer)
        return a->layer < b->layer ? -1 : 1;
    return (a->entry > b->entry) - (a->entry < b->entry);
}

/* Each candidate's share of the preference for all; those of one answer are added up. */
static void share_out(struct arena *a, struct decision *d)
{
    /* All are compared with all: what that takes lies side by side. */
    struct {
        uint64_t group, remedy; /* either equal: one answer */
        double weight;
    } *of = arena_alloc(a, (d->count + 1) * sizeof *of);
    double preferred = -INFINITY, weight = 0;
    for (size_t i = 0; i < d->count; i++)
        preferred = fmax(preferred, d->ranked[i]->preference);
    for (size_t i = 0; i < d->count; i++) {
        const struct candidate *c = d->ranked[i];
        of[i].group = (uint64_t)c->layer << 32 | c->record->group;
        of[i].remedy = c->record->remedy;
        of[i].weight = exp(c->preference - preferred);
        weight += of[i].weight;
    }
    for (size_t i = 0; i < d->count; i++) {
        double sum = 0;
        for (size_t k = 0; k < d->count; k++)
            if (of[i].group == of[k].group || of[i].remedy == of[k].remedy)
                sum += of[k].weight;
        d->ranked[i]->share = sum / weight;
    }
}

/* The probability that a candidate is right that has such a share. */
static double sure(const struct candidate *c, double share)
{
    share = fmin(fmax(share, SHARE_LEAST), SHARE_MOST);
    return 1 / (1 + exp(-(c->score + SCORE_SHARE * log(share / (1 - share)))));
}

static void set_confidences(struct decision *d)
{
    for (size_t i = 0; i < d->count; i++) {
        struct candidate *c = d->ranked[i];
        c->confidence = sure(c, c->share);
        if (i > 0) /* it is less likely, whatever speaks for it */
            c->confidence = fmin(c->confidence, d->ranked[i - 1]->confidence);
    }
}

static double margin(const struct candidate *a, const struct candidate *b)
{
    return (a->share - b->share) / (a->share + b->share);
}

static const struct candidate *best_rival(const struct decision *d, size_t i)
{
    for (size_t k = 0; k < d->count; k++)
        if (k != i && !same_answer(d->ranked[i], d->ranked[k]))
            return d->ranked[k];
    return NULL;
}

/* The newer one, then the one that says more about where it applies, then the one that says more.
 */
int better_told(const struct candidate *a, const struct candidate *b)
{
    const struct index_entry *x = a->record, *y = b->record;
    if (x->date != y->date) /* unknown: 0 */
        return x->date > y->date ? 1 : -1;
    if (x->facet_count != y->facet_count)
        return x->facet_count > y->facet_count ? 1 : -1;
    return (x->words > y->words) - (x->words < y->words);
}

/*
 * Which of two near-duplicates speaks for both: one in the query's language, one with an answer,
 * then a page of its own; then, when both fit the text about as well, the better one.
 */
static bool speaks_better(const struct candidate *a, const struct candidate *b)
{
    uint32_t x = a->record->flags, y = b->record->flags;
    if (a->language != b->language)
        return a->language > b->language;
    if ((x ^ y) & INDEX_ENTRY_HAS_ANSWER)
        return x & INDEX_ENTRY_HAS_ANSWER;
    if ((x ^ y) & INDEX_ENTRY_IS_FRAGMENT)
        return !(x & INDEX_ENTRY_IS_FRAGMENT);
    return a->score >= b->score - SAME_FIT && better_told(a, b) > 0;
}

/* The near-duplicate that speaks better takes the place of the other, at its score. */
static void stand_in(struct candidate **place, struct candidate *speaker)
{
    speaker->score = (*place)->score;
    speaker->preference = (*place)->preference;
    *place = speaker;
}

/*
 * The text is as much the one's message as the other's, and nothing else speaks for one of them:
 * chance words of the rest must not decide.
 */
static bool share_message(const struct candidate *a, const struct candidate *b)
{
    if (a->features[FEATURE_PATTERN] <= 0 || b->features[FEATURE_PATTERN] <= 0)
        return false;
    static const enum feature telling[] = {FEATURE_MESSAGE, FEATURE_PATTERN, FEATURE_CODE,
                                           FEATURE_CODE_CONFLICT, FEATURE_FACET};
    for (size_t i = 0; i < ARRAY_LEN(telling); i++)
        if (fabsf(a->features[telling[i]] - b->features[telling[i]]) > SAME_FEATURE)
            return false;
    /* A message that contains the other one and stands there whole says more. */
    float less = fminf(a->message.matched, b->message.matched);
    float more = fmaxf(a->message.matched, b->message.matched);
    return less >= more * SAME_MESSAGE;
}

/* The margin does not tell them apart. */
static bool too_close(const struct candidate *a, const struct candidate *b)
{
    return margin(a, b) < VERDICT_MARGIN || share_message(a, b);
}

struct decision decide(struct arena *a, struct candidate *candidates, size_t count)
{
    struct decision d = {.verdict = VERDICT_NONE, .margin = 1};
    struct candidate **all = arena_alloc(a, (count + 1) * sizeof *all);
    for (size_t i = 0; i < count; i++)
        all[i] = &candidates[i];
    qsort(all, count, sizeof *all, by_falling_preference);
    d.ranked = arena_alloc(a, (count + 1) * sizeof *d.ranked);
    for (size_t i = 0; i < count; i++) {
        size_t k = 0;
        while (k < d.count && !same_group(all[i], d.ranked[k]))
            k++;
        if (k == d.count)
            d.ranked[d.count++] = all[i];
        else if (speaks_better(all[i], d.ranked[k]))
            stand_in(&d.ranked[k], all[i]);
    }
    share_out(a, &d);
    set_confidences(&d);
    if (d.count == 0)
        return d;
    const struct candidate *rival = best_rival(&d, 0);
    d.margin = rival ? margin(d.ranked[0], rival) : 1;
    d.tied = 1;
    d.some = d.ranked[0]->confidence;
    if (!rival || !too_close(d.ranked[0], rival)) {
        d.verdict = d.some >= VERDICT_CONFIDENCE ? VERDICT_MATCH : VERDICT_NONE;
    } else {
        double share = d.ranked[0]->share;
        for (; d.tied < d.count && d.tied < TIED_MAX; d.tied++) {
            const struct candidate *c = d.ranked[d.tied];
            if (!too_close(d.ranked[0], c))
                break;
            share += same_answer(d.ranked[0], c) ? 0 : c->share;
        }
        d.some = sure(d.ranked[0], share);
        d.verdict = d.some >= VERDICT_SOME ? VERDICT_AMBIGUOUS : VERDICT_NONE;
    }
    if (d.verdict == VERDICT_NONE)
        d.tied = 0;
    return d;
}

/* ---- the question ------------------------------------------------------------------------------
 */

struct question {
    struct str facet;
    const char *text;
};
/* In order of preference: what a person who has the error in front of them can tell. */
static const struct question questions[] = {
    {STR_INIT("client"), "Which client shows this error?"},
    {STR_INIT("platform"), "On which platform does it happen?"},
    {STR_INIT("field"), "In which field does the code stand?"},
    {STR_INIT("phase"), "At which step does it happen?"},
    {STR_INIT("version"), "Which version is it?"},
    {STR_INIT("product"), "Which product shows this error?"},
};

static struct str question_text(struct arena *a, struct str facet)
{
    for (size_t i = 0; i < ARRAY_LEN(questions); i++)
        if (str_eq(questions[i].facet, facet))
            return str_of(questions[i].text);
    return arena_printf(a, "Which %.*s is it?", STR_ARG(facet));
}

static bool candidate_facet(struct index *const *indexes, const struct candidate *c, uint32_t i,
                            struct index_facet_text *out)
{
    return index_entry_facet(indexes[c->layer], c->record, i, out);
}

/* The distinct values that the tied candidates have of one facet. */
static struct ask options_of(struct arena *a, struct index *const *indexes,
                             const struct decision *d, struct str name)
{
    struct ask ask = {.facet = name};
    ask.options = arena_alloc(a, OPTIONS_MAX * sizeof *ask.options);
    ask.values = arena_alloc(a, OPTIONS_MAX * sizeof *ask.values);
    for (size_t t = 0; t < d->tied; t++) {
        struct index_facet_text f;
        for (uint32_t i = 0; candidate_facet(indexes, d->ranked[t], i, &f); i++) {
            bool known = !str_eq(f.name, name) || str_eq(f.value, FACET_ALL);
            for (size_t o = 0; o < ask.option_count && !known; o++)
                known = str_eq(ask.values[o], f.value);
            if (known || ask.option_count == OPTIONS_MAX)
                continue;
            ask.values[ask.option_count] = f.value;
            ask.options[ask.option_count++] = f.label;
        }
    }
    return ask;
}

/* Some value of the facet leaves out some of the tied candidates. */
static bool separates(struct index *const *indexes, const struct decision *d, const struct ask *ask)
{
    if (ask->option_count < 2)
        return false;
    for (size_t o = 0; o < ask->option_count; o++) {
        size_t have = 0, other = 0;
        for (size_t t = 0; t < d->tied; t++) {
            struct index_facet_text f;
            bool any = false, equal = false;
            for (uint32_t i = 0; candidate_facet(indexes, d->ranked[t], i, &f); i++) {
                any = any || str_eq(f.name, ask->facet);
                equal = equal || (str_eq(f.name, ask->facet) &&
                                  (str_eq(f.value, ask->values[o]) || str_eq(f.value, FACET_ALL)));
            }
            have += equal || !any;
            other += any && !equal;
        }
        if (have && other)
            return true;
    }
    return false;
}

struct ask decide_ask(struct arena *a, struct index *const *indexes, const struct decision *d)
{
    struct str names[16];
    size_t n = 0;
    for (size_t i = 0; i < ARRAY_LEN(questions); i++)
        names[n++] = questions[i].facet;
    for (size_t t = 0; t < d->tied; t++) {
        struct index_facet_text f;
        for (uint32_t i = 0; candidate_facet(indexes, d->ranked[t], i, &f); i++) {
            bool known = n == ARRAY_LEN(names);
            for (size_t k = 0; k < n && !known; k++)
                known = str_eq(names[k], f.name);
            if (!known)
                names[n++] = f.name;
        }
    }
    for (size_t i = 0; i < n; i++) {
        struct ask ask = options_of(a, indexes, d, names[i]);
        if (!separates(indexes, d, &ask))
            continue;
        ask.question = question_text(a, ask.facet);
        return ask;
    }
    return (struct ask){0};
}
