/*
 * language.h - which language a document is in, as it says itself: a tag (de, de-de, zh-hans).
 *
 * Thread-safe. Layer: import.
 */
#ifndef IMPORT_LANGUAGE_H
#define IMPORT_LANGUAGE_H

#include "base/arena.h"

/* A tag in lower case with hyphens ("de_DE.UTF-8": de-de); empty when it is none ("csharp"). */
struct str language_tag(struct arena *a, struct str said);

/* The language that a path is of: de-de/x.md, x.de-de.md, docs/ja/x.md; empty when it says none. */
struct str language_of_path(struct str path);

#endif
