/*
 * arena.h - memory for one unit of work (a document, a query), freed in one call.
 *
 * Everything allocated belongs to the arena and dies with arena_reset or arena_free. Built with
 * AddressSanitizer each object is a malloc of its own, so that overruns between neighbours are
 * seen. One thread at a time. Layer: base.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/str.h"

struct arena;

struct arena *arena_new(void);
void arena_free(struct arena *a);  /* NULL is a no-op */
void arena_reset(struct arena *a); /* frees all objects, keeps one block for the next unit */

/* Aligned for any type, never NULL, not cleared / cleared. */
void *arena_alloc(struct arena *a, size_t size);
void *arena_zalloc(struct arena *a, size_t count, size_t size);

struct str arena_dup(struct arena *a, struct str s);     /* with a NUL behind it */
struct str arena_concat(struct arena *a, struct str s, struct str t);
struct str arena_printf(struct arena *a, const char *format, ...) PRINTF_LIKE(2, 3);

/*
 * Room for one more element of an array in the arena (the old copy stays until the reset):
 *     items = arena_grow(a, items, n, &cap, sizeof *items);
 *     items[n++] = ...;
 */
void *arena_grow(struct arena *a, void *array, size_t used, size_t *cap, size_t element_size);

#endif
