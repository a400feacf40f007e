/*
 * random.h - numbers for properties: the same for every run and machine (xorshift64*, Vigna 2016).
 */
#ifndef TESTS_RANDOM_H
#define TESTS_RANDOM_H

#include "base/str.h"

struct random {
    uint64_t state; /* not 0 */
};

static inline uint64_t random_next(struct random *r)
{
    r->state ^= r->state >> 12;
    r->state ^= r->state << 25;
    r->state ^= r->state >> 27;
    return r->state * 0x2545F4914F6CDD1Du;
}

/* 0 to n - 1. */
static inline size_t random_below(struct random *r, size_t n)
{
    return (size_t)((random_next(r) >> 33) % n);
}

/* `n` bytes of the alphabet. */
static inline void random_text(struct random *r, const char *alphabet, char *out, size_t n)
{
    size_t letters = strlen(alphabet);
    for (size_t i = 0; i < n; i++)
        out[i] = alphabet[random_below(r, letters)];
}

#endif
