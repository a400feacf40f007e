/*
 * duplicates.h - which entries tell the same problem with the same answer.
 *
 * Entries that share a message (or title), have the same codes and facets, and whose cause and remedy
 * use nearly the same words (Jaccard index of their word sets) form a group; it is known by its first
 * entry. An entry without cause and remedy joins any that share all else. A fragment (a file that pages
 * include) gets its facets from its pages and ages apart from them, so less likeness will do.
 * One thread at a time. Layer: match.
 */
#ifndef MATCH_DUPLICATES_H
#define MATCH_DUPLICATES_H

#include "base/base.h"

struct duplicates;

struct duplicates *duplicates_new(void);
void duplicates_free(struct duplicates *d); /* NULL is a no-op */

struct duplicate_entry {
    const uint64_t *messages; /* fingerprints of its messages and title */
    size_t message_count;
    uint64_t codes, facets;   /* fingerprints of these sets, 0 when there are none */
    const uint32_t *words;    /* terms of its cause and remedy, without repeats */
    size_t word_count;
    bool fragment;
};

/* Add the next entry (numbered from 0); returns its group. Keeps nothing of *e. */
uint32_t duplicates_add(struct duplicates *d, const struct duplicate_entry *e);

#endif
