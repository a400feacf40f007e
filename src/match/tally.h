/*
 * tally.h - what the entries of one index have of a query: the postings of its words, summed up for
 * each entry that has any.
 *
 * The work is bounded, however long the postings are: rare words come first and bring in entries;
 * once those still to come cannot bring in anybody who would be among the best (MaxScore: Turtle,
 * Flood 1995), they only count for the entries that are in. One thread at a time for each tally.
 * Layer: match.
 */
#ifndef MATCH_TALLY_H
#define MATCH_TALLY_H

#include "match/resolve.h"

struct sums {
    uint32_t entry;
    float strong;        /* idf of words in its messages and title */
    float body;          /* idf of words that only its text has */
    float forms;         /* idf of words that it has in another form */
    uint16_t code;       /* number of its codes + 1; 0: it shares none */
    uint16_t cover;      /* shares of a message that the words make up */
};

enum { TALLY_CODES_MAX = UINT16_MAX - 1 };

struct ranked {
    float rank;
    const struct sums *sums;
};

struct tally;

struct tally *tally_new(uint32_t entries);
void tally_free(struct tally *t); /* NULL is a no-op */
void tally_clear(struct tally *t);

/* The number of an entry's codes, from 0; those that are new get the next one. false: it is none of
 * the index, or there are too many. */
bool tally_code(struct tally *t, uint32_t entry, uint32_t *number, bool *is_new);
/* What they are worth, in nats. */
void tally_set_code(struct tally *t, uint32_t number, float worth);

/* Add the query's words; late: what resolve_forms() found, to what has been added before. */
void tally_words(struct tally *t, struct index *x, const struct resolved *r, struct arena *a,
                 bool late, struct steps *steps);

/* The best ones in falling order, at most CANDIDATES_MAX of them; how many. */
size_t tally_best(struct tally *t, struct ranked *top);
/* Were there too many postings? Then `strong` may lack some of an entry's words. */
bool tally_was_cut(const struct tally *t);

#endif
