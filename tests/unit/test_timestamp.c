/* Times as logs write them. */
#include "scan/timestamp.h"

#include "tests/unit/unit.h"

#define NONE   TIME_UNKNOWN
#define SECOND INT64_C(1000000)

/* 2024-03-01 00:00:00 UTC */
static const struct time_context march = {.reference = 1709251200 * SECOND};
static const struct time_context berlin = {.reference = 1709251200 * SECOND, .zone = 3600};

struct vector {
    const char *text;
    size_t taken; /* bytes of it, 0: it begins with no time */
    int64_t time; /* seconds since 1970 */
    unsigned micros;
    const char *comment;
};

static const struct vector at_start[] = {
    {"2015-10-18 18:01:47,978 INFO", 23, 1445191307, 978000, "log4j"},
    {"2016-09-28 04:30:30, Info", 19, 1475037030, 0, "a comma without a fraction"},
    {"2024-01-05T10:15:30Z x", 20, 1704449730, 0, "ISO 8601, UTC"},
    {"2024-01-05T10:15:30.1234567Z", 28, 1704449730, 123456, "seven digits of a second"},
    {"2024-01-05T10:15:30+02:00 x", 25, 1704442530, 0, "ISO 8601 with a zone"},
    {"2024-01-05T10:15:30-0330 x", 24, 1704462330, 0, "half an hour in the zone"},
    {"2024-01-05 10:15:30 +0200 x", 25, 1704442530, 0, "the zone behind a blank"},
    {"2024-01-05 10:15:30 UTC x", 23, 1704449730, 0, "a zone's name"},
    {"2024-01-05 10:15:30 -12 x", 19, 1704449730, 0, "a number is no zone"},
    {"2024/01/05 10:15:30 [error]", 19, 1704449730, 0, "nginx"},
    {"2024-01-05 10:15 x", 16, 1704449700, 0, "without seconds"},
    {"2024-01-05-10.15.30 x", 0, 0, 0, "dots in a time of day"},
    {"20171223-22:15:29:606|Step", 21, 1514067329, 606000, "thousandths behind a colon"},
    {"20171224-1:1:0:935|x", 18, 1514077260, 935000, "single digits"},
    {"20240105T101530Z x", 16, 1704449730, 0, "ISO 8601, basic"},
    {"081109 203615 148 INFO", 13, 1226262975, 0, "HDFS: two digits of a year"},
    {"Jun 14 15:16:01 combo", 15, 1686755761, 0, "syslog: the year before the reference"},
    {"Feb 29 23:00:00 host", 15, 1709247600, 0, "a leap day in the reference's year"},
    {"Mar  1 12:00:00 host", 15, 1709294400, 0, "within a day behind the reference"},
    {"Mar  3 12:00:00 host", 15, 1677844800, 0, "later than that: a year ago"},
    {"Jun 14 2005 15:16:01 x", 20, 1118762161, 0, "Cisco: with a year"},
    {"Wed Oct 11 14:32:52 2000] x", 24, 971274772, 0, "ctime"},
    {"Wed Oct 11 14:32:52.123456 2000] x", 31, 971274772, 123456, "Apache 2.4"},
    {"Wed, 11 Oct 2000 14:32:52 +0200 x", 31, 971267572, 0, "RFC 2822"},
    {"10/Oct/2000:13:55:36 -0700] x", 26, 971211336, 0, "Common Log Format"},
    {"1/5/2024, 10:15:30.123 AM x", 25, 1704449730, 123000, "US, as Azure's portal exports it"},
    {"1/5/2024 10:15:30 PM x", 20, 1704492930, 0, "US, afternoon"},
    {"12/31/2024 12:00:00 AM", 22, 1735603200, 0, "US, midnight"},
    {"31/12/2024 23:59:59", 19, 1735689599, 0, "no month is 31: the day is first"},
    {"05.01.2024 10:15:30 x", 19, 1704449730, 0, "German"},
    {"05-Jan-2024 10:15:30 x", 20, 1704449730, 0, "Oracle"},
    {"03-17 16:13:38.811  1702", 18, 1679069618, 811000, "logcat"},
    {"1704449730 x", 10, 1704449730, 0, "seconds since 1970"},
    {"1704449730.25 x", 13, 1704449730, 250000, "with a fraction"},
    {"1704449730123 x", 13, 1704449730, 123000, "milliseconds"},
    {"1704449730123456", 16, 1704449730, 123456, "microseconds"},
    {"1704449730123456789", 19, 1704449730, 123456, "nanoseconds"},
    {"2016-12-31 23:59:60 x", 19, 1483228800, 0, "a leap second"},
    {"9999-12-31 23:59:59 x", 19, NONE, 0, "a time, and none of a log: its bytes are taken"},
    {"0001-01-01 00:00:00 x", 19, NONE, 0, "the same of long ago"},
    {"10:15:30 x", 8, NONE, 0, "the day is not known"},
    {"10:15:30.123 x", 12, NONE, 0, "with thousandths"},
    {"2024-13-05 10:15:30", 0, 0, 0, "no such month"},
    {"2024-02-30 10:15:30", 0, 0, 0, "no such day"},
    {"2023-02-29 10:15:30", 0, 0, 0, "no leap year"},
    {"2024-01-05 24:15:30", 0, 0, 0, "no such hour"},
    {"2024-01-05 10:60:30", 0, 0, 0, "no such minute"},
    {"1/5/2024 13:15:30 PM x", 0, 0, 0, "13 PM"},
    {"2024-01-05 x", 0, 0, 0, "a mere date begins no record"},
    {"170444973 x", 0, 0, 0, "nine digits"},
    {"1704449730x", 0, 0, 0, "a number that is not set apart"},
    {"17044497301234567890123", 0, 0, 0, "too many digits"},
    {"4999999999999999999", 19, 4999999999, 999999, "what 64 bits can hold"},
    {"9999999999999999999 x", 0, 0, 0, "the year 2286"},
    {"March of progress", 0, 0, 0, "a word that begins like a month"},
    {"Mon", 0, 0, 0, "a day alone"},
    {"", 0, 0, 0, "nothing"},
    {"2024", 0, 0, 0, "a year alone"},
    {"1.2.3.4 - -", 0, 0, 0, "an address"},
    {"10.0.0.1:80", 0, 0, 0, "an address with a port"},
};

static void check(const struct vector *v, size_t taken, int64_t got)
{
    int64_t want = v->time == NONE ? NONE : v->time * SECOND + v->micros;
    check_size(taken, v->taken, v->comment);
    if (taken && got != want)
        fail_msg("%s: %lld instead of %lld", v->comment, (long long)got, (long long)want);
}

static void times_at_the_start(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(at_start); i++) {
        int64_t time = 0;
        size_t n = time_at_start(str_of(at_start[i].text), &march, &time);
        check(&at_start[i], n, time);
    }
}

static void whole_values(void **state)
{
    static const struct {
        const char *text;
        int64_t time;
        const char *comment;
    } values[] = {
        {" 2024-01-05T10:15:30Z ", 1704449730, "blanks around it"},
        {"2024-01-05", 1704412800, "a mere date"},
        {"1704449730", 1704449730, "seconds since 1970"},
        {"1704449730.000", 1704449730, "with a fraction"},
        {"2024-01-05 10:15:30 x", NONE, "something behind it"},
        {"12", NONE, "a number"},
        {"", NONE, "nothing"},
        {"n/a", NONE, "a word"},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(values); i++) {
        int64_t got = time_of_value(str_of(values[i].text), &march);
        int64_t want = values[i].time == NONE ? NONE : values[i].time * SECOND;
        if (got != want)
            fail_msg("%s: %lld", values[i].comment, (long long)got);
    }
}

static void the_zone_of_the_context_counts_where_none_is_named(void **state)
{
    int64_t here = 0, named = 0;
    (void)state;
    time_at_start(STR("2024-01-05 11:15:30 x"), &berlin, &here);
    time_at_start(STR("2024-01-05 10:15:30Z x"), &berlin, &named);
    assert_int_equal(here, 1704449730 * SECOND);
    assert_int_equal(named, here);
}

static void a_time_without_a_year_needs_a_reference(void **state)
{
    const struct time_context none = {.reference = TIME_UNKNOWN};
    int64_t time = 0;
    (void)state;
    assert_int_equal(time_at_start(STR("Jun 14 15:16:01 x"), &none, &time), 15);
    assert_true(time == TIME_UNKNOWN);
}

static void zones_by_name(void **state)
{
    static const struct {
        const char *text;
        bool is;
        int32_t zone;
    } zones[] = {{"Z", true, 0},         {"UTC", true, 0},
                 {"+02:00", true, 7200}, {"-0330", true, -12600},
                 {"+01", true, 3600},    {"02:00", false, 0},
                 {"+15:00", false, 0},   {"Europe/Berlin", false, 0},
                 {"", false, 0}};
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(zones); i++) {
        int32_t zone = 99;
        bool is = time_zone(str_of(zones[i].text), &zone);
        if (is != zones[i].is || zone != (is ? zones[i].zone : 99))
            fail_msg("\"%s\": %d, %d", zones[i].text, is, (int)zone);
    }
}

static void filetimes(void **state)
{
    (void)state;
    assert_int_equal(time_of_filetime(133489233301234567u), 1704449730 * SECOND + 123456);
    assert_true(time_of_filetime(0) == TIME_UNKNOWN);
    assert_true(time_of_filetime(UINT64_MAX) == TIME_UNKNOWN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(times_at_the_start),
        cmocka_unit_test(whole_values),
        cmocka_unit_test(the_zone_of_the_context_counts_where_none_is_named),
        cmocka_unit_test(a_time_without_a_year_needs_a_reference),
        cmocka_unit_test(zones_by_name),
        cmocka_unit_test(filetimes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
