#include "import/extract/draft.h"

/*
 * Problems that stand in tabs or zones of one section, each for other readers:
 *
 *   **Android**
 *   If you see "a", do b.
 *   **Web**
 *   If you see "c", do d.
 *
 * Tabs that only tell different ways to mend one problem stay together: two of them at least have
 * to show a message of their own.
 */

enum { CHOICES_MAX = 16 }; /* in one section; further ones stay together */

struct choice {
    struct node *name, *end;
    struct content content;
};

static bool has_own_code(const struct content *c)
{
    for (size_t i = 0; i < c->code_count; i++)
        if (!c->codes[i].mentioned)
            return true;
    return false;
}

/* What is shown in two tabs is the section's, not theirs. */
static bool shows_the_same(const struct content *a, const struct content *b)
{
    if (a->messages.count && b->messages.count)
        return str_eq(a->messages.items[0].tmpl, b->messages.items[0].tmpl);
    const struct code *x = draft_best_code(a), *y = draft_best_code(b);
    return !a->messages.count && !b->messages.count && x && y && str_eq(x->text, y->text);
}

static size_t read_choices(const struct finding *f, const struct section *s, struct choice *choices)
{
    const struct content_reader reader = {f->arena, f->in->cues};
    size_t n = 0;
    for (struct node *at = s->first; at && at != s->end && n < CHOICES_MAX; at = at->next) {
        uint32_t to = at->label == LABEL_CHOICE ? scope_end_of(f->in->scopes, at->line) : 0;
        struct node *end = at->next;
        if (!to)
            continue;
        while (end && end != s->end && end->line < to && end->label != LABEL_CHOICE)
            end = end->next;
        struct choice *c = &choices[n];
        *c = (struct choice){.name = at, .end = end};
        content_read(&reader, NULL, at->next, end, &c->content);
        n += c->content.messages.count || has_own_code(&c->content);
    }
    return n;
}

size_t choice_find(struct finding *f, size_t section)
{
    const struct section *s = &f->sections->items[section];
    struct choice choices[CHOICES_MAX];
    bool troubles = f->troubleshooting || s->names_fault || s->cues & CUE_ERROR;
    if (!f->in->scopes || !f->in->scopes->count || !troubles || s->error_prefix || s->code_count)
        return 0;
    size_t n = read_choices(f, s, choices);
    for (size_t i = 1; i < n; i++)
        if (shows_the_same(&choices[0].content, &choices[i].content))
            return 0;
    for (size_t i = 0; i < n && n > 1; i++) {
        struct draft *d = draft_add(f, ENTRY_TERM, section, choices[i].name->line);
        const struct code *code = draft_best_code(&choices[i].content);
        d->content = choices[i].content;
        d->key = d->content.messages.count ? d->content.messages.items[0].text : code->text;
        d->title = draft_title(f->arena, d->key);
        d->first = choices[i].name->next;
        d->end = choices[i].end;
        for (struct node *t = choices[i].name; t != d->end; t = t->next)
            t->taken = true;
    }
    return n > 1 ? n : 0;
}
