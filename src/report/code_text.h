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
 * "0x80070005 = -2147024891 = Win32 5 (HRESULT, facility 7: Win32)", with `remarks` what its
 * worth is. Does not end the line.
 */
void code_text(struct flow *f, const struct query_code *code, bool remarks);

#endif
