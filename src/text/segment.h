/*
 * segment.h - a text cut into candidate messages.
 *
 * A segment is a line that is not all noise (noise.h), with the lines that continue it: those that
 * are indented deeper than its first, and those that begin in the middle of a sentence where the
 * line before had not ended it. A line that has a head, a level or a code of its own begins one. Blank lines and
 * lines of noise end a block: the segments of one block may be one message, as those of a dialog.
 * Linear in the text. Thread-safe. Layer: text.
 */
#ifndef TEXT_SEGMENT_H
#define TEXT_SEGMENT_H

#include "text/noise.h"

struct segment {
    uint32_t head;       /* byte of the text where its first line begins, blanks left out */
    uint32_t start, end; /* bytes of the text, its head and blanks at its ends left out */
    uint32_t line;       /* of its first, from 0 */
    uint32_t block;      /* from 0 */
};

struct segment *segment_split(struct arena *a, struct str text, const struct noise *noise,
                              size_t noise_count, size_t *count);

#endif
