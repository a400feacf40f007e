#include "match/typo.h"

#include "base/hash.h"
#include "text/utf8.h"

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

/* Where the letters of a word begin, its end included; how many, at most max. */
static size_t letters_of(struct str word, size_t max, size_t *starts)
{
    size_t n = 0, at = 0;
    for (; at < word.n && n < max; n++) {
        starts[n] = at++;
        while (at < word.n && ((unsigned char)word.p[at] & 0xC0) == 0x80)
            at++;
    }
    starts[n] = at;
    return n;
}

size_t typo_length(struct str word)
{
    size_t n = 0;
    for (size_t i = 0; i < word.n; i++)
        n += ((unsigned char)word.p[i] & 0xC0) != 0x80;
    return n;
}

size_t typo_variants(struct str word, unsigned edits, uint64_t variants[TYPO_VARIANTS_MAX])
{
    size_t at[TYPO_PREFIX + 1];
    size_t letters = letters_of(word, TYPO_PREFIX, at);
    struct str prefix = str_slice(word, 0, at[letters]);
    size_t n = add(variants, 0, prefix);
    char once[TYPO_PREFIX * 4], twice[TYPO_PREFIX * 4];
    for (size_t i = 0; edits > 0 && i < letters; i++) {
        size_t cut = at[i + 1] - at[i];
        memcpy(once, prefix.p, at[i]);
        memcpy(once + at[i], prefix.p + at[i + 1], prefix.n - at[i + 1]);
        n = add(variants, n, str_n(once, prefix.n - cut));
        for (size_t k = i; edits > 1 && k + 1 < letters; k++) {
            size_t from = at[k + 1] - cut, to = at[k + 2] - cut, size = prefix.n - cut;
            memcpy(twice, once, from);
            memcpy(twice + from, once + to, size - to);
            n = add(variants, n, str_n(twice, size - (to - from)));
        }
    }
    return n;
}

static bool is_ascii(struct str s)
{
    unsigned char bytes = 0;
    for (size_t i = 0; i < s.n; i++)
        bytes |= (unsigned char)s.p[i];
    return bytes < 0x80;
}

size_t form_variants(struct str word, uint64_t variants[TYPO_VARIANTS_MAX])
{
    enum { LETTERS_MIN = 3, ENDING_MAX = 2 };
    size_t at[TYPO_PREFIX + 1], n = 0;
    size_t letters = letters_of(word, TYPO_PREFIX, at);
    for (size_t cut = 0; cut <= ENDING_MAX && letters >= LETTERS_MIN + cut; cut++)
        n = add(variants, n, str_slice(word, 0, at[letters - cut]));
    return n;
}

/* Code points of a word, at most WORD_MAX; SIZE_MAX when it has more. */
static size_t decode(struct str word, uint32_t out[WORD_MAX])
{
    size_t n = 0;
    for (size_t i = 0; i < word.n; n++) {
        if (n == WORD_MAX)
            return SIZE_MAX;
        out[n] = utf8_next(word, &i);
    }
    return n;
}

/* Letter i of a word in bytes or, when `wide`, in code points. */
static inline uint32_t letter(const void *word, size_t i, bool wide)
{
    return wide ? ((const uint32_t *)word)[i] : ((const unsigned char *)word)[i];
}

static inline unsigned distance(const void *x, size_t m, const void *y, size_t n, unsigned max,
                                bool wide)
{
    if (m > WORD_MAX || n > WORD_MAX || max_size(m, n) - min_size(m, n) > max)
        return max + 1;
    unsigned rows[3][WORD_MAX + 1];
    for (size_t j = 0; j <= n; j++)
        rows[0][j] = (unsigned)j;
    for (size_t i = 1; i <= m; i++) {
        unsigned *row = rows[i % 3], *last = rows[(i - 1) % 3];
        const unsigned *before = rows[(i + 1) % 3];
        unsigned least = row[0] = (unsigned)i;
        uint32_t c = letter(x, i - 1, wide), c_before = i > 1 ? letter(x, i - 2, wide) : 0;
        for (size_t j = 1; j <= n; j++) {
            unsigned d = last[j - 1] + (c != letter(y, j - 1, wide));
            if (last[j] + 1 < d)
                d = last[j] + 1;
            if (row[j - 1] + 1 < d)
                d = row[j - 1] + 1;
            if (i > 1 && j > 1 && c == letter(y, j - 2, wide) &&
                c_before == letter(y, j - 1, wide) && before[j - 2] + 1 < d)
                d = before[j - 2] + 1;
            row[j] = d;
            if (d < least)
                least = d;
        }
        if (least > max)
            return max + 1;
    }
    unsigned d = rows[m % 3][n];
    return d > max ? max + 1 : d;
}

unsigned edit_distance(struct str a, struct str b, unsigned max)
{
    if (is_ascii(a) && is_ascii(b))
        return distance(a.p, a.n, b.p, b.n, max, false);
    uint32_t x[WORD_MAX], y[WORD_MAX];
    size_t m = decode(a, x), n = decode(b, y);
    return distance(x, m, y, n, max, true);
}

static bool is_ending(struct str s)
{
    static const char *const endings[] = {
        "", "s", "es", "e", "d", "ed", "ing", "er", "ers", "or", "ors", "ion", "ions", "ation",
        "ations", "ment", "ments", "al", "ly", "able", "y", "ies", "ied", "tion", "ted", "ting",
        "ss", "ure",
    };
    for (size_t i = 0; i < ARRAY_LEN(endings); i++)
        if (str_eq(s, str_of(endings[i])))
            return true;
    return false;
}

bool same_stem(struct str a, struct str b)
{
    enum { STEM_MIN = 4 };
    size_t n = 0;
    while (n < a.n && n < b.n && a.p[n] == b.p[n])
        n++;
    return n >= STEM_MIN && is_ending(str_skip(a, n)) && is_ending(str_skip(b, n));
}
