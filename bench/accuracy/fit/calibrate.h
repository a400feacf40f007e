/*
 * calibrate.h - makes the confidences of fitted weights those of labelled queries.
 *
 * The weights are fitted to more queries without an answer than people ask, so that they learn what
 * tells them apart; their confidences are too low for that. Here the score is stretched and shifted
 * (Platt 1999) until the log loss of "the first one is right" is least over the labelled queries.
 * By pattern search from (1, 0): deterministic. The order of candidates stays the same.
 */
#ifndef FIT_CALIBRATE_H
#define FIT_CALIBRATE_H

#include "ruling.h"

/* Of the same examples as logit_fit. */
void calibrate(const struct examples *x, const struct logit_options *o, struct fit *f);

#endif
