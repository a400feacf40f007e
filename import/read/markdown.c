#include "import/read/markdown.h"

#include "import/read/html.h"
#include "base/mem.h"

#include <md4c.h>

enum { HTML_MAX = 1 << 20 }; /* bytes of one HTML block */

struct reader {
    struct tree_builder builder;
    struct str source;
    uint32_t first_line;
    const char *seen;   /* the line below is that of this place in the source */
    uint32_t line;
    struct buf html;    /* of the block, or of a tag that runs over several lines */
    uint32_t html_line;
    bool html_block;
};

/*
 * Line of a place in the source. md4c's pointers lie in it and mostly move forward, so counting
 * from the last one is cheap; texts that md4c makes itself (a line feed) are where we are.
 */
static uint32_t line_at(struct reader *r, const char *p)
{
    if (p < r->source.p || p > r->source.p + r->source.n)
        return r->line;
    if (p < r->seen) {
        for (const char *c = p; c < r->seen; c++)
            r->line -= *c == '\n';
    } else {
        const char *c = r->seen;
        while ((c = memchr(c, '\n', (size_t)(p - c))) != NULL) {
            r->line++;
            c++;
        }
    }
    r->seen = p;
    return r->line;
}

static struct str attribute(struct reader *r, const MD_ATTRIBUTE *a)
{
    if (!a->size)
        return STR_NONE;
    struct str text = str_n(a->text, a->size);
    if (a->substr_types[0] == MD_TEXT_NORMAL && a->substr_offsets[1] == a->size)
        return arena_dup(r->builder.arena, text);
    struct buf out = BUF_INIT(a->size * 4);
    for (size_t i = 0; a->substr_offsets[i] < a->size; i++) {
        struct str part = str_slice(text, a->substr_offsets[i], a->substr_offsets[i + 1]);
        if (a->substr_types[i] == MD_TEXT_ENTITY)
            html_entity(part, &out);
        else
            buf_put(&out, part);
    }
    struct str s = arena_dup(r->builder.arena, buf_str(&out));
    buf_release(&out);
    return s;
}

static int enter_block(MD_BLOCKTYPE type, void *detail, void *ctx)
{
    struct reader *r = ctx;
    struct tree_builder *b = &r->builder;
    struct node *n;
    switch (type) {
    case MD_BLOCK_QUOTE:
        tree_open(b, NODE_QUOTE, 0);
        break;
    case MD_BLOCK_UL:
        tree_open(b, NODE_LIST, 0);
        break;
    case MD_BLOCK_OL:
        n = tree_open(b, NODE_LIST, 0);
        n->ordered = true;
        n->start = ((MD_BLOCK_OL_DETAIL *)detail)->start;
        break;
    case MD_BLOCK_LI:
        tree_open(b, NODE_ITEM, 0);
        break;
    case MD_BLOCK_HR:
        tree_open(b, NODE_RULE, 0);
        break;
    case MD_BLOCK_H:
        n = tree_open(b, NODE_HEADING, 0);
        n->level = (uint8_t)((MD_BLOCK_H_DETAIL *)detail)->level;
        break;
    case MD_BLOCK_CODE:
        n = tree_open(b, NODE_CODE, 0);
        n->info = attribute(r, &((MD_BLOCK_CODE_DETAIL *)detail)->info);
        n->header = ((MD_BLOCK_CODE_DETAIL *)detail)->fence_char != 0;
        break;
    case MD_BLOCK_HTML:
        r->html_block = true;
        buf_clear(&r->html);
        break;
    case MD_BLOCK_P:
        tree_open(b, NODE_PARAGRAPH, 0);
        break;
    case MD_BLOCK_TABLE:
        tree_open(b, NODE_TABLE, 0);
        break;
    case MD_BLOCK_TR:
        tree_open(b, NODE_ROW, 0);
        break;
    case MD_BLOCK_TH:
    case MD_BLOCK_TD:
        n = tree_open(b, NODE_CELL, 0);
        n->parent->header = type == MD_BLOCK_TH;
        break;
    default: /* the document; head and body of a table */
        break;
    }
    return b->full ? -1 : 0;
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *ctx)
{
    (void)detail;
    struct reader *r = ctx;
    switch (type) {
    case MD_BLOCK_DOC:
    case MD_BLOCK_THEAD:
    case MD_BLOCK_TBODY:
        break;
    case MD_BLOCK_HTML:
        html_block(&r->builder, buf_str(&r->html), r->html_line);
        r->html_block = false;
        buf_clear(&r->html);
        break;
    default:
        tree_close(&r->builder);
        break;
    }
    return 0;
}

static int enter_span(MD_SPANTYPE type, void *detail, void *ctx)
{
    struct reader *r = ctx;
    struct tree_builder *b = &r->builder;
    struct node *n;
    switch (type) {
    case MD_SPAN_EM:
        tree_open(b, NODE_EMPHASIS, 0);
        break;
    case MD_SPAN_STRONG:
        tree_open(b, NODE_STRONG, 0);
        break;
    case MD_SPAN_CODE:
        tree_open(b, NODE_CODE_SPAN, 0);
        break;
    case MD_SPAN_A:
        n = tree_open(b, NODE_LINK, 0);
        n->text = attribute(r, &((MD_SPAN_A_DETAIL *)detail)->href);
        break;
    case MD_SPAN_IMG:
        n = tree_open(b, NODE_IMAGE, 0);
        n->text = attribute(r, &((MD_SPAN_IMG_DETAIL *)detail)->src);
        break;
    default: /* struck out text and the like is text */
        break;
    }
    return b->full ? -1 : 0;
}

static int leave_span(MD_SPANTYPE type, void *detail, void *ctx)
{
    (void)detail;
    struct reader *r = ctx;
    if (type == MD_SPAN_EM || type == MD_SPAN_STRONG || type == MD_SPAN_CODE ||
        type == MD_SPAN_A || type == MD_SPAN_IMG)
        tree_close(&r->builder);
    return 0;
}

/* HTML comes in pieces of lines: a block is kept whole, an inline tag until its '>'. */
static void on_html(struct reader *r, struct str text, uint32_t line)
{
    if (!r->html.n)
        r->html_line = line;
    if (r->html_block) {
        buf_put(&r->html, text);
        return;
    }
    if (!r->html.n && text.n && text.p[text.n - 1] == '>') {
        html_tag(&r->builder, text, line);
        return;
    }
    buf_put(&r->html, text);
    if (text.n && text.p[text.n - 1] == '>') {
        html_tag(&r->builder, buf_str(&r->html), r->html_line);
        buf_clear(&r->html);
    }
}

/*
 * A text must end where the document does. md4c 0.4.8 was seen to hand out one of 4 GB for a hostile
 * document (found by the fuzz target); its own texts, such as blanks before code, are short.
 */
static bool is_sound(const struct reader *r, struct str text)
{
    enum { OWN_TEXT_MAX = 64 };
    const char *end = r->source.p + r->source.n;
    bool inside = text.p >= r->source.p && text.p <= end;
    return text.n <= (inside ? (size_t)(end - text.p) : OWN_TEXT_MAX);
}

static int on_text(MD_TEXTTYPE type, const MD_CHAR *p, MD_SIZE n, void *ctx)
{
    struct reader *r = ctx;
    struct tree_builder *b = &r->builder;
    struct str text = str_n(p, n);
    uint32_t line = line_at(r, p);
    if (!is_sound(r, text)) {
        b->truncated = true;
        return 0;
    }
    switch (type) {
    case MD_TEXT_NULLCHAR:
        tree_text(b, STR("\xEF\xBF\xBD"), line);
        break;
    case MD_TEXT_BR:
        tree_open(b, NODE_BREAK, 0);
        tree_close(b);
        break;
    case MD_TEXT_SOFTBR:
        tree_text(b, STR("\n"), line);
        break;
    case MD_TEXT_ENTITY:
        if (!b->text_line)
            b->text_line = line;
        html_entity(text, &b->text);
        break;
    case MD_TEXT_HTML:
        on_html(r, text, line);
        break;
    case MD_TEXT_CODE:
        /* a fence stands one line above its first line of text */
        if (b->at->type == NODE_CODE && !b->text.n && b->at->header)
            line = line > r->first_line ? line - 1 : line;
        tree_text(b, text, line);
        break;
    default:
        tree_text(b, text, line);
        break;
    }
    return b->full ? -1 : 0;
}

struct node *markdown_parse(struct arena *a, struct str text, uint32_t first_line, bool *truncated)
{
    struct reader r = {.source = text, .first_line = first_line, .seen = text.p, .line = first_line};
    buf_init(&r.html, HTML_MAX);
    tree_begin(&r.builder, a);
    const MD_PARSER parser = {
        .flags = MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH,
        .enter_block = enter_block,
        .leave_block = leave_block,
        .enter_span = enter_span,
        .leave_span = leave_span,
        .text = on_text,
    };
    int result = text.n > UINT32_MAX ? -1 : md_parse(text.p, (MD_SIZE)text.n, &parser, &r);
    struct node *root = tree_end(&r.builder);
    *truncated = r.builder.truncated || r.html.cut;
    buf_release(&r.html);
    return result == 0 || r.builder.full ? root : NULL;
}
