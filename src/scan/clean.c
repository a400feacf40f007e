#include "scan/clean.h"

#include "text/utf8.h"

enum { REPLACEMENT = 0xFFFD, GROWTH = 3 };

uint32_t cp1252(unsigned char byte)
{
    static const uint16_t at_80[32] = {
        0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
        0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
        0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178,
    };
    return byte >= 0x80 && byte < 0xA0 ? at_80[byte - 0x80] : byte;
}

struct str clean_text(struct str s, struct arena *a)
{
    size_t good = utf8_valid(s);
    if (good == s.n)
        return s;
    size_t room = s.n * GROWTH;
    struct buf out = {.p = arena_alloc(a, room + 1), .cap = room + 1, .max = room};
    while (s.n) {
        buf_put(&out, str_slice(s, 0, good));
        s = str_skip(s, good);
        if (!s.n)
            break;
        utf8_put(&out, s.p[0] ? cp1252((unsigned char)s.p[0]) : REPLACEMENT);
        s = str_skip(s, 1);
        good = utf8_valid(s);
    }
    return buf_str(&out);
}
