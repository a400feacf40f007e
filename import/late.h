/*
 * late.h - lines of an index, kept until the whole source is read: "C2029 | left of ..." without a
 * word of explanation is an entry only when no document of the source explains its code.
 *
 * One thread at a time. Layer: import.
 */
#ifndef IMPORT_LATE_H
#define IMPORT_LATE_H

#include "base/err.h"
#include "store/entry.h"

enum { LATE_MAX = 100000 }; /* entries that are kept back; further ones are put at once */

struct late;

struct late *late_new(void);
void late_free(struct late *l); /* NULL is a no-op */

/* Does the entry only name its problem, so that it should wait? */
bool late_is_bare(const struct entry *e);
/* Note the codes that an entry explains. */
void late_explained(struct late *l, const struct entry *e);
/* Keep a copy of a bare entry of the document with this row; false when there are too many. */
bool late_keep(struct late *l, const struct entry *e, int64_t document_row);

/* Hand out, in the order they came, the entries whose codes nothing explains. Non-zero stops. */
int late_each(struct late *l, int (*put)(void *ctx, const struct entry *e, int64_t document_row),
              void *ctx);

#endif
