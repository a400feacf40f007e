#include "match/trace.h"

#include "base/mem.h"
#include "match/run.h"

void trace_free(struct trace *t)
{
    mem_free(t->items);
    *t = (struct trace){0};
}

static bool keep(void *ctx, const struct run *r, const struct decision *d)
{
    struct trace *t = ctx;
    t->count = 0;
    t->some = d->count ? d->some : 0;
    t->margin = d->margin;
    for (size_t i = 0; i < r->count; i++) {
        const struct candidate *c = &r->candidates[i];
        t->items = mem_grow(t->items, t->count, &t->cap, sizeof *t->items);
        struct traced *to = &t->items[t->count++];
        *to = (struct traced){c->layer, c->record->row, c->record->group, c->preference, {0}};
        memcpy(to->features, c->features, sizeof to->features);
    }
    return false;
}

void matcher_trace(struct matcher *m, struct trace *t)
{
    m->observe = t ? keep : NULL;
    m->observe_ctx = t;
}
