/*
 * outcome.h - labelled queries asked of knowledge bases: what came, whether it was right, and if
 * not why, in words that say what can be done about it.
 *
 * One thread at a time. Layer: eval.
 */
#ifndef EVAL_OUTCOME_H
#define EVAL_OUTCOME_H

#include "eval/labels.h"
#include "eval/measure.h"
#include "store/kb.h"

enum reason {
    REASON_NONE,          /* right, and sure of it */
    REASON_NOT_THERE,     /* no expected entry is in the knowledge base */
    REASON_NOT_FOUND,     /* none is among the entries that the query was compared with */
    REASON_CODE_CONFLICT, /* the query has a code, and the expected entry others */
    REASON_RANKED_BELOW,  /* another one fits better */
    REASON_OTHER_KEY,     /* another entry under the right heading came first */
    REASON_TIED,          /* right and first, but another one comes too close */
    REASON_UNSURE,        /* right and first, but not sure enough */
    REASON_FALSE_MATCH,   /* there is no answer, and one was given */
    REASON_REPEATED,      /* feedback said that this was wrong */
    REASONS
};
const char *reason_name(enum reason r); /* "not-found" */

/* Of one query. Texts live as long as the evaluation. */
struct outcome {
    const char *file;
    size_t line;
    uint64_t key; /* of the label's text and facets: the same in each run */
    struct str text, kind, note;
    enum label_says says;
    struct str wanted;    /* the first expected entry or document; empty when there is none */
    size_t others;        /* further entries that nothing tells apart from the wanted ones */
    struct judged judged; /* meaningless for LABEL_NOT */
    struct str entry;     /* the first one; empty when none came */
    struct str second;    /* the next one */
    bool right;           /* top-1 where there is an answer, no match where there is none */
    enum reason reason;
    struct str because; /* a sentence; empty with REASON_NONE */
    struct str explain; /* when asked for */
};

struct evaluation;

struct evaluation_options {
    bool strip_codes; /* take them out of the queries */
    bool explain;
};

/* The knowledge bases outlive it. NULL and *err on trouble. */
struct evaluation *evaluation_new(struct kb *const *kbs, size_t count,
                                  const struct evaluation_options *options, struct err *err);
void evaluation_free(struct evaluation *e); /* NULL is a no-op */

/* Ask all queries of the file, whose name outlives the evaluation. */
int evaluation_ask(struct evaluation *e, const char *path, struct err *err) MUST_USE;

/* In the order in which they were asked. */
const struct outcome *evaluation_outcomes(const struct evaluation *e, size_t *count);

#endif
