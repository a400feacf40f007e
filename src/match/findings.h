/*
 * findings.h - every documented error in one text, in the order in which they stand there.
 *
 * The text is cut into candidate messages (text/segment.h); each different one is looked up, and the
 * messages of a block together where none of them says enough alone, as the lines of a dialog. An
 * entry is told once, with all the lines where it stands. The work is bounded, whatever the text
 * holds. Everything lives in the arena. One thread at a time. Layer: match.
 */
#ifndef MATCH_FINDINGS_H
#define MATCH_FINDINGS_H

#include "match/matcher.h"

enum {
    FINDINGS_MAX = 256,         /* different errors told of one text */
    FINDINGS_LOOKUPS_MAX = 2048, /* different messages of one text that are looked up */
    FINDINGS_STEPS_MAX = 16 << 20, /* of a text that does not ask for more or less (matcher.h) */
    FINDINGS_LINES_MAX = 100,   /* lines told of one error; further ones are counted */
    FINDINGS_BLOCK_MAX = 12,    /* messages of a block that are seen together */
};

struct text_finding {
    struct answer answer;        /* match or ambiguous; its spans are bytes of the whole text */
    size_t span_start, span_end; /* where it stands first */
    uint32_t *lines;             /* of the text, from 1, in order */
    size_t line_count;
    size_t count; /* places where it stands */
};

struct findings {
    struct text_finding *items; /* in order of their first place */
    size_t count;
    size_t messages; /* candidate messages in the text */
    bool cut;        /* not all of them were looked up, or not all findings are told */
    bool query_cut;  /* the text was longer than MATCHER_QUERY_MAX */
};

/* 0, or -1 when a knowledge base cannot be read. */
int matcher_run_all(struct matcher *m, const struct matcher_query *q, struct arena *a,
                    struct findings *findings, struct err *err) MUST_USE;

#endif
