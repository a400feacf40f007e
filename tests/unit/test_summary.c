/* What a scan counts: entries, captures, times, samples, inputs. */
#include "scan/summary.h"

#include "scan/tally.h"
#include "scan/values.h"

#include "../support/random.h"
#include "summary_fixture.h"
#include "unit.h"

#define SECOND INT64_C(1000000)

/* ---- timelines ------------------------------------------------------------------------------- */

static uint64_t total(const struct timeline *t)
{
    uint64_t n = 0;
    for (size_t i = 0; i < SUMMARY_BUCKETS; i++)
        n += t->counts[i];
    return n;
}

/* Each time is counted once, in the bucket that holds it, whatever comes in which order. */
static void test_timeline(void **state)
{
    (void)state;
    struct random r = {.state = 5};
    static const int64_t spans[] = {1, 100, 100000, INT64_C(1) << 40, INT64_C(1) << 60};
    for (size_t s = 0; s < ARRAY_LEN(spans); s++)
        for (size_t run = 0; run < 50; run++) {
            struct timeline t = {0};
            int64_t times[200];
            for (size_t i = 0; i < ARRAY_LEN(times); i++) {
                times[i] = (int64_t)(random_next(&r) >> 1) % spans[s] - spans[s] / 2;
                timeline_add(&t, times[i]);
            }
            check_size(total(&t), ARRAY_LEN(times), "times counted");
            assert_int_equal(t.width % SECOND, 0);
            assert_int_equal(t.start % t.width, 0);
            for (size_t b = 0; b < SUMMARY_BUCKETS; b++) {
                uint64_t want = 0;
                for (size_t i = 0; i < ARRAY_LEN(times); i++)
                    want += times[i] >= t.start + (int64_t)b * t.width &&
                            times[i] - t.width < t.start + (int64_t)b * t.width;
                check_size(t.counts[b], want, "times of a bucket");
            }
        }
}

static void test_timeline_edges(void **state)
{
    (void)state;
    struct timeline t = {0};
    timeline_add(&t, RECORD_NO_TIME);
    assert_int_equal(t.width, 0);
    timeline_add(&t, INT64_MAX);
    timeline_add(&t, INT64_MIN + 1);
    assert_int_equal(total(&t), 0);
    timeline_add(&t, 0);
    timeline_add(&t, INT64_C(253402300799) * SECOND); /* the end of the year 9999 */
    timeline_add(&t, -INT64_C(62135596800) * SECOND); /* the beginning of the year 1 */
    assert_int_equal(total(&t), 3);
}

static void test_timelines_merge(void **state)
{
    (void)state;
    struct random r = {.state = 9};
    for (size_t run = 0; run < 200; run++) {
        struct timeline all = {0}, one = {0}, two = {0};
        for (size_t i = 0; i < 100; i++) {
            int64_t time = (int64_t)random_below(&r, (size_t)1 << (run % 40)) * SECOND;
            timeline_add(&all, time);
            timeline_add(i % 3 ? &one : &two, time);
        }
        timeline_merge(&one, &two);
        check_size(total(&one), total(&all), "times merged");
    }
}

/* ---- captures -------------------------------------------------------------------------------- */

static void count(struct values *v, const char *value, size_t times)
{
    struct capture c = {STR("NAME"), str_of(value)};
    for (size_t i = 0; i < times; i++)
        values_add(v, &c, 1);
}

static void test_values(void **state)
{
    (void)state;
    struct values v = {0};
    struct arena *a = arena_new();
    count(&v, "b", 5);
    count(&v, "a", 5);
    count(&v, "c", 9);
    const struct capture_values *list = values_list(&v, a);
    check_size(v.count, 1, "names");
    check_size(list[0].value_count, 3, "values");
    check_str(list[0].values[0], "c", "the most frequent first");
    check_str(list[0].values[1], "a", "equally frequent ones in order");
    check_size(list[0].counts[1], 5, "count");
    assert_false(list[0].more);
    values_release(&v);
    arena_free(a);
}

/* Of many different values the frequent ones are kept, and no count is too high. */
static void test_many_values(void **state)
{
    (void)state;
    struct values v = {0};
    struct arena *a = arena_new();
    for (size_t i = 0; i < 5000; i++) {
        char text[20];
        snprintf(text, sizeof text, "v%zu", i);
        count(&v, text, 1);
        if (i % 4 == 0)
            count(&v, "often", 1);
    }
    const struct capture_values *list = values_list(&v, a);
    check_str(list[0].values[0], "often", "the frequent one");
    assert_true(list[0].counts[0] <= 1250 && list[0].counts[0] > 1000);
    assert_true(list[0].more);
    check_size(list[0].value_count, SUMMARY_CAPTURES_MAX, "values shown");
    values_release(&v);
    arena_free(a);
}

static void test_names(void **state)
{
    (void)state;
    struct values v = {0};
    struct arena *a = arena_new();
    struct capture c[12];
    for (size_t i = 0; i < ARRAY_LEN(c); i++)
        c[i] = (struct capture){i % 2 ? STR("X") : STR_NONE, STR("v")};
    values_add(&v, c, ARRAY_LEN(c));
    const struct capture_values *list = values_list(&v, a);
    check_size(v.count, SUMMARY_NAMES_MAX, "names are bounded");
    check_str(list[0].name, "1", "without a name: its position");
    check_str(list[1].name, "X", "a name");
    check_str(list[3].name, "X_2", "the same name again");
    values_release(&v);
    arena_free(a);
}

/* ---- the summary -------------------------------------------------------------------------------
 */

static void test_entries(void **state)
{
    (void)state;
    struct summary *s = fixture_summary();
    struct arena *a = arena_new();
    struct scan_summary v;
    summary_view(s, 2, a, &v);
    check_size(v.records, 180014, "records");
    check_size(v.matched, 813, "matched");
    check_size(v.ambiguous, 10, "of them ambiguous");
    check_size(v.unmatched_errors, 311, "unknown");
    check_size(v.entry_count, 2, "entries");
    check_size(v.group_count, 2, "groups, as many as asked for");
    const struct entry_summary *e = &v.entries[0];
    check_size(e->count, 803, "records of the first");
    check_size(e->ambiguous, 9, "uncertain ones");
    check_size(e->sample_count, SUMMARY_SAMPLES_MAX, "samples");
    check_size(e->samples[0].line, 101, "the first sample is a certain one");
    check_str(e->samples[0].input, "client.log", "its file");
    check_size(total(&e->timeline), e->count, "times");
    check_size(v.entries[1].count, 0, "never certain");
    check_size(v.entries[1].ambiguous, 1, "but once likeliest");
    assert_int_equal(v.entries[1].first, RECORD_NO_TIME);
    check_size(v.input_count, 3, "inputs");
    check_size(v.inputs[0].matched, 812, "of the first");
    check_size(v.inputs[1].cut, 12, "bytes cut of the second");
    assert_true(v.inputs[2].skipped);
    assert_true(v.first >= SCAN_START && v.last > v.first);
    summary_free(s);
    arena_free(a);
}

/* What was given may be gone: everything is a copy. */
static void test_copies(void **state)
{
    (void)state;
    struct summary *s = summary_new();
    struct arena *gone = arena_new(), *a = arena_new();
    struct match m = fixture_match(1, "a", "b", "c", "d");
    m.entry.entry.title = arena_dup(gone, STR("the title"));
    m.entry.entry.remedy = arena_dup(gone, STR("the remedy"));
    struct record r = {.text = arena_dup(gone, STR("the text")), .time = RECORD_NO_TIME};
    summary_input(s, 0, arena_dup(gone, STR("name")), "plain");
    fixture_add(s, 0, &r, VERDICT_MATCH, &m);
    summary_add_unknown(s, 0, &r, NULL);
    summary_trouble(s, 0, arena_dup(gone, STR("first")), false);
    summary_trouble(s, 0, STR("second"), false);
    arena_free(gone);
    struct scan_summary v;
    summary_view(s, 10, a, &v);
    check_str(v.entries[0].entry.entry.title, "the title", "title");
    check_str(v.entries[0].entry.entry.remedy, "the remedy", "remedy");
    check_str(v.entries[0].samples[0].text, "the text", "sample");
    check_str(v.groups[0].pattern, "the text", "pattern");
    check_str(v.inputs[0].name, "name", "input");
    check_str(v.inputs[0].trouble, "first", "the first trouble");
    summary_free(s);
    arena_free(a);
}

static void test_limits(void **state)
{
    (void)state;
    struct summary *s = summary_new();
    struct arena *a = arena_new();
    struct record r = fixture_record("text", 1, 1, LEVEL_ERROR);
    for (int64_t row = 1; row <= SUMMARY_ENTRIES_MAX + 5; row++) {
        char id[30];
        snprintf(id, sizeof id, "e%lld", (long long)row);
        struct match m = fixture_match(row, id, id, "", "");
        fixture_add(s, 0, &r, VERDICT_MATCH, &m);
    }
    for (uint32_t i = 0; i < SUMMARY_INPUTS_MAX + 7; i++) {
        summary_input(s, i, STR("name"), "plain");
        summary_count(s, i, 2, 1, 0);
    }
    struct scan_summary v;
    summary_view(s, 10, a, &v);
    check_size(v.entry_count, SUMMARY_ENTRIES_MAX, "entries");
    check_size(v.entries_dropped, 5, "records of further entries");
    check_size(v.input_count, SUMMARY_INPUTS_MAX, "inputs");
    check_size(v.inputs_dropped, 7, "further inputs");
    check_size(v.records, SUMMARY_INPUTS_MAX + 7, "records of all of them");
    check_size(v.inputs[SUMMARY_INPUTS_MAX - 1].records, 8, "of the last and all further ones");
    summary_free(s);
    arena_free(a);
}

static void test_a_long_sample_is_cut(void **state)
{
    (void)state;
    static char text[SUMMARY_SAMPLE_BYTES + 100];
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = i % 2 ? '\xa4' : '\xc3';
    struct record r = {.text = str_n(text, sizeof text), .time = RECORD_NO_TIME};
    struct tally t = {0};
    tally_add(&t, &r, STR("x"));
    check_size(t.samples[0].text.n, SUMMARY_SAMPLE_BYTES, "bytes of the sample");
    tally_release(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_timeline),        cmocka_unit_test(test_timeline_edges),
        cmocka_unit_test(test_timelines_merge), cmocka_unit_test(test_values),
        cmocka_unit_test(test_many_values),     cmocka_unit_test(test_names),
        cmocka_unit_test(test_entries),         cmocka_unit_test(test_copies),
        cmocka_unit_test(test_limits),          cmocka_unit_test(test_a_long_sample_is_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
