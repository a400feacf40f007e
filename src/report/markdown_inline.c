#include "report/markdown_inline.h"

#include "base/buf.h"
#include "base/mem.h"
#include "text/utf8.h"

enum { TICKS_MAX = 32, ENTITY_MAX = 12, BRACKETS_MAX = 1 << 20 };

struct reader {
    const struct markdown_sink *sink;
    void *ctx;
    struct str s;
    size_t at;
    bool cell;
    uint32_t *close;               /* for each '[': 1 + the place of its ']', or 0; may be NULL */
    bool no_ticks[TICKS_MAX];      /* no run of so many backticks follows: not searched again */
    bool no_closer[2][2];          /* the same for '*' and '_', single and double */
    bool strong, emphasis;
    bool in_link;
    size_t link_start, link_end;   /* of the open link's text */
    struct buf link_target;
    size_t link_next;              /* behind its ')' */
};

static bool is_punctuation(char c)
{
    return c > ' ' && c < 0x7F && !ascii_is_alnum(c);
}

static bool at_is(const struct reader *r, size_t at, char c)
{
    return at < r->s.n && r->s.p[at] == c;
}

static bool is_blank_at(const struct reader *r, size_t at)
{
    return at >= r->s.n || ascii_is_space(r->s.p[at]);
}

static size_t run_length(struct str s, size_t at)
{
    size_t n = 1;
    while (at + n < s.n && s.p[at + n] == s.p[at])
        n++;
    return n;
}

static unsigned marks_now(const struct reader *r)
{
    return (r->strong ? MARKDOWN_STRONG : 0) | (r->emphasis ? MARKDOWN_EMPHASIS : 0);
}

static void show(const struct reader *r, struct str text)
{
    r->sink->text(r->ctx, text, marks_now(r));
}

/* ---- escapes and entities -------------------------------------------------------------------- */

/* The entity that starts at s.p[at]: its length, 0 when it is none. */
static size_t entity(struct str s, size_t at, uint32_t *code_point)
{
    static const struct {
        struct str name;
        uint32_t code_point;
    } NAMED[] = {
        {STR_INIT("amp"), '&'},   {STR_INIT("lt"), '<'},   {STR_INIT("gt"), '>'},
        {STR_INIT("quot"), '"'},  {STR_INIT("apos"), '\''}, {STR_INIT("nbsp"), 0xA0},
    };
    size_t semicolon = str_find_char(str_slice(s, at, at + ENTITY_MAX), ';');
    if (semicolon == STR_NOT_FOUND)
        return 0;
    struct str name = str_slice(s, at + 1, at + semicolon);
    for (size_t i = 0; i < ARRAY_LEN(NAMED); i++) {
        if (str_eq(name, NAMED[i].name)) {
            *code_point = NAMED[i].code_point;
            return semicolon + 1;
        }
    }
    if (!str_starts(name, STR("#")))
        return 0;
    name = str_skip(name, 1);
    unsigned base = str_istarts(name, STR("x")) ? 16 : 10;
    uint64_t value;
    if (!str_u64(base == 16 ? str_skip(name, 1) : name, base, &value) || value > 0x10FFFF)
        return 0;
    *code_point = (uint32_t)value;
    return semicolon + 1;
}

static void put_unescaped(struct buf *out, struct str s)
{
    for (size_t at = 0; at < s.n;) {
        uint32_t c;
        size_t n;
        if (s.p[at] == '\\' && at + 1 < s.n && is_punctuation(s.p[at + 1])) {
            buf_putc(out, s.p[at + 1]);
            at += 2;
        } else if (s.p[at] == '&' && (n = entity(s, at, &c)) > 0) {
            utf8_put(out, c);
            at += n;
        } else {
            buf_putc(out, s.p[at++]);
        }
    }
}

/* ---- code spans ------------------------------------------------------------------------------ */

/* Where the run of exactly n backticks that closes a span starts, or STR_NOT_FOUND. */
static size_t find_ticks(struct reader *r, size_t from, size_t n)
{
    if (n >= TICKS_MAX || r->no_ticks[n])
        return STR_NOT_FOUND;
    for (size_t at = from; at < r->s.n;) {
        size_t hit = str_find_char(str_skip(r->s, at), '`');
        if (hit == STR_NOT_FOUND)
            break;
        at += hit;
        size_t length = run_length(r->s, at);
        if (length == n)
            return at;
        at += length;
    }
    r->no_ticks[n] = true;
    return STR_NOT_FOUND;
}

/* In cells `\|` is a '|' here, too. */
static void show_code(const struct reader *r, struct str code)
{
    bool padded = code.n > 1 && code.p[0] == ' ' && code.p[code.n - 1] == ' ' && str_trim(code).n;
    if (padded)
        code = str_slice(code, 1, code.n - 1);
    if (!r->cell || str_find(code, STR("\\|")) == STR_NOT_FOUND) {
        r->sink->code(r->ctx, code, marks_now(r));
        return;
    }
    struct buf b = BUF_INIT(code.n);
    for (size_t i = 0; i < code.n; i++)
        if (code.p[i] != '\\' || i + 1 == code.n || code.p[i + 1] != '|')
            buf_putc(&b, code.p[i]);
    r->sink->code(r->ctx, buf_str(&b), marks_now(r));
    buf_release(&b);
}

static void read_code(struct reader *r)
{
    size_t n = run_length(r->s, r->at);
    size_t start = r->at + n;
    size_t end = find_ticks(r, start, n);
    if (end == STR_NOT_FOUND) {
        show(r, str_slice(r->s, r->at, start));
        r->at = start;
        return;
    }
    show_code(r, str_slice(r->s, start, end));
    r->at = end + n;
}

/* ---- emphasis -------------------------------------------------------------------------------- */

/* Whether a run that can close n of the mark at `at` follows; asked once in vain, never again. */
static bool has_closer(struct reader *r, size_t at, size_t n)
{
    bool *none = &r->no_closer[r->s.p[at] == '_'][n - 1];
    if (*none)
        return false;
    char mark = r->s.p[at];
    struct str needle = mark == '*' ? STR("**") : STR("__");
    if (str_find(str_skip(r->s, at + n), str_slice(needle, 0, n)) != STR_NOT_FOUND)
        return true;
    *none = true;
    return false;
}

static void read_emphasis(struct reader *r)
{
    size_t n = run_length(r->s, r->at), next = r->at + n;
    char mark = r->s.p[r->at];
    bool opens = !is_blank_at(r, next);
    bool closes = r->at > 0 && !ascii_is_space(r->s.p[r->at - 1]);
    if (mark == '_') {
        /* Not inside a word: file_name_here. */
        bool word_before = r->at > 0 && !is_punctuation(r->s.p[r->at - 1]) && closes;
        bool word_after = opens && !is_punctuation(r->s.p[next]);
        opens = opens && !word_before;
        closes = closes && !word_after;
    }
    bool *flags[] = {&r->emphasis, &r->strong};
    bool done = n <= 3;
    for (size_t bit = 0; done && bit < 2; bit++) {
        if (!(n & (bit + 1)))
            continue;
        if (*flags[bit] ? !closes : !(opens && has_closer(r, r->at, bit + 1)))
            done = false;
    }
    for (size_t bit = 0; done && bit < 2; bit++)
        if (n & (bit + 1))
            *flags[bit] = !*flags[bit];
    if (!done)
        show(r, str_slice(r->s, r->at, next));
    r->at = next;
}

/* ---- links ----------------------------------------------------------------------------------- */

/* Match all brackets in one pass. The open ones form a chain through `close` until they close. */
static void match_brackets(struct reader *r)
{
    if (r->s.n > BRACKETS_MAX || str_find_char(r->s, '[') == STR_NOT_FOUND)
        return;
    r->close = mem_zalloc(r->s.n, sizeof *r->close);
    uint32_t open = 0; /* 1 + place of the innermost open '[' */
    for (size_t at = 0; at < r->s.n;) {
        char c = r->s.p[at];
        size_t n = 1;
        if (c == '\\') {
            n = 2;
        } else if (c == '`') {
            n = run_length(r->s, at);
            size_t end = find_ticks(r, at + n, n);
            n = end == STR_NOT_FOUND ? n : end + n - at;
        } else if (c == '[') {
            r->close[at] = open;
            open = (uint32_t)at + 1;
        } else if (c == ']' && open) {
            size_t start = open - 1;
            open = r->close[start];
            r->close[start] = (uint32_t)at + 1;
        }
        at += n;
    }
    while (open) {
        size_t start = open - 1;
        open = r->close[start];
        r->close[start] = 0;
    }
    memset(r->no_ticks, 0, sizeof r->no_ticks); /* the text is read again, from its start */
}

/* `(target "title")` at `at`: the place behind it, 0 when it is none. */
static size_t read_target(const struct reader *r, size_t at, struct str *target)
{
    if (!at_is(r, at, '('))
        return 0;
    struct str s = str_slice(r->s, 0, at + MARKDOWN_URL_MAX);
    at++;
    while (at < s.n && ascii_is_space(s.p[at]))
        at++;
    size_t start = at, depth = 0;
    if (at < s.n && s.p[at] == '<') {
        size_t end = str_find_char(str_skip(s, at), '>');
        if (end == STR_NOT_FOUND)
            return 0;
        *target = str_slice(s, at + 1, at + end);
        at += end + 1;
    } else {
        for (; at < s.n && !ascii_is_space(s.p[at]); at++) {
            if (s.p[at] == '\\' && at + 1 < s.n)
                at++;
            else if (s.p[at] == '(')
                depth++;
            else if (s.p[at] == ')' && depth-- == 0)
                break;
        }
        *target = str_slice(s, start, at);
    }
    while (at < s.n && ascii_is_space(s.p[at]))
        at++;
    if (at < s.n && (s.p[at] == '"' || s.p[at] == '\'')) {
        size_t end = str_find_char(str_skip(s, at + 1), s.p[at]);
        if (end == STR_NOT_FOUND)
            return 0;
        at += end + 2;
        while (at < s.n && ascii_is_space(s.p[at]))
            at++;
    }
    return at < s.n && s.p[at] == ')' ? at + 1 : 0;
}

static void open_link(struct reader *r, size_t start, size_t end, struct str target, size_t next)
{
    r->in_link = true;
    r->link_start = start;
    r->link_end = end;
    r->link_next = next;
    buf_clear(&r->link_target);
    put_unescaped(&r->link_target, target);
    r->sink->link_open(r->ctx, buf_str(&r->link_target));
    r->at = start;
}

/* r->at is at or (through a code span that began in the link) behind its end. */
static void close_link(struct reader *r)
{
    r->sink->link_close(r->ctx, buf_str(&r->link_target),
                        str_slice(r->s, r->link_start, r->link_end));
    r->at = max_size(r->at, r->link_next);
    r->in_link = false;
}

/* The picture itself is elsewhere, and fetching it would tell who reads: only its text is shown. */
static void show_picture(const struct reader *r, struct str alt)
{
    unsigned marks = marks_now(r);
    if (alt.n == 0)
        return;
    if (r->sink->picture) {
        r->sink->picture(r->ctx, alt, marks);
        return;
    }
    r->sink->text(r->ctx, STR("[picture: "), marks);
    r->sink->text(r->ctx, alt, marks);
    r->sink->text(r->ctx, STR("]"), marks);
}

/* '[' or "![" at r->at. */
static void read_bracket(struct reader *r)
{
    bool image = r->s.p[r->at] == '!';
    size_t open = r->at + image;
    size_t close = r->close && r->close[open] ? r->close[open] - 1 : 0;
    struct str target;
    size_t next = close ? read_target(r, close + 1, &target) : 0;
    if (next && image) {
        show_picture(r, str_trim(str_slice(r->s, open + 1, close)));
        r->at = next;
    } else if (next && !r->in_link) {
        open_link(r, open + 1, close, target, next);
    } else {
        show(r, str_slice(r->s, r->at, open + 1));
        r->at = open + 1;
    }
}

/* ---- the rest -------------------------------------------------------------------------------- */

/* An address that is its own text. */
static void show_address(const struct reader *r, struct str address)
{
    bool mail = str_find(address, STR("://")) == STR_NOT_FOUND;
    struct buf target = BUF_INIT(MARKDOWN_URL_MAX + 8);
    buf_puts(&target, mail ? "mailto:" : "");
    buf_put(&target, address);
    if (!r->in_link)
        r->sink->link_open(r->ctx, buf_str(&target));
    show(r, address);
    if (!r->in_link)
        r->sink->link_close(r->ctx, buf_str(&target), address);
    buf_release(&target);
}

/* <https://...>, <name@host>, <br>; anything else is text. */
static void read_angle(struct reader *r)
{
    struct str rest = str_slice(r->s, r->at, r->at + MARKDOWN_URL_MAX);
    size_t end = str_find_char(rest, '>');
    struct str inner = str_trim_set(str_slice(rest, 1, end), " /");
    if (end == STR_NOT_FOUND) {
        show(r, STR("<"));
        r->at++;
    } else if (str_ieq(inner, STR("br"))) {
        r->sink->line_break(r->ctx);
        r->at += end + 1;
    } else if (str_find(inner, STR("://")) != STR_NOT_FOUND ||
               str_find_char(inner, '@') != STR_NOT_FOUND) {
        show_address(r, str_slice(rest, 1, end));
        r->at += end + 1;
    } else {
        show(r, STR("<"));
        r->at++;
    }
}

static void read_escape(struct reader *r)
{
    if (at_is(r, r->at + 1, '\n')) {
        r->sink->line_break(r->ctx);
        r->at += 2;
    } else if (r->at + 1 < r->s.n && is_punctuation(r->s.p[r->at + 1])) {
        show(r, str_slice(r->s, r->at + 1, r->at + 2));
        r->at += 2;
    } else {
        show(r, STR("\\"));
        r->at++;
    }
}

/* Length of the text from `at` on that holds no mark, its first character included. */
static size_t plain_length(const struct reader *r, size_t at)
{
    size_t end = at + 1;
    while (end < r->s.n && (!r->in_link || end < r->link_end) &&
           !memchr("\\`*_[!<&", r->s.p[end], 8))
        end++;
    return end - at;
}

static void read_plain(struct reader *r)
{
    size_t n = plain_length(r, r->at);
    show(r, str_slice(r->s, r->at, r->at + n));
    r->at += n;
}

static void read_entity(struct reader *r)
{
    uint32_t c;
    size_t n = entity(r->s, r->at, &c);
    if (n == 0) {
        read_plain(r);
        return;
    }
    struct buf b = BUF_INIT(8);
    utf8_put(&b, c);
    show(r, buf_str(&b));
    buf_release(&b);
    r->at += n;
}

void markdown_inline(struct str text, bool cell, const struct markdown_sink *sink, void *ctx)
{
    struct reader r = {.sink = sink, .ctx = ctx, .s = text, .cell = cell};
    buf_init(&r.link_target, MARKDOWN_URL_MAX);
    match_brackets(&r);
    while (r.at < r.s.n) {
        char c = r.s.p[r.at];
        if (r.in_link && r.at >= r.link_end) {
            close_link(&r);
        } else if (c == '\\') {
            read_escape(&r);
        } else if (c == '`') {
            read_code(&r);
        } else if (c == '*' || c == '_') {
            read_emphasis(&r);
        } else if (c == '[' || (c == '!' && at_is(&r, r.at + 1, '['))) {
            read_bracket(&r);
        } else if (c == '<') {
            read_angle(&r);
        } else if (c == '&') {
            read_entity(&r);
        } else {
            read_plain(&r);
        }
    }
    if (r.in_link)
        close_link(&r);
    buf_release(&r.link_target);
    mem_free(r.close);
}
