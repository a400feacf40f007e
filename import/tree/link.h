/*
 * link.h - where the links of a document lead, seen from outside of it.
 *
 * With a base URL (or a URL of the document itself) links become absolute: relative ones, rooted
 * ones (/x), those from the root of the source (~/x); without one they become paths from the
 * source's root, so that they name another document of it. Links that a reader must not follow
 * (javascript:, data:, anything but known schemes) lead nowhere. Layer: import.
 */
#ifndef IMPORT_TREE_LINK_H
#define IMPORT_TREE_LINK_H

#include "base/arena.h"

struct place {
    struct str path;     /* of the document, from the source's root */
    struct str base_url; /* of the root, without a '/' at its end; may be empty */
    struct str url;      /* of the document, from its front matter; may be empty */
};

/* A link's target as the document writes it, resolved; empty when it leads nowhere. */
struct str link_resolve(struct arena *a, const struct place *p, struct str target);

/* The document's own URL with an anchor (may be empty); empty when there is none. */
struct str link_self(struct arena *a, const struct place *p, struct str anchor);

/* The target of a link in the file at `from` as a file at `to` would write it. */
struct str link_rebase(struct arena *a, struct str from, struct str to, struct str target);

/* folder/./x/../name without its dots; ".." that lead out of the root stay. */
struct str link_join(struct arena *a, struct str folder, struct str name);

#endif
