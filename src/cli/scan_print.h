/*
 * scan_print.h - what `errkb scan` prints of each finding, and at the end. Layer: cli.
 */
#ifndef CLI_SCAN_PRINT_H
#define CLI_SCAN_PRINT_H

#include "report/report.h"
#include "scan/input.h"
#include "scan/scan.h"

enum scan_mode {
    SCAN_SUMMARY,  /* nothing but the summary at the end */
    SCAN_ANNOTATE, /* the log, with a note under each finding */
    SCAN_LINES,    /* the records that are wanted, as they stand in the log */
    SCAN_JSON,     /* a JSON object for each finding, and the summary's */
    SCAN_EACH,     /* a JSON object for each record */
    SCAN_COUNT,    /* how many records each entry explains */
};

struct scan_print {
    enum scan_mode mode;
    bool only_matched, only_unmatched;
    bool names;       /* several inputs: lines are printed with their file's */
    size_t max_bytes; /* of one JSON object */
    size_t groups;    /* of unknown errors that are shown */
    const struct report_options *options;
    struct inputs *in;
    struct scan *scan;
    struct arena *arena;
};

/* The visitor: prints the finding; 1 when nobody reads any more. */
int scan_print_finding(struct scan_print *p, const struct finding *f);

/* The end of it: the summary, as the mode has it. */
void scan_print_summary(const struct scan_print *p, const struct scan_summary *s);

/* The whole summary as a page. 0, or -1: the disk is full, the folder is not there. */
int scan_write_page(const struct scan_print *p, const struct scan_summary *s, const char *path,
                    struct err *err);

#endif
