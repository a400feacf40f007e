#include "store/columns.h"

#include "base/path.h"
#include "store/pack.h"
#include "store/stats.h"

#include <stdio.h>
#include <stdlib.h>

enum { MOVES_MAX = 64 /* from one former id to the next */ };

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
    out->shadowed = next_u32(&r, 1);
    e->id = next_text(&r);
    e->title = next_text(&r);
    e->url = next_text(&r);
    struct str lists = next_blob(&r);
    e->cause = next_text(&r);
    e->remedy = next_text(&r);
    d->path = next_text(&r);
    d->title = next_text(&r);
    d->language = next_text(&r);
    d->date = next_text(&r);
    d->url = next_text(&r);
    struct str pages = next_blob(&r);
    out->source = next_text(&r);
    if (r.bad || !unpack_lists(lists, a, e) || !unpack_pages(pages, a, d)) {
        char what[48];
        snprintf(what, sizeof what, "entry %lld", (long long)out->row);
        return db_corrupt(kb, what, err);
    }
    return 0;
}

int kb_stats(struct kb *kb, struct kb_stats *stats, struct err *err)
{
    if (!kb->writing)
        return stats_load(kb, stats, err);
    *stats = kb->stats;
    return 0;
}

/* ---- one entry ------------------------------------------------------------------------------- */

/* A process that stays gets more page buffers than one that answers once (kb.c). */
static int keep_pages(struct kb *kb, struct err *err)
{
    enum { GETS_OF_ONE = 64 };
    return kb->gets++ == GETS_OF_ONE ? db_exec(kb, "PRAGMA cache_size=-1024", err) : 0;
}

int kb_get(struct kb *kb, int64_t row, struct arena *a, struct kb_entry *out, struct err *err)
{
    if (!kb->writing && keep_pages(kb, err) != 0)
        return -1;
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

static int find_id(struct kb *kb, struct str id, int64_t *row, struct err *err)
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

int db_find(struct kb *kb, struct str id, struct arena *a, int64_t *row, struct str *end,
            struct err *err)
{
    *end = id;
    for (int moves = 0; moves < MOVES_MAX; moves++) {
        if (find_id(kb, *end, row, err) != 0)
            return -1;
        sqlite3_stmt *s = *row ? NULL : db_statement(kb, DB_MOVED, err);
        if (!s)
            return *row ? 0 : -1;
        sqlite3_bind_text(s, 1, end->p ? end->p : "", (int)min_size(end->n, KB_TEXT_MAX),
                          SQLITE_STATIC);
        int got = db_step(kb, s, err);
        struct row r = {s, a, 0, false};
        struct str target = got == 1 ? next_text(&r) : STR_NONE;
        sqlite3_reset(s);
        if (got <= 0)
            return got;
        if (r.bad)
            return db_corrupt(kb, "an id that moved", err);
        *end = target;
    }
    return 0;
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
    struct str end;
    struct str whole = arena_concat(w->a, arena_concat(w->a, source->name, STR("/")), w->id);
    if (db_find(w->kb, whole, w->a, &row, &end, w->err) != 0)
        return -1;
    if (row && w->row && row != w->row)
        w->ambiguous = true;
    if (row)
        w->row = row;
    return 0;
}

int kb_find_whole(struct kb *kb, struct str id, int64_t *row, struct err *err)
{
    struct arena *a = arena_new();
    struct str end;
    int result = db_find(kb, id, a, row, &end, err);
    arena_free(a);
    return result;
}

int kb_find(struct kb *kb, struct str id, int64_t *row, struct err *err)
{
    struct without_source w = {kb, id, arena_new(), 0, false, err};
    struct str end;
    int result = db_find(kb, id, w.a, row, &end, err);
    if (result == 0 && !*row) {
        result = kb_each_source(kb, try_source, &w, err);
        *row = result == 0 && !w.ambiguous ? w.row : 0;
    }
    arena_free(w.a);
    return result;
}

int kb_find_only(struct kb *kb, struct str prefix, int64_t *row, struct err *err)
{
    sqlite3_stmt *s = db_statement(kb, DB_IDS_WITHIN, err);
    if (!s)
        return -1;
    struct buf end = BUF_INIT(KB_TEXT_MAX);
    buf_put(&end, prefix);
    if (end.n)
        end.p[end.n - 1]++; /* prefixes end in '#' or '/' */
    sqlite3_bind_text(s, 1, prefix.p ? prefix.p : "", (int)min_size(prefix.n, KB_TEXT_MAX),
                      SQLITE_STATIC);
    sqlite3_bind_text(s, 2, buf_cstr(&end), (int)end.n, SQLITE_STATIC);
    int got = db_step(kb, s, err);
    *row = got == 1 && sqlite3_column_int64(s, 0) == sqlite3_column_int64(s, 1)
               ? sqlite3_column_int64(s, 0)
               : 0;
    sqlite3_reset(s);
    buf_release(&end);
    return got < 0 ? -1 : 0;
}

/* ---- sources --------------------------------------------------------------------------------- */

#define SOURCE_COLUMNS "row, name, root, base_url, revision"

static int64_t read_source(struct row *r, struct source *out)
{
    int64_t row = next_number(r);
    out->name = next_text(r);
    out->root = next_text(r);
    out->base_url = next_text(r);
    out->revision = (uint64_t)next_number(r);
    return row;
}

int kb_each_source(struct kb *kb, kb_visit_source *visit, void *ctx, struct err *err)
{
    sqlite3_stmt *s = db_prepare(kb, "SELECT " SOURCE_COLUMNS " FROM source ORDER BY row", err);
    if (!s)
        return -1;
    struct arena *a = arena_new();
    int64_t last = 0;
    int result = 0;
    int got = 0;
    while (result == 0 && (got = db_step(kb, s, err)) == 1) {
        struct row r = {s, a, 0, false};
        struct source source;
        int64_t row = read_source(&r, &source);
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
    return got < 0 ? -1 : result;
}

int kb_find_source(struct kb *kb, struct str name, struct arena *a, struct source *out,
                   int64_t *row, struct err *err)
{
    sqlite3_stmt *s =
        db_prepare(kb, "SELECT " SOURCE_COLUMNS " FROM source WHERE name=?1 ORDER BY row", err);
    if (!s)
        return -1;
    *row = 0;
    sqlite3_bind_text(s, 1, name.p ? name.p : "", (int)min_size(name.n, KB_TEXT_MAX),
                      SQLITE_STATIC);
    int got = db_step(kb, s, err);
    struct row r = {s, a, 0, false};
    if (got == 1)
        *row = read_source(&r, out);
    if (r.bad || (got == 1 && *row <= 0))
        got = db_corrupt(kb, "its sources", err);
    sqlite3_finalize(s);
    return got < 0 ? -1 : 0;
}

int kb_count_source(struct kb *kb, struct str name, uint64_t *documents, uint64_t *entries,
                    struct err *err)
{
    /* The shift is kb_document_row's; only the rows' first columns are read. */
    sqlite3_stmt *s = db_prepare(
        kb,
        "SELECT count(*), sum((SELECT count(*) FROM entry e WHERE e.row BETWEEN d.row<<16 AND "
        "d.row<<16|65535 AND e.shadowed=0)) FROM source s CROSS JOIN document d "
        "WHERE s.name=?1 AND d.source=s.row",
        err);
    if (!s)
        return -1;
    sqlite3_bind_text(s, 1, name.p ? name.p : "", (int)min_size(name.n, KB_TEXT_MAX),
                      SQLITE_STATIC);
    int got = db_step(kb, s, err);
    *documents = got == 1 ? (uint64_t)sqlite3_column_int64(s, 0) : 0;
    *entries = got == 1 ? (uint64_t)sqlite3_column_int64(s, 1) : 0;
    sqlite3_finalize(s);
    return got < 0 ? -1 : 0;
}

/* ---- documents and their entries, in canonical order ----------------------------------------- */

struct place {
    int64_t row, source;
    struct document document;
    size_t first_terms, terms; /* of its entries: see kb_each_terms */
};

struct places {
    struct place **items; /* in the arena */
    size_t count, cap;
};

static int compare_places(const void *a, const void *b)
{
    const struct place *x = *(struct place *const *)a, *y = *(struct place *const *)b;
    if (x->source != y->source)
        return x->source < y->source ? -1 : 1;
    int order = path_compare(x->document.path, y->document.path);
    return order ? order : (x->row > y->row) - (x->row < y->row);
}

static void sort_places(struct places *p)
{
    if (p->count)
        qsort(p->items, p->count, sizeof *p->items, compare_places);
}

/* What the sources' documents are sorted and known by. */
#define PLACE_COLUMNS "row, source, path, date"
#define DOCUMENT_COLUMNS PLACE_COLUMNS ", size, mtime, hash, title, language, url, needs, pages"

static bool read_place(struct row *r, struct place *p, bool whole)
{
    struct document *d = &p->document;
    *p = (struct place){.row = next_number(r)};
    p->source = next_number(r);
    d->path = next_text(r);
    d->date = next_text(r);
    if (!whole)
        return !r->bad;
    d->size = (uint64_t)next_number(r);
    d->mtime_ns = next_number(r);
    d->hash = (uint64_t)next_number(r);
    d->title = next_text(r);
    d->language = next_text(r);
    d->url = next_text(r);
    struct str needs = next_blob(r), pages = next_blob(r);
    return !r->bad && unpack_needs(needs, r->a, d) && unpack_pages(pages, r->a, d);
}

/* By row: those of one source with all that they have, or (0) the places of all. */
static int load_places(struct kb *kb, int64_t source, struct arena *a, struct places *out,
                       struct err *err)
{
    sqlite3_stmt *s = db_prepare(
        kb,
        source ? "SELECT " DOCUMENT_COLUMNS " FROM document WHERE source=?1 ORDER BY row"
               : "SELECT " PLACE_COLUMNS " FROM document ORDER BY row",
        err);
    if (!s)
        return -1;
    if (source)
        sqlite3_bind_int64(s, 1, source);
    *out = (struct places){0};
    int64_t last = 0;
    int got;
    while ((got = db_step(kb, s, err)) == 1) {
        struct row r = {s, a, 0, false};
        struct place *p = arena_alloc(a, sizeof *p);
        /* A forged tree can lead to the same page for ever: rows that do not ascend end it. */
        if (!read_place(&r, p, source != 0) || p->row <= last) {
            got = db_corrupt(kb, "its documents", err);
            break;
        }
        last = p->row;
        out->items = arena_grow(a, out->items, out->count, &out->cap, sizeof *out->items);
        out->items[out->count++] = p;
    }
    sqlite3_finalize(s);
    return got;
}

int kb_each_document(struct kb *kb, int64_t source_row, kb_visit_document *visit, void *ctx,
                     struct err *err)
{
    struct arena *a = arena_new();
    struct places places = {0};
    int result = source_row ? load_places(kb, source_row, a, &places, err) : 0;
    sort_places(&places);
    for (size_t i = 0; i < places.count && result == 0; i++)
        result = visit(ctx, places.items[i]->row, &places.items[i]->document);
    arena_free(a);
    return result;
}

/* With the statement and arena of the caller, so that many documents are quick. */
static int each_entry_of(struct kb *kb, int64_t document_row, sqlite3_stmt *s, struct arena *a,
                         bool shadowed, kb_visit_entry *visit, void *ctx, struct err *err)
{
    int64_t last = 0;
    int result = 0;
    int got = 0;
    sqlite3_bind_int64(s, 1, document_row);
    while (result == 0 && (got = db_step(kb, s, err)) == 1) {
        struct kb_entry e;
        if (read_entry(kb, s, a, &e, err) != 0) {
            result = -1;
            break;
        }
        struct row body = {s, a, sqlite3_column_count(s) - 1, false};
        e.entry.body = next_text(&body);
        if (body.bad || e.row <= last) {
            result = db_corrupt(kb, "order or text of its entries", err);
            break;
        }
        last = e.row;
        result = e.shadowed && !shadowed ? 0 : visit(ctx, &e);
        arena_reset(a);
    }
    sqlite3_reset(s);
    return got < 0 ? -1 : result;
}

int kb_each_entry_of(struct kb *kb, int64_t document_row, kb_visit_entry *visit, void *ctx,
                     struct err *err)
{
    sqlite3_stmt *s = db_statement(kb, DB_ENTRIES_OF, err);
    if (!s)
        return -1;
    struct arena *a = arena_new();
    int result = each_entry_of(kb, document_row, s, a, true, visit, ctx, err);
    arena_free(a);
    return result;
}

int kb_each(struct kb *kb, kb_visit_entry *visit, void *ctx, struct err *err)
{
    sqlite3_stmt *s = db_statement(kb, DB_ENTRIES_OF, err);
    if (!s)
        return -1;
    struct arena *a = arena_new(), *of_entry = arena_new();
    struct places places = {0};
    int result = load_places(kb, 0, a, &places, err);
    sort_places(&places);
    for (size_t i = 0; i < places.count && result == 0; i++)
        result = each_entry_of(kb, places.items[i]->row, s, of_entry, false, visit, ctx, err);
    arena_free(of_entry);
    arena_free(a);
    return result;
}

/* ---- terms ----------------------------------------------------------------------------------- */

struct terms {
    int64_t row;
    struct str data;
};

/* All of them by row: one pass is quicker than a look-up for each document. */
static int load_terms(struct kb *kb, struct arena *a, struct terms **out, size_t *count,
                      struct err *err)
{
    sqlite3_stmt *s = db_prepare(kb, "SELECT entry, data FROM terms ORDER BY entry", err);
    if (!s)
        return -1;
    size_t cap = 0;
    int64_t last = 0;
    int got;
    *out = NULL;
    *count = 0;
    while ((got = db_step(kb, s, err)) == 1) {
        struct row r = {s, a, 0, false};
        struct terms t = {.row = next_number(&r)};
        t.data = next_blob(&r);
        if (r.bad || t.row <= last) {
            got = db_corrupt(kb, "order or terms of its entries", err);
            break;
        }
        last = t.row;
        *out = arena_grow(a, *out, *count, &cap, sizeof **out);
        (*out)[(*count)++] = t;
    }
    sqlite3_finalize(s);
    return got;
}

/* Both by row. Terms of no document are nobody's. */
static void assign_terms(struct places *places, const struct terms *terms, size_t count)
{
    size_t at = 0;
    for (size_t i = 0; i < places->count; i++) {
        struct place *p = places->items[i];
        while (at < count && kb_document_row(terms[at].row) < p->row)
            at++;
        p->first_terms = at;
        while (at < count && kb_document_row(terms[at].row) == p->row)
            at++;
        p->terms = at - p->first_terms;
    }
}

int kb_each_terms(struct kb *kb, struct arena *a, kb_visit_terms *visit, void *ctx,
                  struct err *err)
{
    struct places places = {0};
    struct terms *terms = NULL;
    size_t count = 0;
    int result = load_places(kb, 0, a, &places, err);
    if (result == 0)
        result = load_terms(kb, a, &terms, &count, err);
    if (result == 0)
        assign_terms(&places, terms, count);
    sort_places(&places);
    for (size_t i = 0; i < places.count && result == 0; i++) {
        const struct place *p = places.items[i];
        for (size_t k = 0; k < p->terms && result == 0; k++) {
            const struct terms *from = &terms[p->first_terms + k];
            const struct kb_terms t = {.row = from->row,
                                       .source = p->source,
                                       .path = p->document.path,
                                       .date = p->document.date,
                                       .data = from->data};
            result = visit(ctx, &t);
        }
    }
    return result;
}
