/*
 * format.h - how a log is written: where its records begin and end, and what their parts are.
 *
 * Formats are rows of a table. What is known of one input, its format and what was learned from the
 * head of it, is its shape, which all of its blocks share. A format is plain when its records are
 * lines of text, which are cut by record_at() once something in them was found; blocks of the
 * others are taken apart by `parse`. Shapes are counted by those who hold them; nothing in them
 * changes once blocks exist. Thread-safe. Layer: scan.
 */
#ifndef SCAN_FORMAT_H
#define SCAN_FORMAT_H

#include "scan/record.h"

#include <stdatomic.h>

enum {
    FORMAT_HEAD = 64 << 10, /* bytes at the beginning of an input that its format is told from */
    FORMAT_LINES = 400,     /* lines of them */
};

/* What becomes of the bytes that are there. */
struct cut {
    size_t whole;        /* from the beginning, so many are whole records; 0: more is needed */
    const char *trouble; /* static text, or NULL */
};

struct format {
    const char *name; /* "syslog": what --format takes and a summary says */
    bool plain;
    bool one_line;   /* each line is a record, though it is not plain */
    bool no_lines;   /* a line end means nothing */
    size_t unit_max; /* bytes of one record at most: a longer one is cut */
    /* Of 100, how sure it is that an input that begins with whole lines `head` is one. */
    unsigned (*detect)(struct str head);
    /* Where whole records end in the bytes; `end`: nothing comes behind them. */
    struct cut (*cut)(const struct shape *shape, struct str bytes, bool end);
    void (*parse)(struct block *b);                      /* NULL where plain */
    void (*begin)(struct shape *shape, struct str head); /* learns from the head, or NULL */
};

/* What is asked for, and what the file itself says beforehand. */
struct shape_options {
    struct event_helpers *events; /* who reads XML, or NULL */
    struct str field;             /* the member or column that holds the text; empty: known names */
    bool each_line;               /* every line is a record, whatever it looks like */
    struct time_context time;
};

struct shape {
    const struct format *format;
    struct shape_options o;
    bool timed; /* half of the lines begin with a time: one that does not goes on with a record */
    bool indented; /* most lines begin with blanks: that tells nothing */
    void *layout;  /* the format's own: columns of a CSV; in the arena */
    struct arena *arena;
    atomic_uint holders;
};

/* By name, or NULL; the i-th, or NULL behind the last. */
const struct format *format_named(struct str name);
const struct format *format_at(size_t i);

/* The shape of an input that begins with `head`, held once. A format that is NULL is detected. */
struct shape *shape_new(const struct format *format, const struct shape_options *o,
                        struct str head);
struct shape *shape_hold(struct shape *s);
void shape_release(struct shape *s); /* NULL is a no-op */

#endif
