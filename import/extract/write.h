/*
 * write.h - parts of the tree as clean Markdown: for causes and remedies.
 *
 * Writes what CommonMark and tables need and nothing else: no HTML, no anchors, no pictures, `-`
 * and `1.` for lists, links resolved. Layer: import.
 */
#ifndef IMPORT_EXTRACT_WRITE_H
#define IMPORT_EXTRACT_WRITE_H

#include "import/tree/link.h"
#include "import/tree/tree.h"

struct writer {
    struct arena *arena;
    const struct place *place;
    struct buf *out;
};

/* A block, with a line feed behind it; nothing when there is no content in it. */
void write_block(const struct writer *w, const struct node *block);

/* The inlines of a block whose plain text (see tree_put_plain, without pictures) is [from, to). */
void write_inlines(const struct writer *w, const struct node *block, size_t from, size_t to);

#endif
