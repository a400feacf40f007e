/*
 * choose.h - thresholds of the verdict, by a stated rule.
 *
 * Of a grid of thresholds those are fit whose precision, false matches and false matches in log
 * lines keep to the limits, on rulings by weights that have not seen the example (cross-validated).
 * Of the fit ones that with the largest coverage is chosen; of equals the highest thresholds. When
 * none is fit: the one that exceeds the limits least, summed in shares of the limits. Tied entries
 * are ambiguous from the confidence on that makes one of them a match.
 */
#ifndef FIT_CHOOSE_H
#define FIT_CHOOSE_H

#include "ruling.h"

struct limits {
    double risk;           /* wrong ones among all matches, labelled queries */
    double false_match;    /* among queries without an answer: labelled */
    double false_lines;    /* among log lines */
    double false_left_out; /* among queries whose entry was left out */
};
extern const struct limits limits_wanted;

struct choice {
    struct thresholds thresholds;
    bool fit;
    double coverage, risk, false_match, false_lines, false_left_out;
};

/* rulings[i] is that of x->items[i]. */
struct choice choose(const struct examples *x, const struct ruling *rulings);
/* The same figures for given thresholds. */
struct choice choice_of(const struct examples *x, const struct ruling *rulings,
                        const struct thresholds *t);

#endif
