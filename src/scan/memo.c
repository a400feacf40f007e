#include "scan/memo.h"

#include "base/mem.h"

enum { WAYS = 4, SEEN_WAYS = 4 };

struct place {
    uint64_t key; /* 0: free */
    struct memo_value value;
};

struct memo {
    size_t mask; /* of sets */
    unsigned char *oldest;
    struct place *places;
};

struct memo *memo_new(size_t places)
{
    struct memo *m = mem_zalloc(1, sizeof *m);
    m->mask = places / WAYS - 1;
    m->places = mem_zalloc(places, sizeof *m->places);
    m->oldest = mem_zalloc(places / WAYS, sizeof *m->oldest);
    return m;
}

void memo_free(struct memo *m)
{
    if (!m)
        return;
    mem_free(m->places);
    mem_free(m->oldest);
    mem_free(m);
}

const struct memo_value *memo_get(const struct memo *m, uint64_t key)
{
    const struct place *set = &m->places[(key >> 20 & m->mask) * WAYS];
    for (size_t i = 0; i < WAYS; i++)
        if (set[i].key == key)
            return &set[i].value;
    return NULL;
}

void memo_put(struct memo *m, uint64_t key, const struct memo_value *value)
{
    size_t at = key >> 20 & m->mask;
    struct place *set = &m->places[at * WAYS], *chosen = NULL;
    for (size_t i = 0; i < WAYS && !chosen; i++)
        if (set[i].key == key || set[i].key == 0)
            chosen = &set[i];
    if (!chosen)
        chosen = &set[m->oldest[at]++ % WAYS];
    *chosen = (struct place){key, *value};
}

/* The keys of a set and its notes are one cache line. */
struct seen_set {
    uint64_t keys[SEEN_WAYS];
    uint64_t notes[SEEN_WAYS];
};

struct seen {
    size_t mask;
    unsigned char *oldest;
    struct seen_set *sets;
    const struct rivals **rivals; /* of all keys; seldom asked for */
    void *memory;
};

enum { CACHE_LINE = 64 };

struct seen *seen_new(size_t places)
{
    struct seen *s = mem_zalloc(1, sizeof *s);
    size_t sets = places / SEEN_WAYS;
    s->mask = sets - 1;
    s->memory = mem_zalloc(sets + 1, sizeof *s->sets);
    uintptr_t begin = ((uintptr_t)s->memory + CACHE_LINE - 1) / CACHE_LINE * CACHE_LINE;
    s->sets = (struct seen_set *)begin;
    s->oldest = mem_zalloc(sets, sizeof *s->oldest);
    s->rivals = mem_zalloc(places, sizeof *s->rivals);
    return s;
}

void seen_free(struct seen *s)
{
    if (!s)
        return;
    mem_free(s->memory);
    mem_free(s->rivals);
    mem_free(s->oldest);
    mem_free(s);
}

bool seen_get(const struct seen *s, uint64_t key, uint64_t *note, const struct rivals ***rivals)
{
    size_t at = key >> 20 & s->mask;
    const struct seen_set *set = &s->sets[at];
    for (size_t i = 0; i < SEEN_WAYS; i++)
        if (set->keys[i] == key) {
            *note = set->notes[i];
            *rivals = &s->rivals[at * SEEN_WAYS + i];
            return true;
        }
    return false;
}

void seen_prefetch(const struct seen *s, uint64_t key)
{
    __builtin_prefetch(&s->sets[key >> 20 & s->mask]);
}

void seen_put(struct seen *s, uint64_t key, uint64_t note, const struct rivals *rivals)
{
    size_t at = key >> 20 & s->mask, i = 0;
    struct seen_set *set = &s->sets[at];
    while (i < SEEN_WAYS && set->keys[i] != key && set->keys[i] != 0)
        i++;
    if (i == SEEN_WAYS)
        i = s->oldest[at]++ % SEEN_WAYS;
    set->keys[i] = key;
    set->notes[i] = note;
    s->rivals[at * SEEN_WAYS + i] = rivals;
}
