#include "import/dialect.h"

struct fence {
    char mark;   /* '`' or '~', 0 outside of fenced code */
    size_t size;
};

/* Without the blanks, list markers and '>' that may stand before a block. */
static struct str strip_containers(struct str line)
{
    for (;;) {
        line = str_trim(line);
        size_t n = 0;
        while (n < line.n && ascii_is_digit(line.p[n]))
            n++;
        bool number = n > 0 && n < 10 && n + 1 < line.n && (line.p[n] == '.' || line.p[n] == ')') &&
                      ascii_is_space(line.p[n + 1]);
        bool bullet = line.n > 1 && strchr("-*+", line.p[0]) && ascii_is_space(line.p[1]);
        if (line.n && line.p[0] == '>')
            line = str_skip(line, 1);
        else if (number)
            line = str_skip(line, n + 2);
        else if (bullet)
            line = str_skip(line, 2);
        else
            return line;
    }
}

/* Follow the fences; true when the line is a fence or inside of fenced code. */
static bool in_code(struct fence *f, struct str line)
{
    struct str s = f->mark ? str_trim_set(line, " \t\r>") : line;
    char mark = 0;
    /* most lines hold no fence: look for one before the containers are taken off */
    if (!f->mark && str_find(line, STR("```")) == STR_NOT_FOUND &&
        str_find(line, STR("~~~")) == STR_NOT_FOUND)
        return false;
    if (!f->mark)
        s = strip_containers(line);
    if (str_starts(s, STR("```")) || str_starts(s, STR("~~~")))
        mark = s.p[0];
    if (!mark)
        return f->mark != 0;
    size_t size = 0;
    while (size < s.n && s.p[size] == mark)
        size++;
    if (!f->mark) {
        bool inline_code = mark == '`' && str_find_char(str_skip(s, size), '`') != STR_NOT_FOUND;
        if (!inline_code)
            *f = (struct fence){mark, size};
        return !inline_code;
    }
    if (mark == f->mark && size >= f->size && str_trim(str_skip(s, size)).n == 0)
        *f = (struct fence){0, 0};
    return true;
}

/* The value of `name="..."` in a directive. */
static struct str directive_value(struct str line, struct str name)
{
    size_t at = str_ifind(line, name);
    if (at == STR_NOT_FOUND)
        return STR_NONE;
    struct str rest = str_trim(str_skip(line, at + name.n));
    if (!rest.n || rest.p[0] != '"')
        return STR_NONE;
    size_t end = str_find_char(str_skip(rest, 1), '"');
    return end == STR_NOT_FOUND ? STR_NONE : str_slice(rest, 1, end + 1);
}

static void put_image(struct str indent, struct str line, struct buf *out)
{
    struct str source = directive_value(line, STR("source="));
    if (!source.n)
        return;
    buf_put(out, indent);
    buf_puts(out, "![");
    struct str alt = directive_value(line, STR("alt-text="));
    for (size_t i = 0; i < alt.n; i++)
        buf_putc(out, alt.p[i] == '[' || alt.p[i] == ']' ? ' ' : alt.p[i]);
    buf_puts(out, "](<");
    buf_put(out, source);
    buf_puts(out, ">)");
}

/* ::: directives: only pictures leave something. */
static bool put_directive(struct str line, struct buf *out)
{
    size_t indent = 0;
    while (indent < line.n && (ascii_is_space(line.p[indent]) || line.p[indent] == '>'))
        indent++;
    struct str s = str_skip(line, indent);
    if (!str_starts(s, STR(":::")))
        return false;
    struct str word = str_trim(str_skip(s, 3));
    if (str_istarts(word, STR("image")))
        put_image(str_slice(line, 0, indent), s, out);
    return true;
}

/* # [Azure portal](#tab/portal) */
static bool put_tab(struct str line, struct buf *out)
{
    if (line.p[0] != '#' || str_find(line, STR("](#tab/")) == STR_NOT_FOUND)
        return false;
    struct str s = str_trim(str_trim_set(line, "#"));
    size_t end = str_find(s, STR("](#tab/"));
    if (!s.n || s.p[0] != '[' || end == STR_NOT_FOUND)
        return false;
    buf_puts(out, "**");
    buf_put(out, str_trim_set(str_slice(s, 1, end), "* "));
    buf_puts(out, "**");
    return true;
}

/* [!INCLUDE [name](path)], alone or inside of a line, taken out. */
static bool put_without_includes(struct str line, struct buf *out)
{
    bool any = false;
    for (;;) {
        size_t at = str_ifind(line, STR("[!include"));
        size_t path = at == STR_NOT_FOUND ? at : str_find(str_skip(line, at), STR("]("));
        size_t end = path == STR_NOT_FOUND ? path : str_find(str_skip(line, at + path), STR(")"));
        if (end == STR_NOT_FOUND)
            break;
        any = true;
        buf_put(out, str_slice(line, 0, at));
        line = str_skip(line, at + path + end + 1);
        struct str rest = str_trim(line);
        if (rest.n && rest.p[0] == ']')
            line = str_skip(rest, 1);
    }
    if (any)
        buf_put(out, line);
    return any;
}

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

struct translator {
    struct fence fence;
    size_t run;       /* bytes since the last blank line */
    bool table;       /* the head of a table stands in them: its rows are read one by one */
    uint32_t number;
    struct dialect_report *report;
    struct buf *out;
};

/* Append the line, changed when it must be; true when it was. */
static bool put_line(struct translator *t, struct str line)
{
    struct buf *out = t->out;
    bool code = in_code(&t->fence, line);
    size_t columns = delimiter_columns(line);
    bool blank = str_trim(str_slice(line, 0, 256)).n == 0;
    t->run = blank || code || t->table || begins_block(line) ? line.n : t->run + line.n;
    t->table = (t->table && !blank) || (columns && columns <= DIALECT_COLUMNS_MAX);
    if (code) {
        t->run = 0;
    } else if (columns > DIALECT_COLUMNS_MAX) {
        if (!t->report->table_line)
            t->report->table_line = t->number;
        return true;
    } else if (t->run > DIALECT_PARAGRAPH_MAX) {
        if (!t->report->paragraph_line)
            t->report->paragraph_line = t->number;
        t->run = 0;
        return true; /* an empty line in its place */
    } else if (columns && has_short_dashes(line)) {
        put_long_dashes(line, out);
        return true;
    } else if (line.n > 3) {
        bool open = str_find(str_slice(line, 0, 256), STR(":::")) != STR_NOT_FOUND;
        if (open && put_directive(line, out))
            return true;
        if (put_tab(line, out))
            return true;
        if (str_find(line, STR("[!")) != STR_NOT_FOUND && put_without_includes(line, out))
            return true;
    }
    buf_put(out, line);
    return false;
}

/* Nothing in it that could need a change: most documents. */
static bool is_plain(struct str text)
{
    if (text.n > DIALECT_PARAGRAPH_MAX)
        return false;
    return str_find(text, STR("[!")) == STR_NOT_FOUND && str_find(text, STR(":::")) == STR_NOT_FOUND &&
           str_find(text, STR("](#tab/")) == STR_NOT_FOUND &&
           str_find(text, STR("|-")) == STR_NOT_FOUND && str_find(text, STR("| -")) == STR_NOT_FOUND &&
           str_find(text, STR("|:")) == STR_NOT_FOUND && text.n < 64 * DIALECT_COLUMNS_MAX;
}

struct str dialect_translate(struct str text, struct buf *out, struct dialect_report *report)
{
    *report = (struct dialect_report){0, 0};
    if (is_plain(text))
        return text;
    buf_clear(out);
    struct translator t = {.number = 0, .report = report, .out = out};
    bool changed = false;
    struct str rest = text, line;
    while (str_next_line(&rest, &line)) {
        t.number++;
        changed |= put_line(&t, line);
        if (rest.n || text.p[text.n - 1] == '\n')
            buf_putc(out, '\n');
    }
    return changed ? buf_str(out) : text;
}
