/*
 * entry_html.h - one entry as an HTML fragment: `errkb show --format html`, to be put into a page.
 *
 * <article class="errkb-entry" data-entry="ID"> with h1 (title), h2 (its parts), the remedy's
 * lists, pre/code and tables, a footer with its source. Classes begin with "errkb-"; no style, no
 * script, nothing that is fetched. Layer: report.
 */
#ifndef REPORT_ENTRY_HTML_H
#define REPORT_ENTRY_HTML_H

#include "report/report.h"
#include "store/kb.h"

void report_entry_html(const struct kb_entry *entry, const struct report_options *options,
                       struct buf *out);

#endif
