/*
 * label_number.h - how documents number their labels: "Cause 2", "Cause #2", "Reason (2)", "Cause B",
 * "First cause", "Fix for cause 2".
 *
 * Layer: import.
 */
#ifndef IMPORT_WORDS_LABEL_NUMBER_H
#define IMPORT_WORDS_LABEL_NUMBER_H

#include "base/str.h"

/* The words without a number (or a letter, as 1 to 8) at their end; *number is left as it is when
 * there is none. */
struct str label_without_number(struct str words, uint16_t *number);

/* Words in lower case, after label_without_number(): without an ordinal at the beginning, or, behind
 * a number, without what links a fix to its cause. */
struct str label_without_ordinal(struct str words, uint16_t *number);

#endif
