#include "report/markdown.h"

#include "base/buf.h"
#include "report/markdown_inline.h"

enum { TAB = 4 };

struct container {
    bool quote;
    size_t indent; /* of an item: columns before its text */
};

enum leaf { LEAF_NONE, LEAF_PARAGRAPH, LEAF_CODE, LEAF_TABLE };

struct reader {
    const struct markdown_sink *sink;
    void *ctx;
    struct container containers[MARKDOWN_DEPTH_MAX];
    size_t depth;
    enum leaf leaf;
    bool started;         /* there was a block */
    bool blank;           /* an empty line stood before the current one */
    bool gap;             /* and before the open leaf */
    struct buf paragraph; /* its lines */
    char fence;           /* of the open code block */
    size_t fence_length, fence_indent;
    struct markdown_table table;
};

/* ---- lines ----------------------------------------------------------------------------------- */

/* Columns of white space that s starts with. */
static size_t indent_of(struct str s)
{
    size_t columns = 0;
    for (size_t i = 0; i < s.n && (s.p[i] == ' ' || s.p[i] == '\t'); i++)
        columns += s.p[i] == '\t' ? TAB : 1;
    return columns;
}

/* s without white space of so many columns at its start. */
static struct str outdent(struct str s, size_t columns)
{
    size_t done = 0, i = 0;
    while (i < s.n && done < columns && (s.p[i] == ' ' || s.p[i] == '\t'))
        done += s.p[i++] == '\t' ? TAB : 1;
    return str_skip(s, i);
}

static size_t run_of(struct str s, char c)
{
    size_t n = 0;
    while (n < s.n && s.p[n] == c)
        n++;
    return n;
}

/* Only marks of one kind, three or more, with blanks between: "---", "* * *". */
static bool is_rule(struct str s)
{
    s = str_trim(s);
    size_t marks = 0;
    if (s.n == 0 || !memchr("-*_", s.p[0], 3))
        return false;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == s.p[0])
            marks++;
        else if (!ascii_is_space(s.p[i]))
            return false;
    }
    return marks >= 3;
}

/* Length of a fence that opens or closes a code block, 0 when s does not start with one. */
static size_t fence_length(struct str s)
{
    s = outdent(s, SIZE_MAX);
    if (s.n == 0 || (s.p[0] != '`' && s.p[0] != '~'))
        return 0;
    size_t n = run_of(s, s.p[0]);
    if (n < 3 || (s.p[0] == '`' && str_find_char(str_skip(s, n), '`') != STR_NOT_FOUND))
        return 0;
    return n;
}

/* Length of a list item's marker without the blank behind it ("-", "12."), 0 when there is none. */
static size_t item_marker(struct str s)
{
    size_t n = 0;
    while (n < s.n && n < 9 && ascii_is_digit(s.p[n]))
        n++;
    if (n < s.n && memchr(n ? ".)" : "-*+", s.p[n], n ? 2 : 3))
        n++;
    else
        return 0;
    return n == s.n || s.p[n] == ' ' || s.p[n] == '\t' ? n : 0;
}

static size_t heading_level(struct str s)
{
    size_t n = run_of(s, '#');
    return n >= 1 && n <= 6 && (n == s.n || s.p[n] == ' ' || s.p[n] == '\t') ? n : 0;
}

/* ---- leaves ---------------------------------------------------------------------------------- */

static void open_block(struct reader *r, struct markdown_block block)
{
    block.gap = r->gap;
    r->sink->open(r->ctx, &block);
}

static void inline_block(struct reader *r, struct markdown_block block, struct str text)
{
    open_block(r, block);
    markdown_inline(text, false, r->sink, r->ctx);
    r->sink->close(r->ctx, block.type);
}

static void end_leaf(struct reader *r)
{
    enum leaf leaf = r->leaf;
    r->leaf = LEAF_NONE;
    if (leaf == LEAF_PARAGRAPH) {
        inline_block(r, (struct markdown_block){.type = MARKDOWN_PARAGRAPH},
                     buf_str(&r->paragraph));
        buf_clear(&r->paragraph);
    } else if (leaf == LEAF_CODE) {
        r->sink->close(r->ctx, MARKDOWN_CODE);
    } else if (leaf == LEAF_TABLE) {
        r->sink->table(r->ctx, &r->table, r->gap);
        r->table.row_count = 0;
    }
}

/* Before something new begins. */
static void begin_block(struct reader *r)
{
    end_leaf(r);
    r->gap = r->blank && r->started;
    r->blank = false;
    r->started = true;
}

static void close_to(struct reader *r, size_t depth)
{
    if (depth < r->depth)
        end_leaf(r);
    for (; r->depth > depth; r->depth--)
        r->sink->close(r->ctx, r->containers[r->depth - 1].quote ? MARKDOWN_QUOTE : MARKDOWN_ITEM);
}

static void add_to_paragraph(struct reader *r, struct str line)
{
    if (r->leaf != LEAF_PARAGRAPH) {
        begin_block(r);
        r->leaf = LEAF_PARAGRAPH;
    } else {
        buf_putc(&r->paragraph, '\n');
    }
    bool hard = str_ends(line, STR("  "));
    buf_put(&r->paragraph, str_trim(line));
    if (hard)
        buf_putc(&r->paragraph, '\\');
}

static void begin_code(struct reader *r, struct str line)
{
    begin_block(r);
    r->leaf = LEAF_CODE;
    r->fence_indent = indent_of(line);
    r->fence_length = fence_length(line);
    struct str fence = outdent(line, SIZE_MAX);
    r->fence = fence.p[0];
    open_block(r, (struct markdown_block){.type = MARKDOWN_CODE,
                                          .info = str_trim(str_skip(fence, r->fence_length))});
}

static void read_code_line(struct reader *r, struct str line)
{
    struct str text = outdent(line, SIZE_MAX);
    size_t n = fence_length(line);
    if (n >= r->fence_length && text.p[0] == r->fence && str_trim(str_skip(text, n)).n == 0)
        end_leaf(r);
    else
        r->sink->code_line(r->ctx, outdent(line, r->fence_indent));
}

static void read_heading(struct reader *r, struct str text, size_t level)
{
    r->blank = true;
    begin_block(r);
    inline_block(r, (struct markdown_block){.type = MARKDOWN_HEADING, .level = (unsigned)level},
                 str_trim(str_skip(text, level)));
}

/* ---- containers ------------------------------------------------------------------------------ */

/* How many of the open containers the line continues; their marks are cut off. */
static size_t continue_containers(const struct reader *r, struct str *line)
{
    bool blank = str_trim(*line).n == 0;
    size_t i = 0;
    for (; i < r->depth; i++) {
        const struct container *c = &r->containers[i];
        if (c->quote) {
            struct str s = outdent(*line, 3);
            if (s.n == 0 || s.p[0] != '>')
                break;
            *line = outdent(str_skip(s, 1), 1);
            blank = str_trim(*line).n == 0;
        } else if (blank || indent_of(*line) >= c->indent) {
            *line = outdent(*line, c->indent);
        } else {
            break;
        }
    }
    return i;
}

static void open_quote(struct reader *r, struct str *line)
{
    begin_block(r);
    r->containers[r->depth++] = (struct container){.quote = true};
    open_block(r, (struct markdown_block){.type = MARKDOWN_QUOTE});
    *line = outdent(str_skip(outdent(*line, SIZE_MAX), 1), 1);
}

static void open_item(struct reader *r, struct str *line)
{
    size_t before = indent_of(*line);
    struct str s = outdent(*line, SIZE_MAX);
    size_t marker = item_marker(s);
    struct str text = str_skip(s, marker);
    size_t blanks = indent_of(text);
    if (blanks == 0 || blanks > TAB)
        blanks = 1;
    begin_block(r);
    r->containers[r->depth++] = (struct container){.indent = before + marker + blanks};
    open_block(r, (struct markdown_block){.type = MARKDOWN_ITEM,
                                          .marker = str_slice(s, 0, marker)});
    *line = outdent(text, blanks);
}

static bool starts_quote(struct str line)
{
    struct str s = outdent(line, 3);
    return s.n && s.p[0] == '>';
}

static bool starts_item(const struct reader *r, struct str line)
{
    struct str s = outdent(line, SIZE_MAX);
    size_t marker = item_marker(s);
    /* A number within a paragraph is only a list when it is its first, as in "in\n2026. Then". */
    return marker && !is_rule(s) && (r->leaf != LEAF_PARAGRAPH || marker == 1 || s.p[0] == '1');
}

/* Whether the line goes on with the paragraph although its containers' marks are missing. */
static bool is_lazy(const struct reader *r, struct str line)
{
    return r->leaf == LEAF_PARAGRAPH && str_trim(line).n && !starts_quote(line) &&
           !item_marker(outdent(line, SIZE_MAX)) && !fence_length(line) && !is_rule(line) &&
           !heading_level(line) && outdent(line, SIZE_MAX).p[0] != '|';
}

/* ---- all ------------------------------------------------------------------------------------- */

static void read_leaf(struct reader *r, struct str line)
{
    struct str text = str_trim(line);
    size_t level;
    if (text.n == 0) {
        end_leaf(r);
        r->blank = true;
    } else if (fence_length(line)) {
        begin_code(r, line);
    } else if (is_rule(text)) {
        end_leaf(r);
        r->gap = true;
        inline_block(r, (struct markdown_block){.type = MARKDOWN_RULE}, STR_NONE);
        r->blank = true;
    } else if ((level = heading_level(text)) > 0) {
        read_heading(r, text, level);
    } else if (text.p[0] == '|') {
        if (r->leaf != LEAF_TABLE || r->table.row_count == MARKDOWN_ROWS_MAX) {
            begin_block(r);
            r->leaf = LEAF_TABLE;
        }
        markdown_table_add(&r->table, text);
    } else {
        if (r->leaf == LEAF_TABLE)
            end_leaf(r);
        add_to_paragraph(r, outdent(line, SIZE_MAX));
    }
}

static void read_line(struct reader *r, struct str line)
{
    struct str whole = line;
    size_t matched = continue_containers(r, &line);
    if (matched == r->depth && r->leaf == LEAF_CODE) {
        read_code_line(r, line);
        return;
    }
    if (matched < r->depth) {
        if (is_lazy(r, line)) {
            add_to_paragraph(r, outdent(whole, SIZE_MAX));
            return;
        }
        close_to(r, matched);
    }
    size_t before = r->depth;
    while (r->depth < MARKDOWN_DEPTH_MAX) {
        if (starts_quote(line))
            open_quote(r, &line);
        else if (starts_item(r, line))
            open_item(r, &line);
        else
            break;
    }
    if (r->depth == before || str_trim(line).n) /* a bare mark is no empty line */
        read_leaf(r, line);
}

void markdown_read(struct str markdown, const struct markdown_sink *sink, void *ctx)
{
    struct reader r = {.sink = sink, .ctx = ctx};
    buf_init(&r.paragraph, MARKDOWN_BLOCK_MAX);
    struct str line;
    while (str_next_line(&markdown, &line))
        read_line(&r, line);
    close_to(&r, 0);
    end_leaf(&r);
    markdown_table_release(&r.table);
    buf_release(&r.paragraph);
}
