#include "report/flow.h"

#include "base/mem.h"
#include "report/safe.h"
#include "text/utf8.h"

enum { ROOM_MIN = 10, PRINTF_MAX = 4096, TAB = 4 };

void flow_init(struct flow *f, struct buf *out, size_t width, bool color)
{
    *f = (struct flow){.out = out, .width = width, .color = color};
}

/* ---- the line -------------------------------------------------------------------------------- */

static void set_style(struct flow *f, enum style style)
{
    if (!f->color || f->active == style)
        return;
    if (f->active != STYLE_NONE)
        buf_puts(f->out, STYLE_RESET);
    buf_puts(f->out, style_sgr(style));
    f->active = style;
}

size_t flow_indent(const struct flow *f)
{
    size_t columns = 0;
    for (size_t i = 0; i < min_size(f->depth, FLOW_LEVELS_MAX); i++)
        columns += f->levels[i].columns;
    return columns;
}

static size_t room_behind(const struct flow *f, size_t indent)
{
    if (f->width == 0)
        return SIZE_MAX;
    return f->width > indent + ROOM_MIN ? f->width - indent : ROOM_MIN;
}

size_t flow_room(const struct flow *f)
{
    return room_behind(f, flow_indent(f));
}

/* Begin a line: the empty line that is due, then the markers. Blanks wait for what follows them,
 * so that no line ends in one. */
static void begin(struct flow *f)
{
    if (f->open)
        return;
    size_t blanks = 0;
    if (f->gap && f->any) {
        for (size_t i = 0; i < min_size(f->depth, FLOW_LEVELS_MAX); i++) {
            const struct flow_level *level = &f->levels[i];
            if (!level->repeat || !level->shown) {
                blanks += level->columns;
                continue;
            }
            buf_repeat(f->out, ' ', blanks);
            buf_put(f->out, str_trim(str_of(level->marker)));
            blanks = level->columns - min_size(level->columns, 1);
        }
        buf_putc(f->out, '\n');
    }
    f->gap = false;
    f->open = f->any = true;
    f->column = 0;
    f->space = false;
    size_t indent = 0;
    for (size_t i = 0; i < min_size(f->depth, FLOW_LEVELS_MAX); i++) {
        struct flow_level *level = &f->levels[i];
        if (level->repeat || !level->shown) {
            safe_put(f->out, str_of(level->marker));
            indent += flow_columns(str_of(level->marker));
            level->shown = true;
        } else {
            buf_repeat(f->out, ' ', level->columns);
            indent += level->columns;
        }
    }
    f->room = room_behind(f, indent);
}

static void end(struct flow *f)
{
    if (!f->open)
        return;
    set_style(f, STYLE_NONE);
    size_t n = f->out->n;
    while (n && f->out->p[n - 1] == ' ')
        n--;
    buf_truncate(f->out, n);
    buf_putc(f->out, '\n');
    f->widest = max_size(f->widest, f->column);
    f->lines++;
    f->open = f->space = false;
    f->column = 0;
}

static void put_cells(struct flow *f, const struct flow_cell *cells, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        set_style(f, (enum style)cells[i].style);
        utf8_put(f->out, cells[i].code_point);
        f->column += cells[i].width;
    }
}

/* A word wider than a line: cut wherever the line is full. */
static void put_long_word(struct flow *f)
{
    for (size_t i = 0; i < f->word_count; i++) {
        if (f->column && f->column + f->word[i].width > f->room)
            end(f);
        begin(f);
        put_cells(f, &f->word[i], 1);
    }
}

static void put_word(struct flow *f)
{
    if (f->word_count == 0)
        return;
    begin(f);
    size_t blank = f->space && f->column ? 1 : 0;
    if (f->column && f->room - min_size(f->room, f->column) < blank + f->word_width) {
        end(f);
        begin(f);
    }
    if (f->space && f->column) {
        /* The blank has a style only inside of it. */
        if (f->active != (enum style)f->word[0].style)
            set_style(f, STYLE_NONE);
        buf_putc(f->out, ' ');
        f->column++;
    }
    f->space = false;
    if (f->word_width > f->room)
        put_long_word(f);
    else
        put_cells(f, f->word, f->word_count);
    f->word_count = f->word_width = 0;
}

void flow_line(struct flow *f)
{
    put_word(f);
    end(f);
}

void flow_gap(struct flow *f)
{
    flow_line(f);
    f->gap = true;
}

void flow_release(struct flow *f)
{
    flow_line(f);
    mem_free(f->word);
    f->word = NULL;
    f->word_cap = 0;
}

/* ---- indents --------------------------------------------------------------------------------- */

void flow_push(struct flow *f, const char *marker, bool repeat)
{
    flow_line(f);
    if (f->depth++ >= FLOW_LEVELS_MAX)
        return;
    struct flow_level *level = &f->levels[f->depth - 1];
    *level = (struct flow_level){.repeat = repeat};
    struct str text = utf8_cut(str_of(marker), sizeof level->marker - 1);
    if (text.n)
        memcpy(level->marker, text.p, text.n);
    size_t indent = flow_indent(f);
    size_t columns = flow_columns(text);
    if (f->width == 0 || indent + columns <= f->width / 2)
        level->columns = columns;
    else if (repeat)
        level->marker[0] = '\0';
}

void flow_hang(struct flow *f, size_t columns)
{
    flow_push(f, "", false);
    if (f->depth <= FLOW_LEVELS_MAX && (f->width == 0 || flow_indent(f) + columns <= f->width / 2))
        f->levels[f->depth - 1].columns = columns;
}

void flow_pop(struct flow *f)
{
    flow_line(f);
    if (f->depth == 0)
        return;
    if (f->depth <= FLOW_LEVELS_MAX) {
        const struct flow_level *level = &f->levels[f->depth - 1];
        if (!level->shown && str_trim(str_of(level->marker)).n) {
            begin(f); /* an empty item still shows */
            end(f);
        }
    }
    f->depth--;
}

/* ---- text ------------------------------------------------------------------------------------ */

enum break_rule { BREAK_NEVER, BREAK_BLANK, BREAK_DROP, BREAK_HERE };

static enum break_rule break_rule(uint32_t c)
{
    switch (c) {
    case ' ':
    case '\t':
    case '\n':
    case '\v':
    case '\f':
    case '\r':
    case 0x3000: /* ideographic space */
        return BREAK_BLANK;
    case 0xAD:   /* soft hyphen */
    case 0x2060: /* word joiner */
    case 0xFEFF: /* byte order mark */
        return BREAK_DROP;
    case 0x200B: /* zero-width space */
        return BREAK_HERE;
    default:
        return BREAK_NEVER;
    }
}

static bool is_ideograph(const struct flow_cell *cell)
{
    return cell->width == 2 && cell->code_point >= 0x2E80 && cell->code_point < 0x1F000;
}

static bool is_alnum(const struct flow_cell *cell)
{
    return cell->code_point < 0x80 && ascii_is_alnum((char)cell->code_point);
}

static bool is_one_of(const uint32_t *set, size_t count, uint32_t c)
{
    for (size_t i = 0; i < count; i++)
        if (set[i] == c)
            return true;
    return false;
}

/* Whether a line may end between two code points of one word. */
static bool may_break(const struct flow_cell *before, const struct flow_cell *after)
{
    static const uint32_t OPENING[] = {0x3008, 0x300A, 0x300C, 0x300E, 0x3010, 0x3014,
                                       0xFF08, 0xFF3B, 0xFF5B};
    static const uint32_t CLOSING[] = {0x3001, 0x3002, 0x3009, 0x300B, 0x300D, 0x300F, 0x3011,
                                       0x3015, 0x30FB, 0x30FC, 0xFF01, 0xFF09, 0xFF0C, 0xFF0E,
                                       0xFF1A, 0xFF1B, 0xFF1F, 0xFF3D, 0xFF5D};
    if (!is_ideograph(before) && !is_ideograph(after))
        return false;
    if (is_one_of(OPENING, ARRAY_LEN(OPENING), before->code_point) ||
        is_one_of(CLOSING, ARRAY_LEN(CLOSING), after->code_point))
        return false;
    return (is_ideograph(before) || is_alnum(before)) && (is_ideograph(after) || is_alnum(after));
}

static void add_cell(struct flow *f, enum style style, uint32_t c)
{
    c = c == 0xA0 ? ' ' : safe_code_point(c);
    struct flow_cell cell = {c, (uint8_t)style, (uint8_t)utf8_width(c)};
    if (f->word_count >= FLOW_WORD_MAX ||
        (f->word_count && may_break(&f->word[f->word_count - 1], &cell)))
        put_word(f);
    f->word = mem_grow(f->word, f->word_count, &f->word_cap, sizeof *f->word);
    f->word[f->word_count++] = cell;
    f->word_width += cell.width;
}

void flow_text(struct flow *f, enum style style, struct str text)
{
    size_t at = 0;
    while (at < text.n) {
        uint32_t c = utf8_next(text, &at);
        switch (break_rule(c)) {
        case BREAK_BLANK:
            put_word(f);
            f->space = f->open && f->column;
            break;
        case BREAK_HERE:
            put_word(f);
            break;
        case BREAK_DROP:
            break;
        case BREAK_NEVER:
            add_cell(f, style, c);
            break;
        }
    }
}

void flow_puts(struct flow *f, enum style style, const char *text)
{
    flow_text(f, style, str_of(text));
}

void flow_printf(struct flow *f, enum style style, const char *format, ...)
{
    struct buf b = BUF_INIT(PRINTF_MAX);
    va_list args;
    va_start(args, format);
    buf_vprintf(&b, format, args);
    va_end(args);
    flow_text(f, style, buf_str(&b));
    buf_release(&b);
}

void flow_tab(struct flow *f, size_t column)
{
    put_word(f);
    begin(f);
    set_style(f, STYLE_NONE);
    if (f->column < column) {
        buf_repeat(f->out, ' ', column - f->column);
        f->column = column;
        f->space = false;
    } else {
        f->space = f->column > 0;
    }
}

void flow_verbatim(struct flow *f, enum style style, struct str line)
{
    flow_line(f);
    begin(f);
    size_t at = 0;
    while (at < line.n) {
        uint32_t c = utf8_next(line, &at);
        if (c == '\t') {
            size_t blanks = TAB - f->column % TAB;
            buf_repeat(f->out, ' ', blanks);
            f->column += blanks;
            continue;
        }
        c = safe_code_point(c);
        struct flow_cell cell = {c, (uint8_t)style, (uint8_t)utf8_width(c)};
        put_cells(f, &cell, 1);
    }
    end(f);
}

size_t flow_columns(struct str text)
{
    size_t columns = 0, at = 0;
    while (at < text.n)
        columns += (size_t)utf8_width(safe_code_point(utf8_next(text, &at)));
    return columns;
}
