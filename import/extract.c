#include "import/extract.h"

#include "import/draft.h"
#include "import/facet.h"
#include "import/problem.h"
#include "import/slug.h"
#include "text/utf8.h"

#include <stdlib.h>

enum {
    BODY_MAX = 64 * 1024,
    LINKS_MAX = 64,
    ALIASES_MAX = 64,
    KEY_MAX = 80,
    FACETS_OF_DOCUMENT = 8,
    LEVELS = 7,
    SIBLINGS_MAX = 64, /* sections that are looked at for a shared "Workaround" */
    PAGE_CODES_MAX = 4, /* a title with more codes is an index */
};

struct state {
    struct finding f;
    struct sections sections;
    struct content *contents;  /* of each section, own blocks only: see content_of */
    bool *read;                /* which of them have been read */
    bool *problem;
    bool *groups;              /* there are problems below the heading */
    unsigned *part_signs;      /* of the "Cause" and "Resolution" headings below it */
    size_t *owner;             /* the problem a section is a part of, or SECTION_NONE */
    size_t *first_part, *last_part, *next_part; /* of a problem: the sections it owns, a list */
    size_t *phase;             /* the heading that says which phase a section is in, or NONE */
    size_t *drafts_in;         /* rows, terms and records under each heading */
    bool page;                 /* the document is one problem */
    struct place place;
    struct writer writer;
    struct buf text;
    struct facet facets[FACETS_OF_DOCUMENT]; /* of the document */
    size_t facet_count;
    struct map *ids;
};

/* What stands under the heading itself; read when it is first asked for. */
static const struct content *content_of(struct state *st, size_t i)
{
    const struct section *s = &st->sections.items[i];
    if (!st->read[i]) {
        const struct content_reader r = {st->f.arena, st->f.in->cues};
        st->read[i] = true;
        content_read(&r, s, s->first, s->end, &st->contents[i]);
    }
    return &st->contents[i];
}

/* ---- which sections are problems, and which are parts of them ---------------------------------- */

static void find_drafts(struct state *st)
{
    for (size_t i = 0; i < st->sections.count; i++) {
        struct section *s = &st->sections.items[i];
        size_t before = st->f.drafts.count;
        if (s->kind == HEADING_NEVER || s->kind == HEADING_EXAMPLE)
            continue;
        for (struct node *n = s->first; n && n != s->end; n = n->next)
            if (n->type == NODE_TABLE && table_rows(&st->f, i, n))
                n->taken = true;
        record_find(&st->f, i);
        st->drafts_in[i] = st->f.drafts.count - before;
    }
}

/* One problem on the whole page: its title is the name of a code. */
static bool is_page(const struct state *st)
{
    if (st->sections.top == SECTION_NONE)
        return false;
    const struct section *top = &st->sections.items[st->sections.top];
    if (!top->code_count || top->code_count > PAGE_CODES_MAX)
        return false;
    for (size_t i = st->sections.top + 1; i < st->sections.count; i++)
        if (st->sections.items[i].error_prefix || st->sections.items[i].code_count > 1)
            return false;
    return true;
}

/* Is the section about troubles, by its document or by a heading above it? */
static bool is_about_troubles(const struct state *st, size_t i)
{
    if (st->f.troubleshooting)
        return true;
    for (; i != SECTION_NONE; i = st->sections.items[i].parent)
        if (problem_heading_of_troubles(&st->sections.items[i]))
            return true;
    return false;
}

/* Tell the section above what it has below it. */
static void pass_on(struct state *st, size_t i)
{
    const struct section *s = &st->sections.items[i];
    size_t parent = s->parent;
    if (parent == SECTION_NONE)
        return;
    if (s->kind == HEADING_LABEL && s->label == LABEL_CAUSE)
        st->part_signs[parent] |= SIGN_CAUSE_LABEL;
    if (s->kind == HEADING_LABEL && s->label == LABEL_REMEDY)
        st->part_signs[parent] |= SIGN_REMEDY_LABEL;
    if (st->problem[i] || st->drafts_in[i] || st->groups[i])
        st->groups[parent] = true;
}

/* Does the heading right above (not the document's title) say what is wrong? */
static bool is_part_of_fault(const struct state *st, size_t i)
{
    size_t up = st->sections.items[i].parent;
    return up != SECTION_NONE && up != st->sections.top && st->sections.items[up].names_fault;
}

/* From the last section to the first, so that parts are known before what they are parts of. */
static void find_problems(struct state *st)
{
    for (size_t i = st->sections.count; i-- > 0;) {
        const struct section *s = &st->sections.items[i];
        const struct problem_context in = {is_about_troubles(st, i), i == st->sections.top,
                                           st->groups[i], is_part_of_fault(st, i),
                                           st->groups[i] ? 0 : st->part_signs[i]};
        if (s->kind != HEADING_PLAIN || (!in.signs && !problem_possible(s, in.troubleshooting)) ||
            (st->page && !in.is_top)) {
            pass_on(st, i);
            continue;
        }
        const struct content *c = content_of(st, i);
        st->problem[i] = st->page || problem_section(s, c, in);
        bool labelled = c->signs & (SIGN_CAUSE_LABEL | SIGN_REMEDY_LABEL);
        if (st->drafts_in[i] && !labelled && (!c->messages.count || problem_list_heading(s)))
            st->problem[i] = false;
        pass_on(st, i);
    }
}

/* Problems before section i that share its parent and have no remedy yet: what a "Workaround"
 * beside them is for. The nearest one, when there is no common parent that is a problem. */
static size_t sibling_problem(const struct state *st, size_t i)
{
    const struct section *s = &st->sections.items[i];
    for (size_t k = i; k-- > 0 && i - k < SIBLINGS_MAX;) {
        const struct section *o = &st->sections.items[k];
        if (o->level < s->level)
            break;
        if (o->level == s->level && o->parent == s->parent && st->problem[k])
            return k;
    }
    return SECTION_NONE;
}

static void find_owners(struct state *st)
{
    for (size_t i = 0; i < st->sections.count; i++) {
        const struct section *s = &st->sections.items[i];
        st->owner[i] = SECTION_NONE;
        if (st->problem[i] || !s->heading || s->kind == HEADING_NEVER)
            continue;
        size_t up = s->parent;
        while (up != SECTION_NONE && !st->problem[up])
            up = st->sections.items[up].parent;
        bool up_is_top = up != SECTION_NONE && up == st->sections.top && !st->page;
        /* under a title that has other problems too, a section of its own is none of its parts */
        if (up_is_top && st->groups[up] && s->kind == HEADING_PLAIN)
            up = SECTION_NONE;
        if (s->kind == HEADING_LABEL && (up == SECTION_NONE || up_is_top)) {
            size_t sibling = sibling_problem(st, i);
            up = sibling != SECTION_NONE ? sibling : up;
        }
        if (st->drafts_in[i] == 0)
            st->owner[i] = up;
    }
    for (size_t i = 0; i < st->sections.count; i++) {
        size_t owner = st->owner[i];
        if (owner == SECTION_NONE)
            continue;
        if (st->first_part[owner] == SECTION_NONE)
            st->first_part[owner] = i;
        else
            st->next_part[st->last_part[owner]] = i;
        st->last_part[owner] = i;
    }
}

/* A phase ("Join phase") holds until the next one at its level, whatever stands between them. */
static void find_phases(struct state *st)
{
    size_t at[LEVELS];
    for (size_t l = 0; l < LEVELS; l++)
        at[l] = SECTION_NONE;
    for (size_t i = 0; i < st->sections.count; i++) {
        const struct section *s = &st->sections.items[i];
        struct facet found;
        bool only;
        for (size_t l = s->level + 1; l < LEVELS; l++)
            at[l] = SECTION_NONE;
        if (facet_of_heading(st->f.arena, s->title, &found, 1, &only) && only &&
            str_eq(found.name, STR("phase")))
            at[min_size(s->level, LEVELS - 1)] = i;
        st->phase[i] = SECTION_NONE;
        for (size_t l = 0; l <= min_size(s->level, LEVELS - 1); l++)
            st->phase[i] = at[l] == SECTION_NONE ? st->phase[i] : at[l];
    }
}

/* An example is text to be found by, neither cause nor remedy, unless it "shows how to fix it". */
static void absorb_example(struct state *st, struct draft *d, const struct content *c)
{
    struct content fix = {0};
    bool mends = false;
    for (size_t i = 0; i < c->unit_count; i++) {
        struct unit u = c->units[i];
        if (u.sentence)
            mends = (u.sentence->cues & CUE_MENDS) != 0;
        if (!mends)
            continue;
        u.label = LABEL_REMEDY;
        fix.units = arena_grow(st->f.arena, fix.units, fix.unit_count, &fix.unit_cap,
                               sizeof *fix.units);
        fix.units[fix.unit_count++] = u;
    }
    content_append(st->f.arena, &d->example, &fix);
}

static void absorb(struct state *st, struct draft *d, size_t i)
{
    d->absorbed = arena_grow(st->f.arena, d->absorbed, d->absorbed_count, &d->absorbed_cap,
                             sizeof *d->absorbed);
    d->absorbed[d->absorbed_count++] = i;
    const struct section *s = &st->sections.items[i];
    if (s->kind == HEADING_EXAMPLE) {
        absorb_example(st, d, content_of(st, i));
        return;
    }
    if (s->kind == HEADING_LABEL) {
        content_append(st->f.arena, &d->content, content_of(st, i));
        return;
    }
    struct content titled = {0};
    const struct content_reader r = {st->f.arena, st->f.in->cues};
    content_read(&r, s, s->heading, s->end, &titled);
    content_append(st->f.arena, &d->content, &titled);
}

static void add_section_drafts(struct state *st)
{
    for (size_t i = 0; i < st->sections.count; i++) {
        if (!st->problem[i])
            continue;
        const struct section *s = &st->sections.items[i];
        struct draft *d = draft_add(&st->f, st->page ? ENTRY_PAGE : ENTRY_SECTION, i, s->line);
        struct content c = {0};
        bool labelled = content_of(st, i)->signs & SIGN_MESSAGE_LABEL;
        if (s->error_prefix && !labelled)
            message_of_heading(st->f.arena, st->f.in->cues, s->heading, &c.messages);
        for (size_t k = 0; k < s->code_count; k++)
            content_add_code(st->f.arena, &c, &s->codes[k], s->line, false);
        content_append(st->f.arena, &c, content_of(st, i));
        if (!s->error_prefix && !labelled && !s->code_count)
            message_of_heading(st->f.arena, st->f.in->cues, s->heading, &c.messages);
        d->content = c;
        d->title = s->title;
        d->first = s->first;
        d->end = s->end;
        for (size_t k = st->first_part[i]; k != SECTION_NONE; k = st->next_part[k])
            absorb(st, d, k);
    }
}

/* Scenarios that a common "Workaround" stands behind: each gets the remedy of the parent. */
static void share_remedies(struct state *st)
{
    for (size_t i = 0; i < st->f.drafts.count; i++) {
        struct draft *d = &st->f.drafts.items[i];
        if (d->kind != ENTRY_SECTION || d->parts.remedy.n)
            continue;
        size_t parent = st->sections.items[d->section].parent;
        for (size_t k = d->section + 1;
             k < st->sections.count && k - d->section < SIBLINGS_MAX; k++) {
            const struct section *s = &st->sections.items[k];
            if (s->parent != parent || parent == SECTION_NONE)
                continue;
            if (s->kind == HEADING_LABEL && s->label == LABEL_REMEDY) {
                d->parts.remedy = parts_of(&st->writer, content_of(st, k)).remedy;
                break;
            }
        }
    }
}

/* ---- drafts to entries ----------------------------------------------------------------------- */

static struct str section_slug(const struct state *st, size_t i)
{
    if (st->sections.items[i].heading)
        return st->sections.items[i].slug;
    struct str path = st->place.path;
    size_t slash = str_rfind_char(path, '/');
    size_t dot = str_rfind_char(path, '.');
    size_t from = slash == STR_NOT_FOUND ? 0 : slash + 1;
    return slug_of(st->f.arena, str_slice(path, from, dot == STR_NOT_FOUND ? path.n : dot));
}

static struct str make_id(const struct state *st, struct str slug, struct str key)
{
    struct arena *a = st->f.arena;
    struct str id = arena_printf(a, "%.*s/%.*s#%.*s", STR_ARG(st->f.in->source),
                                 STR_ARG(st->place.path), STR_ARG(slug));
    return key.n ? arena_printf(a, "%.*s/%.*s", STR_ARG(id), STR_ARG(key)) : id;
}

/* A code as it is printed, else the slug of a text. */
static struct str make_key(const struct state *st, const struct draft *d)
{
    if (d->kind == ENTRY_SECTION || d->kind == ENTRY_PAGE)
        return STR_NONE;
    const struct code *best = draft_best_code(&d->content);
    bool is_code = best && str_eq(best->text, d->key) && str_find_char(d->key, ' ') == STR_NOT_FOUND &&
                   str_find_char(d->key, '/') == STR_NOT_FOUND;
    struct str key = is_code ? d->key : slug_short(st->f.arena, d->key, KEY_MAX);
    return key.n ? key : STR("entry");
}

static void put_body(const struct node *first, const struct node *end, struct buf *out)
{
    for (const struct node *n = first; n && n != end; n = n->next)
        if (!content_is_sample(n))
            tree_put_text(n, out);
}

static struct str make_body(struct state *st, const struct draft *d)
{
    struct buf out = BUF_INIT(BODY_MAX);
    put_body(d->first, d->end, &out);
    for (size_t i = 0; i < d->absorbed_count; i++) {
        const struct section *s = &st->sections.items[d->absorbed[i]];
        put_body(s->heading, s->end, &out);
    }
    struct str body = str_trim(buf_str(&out));
    body = arena_dup(st->f.arena, str_slice(body, 0, out.cut ? utf8_valid(body) : body.n));
    buf_release(&out);
    return body;
}

struct links {
    struct link *items;
    size_t count, cap;
};

static void collect_links(struct state *st, const struct node *n, struct links *l)
{
    if (n->type == NODE_LINK && l->count < LINKS_MAX) {
        struct link link = {tree_plain(st->f.arena, n, false),
                            link_resolve(st->f.arena, &st->place, n->text)};
        bool known = !link.target.n;
        for (size_t i = 0; i < l->count && !known; i++)
            known = str_eq(l->items[i].target, link.target);
        if (!known) {
            l->items = arena_grow(st->f.arena, l->items, l->count, &l->cap, sizeof *l->items);
            l->items[l->count++] = link;
        }
    }
    for (const struct node *c = n->first; c; c = c->next)
        collect_links(st, c, l);
}

static void make_links(struct state *st, const struct draft *d, struct entry *e)
{
    struct links l = {0};
    for (const struct node *n = d->first; n && n != d->end; n = n->next)
        collect_links(st, n, &l);
    for (size_t i = 0; i < d->absorbed_count; i++) {
        const struct section *s = &st->sections.items[d->absorbed[i]];
        for (const struct node *n = s->first; n && n != s->end; n = n->next)
            collect_links(st, n, &l);
    }
    e->links = l.items;
    e->link_count = l.count;
}

static void make_signatures(struct state *st, const struct draft *d, struct entry *e)
{
    const struct content *c = &d->content;
    e->signatures = arena_zalloc(st->f.arena, c->messages.count + c->code_count + 1,
                                 sizeof *e->signatures);
    size_t n = 0;
    for (size_t i = 0; i < c->messages.count; i++)
        e->signatures[n++] = (struct signature){SIGNATURE_MESSAGE, c->messages.items[i].tmpl, false,
                                                c->messages.items[i].line};
    for (size_t i = 0; i < c->code_count; i++) {
        const struct code *code = &c->codes[i].code;
        bool bare = code->ns == CODE_EVENT && ascii_is_digit(code->text.p[0]);
        /* the number of an event is read as one only with its word */
        struct str text = bare ? arena_concat(st->f.arena, STR("event "), code->text) : code->text;
        e->signatures[n++] =
            (struct signature){SIGNATURE_CODE, text, c->codes[i].mentioned, c->codes[i].line};
    }
    e->signature_count = n;
}

/* Facets that a heading gives: its own, and those of the headings above it. */
static void add_heading_facets(struct state *st, size_t section, struct entry *e, size_t *cap)
{
    for (size_t i = section; i != SECTION_NONE; i = st->sections.items[i].parent) {
        struct facet found[2];
        bool only;
        size_t n = facet_of_heading(st->f.arena, st->sections.items[i].title, found,
                                    ARRAY_LEN(found), &only);
        for (size_t k = 0; k < n; k++)
            if (!facet_has(e->facets, e->facet_count, found[k].name))
                facet_add(st->f.arena, &e->facets, &e->facet_count, cap, found[k]);
    }
    struct facet phase;
    bool only;
    if (st->phase[section] != SECTION_NONE && !facet_has(e->facets, e->facet_count, STR("phase")) &&
        facet_of_heading(st->f.arena, st->sections.items[st->phase[section]].title, &phase, 1,
                         &only))
        facet_add(st->f.arena, &e->facets, &e->facet_count, cap, phase);
}

static void make_facets(struct state *st, const struct draft *d, struct entry *e)
{
    size_t cap = 0;
    for (size_t i = 0; i < d->content.facet_count; i++)
        facet_add(st->f.arena, &e->facets, &e->facet_count, &cap, d->content.facets[i]);
    add_heading_facets(st, d->section, e, &cap);
    struct facet client;
    if (!facet_has(e->facets, e->facet_count, STR("client")) &&
        facet_of_text(st->f.arena, e->body, &client))
        facet_add(st->f.arena, &e->facets, &e->facet_count, &cap, client);
    for (size_t i = 0; i < st->facet_count; i++)
        if (!facet_has(e->facets, e->facet_count, st->facets[i].name))
            facet_add(st->f.arena, &e->facets, &e->facet_count, &cap, st->facets[i]);
}

static void add_alias(struct state *st, struct entry *e, size_t *cap, struct str id)
{
    bool was_new;
    if (e->alias_count >= ALIASES_MAX)
        return;
    map_put(st->ids, id, 0, &was_new);
    if (!was_new)
        return;
    e->aliases = arena_grow(st->f.arena, e->aliases, e->alias_count, cap, sizeof *e->aliases);
    e->aliases[e->alias_count++] = id;
}

static void make_aliases(struct state *st, const struct draft *d, struct entry *e)
{
    size_t cap = 0;
    const struct section *s = &st->sections.items[d->section];
    bool keyed = d->kind != ENTRY_SECTION && d->kind != ENTRY_PAGE;
    if (keyed) {
        for (size_t i = 0; i < d->content.code_count; i++) {
            const struct code_use *u = &d->content.codes[i];
            if (!u->mentioned && str_find_char(u->code.text, ' ') == STR_NOT_FOUND)
                add_alias(st, e, &cap, make_id(st, section_slug(st, d->section), u->code.text));
        }
        return;
    }
    for (size_t i = 0; i < s->anchor_count; i++)
        add_alias(st, e, &cap, make_id(st, s->anchors[i], STR_NONE));
    for (size_t i = 0; i < d->absorbed_count; i++) {
        const struct section *part = &st->sections.items[d->absorbed[i]];
        add_alias(st, e, &cap, make_id(st, part->slug, STR_NONE));
        for (size_t k = 0; k < part->anchor_count; k++)
            add_alias(st, e, &cap, make_id(st, part->anchors[k], STR_NONE));
    }
}

static void fill(struct state *st, struct draft *d, struct entry *e)
{
    struct arena *a = st->f.arena;
    struct str slug = section_slug(st, d->section);
    e->kind = d->kind;
    e->line = d->line;
    e->title = d->title.n ? d->title : st->sections.items[d->section].title;
    struct str id = make_id(st, slug, make_key(st, d));
    if (map_get(st->ids, id) && d->content.messages.count) {
        /* several problems with one code: the later ones are told apart by their messages */
        struct str told = slug_short(a, d->content.messages.items[0].text, KEY_MAX);
        id = arena_printf(a, "%.*s-%.*s", STR_ARG(id), STR_ARG(told));
    }
    e->id = slug_unique(a, st->ids, id);
    e->cause = d->parts.cause;
    e->remedy = d->parts.remedy;
    e->body = make_body(st, d);
    e->url = link_self(a, &st->place, slug);
    e->samples = d->content.samples;
    e->sample_count = d->content.sample_count;
    make_signatures(st, d, e);
    make_facets(st, d, e);
    make_links(st, d, e);
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

/* "de-de" as a part of the path */
static struct str path_language(struct str path)
{
    struct str part;
    while (str_next_part(&path, '/', &part))
        if (part.n == 5 && part.p[2] == '-' && ascii_is_lower(part.p[0]) &&
            ascii_is_lower(part.p[1]) && ascii_is_alpha(part.p[3]) && ascii_is_alpha(part.p[4]))
            return part;
    return STR_NONE;
}

static void describe_document(struct state *st, struct extracted *out)
{
    static const char *const dates[] = {"date", "ms.date", "updated", "last_updated"};
    static const char *const languages[] = {"language", "lang", "locale", "ms.locale"};
    const struct front *front = st->f.in->front;
    out->title = front_get(front, "title");
    if (!out->title.n && st->sections.top != SECTION_NONE)
        out->title = st->sections.items[st->sections.top].title;
    for (size_t i = 0; i < ARRAY_LEN(dates) && !out->date.n; i++)
        out->date = normal_date(st->f.arena, front_get(front, dates[i]));
    for (size_t i = 0; i < ARRAY_LEN(languages) && !out->language.n; i++)
        out->language = front_get(front, languages[i]);
    if (!out->language.n)
        out->language = path_language(st->place.path);
    out->url = link_self(st->f.arena, &st->place, STR_NONE);
    struct str title = st->sections.top != SECTION_NONE ? st->sections.items[st->sections.top].title
                                                        : out->title;
    st->facet_count = facet_of_document(st->f.arena, st->place.path, title, front, st->facets,
                                        ARRAY_LEN(st->facets));
    if (out->language.n && st->facet_count < ARRAY_LEN(st->facets))
        st->facets[st->facet_count++] =
            (struct facet){STR("language"), slug_of(st->f.arena, out->language), out->language};
}

static void emit(struct state *st, struct extracted *out)
{
    struct drafts *d = &st->f.drafts;
    for (size_t i = 0; i < d->count; i++)
        if (!d->items[i].parts_done)
            d->items[i].parts = parts_of(&st->writer, &d->items[i].content);
    for (size_t i = 0; i < d->count; i++)
        if (!d->items[i].parts.remedy.n && d->items[i].example.unit_count)
            d->items[i].parts.remedy = parts_of(&st->writer, &d->items[i].example).remedy;
    share_remedies(st);
    if (d->count)
        qsort(d->items, d->count, sizeof *d->items, by_line);
    out->entries = arena_zalloc(st->f.arena, d->count + 1, sizeof *out->entries);
    out->count = d->count;
    out->cut = st->f.cut || st->sections.cut;
    for (size_t i = 0; i < d->count; i++)
        fill(st, &d->items[i], &out->entries[i]);
    for (size_t i = 0; i < d->count; i++)
        make_aliases(st, &d->items[i], &out->entries[i]);
}

void extract(struct arena *a, const struct extract_input *in, struct extracted *out)
{
    *out = (struct extracted){0};
    struct state st = {.ids = map_new()};
    buf_init(&st.text, PART_MAX * 2);
    st.place = (struct place){in->path, in->base_url, front_get(in->front, "url")};
    st.writer = (struct writer){a, &st.place, &st.text};
    label_apply(a, in->root);
    st.sections = sections_of(a, in->cues, in->root);
    size_t n = st.sections.count;
    st.contents = arena_zalloc(a, n + 1, sizeof *st.contents);
    st.read = arena_zalloc(a, n + 1, sizeof *st.read);
    st.problem = arena_zalloc(a, n + 1, sizeof *st.problem);
    st.groups = arena_zalloc(a, n + 1, sizeof *st.groups);
    st.part_signs = arena_zalloc(a, n + 1, sizeof *st.part_signs);
    st.owner = arena_zalloc(a, n + 1, sizeof *st.owner);
    st.drafts_in = arena_zalloc(a, n + 1, sizeof *st.drafts_in);
    st.phase = arena_zalloc(a, n + 1, sizeof *st.phase);
    st.first_part = arena_zalloc(a, n + 1, sizeof *st.first_part);
    st.last_part = arena_zalloc(a, n + 1, sizeof *st.last_part);
    st.next_part = arena_zalloc(a, n + 1, sizeof *st.next_part);
    for (size_t i = 0; i < n; i++)
        st.first_part[i] = st.next_part[i] = SECTION_NONE;
    const struct section *top =
        st.sections.top == SECTION_NONE ? NULL : &st.sections.items[st.sections.top];
    st.f = (struct finding){.arena = a, .in = in, .place = &st.place, .writer = &st.writer,
                            .sections = &st.sections,
                            .troubleshooting = problem_document(in->front, in->path, top)};
    describe_document(&st, out);
    st.page = is_page(&st);
    if (!st.page)
        find_drafts(&st);
    find_problems(&st);
    find_owners(&st);
    find_phases(&st);
    add_section_drafts(&st);
    emit(&st, out);
    buf_release(&st.text);
    map_free(st.ids);
}
