/*
 * shadow.h - lines of an index, such as "C2029 | left of ..." without a word of explanation:
 * entries only when nothing else in their source explains the code.
 *
 * First tell of all entries which codes they explain, then ask for each bare one, in canonical
 * order: of several equal lines the first one stays. One thread at a time. Layer: match.
 */
#ifndef MATCH_SHADOW_H
#define MATCH_SHADOW_H

#include "match/analysis.h"

struct shadow;

struct shadow *shadow_new(void);
void shadow_free(struct shadow *s); /* NULL is a no-op */

/* An entry of the source with this row explains its own codes, unless it is bare. */
void shadow_explain(struct shadow *s, int64_t source, const struct analysis *n);
/* Is the entry bare, and its code explained by another one of its source? */
bool shadow_falls_on(struct shadow *s, int64_t source, const struct analysis *n);

#endif
