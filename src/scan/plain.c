#include "scan/plain.h"

#include "scan/clean.h"
#include "scan/line.h"
#include "text/utf8.h"

/* Further ones are records of their own: output of something else between the lines of a log. */
enum { LOOSE_MAX = 30 };

/* ---- lines ----------------------------------------------------------------------------------- */

/* Where the line that byte `at` is in begins. */
static size_t line_start(struct str s, size_t at)
{
    const char *before = at ? memrchr(s.p, '\n', at) : NULL;
    return before ? (size_t)(before - s.p) + 1 : 0;
}

/* Behind the line's '\n', or the end. */
static size_t line_end(struct str s, size_t at)
{
    const char *end = memchr(s.p + at, '\n', s.n - at);
    return end ? (size_t)(end - s.p) + 1 : s.n;
}

/* A line without its end. */
static struct str line_text(struct str s, size_t start, size_t end)
{
    if (end > start && s.p[end - 1] == '\n')
        end--;
    if (end > start && s.p[end - 1] == '\r')
        end--;
    return str_slice(s, start, end);
}

static enum line_style style_of(const struct format *f)
{
    static const struct format *const styled[] = {
        [LINE_SYSLOG_5424] = &format_syslog_5424,
        [LINE_SYSLOG] = &format_syslog,
        [LINE_LOGCAT] = &format_logcat,
        [LINE_DMESG] = &format_dmesg,
        [LINE_KLOG] = &format_klog,
        [LINE_CLF] = &format_clf,
        [LINE_TIMED] = &format_plain,
    };
    for (unsigned i = 0; i < ARRAY_LEN(styled); i++)
        if (f == styled[i])
            return i;
    return LINE_TIMED;
}

/* What a line is to the record above it. */
enum line_kind {
    LINE_BEGINS,
    LINE_GOES_ON, /* of a stack trace, or indented */
    LINE_LOOSE,   /* without the time that the others have: it goes on with one that has it */
};

static enum line_kind kind_of(const struct shape *shape, struct str before, struct str line,
                              struct line_head *head)
{
    bool has_head = line_head(style_of(shape->format), line, &shape->o.time, head);
    if (shape->o.each_line)
        return LINE_BEGINS;
    if (has_head) {
        struct str message = str_skip(line, head->message);
        return shape->timed && line_is_tail(message, false) ? LINE_GOES_ON : LINE_BEGINS;
    }
    if (line_is_tail(line, shape->timed || !shape->indented))
        return LINE_GOES_ON;
    if (shape->timed)
        return LINE_LOOSE;
    bool frame_above = before.n && (before.p[0] == ' ' || before.p[0] == '\t');
    return frame_above && !shape->indented && line_ends_traceback(line) ? LINE_GOES_ON
                                                                        : LINE_BEGINS;
}

/* ---- one record ------------------------------------------------------------------------------ */

/* The line at `start` may go on with one above it: where their record begins. A loose line does
 * when there is a line with a time not more than LOOSE_MAX of them above it, else it begins a
 * record. */
static size_t record_begin(const struct block *b, size_t start, size_t floor)
{
    struct line_head head;
    struct str s = b->bytes;
    size_t end = line_end(s, start), from = start, first_loose = SIZE_MAX;
    unsigned loose = 0;
    for (unsigned lines = 1; lines < RECORD_LINES_MAX; lines++) {
        size_t above = start ? line_start(s, start - 1) : 0;
        struct str before = start ? line_text(s, above, start) : STR_NONE;
        enum line_kind kind = kind_of(b->shape, before, line_text(s, start, end), &head);
        if (kind == LINE_BEGINS)
            return start;
        if (kind == LINE_LOOSE && first_loose == SIZE_MAX)
            first_loose = start;
        loose += kind == LINE_LOOSE;
        if (loose > LOOSE_MAX || start <= floor || from - above > RECORD_TEXT_MAX)
            break;
        end = start;
        start = above;
    }
    return first_loose != SIZE_MAX ? first_loose : start;
}

/* The lines of [start, end) without the heads that each of them has. */
static struct str without_heads(const struct block *b, size_t start, size_t end, struct arena *a)
{
    struct line_head head;
    struct str s = b->bytes;
    char *text = arena_alloc(a, end - start + 1);
    size_t n = 0;
    while (start < end && n < RECORD_TEXT_MAX) {
        size_t next = line_end(s, start);
        struct str line = line_text(s, start, next);
        line_head(style_of(b->shape->format), line, &b->shape->o.time, &head);
        line = str_skip(line, head.message);
        if (n)
            text[n++] = '\n';
        if (line.n)
            memcpy(text + n, line.p, line.n);
        n += line.n;
        start = next;
    }
    return str_n(text, n);
}

static uint64_t line_number(const struct block *b, size_t at, struct line_place *hint)
{
    size_t from = 0;
    uint64_t line = b->first_line;
    if (hint && hint->at <= at && hint->line >= line) {
        from = hint->at;
        line = hint->line;
    }
    line += count_lines(str_slice(b->bytes, from, at));
    if (hint) {
        hint->at = at;
        hint->line = line;
    }
    return line;
}

struct record record_at(const struct block *b, size_t at, struct line_place *hint, struct arena *a)
{
    struct str s = b->bytes;
    struct line_head head, other;
    at = s.n ? min_size(at, s.n - 1) : 0;
    size_t floor = hint && hint->at <= at ? hint->at : 0;
    size_t start = line_start(s, at);
    if (!hint || start != hint->begins)
        start = record_begin(b, start, floor);
    size_t first_end = line_end(s, start), end = first_end, above = start;
    uint32_t lines = 1;
    bool heads = false; /* further lines have heads of their own */
    line_head(style_of(b->shape->format), line_text(s, start, end), &b->shape->o.time, &head);
    unsigned loose = head.message ? LOOSE_MAX : 0;
    while (end < s.n && lines < RECORD_LINES_MAX && end - start < RECORD_TEXT_MAX) {
        size_t next = line_end(s, end);
        enum line_kind kind =
            kind_of(b->shape, line_text(s, above, end), line_text(s, end, next), &other);
        if (kind == LINE_BEGINS || (kind == LINE_LOOSE && loose-- == 0))
            break;
        heads = heads || other.message;
        lines++;
        above = end;
        end = next;
    }
    if (hint)
        hint->begins = end;
    struct record r = {
        .raw = line_text(s, start, end),
        .time = head.time,
        .level = head.level,
        .lines = lines,
        .line = line_number(b, start, hint),
    };
    struct str text = heads ? without_heads(b, start, end, a) : str_skip(r.raw, head.message);
    r.cut = text.n > RECORD_TEXT_MAX ? text.n - RECORD_TEXT_MAX : 0;
    r.text = clean_text(utf8_cut(text, RECORD_TEXT_MAX), a);
    r.origin = clean_text(head.origin, a);
    return r;
}

size_t record_end(const struct block *b, const struct record *r)
{
    size_t at = (size_t)(r->raw.p - b->bytes.p) + r->raw.n;
    return r->raw.p ? line_end(b->bytes, min_size(at, b->bytes.n)) : b->bytes.n;
}

/* ---- whole records of what was read ---------------------------------------------------------- */

/* Without the last record, unless nothing comes behind it: the next line may go on with it. */
static struct cut cut_plain(const struct shape *shape, struct str s, bool end)
{
    struct line_head head;
    if (end || !s.n)
        return (struct cut){.whole = s.n};
    const char *last = memrchr(s.p, '\n', s.n);
    size_t whole = last ? (size_t)(last - s.p) + 1 : 0, at = whole;
    if (shape->o.each_line)
        return (struct cut){.whole = whole};
    for (unsigned lines = 0; at && lines < RECORD_LINES_MAX && whole - at < RECORD_TEXT_MAX;
         lines++) {
        size_t start = line_start(s, at - 1);
        size_t above = start ? line_start(s, start - 1) : 0;
        if (kind_of(shape, line_text(s, above, start), line_text(s, start, at), &head) ==
            LINE_BEGINS)
            return (struct cut){.whole = start ? start : 0};
        at = start;
    }
    return (struct cut){.whole = whole}; /* too long a record: it is parted here */
}

/* ---- detection ------------------------------------------------------------------------------- */

struct survey {
    unsigned lines, heads, indented, begins;
};

/* What the lines of the head are like; blank ones do not count. */
static struct survey survey(enum line_style style, bool any, struct str head,
                            const struct time_context *time)
{
    struct survey v = {0};
    struct line_head h;
    struct str line;
    while (v.lines < FORMAT_LINES && str_next_line(&head, &line)) {
        if (!str_trim(line).n)
            continue;
        v.lines++;
        v.indented += line.p[0] == ' ' || line.p[0] == '\t';
        if (line_is_tail(line, true))
            continue;
        v.begins++;
        v.heads += any ? line_head(style, line, time, &h) : line_head_in(style, line, time, &h);
    }
    return v;
}

static unsigned share(enum line_style style, struct str head)
{
    const struct time_context time = {.reference = TIME_UNKNOWN};
    struct survey v = survey(style, false, head, &time);
    return v.begins ? v.heads * 100 / v.begins : 0;
}

static unsigned detect_syslog_5424(struct str head)
{
    return share(LINE_SYSLOG_5424, head);
}

static unsigned detect_syslog(struct str head)
{
    return share(LINE_SYSLOG, head);
}

static unsigned detect_logcat(struct str head)
{
    return share(LINE_LOGCAT, head);
}

static unsigned detect_dmesg(struct str head)
{
    return share(LINE_DMESG, head);
}

static unsigned detect_klog(struct str head)
{
    return share(LINE_KLOG, head);
}

static unsigned detect_clf(struct str head)
{
    return share(LINE_CLF, head);
}

/* Everything is plain text when it is nothing else. */
static unsigned detect_plain(struct str head)
{
    (void)head;
    return 1;
}

/* So many of a hundred lines that begin something have a time: then the others have not begun it.
 * A log that was put together from others has lines without one, too. */
enum { TIMED_SHARE = 50 };

static void begin_plain(struct shape *shape, struct str head)
{
    struct survey v = survey(style_of(shape->format), true, head, &shape->o.time);
    shape->timed = v.begins && v.heads * 100 / v.begins >= TIMED_SHARE;
    shape->indented = v.indented * 2 > v.lines;
}

/* ---- the table ------------------------------------------------------------------------------- */

#define PLAIN(id, is, how)                                                                         \
    const struct format id = {                                                                     \
        .name = is,                                                                                \
        .plain = true,                                                                             \
        .unit_max = BLOCK_SIZE,                                                                    \
        .detect = how,                                                                             \
        .cut = cut_plain,                                                                          \
        .begin = begin_plain,                                                                      \
    }

PLAIN(format_syslog_5424, "syslog5424", detect_syslog_5424);
PLAIN(format_syslog, "syslog", detect_syslog);
PLAIN(format_logcat, "logcat", detect_logcat);
PLAIN(format_dmesg, "dmesg", detect_dmesg);
PLAIN(format_klog, "klog", detect_klog);
PLAIN(format_clf, "clf", detect_clf);
PLAIN(format_plain, "plain", detect_plain); /* with or without a time at the beginning */
