/*
 * lane.h - one input on its way from bytes to blocks: unpacked, made UTF-8, its format told, cut
 * where records end.
 *
 * What is left behind the last whole record is kept for the next block. A line that is longer than
 * any block is cut, its rest read over and counted. One thread at a time. Layer: scan.
 */
#ifndef SCAN_LANE_H
#define SCAN_LANE_H

#include "scan/input.h"
#include "scan/pool.h"

struct lane;

struct lane_options {
    const struct format *format; /* NULL: detected */
    struct shape_options shape;
    const char *encoding; /* NULL: detected */
    bool text;            /* binary, too */
    int stop_fd;          /* -1: none */
    bool follow;          /* the end of a file is none: LANE_LATER */
};

enum lane_result {
    LANE_BLOCK, /* one was made */
    LANE_LATER, /* nothing for now, there may be more */
    LANE_END,
    LANE_STOP, /* stop_fd */
};

/* Takes the descriptor over. `status` is written to by lane_next, and outlives the lane. */
struct lane *lane_new(int fd, const struct lane_options *o, struct input_status *status);
void lane_free(struct lane *l); /* NULL is a no-op */

/* `paused`: nothing was added for a while, so that lines which are there are not waited for longer.
 * What does not follow waits for its writers itself. */
enum lane_result lane_next(struct lane *l, struct pool *pool, bool paused, struct block **block);

/* Nothing more will be read: what is kept is the last record. */
void lane_finish(struct lane *l);
/* What a file holds now is all there is; a pipe is not waited for. */
void lane_read_rest(struct lane *l);
bool lane_holds(const struct lane *l); /* bytes that were not given yet */
int lane_fd(const struct lane *l);
/* Bytes taken from the file. */
uint64_t lane_taken(const struct lane *l);
/* The file is shorter now than it was when it was opened. */
bool lane_shrank(const struct lane *l);
/* "%s": trouble, unless there was some before. */
void status_trouble(struct input_status *s, const char *format, ...) PRINTF_LIKE(2, 3);

#endif
