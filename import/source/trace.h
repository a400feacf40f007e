/*
 * trace.h - what is kept of an entry to see later what became of it: fingerprints of its fields,
 * and of its words.
 *
 * Layer: import.
 */
#ifndef IMPORT_SOURCE_TRACE_H
#define IMPORT_SOURCE_TRACE_H

#include "base/arena.h"
#include "import/import.h"

struct trace {
    struct str id, path, title;
    uint32_t line;
    bool shadowed;
    uint64_t fields[IMPORT_FIELDS];
    /* Only with words: */
    uint64_t content;    /* of title, signatures, cause and remedy */
    uint64_t signatures; /* 0: it has none */
    uint64_t codes;      /* its own, not mentioned ones; 0: it has none */
    uint32_t *words;     /* fingerprints of its words, sorted, without repeats */
    size_t word_count;
};

/* Everything in *out lives in the arena. */
void trace_entry(struct arena *a, const struct entry *e, struct str path, bool words,
                 struct trace *out);

/* A bit for each field in which they differ. */
unsigned trace_differ(const struct trace *a, const struct trace *b);

/* Words of both over words of either: 0 to 1. */
double trace_likeness(const struct trace *a, const struct trace *b);

/* What stands behind the path in an id: "#slug/key". */
struct str trace_anchor(struct str id);

#endif
