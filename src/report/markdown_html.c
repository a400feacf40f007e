#include "report/markdown_html.h"

#include "report/html.h"
#include "report/markdown.h"
#include "report/markdown_inline.h"

enum list { LIST_NONE, LIST_BULLETS, LIST_NUMBERS };

/* The document, a quote or an item, and the list that is open in it. */
struct level {
    enum list list;
    uint64_t next; /* number of the list's next item */
    bool item;
    bool any; /* something stands in it */
};

struct renderer {
    struct buf *out;
    const struct entry_links *links;
    struct level levels[MARKDOWN_DEPTH_MAX + 1];
    size_t depth;
    unsigned marks;    /* that are open: strong, in it emphasis */
    bool linked;       /* in an <a> */
    bool bare;         /* the open paragraph has no element of its own */
    const char *heading;
};

static const char *const LIST_ELEMENTS[] = {[LIST_BULLETS] = "ul", [LIST_NUMBERS] = "ol"};

/* ---- inlines --------------------------------------------------------------------------------- */

static void set_marks(struct renderer *r, unsigned marks)
{
    if (marks == r->marks)
        return;
    if (r->marks & MARKDOWN_EMPHASIS)
        html_close(r->out, "em");
    if (r->marks & MARKDOWN_STRONG && !(marks & MARKDOWN_STRONG))
        html_close(r->out, "strong");
    if (marks & MARKDOWN_STRONG && !(r->marks & MARKDOWN_STRONG))
        html_open(r->out, "strong", NULL);
    if (marks & MARKDOWN_EMPHASIS)
        html_open(r->out, "em", NULL);
    r->marks = marks;
}

static void text(void *ctx, struct str s, unsigned marks)
{
    struct renderer *r = ctx;
    set_marks(r, marks);
    html_text(r->out, s);
}

static void code(void *ctx, struct str s, unsigned marks)
{
    struct renderer *r = ctx;
    set_marks(r, marks);
    html_element(r->out, "code", NULL, s);
}

static void line_break(void *ctx)
{
    struct renderer *r = ctx;
    buf_puts(r->out, "<br/>\n");
}

static void link_open(void *ctx, struct str target)
{
    struct renderer *r = ctx;
    set_marks(r, 0);
    size_t start = r->out->n;
    buf_puts(r->out, "<a");
    r->linked = html_href(r->out, target);
    if (!r->linked) {
        buf_truncate(r->out, start);
        return;
    }
    struct str entry = entry_links_find(r->links, target);
    if (entry.n)
        html_attribute(r->out, "data-entry", entry);
    buf_putc(r->out, '>');
}

static void link_close(void *ctx, struct str target, struct str s)
{
    struct renderer *r = ctx;
    (void)target;
    (void)s;
    set_marks(r, 0);
    if (r->linked)
        html_close(r->out, "a");
    r->linked = false;
}

static void picture(void *ctx, struct str alt, unsigned marks)
{
    struct renderer *r = ctx;
    set_marks(r, marks);
    html_open(r->out, "span", "picture");
    buf_puts(r->out, "[picture: ");
    html_text(r->out, alt);
    buf_puts(r->out, "]</span>");
}

/* ---- blocks ---------------------------------------------------------------------------------- */

static struct level *level_of(struct renderer *r)
{
    return &r->levels[r->depth];
}

static void end_list(struct renderer *r)
{
    struct level *l = level_of(r);
    if (l->list == LIST_NONE)
        return;
    html_close(r->out, LIST_ELEMENTS[l->list]);
    buf_putc(r->out, '\n');
    l->list = LIST_NONE;
}

/* Elements from h3 on: h1 and h2 are the entry's own title and parts. */
static const char *heading_element(unsigned level)
{
    static const char *const elements[] = {"h3", "h4", "h5", "h6"};
    return elements[level > 3 ? min_size(level - 3, ARRAY_LEN(elements) - 1) : 0];
}

/* An item joins the list before it when it is of its kind. A number out of turn is said. */
static void open_item(struct renderer *r, struct str marker)
{
    struct level *l = level_of(r);
    uint64_t number = 0;
    bool numbered = str_u64(str_slice(marker, 0, marker.n - 1), 10, &number);
    enum list list = numbered ? LIST_NUMBERS : LIST_BULLETS;
    if (l->list != list) {
        end_list(r);
        l->list = list;
        l->next = 1;
        html_open(r->out, LIST_ELEMENTS[list], NULL);
        buf_putc(r->out, '\n');
    }
    if (numbered && number != l->next)
        buf_printf(r->out, "<li value=\"%llu\">", (unsigned long long)number);
    else
        html_open(r->out, "li", NULL);
    l->next = number + 1;
}

static void enter(struct renderer *r, bool item)
{
    r->levels[++r->depth] = (struct level){.item = item};
}

static void leave(struct renderer *r)
{
    end_list(r);
    r->depth--;
}

/* The language of a code block, for those who colour it: a word of the plainest letters. */
static void open_code(struct renderer *r, struct str info)
{
    size_t n = 0;
    while (n < info.n && n < 32 && (ascii_is_alnum(info.p[n]) || memchr("+#-", info.p[n], 3)))
        n++;
    if (n) {
        buf_puts(r->out, "<pre><code class=\"language-");
        for (size_t i = 0; i < n; i++)
            buf_putc(r->out, ascii_lower(info.p[i]));
        buf_puts(r->out, "\">");
    } else {
        buf_puts(r->out, "<pre><code>");
    }
}

/* A list goes on with its items only; the first paragraph of an item stands in it as it is. */
static void begin(struct renderer *r, bool item, bool paragraph)
{
    struct level *l = level_of(r);
    if (!item)
        end_list(r);
    r->bare = paragraph && l->item && !l->any;
    if (l->item && !r->bare && r->out->n && r->out->p[r->out->n - 1] != '\n')
        buf_putc(r->out, '\n');
    l->any = true;
}

static void open_block(void *ctx, const struct markdown_block *b)
{
    struct renderer *r = ctx;
    begin(r, b->type == MARKDOWN_ITEM, b->type == MARKDOWN_PARAGRAPH);
    switch (b->type) {
    case MARKDOWN_PARAGRAPH:
        if (!r->bare)
            html_open(r->out, "p", NULL);
        break;
    case MARKDOWN_HEADING:
        r->heading = heading_element(b->level);
        html_open(r->out, r->heading, NULL);
        break;
    case MARKDOWN_QUOTE:
        buf_puts(r->out, "<blockquote>\n");
        enter(r, false);
        break;
    case MARKDOWN_ITEM:
        open_item(r, b->marker);
        enter(r, true);
        break;
    case MARKDOWN_CODE:
        open_code(r, b->info);
        break;
    case MARKDOWN_RULE:
        buf_puts(r->out, "<hr/>");
        break;
    }
}

static void close_block(void *ctx, enum markdown_type type)
{
    struct renderer *r = ctx;
    set_marks(r, 0);
    switch (type) {
    case MARKDOWN_PARAGRAPH:
        if (r->bare)
            return;
        html_close(r->out, "p");
        break;
    case MARKDOWN_HEADING:
        html_close(r->out, r->heading);
        break;
    case MARKDOWN_QUOTE:
        leave(r);
        html_close(r->out, "blockquote");
        break;
    case MARKDOWN_ITEM:
        leave(r);
        html_close(r->out, "li");
        break;
    case MARKDOWN_CODE:
        buf_puts(r->out, "</code></pre>");
        break;
    case MARKDOWN_RULE:
        break;
    }
    buf_putc(r->out, '\n');
}

static void code_line(void *ctx, struct str line)
{
    struct renderer *r = ctx;
    html_text(r->out, line);
    buf_putc(r->out, '\n');
}

/* ---- tables ---------------------------------------------------------------------------------- */

static const struct markdown_sink sink;

/* The cells of a row, empty ones added up to `width` columns. */
static void put_row(struct renderer *r, struct str row, const char *cell, size_t width)
{
    struct str cells[MARKDOWN_COLUMNS_MAX];
    size_t count = markdown_table_cells(row, cells);
    html_open(r->out, "tr", NULL);
    for (size_t i = 0; i < max_size(count, width); i++) {
        html_open(r->out, cell, NULL);
        if (i < count)
            markdown_inline(cells[i], true, &sink, r);
        set_marks(r, 0);
        html_close(r->out, cell);
    }
    html_close(r->out, "tr");
    buf_putc(r->out, '\n');
}

static size_t widest(const struct markdown_table *t, bool header)
{
    struct str cells[MARKDOWN_COLUMNS_MAX];
    size_t width = 1;
    for (size_t i = 0; i < t->row_count; i++)
        if (i != 1 || !header)
            width = max_size(width, markdown_table_cells(t->rows[i], cells));
    return width;
}

static void table(void *ctx, const struct markdown_table *t, bool gap)
{
    struct renderer *r = ctx;
    (void)gap;
    bool header = markdown_table_has_header(t);
    size_t width = widest(t, header), row = 0;
    begin(r, false, false);
    buf_puts(r->out, "<table>\n");
    if (header) {
        buf_puts(r->out, "<thead>");
        put_row(r, t->rows[0], "th", width);
        buf_puts(r->out, "</thead>\n");
        row = 2;
    }
    buf_puts(r->out, "<tbody>\n");
    for (; row < t->row_count; row++)
        put_row(r, t->rows[row], "td", width);
    buf_puts(r->out, "</tbody>\n</table>\n");
}

/* ---- all ------------------------------------------------------------------------------------- */

static const struct markdown_sink sink = {
    .open = open_block, .close = close_block, .code_line = code_line, .table = table,
    .text = text, .code = code, .line_break = line_break, .link_open = link_open,
    .link_close = link_close, .picture = picture,
};

void markdown_html(struct buf *out, struct str markdown, const struct entry_links *links)
{
    struct renderer r = {.out = out, .links = links};
    markdown_read(markdown, &sink, &r);
    end_list(&r);
}
