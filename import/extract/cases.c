#include "import/extract/draft.h"

/*
 * Problems that share a heading and have no code to their name:
 *
 *   - **A sentence that says what goes wrong.** What to do about it.
 *   - **Another one**
 *
 *     with its text below it
 *
 *   **Failed**                              states that a thing can be in: those that are troubles
 *   What it means and what to do.
 */

enum {
    SAYING_WORDS_MIN = 4, /* of a bold sentence */
    STATES_MIN = 3,       /* terms that make a list of states */
    STATE_WORDS_MAX = 4,
};

/* ---- items that begin with a bold sentence --------------------------------------------------- */

/* The bold sentence that an item begins with: it ends with a full stop, or stands alone in its
 * paragraph. NULL when there is none, or nothing is told behind it. */
static const struct node *saying(struct finding *f, const struct node *item, struct str *words)
{
    const struct node *p = item->first;
    const struct node *bold = p && p->type == NODE_PARAGRAPH ? tree_first_content(p) : NULL;
    if (!bold || bold->type != NODE_STRONG)
        return NULL;
    *words = tree_plain(f->arena, bold, false);
    bool told = p->next != NULL, behind = false;
    for (const struct node *n = bold->next; n; n = n->next)
        behind = behind || (n->type == NODE_TEXT && str_trim_set(n->text, " .\n").n) ||
                 (n->type != NODE_TEXT && n->type != NODE_BREAK && n->type != NODE_ANCHOR);
    bool stop = words->n && strchr(".!?", words->p[words->n - 1]);
    *words = str_trim_set(*words, " .");
    if (message_words(*words) < SAYING_WORDS_MIN || (behind ? !stop : !told))
        return NULL;
    return bold;
}

static void append_copy(struct arena *a, struct node *parent, const struct node *n)
{
    struct node *copy = tree_node(a, n->type, n->line);
    *copy = *n;
    tree_append(parent, copy);
}

static void add_case(struct finding *f, size_t section, struct node *item, struct str words)
{
    const struct content_reader reader = {f->arena, f->in->cues};
    const struct node *p = item->first, *bold = tree_first_content(p);
    /* the bold sentence is the title, the rest is the text */
    struct node *title = tree_node(f->arena, NODE_PARAGRAPH, p->line);
    struct node *rest = tree_node(f->arena, NODE_PARAGRAPH, p->line);
    append_copy(f->arena, title, bold);
    for (const struct node *n = bold->next; n; n = n->next)
        append_copy(f->arena, rest, n);
    struct draft *d = draft_add(f, ENTRY_RECORD, section, item->line);
    message_of_heading(f->arena, f->in->cues, title, &d->content.messages);
    content_read(&reader, NULL, rest, NULL, &d->content);
    content_read(&reader, NULL, p->next, NULL, &d->content);
    d->title = draft_title(f->arena, words);
    d->key = words;
    d->first = item;
    d->end = item->next;
}

static size_t find_cases(struct finding *f, size_t section, struct node *list, bool intro_fails)
{
    size_t items = 0, wrong = 0;
    struct str words;
    for (const struct node *item = list->first; item; item = item->next) {
        items++;
        if (!saying(f, item, &words))
            return 0;
        wrong += (cues_find(f->in->cues, words, NULL, 0, NULL) & (CUE_TROUBLE | CUE_ERROR)) != 0;
    }
    if (items < 2 || (!intro_fails && wrong * 2 <= items))
        return 0;
    for (struct node *item = list->first; item; item = item->next)
        if (saying(f, item, &words))
            add_case(f, section, item, words);
    return items;
}

/* ---- states ---------------------------------------------------------------------------------- */

static bool is_about_states(const struct section *s)
{
    return s->heading && (str_ifind(s->title, STR("status")) != STR_NOT_FOUND ||
                          str_ifind(s->title, STR("states")) != STR_NOT_FOUND);
}

/* "RestoreFailed" as words */
static struct str in_words(struct arena *a, struct str name)
{
    char *p = arena_alloc(a, name.n * 2 + 1);
    size_t n = 0;
    for (size_t i = 0; i < name.n; i++) {
        if (i > 0 && ascii_is_upper(name.p[i]) && ascii_is_lower(name.p[i - 1]))
            p[n++] = ' ';
        p[n++] = name.p[i] == '_' ? ' ' : name.p[i];
    }
    return str_n(p, n);
}

static struct node *next_state(struct node *n, const struct node *end)
{
    while (n && n != end && n->label != LABEL_TERM)
        n = n->next;
    return n;
}

static size_t find_states(struct finding *f, size_t section)
{
    const struct section *s = &f->sections->items[section];
    const struct content_reader reader = {f->arena, f->in->cues};
    size_t states = 0, found = 0;
    for (struct node *n = next_state(s->first, s->end); n && n != s->end;
         n = next_state(n->next, s->end)) {
        states++;
        if (n->taken || message_words(tree_plain(f->arena, n, false)) > STATE_WORDS_MAX)
            return 0;
    }
    if (states < STATES_MIN)
        return 0;
    for (struct node *n = next_state(s->first, s->end); n && n != s->end;) {
        struct node *end = n->next && n->next != s->end ? n->next->next : n->next;
        struct str name = str_trim_set(tree_plain(f->arena, n, false), " :");
        unsigned cues = cues_find(f->in->cues, in_words(f->arena, name), NULL, 0, NULL);
        if (cues & (CUE_TROUBLE | CUE_ERROR)) {
            struct draft *d = draft_add(f, ENTRY_TERM, section, n->line);
            content_read(&reader, NULL, n->next, end, &d->content);
            d->title = draft_title(f->arena, arena_printf(f->arena, "%.*s: %.*s",
                                                          STR_ARG(s->title), STR_ARG(name)));
            d->key = name;
            d->first = n;
            d->end = end;
            found++;
        }
        n = next_state(n->next, s->end);
    }
    return found;
}

size_t case_find(struct finding *f, size_t section)
{
    const struct section *s = &f->sections->items[section];
    if (is_about_states(s))
        return find_states(f, section);
    size_t found = 0;
    bool intro_fails = false;
    for (struct node *n = s->first; f->troubleshooting && n && n != s->end; n = n->next) {
        if (n->type == NODE_LIST && !n->taken && !n->ordered) {
            size_t here = find_cases(f, section, n, intro_fails);
            n->taken = here && !s->names_fault; /* else the heading's own text as well */
            found += here;
        }
        struct str text = n->type == NODE_PARAGRAPH ? tree_plain(f->arena, n, false) : STR_NONE;
        intro_fails = str_ends(text, STR("following reasons:")) &&
                      cues_find(f->in->cues, text, NULL, 0, NULL) & CUE_ERROR;
    }
    return found;
}
