/*
 * facet.h - where an entry applies: clients and platforms named by headings, file names and
 * labels, products and versions from the front matter, phases of a process.
 *
 * Layer: import.
 */
#ifndef IMPORT_WORDS_FACET_H
#define IMPORT_WORDS_FACET_H

#include "base/arena.h"
#include "import/tree/front.h"
#include "store/entry.h"

/* Facets named by a heading ("Android client", "Join phase", "All clients"); how many, at
 * most cap. *only: the heading names nothing else, so that it groups what stands below it. */
size_t facet_of_heading(struct arena *a, struct str heading, struct facet *out, size_t cap,
                        bool *only);

/*
 * What a reader chose to see: the name of a tab ("Azure portal", id "portal") or of a zone's pivot.
 * A client (which platforms are, too) or a tool where it names a known one, else a facet called
 * `name`. False when it says nothing.
 */
bool facet_of_choice(struct arena *a, const char *name, struct str id, struct str label,
                     struct facet *out);

/* Versions as monikers give them: ">= msvc-170", "a || b". How many, at most cap; *label: all of
 * them in words. */
size_t facet_of_range(struct arena *a, struct str range, struct facet *out, size_t cap,
                      struct str *label);

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
