/*
 * shared.h - entries that state the same message: a query without a code cannot tell them apart, so
 * any of them is a right answer to it.
 *
 * Two messages are the same when their literal words are. One thread at a time. Layer: eval.
 */
#ifndef EVAL_SHARED_H
#define EVAL_SHARED_H

#include "eval/labels.h"
#include "store/kb.h"

struct shared;

/* Reads the messages of all entries of the knowledge bases. NULL and *err on trouble. */
struct shared *shared_new(struct kb *const *kbs, size_t count, struct err *err);
void shared_free(struct shared *s); /* NULL is a no-op */

/* Take the messages of all entries that are right for the label. */
void shared_expect(struct shared *s, const struct label *l);
/* Has the entry one of the messages taken last? */
bool shared_has(const struct shared *s, const struct entry *e);

#endif
