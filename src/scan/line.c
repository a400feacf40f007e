#include "scan/line.h"

enum {
    TAG_MAX = 80,   /* bytes of a program's name */
    LEVEL_AHEAD = 4 /* words behind the time among which the level is looked for */
};

/* ---- levels ---------------------------------------------------------------------------------- */

static const struct {
    struct str word;
    enum record_level level;
} level_words[] = {
    {STR_INIT("trace"), LEVEL_DEBUG},      {STR_INIT("debug"), LEVEL_DEBUG},
    {STR_INIT("verbose"), LEVEL_DEBUG},    {STR_INIT("dbg"), LEVEL_DEBUG},
    {STR_INIT("fine"), LEVEL_DEBUG},       {STR_INIT("finer"), LEVEL_DEBUG},
    {STR_INIT("finest"), LEVEL_DEBUG},     {STR_INIT("info"), LEVEL_INFO},
    {STR_INIT("information"), LEVEL_INFO}, {STR_INIT("informational"), LEVEL_INFO},
    {STR_INIT("notice"), LEVEL_INFO},      {STR_INIT("note"), LEVEL_INFO},
    {STR_INIT("warn"), LEVEL_WARNING},     {STR_INIT("warning"), LEVEL_WARNING},
    {STR_INIT("error"), LEVEL_ERROR},      {STR_INIT("err"), LEVEL_ERROR},
    {STR_INIT("severe"), LEVEL_ERROR},     {STR_INIT("failure"), LEVEL_ERROR},
    {STR_INIT("fatal"), LEVEL_FATAL},      {STR_INIT("critical"), LEVEL_FATAL},
    {STR_INIT("crit"), LEVEL_FATAL},       {STR_INIT("panic"), LEVEL_FATAL},
    {STR_INIT("alert"), LEVEL_FATAL},      {STR_INIT("emerg"), LEVEL_FATAL},
    {STR_INIT("emergency"), LEVEL_FATAL},
};

enum record_level level_of_word(struct str word)
{
    for (size_t i = 0; i < ARRAY_LEN(level_words); i++)
        if (str_ieq(word, level_words[i].word))
            return level_words[i].level;
    return LEVEL_UNKNOWN;
}

enum record_level level_of_severity(unsigned severity)
{
    static const enum record_level levels[] = {LEVEL_FATAL, LEVEL_FATAL,   LEVEL_FATAL,
                                               LEVEL_ERROR, LEVEL_WARNING, LEVEL_INFO,
                                               LEVEL_INFO,  LEVEL_DEBUG};
    return severity < ARRAY_LEN(levels) ? levels[severity] : LEVEL_UNKNOWN;
}

static enum record_level level_of_letter(char c)
{
    switch (c) {
    case 'V':
    case 'D':
        return LEVEL_DEBUG;
    case 'I':
        return LEVEL_INFO;
    case 'W':
        return LEVEL_WARNING;
    case 'E':
        return LEVEL_ERROR;
    case 'F':
    case 'A':
        return LEVEL_FATAL;
    default:
        return LEVEL_UNKNOWN;
    }
}

/* ---- pieces ---------------------------------------------------------------------------------- */

static size_t blanks(struct str line, size_t at)
{
    while (at < line.n && (line.p[at] == ' ' || line.p[at] == '\t'))
        at++;
    return at;
}

/* Cut the word at *at off, and the blanks behind it. */
static struct str word_at(struct str line, size_t *at)
{
    size_t start = *at, end = start;
    while (end < line.n && line.p[end] != ' ' && line.p[end] != '\t')
        end++;
    *at = blanks(line, end);
    return str_slice(line, start, end);
}

static bool all_digits(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!ascii_is_digit(s.p[i]))
            return false;
    return s.n > 0;
}

/* "<34>" at *at. */
static bool priority(struct str line, size_t *at, enum record_level *level)
{
    size_t close = *at + 1;
    uint64_t value;
    while (close < line.n && close < *at + 5 && line.p[close] != '>')
        close++;
    if (*at >= line.n || line.p[*at] != '<' || close >= line.n || line.p[close] != '>' ||
        !str_u64(str_slice(line, *at + 1, close), 10, &value) || value > 191)
        return false;
    *at = close + 1;
    *level = level_of_severity((unsigned)(value % 8));
    return true;
}

static size_t timed(struct str line, size_t at, const struct time_context *c, int64_t *time)
{
    return time_at_start(str_skip(line, at), c, time);
}

/* "sshd(pam_unix)[19939]: ", "kernel: ": where the message begins, 0 when there is no tag. */
static size_t tag(struct str line, size_t at, struct str *name)
{
    size_t end = at, open = SIZE_MAX;
    while (end < line.n && end - at < TAG_MAX && line.p[end] != ':' && line.p[end] != ' ') {
        if (line.p[end] == '[' && open == SIZE_MAX)
            open = end;
        end++;
    }
    if (end == at || end >= line.n || line.p[end] != ':' ||
        (end + 1 < line.n && line.p[end + 1] != ' ' && line.p[end + 1] != '\t'))
        return 0;
    *name = str_slice(line, at, open != SIZE_MAX ? open : end);
    return min_size(end + 2, line.n); /* further blanks may be the indent of a stack trace */
}

/* ---- styles ---------------------------------------------------------------------------------- */

/* The end of structured data that begins at `at`: "-" or "[id name="value"]...". 0: it is none. */
static size_t structured_data(struct str line, size_t at)
{
    if (at < line.n && line.p[at] == '-')
        return at + 1;
    bool quoted = false, inside = false;
    size_t start = at;
    for (; at < line.n; at++) {
        char c = line.p[at];
        if (!inside && c != '[')
            break;
        if (!inside)
            inside = true;
        else if (quoted && c == '\\')
            at++;
        else if (c == '"')
            quoted = !quoted;
        else if (!quoted && c == ']')
            inside = false;
    }
    return inside ? 0 : at > start ? at : 0;
}

/* <165>1 2003-10-11T22:14:15.003Z host program 8710 ID47 [data] message */
static bool head_5424(struct str line, const struct time_context *c, struct line_head *h)
{
    size_t at = 0;
    if (!priority(line, &at, &h->level) || !str_eq(word_at(line, &at), STR("1")))
        return false;
    struct str when = word_at(line, &at);
    h->time = time_of_value(when, c);
    if (h->time == TIME_UNKNOWN && !str_eq(when, STR("-")))
        return false;
    word_at(line, &at);
    h->origin = word_at(line, &at);
    if (str_eq(h->origin, STR("-")))
        h->origin = STR_NONE;
    word_at(line, &at);
    word_at(line, &at);
    size_t end = structured_data(line, at);
    if (!end)
        return false;
    at = blanks(line, end);
    if (str_starts(str_skip(line, at), STR("\xEF\xBB\xBF")))
        at += 3;
    h->message = at;
    return true;
}

/* <34>Oct 11 22:14:15 host su: message; also with a full time, as today's syslogs write it. */
static bool head_syslog(struct str line, const struct time_context *c, struct line_head *h)
{
    size_t at = 0;
    bool told = priority(line, &at, &h->level);
    bool month = at < line.n && ascii_is_alpha(line.p[at]);
    if (!month && (line.n - at < 20 || line.p[at + 10] != 'T'))
        return false;
    size_t n = timed(line, at, c, &h->time);
    if (n < (month ? 1u : 20u))
        return false;
    at += n;
    if (month && at < line.n && line.p[at] == ':') /* Cisco's */
        at++;
    if (at >= line.n || line.p[at] != ' ')
        return false;
    at = blanks(line, at);
    size_t message = tag(line, at, &h->origin);
    if (!message) {
        struct str name = word_at(line, &at);
        message = tag(line, at, &h->origin);
        /* Without a tag only what has a priority or the old time is syslog. */
        if (!message && (!(month || told) || level_of_word(str_trim_set(name, "[]:"))))
            return false;
        if (!message)
            message = at;
    } else if (!month && !told) {
        return false; /* a time and a word with a colon are no syslog */
    }
    h->message = message;
    return true;
}

/* "D/Tag( 123): message" at `at`. */
static bool logcat_brief(struct str line, size_t at, struct line_head *h)
{
    if (line.n - at < 4 || line.p[at + 1] != '/' || !level_of_letter(line.p[at]))
        return false;
    struct str rest = str_slice(line, at + 2, at + 2 + TAG_MAX);
    size_t open = str_find_char(rest, '('), colon = str_find(rest, STR("): "));
    if (open == STR_NOT_FOUND || colon == STR_NOT_FOUND || open > colon ||
        !all_digits(str_trim(str_slice(rest, open + 1, colon))))
        return false;
    h->level = level_of_letter(line.p[at]);
    h->origin = str_trim(str_slice(rest, 0, open));
    h->message = at + 2 + colon + 3;
    return true;
}

/* 03-17 16:13:38.811  1702  2395 D WindowManager: message */
static bool head_logcat(struct str line, const struct time_context *c, struct line_head *h)
{
    h->time = TIME_UNKNOWN;
    if (line.n && ascii_is_upper(line.p[0]))
        return logcat_brief(line, 0, h);
    /* mm-dd hh:mm:ss.mmm, or with a year */
    if (line.n < 24 || !((line.p[2] == '-' && line.p[5] == ' ' && line.p[14] == '.') ||
                         (line.p[4] == '-' && line.p[10] == ' ' && line.p[19] == '.')))
        return false;
    size_t n = timed(line, 0, c, &h->time), at;
    if (!n || n >= line.n || line.p[n] != ' ')
        return false;
    at = blanks(line, n);
    if (logcat_brief(line, at, h))
        return true;
    for (int i = 0; i < 2; i++)
        if (!all_digits(word_at(line, &at)))
            return false;
    struct str letter = word_at(line, &at);
    h->level = letter.n == 1 ? level_of_letter(letter.p[0]) : LEVEL_UNKNOWN;
    struct str rest = str_slice(line, at, at + 4 * TAG_MAX);
    size_t colon = str_find(rest, STR(": "));
    if (!h->level)
        return false;
    if (colon == STR_NOT_FOUND) {
        if (!str_ends(rest, STR(":")))
            return false;
        colon = rest.n - 1;
    }
    h->origin = str_trim(str_slice(rest, 0, colon));
    h->message = min_size(at + colon + 2, line.n);
    return true;
}

/* [   12.345678] message, <6>[   12.345678] message, kern  :err   : [   12.345678] message: the
 * seconds are since the start of a machine that the log does not tell of. */
static bool head_dmesg(struct str line, const struct time_context *c, struct line_head *h)
{
    size_t at = 0;
    h->time = TIME_UNKNOWN;
    if (at < line.n && ascii_is_lower(line.p[0])) {
        word_at(line, &at);
        if (at >= line.n || line.p[at] != ':')
            return false;
        at++;
        h->level = level_of_word(word_at(line, &at));
        if (at >= line.n || line.p[at] != ':')
            return false;
        at = blanks(line, at + 1);
    } else {
        priority(line, &at, &h->level);
    }
    if (at >= line.n || line.p[at] != '[')
        return false;
    size_t close = str_find_char(str_slice(line, at, at + 40), ']');
    if (close == STR_NOT_FOUND)
        return false;
    struct str inside = str_trim(str_slice(line, at + 1, at + close));
    size_t dot = str_find_char(inside, '.');
    bool seconds = dot != STR_NOT_FOUND && all_digits(str_slice(inside, 0, dot)) &&
                   inside.n - dot == 7 && all_digits(str_skip(inside, dot + 1));
    /* dmesg -T: "Mon Jan  1 12:00:00 2024" */
    if (!seconds && (inside.n != 24 || !ascii_is_alpha(inside.p[0]) ||
                     (h->time = time_of_value(inside, c)) == TIME_UNKNOWN))
        return false;
    at += close + 1;
    if (at < line.n && line.p[at] == '[' && !seconds)
        return false; /* Apache's: [time] [level] */
    h->message = at < line.n && line.p[at] == ' ' ? at + 1 : at;
    if (!seconds && h->message < line.n && line.p[h->message] == '[')
        return false;
    h->origin = STR("kernel");
    return true;
}

/* E0102 15:04:05.678901   1234 file.go:12] message */
static bool head_klog(struct str line, const struct time_context *c, struct line_head *h)
{
    if (line.n < 22 || !all_digits(str_slice(line, 1, 5)) || line.p[5] != ' ' ||
        !level_of_letter(line.p[0]))
        return false;
    char date[24];
    memcpy(date, line.p + 1, 2);
    date[2] = '-';
    memcpy(date + 3, line.p + 3, 19);
    size_t n = time_at_start(str_n(date, 22), c, &h->time);
    size_t close = str_find(str_slice(line, 0, 4 * TAG_MAX), STR("] "));
    if (n < 15 || close == STR_NOT_FOUND)
        return false;
    h->level = level_of_letter(line.p[0]);
    h->message = close + 2;
    return true;
}

/* 127.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] "GET / HTTP/1.0" 200 2326 */
static bool head_clf(struct str line, const struct time_context *c, struct line_head *h)
{
    size_t at = 0;
    for (int i = 0; i < 3; i++)
        if (word_at(line, &at).n == 0)
            return false;
    if (at >= line.n || line.p[at] != '[')
        return false;
    size_t n = timed(line, at + 1, c, &h->time);
    at += 1 + n;
    if (!n || at + 2 >= line.n || line.p[at] != ']' || line.p[at + 1] != ' ' ||
        line.p[at + 2] != '"')
        return false;
    h->message = at + 2;
    return true;
}

/* The level among the next words, which may stand in brackets or between bars. */
static void level_behind(struct str line, size_t at, struct line_head *h)
{
    for (int i = 0; i < LEVEL_AHEAD && at < line.n; i++) {
        size_t start = at;
        while (start < line.n && strchr(" \t[]()|,:<>-/", line.p[start]))
            start++;
        size_t end = start;
        while (end < line.n && ascii_is_alnum(line.p[end]))
            end++;
        /* Upper case, or set apart: "error in x" is the message. */
        struct str word = str_slice(line, start, end);
        enum record_level level = word.n < 14 ? level_of_word(word) : LEVEL_UNKNOWN;
        char next = end < line.n ? line.p[end] : '\n';
        bool apart =
            (start > at && strchr("[(|<", line.p[start - 1])) || strchr("])|>:,\t\n", next);
        if (level && (apart || (word.n > 1 && ascii_is_upper(word.p[1])) ||
                      (next == ' ' && end + 1 < line.n && line.p[end + 1] == ' '))) {
            h->level = level;
            at = end;
            while (at < line.n && strchr(" \t])|>:,-", line.p[at]))
                at++;
            h->message = at;
            return;
        }
        if (end == start)
            end++;
        while (end < line.n && line.p[end] != ' ' && line.p[end] != '|' && line.p[end] != '\t')
            end++;
        at = end;
    }
}

/* 2015-10-18 18:01:47,978 INFO [main] message; [2015-10-18T18:01:47Z] message */
static bool head_timed(struct str line, const struct time_context *c, struct line_head *h)
{
    size_t at = 0;
    char close = '\0';
    if (at < line.n && (line.p[at] == '[' || line.p[at] == '(' || line.p[at] == '<')) {
        close = line.p[at] == '[' ? ']' : line.p[at] == '(' ? ')' : '>';
        at++;
    }
    size_t n = timed(line, at, c, &h->time);
    if (!n)
        return false;
    at += n;
    if (close) {
        if (at >= line.n || line.p[at] != close)
            return false;
        at++;
    }
    while (at < line.n && strchr(" \t:|-,;]", line.p[at]))
        at++;
    h->message = at;
    level_behind(line, at, h);
    return true;
}

typedef bool head_reader(struct str line, const struct time_context *c, struct line_head *h);

static head_reader *const readers[LINE_STYLES] = {
    [LINE_SYSLOG_5424] = head_5424, [LINE_SYSLOG] = head_syslog, [LINE_LOGCAT] = head_logcat,
    [LINE_DMESG] = head_dmesg,      [LINE_KLOG] = head_klog,     [LINE_CLF] = head_clf,
    [LINE_TIMED] = head_timed,
};

static const struct line_head no_head = {.time = TIME_UNKNOWN, .level = LEVEL_UNKNOWN};

bool line_head_in(enum line_style style, struct str line, const struct time_context *c,
                  struct line_head *head)
{
    struct line_head h = no_head;
    bool found = readers[style](line, c, &h);
    *head = found ? h : no_head;
    return found;
}

/* Which styles a line can be in by its first byte. */
static unsigned styles_of(char first)
{
    enum {
        ALL_DIGIT = 1 << LINE_SYSLOG | 1 << LINE_LOGCAT | 1 << LINE_CLF | 1 << LINE_TIMED,
        ALL_UPPER =
            1 << LINE_SYSLOG | 1 << LINE_LOGCAT | 1 << LINE_KLOG | 1 << LINE_CLF | 1 << LINE_TIMED,
        ALL_MARK = 1 << LINE_SYSLOG_5424 | 1 << LINE_SYSLOG | 1 << LINE_DMESG | 1 << LINE_TIMED,
    };
    if (ascii_is_digit(first))
        return ALL_DIGIT;
    if (ascii_is_upper(first))
        return ALL_UPPER;
    if (ascii_is_lower(first))
        return 1 << LINE_SYSLOG | 1 << LINE_DMESG | 1 << LINE_CLF;
    return first == '<' || first == '[' || first == '(' ? ALL_MARK : 1 << LINE_CLF;
}

bool line_head(enum line_style style, struct str line, const struct time_context *c,
               struct line_head *head)
{
    *head = no_head;
    if (line.n == 0 || line.p[0] == ' ' || line.p[0] == '\t')
        return false;
    unsigned may_be = styles_of(line.p[0]);
    if ((may_be >> style & 1) && line_head_in(style, line, c, head))
        return true;
    for (unsigned i = 0; i < LINE_STYLES; i++)
        if (i != style && (may_be >> i & 1) && line_head_in(i, line, c, head))
            return true;
    return false;
}

/* ---- lines that go on ------------------------------------------------------------------------ */

/* "at org.foo.Bar.baz(Bar.java:12)", "... 12 more" */
static bool is_frame(struct str line)
{
    if (str_starts(line, STR("... ")))
        return line.n > 4 && ascii_is_digit(line.p[4]);
    if (!str_starts(line, STR("at ")))
        return false;
    size_t at = 3;
    struct str name = word_at(line, &at);
    return str_find_char(name, '.') != STR_NOT_FOUND || str_find_char(name, '(') != STR_NOT_FOUND;
}

bool line_is_tail(struct str line, bool indent_counts)
{
    static const struct str beginnings[] = {
        STR_INIT("Caused by: "),
        STR_INIT("Suppressed: "),
        STR_INIT("---> "),
        STR_INIT("--- End of "),
        STR_INIT("During handling of the above exception"),
    };
    if (line.n == 0)
        return false;
    if (line.p[0] == ' ' || line.p[0] == '\t')
        return indent_counts || is_frame(str_trim(line));
    for (size_t i = 0; i < ARRAY_LEN(beginnings); i++)
        if (str_starts(line, beginnings[i]))
            return true;
    return is_frame(line);
}

bool line_ends_traceback(struct str line)
{
    static const struct str endings[] = {STR_INIT("Error"), STR_INIT("Exception"),
                                         STR_INIT("Interrupt"), STR_INIT("Exit"),
                                         STR_INIT("Warning")};
    size_t n = 0;
    while (n < line.n && (ascii_is_alnum(line.p[n]) || line.p[n] == '.' || line.p[n] == '_'))
        n++;
    if (n < line.n && line.p[n] != ':')
        return false;
    for (size_t i = 0; i < ARRAY_LEN(endings); i++)
        if (str_ends(str_slice(line, 0, n), endings[i]))
            return true;
    return false;
}
