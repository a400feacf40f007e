/*
 * fold.h - one spelling for texts that mean the same: the form in which texts are compared.
 *
 * NFKC and full case folding (utf8proc), typographic quotes, dashes, ellipses and spaces to their
 * ASCII forms, zero-width and bidirectional marks dropped, runs of white space to one space.
 * Folding twice is folding once. Thread-safe. Layer: text. The only user of utf8proc.
 */
#ifndef TEXT_FOLD_H
#define TEXT_FOLD_H

#include "base/buf.h"

/*
 * Append the folded form of s (valid UTF-8) to *out. With map != NULL, map[i] is, for each byte i
 * of out (from the beginning of out), the offset in s that it came from, and map[out->n] is s.n;
 * it must have room for out->max + 1 numbers. What does not fit into out is cut at a character.
 */
void fold(struct str s, struct buf *out, uint32_t *map);

/* The lower-case form of one code point: for slugs. Texts are compared by fold(). */
uint32_t fold_code_point(uint32_t c);

/* A lower-case Latin letter without its accent (é: e), other code points as they are. */
uint32_t fold_without_accent(uint32_t c);

bool fold_is_letter(uint32_t c); /* Unicode categories L* and M* */
bool fold_is_digit(uint32_t c);  /* Nd */

#endif
