/*
 * pack.h - lists as one byte string: those of an entry (signatures, facets, links, samples,
 * aliases), the needs and the pages of a document.
 *
 * For each list its count, then its items (base/packed.h).
 * Packing equal lists gives equal bytes. Unpacking trusts nothing: a count or length beyond the
 * bytes that are there, or a text that is no UTF-8, is refused. Thread-safe.
 * Layer: store, private to it.
 */
#ifndef STORE_PACK_H
#define STORE_PACK_H

#include "base/arena.h"
#include "base/buf.h"
#include "store/entry.h"

/* Append the lists of *e. */
void pack_lists(const struct entry *e, struct buf *out);

/* Fill the lists of *e with views into bytes, arrays in the arena; false when it is malformed. */
bool unpack_lists(struct str bytes, struct arena *a, struct entry *e) MUST_USE;

/* The same for the needs of *d, and for its pages. No bytes stand for no items. */
void pack_needs(const struct document *d, struct buf *out);
bool unpack_needs(struct str bytes, struct arena *a, struct document *d) MUST_USE;
void pack_pages(const struct page *pages, size_t count, struct buf *out);
bool unpack_pages(struct str bytes, struct arena *a, struct document *d) MUST_USE;

#endif
