#include "text/glossary.h"

#include "text/fold.h"
#include "text/utf8.h"

enum { GLOSS_WORD_MAX = 64 }; /* bytes of a word that a phrase may have */

enum {
    CYRILLIC_FIRST = 0x400,
    WORDS_WITHOUT_BLANKS = 0x2E80,
    HANGUL_FIRST = 0xAC00,
    HANGUL_LAST = 0xD7A3
};

/* ---- phrases --------------------------------------------------------------------------------- */

static bool is_hangul(uint32_t c)
{
    return c >= HANGUL_FIRST && c <= HANGUL_LAST;
}

/* The part with the phrases that begin with the character at `at`. */
static const struct gloss_part *part_of(struct str s, size_t at)
{
    uint32_t c = utf8_next(s, &at);
    if (is_hangul(c))
        return &glossary_hangul;
    if (c >= WORDS_WITHOUT_BLANKS)
        return &glossary_han;
    if (c >= CYRILLIC_FIRST)
        return &glossary_cyrillic;
    if (c >= 'n')
        return &glossary_latin_n;
    return c >= 'e' ? &glossary_latin_e : &glossary_latin_a;
}

static bool letters_outside_ascii(struct str s)
{
    for (size_t i = 0; i < s.n;) {
        if ((unsigned char)s.p[i] < 0x80)
            i++;
        else if (fold_is_letter(utf8_next(s, &i)))
            return true;
    }
    return false;
}

/* First of rows [low, high), alike before byte `at`, whose byte there is at least b. */
static size_t first_with(const struct gloss_row *rows, size_t low, size_t high, size_t at,
                         unsigned b)
{
    while (low < high) {
        size_t middle = (low + high) / 2;
        if ((unsigned char)rows[middle].phrase[at] < b)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool is_word(uint32_t c)
{
    return c == '_' || fold_is_letter(c) || fold_is_digit(c);
}

/* May a phrase end behind the character `last`, before `at`? Particles may follow in Korean. */
static bool may_end(struct str s, size_t at, const struct gloss_row *row)
{
    size_t last = utf8_back(s, at);
    uint32_t c = utf8_next(s, &last);
    if (row->words[0] == '*' || c >= WORDS_WITHOUT_BLANKS || at == s.n)
        return true;
    return !is_word(c) || !is_word(utf8_next(s, &at));
}

static bool may_start(struct str s, size_t at)
{
    if (at == 0)
        return true;
    size_t before = utf8_back(s, at);
    uint32_t b = utf8_next(s, &before), c = utf8_next(s, &at);
    if (is_hangul(c))
        return !is_hangul(b);
    return c >= WORDS_WITHOUT_BLANKS || !is_word(b) || b >= WORDS_WITHOUT_BLANKS;
}

/* The longest phrase that begins at `at`. */
static bool longest(struct str s, size_t at, struct gloss *g)
{
    const struct gloss_part *part = part_of(s, at);
    const struct gloss_row *rows = part->rows;
    size_t low = 0, high = part->count;
    bool found = false;
    for (size_t k = 0; at + k < s.n; k++) {
        unsigned b = (unsigned char)s.p[at + k];
        low = first_with(rows, low, high, k, b);
        high = first_with(rows, low, high, k, b + 1);
        if (low == high)
            break;
        if (rows[low].phrase[k + 1] != '\0' || !may_end(s, at + k + 1, &rows[low]))
            continue;
        *g = (struct gloss){(uint32_t)at, (uint32_t)(at + k + 1), &rows[low]};
        found = true;
    }
    return found;
}

size_t glossary_find(struct str folded, struct gloss *found, size_t max)
{
    size_t n = 0, end = 0;
    if (!letters_outside_ascii(folded))
        return 0;
    for (size_t at = 0; at < folded.n && n < max;) {
        bool here = (at > 0 && at == end) || may_start(folded, at);
        if (here && longest(folded, at, &found[n])) {
            at = end = found[n++].end;
            continue;
        }
        utf8_next(folded, &at);
    }
    return n;
}

static bool stands_in(const struct gloss_part *part, struct str word)
{
    for (size_t i = 0; i < part->count; i++) {
        const char *phrase = part->rows[i].phrase;
        if (str_find(str_n(phrase, strlen(phrase)), word) != STR_NOT_FOUND)
            return true;
    }
    return false;
}

bool glossary_may_have(struct str word)
{
    for (size_t i = 0; i < word.n; i++)
        if (ascii_is_digit(word.p[i]) || word.p[i] == '_')
            return false;
    if (word.n == 0 || word.n > GLOSS_WORD_MAX)
        return false;
    const struct gloss_part *part = part_of(word, 0);
    if (part != &glossary_latin_a && part != &glossary_latin_e && part != &glossary_latin_n)
        return stands_in(part, word);
    return stands_in(&glossary_latin_a, word) || stands_in(&glossary_latin_e, word) ||
           stands_in(&glossary_latin_n, word);
}

/* ---- tokens ---------------------------------------------------------------------------------- */

struct merging {
    struct token *out;
    size_t count, cap, max;
    struct arena *arena;
    uint32_t position; /* of the next word */
};

static void put(struct merging *m, struct token t)
{
    if (m->count == m->max)
        return;
    m->out = arena_grow(m->arena, m->out, m->count, &m->cap, sizeof *m->out);
    m->out[m->count++] = t;
}

static bool knows(const struct lexicon *lexicon, struct str term)
{
    return lexicon && lexicon->has(lexicon->ctx, term);
}

/* A word that is read: parts of a name keep its position. */
static void keep(struct merging *m, struct token t)
{
    if (!(t.flags & TOKEN_PART) || m->position == 0)
        m->position++;
    t.position = m->position - 1;
    put(m, t);
}

static void put_words(struct merging *m, const struct gloss *g, const uint32_t *from, uint32_t line)
{
    const char *p = g->row->words + (g->row->words[0] == '*');
    struct str words = str_n(p, strlen(p));
    for (size_t at = 0, end; at < words.n; at = end + 1) {
        for (end = at; end < words.n && words.p[end] != ' '; end++)
            ;
        put(m, (struct token){.term = str_slice(words, at, end),
                              .start = from[g->start],
                              .end = from[g->end],
                              .position = m->position++,
                              .line = line,
                              .flags = TOKEN_GLOSS});
    }
}

/*
 * Does the lexicon have the phrase's tokens, from `first` on? All words, since some are everywhere
 * ("non", "class"); of pairs of characters most, since a pair may stand across two words.
 */
static bool is_read(const struct lexicon *lexicon, const struct token *tokens, size_t count,
                    size_t first, uint32_t start, uint32_t end)
{
    size_t known = 0, inside = 0, pairs = 0;
    for (size_t i = first; i < count && tokens[i].start < end; i++) {
        if (tokens[i].start < start || tokens[i].end > end)
            continue;
        inside++;
        pairs += (tokens[i].flags & TOKEN_PAIR) != 0;
        known += knows(lexicon, tokens[i].term);
    }
    return pairs ? known * 2 > inside : inside && known == inside;
}

struct token *glossary_add(struct arena *a, struct str folded, const uint32_t *from,
                           const struct lexicon *lexicon, struct token *tokens, size_t *count,
                           size_t max)
{
    if (!letters_outside_ascii(folded))
        return tokens;
    struct gloss *found = arena_alloc(a, GLOSSES_MAX * sizeof *found);
    size_t n = glossary_find(folded, found, GLOSSES_MAX), i = 0;
    if (n == 0)
        return tokens;
    struct merging m = {.arena = a, .max = max};
    uint32_t line = 0;
    for (size_t g = 0; g < n; g++) {
        uint32_t start = from[found[g].start], end = from[found[g].end];
        for (; i < *count && tokens[i].end <= start; i++)
            keep(&m, tokens[i]);
        line = i < *count ? tokens[i].line : line;
        if (is_read(lexicon, tokens, *count, i, start, end))
            continue; /* its words follow with those before the next phrase */
        put_words(&m, &found[g], from, line);
        for (; i < *count && tokens[i].start < end; i++)
            if ((tokens[i].start < start || tokens[i].end > end) && knows(lexicon, tokens[i].term))
                keep(&m, tokens[i]);
    }
    for (; i < *count; i++)
        keep(&m, tokens[i]);
    *count = m.count;
    return m.out;
}
