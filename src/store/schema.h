/*
 * schema.h - the tables of a knowledge-base file, in the order in which they are made.
 *
 * The same text makes a new file and checks an old one: a file whose sqlite_schema differs from
 * it in anything (a view in a table's place, a trigger, one more index) is no knowledge base.
 * Layer: store, private to it.
 */
#ifndef STORE_SCHEMA_H
#define STORE_SCHEMA_H

#include "store/kb.h"

enum {
    KB_APPLICATION_ID = 0x6572726B, /* "errk" */
    KB_FORMAT = 2,                  /* user_version: raised with every change of the tables */
    KB_PAGE_SIZE = 4096,
    /* Of an index section: what one table leaf holds beside its headers. */
    KB_CHUNK_SIZE = KB_SECTION_STEP,
    KB_SECTION_BITS = 20, /* chunks of the largest section, 2 GB, are fewer than 2^20 */
    KB_ENTRY_BITS = 16,   /* entry row = document row << 16 | its number in the document, from 1 */
    KB_DOCUMENT_BITS = 47,
};

struct schema_table {
    const char *name;
    const char *sql; /* as it stands in sqlite_schema */
};

enum { SCHEMA_TABLES = 10 };
extern const struct schema_table schema_tables[SCHEMA_TABLES];

#endif
