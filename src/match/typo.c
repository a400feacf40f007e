#include "match/typo.h"

#include "base/hash.h"

enum { WORD_MAX = 64 };

unsigned typo_budget(size_t n)
{
    return n < 4 ? 0 : n < 9 ? 1 : TYPO_EDITS_MAX;
}

static size_t add(uint64_t *variants, size_t n, struct str v)
{
    uint64_t h = hash64(v);
    for (size_t i = 0; i < n; i++)
        if (variants[i] == h)
            return n;
    variants[n] = h;
    return n + 1;
}

size_t typo_variants(struct str word, unsigned edits, uint64_t variants[TYPO_VARIANTS_MAX])
{
    struct str prefix = str_slice(word, 0, TYPO_PREFIX);
    size_t n = add(variants, 0, prefix);
    char once[TYPO_PREFIX], twice[TYPO_PREFIX];
    for (size_t i = 0; edits > 0 && i < prefix.n; i++) {
        memcpy(once, prefix.p, i);
        memcpy(once + i, prefix.p + i + 1, prefix.n - i - 1);
        n = add(variants, n, str_n(once, prefix.n - 1));
        for (size_t k = i; edits > 1 && k + 1 < prefix.n; k++) {
            memcpy(twice, once, k);
            memcpy(twice + k, once + k + 1, prefix.n - k - 2);
            n = add(variants, n, str_n(twice, prefix.n - 2));
        }
    }
    return n;
}

unsigned edit_distance(struct str a, struct str b, unsigned max)
{
    if (a.n > WORD_MAX || b.n > WORD_MAX || max_size(a.n, b.n) - min_size(a.n, b.n) > max)
        return max + 1;
    unsigned rows[3][WORD_MAX + 1];
    for (size_t j = 0; j <= b.n; j++)
        rows[0][j] = (unsigned)j;
    for (size_t i = 1; i <= a.n; i++) {
        unsigned *row = rows[i % 3], *last = rows[(i - 1) % 3];
        const unsigned *before = rows[(i + 1) % 3];
        unsigned least = row[0] = (unsigned)i;
        for (size_t j = 1; j <= b.n; j++) {
            unsigned d = last[j - 1] + (a.p[i - 1] != b.p[j - 1]);
            if (last[j] + 1 < d)
                d = last[j] + 1;
            if (row[j - 1] + 1 < d)
                d = row[j - 1] + 1;
            if (i > 1 && j > 1 && a.p[i - 1] == b.p[j - 2] && a.p[i - 2] == b.p[j - 1] &&
                before[j - 2] + 1 < d)
                d = before[j - 2] + 1;
            row[j] = d;
            if (d < least)
                least = d;
        }
        if (least > max)
            return max + 1;
    }
    unsigned d = rows[a.n % 3][b.n];
    return d > max ? max + 1 : d;
}
