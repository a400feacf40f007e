/*
 * maker.h - drafts to entries: ids, texts, signatures, facets, links, other names.
 *
 * Layer: import.
 */
#ifndef IMPORT_EXTRACT_MAKER_H
#define IMPORT_EXTRACT_MAKER_H

#include "base/map.h"
#include "import/extract/draft.h"
#include "import/words/facet.h"

enum { MAKER_FACETS_MAX = 8 };

struct maker {
    const struct finding *f;
    const size_t *phase; /* of each section: the one that says which phase it is in, or SECTION_NONE */
    struct map *ids;     /* that are taken in this document */
    struct facet facets[MAKER_FACETS_MAX]; /* of the document: maker_document() finds them */
    size_t facet_count;
};

/* Title, language, date, address and facets of the document. */
void maker_document(struct maker *m, struct extracted *out);

/* The drafts, whose parts are known, sorted by their lines, as entries. */
void maker_entries(struct maker *m, struct drafts *d, struct extracted *out);

#endif
