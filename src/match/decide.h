/*
 * decide.h - from scored candidates to a verdict: rivals, near-duplicates, the question to ask.
 *
 * Two questions, each with a model of its own. Which of the candidates? Their preferences become shares
 * by a conditional logit (McFadden 1974): share(i) = exp(p(i)) / sum of exp(p(k)). Is it right? A
 * logistic regression on what speaks for it and on the log-odds of its share, so that its confidence
 * is calibrated with its rivals in view: logit(confidence) = score + SCORE_SHARE * logit(share).
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
    double some;               /* probability that one of the tied ones is right */
    double margin;             /* (s1 - s2) / (s1 + s2) of the shares of the first and its best rival */
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
