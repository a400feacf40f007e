/*
 * decode.h - bytes as they come to clean UTF-8.
 *
 * Reads a byte order mark (UTF-8, UTF-16 LE/BE), recognises UTF-16 without one, replaces
 * ill-formed sequences and NUL by U+FFFD and counts them. Valid UTF-8 without a mark is not
 * copied. Thread-safe. Layer: text.
 */
#ifndef TEXT_DECODE_H
#define TEXT_DECODE_H

#include "base/buf.h"

enum encoding { ENCODING_UTF8, ENCODING_UTF16LE, ENCODING_UTF16BE };

struct decoded {
    struct str text;        /* valid UTF-8, no NUL, no mark: a view into the input or into `out` */
    enum encoding encoding;
    size_t replaced;        /* sequences that became U+FFFD */
    size_t first_line;      /* 1-based line of the first of them, 0 when none */
};

/* Is it UTF-16 without a mark? Told by mostly ASCII text, of which one byte of each pair is NUL: give
 * the beginning. */
bool decode_is_utf16(struct str beginning, bool *big);

/* `out` holds the text when it had to be rewritten; it must have room (3 bytes for each). */
struct decoded decode_text(struct str bytes, struct buf *out);

#endif
