#include "text/form.h"

enum { DIGITS_MAX = 10, NONE = -1 };

static char byte_at(struct str s, size_t at)
{
    return at < s.n ? s.p[at] : '\0';
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static bool is_word(char c)
{
    return ascii_is_alnum(c) || c == '_';
}

static bool is_name(char c)
{
    return is_word(c) || (c && strchr(".$#@*/-\\", c));
}

static size_t run(struct str s, size_t at, bool (*is)(char c))
{
    size_t n = 0;
    while (at + n < s.n && is(s.p[at + n]))
        n++;
    return n;
}

static size_t one_of(struct str s, size_t at, const struct str *words, size_t count)
{
    size_t n = run(s, at, ascii_is_alpha);
    return str_in(str_slice(s, at, at + n), words, count) ? n : 0;
}

static size_t month(struct str s, size_t at)
{
    static const struct str names[] = {
        STR_INIT("jan"),     STR_INIT("feb"),      STR_INIT("mar"),     STR_INIT("apr"),
        STR_INIT("may"),     STR_INIT("jun"),      STR_INIT("jul"),     STR_INIT("aug"),
        STR_INIT("sep"),     STR_INIT("oct"),      STR_INIT("nov"),     STR_INIT("dec"),
        STR_INIT("january"), STR_INIT("february"), STR_INIT("march"),   STR_INIT("april"),
        STR_INIT("june"),    STR_INIT("july"),     STR_INIT("august"),  STR_INIT("september"),
        STR_INIT("october"), STR_INIT("november"), STR_INIT("december")};
    return one_of(s, at, names, ARRAY_LEN(names));
}

static size_t weekday(struct str s, size_t at)
{
    static const struct str names[] = {
        STR_INIT("mon"),      STR_INIT("tue"),       STR_INIT("wed"),      STR_INIT("thu"),
        STR_INIT("fri"),      STR_INIT("sat"),       STR_INIT("sun"),      STR_INIT("monday"),
        STR_INIT("tuesday"),  STR_INIT("wednesday"), STR_INIT("thursday"), STR_INIT("friday"),
        STR_INIT("saturday"), STR_INIT("sunday")};
    return one_of(s, at, names, ARRAY_LEN(names));
}

bool form_is_level(struct str word)
{
    static const struct str names[] = {
        STR_INIT("trace"),   STR_INIT("debug"), STR_INIT("info"),     STR_INIT("information"),
        STR_INIT("notice"),  STR_INIT("warn"),  STR_INIT("warning"),  STR_INIT("error"),
        STR_INIT("err"),     STR_INIT("fatal"), STR_INIT("critical"), STR_INIT("crit"),
        STR_INIT("severe"),  STR_INIT("alert"), STR_INIT("emerg"),    STR_INIT("panic"),
        STR_INIT("verbose"), STR_INIT("fine"),  STR_INIT("finer"),    STR_INIT("dbg"),
        STR_INIT("inf"),     STR_INIT("wrn"),   STR_INIT("ftl"),      STR_INIT("eror")};
    return str_in(word, names, ARRAY_LEN(names));
}

static size_t level(struct str s, size_t at, bool capitals)
{
    size_t n = run(s, at, ascii_is_alpha);
    struct str word = str_slice(s, at, at + n);
    return form_is_level(word) && (!capitals || run(s, at, ascii_is_upper) == n) ? n : 0;
}

static size_t fraction(struct str s, size_t at)
{
    char mark = byte_at(s, at);
    if (mark != '.' && mark != ',' && mark != ':')
        return 0;
    size_t n = run(s, at + 1, ascii_is_digit);
    return n ? n + 1 : 0;
}

/* Z, +01:00, -0700, UTC, AM: with a blank before it or without. */
static size_t zone(struct str s, size_t at)
{
    static const struct str names[] = {STR_INIT("Z"),   STR_INIT("UTC"), STR_INIT("GMT"),
                                       STR_INIT("AM"),  STR_INIT("PM"),  STR_INIT("EST"),
                                       STR_INIT("EDT"), STR_INIT("PST"), STR_INIT("PDT"),
                                       STR_INIT("CET"), STR_INIT("CEST")};
    size_t start = at + (byte_at(s, at) == ' ');
    size_t n = one_of(s, start, names, ARRAY_LEN(names));
    if (n == 0 && (byte_at(s, start) == '+' || byte_at(s, start) == '-')) {
        size_t hours = run(s, start + 1, ascii_is_digit);
        size_t colon = start + 1 + hours;
        bool minutes = byte_at(s, colon) == ':' && run(s, colon + 1, ascii_is_digit) == 2;
        n = hours == 4 ? 5 : hours == 2 ? 3 + (minutes ? 3u : 0u) : 0;
    }
    return n ? start + n - at : 0;
}

static size_t guid(struct str s, size_t at)
{
    static const size_t groups[] = {8, 4, 4, 4, 12};
    size_t i = at;
    for (size_t g = 0; g < ARRAY_LEN(groups); g++) {
        if (g && byte_at(s, i++) != '-')
            return 0;
        if (run(s, i, ascii_is_hex) != groups[g])
            return 0;
        i += groups[g];
    }
    return i - at;
}

/* What stands before `stop` on this line; NONE when it does not come. */
static int before(struct str s, size_t at, char stop)
{
    struct str rest = str_slice(s, at, at + FORM_MAX);
    for (size_t i = 0; i < rest.n && rest.p[i] != '\n'; i++)
        if (rest.p[i] == stop)
            return (int)i;
    return NONE;
}

static size_t line_rest(struct str s, size_t at)
{
    size_t n = str_find_char(str_skip(s, at), '\n');
    return n == STR_NOT_FOUND ? s.n - at : n;
}

static int some(size_t n)
{
    return n ? (int)n : NONE;
}

static int end_of_line(struct str s, size_t at)
{
    size_t n = run(s, at, is_blank);
    return at + n >= s.n || s.p[at + n] == '\n' ? (int)n : NONE;
}

/* Bytes that the class takes; NONE when it does not fit. `next`: the literal behind it. */
static int class_length(char class, char next, struct str s, size_t at)
{
    if (class >= '1' && class <= '9') {
        size_t n = run(s, at, ascii_is_digit);
        return n == (size_t)(class - '0') ? (int)n : NONE;
    }
    size_t n;
    switch (class) {
    case 'd':
        n = run(s, at, ascii_is_digit);
        return n && n <= DIGITS_MAX ? (int)n : NONE;
    case 'f':
        return (int)fraction(s, at);
    case 'z':
        return (int)zone(s, at);
    case 'M':
        return some(month(s, at));
    case 'D':
        return some(weekday(s, at));
    case 'w':
        return some(run(s, at, is_word));
    case 'n':
        return some(run(s, at, is_name));
    case 'h':
        return some(run(s, at, ascii_is_hex));
    case 'g':
        return some(guid(s, at));
    case 'l':
        return some(level(s, at, false));
    case 'L':
        return some(level(s, at, true));
    case 'c':
        return byte_at(s, at) && strchr("VDIWEFA", byte_at(s, at)) ? 1 : NONE;
    case 'b':
        return some(run(s, at, is_blank));
    case '_':
        return (int)run(s, at, is_blank);
    case '*':
        return before(s, at, next);
    case '$':
        return (int)line_rest(s, at);
    case 'e':
        return end_of_line(s, at);
    default:
        return NONE;
    }
}

static const char *behind_group(const char *form)
{
    while (*form && *form != '}')
        form++;
    return form;
}

/* The form up to its end or the brace that closes the group that it begins. */
static int match(const char *form, struct str s, size_t at)
{
    size_t i = at;
    for (; *form && *form != '}'; form++) {
        int n = 1;
        if (*form == '{') {
            n = match(form + 1, s, i);
            n = n == NONE ? 0 : n;
            form = behind_group(form + 1);
        } else if (*form == '%') {
            form++;
            n = class_length(*form, form[1], s, i);
        } else if (byte_at(s, i) != *form) {
            n = NONE;
        }
        if (n == NONE)
            return NONE;
        i += (size_t)n;
    }
    return (int)(i - at);
}

size_t form_length(const char *form, struct str s, size_t at)
{
    int n = match(form, s, at);
    if (n <= 0)
        return 0;
    size_t stop = at + (size_t)n;
    bool in_word = is_word(s.p[stop - 1]) && is_word(byte_at(s, stop));
    return in_word ? 0 : (size_t)n;
}
