/*
 * index_parts.h - an index while it grows, and the steps of closing it that have a file of their own.
 *
 * Private to index_sections.c and index_lists.c. One thread at a time. Layer: match.
 */
#ifndef MATCH_INDEX_PARTS_H
#define MATCH_INDEX_PARTS_H

#include "base/arena.h"
#include "base/map.h"
#include "match/duplicates.h"
#include "match/index_sections.h"

/* What is known of a term while the index grows. */
struct term {
    uint64_t hash; /* a term is known by it: that two share one is one in 10^11 */
    struct str text;
    uint32_t df, df_signature;
    uint32_t postings; /* entries that have it; df counts more of a function word */
    uint32_t strong_size, body_size; /* bytes of its lists */
    uint32_t slot; /* see close_terms() */
    float idf;     /* over messages and titles */
};

struct index_sections {
    struct arena *arena; /* of the entry at hand */
    struct arena *texts; /* of the terms */
    struct term *terms;
    size_t term_count, term_cap;
    uint32_t *slots; /* of a table of them by hash: number + 1, 0 is free; a power of two */
    size_t slot_count;
    uint32_t *uses; /* term << USE_BITS | share | fields, for each entry one behind the other */
    size_t use_count, use_cap;
    uint32_t *uses_of; /* by entry: where its own end */
    size_t uses_of_cap;
    struct map *facet_ids;
    struct duplicates *duplicates;
    struct index_header header;
    struct buf sections[INDEX_SECTIONS];
};

/* A use: the fields, and above them the share of a message (close_shares()). */
enum {
    SHARE_AT = 3,
    USE_BITS = SHARE_AT + POSTING_SHARE_BITS,
    USE_MASK = (1 << USE_BITS) - 1,
    FIELDS_MASK = (1 << SHARE_AT) - 1,
    TERM_SLOTS_MIN = 1 << 12,
};

/* When all terms have their weights: each use in a message or title gets the share that its term has
 * of it. */
void index_parts_share(struct index_sections *b);
/* Then: the section of postings; the terms get the sizes of their lists. */
void index_parts_post(struct index_sections *b);

#endif
