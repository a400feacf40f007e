#include "import/extract/cell.h"

enum { LINES_MIN = 2 }; /* lines behind a colon that make a list */

static struct node *append_copy(struct arena *a, struct node *parent, const struct node *n)
{
    struct node *copy = tree_node(a, n->type, n->line);
    *copy = *n;
    tree_append(parent, copy);
    return copy;
}

static bool is_blank(const struct node *n)
{
    return n->type == NODE_ANCHOR || (n->type == NODE_TEXT && !str_trim(n->text).n);
}

/* The break behind n, blank text between them not counted, that ends a paragraph; NULL: none. */
static const struct node *second_break(const struct node *n)
{
    for (n = n->next; n && is_blank(n); n = n->next)
        ;
    return n && n->type == NODE_BREAK ? n : NULL;
}

/* Does what stands before the first break end with a colon, and do enough lines follow it? */
static struct node *lines_begin(struct arena *a, const struct node *p)
{
    struct node *first = p->first;
    size_t breaks = 0;
    struct node intro = {.type = NODE_PARAGRAPH};
    while (first && first->type != NODE_BREAK) {
        append_copy(a, &intro, first);
        first = first->next;
    }
    for (const struct node *n = first; n; n = n->next)
        breaks += n->type == NODE_BREAK;
    struct str text = first ? tree_plain(a, &intro, false) : STR_NONE;
    return breaks >= LINES_MIN && text.n && text.p[text.n - 1] == ':' ? first : NULL;
}

static void add_paragraph(struct arena *a, struct node *out, struct node *p)
{
    if (!tree_has_content(p))
        return;
    struct node *lines = lines_begin(a, p);
    struct node *text = tree_node(a, NODE_PARAGRAPH, p->line);
    for (const struct node *n = p->first; n && n != lines; n = n->next)
        append_copy(a, text, n);
    tree_append(out, text);
    if (!lines)
        return;
    struct node *list = tree_node(a, NODE_LIST, p->line), *line = NULL;
    for (const struct node *n = lines; n; n = n->next) {
        if (n->type == NODE_BREAK || !line) {
            struct node *item = tree_node(a, NODE_ITEM, p->line);
            line = tree_node(a, NODE_PARAGRAPH, p->line);
            tree_append(list, item);
            tree_append(item, line);
        }
        if (n->type != NODE_BREAK)
            append_copy(a, line, n);
    }
    tree_append(out, list);
}

const struct node *cell_blocks(struct arena *a, const struct node *cell)
{
    struct node *out = tree_node(a, NODE_DOCUMENT, cell->line);
    struct node *p = tree_node(a, NODE_PARAGRAPH, cell->line);
    for (const struct node *n = cell->first; n; n = n->next) {
        const struct node *again = n->type == NODE_BREAK ? second_break(n) : NULL;
        bool block = !node_is_inline(n);
        if (!block && !again) {
            append_copy(a, p, n);
            continue;
        }
        add_paragraph(a, out, p);
        p = tree_node(a, NODE_PARAGRAPH, cell->line);
        if (block && tree_has_content(n))
            append_copy(a, out, n);
        n = again ? again : n;
    }
    add_paragraph(a, out, p);
    return out->first;
}
