/*
 * duplicates.h - which entries tell the same problem with the same answer.
 *
 * Entries that share a message (or title), have the same conditions (facets and codes), and whose
 * cause and remedy use nearly the same words (Jaccard index of their word sets) form a group; it is
 * known by its first entry. An entry without cause and remedy joins any that share all else. One thread at a time. Layer: match.
 */
#ifndef MATCH_DUPLICATES_H
#define MATCH_DUPLICATES_H

#include "base/base.h"

struct duplicates;

struct duplicates *duplicates_new(void);
void duplicates_free(struct duplicates *d);

/*
 * Add the next entry (numbered from 0): the fingerprints of its messages and title, a fingerprint
 * of its conditions, and the term numbers of its cause and remedy, sorted, without repeats. Returns the
 * entry's group.
 */
uint32_t duplicates_add(struct duplicates *d, const uint64_t *messages, size_t message_count,
                        uint64_t conditions, const uint32_t *words, size_t word_count);

#endif
