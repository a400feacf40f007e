/*
 * measure.h - top-1, top-3, MRR, risk, coverage and calibration over judged answers.
 *
 * Definitions: top-k is the share of answerable queries with a right entry among the first k;
 * MRR@10 the mean of 1/rank of the first right one (0 beyond ten); coverage the share of answerable
 * queries that got the verdict match; precision the share of right ones among those; risk the share
 * of wrong ones among all verdicts match, those of unanswerable queries included; false match the
 * share of unanswerable queries with verdict match. A share of nothing is NAN. Thread-safe. Layer:
 * eval.
 */
#ifndef EVAL_MEASURE_H
#define EVAL_MEASURE_H

#include "base/base.h"
#include "match/matcher.h"

enum { MEASURE_BINS = 15, MEASURE_RANKS = 10 };

struct judged {
    bool answerable;
    size_t rank; /* of the first right entry, from 1; 0: not among the first ten */
    bool shared; /* right though another entry than the label says (shared.h) */
    bool near;   /* the first one is below the right heading */
    enum verdict verdict;
    double confidence; /* of the first entry; 0 when there is none */
};

struct measures {
    size_t queries, answerable, unanswerable;
    size_t right1, right3, near1, shared1;
    double reciprocal_ranks; /* summed */
    size_t matches, matches_right, false_matches, ambiguous, ambiguous_right;
};

void measure_add(struct measures *m, const struct judged *j);

double measure_top1(const struct measures *m);
double measure_top3(const struct measures *m);
double measure_mrr(const struct measures *m);
double measure_coverage(const struct measures *m);
double measure_precision(const struct measures *m);
double measure_risk(const struct measures *m);
double measure_false_match(const struct measures *m);

/* Where the true share lies with 95 % confidence, of `part` seen among `whole` (Wilson 1927). All
 * of [0, 1] when nothing was seen. */
struct interval {
    double low, high;
};
struct interval measure_interval(size_t part, size_t whole);

/*
 * Is an entry as often right as its confidence says? The queries that got an entry, by falling
 * confidence, in at most MEASURE_BINS bins of as equal a count as equal confidences allow, which
 * stay together. The error is the mean of |mean confidence - share right|, weighted by size (Nguyen
 * and O'Connor 2015).
 */
struct calibration_bin {
    size_t count, right;
    double confidence; /* mean */
};
struct calibration {
    struct calibration_bin bins[MEASURE_BINS];
    size_t bin_count;
    double error; /* NAN when there are no bins */
};

/* These sort `all`: the right ones of unanswerable queries are none. */
struct calibration measure_calibration(struct judged *all, size_t count);

/*
 * Share of the unanswerable queries whose confidence reaches the threshold that keeps `kept` (0.95)
 * of the right first answers.
 */
double measure_false_at(struct judged *all, size_t count, double kept);

/*
 * One point of the risk-coverage curve (El-Yaniv and Wiener 2010): were the first entry given
 * wherever its confidence is at least this, this share of all queries would be answered, and this
 * share of the answers would be wrong.
 */
struct risk_point {
    double confidence, coverage, risk;
};
/* By falling confidence, one for each that occurs; at most `count` of them. Returns how many. */
size_t measure_curve(struct judged *all, size_t count, struct risk_point *points);
/* The mean of the risk over all coverages that are reached; NAN without points. */
double measure_area(const struct risk_point *points, size_t count);

#endif
