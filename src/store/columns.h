/*
 * columns.h - the columns of one row, in order: read from a statement and checked, or bound to one.
 *
 * Layer: store, private to it.
 */
#ifndef STORE_COLUMNS_H
#define STORE_COLUMNS_H

#include "store/db.h"

/* Reads the columns of one row in order; bad once one has the wrong type or is no UTF-8. */
struct row {
    sqlite3_stmt *s;
    struct arena *a; /* where texts and bytes are copied to */
    int column;
    bool bad;
};

int64_t next_number(struct row *r);
uint32_t next_u32(struct row *r, uint32_t max);
struct str next_text(struct row *r);
struct str next_blob(struct row *r);

/* Binds values in order; bad, with a message, once a text cannot be stored. */
struct values {
    struct kb *kb;
    sqlite3_stmt *s;
    struct err *err;
    int column;
    bool bad;
};

/* May the text be stored? 0 or -1. */
int check_text(struct kb *kb, struct str s, struct err *err) MUST_USE;

void bind_number(struct values *v, int64_t n);
void bind_text(struct values *v, struct str s);
void bind_blob(struct values *v, struct str s);
/* Run what was bound, and let go of it. */
int run_bound(struct values *v) MUST_USE;

#endif
