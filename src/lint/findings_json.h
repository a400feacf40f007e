/*
 * findings_json.h - findings for programs: one JSON object, or SARIF 2.1.0 for code hosts.
 *
 * One line without a newline at its end. Layer: lint.
 */
#ifndef LINT_FINDINGS_JSON_H
#define LINT_FINDINGS_JSON_H

#include "base/buf.h"
#include "lint/lint.h"

/*
 * {"findings":[{"path","line" (0: the file as a whole),"rule","severity","what","fix","entry"
 * (where there is one),"related":[{"path","line","name"}] (where there
 * are)}],"counts":{"all","errors", "warnings","notes","silenced","rules":{rule: number, ...}}} The
 * first `limit` findings (0: all); the counts are those of all.
 */
void lint_findings_json(const struct lint_result *r, size_t limit, struct buf *out);

/*
 * A SARIF log of one run. Paths are URIs relative to %SRCROOT%, which whoever reads the log sets to
 * the folder that errkb was started in; absolute paths are file URIs. A finding's fingerprint stays
 * when lines move.
 */
void lint_findings_sarif(const struct lint_result *r, size_t limit, struct buf *out);

#endif
