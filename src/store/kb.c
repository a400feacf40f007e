#include "store/db.h"

#include "base/mem.h"
#include "store/pack.h"
#include "store/schema.h"
#include "text/utf8.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>

/* ---- opening and closing --------------------------------------------------------------------- */

/* One read transaction from here to kb_close: all that is read is of one state of the file. The
 * few page buffers are used over and over, which costs less than touching new memory. */
static int begin_reading(struct kb *kb, struct err *err)
{
    sqlite3_busy_timeout(kb->db, KB_READ_WAIT_MS);
    if (db_exec(kb, "BEGIN; PRAGMA cache_size=8", err) != 0)
        return -1;
    return db_check_schema(kb, err);
}

/* A crashed import left its journal, which only somebody who may write can roll back. */
static int recover(struct kb *kb, const char *file, struct err *err)
{
    db_disconnect(kb);
    if (db_connect(kb, file, SQLITE_OPEN_READWRITE, err) != 0 ||
        db_exec(kb, "BEGIN IMMEDIATE; ROLLBACK", err) != 0)
        return err_set(
            err, ERR_IO,
            "%s: an import into it was interrupted, and undoing that takes write access: "
            "run errkb once as a user who has it",
            kb->name);
    db_disconnect(kb);
    return db_connect(kb, file, SQLITE_OPEN_READONLY, err);
}

static int open_file(struct kb *kb, const char *file, struct err *err)
{
    if (db_connect(kb, file, SQLITE_OPEN_READONLY, err) != 0)
        return -1;
    int header = db_check_header(kb, err);
    if (header != 0)
        return header < 0 ? -1 : db_error(kb, SQLITE_NOTADB, err);
    if (begin_reading(kb, err) == 0)
        return 0;
    if (sqlite3_extended_errcode(kb->db) != SQLITE_READONLY_ROLLBACK)
        return -1;
    return recover(kb, file, err) == 0 ? begin_reading(kb, err) : -1;
}

struct kb *kb_open(const char *path, struct err *err)
{
    struct stat st;
    if (!path[0]) {
        err_set(err, ERR_IO, "the name of the knowledge base is empty");
        return NULL;
    }
    if (stat(path, &st) != 0) {
        err_sys(err, errno, "%s: no knowledge base", path);
        return NULL;
    }
    if (!S_ISREG(st.st_mode)) {
        err_set(err, ERR_IO, "%s: %s, not a knowledge base", path,
                S_ISDIR(st.st_mode) ? "a folder" : "a device or pipe");
        return NULL;
    }
    struct kb *kb = db_new(path);
    char *file = db_file_name(path);
    int result = open_file(kb, file, err);
    mem_free(file);
    if (result == 0)
        return kb;
    kb_close(kb);
    return NULL;
}

struct kb *kb_open_image(const void *image, size_t size, const char *name, struct err *err)
{
    struct kb *kb = db_new(name);
    if (db_connect(kb, ":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY, err) != 0)
        goto fail;
    /* SQLite takes the image without const, but READONLY keeps it from writing there. */
    union {
        const void *in;
        unsigned char *out;
    } bytes = {image};
    int rc = sqlite3_deserialize(kb->db, "main", bytes.out, (sqlite3_int64)size,
                                 (sqlite3_int64)size, SQLITE_DESERIALIZE_READONLY);
    if (rc != SQLITE_OK) {
        db_error(kb, rc, err);
        goto fail;
    }
    int header = db_check_header(kb, err);
    if (header > 0)
        db_error(kb, SQLITE_NOTADB, err);
    if (header != 0 || begin_reading(kb, err) != 0)
        goto fail;
    return kb;
fail:
    kb_close(kb);
    return NULL;
}

void kb_close(struct kb *kb)
{
    if (!kb)
        return;
    db_disconnect(kb);
    mem_free(kb->publish_to);
    mem_free(kb->name);
    mem_free(kb);
}

const char *kb_name(const struct kb *kb)
{
    return kb->name;
}

/* ---- columns --------------------------------------------------------------------------------- */

/* Reads the columns of one row in order; bad once one has the wrong type or is no UTF-8. */
struct row {
    sqlite3_stmt *s;
    struct arena *a;
    int column;
    bool bad;
};

static int64_t next_number(struct row *r)
{
    int column = r->column++;
    if (sqlite3_column_type(r->s, column) != SQLITE_INTEGER)
        r->bad = true;
    return sqlite3_column_int64(r->s, column);
}

static uint32_t next_u32(struct row *r, uint32_t max)
{
    int64_t v = next_number(r);
    if (v < 0 || v > max)
        r->bad = true;
    return r->bad ? 0 : (uint32_t)v;
}

static struct str next_bytes(struct row *r, int type)
{
    int column = r->column++;
    if (sqlite3_column_type(r->s, column) != type) {
        r->bad = true;
        return STR_NONE;
    }
    const char *p = sqlite3_column_blob(r->s, column);
    int n = sqlite3_column_bytes(r->s, column);
    return arena_dup(r->a, str_n(p, p && n > 0 ? (size_t)n : 0));
}

static struct str next_text(struct row *r)
{
    struct str s = next_bytes(r, SQLITE_TEXT);
    if (utf8_valid(s) != s.n)
        r->bad = true;
    return s;
}

/* Reads DB_ENTRY_COLUMNS. */
static int read_entry(struct kb *kb, sqlite3_stmt *s, struct arena *a, struct kb_entry *out,
                      struct err *err)
{
    struct row r = {s, a, 0, false};
    struct entry *e = &out->entry;
    struct document *d = &out->document;
    *out = (struct kb_entry){0};
    out->row = next_number(&r);
    e->kind = (enum entry_kind)next_u32(&r, ENTRY_KINDS - 1);
    e->line = next_u32(&r, UINT32_MAX);
    e->id = next_text(&r);
    e->title = next_text(&r);
    e->url = next_text(&r);
    struct str lists = next_bytes(&r, SQLITE_BLOB);
    e->cause = next_text(&r);
    e->remedy = next_text(&r);
    d->path = next_text(&r);
    d->title = next_text(&r);
    d->language = next_text(&r);
    d->date = next_text(&r);
    d->url = next_text(&r);
    d->size = (uint64_t)next_number(&r);
    d->mtime_ns = next_number(&r);
    d->hash = (uint64_t)next_number(&r);
    out->source = next_text(&r);
    if (r.bad || !unpack_lists(lists, a, e)) {
        char what[48];
        snprintf(what, sizeof what, "entry %lld", (long long)out->row);
        return db_corrupt(kb, what, err);
    }
    return 0;
}

/* ---- entries --------------------------------------------------------------------------------- */

int kb_stats(struct kb *kb, struct kb_stats *stats, struct err *err)
{
    const struct {
        const char *name;
        uint64_t *value;
    } counts[] = {
        {"sources", &stats->sources}, {"documents", &stats->documents},
        {"entries", &stats->entries}, {"messages", &stats->messages},
        {"codes", &stats->codes},     {"facets", &stats->facets},
        {"links", &stats->links},     {"samples", &stats->samples},
    };
    for (size_t i = 0; i < ARRAY_LEN(counts); i++) {
        sqlite3_stmt *s = db_statement(kb, DB_META, err);
        if (!s)
            return -1;
        sqlite3_bind_text(s, 1, counts[i].name, -1, SQLITE_STATIC);
        int got = db_step(kb, s, err);
        if (got < 0)
            return -1;
        *counts[i].value = got ? (uint64_t)sqlite3_column_int64(s, 0) : 0;
        sqlite3_reset(s);
    }
    return 0;
}

int kb_get(struct kb *kb, int64_t row, struct arena *a, struct kb_entry *out, struct err *err)
{
    sqlite3_stmt *s = db_statement(kb, DB_ENTRY, err);
    if (!s)
        return -1;
    sqlite3_bind_int64(s, 1, row);
    int got = db_step(kb, s, err);
    if (got == 1) {
        if (read_entry(kb, s, a, out, err) != 0)
            got = -1;
        sqlite3_reset(s);
    }
    return got;
}

static int find_exact(struct kb *kb, struct str id, int64_t *row, struct err *err)
{
    sqlite3_stmt *s = db_statement(kb, DB_ID, err);
    if (!s)
        return -1;
    sqlite3_bind_text(s, 1, id.p ? id.p : "", (int)min_size(id.n, KB_TEXT_MAX), SQLITE_STATIC);
    int got = db_step(kb, s, err);
    *row = got == 1 ? sqlite3_column_int64(s, 0) : 0;
    sqlite3_reset(s);
    return got < 0 ? -1 : 0;
}

struct without_source {
    struct kb *kb;
    struct str id;
    struct arena *a;
    int64_t row;
    bool ambiguous;
    struct err *err;
};

static int try_source(void *ctx, const struct source *source)
{
    struct without_source *w = ctx;
    int64_t row;
    struct str whole = arena_concat(w->a, arena_concat(w->a, source->name, STR("/")), w->id);
    if (find_exact(w->kb, whole, &row, w->err) != 0)
        return -1;
    if (row && w->row && row != w->row)
        w->ambiguous = true;
    if (row)
        w->row = row;
    return 0;
}

int kb_find(struct kb *kb, struct str id, int64_t *row, struct err *err)
{
    if (find_exact(kb, id, row, err) != 0)
        return -1;
    if (*row)
        return 0;
    struct without_source w = {kb, id, arena_new(), 0, false, err};
    int result = kb_each_source(kb, try_source, &w, err);
    *row = result == 0 && !w.ambiguous ? w.row : 0;
    arena_free(w.a);
    return result;
}

int kb_each(struct kb *kb, int (*visit)(void *ctx, const struct kb_entry *e), void *ctx,
            struct err *err)
{
    sqlite3_stmt *s =
        db_prepare(kb,
                   "SELECT " DB_ENTRY_COLUMNS
                   ", b.text FROM entry e CROSS JOIN document d CROSS JOIN source s "
                   "CROSS JOIN body b WHERE d.row=e.document AND s.row=d.source AND b.entry=e.row "
                   "ORDER BY e.row",
                   err);
    if (!s)
        return -1;
    struct arena *a = arena_new();
    int64_t last = 0;
    int result = 0;
    int got;
    while (result == 0 && (got = db_step(kb, s, err)) != 0) {
        struct kb_entry e;
        if (got < 0 || read_entry(kb, s, a, &e, err) != 0) {
            result = -1;
            break;
        }
        struct row body = {s, a, sqlite3_column_count(s) - 1, false};
        e.entry.body = next_text(&body);
        /* A forged tree can lead to the same page for ever: rows that do not ascend end it. */
        if (body.bad || e.row <= last) {
            result = db_corrupt(kb, "order or text of its entries", err);
            break;
        }
        last = e.row;
        result = visit(ctx, &e);
        arena_reset(a);
    }
    arena_free(a);
    sqlite3_finalize(s);
    return result;
}

int kb_each_source(struct kb *kb, int (*visit)(void *ctx, const struct source *s), void *ctx,
                   struct err *err)
{
    sqlite3_stmt *s =
        db_prepare(kb, "SELECT row, name, root, base_url FROM source ORDER BY row", err);
    if (!s)
        return -1;
    struct arena *a = arena_new();
    int64_t last = 0;
    int result = 0;
    int got;
    while (result == 0 && (got = db_step(kb, s, err)) != 0) {
        struct row r = {s, a, 0, got < 0};
        int64_t row = got < 0 ? 0 : next_number(&r);
        if (got < 0) {
            result = -1;
            break;
        }
        struct source source;
        source.name = next_text(&r);
        source.root = next_text(&r);
        source.base_url = next_text(&r);
        if (r.bad || row <= last) {
            result = db_corrupt(kb, "its sources", err);
            break;
        }
        last = row;
        result = visit(ctx, &source);
        arena_reset(a);
    }
    arena_free(a);
    sqlite3_finalize(s);
    return result;
}

/* ---- index sections -------------------------------------------------------------------------- */

static int load_sections(struct kb *kb, struct err *err)
{
    sqlite3_stmt *s = db_statement(kb, DB_SECTIONS, err);
    if (!s)
        return -1;
    int got;
    kb->section_count = 0;
    while ((got = db_step(kb, s, err)) == 1) {
        struct section *section = &kb->sections[kb->section_count];
        const char *name = (const char *)sqlite3_column_text(s, 0);
        int64_t first = sqlite3_column_int64(s, 1), size = sqlite3_column_int64(s, 2);
        /* What it claims readers make room for: no more than the file has. */
        int64_t most = kb->file_size ? kb->file_size : INT32_MAX;
        if (kb->section_count == KB_SECTIONS_MAX || !name || strlen(name) >= sizeof section->name ||
            size < 0 || size > most || size > INT32_MAX || first < 0 || first > INT32_MAX) {
            sqlite3_reset(s);
            return db_corrupt(kb, "table of its index sections", err);
        }
        snprintf(section->name, sizeof section->name, "%s", name);
        section->first = first;
        section->size = (size_t)size;
        kb->section_count++;
    }
    kb->sections_loaded = got == 0;
    return got;
}

/* NULL with kb->sections_loaded when there is no such section, NULL without it on trouble. */
static const struct section *find_section(struct kb *kb, const char *name, struct err *err)
{
    if (!kb->sections_loaded && load_sections(kb, err) != 0)
        return NULL;
    for (size_t i = 0; i < kb->section_count; i++)
        if (strcmp(kb->sections[i].name, name) == 0)
            return &kb->sections[i];
    return NULL;
}

int kb_section_size(struct kb *kb, const char *name, size_t *size, struct err *err)
{
    const struct section *section = find_section(kb, name, err);
    if (!kb->sections_loaded)
        return -1;
    *size = section ? section->size : 0;
    return 0;
}

static int read_chunk(struct kb *kb, int64_t row, size_t offset, void *out, size_t n,
                      struct err *err)
{
    int rc;
    if (kb->chunk)
        rc = kb->chunk_row == row ? SQLITE_OK : sqlite3_blob_reopen(kb->chunk, row);
    else
        rc = sqlite3_blob_open(kb->db, "main", "chunk", "data", row, 0, &kb->chunk);
    if (rc == SQLITE_OK)
        rc = sqlite3_blob_read(kb->chunk, out, (int)n, (int)offset);
    if (rc == SQLITE_OK) {
        kb->chunk_row = row;
        return 0;
    }
    sqlite3_blob_close(kb->chunk);
    kb->chunk = NULL;
    /* SQLITE_ERROR: no such row, no blob, or shorter than it says. */
    return rc == SQLITE_ERROR ? db_corrupt(kb, "a piece of its index is missing", err)
                              : db_error(kb, rc, err);
}

int kb_section_read(struct kb *kb, const char *name, size_t offset, void *out, size_t n,
                    struct err *err)
{
    const struct section *section = find_section(kb, name, err);
    if (!kb->sections_loaded)
        return -1;
    if (!section || offset > section->size || n > section->size - offset)
        return db_corrupt(kb, name, err);
    char *to = out;
    while (n) {
        size_t at = offset % KB_CHUNK_SIZE;
        size_t part = min_size(n, KB_CHUNK_SIZE - at);
        if (read_chunk(kb, section->first + (int64_t)(offset / KB_CHUNK_SIZE), at, to, part, err))
            return -1;
        to += part;
        offset += part;
        n -= part;
    }
    return 0;
}
