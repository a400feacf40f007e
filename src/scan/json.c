#include "scan/json.h"

#include "text/utf8.h"

struct reader {
    struct str s;
    size_t at;
    struct arena *arena;
    json_visit *visit;
    void *user;
    char name[JSON_NAME_MAX];
    size_t name_n;
    bool name_lost; /* too long: its value is not told */
    size_t depth;
    bool is_object[JSON_DEPTH_MAX];
    size_t outer_n[JSON_DEPTH_MAX]; /* of the name, outside of this object */
};

static void skip_blanks(struct reader *r)
{
    while (r->at < r->s.n && (r->s.p[r->at] == ' ' || r->s.p[r->at] == '\t' ||
                              r->s.p[r->at] == '\n' || r->s.p[r->at] == '\r'))
        r->at++;
}

/* ---- strings --------------------------------------------------------------------------------- */

/* The bytes between quotes, the reader being behind the first one; *escaped: they hold escapes. */
static bool string_body(struct reader *r, struct str *body, bool *escaped)
{
    size_t start = r->at;
    *escaped = false;
    while (r->at < r->s.n) {
        char c = r->s.p[r->at];
        if (c == '"') {
            *body = str_slice(r->s, start, r->at++);
            return true;
        }
        if (c == '\\') {
            *escaped = true;
            r->at++;
        }
        r->at++;
    }
    r->at = r->s.n;
    *body = str_slice(r->s, start, r->s.n);
    return false;
}

static bool hex4(struct str s, size_t at, uint32_t *value)
{
    uint64_t v;
    if (s.n < at + 4 || !str_u64(str_slice(s, at, at + 4), 16, &v))
        return false;
    *value = (uint32_t)v;
    return true;
}

/* One escape at s.p[*at], behind its '\'. */
static void put_escape(struct str s, size_t *at, struct buf *out)
{
    static const char from[] = "bfnrt", to[] = "\b\f\n\r\t";
    char c = s.p[(*at)++];
    uint32_t unit, trail;
    const char *known = c ? strchr(from, c) : NULL;
    if (known) {
        buf_putc(out, to[known - from]);
    } else if (c == 'u' && hex4(s, *at, &unit)) {
        *at += 4;
        if (unit >= 0xD800 && unit <= 0xDBFF && s.n >= *at + 6 && s.p[*at] == '\\' &&
            s.p[*at + 1] == 'u' && hex4(s, *at + 2, &trail) && trail >= 0xDC00 && trail <= 0xDFFF) {
            *at += 6;
            unit = 0x10000 + ((unit - 0xD800) << 10) + (trail - 0xDC00);
        }
        utf8_put(out, unit); /* a lone half becomes U+FFFD */
    } else {
        buf_putc(out, c);
    }
}

/* Escapes make nothing longer: \u0000 is six bytes and gives three at most. */
static struct str unescape(struct reader *r, struct str body)
{
    body = utf8_cut(body, JSON_VALUE_MAX);
    size_t room = body.n;
    struct buf out = {.p = arena_alloc(r->arena, room + 1), .cap = room + 1, .max = room};
    for (size_t at = 0; at < body.n;) {
        const char *next = memchr(body.p + at, '\\', body.n - at);
        size_t until = next ? (size_t)(next - body.p) : body.n;
        buf_put(&out, str_slice(body, at, until));
        at = until + 1;
        if (at < body.n)
            put_escape(body, &at, &out);
    }
    return buf_str(&out);
}

static struct str value_of_string(struct reader *r, struct str body, bool escaped)
{
    return escaped ? unescape(r, body) : utf8_cut(body, JSON_VALUE_MAX);
}

/* ---- names ----------------------------------------------------------------------------------- */

static void set_name(struct reader *r, struct str key)
{
    size_t outer = r->outer_n[r->depth - 1];
    r->name_n = outer;
    r->name_lost = outer + 1 + key.n > sizeof r->name;
    if (r->name_lost)
        return;
    if (outer)
        r->name[r->name_n++] = '.';
    if (key.n)
        memcpy(r->name + r->name_n, key.p, key.n);
    r->name_n += key.n;
}

static void tell(struct reader *r, struct str value, bool is_string)
{
    if (!r->name_lost)
        r->visit(r->user, str_n(r->name, r->name_n), value, is_string);
}

/* ---- values ---------------------------------------------------------------------------------- */

/* Over an object or array that is nested too deep, from its bracket. */
static enum json_end skip_nested(struct reader *r)
{
    size_t depth = 0;
    struct str body;
    bool escaped;
    while (r->at < r->s.n) {
        char c = r->s.p[r->at++];
        if (c == '"' && !string_body(r, &body, &escaped))
            return JSON_CUT;
        depth += c == '{' || c == '[';
        depth -= c == '}' || c == ']';
        if (depth == 0)
            return JSON_WHOLE;
    }
    return JSON_CUT;
}

static enum json_end open_nested(struct reader *r, bool object)
{
    if (r->depth == JSON_DEPTH_MAX || r->name_lost)
        return skip_nested(r);
    r->at++;
    r->is_object[r->depth] = object;
    r->outer_n[r->depth] = r->name_n;
    r->depth++;
    return JSON_WHOLE;
}

static enum json_end scalar(struct reader *r)
{
    size_t start = r->at;
    while (r->at < r->s.n && (ascii_is_alnum(r->s.p[r->at]) || r->s.p[r->at] == '-' ||
                              r->s.p[r->at] == '+' || r->s.p[r->at] == '.'))
        r->at++;
    struct str value = str_slice(r->s, start, r->at);
    if (!value.n)
        return JSON_BAD;
    bool number = ascii_is_digit(value.p[0]) || value.p[0] == '-';
    if (!number && !str_eq(value, STR("true")) && !str_eq(value, STR("false")) &&
        !str_eq(value, STR("null")))
        return r->at == r->s.n ? JSON_CUT : JSON_BAD;
    if (!str_eq(value, STR("null")))
        tell(r, value, false);
    return JSON_WHOLE;
}

static enum json_end value(struct reader *r)
{
    struct str body;
    bool escaped;
    switch (r->s.p[r->at]) {
    case '{':
    case '[':
        return open_nested(r, r->s.p[r->at] == '{');
    case '"':
        r->at++;
        bool whole = string_body(r, &body, &escaped);
        tell(r, value_of_string(r, body, escaped), true);
        return whole ? JSON_WHOLE : JSON_CUT;
    default:
        return scalar(r);
    }
}

/* A member's name and its colon. */
static enum json_end key(struct reader *r)
{
    struct str body;
    bool escaped;
    if (r->s.p[r->at] != '"')
        return JSON_BAD;
    r->at++;
    if (!string_body(r, &body, &escaped))
        return JSON_CUT;
    set_name(r, value_of_string(r, body, escaped));
    skip_blanks(r);
    if (r->at == r->s.n)
        return JSON_CUT;
    return r->s.p[r->at++] == ':' ? JSON_WHOLE : JSON_BAD;
}

/* Behind a value: closing brackets, then a comma or the end of all. */
static enum json_end behind_value(struct reader *r)
{
    while (r->depth) {
        skip_blanks(r);
        if (r->at == r->s.n)
            return JSON_CUT;
        char c = r->s.p[r->at++];
        if (c == ',')
            return JSON_WHOLE;
        if (c != (r->is_object[r->depth - 1] ? '}' : ']'))
            return JSON_BAD;
        r->depth--;
        r->name_n = r->outer_n[r->depth];
        r->name_lost = false;
    }
    return JSON_WHOLE;
}

enum json_end json_values(struct str s, struct arena *a, json_visit *visit, void *user)
{
    struct reader r = {.s = s, .arena = a, .visit = visit, .user = user};
    skip_blanks(&r);
    if (r.at == s.n)
        return JSON_CUT;
    if (s.p[r.at] != '{')
        return JSON_BAD;
    open_nested(&r, true);
    bool first = true; /* the object or array may be empty */
    while (r.depth) {
        enum json_end end = JSON_WHOLE;
        bool object = r.is_object[r.depth - 1];
        size_t depth = r.depth;
        skip_blanks(&r);
        if (r.at == s.n)
            return JSON_CUT;
        bool empty = first && s.p[r.at] == (object ? '}' : ']');
        if (!empty && object)
            end = key(&r);
        skip_blanks(&r);
        if (end == JSON_WHOLE && r.at == s.n)
            return JSON_CUT;
        if (end == JSON_WHOLE && !empty)
            end = value(&r);
        first = r.depth > depth;
        if (end == JSON_WHOLE && !first)
            end = behind_value(&r);
        if (end != JSON_WHOLE)
            return end;
    }
    skip_blanks(&r);
    return r.at == s.n ? JSON_WHOLE : JSON_BAD;
}
