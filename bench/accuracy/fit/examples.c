#include "examples.h"

#include "base/mem.h"

void examples_init(struct examples *x)
{
    *x = (struct examples){.ids = arena_new()};
}

unsigned examples_set(struct examples *x, const char *name)
{
    for (size_t i = 0; i < x->set_count; i++)
        if (strcmp(x->sets[i], name) == 0)
            return (unsigned)i;
    if (x->set_count == SETS_MAX)
        return SETS_MAX - 1;
    x->sets[x->set_count] = name;
    return (unsigned)x->set_count++;
}

struct example *examples_add(struct examples *x)
{
    x->items = mem_grow(x->items, x->count, &x->cap, sizeof *x->items);
    struct example *e = &x->items[x->count++];
    *e = (struct example){.weight = 1};
    return e;
}

void examples_free(struct examples *x)
{
    for (size_t i = 0; i < x->count; i++)
        for (size_t k = 0; k < x->items[i].attempt_count; k++)
            mem_free(x->items[i].attempts[k].options);
    mem_free(x->items);
    arena_free(x->ids);
    *x = (struct examples){0};
}

bool example_reachable(const struct example *e)
{
    const struct attempt *a = &e->attempts[e->decisive];
    for (size_t i = 0; i < a->count && e->attempt_count; i++)
        if (a->options[i].right)
            return true;
    return false;
}
