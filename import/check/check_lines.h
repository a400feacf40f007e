/*
 * check_lines.h - what a check sees in the lines of a document, before they become a tree:
 * includes, ids of HTML, codes in two forms that disagree, and what the document wants not to be
 * told.
 *
 * Private to check.c. Thread-safe. Layer: import.
 */
#ifndef IMPORT_CHECK_CHECK_LINES_H
#define IMPORT_CHECK_CHECK_LINES_H

#include "text/code_forms.h"

struct check_lines {
    void (*include)(void *ctx, uint32_t line, struct str target);
    void (*anchor)(void *ctx, struct str name);
    void (*codes)(void *ctx, uint32_t line, const struct code_pair *pair);
    /* <!-- errkb-lint-disable[-line|-next-line] RULE... -->; line 0: the whole document. */
    void (*silence)(void *ctx, uint32_t line, struct str rules);
    void *ctx;
};

void check_lines(struct str text, const struct check_lines *found);

#endif
