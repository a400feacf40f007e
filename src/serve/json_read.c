#include "serve/json_read.h"

#include "text/utf8.h"

struct reader {
    struct str s;
    size_t at;
    struct arena *a;
    struct json_text *json;
    struct err *err;
};

static int fault(struct reader *r, const char *what)
{
    return err_set(r->err, ERR_INVALID, "not JSON at byte %zu: %s", r->at + 1, what);
}

static char peek(const struct reader *r)
{
    return r->at < r->s.n ? r->s.p[r->at] : '\0';
}

static void skip_blanks(struct reader *r)
{
    while (r->at < r->s.n && (r->s.p[r->at] == ' ' || r->s.p[r->at] == '\t' ||
                              r->s.p[r->at] == '\n' || r->s.p[r->at] == '\r'))
        r->at++;
}

/* ---- scalars --------------------------------------------------------------------------------- */

static int hex4(struct str s, size_t at, uint32_t *value)
{
    uint64_t v;
    if (!str_u64(str_slice(s, at, at + 4), 16, &v) || at + 4 > s.n)
        return -1;
    *value = (uint32_t)v;
    return 0;
}

static int read_string(struct reader *r)
{
    static const struct str plain = STR_INIT("\"\\/bfnrt");
    uint32_t ignored;
    for (r->at++; r->at < r->s.n; r->at++) {
        unsigned char c = (unsigned char)r->s.p[r->at];
        if (c == '"') {
            r->at++;
            return 0;
        }
        if (c < 0x20)
            return fault(r, "a control character in a string: write it as \\u00XX");
        if (c != '\\')
            continue;
        r->at++;
        if (peek(r) == 'u' && hex4(r->s, r->at + 1, &ignored) == 0)
            r->at += 4;
        else if (peek(r) == '\0' || str_find_char(plain, peek(r)) == STR_NOT_FOUND)
            return fault(r, "no such escape");
    }
    return fault(r, "a string without an end");
}

static bool digits(struct reader *r)
{
    size_t start = r->at;
    while (ascii_is_digit(peek(r)))
        r->at++;
    return r->at > start;
}

static int read_number(struct reader *r)
{
    if (peek(r) == '-')
        r->at++;
    if (peek(r) == '0')
        r->at++;
    else if (!digits(r))
        return fault(r, "a number without digits");
    if (peek(r) == '.') {
        r->at++;
        if (!digits(r))
            return fault(r, "a number without digits behind its point");
    }
    if (peek(r) == 'e' || peek(r) == 'E') {
        r->at++;
        if (peek(r) == '+' || peek(r) == '-')
            r->at++;
        if (!digits(r))
            return fault(r, "a number without digits in its exponent");
    }
    return 0;
}

static int read_word(struct reader *r, struct str word)
{
    if (!str_starts(str_skip(r->s, r->at), word))
        return fault(r, "a value is missing");
    r->at += word.n;
    return 0;
}

/* A string with its quotes, without escapes. */
static struct str decode(struct str raw, struct arena *a)
{
    static const char from[] = "bfnrt", to[] = "\b\f\n\r\t";
    struct str s = str_slice(raw, 1, raw.n - 1);
    if (str_find_char(s, '\\') == STR_NOT_FOUND)
        return s;
    /* Every escape is longer than what it stands for. */
    struct buf out = {.p = arena_alloc(a, s.n + 4), .cap = s.n + 4, .max = s.n + 4};
    for (size_t i = 0; i < s.n;) {
        if (s.p[i] != '\\') {
            out.p[out.n++] = s.p[i++];
            continue;
        }
        char c = s.p[i + 1];
        i += 2;
        if (c != 'u') {
            const char *known = memchr(from, c, sizeof from - 1);
            out.p[out.n++] = known ? to[known - from] : c;
            continue;
        }
        uint32_t code = 0xFFFD, low;
        (void)!hex4(s, i, &code);
        i += 4;
        if (code >= 0xD800 && code < 0xDC00 && str_starts(str_skip(s, i), STR("\\u")) &&
            hex4(s, i + 2, &low) == 0 && low >= 0xDC00 && low < 0xE000) {
            code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
            i += 6;
        }
        utf8_put(&out, code >= 0xD800 && code < 0xE000 ? 0xFFFD : code);
    }
    return buf_str(&out);
}

/* ---- values ---------------------------------------------------------------------------------- */

static int read_value(struct reader *r, uint32_t *index, size_t depth);

static int new_value(struct reader *r, uint32_t *index)
{
    struct json_text *j = r->json;
    if (j->count == JSON_VALUES_MAX)
        return err_set(r->err, ERR_INVALID, "more than %d values: send less at once",
                       JSON_VALUES_MAX);
    j->values = arena_grow(r->a, j->values, j->count, &j->cap, sizeof *j->values);
    *index = (uint32_t)j->count;
    j->values[j->count++] = (struct json_value){.kind = KIND_NULL};
    return 0;
}

static bool has_member(const struct json_text *j, uint32_t object, struct str name)
{
    for (uint32_t i = j->values[object].first; i; i = j->values[i].next)
        if (str_eq(j->values[i].name, name))
            return true;
    return false;
}

static int read_name(struct reader *r, uint32_t object, struct str *name)
{
    size_t start = r->at;
    if (peek(r) != '"')
        return fault(r, "a name in double quotes is missing");
    if (read_string(r) != 0)
        return -1;
    *name = decode(str_slice(r->s, start, r->at), r->a);
    if (has_member(r->json, object, *name))
        return fault(r, "the same name twice in one object");
    skip_blanks(r);
    if (peek(r) != ':')
        return fault(r, "a colon is missing");
    r->at++;
    return 0;
}

/* Behind the opening bracket. */
static int read_items(struct reader *r, uint32_t self, bool object, size_t depth)
{
    const char close = object ? '}' : ']';
    uint32_t last = 0, item;
    skip_blanks(r);
    if (peek(r) == close) {
        r->at++;
        return 0;
    }
    for (size_t n = 0;; n++) {
        struct str name = STR_NONE;
        skip_blanks(r);
        if (object && n == JSON_MEMBERS_MAX)
            return fault(r, "too many members in one object");
        if (object && read_name(r, self, &name) != 0)
            return -1;
        if (read_value(r, &item, depth + 1) != 0)
            return -1;
        r->json->values[item].name = name;
        if (last)
            r->json->values[last].next = item;
        else
            r->json->values[self].first = item;
        last = item;
        skip_blanks(r);
        if (peek(r) == close) {
            r->at++;
            return 0;
        }
        if (peek(r) != ',')
            return fault(r, object ? "a comma or } is missing" : "a comma or ] is missing");
        r->at++;
    }
}

static int read_plain(struct reader *r, enum json_kind *kind)
{
    switch (peek(r)) {
    case '"':
        *kind = KIND_STRING;
        return read_string(r);
    case 't':
        *kind = KIND_BOOL;
        return read_word(r, STR("true"));
    case 'f':
        *kind = KIND_BOOL;
        return read_word(r, STR("false"));
    case 'n':
        *kind = KIND_NULL;
        return read_word(r, STR("null"));
    default:
        if (peek(r) != '-' && !ascii_is_digit(peek(r)))
            return fault(r, "a value is missing");
        *kind = KIND_NUMBER;
        return read_number(r);
    }
}

static int read_value(struct reader *r, uint32_t *index, size_t depth)
{
    skip_blanks(r);
    if (depth > JSON_DEPTH_MAX)
        return fault(r, "nested too deep");
    if (new_value(r, index) != 0)
        return -1;
    size_t start = r->at;
    enum json_kind kind = KIND_NULL;
    int result;
    if (peek(r) == '{' || peek(r) == '[') {
        kind = peek(r) == '{' ? KIND_OBJECT : KIND_ARRAY;
        r->json->values[*index].kind = kind;
        r->at++;
        result = read_items(r, *index, kind == KIND_OBJECT, depth);
    } else {
        result = read_plain(r, &kind);
    }
    r->json->values[*index].kind = kind;
    r->json->values[*index].raw = str_slice(r->s, start, r->at);
    return result;
}

int json_read(struct str text, struct arena *a, struct json_text *json, struct err *err)
{
    struct reader r = {.s = text, .a = a, .json = json, .err = err};
    uint32_t root;
    *json = (struct json_text){0};
    size_t valid = utf8_valid(text);
    int result = 0;
    if (valid != text.n) {
        err_set(err, ERR_INVALID, "not JSON at byte %zu: %s", valid + 1,
                text.p[valid] == '\0' ? "a NUL" : "no valid UTF-8");
        r.s = str_slice(text, 0, valid);
        r.err = NULL;
        result = -1;
    }
    if (read_value(&r, &root, 0) != 0)
        return -1;
    skip_blanks(&r);
    return r.at == r.s.n || result != 0 ? result : fault(&r, "something stands behind the value");
}

/* ---- access ---------------------------------------------------------------------------------- */

const struct json_value *json_first(const struct json_text *json, const struct json_value *in)
{
    return in && in->first ? &json->values[in->first] : NULL;
}

const struct json_value *json_next(const struct json_text *json, const struct json_value *value)
{
    return value->next ? &json->values[value->next] : NULL;
}

const struct json_value *json_member(const struct json_text *json, const struct json_value *object,
                                     const char *name)
{
    if (!json_is(object, KIND_OBJECT))
        return NULL;
    for (const struct json_value *v = json_first(json, object); v; v = json_next(json, v))
        if (str_eq(v->name, str_of(name)))
            return v;
    return NULL;
}

struct str json_text_of(const struct json_value *v, struct arena *a)
{
    return decode(v->raw, a);
}

/* Digits of a number and by how many places its point is to be moved to the right. */
static int64_t scale(struct str raw, struct str *whole, struct str *part)
{
    size_t e = min_size(str_find_char(raw, 'e'), str_find_char(raw, 'E'));
    struct str exponent = e == STR_NOT_FOUND ? STR_NONE : str_skip(raw, e + 1);
    bool down = exponent.n && exponent.p[0] == '-';
    if (exponent.n && !ascii_is_digit(exponent.p[0]))
        exponent = str_skip(exponent, 1);
    uint64_t by = 0;
    if (exponent.n && (!str_u64(exponent, 10, &by) || by > 1000))
        by = 1000;
    raw = e == STR_NOT_FOUND ? raw : str_slice(raw, 0, e);
    size_t point = str_find_char(raw, '.');
    *whole = point == STR_NOT_FOUND ? raw : str_slice(raw, 0, point);
    *part = point == STR_NOT_FOUND ? STR_NONE : str_skip(raw, point + 1);
    return down ? -(int64_t)by : (int64_t)by;
}

bool json_whole_number(const struct json_value *v, int64_t min, int64_t max, int64_t *value)
{
    if (!json_is(v, KIND_NUMBER))
        return false;
    struct str whole, part, raw = v->raw;
    bool negative = raw.p[0] == '-';
    int64_t places = scale(negative ? str_skip(raw, 1) : raw, &whole, &part);
    int64_t sum = 0, point = (int64_t)whole.n + places, n = (int64_t)(whole.n + part.n);
    for (int64_t i = 0; i < n || i < point; i++) {
        size_t k = (size_t)i;
        char digit = i >= n ? '0' : k < whole.n ? whole.p[k] : part.p[k - whole.n];
        if (i >= point && digit != '0')
            return false;
        if (i < point && sum < INT64_MAX / 10)
            sum = sum * 10 + (digit - '0');
        else if (i < point)
            sum = INT64_MAX;
    }
    sum = negative ? -sum : sum;
    *value = sum < min ? min : sum > max ? max : sum;
    return true;
}
