#include "report/markdown_clean.h"

#include "report/link_target.h"
#include "report/markdown.h"
#include "report/markdown_inline.h"
#include "report/safe.h"
#include "text/utf8.h"

enum { MARKER_MAX = 12, FENCE_MIN = 3, HEADING_MIN = 3, CODE_MAX = 64 << 20 };

/* The document, a quote or an item. */
struct level {
    bool quote;
    char marker[MARKER_MAX]; /* of an item whose first line is to come; else empty */
    size_t indent;           /* of an item's other lines */
    bool any;                /* something stands in it */
    bool listing;            /* the last of it was an item */
};

struct renderer {
    struct buf *out;
    struct level levels[MARKDOWN_DEPTH_MAX + 1];
    size_t depth;
    bool at_start;   /* of a line, its levels' marks to come */
    bool cell;       /* in a table: breaks and '|' are other */
    bool heading;    /* on one line */
    bool linked;
    unsigned marks;  /* that are open */
    unsigned inner;  /* of two, the one that was opened last */
    unsigned cut_off;
    struct buf code; /* lines of the open code block */
    struct buf target;
    char language[32];
};

/* ---- lines ----------------------------------------------------------------------------------- */

static void begin_line(struct renderer *r)
{
    if (!r->at_start)
        return;
    r->at_start = false;
    for (size_t i = 1; i <= r->depth; i++) {
        struct level *l = &r->levels[i];
        if (l->quote) {
            buf_puts(r->out, "> ");
        } else if (l->marker[0]) {
            buf_puts(r->out, l->marker);
            l->marker[0] = '\0';
        } else {
            buf_repeat(r->out, ' ', l->indent);
        }
    }
}

static void end_line(struct renderer *r)
{
    bool empty = r->at_start;
    begin_line(r);
    size_t n = r->out->n;
    while (empty && n && r->out->p[n - 1] == ' ')
        n--;
    buf_truncate(r->out, n);
    buf_putc(r->out, '\n');
    r->at_start = true;
}

/* ---- inlines --------------------------------------------------------------------------------- */

/* At a line's start these would begin a block: "# ", "- ", "> ", "1. ", "===", "~~~". */
static bool begins_block(struct str s, size_t at)
{
    size_t digits = at;
    while (digits < s.n && ascii_is_digit(s.p[digits]))
        digits++;
    return memchr("#-+>=~|:", s.p[at], 8) ||
           (digits > at && digits < s.n && memchr(".)", s.p[digits], 2));
}

static bool is_word(struct str s, size_t at)
{
    return at < s.n && (ascii_is_alnum(s.p[at]) || (unsigned char)s.p[at] >= 0x80);
}

/* Whether the '&' at s.p[at] may be the start of "&amp;" or "&#38;"; the end of it may be to come. */
static bool begins_entity(struct str s, size_t at)
{
    size_t end = at + 1;
    while (end < s.n && (ascii_is_alnum(s.p[end]) || s.p[end] == '#'))
        end++;
    return end == s.n || s.p[end] == ';';
}

/* Whether the character at s.p[at] would mean something. */
static bool is_special(struct str s, size_t at)
{
    switch (s.p[at]) {
    case '\\':
    case '`':
    case '*':
    case '[':
    case ']':
    case '<':
    case '~':
    case '|':
        return true;
    case '_': /* not inside a word: file_name */
        return at == 0 || !is_word(s, at - 1) || !is_word(s, at + 1);
    case '&':
        return begins_entity(s, at);
    case '!':
        return at + 1 == s.n;
    default:
        return false;
    }
}

static void put_escaped(struct buf *out, struct str s, bool at_start)
{
    for (size_t at = 0; at < s.n;) {
        size_t start = at;
        uint32_t c = utf8_next(s, &at);
        /* Behind the digits of "1." it is their dot that must not stand bare. */
        bool number = at_start && start == 0 && ascii_is_digit(s.p[0]) && begins_block(s, 0);
        if (number) {
            while (ascii_is_digit(s.p[start]))
                buf_putc(out, s.p[start++]);
            c = (unsigned char)s.p[start];
            at = start + 1;
        }
        if (number || is_special(s, start) || (at_start && start == 0 && begins_block(s, 0)))
            buf_putc(out, '\\');
        utf8_put(out, safe_code_point(c == '\t' || c == '\r' ? ' ' : c));
    }
}

/* A mark that another one cuts off ends there: Markdown has no way to go on with it at once. */
static void set_marks(struct renderer *r, unsigned marks)
{
    r->cut_off &= marks;
    marks &= ~r->cut_off;
    if (marks == r->marks)
        return;
    begin_line(r);
    /* Those that end, and what was opened inside of them; then those that begin. */
    for (unsigned open = r->marks & ~marks; open & r->marks;) {
        unsigned last = r->marks == (MARKDOWN_STRONG | MARKDOWN_EMPHASIS) ? r->inner : r->marks;
        buf_puts(r->out, last == MARKDOWN_STRONG ? "**" : "*");
        r->marks &= ~last;
        r->cut_off |= marks & last;
    }
    marks &= ~r->cut_off;
    static const unsigned order[] = {MARKDOWN_STRONG, MARKDOWN_EMPHASIS};
    for (size_t i = 0; i < ARRAY_LEN(order); i++) {
        if (!(marks & ~r->marks & order[i]))
            continue;
        buf_puts(r->out, order[i] == MARKDOWN_STRONG ? "**" : "*");
        r->marks |= order[i];
        r->inner = order[i];
    }
}

static void text(void *ctx, struct str s, unsigned marks)
{
    struct renderer *r = ctx;
    struct str line;
    set_marks(r, marks);
    while (str_next_part(&s, '\n', &line)) {
        if (line.n) {
            bool at_start = r->at_start;
            begin_line(r);
            put_escaped(r->out, line, at_start);
        }
        if (!s.p)
            return;
        if (r->heading || r->cell)
            buf_putc(r->out, ' ');
        else if (!r->at_start)
            end_line(r);
    }
}

static size_t longest_run(struct str s, char c)
{
    size_t longest = 0, n = 0;
    for (size_t i = 0; i < s.n; i++) {
        n = s.p[i] == c ? n + 1 : 0;
        longest = max_size(longest, n);
    }
    return longest;
}

static void put_code_span(struct buf *out, struct str s, bool cell)
{
    size_t ticks = longest_run(s, '`') + 1;
    bool pad = s.n && (memchr("` ", s.p[0], 2) || memchr("` ", s.p[s.n - 1], 2));
    buf_repeat(out, '`', ticks);
    buf_puts(out, pad ? " " : "");
    for (size_t at = 0; at < s.n;) {
        uint32_t c = utf8_next(s, &at);
        buf_puts(out, cell && c == '|' ? "\\" : "");
        utf8_put(out, c < ' ' && ascii_is_space((char)c) ? ' ' : safe_code_point(c));
    }
    buf_puts(out, pad ? " " : "");
    buf_repeat(out, '`', ticks);
}

static void code(void *ctx, struct str s, unsigned marks)
{
    struct renderer *r = ctx;
    set_marks(r, marks);
    begin_line(r);
    if (s.n)
        put_code_span(r->out, s, r->cell);
}

static void line_break(void *ctx)
{
    struct renderer *r = ctx;
    set_marks(r, 0);
    if (r->cell) {
        buf_puts(r->out, "<br>");
    } else if (r->heading) {
        buf_putc(r->out, ' ');
    } else if (!r->at_start) {
        buf_putc(r->out, '\\');
        end_line(r);
    }
}

static void link_open(void *ctx, struct str target)
{
    struct renderer *r = ctx;
    set_marks(r, 0);
    buf_clear(&r->target);
    struct buf address = BUF_INIT((size_t)MARKDOWN_URL_MAX * 3);
    r->linked = link_target_put(&address, target);
    /* '|' would end a cell. */
    for (size_t at = 0; r->linked && at < address.n;) {
        uint32_t c = utf8_next(buf_str(&address), &at);
        if (c == '|' || (c == '&' && begins_entity(buf_str(&address), at - 1)))
            buf_putc(&r->target, '\\');
        utf8_put(&r->target, safe_code_point(c));
    }
    buf_release(&address);
    if (r->linked) {
        begin_line(r);
        buf_putc(r->out, '[');
    }
}

static void link_close(void *ctx, struct str target, struct str s)
{
    struct renderer *r = ctx;
    (void)target;
    (void)s;
    set_marks(r, 0);
    if (r->linked) {
        begin_line(r);
        buf_puts(r->out, "](");
        buf_put(r->out, buf_str(&r->target));
        buf_putc(r->out, ')');
    }
    r->linked = false;
}

/* ---- blocks ---------------------------------------------------------------------------------- */

/*
 * An empty line before each block but the first, so that none runs into the next. Between the items of
 * a list, and before a list in an item, only where there was one, or where it takes one to be a list.
 */
static void begin(struct renderer *r, const struct markdown_block *b)
{
    struct level *l = &r->levels[r->depth];
    bool item = b->type == MARKDOWN_ITEM;
    bool tight = item && !b->gap &&
                 (l->listing || (r->depth && !l->quote && (b->marker.n == 1 || b->marker.p[0] == '1')));
    if (!r->at_start)
        end_line(r);
    if (l->any && !tight)
        end_line(r);
    l->any = true;
    l->listing = item;
}

/* Its marker is due with the marks of the levels around it, which begin_line puts once. */
static void enter_item(struct renderer *r, struct str marker)
{
    struct level level = {.indent = min_size(marker.n + 1, MARKER_MAX - 1)};
    memcpy(level.marker, marker.p, min_size(marker.n, MARKER_MAX - 2));
    level.marker[min_size(marker.n, MARKER_MAX - 2)] = ' ';
    r->levels[++r->depth] = level;
}

static void open_block(void *ctx, const struct markdown_block *b)
{
    struct renderer *r = ctx;
    begin(r, b);
    switch (b->type) {
    case MARKDOWN_PARAGRAPH:
        break;
    case MARKDOWN_HEADING:
        begin_line(r);
        r->heading = true;
        buf_repeat(r->out, '#', max_size(b->level, HEADING_MIN));
        buf_putc(r->out, ' ');
        break;
    case MARKDOWN_QUOTE:
        r->levels[++r->depth] = (struct level){.quote = true};
        break;
    case MARKDOWN_ITEM:
        enter_item(r, b->marker);
        break;
    case MARKDOWN_CODE: {
        size_t n = 0;
        while (n < b->info.n && n + 1 < sizeof r->language &&
               (ascii_is_alnum(b->info.p[n]) || memchr("+#-", b->info.p[n], 3)))
            n++;
        memcpy(r->language, b->info.p ? b->info.p : "", n);
        r->language[n] = '\0';
        buf_clear(&r->code);
        break;
    }
    case MARKDOWN_RULE:
        begin_line(r);
        buf_puts(r->out, "***");
        break;
    }
}

static void put_code_block(struct renderer *r)
{
    size_t fence = max_size(longest_run(buf_str(&r->code), '`') + 1, FENCE_MIN);
    begin_line(r);
    buf_repeat(r->out, '`', fence);
    buf_puts(r->out, r->language);
    end_line(r);
    struct str rest = buf_str(&r->code), line;
    while (str_next_line(&rest, &line)) {
        begin_line(r);
        for (size_t at = 0; at < line.n;) {
            uint32_t c = utf8_next(line, &at);
            utf8_put(r->out, c == '\t' ? c : safe_code_point(c));
        }
        end_line(r);
    }
    begin_line(r);
    buf_repeat(r->out, '`', fence);
}

static void close_block(void *ctx, enum markdown_type type)
{
    struct renderer *r = ctx;
    set_marks(r, 0);
    r->heading = false;
    if (type == MARKDOWN_CODE)
        put_code_block(r);
    /* An empty item or quote still shows. */
    if (!r->at_start || ((type == MARKDOWN_ITEM || type == MARKDOWN_QUOTE) &&
                         !r->levels[r->depth].any))
        end_line(r);
    if (type == MARKDOWN_ITEM || type == MARKDOWN_QUOTE)
        r->depth--;
}

static void code_line(void *ctx, struct str line)
{
    struct renderer *r = ctx;
    buf_put(&r->code, line);
    buf_putc(&r->code, '\n');
}

/* ---- tables ---------------------------------------------------------------------------------- */

static const struct markdown_sink sink;

static void put_row(struct renderer *r, const struct str *cells, size_t count, size_t width)
{
    begin_line(r);
    buf_putc(r->out, '|');
    r->cell = true;
    for (size_t i = 0; i < width; i++) {
        buf_putc(r->out, ' ');
        if (i < count)
            markdown_inline(cells[i], true, &sink, r);
        set_marks(r, 0);
        buf_puts(r->out, " |");
    }
    r->cell = false;
    end_line(r);
}

/* A table has a header there: an empty one where it had none. */
static void table(void *ctx, const struct markdown_table *t, bool gap)
{
    struct renderer *r = ctx;
    struct str cells[MARKDOWN_COLUMNS_MAX];
    bool header = markdown_table_has_header(t);
    size_t width = 1;
    begin(r, &(struct markdown_block){.type = MARKDOWN_PARAGRAPH, .gap = gap});
    for (size_t i = 0; i < t->row_count; i++)
        width = max_size(width, markdown_table_cells(t->rows[i], cells));
    put_row(r, cells, header ? markdown_table_cells(t->rows[0], cells) : 0, width);
    begin_line(r);
    buf_putc(r->out, '|');
    for (size_t i = 0; i < width; i++)
        buf_puts(r->out, "---|");
    end_line(r);
    for (size_t i = header ? 2 : 0; i < t->row_count; i++)
        put_row(r, cells, markdown_table_cells(t->rows[i], cells), width);
}

/* ---- all ------------------------------------------------------------------------------------- */

static const struct markdown_sink sink = {
    .open = open_block, .close = close_block, .code_line = code_line, .table = table,
    .text = text, .code = code, .line_break = line_break, .link_open = link_open,
    .link_close = link_close,
};

void markdown_clean(struct buf *out, struct str markdown)
{
    struct renderer r = {.out = out, .at_start = true};
    buf_init(&r.code, CODE_MAX);
    buf_init(&r.target, (size_t)MARKDOWN_URL_MAX * 4);
    markdown_read(markdown, &sink, &r);
    if (!r.at_start)
        end_line(&r);
    buf_release(&r.code);
    buf_release(&r.target);
}

void markdown_escape(struct buf *out, struct str s)
{
    struct buf line = BUF_INIT(s.n);
    for (size_t i = 0; i < s.n; i++)
        buf_putc(&line, ascii_is_space(s.p[i]) ? ' ' : s.p[i]);
    put_escaped(out, str_trim(buf_str(&line)), true);
    buf_release(&line);
}

void markdown_code_span(struct buf *out, struct str s)
{
    put_code_span(out, s, false);
}
