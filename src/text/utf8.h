/*
 * utf8.h - code points, validity, and repair of UTF-8.
 *
 * Everything above this layer may rely on valid UTF-8 without NUL: import and cli pass what they
 * read through decode.h first. Thread-safe. Layer: text.
 */
#ifndef TEXT_UTF8_H
#define TEXT_UTF8_H

#include "base/buf.h"

/*
 * Decode the code point at s.p[*at] and move *at behind it. An ill-formed byte gives U+FFFD and
 * moves by one. *at must be < s.n.
 */
uint32_t utf8_next(struct str s, size_t *at);

/* Start of the code point that ends before `at` (at > 0). */
size_t utf8_back(struct str s, size_t at);

void utf8_put(struct buf *out, uint32_t code_point);

/* Length of the longest valid prefix: s.n when all of s is valid. NUL counts as invalid. */
size_t utf8_valid(struct str s);

/* s cut to at most n bytes, at a code point's edge. */
struct str utf8_cut(struct str s, size_t n);

/* Columns that a terminal uses for the code point (0, 1 or 2); controls count 0. */
int utf8_width(uint32_t code_point);

#endif
