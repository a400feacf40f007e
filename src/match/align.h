/*
 * align.h - how much of a message stands in a query, in order.
 *
 * The words of a message (with gaps where placeholders stand) are chained to words of the query by
 * dynamic programming over the places where they agree: order counts, typos count less, words
 * between cost little, less where a placeholder stands. Thread-safe. Layer: match.
 */
#ifndef MATCH_ALIGN_H
#define MATCH_ALIGN_H

#include "match/resolve.h"

struct alignment {
    float weight;      /* inverse document frequencies of the message's words, summed */
    float matched;     /* of those that are chained, less penalties; 0 to weight */
    float unordered;   /* of those that stand anywhere in the query */
    float replaced;    /* of those that the query has another word for, in their place */
    float window;      /* of all words of the query from the first to the last chained one */
    float accounted;   /* of those of them that are chained or stand where a placeholder does */
    uint32_t words;    /* chained */
    uint32_t first_token, last_token; /* of the chain, in the query; valid when words > 0 */
    bool whole;        /* every word is chained, without an edit */
};

/* Without words when it could not be worth more than `least` (alignment_quality()). */
struct alignment align(const struct resolved *r, const struct index_signature *s, float least);

#endif
