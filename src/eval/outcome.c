#include "eval/outcome.h"

#include "base/hash.h"
#include "base/mem.h"
#include "eval/reason.h"

struct evaluation {
    struct evaluation_options options;
    struct asker asker;
    struct arena *kept, *arena; /* the second: of the query at hand */
    struct outcome *items;
    size_t count, cap;
};

struct evaluation *evaluation_new(struct kb *const *kbs, size_t count,
                                  const struct evaluation_options *options, struct err *err)
{
    struct evaluation *e = mem_zalloc(1, sizeof *e);
    e->options = *options;
    e->kept = arena_new();
    e->arena = arena_new();
    e->asker.kbs = kbs;
    e->asker.matcher = matcher_new(kbs, count, err);
    e->asker.shared = e->asker.matcher ? shared_new(kbs, count, err) : NULL;
    if (!e->asker.shared) {
        evaluation_free(e);
        return NULL;
    }
    matcher_trace(e->asker.matcher, &e->asker.trace);
    return e;
}

void evaluation_free(struct evaluation *e)
{
    if (!e)
        return;
    matcher_free(e->asker.matcher);
    shared_free(e->asker.shared);
    trace_free(&e->asker.trace);
    arena_free(e->kept);
    arena_free(e->arena);
    mem_free(e->items);
    mem_free(e);
}

/* Of the text as the label has it, so that runs with and without codes can be compared. */
static uint64_t key_of(struct arena *a, const struct label *l)
{
    struct str text = l->text;
    for (size_t i = 0; i < l->facet_count; i++)
        text = arena_printf(a, "%.*s=%.*s\n%016llx", STR_ARG(l->facets[i].name),
                            STR_ARG(l->facets[i].value), (unsigned long long)hash64(text));
    return hash64(text);
}

/* A near-duplicate of the right entry is the right answer too. */
static enum judgement judge(const struct label *l, const struct match *m)
{
    enum judgement best = label_judge(l, m->entry.entry.id);
    for (size_t i = 0; i < m->also_count && best != JUDGED_RIGHT; i++)
        if (label_judge(l, m->also[i]) == JUDGED_RIGHT)
            best = JUDGED_RIGHT;
    return best;
}

static struct judged judge_answer(const struct shared *shared, const struct label *l,
                                  const struct answer *a)
{
    struct judged j = {.answerable = l->says == LABEL_ENTRIES, .verdict = a->verdict};
    if (a->match_count == 0)
        return j;
    j.confidence = a->matches[0].confidence;
    j.near = judge(l, &a->matches[0]) == JUDGED_NEAR;
    for (size_t i = 0; i < a->match_count && i < MEASURE_RANKS && j.rank == 0; i++) {
        bool right = judge(l, &a->matches[i]) == JUDGED_RIGHT;
        j.shared = !right && shared_has(shared, a->matches[i].entry.entry.id) != SHARE_NONE;
        j.rank = right || j.shared ? i + 1 : 0;
    }
    return j;
}

static bool is_right(const struct outcome *o, const struct answer *a)
{
    switch (o->says) {
    case LABEL_ENTRIES:
        return o->judged.rank == 1;
    case LABEL_NONE:
        return a->verdict != VERDICT_MATCH;
    default: /* the wrong answer is not given again */
        return o->wanted.n == 0 ? a->verdict != VERDICT_NONE
                                : a->verdict == VERDICT_NONE || !str_eq(o->entry, o->wanted);
    }
}

static int ask(struct evaluation *e, const char *path, const struct label *l, struct err *err)
{
    arena_reset(e->arena);
    struct str text = e->options.strip_codes ? label_without_codes(e->kept, l) : l->text;
    const struct matcher_query q = {.text = text,
                                    .limit = MEASURE_RANKS,
                                    .facets = l->facets,
                                    .facet_count = l->facet_count,
                                    .explain = e->options.explain};
    struct answer a;
    if (matcher_run(e->asker.matcher, &q, e->arena, &a, err) != 0)
        return -1;
    e->items = mem_grow(e->items, e->count, &e->cap, sizeof *e->items);
    struct outcome *o = &e->items[e->count++];
    *o = (struct outcome){.file = path,
                          .line = l->line,
                          .key = key_of(e->arena, l),
                          .text = text,
                          .kind = l->kind,
                          .note = l->note,
                          .says = l->says};
    o->wanted = l->says == LABEL_ENTRIES ? l->expect[0] : l->given;
    o->others = shared_expect(e->asker.shared, l, text);
    o->judged = judge_answer(e->asker.shared, l, &a);
    if (a.match_count)
        o->entry = arena_dup(e->kept, a.matches[0].entry.entry.id);
    if (a.match_count > 1)
        o->second = arena_dup(e->kept, a.matches[1].entry.entry.id);
    o->explain = arena_dup(e->kept, a.explain);
    o->right = is_right(o, &a);
    return reason_find(&e->asker, l, &a, o, e->arena, e->kept, err);
}

int evaluation_ask(struct evaluation *e, const char *path, struct err *err)
{
    size_t count;
    const struct label *labels = labels_read(e->kept, path, &count, err);
    if (!labels)
        return -1;
    for (size_t i = 0; i < count; i++)
        if (ask(e, path, &labels[i], err) != 0)
            return -1;
    return 0;
}

const struct outcome *evaluation_outcomes(const struct evaluation *e, size_t *count)
{
    *count = e->count;
    return e->items;
}
