/*
 * safe.h - text from outside made harmless for a terminal, and visibly so.
 *
 * Documents, queries, file names and error messages may hold escape sequences, bidirectional
 * overrides or broken UTF-8. Everything that is printed comes through here. Thread-safe.
 * Layer: report.
 */
#ifndef REPORT_SAFE_H
#define REPORT_SAFE_H

#include "base/buf.h"

/*
 * What to print in place of a code point: itself, or one visible stand-in. C0 controls and DEL
 * become their control pictures (ESC: U+241B); C1 controls, bidirectional marks, overrides and
 * isolates, line and paragraph separators, tag characters and noncharacters become U+FFFD.
 * Tab and newline count as controls: who lays text out deals with them before.
 */
uint32_t safe_code_point(uint32_t code_point);

/* Append s, any bytes, as one line of safe UTF-8; runs of white space stay what they are, but each
 * tab and line break becomes one blank. */
void safe_put(struct buf *out, struct str s);

#endif
