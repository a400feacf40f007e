/*
 * extract.h - the entries of one document: the extractor knows only the tree.
 *
 * Layer: import.
 */
#ifndef IMPORT_EXTRACT_EXTRACT_H
#define IMPORT_EXTRACT_EXTRACT_H

#include "import/words/cue.h"
#include "import/tree/front.h"
#include "import/read/scope.h"
#include "import/tree/tree.h"
#include "store/entry.h"

struct extract_input {
    struct str source;   /* name */
    struct str path;     /* of the document, from the source's root */
    struct str base_url; /* of the root, may be empty */
    const struct front *front;
    struct node *root;
    const struct scopes *scopes; /* zones and tabs by line; NULL: none */
    const struct cues *cues;
    /* Is there a document at this path from the root? May be NULL: none. */
    bool (*exists)(void *ctx, struct str path);
    void *exists_ctx;
};

struct extracted {
    struct str title, language, date, url; /* of the document */
    struct entry *entries;                 /* in order of their lines */
    size_t count;
    bool cut; /* there were more headings or problems in it than are kept */
};

/* All of *out lives in the arena, and views the document's text, which must live as long. The tree
 * is changed on the way (labels are taken out of it). */
void extract(struct arena *a, const struct extract_input *in, struct extracted *out);

#endif
