#include "import/extract/write.h"

/* ---- inlines --------------------------------------------------------------------------------- */

struct range {
    size_t from, to; /* of the block's plain text */
    size_t at;       /* where the walk is in it */
    bool in_cell;
};

/* Would this '<' begin a tag or autolink, this '&' an entity? */
static bool begins_markup(struct str s, size_t i)
{
    char next = i + 1 < s.n ? s.p[i + 1] : '\0';
    if (s.p[i] == '<')
        return ascii_is_alpha(next) || next == '/' || next == '!' || next == '?';
    if (s.p[i] == '&')
        return ascii_is_alpha(next) || next == '#';
    return false;
}

static bool is_word(struct str s, size_t i)
{
    return i < s.n && (ascii_is_alnum(s.p[i]) || (unsigned char)s.p[i] >= 0x80);
}

static bool needs_escape(struct str s, size_t i, bool in_cell)
{
    char next = i + 1 < s.n ? s.p[i + 1] : '\0';
    switch (s.p[i]) {
    case '*':
    case '`':
        return true;
    case '_':
        return !(i > 0 && is_word(s, i - 1) && is_word(s, i + 1));
    case '~':
        return next == '~';
    case '[':
        return str_find(str_skip(s, i), STR("](")) != STR_NOT_FOUND;
    case '|':
        return in_cell;
    case '\\':
        return next == '\0' || (next > ' ' && !ascii_is_alnum(next) && (unsigned char)next < 0x80);
    default:
        return begins_markup(s, i);
    }
}

/* Text that would read as a list, heading or quote at the start of a paragraph. */
static bool begins_block(struct str s)
{
    size_t n = 0;
    while (n < s.n && ascii_is_digit(s.p[n]))
        n++;
    char c = n < s.n ? s.p[n] : '\0', next = n + 1 < s.n ? s.p[n + 1] : ' ';
    if (n > 0)
        return n < 10 && (c == '.' || c == ')') && next == ' ';
    return c == '>' || ((c == '-' || c == '+' || c == '#' || c == '=') && (next == ' ' || next == c));
}

static void put_text(const struct writer *w, struct str s, bool in_cell)
{
    struct buf *out = w->out;
    bool line_start = !out->n || out->p[out->n - 1] == '\n';
    if (line_start)
        s = str_trim(str_n(s.p, s.n)).n ? str_skip(s, (size_t)(str_trim(s).p - s.p)) : STR_NONE;
    if (line_start && begins_block(s)) {
        size_t digits = 0;
        while (ascii_is_digit(s.p[digits]))
            digits++;
        buf_put(out, str_slice(s, 0, digits));
        buf_putc(out, '\\');
        buf_putc(out, s.p[digits]);
        s = str_skip(s, digits + 1);
    }
    for (size_t i = 0; i < s.n; i++) {
        bool fixed = (unsigned char)s.p[i] == 0xC2 && i + 1 < s.n &&
                     (unsigned char)s.p[i + 1] == 0xA0; /* a blank that does not break */
        char c = s.p[i] == '\n' || s.p[i] == '\t' || fixed ? ' ' : s.p[i];
        i += fixed;
        if (c == ' ' && out->n && (out->p[out->n - 1] == ' ' || out->p[out->n - 1] == '\n'))
            continue;
        if (needs_escape(s, i, in_cell))
            buf_putc(out, '\\');
        buf_putc(out, c);
    }
}

static void put_code_span(const struct writer *w, struct str code)
{
    size_t longest = 0, run = 0;
    for (size_t i = 0; i < code.n; i++) {
        run = code.p[i] == '`' ? run + 1 : 0;
        longest = max_size(longest, run);
    }
    bool pad = code.n && (code.p[0] == '`' || code.p[code.n - 1] == '`');
    if (!str_trim(code).n)
        return;
    buf_repeat(w->out, '`', longest + 1);
    buf_puts(w->out, pad ? " " : "");
    for (size_t i = 0; i < code.n; i++)
        buf_putc(w->out, code.p[i] == '\n' ? ' ' : code.p[i]);
    buf_puts(w->out, pad ? " " : "");
    buf_repeat(w->out, '`', longest + 1);
}

static void put_inline(const struct writer *w, const struct node *n, struct range *r);

static void put_children(const struct writer *w, const struct node *n, struct range *r)
{
    for (const struct node *c = n->first; c; c = c->next)
        put_inline(w, c, r);
}

/* ** or * around the children, white space kept outside of the marks. */
static void put_marked(const struct writer *w, const struct node *n, struct range *r,
                       const char *mark)
{
    struct buf *out = w->out;
    size_t start = out->n;
    put_children(w, n, r);
    struct str whole = str_slice(buf_str(out), start, out->n);
    struct str inner = str_trim(whole);
    if (!inner.n)
        return;
    /* two marks in a row would join: ****, a mark beside the same mark is left out */
    bool joins = inner.p == whole.p && start > 0 && out->p[start - 1] == '*';
    struct str copy = arena_dup(w->arena, whole);
    size_t lead = (size_t)(inner.p - whole.p);
    buf_truncate(out, start);
    if (joins) {
        buf_put(out, copy);
        return;
    }
    buf_put(out, str_slice(copy, 0, lead));
    buf_puts(out, mark);
    buf_put(out, str_slice(copy, lead, lead + inner.n));
    buf_puts(out, mark);
    buf_put(out, str_skip(copy, lead + inner.n));
}

static void put_target(const struct writer *w, struct str target)
{
    bool angle = false;
    for (size_t i = 0; i < target.n; i++)
        angle = angle || target.p[i] == ' ' || target.p[i] == '(' || target.p[i] == ')';
    buf_puts(w->out, angle ? "](<" : "](");
    for (size_t i = 0; i < target.n; i++)
        if (target.p[i] != '\n' && target.p[i] != '<' && target.p[i] != '>')
            buf_putc(w->out, target.p[i]);
    buf_puts(w->out, angle ? ">)" : ")");
}

/* <xref:System.String.Format%2A>: a name in a program's reference, which has no address here. */
static bool put_cross_reference(const struct writer *w, const struct node *n, struct range *r)
{
    struct str prefix = STR("xref:");
    struct str text = tree_plain(w->arena, n, false);
    if (!str_istarts(n->text, prefix) || !str_istarts(text, prefix))
        return false;
    struct str name = str_skip(text, prefix.n);
    size_t end = 0;
    while (end < name.n && !strchr("%?", name.p[end]))
        end++;
    if (r->at + text.n > r->from)
        put_code_span(w, str_slice(name, 0, end));
    r->at += text.n;
    return true;
}

static void put_link(const struct writer *w, const struct node *n, struct range *r)
{
    if (put_cross_reference(w, n, r))
        return;
    struct buf *out = w->out;
    struct str target = link_resolve(w->arena, w->place, n->text);
    size_t start = out->n;
    buf_putc(out, '[');
    size_t inner = out->n;
    put_children(w, n, r);
    /* [ a name ](...): the blanks are not part of it */
    struct str name = str_trim(arena_dup(w->arena, str_slice(buf_str(out), inner, out->n)));
    bool empty = name.n == 0;
    if (!empty) {
        buf_truncate(out, inner);
        buf_put(out, name);
    }
    if (empty || !target.n) {
        struct str text = arena_dup(w->arena, str_slice(buf_str(out), inner, out->n));
        buf_truncate(out, start);
        buf_put(out, text);
        return;
    }
    put_target(w, target);
}

static void put_inline(const struct writer *w, const struct node *n, struct range *r)
{
    if (r->at >= r->to)
        return;
    switch (n->type) {
    case NODE_TEXT: {
        size_t from = r->from > r->at ? r->from - r->at : 0;
        put_text(w, str_slice(n->text, from, r->to - r->at), r->in_cell);
        r->at += n->text.n;
        break;
    }
    case NODE_CODE_SPAN:
        if (r->at + n->text.n > r->from)
            put_code_span(w, n->text);
        r->at += n->text.n;
        break;
    case NODE_BREAK:
        if (r->at >= r->from)
            put_text(w, STR(" "), r->in_cell);
        r->at++;
        break;
    case NODE_EMPHASIS:
        put_marked(w, n, r, "*");
        break;
    case NODE_STRONG:
        put_marked(w, n, r, "**");
        break;
    case NODE_LINK:
        put_link(w, n, r);
        break;
    default: /* pictures and anchors */
        break;
    }
}

/* Without the blanks at the end of what was written since `start`. */
static void trim_end(struct buf *out, size_t start)
{
    while (out->n > start && out->p[out->n - 1] == ' ')
        buf_truncate(out, out->n - 1);
}

static void put_inlines(const struct writer *w, const struct node *block, size_t from, size_t to,
                        bool in_cell)
{
    struct range r = {from, to, 0, in_cell};
    size_t start = w->out->n;
    for (const struct node *c = block->first; c && r.at < r.to; c = c->next)
        if (node_is_inline(c))
            put_inline(w, c, &r);
    trim_end(w->out, start);
}

void write_inlines(const struct writer *w, const struct node *block, size_t from, size_t to)
{
    put_inlines(w, block, from, to, false);
}

/* ---- blocks ---------------------------------------------------------------------------------- */

struct indent {
    struct str first; /* before the block's first line: "- " in its list's indent */
    struct str rest;  /* before its other lines */
};

static void put_block(const struct writer *w, const struct node *n, struct indent in);

/* Blocks below n, the first one after in->first; a blank line between them unless tight. */
static void put_blocks(const struct writer *w, const struct node *n, struct indent in, bool tight)
{
    bool any = false;
    for (const struct node *c = n->first; c; c = c->next) {
        if (node_is_inline(c) || !tree_has_content(c))
            continue;
        if (any && !(tight && c->type == NODE_LIST)) {
            buf_put(w->out, str_trim_set(in.rest, " "));
            buf_putc(w->out, '\n');
        }
        put_block(w, c, any ? (struct indent){in.rest, in.rest} : in);
        any = true;
    }
}

static void put_list(const struct writer *w, const struct node *list, struct indent in)
{
    uint32_t number = list->start ? list->start : 1;
    bool first = true;
    for (const struct node *item = list->first; item; item = item->next) {
        if (item->type != NODE_ITEM || !tree_has_content(item))
            continue;
        char mark[16] = "- ";
        if (list->ordered) {
            struct str digits = arena_printf(w->arena, "%u. ", number++ % 1000000000);
            memcpy(mark, digits.p, digits.n + 1);
        }
        struct str before = first ? in.first : in.rest;
        struct str spaces = STR("               ");
        struct indent inner = {
            arena_concat(w->arena, before, str_of(mark)),
            arena_concat(w->arena, in.rest, str_slice(spaces, 0, strlen(mark))),
        };
        put_blocks(w, item, inner, true);
        first = false;
    }
}

static void put_fenced(const struct writer *w, const struct node *code, struct indent in)
{
    struct buf *out = w->out;
    size_t run = 0, longest = 2;
    for (size_t i = 0; i < code->text.n; i++) {
        run = code->text.p[i] == '`' ? run + 1 : 0;
        longest = max_size(longest, run);
    }
    buf_put(out, in.first);
    buf_repeat(out, '`', longest + 1);
    struct str info = code->info;
    buf_put(out, str_find_char(info, '`') == STR_NOT_FOUND ? info : STR_NONE);
    buf_putc(out, '\n');
    struct str rest = code->text, line;
    while (str_next_line(&rest, &line)) {
        if (!rest.n && !str_trim(line).n)
            break;
        buf_put(out, line.n ? in.rest : str_trim_set(in.rest, " "));
        buf_put(out, line);
        buf_putc(out, '\n');
    }
    buf_put(out, in.rest);
    buf_repeat(out, '`', longest + 1);
    buf_putc(out, '\n');
}

/* A cell's inlines, and its lists as text: a cell is one line. */
static void put_cell(const struct writer *w, const struct node *cell)
{
    size_t start = w->out->n;
    put_inlines(w, cell, 0, SIZE_MAX, true);
    for (const struct node *c = cell->first; c; c = c->next) {
        if (node_is_inline(c))
            continue;
        struct str text = tree_plain(w->arena, c, false);
        buf_puts(w->out, w->out->n > start ? " " : "");
        put_text(w, text, true);
    }
}

static void put_table(const struct writer *w, const struct node *table, struct indent in)
{
    struct buf *out = w->out;
    bool first = true;
    for (const struct node *row = table->first; row; row = row->next) {
        if (row->type != NODE_ROW)
            continue;
        buf_put(out, first ? in.first : in.rest);
        buf_putc(out, '|');
        for (const struct node *cell = row->first; cell; cell = cell->next) {
            buf_putc(out, ' ');
            put_cell(w, cell);
            buf_puts(out, " |");
        }
        buf_putc(out, '\n');
        if (first) {
            buf_put(out, in.rest);
            buf_putc(out, '|');
            for (const struct node *cell = row->first; cell; cell = cell->next)
                buf_puts(out, " --- |");
            buf_putc(out, '\n');
        }
        first = false;
    }
}

static void put_quote(const struct writer *w, const struct node *quote, struct indent in)
{
    struct indent inner = {
        arena_concat(w->arena, in.first, STR("> ")),
        arena_concat(w->arena, in.rest, STR("> ")),
    };
    if (str_eq(quote->info, STR("DIV"))) { /* a frame of a page's layout */
        put_blocks(w, quote, in, false);
        return;
    }
    if (quote->info.n) {
        buf_put(w->out, inner.first);
        buf_printf(w->out, "**%c", quote->info.p[0]);
        for (size_t i = 1; i < quote->info.n; i++)
            buf_putc(w->out, ascii_lower(quote->info.p[i]));
        buf_puts(w->out, ":** ");
        inner.first = STR_NONE;
    }
    put_blocks(w, quote, inner, false);
}

static void put_block(const struct writer *w, const struct node *n, struct indent in)
{
    switch (n->type) {
    case NODE_HEADING:
    case NODE_PARAGRAPH: {
        buf_put(w->out, in.first);
        size_t start = w->out->n;
        if (n->type == NODE_HEADING)
            buf_puts(w->out, "**");
        put_inlines(w, n, 0, SIZE_MAX, false);
        if (n->type == NODE_HEADING)
            buf_puts(w->out, "**");
        trim_end(w->out, start);
        buf_putc(w->out, '\n');
        break;
    }
    case NODE_LIST:
        put_list(w, n, in);
        break;
    case NODE_CODE:
        put_fenced(w, n, in);
        break;
    case NODE_TABLE:
        put_table(w, n, in);
        break;
    case NODE_QUOTE:
        put_quote(w, n, in);
        break;
    default:
        put_blocks(w, n, in, false);
        break;
    }
}

void write_block(const struct writer *w, const struct node *block)
{
    if (tree_has_content(block))
        put_block(w, block, (struct indent){STR_NONE, STR_NONE});
}
