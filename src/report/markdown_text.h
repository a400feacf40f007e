/*
 * markdown_text.h - an entry's Markdown as wrapped terminal text.
 *
 * A small line-based renderer of the subset that the importer stores: paragraphs, headings (#),
 * nested lists ("- ", "* ", "1. ") and quotes, fenced code, tables whose lines begin with '|', and
 * in them `code`, **bold**, *emphasis*, [links](target), ![pictures](target), <autolinks>, escapes,
 * entities, <br>, hard breaks (two blanks or a backslash at a line's end). Numbers of lists are
 * kept as written; blank lines between blocks are kept as one. Code is indented and never
 * wrapped. A table that does not fit the width becomes a list of its rows. Anything else, and
 * anything that is broken or hostile, is shown as text; time and memory are linear in it.
 * Layer: report.
 */
#ifndef REPORT_MARKDOWN_TEXT_H
#define REPORT_MARKDOWN_TEXT_H

#include "report/flow.h"
#include "report/markdown_inline.h"

enum {
    MARKDOWN_DEPTH_MAX = 16,       /* nested lists and quotes; deeper markers are text */
    MARKDOWN_COLUMNS_MAX = 16,     /* of a table; the rest stands in the last one */
    MARKDOWN_ROWS_MAX = 10000,     /* of a table; further rows begin a table of their own */
    MARKDOWN_BLOCK_MAX = 1 << 20,  /* bytes of one paragraph; the rest is left out */
};

/* Append the rendered text to the flow. Targets of links get numbers and are added to *links;
 * links NULL: left out. */
void markdown_text(struct flow *f, struct str markdown, struct markdown_links *links);

/* The first lines of it as one line of plain text, cut with an ellipsis at so many columns. */
void markdown_summary(struct buf *out, struct str markdown, size_t columns);

#endif
