/*
 * labels.h - labelled queries: real error text and the entries that explain it.
 *
 * JSON Lines: {"text": "...", "expect": "DOCUMENT" | ["ENTRY ID", ...] | null, "kind": "...",
 * "code": "..."}. A document stands for all its entries; null says that the right verdict is none.
 * Further fields are ignored. Layer: eval.
 */
#ifndef EVAL_LABELS_H
#define EVAL_LABELS_H

#include "base/arena.h"
#include "base/err.h"

enum {
    LABELS_FILE_MAX = 256 << 20, /* bytes of a file of labelled queries */
    LABELS_EXPECT_MAX = 64,      /* entries of one query */
};

struct label {
    struct str text;
    struct str *expect; /* ids or documents; none when expect_count is 0 */
    size_t expect_count;
    struct str kind; /* may be empty */
    struct str code; /* may be empty */
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
enum judgement label_judge(const struct label *l, struct str id);

#endif
