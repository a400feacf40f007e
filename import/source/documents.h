/*
 * documents.h - the documents of one source: those of the knowledge base beside those on the disk.
 *
 * Everything belongs to it and lives until documents_free. One thread at a time. Layer: import.
 */
#ifndef IMPORT_SOURCE_DOCUMENTS_H
#define IMPORT_SOURCE_DOCUMENTS_H

#include "base/arena.h"
#include "import/source/walk.h"
#include "store/kb.h"

struct source_document {
    struct str path; /* from the source's root */
    /* As the knowledge base has it. */
    int64_t row; /* 0: it has not */
    struct document stored;
    /* On the disk. */
    bool there;
    bool unreadable;  /* maybe there: its folder could not be read */
    const char *full; /* to open it with; NULL unless there */
    uint64_t size;
    int64_t mtime_ns;
};

struct documents;

struct documents *documents_new(void);
void documents_free(struct documents *d); /* NULL is a no-op */

/* Add those of the source with this row: before any of the disk. */
int documents_load(struct documents *d, struct kb *kb, int64_t source_row,
                   struct err *err) MUST_USE;

/* Add what a walk met. False: another file has the same path. */
bool documents_add(struct documents *d, const struct walk_file *file);
/* A file or folder that the system refused; after the walk, documents_mark_blocked marks what the
 * knowledge base has of such. */
void documents_block(struct documents *d, struct str path);
void documents_mark_blocked(struct documents *d);

size_t documents_count(const struct documents *d);
/* In the order in which they were added; valid until the next is added. */
struct source_document *documents_at(const struct documents *d, size_t i);
struct source_document *documents_find(const struct documents *d, struct str path);

/* The document is now in the knowledge base, under this row, as *stored says (copied). */
void documents_put(struct documents *d, struct source_document *document, int64_t row,
                   const struct document *stored);

#endif
