/*
 * input_state.h - what input.c and follow.c both work on: see input.h. Layer: scan.
 */
#ifndef SCAN_INPUT_STATE_H
#define SCAN_INPUT_STATE_H

#include "scan/input.h"
#include "scan/lane.h"
#include "scan/paths.h"
#include "scan/pool.h"

#include <pthread.h>

/* What anybody may ask, under the lock. */
struct board {
    pthread_mutex_t lock;
    struct input_status *all;
    size_t count, cap;
    uint64_t done, total;
};

struct inputs {
    struct input_options o;
    struct lane_options lane_options;
    struct arena *arena; /* names and paths */
    struct path_list paths;
    size_t next_path;
    struct pool *pool;
    struct event_helpers *events;
    struct board board;
    uint64_t sequence;
    struct lane *lane;           /* the one that is read */
    struct input_status current; /* its */
    uint64_t done;               /* bytes of files that are through */
    struct follow *follow;       /* NULL: each is read once */
    bool stopped;
};

/* A new input that is called as the path (NULL: standard input): its number, and its status. */
uint32_t inputs_add(struct inputs *in, const char *path, struct input_status *status);
/* What others see of it, and of the bytes read. */
void inputs_publish(struct inputs *in, uint32_t number, const struct input_status *s,
                    uint64_t done);
/* Its descriptor, or -1 with trouble in the status. */
int inputs_open_path(const char *path, struct input_status *status);
/* Numbers a block that is given. */
void inputs_number(struct inputs *in, struct block *b, uint32_t number);

#endif
