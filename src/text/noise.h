/*
 * noise.h - what stands around a message and says nothing of it: heads of log lines, positions in
 * sources, timestamps, ids, buttons of dialogs, banners of builds.
 *
 * What is noise stands in one table, each row with samples. Nothing is taken out of the text: the
 * spans say which of its words need no explanation. Linear in the text. Thread-safe. Layer: text.
 */
#ifndef TEXT_NOISE_H
#define TEXT_NOISE_H

#include "base/arena.h"

enum {
    NOISE_HEADS_MAX = 8,  /* heads in one line */
    NOISE_LINE_MAX = 400, /* bytes of a line in which heads and chrome are looked for */
};

enum noise_kind {
    NOISE_HEAD,   /* at the beginning of a line, before its message */
    NOISE_MORE,   /* the same, only behind another head */
    NOISE_LINE,   /* a whole line */
    NOISE_INLINE, /* anywhere */
};

struct noise {
    uint32_t start, end; /* bytes of the text */
    enum noise_kind kind;
};

/* In order, without overlap. text: valid UTF-8 without controls but \n and \t, below 4 GiB. */
struct noise *noise_find(struct arena *a, struct str text, size_t *count);

struct noise_row {
    const char *name;
    enum noise_kind kind;
    const char *first; /* bytes that it begins with; NULL: any */
    const char *form;  /* form.h; NULL: `length` knows it */
    size_t (*length)(struct str text, size_t at); /* 0: it is another thing */
    const char *samples[4]; /* texts in which the noise stands between « and », by this table */
};

extern const struct noise_row noise_rows[];
extern const size_t noise_row_count;

#endif
