#include "eval/compare.h"

#include "base/map.h"

#include <math.h>

struct earlier *earlier_of(struct arena *a, const struct outcome *outcomes, size_t count)
{
    struct earlier *all = arena_zalloc(a, count + 1, sizeof *all);
    for (size_t i = 0; i < count; i++)
        all[i] = (struct earlier){outcomes[i].key, outcomes[i].right, outcomes[i].judged.verdict,
                                  outcomes[i].entry};
    return all;
}

double mcnemar(size_t better, size_t worse)
{
    size_t n = better + worse, less = min_size(better, worse);
    double sum = 0, half = (double)n * log(2.0);
    for (size_t i = 0; i <= less && n; i++)
        sum +=
            exp(lgamma((double)n + 1) - lgamma((double)i + 1) - lgamma((double)(n - i) + 1) - half);
    return n && sum < 0.5 ? 2 * sum : 1;
}

/* The next one with this key that has not been paired. */
static const struct earlier *take(struct map *by_key, const struct earlier *before,
                                  const uint32_t *next, uint64_t key)
{
    uint32_t *first = map_get(by_key, str_n((const char *)&key, sizeof key));
    if (!first || *first == 0)
        return NULL;
    const struct earlier *found = &before[*first - 1];
    *first = next[*first - 1];
    return found;
}

struct comparison compare(struct arena *a, const struct outcome *outcomes, size_t count,
                          const struct earlier *before, size_t before_count)
{
    struct comparison c = {.unpaired = before_count};
    struct map *by_key = map_new();
    uint32_t *next = arena_zalloc(a, before_count + 1, sizeof *next);
    for (size_t i = before_count; i > 0; i--) {
        struct str key = str_n((const char *)&before[i - 1].key, sizeof before[i - 1].key);
        uint32_t *first = map_put(by_key, key, 0, NULL);
        next[i - 1] = *first;
        *first = (uint32_t)i;
    }
    c.better = arena_zalloc(a, count + 1, sizeof *c.better);
    c.worse = arena_zalloc(a, count + 1, sizeof *c.worse);
    for (size_t i = 0; i < count; i++) {
        const struct earlier *e = take(by_key, before, next, outcomes[i].key);
        const struct change change = {&outcomes[i], e};
        c.unpaired = e ? c.unpaired - 1 : c.unpaired + 1;
        if (!e || outcomes[i].says == LABEL_NOT)
            continue;
        if (outcomes[i].right == e->right)
            *(e->right ? &c.both_right : &c.both_wrong) += 1;
        else if (e->right)
            c.worse[c.worse_count++] = change;
        else
            c.better[c.better_count++] = change;
    }
    c.p = mcnemar(c.better_count, c.worse_count);
    map_free(by_key);
    return c;
}
