/*
 * language.h - which language a document or a text is in: a tag (de, de-de, zh-hans).
 *
 * Documents say it; texts are told by their script and a few words that every text has. Only what
 * is needed to prefer one translation to another. Thread-safe. Layer: text.
 */
#ifndef TEXT_LANGUAGE_H
#define TEXT_LANGUAGE_H

#include "base/arena.h"

/* A tag in lower case with hyphens ("de_DE.UTF-8": de-de); empty when it is none ("csharp"). */
struct str language_tag(struct arena *a, struct str said);

/* The language that a path is of: de-de/x.md, x.de-de.md, docs/ja/x.md; empty when it says none. */
struct str language_of_path(struct str path);

/* The same for all translations of a document: a hash of its path without the language. */
uint64_t language_place(struct str path);

/* The language of a text: de, en, ja, ko, zh, or empty when it says too little. */
struct str language_of_text(struct str text);

/* The same language, whatever the country. */
bool language_same(struct str a, struct str b);

#endif
