/*
 * values.h - which values the placeholders of an entry had, and how often.
 *
 * Up to VALUES_KEPT different values of a placeholder are counted exactly. Of more, the frequent
 * ones stay: a new one takes the place, and inherits the count, of the least frequent
 * (space-saving, Metwally et al., ICDT 2005), and what it inherited is subtracted when counts are
 * shown. Starts zeroed. One thread at a time. Layer: scan.
 */
#ifndef SCAN_VALUES_H
#define SCAN_VALUES_H

#include "scan/summary.h"

enum { VALUES_KEPT = 32 };

struct seen_value {
    char *text; /* owned */
    size_t n;
    uint64_t count, inherited;
};

struct seen_values {
    struct str name; /* of the placeholder; owned */
    struct seen_value items[VALUES_KEPT];
    size_t count;
    bool more;
};

struct values {
    struct seen_values *names;
    size_t count, cap;
};

/* Unnamed placeholders are named by their position, "1"; a repeated name gets "_2". */
void values_add(struct values *v, const struct capture *captures, size_t count);
void values_release(struct values *v);

/* In the arena. */
const struct capture_values *values_list(const struct values *v, struct arena *a);

#endif
