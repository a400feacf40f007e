#include "lint/remedies.h"

#include "base/map.h"
#include "base/mem.h"

enum {
    QUOTE_MAX = 90,
    SHARE_MIN = 4, /* one in so many may lack a remedy for it to be an omission */
    FEW = 2,       /* so many are told of one by one in any case */
};

/* Entries that stand side by side. */
struct side {
    size_t entries, bare; /* bare: without a remedy */
    uint32_t first;       /* bare one */
};

struct sides {
    const struct subjects *subjects;
    struct arena *arena; /* of one name */
    struct map *by_name; /* kind and place */
    struct side *items;
    size_t count, cap;
    uint32_t *of; /* each subject */
};

static struct str folder_of(struct str path)
{
    size_t slash = str_rfind_char(path, '/');
    return slash == STR_NOT_FOUND ? STR_NONE : str_slice(path, 0, slash + 1);
}

/* What the entries around this one have in common, and what they are called. */
static struct str side_name(const struct subject *s)
{
    switch (s->kind) {
    case ENTRY_PAGE:
        return folder_of(s->path);
    case ENTRY_SECTION:
    case ENTRY_ROW:
        return s->path;
    default:
        return s->place;
    }
}

static const char *side_word(const struct subject *s)
{
    switch (s->kind) {
    case ENTRY_PAGE:
        return "one-problem pages of this folder";
    case ENTRY_SECTION:
        return "sections of this document";
    case ENTRY_ROW:
        return "rows of tables in this document";
    default:
        return "entries here";
    }
}

static void count_sides(struct sides *all)
{
    const struct subjects *s = all->subjects;
    for (uint32_t i = 0; i < s->count; i++) {
        bool was_new;
        struct str name = side_name(&s->items[i]);
        arena_reset(all->arena);
        name = arena_printf(all->arena, "%d %.*s", (int)s->items[i].kind, STR_ARG(name));
        all->of[i] = *map_put(all->by_name, name, (uint32_t)all->count, &was_new);
        if (was_new) {
            all->items = mem_grow(all->items, all->count, &all->cap, sizeof *all->items);
            all->items[all->count++] = (struct side){0, 0, i};
        }
        struct side *side = &all->items[all->of[i]];
        side->entries++;
        if (s->items[i].has_remedy)
            continue;
        if (side->bare++ == 0)
            side->first = i;
    }
}

static void tell_one(struct lint *l, struct arena *a, const struct subject *s)
{
    struct str title = lint_cut(a, s->title, QUOTE_MAX);
    const struct lint_finding f = {
        .rule = LINT_NO_REMEDY,
        .path = s->path,
        .line = s->line,
        .what = arena_printf(a, "\"%.*s\" says %s", STR_ARG(title),
                             s->has_cause ? "what goes wrong and not what to do about it"
                                          : "neither why it happens nor what to do about it"),
        .entry = s->id};
    lint_add(l, &f);
}

static void tell_all(struct lint *l, struct arena *a, const struct subjects *all,
                     const struct side *side)
{
    const struct subject *s = &all->items[side->first];
    const struct lint_finding f = {
        .rule = LINT_NO_REMEDY,
        .path = s->path,
        .line = s->line,
        .what = arena_printf(a,
                             "%zu of %zu %s say what goes wrong and not what to do about it; this "
                             "is the first of them",
                             side->bare, side->entries, side_word(s)),
        .entry = s->id};
    lint_add(l, &f);
}

void lint_remedies(struct lint *l, const struct subjects *s)
{
    struct arena *a = arena_new();
    struct sides all = {.subjects = s, .arena = a, .by_name = map_new()};
    all.of = mem_alloc((s->count + 1) * sizeof *all.of);
    count_sides(&all);
    for (uint32_t i = 0; i < s->count; i++) {
        const struct side *side = &all.items[all.of[i]];
        if (s->items[i].has_remedy)
            continue;
        arena_reset(a);
        if (side->bare <= FEW || side->bare * SHARE_MIN <= side->entries)
            tell_one(l, a, &s->items[i]);
        else if (i == side->first)
            tell_all(l, a, s, side);
    }
    arena_free(a);
    map_free(all.by_name);
    mem_free(all.items);
    mem_free(all.of);
}
