#include "collect.h"

#include "base/mem.h"
#include "eval/shared.h"
#include "match/run.h"

#include <stdlib.h>

#define MESSAGE_NEARLY 0.85f /* of a message stands there, so that it is the same but for a word   \
                              */

/* An entry's row and id. */
struct place {
    int64_t row;
    struct str id;
};

struct collector {
    struct matcher *matcher;
    struct shared *shared;
    struct examples *examples;
    struct arena *arena;
    struct place *places; /* by row */
    size_t place_count, place_cap;
    struct example *example; /* being filled */
    const struct asked *asked;
    bool known_code; /* of the query, in some entry */
};

static int add_place(void *ctx, const struct kb_entry *e)
{
    struct collector *c = ctx;
    c->places = mem_grow(c->places, c->place_count, &c->place_cap, sizeof *c->places);
    c->places[c->place_count++] = (struct place){e->row, arena_dup(c->examples->ids, e->entry.id)};
    return 0;
}

static int by_row(const void *a, const void *b)
{
    int64_t x = ((const struct place *)a)->row, y = ((const struct place *)b)->row;
    return (x > y) - (x < y);
}

static struct str id_of(const struct collector *c, int64_t row)
{
    const struct place wanted = {.row = row};
    const struct place *found =
        bsearch(&wanted, c->places, c->place_count, sizeof *c->places, by_row);
    return found ? found->id : STR_NONE;
}

static bool is_right(const struct collector *c, const struct candidate *k)
{
    struct str id = id_of(c, k->record->row);
    if (c->asked->truth == TRUTH_NONE)
        return false;
    return label_judge(c->asked->label, id) == JUDGED_RIGHT ||
           (c->asked->truth == TRUTH_ENTRY && shared_has(c->shared, id) != SHARE_NONE);
}

/* decide() lets a near-duplicate speak at the scores of the one in whose place it stands. */
static double preference(const float features[FEATURES])
{
    double sum = 0;
    for (size_t i = 0; i < FEATURES; i++)
        sum += (double)(features[i] * feature_preferences[i]);
    return sum;
}

static void add_option(const struct collector *c, struct attempt *a, const struct candidate *k)
{
    struct option *o = a->options;
    bool right = is_right(c, k);
    while (o < a->options + a->count && o->group != k->record->group)
        o++;
    if (o < a->options + a->count) {
        o->right = o->right || right;
        if (preference(k->features) <= preference(o->features))
            return;
        right = o->right;
    } else {
        a->count++;
    }
    *o = (struct option){.remedy = k->record->remedy,
                         .group = k->record->group,
                         .date = k->record->date,
                         .entry = k->entry,
                         .id = id_of(c, k->record->row),
                         .matched = k->message.matched,
                         .right = right};
    memcpy(o->features, k->features, sizeof o->features);
}

static bool observe(void *ctx, const struct run *r, const struct decision *d)
{
    struct collector *c = ctx;
    struct example *e = c->example;
    if (e->attempt_count == ATTEMPTS_MAX)
        return false;
    struct attempt *a = &e->attempts[e->attempt_count++];
    a->options = mem_zalloc(r->count + 1, sizeof *a->options);
    a->verdict = d->verdict;
    a->some = d->count ? (float)d->some : 0;
    a->confidence = d->count ? (float)d->ranked[0]->confidence : 0;
    for (size_t i = 0; i < r->count; i++)
        add_option(c, a, &r->candidates[i]);
    for (size_t i = 0; i < r->q->code_count; i++)
        c->known_code =
            c->known_code || (r->known[i] && !(r->q->codes[i].flags & (CODE_WEAK | CODE_GENERIC)));
    return true;
}

struct collector *collector_new(struct examples *x, struct kb *kb, struct err *err)
{
    struct collector *c = mem_zalloc(1, sizeof *c);
    c->examples = x;
    c->arena = arena_new();
    c->matcher = matcher_new(&kb, 1, err);
    c->shared = c->matcher ? shared_new(&kb, 1, err) : NULL;
    if (!c->shared || kb_each(kb, add_place, c, err) != 0) {
        collector_free(c);
        return NULL;
    }
    if (c->place_count)
        qsort(c->places, c->place_count, sizeof *c->places, by_row);
    c->matcher->observe = observe;
    c->matcher->observe_ctx = c;
    return c;
}

void collector_free(struct collector *c)
{
    if (!c)
        return;
    matcher_free(c->matcher);
    shared_free(c->shared);
    arena_free(c->arena);
    mem_free(c->places);
    mem_free(c);
}

static int ask(struct collector *c, const struct asked *q, struct example *e, struct err *err)
{
    struct answer answer;
    const struct matcher_query query = {.text = q->text,
                                        .limit = 1,
                                        .facets = q->label->facets,
                                        .facet_count = q->label->facet_count};
    *e = (struct example){.set = q->set, .truth = q->truth, .topic = q->topic, .weight = q->weight};
    size_t kept = min_size(q->text.n, sizeof e->text - 1);
    for (size_t i = 0; i < kept; i++)
        e->text[i] = (unsigned char)q->text.p[i] < ' ' ? ' ' : q->text.p[i];
    c->example = e;
    c->asked = q;
    c->known_code = false;
    if (q->truth == TRUTH_ENTRY)
        shared_expect(c->shared, q->label, q->text);
    arena_reset(c->arena);
    if (matcher_run(c->matcher, &query, c->arena, &answer, err) != 0)
        return -1;
    while (e->decisive + 1 < e->attempt_count && e->attempts[e->decisive].verdict != VERDICT_MATCH)
        e->decisive++;
    return 0;
}

static void forget(struct example *e)
{
    for (size_t i = 0; i < e->attempt_count; i++)
        mem_free(e->attempts[i].options);
}

int collect(struct collector *c, const struct asked *q, struct err *err)
{
    struct example e;
    if (ask(c, q, &e, err) != 0) {
        forget(&e);
        return -1;
    }
    *examples_add(c->examples) = e;
    return 0;
}

int collect_certain(struct collector *c, struct str text, enum certainty *certain, struct err *err)
{
    struct example e;
    const struct label l = {.says = LABEL_NONE};
    const struct asked q = {.label = &l, .text = text, .truth = TRUTH_NONE};
    int result = ask(c, &q, &e, err);
    *certain = c->known_code ? CODE_CERTAIN : NOTHING_CERTAIN;
    for (size_t i = 0; i < e.attempt_count; i++)
        for (size_t k = 0; k < e.attempts[i].count; k++) {
            const float *features = e.attempts[i].options[k].features;
            if (features[FEATURE_PATTERN] > 0 || features[FEATURE_MESSAGE] >= MESSAGE_NEARLY)
                *certain = MESSAGE_CERTAIN;
        }
    forget(&e);
    return result;
}
