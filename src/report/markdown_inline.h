/*
 * markdown_inline.h - the inline part of markdown_text.h: one paragraph, cell or heading.
 *
 * Linear in the text, whatever it holds; what is not well formed is shown as it stands.
 * Layer: report.
 */
#ifndef REPORT_MARKDOWN_INLINE_H
#define REPORT_MARKDOWN_INLINE_H

#include "report/flow.h"

enum { MARKDOWN_LINKS_MAX = 99, MARKDOWN_URL_MAX = 2048 };

/* Targets of links, shown as numbers in the text: number i + 1 is targets[i]. Starts zeroed. */
struct markdown_links {
    struct str *targets; /* unescaped, owned */
    size_t count, cap;
};
void markdown_links_release(struct markdown_links *links);

/*
 * Show text (its lines joined by '\n') in the style `base`. Code keeps its backticks where there is
 * no colour to mark it. links NULL: targets are left out. cell: `\|` is a '|' in code, too.
 */
void markdown_inline(struct flow *f, struct str text, enum style base, bool cell,
                     struct markdown_links *links);

#endif
