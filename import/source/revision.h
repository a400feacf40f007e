/*
 * revision.h - which program reads a document: what else decides what it says, beside its bytes.
 *
 * Thread-safe. Layer: import.
 */
#ifndef IMPORT_SOURCE_REVISION_H
#define IMPORT_SOURCE_REVISION_H

#include "base/base.h"

/* Another number, another reading: made by the build of the sources of base/, text/, match/ and
 * import/ and the versions of the libraries that parse. */
uint64_t import_revision(void);

#endif
