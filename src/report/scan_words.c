#include "report/scan_words.h"

#define SECOND INT64_C(1000000)
#define DAY    (INT64_C(86400) * SECOND)

void words_number(struct buf *out, uint64_t n)
{
    if (n >= 1000) {
        words_number(out, n / 1000);
        buf_printf(out, ",%03u", (unsigned)(n % 1000));
    } else {
        buf_printf(out, "%u", (unsigned)n);
    }
}

void words_count(struct buf *out, uint64_t n, const char *one, const char *many)
{
    words_number(out, n);
    buf_printf(out, " %s", n == 1 ? one : many);
}

void words_bytes(struct buf *out, uint64_t bytes)
{
    static const char *const units[] = {"bytes", "kB", "MB", "GB", "TB", "PB"};
    double n = (double)bytes;
    size_t unit = 0;
    while (n >= 999.5 && unit + 1 < ARRAY_LEN(units)) {
        n /= 1000;
        unit++;
    }
    buf_printf(out, unit && n < 99.95 ? "%.1f %s" : "%.0f %s", n, units[unit]);
}

/* ---- times -------------------------------------------------------------------------------------
 */

struct date {
    int64_t year;
    unsigned month, day;
};

/* Of the proleptic Gregorian calendar; years begin in March here, so that a leap day is the last.
 */
static struct date date_of(int64_t days)
{
    days += 719468; /* from 0000-03-01 */
    int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    int64_t day_of_era = days - era * 146097;
    int64_t year =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day = day_of_era - (365 * year + year / 4 - year / 100);
    int64_t month = (5 * day + 2) / 153;
    return (struct date){
        .year = year + era * 400 + (month >= 10),
        .month = (unsigned)(month < 10 ? month + 3 : month - 9),
        .day = (unsigned)(day - (153 * month + 2) / 5 + 1),
    };
}

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

static void put_clock(struct buf *out, int64_t time)
{
    unsigned seconds = (unsigned)((time - floor_div(time, DAY) * DAY) / SECOND);
    buf_printf(out, "%02u:%02u:%02u", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

void words_time(struct buf *out, int64_t time, char between, bool exact)
{
    if (time == RECORD_NO_TIME)
        return;
    struct date d = date_of(floor_div(time, DAY));
    buf_printf(out, "%04lld-%02u-%02u%c", (long long)d.year, d.month, d.day, between);
    put_clock(out, time);
    int64_t below = time - floor_div(time, SECOND) * SECOND;
    if (exact && below)
        buf_printf(out, ".%06u", (unsigned)below);
}

void words_times(struct buf *out, int64_t first, int64_t last)
{
    words_time(out, first, ' ', false);
    if (first == RECORD_NO_TIME || floor_div(first, SECOND) == floor_div(last, SECOND))
        return;
    buf_puts(out, " to ");
    if (floor_div(first, DAY) == floor_div(last, DAY))
        put_clock(out, last);
    else
        words_time(out, last, ' ', false);
}

void words_duration(struct buf *out, int64_t microseconds)
{
    static const struct {
        int64_t seconds;
        const char *one, *many;
    } units[] = {{86400, "day", "days"}, {3600, "h", "h"}, {60, "min", "min"}, {1, "s", "s"}};
    int64_t seconds = microseconds / SECOND;
    for (size_t i = 0; i < ARRAY_LEN(units); i++) {
        int64_t n = seconds / units[i].seconds;
        if (n >= 2 || i + 1 == ARRAY_LEN(units)) {
            buf_printf(out, "%lld %s", (long long)n, n == 1 ? units[i].one : units[i].many);
            return;
        }
    }
}

/* ---- parts of a summary
 * -------------------------------------------------------------------------- */

const char *words_level(enum record_level level)
{
    static const char *const names[] = {
        [LEVEL_DEBUG] = "debug", [LEVEL_INFO] = "info",   [LEVEL_WARNING] = "warning",
        [LEVEL_ERROR] = "error", [LEVEL_FATAL] = "fatal",
    };
    return names[level];
}

void words_place(struct buf *out, const struct record_sample *s)
{
    buf_put(out, s->input);
    buf_printf(out, ":%llu", (unsigned long long)s->line);
}

void words_overview(struct buf *out, const struct scan_summary *s)
{
    words_count(out, s->records, "record", "records");
    buf_puts(out, " (");
    words_bytes(out, s->bytes);
    if (s->input_count + s->inputs_dropped > 1) {
        buf_puts(out, ", ");
        words_count(out, s->input_count + s->inputs_dropped, "input", "inputs");
    }
    buf_puts(out, ") ");
    buf_puts(out, s->interrupted ? "read before it was stopped: " : "read: ");
    words_count(out, s->matched, "is a known error", "are known errors");
    if (s->entry_count > 1) {
        buf_puts(out, " of ");
        words_number(out, s->entry_count);
        buf_puts(out, " kinds");
    }
    if (s->ambiguous) {
        buf_puts(out, " (");
        words_number(out, s->ambiguous);
        buf_puts(out, " uncertain)");
    }
    buf_puts(out, ", ");
    words_count(out, s->unmatched_errors, "looks like an error and is not known.",
                "look like errors and are not known.");
}

void words_left_out(struct buf *out, const struct scan_summary *s)
{
    if (s->entries_dropped) {
        words_count(out, s->entries_dropped, "known error is", "known errors are");
        buf_puts(out, " counted, but of too many kinds to be listed. ");
    }
    if (s->groups_dropped) {
        words_count(out, s->groups_dropped, "rare group of unknown errors",
                    "rare groups of unknown errors");
        buf_puts(out, " made room for others. ");
    }
    if (s->cut) {
        words_bytes(out, s->cut);
        buf_puts(out, " of very long records were not looked at. ");
    }
}

void words_trouble(struct buf *out, const struct input_summary *in)
{
    if (in->trouble.n == 0 && !in->skipped)
        return;
    buf_put(out, in->trouble);
    if (in->skipped)
        buf_puts(out, in->trouble.n ? "; skipped" : "skipped");
}

void words_entry_count(struct buf *out, const struct entry_summary *e)
{
    words_number(out, e->count + e->ambiguous);
    buf_puts(out, " \xc3\x97");
    if (e->ambiguous && e->count) {
        buf_puts(out, " (");
        words_number(out, e->ambiguous);
        buf_puts(out, " uncertain)");
    } else if (e->ambiguous) {
        buf_puts(out, " (uncertain)");
    }
}
