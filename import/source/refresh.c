#include "import/source/refresh.h"

#include "base/hash.h"
#include "base/map.h"
#include "base/mem.h"
#include "import/source/moves.h"
#include "import/source/needs.h"
#include "import/source/pages.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

struct traces {
    struct trace *items;
    size_t count, cap;
};

struct changed {
    struct trace trace;
    unsigned fields;
};

struct changeds {
    struct changed *items;
    size_t count, cap;
};

struct refreshing {
    struct refresh *r;
    struct arena *kept;    /* traces until the end */
    struct arena *scratch; /* those of one document */
    struct traces added, removed;
    struct changeds changed;
};

/* ---- traces ---------------------------------------------------------------------------------- */

static struct trace *new_trace(struct traces *t)
{
    t->items = mem_grow(t->items, t->count, &t->cap, sizeof *t->items);
    return &t->items[t->count++];
}

static void count_signatures(struct import_report *report, const struct entry *e)
{
    report->entries++;
    for (size_t i = 0; i < e->signature_count; i++) {
        bool message = e->signatures[i].kind == SIGNATURE_MESSAGE;
        report->messages += message;
        report->codes += !message;
    }
}

static void tell(struct refresh *r, enum import_change_kind kind, const struct trace *t,
                 struct str from, unsigned fields)
{
    const struct import_change change = {kind, t->id, from, t->path, t->title, t->line, fields};
    r->report->changes[kind]++;
    if (r->options->change && (r->report->known || r->options->tell_new))
        r->options->change(r->options->change_ctx, &change);
}

/* The old entries of one document, as far as its new ones have not been found among them. */
struct old_entries {
    struct refreshing *g;
    struct traces traces;
    struct map *by_id;
    struct map *new_ids; /* an old entry among them needs no words: it cannot have moved */
};

static int on_old_entry(void *ctx, const struct kb_entry *e)
{
    struct old_entries *old = ctx;
    bool words = !old->new_ids || !map_get(old->new_ids, e->entry.id);
    struct arena *a = words ? old->g->kept : old->g->scratch;
    map_put(old->by_id, e->entry.id, (uint32_t)old->traces.count, NULL);
    struct trace *t = new_trace(&old->traces);
    trace_entry(a, &e->entry, e->document.path, words, t);
    t->shadowed = e->shadowed;
    return 0;
}

static void begin_old(struct old_entries *old, struct refreshing *g, const struct read_document *d)
{
    *old = (struct old_entries){.g = g, .by_id = map_new()};
    old->new_ids = d ? map_new() : NULL;
    for (size_t i = 0; d && i < d->count; i++)
        map_put(old->new_ids, d->entries[i].id, 0, NULL);
}

static void end_old(struct old_entries *old)
{
    mem_free(old->traces.items);
    map_free(old->by_id);
    map_free(old->new_ids);
}

/* ---- one document ---------------------------------------------------------------------------- */

/*
 * A file that is written again within one tick of the system's clock keeps its time, and perhaps
 * its size: what was read would then pass for the new contents for ever. So a file that has just
 * been written is only read when the tick has passed.
 */
static void let_settle(struct source_document *d)
{
    struct timespec now;
    for (int tries = 0; tries < 25; tries++) {
        clock_gettime(CLOCK_REALTIME_COARSE, &now);
        int64_t t = (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
        bool recent = d->mtime_ns >= t - 1000000 && d->mtime_ns < t + 50000000;
        if (!recent)
            return;
        nanosleep(&(struct timespec){0, 2000000}, NULL);
        struct stat st;
        if (stat(d->full, &st) == 0)
            d->mtime_ns = (int64_t)st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec;
    }
}

/* A file that could not be read: gone, no document by its nature, or only closed to us for now. */
static void on_unreadable(struct refreshing *g, struct source_document *d, const struct err *err)
{
    struct import_report *report = g->r->report;
    size_t n = strlen(d->full);
    bool named = strncmp(err->message, d->full, n) == 0 && err->message[n] == ':';
    const char *message = named ? err->message + n + 2 : err->message;
    bool gone = access(d->full, F_OK) != 0 && (errno == ENOENT || errno == ENOTDIR);
    d->there = false;
    if (gone)
        return; /* removed while we looked */
    d->unreadable = err->code == ERR_IO;
    report->failed++;
    refresh_warn(g->r, d->path, 0, message);
}

static struct trace *keep_trace(struct refreshing *g, struct traces *t, const struct trace *from)
{
    struct trace *to = new_trace(t);
    *to = *from;
    to->id = arena_dup(g->kept, from->id);
    to->path = arena_dup(g->kept, from->path);
    to->title = arena_dup(g->kept, from->title);
    return to;
}

/* What became of an old entry that is still there under its id. */
static void compare(struct refreshing *g, const struct trace *old, const struct trace *new)
{
    const unsigned line = 1u << IMPORT_LINE, text = 1u << IMPORT_TEXT;
    const unsigned said = 1u << IMPORT_TITLE | 1u << IMPORT_MESSAGES | 1u << IMPORT_CODES |
                          1u << IMPORT_CAUSE | 1u << IMPORT_REMEDY;
    unsigned fields = trace_differ(old, new);
    g->r->report->shifted += fields == line;
    fields &= ~line;
    if (fields & said)
        fields &= ~text;
    if (!fields)
        return;
    struct changeds *c = &g->changed;
    c->items = mem_grow(c->items, c->count, &c->cap, sizeof *c->items);
    struct changed *to = &c->items[c->count++];
    *to = (struct changed){*new, fields};
    to->trace.id = arena_dup(g->kept, new->id);
    to->trace.path = arena_dup(g->kept, new->path);
    to->trace.title = arena_dup(g->kept, new->title);
}

/* One entry of a document that was read: into the knowledge base, and compared with what it was. */
static int put_entry(struct refreshing *g, struct str path, int64_t row, const struct entry *e,
                     struct old_entries *old)
{
    struct refresh *r = g->r;
    struct err err = {0};
    if (kb_put_entry(r->kb, row, e, &err) != 0) {
        if (err.code == ERR_INVALID) {
            refresh_warn(r, path, e->line, err.message);
            return 0;
        }
        *r->err = err;
        return -1;
    }
    count_signatures(r->report, e);
    struct trace trace;
    uint32_t *at = map_get(old->by_id, e->id);
    if (at) {
        trace_entry(g->scratch, e, path, false, &trace);
        compare(g, &old->traces.items[*at], &trace);
        old->traces.items[*at].id = STR_NONE; /* found */
    } else if (!r->report->known) { /* nothing can have moved: told at once, and not kept */
        trace_entry(g->scratch, e, path, false, &trace);
        tell(r, IMPORT_ADDED, &trace, STR_NONE, 0);
    } else {
        trace_entry(g->kept, e, path, true, new_trace(&g->added));
    }
    return 0;
}

static void keep_removed(struct refreshing *g, const struct old_entries *old)
{
    for (size_t i = 0; i < old->traces.count; i++)
        if (old->traces.items[i].id.n && !old->traces.items[i].shadowed)
            keep_trace(g, &g->removed, &old->traces.items[i]);
}

static bool same_texts(const struct document *a, const struct document *b)
{
    if (!str_eq(a->title, b->title) || !str_eq(a->language, b->language) ||
        !str_eq(a->date, b->date) || !str_eq(a->url, b->url) || a->hash != b->hash ||
        a->need_count != b->need_count)
        return false;
    for (size_t i = 0; i < a->need_count; i++)
        if (a->needs[i].kind != b->needs[i].kind || a->needs[i].state != b->needs[i].state ||
            !str_eq(a->needs[i].path, b->needs[i].path))
            return false;
    return true;
}

/* Was the document read into exactly what is stored? Then it need not be put again. */
static bool same_entries(struct refreshing *g, const struct old_entries *old,
                         const struct read_document *d)
{
    if (d->count != old->traces.count)
        return false;
    for (size_t i = 0; i < d->count; i++) {
        struct trace new;
        const struct trace *was = &old->traces.items[i];
        if (!str_eq(was->id, d->entries[i].id))
            return false;
        trace_entry(g->scratch, &d->entries[i], was->path, false, &new);
        if (trace_differ(was, &new))
            return false;
    }
    return true;
}

/* Same contents, but read again or with another time. */
static int touch(struct refreshing *g, struct source_document *d, const struct document *now)
{
    if (d->stored.size == now->size && d->stored.mtime_ns == now->mtime_ns)
        return 0;
    g->r->report->written = true;
    d->stored.size = now->size;
    d->stored.mtime_ns = now->mtime_ns;
    return kb_touch_document(g->r->kb, d->row, now->size, now->mtime_ns, g->r->err);
}

/* Put the document in the place of the one that was there. */
static int replace(struct refreshing *g, struct source_document *d, const struct read_document *now,
                   struct old_entries *old)
{
    struct refresh *r = g->r;
    int64_t row;
    r->report->written = true;
    if (d->row && kb_drop_document(r->kb, d->row, r->err) != 0)
        return -1;
    r->report->documents_added += d->row == 0;
    r->report->documents_changed += d->row != 0;
    if (kb_put_document(r->kb, r->source_row, &now->document, &row, r->err) != 0)
        return -1;
    documents_put(r->documents, d, row, &now->document);
    for (size_t i = 0; i < now->count; i++)
        if (put_entry(g, d->path, row, &now->entries[i], old) != 0)
            return -1;
    keep_removed(g, old);
    return 0;
}

/* What reader_load gave is the document: read it, and put it where it is another. */
static int read_document(struct refreshing *g, struct source_document *d, uint64_t size,
                         uint64_t hash)
{
    struct refresh *r = g->r;
    struct read_document now;
    if (reader_read(r->reader, d->path, &now) != 0) {
        r->report->failed++;
        d->there = false;
        return 0;
    }
    now.document.size = size;
    now.document.mtime_ns = d->mtime_ns;
    now.document.hash = hash;
    r->report->documents_read++;
    r->report->bytes += size;
    r->report->documents_empty += now.count == 0;
    arena_reset(g->scratch);
    struct old_entries old;
    begin_old(&old, g, &now);
    int result = 0;
    if (d->row)
        result = kb_each_entry_of(r->kb, d->row, on_old_entry, &old, r->err);
    if (result == 0 && d->row && same_texts(&d->stored, &now.document) &&
        same_entries(g, &old, &now))
        result = touch(g, d, &now.document);
    else if (result == 0)
        result = replace(g, d, &now, &old);
    end_old(&old);
    return result;
}

/* ---- all documents --------------------------------------------------------------------------- */

/* must: whatever its size, time and contents say. */
static int visit(struct refreshing *g, struct source_document *d, bool must)
{
    struct refresh *r = g->r;
    struct err err = {0};
    struct str bytes;
    bool looks_same = d->row && d->size == d->stored.size && d->mtime_ns == d->stored.mtime_ns;
    if (looks_same && !must)
        return 0;
    let_settle(d);
    if (reader_load(r->reader, d->full, &bytes, &err) != 0) {
        on_unreadable(g, d, &err);
        return 0;
    }
    uint64_t hash = hash64(bytes);
    if (d->row && hash == d->stored.hash && !must) {
        const struct document now = {.size = bytes.n, .mtime_ns = d->mtime_ns};
        return touch(g, d, &now);
    }
    return read_document(g, d, bytes.n, hash);
}

static int visit_all(struct refreshing *g)
{
    struct refresh *r = g->r;
    int result = 0;
    for (size_t i = 0; i < documents_count(r->documents) && result == 0; i++)
        if (documents_at(r->documents, i)->there)
            result = visit(g, documents_at(r->documents, i), r->report->reread);
    /* Only now is known what every document reads that others include. */
    for (size_t i = 0; i < documents_count(r->documents) && result == 0; i++) {
        struct source_document *d = documents_at(r->documents, i);
        if (d->there && d->row && needs_changed(r->documents, r->reader, &d->stored))
            result = visit(g, d, true);
    }
    return result;
}

static int drop_vanished(struct refreshing *g)
{
    struct refresh *r = g->r;
    int result = 0;
    for (size_t i = 0; i < documents_count(r->documents) && result == 0; i++) {
        struct source_document *d = documents_at(r->documents, i);
        r->report->kept += d->row && !d->there && d->unreadable;
        if (!d->row || d->there || d->unreadable)
            continue;
        struct old_entries old;
        begin_old(&old, g, NULL);
        result = kb_each_entry_of(r->kb, d->row, on_old_entry, &old, r->err);
        keep_removed(g, &old);
        end_old(&old);
        if (result == 0)
            result = kb_drop_document(r->kb, d->row, r->err);
        r->report->written = true;
        r->report->documents_removed++;
        d->row = 0;
    }
    return result;
}

/* ---- what became of the entries -------------------------------------------------------------- */

static int put_moves(struct refreshing *g, const int32_t *from)
{
    struct refresh *r = g->r;
    /* These follow from the move. */
    const unsigned beside = 1u << IMPORT_LINE | 1u << IMPORT_URL | 1u << IMPORT_ALIASES;
    for (size_t i = 0; i < g->added.count; i++) {
        if (from[i] == MOVES_NONE)
            continue;
        struct trace *new = &g->added.items[i], *old = &g->removed.items[from[i]];
        unsigned fields = trace_differ(old, new) & ~beside;
        if (fields & ~(1u << IMPORT_TEXT))
            fields &= ~(1u << IMPORT_TEXT);
        tell(r, IMPORT_MOVED, new, old->id, fields);
        if (kb_put_moved(r->kb, old->id, new->id, r->err) != 0)
            return -1;
        old->id = STR_NONE;
    }
    return 0;
}

static int tell_changes(struct refreshing *g)
{
    int32_t *from = mem_alloc((g->added.count + 1) * sizeof *from);
    moves_find(g->removed.items, g->removed.count, g->added.items, g->added.count, from);
    for (size_t i = 0; i < g->added.count; i++)
        if (from[i] == MOVES_NONE)
            tell(g->r, IMPORT_ADDED, &g->added.items[i], STR_NONE, 0);
    for (size_t i = 0; i < g->changed.count; i++)
        tell(g->r, IMPORT_CHANGED, &g->changed.items[i].trace, STR_NONE,
             g->changed.items[i].fields);
    int result = put_moves(g, from);
    for (size_t i = 0; i < g->removed.count && result == 0; i++)
        if (g->removed.items[i].id.n)
            tell(g->r, IMPORT_REMOVED, &g->removed.items[i], STR_NONE, 0);
    mem_free(from);
    return result;
}

int refresh_documents(struct refresh *r)
{
    struct refreshing g = {.r = r, .kept = arena_new(), .scratch = arena_new()};
    bool pages = false;
    int result = visit_all(&g);
    if (result == 0)
        result = drop_vanished(&g);
    if (result == 0)
        result = pages_update(r->kb, r->documents, &pages, r->err);
    r->report->written |= pages;
    r->report->indexed = pages || r->report->reread || r->report->documents_added ||
                         r->report->documents_changed || r->report->documents_removed;
    if (result == 0)
        result = tell_changes(&g);
    for (size_t i = 0; i < documents_count(r->documents); i++)
        r->report->documents += documents_at(r->documents, i)->row != 0;
    mem_free(g.added.items);
    mem_free(g.removed.items);
    mem_free(g.changed.items);
    arena_free(g.kept);
    arena_free(g.scratch);
    return result;
}
