/*
 * logit.h - the two sums of weighted features, fitted to examples.
 *
 * The preference, which of the candidates it is: a conditional logit over the candidates of
 * examples that have a right one (McFadden 1974). The score, whether the preferred one is right: a
 * logistic regression on its features and the log-odds of its share of the preference. Maximum
 * likelihood with an L2 penalty on the weights, not on the bias, by BFGS from fixed starts:
 * deterministic.
 *
 * What is not fitted: the weight of a conflict of codes, a veto, stays as it is built in; and no
 * weight is below 0, since every other feature is evidence for an entry by its definition: one that
 * would be is left at 0 and the others are fitted again.
 */
#ifndef FIT_LOGIT_H
#define FIT_LOGIT_H

#include "examples.h"

struct model {
    double weights[FEATURES];
    double bias, share; /* of a score only */
};

struct fit {
    struct model preference, score;
};

struct fit fit_builtin(void);

/* Which examples count: those of all folds but one; none: NO_FOLD. An example's fold is its topic
 * modulo folds. */
struct logit_options {
    double l2;
    unsigned folds, left_out;
};
#define NO_FOLD UINT32_MAX

struct fit logit_fit(const struct examples *x, const struct logit_options *o);

/* Does the example count? */
bool logit_counts(const struct example *e, const struct logit_options *o);

/* The sum of the weighted features. */
double logit_value(const struct model *m, const struct option *o);

/* log(share / (1 - share)), within bounds. */
double share_logit(double share);

#endif
