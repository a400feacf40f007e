/*
 * parts.h - cause and remedy of a problem, as Markdown, from what stands under its heading.
 *
 * Labels decide where there are any. Prose without labels is cut in two where that fits its
 * sentences best: what explains before the cut, what tells to do something behind it.
 * Layer: import.
 */
#ifndef IMPORT_EXTRACT_PARTS_H
#define IMPORT_EXTRACT_PARTS_H

#include "import/extract/content.h"
#include "import/extract/write.h"

enum { PART_MAX = 32 * 1024 }; /* bytes of a cause or remedy */

struct parts {
    struct str cause, remedy;
    bool elsewhere;   /* the remedy is only where to read more */
    bool conditional; /* the cause is only the condition of the remedy's first sentence */
};

struct parts parts_of(const struct writer *w, const struct content *c);

/* The same for a single cell, from byte `from` of its plain text on. */
struct parts parts_of_block(const struct writer *w, const struct cues *cues,
                            const struct node *block, size_t from);
/* A cell's text without taking it apart. */
struct str parts_whole(const struct writer *w, const struct node *cell);

#endif
