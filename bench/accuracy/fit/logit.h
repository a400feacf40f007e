/*
 * logit.h - the two sums of weighted features, fitted to examples.
 *
 * The score is a multinomial logit over the candidates with "no entry" as one more outcome, of
 * utility 0; the preference a conditional logit over the candidates of examples that have a right
 * one (McFadden 1974). Maximum likelihood with an L2 penalty on the weights, not on the bias, by
 * BFGS from fixed starts: deterministic.
 *
 * What is not fitted: the weight of a conflict of codes, a veto, stays as it is built in; and no
 * weight is below 0, since every other feature is evidence for an entry by its definition: one that
 * would be is left at 0 and the others are fitted again.
 */
#ifndef FIT_LOGIT_H
#define FIT_LOGIT_H

#include "examples.h"

struct model {
    double bias; /* of the score; 0 in a preference */
    double weights[FEATURES];
};

struct fit {
    struct model score, preference;
};

enum logit_kind {
    LOGIT_SCORE,
    LOGIT_PREFERENCE,
};

/* The built-in ones. */
struct model logit_builtin(enum logit_kind kind);

/* Which examples count; none: NO_FOLD. An example's fold is its topic modulo folds. */
struct logit_options {
    double l2;
    unsigned folds, left_out;
};
#define NO_FOLD UINT32_MAX

struct model logit_fit(const struct examples *x, enum logit_kind kind,
                       const struct logit_options *o);

/* Is the example's fold one of those that count? */
bool logit_counts(const struct example *e, const struct logit_options *o);

double logit_value(const struct model *m, const struct option *o);

#endif
