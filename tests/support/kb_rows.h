/*
 * kb_rows.h - all that stands in a knowledge base as text, a line for each row, so that two can be
 * compared row by row, past everything that could hide a difference.
 */
#ifndef TESTS_KB_ROWS_H
#define TESTS_KB_ROWS_H

#include "base/buf.h"

#include <sqlite3.h>

static inline void kb_rows_put_value(struct buf *out, sqlite3_value *value)
{
    const unsigned char *bytes = sqlite3_value_blob(value);
    int n = sqlite3_value_bytes(value);
    switch (sqlite3_value_type(value)) {
    case SQLITE_INTEGER:
        buf_printf(out, "|%lld", (long long)sqlite3_value_int64(value));
        break;
    case SQLITE_BLOB:
        buf_puts(out, "|x'");
        for (int i = 0; i < n; i++)
            buf_printf(out, "%02x", bytes[i]);
        buf_putc(out, '\'');
        break;
    default:
        buf_putc(out, '|');
        for (int i = 0; i < n; i++)
            buf_putc(out, bytes[i] == '\n' ? '\v' : (char)bytes[i]);
    }
}

static inline void kb_rows_put_table(struct buf *out, sqlite3 *db, const char *table)
{
    struct buf sql = BUF_INIT(256);
    sqlite3_stmt *s = NULL;
    buf_printf(&sql, "SELECT * FROM %s", table); /* in the order of its key */
    sqlite3_prepare_v2(db, buf_cstr(&sql), -1, &s, NULL);
    while (s && sqlite3_step(s) == SQLITE_ROW) {
        buf_puts(out, table);
        for (int i = 0; i < sqlite3_column_count(s); i++)
            kb_rows_put_value(out, sqlite3_column_value(s, i));
        buf_putc(out, '\n');
    }
    sqlite3_finalize(s);
    buf_release(&sql);
}

/* Append every row of the file at path; false when it cannot be read. `moved` is left out: what ids
 * were before is history, which a fresh import has none of. */
static inline bool kb_rows(const char *path, struct buf *out)
{
    static const char *const tables[] = {"meta", "source", "document", "entry",   "body",
                                         "terms", "id",    "section",  "chunk"};
    sqlite3 *db = NULL;
    bool good = sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK &&
                sqlite3_exec(db, "SELECT * FROM source", NULL, NULL, NULL) == SQLITE_OK;
    for (size_t i = 0; good && i < ARRAY_LEN(tables); i++)
        kb_rows_put_table(out, db, tables[i]);
    sqlite3_close(db);
    return good && !out->cut;
}

#endif
