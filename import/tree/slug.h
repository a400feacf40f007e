/*
 * slug.h - anchors of headings as GitHub makes them, and short keys made the same way.
 *
 * Lower case; letters, digits, '-' and '_' stay, blanks become '-', all else goes. The same slug
 * again in one document gets -1, -2. Layer: import.
 */
#ifndef IMPORT_TREE_SLUG_H
#define IMPORT_TREE_SLUG_H

#include "base/arena.h"
#include "base/map.h"

struct str slug_of(struct arena *a, struct str heading);

/* The slug, made unique among those already in `used`. */
struct str slug_unique(struct arena *a, struct map *used, struct str slug);

/* A slug of at most max bytes, cut between words: for keys made from messages. */
struct str slug_short(struct arena *a, struct str text, size_t max);

#endif
