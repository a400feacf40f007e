/*
 * feedback.h - what somebody said of an answer, as one line that `errkb eval` measures later.
 *
 * The format, which labelled queries share: docs/feedback.md. eval/labels.h reads it. Thread-safe.
 * Layer: report.
 */
#ifndef REPORT_FEEDBACK_H
#define REPORT_FEEDBACK_H

#include "base/buf.h"
#include "match/matcher.h"

struct feedback {
    struct str text;            /* the query as it was asked, any bytes */
    const struct facet *facets; /* asked with it: name and value */
    size_t facet_count;
    enum verdict verdict; /* that was given */
    struct str entry;     /* id of the first entry that was given; empty when there was none */
    double confidence;    /* of it */
    bool right;           /* what was given is the answer; verdict none: there is none */
    bool expect_none;     /* wrong: there is no answer to it at all */
    struct str expect;    /* wrong: id of the right entry; empty when nobody said */
    struct str kind;      /* for breaking results down; empty: "feedback" */
    struct str note;      /* for people; may be empty */
    int64_t time;         /* seconds since 1970, UTC */
};

/* Append the line and its line feed. */
void feedback_line(const struct feedback *f, struct buf *out);

#endif
