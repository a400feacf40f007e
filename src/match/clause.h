/*
 * clause.h - does a message say all of the clause that it was found in?
 *
 * "cannot open include file '{name}'" and "Cannot open {type} file: '{file}': {message}" both stand
 * in "Cannot open include file: 'time.h': No such file or directory"; only the second accounts for
 * its end. Words that stand where the message has a placeholder are accounted for. Thread-safe.
 * Layer: match.
 */
#ifndef MATCH_CLAUSE_H
#define MATCH_CLAUSE_H

#include "match/align.h"

/* Bytes of the query's clean text, and the weight of the words in them. */
struct clause {
    size_t start, end; /* the clause: from the last colon, bracket or sentence before the aligned
                          words to the end of the sentence or line behind them */
    size_t told_start, told_end; /* of it what the message stands for, placeholders at its ends too */
};

/* The clause that the aligned message stands in. template: the message; gap_before: a placeholder
 * stands before its first word. */
struct clause clause_of(const struct resolved *r, const struct alignment *a, bool gap_before,
                        struct str template);

/* Share (0 to 1, by inverse document frequency) of the words of the clause that the message accounts
 * for. The clause may have been widened. */
float clause_fit(const struct resolved *r, const struct alignment *a, const struct clause *c);

/* Weight of the query's words that stand where the message has placeholders. */
float clause_values(const struct resolved *r, const struct index_signature *s,
                    const struct clause *c);

#endif
