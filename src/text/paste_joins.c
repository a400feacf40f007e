/* Words that a line's end, a hyphen or a stray blank broke. */
#include "text/function_word.h"
#include "text/paste.h"

enum {
    WORD_MAX = 48,
    WRAPPED_MIN = 40,    /* columns of a line that was wrapped */
    HYPHENATED_MIN = 16, /* the same of one that ends with a hyphen */
    FULL_MIN = 60,       /* columns of a window whose width shows */
    HALF_MIN = 2,        /* letters on each side of a hyphen */
    SPLINTER_MAX = 2,    /* letters of a piece that is hardly a word, though some text has it */
    HEX_CODE = 10,       /* bytes of 0x and eight digits */
};

/* The widths that are set and not just happen to be. */
static const size_t usual_widths[] = {79, 80, 100, 119, 120, 132, 160};

struct joiner {
    struct pass *p;
    const struct lexicon *lexicon;
    size_t asked;
    size_t width; /* of the longest line but the last */
    bool full;    /* several lines have it, or it is a usual one */
    size_t line;  /* beginning of the line at hand */
    size_t wide;  /* bytes in it that are no columns: of characters beyond ASCII */
};

static bool is_word(char c)
{
    return ascii_is_alnum(c) || c == '_';
}

static bool has(struct joiner *j, struct str left, struct str right)
{
    char word[WORD_MAX];
    size_t n = 0;
    if (!j->lexicon || left.n + right.n > WORD_MAX || j->asked++ >= PASTE_JOINS_MAX)
        return false;
    for (size_t i = 0; i < left.n; i++)
        word[n++] = ascii_lower(left.p[i]);
    for (size_t i = 0; i < right.n; i++)
        word[n++] = ascii_lower(right.p[i]);
    return j->lexicon->has(j->lexicon->ctx, str_n(word, n));
}

static void find_width(struct joiner *j)
{
    struct str rest = j->p->in, line;
    size_t lines = 0;
    while (str_next_line(&rest, &line)) {
        if (rest.n == 0)
            break;
        size_t columns = 0;
        for (size_t i = 0; i < line.n; i++)
            columns += ((unsigned char)line.p[i] & 0xC0) != 0x80;
        if (columns > j->width) {
            j->width = columns;
            lines = 0;
        }
        lines += columns == j->width;
    }
    j->full = lines > 1 && j->width >= FULL_MIN;
    for (size_t i = 0; i < ARRAY_LEN(usual_widths); i++)
        j->full = j->full || j->width == usual_widths[i];
}

static bool all(struct str s, bool (*is)(char c))
{
    for (size_t i = 0; i < s.n; i++)
        if (!is(s.p[i]))
            return false;
    return s.n > 0;
}

/* 0x80070 and 005: eight digits and no more. */
static bool is_hex_code(struct str left, struct str right)
{
    return left.n > 2 && left.n + right.n == HEX_CODE && str_istarts(left, STR("0x")) &&
           all(str_skip(left, 2), ascii_is_hex) && all(right, ascii_is_hex);
}

static bool is_splinter(struct str piece)
{
    char folded[SPLINTER_MAX];
    for (size_t i = 0; i < piece.n && i < SPLINTER_MAX; i++)
        folded[i] = ascii_lower(piece.p[i]);
    return piece.n <= SPLINTER_MAX && !function_word(str_n(folded, piece.n));
}

/* Broken where the window or the page ended, between the two? */
static bool is_wrapped(struct joiner *j, struct str left, struct str right, size_t columns)
{
    if (columns < WRAPPED_MIN)
        return false;
    if (is_hex_code(left, right))
        return true;
    if (!j->lexicon || !ascii_is_lower(right.p[0]))
        return false;
    bool left_is = has(j, left, STR_NONE), right_is = has(j, right, STR_NONE);
    bool full = j->full && columns == j->width;
    if (has(j, left, right))
        return full || !(left_is && right_is) || is_splinter(left) || is_splinter(right);
    return full && !left_is && !right_is;
}

/* The hyphen is the printer's when the lexicon knows the word without it, or nobody can be asked.
 */
static bool is_hyphenated(struct joiner *j, struct str left, struct str right, size_t columns)
{
    return columns >= HYPHENATED_MIN && left.n >= HALF_MIN && right.n >= HALF_MIN &&
           all(left, ascii_is_alpha) && all(right, ascii_is_lower) &&
           (!j->lexicon || has(j, left, right));
}

/* Two pieces that are no words, and one that they make: possible lo ss of data. */
static bool is_torn(struct joiner *j, struct str left, struct str right)
{
    return j->lexicon && all(left, ascii_is_alpha) && all(right, ascii_is_lower) &&
           !has(j, left, STR_NONE) && has(j, left, right) && !has(j, right, STR_NONE);
}

static size_t indentation(struct str s, size_t line)
{
    size_t n = 0;
    while (line + n < s.n && (s.p[line + n] == ' ' || s.p[line + n] == '\t'))
        n++;
    return n;
}

/* What parts the word that ends at `end` from the next one, if nothing but a break does: bytes to
 * drop, 0 when they are two words. */
static size_t broken(struct joiner *j, size_t start, size_t end)
{
    struct str s = j->p->in;
    bool hyphen = end + 1 < s.n && s.p[end] == '-' && s.p[end + 1] == '\n';
    size_t gap = end + hyphen;
    if (gap + 1 >= s.n || (s.p[gap] != ' ' && s.p[gap] != '\n'))
        return 0;
    size_t next = gap + 1, indent = s.p[gap] == '\n' ? indentation(s, next) : 0;
    bool line_end = s.p[gap] == '\n';
    if (line_end && indent != indentation(s, j->line))
        return 0;
    next += indent;
    size_t stop = next;
    while (stop < s.n && is_word(s.p[stop]) && stop - next <= WORD_MAX)
        stop++;
    struct str left = str_slice(s, start, end), right = str_slice(s, next, stop);
    if (right.n == 0 || left.n + right.n > WORD_MAX)
        return 0;
    size_t columns = end - j->line - j->wide;
    bool join = hyphen     ? is_hyphenated(j, left, right, columns)
                : line_end ? is_wrapped(j, left, right, columns)
                           : is_torn(j, left, right);
    return join ? next - end : 0;
}

bool paste_join(struct pass *p, const struct lexicon *lexicon)
{
    struct joiner j = {.p = p, .lexicon = lexicon};
    struct str s = p->in;
    bool lines = str_find_char(s, '\n') != STR_NOT_FOUND;
    if (!lexicon && !lines)
        return false;
    if (lines)
        find_width(&j);
    for (size_t at = 0; at < s.n;) {
        size_t start = at;
        while (at < s.n && is_word(s.p[at]))
            at++;
        if (at == start) {
            j.wide += ((unsigned char)s.p[at] & 0xC0) == 0x80;
            if (s.p[at++] == '\n') {
                j.line = at;
                j.wide = 0;
            }
            continue;
        }
        size_t drop = broken(&j, start, at);
        if (drop) {
            p->at = at;
            pass_take(p, at, drop);
            /* The second half may be broken again, at the end of its line: as a word of its own. */
            size_t newline = str_find_char(str_slice(s, at, at + drop), '\n');
            if (newline != STR_NOT_FOUND) {
                j.line = at + newline + 1;
                j.wide = 0;
            }
            at += drop;
        }
    }
    return pass_next(p);
}
