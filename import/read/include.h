/*
 * include.h - [!INCLUDE [title](path)]: finds them in a document's tree and puts the text of the
 * included file in their place.
 *
 * An included file that holds problems of its own is a document of its own: it is left out, since
 * it is read once for all of the pages that include it. What counts is whether its text, read
 * alone, gives an entry. Anything else - steps, a note, a product's name - becomes a part of the
 * page, with the line of its include, links as seen from the page.
 *
 * Paths are relative to the including file, or to the source's root (`~/`). What leads out of the
 * source, is not there, includes itself or is too much is left out and said.
 * One thread at a time. Layer: import.
 */
#ifndef IMPORT_READ_INCLUDE_H
#define IMPORT_READ_INCLUDE_H

#include "import/tree/tree.h"

enum {
    INCLUDE_DEPTH_MAX = 16,     /* includes in each other */
    INCLUDE_COUNT_MAX = 2000,   /* followed for one document */
    INCLUDE_FILE_MAX = 1 << 20, /* bytes; a larger file is a document of its own */
    INCLUDE_NODES_MAX = 200000, /* of all files that one document includes */
    INCLUDE_WARNINGS_MAX = 100, /* of one document */
};

/* What is asked of the reader. */
struct include_host {
    struct arena *arena;
    void *ctx;
    /* A fresh tree of the file at `path` from the root, without what it includes. NULL: it is not
     * there or cannot be read, *why says it. */
    struct node *(*read)(void *ctx, struct str path, const char **why);
    /* Does the file hold problems of its own? `tree` has its includes, and may be changed. */
    bool (*stands_alone)(void *ctx, struct str path, struct node *tree);
    void (*warn)(void *ctx, uint32_t line, const char *message);
};

/* Put the includes of the document at `path` into its tree. */
void include_resolve(const struct include_host *host, struct str path, struct node *root);

#endif
