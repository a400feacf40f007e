/*
 * stats.h - what kb_stats tells, by the names under which the file keeps it.
 *
 * Layer: store, private to it.
 */
#ifndef STORE_STATS_H
#define STORE_STATS_H

#include "store/db.h"

/* Read what the file says, which may be wrong. */
int stats_load(struct kb *kb, struct kb_stats *stats, struct err *err) MUST_USE;
/* Write what differs from what the file says. */
int stats_store(struct kb *kb, const struct kb_stats *stats, struct err *err) MUST_USE;

/* An entry's lists come (sign 1) or go (-1). */
void stats_count(struct kb_stats *stats, const struct entry *e, int sign);

#endif
