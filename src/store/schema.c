#include "store/schema.h"

/*
 * An entry is one row with all that an answer shows: its lists (signatures, facets, links,
 * samples, aliases) are packed into one column (pack.h), so that one look-up loads it. Its body and
 * terms are only needed to build the index and would stand between the rows that answers read.
 *
 * No number depends on what was imported or refreshed before: a document's row is made of its
 * source's name and its path, an entry's row of its document's row and its place in it
 * (KB_ENTRY_BITS), a section's chunks of the section's row (KB_SECTION_BITS).
 *
 * There is no index and no constraint beside the primary keys: each would be parsed by every
 * process that opens the file. kb_write.c keeps names unique.
 */
const struct schema_table schema_tables[SCHEMA_TABLES] = {
    /* What kb_stats tells, kept while entries come and go. */
    {"meta", "CREATE TABLE meta("
             "name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID"},
    {"source", "CREATE TABLE source("
               "row INTEGER PRIMARY KEY, name TEXT NOT NULL, root TEXT NOT NULL, "
               "base_url TEXT NOT NULL, revision INTEGER NOT NULL) STRICT"},
    {"document", "CREATE TABLE document("
                 "row INTEGER PRIMARY KEY, source INTEGER NOT NULL, size INTEGER NOT NULL, "
                 "mtime INTEGER NOT NULL, hash INTEGER NOT NULL, path TEXT NOT NULL, "
                 "title TEXT NOT NULL, language TEXT NOT NULL, date TEXT NOT NULL, "
                 "url TEXT NOT NULL, needs BLOB NOT NULL, pages BLOB NOT NULL) STRICT"},
    {"entry", "CREATE TABLE entry("
              "row INTEGER PRIMARY KEY, kind INTEGER NOT NULL, line INTEGER NOT NULL, "
              "shadowed INTEGER NOT NULL, id TEXT NOT NULL, title TEXT NOT NULL, "
              "url TEXT NOT NULL, lists BLOB NOT NULL, cause TEXT NOT NULL, "
              "remedy TEXT NOT NULL) STRICT"},
    {"body", "CREATE TABLE body("
             "entry INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT"},
    /* What match/ keeps of an entry, so that it builds the index without reading texts; empty until
     * it has. Each entry has its row. */
    {"terms", "CREATE TABLE terms("
              "entry INTEGER PRIMARY KEY, data BLOB NOT NULL) STRICT"},
    /* Ids and aliases alike: the one way from a name to a row. Of several claims to a name the
     * first one by this key wins, so that it does not matter who came first, and who goes. */
    {"id", "CREATE TABLE id("
           "id TEXT NOT NULL, alias INTEGER NOT NULL, entry INTEGER NOT NULL, "
           "PRIMARY KEY(id, alias, entry)) STRICT, WITHOUT ROWID"},
    /* Former ids of entries that moved. */
    {"moved", "CREATE TABLE moved("
              "id TEXT PRIMARY KEY, target TEXT NOT NULL) STRICT, WITHOUT ROWID"},
    /* A section is the chunks from row << KB_SECTION_BITS on, one page of the file each. */
    {"section", "CREATE TABLE section("
                "row INTEGER PRIMARY KEY, name TEXT NOT NULL, size INTEGER NOT NULL) STRICT"},
    {"chunk", "CREATE TABLE chunk("
              "row INTEGER PRIMARY KEY, data BLOB NOT NULL) STRICT"},
};
