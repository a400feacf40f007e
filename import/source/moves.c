#include "import/source/moves.h"

#include "base/hash.h"
#include "base/map.h"
#include "base/mem.h"

#include <stdlib.h>

/* At least this share of all words of two entries stands in both; more, where all that they have in
 * common is the document: neighbours are often alike. */
static const double likeness_min = 0.6, likeness_min_neighbours = 0.75;
enum {
    WORDS_MIN = 5,   /* fewer say too little to be known again by them */
    CHAIN_MAX = 256, /* removed entries that are compared for one common trait */
};

/* What two entries may have in common that makes it worth comparing their words. */
enum trait { TRAIT_CONTENT, TRAIT_SIGNATURES, TRAIT_ANCHOR, TRAIT_DOCUMENT, TRAITS };

static uint64_t trait_of(const struct trace *t, enum trait trait)
{
    switch (trait) {
    case TRAIT_CONTENT:
        return t->content;
    case TRAIT_SIGNATURES:
        return t->signatures;
    case TRAIT_ANCHOR:
        return hash64(trace_anchor(t->id));
    default:
        return hash64(t->path);
    }
}

static double likeness(const struct trace *removed, const struct trace *added, enum trait trait)
{
    double same_anchor = str_eq(trace_anchor(removed->id), trace_anchor(added->id)) ? 0.5 : 0.0;
    if (trait == TRAIT_CONTENT)
        return 2.0 + same_anchor;
    bool other_codes = removed->codes && added->codes && removed->codes != added->codes;
    if (other_codes || removed->word_count < WORDS_MIN || added->word_count < WORDS_MIN)
        return 0.0;
    double share = trace_likeness(removed, added);
    double least = trait == TRAIT_DOCUMENT ? likeness_min_neighbours : likeness_min;
    return share < least ? 0.0 : share + same_anchor;
}

struct pair {
    double likeness;
    uint32_t removed, added;
};

struct pairs {
    struct pair *items;
    size_t count, cap;
};

static int by_likeness(const void *a, const void *b)
{
    const struct pair *x = a, *y = b;
    if (x->likeness != y->likeness)
        return x->likeness > y->likeness ? -1 : 1;
    if (x->added != y->added)
        return x->added < y->added ? -1 : 1;
    return (x->removed > y->removed) - (x->removed < y->removed);
}

static struct str key_of(const uint64_t *value)
{
    return str_n((const char *)value, sizeof *value);
}

/* All pairs with this trait in common whose words are alike. */
static void add_pairs(struct pairs *pairs, enum trait trait, const struct trace *removed,
                      size_t removed_count, const struct trace *added, size_t added_count)
{
    struct map *heads = map_new(); /* of a trait: the last removed entry with it + 1 */
    uint32_t *next = mem_zalloc(removed_count, sizeof *next);
    for (size_t i = removed_count; i-- > 0;) {
        uint64_t value = trait_of(&removed[i], trait);
        uint32_t *head = map_put(heads, key_of(&value), 0, NULL);
        next[i] = *head;
        *head = (uint32_t)i + 1;
    }
    for (size_t k = 0; k < added_count; k++) {
        uint64_t value = trait_of(&added[k], trait);
        const uint32_t *head = value ? map_get(heads, key_of(&value)) : NULL;
        uint32_t at = head ? *head : 0;
        for (int n = 0; at && n < CHAIN_MAX; n++, at = next[at - 1]) {
            double l = likeness(&removed[at - 1], &added[k], trait);
            if (l <= 0.0)
                continue;
            pairs->items = mem_grow(pairs->items, pairs->count, &pairs->cap, sizeof *pairs->items);
            pairs->items[pairs->count++] = (struct pair){l, at - 1, (uint32_t)k};
        }
    }
    mem_free(next);
    map_free(heads);
}

void moves_find(const struct trace *removed, size_t removed_count, const struct trace *added,
                size_t added_count, int32_t *from)
{
    struct pairs pairs = {0};
    for (size_t k = 0; k < added_count; k++)
        from[k] = MOVES_NONE;
    if (removed_count == 0 || added_count == 0)
        return;
    for (enum trait trait = 0; trait < TRAITS; trait++)
        add_pairs(&pairs, trait, removed, removed_count, added, added_count);
    if (pairs.count)
        qsort(pairs.items, pairs.count, sizeof *pairs.items, by_likeness);
    bool *gone = mem_zalloc(removed_count, sizeof *gone);
    for (size_t i = 0; i < pairs.count; i++) {
        const struct pair *p = &pairs.items[i];
        if (gone[p->removed] || from[p->added] != MOVES_NONE)
            continue;
        gone[p->removed] = true;
        from[p->added] = (int32_t)p->removed;
    }
    mem_free(gone);
    mem_free(pairs.items);
}
