/*
 * facet.h - where an entry applies: clients and platforms named by headings, file names and
 * labels, products and versions from the front matter, phases of a process.
 *
 * Layer: import.
 */
#ifndef IMPORT_FACET_H
#define IMPORT_FACET_H

#include "base/arena.h"
#include "import/front.h"
#include "store/entry.h"

/* Facets named by a heading ("Android client", "Join phase", "All clients"); how many, at
 * most cap. *only: the heading names nothing else, so that it groups what stands below it. */
size_t facet_of_heading(struct arena *a, struct str heading, struct facet *out, size_t cap,
                        bool *only);

/* Facets of a whole document: its file name, title and front matter. */
size_t facet_of_document(struct arena *a, struct str path, struct str title,
                         const struct front *front, struct facet *out, size_t cap);

/* "when using the web client": the client a text is about, when it says so. */
bool facet_of_text(struct arena *a, struct str text, struct facet *out);

/* "client: Android client; phase: connection" */
void facet_of_label(struct arena *a, struct str text, struct facet **items, size_t *count,
                    size_t *cap);

/* Add unless its name is there with the same value. */
void facet_add(struct arena *a, struct facet **items, size_t *count, size_t *cap, struct facet f);
bool facet_has(const struct facet *items, size_t count, struct str name);

#endif
