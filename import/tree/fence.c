#include "import/tree/fence.h"

enum { TAB = 4, CODE_INDENT = 4 };

/* A place in a line, and its column. */
struct place {
    struct str rest;
    size_t column;
};

static void skip_blanks(struct place *p)
{
    size_t n = 0;
    while (n < p->rest.n && (p->rest.p[n] == ' ' || p->rest.p[n] == '\t')) {
        p->column += p->rest.p[n] == '\t' ? TAB - p->column % TAB : 1;
        n++;
    }
    p->rest = str_skip(p->rest, n);
}

/* Skip the '>' at the front, at most `max`; how many there were. Columns count from the last. */
static unsigned skip_quotes(struct place *p, unsigned max)
{
    unsigned quotes = 0;
    skip_blanks(p);
    while (quotes < max && p->rest.n && p->rest.p[0] == '>') {
        quotes++;
        p->rest = str_skip(p->rest, p->rest.n > 1 && p->rest.p[1] == ' ' ? 2 : 1);
        p->column = 0;
        skip_blanks(p);
    }
    return quotes;
}

/* Bytes of "-", "3." at the front when a blank stands behind it; 0: no list item. */
static size_t marker_size(struct str s)
{
    size_t n = 0;
    while (n < s.n && n < 9 && ascii_is_digit(s.p[n]))
        n++;
    if (n > 0)
        n = n < s.n && (s.p[n] == '.' || s.p[n] == ')') ? n + 1 : 0;
    else
        n = s.n && strchr("-*+", s.p[0]) ? 1 : 0;
    return n && n < s.n && ascii_is_space(s.p[n]) ? n : 0;
}

static void leave_items(struct fence *f, size_t column)
{
    while (f->item_count && f->items[f->item_count - 1] > column)
        f->item_count--;
}

static void enter_items(struct fence *f, struct place *p)
{
    size_t n;
    while ((n = marker_size(p->rest)) > 0 && f->item_count < FENCE_ITEMS_MAX) {
        size_t start = p->column + n;
        p->column = start;
        p->rest = str_skip(p->rest, n);
        skip_blanks(p);
        /* an item that begins with indented code */
        f->items[f->item_count++] = p->column > start + CODE_INDENT ? start + 1 : p->column;
    }
}

static size_t run_of(struct str s, char mark)
{
    size_t n = 0;
    while (n < s.n && s.p[n] == mark)
        n++;
    return n;
}

/* Inside of fenced code: does the line still belong to it? */
static bool goes_on(struct fence *f, struct str line)
{
    struct place p = {line, 0};
    unsigned quotes = skip_quotes(&p, f->quotes);
    if (str_trim(p.rest).n && (quotes < f->quotes || p.column < f->column)) {
        f->mark = 0; /* the item or quote that held it has ended, and the fence with it */
        return false;
    }
    size_t n = run_of(p.rest, f->mark);
    if (n >= f->size && !str_trim(str_skip(p.rest, n)).n)
        f->mark = 0;
    return true;
}

static bool opens(struct fence *f, struct str rest, unsigned quotes)
{
    char mark = rest.n && (rest.p[0] == '`' || rest.p[0] == '~') ? rest.p[0] : 0;
    size_t n = mark ? run_of(rest, mark) : 0;
    bool span = mark == '`' && str_find_char(str_skip(rest, n), '`') != STR_NOT_FOUND;
    if (n < 3 || span)
        return false;
    f->mark = mark;
    f->size = n;
    f->quotes = quotes;
    f->column = f->item_count ? f->items[f->item_count - 1] : 0;
    return true;
}

enum line_kind fence_next(struct fence *f, struct str line)
{
    if (f->mark && goes_on(f, line)) {
        f->blank = f->indented = false;
        return LINE_FENCED;
    }
    struct place p = {line, 0};
    unsigned quotes = skip_quotes(&p, UINT32_MAX);
    if (!str_trim(p.rest).n) {
        f->blank = true;
        return LINE_TEXT;
    }
    leave_items(f, p.column);
    size_t item = f->item_count ? f->items[f->item_count - 1] : 0;
    bool deep = p.column >= item + CODE_INDENT;
    f->indented = deep && (f->blank || f->indented);
    f->blank = false;
    if (f->indented)
        return LINE_INDENTED;
    enter_items(f, &p);
    return opens(f, p.rest, quotes) ? LINE_FENCED : LINE_TEXT;
}
