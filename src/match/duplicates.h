/*
 * duplicates.h - which entries tell the same problem with the same answer.
 *
 * Entries that share a message (or a title, when one of them has no other message), whose codes and facets do not contradict each other, and
 * whose cause and remedy say the same form a group; it is known by its first entry. Codes contradict
 * each other when both entries have some and none in common, facets when both have some and not the
 * same. The same is said in nearly the same words (Jaccard index of their sets), or by one that says
 * more: nearly all words of the other, which is short, stand in it. An entry without cause and remedy joins any that
 * share all else. A fragment (a file that pages include) ages apart from its pages, so less likeness
 * will do. Translations of a document (the same place, another language) that share a code or a
 * message of their own are a group too, whatever their words, one entry of each language. Nothing contradicts its whole group: two answers never meet through a third.
 * One thread at a time. Layer: match.
 */
#ifndef MATCH_DUPLICATES_H
#define MATCH_DUPLICATES_H

#include "base/base.h"

enum { DUPLICATES_CODES_MAX = 32 };

struct duplicates;

struct duplicates *duplicates_new(void);
void duplicates_free(struct duplicates *d); /* NULL is a no-op */

struct duplicate_entry {
    const uint64_t *messages; /* fingerprints of its messages and title */
    size_t message_count;
    bool titled;              /* the last of them is its title */
    const uint64_t *codes;    /* keys of its own codes, in all forms that are equal */
    size_t code_count;        /* the first DUPLICATES_CODES_MAX count */
    uint64_t facets;          /* fingerprint of the set of its facets, 0 when there are none */
    const uint32_t *words;    /* terms of its cause and remedy, without repeats */
    size_t word_count;
    bool fragment;
    uint64_t place;    /* of its document, the same for all translations (language_place) */
    uint64_t language; /* fingerprint, 0 unknown */
};

/* Add the next entry (numbered from 0); returns its group. Keeps nothing of *e. */
uint32_t duplicates_add(struct duplicates *d, const struct duplicate_entry *e);

#endif
