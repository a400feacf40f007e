#include "report/json_put.h"

#include "report/safe.h"
#include "text/utf8.h"

#include <math.h>

static void put_escaped(struct buf *out, uint32_t c)
{
    if (c < 0x10000)
        buf_printf(out, "\\u%04x", (unsigned)c);
    else
        buf_printf(out, "\\u%04x\\u%04x", (unsigned)(0xD7C0 + (c >> 10)),
                   (unsigned)(0xDC00 + (c & 0x3FF)));
}

static void put_string(struct buf *out, struct str s)
{
    buf_putc(out, '"');
    for (size_t at = 0; at < s.n;) {
        size_t plain = at;
        while (plain < s.n && s.p[plain] >= 0x20 && s.p[plain] < 0x7F && s.p[plain] != '"' &&
               s.p[plain] != '\\')
            plain++;
        buf_put(out, str_slice(s, at, plain));
        at = plain;
        if (at == s.n)
            break;
        uint32_t c = utf8_next(s, &at);
        if (c == '"' || c == '\\')
            buf_printf(out, "\\%c", (char)c);
        else if (c == '\n')
            buf_puts(out, "\\n");
        else if (safe_code_point(c) != c)
            put_escaped(out, c);
        else
            utf8_put(out, c);
    }
    buf_putc(out, '"');
}

static void put_key(struct json_put *j, const char *key)
{
    if (j->any[j->depth])
        buf_putc(j->out, ',');
    j->any[j->depth] = true;
    if (key) {
        put_string(j->out, str_of(key));
        buf_putc(j->out, ':');
    }
}

void json_put_open(struct json_put *j, const char *key, char open)
{
    put_key(j, key);
    buf_putc(j->out, open);
    if (j->depth + 1 < JSON_PUT_DEPTH_MAX)
        j->depth++;
    j->any[j->depth] = false;
}

void json_put_close(struct json_put *j, char close)
{
    buf_putc(j->out, close);
    if (j->depth > 0)
        j->depth--;
}

void json_put_text(struct json_put *j, const char *key, struct str text)
{
    put_key(j, key);
    put_string(j->out, text);
}

void json_put_number(struct json_put *j, const char *key, uint64_t number)
{
    put_key(j, key);
    buf_printf(j->out, "%llu", (unsigned long long)number);
}

void json_put_bool(struct json_put *j, const char *key, bool value)
{
    put_key(j, key);
    buf_puts(j->out, value ? "true" : "false");
}

void json_put_real(struct json_put *j, const char *key, double value)
{
    put_key(j, key);
    if (isfinite(value))
        buf_printf(j->out, "%.6g", value);
    else
        buf_puts(j->out, "null");
}

void json_put_null(struct json_put *j, const char *key)
{
    put_key(j, key);
    buf_puts(j->out, "null");
}

void json_put_raw(struct json_put *j, const char *key, struct str json)
{
    put_key(j, key);
    buf_put(j->out, json);
}
