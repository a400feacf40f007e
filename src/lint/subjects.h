/*
 * subjects.h - the entries of a knowledge base as the rules look at them, all at once in memory.
 *
 * Private to lint/. Everything lives until lint_subjects_free. One thread at a time. Layer: lint.
 */
#ifndef LINT_SUBJECTS_H
#define LINT_SUBJECTS_H

#include "lint/entries.h"

#define SUBJECT_NONE UINT32_MAX
enum { SIGNATURES_MAX = 64 };

struct subject {
    int64_t row;
    struct str id, title;
    bool has_cause, has_remedy;
    struct str path;  /* as findings have it */
    struct str place; /* id without its key: entries of one table or list share it */
    uint32_t line;
    enum entry_kind kind;
    struct str source;
    struct signature
        *signatures; /* without those that are mentioned only; at most SIGNATURES_MAX */
    uint64_t *keys;  /* of each: equal for messages that read the same, for equal codes */
    size_t signature_count;
    uint64_t title_key; /* of a message that reads like the title */
    struct facet *facets;
    size_t facet_count;
    uint64_t answer; /* hash of cause and remedy */
    uint32_t group;  /* subject that stands for its near-duplicates; itself when there are none */
};

struct subjects {
    struct arena *arena;
    struct map *by_id; /* and by alias */
    struct subject *items;
    size_t count, cap;
};

/* All entries of a committed KB; -1 when it cannot be read. */
int lint_subjects_load(struct subjects *s, struct kb *kb, const struct lint_sources *sources,
                       struct err *err) MUST_USE;
void lint_subjects_free(struct subjects *s); /* a zeroed one is a no-op */

/* SUBJECT_NONE when there is none. */
uint32_t lint_subject_find(const struct subjects *s, struct str id);

/* Near-duplicates, or the same answer word for word: either will do for a reader. */
bool lint_same_answer(const struct subject *a, const struct subject *b);

/* Some facet has values for both and none in common: a reader can tell which one applies. */
bool lint_facets_separate(const struct subject *a, const struct subject *b);

struct lint_place lint_place_of(const struct subject *s);

#endif
