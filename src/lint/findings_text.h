/*
 * findings_text.h - findings for people, grouped by file, safe for a terminal (report/safe.h).
 *
 * Layer: lint.
 */
#ifndef LINT_FINDINGS_TEXT_H
#define LINT_FINDINGS_TEXT_H

#include "base/buf.h"
#include "lint/lint.h"
#include "report/report.h"

/* Append the first `limit` findings (0: all), then what each rule that found something means, how
 * it is mended, and how often it was found. Nothing for no finding. */
void lint_findings_text(const struct lint_result *r, size_t limit, const struct report_options *o,
                        struct buf *out);

#endif
