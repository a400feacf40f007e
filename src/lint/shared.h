/*
 * shared.h - messages and codes that stand for several different answers.
 *
 * Private to lint/. Layer: lint.
 */
#ifndef LINT_SHARED_H
#define LINT_SHARED_H

#include "lint/subjects.h"

struct shared;

struct shared *lint_shared_new(const struct subjects *s); /* the subjects must outlive it */
void lint_shared_free(struct shared *h);                  /* NULL is a no-op */

/*
 * Add a finding for each signature that entries of one source share, with different answers and
 * nothing that tells which one applies: no facet, and no further signature that each of them has
 * alone. Entries that share several are told of once.
 */
void lint_shared_tell(struct shared *h, struct lint *l);

/* Was the signature with this key told of, for whatever entries? */
bool lint_shared_find(const struct shared *h, uint64_t key);

#endif
