#include "base/map.h"

#include "base/arena.h"
#include "base/hash.h"
#include "base/mem.h"

struct slot {
    uint64_t hash;
    struct str key; /* p is NULL in a free slot */
    uint32_t value;
};

struct map {
    struct slot *slots;
    size_t size; /* a power of two */
    size_t count;
    struct arena *keys;
};

enum { FIRST_SIZE = 64 };

struct map *map_new(void)
{
    struct map *m = mem_zalloc(1, sizeof *m);
    m->size = FIRST_SIZE;
    m->slots = mem_zalloc(m->size, sizeof *m->slots);
    m->keys = arena_new();
    return m;
}

void map_free(struct map *m)
{
    if (!m)
        return;
    arena_free(m->keys);
    mem_free(m->slots);
    mem_free(m);
}

size_t map_count(const struct map *m)
{
    return m->count;
}

static struct slot *find(const struct map *m, struct str key, uint64_t hash)
{
    size_t i = (size_t)hash & (m->size - 1);
    while (m->slots[i].key.p && !(m->slots[i].hash == hash && str_eq(m->slots[i].key, key)))
        i = (i + 1) & (m->size - 1);
    return &m->slots[i];
}

static void grow(struct map *m)
{
    struct slot *old = m->slots;
    size_t old_size = m->size;
    m->size *= 2;
    m->slots = mem_zalloc(m->size, sizeof *m->slots);
    for (size_t i = 0; i < old_size; i++)
        if (old[i].key.p)
            *find(m, old[i].key, old[i].hash) = old[i];
    mem_free(old);
}

uint32_t *map_get(const struct map *m, struct str key)
{
    struct slot *s = find(m, key, hash64(key));
    return s->key.p ? &s->value : NULL;
}

uint32_t *map_put(struct map *m, struct str key, uint32_t value, bool *was_new)
{
    uint64_t hash = hash64(key);
    struct slot *s = find(m, key, hash);
    if (was_new)
        *was_new = !s->key.p;
    if (!s->key.p) {
        if (m->count >= m->size / 2) {
            grow(m);
            s = find(m, key, hash);
        }
        *s = (struct slot){hash, arena_dup(m->keys, key), value};
        m->count++;
    }
    return &s->value;
}
