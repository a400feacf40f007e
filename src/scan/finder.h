/*
 * finder.h - the records of a block that say something: known errors, and what looks like one.
 *
 * Looking a record up takes thousands of times as long as reading it, but logs repeat themselves.
 * So each line is first looked for among the lines that were nothing before (line_print), then by
 * what of it the matcher would see at all (text_key), and only what is new is cut out as a record
 * and given to the matcher. What is found therefore is what lookup finds; docs/scan.md has the
 * reasoning and the figures. One thread for each finder; `outcomes` is shared. Layer: scan.
 */
#ifndef SCAN_FINDER_H
#define SCAN_FINDER_H

#include "scan/finding.h"
#include "scan/group.h"
#include "scan/outcome.h"

struct finder;

struct finder_options {
    const struct facet *facets; /* the asker's */
    size_t facet_count;
    bool every_record;    /* hits have all records, also those that are nothing */
    bool count_alike;     /* of unknown errors of one kind only the first in a block is cut out */
    bool all_captures;    /* of each record; else of enough of them to know what stands there */
    bool group;           /* what looks like an error and is not known gets a group_key */
    int64_t since, until; /* records of other times are left out, as if they were not there */
    uint64_t seed;
};

/* The matcher, its knowledge bases and the outcomes must outlive it. */
struct finder *finder_new(struct matcher *m, struct kb *const *kbs, struct outcomes *outcomes,
                          const struct finder_options *o);
void finder_free(struct finder *f); /* NULL is a no-op */

struct hit {
    struct finding finding; /* its record is `record` below; its group is not set */
    struct record record;
    struct group_key group_key; /* text.n 0 when it has none */
    struct line_place last_place;
    uint64_t alike; /* so many further records of this kind follow in the block ... */
    int64_t last;   /* ... the last of them at this time */
};

/* What a block holds, in its order; texts are views into the block or live in the arena. */
struct hits {
    struct hit *items;
    size_t count, cap;
    uint64_t records;
    uint64_t looked_up, /* by the matcher */
        keyed;          /* that went by their text_key; the others were seen before */
};

/* 0, or -1 when a knowledge base cannot be read. */
int finder_run(struct finder *f, struct block *b, struct arena *a, struct hits *hits,
               struct err *err) MUST_USE;

#endif
