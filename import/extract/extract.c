#include "import/extract/extract.h"

#include "import/extract/draft.h"
#include "import/extract/maker.h"
#include "import/extract/problem.h"
#include "import/extract/tidy.h"

enum {
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
        if (s->kind == HEADING_NEVER || s->kind == HEADING_EXAMPLE)
            continue;
        size_t cases = choice_find(&st->f, i), before = st->f.drafts.count;
        for (struct node *n = s->first; n && n != s->end; n = n->next)
            if (n->type == NODE_TABLE && table_rows(&st->f, i, n))
                n->taken = true;
        record_find(&st->f, i);
        st->drafts_in[i] = st->f.drafts.count - before;
        cases += case_find(&st->f, i);
        st->drafts_in[i] += s->names_fault ? 0 : cases; /* the heading is a problem beside them */
    }
}

/* The page of one error: what else it states beside that. */
static void find_page_drafts(struct state *st)
{
    for (size_t i = 0; i < st->sections.count; i++) {
        enum heading_kind kind = st->sections.items[i].kind;
        if (kind != HEADING_NEVER && kind != HEADING_EXAMPLE)
            record_find_messages(&st->f, i);
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

/* The message that a section in the page of one error quotes before anything else: the error has
 * several, and this section is about that one. NULL: none. */
static const struct node *own_message(const struct state *st, size_t i)
{
    const struct section *s = &st->sections.items[i];
    const struct node *n = s->first;
    bool quote = st->page && i != st->sections.top && s->kind == HEADING_PLAIN && n && n != s->end &&
                 n->type == NODE_QUOTE && !n->info.n && n->first && !n->first->next &&
                 n->first->type == NODE_PARAGRAPH;
    return quote ? n : NULL;
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
        bool possible = st->page ? in.is_top || own_message(st, i)
                                 : in.signs || problem_possible(s, in.troubleshooting);
        if (s->kind != HEADING_PLAIN || !possible) {
            pass_on(st, i);
            continue;
        }
        const struct content *c = content_of(st, i);
        st->problem[i] = st->page || problem_section(s, c, in);
        bool labelled = c->signs & (SIGN_CAUSE_LABEL | SIGN_REMEDY_LABEL);
        if (!labelled && (problem_list_heading(s) || (st->drafts_in[i] && !c->messages.count)))
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

/* Among the steps of a guide: "If you see ..., do ...". */
static void find_mentions(struct state *st)
{
    for (size_t i = 0; i < st->sections.count; i++)
        if (!st->problem[i] && st->owner[i] == SECTION_NONE &&
            st->sections.items[i].kind != HEADING_NEVER)
            mention_find(&st->f, i);
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

/* A section about one of the messages of the page's error. */
static void add_message_draft(struct state *st, size_t i, const struct node *quote)
{
    const struct section *s = &st->sections.items[i];
    const struct section *top = &st->sections.items[st->sections.top];
    struct draft *d = draft_add(&st->f, ENTRY_SECTION, i, s->line);
    message_of_block(st->f.arena, quote, &d->content.messages);
    for (size_t k = 0; k < top->code_count; k++)
        content_add_code(st->f.arena, &d->content, &top->codes[k], s->line, true);
    const struct content_reader r = {st->f.arena, st->f.in->cues};
    content_read(&r, s, quote->next, s->end, &d->content);
    d->title = arena_printf(st->f.arena, "%.*s: %.*s", STR_ARG(top->codes[0].text), STR_ARG(s->title));
    d->first = s->first;
    d->end = s->end;
    for (size_t k = st->first_part[i]; k != SECTION_NONE; k = st->next_part[k])
        absorb(st, d, k);
}

static void add_section_drafts(struct state *st)
{
    for (size_t i = 0; i < st->sections.count; i++) {
        if (!st->problem[i])
            continue;
        const struct section *s = &st->sections.items[i];
        const struct node *quote = own_message(st, i);
        if (quote) {
            add_message_draft(st, i, quote);
            continue;
        }
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

/* ---- the document ---------------------------------------------------------------------------- */

static void emit(struct state *st, struct maker *m, struct extracted *out)
{
    struct drafts *d = &st->f.drafts;
    for (size_t i = 0; i < d->count; i++)
        if (!d->items[i].parts_done)
            d->items[i].parts = parts_of(&st->writer, &d->items[i].content);
    for (size_t i = 0; i < d->count; i++)
        if (!d->items[i].parts.remedy.n && d->items[i].example.unit_count)
            d->items[i].parts.remedy = parts_of(&st->writer, &d->items[i].example).remedy;
    share_remedies(st);
    maker_entries(m, d, out);
    out->cut = st->f.cut || st->sections.cut;
}

void extract(struct arena *a, const struct extract_input *in, struct extracted *out)
{
    *out = (struct extracted){0};
    struct state st = {0};
    buf_init(&st.text, PART_MAX * 2);
    st.place = (struct place){in->path, in->base_url, front_get(in->front, "url")};
    st.writer = (struct writer){a, &st.place, &st.text};
    tidy_apply(a, in->root);
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
    struct maker maker = {.f = &st.f, .phase = st.phase, .ids = map_new()};
    maker_document(&maker, out);
    st.page = is_page(&st);
    if (st.page)
        find_page_drafts(&st);
    else
        find_drafts(&st);
    find_problems(&st);
    find_owners(&st);
    if (!st.page)
        find_mentions(&st);
    find_phases(&st);
    add_section_drafts(&st);
    emit(&st, &maker, out);
    buf_release(&st.text);
    map_free(maker.ids);
}
