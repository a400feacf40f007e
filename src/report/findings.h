/*
 * findings.h - all errors of one text, one behind the other, as text, Markdown and HTML; each with
 * the lines where it stands and its answer. As JSON: json.h. Layer: report.
 */
#ifndef REPORT_FINDINGS_H
#define REPORT_FINDINGS_H

#include "match/findings.h"
#include "report/report.h"

/* `query` is the text that was asked: spans point into it. */
void report_findings_text(const struct findings *findings, struct str query,
                          const struct report_options *options, struct buf *out);
void report_findings_markdown(const struct findings *findings, struct str query,
                              const struct report_options *options, struct buf *out);
/* A <section class="errkb-finding" data-lines="3 17"> for each. */
void report_findings_html(const struct findings *findings, struct str query,
                          const struct report_options *options, struct buf *out);

#endif
