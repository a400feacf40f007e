#include "base/map.h"

#include "base/arena.h"
#include "base/hash.h"
#include "base/mem.h"

/* What a query of the table touches is small: 8 bytes a slot, and the key that is meant. */
struct slot {
    uint32_t hash;  /* its upper half; the lower half says where */
    uint32_t entry; /* + 1; 0 in a free slot */
};

struct entry {
    struct str key;
    uint32_t value;
    uint32_t hash; /* lower half */
};

struct map {
    struct slot *slots;
    size_t size; /* a power of two */
    struct entry *entries;
    size_t count, cap;
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
    mem_free(m->entries);
    mem_free(m->slots);
    mem_free(m);
}

size_t map_count(const struct map *m)
{
    return m->count;
}

static struct slot *find(const struct map *m, struct str key, uint64_t hash)
{
    uint32_t upper = (uint32_t)(hash >> 32);
    size_t i = (uint32_t)hash & (m->size - 1);
    for (; m->slots[i].entry; i = (i + 1) & (m->size - 1))
        if (m->slots[i].hash == upper && str_eq(m->entries[m->slots[i].entry - 1].key, key))
            break;
    return &m->slots[i];
}

static void grow(struct map *m)
{
    struct slot *old = m->slots;
    size_t old_size = m->size;
    m->size *= 2;
    m->slots = mem_zalloc(m->size, sizeof *m->slots);
    for (size_t k = 0; k < old_size; k++) {
        if (!old[k].entry)
            continue;
        size_t i = m->entries[old[k].entry - 1].hash & (m->size - 1);
        while (m->slots[i].entry)
            i = (i + 1) & (m->size - 1);
        m->slots[i] = old[k];
    }
    mem_free(old);
}

uint32_t *map_get(const struct map *m, struct str key)
{
    struct slot *s = find(m, key, hash64(key));
    return s->entry ? &m->entries[s->entry - 1].value : NULL;
}

uint32_t *map_put(struct map *m, struct str key, uint32_t value, bool *was_new)
{
    uint64_t hash = hash64(key);
    struct slot *s = find(m, key, hash);
    if (was_new)
        *was_new = !s->entry;
    if (!s->entry) {
        if (m->count >= m->size / 2) {
            grow(m);
            s = find(m, key, hash);
        }
        m->entries = mem_grow(m->entries, m->count, &m->cap, sizeof *m->entries);
        m->entries[m->count++] = (struct entry){arena_dup(m->keys, key), value, (uint32_t)hash};
        *s = (struct slot){(uint32_t)(hash >> 32), (uint32_t)m->count};
    }
    return &m->entries[s->entry - 1].value;
}
