/*
 * decide.h - from scored candidates to a verdict: rivals, near-duplicates, the question to ask.
 *
 * Thread-safe. Layer: match.
 */
#ifndef MATCH_DECIDE_H
#define MATCH_DECIDE_H

#include "match/score.h"

struct decision {
    enum verdict verdict;
    struct candidate **ranked; /* one of each group of near-duplicates, best first */
    size_t count;
    size_t tied;               /* of them that the margin does not tell apart, the first included */
    double margin;             /* share of the first over its best rival */
};

/* Sort, fold near-duplicates together, set confidences, decide. Arrays live in the arena. */
struct decision decide(struct arena *a, struct candidate *candidates, size_t count);

/* Two candidates are one answer: near-duplicates, or the same cause and remedy. */
bool same_answer(const struct candidate *a, const struct candidate *b);

/* The facet that tells the tied candidates apart, as a question; empty when there is none. */
struct ask decide_ask(struct arena *a, struct index *const *indexes, const struct decision *d);

#endif
