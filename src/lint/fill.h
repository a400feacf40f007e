/*
 * fill.h - messages as readers see them: templates with plausible values in their placeholders, and
 * what of them is literal.
 *
 * Thread-safe. Layer: lint.
 */
#ifndef LINT_FILL_H
#define LINT_FILL_H

#include "base/arena.h"

/* The same template gives the same text each time; the values of one message differ. */
struct str lint_fill(struct arena *a, struct str tmpl);

struct lint_wording {
    size_t placeholders;
    size_t words; /* literal ones but for function words; numbers and codes are no words */
};

/* What of a template is literal. */
struct lint_wording lint_wording(struct arena *a, struct str tmpl);

/* "I get an error when ...", "... a message stating that ...", but neither "no error" nor
 * "Error: X", which names it. */
bool lint_speaks_of_error(struct arena *a, struct str text);

#endif
