/*
 * answer_text.h - an answer as a person reads it in a terminal.
 *
 * A match: title, how sure, where it applies, cause, remedy, links, what matched, source.
 * Ambiguous: the candidates in short and the question that decides, with the option to pass.
 * None: that it is unknown, what was understood, and the nearest entries, marked as guesses.
 * Layer: report.
 */
#ifndef REPORT_ANSWER_TEXT_H
#define REPORT_ANSWER_TEXT_H

#include "match/matcher.h"
#include "report/report.h"

/* `query` is the text that was asked: the answer's spans point into it. */
void report_answer_text(const struct answer *answer, struct str query,
                        const struct report_options *options, struct buf *out);

#endif
