#include "store/schema.h"

/*
 * An entry is one row with all that an answer shows: its lists (signatures, facets, links,
 * samples, aliases) are packed into one column (pack.h), so that one look-up loads it. Its body is
 * only needed to build the index and would stand between the rows that answers read.
 *
 * There is no index and no constraint beside the primary keys: each would be parsed by every
 * process that opens the file. kb_write.c keeps names unique.
 */
const struct schema_table schema_tables[SCHEMA_TABLES] = {
    /* What kb_stats tells, counted once at commit. */
    {"meta", "CREATE TABLE meta("
             "name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID"},
    {"source", "CREATE TABLE source("
               "row INTEGER PRIMARY KEY, name TEXT NOT NULL, root TEXT NOT NULL, "
               "base_url TEXT NOT NULL) STRICT"},
    {"document", "CREATE TABLE document("
                 "row INTEGER PRIMARY KEY, source INTEGER NOT NULL, size INTEGER NOT NULL, "
                 "mtime INTEGER NOT NULL, hash INTEGER NOT NULL, path TEXT NOT NULL, "
                 "title TEXT NOT NULL, language TEXT NOT NULL, date TEXT NOT NULL, "
                 "url TEXT NOT NULL) STRICT"},
    {"entry", "CREATE TABLE entry("
              "row INTEGER PRIMARY KEY, document INTEGER NOT NULL, kind INTEGER NOT NULL, "
              "line INTEGER NOT NULL, id TEXT NOT NULL, title TEXT NOT NULL, url TEXT NOT NULL, "
              "lists BLOB NOT NULL, cause TEXT NOT NULL, remedy TEXT NOT NULL) STRICT"},
    {"body", "CREATE TABLE body("
             "entry INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT"},
    /* Ids and aliases alike: the one way from a name to a row. */
    {"id", "CREATE TABLE id("
           "id TEXT PRIMARY KEY, entry INTEGER NOT NULL, alias INTEGER NOT NULL) "
           "STRICT, WITHOUT ROWID"},
    /* A section is the chunks [first, first + size / KB_CHUNK_SIZE], one page of the file each. */
    {"section", "CREATE TABLE section("
                "row INTEGER PRIMARY KEY, name TEXT NOT NULL, first INTEGER NOT NULL, "
                "size INTEGER NOT NULL) STRICT"},
    {"chunk", "CREATE TABLE chunk("
              "row INTEGER PRIMARY KEY, data BLOB NOT NULL) STRICT"},
};
