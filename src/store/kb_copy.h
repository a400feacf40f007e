/*
 * kb_copy.h - a knowledge base's file as it is at one moment, in memory: for who stays (a server),
 * and must neither keep an import waiting nor wait for one.
 *
 * Copies are counted and never change; threads share them. Layer: store.
 */
#ifndef STORE_KB_COPY_H
#define STORE_KB_COPY_H

#include "store/kb.h"

struct kb_copy;

/* The file at path; waits for a commit that is under way. NULL and *err as kb_open. */
struct kb_copy *kb_copy_read(const char *path, struct err *err);
struct kb_copy *kb_copy_share(struct kb_copy *c); /* c, one more time */
void kb_copy_free(struct kb_copy *c);             /* NULL is a no-op */

size_t kb_copy_size(const struct kb_copy *c);
/* Does it differ from another state of the same file that was read before? */
bool kb_copy_same(const struct kb_copy *a, const struct kb_copy *b);
/* Open it; the handle must be closed before the copy is freed. */
struct kb *kb_copy_open(const struct kb_copy *c, struct err *err);

#endif
