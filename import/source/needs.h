/*
 * needs.h - did anything change that a document was read with, beside its own bytes?
 *
 * Layer: import.
 */
#ifndef IMPORT_SOURCE_NEEDS_H
#define IMPORT_SOURCE_NEEDS_H

#include "import/source/documents.h"
#include "import/source/read.h"

/* Does any need of a stored document have another state now? */
bool needs_changed(const struct documents *documents, struct reader *reader,
                   const struct document *stored);

#endif
