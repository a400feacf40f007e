#include "store/columns.h"

#include "base/hash.h"
#include "base/mem.h"
#include "store/pack.h"
#include "store/schema.h"
#include "store/stats.h"

#include <sys/stat.h>

/* A statement for one change, which it counts as; NULL when that is not possible. */
static sqlite3_stmt *change(struct kb *kb, enum db_statement which, struct err *err)
{
    if (!kb->writing) {
        db_not_writing(kb, err);
        return NULL;
    }
    kb->changed = true;
    return db_statement(kb, which, err);
}

/* ---- sources --------------------------------------------------------------------------------- */

/* A name stands for one root, so that importing a/docs and b/docs does not lose the first; a root
 * that is gone was renamed. */
static int check_root(struct kb *kb, const struct source *old, const struct source *new,
                      struct err *err)
{
    struct buf root = BUF_INIT(SIZE_MAX / 2);
    buf_put(&root, old->root);
    struct stat was, is;
    bool other = !str_eq(old->root, new->root) && stat(buf_cstr(&root), &was) == 0;
    buf_clear(&root);
    buf_put(&root, new->root);
    if (other && stat(buf_cstr(&root), &is) == 0) /* the same by another path is no other */
        other = was.st_dev != is.st_dev || was.st_ino != is.st_ino;
    buf_release(&root);
    if (!other)
        return 0;
    return err_set(err, ERR_INVALID,
                   "%s: the source \"%.*s\" is %.*s: give %.*s another name (--name)", kb->name,
                   STR_ARG(new->name), STR_ARG(old->root), STR_ARG(new->root));
}

static int write_source(struct kb *kb, int64_t *row, const struct source *source, struct err *err)
{
    sqlite3_stmt *s = db_prepare(kb,
                                 "INSERT OR REPLACE INTO source(row, name, root, base_url, "
                                 "revision) VALUES(nullif(?1,0),?2,?3,?4,?5)",
                                 err);
    if (!s)
        return -1;
    struct values v = {kb, s, err, 0, false};
    bind_number(&v, *row);
    bind_text(&v, source->name);
    bind_text(&v, source->root);
    bind_text(&v, source->base_url);
    bind_number(&v, (int64_t)source->revision);
    int result = run_bound(&v);
    sqlite3_finalize(s);
    kb->stats.sources += result == 0 && !*row;
    kb->changed = true;
    if (result == 0 && !*row)
        *row = sqlite3_last_insert_rowid(kb->db);
    return result;
}

int kb_put_source(struct kb *kb, const struct source *source, int64_t *source_row, struct err *err)
{
    if (!kb->writing)
        return db_not_writing(kb, err);
    struct arena *a = arena_new();
    struct source old;
    int64_t row = 0;
    int result = check_text(kb, source->name, err);
    if (result == 0)
        result = kb_find_source(kb, source->name, a, &old, &row, err);
    if (result == 0 && row)
        result = check_root(kb, &old, source, err);
    bool same = result == 0 && row && str_eq(old.root, source->root) &&
                str_eq(old.base_url, source->base_url) && old.revision == source->revision;
    if (result == 0 && !same)
        result = write_source(kb, &row, source, err);
    if (result == 0)
        *source_row = row;
    arena_free(a);
    return result;
}

struct dropping {
    struct kb *kb;
    struct err *err;
};

static int drop_visited(void *ctx, int64_t row, const struct document *d)
{
    struct dropping *dropping = ctx;
    (void)d;
    return kb_drop_document(dropping->kb, row, dropping->err);
}

int kb_drop_source(struct kb *kb, int64_t source_row, struct err *err)
{
    if (!kb->writing)
        return db_not_writing(kb, err);
    struct dropping dropping = {kb, err};
    if (kb_each_document(kb, source_row, drop_visited, &dropping, err) != 0)
        return -1;
    sqlite3_stmt *s = db_prepare(kb, "DELETE FROM source WHERE row=?1", err);
    if (!s)
        return -1;
    struct values v = {kb, s, err, 0, false};
    bind_number(&v, source_row);
    int result = run_bound(&v);
    if (result == 0)
        kb->stats.sources -= (uint64_t)sqlite3_changes(kb->db);
    kb->changed = true;
    sqlite3_finalize(s);
    return result;
}

/* ---- documents ------------------------------------------------------------------------------- */

/* The name of a source, which a document's row is made of. */
static int source_name(struct kb *kb, int64_t source_row, struct buf *out, struct err *err)
{
    sqlite3_stmt *s = db_prepare(kb, "SELECT name FROM source WHERE row=?1", err);
    if (!s)
        return -1;
    sqlite3_bind_int64(s, 1, source_row);
    int got = db_step(kb, s, err);
    if (got == 1)
        buf_puts(out, (const char *)sqlite3_column_text(s, 0));
    if (got == 0)
        err_set(err, ERR_INVALID, "%s: a document of no source", kb->name);
    sqlite3_finalize(s);
    return got == 1 ? 0 : -1;
}

/* Where a new document goes: its own row, which is free but for one case in 2^47. */
static int free_row(struct kb *kb, int64_t source_row, struct str path, int64_t *row,
                    struct err *err)
{
    struct buf name = BUF_INIT(KB_TEXT_MAX);
    if (source_name(kb, source_row, &name, err) != 0) {
        buf_release(&name);
        return -1;
    }
    buf_putc(&name, '/');
    buf_put(&name, path);
    const uint64_t mask = ((uint64_t)1 << KB_DOCUMENT_BITS) - 1;
    uint64_t at = hash64(buf_str(&name)) & mask;
    buf_release(&name);
    for (;; at = (at + 1) & mask) {
        sqlite3_stmt *s = db_statement(kb, DB_FIND_DOCUMENT, err);
        if (!s)
            return -1;
        sqlite3_bind_int64(s, 1, (int64_t)at);
        int got = at ? db_step(kb, s, err) : 1;
        if (got <= 0) {
            *row = (int64_t)at;
            return got;
        }
        const char *other = at ? (const char *)sqlite3_column_text(s, 1) : NULL;
        bool same =
            other && sqlite3_column_int64(s, 0) == source_row && str_eq(str_of(other), path);
        sqlite3_reset(s);
        if (same)
            return err_set(err, ERR_INVALID, "%s: document %.*s is there already", kb->name,
                           STR_ARG(path));
    }
}

/* Needs and pages as kb_read.c will read them back: it refuses what is refused here. */
static int check_packed(struct kb *kb, const struct buf *needs, const struct buf *pages,
                        struct err *err)
{
    struct arena *a = arena_new();
    struct document copy;
    bool cut = needs->cut || pages->cut;
    bool good = !cut && unpack_needs(buf_str(needs), a, &copy) &&
                unpack_pages(buf_str(pages), a, &copy);
    arena_free(a);
    return good ? 0
                : err_set(err, ERR_INVALID, "%s: includes or pages of a document: %s", kb->name,
                          cut ? "too many" : "a path is no UTF-8");
}

int kb_put_document(struct kb *kb, int64_t source_row, const struct document *d,
                    int64_t *document_row, struct err *err)
{
    int64_t row = 0;
    if (!kb->writing)
        return db_not_writing(kb, err);
    if (check_text(kb, d->path, err) != 0 || free_row(kb, source_row, d->path, &row, err) != 0)
        return -1;
    struct buf needs = BUF_INIT(KB_TEXT_MAX), pages = BUF_INIT(KB_TEXT_MAX);
    pack_needs(d, &needs);
    pack_pages(d->pages, d->page_count, &pages);
    int result = check_packed(kb, &needs, &pages, err);
    sqlite3_stmt *s = result == 0 ? change(kb, DB_PUT_DOCUMENT, err) : NULL;
    result = -1;
    if (s) {
        struct values v = {kb, s, err, 0, false};
        bind_number(&v, row);
        bind_number(&v, source_row);
        bind_number(&v, (int64_t)d->size);
        bind_number(&v, d->mtime_ns);
        bind_number(&v, (int64_t)d->hash);
        bind_text(&v, d->path);
        bind_text(&v, d->title);
        bind_text(&v, d->language);
        bind_text(&v, d->date);
        bind_text(&v, d->url);
        bind_blob(&v, buf_str(&needs));
        bind_blob(&v, buf_str(&pages));
        result = run_bound(&v);
    }
    buf_release(&needs);
    buf_release(&pages);
    kb->stats.documents += result == 0;
    if (result == 0)
        *document_row = row;
    return result;
}

int kb_touch_document(struct kb *kb, int64_t document_row, uint64_t size, int64_t mtime_ns,
                      struct err *err)
{
    sqlite3_stmt *s = change(kb, DB_TOUCH_DOCUMENT, err);
    if (!s)
        return -1;
    struct values v = {kb, s, err, 0, false};
    bind_number(&v, document_row);
    bind_number(&v, (int64_t)size);
    bind_number(&v, mtime_ns);
    return run_bound(&v);
}

int kb_set_pages(struct kb *kb, int64_t document_row, const struct page *pages, size_t count,
                 struct err *err)
{
    struct buf no_needs = BUF_INIT(0), packed = BUF_INIT(KB_TEXT_MAX);
    pack_pages(pages, count, &packed);
    int result = check_packed(kb, &no_needs, &packed, err);
    sqlite3_stmt *s = result == 0 ? change(kb, DB_SET_PAGES, err) : NULL;
    result = -1;
    if (s) {
        struct values v = {kb, s, err, 0, false};
        bind_number(&v, document_row);
        bind_blob(&v, buf_str(&packed));
        result = run_bound(&v);
    }
    buf_release(&packed);
    return result;
}

/* ---- names of entries ------------------------------------------------------------------------ */

/* Put or drop (DB_PUT_ID, DB_DROP_ID) the claim of an entry to an id or alias. */
static int change_id(struct kb *kb, enum db_statement which, struct str id, bool alias, int64_t row,
                     struct err *err)
{
    sqlite3_stmt *s = db_statement(kb, which, err);
    if (!s)
        return -1;
    struct values v = {kb, s, err, 0, false};
    bind_text(&v, id);
    bind_number(&v, alias);
    bind_number(&v, row);
    return run_bound(&v);
}

/* Is there an entry of this id? 0 no, 1 yes, -1 trouble. */
static int id_taken(struct kb *kb, struct str id, struct err *err)
{
    sqlite3_stmt *s = db_statement(kb, DB_ID, err);
    if (!s)
        return -1;
    sqlite3_bind_text(s, 1, id.p ? id.p : "", (int)id.n, SQLITE_STATIC);
    int got = db_step(kb, s, err);
    if (got == 1)
        got = !sqlite3_column_int64(s, 1);
    sqlite3_reset(s);
    return got;
}

int kb_put_moved(struct kb *kb, struct str old_id, struct str new_id, struct err *err)
{
    sqlite3_stmt *s = change(kb, DB_PUT_MOVED, err);
    if (!s)
        return -1;
    struct values v = {kb, s, err, 0, false};
    bind_text(&v, old_id);
    bind_text(&v, new_id);
    return run_bound(&v);
}

/* ---- dropping -------------------------------------------------------------------------------- */

/* One entry as far as its going away matters to others. */
struct goner {
    int64_t row;
    bool shadowed;
    struct entry entry; /* its id and lists */
};

/* The next one of DB_ENTRY_NAMES: 1, 0 at the end, -1 trouble. */
static int next_goner(struct kb *kb, sqlite3_stmt *s, struct arena *a, struct goner *g,
                      struct err *err)
{
    int got = db_step(kb, s, err);
    if (got != 1)
        return got;
    int64_t last = g->row;
    struct row r = {s, a, 0, false};
    *g = (struct goner){.row = next_number(&r), .shadowed = next_u32(&r, 1)};
    g->entry.id = next_text(&r);
    struct str lists = next_blob(&r);
    if (r.bad || g->row <= last || !unpack_lists(lists, a, &g->entry))
        return db_corrupt(kb, "entries of a document", err);
    return 1;
}

static int forget(struct kb *kb, const struct goner *g, struct err *err)
{
    if (!g->shadowed)
        stats_count(&kb->stats, &g->entry, -1);
    int result = change_id(kb, DB_DROP_ID, g->entry.id, false, g->row, err);
    for (size_t i = 0; i < g->entry.alias_count && result == 0; i++)
        result = change_id(kb, DB_DROP_ID, g->entry.aliases[i], true, g->row, err);
    return result;
}

static int forget_entries(struct kb *kb, int64_t document_row, struct err *err)
{
    sqlite3_stmt *s = db_statement(kb, DB_ENTRY_NAMES, err);
    if (!s)
        return -1;
    struct arena *a = arena_new();
    struct goner g = {0};
    int got;
    sqlite3_bind_int64(s, 1, document_row << KB_ENTRY_BITS);
    sqlite3_bind_int64(s, 2, ((document_row + 1) << KB_ENTRY_BITS) - 1);
    while ((got = next_goner(kb, s, a, &g, err)) == 1) {
        if (forget(kb, &g, err) != 0) {
            got = -1;
            break;
        }
        arena_reset(a);
    }
    sqlite3_reset(s);
    arena_free(a);
    return got;
}

int kb_drop_document(struct kb *kb, int64_t document_row, struct err *err)
{
    static const enum db_statement statements[] = {DB_DROP_TERMS, DB_DROP_BODIES, DB_DROP_ENTRIES,
                                                   DB_DROP_DOCUMENT};
    if (!kb->writing)
        return db_not_writing(kb, err);
    int result = forget_entries(kb, document_row, err);
    for (size_t i = 0; i < ARRAY_LEN(statements) && result == 0; i++) {
        sqlite3_stmt *s = change(kb, statements[i], err);
        if (!s)
            return -1;
        struct values v = {kb, s, err, 0, false};
        bind_number(&v, document_row);
        result = run_bound(&v);
    }
    if (result == 0)
        kb->stats.documents -= (uint64_t)sqlite3_changes(kb->db);
    return result;
}

/* 1 yes, 0 no (or no such entry: then *there is false), -1 trouble. */
static int is_shadowed(struct kb *kb, int64_t entry_row, bool *there, struct err *err)
{
    sqlite3_stmt *s = db_statement(kb, DB_SHADOWED, err);
    if (!s)
        return -1;
    sqlite3_bind_int64(s, 1, entry_row);
    int got = db_step(kb, s, err);
    bool shadowed = got == 1 && sqlite3_column_int64(s, 0) != 0;
    sqlite3_reset(s);
    *there = got == 1;
    return got < 0 ? -1 : shadowed;
}

int kb_set_shadowed(struct kb *kb, int64_t entry_row, bool shadowed, struct err *err)
{
    bool there;
    if (!kb->writing)
        return db_not_writing(kb, err);
    int result = is_shadowed(kb, entry_row, &there, err);
    if (result < 0 || !there || result == shadowed)
        return result < 0 ? -1 : 0;
    struct arena *a = arena_new();
    struct goner g = {0};
    sqlite3_stmt *s = db_statement(kb, DB_ENTRY_NAMES, err);
    result = -1;
    if (s) {
        sqlite3_bind_int64(s, 1, entry_row);
        sqlite3_bind_int64(s, 2, entry_row);
        result = next_goner(kb, s, a, &g, err) == 1 ? 0 : -1;
        sqlite3_reset(s);
    }
    s = result == 0 ? change(kb, DB_SET_SHADOWED, err) : NULL;
    result = -1;
    if (s) {
        stats_count(&kb->stats, &g.entry, shadowed ? -1 : 1);
        struct values v = {kb, s, err, 0, false};
        bind_number(&v, entry_row);
        bind_number(&v, shadowed);
        result = run_bound(&v);
    }
    arena_free(a);
    return result;
}

/* ---- entries --------------------------------------------------------------------------------- */

/* The lists as kb_read.c will read them back: it refuses what is refused here. */
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

/* The row behind the document's last entry. */
static int next_entry_row(struct kb *kb, int64_t document_row, int64_t *row, struct err *err)
{
    sqlite3_stmt *s = db_statement(kb, DB_LAST_ENTRY, err);
    if (!s)
        return -1;
    sqlite3_bind_int64(s, 1, document_row);
    int got = db_step(kb, s, err);
    int64_t first = document_row << KB_ENTRY_BITS;
    int64_t last = got == 1 ? sqlite3_column_int64(s, 0) : 0;
    sqlite3_reset(s);
    if (got < 0)
        return -1;
    *row = (last > first ? last : first) + 1;
    if (kb_document_row(*row) != document_row)
        return err_set(err, ERR_INVALID, "%s: more than %d entries in one document", kb->name,
                       (1 << KB_ENTRY_BITS) - 1);
    return 0;
}

static int put_entry_row(struct kb *kb, int64_t row, const struct entry *e, struct str lists,
                         struct err *err)
{
    sqlite3_stmt *s = change(kb, DB_PUT_ENTRY, err);
    if (!s)
        return -1;
    struct values v = {kb, s, err, 0, false};
    bind_number(&v, row);
    bind_number(&v, e->kind);
    bind_number(&v, e->line);
    bind_text(&v, e->id);
    bind_text(&v, e->title);
    bind_text(&v, e->url);
    bind_blob(&v, lists);
    bind_text(&v, e->cause);
    bind_text(&v, e->remedy);
    return run_bound(&v);
}

static int put_body(struct kb *kb, int64_t row, struct str body, struct err *err)
{
    sqlite3_stmt *s = db_statement(kb, DB_PUT_BODY, err);
    if (!s)
        return -1;
    struct values v = {kb, s, err, 0, false};
    bind_number(&v, row);
    bind_text(&v, body);
    return run_bound(&v);
}

int kb_put_terms(struct kb *kb, int64_t entry_row, struct str data, struct err *err)
{
    sqlite3_stmt *s = change(kb, DB_PUT_TERMS, err);
    if (!s)
        return -1;
    struct values v = {kb, s, err, 0, false};
    bind_number(&v, entry_row);
    bind_blob(&v, data);
    return run_bound(&v);
}

int kb_put_entry(struct kb *kb, int64_t document_row, const struct entry *e, struct err *err)
{
    int64_t row;
    if (!kb->writing)
        return db_not_writing(kb, err);
    if (check_text(kb, e->id, err) || check_text(kb, e->body, err) ||
        next_entry_row(kb, document_row, &row, err) != 0)
        return -1;
    int taken = id_taken(kb, e->id, err);
    if (taken != 0)
        return taken < 0 ? -1
                         : err_set(err, ERR_INVALID, "%s: entry id %.*s is there already", kb->name,
                                   STR_ARG(e->id));
    struct buf lists = BUF_INIT(KB_TEXT_MAX);
    pack_lists(e, &lists);
    int result = check_lists(kb, e, &lists, err);
    if (result == 0)
        result = put_entry_row(kb, row, e, buf_str(&lists), err);
    buf_release(&lists);
    if (result != 0)
        return -1;
    stats_count(&kb->stats, e, 1);
    result = put_body(kb, row, e->body, err);
    if (result == 0)
        result = kb_put_terms(kb, row, STR_NONE, err);
    if (result == 0)
        result = change_id(kb, DB_PUT_ID, e->id, false, row, err);
    for (size_t i = 0; i < e->alias_count && result == 0; i++)
        result = change_id(kb, DB_PUT_ID, e->aliases[i], true, row, err);
    return result;
}

bool kb_changed(const struct kb *kb)
{
    return kb->changed;
}
