/* The measures of eval, against values that were worked out by hand. */
#include "eval/compare.h"
#include "eval/measure.h"

#include "unit.h"

#include <math.h>

#define assert_near(got, want)                                                                     \
    do {                                                                                           \
        double got_ = (got), want_ = (want);                                                       \
        if (!(fabs(got_ - want_) < 1e-6))                                                          \
            fail_msg("%s:%d: %.8f instead of %.8f", __FILE__, __LINE__, got_, want_);              \
    } while (0)

/* Six queries with an answer, two without. */
static const struct judged sample[] = {
    {.answerable = true, .rank = 1, .verdict = VERDICT_MATCH, .confidence = 0.9},
    {.answerable = true, .rank = 1, .verdict = VERDICT_MATCH, .confidence = 0.8, .shared = true},
    {.answerable = true, .rank = 2, .verdict = VERDICT_MATCH, .confidence = 0.7},
    {.answerable = true, .rank = 1, .verdict = VERDICT_NONE, .confidence = 0.4},
    {.answerable = true, .rank = 4, .verdict = VERDICT_AMBIGUOUS, .confidence = 0.5},
    {.answerable = true, .rank = 0, .verdict = VERDICT_NONE, .confidence = 0.1, .near = true},
    {.answerable = false, .verdict = VERDICT_MATCH, .confidence = 0.6},
    {.answerable = false, .verdict = VERDICT_NONE, .confidence = 0},
};

static void shares(void **unused)
{
    (void)unused;
    struct measures m = {0};
    for (size_t i = 0; i < ARRAY_LEN(sample); i++)
        measure_add(&m, &sample[i]);
    assert_int_equal(m.queries, 8);
    assert_int_equal(m.answerable, 6);
    assert_int_equal(m.shared1, 1);
    assert_int_equal(m.near1, 1);
    assert_int_equal(m.ambiguous, 1);
    assert_int_equal(m.ambiguous_right, 1);
    assert_near(measure_top1(&m), 3.0 / 6);
    assert_near(measure_top3(&m), 4.0 / 6);
    assert_near(measure_mrr(&m), (1 + 1 + 0.5 + 1 + 0.25 + 0) / 6);
    assert_near(measure_coverage(&m), 3.0 / 6);
    assert_near(measure_precision(&m), 2.0 / 3);
    assert_near(measure_risk(&m), 2.0 / 4);
    assert_near(measure_false_match(&m), 1.0 / 2);
    const struct measures nothing = {0};
    assert_true(isnan(measure_top1(&nothing)) && isnan(measure_precision(&nothing)) &&
                isnan(measure_false_match(&nothing)));
}

static void intervals(void **unused)
{
    (void)unused;
    static const struct {
        size_t part, whole;
        double low, high;
    } rows[] = {
        {0, 0, 0, 1},
        {0, 10, 0, 0.2775328},
        {10, 10, 0.7224672, 1},
        {8, 10, 0.4901625, 0.9433178},
        {50, 100, 0.4038315, 0.5961685},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct interval got = measure_interval(rows[i].part, rows[i].whole);
        assert_near(got.low, rows[i].low);
        assert_near(got.high, rows[i].high);
    }
}

static struct judged *copy(size_t *count)
{
    static struct judged all[ARRAY_LEN(sample)];
    memcpy(all, sample, sizeof all);
    *count = ARRAY_LEN(all);
    return all;
}

static void false_answers_at_the_threshold(void **unused)
{
    (void)unused;
    size_t count;
    struct judged *all = copy(&count);
    /* The right ones have 0.9, 0.8, 0.4: all are kept at 0.4, where one of two wrong ones is. */
    assert_near(measure_false_at(all, count, 0.95), 1.0 / 2);
    /* Two of three are kept at 0.8, above the wrong one. */
    assert_near(measure_false_at(all, count, 0.5), 0);
    assert_true(isnan(measure_false_at(all, 0, 0.95)));
    /* As sure of the wrong as of the right one. */
    struct judged tie[] = {{.answerable = true, .rank = 1, .confidence = 0.7},
                           {.answerable = false, .confidence = 0.7}};
    assert_near(measure_false_at(tie, 2, 0.95), 1);
}

static void calibration_of_few(void **unused)
{
    (void)unused;
    size_t count;
    struct judged *all = copy(&count);
    /* Seven got an entry: one bin each, |0.9 - 1|, |0.8 - 1|, 0.7, 0.6, 0.5, |0.4 - 1|, 0.1. */
    struct calibration c = measure_calibration(all, count);
    assert_int_equal(c.bin_count, 7);
    assert_near(c.error, (0.1 + 0.2 + 0.7 + 0.6 + 0.5 + 0.6 + 0.1) / 7);
    assert_near(c.bins[0].confidence, 0.9);
    assert_int_equal(c.bins[0].right, 1);
    assert_true(isnan(measure_calibration(all, 0).error));
}

static void calibration_in_bins(void **unused)
{
    (void)unused;
    struct judged all[150];
    /* Ten of each of 15 confidences 0.5, 0.51, ...; of each ten, five are right. */
    for (size_t i = 0; i < ARRAY_LEN(all); i++)
        all[i] = (struct judged){
            .answerable = true, .rank = i % 2 + 1, .confidence = 0.5 + (double)(i / 10) * 0.01};
    struct calibration c = measure_calibration(all, ARRAY_LEN(all));
    assert_int_equal(c.bin_count, MEASURE_BINS);
    for (size_t i = 0; i < c.bin_count; i++) {
        assert_int_equal(c.bins[i].count, 10);
        assert_int_equal(c.bins[i].right, 5);
    }
    assert_near(c.error, 0.07); /* the mean of 0, 0.01, ..., 0.14 */
    /* Equal confidences are one bin, however many. */
    for (size_t i = 0; i < ARRAY_LEN(all); i++)
        all[i].confidence = 0.75;
    c = measure_calibration(all, ARRAY_LEN(all));
    assert_int_equal(c.bin_count, 1);
    assert_near(c.error, 0.25);
}

static void risk_and_coverage(void **unused)
{
    (void)unused;
    size_t count;
    struct judged *all = copy(&count);
    struct risk_point points[ARRAY_LEN(sample)];
    static const struct risk_point want[] = {
        {0.9, 1.0 / 8, 0},       {0.8, 2.0 / 8, 0},       {0.7, 3.0 / 8, 1.0 / 3},
        {0.6, 4.0 / 8, 2.0 / 4}, {0.5, 5.0 / 8, 3.0 / 5}, {0.4, 6.0 / 8, 3.0 / 6},
        {0.1, 7.0 / 8, 4.0 / 7},
    };
    size_t n = measure_curve(all, count, points);
    assert_int_equal(n, ARRAY_LEN(want));
    for (size_t i = 0; i < n; i++) {
        assert_near(points[i].confidence, want[i].confidence);
        assert_near(points[i].coverage, want[i].coverage);
        assert_near(points[i].risk, want[i].risk);
    }
    assert_near(measure_area(points, n),
                (0 + 0 + 1.0 / 3 + 1.0 / 2 + 3.0 / 5 + 1.0 / 2 + 4.0 / 7) / 7);
    assert_true(isnan(measure_area(points, 0)));
}

static void sign_test(void **unused)
{
    (void)unused;
    static const struct {
        size_t better, worse;
        double p;
    } rows[] = {
        {0, 0, 1},
        {1, 0, 1},
        {5, 0, 2.0 / 32},
        {0, 5, 2.0 / 32},
        {3, 3, 1},
        {9, 1, 2.0 * 11 / 1024},
        {10, 2, 2.0 * (1 + 12 + 66) / 4096},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        assert_near(mcnemar(rows[i].better, rows[i].worse), rows[i].p);
}

static void pairs_queries(void **unused)
{
    (void)unused;
    struct arena *a = arena_new();
    const struct outcome now[] = {
        {.key = 1, .right = true},  {.key = 2, .right = false}, {.key = 3, .right = true},
        {.key = 3, .right = false}, {.key = 4, .right = true},  {.key = 5, .says = LABEL_NOT},
    };
    const struct earlier before[] = {
        {.key = 3, .right = true}, {.key = 2, .right = true},  {.key = 1, .right = false},
        {.key = 3, .right = true}, {.key = 6, .right = false}, {.key = 5, .right = true},
    };
    struct comparison c = compare(a, now, ARRAY_LEN(now), before, ARRAY_LEN(before));
    assert_int_equal(c.better_count, 1);
    assert_ptr_equal(c.better[0].now, &now[0]);
    assert_ptr_equal(c.better[0].before, &before[2]);
    /* The second query and the second of the two with key 3. */
    assert_int_equal(c.worse_count, 2);
    assert_ptr_equal(c.worse[0].now, &now[1]);
    assert_ptr_equal(c.worse[1].now, &now[3]);
    assert_ptr_equal(c.worse[1].before, &before[3]);
    assert_int_equal(c.both_right, 1);
    assert_int_equal(c.both_wrong, 0);
    assert_int_equal(c.unpaired, 2);
    assert_near(c.p, 1);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shares),
        cmocka_unit_test(intervals),
        cmocka_unit_test(false_answers_at_the_threshold),
        cmocka_unit_test(calibration_of_few),
        cmocka_unit_test(calibration_in_bins),
        cmocka_unit_test(risk_and_coverage),
        cmocka_unit_test(sign_test),
        cmocka_unit_test(pairs_queries),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
