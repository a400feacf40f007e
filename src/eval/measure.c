#include "eval/measure.h"

#include <math.h>
#include <stdlib.h>

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
    size_t bin = (size_t)(j->confidence * MEASURE_BINS);
    bin = min_size(bin, MEASURE_BINS - 1);
    m->bin_count[bin]++;
    m->bin_right[bin] += right;
    m->bin_confidence[bin] += j->confidence;
}

static double ratio(double part, size_t whole)
{
    return whole ? part / (double)whole : 0;
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

double measure_risk(const struct measures *m)
{
    return ratio((double)(m->matches - m->matches_right), m->matches);
}

double measure_false_match(const struct measures *m)
{
    return ratio((double)m->false_matches, m->unanswerable);
}

double measure_calibration_error(const struct measures *m)
{
    double sum = 0;
    for (size_t i = 0; i < MEASURE_BINS; i++)
        sum += fabs(m->bin_confidence[i] - (double)m->bin_right[i]);
    return ratio(sum, m->queries);
}

static int by_falling_confidence(const void *a, const void *b)
{
    double x = ((const struct judged *)a)->confidence, y = ((const struct judged *)b)->confidence;
    return (x < y) - (x > y);
}

double measure_false_at(struct judged *all, size_t count, double kept)
{
    size_t right = 0, unanswerable = 0;
    for (size_t i = 0; i < count; i++) {
        right += all[i].answerable && all[i].rank == 1;
        unanswerable += !all[i].answerable;
    }
    if (count)
        qsort(all, count, sizeof *all, by_falling_confidence);
    size_t wanted = (size_t)ceil(kept * (double)right), seen = 0, false_answers = 0;
    for (size_t i = 0; i < count; i++) {
        /* Equal confidences stand or fall together. */
        if (seen >= wanted && (i == 0 || all[i].confidence < all[i - 1].confidence))
            break;
        seen += all[i].answerable && all[i].rank == 1;
        false_answers += !all[i].answerable && all[i].confidence > 0;
    }
    return ratio((double)false_answers, unanswerable);
}
