/*
 * paste_pass.h - one pass over a text that drops or replaces parts of it, and keeps track of where
 * each byte came from.
 *
 * Nothing is copied until something changes. Private to paste*.c. Layer: text.
 */
#ifndef TEXT_PASTE_PASS_H
#define TEXT_PASTE_PASS_H

#include "base/arena.h"

struct pass {
    struct arena *arena;
    struct str in;
    const uint32_t *in_from; /* in.n + 1 offsets; NULL: identity */
    char *out;               /* NULL until something changed */
    uint32_t *from;
    size_t n;      /* bytes of out */
    size_t copied; /* bytes of in that out accounts for */
    size_t at;     /* where the row at work began */
    size_t run;    /* pass_run(): beginning of the run of non-blanks that `run_at` is in */
    size_t run_at;
    bool run_path;       /* a drive's name stands in it */
    size_t looked_until; /* a row: what ends here was looked at ... */
    bool looked;         /* ... and has what was looked for */
};

/* What the row puts in the place of what it took; `at`: where in the input it came from. Together
 * never more bytes than it took. */
void pass_put(struct pass *p, const char *bytes, size_t n, size_t at);

/* The same with one code point, when it has room in `room` bytes; NUL becomes a blank, a surrogate
 * U+FFFD. */
void pass_put_code_point(struct pass *p, uint32_t c, size_t room, size_t at);

/* Copy what stands before the row at work; then `taken` bytes are accounted for. */
void pass_take(struct pass *p, size_t at, size_t taken);

/* Make the output the input of the next pass. True when it had changed. */
bool pass_next(struct pass *p);

/* Is the byte at `at` in a path with a drive's name (C:\new)? Ask in rising order. */
bool pass_in_path(struct pass *p, size_t at);

#endif
