/*
 * pages.h - which pages include a document, directly or through others.
 *
 * A page is a document that no other includes. Layer: import.
 */
#ifndef IMPORT_SOURCE_PAGES_H
#define IMPORT_SOURCE_PAGES_H

#include "import/source/documents.h"

enum { PAGES_MAX = 256 /* of one document: the first ones are kept */ };

/* Tell the knowledge base, where it is not what it knows. *changed: it was told something. */
int pages_update(struct kb *kb, const struct documents *documents, bool *changed,
                 struct err *err) MUST_USE;

#endif
