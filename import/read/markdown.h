/*
 * markdown.h - Markdown (CommonMark and tables) into the document tree. The only user of md4c.
 *
 * Thread-safe. Layer: import.
 */
#ifndef IMPORT_READ_MARKDOWN_H
#define IMPORT_READ_MARKDOWN_H

#include "import/tree/tree.h"

/*
 * The tree of text, whose first line has the number first_line. *truncated: nesting or size went
 * beyond what a tree keeps. NULL only when md4c itself gave up (out of memory).
 */
struct node *markdown_parse(struct arena *a, struct str text, uint32_t first_line, bool *truncated);

#endif
