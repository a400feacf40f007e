#include "text/token.h"

#include "text/fold.h"
#include "text/utf8.h"

struct splitter {
    struct arena *arena;
    struct str text;
    struct token *tokens;
    size_t count, cap, max;
    uint32_t position, line;
};

/* Length of the apostrophe at `at` (' or U+2019), 0 when there is none. */
static size_t apostrophe(struct str s, size_t at)
{
    if (at < s.n && s.p[at] == '\'')
        return 1;
    return str_starts(str_skip(s, at), STR("\xE2\x80\x99")) ? 3 : 0;
}

static bool word_at(struct str s, size_t at, size_t *next)
{
    unsigned char b = (unsigned char)s.p[at];
    if (b < 0x80) {
        *next = at + 1;
        return ascii_is_alnum((char)b) || b == '_';
    }
    *next = at;
    uint32_t c = utf8_next(s, next);
    return fold_is_letter(c) || fold_is_digit(c);
}

static struct str folded(struct arena *a, struct str word)
{
    bool ascii = true;
    for (size_t i = 0; i < word.n && ascii; i++)
        ascii = (unsigned char)word.p[i] < 0x80;
    if (ascii) {
        size_t n = min_size(word.n, TOKEN_TERM_MAX), length = 0;
        char *p = arena_alloc(a, n + 1);
        for (size_t i = 0; i < n; i++)
            if (word.p[i] != '\'')
                p[length++] = ascii_lower(word.p[i]);
        return str_n(p, length);
    }
    struct buf b = BUF_INIT(TOKEN_TERM_MAX);
    fold(word, &b, NULL);
    size_t length = 0;
    for (size_t i = 0; i < b.n; i++)
        if (b.p[i] != '\'' && b.p[i] != ' ')
            b.p[length++] = b.p[i];
    struct str term = arena_dup(a, str_n(b.p, length));
    buf_release(&b);
    return term;
}

static void add(struct splitter *s, size_t start, size_t end, unsigned flags)
{
    if (s->count == s->max)
        return;
    s->tokens = arena_grow(s->arena, s->tokens, s->count, &s->cap, sizeof *s->tokens);
    s->tokens[s->count] = (struct token){
        .term = folded(s->arena, str_slice(s->text, start, end)),
        .start = (uint32_t)start,
        .end = (uint32_t)end,
        .position = s->position,
        .line = s->line,
        .flags = flags,
    };
    if (s->tokens[s->count].term.n)
        s->count++;
}

/* Where a name changes from one part to the next: _a, aB, ABc, 1B. */
static bool part_begins(struct str name, size_t at)
{
    char before = name.p[at - 1], c = name.p[at], after = at + 1 < name.n ? name.p[at + 1] : '\0';
    if (before == '_')
        return true;
    if (ascii_is_upper(c))
        return ascii_is_lower(before) || ascii_is_digit(before) ||
               (ascii_is_upper(before) && ascii_is_lower(after));
    return false;
}

static size_t count_digits(struct str w)
{
    size_t digits = 0;
    for (size_t i = 0; i < w.n; i++)
        digits += ascii_is_digit(w.p[i]);
    return digits;
}

/* Nothing to compare: numbers, hashes and parts of GUIDs, codes with a prefix. */
static bool is_noise(struct str w)
{
    size_t letters = 0, digits = count_digits(w), hex = 0, leading = 0;
    while (leading < w.n && ascii_is_alpha(w.p[leading]))
        leading++;
    for (size_t i = 0; i < w.n; i++) {
        letters += ascii_is_alpha(w.p[i]) || (unsigned char)w.p[i] >= 0x80;
        hex += ascii_is_hex(w.p[i]);
    }
    if (letters == 0)
        return true;
    if (digits && hex == w.n && w.n >= 4)
        return true;
    if (digits && w.n > 2 && w.p[0] == '0' && (w.p[1] == 'x' || w.p[1] == 'X'))
        return true;
    return digits >= 3 && leading + digits == w.n && leading == letters;
}

static void add_parts(struct splitter *s, size_t start, size_t end)
{
    struct str name = str_slice(s->text, start, end);
    size_t from = 0, parts = 0;
    for (size_t i = 1; i <= name.n && parts < TOKEN_PARTS_MAX; i++) {
        if (i < name.n && !part_begins(name, i))
            continue;
        struct str part = str_trim_set(str_slice(name, from, i), "_");
        if (part.n > 1 && !is_noise(part)) {
            size_t at = start + (size_t)(part.p - name.p);
            add(s, at, at + part.n, TOKEN_PART | (count_digits(part) ? TOKEN_DIGITS : 0u));
            parts++;
        }
        from = i;
    }
}

static void word(struct splitter *s, size_t start, size_t end)
{
    struct str w = str_slice(s->text, start, end);
    if (is_noise(w))
        return;
    bool name = false;
    for (size_t i = 1; i < w.n && w.n > 3 && !name; i++)
        name = part_begins(w, i) && w.p[i] != '_';
    add(s, start, end, (name ? TOKEN_NAME : 0u) | (count_digits(w) ? TOKEN_DIGITS : 0u));
    if (name)
        add_parts(s, start, end);
    s->position++;
}

struct token *token_split(struct arena *a, struct str text, size_t max, size_t *count)
{
    struct splitter s = {.arena = a, .text = text, .max = max};
    size_t at = 0, next = 0;
    while (at < text.n && s.count < max) {
        if (!word_at(text, at, &next)) {
            s.line += text.p[at] == '\n';
            at = next;
            continue;
        }
        size_t start = at, end = next;
        while (end < text.n) {
            size_t mark = apostrophe(text, end), after;
            if (word_at(text, end, &next))
                end = next;
            else if (mark && end + mark < text.n && ascii_is_alpha(text.p[end - 1]) &&
                     ascii_is_alpha(text.p[end + mark]) && word_at(text, end + mark, &after))
                end = after;
            else
                break;
        }
        /* A possessive ending belongs to the word: user's is user. */
        size_t stop = end;
        struct str w = str_slice(text, start, end);
        if (str_ends(w, STR("'s")) || str_ends(w, STR("'S")))
            stop -= 2;
        else if (str_ends(w, STR("\xE2\x80\x99s")))
            stop -= 4;
        word(&s, start, stop);
        at = end;
    }
    *count = s.count;
    return s.tokens;
}
