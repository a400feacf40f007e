#include "text/fold.h"

#include "text/utf8.h"

#include <utf8proc.h>

enum { EXPANSION_MAX = 32 };

/* What NFKC leaves apart although people and programs write one for the other. */
struct replacement {
    uint16_t from, to; /* a range of code points */
    const char *with;
};
static const struct replacement replacements[] = {
    {0x00AB, 0x00AB, "\""}, {0x00AD, 0x00AD, ""},   {0x00B4, 0x00B4, "'"},  {0x00BB, 0x00BB, "\""},
    {0x02B9, 0x02BC, "'"},  {0x061C, 0x061C, ""},   {0x180E, 0x180E, ""},   {0x200B, 0x200F, ""},
    {0x2010, 0x2015, "-"},  {0x2018, 0x201B, "'"},  {0x201C, 0x201F, "\""}, {0x2028, 0x2029, " "},
    {0x202A, 0x202E, ""},   {0x2032, 0x2032, "'"},  {0x2033, 0x2033, "\""}, {0x2035, 0x2035, "'"},
    {0x2039, 0x203A, "'"},  {0x2060, 0x2064, ""},   {0x2066, 0x206F, ""},   {0x2212, 0x2212, "-"},
    {0x300A, 0x300F, "\""}, {0xFE00, 0xFE0F, ""},   {0xFEFF, 0xFEFF, ""},
};

static const struct replacement *replacement_of(uint32_t c)
{
    size_t low = 0, high = ARRAY_LEN(replacements);
    while (low < high) {
        size_t mid = (low + high) / 2;
        if (c > replacements[mid].to)
            low = mid + 1;
        else
            high = mid;
    }
    return low < ARRAY_LEN(replacements) && c >= replacements[low].from ? &replacements[low] : NULL;
}

struct folding {
    struct buf *out;
    uint32_t *map;
    bool space; /* a space is due before the next character */
    uint32_t space_at;
};

/* What does not fit ends the text: nothing behind it may close the gap. */
static void emit(struct folding *f, const char *bytes, size_t n, uint32_t from)
{
    if (f->out->cut || f->out->max - f->out->n < n) {
        f->out->cut = true;
        return;
    }
    if (f->map)
        for (size_t i = 0; i < n; i++)
            f->map[f->out->n + i] = from;
    buf_put(f->out, str_n(bytes, n));
}

static void emit_code_point(struct folding *f, uint32_t c, uint32_t from)
{
    char bytes[4];
    utf8proc_ssize_t n = utf8proc_encode_char((utf8proc_int32_t)c, (utf8proc_uint8_t *)bytes);
    if (n > 0)
        emit(f, bytes, (size_t)n, from);
}

/* Marks, and the vowels and finals of decomposed Hangul: what composition adds to a character. */
static bool may_compose(uint32_t c)
{
    if (c < 0x300)
        return false;
    utf8proc_category_t k = utf8proc_category((utf8proc_int32_t)c);
    return (k >= UTF8PROC_CATEGORY_MN && k <= UTF8PROC_CATEGORY_ME) || (c >= 0x1160 && c <= 0x11FF);
}

/* The last character with c on it, where that is one code point (é for e and an accent). */
static bool compose_with_last(struct folding *f, uint32_t c)
{
    struct buf *out = f->out;
    if (f->space || out->n == 0 || out->cut || !may_compose(c))
        return false;
    size_t last = utf8_back(buf_str(out), out->n), at = last;
    utf8proc_int32_t pair[2] = {(utf8proc_int32_t)utf8_next(buf_str(out), &at),
                                (utf8proc_int32_t)c};
    if (utf8proc_normalize_utf32(pair, 2, UTF8PROC_STABLE | UTF8PROC_COMPOSE) != 1)
        return false;
    uint32_t from = f->map ? f->map[last] : 0;
    buf_truncate(out, last);
    emit_code_point(f, (uint32_t)pair[0], from);
    return true;
}

static void character(struct folding *f, uint32_t c, uint32_t from)
{
    if (c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85) {
        if (!f->space) {
            f->space = true;
            f->space_at = from;
        }
        return;
    }
    if (compose_with_last(f, c))
        return;
    if (f->space && f->out->n && f->out->p[f->out->n - 1] != ' ')
        emit(f, " ", 1, f->space_at);
    f->space = false;
    emit_code_point(f, c == '`' ? '\'' : c, from);
}

static void put_ascii(struct folding *f, const char *s, uint32_t from)
{
    for (; *s; s++)
        character(f, (unsigned char)*s, from);
}

static void wide(struct folding *f, uint32_t c, uint32_t from)
{
    const struct replacement *r = replacement_of(c);
    if (r) {
        put_ascii(f, r->with, from);
        return;
    }
    utf8proc_int32_t expansion[EXPANSION_MAX];
    int last_class = UTF8PROC_BOUNDCLASS_START;
    utf8proc_ssize_t n = utf8proc_decompose_char((utf8proc_int32_t)c, expansion, EXPANSION_MAX,
                                                 UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT |
                                                     UTF8PROC_CASEFOLD | UTF8PROC_IGNORE,
                                                 &last_class);
    if (n < 0 || n > EXPANSION_MAX) {
        character(f, c, from);
        return;
    }
    for (utf8proc_ssize_t i = 0; i < n; i++) {
        uint32_t e = (uint32_t)expansion[i];
        const struct replacement *again = e >= 0x80 ? replacement_of(e) : NULL;
        if (again)
            put_ascii(f, again->with, from);
        else
            character(f, e, from);
    }
}

void fold(struct str s, struct buf *out, uint32_t *map)
{
    struct folding f = {.out = out, .map = map};
    size_t i = 0;
    while (i < s.n && !out->cut) {
        uint32_t from = (uint32_t)i;
        unsigned char b = (unsigned char)s.p[i];
        if (b < 0x80) {
            i++;
            character(&f, (unsigned char)ascii_lower((char)b), from);
        } else {
            wide(&f, utf8_next(s, &i), from);
        }
    }
    if (map)
        map[out->n] = (uint32_t)s.n;
}

uint32_t fold_code_point(uint32_t c)
{
    if (c < 0x80)
        return (unsigned char)ascii_lower((char)c);
    return (uint32_t)utf8proc_tolower((utf8proc_int32_t)c);
}

uint32_t fold_without_accent(uint32_t c)
{
    bool latin = (c >= 0xC0 && c < 0x250) || (c >= 0x1E00 && c < 0x1F00);
    if (!latin)
        return c;
    utf8proc_int32_t parts[EXPANSION_MAX];
    int last_class = UTF8PROC_BOUNDCLASS_START;
    utf8proc_ssize_t n = utf8proc_decompose_char((utf8proc_int32_t)c, parts, EXPANSION_MAX,
                                                 UTF8PROC_DECOMPOSE, &last_class);
    return n > 1 && n <= EXPANSION_MAX && parts[0] < 0x80 ? (uint32_t)parts[0] : c;
}

bool fold_is_letter(uint32_t c)
{
    if (c < 0x80)
        return ascii_is_alpha((char)c);
    utf8proc_category_t k = utf8proc_category((utf8proc_int32_t)c);
    return k >= UTF8PROC_CATEGORY_LU && k <= UTF8PROC_CATEGORY_ME;
}

bool fold_is_digit(uint32_t c)
{
    if (c < 0x80)
        return ascii_is_digit((char)c);
    return utf8proc_category((utf8proc_int32_t)c) == UTF8PROC_CATEGORY_ND;
}
