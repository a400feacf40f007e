/*
 * walk.h - the files of a source, in the same order everywhere: names compared bytewise, a
 * folder's files before its folders.
 *
 * Links to folders are not followed, links to files only when they stay inside the root; so no
 * loop and no way out. Each folder is opened once and each document asked for its size and time
 * once. Layer: import.
 */
#ifndef IMPORT_SOURCE_WALK_H
#define IMPORT_SOURCE_WALK_H

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

enum walk_event {
    WALK_FOLDER,         /* a folder that will be read next: whoever watches it misses nothing */
    WALK_DOCUMENT,       /* a file to read */
    WALK_IGNORED,        /* a file that is no document by its name */
    WALK_IGNORED_FOLDER, /* hidden */
    WALK_LEFT_OUT,       /* a link out or to a folder, no regular file: `message` says why */
    WALK_REFUSED,        /* too deep, too many: `message` says why */
    WALK_UNREADABLE,     /* the system refuses it, though it may be there: `message` says why */
};

struct walk_file {
    enum walk_event event;
    /* Relative to the root, '/' between parts, valid UTF-8: a byte of the name that is none stands
     * in it as %XX. Empty for the root. */
    struct str path;
    const char *full;    /* absolute, to open it with */
    uint64_t size;       /* WALK_DOCUMENT: of the file, behind the link if it is one */
    int64_t mtime_ns;    /* the same */
    const char *message;
};

struct walker {
    int (*visit)(void *ctx, const struct walk_file *file); /* non-zero stops */
    void *ctx;
};

/*
 * The absolute path of the folder that relative paths start from: the folder at path, or the one
 * that the file at path stands in. In memory of mem_alloc; NULL when there is no such path.
 */
char *walk_root(const char *path, struct err *err);

/*
 * Put the path itself, absolute and without '.' and '..', its symbolic links unresolved: they may
 * lead elsewhere the next time. Resolved only where leaving out a '..' would lead elsewhere now, or
 * when there is no such path.
 */
void walk_given(const char *path, struct buf *out);

/* What a source at such a path is called unless it is given a name: the path's last part, of a file
 * that of its folder. In `given`, or static. */
struct str walk_source_name(const char *given);

/* Would a walk visit a file with this name as a document? Hidden ones, too, for who asks. */
bool walk_is_document(struct str path);

/* Walk the folder, or visit the one file. 0, what visit returned, or -1 when it cannot be read. */
int walk(const char *path, const struct walker *w, struct err *err) MUST_USE;

#endif
