/*
 * input.h - logs from files, folders and standard input, as blocks of whole records.
 *
 *     struct inputs *in = inputs_open(&options, &err);
 *     struct block *b;
 *     while (inputs_next(in, &b) == 1) {
 *         ... block_parse(b) where it is not plain, look at it, in any thread ...
 *         block_release(b);
 *     }
 *     inputs_free(in);
 *
 * Inputs are opened one by one, in the order given, a folder's files in that of their names; gzip,
 * xz and zstd are told by their content and unpacked; UTF-16 and single-byte encodings become
 * UTF-8; binary files are left out. Nothing that one input is or does keeps the others from being
 * read: what was wrong with it stands in its status. With `follow` all of them stay open, and what
 * is added to them, replaces them or appears later is read until stop_fd says so. A file that the
 * process's own output goes to is left out.
 *
 * inputs_next and inputs_free are for one thread, block_parse and block_release for any; names and
 * status may be asked by any thread at any time. Blocks are at most BLOCK_SIZE, or one record where
 * that is larger. Layer: scan.
 */
#ifndef SCAN_INPUT_H
#define SCAN_INPUT_H

#include "base/err.h"
#include "scan/format.h"

enum { INPUTS_MAX = 1000000 }; /* files of one scan */

struct input_options {
    const char *const *paths; /* files, folders, "-"; none: standard input */
    size_t path_count;
    const char *glob;     /* what names of files in folders must be like; NULL: any */
    const char *format;   /* its name; NULL: each input's is detected */
    const char *encoding; /* its name; NULL: detected */
    const char *field;    /* "a.b": the member or column that holds the text; NULL: known names */
    const char *events;   /* path of the program errkb-events; NULL: of XML only what stands between
                             tags is read */
    bool text;            /* read binary files, too */
    bool each_line;       /* every line is a record, at once: for hosts that wait for each answer */
    bool follow;
    bool follow_poll; /* without inotify: it does not see what other machines write */
    int stop_fd;      /* reading ends when it can be read; -1: there is none */
    int32_t zone;     /* seconds east of UTC, for times that name no zone */
    int64_t now;      /* microseconds since 1970: gives times without a year theirs */
};

struct inputs;

/* NULL when nothing can be read at all: an option that is none. Paths are copied. */
struct inputs *inputs_open(const struct input_options *o, struct err *err);
void inputs_free(struct inputs *in); /* NULL is a no-op; all blocks must have been released */

/* 1: the next block; 0: that was all, or it was told to stop. */
int inputs_next(struct inputs *in, struct block **block);
void block_release(struct block *b); /* NULL is a no-op */

/* How many have been opened so far: their numbers are below. */
size_t inputs_count(struct inputs *in);

struct input_status {
    struct str name;    /* as a path below what was given; lives as long as the inputs */
    const char *format; /* "" before it is known */
    const char *encoding;
    const char *packing; /* "gzip", ..., "" */
    uint64_t bytes;      /* unpacked and as UTF-8 */
    uint64_t cut;        /* of over-long records: read, and left out */
    bool skipped;        /* nothing of it was read: binary, unreadable */
    char trouble[256];   /* what was wrong with it, "" when nothing was */
};
void inputs_status(struct inputs *in, size_t number, struct input_status *status);

/* For a progress bar: bytes read so far, and of all files together (0: not known). */
void inputs_progress(struct inputs *in, uint64_t *done, uint64_t *total);

#endif
