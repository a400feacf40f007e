/*
 * follow.h - inputs that are read on as they grow: `scan --follow`.
 *
 * A file that is renamed and made anew is read to its end, some seconds longer for writers that
 * still hold it, and the new one from its beginning; one that is emptied, or whose end is no longer
 * what was read there, is read from its beginning; one that is missing is waited for, and folders
 * are looked at for new ones. Changes are those that inotify tells of, and what a look each second
 * finds (a quarter of one where inotify cannot be had). One thread at a time. Layer: scan.
 */
#ifndef SCAN_FOLLOW_H
#define SCAN_FOLLOW_H

#include "scan/input.h"

struct follow;

/* Paths as given to inputs_open; `in` outlives it. */
struct follow *follow_new(struct inputs *in, const char *const *paths, size_t count);
void follow_free(struct follow *f); /* NULL is a no-op */

/* 1: a block; 0: it was told to stop, and all that was there has been given, or nothing is left
 * that could grow. */
int follow_next(struct follow *f, struct block **block);

#endif
