#include "import/extract/maker.h"

#include "import/tree/slug.h"
#include "text/language.h"
#include "text/utf8.h"

#include <stdlib.h>

enum {
    BODY_MAX = 64 * 1024,
    LINKS_MAX = 64,
    ALIASES_MAX = 64,
    KEY_MAX = 80,
};

/* ---- drafts to entries ----------------------------------------------------------------------- */

static struct str section_slug(const struct maker *m, size_t i)
{
    if (m->f->sections->items[i].heading)
        return m->f->sections->items[i].slug;
    struct str path = m->f->place->path;
    size_t slash = str_rfind_char(path, '/');
    size_t dot = str_rfind_char(path, '.');
    size_t from = slash == STR_NOT_FOUND ? 0 : slash + 1;
    return slug_of(m->f->arena, str_slice(path, from, dot == STR_NOT_FOUND ? path.n : dot));
}

/* Front matter "see": the page elsewhere that tells more. Our headings are not its anchors. */
static struct str page_elsewhere(const struct maker *m)
{
    return front_get(m->f->in->front, "see");
}

/* What leads to the section in the published page: the anchor that the document gives it. */
static struct str section_anchor(const struct maker *m, size_t i)
{
    const struct section *s = &m->f->sections->items[i];
    return s->anchor_count ? s->anchors[0] : section_slug(m, i);
}

static struct str make_id(const struct maker *m, struct str slug, struct str key)
{
    struct arena *a = m->f->arena;
    struct str id = arena_printf(a, "%.*s/%.*s#%.*s", STR_ARG(m->f->in->source),
                                 STR_ARG(m->f->place->path), STR_ARG(slug));
    return key.n ? arena_printf(a, "%.*s/%.*s", STR_ARG(id), STR_ARG(key)) : id;
}

/* A code as it is printed, else the slug of a text. */
static struct str make_key(const struct maker *m, const struct draft *d)
{
    if (d->kind == ENTRY_SECTION || d->kind == ENTRY_PAGE)
        return STR_NONE;
    const struct code *best = draft_best_code(&d->content);
    bool is_code = best && str_eq(best->text, d->key) &&
                   str_find_char(d->key, ' ') == STR_NOT_FOUND &&
                   str_find_char(d->key, '/') == STR_NOT_FOUND;
    struct str key = is_code ? d->key : slug_short(m->f->arena, d->key, KEY_MAX);
    return key.n ? key : STR("entry");
}

static void put_body(const struct node *first, const struct node *end, struct buf *out)
{
    for (const struct node *n = first; n && n != end; n = n->next)
        if (!content_is_sample(n))
            tree_put_text(n, out);
}

static struct str make_body(struct maker *m, const struct draft *d)
{
    struct buf out = BUF_INIT(BODY_MAX);
    put_body(d->first, d->end, &out);
    for (size_t i = 0; i < d->absorbed_count; i++) {
        const struct section *s = &m->f->sections->items[d->absorbed[i]];
        put_body(s->heading, s->end, &out);
    }
    struct str body = str_trim(buf_str(&out));
    body = arena_dup(m->f->arena, str_slice(body, 0, out.cut ? utf8_valid(body) : body.n));
    buf_release(&out);
    return body;
}

struct links {
    struct link *items;
    size_t count, cap;
};

static void collect_links(struct maker *m, const struct node *n, struct links *l)
{
    if (n->type == NODE_LINK && l->count < LINKS_MAX) {
        struct link link = {tree_plain(m->f->arena, n, false),
                            link_resolve(m->f->arena, m->f->place, n->text)};
        bool known = !link.target.n;
        for (size_t i = 0; i < l->count && !known; i++)
            known = str_eq(l->items[i].target, link.target);
        if (!known) {
            l->items = arena_grow(m->f->arena, l->items, l->count, &l->cap, sizeof *l->items);
            l->items[l->count++] = link;
        }
    }
    for (const struct node *c = n->first; c; c = c->next)
        collect_links(m, c, l);
}

static void make_links(struct maker *m, const struct draft *d, struct entry *e)
{
    struct links l = {0};
    for (const struct node *n = d->first; n && n != d->end; n = n->next)
        collect_links(m, n, &l);
    for (size_t i = 0; i < d->absorbed_count; i++) {
        const struct section *s = &m->f->sections->items[d->absorbed[i]];
        for (const struct node *n = s->first; n && n != s->end; n = n->next)
            collect_links(m, n, &l);
    }
    e->links = l.items;
    e->link_count = l.count;
}

enum { EXCERPT_LINES_MIN = 3 };

/*
 * Several lines of a log tell the problem together; each of them is printed for other reasons, too,
 * such as any failed sign-in. None of them is the problem's message.
 */
static bool quotes_a_log(const struct content *c)
{
    size_t lines = 0;
    for (size_t i = 0; i < c->messages.count; i++)
        lines += c->messages.items[i].logged;
    return lines >= EXCERPT_LINES_MIN;
}

static void make_signatures(struct maker *m, const struct draft *d, struct entry *e)
{
    const struct content *c = &d->content;
    e->signatures =
        arena_zalloc(m->f->arena, c->messages.count + c->code_count + 1, sizeof *e->signatures);
    size_t n = 0;
    bool excerpt = quotes_a_log(c);
    for (size_t i = 0; i < c->messages.count; i++) {
        const struct message *msg = &c->messages.items[i];
        struct str tmpl = message_without_examples(m->f->arena, msg->tmpl, e->title);
        bool known = false;
        for (size_t k = 0; k < n && !known; k++)
            known = str_eq(e->signatures[k].text, tmpl);
        if (!known)
            e->signatures[n++] =
                (struct signature){SIGNATURE_MESSAGE, tmpl, excerpt && msg->logged, msg->line};
    }
    for (size_t i = 0; i < c->code_count; i++) {
        const struct code *code = &c->codes[i].code;
        bool bare = code->ns == CODE_EVENT && ascii_is_digit(code->text.p[0]);
        /* the number of an event is read as one only with its word */
        struct str text = bare ? arena_concat(m->f->arena, STR("event "), code->text) : code->text;
        e->signatures[n++] =
            (struct signature){SIGNATURE_CODE, text, c->codes[i].mentioned, c->codes[i].line};
    }
    e->signature_count = n;
}

/* Facets that a heading gives: its own, and those of the headings above it. */
static void add_heading_facets(struct maker *m, size_t section, struct entry *e, size_t *cap)
{
    for (size_t i = section; i != SECTION_NONE; i = m->f->sections->items[i].parent) {
        struct facet found[2];
        bool only;
        size_t n = facet_of_heading(m->f->arena, m->f->sections->items[i].title, found,
                                    ARRAY_LEN(found), &only);
        for (size_t k = 0; k < n; k++)
            if (!facet_has(e->facets, e->facet_count, found[k].name))
                facet_add(m->f->arena, &e->facets, &e->facet_count, cap, found[k]);
    }
    struct facet phase;
    bool only;
    if (m->phase[section] != SECTION_NONE && !facet_has(e->facets, e->facet_count, STR("phase")) &&
        facet_of_heading(m->f->arena, m->f->sections->items[m->phase[section]].title, &phase, 1,
                         &only))
        facet_add(m->f->arena, &e->facets, &e->facet_count, cap, phase);
}

static void make_facets(struct maker *m, const struct draft *d, struct entry *e)
{
    size_t cap = 0;
    for (size_t i = 0; i < d->content.facet_count; i++)
        facet_add(m->f->arena, &e->facets, &e->facet_count, &cap, d->content.facets[i]);
    struct facet scoped[MAKER_FACETS_MAX];
    size_t n =
        m->f->in->scopes ? scope_facets(m->f->in->scopes, e->line, scoped, ARRAY_LEN(scoped)) : 0;
    for (size_t i = 0; i < n; i++)
        facet_add(m->f->arena, &e->facets, &e->facet_count, &cap, scoped[i]);
    add_heading_facets(m, d->section, e, &cap);
    struct facet client;
    if (!facet_has(e->facets, e->facet_count, STR("client")) &&
        facet_of_text(m->f->arena, e->body, &client))
        facet_add(m->f->arena, &e->facets, &e->facet_count, &cap, client);
    for (size_t i = 0; i < m->facet_count; i++)
        if (!facet_has(e->facets, e->facet_count, m->facets[i].name))
            facet_add(m->f->arena, &e->facets, &e->facet_count, &cap, m->facets[i]);
}

static void add_alias(struct maker *m, struct entry *e, size_t *cap, struct str id)
{
    bool was_new;
    if (e->alias_count >= ALIASES_MAX)
        return;
    map_put(m->ids, id, 0, &was_new);
    if (!was_new)
        return;
    e->aliases = arena_grow(m->f->arena, e->aliases, e->alias_count, cap, sizeof *e->aliases);
    e->aliases[e->alias_count++] = id;
}

static void make_aliases(struct maker *m, const struct draft *d, struct entry *e)
{
    size_t cap = 0;
    const struct section *s = &m->f->sections->items[d->section];
    bool keyed = d->kind != ENTRY_SECTION && d->kind != ENTRY_PAGE;
    if (keyed) {
        for (size_t i = 0; i < d->content.code_count; i++) {
            const struct code_use *u = &d->content.codes[i];
            if (!u->mentioned && str_find_char(u->code.text, ' ') == STR_NOT_FOUND)
                add_alias(m, e, &cap, make_id(m, section_slug(m, d->section), u->code.text));
        }
        return;
    }
    for (size_t i = 0; i < s->anchor_count; i++)
        add_alias(m, e, &cap, make_id(m, s->anchors[i], STR_NONE));
    for (size_t i = 0; i < d->absorbed_count; i++) {
        const struct section *part = &m->f->sections->items[d->absorbed[i]];
        add_alias(m, e, &cap, make_id(m, part->slug, STR_NONE));
        for (size_t k = 0; k < part->anchor_count; k++)
            add_alias(m, e, &cap, make_id(m, part->anchors[k], STR_NONE));
    }
}

static void fill(struct maker *m, struct draft *d, struct entry *e)
{
    struct arena *a = m->f->arena;
    struct str slug = section_slug(m, d->section);
    e->kind = d->kind;
    e->line = d->line ? d->line : 1; /* a page without a heading: the whole of it */
    e->title = d->title.n ? d->title : m->f->sections->items[d->section].title;
    struct str id = make_id(m, slug, make_key(m, d));
    if (map_get(m->ids, id) && d->content.messages.count) {
        /* several problems with one code: the later ones are told apart by their messages */
        struct str told = slug_short(a, d->content.messages.items[0].text, KEY_MAX);
        id = arena_printf(a, "%.*s-%.*s", STR_ARG(id), STR_ARG(told));
    }
    e->id = slug_unique(a, m->ids, id);
    e->cause = d->parts.cause;
    e->remedy = d->parts.remedy;
    e->body = make_body(m, d);
    e->url = page_elsewhere(m);
    if (!e->url.n)
        e->url = link_self(a, m->f->place, section_anchor(m, d->section));
    e->samples = d->content.samples;
    e->sample_count = d->content.sample_count;
    make_signatures(m, d, e);
    make_facets(m, d, e);
    make_links(m, d, e);
}

static int by_line(const void *x, const void *y)
{
    const struct draft *a = x, *b = y;
    if (a->line != b->line)
        return a->line < b->line ? -1 : 1;
    /* the section before what stands in it */
    bool ka = a->kind == ENTRY_SECTION || a->kind == ENTRY_PAGE;
    bool kb = b->kind == ENTRY_SECTION || b->kind == ENTRY_PAGE;
    return (int)kb - (int)ka;
}

void maker_entries(struct maker *m, struct drafts *d, struct extracted *out)
{
    if (d->count)
        qsort(d->items, d->count, sizeof *d->items, by_line);
    out->entries = arena_zalloc(m->f->arena, d->count + 1, sizeof *out->entries);
    out->count = d->count;
    for (size_t i = 0; i < d->count; i++)
        fill(m, &d->items[i], &out->entries[i]);
    for (size_t i = 0; i < d->count; i++)
        make_aliases(m, &d->items[i], &out->entries[i]);
}

/* ---- the document ---------------------------------------------------------------------------- */

/* MM/DD/YYYY or YYYY-MM-DD, with or without zeros, to YYYY-MM-DD. */
static struct str normal_date(struct arena *a, struct str s)
{
    uint64_t n[3] = {0};
    struct str part;
    char separator = str_find_char(s, '/') != STR_NOT_FOUND ? '/' : '-';
    for (size_t i = 0; i < 3; i++)
        if (!str_next_part(&s, separator, &part) ||
            !str_u64(str_slice(str_trim(part), 0, i == 2 ? 4 : SIZE_MAX), 10, &n[i]))
            return STR_NONE;
    if (n[0] > 31) {
        if (n[2] > 31) /* YYYY-MM-DDT00:00 */
            n[2] = n[2] / 100;
        return n[1] && n[1] <= 12 && n[0] < 10000
                   ? arena_printf(a, "%04u-%02u-%02u", (unsigned)n[0], (unsigned)n[1],
                                  (unsigned)n[2])
                   : STR_NONE;
    }
    return n[0] && n[0] <= 12 && n[2] > 31
               ? arena_printf(a, "%04u-%02u-%02u", (unsigned)n[2], (unsigned)n[0], (unsigned)n[1])
               : STR_NONE;
}

void maker_document(struct maker *m, struct extracted *out)
{
    static const char *const dates[] = {"date", "ms.date", "updated", "last_updated"};
    static const char *const languages[] = {"language", "lang", "locale", "ms.locale"};
    const struct front *front = m->f->in->front;
    out->title = front_get(front, "title");
    if (!out->title.n && m->f->sections->top != SECTION_NONE)
        out->title = m->f->sections->items[m->f->sections->top].title;
    for (size_t i = 0; i < ARRAY_LEN(dates) && !out->date.n; i++)
        out->date = normal_date(m->f->arena, front_get(front, dates[i]));
    for (size_t i = 0; i < ARRAY_LEN(languages) && !out->language.n; i++)
        out->language = language_tag(m->f->arena, front_get(front, languages[i]));
    if (!out->language.n)
        out->language = language_tag(m->f->arena, language_of_path(m->f->place->path));
    out->url = page_elsewhere(m);
    if (!out->url.n)
        out->url = link_self(m->f->arena, m->f->place, STR_NONE);
    struct str title = m->f->sections->top != SECTION_NONE
                           ? m->f->sections->items[m->f->sections->top].title
                           : out->title;
    m->facet_count = facet_of_document(m->f->arena, m->f->place->path, title, front, m->facets,
                                       ARRAY_LEN(m->facets));
    if (out->language.n && m->facet_count < ARRAY_LEN(m->facets))
        m->facets[m->facet_count++] =
            (struct facet){STR("language"), slug_of(m->f->arena, out->language), out->language};
}
