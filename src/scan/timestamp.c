#include "scan/timestamp.h"

#include "base/clock.h"

enum {
    SECONDS_OF_DAY = 86400,
    NO_ZONE = INT32_MIN,
    FRACTION_DIGITS = 6,
    ZONE_HOURS_MAX = 14,
};

#define MICROS 1000000

struct cursor {
    struct str s;
    size_t at;
};

struct when {
    unsigned year, month, day; /* year 0: not said; month 0: nor any day */
    unsigned hour, minute, second, micros;
    int32_t zone;
};

/* ---- reading --------------------------------------------------------------------------------- */

static char peek(const struct cursor *c)
{
    return c->at < c->s.n ? c->s.p[c->at] : '\0';
}

static char peek_at(const struct cursor *c, size_t ahead)
{
    return c->s.n - c->at > ahead ? c->s.p[c->at + ahead] : '\0';
}

static bool take(struct cursor *c, char wanted)
{
    if (c->at >= c->s.n || c->s.p[c->at] != wanted)
        return false;
    c->at++;
    return true;
}

static bool take_any(struct cursor *c, const char *set)
{
    char have = peek(c);
    if (have == '\0' || !strchr(set, have))
        return false;
    c->at++;
    return true;
}

static size_t digits_ahead(const struct cursor *c)
{
    size_t n = 0;
    while (ascii_is_digit(peek_at(c, n)))
        n++;
    return n;
}

/* A number of min to max digits; more of them stay behind it. */
static bool number(struct cursor *c, size_t min, size_t max, unsigned *value)
{
    size_t n = min_size(digits_ahead(c), max);
    if (n < min)
        return false;
    *value = 0;
    for (size_t i = 0; i < n; i++)
        *value = *value * 10 + (unsigned)(c->s.p[c->at++] - '0');
    return true;
}

/* One of the names, by its first three letters; the rest of the word is taken, too. 1, 2, ... */
static unsigned name_of(struct cursor *c, const char *names)
{
    struct str have = str_slice(c->s, c->at, c->at + 3);
    for (unsigned i = 0; have.n == 3 && names[3 * i]; i++) {
        if (!str_ieq(have, str_n(names + 3 * i, 3)))
            continue;
        c->at += 3;
        while (ascii_is_alpha(peek(c)))
            c->at++;
        return i + 1;
    }
    return 0;
}

static unsigned month_name(struct cursor *c)
{
    return name_of(c, "JanFebMarAprMayJunJulAugSepOctNovDec");
}

/* ---- time of day and zone -------------------------------------------------------------------- */

static void fraction(struct cursor *c, struct when *w)
{
    unsigned digits = 0;
    w->micros = 0;
    for (; ascii_is_digit(peek(c)); c->at++)
        if (digits++ < FRACTION_DIGITS)
            w->micros = w->micros * 10 + (unsigned)(peek(c) - '0');
    while (digits++ < FRACTION_DIGITS)
        w->micros *= 10;
}

static bool half_of_day(struct cursor *c, struct when *w)
{
    struct cursor t = *c;
    while (take(&t, ' '))
        ;
    char half = ascii_lower(peek(&t));
    if ((half != 'a' && half != 'p') || ascii_lower(peek_at(&t, 1)) != 'm' ||
        ascii_is_alnum(peek_at(&t, 2)))
        return true;
    if (w->hour < 1 || w->hour > 12)
        return false;
    w->hour = w->hour % 12 + (half == 'p' ? 12 : 0);
    t.at += 2;
    *c = t;
    return true;
}

static bool offset_zone(struct cursor *c, int32_t *zone)
{
    bool west = peek(c) == '-';
    unsigned hours, minutes = 0;
    if (!take_any(c, "+-") || !number(c, 2, 2, &hours))
        return false;
    if (take(c, ':') || ascii_is_digit(peek(c)))
        if (!number(c, 2, 2, &minutes))
            return false;
    if (hours > ZONE_HOURS_MAX || minutes > 59 || ascii_is_alnum(peek(c)))
        return false;
    int32_t seconds = (int32_t)(hours * 60 + minutes) * 60;
    *zone = west ? -seconds : seconds;
    return true;
}

static bool named_zone(struct cursor *c, int32_t *zone)
{
    static const struct str names[] = {STR_INIT("Z"), STR_INIT("UTC"), STR_INIT("GMT")};
    size_t n = 0;
    while (ascii_is_alpha(peek_at(c, n)))
        n++;
    if (!str_in(str_slice(c->s, c->at, c->at + n), names, ARRAY_LEN(names)) ||
        ascii_is_digit(peek_at(c, n)))
        return false;
    c->at += n;
    *zone = 0;
    return true;
}

static void zone_behind(struct cursor *c, struct when *w)
{
    struct cursor t = *c;
    bool apart = take(&t, ' ');
    size_t from = t.at;
    if (!named_zone(&t, &w->zone)) {
        t.at = from;
        /* A lone "-12" behind a blank is more likely something else. */
        if (!offset_zone(&t, &w->zone) || (apart && t.at - from < 5)) {
            w->zone = NO_ZONE;
            return;
        }
    }
    *c = t;
}

/* 17:41:44, 7:41 PM, 17:41:44,747, 17:41:44:747 */
static bool clock_time(struct cursor *c, struct when *w)
{
    if (!number(c, 1, 2, &w->hour) || !take(c, ':') || !number(c, 1, 2, &w->minute))
        return false;
    if (peek(c) == ':' && ascii_is_digit(peek_at(c, 1))) {
        c->at++;
        if (!number(c, 1, 2, &w->second))
            return false;
        if (ascii_is_digit(peek_at(c, 1)) && take_any(c, ".,:"))
            fraction(c, w);
    }
    return half_of_day(c, w) && w->hour < 24 && w->minute < 60 && w->second <= 60;
}

/* 174144 */
static bool packed_time(struct cursor *c, struct when *w)
{
    if (digits_ahead(c) != 6 || !number(c, 2, 2, &w->hour) || !number(c, 2, 2, &w->minute) ||
        !number(c, 2, 2, &w->second))
        return false;
    if (ascii_is_digit(peek_at(c, 1)) && take_any(c, ".,"))
        fraction(c, w);
    return w->hour < 24 && w->minute < 60 && w->second <= 60;
}

static bool time_behind(struct cursor *c, struct when *w, const char *separators)
{
    take(c, ',');
    if (!take_any(c, separators))
        return false;
    while (take(c, ' '))
        ;
    if (digits_ahead(c) == 6 ? !packed_time(c, w) : !clock_time(c, w))
        return false;
    zone_behind(c, w);
    return true;
}

/* ---- dates ----------------------------------------------------------------------------------- */

/* A date that may have no time behind it: *date_only tells. */
static bool ends_with_time(struct cursor *c, struct when *w, const char *separators,
                           bool *date_only)
{
    struct cursor t = *c;
    struct when with = *w;
    *date_only = !time_behind(&t, &with, separators);
    if (!*date_only) {
        *c = t;
        *w = with;
    }
    return true;
}

static bool year_first(struct cursor *c, struct when *w, bool *date_only)
{
    number(c, 4, 4, &w->year);
    char separator = peek(c);
    if (!take_any(c, "-/."))
        return false;
    if (ascii_is_alpha(peek(c)))
        w->month = month_name(c);
    else if (!number(c, 1, 2, &w->month))
        return false;
    return take(c, separator) && number(c, 1, 2, &w->day) &&
           ends_with_time(c, w, "T _-:t", date_only);
}

static bool packed_date(struct cursor *c, struct when *w, size_t year_digits, bool *date_only)
{
    number(c, year_digits, year_digits, &w->year);
    if (year_digits == 2)
        w->year += w->year < 70 ? 2000 : 1900;
    number(c, 2, 2, &w->month);
    number(c, 2, 2, &w->day);
    *date_only = false;
    return year_digits == 2 ? time_behind(c, w, " ") : ends_with_time(c, w, "T-_ ", date_only);
}

/* Behind "12/": 12/31/2024, 31/12/2024, 31/Dec/2024:..., 31-12-2024, 31.12.2024, 03-17 (logcat). */
static bool day_or_month_first(struct cursor *c, struct when *w, unsigned first, bool *date_only)
{
    char separator = peek(c);
    unsigned second;
    c->at++;
    w->day = first;
    if (ascii_is_alpha(peek(c))) {
        w->month = month_name(c);
        if (!take(c, separator) || !number(c, 4, 4, &w->year))
            return false;
        return ends_with_time(c, w, ": T", date_only);
    }
    if (!number(c, 1, 2, &second))
        return false;
    w->month = second;
    if (separator == '/' ? first <= 12 : separator == '-' && peek(c) == ' ') {
        w->month = first;
        w->day = second;
    }
    *date_only = false;
    if (separator == '-' && peek(c) == ' ')
        return time_behind(c, w, " "); /* logcat says no year */
    if (!take(c, separator))
        return false;
    if (digits_ahead(c) == 2 && number(c, 2, 2, &w->year))
        w->year += w->year < 70 ? 2000 : 1900;
    else if (!number(c, 4, 4, &w->year))
        return false;
    return ends_with_time(c, w, " T-", date_only);
}

/* Jun 14 15:16:01, Jun 14 2024 15:16:01, Oct 11 14:32:52 2000, Jan 5, 2024 3:04:05 PM */
static bool month_first(struct cursor *c, struct when *w)
{
    unsigned year;
    w->month = month_name(c);
    if (!w->month || !take(c, ' '))
        return false;
    while (take(c, ' '))
        ;
    if (!number(c, 1, 2, &w->day))
        return false;
    struct cursor t = *c;
    take(&t, ',');
    if (take(&t, ' ') && digits_ahead(&t) == 4 && number(&t, 4, 4, &w->year))
        *c = t;
    if (!time_behind(c, w, " "))
        return false;
    t = *c;
    if (!w->year && take(&t, ' ') && digits_ahead(&t) == 4 && number(&t, 4, 4, &year) &&
        year >= TIME_YEAR_MIN && year <= TIME_YEAR_MAX) {
        w->year = year;
        *c = t;
    }
    return true;
}

/* 14 Jun 2024 15:16:01 +0000 */
static bool day_and_month_name(struct cursor *c, struct when *w, unsigned day)
{
    w->day = day;
    c->at++;
    w->month = month_name(c);
    return w->month && take(c, ' ') && number(c, 4, 4, &w->year) && time_behind(c, w, " ");
}

static bool weekday_first(struct cursor *c, struct when *w)
{
    if (!name_of(c, "MonTueWedThuFriSatSun"))
        return false;
    take(c, ',');
    if (!take(c, ' '))
        return false;
    unsigned day;
    if (!ascii_is_digit(peek(c)))
        return month_first(c, w);
    return number(c, 1, 2, &day) && peek(c) == ' ' && day_and_month_name(c, w, day);
}

/* ---- from parts to a number ------------------------------------------------------------------ */

/* Days from 1970-01-01 to a day of the proleptic Gregorian calendar. */
static int64_t days_of(unsigned year, unsigned month, unsigned day)
{
    int64_t y = (int64_t)year - (month <= 2);
    int64_t era = y / 400;
    int64_t of_era = y - era * 400;
    int64_t of_year = (153 * (int64_t)(month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static bool is_leap(unsigned year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static bool day_is(const struct when *w)
{
    static const unsigned char days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return w->month >= 1 && w->month <= 12 && w->day >= 1 && w->day <= days[w->month - 1] &&
           (w->month != 2 || w->day < 29 || !w->year || is_leap(w->year));
}

static int64_t micros_of(const struct when *w, unsigned year, const struct time_context *c)
{
    int64_t seconds = days_of(year, w->month, w->day) * SECONDS_OF_DAY + (int64_t)w->hour * 3600 +
                      (int64_t)w->minute * 60 + w->second;
    seconds -= w->zone != NO_ZONE ? w->zone : c->zone;
    return seconds * MICROS + w->micros;
}

/* The last year in which the day was not after the reference, give or take a day for zones. */
static int64_t with_some_year(const struct when *w, const struct time_context *c)
{
    const int64_t day = (int64_t)SECONDS_OF_DAY * MICROS;
    int64_t reference = c->reference;
    if (reference < 0)
        return TIME_UNKNOWN;
    if (c->since)
        reference += clock_us() - c->since;
    unsigned year = (unsigned)(TIME_YEAR_MIN + reference / day / 365) + 1;
    for (unsigned tried = 0; tried < 12 && year >= TIME_YEAR_MIN; tried++, year--) {
        if (w->month == 2 && w->day == 29 && !is_leap(year))
            continue;
        int64_t time = micros_of(w, year, c);
        if (time <= reference + day)
            return time;
    }
    return TIME_UNKNOWN;
}

static int64_t when_is(const struct when *w, const struct time_context *c)
{
    if (!w->month)
        return TIME_UNKNOWN;
    if (!w->year)
        return with_some_year(w, c);
    if (w->year < TIME_YEAR_MIN || w->year > TIME_YEAR_MAX)
        return TIME_UNKNOWN;
    return micros_of(w, w->year, c);
}

/* Seconds since 1970 (10 digits), or their thousandths and so on: 13, 16, 19 digits. */
static bool since_1970(struct cursor *c, int64_t *time)
{
    size_t digits = digits_ahead(c);
    uint64_t value;
    if ((digits != 10 && digits != 13 && digits != 16 && digits != 19) ||
        !str_u64(str_slice(c->s, c->at, c->at + digits), 10, &value))
        return false;
    c->at += digits;
    struct when w = {0};
    if (digits == 10 && ascii_is_digit(peek_at(c, 1)) && take(c, '.'))
        fraction(c, &w);
    int64_t scaled = digits == 10   ? (int64_t)value * MICROS
                     : digits == 13 ? (int64_t)value * 1000
                     : digits == 16 ? (int64_t)value
                                    : (int64_t)(value / 1000);
    *time = scaled + w.micros;
    return *time < days_of(TIME_YEAR_MAX, 1, 1) * SECONDS_OF_DAY * MICROS;
}

/* ---- what is called -------------------------------------------------------------------------- */

static bool digits_first(struct cursor *c, struct when *w, bool *date_only)
{
    unsigned first = 0;
    size_t digits = digits_ahead(c);
    char behind = peek_at(c, digits);
    switch (digits) {
    case 4:
        return year_first(c, w, date_only);
    case 6:
        return packed_date(c, w, 2, date_only);
    case 8:
        return packed_date(c, w, 4, date_only);
    case 1:
    case 2:
        break;
    default:
        return false;
    }
    if (behind == ':') {
        if (!clock_time(c, w))
            return false;
        zone_behind(c, w);
        return true;
    }
    number(c, 1, 2, &first);
    if (behind == ' ')
        return day_and_month_name(c, w, first);
    return behind != '\0' && strchr("/-.", behind) && day_or_month_first(c, w, first, date_only);
}

static size_t read_time(struct str s, const struct time_context *ctx, int64_t *time,
                        bool *date_only, bool *counted)
{
    struct cursor c = {s, 0};
    struct when w = {.zone = NO_ZONE};
    *date_only = false;
    *counted = false;
    if (!s.n)
        return 0;
    if (ascii_is_digit(s.p[0]) && digits_ahead(&c) >= 10) {
        *counted = true;
        return since_1970(&c, time) && !ascii_is_alnum(peek(&c)) ? c.at : 0;
    }
    if (ascii_is_digit(s.p[0])) {
        if (!digits_first(&c, &w, date_only))
            return 0;
    } else if (ascii_is_alpha(s.p[0])) {
        if (!month_first(&c, &w)) {
            c.at = 0;
            w = (struct when){.zone = NO_ZONE};
            if (!weekday_first(&c, &w))
                return 0;
        }
    } else {
        return 0;
    }
    if (ascii_is_alnum(peek(&c)) || (w.month && !day_is(&w)) || (!w.month && (w.year || w.day)))
        return 0;
    *time = when_is(&w, ctx);
    return c.at;
}

size_t time_at_start(struct str s, const struct time_context *c, int64_t *time)
{
    bool date_only, counted;
    int64_t t = TIME_UNKNOWN;
    size_t n = read_time(s, c, &t, &date_only, &counted);
    /* A number is a time only when it is set apart. */
    if (!n || date_only || (counted && n < s.n && !strchr(" \t|,;]:", s.p[n])))
        return 0;
    *time = t;
    return n;
}

int64_t time_of_value(struct str s, const struct time_context *c)
{
    bool date_only, counted;
    int64_t time = TIME_UNKNOWN;
    s = str_trim(s);
    return read_time(s, c, &time, &date_only, &counted) == s.n && s.n ? time : TIME_UNKNOWN;
}

int64_t time_of_filetime(uint64_t ticks)
{
    const uint64_t to_1970 = 116444736000000000u;
    const uint64_t last = (uint64_t)days_of(TIME_YEAR_MAX, 1, 1) * SECONDS_OF_DAY * MICROS;
    if (ticks < to_1970 || (ticks - to_1970) / 10 > last)
        return TIME_UNKNOWN;
    return (int64_t)((ticks - to_1970) / 10);
}

bool time_zone(struct str s, int32_t *zone)
{
    struct cursor c = {s, 0};
    int32_t found;
    if (named_zone(&c, &found) && c.at == s.n) {
        *zone = found;
        return true;
    }
    c.at = 0;
    if (!offset_zone(&c, &found) || c.at != s.n)
        return false;
    *zone = found;
    return true;
}
