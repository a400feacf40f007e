#include "import/read/directive.h"

#include "base/path.h"
#include "import/tree/link.h"

enum {
    OPEN_LINES_MAX = 12,        /* over which one directive may run */
    DESCRIPTION_LINES_MAX = 60, /* of a picture */
    ALT_MAX = 4096,
    BRACKET_MAX = 2048, /* bytes of a [!...] */
};

/* ---- attributes ------------------------------------------------------------------------------ */

/* Cut `name="value"` off the front of *rest; false at the end. */
static bool next_attribute(struct str *rest, struct str *name, struct str *value)
{
    *rest = str_trim(*rest);
    size_t n = 0;
    while (n < rest->n && rest->p[n] != '=' && !ascii_is_space(rest->p[n]))
        n++;
    *name = str_slice(*rest, 0, n);
    *value = STR_NONE;
    if (!rest->n)
        return false;
    struct str behind = str_trim(str_skip(*rest, n));
    if (!behind.n || behind.p[0] != '=') {
        *rest = str_skip(*rest, max_size(n, 1));
        return true;
    }
    behind = str_trim(str_skip(behind, 1));
    char quote = behind.n && (behind.p[0] == '"' || behind.p[0] == '\'') ? behind.p[0] : 0;
    size_t end = quote ? 1 : 0;
    while (end < behind.n && (quote ? behind.p[end] != quote : !ascii_is_space(behind.p[end])))
        end += quote && behind.p[end] == '\\' ? 2 : 1;
    *value = str_slice(behind, quote ? 1 : 0, end);
    *rest = str_skip(behind, end + (quote ? 1 : 0));
    return true;
}

static struct str attribute(struct str attributes, const char *wanted)
{
    struct str name, value;
    while (next_attribute(&attributes, &name, &value))
        if (str_ieq(name, str_of(wanted)))
            return value;
    return STR_NONE;
}

/* ---- pictures and code ----------------------------------------------------------------------- */

/* Text that must stay as it is inside of Markdown, on one line. */
static void put_literal(struct str s, struct buf *out)
{
    size_t from = out->n;
    for (size_t i = 0; i < s.n && out->n - from < ALT_MAX; i++) {
        char next = i + 1 < s.n ? s.p[i + 1] : '\0';
        if (s.p[i] == '\\' && (next == '"' || next == '\''))
            continue;
        if (strchr("[]*_`<\\|", s.p[i]) && s.p[i])
            buf_putc(out, '\\');
        buf_putc(out, s.p[i] == '\n' || s.p[i] == '\r' || s.p[i] == '\t' ? ' ' : s.p[i]);
    }
}

static void put_target(struct str target, struct buf *out)
{
    buf_puts(out, "](<");
    for (size_t i = 0; i < target.n; i++)
        if (!strchr("<>\n\r", target.p[i]))
            buf_putc(out, target.p[i]);
    buf_puts(out, ">)");
}

/* The text up to `:::image-end:::`, when it is a picture with a description: read as a part of what
 * stands in place of the picture. */
static struct str take_description(struct directives *d)
{
    struct str rest = d->rest, line;
    for (uint32_t i = 0; i < d->taken; i++)
        str_next_line(&rest, &line);
    const char *start = rest.p;
    for (uint32_t n = 1; n <= DESCRIPTION_LINES_MAX && str_next_line(&rest, &line); n++) {
        struct str s = str_trim_set(line, " \t\r>");
        if (str_starts(s, STR(":::image-end")) || str_starts(s, STR("::: image-end"))) {
            d->taken += n;
            return str_trim(str_n(start, (size_t)(line.p - start)));
        }
        if (str_starts(s, STR(":::")))
            break;
    }
    return STR_NONE;
}

static void put_image(struct directives *d, struct str attributes, bool at_end, struct buf *out)
{
    struct str description = STR_NONE;
    if (at_end)
        description = take_description(d);
    buf_puts(out, "![");
    put_literal(attribute(attributes, "alt-text"), out);
    if (description.n) {
        buf_putc(out, ' ');
        put_literal(description, out);
    }
    put_target(attribute(attributes, "source"), out);
}

static void put_code(struct str attributes, struct buf *out)
{
    struct str source = attribute(attributes, "source");
    if (!source.n)
        return;
    buf_putc(out, '[');
    put_literal(path_name(source), out);
    put_target(source, out);
}

/* ---- ::: ------------------------------------------------------------------------------------- */

static struct str name_of(struct str s)
{
    size_t n = 0;
    while (n < s.n && (ascii_is_alpha(s.p[n]) || s.p[n] == '-'))
        n++;
    return str_slice(s, 0, n);
}

/*
 * The attributes of a directive that ends with `:::`, s being what stands behind its name; *rest is
 * what follows it on its last line. It may go on in the next lines, but not beyond a blank one.
 */
static struct str take_attributes(struct directives *d, struct str s, struct str *rest)
{
    size_t end = str_find(s, STR(":::"));
    if (end != STR_NOT_FOUND) {
        *rest = str_skip(s, end + 3);
        return str_slice(s, 0, end);
    }
    *rest = STR_NONE;
    struct str below = d->rest, line;
    const char *start = below.p;
    for (uint32_t n = 1; n <= OPEN_LINES_MAX && str_next_line(&below, &line); n++) {
        end = str_find(line, STR(":::"));
        if (!str_trim(line).n)
            break;
        if (end == STR_NOT_FOUND)
            continue;
        d->taken = n;
        *rest = str_skip(line, end + 3);
        return arena_printf(d->scopes->arena, "%.*s\n%.*s", STR_ARG(s),
                            STR_ARG(str_n(start, (size_t)(line.p + end - start))));
    }
    return s;
}

static bool is_inline(struct str name)
{
    static const struct str names[] = {STR_INIT("image"), STR_INIT("icon"), STR_INIT("no-loc"),
                                       STR_INIT("video"), STR_INIT("code")};
    return str_in(name, names, ARRAY_LEN(names));
}

/* One that may stand among text. Returns what follows it. */
static struct str put_inline(struct directives *d, struct str name, struct str behind,
                             struct buf *out)
{
    struct str rest;
    struct str attributes = take_attributes(d, behind, &rest);
    if (str_ieq(name, STR("image")) || str_ieq(name, STR("icon")))
        put_image(d, attributes, str_trim(rest).n == 0, out);
    else if (str_ieq(name, STR("code")))
        put_code(attributes, out);
    else if (str_ieq(name, STR("no-loc")))
        put_literal(attribute(attributes, "text"), out);
    return rest;
}

/* A name of a stretch becomes a heading of the lowest level: scope.c finds it in the tree. */
static void put_name(struct str indent, struct str label, struct buf *out)
{
    if (!label.n)
        return;
    buf_put(out, indent);
    buf_puts(out, "###### ");
    put_literal(label, out);
}

/* "::: note Title": words, and nothing that only a program reads. */
static bool has_title(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (strchr("={}\"", s.p[i]))
            return false;
    return str_trim_set(s, "[] ").n > 0;
}

/* One that has the line for itself. */
static void put_block(struct directives *d, struct str indent, struct str name, struct str behind,
                      struct buf *out)
{
    struct str label = STR_NONE;
    size_t close = str_find(behind, STR(":::"));
    struct str attributes = str_trim(str_slice(behind, 0, close));
    if (str_ieq(name, STR("zone"))) {
        struct str pivot = attribute(attributes, "pivot");
        struct str target = attribute(attributes, "target");
        if (!pivot.n && !str_ieq(target, STR("docs")))
            pivot = target;
        scope_zone(d->scopes, d->line, pivot, &label);
    } else if (str_ieq(name, STR("moniker"))) {
        scope_moniker(d->scopes, d->line, attribute(attributes, "range"), &label);
    } else if (str_ieq(name, STR("zone-end"))) {
        scope_end(d->scopes, d->line, SCOPE_ZONE);
    } else if (str_ieq(name, STR("moniker-end"))) {
        scope_end(d->scopes, d->line, SCOPE_MONIKER);
    } else if (str_ieq(name, STR("column")) || str_ieq(name, STR("column-end"))) {
        d->column = name.n == STR("column").n;
    } else if (has_title(attributes)) {
        buf_put(out, indent);
        buf_puts(out, "**");
        put_literal(str_trim_set(attributes, "[] "), out);
        buf_puts(out, "**");
    }
    put_name(indent, label, out);
}

/* Backticks of a line, counted from left to right. */
struct ticks {
    size_t at, count;
};

static bool in_code_span(struct ticks *t, struct str line, size_t at)
{
    for (; t->at < at; t->at++)
        t->count += line.p[t->at] == '`';
    return t->count % 2 != 0;
}

bool directive_colons(struct directives *d, struct str line, struct buf *out)
{
    size_t indent = 0;
    while (indent < line.n && (ascii_is_space(line.p[indent]) || line.p[indent] == '>'))
        indent++;
    struct str left = line;
    struct ticks ticks = {0, 0};
    size_t mark = out->n, at;
    bool any = false;
    while (!d->taken && (at = str_find(left, STR(":::"))) != STR_NOT_FOUND) {
        size_t place = (size_t)(left.p - line.p) + at;
        bool whole = place == indent;
        struct str s = whole ? str_trim(str_skip(left, at + 3)) : str_skip(left, at + 3);
        struct str name = name_of(s);
        bool code = in_code_span(&ticks, line, place);
        if (whole && !code && !is_inline(name)) {
            put_block(d, str_slice(line, 0, indent), name, str_skip(s, name.n), out);
            return true;
        }
        if (code || !is_inline(name)) { /* colons of something else */
            buf_put(out, str_slice(left, 0, at + 3));
            left = str_skip(left, at + 3);
            continue;
        }
        any = true;
        buf_put(out, str_slice(left, 0, at));
        left = put_inline(d, name, str_skip(s, name.n), out);
    }
    if (any)
        buf_put(out, left);
    else
        buf_truncate(out, mark);
    return any;
}

/* ---- [! -------------------------------------------------------------------------------------- */

/* Behind the bracket that closes the one at the front; 0 when there is none. */
static size_t bracket_end(struct str s)
{
    size_t deep = 0;
    for (size_t i = 0; i < s.n && i < BRACKET_MAX; i++) {
        deep += s.p[i] == '[';
        if (s.p[i] == ']' && --deep == 0)
            return i + 1;
    }
    return 0;
}

/* `(target)` as CommonMark wants it: a target with blanks between < and >. */
static void put_include(struct str bracket, struct buf *out)
{
    size_t open = str_find(bracket, STR("]("));
    size_t close = str_rfind_char(bracket, ')');
    struct str target = open == STR_NOT_FOUND || close == STR_NOT_FOUND || close < open
                            ? STR_NONE
                            : str_trim(str_slice(bracket, open + 2, close));
    bool blank =
        str_find_char(target, ' ') != STR_NOT_FOUND || str_find_char(target, '\\') != STR_NOT_FOUND;
    if (!blank || target.p[0] == '<' || str_find_char(target, '"') != STR_NOT_FOUND) {
        buf_put(out, bracket);
        return;
    }
    buf_put(out, str_slice(bracket, 0, open));
    buf_puts(out, "](<");
    for (size_t i = 0; i < target.n; i++) /* a path of Windows */
        buf_putc(out, target.p[i] == '\\' ? '/' : target.p[i]);
    buf_putc(out, '>');
    buf_put(out, str_skip(bracket, close));
}

/* [!code-csharp[Main](Program.cs?range=1-5)] */
static void put_snippet(struct str bracket, struct buf *out)
{
    size_t inner = str_find_char(str_skip(bracket, 1), '[');
    if (inner == STR_NOT_FOUND)
        return;
    struct str link = str_slice(bracket, inner + 1, bracket.n - 1);
    if (str_starts(link, STR("[](")))
        buf_put(out, STR("[code"));
    buf_put(out, str_starts(link, STR("[](")) ? str_skip(link, 1) : link);
}

static bool is_alert(struct str name)
{
    static const struct str names[] = {STR_INIT("note"), STR_INIT("tip"), STR_INIT("important"),
                                       STR_INIT("warning"), STR_INIT("caution")};
    return str_in(name, names, ARRAY_LEN(names));
}

/* Append what stands for the bracket; false: it stays as it is. */
static bool put_bracket(struct str bracket, bool first, struct buf *out)
{
    struct str name = name_of(str_skip(bracket, 2));
    struct str text = str_trim(str_slice(bracket, 2 + name.n, bracket.n - 1));
    if (str_istarts(name, STR("include")))
        put_include(bracket, out);
    else if (str_istarts(name, STR("code")) || str_istarts(name, STR("notebook")))
        put_snippet(bracket, out);
    else if (str_ieq(name, STR("uicontrol")))
        buf_printf(out, "**%.*s**", STR_ARG(text));
    else if (str_ieq(name, STR("dnl")))
        buf_put(out, text);
    else if (first && is_alert(name) && !text.n)
        buf_printf(out, "**%c%.*s:**", ascii_upper(name.p[0]), (int)name.n - 1, name.p + 1);
    else
        return str_ieq(name, STR("video")) || str_ieq(name, STR("badge"));
    return true;
}

bool directive_brackets(struct str line, struct buf *out)
{
    struct str left = line;
    struct ticks ticks = {0, 0};
    bool any = false;
    for (size_t from = 0, at; (at = str_find(str_skip(left, from), STR("[!"))) != STR_NOT_FOUND;) {
        at += from;
        size_t place = (size_t)(left.p - line.p) + at, mark = out->n;
        struct str bracket = str_slice(left, at, at + bracket_end(str_skip(left, at)));
        bool escaped = place > 0 && (line.p[place - 1] == '\\' || line.p[place - 1] == '!');
        bool first = str_trim(str_slice(line, 0, place)).n == 0;
        buf_put(out, str_slice(left, 0, at));
        if (escaped || !bracket.n || in_code_span(&ticks, line, place) ||
            !put_bracket(bracket, first, out)) {
            buf_truncate(out, mark);
            from = at + 2;
            continue;
        }
        any = true;
        left = str_skip(left, at + bracket.n);
        from = 0;
    }
    if (any)
        buf_put(out, left);
    return any;
}
