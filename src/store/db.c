#include "store/db.h"

#include "base/mem.h"
#include "store/schema.h"

#include <stdio.h>

/* KB_ENTRY_BITS, for SQL: the entries of document ?1. */
#define FIRST "(?1<<16)"
#define LAST  "(?1<<16|65535)"

static const char *const statement_sql[DB_STATEMENTS] = {
    /* CROSS JOIN fixes the order of the loops: look-ups by row. */
    [DB_ENTRY] = "SELECT " DB_ENTRY_COLUMNS " FROM entry e CROSS JOIN document d "
                 "CROSS JOIN source s WHERE e.row=?1 AND d.row=e.row>>16 AND s.row=d.source",
    [DB_ENTRIES_OF] = "SELECT " DB_ENTRY_COLUMNS ", b.text FROM document d CROSS JOIN source s "
                      "CROSS JOIN entry e LEFT JOIN body b ON b.entry=e.row WHERE d.row=?1 AND "
                      "s.row=d.source AND e.row BETWEEN " FIRST " AND " LAST " ORDER BY e.row",
    [DB_ID] = "SELECT entry, alias FROM id WHERE id=?1 ORDER BY alias, entry LIMIT 1",
    /* A page's entries have their ids next to each other; so many settle that there are several. */
    [DB_IDS_WITHIN] = "SELECT min(entry), max(entry) FROM "
                      "(SELECT entry FROM id WHERE id>=?1 AND id<?2 LIMIT 64)",
    [DB_MOVED] = "SELECT target FROM moved WHERE id=?1",
    [DB_SECTIONS] = "SELECT row, name, size FROM section ORDER BY row",
    [DB_META] = "SELECT value FROM meta WHERE name=?1",
    [DB_PUT_DOCUMENT] = "INSERT INTO document(row, source, size, mtime, hash, path, title, "
                        "language, date, url, needs, pages) "
                        "VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12)",
    [DB_FIND_DOCUMENT] = "SELECT source, path FROM document WHERE row=?1",
    [DB_TOUCH_DOCUMENT] = "UPDATE document SET size=?2, mtime=?3 WHERE row=?1",
    [DB_SET_PAGES] = "UPDATE document SET pages=?2 WHERE row=?1",
    [DB_DROP_DOCUMENT] = "DELETE FROM document WHERE row=?1",
    [DB_LAST_ENTRY] = "SELECT max(row) FROM entry WHERE row BETWEEN " FIRST " AND " LAST,
    [DB_PUT_ENTRY] = "INSERT INTO entry(row, kind, line, shadowed, id, title, url, lists, cause, "
                     "remedy) VALUES(?1,?2,?3,0,?4,?5,?6,?7,?8,?9)",
    [DB_SHADOWED] = "SELECT shadowed FROM entry WHERE row=?1",
    [DB_SET_SHADOWED] = "UPDATE entry SET shadowed=?2 WHERE row=?1",
    [DB_ENTRY_NAMES] = "SELECT row, shadowed, id, lists FROM entry "
                       "WHERE row BETWEEN ?1 AND ?2 ORDER BY row",
    [DB_DROP_ENTRIES] = "DELETE FROM entry WHERE row BETWEEN " FIRST " AND " LAST,
    [DB_PUT_BODY] = "INSERT INTO body(entry, text) VALUES(?1,?2)",
    [DB_DROP_BODIES] = "DELETE FROM body WHERE entry BETWEEN " FIRST " AND " LAST,
    [DB_PUT_TERMS] = "INSERT OR REPLACE INTO terms(entry, data) VALUES(?1,?2)",
    [DB_DROP_TERMS] = "DELETE FROM terms WHERE entry BETWEEN " FIRST " AND " LAST,
    [DB_PUT_ID] = "INSERT OR IGNORE INTO id(id, alias, entry) VALUES(?1,?2,?3)",
    [DB_DROP_ID] = "DELETE FROM id WHERE id=?1 AND alias=?2 AND entry=?3",
    [DB_PUT_MOVED] = "INSERT OR REPLACE INTO moved(id, target) VALUES(?1,?2)",
    [DB_DROP_MOVED] = "DELETE FROM moved WHERE id=?1",
    [DB_PUT_META] = "INSERT OR REPLACE INTO meta(name, value) VALUES(?1,?2)",
    [DB_PUT_CHUNK] = "INSERT OR REPLACE INTO chunk(row, data) VALUES(?1,?2)",
};

char *db_file_name(const char *path)
{
    size_t n = strlen(path);
    char *file = mem_alloc(n + 3);
    bool special = path[0] == ':' || strncmp(path, "file:", 5) == 0;
    snprintf(file, n + 3, "%s%s", special ? "./" : "", path);
    return file;
}

struct kb *db_new(const char *name)
{
    struct kb *kb = mem_zalloc(1, sizeof *kb);
    size_t n = strlen(name) + 1;
    kb->name = mem_alloc(n);
    memcpy(kb->name, name, n);
    return kb;
}

/*
 * A process that answers one query spends its time on first touches of memory: SQLite gets no page
 * buffers in advance, and its heap needs no bookkeeping of its own. Without effect when SQLite is
 * in use already.
 */
static void configure(void)
{
    sqlite3_config(SQLITE_CONFIG_PAGECACHE, NULL, 0, 0);
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    sqlite3_config(SQLITE_CONFIG_MULTITHREAD); /* a handle is used by one thread at a time */
}

int db_connect(struct kb *kb, const char *path, int flags, struct err *err)
{
    configure();
    flags |= SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE;
    int rc = sqlite3_open_v2(path, &kb->db, flags, NULL);
    if (rc != SQLITE_OK)
        return db_error(kb, rc, err);
    sqlite3_extended_result_codes(kb->db, 1);
    sqlite3_db_config(kb->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(kb->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_db_config(kb->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
    sqlite3_db_config(kb->db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
    sqlite3_db_config(kb->db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
    sqlite3_limit(kb->db, SQLITE_LIMIT_LENGTH, KB_TEXT_MAX + 1024);
    sqlite3_limit(kb->db, SQLITE_LIMIT_ATTACHED, 1);     /* VACUUM INTO needs one */
    return db_exec(kb, "PRAGMA cell_size_check=1", err); /* nothing is read yet */
}

void db_idle(struct kb *kb)
{
    sqlite3_blob_close(kb->chunk);
    kb->chunk = NULL;
}

void db_disconnect(struct kb *kb)
{
    db_idle(kb);
    for (size_t i = 0; i < DB_STATEMENTS; i++) {
        sqlite3_finalize(kb->statements[i]);
        kb->statements[i] = NULL;
    }
    sqlite3_close_v2(kb->db);
    kb->db = NULL;
    kb->writing = kb->changed = kb->sections_loaded = false;
    kb->section_count = 0;
    kb->file_size = 0;
}

int db_error(struct kb *kb, int rc, struct err *err)
{
    int system_errno = kb->db ? sqlite3_system_errno(kb->db) : 0;
    switch (rc & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return err_set(err, ERR_BUSY, "%s: %s: try again when it has ended", kb->name,
                       kb->writing ? "other programs are reading it"
                                   : "another import is writing it");
    case SQLITE_NOTADB:
        return err_set(err, ERR_INVALID,
                       "%s: not a knowledge base: name another file; errkb import makes them",
                       kb->name);
    case SQLITE_CORRUPT:
    case SQLITE_FORMAT:
    case SQLITE_SCHEMA:
    case SQLITE_ERROR: /* our SQL is right, so the tables are not */
    case SQLITE_MISMATCH:
        return err_set(err, ERR_INVALID,
                       "%s: the knowledge base is corrupt (%s): delete it and import again",
                       kb->name, kb->db ? sqlite3_errmsg(kb->db) : sqlite3_errstr(rc));
    case SQLITE_FULL:
        return err_set(err, ERR_IO, "%s: the disk is full: nothing was changed", kb->name);
    case SQLITE_READONLY:
        return err_set(err, ERR_IO, "%s: cannot be written: read-only", kb->name);
    case SQLITE_TOOBIG:
        return err_set(err, ERR_INVALID, "%s: a text in it is larger than %d bytes", kb->name,
                       KB_TEXT_MAX);
    case SQLITE_NOMEM:
        return err_set(err, ERR_IO, "%s: out of memory", kb->name);
    default:
        if (system_errno)
            return err_sys(err, system_errno, "%s: cannot be %s", kb->name,
                           kb->writing ? "written" : "opened");
        return err_set(err, ERR_IO, "%s: %s", kb->name, sqlite3_errstr(rc));
    }
}

int db_corrupt(struct kb *kb, const char *what, struct err *err)
{
    return err_set(err, ERR_INVALID,
                   "%s: the knowledge base is corrupt (%s): delete it and import again", kb->name,
                   what);
}

int db_not_writing(struct kb *kb, struct err *err)
{
    return err_set(err, ERR_IO, "%s: not open for writing", kb->name);
}

int db_exec(struct kb *kb, const char *sql, struct err *err)
{
    int rc = sqlite3_exec(kb->db, sql, NULL, NULL, NULL);
    return rc == SQLITE_OK ? 0 : db_error(kb, rc, err);
}

sqlite3_stmt *db_prepare(struct kb *kb, const char *sql, struct err *err)
{
    sqlite3_stmt *s = NULL;
    int rc = sqlite3_prepare_v3(kb->db, sql, -1, 0, &s, NULL);
    if (rc != SQLITE_OK)
        db_error(kb, rc, err);
    return s;
}

sqlite3_stmt *db_statement(struct kb *kb, enum db_statement which, struct err *err)
{
    sqlite3_stmt **s = &kb->statements[which];
    if (*s)
        sqlite3_reset(*s);
    else
        *s = db_prepare(kb, statement_sql[which], err);
    return *s;
}

int db_step(struct kb *kb, sqlite3_stmt *s, struct err *err)
{
    int rc = sqlite3_step(s);
    if (rc == SQLITE_ROW)
        return 1;
    sqlite3_reset(s);
    return rc == SQLITE_DONE ? 0 : db_error(kb, rc, err);
}

/* ---- is it ours? ----------------------------------------------------------------------------- */

static uint32_t big_endian(const unsigned char *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/* The SQLite file format, section 1.3. */
enum {
    HEADER = 100,
    PAGE_SIZE = 16, /* two bytes; 1 means 65536 */
    WRITE_VERSION = 18,
    READ_VERSION = 19,
    PAGES = 28,
    USER_VERSION = 60,
    APPLICATION = 68
};

/* Reads past the pager: no lock, no page, no statement. *size is 0 for an empty file. */
static int read_header(struct kb *kb, unsigned char *header, sqlite3_int64 *size, struct err *err)
{
    sqlite3_file *file = NULL;
    int rc = sqlite3_file_control(kb->db, "main", SQLITE_FCNTL_FILE_POINTER, &file);
    if (rc == SQLITE_OK && (!file || !file->pMethods))
        rc = SQLITE_IOERR;
    if (rc == SQLITE_OK)
        rc = file->pMethods->xFileSize(file, size);
    if (rc == SQLITE_OK && *size >= HEADER)
        rc = file->pMethods->xRead(file, header, HEADER, 0);
    if (rc == SQLITE_OK && *size > 0 && *size < HEADER)
        rc = SQLITE_NOTADB;
    return rc == SQLITE_OK ? 0 : db_error(kb, rc, err);
}

int db_check_header(struct kb *kb, struct err *err)
{
    static const char magic[16] = "SQLite format 3";
    unsigned char h[HEADER] = {0};
    sqlite3_int64 size = 0;
    if (read_header(kb, h, &size, err) != 0)
        return -1;
    if (size == 0)
        return 1;
    if (memcmp(h, magic, sizeof magic) != 0 || big_endian(h + APPLICATION) != KB_APPLICATION_ID)
        return db_error(kb, SQLITE_NOTADB, err);
    uint32_t format = big_endian(h + USER_VERSION);
    if (format > KB_FORMAT)
        return err_set(err, ERR_INVALID,
                       "%s: made by a newer errkb (format %u, this one reads %d): update errkb, or "
                       "import into another file",
                       kb->name, format, KB_FORMAT);
    if (format < KB_FORMAT)
        return err_set(err, ERR_INVALID,
                       "%s: made by an older errkb (format %u, this one reads %d): delete it and "
                       "import again",
                       kb->name, format, KB_FORMAT);
    /* 2 is write-ahead logging: SQLite would make files beside it. We never write that. */
    if (h[WRITE_VERSION] != 1 || h[READ_VERSION] != 1)
        return db_corrupt(kb, "journal mode", err);
    return 0;
}

/* SQLite itself only misses the pages that it comes to read. Under the lock, since a commit may
 * be making the file longer. */
static int check_size(struct kb *kb, struct err *err)
{
    unsigned char h[HEADER] = {0};
    sqlite3_int64 size = 0;
    if (read_header(kb, h, &size, err) != 0)
        return -1;
    int64_t page_size = h[PAGE_SIZE] << 8 | h[PAGE_SIZE + 1];
    page_size = page_size == 1 ? 65536 : page_size;
    kb->file_size = size;
    return size >= page_size * big_endian(h + PAGES) ? 0 : db_corrupt(kb, "cut off", err);
}

static bool column_is(sqlite3_stmt *s, int column, const char *text)
{
    const unsigned char *p = sqlite3_column_text(s, column);
    return p && strcmp((const char *)p, text) == 0;
}

int db_check_schema(struct kb *kb, struct err *err)
{
    sqlite3_stmt *s =
        db_prepare(kb, "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY rowid", err);
    if (!s)
        return -1;
    size_t n = 0;
    int got;
    while ((got = db_step(kb, s, err)) == 1) {
        if (n == SCHEMA_TABLES || !column_is(s, 0, "table") ||
            !column_is(s, 1, schema_tables[n].name) || !column_is(s, 2, schema_tables[n].name) ||
            !column_is(s, 3, schema_tables[n].sql)) {
            n = SIZE_MAX;
            break;
        }
        n++;
    }
    sqlite3_finalize(s);
    if (got < 0)
        return -1;
    if (n != SCHEMA_TABLES)
        return db_corrupt(kb, "its tables are not those of errkb", err);
    return check_size(kb, err);
}
