/*
 * csv.h - records and fields of comma-separated values, as RFC 4180 has them and as programs write
 * them.
 *
 * A quoted field may hold line ends. A quote that does not close (within CSV_QUOTED_MAX bytes, and
 * before a delimiter or a line end) is an ordinary character, and its record ends with its line: so
 * nothing behind it is lost. Thread-safe. Layer: scan.
 */
#ifndef SCAN_CSV_H
#define SCAN_CSV_H

#include "base/arena.h"

enum {
    CSV_FIELDS_MAX = 1024, /* of one record; further ones are part of the last */
    CSV_QUOTED_MAX = 256 << 10,
};

struct csv_record {
    struct str raw;                    /* without its line end */
    struct str fields[CSV_FIELDS_MAX]; /* as written: see csv_value */
    size_t count;
    bool open_quote; /* one that does not close was met */
};

/* Cuts the record at the beginning of *rest off. False: it is not whole; with `end` it always is
 * unless *rest is empty. */
bool csv_next(struct str *rest, char delimiter, bool end, struct csv_record *r);

/* A field without its quotes. */
struct str csv_value(struct str field, struct arena *a);

#endif
