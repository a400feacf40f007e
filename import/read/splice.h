/*
 * splice.h - the tree of an included file as a part of another tree.
 *
 * Layer: import.
 */
#ifndef IMPORT_READ_SPLICE_H
#define IMPORT_READ_SPLICE_H

#include "import/tree/tree.h"

/* Make the tree of the file at `from` one of the file at `to`: relative links as seen from there,
 * and every block in this line. */
void splice_prepare(struct arena *a, struct node *tree, struct str from, struct str to,
                    uint32_t line);

unsigned splice_height(const struct node *tree); /* levels of nodes below it */
bool splice_is_inline(const struct node *tree);  /* one paragraph, or nothing */

/* Move all that the tree holds behind the last child of `host`: as blocks, or as inlines of a
 * paragraph, heading or cell. */
void splice_blocks(struct node *host, struct node *tree);
void splice_inlines(struct arena *a, struct node *host, struct node *tree);

#endif
