#include "import/extract/fix_list.h"

enum { ITEMS_MAX = 64 };

struct item {
    const struct node *node;
    struct paragraph *text;
    size_t fix; /* its first sentence that tells what to do; sentence_count: none */
};

static bool tells_fix(const struct sentence *s)
{
    bool condition = s->opening & CUE_WHEN && s->clause != s->start && s->remedy > s->cause;
    return condition || s->opening & (CUE_RESOLVE | CUE_REFERENCE) ||
           (s->opening & CUE_VERB && !(s->opening & CUE_LOOK) && s->remedy > s->cause);
}

/* Causes first, then what to do. False for an item that begins with an order. */
static bool read_item(const struct content_reader *r, const struct node *node, struct item *item)
{
    const struct node *p = node->first;
    if (!p || p->type != NODE_PARAGRAPH || p->label != LABEL_NONE)
        return false;
    *item = (struct item){.node = node, .text = arena_alloc(r->arena, sizeof *item->text)};
    *item->text = paragraph_read(r->arena, r->cues, p);
    const struct paragraph *t = item->text;
    while (item->fix < t->sentence_count && !tells_fix(&t->sentences[item->fix]))
        item->fix++;
    for (size_t i = 0; i < item->fix; i++)
        if (t->sentences[i].remedy > t->sentences[i].cause)
            return false;
    return t->sentence_count > 0 && item->fix > 0;
}

static struct unit *add(const struct content_reader *r, struct content *out,
                        const struct node *block, size_t number, enum label pinned)
{
    out->units = arena_grow(r->arena, out->units, out->unit_count, &out->unit_cap,
                            sizeof *out->units);
    struct unit *u = &out->units[out->unit_count++];
    *u = (struct unit){.block = block, .to = SIZE_MAX, .number = (uint16_t)number,
                       .pinned = (uint8_t)pinned};
    return u;
}

static void add_item(const struct content_reader *r, struct content *out, const struct item *item,
                     size_t number)
{
    const struct paragraph *t = item->text;
    enum label side = LABEL_CAUSE;
    for (size_t i = 0; i < t->sentence_count; i++) {
        side = i < item->fix ? LABEL_CAUSE : LABEL_REMEDY;
        struct unit *u = add(r, out, t->block, number, side);
        u->from = t->sentences[i].start;
        u->to = t->sentences[i].end;
        u->paragraph = t;
        u->sentence = &t->sentences[i];
    }
    for (const struct node *n = t->block->next; n; n = n->next)
        add(r, out, n, number, side);
}

bool fix_list(const struct content_reader *r, const struct node *list, struct content *out)
{
    struct item items[ITEMS_MAX];
    size_t count = 0, fixed = 0, orders = 0;
    for (const struct node *n = list->first; n; n = n->next) {
        if (count == ITEMS_MAX || !read_item(r, n, &items[count]))
            return false;
        const struct item *item = &items[count++];
        bool has = item->fix < item->text->sentence_count;
        if (has && fixed + 1 < count) /* numbers have no gaps */
            return false;
        fixed += has;
        orders += has && !(item->text->sentences[item->fix].opening & CUE_REFERENCE);
    }
    if (count < 2 || fixed * 2 < count || orders * 2 < count)
        return false;
    for (size_t i = 0; i < count; i++)
        add_item(r, out, &items[i], i + 1);
    return true;
}
