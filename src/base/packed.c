#include "base/packed.h"

void pack_number(struct buf *out, uint64_t v)
{
    while (v >= 0x80) {
        buf_putc(out, (char)(unsigned char)(v | 0x80));
        v >>= 7;
    }
    buf_putc(out, (char)v);
}

void pack_text(struct buf *out, struct str s)
{
    pack_number(out, s.n);
    buf_put(out, s);
}

uint64_t unpack_long_number(struct unpacker *u)
{
    enum { LONGEST = 10 /* bytes of 64 bits */ };
    const unsigned char *p = (const unsigned char *)u->rest.p;
    uint64_t v = 0;
    for (size_t i = 0; i < u->rest.n && i < LONGEST && !u->bad; i++) {
        v |= (uint64_t)(p[i] & 0x7F) << (7 * i);
        if (p[i] < 0x80) {
            u->bad = i == LONGEST - 1 && p[i] > 1;
            u->rest.p += i + 1;
            u->rest.n -= i + 1;
            return u->bad ? 0 : v;
        }
    }
    u->bad = true;
    return 0;
}

uint32_t unpack_u32(struct unpacker *u)
{
    uint64_t v = unpack_number(u);
    if (v > UINT32_MAX)
        u->bad = true;
    return u->bad ? 0 : (uint32_t)v;
}

size_t unpack_count(struct unpacker *u, size_t min_bytes)
{
    uint64_t n = unpack_number(u);
    if (n > u->rest.n / min_bytes)
        u->bad = true;
    return u->bad ? 0 : (size_t)n;
}

bool unpack_done(const struct unpacker *u)
{
    return !u->bad && u->rest.n == 0;
}
