/*
 * run.h - one query being answered: what the steps of matcher_run hand to each other.
 *
 * Private to match/. Everything lives in the caller's arena. Layer: match.
 */
#ifndef MATCH_RUN_H
#define MATCH_RUN_H

#include "match/candidates.h"
#include "match/decide.h"
#include "match/pattern.h"

struct layer {
    struct kb *kb;
    struct index *index;
    struct candidate_scratch *scratch;
};

struct run;

/* Sees what each attempt at a query found and decided; true: the next attempt is made also when this
 * one was clear. For bench/accuracy/fit, which wants to see all of them. */
typedef bool run_observer(void *ctx, const struct run *r, const struct decision *d);

struct matcher {
    struct layer layers[MATCHER_LAYERS_MAX];
    size_t layer_count;
    struct steps steps; /* of the text at hand */
    run_observer *observe; /* NULL: nobody */
    void *observe_ctx;
};

struct run {
    struct matcher *m;
    const struct matcher_query *query;
    struct arena *arena;
    struct query *q;
    struct resolved *resolved[MATCHER_LAYERS_MAX];
    struct candidate *candidates;
    size_t count;
    struct candidate *earlier; /* of the attempt before this one */
    size_t earlier_count;
    bool *known; /* for each code of the query: an entry has it */
    struct index *indexes[MATCHER_LAYERS_MAX];
    size_t gave_up; /* patterns that hit their step limit */
};

static inline struct index *run_index(const struct run *r, const struct candidate *c)
{
    return r->m->layers[c->layer].index;
}

/* ---- one text (matcher.c) ---------------------------------------------------------------------- */

/* A new text: what it may cost. */
void run_begin(struct matcher *m, const struct matcher_query *query);

/* Read the text with the words that the matcher's indexes know. */
struct query *run_read(struct matcher *m, struct str text, struct arena *a);

/* matcher_run for a text that is taken as one message; *read: what was read of it. */
int run_once(struct matcher *m, const struct matcher_query *query, struct arena *a,
             struct query **read, struct answer *answer, struct err *err) MUST_USE;

/* ---- a text by its messages (findings.c) -------------------------------------------------------- */

/* What one of the messages of the text says better than the whole of it: *answer of the whole is
 * replaced when one of them has a clear answer and the whole has none, or one by weaker evidence. */
int run_parts(struct matcher *m, const struct matcher_query *query, const struct query *q,
              struct arena *a, struct answer *answer, struct err *err) MUST_USE;

/* ---- facets (facets.c) ------------------------------------------------------------------------- */

/* The asker's facets: false for an entry that has one of them with other values only. */
bool run_fits_facets(const struct run *r, const struct candidate *c);
/* Sets FEATURE_FACET: 1 where the query names a facet value of the entry, -1 where only others'. */
void run_score_facets(struct run *r);

/* ---- severity (severity.c) --------------------------------------------------------------------- */

/* Sets FEATURE_SEVERITY of the candidates whose messages have been aligned. */
void run_score_severity(struct run *r);

/* ---- verification (verify.c) ------------------------------------------------------------------- */

/* Set FEATURE_PATTERN and the pattern of the candidates, best first, whose messages are covered well
 * enough. */
void run_verify_best(struct run *r);
void run_free_patterns(struct run *r);

/* ---- codes that would decide (telling.c) ------------------------------------------------------- */

/* Share of a code's strength that is left where the index has it so (enum index_code_flags). */
float code_factor(uint32_t flags);
/* What an entry is called there. */
static inline uint32_t rival_name(size_t layer, uint32_t entry)
{
    return (uint32_t)layer << 28 ^ entry;
}
void run_telling(const struct run *r, const struct decision *d, struct answer *answer);

/* ---- the answer (answer.c) --------------------------------------------------------------------- */

/* Fill the answer's matches and codes. 0, or -1 when a knowledge base cannot be read. */
int run_answer(struct run *r, const struct decision *d, struct answer *answer,
               struct err *err) MUST_USE;

#endif
