/*
 * front.h - the YAML front matter of a document: scalars and lists of scalars, as text.
 *
 * Tolerant: what is no YAML, or too much of it, is warned about and what could be read is kept;
 * the document's text starts behind it in any case. Aliases are not followed, so that nothing
 * expands. The only user of libyaml. Thread-safe. Layer: import.
 */
#ifndef IMPORT_TREE_FRONT_H
#define IMPORT_TREE_FRONT_H

#include "base/arena.h"

enum {
    FRONT_SIZE_MAX = 64 * 1024, /* bytes that are read as YAML */
    FRONT_ITEMS_MAX = 2000,
};

struct front_item {
    struct str key;
    struct str value; /* a list gives several items with one key */
    uint32_t line;
};

struct front {
    struct front_item *items;
    size_t count;
    size_t size;      /* bytes up to the text behind it; 0: there is none */
    uint32_t lines;   /* lines up to there */
    const char *bad;  /* what is wrong with it, in the arena; NULL: nothing */
    uint32_t bad_line;
};

struct front front_read(struct arena *a, struct str document);

/* First value of a key, empty when it is not there. */
struct str front_get(const struct front *f, const char *key);

#endif
