#include "lint/subjects.h"

#include "base/buf.h"
#include "base/hash.h"
#include "base/map.h"
#include "match/index.h"
#include "text/code.h"
#include "text/fold.h"
#include "text/template.h"

struct loading {
    struct subjects *s;
    const struct lint_sources *sources;
};

static struct str dup(struct arena *a, struct str s)
{
    return s.n ? arena_dup(a, s) : STR_NONE;
}

static struct str path_of(struct loading *l, const struct kb_entry *e)
{
    struct arena *a = l->s->arena;
    for (size_t i = 0; i < l->sources->count; i++)
        if (str_eq(l->sources->items[i].name, e->source))
            return arena_concat(a, l->sources->items[i].prefix, e->document.path);
    return arena_dup(a, e->document.path);
}

/* Equal for messages that read the same, whatever their placeholders are called. */
static uint64_t message_key(struct arena *a, struct str text)
{
    size_t count;
    const struct template_piece *pieces = template_parse(a, text, &count);
    struct buf plain = BUF_INIT(2 * TEMPLATE_MAX), folded = BUF_INIT(8 * TEMPLATE_MAX);
    for (size_t i = 0; i < count; i++)
        buf_put(&plain, pieces[i].placeholder ? STR("\x01") : pieces[i].text);
    fold(str_trim_set(buf_str(&plain), " .!:\"'"), &folded, NULL);
    uint64_t key = hash64(buf_str(&folded));
    buf_release(&plain);
    buf_release(&folded);
    return key;
}

static uint64_t key_of(struct arena *a, const struct signature *s)
{
    struct code code;
    if (s->kind == SIGNATURE_MESSAGE)
        return message_key(a, s->text);
    return code_parse(s->text, &code) ? code_key(&code) : hash64(s->text);
}

static void copy_lists(struct arena *a, const struct entry *e, struct subject *out)
{
    size_t n = min_size(e->signature_count, SIGNATURES_MAX);
    out->signatures = arena_zalloc(a, n + 1, sizeof *out->signatures);
    out->keys = arena_zalloc(a, n + 1, sizeof *out->keys);
    for (size_t i = 0; i < e->signature_count && out->signature_count < n; i++) {
        if (e->signatures[i].mentioned)
            continue;
        struct signature *s = &out->signatures[out->signature_count];
        *s = e->signatures[i];
        s->text = dup(a, s->text);
        out->keys[out->signature_count++] = key_of(a, s);
    }
    out->facets = arena_zalloc(a, e->facet_count + 1, sizeof *out->facets);
    for (size_t i = 0; i < e->facet_count; i++)
        out->facets[i] =
            (struct facet){dup(a, e->facets[i].name), dup(a, e->facets[i].value), STR_NONE};
    out->facet_count = e->facet_count;
}

static uint64_t answer_of(const struct entry *e)
{
    struct buf both = BUF_INIT(e->cause.n + e->remedy.n + 1);
    buf_put(&both, e->cause);
    buf_putc(&both, '\n');
    buf_put(&both, e->remedy);
    uint64_t hash = hash64(buf_str(&both));
    buf_release(&both);
    return hash;
}

static int load_entry(void *ctx, const struct kb_entry *k)
{
    struct loading *l = ctx;
    struct subjects *s = l->s;
    const struct entry *e = &k->entry;
    uint32_t number = (uint32_t)s->count;
    s->items = arena_grow(s->arena, s->items, s->count, &s->cap, sizeof *s->items);
    struct subject *out = &s->items[s->count++];
    *out = (struct subject){.row = k->row,
                            .id = dup(s->arena, e->id),
                            .title = dup(s->arena, e->title),
                            .has_cause = e->cause.n != 0,
                            .has_remedy = e->remedy.n != 0,
                            .source = dup(s->arena, k->source),
                            .path = path_of(l, k),
                            .line = e->line,
                            .kind = e->kind,
                            .answer = answer_of(e),
                            .group = number};
    out->place = entry_id_place(out->id);
    out->title_key = message_key(s->arena, out->title);
    copy_lists(s->arena, e, out);
    map_put(s->by_id, out->id, number, NULL);
    for (size_t i = 0; i < e->alias_count; i++)
        map_put(s->by_id, e->aliases[i], number, NULL);
    return 0;
}

/* The index knows which entries are near-duplicates. */
static int load_groups(struct subjects *s, struct kb *kb, struct err *err)
{
    struct index *x = index_open(kb, err);
    if (!x)
        return -1;
    struct map *by_row = map_new();
    for (size_t i = 0; i < s->count; i++)
        map_put(by_row, str_n((const char *)&s->items[i].row, sizeof s->items[i].row), (uint32_t)i,
                NULL);
    uint32_t entries = index_counts(x).entries;
    for (uint32_t n = 0; n < entries; n++) {
        const struct index_entry *e = index_entry(x, n);
        const struct index_entry *first = e ? index_entry(x, e->group) : NULL;
        if (!first || e->group == n)
            continue;
        int64_t rows[] = {e->row, first->row};
        const uint32_t *self = map_get(by_row, str_n((const char *)&rows[0], sizeof rows[0]));
        const uint32_t *group = map_get(by_row, str_n((const char *)&rows[1], sizeof rows[1]));
        if (self && group)
            s->items[*self].group = *group;
    }
    map_free(by_row);
    index_close(x);
    return 0;
}

int lint_subjects_load(struct subjects *s, struct kb *kb, const struct lint_sources *sources,
                       struct err *err)
{
    struct loading l = {s, sources};
    *s = (struct subjects){.arena = arena_new(), .by_id = map_new()};
    if (kb_each(kb, load_entry, &l, err) == 0 && load_groups(s, kb, err) == 0)
        return 0;
    lint_subjects_free(s);
    return -1;
}

void lint_subjects_free(struct subjects *s)
{
    map_free(s->by_id);
    arena_free(s->arena);
    *s = (struct subjects){0};
}

uint32_t lint_subject_find(const struct subjects *s, struct str id)
{
    const uint32_t *found = map_get(s->by_id, id);
    return found ? *found : SUBJECT_NONE;
}

bool lint_same_answer(const struct subject *a, const struct subject *b)
{
    return a == b || a->group == b->group || a->answer == b->answer;
}

static bool has_value(const struct subject *s, const struct facet *f)
{
    for (size_t i = 0; i < s->facet_count; i++)
        if (str_eq(s->facets[i].name, f->name) && str_eq(s->facets[i].value, f->value))
            return true;
    return false;
}

static bool has_name(const struct subject *s, struct str name)
{
    for (size_t i = 0; i < s->facet_count; i++)
        if (str_eq(s->facets[i].name, name))
            return true;
    return false;
}

bool lint_facets_separate(const struct subject *a, const struct subject *b)
{
    for (size_t i = 0; i < a->facet_count; i++) {
        struct str name = a->facets[i].name;
        bool common = false;
        for (size_t k = 0; k < a->facet_count; k++)
            common = common || (str_eq(a->facets[k].name, name) && has_value(b, &a->facets[k]));
        if (!common && has_name(b, name))
            return true;
    }
    return false;
}

struct lint_place lint_place_of(const struct subject *s)
{
    return (struct lint_place){s->path, s->line, s->title};
}
