/*
 * draft.h - a record from named values: members of JSON, columns of CSV, parts of an event.
 *
 * A table says which names stand for the time, the level, who speaks, the message, and codes that
 * belong to it; names are compared without regard to case, blanks, '_', '-' and what stands in
 * brackets ("TimeGenerated [UTC]"), nested ones ("error.message") also by their last part. The
 * text that is looked up is the message, led by the event's id and followed by the symbols and
 * codes that it does not hold itself. Layer: scan.
 */
#ifndef SCAN_DRAFT_H
#define SCAN_DRAFT_H

#include "scan/format.h"

enum { DRAFT_FIELDS_MAX = 64 }; /* named values of a record that are kept */

enum role {
    ROLE_NONE,
    ROLE_TEXT,   /* the message */
    ROLE_ERROR,  /* what went wrong, beside a message */
    ROLE_SYMBOL, /* a code that is a name */
    ROLE_CODE,
    ROLE_EVENT_ID,
    ROLE_TIME,
    ROLE_LEVEL,
    ROLE_ORIGIN,
    ROLES,
};

/* What a name stands for, and how good a name for it it is: the lowest rank wins. */
struct meaning {
    enum role role;
    unsigned rank;
};
struct meaning meaning_of(struct str name);

/* Names that were met before, since records of one input have the same ones; all zero at first. */
enum { MEANINGS = 64 };
struct meanings {
    struct str names[MEANINGS];
    struct meaning values[MEANINGS];
};
/* The same, from memory. *name becomes a copy that lives as long as the arena. */
struct meaning meaning_known(struct meanings *known, struct str *name, struct arena *a);

struct draft {
    const struct shape_options *o;
    struct arena *arena;
    struct str values[ROLES];
    unsigned ranks[ROLES];
    struct record_field *fields;
    size_t field_count, field_cap;
    bool error_named; /* the code's name says that it is an error's */
    bool plain;       /* not what the others are: its text is all of it */
};

void draft_begin(struct draft *d, const struct shape_options *o, struct arena *a);
/* Name and value live as long as the arena; the value need not be well formed. */
void draft_put(struct draft *d, struct meaning m, struct str name, struct str value);
/* The record; raw, line and lines are the caller's to say. A draft without a message: `raw`. */
struct record draft_end(struct draft *d, struct str raw);

enum record_level level_of_event(uint64_t value);

#endif
