/*
 * map.h - text to a 32-bit number: open addressing over XXH3, keys copied.
 *
 * Grows without limit; callers bound what they put in. One thread at a time. Layer: base.
 */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include "base/str.h"

struct map;

struct map *map_new(void);
void map_free(struct map *m); /* NULL is a no-op */
size_t map_count(const struct map *m);

/* The value of key, or NULL; valid until the next map_put. */
uint32_t *map_get(const struct map *m, struct str key);
/* The value of key, put in with `value` when it was not there; *was_new (may be NULL) says which. */
uint32_t *map_put(struct map *m, struct str key, uint32_t value, bool *was_new);

#endif
