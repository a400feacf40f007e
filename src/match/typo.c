#include "match/typo.h"

#include "base/hash.h"
#include "text/utf8.h"

enum { WORD_MAX = EDIT_WORD_MAX };

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

/* Code points of a word, at most WORD_MAX; SIZE_MAX when it has more, or is none. */
static size_t decode(struct str word, uint32_t out[WORD_MAX])
{
    size_t n = 0;
    if (utf8_valid(word) != word.n)
        return SIZE_MAX;
    for (size_t i = 0; i < word.n; n++) {
        if (n == WORD_MAX)
            return SIZE_MAX;
        out[n] = utf8_next(word, &i);
    }
    return n;
}

void edit_word_set(struct edit_word *e, struct str word)
{
    *e = (struct edit_word){.word = word, .ascii = is_ascii(word)};
    if (!e->ascii)
        e->letters = decode(word, e->wide);
    else
        e->letters = word.n <= WORD_MAX ? word.n : SIZE_MAX;
    for (size_t i = 0; e->ascii && i < word.n && e->letters != SIZE_MAX; i++)
        e->places[(unsigned char)word.p[i]] |= UINT64_C(1) << i;
}

/* In which places the word has the letter, a bit for each. */
static uint64_t wide_places(const struct edit_word *e, uint32_t letter)
{
    uint64_t places = 0;
    if (e->ascii)
        return letter < ARRAY_LEN(e->places) ? e->places[letter] : 0;
    for (size_t i = 0; i < e->letters; i++)
        places |= (uint64_t)(e->wide[i] == letter) << i;
    return places;
}

/* A column of the matrix of distances as the differences of its cells, a bit for each: Hyyro 2003. */
struct column {
    uint64_t more, less; /* than the cell above */
    uint64_t same;       /* as the one before it on the diagonal */
    uint64_t places;
    unsigned distance;
};

static inline void next_column(struct column *c, uint64_t places, uint64_t last)
{
    uint64_t swapped = ((~c->same & places) << 1) & c->places;
    uint64_t same = (((places & c->more) + c->more) ^ c->more) | places | c->less | swapped;
    uint64_t right_more = c->less | ~(same | c->more), right_less = same & c->more;
    c->distance += (right_more & last) != 0;
    c->distance -= (right_less & last) != 0;
    right_more = right_more << 1 | 1;
    c->more = right_less << 1 | ~(same | right_more);
    c->less = right_more & same;
    c->same = same;
    c->places = places;
}

unsigned edit_word_distance(const struct edit_word *e, struct str other, unsigned max)
{
    uint32_t wide[WORD_MAX];
    bool ascii = e->ascii && is_ascii(other);
    size_t n = ascii ? other.n : decode(other, wide);
    if (e->letters > WORD_MAX || n > WORD_MAX ||
        max_size(e->letters, n) - min_size(e->letters, n) > max)
        return max + 1;
    if (e->letters == 0)
        return (unsigned)n;
    struct column c = {.more = UINT64_MAX, .distance = (unsigned)e->letters};
    uint64_t last = UINT64_C(1) << (e->letters - 1);
    for (size_t i = 0; i < n; i++)
        next_column(&c, ascii ? e->places[(unsigned char)other.p[i]] : wide_places(e, wide[i]),
                    last);
    return c.distance > max ? max + 1 : c.distance;
}

unsigned edit_distance(struct str a, struct str b, unsigned max)
{
    struct edit_word e;
    edit_word_set(&e, a);
    return edit_word_distance(&e, b, max);
}

/* Letters that it has, a bit for each (0: not ASCII, anything goes); above them a hash of its first
 * STEM_MIN bytes. */
enum { PRINT_LETTERS = 26, PRINT_LETTERS_MASK = (1 << PRINT_LETTERS) - 1, EDIT_CHANGES = 2 };

uint32_t typo_print(struct str word)
{
    uint32_t letters = 0;
    size_t n = is_ascii(word) ? word.n : 0;
    for (size_t i = 0; i < n; i++)
        letters |= 1u << ((unsigned char)word.p[i] % PRINT_LETTERS);
    uint32_t stem = 0;
    for (size_t i = 0; i < word.n && i < STEM_MIN; i++)
        stem = stem * 31 + (unsigned char)word.p[i];
    return letters | (stem * 2654435761u) >> PRINT_LETTERS << PRINT_LETTERS;
}

bool typo_may_be_near(uint32_t a, uint32_t b, unsigned edits)
{
    uint32_t x = a & PRINT_LETTERS_MASK, y = b & PRINT_LETTERS_MASK;
    return x == 0 || y == 0 || (unsigned)__builtin_popcount(x ^ y) <= edits * EDIT_CHANGES;
}

bool typo_may_begin(uint32_t a, uint32_t b)
{
    uint32_t x = a & PRINT_LETTERS_MASK, y = b & PRINT_LETTERS_MASK;
    return y == 0 || (x & ~y) == 0;
}

uint32_t typo_start(struct str word)
{
    enum { START_LETTERS = 2, BITS_OF_BIT = 5 };
    if (word.n < START_LETTERS)
        return UINT32_MAX;
    uint32_t letters = (unsigned char)word.p[0] | (uint32_t)(unsigned char)word.p[1] << 8;
    return 1u << (letters * 2654435761u >> (32 - BITS_OF_BIT));
}

bool typo_may_be_forms(uint32_t a, uint32_t b)
{
    return a >> PRINT_LETTERS == b >> PRINT_LETTERS;
}

static bool is_ending(const char *p, size_t n)
{
    static const struct str endings[] = {
        STR_INIT("s"),      STR_INIT("e"),     STR_INIT("d"),    STR_INIT("y"),    STR_INIT("es"),
        STR_INIT("ed"),     STR_INIT("er"),    STR_INIT("or"),   STR_INIT("al"),   STR_INIT("ly"),
        STR_INIT("ss"),     STR_INIT("ing"),   STR_INIT("ers"),  STR_INIT("ors"),  STR_INIT("ion"),
        STR_INIT("ies"),    STR_INIT("ied"),   STR_INIT("ted"),  STR_INIT("ure"),  STR_INIT("ions"),
        STR_INIT("ment"),   STR_INIT("able"),  STR_INIT("tion"), STR_INIT("ting"), STR_INIT("ation"),
        STR_INIT("ments"),  STR_INIT("ations"),
    };
    enum { ENDING_MAX = 6 };
    if (n == 0 || n > ENDING_MAX)
        return n == 0;
    for (size_t i = 0; i < ARRAY_LEN(endings); i++)
        if (endings[i].n == n && endings[i].p[0] == p[0] && memcmp(endings[i].p, p, n) == 0)
            return true;
    return false;
}

bool same_stem(struct str a, struct str b)
{
    size_t n = 0;
    while (n < a.n && n < b.n && a.p[n] == b.p[n])
        n++;
    return n >= STEM_MIN && is_ending(a.p + n, a.n - n) && is_ending(b.p + n, b.n - n);
}
