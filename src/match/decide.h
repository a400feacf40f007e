/*
 * decide.h - from scored candidates to a verdict: rivals, near-duplicates, the question to ask.
 *
 * The scores become probabilities by a multinomial logit with "no answer" as the outside option
 * (McFadden 1974): p(i) = exp(s(i)) / (1 + sum of exp(s(k))), so that rivals share what there is, and
 * an answer's confidence is calibrated with all others in view. Thread-safe. Layer: match.
 */
#ifndef MATCH_DECIDE_H
#define MATCH_DECIDE_H

#include "match/score.h"

struct decision {
    enum verdict verdict;
    struct candidate **ranked; /* one of each group of near-duplicates, best first */
    size_t count;
    size_t tied;               /* of them that the margin does not tell apart, the first included */
    double some;               /* probability that any entry is the answer */
    double margin;             /* (p1 - p2) / (p1 + p2) of the first and its best rival */
};

/* Sort, fold near-duplicates together, set confidences, decide. Arrays live in the arena. */
struct decision decide(struct arena *a, struct candidate *candidates, size_t count);

/* Two candidates are one answer: near-duplicates, or the same cause and remedy. */
bool same_answer(const struct candidate *a, const struct candidate *b);

/* Which of two near-duplicates tells it better, whatever the query: > 0 for a, < 0 for b. */
int better_told(const struct candidate *a, const struct candidate *b);

/* The facet that tells the tied candidates apart, as a question; empty when there is none. */
struct ask decide_ask(struct arena *a, struct index *const *indexes, const struct decision *d);

#endif
