/*
 * bytes.h - sixteen bytes at a time: which are digits, letters, words.
 *
 * With SSE2, which every x86-64 has; elsewhere byte by byte, with the same results. Layer: scan.
 */
#ifndef SCAN_BYTES_H
#define SCAN_BYTES_H

#include "base/base.h"

enum { BYTES_STEP = 16, BYTES_WINDOW = 64 };

/* Of 64 bytes at p, a bit for each that can stand in a word: letters, digits, '_', above 0x7F. */
static inline uint64_t bytes_word_mask(const char *p);
/* Of 16 bytes at p, a bit for each that is a digit. */
static inline uint32_t bytes_digit_mask(const char *p);

#if defined(__SSE2__)

#include <emmintrin.h>

static inline __m128i bytes_in_range(__m128i v, char first, char count)
{
    __m128i t = _mm_sub_epi8(v, _mm_set1_epi8(first));
    return _mm_cmpeq_epi8(_mm_min_epu8(t, _mm_set1_epi8((char)(count - 1))), t);
}

static inline __m128i bytes_letters(__m128i v)
{
    return bytes_in_range(_mm_or_si128(v, _mm_set1_epi8(0x20)), 'a', 26);
}

static inline uint64_t bytes_word_mask(const char *p)
{
    uint64_t mask = 0;
    for (int i = 0; i < BYTES_WINDOW / BYTES_STEP; i++) {
        __m128i v = _mm_loadu_si128((const __m128i *)(const void *)(p + i * BYTES_STEP));
        __m128i w = _mm_or_si128(bytes_letters(v), bytes_in_range(v, '0', 10));
        w = _mm_or_si128(w, _mm_cmpeq_epi8(v, _mm_set1_epi8('_')));
        w = _mm_or_si128(w, v); /* the top bit is all that counts */
        mask |= (uint64_t)(uint32_t)_mm_movemask_epi8(w) << (i * BYTES_STEP);
    }
    return mask;
}

static inline uint32_t bytes_digit_mask(const char *p)
{
    __m128i v = _mm_loadu_si128((const __m128i *)(const void *)p);
    return (uint32_t)_mm_movemask_epi8(bytes_in_range(v, '0', 10));
}

#else

static inline bool bytes_is_word(char c)
{
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '_' ||
           (unsigned char)c >= 0x80;
}

static inline uint64_t bytes_word_mask(const char *p)
{
    uint64_t mask = 0;
    for (int i = 0; i < BYTES_WINDOW; i++)
        mask |= (uint64_t)bytes_is_word(p[i]) << i;
    return mask;
}

static inline uint32_t bytes_digit_mask(const char *p)
{
    uint32_t mask = 0;
    for (int i = 0; i < BYTES_STEP; i++)
        mask |= (uint32_t)(p[i] >= '0' && p[i] <= '9') << i;
    return mask;
}

#endif

/* ---- hashing, within this process only ---------------------------------------------------------
 */

__extension__ typedef unsigned __int128 bytes_u128;

static inline uint64_t bytes_mix(uint64_t a, uint64_t b)
{
    bytes_u128 m = (bytes_u128)a * b;
    return (uint64_t)m ^ (uint64_t)(m >> 64);
}

static inline uint64_t bytes_load8(const char *p)
{
    uint64_t v;
    memcpy(&v, p, sizeof v);
    return v;
}

/* The first n of 8 bytes at p, the rest zero (little endian: the low ones). n: 0 to 8. */
static inline uint64_t bytes_first(const char *p, size_t n)
{
    uint64_t v = bytes_load8(p);
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    return n == 0 ? 0 : v & (UINT64_MAX >> (64 - 8 * n));
#else
    return n == 0 ? 0 : v & (UINT64_MAX << (64 - 8 * n));
#endif
}

#endif
