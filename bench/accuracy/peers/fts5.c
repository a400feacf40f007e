/*
 * fts5.c - SQLite FTS5: bm25 with field weights; words (unicode61) or trigrams.
 *
 * The query is a disjunction of its distinct words, or of all distinct three-letter pieces of them.
 * Settings: tokenizer, message, title, code, body (weights).
 */
#include "native.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TERMS_MOST = 2000, TERM_LONGEST = 64 };

struct fts5 {
    sqlite3 *db;
    sqlite3_stmt *find;
    bool trigrams;
    char *query;
    size_t size;
};

static void must(int result, sqlite3 *db)
{
    if (result != SQLITE_OK && result != SQLITE_DONE && result != SQLITE_ROW)
        native_fail("SQLite", sqlite3_errmsg(db));
}

static bool is_word(unsigned char c)
{
    return c >= 0x80 || c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z');
}

/* `"term" OR `, unless it stands there already. */
static void add_term(struct fts5 *f, const char *p, size_t n)
{
    char term[TERM_LONGEST + 8];
    int size = snprintf(term, sizeof term, "\"%.*s\"", (int)n, p);
    f->query[f->size] = '\0';
    if (n == 0 || n > TERM_LONGEST || strstr(f->query, term))
        return;
    if (f->size)
        f->size += (size_t)snprintf(f->query + f->size, 8, " OR ");
    memcpy(f->query + f->size, term, (size_t)size);
    f->size += (size_t)size;
}

static void add_word(struct fts5 *f, const char *p, size_t n)
{
    if (!f->trigrams) {
        add_term(f, p, n);
        return;
    }
    size_t starts[4] = {0}, seen = 0; /* of the last characters: they may have several bytes */
    for (size_t i = 0; i <= n; i++) {
        if (i < n && ((unsigned char)p[i] & 0xC0) == 0x80)
            continue;
        if (seen >= 3)
            add_term(f, p + starts[(seen - 3) % 4], i - starts[(seen - 3) % 4]);
        starts[seen++ % 4] = i;
    }
}

static void read_query(struct fts5 *f, const char *text)
{
    size_t room = strlen(text) * 16 + 64, terms = 0;
    char *lower = malloc(strlen(text) + 1);
    f->query = realloc(f->query, room);
    if (!f->query || !lower)
        abort();
    f->size = 0;
    for (size_t i = 0; i <= strlen(text); i++)
        lower[i] = (char)(text[i] >= 'A' && text[i] <= 'Z' ? text[i] + 32 : text[i]);
    for (const char *p = lower; *p && terms < TERMS_MOST;) {
        const char *start = p;
        while (is_word((unsigned char)*p))
            p++;
        if (p > start) {
            add_word(f, start, (size_t)(p - start));
            terms++;
        } else {
            p++;
        }
    }
    f->query[f->size] = '\0';
    free(lower);
}

static size_t search(void *ctx, const char *text, struct native_found *found)
{
    struct fts5 *f = ctx;
    size_t count = 0;
    read_query(f, text);
    if (f->size == 0)
        return 0;
    sqlite3_bind_text(f->find, 1, f->query, -1, SQLITE_STATIC);
    int result;
    while ((result = sqlite3_step(f->find)) == SQLITE_ROW && count < NATIVE_ANSWERS) {
        found[count].at = (size_t)sqlite3_column_int64(f->find, 0) - 1;
        found[count++].score = -sqlite3_column_double(f->find, 1);
    }
    must(result, f->db);
    sqlite3_reset(f->find);
    return count;
}

static void fill(struct fts5 *f, const struct native *n)
{
    sqlite3_stmt *put;
    must(sqlite3_exec(f->db, "BEGIN", NULL, NULL, NULL), f->db);
    must(sqlite3_prepare_v2(f->db,
                            "INSERT INTO t(rowid, message, title, code, body)"
                            " VALUES(?, ?, ?, ?, ?)",
                            -1, &put, NULL),
         f->db);
    for (size_t i = 0; i < n->count; i++) {
        const struct native_document *d = &n->documents[i];
        const char *texts[] = {d->message, d->title, d->code, d->body};
        sqlite3_bind_int64(put, 1, (sqlite3_int64)i + 1);
        for (int k = 0; k < 4; k++)
            sqlite3_bind_text(put, k + 2, texts[k], -1, SQLITE_STATIC);
        must(sqlite3_step(put), f->db);
        sqlite3_reset(put);
    }
    sqlite3_finalize(put);
    must(sqlite3_exec(f->db, "INSERT INTO t(t) VALUES('optimize'); COMMIT", NULL, NULL, NULL),
         f->db);
}

int main(int argc, char **argv)
{
    struct native n;
    struct fts5 f = {0};
    char sql[512];
    native_open(&n, argc, argv);
    const char *tokenizer = native_text(&n, "tokenizer", "unicode61");
    f.trigrams = strcmp(tokenizer, "trigram") == 0;
    must(sqlite3_open(":memory:", &f.db), f.db);
    snprintf(sql, sizeof sql,
             "CREATE VIRTUAL TABLE t USING fts5(message, title, code, body, tokenize='%s')",
             tokenizer);
    must(sqlite3_exec(f.db, sql, NULL, NULL, NULL), f.db);
    fill(&f, &n);
    snprintf(sql, sizeof sql,
             "SELECT rowid, bm25(t, %f, %f, %f, %f) AS score FROM t WHERE t MATCH ?"
             " ORDER BY score LIMIT %d",
             native_number(&n, "message", 3), native_number(&n, "title", 2),
             native_number(&n, "code", 4), native_number(&n, "body", 1), NATIVE_ANSWERS);
    must(sqlite3_prepare_v2(f.db, sql, -1, &f.find, NULL), f.db);
    native_answer(&n, argv, search, &f);
    sqlite3_finalize(f.find);
    sqlite3_close(f.db);
    return 0;
}
