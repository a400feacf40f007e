/*
 * cell.h - a table's cell as blocks: text before, between and behind its lists becomes paragraphs,
 * a double line break ends one, and lines behind a colon are a list.
 *
 * Layer: import.
 */
#ifndef IMPORT_EXTRACT_CELL_H
#define IMPORT_EXTRACT_CELL_H

#include "import/tree/tree.h"

/* Siblings, outside of the tree; NULL for an empty cell. The cell is left as it is. */
const struct node *cell_blocks(struct arena *a, const struct node *cell);

#endif
