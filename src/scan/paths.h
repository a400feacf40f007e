/*
 * paths.h - the files that paths stand for: files themselves, and those in folders and below them.
 *
 * A folder's files come in the order of their names, before those of its folders. Links to files
 * are followed, links to folders are not, so there is no loop; hidden files and folders are left
 * out, and so is what is no regular file unless it was named. One thread at a time. Layer: scan.
 */
#ifndef SCAN_PATHS_H
#define SCAN_PATHS_H

#include "base/arena.h"

enum { PATHS_DEPTH_MAX = 64 }; /* folders in folders */

struct path_entry {
    const char *path;    /* to open it with; NULL: standard input */
    uint64_t size;       /* of a regular file; else 0 */
    const char *trouble; /* it cannot be read, and why */
};

struct path_list {
    struct path_entry *entries;
    size_t count, cap;
    const char **folders; /* that were read: new files may come to be in them */
    size_t folder_count, folder_cap;
    bool more; /* than `max` */
};

/* Adds what `path` stands for: at most `max` in all. All that is added lives in the arena. */
void paths_add(struct path_list *list, const char *path, const char *glob, size_t max,
               struct arena *a);

#endif
