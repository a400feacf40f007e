/*
 * plain.h - records of lines of text: where one ends and the next begins.
 *
 * A line begins a record unless it is part of a stack trace, is indented, or has no time in a log
 * whose lines have one. The formats that are plain differ in the style of head that is tried first.
 * Thread-safe. Layer: scan.
 */
#ifndef SCAN_PLAIN_H
#define SCAN_PLAIN_H

#include "scan/format.h"

/* The rows of the table of formats that are plain, most special first. */
extern const struct format format_syslog_5424, format_syslog, format_logcat, format_dmesg,
    format_klog, format_clf, format_plain;

#endif
