#include "import/read/splice.h"

#include "import/tree/link.h"

void splice_prepare(struct arena *a, struct node *tree, struct str from, struct str to,
                    uint32_t line)
{
    for (struct node *n = tree->first; n; n = n->next) {
        if (!node_is_inline(n))
            n->line = line;
        if (n->type == NODE_LINK || n->type == NODE_IMAGE)
            n->text = link_rebase(a, from, to, n->text);
        splice_prepare(a, n, from, to, line);
    }
}

unsigned splice_height(const struct node *tree)
{
    unsigned height = 0;
    for (const struct node *n = tree->first; n; n = n->next) {
        unsigned below = splice_height(n) + 1;
        height = below > height ? below : height;
    }
    return height;
}

bool splice_is_inline(const struct node *tree)
{
    return !tree->first || (tree->first->type == NODE_PARAGRAPH && !tree->first->next);
}

void splice_blocks(struct node *host, struct node *tree)
{
    struct node *n = tree->first, *next;
    tree->first = tree->last = NULL;
    for (; n; n = next) {
        next = n->next;
        tree_append(host, n);
    }
}

static void put_break(struct arena *a, struct node *host)
{
    if (host->last && host->last->type != NODE_BREAK)
        tree_append(host, tree_node(a, NODE_BREAK, 0));
}

void splice_inlines(struct arena *a, struct node *host, struct node *tree)
{
    bool single = splice_is_inline(tree);
    struct node *n = tree->first, *next;
    tree->first = tree->last = NULL;
    for (; n; n = next) {
        next = n->next;
        if (node_is_inline(n) || (n->type == NODE_LIST && host->type == NODE_CELL)) {
            tree_append(host, n);
        } else if (n->type == NODE_CODE) {
            n->type = NODE_CODE_SPAN;
            n->text = str_trim(n->text);
            put_break(a, host);
            tree_append(host, n);
        } else { /* a paragraph's inlines, and whatever lists, quotes and tables hold of them */
            if (!single)
                put_break(a, host);
            splice_inlines(a, host, n);
        }
    }
}
