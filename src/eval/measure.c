#include "eval/measure.h"

#include <math.h>
#include <stdlib.h>

static const double normal_95 = 1.959963984540054; /* quantile of 0.975 */

void measure_add(struct measures *m, const struct judged *j)
{
    bool right = j->answerable && j->rank == 1;
    m->queries++;
    if (j->answerable) {
        m->answerable++;
        m->right1 += right;
        m->shared1 += right && j->shared;
        m->right3 += j->rank >= 1 && j->rank <= 3;
        m->near1 += j->near && !right;
        m->reciprocal_ranks += j->rank ? 1.0 / (double)j->rank : 0;
    } else {
        m->unanswerable++;
        m->false_matches += j->verdict == VERDICT_MATCH;
    }
    if (j->verdict == VERDICT_MATCH) {
        m->matches++;
        m->matches_right += right;
    } else if (j->verdict == VERDICT_AMBIGUOUS) {
        m->ambiguous++;
        m->ambiguous_right += j->answerable && j->rank;
    }
}

static double ratio(double part, size_t whole)
{
    return whole ? part / (double)whole : (double)NAN;
}

double measure_top1(const struct measures *m)
{
    return ratio((double)m->right1, m->answerable);
}

double measure_top3(const struct measures *m)
{
    return ratio((double)m->right3, m->answerable);
}

double measure_mrr(const struct measures *m)
{
    return ratio(m->reciprocal_ranks, m->answerable);
}

double measure_coverage(const struct measures *m)
{
    return ratio((double)(m->matches - m->false_matches), m->answerable);
}

double measure_precision(const struct measures *m)
{
    return ratio((double)m->matches_right, m->matches - m->false_matches);
}

double measure_risk(const struct measures *m)
{
    return ratio((double)(m->matches - m->matches_right), m->matches);
}

double measure_false_match(const struct measures *m)
{
    return ratio((double)m->false_matches, m->unanswerable);
}

struct interval measure_interval(size_t part, size_t whole)
{
    if (whole == 0)
        return (struct interval){0, 1};
    double n = (double)whole, share = (double)part / n, square = normal_95 * normal_95;
    double centre = (share + square / (2 * n)) / (1 + square / n);
    double half =
        normal_95 / (1 + square / n) * sqrt(share * (1 - share) / n + square / (4 * n * n));
    return (struct interval){fmax(0, centre - half), fmin(1, centre + half)};
}

static int by_falling_confidence(const void *a, const void *b)
{
    double x = ((const struct judged *)a)->confidence, y = ((const struct judged *)b)->confidence;
    return (x < y) - (x > y);
}

/* How many got an entry: they come first then. */
static size_t sort(struct judged *all, size_t count)
{
    size_t given = 0;
    if (count)
        qsort(all, count, sizeof *all, by_falling_confidence);
    while (given < count && all[given].confidence > 0)
        given++;
    return given;
}

static bool is_right(const struct judged *j)
{
    return j->answerable && j->rank == 1;
}

/* One behind the last of those that are as confident as all[i]. */
static size_t end_of_equals(const struct judged *all, size_t count, size_t i)
{
    double confidence = all[i].confidence;
    while (i < count && all[i].confidence >= confidence)
        i++;
    return i;
}

struct calibration measure_calibration(struct judged *all, size_t count)
{
    struct calibration c = {.error = (double)NAN};
    size_t given = sort(all, count), from = 0;
    double sum = 0;
    while (from < given) {
        size_t left = MEASURE_BINS - c.bin_count;
        size_t wanted = (given - from + left - 1) / left;
        size_t to = end_of_equals(all, given, from + wanted - 1);
        struct calibration_bin *bin = &c.bins[c.bin_count++];
        bin->count = to - from;
        for (; from < to; from++) {
            bin->right += is_right(&all[from]);
            bin->confidence += all[from].confidence;
        }
        sum += fabs(bin->confidence - (double)bin->right);
        bin->confidence /= (double)bin->count;
    }
    c.error = ratio(sum, given);
    return c;
}

double measure_false_at(struct judged *all, size_t count, double kept)
{
    size_t right = 0, unanswerable = 0;
    for (size_t i = 0; i < count; i++) {
        right += is_right(&all[i]);
        unanswerable += !all[i].answerable;
    }
    sort(all, count);
    size_t wanted = (size_t)ceil(kept * (double)right), seen = 0, false_answers = 0;
    for (size_t i = 0; i < count; i++) {
        /* Equal confidences stand or fall together. */
        if (seen >= wanted && (i == 0 || all[i].confidence < all[i - 1].confidence))
            break;
        seen += is_right(&all[i]);
        false_answers += !all[i].answerable && all[i].confidence > 0;
    }
    return ratio((double)false_answers, unanswerable);
}

size_t measure_curve(struct judged *all, size_t count, struct risk_point *points)
{
    size_t given = sort(all, count), n = 0, right = 0;
    for (size_t from = 0; from < given;) {
        size_t to = end_of_equals(all, given, from);
        double confidence = all[from].confidence;
        for (; from < to; from++)
            right += is_right(&all[from]);
        points[n++] = (struct risk_point){confidence, (double)to / (double)count,
                                          (double)(to - right) / (double)to};
    }
    return n;
}

double measure_area(const struct risk_point *points, size_t count)
{
    double area = 0, before = 0;
    for (size_t i = 0; i < count; i++) {
        area += points[i].risk * (points[i].coverage - before);
        before = points[i].coverage;
    }
    return count ? area / before : (double)NAN;
}
