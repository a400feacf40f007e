/*
 * postings.h - which entries have a term, as bytes: written when an index is built, read by queries.
 *
 * A term has two lists. The strong one is of entries that have it in a message or title, each with the
 * share of that message which the term makes up; a long one comes in runs of falling share, so that
 * whoever reads only its beginning has read what matters. The body list is of entries that only speak
 * of it, in their order, and can be entered in the middle. Reading trusts nothing: what is malformed
 * ends the list. Thread-safe. Layer: match.
 */
#ifndef MATCH_POSTINGS_H
#define MATCH_POSTINGS_H

#include "base/buf.h"

enum {
    POSTING_SHARE_MAX = 15,  /* the term is all that a message says */
    POSTING_FIELD_BITS = 2,  /* of a strong one: FIELD_MESSAGE, FIELD_TITLE */
    POSTING_SHARE_BITS = 4,
    POSTING_BYTES_MAX = 6,   /* one takes at most so many bytes */
    POSTING_RUNS_MIN = 256,  /* a strong list so long comes in runs */
    POSTING_BLOCK = 128,     /* of a body list, that is entered at its beginning */
};

struct posting {
    uint32_t entry;
    uint8_t fields; /* FIELD_MESSAGE, FIELD_TITLE; 0 in a body list */
    uint8_t share;  /* of POSTING_SHARE_MAX */
};

/* Append a list; strong ones are put in the order of their runs. Entries rise. */
void postings_put_strong(struct buf *out, struct posting *list, size_t count);
void postings_put_body(struct buf *out, const struct posting *list, size_t count);

struct posting_list {
    const unsigned char *p, *end;
    const unsigned char *blocks, *first; /* of a body list: where blocks begin; its postings */
    uint32_t block, block_count; /* of those: seen, all */
    uint32_t left;    /* postings of this run */
    uint32_t total;   /* of a body list: postings in all */
    uint32_t entry;   /* the last one */
    uint32_t entries; /* of the index: no posting is of another */
    uint8_t share, shift, body;
};

struct posting_list postings_strong(struct str bytes, uint32_t entries);
struct posting_list postings_body(struct str bytes, uint32_t entries);

/* The next postings, at most `max`; how many, 0 at the end. */
size_t postings_read(struct posting_list *l, struct posting *out, size_t max);

static inline bool posting_next(struct posting_list *l, struct posting *out)
{
    return postings_read(l, out, 1) == 1;
}

/* Of a body list: the posting of `entry`, or else of the next one that has it; false when there is none.
 * Called with rising entries. *read counts the postings that were looked at. */
bool posting_seek(struct posting_list *l, uint32_t entry, struct posting *out, size_t *read);

#endif
