/* Entries as resources, ids that complete themselves, and the prompt. */
#include "report/entry_markdown.h"
#include "serve/mcp_call.h"
#include "serve/mcp_schema.h"
#include "store/kb_names.h"

#define ENTRY_URI   "errkb://entry/"
#define SOURCES_URI "errkb://sources"

enum { URI_MAX = 8192, IDS_KEPT = MATCHER_LAYERS_MAX * MCP_COMPLETIONS_MAX };

static int no_cursor(struct mcp_call *c)
{
    if (json_is(mcp_param(c, "cursor"), KIND_STRING))
        return mcp_fault(c, MCP_INVALID_PARAMS, "no such cursor: all is on the first page");
    return 0;
}

static int put_list(struct mcp_call *c, struct json_put *j, const char *member)
{
    if (no_cursor(c) != 0)
        return -1;
    json_put_raw(j, member, mcp_schema(member, c->arena));
    mcp_put_cache(c, j, MCP_TTL_LIST_MS, "public");
    return 0;
}

int mcp_resources_list(struct mcp_call *c, struct json_put *j)
{
    return put_list(c, j, "resources");
}

int mcp_resources_templates(struct mcp_call *c, struct json_put *j)
{
    return put_list(c, j, "resourceTemplates");
}

int mcp_prompts_list(struct mcp_call *c, struct json_put *j)
{
    return put_list(c, j, "prompts");
}

/* ---- reading --------------------------------------------------------------------------------- */

/* %23 is #, as in the ids of entries; a % that is none of these stays. */
static struct str undo_percent(struct str s, struct arena *a)
{
    char *out = arena_alloc(a, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        uint64_t value;
        if (s.p[i] == '%' && i + 2 < s.n && ascii_is_hex(s.p[i + 1]) &&
            ascii_is_hex(s.p[i + 2]) && str_u64(str_slice(s, i + 1, i + 3), 16, &value) && value) {
            out[n++] = (char)value;
            i += 2;
        } else {
            out[n++] = s.p[i];
        }
    }
    return str_n(out, n);
}

static int no_resource(struct mcp_call *c, struct str uri_raw)
{
    c->fault_data =
        arena_concat(c->arena, arena_concat(c->arena, STR("{\"uri\":"), uri_raw), STR("}"));
    return mcp_fault(c, c->modern ? MCP_INVALID_PARAMS : MCP_NO_RESOURCE, "no such resource");
}

static void put_contents(struct mcp_call *c, struct json_put *j, struct str uri, const char *type,
                         struct str text)
{
    json_put_open(j, "contents", '[');
    json_put_open(j, NULL, '{');
    json_put_text(j, "uri", uri);
    json_put_text(j, "mimeType", str_of(type));
    json_put_text(j, "text", text);
    json_put_close(j, '}');
    json_put_close(j, ']');
    mcp_put_cache(c, j, 0, "private"); /* an import may change it at any time */
}

struct source_list {
    struct kb *kb;
    struct json_put *json;
    struct err *err;
};

static int on_source(void *ctx, const struct source *s)
{
    struct source_list *l = ctx;
    uint64_t documents, entries;
    if (kb_count_source(l->kb, s->name, &documents, &entries, l->err) != 0)
        return -1;
    json_put_open(l->json, NULL, '{');
    json_put_text(l->json, "name", s->name);
    json_put_text(l->json, "base_url", s->base_url);
    json_put_number(l->json, "documents", documents);
    json_put_number(l->json, "entries", entries);
    json_put_close(l->json, '}');
    return 0;
}

static int read_sources(struct mcp_call *c, struct json_put *j)
{
    struct buf text = BUF_INIT(REPORT_TEXT_MAX);
    struct json_put inner = {.out = &text};
    struct source_list l = {.json = &inner, .err = &c->err};
    int result = 0;
    json_put_open(&inner, NULL, '[');
    for (size_t i = 0; i < c->worker->reader.count && result == 0; i++) {
        l.kb = c->worker->reader.kbs[i];
        result = kb_each_source(l.kb, on_source, &l, &c->err);
    }
    json_put_close(&inner, ']');
    if (result == 0)
        put_contents(c, j, STR(SOURCES_URI), "application/json", buf_str(&text));
    else
        c->fault = MCP_INTERNAL;
    buf_release(&text);
    return result;
}

static int read_entry(struct mcp_call *c, struct json_put *j, struct str uri, struct str id)
{
    struct kb_entry entry;
    struct links links = {0};
    if (service_get(c->worker, id, c->arena, &entry, &c->err) < 0 ||
        service_links(c->worker, &entry, c->arena, &links, &c->err) != 0) {
        c->fault = MCP_INTERNAL;
        return -1;
    }
    const struct report_options o = {.links = links.items, .link_count = links.count};
    struct buf text = BUF_INIT(REPORT_TEXT_MAX / 4);
    report_entry_markdown(&entry, &o, &text);
    put_contents(c, j, uri, "text/markdown", buf_str(&text));
    buf_release(&text);
    return 0;
}

int mcp_resources_read(struct mcp_call *c, struct json_put *j)
{
    const struct json_value *v = mcp_param(c, "uri");
    if (!json_is(v, KIND_STRING))
        return mcp_fault(c, MCP_INVALID_PARAMS, "the uri is missing");
    struct str uri = json_text_of(v, c->arena);
    if (uri.n > URI_MAX)
        return no_resource(c, STR("\"\""));
    if (str_eq(uri, STR(SOURCES_URI)))
        return read_sources(c, j);
    if (!str_starts(uri, STR(ENTRY_URI)))
        return no_resource(c, v->raw);
    struct str id = undo_percent(str_skip(uri, STR(ENTRY_URI).n), c->arena);
    struct kb_entry entry;
    int found = id.n ? service_get(c->worker, id, c->arena, &entry, &c->err) : 0;
    if (found == 0)
        return no_resource(c, v->raw);
    return read_entry(c, j, uri, id);
}

/* ---- completion ------------------------------------------------------------------------------ */

static int put_ids(struct mcp_call *c, struct json_put *j, struct str prefix)
{
    struct str *ids = arena_alloc(c->arena, MCP_COMPLETIONS_MAX * sizeof *ids);
    size_t left = MCP_COMPLETIONS_MAX, all = 0;
    json_put_open(j, "completion", '{');
    json_put_open(j, "values", '[');
    for (size_t i = 0; i < c->worker->reader.count; i++) {
        size_t count;
        if (kb_ids_with(c->worker->reader.kbs[i], prefix, c->arena, ids, MCP_COMPLETIONS_MAX, &count,
                        &c->err) != 0) {
            c->fault = MCP_INTERNAL;
            return -1;
        }
        all += count;
        for (size_t k = 0; k < min_size(count, MCP_COMPLETIONS_MAX) && left; k++, left--)
            json_put_text(j, NULL, ids[k]);
    }
    json_put_close(j, ']');
    json_put_bool(j, "hasMore", all > MCP_COMPLETIONS_MAX - left);
    json_put_close(j, '}');
    return 0;
}

int mcp_complete(struct mcp_call *c, struct json_put *j)
{
    const struct json_value *ref = mcp_param(c, "ref"), *argument = mcp_param(c, "argument");
    const struct json_value *type = json_member(c->json, ref, "type");
    const struct json_value *name = json_member(c->json, argument, "name");
    const struct json_value *value = json_member(c->json, argument, "value");
    if (!json_is(type, KIND_STRING) || !json_is(name, KIND_STRING) || !json_is(value, KIND_STRING))
        return mcp_fault(c, MCP_INVALID_PARAMS, "ref and argument with name and value are needed");
    struct str kind = json_text_of(type, c->arena);
    const struct json_value *of =
        json_member(c->json, ref, str_eq(kind, STR("ref/prompt")) ? "name" : "uri");
    struct str target = json_is(of, KIND_STRING) ? json_text_of(of, c->arena) : STR_NONE;
    if (str_eq(kind, STR("ref/resource")) && str_starts(target, STR(ENTRY_URI)))
        return put_ids(c, j, json_text_of(value, c->arena));
    if (!str_eq(kind, STR("ref/prompt")) || !str_eq(target, STR("diagnose")))
        return mcp_fault(c, MCP_INVALID_PARAMS, "nothing of this name can be completed");
    json_put_raw(j, "completion", STR("{\"values\":[],\"hasMore\":false}")); /* free text */
    return 0;
}

/* ---- the prompt ------------------------------------------------------------------------------ */

int mcp_prompts_get(struct mcp_call *c, struct json_put *j)
{
    const struct json_value *name = mcp_param(c, "name"), *arguments = mcp_param(c, "arguments");
    const struct json_value *text = json_member(c->json, arguments, "text");
    const struct json_value *context = json_member(c->json, arguments, "context");
    if (!json_is(name, KIND_STRING) || !str_eq(json_text_of(name, c->arena), STR("diagnose")))
        return mcp_fault(c, MCP_INVALID_PARAMS, "no such prompt");
    if (!json_is(text, KIND_STRING) || !str_trim(json_text_of(text, c->arena)).n)
        return mcp_fault(c, MCP_INVALID_PARAMS, "the argument text is missing");
    struct buf b = BUF_INIT(REPORT_TEXT_MAX / 4);
    buf_puts(&b, "Diagnose this error with the errkb tools. Call lookup_error with the text as it is "
                 "(scan_log when it is a log of many lines).\n"
                 "- match: give cause and remedy as documented, with the link or id of the entry.\n"
                 "- ambiguous: ask me the question that comes with it, then call lookup_error again "
                 "with the facet that I chose.\n"
                 "- none: say that the error is not documented; do not guess.\n");
    if (json_is(context, KIND_STRING)) {
        buf_puts(&b, "\nContext: ");
        buf_put(&b, json_text_of(context, c->arena));
        buf_putc(&b, '\n');
    }
    buf_puts(&b, "\nThe error:\n\n");
    buf_put(&b, json_text_of(text, c->arena));
    json_put_text(j, "description", STR("Explain an error from the knowledge base"));
    json_put_open(j, "messages", '[');
    json_put_open(j, NULL, '{');
    json_put_text(j, "role", STR("user"));
    json_put_open(j, "content", '{');
    json_put_text(j, "type", STR("text"));
    json_put_text(j, "text", buf_str(&b));
    json_put_close(j, '}');
    json_put_close(j, '}');
    json_put_close(j, ']');
    buf_release(&b);
    return 0;
}
