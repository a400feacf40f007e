/*
 * packed.h - numbers and texts as a byte string, and back: numbers are LEB128, texts a length and
 * the bytes.
 *
 * Packing equal values gives equal bytes. Unpacking trusts nothing: what leads beyond the bytes that
 * are there sets `bad`, after which every read gives 0 or nothing. Whether a text is UTF-8 is not
 * looked at. One thread at a time. Layer: base.
 */
#ifndef BASE_PACKED_H
#define BASE_PACKED_H

#include "base/buf.h"

void pack_number(struct buf *out, uint64_t v);
void pack_text(struct buf *out, struct str s);

struct unpacker {
    struct str rest; /* what is left */
    bool bad;
};

uint64_t unpack_long_number(struct unpacker *u); /* of any length */
static inline uint64_t unpack_number(struct unpacker *u)
{
    if (u->bad || u->rest.n == 0 || (unsigned char)u->rest.p[0] >= 0x80)
        return unpack_long_number(u);
    u->rest.n--;
    return (unsigned char)*u->rest.p++;
}

uint32_t unpack_u32(struct unpacker *u);

/* As many bytes; a text. Views. */
static inline struct str unpack_bytes(struct unpacker *u, uint64_t n)
{
    if (u->bad || n > u->rest.n) {
        u->bad = true;
        return STR_NONE;
    }
    struct str s = str_n(u->rest.p, (size_t)n);
    u->rest.p += s.n;
    u->rest.n -= s.n;
    return s;
}

static inline struct str unpack_text(struct unpacker *u)
{
    uint64_t n = unpack_number(u);
    return unpack_bytes(u, n);
}

/* How many items follow; each takes at least min_bytes, so that no count can ask for more memory
 * than a small multiple of the bytes that are there. */
size_t unpack_count(struct unpacker *u, size_t min_bytes);
/* Was all of it read, and none of it bad? */
bool unpack_done(const struct unpacker *u);

#endif
