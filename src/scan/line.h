/*
 * line.h - the head of a log line: when, how bad, who says it, and where its message begins.
 *
 * Heads are a table of styles: syslog (RFC 3164, 5424), logcat, the kernel's ring buffer, klog,
 * Common Log Format, and anything that begins with a time. A line has a head when one of them can
 * read it, whichever the rest of the log has: logs are concatenated. Thread-safe. Layer: scan.
 */
#ifndef SCAN_LINE_H
#define SCAN_LINE_H

#include "scan/record.h"

enum line_style {
    LINE_SYSLOG_5424,
    LINE_SYSLOG,
    LINE_LOGCAT,
    LINE_DMESG,
    LINE_KLOG,
    LINE_CLF,
    LINE_TIMED, /* a time, perhaps a level */
    LINE_STYLES,
};

struct line_head {
    size_t message; /* where the message begins: 0 when there is no head */
    struct str origin;
    int64_t time;
    enum record_level level;
};

/* Reads one line without its end in this style; false when it is not in it. */
bool line_head_in(enum line_style style, struct str line, const struct time_context *c,
                  struct line_head *head);

/* In `style` first, then in all others. False: the line has no head; *head is that of none. */
bool line_head(enum line_style style, struct str line, const struct time_context *c,
               struct line_head *head);

/* What a word such as "WARN" or "<3>"'s name says of a record. */
enum record_level level_of_word(struct str word);
/* Of the numbers that syslog has: 0 emergency to 7 debug. */
enum record_level level_of_severity(unsigned severity);

/* A line that only ever continues a record: of a stack trace, or indented. */
bool line_is_tail(struct str line, bool indent_counts);
/* The last line of a Python traceback, whose frames stand above it. */
bool line_ends_traceback(struct str line);

#endif
