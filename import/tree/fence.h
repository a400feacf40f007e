/*
 * fence.h - is a line of Markdown code? Follows fences, and the list items and quotes that hold
 * them, line by line, as CommonMark reads them: for whoever changes text before it is parsed.
 *
 * One thread at a time. Layer: import.
 */
#ifndef IMPORT_TREE_FENCE_H
#define IMPORT_TREE_FENCE_H

#include "base/str.h"

enum { FENCE_ITEMS_MAX = 16 }; /* list items in each other that are followed */

enum line_kind { LINE_TEXT, LINE_FENCED, LINE_INDENTED };

/* Where we are; zero at the start of a document. */
struct fence {
    char mark; /* '`' or '~', 0 outside of fenced code */
    size_t size;
    size_t column;                 /* lines further left end it: the list item that it stands in */
    unsigned quotes;               /* and so do lines with fewer '>' */
    size_t items[FENCE_ITEMS_MAX]; /* columns at which the open items' text begins */
    size_t item_count;
    bool blank;    /* the line before was */
    bool indented; /* the line before was indented code */
};

/* The next line of the document: a fence or inside of fenced code, indented code, or text. */
enum line_kind fence_next(struct fence *f, struct str line);

#endif
