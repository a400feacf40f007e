/*
 * scan.h - logs through a knowledge base: which known errors they hold, and what else in them looks
 * like an error.
 *
 * Blocks of an input (input.h) go to workers; the finder (finder.h) of a worker says which records
 * of a block are known errors, the collector takes the blocks back in their order, so that all that
 * follows (summary, groups, the visitor) sees records in the order of the input whatever the number
 * of threads.
 *
 * Where it lives: `errkb scan` is part of the static program errkb. Of what it reads with, zlib,
 * liblzma and libzstd are linked as archives and cost nothing at the start; libxml2, which brings
 * ICU and the C++ runtime, stays outside: event XML is turned into records by a helper program,
 * errkb-events (libexec, as errkb-import), which is started when an input turns out to be XML and
 * which writes to a pipe that scan reads. One thread for each scan, but for what says otherwise.
 * Layer: scan.
 */
#ifndef SCAN_SCAN_H
#define SCAN_SCAN_H

#include "base/err.h"
#include "scan/summary.h"

enum { SCAN_THREADS_MAX = 64 };

struct inputs; /* input.h */

/* Gives the knowledge bases once more: a handle serves one thread. They stay the caller's, until
 * scan_free. 0 or -1. */
struct scan_kbs {
    struct kb *const *kbs;
    size_t count;
};
typedef int scan_open(void *ctx, struct scan_kbs *kbs, struct err *err);

struct scan_options {
    scan_open *open; /* called by the caller's thread, once for each thread that is needed */
    void *open_ctx;
    size_t threads;             /* at most; small inputs are read by one. 0: one */
    const struct facet *facets; /* the asker's: entries for other ones are left out */
    size_t facet_count;
    int64_t since, until; /* microseconds; RECORD_NO_TIME: open. Records without a time pass */
    bool every_record;    /* the visitor sees all records, not only known and unknown errors */
    bool visit_errors;    /* the visitor wants each unknown error, not only one of a kind */
    bool all_captures;    /* of each finding; else of enough of them for the summary */
    bool group_unknown;
};

/* Called for findings in the order of the input, by the caller's thread. Non-zero stops the scan.
 */
typedef int scan_visit(void *ctx, const struct finding *f);
/* Called whenever all that was read so far has been visited; may be NULL. */
typedef void scan_pause(void *ctx);

struct scan;

/* NULL and *err when the knowledge bases cannot be used. */
struct scan *scan_new(const struct scan_options *o, struct err *err);
void scan_free(struct scan *s); /* NULL is a no-op */

/* Read the inputs to their end. 0; the visitor's value when it stopped it; -1 when a knowledge base
 * cannot be read. What is wrong with an input stands in the summary. */
int scan_run(struct scan *s, struct inputs *in, scan_visit *visit, scan_pause *pause, void *ctx,
             struct err *err) MUST_USE;

/* Stop at the next block. For signal handlers and other threads. */
void scan_interrupt(struct scan *s);

struct scan_progress {
    uint64_t bytes, records, matched, looked_up, keyed;
};
/* How far it is; from any thread. */
struct scan_progress scan_progress(struct scan *s);

/* What was found so far. */
const struct summary *scan_found(const struct scan *s);
bool scan_interrupted(const struct scan *s);

#endif
