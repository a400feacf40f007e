#include "import/read/dialect.h"

#include "import/read/directive.h"
#include "import/tree/fence.h"
#include "import/read/markdown.h"

enum {
    COLUMN_INDENT_MAX = 12, /* blanks before the text of a :::column::: */
    INDENT_MAX = 64,        /* before a heading */
    TAB_LEVEL = 6,
};

struct translator {
    struct fence fence;
    struct directives directives;
    struct scopes *scopes;
    struct buf *out;
    struct buf plain;   /* the line without its comments */
    struct str anchors; /* of the line before, for the heading that this one may be */
    size_t run;         /* bytes since the last blank line */
    size_t indent;      /* of the text in a column; SIZE_MAX: not known yet */
    uint32_t number;
    bool table;           /* the head of a table stands in them: its rows are read one by one */
    bool comment;         /* inside of <!-- */
    bool no_comment_ends; /* there is no --> behind this line */
    bool wide_said, long_said, comment_said;
};

static void warn(struct translator *t, bool *said, const char *message)
{
    if (!*said && t->scopes->warn)
        t->scopes->warn(t->scopes->warn_ctx, t->number, message);
    *said = true;
}

/* ---- tables and paragraphs ------------------------------------------------------------------- */

/* Columns of the line `|---|:--:|` under a table's head, 0 when it is none. */
static size_t delimiter_columns(struct str line)
{
    size_t bars = 0, dashes = 0;
    for (size_t i = 0; i < line.n; i++) {
        bars += line.p[i] == '|';
        dashes += line.p[i] == '-';
        if (line.p[i] != '|' && line.p[i] != '-' && line.p[i] != ':' &&
            !ascii_is_space(line.p[i]) && line.p[i] != '>')
            return 0;
    }
    return dashes ? bars : 0;
}

/* A cell of the line under a table's head with fewer than three dashes. */
static bool has_short_dashes(struct str line)
{
    size_t run = 0;
    for (size_t i = 0; i <= line.n; i++) {
        bool dash = i < line.n && line.p[i] == '-';
        if (!dash && run > 0 && run < 3)
            return true;
        run = dash ? run + 1 : 0;
    }
    return false;
}

static void put_long_dashes(struct str line, struct buf *out)
{
    for (size_t i = 0; i < line.n; i++) {
        buf_putc(out, line.p[i]);
        bool last = line.p[i] == '-' && (i + 1 >= line.n || line.p[i + 1] != '-');
        if (last)
            buf_puts(out, "--");
    }
}

/* A list item or heading: it ends the paragraph before it. */
static bool begins_block(struct str line)
{
    size_t i = 0;
    while (i < line.n && line.p[i] == ' ')
        i++;
    size_t digits = i;
    while (i < line.n && ascii_is_digit(line.p[i]))
        i++;
    char c = i < line.n ? line.p[i] : '\0', next = i + 1 < line.n ? line.p[i + 1] : '\0';
    if (i > digits)
        return (c == '.' || c == ')') && next == ' ';
    return c == '#' || ((c == '-' || c == '*' || c == '+') && next == ' ');
}

/* What must not become that large: true when the line was left out or put as it has to be. */
static bool put_bounded(struct translator *t, struct str line, enum line_kind kind)
{
    size_t columns = delimiter_columns(line);
    bool code = kind == LINE_FENCED;
    bool blank = str_trim(str_slice(line, 0, 256)).n == 0;
    t->run = blank || code || t->table || begins_block(line) ? line.n : t->run + line.n;
    t->table = (t->table && !blank) || (columns && columns <= DIALECT_COLUMNS_MAX);
    if (code) {
        t->run = 0;
        return false;
    }
    if (columns > DIALECT_COLUMNS_MAX) {
        warn(t, &t->wide_said, "a table with more than 128 columns: read as text");
        return true;
    }
    if (t->run > DIALECT_PARAGRAPH_MAX) { /* an empty line in its place */
        warn(t, &t->long_said, "a paragraph of more than 256 KiB: a line of it is left out");
        t->run = 0;
        return true;
    }
    if (!columns || !has_short_dashes(line))
        return false;
    put_long_dashes(line, t->out);
    return true;
}

/* ---- comments -------------------------------------------------------------------------------- */

/* Is there a --> in the rest of the document? Looked for once when there is none. */
static bool comment_ends(struct translator *t, struct str behind)
{
    if (str_find(behind, STR("-->")) != STR_NOT_FOUND)
        return true;
    if (!t->no_comment_ends)
        t->no_comment_ends = str_find(t->directives.rest, STR("-->")) == STR_NOT_FOUND;
    return !t->no_comment_ends;
}

/* A <!-- that begins a comment: not in a code span, not escaped. */
static size_t comment_start(struct str line, size_t from, size_t *ticks)
{
    for (size_t i = from; i + 4 <= line.n; i++) {
        *ticks += line.p[i] == '`';
        if (line.p[i] == '<' && *ticks % 2 == 0 && str_starts(str_skip(line, i), STR("<!--")) &&
            !(i > 0 && line.p[i - 1] == '\\'))
            return i;
    }
    return STR_NOT_FOUND;
}

/* The line without what is commented out. */
static struct str without_comments(struct translator *t, struct str line)
{
    size_t at = 0, ticks = 0;
    if (!t->comment && str_find(line, STR("<!--")) == STR_NOT_FOUND)
        return line;
    buf_clear(&t->plain);
    for (;;) {
        if (t->comment) {
            size_t end = str_find(str_skip(line, at), STR("-->"));
            if (end == STR_NOT_FOUND)
                return buf_str(&t->plain);
            at += end + 3;
            t->comment = false;
        }
        size_t start = comment_start(line, at, &ticks);
        buf_put(&t->plain, str_slice(line, at, start));
        if (start == STR_NOT_FOUND)
            return buf_str(&t->plain);
        at = start + 4;
        t->comment = comment_ends(t, str_skip(line, at));
        if (!t->comment)
            warn(t, &t->comment_said, "a comment that is not closed (-->): read as text");
    }
}

/* ---- tabs and headings ----------------------------------------------------------------------- */

static size_t indent_of(struct str line)
{
    size_t n = 0;
    while (n < line.n && line.p[n] == ' ')
        n++;
    return n;
}

/* Level of an ATX heading, in a list, too; 0: none. *text is what stands behind the marks. */
static unsigned heading_level(struct str line, struct str *text)
{
    size_t start = indent_of(line);
    size_t n = start;
    while (n < line.n && line.p[n] == '#')
        n++;
    unsigned level = (unsigned)(n - start);
    if (!level || level > 6 || n >= line.n || !ascii_is_space(line.p[n]))
        return 0;
    *text = str_trim(str_skip(line, n));
    return level;
}

/* # [Azure portal](#tab/portal) */
static bool put_tab(struct translator *t, struct str line, unsigned level, struct str text)
{
    size_t end = str_find(text, STR("](#tab/"));
    if (!text.n || text.p[0] != '[' || end == STR_NOT_FOUND)
        return false;
    struct str target = str_skip(text, end + STR("](#tab/").n);
    struct str label = str_trim_set(str_slice(text, 1, end), "* ");
    target = str_slice(target, 0, str_find_char(target, ')'));
    size_t indent = min_size(indent_of(line), INDENT_MAX);
    /* tabs in a list are none of those around the list */
    scope_tab(t->scopes, t->number, level + (unsigned)indent * (TAB_LEVEL + 1), label, target);
    buf_repeat(t->out, ' ', indent);
    buf_repeat(t->out, '#', TAB_LEVEL);
    buf_putc(t->out, ' ');
    buf_put(t->out, label);
    return true;
}

/* The id in "Heading {#id .class}", "{: #id }"; *heading is what stands before it. */
static struct str heading_id(struct str text, struct str *heading)
{
    size_t open = str_rfind_char(text, '{');
    if (open == STR_NOT_FOUND || text.p[text.n - 1] != '}')
        return STR_NONE;
    struct str inner = str_trim_set(str_slice(text, open + 1, text.n - 1), " :"), part;
    struct str id = STR_NONE;
    while (str_next_part(&inner, ' ', &part)) {
        bool is_id = part.n > 1 && part.p[0] == '#';
        if (part.n && !is_id && part.p[0] != '.' && str_find_char(part, '=') == STR_NOT_FOUND)
            return STR_NONE;
        for (size_t i = 1; i < part.n && is_id; i++)
            if (!ascii_is_alnum(part.p[i]) && !strchr("-_.:", part.p[i]))
                return STR_NONE;
        id = is_id ? str_skip(part, 1) : id;
    }
    *heading = str_slice(text, 0, open);
    return id;
}

static bool put_heading(struct translator *t, struct str line, struct str anchors)
{
    struct str text = STR_NONE, heading = STR_NONE;
    unsigned level = heading_level(line, &text);
    if (!level)
        return false;
    if (put_tab(t, line, level, text))
        return true;
    scope_heading(t->scopes, t->number);
    struct str id = text.n ? heading_id(text, &heading) : STR_NONE;
    if (!id.n && !anchors.n)
        return false;
    buf_repeat(t->out, ' ', min_size(indent_of(line), INDENT_MAX));
    buf_repeat(t->out, '#', level);
    buf_putc(t->out, ' ');
    buf_put(t->out, str_trim_set(id.n ? heading : text, id.n ? " " : " #"));
    if (id.n)
        buf_printf(t->out, " <a name=\"%.*s\"></a>", STR_ARG(id));
    buf_put(t->out, anchors);
    return true;
}

/* A line of nothing but <a name="x"></a>: with the next one it would be a block of HTML. */
static bool is_anchors(struct str line)
{
    struct str s = str_trim(line);
    if (!str_istarts(s, STR("<a ")))
        return false;
    while (s.n) {
        size_t end = str_find_char(s, '>');
        bool named = str_ifind(str_slice(s, 0, end), STR("href")) == STR_NOT_FOUND;
        if (!str_istarts(s, STR("<a ")) || end == STR_NOT_FOUND || !named)
            return false;
        s = str_trim(str_skip(s, end + 1));
        if (str_istarts(s, STR("</a>")))
            s = str_trim(str_skip(s, 4));
    }
    return true;
}

/* A thematic break as tabs end with it. */
static bool is_rule(struct str line)
{
    struct str s = str_trim(line);
    size_t n = 0;
    while (n < s.n && s.p[n] == s.p[0])
        n++;
    return n >= 3 && n == s.n && strchr("-*_", s.p[0]);
}

/* ---- lines ----------------------------------------------------------------------------------- */

/* Without the indent that the text of a :::column::: has in common. */
static struct str without_indent(struct translator *t, struct str line)
{
    if (!t->directives.column) {
        t->indent = SIZE_MAX;
        return line;
    }
    size_t n = 0;
    while (n < line.n && n < COLUMN_INDENT_MAX && line.p[n] == ' ')
        n++;
    struct str text = str_skip(line, n);
    if (t->indent == SIZE_MAX && str_trim(text).n && !str_starts(text, STR(":::")))
        t->indent = n;
    return str_skip(line, t->indent == SIZE_MAX ? 0 : min_size(n, t->indent));
}

/* Text, or indented code: what is translated. False: it stays as it is, and was not put. */
static bool put_text(struct translator *t, struct str line, enum line_kind kind)
{
    struct str next = t->directives.rest, below, heading;
    bool colons = str_find(line, STR(":::")) != STR_NOT_FOUND;
    struct str anchors = t->anchors;
    t->anchors = STR_NONE;
    if (colons && directive_colons(&t->directives, line, t->out))
        return true;
    if (kind == LINE_INDENTED)
        return false;
    if (put_heading(t, line, anchors))
        return true;
    if (is_rule(line) && scope_rule(t->scopes, t->number))
        return true;
    if (is_anchors(line) && str_next_line(&next, &below) && heading_level(below, &heading)) {
        t->anchors = arena_dup(t->scopes->arena, str_trim(line));
        return true;
    }
    return str_find(line, STR("[!")) != STR_NOT_FOUND && directive_brackets(line, t->out);
}

/* Append the line, changed when it must be; true when it was. */
static bool put_line(struct translator *t, struct str line)
{
    if (t->directives.taken) { /* it went into the line of its directive */
        t->directives.taken--;
        return true;
    }
    struct str whole = line;
    line = without_indent(t, line);
    enum line_kind kind = t->comment ? LINE_TEXT : fence_next(&t->fence, line);
    if (kind == LINE_TEXT)
        line = without_comments(t, line);
    if (put_bounded(t, line, kind))
        return true;
    if (kind != LINE_FENCED && put_text(t, line, kind))
        return true;
    buf_put(t->out, line);
    return line.n != whole.n;
}

/* Nothing in it that could need a change: most documents. */
static bool is_plain(struct str text)
{
    static const struct str signs[] = {STR_INIT("[!"),   STR_INIT(":::"), STR_INIT("](#tab/"),
                                       STR_INIT("<!--"), STR_INIT("{#"),  STR_INIT("{:"),
                                       STR_INIT("{ #"),  STR_INIT("<a "), STR_INIT("|-"),
                                       STR_INIT("| -"),  STR_INIT("|:")};
    if (text.n > DIALECT_PARAGRAPH_MAX || text.n >= 64 * DIALECT_COLUMNS_MAX)
        return false;
    for (size_t i = 0; i < ARRAY_LEN(signs); i++)
        if (str_find(text, signs[i]) != STR_NOT_FOUND)
            return false;
    return true;
}

struct str dialect_translate(struct str text, uint32_t first_line, struct buf *out,
                             struct scopes *scopes)
{
    if (is_plain(text))
        return text;
    buf_clear(out);
    struct translator t = {.scopes = scopes, .number = first_line, .out = out, .indent = SIZE_MAX};
    buf_init(&t.plain, text.n);
    t.fence.blank = true;
    t.directives = (struct directives){.scopes = scopes, .rest = text};
    bool changed = false;
    struct str line;
    while (str_next_line(&t.directives.rest, &line)) {
        t.directives.line = t.number;
        changed |= put_line(&t, line);
        if (t.directives.rest.n || text.p[text.n - 1] == '\n')
            buf_putc(out, '\n');
        t.number++;
    }
    scope_finish(scopes, t.number);
    buf_release(&t.plain);
    return changed ? buf_str(out) : text;
}

struct node *dialect_parse(struct str text, uint32_t first_line, struct buf *buf,
                           struct scopes *scopes, bool *truncated)
{
    struct str body = dialect_translate(text, first_line, buf, scopes);
    struct node *root = markdown_parse(scopes->arena, body, first_line, truncated);
    if (root)
        scope_label(scopes, root);
    return root;
}
