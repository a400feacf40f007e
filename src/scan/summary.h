/*
 * summary.h - what a scan found, counted: per entry, per group of records that nothing explains,
 * and per input.
 *
 * One thread fills it, in record order, however many threads find: counts, samples and groups are
 * then the same for any number of threads. What costs, masking a record for its group, can be done
 * by the threads (group.h: group_key). Records of which there is nothing to say are only counted,
 * many at once. Bounded memory: see the limits; what is over them is counted.
 *
 * summary_view() makes the plain data that report/scan_*.h shows; it may be called again and again
 * (Ctrl-C, --follow). Layer: scan.
 */
#ifndef SCAN_SUMMARY_H
#define SCAN_SUMMARY_H

#include "scan/finding.h"

enum {
    SUMMARY_ENTRIES_MAX = 10000, /* further ones are counted together */
    SUMMARY_INPUTS_MAX = 10000,  /* the last one stands for all further ones */
    SUMMARY_SAMPLES_MAX = 3,     /* sample records of one entry or group: the first ones */
    SUMMARY_SAMPLE_BYTES = 1000, /* of a sample's text */
    SUMMARY_CAPTURES_MAX = 20,   /* different values of one placeholder that are shown */
    SUMMARY_NAMES_MAX = 8,       /* placeholders of one entry */
    SUMMARY_VALUE_BYTES = 200,   /* of a captured value */
    SUMMARY_BUCKETS = 120,       /* of a timeline; their width doubles when the time grows */
};

/* Counts over time: bucket i holds [start + i * width, ...). Widths are seconds times a power of
 * two, and starts multiples of them. Times beyond what 2^62 microseconds can span are left out. */
struct timeline {
    int64_t start, width; /* microseconds; width 0: no record had a time */
    uint64_t counts[SUMMARY_BUCKETS];
};

struct record_sample {
    struct str input; /* its name */
    uint64_t line;
    int64_t time;
    struct str text; /* the record as it stands in the log, cut to SUMMARY_SAMPLE_BYTES */
};

/* The values of a placeholder that were seen. Few values are counted exactly; of many the frequent
 * ones are kept (Metwally's space-saving), and counts are then the least that is certain. */
struct capture_values {
    struct str name;
    struct str values[SUMMARY_CAPTURES_MAX]; /* most frequent first */
    uint64_t counts[SUMMARY_CAPTURES_MAX];
    size_t value_count;
    bool more; /* there were further ones */
};

struct entry_summary {
    struct kb_entry entry;
    uint64_t count;      /* records that it explains */
    uint64_t ambiguous;  /* further ones for which it is the likeliest of several */
    double confidence;   /* the highest */
    int64_t first, last; /* RECORD_NO_TIME when no record had one */
    struct timeline timeline;
    struct record_sample samples[SUMMARY_SAMPLES_MAX];
    size_t sample_count;
    const struct capture_values *captures;
    size_t capture_count;
    enum record_level level; /* the highest */
    double weight;           /* what findings are sorted by: level, count, confidence */
};

/* Records that look like errors, that no entry explains, and that differ only in their variable
 * parts. */
struct group_summary {
    struct str pattern; /* for people: "connection to <*> refused" */
    uint64_t count;
    enum record_level level;
    int64_t first, last;
    struct timeline timeline;
    struct record_sample samples[SUMMARY_SAMPLES_MAX];
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
    uint64_t entries_dropped;           /* records of entries over SUMMARY_ENTRIES_MAX */
    const struct group_summary *groups; /* by falling weight */
    size_t group_count;
    uint64_t groups_dropped; /* rare groups that made room for others */
    const struct input_summary *inputs;
    size_t input_count;
    uint64_t inputs_dropped; /* inputs that the last one stands for */
    uint64_t bytes, records, cut;
    uint64_t matched, ambiguous; /* records that entries explain; those of them with several */
    uint64_t unmatched_errors;
    int64_t first, last; /* of the records that were matched or grouped */
    double seconds;      /* set by the caller */
    bool interrupted;    /* set by the caller */
};

struct summary;
struct group_key;

struct summary *summary_new(void);
void summary_free(struct summary *s); /* NULL is a no-op */

/* An input begins: numbers rise from 0. `format` is a literal, NULL when not known yet; the same
 * number again sets it. */
void summary_input(struct summary *s, uint32_t input, struct str name, const char *format);
/* Its trouble: only the first is kept. skipped: nothing of it was read. */
void summary_trouble(struct summary *s, uint32_t input, struct str trouble, bool skipped);
/* So many bytes, records and cut bytes of it: all records, also those that are added below. */
void summary_count(struct summary *s, uint32_t input, uint64_t bytes, uint64_t records,
                   uint64_t cut);

/* A record that entries explain (SCAN_KNOWN). Copies what it keeps. */
void summary_add(struct summary *s, const struct finding *f);
/* A record that looks like an error and that nothing explains. Its group's number. `key`: of the
 * record (group.h), or NULL: it is made here. */
uint64_t summary_add_unknown(struct summary *s, uint32_t input, const struct record *r,
                             const struct group_key *key);

/* So many further records of that group which are like r; the last of them at that time. */
void summary_add_alike(struct summary *s, uint32_t input, uint64_t group, const struct record *r,
                       uint64_t count, int64_t last);

/* The pattern of a group as it is by now; empty when it has made room for another. */
struct str summary_group_pattern(const struct summary *s, uint64_t group, struct arena *a);

/* All of it, in the arena (entries' texts: as long as the summary), with at most max_groups groups.
 */
void summary_view(const struct summary *s, size_t max_groups, struct arena *a,
                  struct scan_summary *out);

/* Counting over time; what does not fit makes buckets twice as wide. */
void timeline_add(struct timeline *t, int64_t time);

#endif
