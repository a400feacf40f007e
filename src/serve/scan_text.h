/*
 * scan_text.h - a piece of a log that came with a request: which known errors it holds.
 *
 * A record is a line and the indented lines behind it. Records that differ only in numbers that are
 * no evidence are looked up once. Bounded: by records, findings, and whoever watches. Layer: serve.
 */
#ifndef SERVE_SCAN_TEXT_H
#define SERVE_SCAN_TEXT_H

#include "serve/service.h"

enum {
    SCAN_TEXT_LOOKUPS_MAX = 20000, /* different records looked up; the rest is counted */
    SCAN_TEXT_FINDINGS_MAX = 100,
    SCAN_TEXT_UNKNOWN_MAX = 50,
    SCAN_TEXT_SAMPLE_MAX = 500,     /* bytes of a record that are shown */
    SCAN_TEXT_RECORD_MAX = 16384, /* bytes of one that are looked at */
};

struct scan_text_finding {
    struct kb_entry entry; /* of unknown ones: zeroed */
    uint64_t count, first_line;
    double confidence; /* the highest */
    struct str sample; /* of the first record */
};

struct scan_text_result {
    struct scan_text_finding *findings; /* most frequent first */
    size_t finding_count;
    struct scan_text_finding *unknown; /* look like errors, and no entry explains them */
    size_t unknown_count;
    uint64_t records, matched, unknown_records;
    uint64_t left_out; /* records that were not looked at */
};

/* How far it is; false: stop. NULL: nobody watches. */
struct scan_text_watch {
    bool (*go_on)(void *ctx, size_t done, size_t total);
    void *ctx;
};

/* Everything lives in the arena. 0; 1 when the watcher stopped it; -1 when a knowledge base cannot be
 * read. q->text is the log. */
int scan_text(struct service_worker *w, const struct service_query *q,
              const struct scan_text_watch *watch, struct arena *a,
              struct scan_text_result *result, struct err *err) MUST_USE;

#endif
