#include "report/json_value.h"

#include "base/mem.h"
#include "report/safe.h"
#include "text/utf8.h"

void json_value_set_up(void)
{
    json_set_alloc_funcs(mem_alloc, mem_free);
    json_object_seed(1); /* no object's keys come from outside in any quantity */
}

json_t *json_value_text(struct str s)
{
    if (utf8_valid(s) == s.n)
        return json_stringn_nocheck(s.p ? s.p : "", s.n);
    struct buf b = BUF_INIT(s.n * 3);
    for (size_t at = 0; at < s.n;)
        utf8_put(&b, utf8_next(s, &at));
    json_t *value = json_stringn_nocheck(buf_cstr(&b), b.n);
    buf_release(&b);
    return value;
}

json_t *json_value_number(uint64_t n)
{
    return json_integer(n > INT64_MAX ? INT64_MAX : (json_int_t)n);
}

void json_value_set(json_t *object, const char *key, json_t *value)
{
    json_object_set_new_nocheck(object, key, value);
}

void json_value_add(json_t *array, json_t *value)
{
    json_array_append_new(array, value);
}

/* JSON text with what is unsafe on a terminal as \u escapes: it only stands in strings. */
static void put_safe(struct buf *out, struct str json)
{
    for (size_t at = 0; at < json.n;) {
        size_t plain = at;
        while (plain < json.n && (unsigned char)json.p[plain] < 0x7F)
            plain++;
        buf_put(out, str_slice(json, at, plain));
        at = plain;
        if (at == json.n)
            return;
        uint32_t c = utf8_next(json, &at);
        if (safe_code_point(c) == c)
            utf8_put(out, c);
        else if (c < 0x10000)
            buf_printf(out, "\\u%04x", (unsigned)c);
        else
            buf_printf(out, "\\u%04x\\u%04x", (unsigned)(0xD7C0 + (c >> 10)),
                       (unsigned)(0xDC00 + (c & 0x3FF)));
    }
}

static int append(const char *bytes, size_t size, void *out)
{
    buf_put(out, str_n(bytes, size));
    return 0;
}

void json_value_write(json_t *value, struct buf *out)
{
    struct buf b = BUF_INIT(out->max);
    json_dump_callback(value, append, &b, JSON_COMPACT);
    put_safe(out, buf_str(&b));
    out->cut = out->cut || b.cut;
    buf_release(&b);
    json_decref(value);
}
