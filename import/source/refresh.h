/*
 * refresh.h - the documents of a source that are new, changed or gone: read, put, dropped, and what
 * became of their entries.
 *
 * Private to import.c. One thread at a time. Layer: import.
 */
#ifndef IMPORT_SOURCE_REFRESH_H
#define IMPORT_SOURCE_REFRESH_H

#include "import/source/documents.h"
#include "import/import.h"
#include "import/source/read.h"

struct refresh {
    struct kb *kb;
    const struct import_options *options;
    struct import_report *report;
    struct documents *documents;
    struct reader *reader;
    int64_t source_row;
    struct err *err;
};

/* Tell of something that went wrong. */
void refresh_warn(void *ctx, struct str path, uint32_t line, const char *message);

/* Bring the knowledge base to what stands on the disk. 0, or -1 with *r->err. */
int refresh_documents(struct refresh *r) MUST_USE;

#endif
