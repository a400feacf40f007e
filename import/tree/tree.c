#include "import/tree/tree.h"

#include "import/import.h"

enum { TEXT_MAX = 64 << 20 };

/* ---- nodes ----------------------------------------------------------------------------------- */

struct node *tree_node(struct arena *a, enum node_type type, uint32_t line)
{
    struct node *n = arena_zalloc(a, 1, sizeof *n);
    n->type = type;
    n->line = line;
    return n;
}

void tree_append(struct node *parent, struct node *child)
{
    child->parent = parent;
    child->next = NULL;
    if (parent->last)
        parent->last->next = child;
    else
        parent->first = child;
    parent->last = child;
}

void tree_insert_after(struct node *n, struct node *added)
{
    added->parent = n->parent;
    added->next = n->next;
    n->next = added;
    if (n->parent && n->parent->last == n)
        n->parent->last = added;
}

void tree_remove(struct node *n)
{
    struct node *parent = n->parent;
    struct node *before = NULL;
    for (struct node *c = parent->first; c != n; c = c->next)
        before = c;
    if (before)
        before->next = n->next;
    else
        parent->first = n->next;
    if (parent->last == n)
        parent->last = before;
    n->parent = n->next = NULL;
}

/* ---- building -------------------------------------------------------------------------------- */

void tree_begin(struct tree_builder *b, struct arena *a)
{
    *b = (struct tree_builder){.arena = a};
    buf_init(&b->text, TEXT_MAX);
    b->root = tree_node(a, NODE_DOCUMENT, 1);
    b->at = b->root;
}

/* May blocks, and only they, stand directly below this node? */
static bool holds_blocks(const struct node *n)
{
    return n->type == NODE_DOCUMENT || n->type == NODE_QUOTE || n->type == NODE_ITEM;
}

static void set_line(struct node *n, uint32_t line)
{
    for (; n && n->line == 0; n = n->parent)
        n->line = line;
}

static struct node *push(struct tree_builder *b, enum node_type type, uint32_t line)
{
    struct node *n = tree_node(b->arena, type, line);
    if (++b->nodes >= TREE_NODES_MAX)
        b->full = b->truncated = true;
    enum node_type at = b->at->type;
    bool misplaced = type >= NODE_TEXT && (at == NODE_LIST || at == NODE_TABLE || at == NODE_ROW);
    if (b->depth >= IMPORT_DEPTH_MAX || misplaced) {
        b->skipped++;
        b->truncated = true;
        return n;
    }
    tree_append(b->at, n);
    if (line)
        set_line(n->parent, line);
    b->at = n;
    b->depth++;
    return n;
}

static void pop(struct tree_builder *b)
{
    if (b->skipped) {
        b->skipped--;
    } else if (b->at->parent) {
        b->at = b->at->parent;
        b->depth--;
    }
}

/* Inlines need a paragraph where only blocks may stand: a tight list item, HTML; and in HTML's lists
 * and tables an item or a cell around it. */
static void open_paragraph(struct tree_builder *b, uint32_t line)
{
    bool room = !b->skipped && b->depth + 3 < IMPORT_DEPTH_MAX;
    if (room && b->at->type == NODE_LIST)
        push(b, NODE_ITEM, line)->foreign = true;
    if (room && b->at->type == NODE_TABLE)
        push(b, NODE_ROW, line)->foreign = true;
    if (room && b->at->type == NODE_ROW)
        push(b, NODE_CELL, line)->foreign = true;
    if (holds_blocks(b->at) && !b->skipped && b->depth < IMPORT_DEPTH_MAX)
        push(b, NODE_PARAGRAPH, line)->foreign = true;
}

static void flush_text(struct tree_builder *b)
{
    if (!b->text.n)
        return;
    struct str s = buf_str(&b->text);
    bool blank = str_trim(s).n == 0;
    if (b->at->type == NODE_CODE) {
        b->at->text = b->at->text.n ? arena_concat(b->arena, b->at->text, s)
                                    : arena_dup(b->arena, s);
        set_line(b->at, b->text_line);
    } else if (b->at->type == NODE_CODE_SPAN) {
        b->at->text = arena_dup(b->arena, s);
        set_line(b->at, b->text_line);
    } else if (!blank || (node_is_inline(b->at) || b->at->first)) {
        if (!blank)
            open_paragraph(b, b->text_line);
        if (!holds_blocks(b->at) && b->at->type != NODE_LIST && b->at->type != NODE_TABLE &&
            b->at->type != NODE_ROW) {
            struct node *n = tree_node(b->arena, NODE_TEXT, 0);
            if (++b->nodes >= TREE_NODES_MAX)
                b->full = b->truncated = true;
            n->text = arena_dup(b->arena, s);
            tree_append(b->at, n);
            set_line(b->at, b->text_line);
        }
    }
    buf_clear(&b->text);
    b->text_line = 0;
}

/* Leave the elements that HTML opened, up to the innermost that Markdown opened. */
static void close_foreign(struct tree_builder *b)
{
    while (!b->skipped && b->at->foreign)
        pop(b);
}

static void make_room(struct tree_builder *b, enum node_type type)
{
    if (b->skipped)
        return;
    if (type >= NODE_TEXT) {
        open_paragraph(b, 0);
    } else if (type != NODE_ITEM && type != NODE_ROW && type != NODE_CELL) {
        /* a block ends the paragraph that HTML or a tight list item left open */
        while (b->at->foreign && !holds_blocks(b->at) && b->at->type != NODE_CELL)
            pop(b);
    }
}

struct node *tree_open(struct tree_builder *b, enum node_type type, uint32_t line)
{
    flush_text(b);
    make_room(b, type);
    return push(b, type, line);
}

void tree_close(struct tree_builder *b)
{
    flush_text(b);
    close_foreign(b);
    pop(b);
}

void tree_text(struct tree_builder *b, struct str text, uint32_t line)
{
    if (!b->text_line)
        b->text_line = line;
    buf_put(&b->text, text);
}

void tree_settle(struct tree_builder *b, const struct node *at)
{
    flush_text(b);
    while (b->at != at && b->at->parent)
        pop(b);
}

struct node *tree_end(struct tree_builder *b)
{
    flush_text(b);
    buf_release(&b->text);
    return b->root;
}

/* ---- HTML tags ------------------------------------------------------------------------------- */

static const struct html_tag {
    const char *name;
    enum node_type type;
    uint8_t level;
    bool ordered;
    bool empty; /* no end tag */
} html_tags[] = {
    {"a", NODE_LINK, 0, false, false},          {"b", NODE_STRONG, 0, false, false},
    {"blockquote", NODE_QUOTE, 0, false, false}, {"br", NODE_BREAK, 0, false, true},
    {"code", NODE_CODE_SPAN, 0, false, false},  {"em", NODE_EMPHASIS, 0, false, false},
    {"h1", NODE_HEADING, 1, false, false},      {"h2", NODE_HEADING, 2, false, false},
    {"h3", NODE_HEADING, 3, false, false},      {"h4", NODE_HEADING, 4, false, false},
    {"h5", NODE_HEADING, 5, false, false},      {"h6", NODE_HEADING, 6, false, false},
    {"hr", NODE_RULE, 0, false, true},          {"i", NODE_EMPHASIS, 0, false, false},
    {"img", NODE_IMAGE, 0, false, true},        {"kbd", NODE_CODE_SPAN, 0, false, false},
    {"li", NODE_ITEM, 0, false, false},         {"ol", NODE_LIST, 0, true, false},
    {"p", NODE_PARAGRAPH, 0, false, false},     {"pre", NODE_CODE, 0, false, false},
    {"strong", NODE_STRONG, 0, false, false},   {"table", NODE_TABLE, 0, false, false},
    {"td", NODE_CELL, 0, false, false},         {"th", NODE_CELL, 0, false, false},
    {"tr", NODE_ROW, 0, false, false},          {"tt", NODE_CODE_SPAN, 0, false, false},
    {"ul", NODE_LIST, 0, false, false},         {"var", NODE_EMPHASIS, 0, false, false},
};

static const struct html_tag *find_tag(struct str name)
{
    for (size_t i = 0; i < ARRAY_LEN(html_tags); i++)
        if (str_ieq(str_of(html_tags[i].name), name))
            return &html_tags[i];
    return NULL;
}

/*
 * The open HTML element of this type: not looking beyond what Markdown opened, nor, when `scope`
 * is another type, beyond that (the <li> around an inner <ul>).
 */
static struct node *open_foreign(const struct tree_builder *b, enum node_type type,
                                 enum node_type scope)
{
    for (struct node *n = b->at; n && n->foreign && (n->type == type || n->type != scope);
         n = n->parent)
        if (n->type == type)
            return n;
    return NULL;
}

/* Close the element of this type that HTML left open, as <li> after <li> without </li>. */
static void close_to(struct tree_builder *b, const struct node *n)
{
    while (b->at != n)
        pop(b);
    pop(b);
}

static bool may_stand(const struct tree_builder *b, enum node_type type)
{
    enum node_type at = b->at->type;
    switch (type) {
    case NODE_ITEM:
        return at == NODE_LIST;
    case NODE_ROW:
        return at == NODE_TABLE;
    case NODE_CELL:
        return at == NODE_ROW;
    default:
        return at != NODE_CODE && at != NODE_CODE_SPAN && at != NODE_LIST && at != NODE_TABLE &&
               at != NODE_ROW;
    }
}

/* The element that this one ends when it starts, as <li> the one before it. */
static struct node *ended_by(const struct tree_builder *b, enum node_type type)
{
    switch (type) {
    case NODE_ITEM:
        return open_foreign(b, type, NODE_LIST);
    case NODE_ROW:
    case NODE_CELL:
        return open_foreign(b, type, NODE_TABLE);
    case NODE_PARAGRAPH:
        return open_foreign(b, type, NODE_ITEM);
    default:
        return NULL;
    }
}

static void put_anchor(struct tree_builder *b, struct str name)
{
    push(b, NODE_ANCHOR, 0)->text = arena_dup(b->arena, name);
    pop(b);
}

void tree_open_tag(struct tree_builder *b, struct str tag, const struct tag_attributes *attributes,
                   uint32_t line)
{
    const struct html_tag *t = find_tag(tag);
    if (!t || b->skipped || b->depth >= IMPORT_DEPTH_MAX)
        return;
    flush_text(b);
    struct node *ended = ended_by(b, t->type);
    if (ended)
        close_to(b, ended);
    make_room(b, t->type);
    if (!may_stand(b, t->type))
        return;
    if (t->type == NODE_LINK && !attributes->target.n) {
        if (attributes->anchor.n)
            put_anchor(b, attributes->anchor);
        return;
    }
    struct node *n = push(b, t->type, line);
    n->foreign = true;
    n->level = t->level;
    n->ordered = t->ordered;
    n->text = arena_dup(b->arena, attributes->target);
    if (t->type == NODE_HEADING && attributes->anchor.n)
        put_anchor(b, attributes->anchor);
    if (t->type == NODE_IMAGE)
        tree_text(b, attributes->alt, line);
    if (t->type == NODE_CELL && str_ieq(tag, STR("th")))
        n->parent->header = true;
    if (t->empty) {
        flush_text(b);
        pop(b);
    }
}

void tree_close_tag(struct tree_builder *b, struct str tag)
{
    const struct html_tag *t = find_tag(tag);
    if (!t || b->skipped)
        return;
    flush_text(b);
    if (t->type == NODE_BREAK) { /* </br> is meant as <br> */
        make_room(b, NODE_BREAK);
        push(b, NODE_BREAK, 0);
        pop(b);
        return;
    }
    struct node *open = open_foreign(b, t->type, NODE_DOCUMENT);
    if (open)
        close_to(b, open);
}

/* ---- reading --------------------------------------------------------------------------------- */

static void put_flat(struct str s, struct buf *out)
{
    size_t from = 0;
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] == '\n' || s.p[i] == '\t') {
            buf_put(out, str_slice(s, from, i));
            buf_putc(out, ' ');
            from = i + 1;
        }
    buf_put(out, str_skip(s, from));
}

void tree_put_plain(const struct node *n, bool alt, struct buf *out)
{
    switch (n->type) {
    case NODE_TEXT:
    case NODE_CODE_SPAN:
        put_flat(n->text, out);
        return;
    case NODE_CODE:
        put_flat(n->text, out);
        return;
    case NODE_BREAK:
        buf_putc(out, ' ');
        return;
    case NODE_ANCHOR:
        return;
    case NODE_IMAGE:
        if (!alt)
            return;
        break;
    default:
        break;
    }
    for (const struct node *c = n->first; c; c = c->next) {
        bool apart = !node_is_inline(c) && out->n && out->p[out->n - 1] != ' ';
        if (apart)
            buf_putc(out, ' ');
        tree_put_plain(c, alt, out);
        if (!node_is_inline(c) && c->next)
            buf_putc(out, ' ');
    }
}

struct str tree_plain(struct arena *a, const struct node *n, bool alt)
{
    if (n->first && !n->first->next && n->first->type == NODE_TEXT &&
        str_find_char(n->first->text, '\n') == STR_NOT_FOUND)
        return str_trim(n->first->text);
    struct buf out = BUF_INIT(TEXT_MAX);
    tree_put_plain(n, alt, &out);
    struct str s = arena_dup(a, str_trim(buf_str(&out)));
    buf_release(&out);
    return s;
}

void tree_put_text(const struct node *n, struct buf *out)
{
    switch (n->type) {
    case NODE_HEADING:
    case NODE_PARAGRAPH:
        tree_put_plain(n, true, out);
        buf_putc(out, '\n');
        return;
    case NODE_CODE:
        buf_put(out, n->text);
        buf_putc(out, '\n');
        return;
    case NODE_ROW:
        for (const struct node *c = n->first; c; c = c->next) {
            tree_put_plain(c, true, out);
            buf_puts(out, c->next ? " | " : "\n");
        }
        return;
    default:
        break;
    }
    for (const struct node *c = n->first; c; c = c->next)
        tree_put_text(c, out);
}

bool tree_has_content(const struct node *n)
{
    if (n->type == NODE_TEXT || n->type == NODE_CODE || n->type == NODE_CODE_SPAN)
        return str_trim(n->text).n > 0;
    if (n->type == NODE_IMAGE)
        return false;
    for (const struct node *c = n->first; c; c = c->next)
        if (tree_has_content(c))
            return true;
    return false;
}

struct node *tree_first_content(const struct node *n)
{
    for (struct node *c = n->first; c; c = c->next)
        if (c->type != NODE_ANCHOR && !(c->type == NODE_TEXT && str_trim(c->text).n == 0))
            return c;
    return NULL;
}
