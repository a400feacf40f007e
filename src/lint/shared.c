#include "lint/shared.h"

#include "base/map.h"
#include "base/mem.h"
#include "text/template.h"

enum { QUOTE_MAX = 90, OWNERS_MAX = 200 /* entries of one signature that are compared */ };

struct owner {
    uint32_t subject, signature;
    uint32_t next;  /* index + 1 of the next one with the same signature */
    uint32_t last;  /* of the first one: index + 1 of the last */
    uint32_t count; /* of the first one: how many there are */
};

struct shared {
    const struct subjects *subjects;
    struct arena *arena; /* of one finding */
    struct map *by_key;  /* signature -> its first owner, index + 1 */
    struct map *told_keys, *told_pairs;
    struct owner *owners;
    size_t count, cap;
};

static struct str bytes(const void *p, size_t n)
{
    return str_n(p, n);
}

static void add(struct shared *h, uint32_t subject, uint32_t signature)
{
    const uint64_t *key = &h->subjects->items[subject].keys[signature];
    bool was_new;
    uint32_t self = (uint32_t)h->count + 1;
    uint32_t head = *map_put(h->by_key, bytes(key, sizeof *key), self, &was_new);
    h->owners = mem_grow(h->owners, h->count, &h->cap, sizeof *h->owners);
    struct owner *first = &h->owners[head - 1];
    if (!was_new && (first->count == OWNERS_MAX || h->owners[first->last - 1].subject == subject))
        return; /* too many, or once more in the same entry */
    h->owners[h->count++] = (struct owner){subject, signature, 0, self, 1};
    if (was_new)
        return;
    h->owners[first->last - 1].next = self;
    first->last = self;
    first->count++;
}

struct shared *lint_shared_new(const struct subjects *s)
{
    struct shared *h = mem_zalloc(1, sizeof *h);
    h->subjects = s;
    h->arena = arena_new();
    h->by_key = map_new();
    h->told_keys = map_new();
    h->told_pairs = map_new();
    for (size_t i = 0; i < s->count; i++)
        for (size_t k = 0; k < s->items[i].signature_count; k++)
            add(h, (uint32_t)i, (uint32_t)k);
    return h;
}

void lint_shared_free(struct shared *h)
{
    if (!h)
        return;
    arena_free(h->arena);
    map_free(h->by_key);
    map_free(h->told_keys);
    map_free(h->told_pairs);
    mem_free(h->owners);
    mem_free(h);
}

/* Has the entry a signature that the other one has not? What only its heading says is none that a
 * reader has on the screen. */
static bool has_own(const struct subject *a, const struct subject *b)
{
    for (size_t i = 0; i < a->signature_count; i++) {
        bool both = a->keys[i] == a->title_key;
        for (size_t k = 0; k < b->signature_count && !both; k++)
            both = b->keys[k] == a->keys[i];
        if (!both)
            return true;
    }
    return false;
}

/* Can a reader who has only what the entries quote tell which one applies? */
static bool told_apart(const struct subject *a, const struct subject *b)
{
    return lint_same_answer(a, b) || lint_facets_separate(a, b) || (has_own(a, b) && has_own(b, a));
}

/* The other entries that a reader of the first one's signature may be given; *news: some of them
 * were not told of yet. */
static size_t rivals(struct shared *h, uint32_t head, struct lint_finding *f, bool *news)
{
    const struct subject *all = h->subjects->items;
    uint32_t first = h->owners[head].subject;
    size_t others = 0;
    for (uint32_t at = h->owners[head].next; at; at = h->owners[at - 1].next) {
        uint32_t pair[] = {first, h->owners[at - 1].subject};
        const struct subject *other = &all[pair[1]];
        if (!str_eq(other->source, all[first].source) || told_apart(&all[first], other))
            continue;
        bool was_new;
        map_put(h->told_pairs, bytes(pair, sizeof pair), 1, &was_new);
        *news = *news || was_new;
        others++;
        if (f->related_count < LINT_RELATED_MAX)
            f->related[f->related_count++] = lint_place_of(other);
    }
    return others;
}

static void tell(struct shared *h, struct lint *l, uint32_t head)
{
    const struct subject *s = &h->subjects->items[h->owners[head].subject];
    const struct signature *sig = &s->signatures[h->owners[head].signature];
    struct lint_finding f = {.rule = LINT_SHARED_SIGNATURE,
                             .path = s->path,
                             .line = sig->line ? sig->line : s->line,
                             .entry = s->id};
    bool message = sig->kind == SIGNATURE_MESSAGE, news = false;
    size_t others = rivals(h, head, &f, &news);
    if (!others)
        return;
    const uint64_t *key = &s->keys[h->owners[head].signature];
    map_put(h->told_keys, bytes(key, sizeof *key), 1, NULL);
    if (!news)
        return;
    arena_reset(h->arena);
    struct str shown = message ? template_display(h->arena, sig->text) : sig->text;
    shown = lint_cut(h->arena, shown, QUOTE_MAX);
    f.what = arena_printf(h->arena, "the %s \"%.*s\" leads to %zu entries with different answers",
                          message ? "message" : "code", STR_ARG(shown), others + 1);
    lint_add(l, &f);
}

void lint_shared_tell(struct shared *h, struct lint *l)
{
    for (size_t i = 0; i < h->count; i++)
        if (h->owners[i].count > 1)
            tell(h, l, (uint32_t)i);
}

bool lint_shared_find(const struct shared *h, uint64_t key)
{
    return map_get(h->told_keys, bytes(&key, sizeof key)) != NULL;
}
