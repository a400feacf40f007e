/*
 * import.h - troubleshooting documents to knowledge-base entries.
 *
 * Walks a source, reads each Markdown file into one document tree (md4c -> libxml2), and lets one
 * extractor find the problems in it. Nothing is skipped in silence: what could not be read, and
 * why, is counted and reported through the callback. Never prints, never exits.
 * Layer: import (base, text, store; beside match, which it never meets).
 */
#ifndef IMPORT_IMPORT_H
#define IMPORT_IMPORT_H

#include "base/err.h"
#include "store/kb.h"

enum {
    IMPORT_FILE_MAX = 32 << 20,   /* bytes of one document */
    IMPORT_DEPTH_MAX = 64,        /* folders below the root, and nesting of blocks that is kept */
    IMPORT_FILES_MAX = 1000000,
};

struct import_options {
    const char *path;     /* folder or file */
    const char *name;     /* of the source; NULL: the base name of path */
    const char *base_url; /* NULL: none */
    /* Called for each thing that went wrong with a file but does not stop the import; line 0: the
     * file as a whole. */
    void (*warn)(void *ctx, const char *path, uint32_t line, const char *message);
    void *warn_ctx;
};

struct import_report {
    uint64_t files_seen;      /* regular files met */
    uint64_t files_ignored;   /* not documents by their name (pictures, SOURCES-*.md, README.md) */
    uint64_t folders_ignored; /* hidden ones */
    uint64_t documents;       /* read */
    uint64_t documents_empty; /* of them without an entry */
    uint64_t failed;          /* could not be read: warned about */
    uint64_t warnings;
    uint64_t bytes;
    uint64_t entries, messages, codes;
};

/*
 * Import one source into a KB opened with kb_begin. 0, or -1 when nothing could be done (no such
 * path, unreadable root, the KB refuses). The caller commits.
 */
int import_source(struct kb *kb, const struct import_options *o, struct import_report *report,
                  struct err *err) MUST_USE;

#endif
