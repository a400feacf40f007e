#include "text/placeholder.h"

#include "text/template.h"

enum {
    ANGLE_MAX = 60,  /* <a name that people put in angle brackets> */
    QUOTED_MAX = 48, /* 'a quoted placeholder' */
    GUID_SIZE = 36,
    VALUE_MAX = 256, /* of a name or path in an example */
};

static bool is_name_byte(char c)
{
    return ascii_is_alnum(c) || c == '_';
}

/* The byte at i, or a NUL outside of the text. */
static char at(struct str s, size_t i)
{
    return i < s.n ? s.p[i] : '\0';
}

static bool word_before(struct str s, size_t i)
{
    return i > 0 && (is_name_byte(s.p[i - 1]) || (unsigned char)s.p[i - 1] >= 0x80);
}

#define FOUND_NONE ((struct placeholder){0, 0, 0, STR_NONE})

static bool in_table(const char *const *table, size_t n, struct str word)
{
    for (size_t i = 0; i < n; i++)
        if (str_ieq(str_of(table[i]), word))
            return true;
    return false;
}

static struct str word_at(struct str s, size_t i)
{
    size_t end = i;
    while (end < s.n && is_name_byte(s.p[end]))
        end++;
    return str_slice(s, i, end);
}

/* <name>, \<a name\>, id<name-id>; not the argument of a template as in vector<int>, nor an
 * #include. */
static struct placeholder angle(const struct placeholder_text *m, size_t i)
{
    struct str s = m->text;
    size_t open = at(s, i) == '\\' ? i + 1 : i;
    if (at(s, open) != '<' || !ascii_is_alpha(at(s, open + 1)))
        return FOUND_NONE;
    if (str_ends(str_slice(s, 0, i), STR("include ")))
        return FOUND_NONE;
    size_t end = open + 1;
    while (end < s.n && end - open <= ANGLE_MAX &&
           (is_name_byte(s.p[end]) || (s.p[end] != '\0' && strchr(" .-:/'", s.p[end])) ||
            (unsigned char)s.p[end] >= 0x80))
        end++;
    struct str name = str_slice(s, open + 1, end);
    if (word_before(s, i) && str_find_char(name, '-') == STR_NOT_FOUND)
        return FOUND_NONE;
    if (at(s, end) == '\\')
        end++;
    return at(s, end) == '>' ? (struct placeholder){end + 1 - i, 0, 0, name} : FOUND_NONE;
}

/* {0}, {name}, {{name}}, ${name}, $(name) */
static struct placeholder braced(const struct placeholder_text *m, size_t i)
{
    struct str s = m->text;
    size_t open = at(s, i) == '$' ? i + 1 : i;
    if (at(s, open) == '(' && open > i) {
        struct str name = word_at(s, open + 1);
        bool closed = at(s, open + 1 + name.n) == ')';
        return name.n && closed ? (struct placeholder){name.n + 3, 0, 0, name} : FOUND_NONE;
    }
    if (!m->marked && at(s, open) == '{' && at(s, open + 1) == '{') {
        size_t inner = template_braced_at(s, open + 1);
        if (inner && at(s, open + 1 + inner) == '}')
            return (struct placeholder){open + inner + 2 - i, 0, 0, str_slice(s, open + 2, open + inner)};
        return FOUND_NONE;
    }
    size_t size = template_braced_at(s, open);
    return size ? (struct placeholder){open + size - i, 0, 0, str_slice(s, open + 1, open + size - 1)}
                : FOUND_NONE;
}

/* %s %5.2lf %ld %1 %1!s! %1$s; not the % of 50% nor an environment variable such as %TEMP%. */
static struct placeholder percent(const struct placeholder_text *m, size_t i)
{
    static const char *const lengths[] = {"I64", "I32", "hh", "ll", "h", "l", "w", "z", "j", "t", ""};
    struct str s = m->text;
    if (word_before(s, i))
        return FOUND_NONE;
    size_t end = i + 1;
    while (ascii_is_digit(at(s, end)))
        end++;
    size_t digits = end;
    if (digits > i + 1 && at(s, end) == '!') { /* %1!s! */
        size_t close = end + 1;
        while (close - end < 8 && is_name_byte(at(s, close)))
            close++;
        if (at(s, close) == '!')
            return (struct placeholder){close + 1 - i, 0, 0, str_slice(s, i + 1, digits)};
    }
    if (digits > i + 1 && at(s, end) == '$')
        end++;
    while (at(s, end) == '-' || at(s, end) == '#' || at(s, end) == '.' ||
           ascii_is_digit(at(s, end)))
        end++;
    for (size_t k = 0; k < ARRAY_LEN(lengths); k++) {
        struct str length = str_of(lengths[k]);
        size_t last = end + length.n;
        char c = at(s, last);
        if (str_starts(str_skip(s, end), length) && c && strchr("diouxXeEfFgGcCsSpZ", c) &&
            !is_name_byte(at(s, last + 1)) && at(s, last + 1) != '%')
            return (struct placeholder){last + 1 - i, 0, 0, STR_NONE};
    }
    if (digits > i + 1 && digits - i <= 3 && !is_name_byte(at(s, digits)) && at(s, digits) != '%')
        return (struct placeholder){digits - i, 0, 0, str_slice(s, i + 1, digits)};
    return FOUND_NONE;
}

/* [name] or [: reason], one word all lower or all upper case; not a log level. */
static struct placeholder bracketed(const struct placeholder_text *m, size_t i)
{
    static const char *const levels[] = {"ERROR", "WARN", "WARNING", "INFO", "DEBUG", "TRACE",
                                         "FATAL", "CRITICAL", "NOTICE", "OK", "FAILED", "SSL"};
    struct str s = m->text;
    if (word_before(s, i))
        return FOUND_NONE;
    size_t from = i + 1 + (str_starts(str_skip(s, i + 1), STR(": ")) ? 2 : 0);
    struct str name = word_at(s, from);
    bool lower = false, upper = false;
    for (size_t k = 0; k < name.n; k++) {
        lower = lower || ascii_is_lower(name.p[k]);
        upper = upper || ascii_is_upper(name.p[k]);
    }
    bool doubled = (i > 0 && s.p[i - 1] == '[') || at(s, from + name.n + 1) == ']'; /* [[attribute]] */
    if (name.n < 2 || doubled || lower == upper || at(s, from + name.n) != ']' ||
        (upper && in_table(levels, ARRAY_LEN(levels), name)))
        return FOUND_NONE;
    return (struct placeholder){from + name.n + 1 - i, 0, 0, name};
}

/* What a quoted word names when it stands for something else: 'identifier1', 'class_name'. */
static const char *const nouns[] = {
    "accessor",  "address",   "arg",       "argument",    "array",     "assembly",   "attribute",
    "char",      "character", "class",     "clause",      "command",   "component",  "condition",
    "constant",  "constraint", "construct", "constructor", "context",  "convention", "conversion",
    "count",     "declaration", "declarator", "delegate", "destructor", "device",    "directive",
    "directory", "dll",       "domain",    "element",     "enumerator", "event",     "exception",
    "expression", "field",    "file",      "filename",    "flag",      "folder",     "format",
    "function",  "group",     "header",    "hostname",    "id",        "identifier", "index",
    "instance",  "instruction", "interface", "item",      "key",       "keyword",    "label",
    "library",   "limit",     "line",      "location",    "macro",     "member",     "message",
    "method",    "modifier",  "module",    "name",        "namespace", "node",       "number",
    "object",    "op",        "operand",   "operation",   "operator",  "option",     "param",
    "parameter", "path",      "pointer",   "policy",      "pragma",    "process",    "progid",
    "property",  "qualifier", "reason",    "region",      "resource",  "section",    "segment",
    "server",    "service",   "signature", "size",        "specialization", "specifier", "statement",
    "string",    "switch",    "symbol",    "tag",         "target",    "template",   "text",
    "token",     "tool",      "type",      "url",         "user",      "username",   "value",
    "var",       "variable",  "version",
};

/*
 * A word without its trailing number, or the end of it behind '_', is one of the nouns, alone or
 * in the plural without it: var2, override_function, targetname.
 */
static bool names_something(struct str word)
{
    size_t end = word.n;
    while (end > 0 && (ascii_is_digit(word.p[end - 1]) || word.p[end - 1] == '_' ||
                       word.p[end - 1] == '-'))
        end--;
    word = str_slice(word, 0, end);
    for (size_t from = 0; from < word.n; from++) {
        bool starts = from == 0 || word.p[from - 1] == '_' || word.p[from - 1] == '-' ||
                      word.p[from - 1] == ' ' || word.p[from - 1] == ':' ||
                      word.p[from - 1] == '~';
        if (starts && in_table(nouns, ARRAY_LEN(nouns), str_skip(word, from)))
            return true;
    }
    return word.n > 4 && str_ends(word, STR("name")) && str_find_char(word, ' ') == STR_NOT_FOUND;
}

/* Length of a quotation mark at i, and the same or its partner behind it: 0 when there is none. */
static size_t quote_at(struct str s, size_t i, struct str *close)
{
    static const struct {
        struct str open, close;
    } pairs[] = {
        {STR_INIT("'"), STR_INIT("'")}, {STR_INIT("\""), STR_INIT("\"")},
        {STR_INIT("‘"), STR_INIT("’")}, {STR_INIT("“"), STR_INIT("”")}, {STR_INIT("`"), STR_INIT("'")},
    };
    for (size_t k = 0; k < ARRAY_LEN(pairs); k++)
        if (str_starts(str_skip(s, i), pairs[k].open)) {
            *close = pairs[k].close;
            return pairs[k].open.n;
        }
    return 0;
}

/* 'identifier1', "file name", '->~identifier', 'type*', ''; the quotes and operators stay. */
static struct placeholder quoted(const struct placeholder_text *m, size_t i)
{
    static const char before[] = ".->~*&:", behind[] = "*&^%";
    struct str s = m->text, close;
    size_t open = quote_at(s, i, &close);
    if (!open || word_before(s, i))
        return FOUND_NONE;
    size_t from = i + open;
    while (from < s.n && s.p[from] != '\0' && strchr(before, s.p[from]))
        from++;
    size_t end = from;
    while (end < s.n && end - from <= QUOTED_MAX &&
           (ascii_is_lower(s.p[end]) || ascii_is_digit(s.p[end]) ||
            (s.p[end] != '\0' && strchr("_- :~", s.p[end]))))
        end++;
    struct str inner = str_slice(s, from, end);
    while (inner.n && end < s.n && s.p[end] != '\0' && strchr(behind, s.p[end]))
        end++;
    if (!str_starts(str_skip(s, end), close) || open != close.n)
        return FOUND_NONE;
    char after = at(s, end + close.n);
    if (end == i + open && (i == 0 || s.p[i - 1] == ' ' || s.p[i - 1] == '(') &&
        !is_name_byte(after) && after != close.p[0])
        return (struct placeholder){2 * open, open, open, STR_NONE};
    if (inner.n == 0 || !ascii_is_lower(inner.p[0]) || !names_something(inner))
        return FOUND_NONE;
    end += close.n;
    return (struct placeholder){end - i, from - i, end - from - inner.n, inner};
}

/* Three or more dots, or the ellipsis, between words; not the ... of a quoted or bracketed token. */
static struct placeholder ellipsis(const struct placeholder_text *m, size_t i)
{
    struct str s = m->text;
    size_t end = i;
    if (str_starts(str_skip(s, i), STR("…")))
        end += STR("…").n;
    while (at(s, end) == '.')
        end++;
    if (end - i < 3)
        return FOUND_NONE;
    bool opened = i > 0 && strchr("'\"`([{,", s.p[i - 1]) != NULL;
    bool closed = end < s.n && strchr("'\"`)]},", s.p[end]) != NULL;
    return opened || closed ? FOUND_NONE : (struct placeholder){end - i, 0, 0, STR_NONE};
}

static bool all_of(struct str s, const char *set)
{
    for (size_t i = 0; i < s.n; i++)
        if (!strchr(set, s.p[i]) || s.p[i] == '\0')
            return false;
    return s.n > 0;
}

/* NAME, USERNAME, XXXX, 0xnnnnnnnn, X before a unit */
static struct placeholder capitals(const struct placeholder_text *m, size_t i)
{
    static const char *const values[] = {"USER", "DOMAIN", "VALUE", "NUMBER", "SERVER", "COMPUTER",
                                         "MACHINE", "REGION", "TIMESTAMP"};
    static const char *const units[] = {
        "second", "seconds", "minute", "minutes", "hour", "hours", "day", "days", "week", "weeks",
        "month", "months", "year", "years", "times", "attempts", "retries", "users", "sessions",
        "MB", "GB", "KB", "ms", "bytes", "items", "characters", "percent"};
    struct str s = m->text;
    struct str word = word_at(s, i);
    struct placeholder f = {word.n, 0, 0, word};
    if ((unsigned char)at(s, i + word.n) >= 0x80)
        return FOUND_NONE;
    if ((word.n >= 2 && all_of(word, "X")) || (word.n >= 3 && all_of(word, "x")) ||
        (word.n >= 4 && str_istarts(word, STR("0x")) && all_of(str_skip(word, 2), "xXnN")))
        return f;
    if (word.n == 1 && (word.p[0] == 'X' || word.p[0] == 'N' || word.p[0] == 'Y') &&
        at(s, i + 1) == ' ' && in_table(units, ARRAY_LEN(units), word_at(s, i + 2)))
        return f;
    if (!m->has_lower || word.n < 4 || !all_of(word, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_"))
        return FOUND_NONE;
    if (str_ends(word, STR("NAME")) || in_table(values, ARRAY_LEN(values), word))
        return f;
    return FOUND_NONE;
}

/* Does s follow the picture at i? In it 'h' is a hex digit, 'd' a decimal one, else itself. */
static bool looks_like(struct str s, size_t i, const char *picture)
{
    for (; *picture; picture++, i++) {
        char c = at(s, i);
        bool ok = *picture == 'h' ? ascii_is_hex(c) : *picture == 'd' ? ascii_is_digit(c)
                                                                      : c == *picture;
        if (!ok)
            return false;
    }
    return true;
}

/* Bytes of a run from i of letters, digits and those in set. */
static size_t run_at(struct str s, size_t i, const char *set)
{
    size_t end = i;
    while (end < s.n && end - i < VALUE_MAX &&
           (is_name_byte(s.p[end]) || (s.p[end] != '\0' && strchr(set, s.p[end]))))
        end++;
    return end - i;
}

/* arn:partition:service:region:account:resource, where the resource names something. */
static size_t arn_at(struct str s, size_t i)
{
    if (!str_starts(str_skip(s, i), STR("arn:aws")))
        return 0;
    struct str arn = str_slice(s, i, i + run_at(s, i, ":-/*+=,.@"));
    while (arn.n && strchr(".,:", arn.p[arn.n - 1]))
        arn.n--;
    size_t colons = 0;
    for (size_t k = 0; k < arn.n; k++)
        colons += arn.p[k] == ':';
    return colons >= 5 ? arn.n : 0;
}

/* 203.0.113.10 */
static size_t address_at(struct str s, size_t i)
{
    size_t end = i;
    if (i > 0 && s.p[i - 1] == '.')
        return 0;
    for (int part = 0; part < 4; part++) {
        unsigned value = 0;
        size_t digits = 0;
        for (; digits < 4 && ascii_is_digit(at(s, end)); digits++)
            value = value * 10 + (unsigned)(s.p[end++] - '0');
        if (digits == 0 || value > 255 || (part < 3 && at(s, end++) != '.'))
            return 0;
    }
    bool longer = is_name_byte(at(s, end)) || (at(s, end) == '.' && ascii_is_digit(at(s, end + 1)));
    return longer ? 0 : end - i;
}

/* someone@host.example */
static size_t mail_at(struct str s, size_t i)
{
    size_t name = run_at(s, i, ".-+");
    if (at(s, i + name) != '@')
        return 0;
    size_t host = run_at(s, i + name + 1, ".-");
    while (host && strchr(".-", s.p[i + name + host]))
        host--;
    bool dot = str_find_char(str_slice(s, i + name + 1, i + name + 1 + host), '.') != STR_NOT_FOUND;
    return host && dot ? name + 1 + host : 0;
}

/*
 * Values that a printed example happens to have: a GUID, a time stamp, names of accounts, machines
 * and resources, the number of a line.
 */
static struct placeholder example(const struct placeholder_text *m, size_t i)
{
    static const struct {
        size_t (*size_at)(struct str s, size_t i);
        struct str name;
    } values[] = {
        {arn_at, STR_INIT("arn")}, {address_at, STR_INIT("address")}, {mail_at, STR_INIT("user")}};
    struct str s = m->text;
    for (size_t k = 0; k < ARRAY_LEN(values); k++) {
        size_t size = values[k].size_at(s, i);
        if (size)
            return (struct placeholder){size, 0, 0, values[k].name};
    }
    if (looks_like(s, i, "hhhhhhhh-hhhh-hhhh-hhhh-hhhhhhhhhhhh") &&
        !is_name_byte(at(s, i + GUID_SIZE)))
        return (struct placeholder){GUID_SIZE, 0, 0, STR("guid")};
    bool t = looks_like(s, i, "dddd-dd-ddTdd:dd:dd");
    if (t || looks_like(s, i, "dddd-dd-dd dd:dd:dd")) {
        size_t end = i + 19;
        if (at(s, end) == '.' || at(s, end) == ',')
            do
                end++;
            while (ascii_is_digit(at(s, end)));
        if (at(s, end) == 'Z')
            end++;
        return (struct placeholder){end - i, 0, 0, STR("time")};
    }
    return FOUND_NONE;
}

/* The word that ends right before the blank before i; empty when something else does. */
static struct str word_behind(struct str s, size_t i)
{
    if (i < 2 || s.p[i - 1] != ' ' || !is_name_byte(s.p[i - 2]))
        return STR_NONE;
    size_t from = i - 1;
    while (from > 0 && is_name_byte(s.p[from - 1]))
        from--;
    return str_slice(s, from, i - 1);
}

/* overloads, byte(s) */
static bool is_plural(struct str s, size_t i)
{
    struct str word = word_at(s, i);
    bool both = str_starts(str_skip(s, i + word.n), STR("(s)"));
    return both || (word.n > 3 && str_ends(word, STR("s")) && !str_ends(word, STR("ss")));
}

/*
 * A word that stands for a value without a mark: "takes number arguments", "parameter number from",
 * "argument n", "on line number" at the end, "cannot open file filename".
 */
static struct placeholder bare(const struct placeholder_text *m, size_t i)
{
    static const char *const determiners[] = {"the", "a", "an", "this", "that", "no", "large", "small"};
    static const char *const handled[] = {"file", "open", "read", "write", "create", "delete",
                                          "find", "load", "access", "execute", "run"};
    static const char *const counted[] = {"parameter", "argument", "operand"};
    struct str s = m->text, word = word_at(s, i), before = word_behind(s, i);
    size_t next = i + word.n + 1;
    bool found = false;
    if (at(s, next - 1) == '-')
        return FOUND_NONE;
    bool is_counted = in_table(counted, ARRAY_LEN(counted), before);
    if (str_eq(word, STR("number")))
        found = is_counted ||
                (str_eq(before, STR("line")) && !ascii_is_alpha(at(s, next))) ||
                (at(s, next - 1) == ' ' && is_plural(s, next) &&
                 !in_table(determiners, ARRAY_LEN(determiners), before));
    else if (str_eq(word, STR("n")))
        found = is_counted;
    else if (str_eq(word, STR("filename")))
        found = i == 0 || in_table(handled, ARRAY_LEN(handled), before) || str_ends(str_slice(s, 0, i), STR(": "));
    return found ? (struct placeholder){word.n, 0, 0, word} : FOUND_NONE;
}

/* The path of a resource that belongs to somebody. */
static struct placeholder resource(const struct placeholder_text *m, size_t i)
{
    struct str s = m->text;
    if (word_before(s, i) || !str_istarts(str_skip(s, i), STR("/subscriptions/")))
        return FOUND_NONE;
    size_t size = run_at(s, i, "/-.{}<>()");
    while (size && strchr(".-", s.p[i + size - 1]))
        size--;
    return (struct placeholder){size, 0, 0, STR("resource")};
}

static struct placeholder word_placeholder(const struct placeholder_text *m, size_t i)
{
    if (word_before(m->text, i))
        return FOUND_NONE;
    struct placeholder f = example(m, i);
    if (!f.size)
        f = bare(m, i);
    return f.size ? f : capitals(m, i);
}

struct placeholder placeholder_at(const struct placeholder_text *m, size_t i)
{
    switch (m->text.p[i]) {
    case '<':
    case '\\':
        return angle(m, i);
    case '{':
    case '$':
        return braced(m, i);
    case '%':
        return percent(m, i);
    case '[':
        return bracketed(m, i);
    case '.':
        return ellipsis(m, i);
    case '/':
        return resource(m, i);
    case '\'':
    case '"':
    case '`':
        return quoted(m, i);
    default:
        break;
    }
    if ((unsigned char)m->text.p[i] >= 0x80) {
        struct placeholder f = ellipsis(m, i);
        return f.size ? f : quoted(m, i);
    }
    return ascii_is_alnum(m->text.p[i]) ? word_placeholder(m, i) : FOUND_NONE;
}
