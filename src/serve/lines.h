/*
 * lines.h - a stream of bytes as lines with a largest size.
 *
 * A line ends at \n or \r\n; what stands before the end of the stream without one is a line too. A
 * longer line is told once, as soon as it is too long, and then skipped to its end. One thread at a
 * time. Layer: serve.
 */
#ifndef SERVE_LINES_H
#define SERVE_LINES_H

#include "base/str.h"

enum { LINE_MAX_BYTES = 1 << 20 };

enum line_state {
    LINE_READY,    /* a line */
    LINE_TOO_LONG, /* a line of more than LINE_MAX_BYTES begins: what comes of it is skipped */
    LINE_MORE,     /* none is whole yet: lines_fill */
    LINE_END,
};

struct lines;

struct lines *lines_new(int fd);
void lines_free(struct lines *l); /* NULL is a no-op; the descriptor stays open */

/* The next line, without its end, from what has been read; valid until lines_fill. */
enum line_state lines_next(struct lines *l, struct str *line);
/* Would lines_next give something? */
bool lines_waiting(const struct lines *l);
/* Read once. 1: bytes or the end came; 0: interrupted or nothing there yet; -1: errno. */
int lines_fill(struct lines *l);

#endif
