#include "match/query.h"

#include "text/decode.h"
#include "text/fold.h"
#include "text/utf8.h"

enum { ENTITY_MAX = 10, PASSES = 3, TAG_MAX = 200, BELL = 7, ESCAPE = 0x1B };

/* One pass over a text that drops or replaces parts of it and keeps track of where bytes came from.
 */
struct pass {
    struct arena *arena;
    struct str in;
    const uint32_t *in_from; /* NULL: identity */
    char *out;
    uint32_t *from;
    size_t n;
};

static void pass_begin(struct pass *p, struct str in, const uint32_t *in_from)
{
    p->in = in;
    p->in_from = in_from;
    p->out = arena_alloc(p->arena, in.n + 1);
    p->from = arena_alloc(p->arena, (in.n + 1) * sizeof *p->from);
    p->n = 0;
}

/* Replacements are never longer than what they stand for, so `out` has room. */
static void pass_put(struct pass *p, const char *bytes, size_t n, size_t at)
{
    uint32_t from = p->in_from ? p->in_from[at] : (uint32_t)at;
    for (size_t i = 0; i < n; i++) {
        p->out[p->n] = bytes[i];
        p->from[p->n++] = from;
    }
}

static struct str pass_end(struct pass *p, const uint32_t **from)
{
    p->from[p->n] = p->in_from ? p->in_from[p->in.n] : (uint32_t)p->in.n;
    *from = p->from;
    return str_n(p->out, p->n);
}

/* NUL, which no text may hold, becomes a blank; other controls go in without_controls(). */
static void pass_put_code_point(struct pass *p, uint32_t c, size_t room, size_t at)
{
    struct buf b = BUF_INIT(4);
    utf8_put(&b, c ? c : ' ');
    if (b.n <= room)
        pass_put(p, b.p, b.n, at);
    buf_release(&b);
}

/* ---- what stands in the way -------------------------------------------------------------------
 */

/*
 * Length of the terminal escape sequence at `at`: CSI, OSC, or two bytes (ECMA-48). Only ASCII ends
 * one, so that a broken one takes no part of a character with it.
 */
static size_t escape_length(struct str s, size_t at)
{
    size_t i = at + 1;
    char kind = i < s.n ? s.p[i] : '\0';
    if (kind == ']') {
        while (i < s.n && s.p[i] != BELL && s.p[i] != '\n' && s.p[i] != ESCAPE)
            i++;
        if (i < s.n && s.p[i] == BELL)
            i++;
        else if (str_starts(str_skip(s, i), STR("\x1b\\")))
            i += 2;
        return i - at;
    }
    if (kind == '[')
        for (i++; i < s.n && s.p[i] >= 0x20 && s.p[i] < 0x40; i++)
            ;
    return i - at + (i < s.n && s.p[i] >= 0x20 && s.p[i] < 0x7F);
}

/* Bytes of the control character at `at`, C0, DEL or C1; 0 when there is none. \n and \t are none.
 */
static size_t control_length(struct str s, size_t at)
{
    unsigned char c = (unsigned char)s.p[at];
    if (c == 0xC2 && at + 1 < s.n && (unsigned char)s.p[at + 1] < 0xA0)
        return 2;
    return (c < 0x20 && c != '\n' && c != '\t') || c == 0x7F;
}

static struct str without_controls(struct pass *p, struct str s, const uint32_t **from)
{
    bool clean = true;
    for (size_t i = 0; i < s.n && clean; i++)
        clean = control_length(s, i) == 0;
    if (clean)
        return s;
    pass_begin(p, s, *from);
    for (size_t i = 0; i < s.n;) {
        size_t n = control_length(s, i);
        if (n == 0) {
            pass_put(p, s.p + i, 1, i);
            n = 1;
        } else if (s.p[i] == ESCAPE) {
            n = escape_length(s, i);
        } else if (s.p[i] != '\r' || i + 1 >= s.n || s.p[i + 1] != '\n') {
            pass_put(p, s.p[i] == '\r' ? "\n" : " ", 1, i);
        }
        i += n;
    }
    return pass_end(p, from);
}

/* ---- HTML -------------------------------------------------------------------------------------
 */

struct entity {
    struct str name;
    const char *text;
};
static const struct entity entities[] = {
    {STR_INIT("amp"), "&"},    {STR_INIT("lt"), "<"},       {STR_INIT("gt"), ">"},
    {STR_INIT("quot"), "\""},  {STR_INIT("apos"), "'"},     {STR_INIT("nbsp"), " "},
    {STR_INIT("lsquo"), "'"},  {STR_INIT("rsquo"), "'"},    {STR_INIT("ldquo"), "\""},
    {STR_INIT("rdquo"), "\""}, {STR_INIT("hellip"), "..."}, {STR_INIT("ndash"), "-"},
    {STR_INIT("mdash"), "-"},
};

/* Put what the entity at `at` means; its length, 0 when it is none. */
static size_t put_entity(struct pass *p, struct str s, size_t at)
{
    struct str rest = str_slice(s, at + 1, at + 1 + ENTITY_MAX);
    size_t end = str_find_char(rest, ';');
    if (end == STR_NOT_FOUND || end == 0)
        return 0;
    struct str name = str_slice(rest, 0, end);
    if (name.p[0] == '#' && name.n > 1) {
        bool hex = name.p[1] == 'x' || name.p[1] == 'X';
        uint64_t c;
        if (!str_u64(str_skip(name, hex ? 2 : 1), hex ? 16 : 10, &c) || c > 0x10FFFF)
            return 0;
        pass_put_code_point(p, (uint32_t)c, end + 2, at);
        return end + 2;
    }
    for (size_t i = 0; i < ARRAY_LEN(entities); i++) {
        if (!str_ieq(entities[i].name, name))
            continue;
        pass_put(p, entities[i].text, strlen(entities[i].text), at);
        return end + 2;
    }
    return 0;
}

static const struct str tags[] = {
    STR_INIT("a"),      STR_INIT("b"),     STR_INIT("br"), STR_INIT("code"), STR_INIT("div"),
    STR_INIT("em"),     STR_INIT("h1"),    STR_INIT("h2"), STR_INIT("h3"),   STR_INIT("i"),
    STR_INIT("li"),     STR_INIT("ol"),    STR_INIT("p"),  STR_INIT("pre"),  STR_INIT("span"),
    STR_INIT("strong"), STR_INIT("table"), STR_INIT("td"), STR_INIT("th"),   STR_INIT("tr"),
    STR_INIT("ul"),
};

/* Length of the HTML tag at `at`, 0 when it is none of the common ones. */
static size_t tag_length(struct str s, size_t at)
{
    size_t start = at + 1 + (at + 1 < s.n && s.p[at + 1] == '/');
    size_t end = start;
    while (end < s.n && ascii_is_alnum(s.p[end]))
        end++;
    struct str name = str_slice(s, start, end);
    for (size_t i = 0; i < ARRAY_LEN(tags); i++) {
        if (!str_ieq(tags[i], name))
            continue;
        size_t close = str_find_char(str_slice(s, end, end + TAG_MAX), '>');
        bool attributes = end < s.n && s.p[end] == ' ';
        bool empty = close == 0 || (close == 1 && s.p[end] == '/');
        return close != STR_NOT_FOUND && (attributes || empty) ? end + close + 1 - at : 0;
    }
    return 0;
}

static struct str without_html(struct pass *p, struct str s, const uint32_t **from)
{
    if (str_find_char(s, '&') == STR_NOT_FOUND && str_find_char(s, '<') == STR_NOT_FOUND)
        return s;
    pass_begin(p, s, *from);
    for (size_t at = 0; at < s.n;) {
        size_t n = 0;
        if (s.p[at] == '&')
            n = put_entity(p, s, at);
        else if (s.p[at] == '<' && (n = tag_length(s, at)) > 0)
            pass_put(p, " ", 1, at);
        if (n == 0) {
            pass_put(p, s.p + at, 1, at);
            n = 1;
        }
        at += n;
    }
    return pass_end(p, from);
}

/* ---- JSON -------------------------------------------------------------------------------------
 */

/* Quotes and line ends escaped as in a JSON string: not just a Windows path. */
static bool looks_escaped(struct str s)
{
    return str_find(s, STR("\\\"")) != STR_NOT_FOUND ||
           str_find(s, STR("\\r\\n")) != STR_NOT_FOUND ||
           str_find(s, STR("\\u00")) != STR_NOT_FOUND;
}

/* The four hex digits of a \u escape at `at`; false when there is none. */
static bool escaped_unit(struct str s, size_t at, uint64_t *unit)
{
    return str_starts(str_skip(s, at), STR("\\u")) && at + 6 <= s.n &&
           str_u64(str_slice(s, at + 2, at + 6), 16, unit);
}

static size_t put_escape(struct pass *p, struct str s, size_t at)
{
    static const char meanings[][2] = {{'n', '\n'},  {'r', ' '}, {'t', '\t'}, {'"', '"'},
                                       {'\'', '\''}, {'/', '/'}, {'\\', '\\'}};
    uint64_t unit, trail;
    if (escaped_unit(s, at, &unit)) {
        bool pair = unit >> 10 == 0xD800 >> 10 && escaped_unit(s, at + 6, &trail) &&
                    trail >> 10 == 0xDC00 >> 10;
        if (pair)
            unit = 0x10000 + ((unit & 0x3FF) << 10 | (trail & 0x3FF));
        pass_put_code_point(p, (uint32_t)unit, 6, at);
        return pair ? 12 : 6;
    }
    char c = at + 1 < s.n ? s.p[at + 1] : '\0';
    for (size_t i = 0; i < ARRAY_LEN(meanings); i++) {
        if (meanings[i][0] != c)
            continue;
        pass_put(p, &meanings[i][1], 1, at);
        return 2;
    }
    return 0;
}

static struct str without_json(struct pass *p, struct str s, const uint32_t **from)
{
    if (!looks_escaped(s))
        return s;
    pass_begin(p, s, *from);
    for (size_t at = 0; at < s.n;) {
        size_t n = s.p[at] == '\\' ? put_escape(p, s, at) : 0;
        if (n == 0) {
            pass_put(p, s.p + at, 1, at);
            n = 1;
        }
        at += n;
    }
    return pass_end(p, from);
}

/* ---- places -----------------------------------------------------------------------------------
 */

/* https://host/a, C:\\dir\\file, /usr/lib/x, someone@example.com, arn:aws:iam::123:role/x. */
static bool is_place(struct str run)
{
    size_t slashes = 0, colons = 0;
    for (size_t i = 0; i < run.n; i++) {
        if (run.p[i] == '\\' || run.p[i] == '@')
            return true;
        slashes += run.p[i] == '/';
        colons += run.p[i] == ':';
    }
    return slashes >= 2 || (slashes && colons) || colons >= 4;
}

/* Mark the words of places: they say where, hardly ever what. */
static void mark_places(struct query *q)
{
    size_t end = 0;
    bool place = false;
    for (size_t i = 0; i < q->token_count; i++) {
        struct token *t = &q->tokens[i];
        if (t->start >= end) {
            size_t start = t->start;
            while (start > 0 && !ascii_is_space(q->text.p[start - 1]))
                start--;
            for (end = t->end; end < q->text.n && !ascii_is_space(q->text.p[end]); end++)
                ;
            place = is_place(str_slice(q->text, start, end));
        }
        if (place)
            t->flags |= TOKEN_PLACE;
    }
}

/* ---- all of it --------------------------------------------------------------------------------
 */

static void fold_text(struct query *q, struct arena *a)
{
    /* Folding can grow a text; what does not fit is cut, and with it only captures at the end. */
    size_t room = q->text.n + q->text.n / 2 + 64;
    struct buf folded = BUF_INIT(room);
    uint32_t *map = arena_alloc(a, (room + 1) * sizeof *map);
    fold(q->text, &folded, map);
    q->folded = arena_dup(a, buf_str(&folded));
    q->folded_from = map;
    buf_release(&folded);
}

struct query *query_read(struct arena *a, struct str raw)
{
    struct query *q = arena_zalloc(a, 1, sizeof *q);
    q->cut = raw.n > QUERY_BYTES_MAX;
    q->raw = utf8_cut(raw, QUERY_BYTES_MAX);
    /* Three bytes for each: enough for every byte replaced, or UTF-16 of the widest kind. */
    struct buf decoded = BUF_INIT(q->raw.n * 3 + 3);
    struct decoded d = decode_text(q->raw, &decoded);
    const uint32_t *from = NULL;
    /* A mark taken off, or bytes rewritten by decoding: spans refer to the decoded text, which then
     * is what the query says. */
    struct str text = decoded.n ? arena_dup(a, d.text) : d.text;
    q->raw = text;
    buf_release(&decoded);
    struct pass p = {.arena = a};
    text = without_controls(&p, text, &from);
    /* Escaped twice (&amp;quot;), or one way inside the other, happens: each pass undoes one level.
     */
    for (size_t i = 0, before = text.n + 1; i < PASSES && text.n < before; i++) {
        before = text.n;
        text = without_html(&p, without_json(&p, text, &from), &from);
    }
    text = without_controls(&p, text, &from); /* that were escaped */
    q->text = text;
    q->from = from;
    q->code_count = min_size(code_find(text, q->codes, CODES_MAX), CODES_MAX);
    q->tokens = token_split(a, text, QUERY_TOKENS_MAX, &q->token_count);
    mark_places(q);
    fold_text(q, a);
    return q;
}

size_t query_raw_offset(const struct query *q, size_t text_offset)
{
    text_offset = min_size(text_offset, q->text.n);
    return q->from ? q->from[text_offset] : text_offset;
}

size_t query_folded_to_text(const struct query *q, size_t folded_offset)
{
    return q->folded_from[min_size(folded_offset, q->folded.n)];
}
