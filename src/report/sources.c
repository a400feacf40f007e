#include "report/sources.h"

struct list {
    struct kb *kb;
    struct arena *arena;
    struct report_sources *out;
    size_t cap;
    struct err *err;
};

static int on_source(void *ctx, const struct source *s)
{
    struct list *list = ctx;
    struct arena *a = list->arena;
    struct report_sources *out = list->out;
    out->items = arena_grow(a, out->items, out->count, &list->cap, sizeof *out->items);
    struct report_stats_source *to = &out->items[out->count++];
    *to = (struct report_stats_source){.name = arena_dup(a, s->name),
                                       .root = arena_dup(a, s->root),
                                       .base_url = arena_dup(a, s->base_url)};
    return kb_count_source(list->kb, s->name, &to->documents, &to->entries, list->err);
}

int report_sources(struct kb *kb, struct arena *a, struct report_sources *out, struct err *err)
{
    *out = (struct report_sources){0};
    struct list list = {.kb = kb, .arena = a, .out = out, .err = err};
    return kb_each_source(kb, on_source, &list, err) == 0 ? 0 : -1;
}
