/*
 * words.h - what an answer says in words, and which of its entries are shown: the same in text,
 * Markdown and HTML. Thread-safe. Layer: report.
 */
#ifndef REPORT_WORDS_H
#define REPORT_WORDS_H

#include "match/matcher.h"

/* "This is it", "Perhaps this". */
const char *words_for(double confidence);
/* 1 to 99: nothing is 100 % or 0 % sure. */
unsigned words_percent(double confidence);

/* "Matched by its code"; NULL when there is nothing to say. */
const char *words_matched_by(const struct match *m);
/* The piece of the query that decided; empty where the code says it all. */
struct str words_piece(const struct match *m, struct str query);

/* Entries beside a match that may be meant: matches[1] to matches[n]. */
size_t words_others(const struct answer *a);
/* The nearest entries where there is no match: matches[0] to matches[n - 1]. */
size_t words_guesses(const struct answer *a);

/* The first message of an entry, as people see it, unless its title says the same or it is what
 * matched; empty: none. */
struct str words_message(const struct match *m, struct arena *a);

/* The i-th code of the query is worth showing: numbers of no account among other text, and what was
 * there before, are not. */
bool words_show_code(const struct answer *a, size_t i, struct str query);

#endif
