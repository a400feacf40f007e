/*
 * mem.h - heap allocation that never returns NULL.
 *
 * Running out of memory ends the process here, with one line on stderr and exit status 2: every
 * input has a limit (see the constants of each reader), so this is a machine out of memory and
 * not a hostile document. It is the only place below cli/ that writes or exits.
 * Thread-safe. Layer: base.
 */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include "base/base.h"

void *mem_alloc(size_t size);                 /* never NULL, also for size 0 */
void *mem_zalloc(size_t count, size_t size);  /* zeroed; aborts when count*size overflows */
void *mem_resize(void *p, size_t size);
void mem_free(void *p);                       /* NULL is a no-op */

/*
 * Room for one more element of a growing heap array: returns the array, moved when it was full.
 *     items = mem_grow(items, n, &cap, sizeof *items);
 *     items[n++] = ...;
 */
void *mem_grow(void *array, size_t used, size_t *cap, size_t element_size);

#endif
