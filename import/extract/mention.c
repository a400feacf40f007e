#include "import/extract/draft.h"

/*
 * A message that a guide speaks of by the way, among its steps:
 *
 *   If you see an error like `no lamp is running`, start it with this command:
 *
 *       lamp start
 */

enum { LISTS_DEEP = 4 };

/* "If you see ...", told by the first words: the quick look that saves reading the rest. */
static bool begins_with_symptom(struct finding *f, const struct node *p)
{
    const struct node *text = p->type == NODE_PARAGRAPH && !p->taken ? tree_first_content(p) : NULL;
    if (!text || text->type != NODE_TEXT || p->label != LABEL_NONE)
        return false;
    unsigned cues = cues_at(f->in->cues, str_trim(text->text), 0, NULL);
    return (cues & CUE_SYMPTOM) && (cues & CUE_WHEN);
}

/* Behind what belongs to the paragraph: commands, steps, notes. */
static const struct node *told_until(const struct node *p, const struct node *end)
{
    const struct node *n = p->next;
    while (n && n != end && (n->type == NODE_CODE || n->type == NODE_LIST || n->type == NODE_QUOTE))
        n = n->next;
    return n;
}

/* A message that says what is wrong, and what to do about it: else the paragraph is none. */
static bool read_mention(struct finding *f, size_t section, const struct node *p,
                         const struct node *end)
{
    const struct content_reader reader = {f->arena, f->in->cues};
    size_t before = f->drafts.count;
    struct draft *d = draft_add(f, ENTRY_TERM, section, p->line);
    content_read(&reader, NULL, p, end, &d->content);
    if (d->content.messages.count) {
        struct str said = d->content.messages.items[0].text;
        unsigned cues = cues_find(f->in->cues, said, NULL, 0, NULL);
        d->parts = parts_of(f->writer, &d->content);
        d->parts_done = true;
        d->title = draft_title(f->arena, said);
        d->key = said;
        d->first = p;
        d->end = end;
        if (cues & (CUE_TROUBLE | CUE_ERROR) && d->parts.remedy.n)
            return true;
    }
    f->drafts.count = before;
    return false;
}

static size_t find_in(struct finding *f, size_t section, const struct node *first,
                      const struct node *end, int deep)
{
    size_t found = 0;
    for (const struct node *n = first; n && n != end; n = n->next) {
        if (begins_with_symptom(f, n))
            found += read_mention(f, section, n, told_until(n, end));
        if (n->type == NODE_LIST && !n->taken && deep < LISTS_DEEP)
            for (const struct node *item = n->first; item; item = item->next)
                found += find_in(f, section, item->first, NULL, deep + 1);
    }
    return found;
}

size_t mention_find(struct finding *f, size_t section)
{
    const struct section *s = &f->sections->items[section];
    return find_in(f, section, s->first, s->end, 0);
}
