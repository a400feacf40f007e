/*
 * ruling.h - what the matcher would decide of an example with other weights and thresholds.
 *
 * The same rules as match/decide.c; the program tells how often they come to the matcher's own
 * verdict with the matcher's own weights.
 */
#ifndef FIT_RULING_H
#define FIT_RULING_H

#include "eval/measure.h"
#include "logit.h"

enum { RIVALS_MAX = 11 /* beside the first one, that can be tied with it */ };

struct thresholds {
    double confidence, some, margin;
};
struct thresholds thresholds_builtin(void);

/* A candidate behind the first one. */
struct rival {
    double share, margin;
    bool same_answer;  /* as the first one's */
    bool same_message; /* never told apart by the margin */
};

/* What an attempt comes to, whatever the thresholds. */
struct view {
    const struct option *option; /* the first one; NULL when there is none */
    double share;                /* of the preference for all */
    double score, share_weight;
    double confidence;
    size_t rank;                     /* of the first marked one, 0: not among the first ten */
    struct rival rivals[RIVALS_MAX]; /* in their order */
    size_t rival_count;
};

struct ruling {
    struct view views[ATTEMPTS_MAX];
    size_t count;
};

struct view view_of(const struct attempt *a, const struct fit *f);
struct ruling rule(const struct example *e, const struct fit *f);

/* The view that decides with these thresholds; NULL when there is none. */
const struct view *ruling_view(const struct ruling *r, const struct thresholds *t);

/* As eval/measure.h wants it. */
struct judged ruling_judged(const struct example *e, const struct ruling *r,
                            const struct thresholds *t);

#endif
