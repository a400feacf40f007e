#include "import/read/scope.h"

#include "import/words/facet.h"
#include "import/words/label.h"

#include <stdlib.h>

/* ---- while the lines are read ---------------------------------------------------------------- */

static void warn(struct scopes *s, uint32_t line, const char *message)
{
    if (s->warn && s->warned++ < SCOPE_WARNINGS_MAX)
        s->warn(s->warn_ctx, line, message);
}

static struct scope *innermost(struct scopes *s)
{
    return s->open_count ? &s->items[s->open[s->open_count - 1]] : NULL;
}

static struct scope *add(struct scopes *s, uint32_t line, enum scope_kind kind)
{
    if (s->count >= SCOPES_MAX || s->open_count >= SCOPES_DEEP_MAX) {
        warn(s, line,
             s->count >= SCOPES_MAX
                 ? "more zones, monikers and tabs than are told apart: read as text"
                 : "zones, monikers and tabs nested too deep to be told apart: read as text");
        return NULL;
    }
    s->items = arena_grow(s->arena, s->items, s->count, &s->cap, sizeof *s->items);
    s->open[s->open_count++] = s->count;
    struct scope *added = &s->items[s->count++];
    *added = (struct scope){.kind = kind, .from = line, .to = line};
    added->facets = arena_alloc(s->arena, SCOPE_FACETS_MAX * sizeof *added->facets);
    return added;
}

static void close_innermost(struct scopes *s, uint32_t line, bool holds)
{
    struct scope *at = innermost(s);
    at->to = line;
    at->holds = holds;
    s->open_count--;
}

/* The innermost stretch has no end of its own. Tabs end at the next heading; where a zone was meant
 * to end nobody knows. */
static void leave_open(struct scopes *s, uint32_t line)
{
    static const char *const messages[] = {
        [SCOPE_ZONE] = "a zone that is not closed (::: zone-end): for whom it holds is not known",
        [SCOPE_MONIKER] = "a moniker that is not closed (::: moniker-end): its versions are not known",
        [SCOPE_TAB] = "tabs that are not closed (---): the last one ends at the next heading",
    };
    const struct scope *at = innermost(s);
    bool tab = at->kind == SCOPE_TAB;
    warn(s, at->from, messages[at->kind]);
    close_innermost(s, tab && s->heading > at->from ? s->heading : line, tab);
}

/* Leave what is open in the innermost stretch of this kind, so that this is innermost; false when
 * there is none. */
static bool leave_inner(struct scopes *s, uint32_t line, enum scope_kind kind)
{
    size_t n = s->open_count;
    while (n > 0 && s->items[s->open[n - 1]].kind != kind)
        n--;
    while (n > 0 && s->open_count > n)
        leave_open(s, line);
    return n > 0;
}

static struct str unquoted(struct str s)
{
    return str_trim_set(s, " \t\"'");
}

bool scope_zone(struct scopes *s, uint32_t line, struct str pivot, struct str *label)
{
    if (leave_inner(s, line, SCOPE_ZONE)) /* they do not nest */
        leave_open(s, line);
    struct scope *zone = add(s, line, SCOPE_ZONE);
    *label = STR_NONE;
    if (!zone)
        return false;
    struct str rest = unquoted(pivot), part;
    while (str_next_part(&rest, ',', &part) && zone->facet_count < SCOPE_FACETS_MAX)
        if (facet_of_choice(s->arena, "zone", str_trim(part), STR_NONE,
                            &zone->facets[zone->facet_count])) {
            struct str name = zone->facets[zone->facet_count++].label;
            *label = label->n ? arena_printf(s->arena, "%.*s, %.*s", STR_ARG(*label), STR_ARG(name))
                              : name;
        }
    return true;
}

bool scope_moniker(struct scopes *s, uint32_t line, struct str range, struct str *label)
{
    if (leave_inner(s, line, SCOPE_MONIKER))
        leave_open(s, line);
    struct scope *moniker = add(s, line, SCOPE_MONIKER);
    *label = STR_NONE;
    if (!moniker)
        return false;
    moniker->facet_count =
        facet_of_range(s->arena, unquoted(range), moniker->facets, SCOPE_FACETS_MAX, label);
    return true;
}

/* "#tab/cli/linux": the tab's own id, and the tab of another group that it depends on. */
static void add_tab_facets(struct scopes *s, struct scope *tab, struct str label, struct str target)
{
    struct str id = STR_NONE, part;
    while (str_next_part(&target, '/', &part) && tab->facet_count < SCOPE_FACETS_MAX) {
        struct facet *f = &tab->facets[tab->facet_count];
        tab->facet_count +=
            facet_of_choice(s->arena, "tab", str_trim(part), id.n ? STR_NONE : label, f);
        id = part;
    }
}

static struct str tab_id(struct str target)
{
    struct str id = STR_NONE;
    str_next_part(&target, '/', &id);
    return str_trim(id);
}

/* The open group that a tab of this level goes on with; tabs further in are closed. */
static bool leave_tabs(struct scopes *s, uint32_t line, unsigned level, struct str target)
{
    while (s->open_count) {
        struct scope *at = innermost(s);
        size_t i = s->open_count - 1;
        if (at->kind != SCOPE_TAB || s->tab_levels[i] < level)
            return false;
        bool again = s->tab_levels[i] == level && str_ieq(s->tab_ids[i], tab_id(target)) &&
                     str_find_char(target, '/') == STR_NOT_FOUND;
        if (again && s->heading > at->from) { /* the group before was never closed */
            leave_open(s, line);
            return false;
        }
        bool same = s->tab_levels[i] == level;
        close_innermost(s, line, true);
        if (same)
            return true;
    }
    return false;
}

bool scope_tab(struct scopes *s, uint32_t line, unsigned level, struct str label, struct str target)
{
    bool goes_on = leave_tabs(s, line, level, target);
    struct scope *tab = add(s, line, SCOPE_TAB);
    if (!tab)
        return false;
    size_t i = s->open_count - 1;
    s->tab_levels[i] = level;
    s->tab_ids[i] = goes_on ? s->tab_ids[i] : arena_dup(s->arena, tab_id(target));
    add_tab_facets(s, tab, label, target);
    return true;
}

void scope_end(struct scopes *s, uint32_t line, enum scope_kind kind)
{
    if (leave_inner(s, line, kind))
        close_innermost(s, line, true);
    else if (s->count < SCOPES_MAX)
        warn(s, line,
             kind == SCOPE_ZONE ? "::: zone-end without its ::: zone: left out"
                                : "::: moniker-end without its ::: moniker: left out");
}

bool scope_rule(struct scopes *s, uint32_t line)
{
    struct scope *at = innermost(s);
    if (!at || at->kind != SCOPE_TAB)
        return false;
    close_innermost(s, line, true);
    return true;
}

void scope_heading(struct scopes *s, uint32_t line)
{
    const struct scope *at = innermost(s);
    /* the first heading behind a tab: where it ends when nothing else says so */
    if (at && at->kind == SCOPE_TAB && s->heading > at->from)
        return;
    s->heading = line;
}

void scope_finish(struct scopes *s, uint32_t line)
{
    while (s->open_count)
        leave_open(s, line);
}

/* ---- afterwards ------------------------------------------------------------------------------ */

static int by_from(const void *line, const void *item)
{
    uint32_t a = *(const uint32_t *)line, b = ((const struct scope *)item)->from;
    return a < b ? -1 : a > b;
}

static struct scope *scope_at(const struct scopes *s, uint32_t line)
{
    return s->count ? bsearch(&line, s->items, s->count, sizeof *s->items, by_from) : NULL;
}

/* Is there a heading of the document's own in the stretch, or nothing at all behind its name? */
static bool holds_headings(const struct scopes *s, const struct scope *scope,
                           const struct node *name)
{
    for (const struct node *n = name->next; n && n->line < scope->to; n = n->next)
        if (n->type == NODE_HEADING && !scope_at(s, n->line))
            return true;
    return !name->next;
}

static void make_label(struct scopes *s, struct node *n)
{
    struct node *strong = tree_node(s->arena, NODE_STRONG, 0);
    struct node *first = n->first;
    n->first = n->last = NULL;
    while (first) {
        struct node *next = first->next;
        tree_append(strong, first);
        first = next;
    }
    tree_append(n, strong);
    n->type = NODE_PARAGRAPH;
    n->level = 0;
    n->label = LABEL_CHOICE;
}

void scope_label(struct scopes *s, struct node *root)
{
    struct node *next;
    for (struct node *n = root->first; n && s->count; n = next) {
        next = n->next;
        const struct scope *scope = n->type == NODE_HEADING ? scope_at(s, n->line) : NULL;
        if (scope && holds_headings(s, scope, n))
            tree_remove(n);
        else if (scope)
            make_label(s, n);
        else if (!node_is_inline(n))
            scope_label(s, n);
    }
}

uint32_t scope_end_of(const struct scopes *s, uint32_t line)
{
    const struct scope *scope = scope_at(s, line);
    return scope ? scope->to : 0;
}

size_t scope_facets(const struct scopes *s, uint32_t line, struct facet *out, size_t cap)
{
    size_t n = 0;
    for (size_t i = s->count; i-- > 0;) {
        const struct scope *at = &s->items[i];
        if (at->from > line || line >= at->to || !at->holds)
            continue;
        for (size_t k = 0; k < at->facet_count && n < cap; k++)
            out[n++] = at->facets[k];
    }
    return n;
}
