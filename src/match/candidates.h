/*
 * candidates.h - the entries worth looking at closely: by code, and by their rarest shared words.
 *
 * Never every entry: postings of the query's rarest words only, a bounded number (tally.h). One
 * thread at a time for each scratch. Layer: match.
 */
#ifndef MATCH_CANDIDATES_H
#define MATCH_CANDIDATES_H

#include "match/score.h"

struct candidate_scratch;

struct candidate_scratch *candidate_scratch_new(uint32_t entries);
void candidate_scratch_free(struct candidate_scratch *s); /* NULL is a no-op */

/*
 * The best candidates of one layer, codes and retrieval filled in, in falling order of both; *count of
 * them, in the arena. known[i] is set when an entry has code i of the query.
 */
struct candidate *candidates_find(struct candidate_scratch *s, struct index *x,
                                  const struct resolved *r, struct arena *a, bool *known,
                                  size_t *count, struct steps *steps);

/* The same again for the query of the last call, after resolve_forms(): what the other forms of its
 * words add. */
struct candidate *candidates_find_forms(struct candidate_scratch *s, struct index *x,
                                        const struct resolved *r, struct arena *a, size_t *count,
                                        struct steps *steps);

#endif
