/*
 * encoding.h - what bytes of a log mean: told from its beginning, and made UTF-8 piece by piece.
 *
 * UTF-8, which is nearly everything, is not converted: ill-formed bytes in it are mended where a
 * record is looked at. Converted are UTF-16 with and without a mark, Windows-1252, and by iconv
 * whatever else is asked for by name. One thread at a time. Layer: scan.
 */
#ifndef SCAN_ENCODING_H
#define SCAN_ENCODING_H

#include "base/err.h"

enum { CONVERTER_ROOM = 40 }; /* bytes of room below which nothing may be made */

struct guess {
    const char *encoding; /* NULL: UTF-8 */
    size_t mark;          /* bytes of a byte order mark */
    bool binary;          /* no text at all */
    bool cr_lines;        /* lines end with a bare CR */
};

/* What begins with these bytes; an encoding that is given is not doubted. */
struct guess encoding_guess(struct str head, const char *given);

struct converter;

/* NULL and *err when there is no encoding of that name. */
struct converter *converter_new(const char *encoding, struct err *err);
void converter_free(struct converter *c); /* NULL is a no-op */

/*
 * Converts bytes from *in, which moves behind them, to out, while they fit: the number of bytes
 * made. Bytes that are part of a character stay for the next time, unless `end`. What is not in the
 * encoding becomes U+FFFD.
 */
size_t converter_run(struct converter *c, struct str *in, char *out, size_t room, bool end);

#endif
