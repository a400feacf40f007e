/*
 * watch.h - waits until something changes below the roots of sources.
 *
 * A refresh tells the watch which folders it reads, before it reads them, so that nothing falls
 * between reading and watching:
 *
 *     watch_begin(w);
 *     ... import_source, with watch_folder(w, ...) as its folder callback, for each source ...
 *     watch_end(w);
 *     watch_wait(w, stop_fd, &err);
 *
 * Changes are those that inotify tells of. A root that is missing, and every root where inotify
 * cannot be had (its limit is reached, watch_options.poll), is looked at each second instead. One
 * thread at a time. Never prints, never exits. Layer: import.
 */
#ifndef IMPORT_SOURCE_WATCH_H
#define IMPORT_SOURCE_WATCH_H

#include "base/err.h"

struct watch_options {
    bool poll;          /* do without inotify: it does not see what other machines change */
    unsigned quiet_ms;  /* changes are told when none came for so long, */
    unsigned most_ms;   /* or when the first of them is so old */
    unsigned poll_ms;   /* time between two looks at what is not watched */
    unsigned roots_ms;  /* between two looks whether the roots, and the file, are what they were */
    size_t folders_max; /* 0: as many as the system allows */
    const char *file;   /* another file whose changes matter; NULL: none */
};
extern const struct watch_options watch_defaults;

struct watch;

/* Roots are copied. */
struct watch *watch_new(const struct watch_options *o, const char *const *roots, size_t count);
void watch_free(struct watch *w); /* NULL is a no-op */

void watch_begin(struct watch *w);
void watch_folder(void *watch, const char *full);
void watch_end(struct watch *w);

size_t watch_folders(const struct watch *w); /* that are watched */
/* Why some changes are only found by looking, once; NULL when there is nothing (new) to tell. */
const char *watch_trouble(struct watch *w);

/* 1: something changed, and it is quiet again; 0: stop_fd can be read (-1: there is none). -1: the
 * system refuses to wait. */
int watch_wait(struct watch *w, int stop_fd, struct err *err) MUST_USE;

#endif
