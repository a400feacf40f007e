/*
 * memo.h - what became of a text, by its key: a table of fixed size that forgets.
 *
 * A set-associative cache: a new key takes a free place of its set, or the one that was put in
 * longest ago. One thread at a time. Layer: scan.
 */
#ifndef SCAN_MEMO_H
#define SCAN_MEMO_H

#include "base/base.h"

struct outcome; /* outcome.h */
struct rivals;

enum memo_flags {
    MEMO_CONTINUES = 1, /* a line that goes on with the record before it */
    MEMO_ERROR = 2,     /* nothing explains it, and it looks like an error */
    MEMO_STEADY = 4,    /* but for those numbers no digit in it matters */
};

struct memo_value {
    const struct outcome *outcome; /* NULL: nothing explains it */
    uint64_t telling;              /* a bit for each of its numbers that matters when it is ... */
    float factor;                  /* ... a code that is so strong for some entry, ... */
    const struct rivals *rivals;   /* ... or one of these entries'; NULL: there are none */
    uint32_t flags;
};

struct memo;

struct memo *memo_new(size_t places); /* a power of two */
void memo_free(struct memo *m);       /* NULL is a no-op */

/* key is not 0. Valid until the next memo_put; NULL when it is not there. */
const struct memo_value *memo_get(const struct memo *m, uint64_t key);
void memo_put(struct memo *m, uint64_t key, const struct memo_value *value);

/* Keys with a note and rivals each: the same for less. */
struct seen;

struct seen *seen_new(size_t places); /* a power of two */
void seen_free(struct seen *s);       /* NULL is a no-op */
bool seen_get(const struct seen *s, uint64_t key, uint64_t *note, const struct rivals ***rivals);
void seen_put(struct seen *s, uint64_t key, uint64_t note, const struct rivals *rivals);
/* It will be asked for soon. */
void seen_prefetch(const struct seen *s, uint64_t key);

#endif
