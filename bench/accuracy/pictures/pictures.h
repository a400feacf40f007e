/*
 * pictures.h - the two pictures of docs/accuracy.md.
 */
#ifndef PICTURES_PICTURES_H
#define PICTURES_PICTURES_H

#include "base/buf.h"
#include "series.h"

/* One panel for each series: confidence against the share of right entries, with 95 % intervals. */
void draw_reliability(struct buf *out, const struct series *all, size_t count);

/* A curve for each series: the share of wrong answers over the share of queries that get one. */
void draw_risk_coverage(struct buf *out, const struct series *all, size_t count);

#endif
