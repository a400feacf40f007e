/*
 * code_text.h - what a code is, in words: its namespace, its other forms, its parts.
 *
 * Layer: report.
 */
#ifndef REPORT_CODE_TEXT_H
#define REPORT_CODE_TEXT_H

#include "match/matcher.h"
#include "report/flow.h"

/*
 * "0x80070005: HRESULT, the same as -2147024891 or Win32 5. Facility 7 (Win32), code 5." The entry
 * that is already known to have it, when there is one, is not named here.
 */
void code_text(struct flow *f, const struct query_code *code);

#endif
