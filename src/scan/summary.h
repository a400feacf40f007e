/*
 * summary.h - what a scan found, counted: per entry, and per group of records that nothing
 * explains.
 *
 * Filled by the scan in record order, read by report/scan_*.h. Bounded memory: SUMMARY_ENTRIES_MAX
 * entries with SUMMARY_SAMPLES_MAX samples each. One thread at a time. Layer: scan.
 */
#ifndef SCAN_SUMMARY_H
#define SCAN_SUMMARY_H

#include "match/matcher.h"
#include "scan/record.h"

enum {
    SUMMARY_ENTRIES_MAX = 10000, /* further ones are counted together */
    SUMMARY_SAMPLES_MAX = 3,     /* sample records of one entry or group */
    SUMMARY_CAPTURES_MAX = 20,   /* different values of one placeholder that are kept */
    SUMMARY_BUCKETS = 120,       /* of a timeline; their width doubles when the time grows */
};

/* Counts over time: bucket i holds [start + i * width, ...). */
struct timeline {
    int64_t start, width; /* microseconds; width 0: no record had a time */
    uint64_t counts[SUMMARY_BUCKETS];
};

struct sample {
    uint32_t input; /* see scan_input_name */
    uint64_t line;
    int64_t time;
    struct str text; /* the record, cut to SUMMARY_SAMPLE_BYTES */
};

struct capture_values {
    struct str name;
    struct str values[SUMMARY_CAPTURES_MAX]; /* most frequent first */
    uint64_t counts[SUMMARY_CAPTURES_MAX];
    size_t value_count;
    bool more; /* there were further ones */
};

struct entry_summary {
    struct kb_entry entry;
    uint64_t count;      /* records */
    double confidence;   /* the highest */
    int64_t first, last; /* RECORD_NO_TIME when no record had one */
    struct timeline timeline;
    struct sample samples[SUMMARY_SAMPLES_MAX];
    size_t sample_count;
    struct capture_values *captures;
    size_t capture_count;
    double weight; /* what findings are sorted by: level, count, confidence */
};

/* Records that look like errors, that no entry explains, and that differ only in their variable
 * parts. */
struct group_summary {
    struct str pattern; /* for people: "connection to <*> refused" */
    uint64_t count;
    enum record_level level;
    int64_t first, last;
    struct timeline timeline;
    struct sample samples[SUMMARY_SAMPLES_MAX];
    size_t sample_count;
    double weight;
};

/* What became of one input. */
struct input_summary {
    struct str name;
    const char *format; /* "syslog" */
    uint64_t bytes, records, matched, unmatched_errors, cut;
    struct str trouble; /* unreadable, binary, truncated, ...: one line; empty when all is well */
    bool skipped;
};

struct scan_summary {
    const struct entry_summary *entries; /* by falling weight */
    size_t entry_count;
    const struct group_summary *groups; /* by falling weight */
    size_t group_count;
    uint64_t groups_dropped; /* rare groups that made room for others */
    const struct input_summary *inputs;
    size_t input_count;
    uint64_t bytes, records, matched, ambiguous, unmatched_errors;
    int64_t first, last;
    double seconds;
    bool interrupted;
};

#endif
