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
 * which writes to a pipe that scan reads. Layer: scan.
 */
#ifndef SCAN_SCAN_H
#define SCAN_SCAN_H

#include "scan/summary.h"

enum { SCAN_THREADS_MAX = 64 };

struct scan_options {
    size_t threads;              /* 0: as many as there are processors */
    const struct facet *facets;  /* the asker's: entries for other ones are left out */
    size_t facet_count;
    int64_t since, until;        /* microseconds; RECORD_NO_TIME: open. Records without a time pass */
    bool every_record;           /* the visitor sees all records, not only known and unknown errors */
    bool want_answers;           /* findings have captures and alternatives of their own */
    bool group_unknown;
};

/* Called for findings in the order of the input, from one thread. Non-zero stops the scan. */
typedef int (*scan_visit)(void *user, const struct finding *f);

struct scan;
struct input; /* input.h */

/* The knowledge bases are opened by the caller, `threads` times each: a handle serves one thread.
 * NULL and *err when one of them cannot be used. */
struct kb_set {
    struct kb *const *kbs;
    size_t count;
};
struct scan *scan_new(const struct kb_set *per_thread, const struct scan_options *o,
                      struct err *err);
void scan_free(struct scan *s); /* NULL is a no-op */

/* Read the input to its end. 0; 1 when the visitor stopped it; -1 when a knowledge base cannot be
 * read. What is wrong with an input is told in the summary. */
int scan_run(struct scan *s, struct input *in, scan_visit visit, void *user,
             struct err *err) MUST_USE;

/* Stop at the next block; for signal handlers and other threads. */
void scan_interrupt(struct scan *s);

struct scan_progress {
    uint64_t bytes, records, matched;
};
/* How far it is; from any thread. */
struct scan_progress scan_progress(const struct scan *s);

/* All that was found so far; lives in the arena. */
const struct scan_summary *scan_summary(struct scan *s, struct arena *a);

#endif
