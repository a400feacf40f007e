/*
 * shared.h - entries that nothing in a query tells apart from the expected ones: they are right
 * answers to it too.
 *
 * It applies where none of the expected entries' codes stands in the query. Then an entry is as
 * right when it states the same message (the literal words of both are the same), or documents the
 * same problem: its message is a part of the expected one's, or the other way round, and their
 * titles say the same (the same words but for function words and those of one or two letters). One
 * thread at a time. Layer: eval.
 */
#ifndef EVAL_SHARED_H
#define EVAL_SHARED_H

#include "eval/labels.h"
#include "store/kb.h"

struct shared;

enum share {
    SHARE_NONE,
    SHARE_MESSAGE, /* the same message */
    SHARE_PROBLEM, /* a part of the message, and the title */
};

/* Reads the messages, titles and codes of all entries of the knowledge bases. NULL and *err on
 * trouble. */
struct shared *shared_new(struct kb *const *kbs, size_t count, struct err *err);
void shared_free(struct shared *s); /* NULL is a no-op */

/* Take all entries that are right for the label, asked with this text. How many others are as
 * right: 0 where one of the expected codes stands in the text. */
size_t shared_expect(struct shared *s, const struct label *l, struct str text);
/* What the entry has in common with those taken last; SHARE_NONE for an id that is not known. */
enum share shared_has(const struct shared *s, struct str id);

/* Is the label's answer among the entries at all? Of those taken last. */
bool shared_known(const struct shared *s);

#endif
