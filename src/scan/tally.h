/*
 * tally.h - records of one kind, counted: how many, when, the first few as they stand in the log.
 *
 * A tally starts zeroed and owns its samples. One thread at a time. Layer: scan.
 */
#ifndef SCAN_TALLY_H
#define SCAN_TALLY_H

#include "scan/summary.h"

struct tally {
    uint64_t count;
    int64_t first, last; /* valid when timed */
    bool timed;
    enum record_level level; /* the highest */
    double weight;           /* what is worth looking at first: by count and levels */
    struct timeline timeline;
    struct record_sample samples[SUMMARY_SAMPLES_MAX]; /* texts owned */
    size_t sample_count;
};

void tally_add(struct tally *t, const struct record *r, struct str input);
/* So many further records like r, the last of them at that time. */
void tally_add_alike(struct tally *t, const struct record *r, uint64_t count, int64_t last);
/* As if all that was added to `later` had been added to t. */
void tally_merge(struct tally *t, const struct tally *later);
void tally_release(struct tally *t);

/* Samples with their texts in the arena. */
size_t tally_samples(const struct tally *t, struct arena *a, struct record_sample *out);

void timeline_merge(struct timeline *t, const struct timeline *other);

#endif
