/*
 * shorten.h - answers and entries cut down to what a language model can take in.
 *
 * Texts are cut at a character and say where the rest is; lists lose their ends. What comes out is
 * bounded whatever a document holds. Everything lives in the arena. Thread-safe. Layer: serve.
 */
#ifndef SERVE_SHORTEN_H
#define SERVE_SHORTEN_H

#include "match/matcher.h"

/* Cause and remedy of each to `most` bytes; `rest` says where all of it is. True: something is gone. */
bool shorten_entry(struct kb_entry *e, size_t most, struct str rest, struct arena *a);
/* The same for all matches of the answer, which are copied; the first gets twice as much. */
bool shorten_answer(struct answer *answer, size_t most, struct arena *a);

#endif
