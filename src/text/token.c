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

/* Letters, digits and '_'. */
static bool is_ascii_word(char c)
{
    static const uint32_t words[8] = {0, 0x03FF0000u, 0x87FFFFFEu, 0x07FFFFFEu};
    unsigned char b = (unsigned char)c;
    return words[b >> 5] >> (b & 31) & 1;
}

static bool word_at(struct str s, size_t at, size_t *next)
{
    unsigned char b = (unsigned char)s.p[at];
    if (b < 0x80) {
        *next = at + 1;
        return is_ascii_word((char)b);
    }
    *next = at;
    uint32_t c = utf8_next(s, next);
    return fold_is_letter(c) || fold_is_digit(c);
}

/* A folded character, without its accent. */
static void put_plain(struct buf *out, uint32_t c)
{
    static const struct {
        uint32_t c;
        const char *plain;
    } spelt[] = {{0xE4, "ae"}, {0xE6, "ae"}, {0xF6, "oe"}, {0xF8, "o"}, {0xFC, "ue"}};
    for (size_t i = 0; i < ARRAY_LEN(spelt); i++)
        if (c == spelt[i].c) {
            buf_puts(out, spelt[i].plain);
            return;
        }
    bool accent = c >= 0x300 && c < 0x370; /* that no letter took */
    if (c != '\'' && c != ' ' && !accent)
        utf8_put(out, fold_without_accent(c));
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
    struct buf b = BUF_INIT(TOKEN_TERM_MAX * 2), plain = BUF_INIT(TOKEN_TERM_MAX);
    fold(word, &b, NULL);
    for (size_t i = 0; i < b.n;)
        put_plain(&plain, utf8_next(buf_str(&b), &i));
    struct str term = arena_dup(a, buf_str(&plain));
    buf_release(&b);
    buf_release(&plain);
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

/* ---- scripts without blanks ------------------------------------------------------------------ */

enum script { SCRIPT_WORDS, SCRIPT_HAN, SCRIPT_HIRAGANA, SCRIPT_KATAKANA, SCRIPT_SAME };

enum { FIRST_CJK = 0x2E80, LONG_VOWEL_WORD_MIN = 4 /* characters, the vowel included */ };

static enum script script_of(uint32_t c)
{
    static const struct {
        uint32_t from, to;
        enum script script;
    } ranges[] = {
        {FIRST_CJK, 0x2FDF, SCRIPT_HAN},    {0x3005, 0x3007, SCRIPT_HAN},
        {0x3041, 0x3096, SCRIPT_HIRAGANA},  {0x3099, 0x309A, SCRIPT_SAME},
        {0x309D, 0x309F, SCRIPT_HIRAGANA},  {0x30A1, 0x30FA, SCRIPT_KATAKANA},
        {0x30FC, 0x30FC, SCRIPT_SAME},      {0x30FD, 0x30FF, SCRIPT_KATAKANA},
        {0x31F0, 0x31FF, SCRIPT_KATAKANA},  {0x3400, 0x4DBF, SCRIPT_HAN},
        {0x4E00, 0x9FFF, SCRIPT_HAN},       {0xF900, 0xFAFF, SCRIPT_HAN},
        {0xFF66, 0xFF6F, SCRIPT_KATAKANA},  {0xFF70, 0xFF70, SCRIPT_SAME},
        {0xFF71, 0xFF9D, SCRIPT_KATAKANA},  {0xFF9E, 0xFF9F, SCRIPT_SAME},
        {0x20000, 0x3FFFF, SCRIPT_HAN},
    };
    for (size_t i = 0; c >= FIRST_CJK && i < ARRAY_LEN(ranges); i++)
        if (c >= ranges[i].from && c <= ranges[i].to)
            return ranges[i].script;
    return SCRIPT_WORDS;
}

/* Each two characters; a single one only where it can be a word: not Hiragana. */
static void bigrams(struct splitter *s, size_t start, size_t end, bool single)
{
    size_t first = start, second = start, behind;
    utf8_next(s->text, &second);
    if (second >= end && single) {
        add(s, start, end, 0);
        s->position++;
    }
    for (; second < end; first = second, second = behind) {
        behind = second;
        utf8_next(s->text, &behind);
        add(s, first, behind, TOKEN_PAIR);
        s->position++;
    }
}

bool token_is_pair(struct str term)
{
    size_t at = 0, n = 0;
    for (; at < term.n && n < 3; n++) {
        enum script script = script_of(utf8_next(term, &at));
        if (script == SCRIPT_WORDS || script == SCRIPT_KATAKANA)
            return false;
    }
    return n == 2;
}

static void katakana(struct splitter *s, size_t start, size_t end)
{
    static const struct str wide = STR_INIT("\u30FC"), narrow = STR_INIT("\uFF70");
    for (;;) {
        struct str w = str_slice(s->text, start, end);
        bool vowel = str_ends(w, wide) || str_ends(w, narrow);
        if (!vowel || w.n < LONG_VOWEL_WORD_MIN * wide.n)
            break;
        end -= wide.n;
    }
    add(s, start, end, 0);
    s->position++;
}

/* What a long vowel belongs to when nothing stands before it. */
static enum script script_begun(struct str s, size_t at, size_t end)
{
    enum script script = at < end ? script_of(utf8_next(s, &at)) : SCRIPT_KATAKANA;
    return script == SCRIPT_HIRAGANA ? SCRIPT_HIRAGANA : SCRIPT_KATAKANA;
}

/* A run of letters with others than ASCII's among them: by scripts. */
static void scripts(struct splitter *s, size_t start, size_t end)
{
    for (size_t at = start, next; at < end; at = next) {
        next = at;
        enum script script = script_of(utf8_next(s->text, &next));
        if (script == SCRIPT_SAME) /* a long vowel that begins */
            script = script_begun(s->text, next, end);
        for (size_t behind = next; behind < end; next = behind) {
            enum script other = script_of(utf8_next(s->text, &behind));
            bool vowel = other == SCRIPT_SAME &&
                         (script == SCRIPT_KATAKANA || script == SCRIPT_HIRAGANA);
            if (other != script && !vowel)
                break;
        }
        if (script == SCRIPT_WORDS)
            word(s, at, next);
        else if (script == SCRIPT_KATAKANA)
            katakana(s, at, next);
        else
            bigrams(s, at, next, script == SCRIPT_HAN);
    }
}

/* ---- all of it ------------------------------------------------------------------------------- */

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
        bool wide = (unsigned char)text.p[start] >= 0x80;
        for (;;) {
            while (end < text.n && is_ascii_word(text.p[end])) /* most words end with this */
                end++;
            if (end == text.n)
                break;
            size_t mark = apostrophe(text, end), after;
            wide = wide || (unsigned char)text.p[end] >= 0x80;
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
        if (wide)
            scripts(&s, start, stop);
        else
            word(&s, start, stop);
        at = end;
    }
    *count = s.count;
    return s.tokens;
}
