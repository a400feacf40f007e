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

struct thresholds {
    double some, confidence, margin;
};
struct thresholds thresholds_builtin(void);

/* What an attempt comes to, whatever the thresholds. */
struct view {
    double some, confidence, margin;
    bool same_message; /* of the first and its rival: never told apart by the margin */
    bool right;        /* the first one is marked */
    struct str first;  /* its id */
    size_t rank;       /* of the first marked one, 0: not among the first ten */
};

struct ruling {
    struct view views[ATTEMPTS_MAX];
    size_t count;
};

/* The view that decides with these thresholds; NULL when there is none. */
const struct view *ruling_view(const struct ruling *r, const struct thresholds *t);

struct view view_of(const struct attempt *a, const struct fit *f);
struct ruling rule(const struct example *e, const struct fit *f);

/* As eval/measure.h wants it. */
struct judged ruling_judged(const struct example *e, const struct ruling *r,
                            const struct thresholds *t);

#endif
