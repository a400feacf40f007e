#include "import/extract/tidy.h"

enum { BOLD_MAX = 120 }; /* bytes between the marks */

/* An opening mark at or behind `from`: before a letter, not inside of a word. */
static size_t opening_mark(struct str s, size_t from)
{
    for (size_t i = from; i + 2 < s.n; i++) {
        bool free = i == 0 || ascii_is_space(s.p[i - 1]) || s.p[i - 1] == '(';
        if (free && s.p[i] == '*' && s.p[i + 1] == '*' && ascii_is_alnum(s.p[i + 2]))
            return i;
    }
    return STR_NOT_FOUND;
}

/* The closing mark: what stands between is a name or a few words, no part of an expression. */
static size_t closing_mark(struct str s, size_t from)
{
    size_t end = str_find(str_skip(s, from), STR("**"));
    if (end == STR_NOT_FOUND || end > BOLD_MAX)
        return STR_NOT_FOUND;
    for (size_t i = from; i < from + end; i++)
        if (strchr(",;=*\n", s.p[i]))
            return STR_NOT_FOUND;
    return from + end;
}

static struct node *text_after(struct arena *a, struct node *n, struct str text)
{
    struct node *t = tree_node(a, NODE_TEXT, n->line);
    t->text = text;
    tree_insert_after(n, t);
    return t;
}

/* Make the first such stretch of a text bold; the node behind it, or NULL when there is none. */
static struct node *mend_bold(struct arena *a, struct node *n)
{
    struct str s = n->text;
    size_t open = opening_mark(s, 0), close = STR_NOT_FOUND;
    while (open != STR_NOT_FOUND && (close = closing_mark(s, open + 2)) == STR_NOT_FOUND)
        open = opening_mark(s, open + 2);
    if (open == STR_NOT_FOUND)
        return NULL;
    struct str inner = str_slice(s, open + 2, close);
    struct str bold_text = str_trim(inner);
    struct node *bold = tree_node(a, NODE_STRONG, n->line);
    struct node *text = tree_node(a, NODE_TEXT, n->line);
    text->text = bold_text;
    tree_append(bold, text);
    n->text = str_slice(s, 0, open);
    tree_insert_after(n, bold);
    struct str rest = str_skip(s, close + 2);
    bool blank = bold_text.n < inner.n && rest.n && ascii_is_alnum(rest.p[0]);
    if (blank)
        return text_after(a, text_after(a, bold, STR(" ")), rest);
    return text_after(a, bold, rest);
}

void tidy_apply(struct arena *a, struct node *root)
{
    for (struct node *n = root->first; n; n = n->next) {
        for (struct node *t = n; t && t->type == NODE_TEXT; n = t)
            if (!(t = mend_bold(a, t)))
                break;
        tidy_apply(a, n);
    }
}
