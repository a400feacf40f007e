/*
 * labels.h - labelled queries: real error text and the entries that explain it.
 *
 * JSON Lines as docs/feedback.md says: labels written by hand, and what report/feedback.h wrote.
 * Layer: eval.
 */
#ifndef EVAL_LABELS_H
#define EVAL_LABELS_H

#include "base/arena.h"
#include "base/err.h"
#include "store/entry.h"

enum {
    LABELS_FILE_MAX = 256 << 20, /* bytes of a file of labelled queries */
    LABELS_EXPECT_MAX = 64,      /* entries of one query */
    LABELS_FACETS_MAX = 16,      /* of one query */
};

enum label_says {
    LABEL_ENTRIES, /* one of the expected entries is right */
    LABEL_NONE,    /* there is no answer */
    LABEL_NOT,     /* only that the given entry, or the verdict none, was wrong */
};

struct label {
    struct str text;
    enum label_says says;
    struct str *expect; /* LABEL_ENTRIES: ids or documents */
    size_t expect_count;
    struct str given;     /* LABEL_NOT: id of the wrong entry; empty: the verdict none was wrong */
    struct facet *facets; /* to be asked with it: name and value */
    size_t facet_count;
    struct str kind; /* may be empty */
    struct str code; /* may be empty */
    struct str note; /* may be empty */
    size_t line;
};

/* All queries of the file, in the arena. NULL and *err, with its line, when one is malformed. */
struct label *labels_read(struct arena *a, const char *path, size_t *count, struct err *err);

/* The text without its codes: those that code.h finds, and the label's own. */
struct str label_without_codes(struct arena *a, const struct label *l);

enum judgement {
    JUDGED_RIGHT,
    JUDGED_NEAR, /* the right heading, but another of the entries below it */
    JUDGED_WRONG,
};
/* What the id is to a label that expects entries. */
enum judgement label_judge(const struct label *l, struct str id);

#endif
