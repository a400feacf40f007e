/*
 * steps.h - how much work a query may cost, and has cost.
 *
 * A step is a posting read, a term compared with a word, a cell of an alignment, a byte that a
 * pattern is tried at: some nanoseconds each. When they are spent each part of a lookup does without
 * what it has not done yet. One thread at a time. Layer: match.
 */
#ifndef MATCH_STEPS_H
#define MATCH_STEPS_H

#include "base/base.h"

struct steps {
    size_t used, max;
    bool out; /* something was left undone */
};

/* Are there any left? NULL: always. Who is refused leaves something undone. */
static inline bool steps_left(struct steps *s)
{
    if (!s || s->used < s->max)
        return true;
    s->out = true;
    return false;
}

static inline void steps_spend(struct steps *s, size_t n)
{
    if (s)
        s->used += n;
}

#endif
