/*
 * markdown_text.h - an entry's Markdown as wrapped terminal text.
 *
 * Numbers of lists are kept as written; blank lines between blocks are kept as one. Code is
 * indented and never wrapped. A table that does not fit the width becomes a list of its rows.
 * Layer: report.
 */
#ifndef REPORT_MARKDOWN_TEXT_H
#define REPORT_MARKDOWN_TEXT_H

#include "report/flow.h"
#include "report/markdown.h"

enum { MARKDOWN_LINKS_MAX = 99 };

/* Targets of links, shown as numbers in the text: number i + 1 is targets[i]. Starts zeroed. */
struct markdown_links {
    struct str *targets; /* unescaped, owned */
    size_t count, cap;
};
void markdown_links_release(struct markdown_links *links);

/* Append the rendered text to the flow. Targets of links get numbers and are added to *links;
 * links NULL: left out. */
void markdown_text(struct flow *f, struct str markdown, struct markdown_links *links);

/* The same for one paragraph's or cell's inlines, in the style `base`. */
void markdown_text_inline(struct flow *f, struct str text, enum style base, bool cell,
                          struct markdown_links *links);

/* The first lines of it as one line of plain text, cut with an ellipsis at so many columns. */
void markdown_summary(struct buf *out, struct str markdown, size_t columns);

#endif
