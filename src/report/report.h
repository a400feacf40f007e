/*
 * report.h - how an answer or an entry is to be shown.
 *
 * Plain data, filled by cli/. The renderers append to a buffer, never print, never fail: what does
 * not fit the buffer sets its `cut`. Whatever stands in a document or a query, their text output
 * holds no control character but '\n', no bidirectional mark, no invalid UTF-8, and no escape
 * sequence but the SGR ones of style.h, those only with `color`. Layer: report.
 */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include "base/buf.h"
#include "report/entry_links.h"
#include "store/entry.h"

enum {
    REPORT_WIDTH_MIN = 20,      /* narrower terminals are treated as this */
    REPORT_WIDTH_MAX = 96,      /* longer lines are hard to read, however wide the terminal */
    REPORT_WIDTH_DEFAULT = 80,  /* where there is no terminal to ask */
    REPORT_TEXT_MAX = 16 << 20, /* bytes: a sensible limit for the buffer of one report */
};

struct report_options {
    size_t width; /* columns to wrap at; 0: lines are not wrapped */
    bool color;   /* text: style with SGR escapes */
    bool pretty;  /* JSON: indented, over several lines */
    bool plain;   /* JSON: cause and remedy as plain text, not as Markdown */
    const struct facet *facets; /* that were asked with the query: text says what they left out */
    size_t facet_count;
    const struct entry_link *links; /* targets in what is shown that are entries */
    size_t link_count;
    struct str show_command; /* that prints an entry, its id behind it; empty: "errkb show" */
};

/* The width to wrap at on a terminal of so many columns (0: unknown). */
static inline size_t report_width(size_t columns)
{
    if (columns == 0)
        return REPORT_WIDTH_DEFAULT;
    return max_size(REPORT_WIDTH_MIN, min_size(columns, REPORT_WIDTH_MAX));
}

#endif
