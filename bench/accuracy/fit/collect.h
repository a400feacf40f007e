/*
 * collect.h - asks a matcher and keeps what it found as an example.
 *
 * Which candidates are right: those that the label names (eval/labels.h), those that nothing in the
 * query tells apart from them (eval/shared.h), and near-duplicates of either.
 */
#ifndef FIT_COLLECT_H
#define FIT_COLLECT_H

#include "eval/labels.h"
#include "examples.h"
#include "match/matcher.h"

struct collector;

/* For these examples, over a knowledge base; both outlive it. NULL and *err on trouble. */
struct collector *collector_new(struct examples *x, struct kb *kb, struct err *err);
void collector_free(struct collector *c); /* NULL is a no-op */

/* What is asked, and what is known about it. */
struct asked {
    const struct label *label;
    struct str text; /* the label's, or what became of it */
    unsigned set;
    uint64_t topic;
    double weight;
    enum truth truth; /* TRUTH_ENTRY, TRUTH_NOT: the label names the entries */
};

/* Adds the example. 0, or -1 when the knowledge base cannot be read. */
int collect(struct collector *c, const struct asked *q, struct err *err) MUST_USE;

/*
 * What of the knowledge base answers the text without a doubt: a message that stands in it whole,
 * or nearly, or an own code. -1 when the knowledge base cannot be read.
 */
enum certainty { NOTHING_CERTAIN, MESSAGE_CERTAIN, CODE_CERTAIN };
int collect_certain(struct collector *c, struct str text, enum certainty *certain,
                    struct err *err) MUST_USE;

#endif
