/*
 * asked.h - every entry is looked up by each of its own messages and codes, as a reader would.
 *
 * Private to lint/. Layer: lint.
 */
#ifndef LINT_ASKED_H
#define LINT_ASKED_H

#include "lint/subjects.h"
#include "match/matcher.h"

enum lint_reached {
    LINT_REACHED, /* the entry, a near-duplicate or one with the same answer comes first, or a
                     question decides between it and others */
    LINT_TIED,    /* it is one of several in question, and nothing can be asked */
    LINT_BEATEN,  /* another one comes first */
    LINT_UNKNOWN, /* the verdict is none */
};

struct lint_asked {
    enum lint_reached reached;
    uint32_t winner; /* LINT_BEATEN: which; else SUBJECT_NONE */
    size_t rank;     /* of the entry, from 1; 0: not among the first ten */
    bool same_words; /* the winner has the same message: both are found by it */
};

/* Look up the text (not a template); 0, or -1 when the knowledge base cannot be read. */
int lint_ask(struct matcher *m, const struct subjects *s, const struct subject *own,
             struct str text, struct arena *a, struct lint_asked *asked, struct err *err) MUST_USE;

/* What a reader types who has this signature on the screen. */
struct str lint_query_of(struct arena *a, const struct signature *s);

#endif
