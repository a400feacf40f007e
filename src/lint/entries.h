/*
 * entries.h - the rules that look at a knowledge base: does every entry answer to what it is made
 * from?
 *
 * Layer: lint.
 */
#ifndef LINT_ENTRIES_H
#define LINT_ENTRIES_H

#include "lint/lint.h"
#include "store/kb.h"

/* Where the files of each source lie, as findings are to name them. */
struct lint_source {
    struct str name;
    struct str prefix; /* of the paths in it: "docs/", or empty */
};

struct lint_sources {
    const struct lint_source *items;
    size_t count;
};

/* Add what is wrong with the entries of a KB that was committed, with its index. 0, or -1 when it
 * cannot be read. */
int lint_entries(struct lint *l, struct kb *kb, const struct lint_sources *sources,
                 struct err *err) MUST_USE;

#endif
