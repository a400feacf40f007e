#include "cli/changes.h"

#include "base/arena.h"
#include "base/map.h"
#include "base/mem.h"
#include "cli/out.h"
#include "match/matcher.h"
#include "report/safe.h"

#include <errno.h>
#include <sys/stat.h>

struct changes {
    struct changes_options o;
    struct report_changes data;
    struct import_report *reports; /* of the sources */
    size_t report_cap;
    struct arena *arena;
    struct str source; /* that is being read */
    bool index;        /* has to be built */
    bool several;      /* sources: warnings name them */
    struct map *told;  /* how often each warning came */
};

struct changes *changes_new(const struct changes_options *o)
{
    struct changes *c = mem_zalloc(1, sizeof *c);
    c->o = *o;
    c->arena = arena_new();
    c->told = map_new();
    c->data.kb = arena_dup(c->arena, str_of(o->kb));
    c->data.dry_run = o->dry_run;
    return c;
}

void changes_free(struct changes *c)
{
    if (!c)
        return;
    for (size_t i = 0; i < REPORT_CHANGE_KINDS; i++)
        mem_free(c->data.lists[i].items);
    mem_free(c->data.sources);
    mem_free(c->data.warnings);
    mem_free(c->reports);
    map_free(c->told);
    arena_free(c->arena);
    mem_free(c);
}

/* ---- collecting ------------------------------------------------------------------------------ */

enum { WARNINGS_MAX = 20 /* of the same words that are printed */ };

/* SOURCE/path where there are several; a source that is this one document is named alone. */
static void put_place(struct buf *out, const struct changes *c, struct str path)
{
    struct str source = c->source;
    while (str_ends(source, STR("/")))
        source = str_slice(source, 0, source.n - 1);
    bool alone = str_eq(str_skip(source, str_rfind_char(source, '/') + 1), path);
    if (c->several)
        buf_put(out, source);
    if (c->several && !alone)
        buf_putc(out, '/');
    if (!c->several || !alone)
        buf_put(out, path);
}

static void on_warning(void *ctx, const char *path, uint32_t line, const char *message)
{
    struct changes *c = ctx;
    struct report_changes *d = &c->data;
    d->warnings = mem_grow(d->warnings, d->warning_count, &d->warning_cap, sizeof *d->warnings);
    d->warnings[d->warning_count++] =
        (struct report_warning){.source = c->source,
                                .path = arena_dup(c->arena, str_of(path)),
                                .message = arena_dup(c->arena, str_of(message)),
                                .line = line};
    uint32_t *times = map_put(c->told, str_of(message), 0, NULL);
    if (c->o.quiet || ++*times > WARNINGS_MAX)
        return;
    struct buf where = BUF_INIT(SIZE_MAX / 2);
    put_place(&where, c, str_of(path));
    if (line)
        out_warning("%s:%u: %s", buf_cstr(&where), line, message);
    else
        out_warning("%s: %s", buf_cstr(&where), message);
    buf_release(&where);
}

/* Once for each warning that came too often: how many more there were. */
static void tell_more(struct changes *c)
{
    for (size_t i = 0; i < c->data.warning_count && !c->o.quiet; i++) {
        struct str message = c->data.warnings[i].message;
        uint32_t *times = map_get(c->told, message);
        if (times && *times > WARNINGS_MAX)
            out_warning("%u more: %.*s", *times - WARNINGS_MAX, STR_ARG(message));
        if (times)
            *times = 0;
    }
}

static const enum report_change_kind kinds[IMPORT_CHANGES] = {
    [IMPORT_ADDED] = REPORT_ADDED,
    [IMPORT_CHANGED] = REPORT_CHANGED,
    [IMPORT_MOVED] = REPORT_MOVED,
    [IMPORT_REMOVED] = REPORT_REMOVED,
};

static void on_change(void *ctx, const struct import_change *from)
{
    struct changes *c = ctx;
    struct report_change_list *list = &c->data.lists[kinds[from->kind]];
    list->items = mem_grow(list->items, list->count, &list->cap, sizeof *list->items);
    struct report_change *to = &list->items[list->count++];
    *to = (struct report_change){
        .source = c->source,
        .id = arena_dup(c->arena, from->id),
        .title = arena_dup(c->arena, from->title),
        .from = arena_dup(c->arena, from->from),
        .path = arena_dup(c->arena, from->path),
        .line = from->line,
    };
    for (unsigned i = 0; i < IMPORT_FIELDS; i++)
        if (from->fields & 1u << i)
            to->fields[to->field_count++] = import_field_name(i);
}

static struct report_source *add_source(struct changes *c, struct str name, struct str root,
                                        const struct import_report *report)
{
    struct report_changes *d = &c->data;
    c->reports = mem_grow(c->reports, d->source_count, &c->report_cap, sizeof *c->reports);
    c->reports[d->source_count] = *report;
    d->sources = mem_grow(d->sources, d->source_count, &d->source_cap, sizeof *d->sources);
    struct report_source *s = &d->sources[d->source_count++];
    *s = (struct report_source){
        .name = arena_dup(c->arena, name),
        .root = arena_dup(c->arena, root),
        .state = "refreshed",
        .reason = report->reason,
        .documents = report->documents,
        .documents_read = report->documents_read,
        .documents_added = report->documents_added,
        .documents_changed = report->documents_changed,
        .documents_removed = report->documents_removed,
        .failed = report->failed,
        .kept = report->kept,
        .shifted = report->shifted,
    };
    return s;
}

int changes_import(struct changes *c, struct kb *kb, struct import_options *o, const char *label,
                   bool *fatal, struct err *err)
{
    struct import_report report;
    c->source = arena_dup(c->arena, str_of(label));
    o->warn = on_warning;
    o->change = on_change;
    o->tell_new = c->o.all;
    o->warn_ctx = o->change_ctx = c;
    int result = import_source(kb, o, &report, err);
    struct report_source *s = add_source(c, c->source, str_of(o->path), &report);
    *fatal = result != 0 && report.written;
    c->index |= report.indexed;
    if (result != 0) {
        s->state = report.gone ? "gone" : "failed";
        s->problem = arena_dup(c->arena, str_of(err->message));
    }
    return result;
}

struct pruning {
    struct changes *c;
    struct kb *kb;
    struct err *err;
};

static int on_pruned_entry(void *ctx, const struct kb_entry *e)
{
    struct pruning *p = ctx;
    const struct import_change change = {.kind = IMPORT_REMOVED,
                                         .id = e->entry.id,
                                         .path = e->document.path,
                                         .title = e->entry.title,
                                         .line = e->entry.line};
    if (!e->shadowed)
        on_change(p->c, &change);
    return 0;
}

static int on_pruned_document(void *ctx, int64_t row, const struct document *d)
{
    struct pruning *p = ctx;
    (void)d;
    p->c->reports[p->c->data.source_count - 1].documents_removed++;
    return kb_each_entry_of(p->kb, row, on_pruned_entry, p, p->err);
}

int changes_prune(struct changes *c, struct kb *kb, struct str name, struct err *err)
{
    struct pruning p = {c, kb, err};
    struct source source;
    int64_t row;
    if (kb_find_source(kb, name, c->arena, &source, &row, err) != 0)
        return -1;
    if (!row)
        return 0;
    c->source = source.name;
    /* A refresh has found it to be gone just now, or it is told of here for the first time. */
    struct report_changes *d = &c->data;
    struct report_source *s = d->source_count ? &d->sources[d->source_count - 1] : NULL;
    if (!s || !str_eq(s->name, name)) {
        const struct import_report none = {.known = true, .gone = true};
        s = add_source(c, source.name, source.root, &none);
    }
    s->state = "removed";
    s->documents = 0;
    if (kb_each_document(kb, row, on_pruned_document, &p, err) != 0)
        return -1;
    s->documents_removed = c->reports[d->source_count - 1].documents_removed;
    c->index = true;
    return kb_drop_source(kb, row, err);
}

struct gone {
    struct arena *arena;
    struct str names[1024]; /* further ones go the next time */
    size_t count;
};

static int on_source(void *ctx, const struct source *s)
{
    struct gone *gone = ctx;
    struct stat st;
    struct str root = arena_dup(gone->arena, s->root);
    bool there = root.n == 0 || stat(root.p, &st) == 0 || (errno != ENOENT && errno != ENOTDIR);
    if (!there && gone->count < ARRAY_LEN(gone->names))
        gone->names[gone->count++] = arena_dup(gone->arena, s->name);
    return 0;
}

int changes_prune_all(struct changes *c, struct kb *kb, struct err *err)
{
    struct gone gone = {.arena = c->arena};
    int result = kb_each_source(kb, on_source, &gone, err);
    for (size_t i = 0; i < gone.count && result == 0; i++)
        result = changes_prune(c, kb, gone.names[i], err);
    return result;
}

size_t changes_count(const struct changes *c)
{
    size_t n = 0;
    for (size_t i = 0; i < REPORT_CHANGE_KINDS; i++)
        n += c->data.lists[i].count;
    return n;
}

bool changes_any(const struct changes *c)
{
    bool any = changes_count(c) > 0;
    for (size_t i = 0; i < c->data.source_count; i++) {
        const struct report_source *s = &c->data.sources[i];
        any = any || s->documents_added || s->documents_changed || s->documents_removed;
    }
    return any;
}

bool changes_last_is_gone(const struct changes *c)
{
    return c->data.source_count && c->reports[c->data.source_count - 1].gone;
}

uint64_t changes_documents(const struct changes *c)
{
    uint64_t n = 0;
    for (size_t i = 0; i < c->data.source_count; i++)
        n += c->data.sources[i].documents;
    return n;
}

void changes_name_sources(struct changes *c)
{
    c->several = true;
}

bool changes_failed(const struct changes *c)
{
    bool failed = false;
    for (size_t i = 0; i < c->data.source_count; i++)
        failed = failed || c->data.sources[i].failed;
    return failed;
}

/* ---- finishing ------------------------------------------------------------------------------- */

/* Lines of an index that another entry explains are no entries to anybody who asks; which they are
 * is only known when the index has been built. */
static int drop_shadowed(struct changes *c, struct kb *kb, struct err *err)
{
    struct arena *a = arena_new();
    int result = 0;
    for (size_t k = 0; k < REPORT_REMOVED && result == 0; k++) {
        struct report_change_list *list = &c->data.lists[k];
        size_t kept = 0;
        for (size_t i = 0; i < list->count && result == 0; i++) {
            struct kb_entry e = {0};
            int64_t row;
            arena_reset(a);
            if (kb_find(kb, list->items[i].id, &row, err) != 0 ||
                (row && kb_get(kb, row, a, &e, err) < 0))
                result = -1;
            if (!e.shadowed)
                list->items[kept++] = list->items[i];
        }
        list->count = kept;
    }
    arena_free(a);
    return result;
}

static void count_entries(struct changes *c)
{
    struct report_changes *d = &c->data;
    for (size_t k = 0; k < REPORT_CHANGE_KINDS; k++)
        for (size_t i = 0, s = 0; i < d->lists[k].count; i++) {
            /* the sources come in the same order in each list */
            while (s + 1 < d->source_count &&
                   !str_eq(d->sources[s].name, d->lists[k].items[i].source))
                s++;
            d->sources[s].entries[k]++;
        }
}

int changes_finish(struct changes *c, struct kb *kb, bool *written, struct err *err)
{
    *written = false;
    tell_more(c);
    if (c->index && (matcher_build_index(kb, err) != 0 || drop_shadowed(c, kb, err) != 0))
        return -1;
    count_entries(c);
    if (c->o.dry_run || !kb_changed(kb))
        return 0;
    *written = true;
    return kb_commit(kb, err);
}

/* ---- text ------------------------------------------------------------------------------------ */

enum { LIST_MAX = 20 /* changes of one kind that are listed unasked */ };

static unsigned long long ull(uint64_t v)
{
    return v;
}

static const char *plural(uint64_t n)
{
    return n == 1 ? "" : "s";
}

static const char *entries(uint64_t n)
{
    return n == 1 ? "entry" : "entries";
}

static void print_new(struct buf *out, const struct import_report *r)
{
    buf_printf(out, "%llu document%s, %llu %s (%llu message%s, %llu code%s)\n", ull(r->documents),
               plural(r->documents), ull(r->entries), entries(r->entries), ull(r->messages),
               plural(r->messages), ull(r->codes), plural(r->codes));
    if (r->documents_empty)
        buf_printf(out, "  %llu document%s without a problem in %s\n", ull(r->documents_empty),
                   plural(r->documents_empty), r->documents_empty == 1 ? "it" : "them");
    if (r->files_ignored)
        buf_printf(out, "  %llu file%s ignored: no documents by their name\n",
                   ull(r->files_ignored), plural(r->files_ignored));
}

static void print_known(struct buf *out, const struct report_source *s,
                        const struct import_report *r)
{
    const struct {
        uint64_t n;
        const char *what;
    } parts[] = {
        {s->documents_added, "new"},
        {s->documents_changed, "changed"},
        {s->documents_removed, "removed"},
    };
    bool any = false;
    buf_printf(out, "%llu document%s", ull(s->documents), plural(s->documents));
    for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
        if (!parts[i].n)
            continue;
        buf_printf(out, "%s %llu %s", any ? "," : ":", ull(parts[i].n), parts[i].what);
        any = true;
    }
    if (!any && r->reason)
        buf_printf(out, ", all read again (%s): nothing changed", r->reason);
    else if (r->reason)
        buf_printf(out, "\n  all read again: %s", r->reason);
    else if (!any)
        buf_puts(out, ", nothing changed");
    buf_putc(out, '\n');
    if (s->shifted)
        buf_printf(out, "  %llu %s only moved to other lines\n", ull(s->shifted),
                   entries(s->shifted));
}

/* The id, and what is new of it when it is another one: its document, its place in it, or both. */
static void print_id(struct buf *out, const struct report_change *change)
{
    struct str id = change->id, from = change->from;
    size_t hash = str_find_char(id, '#'), before = str_find_char(from, '#');
    safe_put(out, id);
    if (!from.n)
        return;
    if (str_eq(str_skip(id, hash), str_skip(from, before)))
        from = str_slice(from, 0, before);
    else if (str_eq(str_slice(id, 0, hash), str_slice(from, 0, before)))
        from = str_skip(from, before);
    buf_puts(out, " (was ");
    safe_put(out, from);
    buf_putc(out, ')');
}

static void print_change(struct buf *out, const struct report_change *change)
{
    buf_puts(out, "    ");
    print_id(out, change);
    for (size_t i = 0; i < change->field_count; i++)
        buf_printf(out, "%s%s", i ? ", " : ": ", change->fields[i]);
    buf_putc(out, '\n');
}

/* The changes of one kind in one source. */
static void print_list(struct buf *out, const struct changes *c, enum report_change_kind kind,
                       const struct report_source *s, bool verbose)
{
    uint64_t n = s->entries[kind];
    if (!n)
        return;
    bool listed = verbose || n <= LIST_MAX;
    buf_printf(out, "  %llu %s %s%s\n", ull(n), entries(n), report_change_name(kind),
               listed ? "" : " (-v lists them)");
    const struct report_change_list *list = &c->data.lists[kind];
    for (size_t i = 0; listed && i < list->count; i++)
        if (str_eq(list->items[i].source, s->name)) {
            print_change(out, &list->items[i]);
            out_put(buf_str(out));
            buf_clear(out);
        }
}

void changes_print(const struct changes *c, bool verbose)
{
    struct buf out = BUF_INIT(SIZE_MAX / 2);
    for (size_t i = 0; i < c->data.source_count; i++) {
        const struct report_source *s = &c->data.sources[i];
        const struct import_report *r = &c->reports[i];
        safe_put(&out, s->name);
        buf_puts(&out, ": ");
        if (strcmp(s->state, "refreshed") != 0)
            buf_printf(&out, "%s\n", s->state);
        else if (r->known)
            print_known(&out, s, r);
        else
            print_new(&out, r);
        for (enum report_change_kind k = 0; k < REPORT_CHANGE_KINDS; k++)
            print_list(&out, c, k, s, verbose);
        if (r->failed)
            buf_printf(&out, "  %llu file%s could not be read\n", ull(r->failed),
                       plural(r->failed));
        if (r->kept)
            buf_printf(&out, "  %llu document%s kept as %s before\n", ull(r->kept), plural(r->kept),
                       r->kept == 1 ? "it was" : "they were");
        if (r->warnings)
            buf_printf(&out, "  %llu warning%s\n", ull(r->warnings), plural(r->warnings));
        out_put(buf_str(&out));
        buf_clear(&out);
    }
    buf_release(&out);
}

void changes_print_line(const struct changes *c)
{
    struct buf out = BUF_INIT(SIZE_MAX / 2);
    bool any = false;
    for (size_t i = 0; i < c->data.source_count; i++) {
        const struct report_source *s = &c->data.sources[i];
        bool named = false;
        for (enum report_change_kind k = 0; k < REPORT_CHANGE_KINDS; k++) {
            if (!s->entries[k])
                continue;
            if (!named) {
                buf_puts(&out, any ? "; " : "");
                safe_put(&out, s->name);
            }
            buf_printf(&out, "%s %llu %s", named ? "," : ":", ull(s->entries[k]),
                       report_change_name(k));
            named = any = true;
        }
        uint64_t documents = s->documents_added + s->documents_changed + s->documents_removed;
        if (!named && documents) {
            buf_puts(&out, any ? "; " : "");
            safe_put(&out, s->name);
            buf_printf(&out, ": %llu document%s changed, no entry", ull(documents),
                       plural(documents));
            any = true;
        }
    }
    if (any) {
        buf_putc(&out, '\n');
        out_put(buf_str(&out));
    }
    buf_release(&out);
}

void changes_print_json(const struct changes *c)
{
    struct buf out = BUF_INIT(SIZE_MAX / 2);
    report_changes_json(&c->data, &out);
    buf_putc(&out, '\n');
    out_put(buf_str(&out));
    buf_release(&out);
}
