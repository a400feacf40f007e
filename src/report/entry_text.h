/*
 * entry_text.h - one entry of a knowledge base as a person reads it: `errkb show`.
 *
 * Layer: report.
 */
#ifndef REPORT_ENTRY_TEXT_H
#define REPORT_ENTRY_TEXT_H

#include "report/report.h"
#include "store/kb.h"

/* Title, facets, messages, codes, cause, remedy, links, source and id. */
void report_entry_text(const struct kb_entry *entry, const struct report_options *options,
                       struct buf *out);

#endif
