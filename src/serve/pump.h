/*
 * pump.h - lines in, replies out, several at work at once.
 *
 * Threads take turns at reading: whoever has read a line hands the reading on and answers it, so that
 * a request is never handed to another thread, and one that takes long holds up nobody. Replies go
 * out in the order of their lines, or as they are ready; what is ready goes out at once, together
 * with whatever else is. When the other end stops reading, so do we: at most PUMP_WAITING_MAX lines
 * are in the works. Layer: serve.
 */
#ifndef SERVE_PUMP_H
#define SERVE_PUMP_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

#include <stdatomic.h>

enum {
    PUMP_THREADS_MAX = 64,
    PUMP_WAITING_MAX = 256,           /* lines read whose replies have not been written */
    PUMP_BYTES_MAX = 32 << 20,        /* replies that wait to be written: no more lines are read */
    PUMP_REPLY_MAX = 16 << 20,        /* bytes of one reply */
    PUMP_LEAVE_MS = 1000,             /* after SIGTERM: for what is in the works */
};

struct job {
    struct str line;   /* without its end */
    bool too_long;     /* only its beginning came, which is not kept */
    uint64_t number;   /* counted from 0 */
    struct arena *arena;
    struct buf reply;  /* whole lines; none: there is no reply */
    atomic_bool cancelled;
    void *request;     /* the protocol's own, in the arena */
    struct job *next;
    struct buf copy; /* of the line */
};

/* What is spoken. Jobs arrive one at a time, in order; they are answered by many threads at once. */
struct pump_protocol {
    bool ordered; /* replies in the order of the lines */
    void (*arrive)(void *ctx, struct job *job);
    void (*answer)(void *ctx, void *worker, struct job *job);
    void (*done)(void *ctx, struct job *job); /* its reply is about to be written, or it has none */
    void *(*worker_new)(void *ctx);           /* what a thread works with; for the first it is made */
    void (*worker_free)(void *ctx, void *worker); /* before the first line */
    void (*idle)(void *ctx, void *worker); /* woken through pump_wake_fd, or nothing came for a while */
    bool (*alone)(void *ctx);              /* true: one thread only, for now */
    void *ctx;
};

struct pump;

struct pump *pump_new(const struct pump_protocol *p, int in, int out, size_t threads);
void pump_free(struct pump *p); /* NULL is a no-op */

/*
 * Until the input ends, the output is closed by its reader (both: 0), pump_stop was called (0), or
 * one of them fails (-1). After a 0 that came from the end of the input all is written. 1: stopped,
 * and some threads are still stuck: the pump and what they work with must not be freed.
 */
int pump_run(struct pump *p, struct err *err) MUST_USE;

/* Read no further line; for signal handlers. */
void pump_stop(struct pump *p);
/* An eventfd: writing to it makes a waiting thread call `idle`. */
int pump_wake_fd(const struct pump *p);

/* Out of turn, while the job is being answered: a whole line; dropped when the job is cancelled. Only
 * where replies are not ordered. */
void pump_send(struct pump *p, const struct job *job, struct str line);

/* Threads that have been started. */
size_t pump_threads(struct pump *p);

#endif
