/*
 * outcome.h - what the matcher answered to a text, and with it to all that have the same key.
 *
 * Kept for all threads of a scan together, with the entries that are named: so each entry is read
 * once, and what one thread found out the others need not ask again. Nothing is ever taken back
 * while the scan lives. Thread-safe. Layer: scan.
 */
#ifndef SCAN_OUTCOME_H
#define SCAN_OUTCOME_H

#include "base/err.h"
#include "match/matcher.h"
#include "scan/memo.h"

enum { OUTCOME_MATCHES_MAX = 4, OUTCOMES_MAX = 30000, RIVALS_MAX = 100000 };

struct outcome {
    struct answer
        answer; /* match or ambiguous; its spans and captures are of the first such text */
};

/* Entries that have enough of the text for being the answer if they had its number, too. */
struct rivals {
    size_t count;
    uint32_t names[TELLING_RIVALS_MAX]; /* see matcher.h, struct telling; only `count` are there */
};

struct outcomes;

struct outcomes *outcomes_new(void);
void outcomes_free(struct outcomes *o); /* NULL is a no-op */

/* Keep the answer, or, when there are OUTCOMES_MAX, put it into `spare` (*kept is false). NULL and
 * *err when an entry cannot be read. */
const struct outcome *outcomes_keep(struct outcomes *o, struct kb *const *kbs,
                                    const struct answer *answer, struct arena *spare, bool *kept,
                                    struct err *err);

/* All rivals of the answer; NULL when there are none. In `spare` when there are RIVALS_MAX. */
const struct rivals *outcomes_keep_rivals(struct outcomes *o, const struct answer *answer,
                                          struct arena *spare, bool *kept);

/* The memo that all threads share. False when the key is not there. */
bool outcomes_get(struct outcomes *o, uint64_t key, struct memo_value *value);
void outcomes_put(struct outcomes *o, uint64_t key, const struct memo_value *value);

#endif
