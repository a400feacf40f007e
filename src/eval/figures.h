/*
 * figures.h - the figures of an evaluation, over all queries and by kind, as text and as JSON.
 *
 * One thread at a time. Layer: eval.
 */
#ifndef EVAL_FIGURES_H
#define EVAL_FIGURES_H

#include "base/buf.h"
#include "eval/compare.h"

enum { FIGURES_KINDS_MAX = 32 /* further kinds are one: "others" */ };

/* All queries, or those of one kind. */
struct figures_row {
    struct str name;
    struct measures measures;
    double false_at; /* measure_false_at 0.95 */
    struct calibration calibration;
    struct judged *judged; /* on the heap */
    size_t count, cap;
};

struct figures {
    struct figures_row rows[FIGURES_KINDS_MAX + 2]; /* "all" first */
    size_t count;
    size_t shared;    /* answerable queries that other entries are as right for */
    size_t feedback;  /* queries of which only a wrong answer is known */
    size_t repeated;  /* of those: it is given again */
    size_t not_there; /* answerable queries none of whose entries is in the knowledge base */
};

void figures_of(const struct outcome *outcomes, size_t count, struct figures *f);
void figures_free(struct figures *f);

/* A table, and what it does not tell. */
void figures_text(const struct figures *f, struct buf *out);

/* What went wrong or was not sure, one paragraph each, made safe for a terminal. */
void figures_wrong(const struct outcome *outcomes, size_t count, struct buf *out);

/* What changed since an earlier run, likewise. */
void figures_comparison(const struct comparison *c, struct str with, struct buf *out);

struct figures_json {
    const struct figures *figures;
    const struct outcome *outcomes;
    size_t count;
    const struct comparison *comparison; /* NULL: none was made */
    struct str with;
    bool strip_codes;
};
/* One line; errkb-eval(1) tells what is in it. */
void figures_json(const struct figures_json *j, struct buf *out);

#endif
