/*
 * analysis.h - what of one entry goes into the index: its distinct terms, its messages and title as
 * runs of them, its codes, its facets.
 *
 * It depends on the entry alone and is kept in the knowledge base (kb_put_terms), so that a refresh
 * reads only the texts that changed. What is kept carries a checksum and the version of this
 * module; unpacking trusts nothing. One thread at a time. Layer: match.
 */
#ifndef MATCH_ANALYSIS_H
#define MATCH_ANALYSIS_H

#include "base/arena.h"
#include "base/buf.h"
#include "store/entry.h"

enum analysis_flags {
    ANALYSIS_HAS_CODES = 1, /* of its own, not only mentioned */
    ANALYSIS_IS_BARE = 2,   /* only names its problem: a row with a code, without a word of
                               explanation */
};

/* Beside the index_field bits of a term: */
enum { ANALYSED_ANSWER = 8 /* stands in the cause or remedy */ };

struct analysed_term {
    struct str text;
    uint32_t fields;
};

struct analysed_signature {
    struct str text;       /* a template, or a title */
    uint32_t kind;         /* enum index_signature_kind */
    uint32_t placeholders;
    const uint32_t *terms; /* their numbers, INDEX_GAP set where a placeholder stands before one */
    uint32_t term_count;
};

struct analysed_code {
    uint64_t key;
    uint32_t flags; /* index_code_flags */
};

struct analysed_facet {
    struct str key; /* "name=value" */
    size_t name_size;
    struct str label;
};

struct analysis {
    uint32_t flags;
    uint32_t words;          /* of body, cause and remedy, with repeats */
    uint64_t answer_print;   /* fingerprint of the set of words of cause and remedy, 0: none */
    uint64_t *own_codes;     /* hashes of its own codes as they are printed */
    size_t own_code_count;
    struct analysed_term *terms; /* distinct, in the order in which they first stand in it */
    size_t term_count;
    struct analysed_signature *signatures; /* messages in their order, then the title; those with
                                              words */
    size_t signature_count;
    struct analysed_code *codes;
    size_t code_count;
    struct analysed_facet *facets;
    size_t facet_count;
};

struct analyser;

struct analyser *analyser_new(void);
void analyser_free(struct analyser *x); /* NULL is a no-op */

/* *out lives until the next call; its texts are views into *e or the analyser. */
void analyse(struct analyser *x, const struct entry *e, struct analysis *out);

/* As bytes, appended to out; and back, with views into the bytes and lists in the arena. */
void analysis_pack(const struct analysis *n, struct buf *out);
/* Are these bytes what analysis_pack of this version made? Else they have to be made anew. */
bool analysis_is_current(struct str bytes);
/* flags and own_codes only, which come first: quick. False when malformed, like the next. */
bool analysis_unpack_codes(struct str bytes, struct arena *a, struct analysis *out) MUST_USE;
bool analysis_unpack(struct str bytes, struct arena *a, struct analysis *out) MUST_USE;

#endif
