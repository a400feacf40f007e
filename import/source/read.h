/*
 * read.h - one file to a document and its entries: bytes to text, text to tree, tree to entries.
 *
 * What a document says depends on its own bytes and on what stands in `needs`, on nothing else:
 * so a refresh knows what to read again. One thread at a time. Layer: import.
 */
#ifndef IMPORT_SOURCE_READ_H
#define IMPORT_SOURCE_READ_H

#include "base/err.h"
#include "import/extract/extract.h"

struct reader_options {
    struct str source;   /* name */
    struct str root;     /* absolute path of the folder that paths start from */
    struct str base_url; /* may be empty */
    /* Something went wrong that does not stop the reading; line 0: the file as a whole. */
    void (*warn)(void *ctx, struct str path, uint32_t line, const char *message);
    void *warn_ctx;
    bool single; /* the source is one file: what it includes is no document of its own */
};

struct reader;

struct reader *reader_new(const struct reader_options *o); /* views of *o must outlive it */
void reader_free(struct reader *r);                        /* NULL is a no-op */

/* The bytes of a file, until the next call; -1: cannot be read, *err says why. */
int reader_load(struct reader *r, const char *full, struct str *bytes, struct err *err) MUST_USE;

struct read_document {
    struct document document; /* size, mtime_ns and hash are the caller's to fill in */
    struct entry *entries;    /* in order of their lines */
    size_t count;
};

/*
 * Read what reader_load gave as the document at `path` from the root. Everything in *out lives until
 * the next reader_load. -1: it could not be parsed (warned about).
 */
int reader_read(struct reader *r, struct str path, struct read_document *out) MUST_USE;

/*
 * What a document depends on, as it is now (need.state has what it was): the hash of a file's bytes
 * for NEED_CONTENT, 1 for NEED_EXISTENCE; 0 when there is no such file inside of the source.
 */
uint64_t reader_need_state(struct reader *r, enum need_kind kind, struct str path);

#endif
