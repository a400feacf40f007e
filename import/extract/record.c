#include "import/extract/draft.h"
#include "import/extract/problem.h"

/*
 * Problems that share a heading:
 *
 *   **CODE**                                a term, with labelled lines or text behind it
 *   **Message**: ...  **Resolution**: ...
 *
 *   - **CODE** (0x80090016)                 a list item with labels, or "CODE: text"
 *      - Reason: ...
 *      - Resolution: ...
 *
 *   1. **Message**                          further messages, on the page of one error
 *
 *      What it means.
 *
 *   **Error** ... **Troubleshooting** ...   labelled groups, one after the other
 *   **Error** ... **Troubleshooting** ...
 */

/* ---- terms ----------------------------------------------------------------------------------- */

/* A paragraph of nothing but a bold code (or code in a code span). */
static bool is_term(struct finding *f, const struct node *n, struct code *code)
{
    if (n->label == LABEL_CHOICE) /* the name of a tab */
        return false;
    const struct node *only = n->type == NODE_PARAGRAPH ? tree_first_content(n) : NULL;
    if (!only || (only->type != NODE_STRONG && only->type != NODE_CODE_SPAN))
        return false;
    for (const struct node *c = only->next; c; c = c->next)
        if (c->type != NODE_BREAK && c->type != NODE_ANCHOR &&
            !(c->type == NODE_TEXT && !str_trim_set(c->text, " :\n").n))
            return false;
    struct str text = str_trim_set(tree_plain(f->arena, n, false), " :");
    return code_parse(text, code) && code->ns != CODE_NUMBER && !(code->flags & CODE_WEAK);
}

static size_t find_terms(struct finding *f, size_t section)
{
    const struct section *s = &f->sections->items[section];
    const struct content_reader reader = {f->arena, f->in->cues};
    size_t found = 0;
    struct code code, next_code;
    for (struct node *n = s->first; n && n != s->end;) {
        if (!is_term(f, n, &code)) {
            n = n->next;
            continue;
        }
        struct node *end = n->next;
        bool told = false, labelled = f->troubleshooting || s->cues & CUE_ERROR;
        while (end && end != s->end && !is_term(f, end, &next_code)) {
            told = told || tree_has_content(end);
            labelled = labelled || end->label == LABEL_MESSAGE || end->label == LABEL_REMEDY;
            end = end->next;
        }
        if (told && labelled) { /* elsewhere terms are names of parts and parameters */
            struct draft *d = draft_add(f, ENTRY_TERM, section, n->line);
            content_add_code(f->arena, &d->content, &code, n->line, false);
            content_read(&reader, NULL, n->next, end, &d->content);
            d->title = code.text;
            d->key = code.text;
            d->first = n;
            d->end = end;
            found++;
            for (struct node *t = n; t != end; t = t->next)
                t->taken = true;
        }
        n = end;
    }
    return found;
}

/* ---- labelled groups ------------------------------------------------------------------------- */

/* A message label after a remedy begins a group of its own. Where the next one begins, or end. */
static struct node *group_end(struct node *n, const struct node *end)
{
    bool remedy = false;
    for (; n && n != end; n = n->next) {
        if (n->type != NODE_PARAGRAPH)
            continue;
        remedy = remedy || n->label == LABEL_REMEDY;
        if (remedy && n->label == LABEL_MESSAGE)
            return n;
    }
    return n;
}

static size_t find_groups(struct finding *f, size_t section)
{
    const struct section *s = &f->sections->items[section];
    const struct content_reader reader = {f->arena, f->in->cues};
    struct node *start = s->first;
    while (start && start != s->end && start->label != LABEL_MESSAGE)
        start = start->next;
    if (!start || start == s->end || group_end(start, s->end) == s->end ||
        !group_end(start, s->end))
        return 0;
    size_t found = 0;
    while (start && start != s->end) {
        struct node *end = group_end(start, s->end);
        struct draft *d = draft_add(f, ENTRY_TERM, section, start->line);
        content_read(&reader, NULL, start, end, &d->content);
        if (d->content.messages.count) {
            d->title = draft_title(f->arena, d->content.messages.items[0].text);
            d->key = d->content.messages.items[0].text;
        }
        d->first = start;
        d->end = end;
        for (struct node *t = start; t && t != end; t = t->next)
            t->taken = true;
        start = end;
        found++;
    }
    return found;
}

/* ---- list items ------------------------------------------------------------------------------ */

static bool has_labels(const struct node *n)
{
    for (const struct node *c = n->first; c; c = c->next)
        if (c->label == LABEL_CAUSE || c->label == LABEL_REMEDY || has_labels(c))
            return true;
    return false;
}

/* The code that a list item begins with, in bold or as code; *rest is the text behind it. */
static bool leading_code(struct finding *f, const struct node *p, struct code *code,
                         struct str *rest)
{
    const struct node *first = tree_first_content(p);
    if (!first || (first->type != NODE_STRONG && first->type != NODE_CODE_SPAN))
        return false;
    struct str name = str_trim_set(tree_plain(f->arena, first, false), " :");
    if (!code_parse(name, code) || code->flags & CODE_WEAK)
        return false;
    struct str all = tree_plain(f->arena, p, false);
    size_t at = str_find(all, name);
    *rest = at == STR_NOT_FOUND ? STR_NONE : str_trim(str_skip(all, at + name.n));
    return true;
}

/* Read what stands below the first paragraph of an item; nested lists as if they were blocks. */
static void read_below(struct finding *f, const struct node *first, struct content *c)
{
    const struct content_reader reader = {f->arena, f->in->cues};
    for (const struct node *n = first; n; n = n->next) {
        if (n->type == NODE_LIST && has_labels(n)) {
            for (const struct node *item = n->first; item; item = item->next)
                content_read(&reader, NULL, item->first, NULL, c);
        } else {
            content_read(&reader, NULL, n, n->next, c);
        }
    }
}

/* - **CODE** (numbers), with labelled items below it */
static bool labelled_item(struct finding *f, size_t section, const struct node *item)
{
    const struct node *p = item->first;
    struct code code;
    struct str rest;
    if (!p || p->type != NODE_PARAGRAPH || !p->next || !has_labels(item) ||
        !leading_code(f, p, &code, &rest))
        return false;
    struct draft *d = draft_add(f, ENTRY_RECORD, section, item->line);
    content_add_code(f->arena, &d->content, &code, item->line, false);
    content_add_codes(f->arena, &d->content, rest, item->line, false, false);
    read_below(f, p->next, &d->content);
    d->title = draft_title(f->arena, tree_plain(f->arena, p, false));
    d->key = draft_best_code(&d->content)->text;
    d->first = item;
    d->end = item->next;
    return true;
}

/* - `CODE`: text, in a list under a heading about errors */
static bool plain_item(struct finding *f, size_t section, const struct node *item)
{
    const struct node *p = item->first;
    struct code code;
    struct str rest;
    if (!p || p->type != NODE_PARAGRAPH || !leading_code(f, p, &code, &rest) ||
        code.ns == CODE_NUMBER)
        return false;
    struct str text = str_trim_set(rest, " :-");
    if (str_starts(text, STR("–")) || str_starts(text, STR("—")))
        text = str_trim(str_skip(text, 3));
    if (text.n < 10 || text.p == rest.p) /* no separator: the code is a word of a sentence */
        return false;
    struct draft *d = draft_add(f, ENTRY_RECORD, section, item->line);
    content_add_code(f->arena, &d->content, &code, item->line, false);
    size_t from = (size_t)(text.p - rest.p);
    struct str all = tree_plain(f->arena, p, false);
    from += all.n - rest.n;
    struct paragraph *para = arena_alloc(f->arena, sizeof *para);
    *para = paragraph_read(f->arena, f->in->cues, p);
    for (size_t i = 0; i < para->sentence_count; i++) {
        const struct sentence *s = &para->sentences[i];
        struct content *c = &d->content;
        if (s->end <= from)
            continue;
        c->units = arena_grow(f->arena, c->units, c->unit_count, &c->unit_cap, sizeof *c->units);
        c->units[c->unit_count++] =
            (struct unit){.block = p, .from = max_size(s->start, from), .to = s->end,
                          .paragraph = para, .sentence = s, .cause = s->cause, .remedy = s->remedy};
    }
    read_below(f, p->next, &d->content);
    d->title = draft_title(f->arena, arena_printf(f->arena, "%.*s: %.*s", STR_ARG(code.text),
                                                  STR_ARG(text)));
    d->key = code.text;
    d->first = item;
    d->end = item->next;
    return true;
}

enum { ISSUE_BYTES_MIN = 20 };

/* "It only works with ...", "... isn't supported", "To save it, you have to ...": how it is meant to
 * be, and nothing wrong. */
static bool is_limitation(struct finding *f, const struct node *item, struct str text)
{
    static const char *const words[] = {"only works ", "only supports ", "only supported ",
                                        "only available ", "by default", "by design",
                                        "n't support ", "n't currently support ", "n't supported",
                                        "not support ", "not currently support ", "not supported",
                                        "n’t support ", "n’t supported", "is limited to "};
    size_t stop = str_find(text, STR(". "));
    struct str first = str_slice(text, 0, stop == STR_NOT_FOUND ? text.n : stop);
    unsigned opening = cues_at(f->in->cues, first, 0, NULL);
    unsigned cues = cues_find(f->in->cues, tree_plain(f->arena, item, false), NULL, 0, NULL);
    bool limits = opening & CUE_RELATION &&
                  cues_find(f->in->cues, first, NULL, 0, NULL) & CUE_ORDER;
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        limits = limits || str_ifind(first, str_of(words[i])) != STR_NOT_FOUND;
    return limits && !(cues & (CUE_RESOLVE | CUE_SYMPTOM | CUE_ERROR));
}

/* - Each item under "Known issues". */
static bool issue_item(struct finding *f, size_t section, const struct node *item)
{
    const struct node *p = item->first;
    if (!p || p->type != NODE_PARAGRAPH)
        return false;
    struct str text = tree_plain(f->arena, p, false);
    if (text.n < ISSUE_BYTES_MIN || is_limitation(f, item, text))
        return false;
    const struct content_reader reader = {f->arena, f->in->cues};
    struct draft *d = draft_add(f, ENTRY_RECORD, section, item->line);
    content_read(&reader, NULL, item->first, NULL, &d->content);
    size_t stop = str_find(text, STR(". "));
    d->title = draft_title(f->arena, str_slice(text, 0, stop == STR_NOT_FOUND ? text.n : stop));
    d->key = d->content.messages.count ? d->content.messages.items[0].text : d->title;
    d->first = item;
    d->end = item->next;
    return true;
}

/* ---- further messages on the page of one error ----------------------------------------------- */

/* Words in bold that are a paragraph of their own, with text below it, and tell nothing to do. */
static bool is_bold_message(struct finding *f, const struct node *item, struct str *text)
{
    const struct node *p = item->first;
    const struct node *bold = p && p->type == NODE_PARAGRAPH ? tree_first_content(p) : NULL;
    if (!bold || bold->type != NODE_STRONG || !p->next)
        return false;
    *text = str_trim_set(tree_plain(f->arena, bold, false), " :.");
    unsigned opening = cues_at(f->in->cues, *text, 0, NULL);
    return message_words(*text) > 1 &&
           str_trim_set(tree_plain(f->arena, p, false), " :.").n == text->n &&
           !(opening & (CUE_VERB | CUE_HOWTO | CUE_RESOLVE | CUE_RELATION));
}

/* 1. **Message** and below it what it means: further messages of the page's error. */
static bool message_item(struct finding *f, size_t section, const struct node *item)
{
    struct str text;
    if (!is_bold_message(f, item, &text))
        return false;
    const struct content_reader reader = {f->arena, f->in->cues};
    struct draft *d = draft_add(f, ENTRY_RECORD, section, item->line);
    message_of_block(f->arena, item->first, &d->content.messages);
    content_read(&reader, NULL, item->first->next, NULL, &d->content);
    d->title = draft_title(f->arena, text);
    d->key = d->title;
    d->first = item;
    d->end = item->next;
    return true;
}

/* ---- lists ----------------------------------------------------------------------------------- */

typedef bool item_reader(struct finding *f, size_t section, const struct node *item);

/* Let `read` have the items of a list; when it takes enough of them the list is taken: most of them,
 * but of what is listed as issues any. */
static size_t read_items(struct finding *f, size_t section, struct node *list, item_reader *read,
                         size_t needed)
{
    size_t before = f->drafts.count, items = 0;
    for (const struct node *item = list->first; item; item = item->next) {
        items++;
        read(f, section, item);
    }
    size_t found = f->drafts.count - before;
    if (found < needed || (read != issue_item && found * 2 < items)) {
        f->drafts.count = before;
        return 0;
    }
    list->taken = true;
    return found;
}

/* "Known issues" above the section, or its own heading. */
static bool lists_issues(const struct finding *f, size_t section)
{
    while (section != SECTION_NONE) {
        const struct section *s = &f->sections->items[section];
        if (s->heading && problem_list_heading(s))
            return true;
        section = s->parent;
    }
    return false;
}

size_t record_find(struct finding *f, size_t section)
{
    const struct section *s = &f->sections->items[section];
    size_t found = find_terms(f, section);
    if (!found)
        found = find_groups(f, section);
    bool issues = f->troubleshooting && lists_issues(f, section);
    bool errors = (s->cues & CUE_ERROR) != 0;
    for (struct node *n = s->first; n && n != s->end; n = n->next) {
        if (n->type != NODE_LIST || n->taken || n->ordered)
            continue;
        size_t here = read_items(f, section, n, labelled_item, 1);
        if (!here && errors)
            here = read_items(f, section, n, plain_item, 2);
        if (!here && issues && !content_is_contents(n))
            here = read_items(f, section, n, issue_item, 1);
        found += here;
    }
    return found;
}

void record_find_messages(struct finding *f, size_t section)
{
    const struct section *s = &f->sections->items[section];
    for (struct node *n = s->first; n && n != s->end; n = n->next)
        if (n->type == NODE_LIST) {
            read_items(f, section, n, message_item, 2);
            n->taken = false; /* the page tells all of them, too */
        }
}
