#include "text/decode.h"

#include "text/utf8.h"

enum { REPLACEMENT = 0xFFFD, SNIFF_BYTES = 512 };

static uint32_t unit16(struct str s, size_t at, bool big)
{
    unsigned char a = (unsigned char)s.p[at], b = (unsigned char)s.p[at + 1];
    return big ? (uint32_t)a << 8 | b : (uint32_t)b << 8 | a;
}

struct progress {
    size_t line;
    struct decoded *result;
};

static void replace(struct progress *p, struct buf *out)
{
    if (p->result->replaced++ == 0)
        p->result->first_line = p->line;
    utf8_put(out, REPLACEMENT);
}

static void put(struct progress *p, struct buf *out, uint32_t c)
{
    if (c == 0) {
        replace(p, out);
        return;
    }
    if (c == '\n')
        p->line++;
    utf8_put(out, c);
}

static void from_utf16(struct str s, bool big, struct progress *p, struct buf *out)
{
    size_t i = 0;
    while (i + 1 < s.n) {
        uint32_t c = unit16(s, i, big);
        i += 2;
        bool lead = c >= 0xD800 && c <= 0xDBFF;
        uint32_t trail = lead && i + 1 < s.n ? unit16(s, i, big) : 0;
        if (trail >= 0xDC00 && trail <= 0xDFFF) {
            put(p, out, 0x10000 + ((c - 0xD800) << 10) + (trail - 0xDC00));
            i += 2;
        } else if (c >= 0xD800 && c <= 0xDFFF) {
            replace(p, out);
        } else {
            put(p, out, c);
        }
    }
    if (i < s.n)
        replace(p, out);
}

static void from_broken_utf8(struct str s, struct progress *p, struct buf *out)
{
    size_t i = 0;
    while (i < s.n) {
        size_t start = i;
        uint32_t c = utf8_next(s, &i);
        if (c == REPLACEMENT && i - start == 1)
            replace(p, out);
        else
            put(p, out, c);
    }
}

bool decode_is_utf16(struct str s, bool *big)
{
    size_t n = s.n & ~(size_t)1, even = 0, odd = 0;
    for (size_t i = 0; i < n; i += 2) {
        even += s.p[i] == 0;
        odd += s.p[i + 1] == 0;
    }
    *big = even > odd;
    return n >= 8 && max_size(even, odd) > n / 2 * 7 / 10 && min_size(even, odd) < n / 20 + 1;
}

struct decoded decode_text(struct str s, struct buf *out)
{
    struct decoded d = {.text = s, .encoding = ENCODING_UTF8};
    struct progress p = {.line = 1, .result = &d};
    bool big = false;
    size_t start = out->n;
    if (str_starts(s, STR("\xEF\xBB\xBF"))) {
        d.text = s = str_skip(s, 3);
    } else if (str_starts(s, STR("\xFF\xFE")) || str_starts(s, STR("\xFE\xFF"))) {
        big = s.p[0] == '\xFE';
        d.encoding = big ? ENCODING_UTF16BE : ENCODING_UTF16LE;
        s = str_skip(s, 2);
    } else if (decode_is_utf16(str_slice(s, 0, SNIFF_BYTES), &big)) {
        d.encoding = big ? ENCODING_UTF16BE : ENCODING_UTF16LE;
    }
    if (d.encoding == ENCODING_UTF8) {
        if (utf8_valid(s) == s.n)
            return d;
        from_broken_utf8(s, &p, out);
    } else {
        from_utf16(s, big, &p, out);
    }
    d.text = str_skip(buf_str(out), start);
    return d;
}
