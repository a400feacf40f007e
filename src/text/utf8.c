#include "text/utf8.h"

#include <utf8proc.h>

enum { REPLACEMENT = 0xFFFD };

/* Length of the well-formed sequence at s.p[at] (Unicode 15, table 3-7), 0 when ill-formed. */
static size_t sequence(struct str s, size_t at, uint32_t *code_point)
{
    const unsigned char *p = (const unsigned char *)s.p + at;
    size_t left = s.n - at;
    unsigned char b = p[0];
    if (b < 0x80) {
        *code_point = b;
        return 1;
    }
    size_t n = b >= 0xF0 ? 4 : b >= 0xE0 ? 3 : 2;
    if (b < 0xC2 || b > 0xF4 || left < n)
        return 0;
    unsigned char low = b == 0xE0 ? 0xA0 : b == 0xF0 ? 0x90 : 0x80;
    unsigned char high = b == 0xED ? 0x9F : b == 0xF4 ? 0x8F : 0xBF;
    if (p[1] < low || p[1] > high)
        return 0;
    uint32_t c = (uint32_t)b & (0xFFu >> (n + 1));
    for (size_t i = 1; i < n; i++) {
        if ((p[i] & 0xC0) != 0x80)
            return 0;
        c = c << 6 | (p[i] & 0x3Fu);
    }
    *code_point = c;
    return n;
}

uint32_t utf8_next(struct str s, size_t *at)
{
    uint32_t c = REPLACEMENT;
    size_t n = sequence(s, *at, &c);
    *at += n ? n : 1;
    return c;
}

size_t utf8_back(struct str s, size_t at)
{
    size_t i = at - 1;
    while (i > 0 && at - i < 4 && ((unsigned char)s.p[i] & 0xC0) == 0x80)
        i--;
    return i;
}

void utf8_put(struct buf *out, uint32_t c)
{
    char b[4];
    size_t n = 0;
    if (c < 0x80) {
        b[n++] = (char)c;
    } else if (c < 0x800) {
        b[n++] = (char)(0xC0 | c >> 6);
        b[n++] = (char)(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        if (c >= 0xD800 && c <= 0xDFFF)
            c = REPLACEMENT;
        b[n++] = (char)(0xE0 | c >> 12);
        b[n++] = (char)(0x80 | (c >> 6 & 0x3F));
        b[n++] = (char)(0x80 | (c & 0x3F));
    } else if (c <= 0x10FFFF) {
        b[n++] = (char)(0xF0 | c >> 18);
        b[n++] = (char)(0x80 | (c >> 12 & 0x3F));
        b[n++] = (char)(0x80 | (c >> 6 & 0x3F));
        b[n++] = (char)(0x80 | (c & 0x3F));
    } else {
        utf8_put(out, REPLACEMENT);
        return;
    }
    /* All or nothing: a full buffer never ends in half a character. */
    if (out->max - out->n < n)
        out->cut = true;
    else
        buf_put(out, str_n(b, n));
}

size_t utf8_valid(struct str s)
{
    size_t i = 0;
    while (i < s.n) {
        uint64_t eight;
        if (s.n - i >= sizeof eight) {
            /* Eight ASCII bytes at a time; NUL shows as a borrow into the top bits. */
            memcpy(&eight, s.p + i, sizeof eight);
            const uint64_t high = 0x8080808080808080u;
            if (((eight | (eight - 0x0101010101010101u)) & high) == 0) {
                i += sizeof eight;
                continue;
            }
        }
        uint32_t c;
        size_t n = sequence(s, i, &c);
        if (n == 0 || c == 0)
            return i;
        i += n;
    }
    return s.n;
}

struct str utf8_cut(struct str s, size_t n)
{
    if (s.n <= n)
        return s;
    while (n > 0 && ((unsigned char)s.p[n] & 0xC0) == 0x80)
        n--;
    return str_slice(s, 0, n);
}

int utf8_width(uint32_t c)
{
    if (c < 0x20 || c == 0x7F)
        return 0;
    if (c < 0x7F)
        return 1;
    int w = utf8proc_charwidth((utf8proc_int32_t)c);
    return w < 0 ? 0 : w > 2 ? 2 : w;
}
