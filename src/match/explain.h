/*
 * explain.h - why the answer is what it is, in plain text for people.
 *
 * What was read, which words became which terms, the candidates with each feature's share, and why
 * the runner-up lost. Layer: match.
 */
#ifndef MATCH_EXPLAIN_H
#define MATCH_EXPLAIN_H

#include "match/decide.h"

struct explain_layer {
    struct index *index;
    const struct resolved *resolved;
    struct kb *kb;
};

/* The ids of the candidates are looked up in the layers' knowledge bases. */
struct str explain(struct arena *a, const struct query *q, const struct explain_layer *layers,
                   size_t layer_count, const struct decision *d);

#endif
