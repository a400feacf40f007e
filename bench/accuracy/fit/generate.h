/*
 * generate.h - queries made of the messages of a knowledge base, as people would paste them.
 *
 * Seeded: the same seed and entries give the same texts on every machine.
 */
#ifndef FIT_GENERATE_H
#define FIT_GENERATE_H

#include "base/arena.h"
#include "tests/support/random.h"

enum damage {
    DAMAGE_NONE,    /* the message alone, filled in */
    DAMAGE_CODE,    /* with the entry's code before it */
    DAMAGE_TYPOS,   /* one for ten letters */
    DAMAGE_CUT,     /* to its first 60 % */
    DAMAGE_DROPPED, /* one word of it */
    DAMAGE_LOG,     /* in a line of a log */
    DAMAGE_INSIDE,  /* between other lines */
    DAMAGES
};

/* Lines to put a message between; count may be 0. */
struct line_pool {
    const struct str *lines;
    size_t count;
};

/* tmpl as text/template.h has it; code may be empty. In the arena. */
struct str generate(struct arena *a, struct random *r, enum damage damage, struct str tmpl,
                    struct str code, const struct line_pool *noise);

#endif
