/*
 * trace.h - what the matcher found for a query, beyond what it answers: every candidate with its
 * features, so that somebody can tell why the right one is not the first. Of the text as a whole:
 * not of its parts, which are looked at by themselves when the whole gives no answer.
 *
 * One thread at a time. Layer: match.
 */
#ifndef MATCH_TRACE_H
#define MATCH_TRACE_H

#include "match/matcher.h"
#include "match/score.h"

struct traced {
    size_t layer;
    int64_t row;
    uint32_t group;    /* of near-duplicates; of one layer */
    double preference; /* the sum of its features that it is ranked by */
    float features[FEATURES];
};

struct trace {
    struct traced *items; /* as they were retrieved */
    size_t count, cap;
    double some;   /* probability that there is an answer */
    double margin; /* of the first one over the next different answer */
};

void trace_free(struct trace *t);

/* From now on each matcher_run fills *t with what its last attempt found; NULL: no longer. */
void matcher_trace(struct matcher *m, struct trace *t);

#endif
