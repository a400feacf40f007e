/*
 * answer_html.h - an answer as an HTML fragment: the whole entry that matched, or the candidates and
 * the question, or that it is unknown and the nearest entries.
 *
 * <section class="errkb-answer errkb-match"> (or -ambiguous, -none); in it the entry's <article> as in
 * entry_html.h, candidates as <ol class="errkb-candidates">, options of the question as
 * <li data-facet="client" data-value="android">. Layer: report.
 */
#ifndef REPORT_ANSWER_HTML_H
#define REPORT_ANSWER_HTML_H

#include "match/matcher.h"
#include "report/report.h"

/* `query` is the text that was asked: the answer's spans point into it. */
void report_answer_html(const struct answer *answer, struct str query,
                        const struct report_options *options, struct buf *out);

#endif
