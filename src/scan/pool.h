/*
 * pool.h - blocks with their buffers, used over and over.
 *
 * A buffer is aligned to pages and zero for BLOCK_PADDING bytes behind what was read. Those that
 * grew for one large record are given back to the system. One thread takes and grows, any puts
 * back. Layer: scan.
 */
#ifndef SCAN_POOL_H
#define SCAN_POOL_H

#include "scan/format.h"

struct pool;

struct pool *pool_new(void);
void pool_free(struct pool *p); /* NULL is a no-op; all blocks must be back */

struct block *pool_take(struct pool *p);      /* with nothing in it */
char *pool_buffer(struct block *b);           /* where its bytes are */
size_t pool_room(const struct block *b);      /* how many it can hold */
void pool_grow(struct block *b, size_t used); /* twice as many, `used` of them kept */
void pool_set(struct block *b, size_t n);     /* so many of them are its bytes now */

#endif
