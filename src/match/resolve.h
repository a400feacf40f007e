/*
 * resolve.h - the words of a query as terms of one index, typos allowed.
 *
 * Each distinct word gets the terms it can stand for: itself, or, when the index does not know it,
 * terms within its edit budget (typo.h). Everything lives in the arena. Layer: match.
 */
#ifndef MATCH_RESOLVE_H
#define MATCH_RESOLVE_H

#include "match/index.h"
#include "match/query.h"
#include "match/steps.h"

enum { RESOLVE_ALTERNATIVES_MAX = 6 };

struct alternative {
    uint32_t term;
    float similarity; /* 1 the word itself; less for each edit */
    bool form;        /* another form of the word: exceeding for exceeded */
    bool late;        /* found by resolve_forms() */
};

struct word {
    struct str text;
    struct alternative alternatives[RESOLVE_ALTERNATIVES_MAX];
    size_t alternative_count; /* 0: the index has nothing like it */
    uint32_t first_token;     /* its occurrences: chained through resolved.next_token */
    float idf;                /* inverse document frequency over all fields; see resolve.c */
    unsigned flags;           /* of the token where it first stands */
    bool forms_left;          /* resolve_forms() has still to look for other forms of it */
    bool part;                /* only seen as a part of a longer name */
    bool gloss;               /* only said in another language */
    bool place;               /* only seen in URLs, paths, addresses, noise */
};

struct term_use {
    uint32_t term; /* INDEX_NONE in a free slot */
    uint32_t word;
    float similarity;
};

struct resolved {
    const struct query *query;
    struct steps *steps; /* NULL: without end */
    struct index *index;
    uint32_t cut_print;  /* typo_print() of it */
    uint32_t cut_start;  /* typo_start() of it */
    uint32_t cut_token;  /* the word that the text ends in, maybe in its middle; INDEX_NONE */
    struct word *words;
    size_t word_count;
    uint32_t *word_of_token;
    uint32_t *next_token; /* next occurrence of the same word, INDEX_NONE at the end */
    struct term_use *uses; /* open addressing by term */
    uint32_t use_mask;
};

/* forms: as if resolve_forms() were called, too. */
struct resolved *resolve(struct arena *a, struct index *x, const struct query *q, bool forms);
/* The same without forms; what is done with it then, too, spends of the steps, which outlive it. */
struct resolved *resolve_within(struct arena *a, struct index *x, const struct query *q,
                                struct steps *steps);
/* Look up words that the index has in other forms, too: more alternatives, no more uses. */
void resolve_forms(struct resolved *r, struct index *x);

static inline uint32_t resolved_slot(const struct resolved *r, uint32_t term)
{
    return (term * 2654435761u) & r->use_mask;
}

/* Words that can stand for the term: call with *slot = 0 first, until NULL comes back; *slot stays 0
 * when there are none. */
static inline const struct term_use *resolved_use(const struct resolved *r, uint32_t term,
                                                  uint32_t *slot)
{
    uint32_t at = *slot ? *slot - 1 : resolved_slot(r, term);
    for (; r->uses[at].term != INDEX_NONE; at = (at + 1) & r->use_mask)
        if (r->uses[at].term == term) {
            *slot = ((at + 1) & r->use_mask) + 1;
            return &r->uses[at];
        }
    return NULL;
}

/* What a word says of the problem, in nats: those of a path or URL speak of its place only. */
float word_weight(const struct word *w);

/* ln(1 + (N - df + 0.5) / (df + 0.5)): Robertson and Zaragoza 2009, never negative. */
float inverse_document_frequency(uint32_t entries, uint32_t df);

#endif
