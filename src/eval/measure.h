/*
 * measure.h - top-1, top-3, MRR, risk, coverage and calibration over judged answers.
 *
 * Definitions: top-k is the share of answerable queries with a right entry among the first k; MRR@10
 * the mean of 1/rank of the first right one (0 beyond ten); coverage the share of answerable queries
 * that got the verdict match; risk the share of wrong ones among all those verdicts, unanswerable
 * queries included; false match the share of unanswerable queries with verdict match; calibration
 * error the mean of |confidence - share right| over ten bins of equal width, weighted by their size
 * (Naeini, Cooper, Hauskrecht 2015), over the first entries of all queries. Thread-safe. Layer: eval.
 */
#ifndef EVAL_MEASURE_H
#define EVAL_MEASURE_H

#include "base/base.h"
#include "match/matcher.h"

enum { MEASURE_BINS = 10, MEASURE_RANKS = 10 };

struct judged {
    bool answerable;
    size_t rank;      /* of the first right entry, from 1; 0: not among the first ten */
    bool shared;      /* right by a message that it shares with the labelled one */
    bool near;        /* the first one is below the right heading */
    enum verdict verdict;
    double confidence; /* of the first entry; 0 when there is none */
};

struct measures {
    size_t queries, answerable, unanswerable;
    size_t right1, right3, near1, shared1;
    double reciprocal_ranks; /* summed */
    size_t matches, matches_right, false_matches, ambiguous, ambiguous_right;
    size_t bin_count[MEASURE_BINS], bin_right[MEASURE_BINS];
    double bin_confidence[MEASURE_BINS]; /* summed */
};

void measure_add(struct measures *m, const struct judged *j);

double measure_top1(const struct measures *m);
double measure_top3(const struct measures *m);
double measure_mrr(const struct measures *m);
double measure_coverage(const struct measures *m);
double measure_risk(const struct measures *m);
double measure_false_match(const struct measures *m);
double measure_calibration_error(const struct measures *m);

/*
 * Share of the unanswerable queries whose confidence reaches the threshold that keeps `kept` (0.95)
 * of the right first answers. Sorts `all`.
 */
double measure_false_at(struct judged *all, size_t count, double kept);

#endif
