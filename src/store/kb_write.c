#include "store/db.h"

#include "base/mem.h"
#include "store/pack.h"
#include "store/schema.h"
#include "text/utf8.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- begin ----------------------------------------------------------------------------------- */

static int create_tables(struct kb *kb, struct err *err)
{
    char sql[96];
    snprintf(sql, sizeof sql, "PRAGMA application_id=%d; PRAGMA user_version=%d", KB_APPLICATION_ID,
             KB_FORMAT);
    if (db_exec(kb, sql, err) != 0)
        return -1;
    for (size_t i = 0; i < SCHEMA_TABLES; i++)
        if (db_exec(kb, schema_tables[i].sql, err) != 0)
            return -1;
    return 0;
}

/* fresh: a database of our own, without tables. Else a file that others may be filling. */
static int begin_writing(struct kb *kb, bool fresh, struct err *err)
{
    char sql[128];
    /* The cache takes what an import changes, so that readers wait for its commit only. */
    snprintf(sql, sizeof sql, "PRAGMA page_size=%d; PRAGMA cache_size=-131072; BEGIN IMMEDIATE",
             KB_PAGE_SIZE);
    sqlite3_busy_timeout(kb->db, KB_WRITE_WAIT_MS);
    if (db_exec(kb, sql, err) != 0)
        return -1;
    kb->writing = true;
    int header = fresh ? 1 : db_check_header(kb, err);
    if (header < 0)
        return -1;
    int result = header > 0 ? create_tables(kb, err) : db_check_schema(kb, err);
    kb->file_size = 0; /* it grows from here on */
    return result;
}

/* The folders that path needs, as `mkdir -p` makes them; then: may files be made in the last? */
static int make_folder(const char *path, struct err *err)
{
    struct buf folder = BUF_INIT(SIZE_MAX / 2);
    struct str whole = str_of(path);
    int result = 0;
    for (size_t i = 1; i < whole.n && result == 0; i++) {
        if (path[i] != '/' || path[i - 1] == '/')
            continue;
        buf_clear(&folder);
        buf_put(&folder, str_slice(whole, 0, i));
        if (mkdir(buf_cstr(&folder), 0777) != 0 && errno != EEXIST)
            result = err_sys(err, errno, "%s: its folder cannot be made", path);
    }
    if (result == 0 && access(folder.n ? buf_cstr(&folder) : path[0] == '/' ? "/" : ".", W_OK) != 0)
        result = err_sys(err, errno, "%s: its folder cannot be written", path);
    buf_release(&folder);
    return result;
}

static int begin_new(struct kb *kb, const char *path, struct err *err)
{
    if (make_folder(path, err) != 0)
        return -1;
    size_t n = strlen(path) + 1;
    kb->publish_to = mem_alloc(n);
    memcpy(kb->publish_to, path, n);
    /* A database without a name is deleted by the system as soon as this process ends, however. */
    if (db_connect(kb, "", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, err) != 0)
        return -1;
    return begin_writing(kb, true, err);
}

static int begin_existing(struct kb *kb, const char *path, struct err *err)
{
    char *file = db_file_name(path);
    int result = db_connect(kb, file, SQLITE_OPEN_READWRITE, err);
    mem_free(file);
    /* Before the lock, since to lock a file that is none of ours could change it. */
    if (result != 0 || db_check_header(kb, err) < 0)
        return -1;
    return begin_writing(kb, false, err);
}

struct kb *kb_begin(const char *path, struct err *err)
{
    struct kb *kb = db_new(path ? path : "memory");
    struct stat st;
    int result;
    if (!path) {
        /* Not SQLITE_OPEN_MEMORY, which VACUUM INTO would take over for its output. */
        result = db_connect(kb, ":memory:", SQLITE_OPEN_READWRITE, err);
        if (result == 0)
            result = begin_writing(kb, true, err);
    } else if (stat(path, &st) == 0) {
        result = S_ISREG(st.st_mode)
                     ? begin_existing(kb, path, err)
                     : err_set(err, ERR_IO, "%s: %s, not a knowledge base", path,
                               S_ISDIR(st.st_mode) ? "a folder" : "a device or pipe");
    } else if (!path[0]) {
        result = err_set(err, ERR_IO, "the name of the knowledge base is empty");
    } else if (errno == ENOENT) {
        result = begin_new(kb, path, err);
    } else {
        result = err_sys(err, errno, "%s: cannot be opened", path);
    }
    if (result == 0)
        return kb;
    kb_close(kb);
    return NULL;
}

/* ---- put ------------------------------------------------------------------------------------- */

static int check_text(struct kb *kb, struct str s, struct err *err)
{
    if (s.n > KB_TEXT_MAX)
        return err_set(err, ERR_INVALID, "%s: a text to be stored is larger than %d bytes",
                       kb->name, KB_TEXT_MAX);
    if (utf8_valid(s) != s.n)
        return err_set(err, ERR_INVALID, "%s: a text to be stored is no UTF-8", kb->name);
    return 0;
}

/* Binds values in order; bad, with a message, once a text cannot be stored. */
struct values {
    struct kb *kb;
    sqlite3_stmt *s;
    struct err *err;
    int column;
    bool bad;
};

static void bind_number(struct values *v, int64_t n)
{
    sqlite3_bind_int64(v->s, ++v->column, n);
}

static void bind_text(struct values *v, struct str s)
{
    if (check_text(v->kb, s, v->err) != 0) {
        v->bad = true;
        s = STR_NONE;
    }
    sqlite3_bind_text(v->s, ++v->column, s.p ? s.p : "", (int)s.n, SQLITE_STATIC);
}

/* Run what was bound, and let go of it. */
static int run(struct values *v)
{
    int result = v->bad || db_step(v->kb, v->s, v->err) < 0 ? -1 : 0;
    sqlite3_reset(v->s);
    sqlite3_clear_bindings(v->s);
    return result;
}

static int delete_documents(struct kb *kb, int64_t source_row, struct err *err)
{
    static const char *const statements[] = {
        "DELETE FROM id WHERE entry IN (SELECT row FROM entry WHERE document IN "
        "(SELECT row FROM document WHERE source=?1))",
        "DELETE FROM body WHERE entry IN (SELECT row FROM entry WHERE document IN "
        "(SELECT row FROM document WHERE source=?1))",
        "DELETE FROM entry WHERE document IN (SELECT row FROM document WHERE source=?1)",
        "DELETE FROM document WHERE source=?1",
        "DELETE FROM source WHERE row=?1",
    };
    int result = 0;
    for (size_t i = 0; i < ARRAY_LEN(statements) && result == 0; i++) {
        sqlite3_stmt *s = db_prepare(kb, statements[i], err);
        if (!s)
            return -1;
        sqlite3_bind_int64(s, 1, source_row);
        result = db_step(kb, s, err) < 0 ? -1 : 0;
        sqlite3_finalize(s);
    }
    return result;
}

/* The number of a known source, 0 when it is new. A name stands for one root, so that importing
 * a/docs and b/docs does not lose the first; a root that is gone was renamed. */
static int find_source(struct kb *kb, const struct source *source, int64_t *row, struct err *err)
{
    sqlite3_stmt *s = db_prepare(kb, "SELECT row, root FROM source WHERE name=?1", err);
    if (!s)
        return -1;
    struct values v = {kb, s, err, 0, false};
    bind_text(&v, source->name);
    int result = v.bad ? -1 : db_step(kb, s, err);
    *row = 0;
    if (result == 1) {
        const char *root = (const char *)sqlite3_column_text(s, 1);
        *row = sqlite3_column_int64(s, 0);
        result = 0;
        if (root && !str_eq(str_of(root), source->root) && access(root, F_OK) == 0)
            result =
                err_set(err, ERR_INVALID, "%s: the source \"%.*s\" is %s: give %.*s another name (--name)",
                        kb->name, STR_ARG(source->name), root, STR_ARG(source->root));
    }
    sqlite3_finalize(s);
    return result;
}

int kb_put_source(struct kb *kb, const struct source *source, int64_t *source_row, struct err *err)
{
    int64_t row;
    if (!kb->writing)
        return db_not_writing(kb, err);
    if (find_source(kb, source, &row, err) != 0 || (row && delete_documents(kb, row, err) != 0))
        return -1;
    sqlite3_stmt *s = db_prepare(
        kb, "INSERT INTO source(row, name, root, base_url) VALUES(nullif(?1,0),?2,?3,?4)", err);
    if (!s)
        return -1;
    struct values v = {kb, s, err, 0, false};
    bind_number(&v, row); /* a known one keeps its number: sources stay in their first order */
    bind_text(&v, source->name);
    bind_text(&v, source->root);
    bind_text(&v, source->base_url);
    int result = run(&v);
    sqlite3_finalize(s);
    if (result == 0)
        *source_row = sqlite3_last_insert_rowid(kb->db);
    return result;
}

int kb_put_document(struct kb *kb, int64_t source_row, const struct document *d,
                    int64_t *document_row, struct err *err)
{
    sqlite3_stmt *s = kb->writing ? db_statement(kb, DB_PUT_DOCUMENT, err) : NULL;
    if (!s)
        return kb->writing ? -1 : db_not_writing(kb, err);
    struct values v = {kb, s, err, 0, false};
    bind_number(&v, source_row);
    bind_number(&v, (int64_t)d->size);
    bind_number(&v, d->mtime_ns);
    bind_number(&v, (int64_t)d->hash);
    bind_text(&v, d->path);
    bind_text(&v, d->title);
    bind_text(&v, d->language);
    bind_text(&v, d->date);
    bind_text(&v, d->url);
    int result = run(&v);
    if (result == 0)
        *document_row = sqlite3_last_insert_rowid(kb->db);
    return result;
}

/* Is there an entry, or (alias) anything, of this id? 0 no, 1 yes, -1 trouble. */
static int id_taken(struct kb *kb, struct str id, bool alias, struct err *err)
{
    sqlite3_stmt *s = db_statement(kb, DB_ID, err);
    if (!s)
        return -1;
    sqlite3_bind_text(s, 1, id.p ? id.p : "", (int)id.n, SQLITE_STATIC);
    int got = db_step(kb, s, err);
    if (got == 1 && !alias)
        got = !sqlite3_column_int64(s, 1);
    sqlite3_reset(s);
    return got;
}

/* An id takes the place of an alias; an alias gives way to whatever is there. */
static int put_id(struct kb *kb, struct str id, int64_t row, bool alias, struct err *err)
{
    int taken = alias ? id_taken(kb, id, true, err) : 0;
    if (taken != 0)
        return taken < 0 ? -1 : 0;
    sqlite3_stmt *s = db_statement(kb, DB_PUT_ID, err);
    if (!s)
        return -1;
    struct values v = {kb, s, err, 0, false};
    bind_text(&v, id);
    bind_number(&v, row);
    bind_number(&v, alias);
    return run(&v);
}

static int put_entry_row(struct kb *kb, int64_t document_row, const struct entry *e,
                         struct str lists, struct err *err)
{
    sqlite3_stmt *s = db_statement(kb, DB_PUT_ENTRY, err);
    if (!s)
        return -1;
    struct values v = {kb, s, err, 0, false};
    bind_number(&v, document_row);
    bind_number(&v, e->kind);
    bind_number(&v, e->line);
    bind_text(&v, e->id);
    bind_text(&v, e->title);
    bind_text(&v, e->url);
    sqlite3_bind_blob(s, ++v.column, lists.p, (int)lists.n, SQLITE_STATIC);
    bind_text(&v, e->cause);
    bind_text(&v, e->remedy);
    return run(&v);
}

static int put_body(struct kb *kb, int64_t row, struct str body, struct err *err)
{
    sqlite3_stmt *s = db_statement(kb, DB_PUT_BODY, err);
    if (!s)
        return -1;
    struct values v = {kb, s, err, 0, false};
    bind_number(&v, row);
    bind_text(&v, body);
    return run(&v);
}

/* The lists as kb.c will read them back: it refuses what is refused here. */
static int check_lists(struct kb *kb, const struct entry *e, const struct buf *lists,
                       struct err *err)
{
    struct arena *a = arena_new();
    struct entry copy;
    bool good = !lists->cut && unpack_lists(buf_str(lists), a, &copy);
    arena_free(a);
    return good ? 0
                : err_set(err, ERR_INVALID, "%s: signatures or links of %.*s: %s", kb->name,
                          STR_ARG(e->id), lists->cut ? "too many" : "a text is no UTF-8");
}

int kb_put_entry(struct kb *kb, int64_t document_row, const struct entry *e, struct err *err)
{
    if (!kb->writing)
        return db_not_writing(kb, err);
    if (check_text(kb, e->id, err) || check_text(kb, e->body, err))
        return -1;
    int taken = id_taken(kb, e->id, false, err);
    if (taken != 0)
        return taken < 0 ? -1
                         : err_set(err, ERR_INVALID, "%s: entry id %.*s is there already", kb->name,
                                   STR_ARG(e->id));
    struct buf lists = BUF_INIT(KB_TEXT_MAX);
    pack_lists(e, &lists);
    int result = check_lists(kb, e, &lists, err);
    if (result == 0)
        result = put_entry_row(kb, document_row, e, buf_str(&lists), err);
    buf_release(&lists);
    int64_t row = sqlite3_last_insert_rowid(kb->db);
    if (result == 0)
        result = put_body(kb, row, e->body, err);
    if (result == 0)
        result = put_id(kb, e->id, row, false, err);
    for (size_t i = 0; i < e->alias_count && result == 0; i++)
        result = put_id(kb, e->aliases[i], row, true, err);
    return result;
}

/* ---- index sections -------------------------------------------------------------------------- */

static int delete_section(struct kb *kb, const char *name, struct err *err)
{
    static const char *const statements[] = {
        "DELETE FROM chunk WHERE row BETWEEN (SELECT first FROM section WHERE name=?1) AND "
        "(SELECT first + (size + ?2 - 1) / ?2 - 1 FROM section WHERE name=?1)",
        "DELETE FROM section WHERE name=?1 AND ?2",
    };
    int result = 0;
    for (size_t i = 0; i < ARRAY_LEN(statements) && result == 0; i++) {
        sqlite3_stmt *s = db_prepare(kb, statements[i], err);
        if (!s)
            return -1;
        sqlite3_bind_text(s, 1, name, -1, SQLITE_STATIC);
        sqlite3_bind_int64(s, 2, KB_CHUNK_SIZE);
        result = db_step(kb, s, err) < 0 ? -1 : 0;
        sqlite3_finalize(s);
    }
    return result;
}

int kb_put_section(struct kb *kb, const char *name, struct str bytes, struct err *err)
{
    if (!kb->writing)
        return db_not_writing(kb, err);
    if (strlen(name) >= sizeof kb->sections[0].name || bytes.n > INT32_MAX)
        return err_set(err, ERR_INVALID, "%s: index section %s is too large", kb->name, name);
    uint64_t others;
    db_idle(kb);
    kb->sections_loaded = false;
    if (delete_section(kb, name, err) != 0 ||
        db_number(kb, "SELECT count(*) FROM section", &others, err) != 0)
        return -1;
    if (others >= KB_SECTIONS_MAX)
        return err_set(err, ERR_INVALID, "%s: more than %d index sections", kb->name,
                       KB_SECTIONS_MAX);
    sqlite3_stmt *s = db_statement(kb, DB_PUT_CHUNK, err);
    int64_t first = 0;
    int result = s ? 0 : -1;
    for (size_t at = 0; at < bytes.n && result == 0; at += KB_CHUNK_SIZE) {
        struct str part = str_slice(bytes, at, at + KB_CHUNK_SIZE);
        struct values v = {kb, s, err, 0, false};
        sqlite3_bind_blob(s, ++v.column, part.p, (int)part.n, SQLITE_STATIC);
        result = run(&v);
        if (at == 0)
            first = sqlite3_last_insert_rowid(kb->db);
    }
    if (result != 0)
        return -1;
    s = db_prepare(kb, "INSERT INTO section(name, first, size) VALUES(?1,?2,?3)", err);
    if (!s)
        return -1;
    struct values v = {kb, s, err, 0, false};
    bind_text(&v, str_of(name));
    bind_number(&v, first);
    bind_number(&v, (int64_t)bytes.n);
    result = run(&v);
    sqlite3_finalize(s);
    return result;
}
