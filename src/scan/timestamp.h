/*
 * timestamp.h - times as logs write them, as microseconds since 1970-01-01 UTC.
 *
 * Read are ISO 8601 in its many spellings with and without zone, RFC 3164, ctime and RFC 2822, the
 * Common Log Format, US and European dates, logcat's, and seconds, milli-, micro- or nanoseconds
 * since 1970. A time that names no zone is taken for the one of the context, one without a year for
 * the last such day before the context's reference. What is written like a time and cannot be one
 * that a log has (the year 9999, only a time of day) is a time that is not known: it still takes
 * its bytes. Thread-safe. Layer: scan.
 */
#ifndef SCAN_TIMESTAMP_H
#define SCAN_TIMESTAMP_H

#include "base/str.h"

#define TIME_UNKNOWN INT64_MIN /* as RECORD_NO_TIME */

enum { TIME_YEAR_MIN = 1970, TIME_YEAR_MAX = 2199 }; /* others are no times of log records */

struct time_context {
    int64_t reference; /* when the log was written at the latest: gives the year; TIME_UNKNOWN */
    int64_t since;     /* the reference is that of a log that is still written, and was true at
                          this clock_us() (base/clock.h); 0: it stays as it is */
    int32_t zone;      /* seconds east of UTC, for times that name none */
};

/* Bytes of the time that s begins with, its zone included; 0 when it begins with none. */
size_t time_at_start(struct str s, const struct time_context *c, int64_t *time);

/* The time that s is as a whole; also a mere date, and numbers since 1970. */
int64_t time_of_value(struct str s, const struct time_context *c);

/* Of a FILETIME: 100 ns since 1601-01-01 UTC. */
int64_t time_of_filetime(uint64_t ticks);

/* "in the zone +02:00", "Z" and the like: seconds east of UTC; false when s is none. */
bool time_zone(struct str s, int32_t *zone);

#endif
