#include "scan/outcome.h"

#include "base/map.h"
#include "base/mem.h"

#include <pthread.h>

enum { SHARED_PLACES = 1 << 18 };

struct outcomes {
    pthread_mutex_t lock;
    struct arena *arena;
    struct memo *memo;
    struct map *known; /* layer and row -> index of entries */
    const struct kb_entry **entries;
    size_t entry_count, entry_cap;
    size_t count, rivals;
};

struct outcomes *outcomes_new(void)
{
    struct outcomes *o = mem_zalloc(1, sizeof *o);
    pthread_mutex_init(&o->lock, NULL);
    o->arena = arena_new();
    o->memo = memo_new(SHARED_PLACES);
    o->known = map_new();
    return o;
}

void outcomes_free(struct outcomes *o)
{
    if (!o)
        return;
    pthread_mutex_destroy(&o->lock);
    arena_free(o->arena);
    memo_free(o->memo);
    map_free(o->known);
    mem_free(o->entries);
    mem_free(o);
}

/* With the lock held. */
static const struct kb_entry *entry_of(struct outcomes *o, struct kb *kb, size_t layer, int64_t row,
                                       struct err *err)
{
    const struct {
        uint64_t layer;
        int64_t row;
    } id = {layer, row};
    bool was_new;
    uint32_t at =
        *map_put(o->known, str_n((const char *)&id, sizeof id), (uint32_t)o->entry_count, &was_new);
    if (!was_new)
        return o->entries[at];
    struct kb_entry *e = arena_alloc(o->arena, sizeof *e);
    int got = kb_get(kb, row, o->arena, e, err);
    if (got == 0)
        err_set(err, ERR_INVALID, "%s: its index names an entry that is not there", kb_name(kb));
    o->entries = mem_grow(o->entries, o->entry_count, &o->entry_cap, sizeof *o->entries);
    o->entries[o->entry_count++] = got == 1 ? e : NULL;
    return got == 1 ? e : NULL;
}

const struct outcome *outcomes_keep(struct outcomes *o, struct kb *const *kbs,
                                    const struct answer *answer, struct arena *spare, bool *kept,
                                    struct err *err)
{
    const struct outcome *result = NULL;
    pthread_mutex_lock(&o->lock);
    *kept = o->count < OUTCOMES_MAX;
    struct arena *a = *kept ? o->arena : spare;
    struct outcome *x = arena_zalloc(a, 1, sizeof *x);
    size_t count = min_size(max_size(answer->tied, 1), OUTCOME_MATCHES_MAX);
    count = min_size(count, answer->match_count);
    x->answer = (struct answer){
        .verdict = answer->verdict,
        .matches = arena_zalloc(a, count + 1, sizeof *x->answer.matches),
        .match_count = count,
        .tied = min_size(answer->tied, count),
    };
    for (size_t i = 0; i < count; i++) {
        const struct match *m = &answer->matches[i];
        const struct kb_entry *e = entry_of(o, kbs[m->layer], m->layer, m->row, err);
        if (!e)
            goto out;
        x->answer.matches[i] = (struct match){
            .layer = m->layer,
            .row = m->row,
            .entry = *e,
            .confidence = m->confidence,
            .tier = m->tier,
            .span_start = m->span_start,
            .span_end = m->span_end,
            .pattern = arena_dup(a, m->pattern),
            .margin = m->margin,
        };
    }
    o->count += *kept;
    result = x;
out:
    pthread_mutex_unlock(&o->lock);
    return result;
}

static void put_rival(struct rivals *r, uint32_t name)
{
    for (size_t i = 0; i < r->count; i++)
        if (r->names[i] == name)
            return;
    if (r->count < TELLING_RIVALS_MAX)
        r->names[r->count++] = name;
}

const struct rivals *outcomes_keep_rivals(struct outcomes *o, const struct answer *answer,
                                          struct arena *spare, bool *kept)
{
    struct rivals all = {0};
    *kept = true;
    for (size_t i = 0; i < answer->telling_count; i++) {
        const struct telling *t = &answer->telling[i];
        for (size_t k = 0; k < t->rival_count; k++)
            put_rival(&all, t->rivals[k]);
    }
    if (!all.count)
        return NULL;
    size_t size = offsetof(struct rivals, names) + all.count * sizeof all.names[0];
    pthread_mutex_lock(&o->lock);
    *kept = o->rivals < RIVALS_MAX;
    struct rivals *copy = arena_alloc(*kept ? o->arena : spare, size);
    o->rivals += *kept;
    pthread_mutex_unlock(&o->lock);
    memcpy(copy, &all, size);
    return copy;
}

bool outcomes_get(struct outcomes *o, uint64_t key, struct memo_value *value)
{
    pthread_mutex_lock(&o->lock);
    const struct memo_value *v = memo_get(o->memo, key);
    if (v)
        *value = *v;
    pthread_mutex_unlock(&o->lock);
    return v != NULL;
}

void outcomes_put(struct outcomes *o, uint64_t key, const struct memo_value *value)
{
    pthread_mutex_lock(&o->lock);
    memo_put(o->memo, key, value);
    pthread_mutex_unlock(&o->lock);
}
