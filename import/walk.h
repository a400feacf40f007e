/*
 * walk.h - the files of a source, in the same order everywhere: names compared bytewise, a
 * folder's files before its folders.
 *
 * Links to folders are not followed, links to files only when they stay inside the root; so no
 * loop and no way out. Layer: import.
 */
#ifndef IMPORT_WALK_H
#define IMPORT_WALK_H

#include "base/err.h"
#include "base/str.h"

enum walk_event {
    WALK_DOCUMENT,       /* a Markdown file to read */
    WALK_IGNORED,        /* a file that is no document by its name */
    WALK_IGNORED_FOLDER, /* hidden */
    WALK_REFUSED,        /* could not be entered, leads outside, too deep: `message` says why */
};

struct walker {
    /* path: relative to the root, '/' between parts; full: to open it with. Non-zero stops. */
    int (*visit)(void *ctx, enum walk_event event, struct str path, const char *full,
                 const char *message);
    void *ctx;
};

/*
 * The absolute path of the folder that relative paths start from: the folder at path, or the one
 * that the file at path stands in. In memory of mem_alloc; NULL when there is no such path.
 */
char *walk_root(const char *path, struct err *err);

/* Walk the folder, or visit the one file. 0, what visit returned, or -1 when it cannot be read. */
int walk(const char *path, const struct walker *w, struct err *err) MUST_USE;

#endif
