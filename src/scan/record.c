#include "scan/record.h"

/* Bytes are compared a register at a time by the compiler; a lane of the sum holds 255 of them. */
enum { LANES = 32, ROUNDS = 255 };

static uint64_t count_piece(const unsigned char *p)
{
    unsigned char lanes[LANES] = {0};
    uint64_t sum = 0;
    for (size_t round = 0; round < ROUNDS; round++)
        for (size_t i = 0; i < LANES; i++)
            lanes[i] = (unsigned char)(lanes[i] + (p[round * LANES + i] == '\n'));
    for (size_t i = 0; i < LANES; i++)
        sum += lanes[i];
    return sum;
}

uint64_t count_lines(struct str s)
{
    const unsigned char *p = (const unsigned char *)s.p;
    uint64_t lines = 0;
    size_t at = 0;
    for (; s.n - at >= (size_t)LANES * ROUNDS; at += (size_t)LANES * ROUNDS)
        lines += count_piece(p + at);
    for (; at < s.n; at++)
        lines += p[at] == '\n';
    return lines;
}
