/*
 * entry_markdown.h - one entry, or an answer, as a Markdown document of its own: a title, its parts
 * as second-level headings, the remedy as markdown_clean.h leaves it. Layer: report.
 */
#ifndef REPORT_ENTRY_MARKDOWN_H
#define REPORT_ENTRY_MARKDOWN_H

#include "match/matcher.h"
#include "report/report.h"

void report_entry_markdown(const struct kb_entry *entry, const struct report_options *options,
                           struct buf *out);

/* `query` is the text that was asked: the answer's spans point into it. */
void report_answer_markdown(const struct answer *answer, struct str query,
                            const struct report_options *options, struct buf *out);

#endif
