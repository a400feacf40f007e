#include "report/markdown_text.h"

#include "base/mem.h"
#include "report/markdown_inline.h"
#include "report/safe.h"
#include "report/table_text.h"
#include "text/utf8.h"

enum { SUMMARY_LINES = 4, SUMMARY_SOURCE_MAX = 8192, LONG_WORD = 24, CODE_MARGIN = 4 };

struct renderer {
    struct flow *f;
    struct markdown_links *links;
    enum style base; /* of the block at hand */
};

/* ---- blocks ---------------------------------------------------------------------------------- */

static void open_block(void *ctx, const struct markdown_block *b)
{
    struct renderer *r = ctx;
    char marker[16] = "- ";
    if (b->gap && b->type != MARKDOWN_RULE)
        flow_gap(r->f);
    switch (b->type) {
    case MARKDOWN_PARAGRAPH:
    case MARKDOWN_RULE:
        break;
    case MARKDOWN_HEADING:
        r->base = STYLE_STRONG;
        break;
    case MARKDOWN_QUOTE:
        flow_push(r->f, "> ", true);
        break;
    case MARKDOWN_ITEM:
        if (b->marker.n > 1 && b->marker.n + 2 <= sizeof marker) {
            memcpy(marker, b->marker.p, b->marker.n);
            memcpy(marker + b->marker.n, " ", 2);
        }
        flow_push(r->f, marker, false);
        break;
    case MARKDOWN_CODE:
        flow_push(r->f, "    ", false);
        break;
    }
}

static void close_block(void *ctx, enum markdown_type type)
{
    struct renderer *r = ctx;
    r->base = STYLE_NONE;
    if (type == MARKDOWN_QUOTE || type == MARKDOWN_ITEM || type == MARKDOWN_CODE)
        flow_pop(r->f);
    else
        flow_line(r->f);
}

static void code_line(void *ctx, struct str line)
{
    struct renderer *r = ctx;
    flow_verbatim(r->f, STYLE_CODE, line);
}

static void table(void *ctx, const struct markdown_table *t, bool gap)
{
    struct renderer *r = ctx;
    if (gap)
        flow_gap(r->f);
    table_text(t, r->f, r->links);
}

/* ---- inlines --------------------------------------------------------------------------------- */

static void text(void *ctx, struct str s, unsigned marks)
{
    struct renderer *r = ctx;
    flow_text(r->f, marks & MARKDOWN_STRONG ? STYLE_STRONG : r->base, s);
}

/* Keeps its backticks where there is no colour to mark it. What fits a line stands on one line. */
static void code(void *ctx, struct str s, unsigned marks)
{
    struct renderer *r = ctx;
    (void)marks;
    bool whole = flow_room(r->f) != SIZE_MAX && s.n + CODE_MARGIN <= flow_room(r->f);
    struct buf b = BUF_INIT(s.n * 2);
    for (size_t i = 0; i < s.n; i++) {
        if (whole && ascii_is_space(s.p[i]))
            buf_puts(&b, "\xc2\xa0");
        else
            buf_putc(&b, s.p[i]);
    }
    if (!r->f->color)
        flow_puts(r->f, STYLE_CODE, "`");
    flow_text(r->f, STYLE_CODE, buf_str(&b));
    if (!r->f->color)
        flow_puts(r->f, STYLE_CODE, "`");
    buf_release(&b);
}

static void line_break(void *ctx)
{
    struct renderer *r = ctx;
    flow_line(r->f);
}

static void link_open(void *ctx, struct str target)
{
    (void)ctx;
    (void)target;
}

void markdown_links_release(struct markdown_links *links)
{
    for (size_t i = 0; i < links->count; i++)
        mem_free((void *)(uintptr_t)links->targets[i].p);
    mem_free(links->targets);
    *links = (struct markdown_links){0};
}

/* The number of a target, new or known; 0 when there are too many. */
static size_t link_number(struct markdown_links *links, struct str target)
{
    for (size_t i = 0; i < links->count; i++)
        if (str_eq(links->targets[i], target))
            return i + 1;
    if (links->count == MARKDOWN_LINKS_MAX)
        return 0;
    links->targets = mem_grow(links->targets, links->count, &links->cap, sizeof *links->targets);
    char *copy = mem_alloc(target.n);
    memcpy(copy, target.p, target.n);
    links->targets[links->count++] = str_n(copy, target.n);
    return links->count;
}

/* Whether the text says the target already, but for "https://" or "mailto:". */
static bool says_target(struct str s, struct str target)
{
    size_t scheme = str_find(target, STR("://"));
    struct str bare = scheme == STR_NOT_FOUND ? target : str_skip(target, scheme + 3);
    if (str_istarts(target, STR("mailto:")))
        bare = str_skip(target, 7);
    return str_eq(s, target) || str_eq(s, bare);
}

/* The target's number behind the text. Nothing for a place in the same page. */
static void link_close(void *ctx, struct str target, struct str s)
{
    struct renderer *r = ctx;
    if (!r->links || target.n == 0 || target.p[0] == '#' || says_target(s, target))
        return;
    size_t number = link_number(r->links, target);
    if (number)
        flow_printf(r->f, STYLE_DIM, "\xc2\xa0[%zu]", number);
    else
        flow_printf(r->f, STYLE_DIM, " <%.*s>", STR_ARG(target));
}

static const struct markdown_sink sink = {
    .open = open_block, .close = close_block, .code_line = code_line, .table = table,
    .text = text, .code = code, .line_break = line_break, .link_open = link_open,
    .link_close = link_close,
};

/* ---- all ------------------------------------------------------------------------------------- */

void markdown_text(struct flow *f, struct str markdown, struct markdown_links *links)
{
    struct renderer r = {f, links, STYLE_NONE};
    markdown_read(markdown, &sink, &r);
    flow_line(f);
}

void markdown_text_inline(struct flow *f, struct str s, enum style base, bool cell,
                          struct markdown_links *links)
{
    struct renderer r = {f, links, base};
    markdown_inline(s, cell, &sink, &r);
}

/* Where to cut text so that it and an ellipsis fit: behind a word, or inside a very long one. */
static size_t cut_at(struct str text, size_t columns)
{
    size_t at = 0, word_end = 0, width = 0;
    while (at < text.n) {
        size_t before = at;
        if (text.p[before] == ' ')
            word_end = before;
        width += (size_t)utf8_width(utf8_next(text, &at));
        if (width >= columns)
            return before - word_end > LONG_WORD || word_end == 0 ? before : word_end;
    }
    return at;
}

void markdown_summary(struct buf *out, struct str markdown, size_t columns)
{
    struct buf text = BUF_INIT(SUMMARY_SOURCE_MAX);
    struct flow f;
    flow_init(&f, &text, 0, false);
    markdown_text(&f, utf8_cut(markdown, SUMMARY_SOURCE_MAX), NULL);
    flow_release(&f);

    /* Whole lines while they fit, then as much of the next as there is room for. */
    struct str rest = str_trim(buf_str(&text)), line;
    size_t used = 0, start = out->n;
    for (size_t i = 0; i < SUMMARY_LINES && str_next_line(&rest, &line); i++) {
        line = str_trim(line);
        if (line.n == 0)
            continue;
        if (used && used + 1 + flow_columns(line) > columns)
            break;
        if (used) {
            buf_putc(out, ' ');
            used++;
        }
        safe_put(out, line);
        used += flow_columns(line);
    }
    buf_release(&text);
    if (used <= columns)
        return;
    buf_truncate(out, start + cut_at(str_skip(buf_str(out), start), columns));
    buf_puts(out, "\xe2\x80\xa6");
}
