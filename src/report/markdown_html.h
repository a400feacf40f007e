/*
 * markdown_html.h - an entry's Markdown as HTML.
 *
 * Paragraphs, h3 to h6, lists, quotes, `pre` with `code`, tables, and in them `code`, `strong`,
 * `em`, `a`, `br`. Nothing of the Markdown comes through as markup: it is escaped, and links lead to
 * http, https, mailto and relative addresses only (html.h). Pictures become their alternative text.
 * A link to another entry has its id in data-entry. The elements nest properly, whatever comes
 * in. Layer: report.
 */
#ifndef REPORT_MARKDOWN_HTML_H
#define REPORT_MARKDOWN_HTML_H

#include "base/buf.h"
#include "report/entry_links.h"

void markdown_html(struct buf *out, struct str markdown, const struct entry_links *links);

#endif
