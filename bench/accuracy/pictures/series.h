/*
 * series.h - what one run of `errkb eval --json` says, as far as it is drawn.
 */
#ifndef PICTURES_SERIES_H
#define PICTURES_SERIES_H

#include "base/err.h"
#include "eval/measure.h"

enum { SERIES_MAX = 4, CURVE_MAX = 512, NAME_SIZE = 48 };

/* The second and fourth one are variants of the first and third one: of the same colour, dashed. */
struct series {
    char name[NAME_SIZE];
    struct calibration calibration;
    struct risk_point curve[CURVE_MAX];
    size_t curve_count;
    double match_coverage, match_risk; /* of the verdict match, over all queries */
};

/* "NAME=FILE" */
int series_read(const char *argument, struct series *s, struct err *err) MUST_USE;

#endif
