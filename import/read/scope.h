/*
 * scope.h - stretches of a document that hold for some readers only: zones, monikers and tabs.
 *
 *   ::: zone pivot="a"  ...  ::: zone-end
 *   ::: moniker range=">= b"  ...  ::: moniker-end
 *   # [Label](#tab/c)  ...  # [Label](#tab/d)  ...  ---
 *
 * dialect.c tells what it meets line by line; afterwards each line of the document knows its
 * facets, and where a stretch holds no headings its name stands before it in bold. Everything lives
 * in the arena. One thread at a time. Layer: import.
 */
#ifndef IMPORT_READ_SCOPE_H
#define IMPORT_READ_SCOPE_H

#include "import/tree/tree.h"
#include "store/entry.h"

enum {
    SCOPES_MAX = 1000, /* in one document; what stands in further ones has no facets */
    SCOPES_DEEP_MAX = 8,
    SCOPE_FACETS_MAX = 8,
    SCOPE_WARNINGS_MAX = 20, /* of one document */
};

enum scope_kind { SCOPE_ZONE, SCOPE_MONIKER, SCOPE_TAB };

struct scope {
    enum scope_kind kind;
    uint32_t from, to; /* lines: [from, to); from is that of the directive */
    bool holds;        /* closed as it should be: its facets can be relied on */
    struct facet *facets;
    size_t facet_count;
};

struct scopes {
    struct arena *arena;
    struct scope *items; /* in order of `from`, outer ones first */
    size_t count, cap;
    size_t open[SCOPES_DEEP_MAX]; /* innermost last */
    size_t open_count;
    struct str tab_ids[SCOPES_DEEP_MAX]; /* of the first tab of each open group */
    unsigned tab_levels[SCOPES_DEEP_MAX];
    uint32_t heading; /* line of the first heading behind the innermost tab, or of the last one */
    unsigned warned;  /* so many things were said already */
    /* What is wrong at a line; may be NULL. */
    void (*warn)(void *ctx, uint32_t line, const char *message);
    void *warn_ctx;
};

/* ---- while the lines are read ---------------------------------------------------------------- */

/* `pivot` and `range` as the document has them; *label is what to call it. False: too many. */
bool scope_zone(struct scopes *s, uint32_t line, struct str pivot, struct str *label);
bool scope_moniker(struct scopes *s, uint32_t line, struct str range, struct str *label);
bool scope_tab(struct scopes *s, uint32_t line, unsigned level, struct str label,
               struct str target);
void scope_end(struct scopes *s, uint32_t line, enum scope_kind kind);
/* A thematic break: true when it ends a group of tabs. */
bool scope_rule(struct scopes *s, uint32_t line);
void scope_heading(struct scopes *s, uint32_t line);
void scope_finish(struct scopes *s, uint32_t line); /* behind the last one */

/* ---- afterwards ------------------------------------------------------------------------------ */

/* The headings that dialect.c wrote in place of the directives become labels (LABEL_CHOICE) in
 * bold, or go where the stretch holds headings of its own. */
void scope_label(struct scopes *s, struct node *root);

/* The line in which the stretch ends that is named in this one; 0: there is none. */
uint32_t scope_end_of(const struct scopes *s, uint32_t line);

/* Facets of a line, those of the innermost stretch first; how many, at most cap. */
size_t scope_facets(const struct scopes *s, uint32_t line, struct facet *out, size_t cap);

#endif
