/*
 * gather.h - where examples come from: labelled queries, the samples of documents, ordinary log
 * lines, and queries made of the messages of a knowledge base, with the entry there and without it.
 */
#ifndef FIT_GATHER_H
#define FIT_GATHER_H

#include "collect.h"
#include "generate.h"

enum {
    GATHER_FOLDS = 5, /* parts of the documents that are left out, one at a time */
};

/* The sets that are made here; all others are labelled. */
#define GATHER_GENERATED   "generated"
#define GATHER_LEFT_OUT    "left out"
#define GATHER_LINES       "log lines"
#define GATHER_QUOTED      "log lines that a document quotes"
#define GATHER_SAMPLES     "samples"
#define GATHER_NEAR_MISSES "near misses"

/* Labelled queries of the file, as they are (bare: without their codes). */
int gather_labels(struct collector *c, const char *path, bool bare, const char *set,
                  struct examples *x, struct err *err) MUST_USE;

/* The samples and near misses of the entries. */
int gather_samples(struct collector *c, struct kb *kb, struct examples *x,
                   struct err *err) MUST_USE;

/* At most `most` lines, a few of each shape, each a query without an answer. Those that state an
 * entry's message whole are a set of their own: only what is imported can help against them. */
int gather_lines(struct collector *c, const struct line_pool *noise, size_t most,
                 struct examples *x, struct err *err) MUST_USE;

struct gather_made {
    const struct line_pool *noise;
    uint64_t seed;
    size_t most; /* examples */
};
/* Messages of the entries, damaged. */
int gather_generated(struct collector *c, struct kb *kb, const struct gather_made *made,
                     struct examples *x, struct err *err) MUST_USE;

/* The same, asked of the knowledge base at the path without a part of its documents, among them the
 * message's: nothing must answer. Where another entry has its code, or the message nearly whole,
 * that is uncertain: only counted. */
int gather_left_out(const char *kb_path, const struct gather_made *made, struct examples *x,
                    size_t *uncertain, struct err *err) MUST_USE;

/* Those of the lines that no entry answers without a doubt, to put messages between. */
int gather_noise(const char *kb_path, struct arena *a, const struct line_pool *lines,
                 struct line_pool *noise, struct err *err) MUST_USE;

#endif
