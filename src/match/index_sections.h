/*
 * index_sections.h - the sections of an index (index.h) from the analyses of all entries.
 *
 * Deterministic: the same entries in the same order give the same bytes, whether an analysis was
 * kept or has just been made. One thread at a time. Layer: match.
 */
#ifndef MATCH_INDEX_SECTIONS_H
#define MATCH_INDEX_SECTIONS_H

#include "match/analysis.h"
#include "match/index.h"

enum { SECTION_BYTES_MAX = 1 << 30 };

struct index_sections;

struct index_sections *index_sections_new(void);
void index_sections_free(struct index_sections *b); /* NULL is a no-op */

struct indexed_entry {
    int64_t row;
    struct str path, date; /* of its document */
    const struct analysis *analysis;
};

/* Add the next entry; keeps nothing of it. */
void index_sections_add(struct index_sections *b, const struct indexed_entry *e);
/* After the last one: the sections can be read. */
void index_sections_close(struct index_sections *b);
/* buf.cut: it would have more than SECTION_BYTES_MAX bytes. */
const struct buf *index_sections_get(const struct index_sections *b, enum index_section which);

#endif
