/*
 * link.h - where the links of a document lead, seen from outside of it.
 *
 * With a base URL (or a URL of the document itself) relative links become absolute, without one
 * they become paths from the source's root. Layer: import.
 */
#ifndef IMPORT_LINK_H
#define IMPORT_LINK_H

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

#endif
