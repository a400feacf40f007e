/*
 * record.h - a log as records: one log event each, possibly of several lines.
 *
 * An input (input.h) gives blocks of bytes; a format (format.h) says where in them records begin
 * and end and what their parts are. Plain lines, which most logs are, are not taken apart before
 * something in them was found: a block of them goes through the finder as one text, and record_at()
 * gives the record around a byte. Formats whose records are no lines of text (event XML, CSV, JSON
 * Lines) give their records ready made, with `text` decoded. Everything lives in the block. Layer:
 * scan.
 */
#ifndef SCAN_RECORD_H
#define SCAN_RECORD_H

#include "base/arena.h"
#include "scan/timestamp.h"

#define RECORD_NO_TIME TIME_UNKNOWN

enum {
    RECORD_TEXT_MAX =
        64 << 10, /* bytes of one record that are looked at; the rest is counted as cut */
    RECORD_LINES_MAX = 1000, /* lines of one record; further ones begin another */
    BLOCK_SIZE = 1 << 20,    /* bytes that are read at once */
    BLOCK_PADDING = 64,      /* bytes behind those of a block that may be read: zero */
    UNIT_MAX = 16 << 20, /* bytes of one record that is not plain: its block is as large as it */
};

enum record_level {
    LEVEL_UNKNOWN,
    LEVEL_DEBUG,
    LEVEL_INFO,
    LEVEL_WARNING,
    LEVEL_ERROR,
    LEVEL_FATAL,
};

/* A named part of a structured record: a column, a member, an event's data. */
struct record_field {
    struct str name;
    struct str value;
};

struct record {
    struct str
        text;       /* what is looked up: the message, with event id and data where there are any */
    struct str raw; /* as it stands in the block, all its lines, without the last line end */
    struct str origin; /* program, provider, component; empty when not known */
    int64_t time;      /* microseconds since 1970-01-01 UTC; RECORD_NO_TIME */
    enum record_level level;
    uint64_t line; /* of its first line in its input, from 1 */
    uint32_t lines;
    uint64_t cut; /* bytes of it that were left out */
    const struct record_field *fields;
    size_t field_count;
};

struct format;
struct shape;

/*
 * A run of whole records of one input, from inputs_next() to block_release(). A block that is not
 * plain has its records only after block_parse(), which is for the thread that looks at them.
 */
struct block {
    uint32_t input;         /* which input: inputs are numbered from 0 in the order of opening */
    uint64_t sequence;      /* over all inputs, from 0: results are put in this order */
    struct str bytes;       /* UTF-8, though not always well formed: what records hold is */
    bool plain;             /* lines of text: records are cut by record_at */
    uint64_t first_line;    /* of bytes */
    struct record *records; /* where not plain */
    size_t record_count;
    uint64_t cut; /* bytes of over-long lines that are in no block */
    const struct format *format;
    const struct shape *shape; /* what was learned of the input: see format.h */
    struct arena *arena;       /* of the records */
};

/* Takes the records of a block that is not plain apart; a second time, or plain: a no-op. */
void block_parse(struct block *b);

/*
 * The record around byte `at` of a plain block; lives in `a`. Its `line` is counted from the
 * block's beginning, or from *line_hint (byte and line of an earlier place) when that is not NULL,
 * which is moved: ask in rising order.
 */
struct line_place {
    size_t at;
    uint64_t line;
    size_t begins; /* a record is known to begin here */
};
struct record record_at(const struct block *b, size_t at, struct line_place *line_hint,
                        struct arena *a);

/* Where the next record begins: behind r and its line end. To see each record of a plain block:
 *     for (size_t at = 0; at < b->bytes.n; at = record_end(b, &r))
 *         r = record_at(b, at, &hint, a); */
size_t record_end(const struct block *b, const struct record *r);

/* Line ends in s. */
uint64_t count_lines(struct str s);

#endif
