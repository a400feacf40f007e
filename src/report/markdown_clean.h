/*
 * markdown_clean.h - an entry's Markdown as part of a larger Markdown document.
 *
 * Says the same, and keeps to itself, whatever comes in: code blocks are closed, raw HTML is text,
 * links lead to harmless addresses only (link_target.h), control characters are made visible
 * (safe.h), headings begin at the third level. Layer: report.
 */
#ifndef REPORT_MARKDOWN_CLEAN_H
#define REPORT_MARKDOWN_CLEAN_H

#include "base/buf.h"

void markdown_clean(struct buf *out, struct str markdown);

/* Plain text, on one line, as Markdown that shows just that. */
void markdown_escape(struct buf *out, struct str text);

/* Text as a code span. */
void markdown_code_span(struct buf *out, struct str text);

#endif
