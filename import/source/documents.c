#include "import/source/documents.h"

#include "base/map.h"
#include "base/mem.h"

struct documents {
    struct arena *arena;
    struct map *by_path;
    struct map *blocked; /* paths; NULL: none */
    struct source_document *items;
    size_t count, cap;
};

struct documents *documents_new(void)
{
    struct documents *d = mem_zalloc(1, sizeof *d);
    d->arena = arena_new();
    d->by_path = map_new();
    return d;
}

void documents_free(struct documents *d)
{
    if (!d)
        return;
    arena_free(d->arena);
    map_free(d->by_path);
    map_free(d->blocked);
    mem_free(d->items);
    mem_free(d);
}

size_t documents_count(const struct documents *d)
{
    return d->count;
}

struct source_document *documents_at(const struct documents *d, size_t i)
{
    return &d->items[i];
}

struct source_document *documents_find(const struct documents *d, struct str path)
{
    const uint32_t *at = map_get(d->by_path, path);
    return at ? &d->items[*at] : NULL;
}

/* The one with this path, made when it is new. */
static struct source_document *at_path(struct documents *d, struct str path)
{
    bool new;
    uint32_t at = *map_put(d->by_path, path, (uint32_t)d->count, &new);
    if (!new)
        return &d->items[at];
    d->items = mem_grow(d->items, d->count, &d->cap, sizeof *d->items);
    d->items[d->count] = (struct source_document){.path = arena_dup(d->arena, path)};
    return &d->items[d->count++];
}

void documents_put(struct documents *d, struct source_document *document, int64_t row,
                   const struct document *stored)
{
    struct arena *a = d->arena;
    struct document *copy = &document->stored;
    document->row = row;
    *copy = *stored;
    copy->path = document->path;
    copy->title = arena_dup(a, stored->title);
    copy->language = arena_dup(a, stored->language);
    copy->date = arena_dup(a, stored->date);
    copy->url = arena_dup(a, stored->url);
    copy->needs = NULL;
    copy->pages = NULL;
    if (stored->need_count)
        copy->needs = arena_alloc(a, stored->need_count * sizeof *copy->needs);
    for (size_t i = 0; i < stored->need_count; i++) {
        copy->needs[i] = stored->needs[i];
        copy->needs[i].path = arena_dup(a, stored->needs[i].path);
    }
    if (stored->page_count)
        copy->pages = arena_alloc(a, stored->page_count * sizeof *copy->pages);
    for (size_t i = 0; i < stored->page_count; i++)
        copy->pages[i] =
            (struct page){arena_dup(a, stored->pages[i].path), arena_dup(a, stored->pages[i].url)};
}

static int on_stored(void *ctx, int64_t row, const struct document *stored)
{
    struct documents *d = ctx;
    documents_put(d, at_path(d, stored->path), row, stored);
    return 0;
}

int documents_load(struct documents *d, struct kb *kb, int64_t source_row, struct err *err)
{
    return kb_each_document(kb, source_row, on_stored, d, err);
}

bool documents_add(struct documents *d, const struct walk_file *file)
{
    struct source_document *document = at_path(d, file->path);
    if (document->there)
        return false;
    document->there = true;
    document->full = arena_dup(d->arena, str_of(file->full)).p;
    document->size = file->size;
    document->mtime_ns = file->mtime_ns;
    return true;
}

void documents_block(struct documents *d, struct str path)
{
    if (!d->blocked)
        d->blocked = map_new();
    map_put(d->blocked, path, 0, NULL);
}

/* The path itself, or a folder above it. */
static bool is_blocked(const struct documents *d, struct str path)
{
    for (size_t slash; path.n; path = str_slice(path, 0, slash)) {
        if (map_get(d->blocked, path))
            return true;
        slash = str_rfind_char(path, '/');
        if (slash == STR_NOT_FOUND)
            return false;
    }
    return false;
}

void documents_mark_blocked(struct documents *d)
{
    for (size_t i = 0; d->blocked && i < d->count; i++)
        if (d->items[i].row && is_blocked(d, d->items[i].path))
            d->items[i].unreadable = true;
}
