/*
 * index.h - the packed index of one knowledge base: its format, and reading it.
 *
 * matcher_build_index (index_build.c) writes it as named sections into the KB file; here it is read
 * back as it is touched (section.h), so that a process that answers one query reads little of it and a
 * long-running one reads all once. What a query needs of one entry lies together. What the functions
 * below return stays valid until index_close.
 * Nothing in the file is trusted: every offset is checked where it is used, and a broken index gives
 * missing hits, never a read outside.
 *
 * All numbers are in the byte order of the machine that wrote the index (checked on opening).
 * One thread at a time. Layer: match.
 */
#ifndef MATCH_INDEX_H
#define MATCH_INDEX_H

#include "match/postings.h"
#include "store/kb.h"

#define INDEX_MAGIC   0x31584449u /* "IDX1" where it was written */
#define INDEX_VERSION 4u
#define INDEX_NONE    UINT32_MAX

enum { INDEX_ENTRY_FACETS_MAX = 64 /* of one entry that are looked at */ };

enum index_section {
    INDEX_HEADER,
    INDEX_CODES,         /* struct index_code, sorted by key, then entry */
    INDEX_TERMS,         /* struct index_term, open addressing by hash64(term), a power of two */
    INDEX_TERM_TEXT,     /* the terms: a byte with the size, then the term */
    INDEX_TYPOS,         /* struct index_typo, open addressing by variant, a power of two */
    INDEX_POSTINGS,      /* per term: its strong list, its body list (postings.h) */
    INDEX_ENTRY_PLACES,  /* uint32_t, where each entry begins in ENTRIES */
    INDEX_ENTRIES,       /* for each entry: struct index_entry, its signatures, its facets */
    INDEX_TEMPLATES,     /* the signatures' templates */
    INDEX_FACETS,        /* struct index_facet */
    INDEX_FACET_TEXT,
    INDEX_SECTIONS
};

struct index_header {
    uint32_t magic, version;
    uint32_t entries, terms, signatures, facets;
    uint32_t codes, term_slots, typo_slots, reserved;
};

enum index_code_flags { INDEX_CODE_DERIVED = 1, INDEX_CODE_BARE = 2, INDEX_CODE_MENTIONED = 4 };

struct index_code {
    uint64_t key; /* code_key() */
    uint32_t entry;
    uint32_t flags;
};

enum index_field { FIELD_MESSAGE = 1, FIELD_TITLE = 2, FIELD_BODY = 4 };

/* A term is known by its slot. */
struct index_term {
    uint32_t hash;         /* upper half of its hash; the lower half says where */
    uint32_t text;         /* in TERM_TEXT */
    uint32_t print;        /* typo_print(): what it cannot be a misspelling of */
    uint32_t df;           /* entries that have it in any field; 0 in a free slot */
    uint32_t df_signature; /* entries that have it in a message or title */
    uint32_t postings, strong_size, body_size; /* bytes in POSTINGS */
};

/* A word that deletions make of a term; term is INDEX_NONE in a free slot. */
struct index_typo {
    uint32_t variant; /* upper half of its hash; the lower half says where */
    uint32_t term;
};

enum index_entry_flags {
    INDEX_ENTRY_HAS_CODES = 1,
    INDEX_ENTRY_HAS_MESSAGES = 2,
    INDEX_ENTRY_HAS_ANSWER = 4, /* a cause or a remedy */
    INDEX_ENTRY_IS_FRAGMENT = 8, /* of a file that pages include: a page with the same says more */
};

struct index_entry {
    int64_t row;
    uint64_t remedy;  /* hash of cause and remedy: equal hashes, same answer */
    uint32_t group;   /* first entry of its group of near-duplicates */
    uint32_t date;    /* YYYYMMDD of the document, 0 unknown */
    uint32_t signature_count; /* struct index_signature with its terms, one behind the other */
    uint32_t facet_count;     /* behind them: uint32_t facet */
    uint32_t size;    /* of all of it, in bytes: a multiple of 8 */
    uint32_t flags;
    uint32_t words;   /* of the body */
    uint32_t reserved;
};

enum index_signature_kind { INDEX_MESSAGE, INDEX_TITLE };

struct index_signature_term {
    uint32_t term; /* INDEX_GAP set where a placeholder stands before it */
    float idf;     /* over messages and titles */
};
#define INDEX_GAP 0x80000000u

struct index_signature {
    uint32_t term_count;
    uint32_t kind;
    uint32_t text, text_size; /* in TEMPLATES */
    uint32_t placeholders;
    uint32_t starts; /* typo_start() of its words, together */
    struct index_signature_term terms[];
};

struct index_facet {
    uint32_t name, name_size, value, value_size, label, label_size; /* in FACET_TEXT */
};

extern const char *const index_section_names[INDEX_SECTIONS];

struct index;

/* The kb must outlive it. NULL and *err when there is no index, or one of another version. */
struct index *index_open(struct kb *kb, struct err *err);
void index_close(struct index *x); /* NULL is a no-op */

/* A read failed (disk, corrupt file) since opening: answers may lack hits. NULL when all is well. */
const struct err *index_trouble(const struct index *x);

struct index_counts {
    uint32_t entries, terms, signatures, facets;
};
struct index_counts index_counts(const struct index *x);

/* Entries that have the code key: *count records (the first 16384), NULL when none. */
const struct index_code *index_codes(struct index *x, uint64_t key, size_t *count);

/* All of them, one a call, i from 0; NULL behind the last. */
const struct index_code *index_code_at(struct index *x, size_t i);

uint32_t index_find_term(struct index *x, struct str term); /* INDEX_NONE when unknown */
const struct index_term *index_term(struct index *x, uint32_t term); /* NULL out of range */
struct str index_term_text(struct index *x, uint32_t term);
struct str index_term_bytes(struct index *x, const struct index_term *t); /* not to be shown, likewise */
/* Terms that share the deletion variant with this hash, one a call: *probe is 0 at first; INDEX_NONE
 * ends. */
uint32_t index_typo_term(struct index *x, uint64_t variant, uint32_t *probe);

struct posting_list index_strong(struct index *x, const struct index_term *t);
struct posting_list index_body(struct index *x, const struct index_term *t);

const struct index_entry *index_entry(struct index *x, uint32_t entry);
/* The next signature of an entry after `s` (NULL: the first); NULL at the end. */
const struct index_signature *index_next_signature(const struct index_entry *e,
                                                   const struct index_signature *s);
struct str index_template(struct index *x, const struct index_signature *s);
/* Any bytes: not to be shown. */
struct str index_template_bytes(struct index *x, const struct index_signature *s);

struct index_facet_text {
    struct str name, value, label;
};
/* The i-th facet of an entry; false when there is none. */
bool index_entry_facet(struct index *x, const struct index_entry *e, uint32_t i,
                       struct index_facet_text *out);

#endif
