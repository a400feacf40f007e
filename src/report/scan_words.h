/*
 * scan_words.h - what a scan's summary says in words: the same in text and HTML. Thread-safe.
 * Layer: report.
 */
#ifndef REPORT_SCAN_WORDS_H
#define REPORT_SCAN_WORDS_H

#include "base/buf.h"
#include "report/scan.h"

/* "1,204" */
void words_number(struct buf *out, uint64_t n);
/* "1 record", "1,204 records" */
void words_count(struct buf *out, uint64_t n, const char *one, const char *many);
/* "20.4 MB" */
void words_bytes(struct buf *out, uint64_t bytes);

/* RFC 3339 with a blank or 'T' between date and time, in UTC, whole seconds; what is below a second
 * with `exact`, when there is any; nothing for RECORD_NO_TIME. */
void words_time(struct buf *out, int64_t time, char between, bool exact);
/* "2026-11-20 10:01:02 to 11:45:10" */
void words_times(struct buf *out, int64_t first, int64_t last);
/* "35 s", "4 min", "2 h", "3 days" */
void words_duration(struct buf *out, int64_t microseconds);

const char *words_level(enum record_level level); /* "error"; NULL: unknown */

/* "client.log:1203" */
void words_place(struct buf *out, const struct record_sample *s);

/* What was read, what of it is known, and what is not: two sentences or three. */
void words_overview(struct buf *out, const struct scan_summary *s);
/* What does not stand in the summary because a limit was reached; nothing: all is there. */
void words_left_out(struct buf *out, const struct scan_summary *s);
/* "unreadable, skipped" of an input with trouble; nothing: all is well. */
void words_trouble(struct buf *out, const struct input_summary *in);

/* "known error", "known errors, 2 of them uncertain": of how an entry's count is made up. */
void words_entry_count(struct buf *out, const struct entry_summary *e);

#endif
