/*
 * documents.h - what import/check/check.h finds wrong with the files of a source, as findings.
 *
 * Layer: lint.
 */
#ifndef LINT_DOCUMENTS_H
#define LINT_DOCUMENTS_H

#include "base/err.h"
#include "import/check/check.h"
#include "lint/lint.h"

/* Check the folder or file at path; findings name its files with `prefix` before their paths. Adds
 * to *report. 0, or -1 when it cannot be read at all. */
int lint_documents(struct lint *l, const char *path, struct str prefix, struct check_report *report,
                   struct err *err) MUST_USE;

#endif
