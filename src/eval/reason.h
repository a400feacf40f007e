/*
 * reason.h - why an answer is not the one that was wanted.
 *
 * Private to eval/. Layer: eval.
 */
#ifndef EVAL_REASON_H
#define EVAL_REASON_H

#include "eval/outcome.h"
#include "eval/shared.h"
#include "match/trace.h"

/* What a query is asked with. */
struct asker {
    struct kb *const *kbs;
    struct matcher *matcher;
    struct shared *shared; /* has taken the label's entries */
    struct trace trace;    /* of the query at hand */
};

/* Sets the outcome's reason and `because`, in `kept`; `a` is for the moment. */
int reason_find(const struct asker *r, const struct label *l, const struct answer *answer,
                struct outcome *o, struct arena *a, struct arena *kept, struct err *err) MUST_USE;

#endif
