/*
 * needs.h - did anything change that a document was read with, beside its own bytes?
 *
 * Layer: import.
 */
#ifndef IMPORT_NEEDS_H
#define IMPORT_NEEDS_H

#include "import/documents.h"
#include "import/read.h"

/* Does any need of a stored document have another state now? */
bool needs_changed(const struct documents *documents, struct reader *reader,
                   const struct document *stored);

#endif
