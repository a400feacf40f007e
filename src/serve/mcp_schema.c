#include "serve/mcp_schema.h"

#include "serve/json_read.h"

extern const char mcp_schema_text[];
extern const char mcp_schema_text_end[];

/* Without line breaks and what indents the next line: in strings there are none. */
static struct str one_line(struct str json, struct arena *a)
{
    char *out = arena_alloc(a, json.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < json.n; i++) {
        out[n++] = json.p[i];
        if (json.p[i] != '\n')
            continue;
        n--;
        while (i + 1 < json.n && json.p[i + 1] == ' ')
            i++;
    }
    return str_n(out, n);
}

struct str mcp_schema(const char *member, struct arena *a)
{
    struct json_text json;
    struct str all = str_n(mcp_schema_text, (size_t)(mcp_schema_text_end - mcp_schema_text));
    struct err err;
    if (json_read(all, a, &json, &err) != 0)
        return STR("null"); /* tests/unit/test_mcp.c reads it too */
    const struct json_value *v = json_member(&json, &json.values[0], member);
    return v ? one_line(v->raw, a) : STR("null");
}
