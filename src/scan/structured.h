/*
 * structured.h - the rows of the table of formats whose records have named parts.
 *
 * Thread-safe. Layer: scan.
 */
#ifndef SCAN_STRUCTURED_H
#define SCAN_STRUCTURED_H

#include "scan/format.h"

extern const struct format format_event, format_jsonl, format_csv;

/* A record at the end of b's. */
void block_add(struct block *b, size_t *cap, const struct record *r);

/* Whole lines are whole records. */
struct cut cut_at_lines(const struct shape *shape, struct str bytes, bool end);

#endif
