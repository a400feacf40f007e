/*
 * compare.h - two runs over the same queries: what became right, what became wrong, and whether
 * that can be chance.
 *
 * One thread at a time. Layer: eval.
 */
#ifndef EVAL_COMPARE_H
#define EVAL_COMPARE_H

#include "eval/outcome.h"

enum { COMPARE_FILE_MAX = 256 << 20 /* bytes of an earlier report */ };

/* What is known of one query of the earlier run. */
struct earlier {
    uint64_t key; /* outcome.key */
    bool right;
    enum verdict verdict;
    struct str entry; /* empty: none */
};

/* The queries of an earlier run, from its report as JSON (outcome_json.h), in the arena. NULL and
 * *err when it is none. */
struct earlier *earlier_read(struct arena *a, const char *path, size_t *count, struct err *err);
/* The same of outcomes; entries are views. */
struct earlier *earlier_of(struct arena *a, const struct outcome *outcomes, size_t count);

struct change {
    const struct outcome *now;
    const struct earlier *before;
};

struct comparison {
    struct change *better, *worse; /* in the order of the queries */
    size_t better_count, worse_count;
    size_t both_right, both_wrong;
    size_t unpaired; /* of either run: not asked in the other one */
    double p;        /* of at least so uneven changes, were both runs equally good */
};

/* Pairs the queries by their keys; those of one key in their order. LABEL_NOT is left out. */
struct comparison compare(struct arena *a, const struct outcome *outcomes, size_t count,
                          const struct earlier *before, size_t before_count);

/* Exact two-sided McNemar test (a sign test of those that changed). 1 when nothing did. */
double mcnemar(size_t better, size_t worse);

#endif
