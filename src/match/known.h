/*
 * known.h - what a matcher would make anything of: for those who look at many texts and want to ask
 * it about few.
 *
 * Two texts that differ only in words and numbers that the knowledge bases do not know are the same
 * to the matcher, so its outcome for one holds for the other. One thread at a time for each
 * matcher. Layer: match.
 */
#ifndef MATCH_KNOWN_H
#define MATCH_KNOWN_H

#include "match/matcher.h"

/* Letters, with or without digits, as they stand in a text: is the word, a part of it, another form
 * of it, something it may be a misspelling of, or the code that it is, in an index, or is it one of
 * the words that say of a number beside it what it is? `scratch` is for the caller to reset. */
bool matcher_knows_word(struct matcher *m, struct str word, struct arena *scratch);

/* Is the word, or are its letters and digits, a code that an entry has? */
bool matcher_knows_code(struct matcher *m, struct str word, struct arena *scratch);

/* A number, as it stands in a text, 0x too: how much of its strength a code that it could be, in
 * any of its readings, has for some entry: 1 for a code of its own, less for one that is only
 * mentioned; 0 when no entry has it. */
float matcher_knows_number(struct matcher *m, struct str number);

/* Sets a bit for the key of each code that an entry has: bit key % (8 * size). What has no bit here
 * has no entry. size is a power of two. */
void matcher_code_bits(struct matcher *m, unsigned char *bits, size_t size);
/* Is there a bit for any reading of the number? */
bool matcher_number_bits(struct str number, const unsigned char *bits, size_t size);

/* The entries that have it, at most `max`, as struct telling calls them; returns how many. */
size_t matcher_number_entries(struct matcher *m, struct str number, uint32_t *names, size_t max);

#endif
