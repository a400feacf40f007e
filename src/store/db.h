/*
 * db.h - the SQLite connection behind a `struct kb`: opened with all guards on, statements
 * prepared when first needed, faults in plain words.
 *
 * Layer: store, private to it. sqlite3.h is included here and nowhere else.
 */
#ifndef STORE_DB_H
#define STORE_DB_H

#include "store/kb.h"

#include <sqlite3.h>

enum {
    KB_SECTIONS_MAX = 64,
    KB_TEXT_MAX = 64 << 20,   /* bytes of one text or list column */
    KB_READ_WAIT_MS = 3000,   /* how long a reader waits for a commit to end */
    KB_WRITE_WAIT_MS = 10000, /* how long an import waits for another one */
};

enum db_statement {
    DB_ENTRY,      /* one entry by row, with its document and source */
    DB_ENTRIES_OF, /* those of a document, with their bodies */
    DB_ID,         /* row of an id or alias */
    DB_IDS_WITHIN, /* lowest and highest row of the ids in a range */
    DB_MOVED,
    DB_SECTIONS,
    DB_META,
    DB_PUT_DOCUMENT, /* from here on: writing */
    DB_FIND_DOCUMENT,
    DB_TOUCH_DOCUMENT,
    DB_SET_PAGES,
    DB_DROP_DOCUMENT,
    DB_LAST_ENTRY,
    DB_PUT_ENTRY,
    DB_SHADOWED,
    DB_SET_SHADOWED,
    DB_ENTRY_NAMES,
    DB_DROP_ENTRIES,
    DB_PUT_BODY,
    DB_DROP_BODIES,
    DB_PUT_TERMS,
    DB_DROP_TERMS,
    DB_PUT_ID,
    DB_DROP_ID,
    DB_PUT_MOVED,
    DB_DROP_MOVED,
    DB_PUT_META,
    DB_PUT_CHUNK,
    DB_STATEMENTS
};

/* What kb_get and kb_each select: the columns that kb_read.c reads, in its order. */
#define DB_ENTRY_COLUMNS                                                                           \
    "e.row, e.kind, e.line, e.shadowed, e.id, e.title, e.url, e.lists, e.cause, e.remedy, "        \
    "d.path, d.title, d.language, d.date, d.url, d.pages, s.name"

struct section {
    char name[32];
    int64_t row; /* its chunks begin at row << KB_SECTION_BITS */
    size_t size;
};

struct kb {
    sqlite3 *db;
    char *name;       /* for messages */
    char *publish_to; /* a new KB: where the file is to appear at commit; else NULL */
    bool writing;     /* inside the one transaction of kb_begin */
    bool changed;     /* it has written something */
    struct kb_stats stats; /* while writing: what kb_stats tells */
    sqlite3_stmt *statements[DB_STATEMENTS];
    uint32_t gets;       /* entries that kb_get was asked for */
    sqlite3_blob *chunk; /* open on a row of `chunk`, or NULL */
    int64_t chunk_row;
    int64_t file_size; /* bytes when it was opened to be read, 0 before: no section is longer */
    struct section sections[KB_SECTIONS_MAX];
    size_t section_count;
    bool sections_loaded;
};

/* path as SQLite must be given it, since ":memory:", "" and "file:..." mean something to it. */
char *db_file_name(const char *path); /* for mem_free */

/* A kb without connection; kb_close frees it. */
struct kb *db_new(const char *name);
/* Connect to path as it is: ":memory:" and "" have their SQLite meaning. flags: SQLITE_OPEN_*. */
int db_connect(struct kb *kb, const char *path, int flags, struct err *err) MUST_USE;
/* Rolls back what is unfinished and frees statements and connection; the kb can connect again. */
void db_disconnect(struct kb *kb);

/* Closes what is open between two calls (an index chunk), which would hold up a commit. */
void db_idle(struct kb *kb);

/* SQLite's result as a message that names file, fault and mend. Always -1. */
int db_error(struct kb *kb, int rc, struct err *err);
/* The file says what it cannot mean. Always -1. */
int db_corrupt(struct kb *kb, const char *what, struct err *err);

/* A put or commit without kb_begin. Always -1. */
int db_not_writing(struct kb *kb, struct err *err);

/* Run SQL without results. */
int db_exec(struct kb *kb, const char *sql, struct err *err) MUST_USE;
/* A cached statement, reset; NULL on failure. Its values are all bound anew by the caller. */
sqlite3_stmt *db_statement(struct kb *kb, enum db_statement which, struct err *err);
/* A statement of the caller's own, for sqlite3_finalize; NULL on failure. */
sqlite3_stmt *db_prepare(struct kb *kb, const char *sql, struct err *err);
/* 1 a row, 0 done, -1 trouble; the statement is reset after the last two. */
int db_step(struct kb *kb, sqlite3_stmt *s, struct err *err) MUST_USE;

/* Row of an id, alias or former id, 0 when there is none; *end (in the arena) is the id that a
 * former one led to. */
int db_find(struct kb *kb, struct str id, struct arena *a, int64_t *row, struct str *end,
            struct err *err) MUST_USE;

/* Is the file a knowledge base of this format? A file of no bytes gives 1, good is 0. */
int db_check_header(struct kb *kb, struct err *err) MUST_USE;
/* Are its tables exactly ours, and is all of it there? Under a lock. */
int db_check_schema(struct kb *kb, struct err *err) MUST_USE;

#endif
