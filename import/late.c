#include "import/late.h"

#include "base/arena.h"
#include "base/map.h"
#include "base/mem.h"

struct kept {
    struct entry entry;
    int64_t row;
};

struct late {
    struct arena *arena;
    struct map *explained; /* codes as they are printed */
    struct kept *items;
    size_t count, cap;
};

struct late *late_new(void)
{
    struct late *l = mem_zalloc(1, sizeof *l);
    l->arena = arena_new();
    l->explained = map_new();
    return l;
}

void late_free(struct late *l)
{
    if (!l)
        return;
    arena_free(l->arena);
    map_free(l->explained);
    mem_free(l->items);
    mem_free(l);
}

bool late_is_bare(const struct entry *e)
{
    bool code = false;
    for (size_t i = 0; i < e->signature_count; i++)
        code = code || e->signatures[i].kind == SIGNATURE_CODE;
    return e->kind == ENTRY_ROW && code && !e->cause.n && !e->remedy.n && !e->sample_count;
}

void late_explained(struct late *l, const struct entry *e)
{
    if (map_count(l->explained) > LATE_MAX)
        return;
    for (size_t i = 0; i < e->signature_count; i++)
        if (e->signatures[i].kind == SIGNATURE_CODE && !e->signatures[i].mentioned)
            map_put(l->explained, e->signatures[i].text, 1, NULL);
}

bool late_keep(struct late *l, const struct entry *e, int64_t document_row)
{
    if (l->count >= LATE_MAX)
        return false;
    struct arena *a = l->arena;
    struct entry copy = {
        .id = arena_dup(a, e->id),
        .kind = e->kind,
        .title = arena_dup(a, e->title),
        .body = arena_dup(a, e->body),
        .url = arena_dup(a, e->url),
        .line = e->line,
        .signature_count = e->signature_count,
        .facet_count = e->facet_count,
        .link_count = e->link_count,
        .alias_count = e->alias_count,
    };
    copy.signatures = arena_zalloc(a, e->signature_count + 1, sizeof *copy.signatures);
    for (size_t i = 0; i < e->signature_count; i++) {
        copy.signatures[i] = e->signatures[i];
        copy.signatures[i].text = arena_dup(a, e->signatures[i].text);
    }
    copy.facets = arena_zalloc(a, e->facet_count + 1, sizeof *copy.facets);
    for (size_t i = 0; i < e->facet_count; i++)
        copy.facets[i] = (struct facet){arena_dup(a, e->facets[i].name),
                                        arena_dup(a, e->facets[i].value),
                                        arena_dup(a, e->facets[i].label)};
    copy.links = arena_zalloc(a, e->link_count + 1, sizeof *copy.links);
    for (size_t i = 0; i < e->link_count; i++)
        copy.links[i] = (struct link){arena_dup(a, e->links[i].text),
                                      arena_dup(a, e->links[i].target)};
    copy.aliases = arena_zalloc(a, e->alias_count + 1, sizeof *copy.aliases);
    for (size_t i = 0; i < e->alias_count; i++)
        copy.aliases[i] = arena_dup(a, e->aliases[i]);
    l->items = mem_grow(l->items, l->count, &l->cap, sizeof *l->items);
    l->items[l->count++] = (struct kept){copy, document_row};
    return true;
}

int late_each(struct late *l, int (*put)(void *ctx, const struct entry *e, int64_t document_row),
              void *ctx)
{
    for (size_t i = 0; i < l->count; i++) {
        const struct entry *e = &l->items[i].entry;
        bool told = false;
        for (size_t k = 0; k < e->signature_count && !told; k++)
            told = e->signatures[k].kind == SIGNATURE_CODE && !e->signatures[k].mentioned &&
                   map_get(l->explained, e->signatures[k].text);
        int result = told ? 0 : put(ctx, e, l->items[i].row);
        if (result != 0)
            return result;
        if (!told)
            late_explained(l, e); /* the same line in another index is one too many */
    }
    return 0;
}
