/* The tools of the Model Context Protocol: what they take, what they give, how little of it is enough
 * for a language model. */
#include "base/clock.h"
#include "report/entry_markdown.h"
#include "report/json.h"
#include "report/markdown_clean.h"
#include "report/words.h"
#include "serve/mcp_schema.h"
#include "serve/mcp_tools.h"
#include "serve/shorten.h"
#include "text/utf8.h"

enum {
    RESULT_MAX = 48 * 1024, /* bytes of text and structure: below 25,000 tokens, which clients take */
    LIMIT_DEFAULT = 3,
    LIMIT_MAX = 10,
    SOURCES_MAX = 150,
};

/* How much is left of each cause and remedy, until the result is small enough. */
static const size_t steps[] = {12000, 4000, 1500, 500, 150};

int tool_tell(struct tool_result *r, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    buf_clear(&r->text);
    buf_vprintf(&r->text, format, args);
    va_end(args);
    r->is_error = true;
    return 0;
}

int tool_trouble(struct mcp_call *c)
{
    c->fault = MCP_INTERNAL;
    return -1;
}

/* ---- arguments ------------------------------------------------------------------------------- */

const struct json_value *tool_argument(const struct mcp_call *c, const char *name)
{
    const struct json_value *v = json_member(c->json, mcp_param(c, "arguments"), name);
    return v && v->kind != KIND_NULL ? v : NULL;
}

struct str tool_text(const struct mcp_call *c, const char *name)
{
    const struct json_value *v = tool_argument(c, name);
    if (json_is(v, KIND_STRING))
        return json_text_of(v, c->arena);
    return json_is(v, KIND_NUMBER) ? v->raw : STR_NONE;
}

void tool_facets(const struct mcp_call *c, struct service_query *q)
{
    const struct json_value *v = json_first(c->json, tool_argument(c, "facets"));
    if (!json_is(tool_argument(c, "facets"), KIND_OBJECT))
        return;
    for (; v && q->facet_count < SESSION_FACETS_MAX; v = json_next(c->json, v)) {
        struct str value = v->kind == KIND_STRING ? json_text_of(v, c->arena) : v->raw;
        if (v->kind == KIND_NULL || !str_trim(value).n || !str_trim(v->name).n)
            continue;
        q->facets[q->facet_count++] = (struct facet){str_trim(v->name), str_trim(value), value};
    }
}

/* ---- lookup_error ---------------------------------------------------------------------------- */

static void put_verdict(struct buf *out, const struct answer *a)
{
    switch (a->verdict) {
    case VERDICT_MATCH:
        buf_printf(out, "Verdict: match (%u%% sure).\n",
                   words_percent(a->match_count ? a->matches[0].confidence : 0));
        break;
    case VERDICT_AMBIGUOUS:
        buf_puts(out, "Verdict: ambiguous. Several entries fit, with different remedies: ask before "
                      "recommending one.\n");
        break;
    case VERDICT_NONE:
        buf_puts(out, "Verdict: none. The knowledge base does not document this error. Say so; the "
                      "nearest entries below do not explain it.\n");
        break;
    }
}

void tool_cut(struct buf *b, size_t most, const char *rest)
{
    if (b->n <= most)
        return;
    buf_truncate(b, utf8_cut(buf_str(b), most).n);
    buf_puts(b, rest);
}

/* An object that stands alone, with one more member in front. */
static void mark_shortened(struct buf *b, struct arena *a)
{
    struct str rest = arena_dup(a, str_skip(buf_str(b), 1));
    buf_clear(b);
    buf_puts(b, "{\"shortened\":true,");
    buf_put(b, rest);
}

static int lookup_error(struct mcp_call *c, struct tool_result *r)
{
    struct service_query q = {.limit = LIMIT_DEFAULT, .text = tool_text(c, "text")};
    struct answer answer;
    struct links links = {0};
    int64_t limit = LIMIT_DEFAULT, start = clock_ms();
    if (str_trim(q.text).n == 0)
        return tool_tell(r, "The argument text is missing: pass the error's message or code.");
    if (tool_argument(c, "limit") && !json_whole_number(tool_argument(c, "limit"), 1, LIMIT_MAX, &limit))
        return tool_tell(r, "The argument limit is a whole number from 1 to %d.", LIMIT_MAX);
    q.limit = (size_t)limit;
    tool_facets(c, &q);
    if (service_lookup(c->worker, &q, c->arena, &answer, &c->err) != 0)
        return tool_trouble(c);
    for (size_t i = 0; i < answer.match_count; i++)
        if (service_links(c->worker, &answer.matches[i].entry, c->arena, &links, &c->err) != 0)
            return tool_trouble(c);
    const struct report_options o = {.links = links.items, .link_count = links.count};
    uint64_t elapsed_us = (uint64_t)(clock_ms() - start) * 1000;
    for (size_t i = 0; i < ARRAY_LEN(steps); i++) {
        struct answer shorter = answer;
        bool cut = shorten_answer(&shorter, steps[i], c->arena);
        buf_clear(&r->text);
        buf_clear(&r->structure);
        put_verdict(&r->text, &shorter);
        report_answer_markdown(&shorter, q.text, &o, &r->text);
        report_answer_json(&shorter, elapsed_us, &o, &r->structure);
        if (cut)
            mark_shortened(&r->structure, c->arena);
        if (r->structure.n + min_size(r->text.n, TOOL_TEXT_MAX) <= RESULT_MAX)
            break;
    }
    tool_cut(&r->text, TOOL_TEXT_MAX, "\n… (shortened: get_entry gives all of an entry)");
    return 0;
}

/* ---- get_entry ------------------------------------------------------------------------------- */

static int get_entry(struct mcp_call *c, struct tool_result *r)
{
    struct str id = tool_text(c, "id");
    struct kb_entry entry;
    struct links links = {0};
    if (!id.n)
        return tool_tell(r, "The argument id is missing: ids come from lookup_error and scan_log.");
    int found = service_get(c->worker, id, c->arena, &entry, &c->err);
    if (found == 0)
        return tool_tell(r, "No entry has the id \"%.*s\": ids come from lookup_error and scan_log.",
                    STR_ARG(utf8_cut(id, 200)));
    if (found < 0 || service_links(c->worker, &entry, c->arena, &links, &c->err) != 0)
        return tool_trouble(c);
    const struct report_options o = {.links = links.items, .link_count = links.count};
    struct str rest = arena_printf(c->arena, "… (shortened: all of it is in the resource "
                                   "errkb://entry/%.*s)", STR_ARG(entry.entry.id));
    for (size_t i = 0; i < ARRAY_LEN(steps); i++) {
        struct kb_entry shorter = entry;
        bool cut = shorten_entry(&shorter, steps[i], rest, c->arena);
        buf_clear(&r->text);
        buf_clear(&r->structure);
        report_entry_markdown(&shorter, &o, &r->text);
        report_entry_json(&shorter, &o, &r->structure);
        if (cut)
            mark_shortened(&r->structure, c->arena);
        if (r->structure.n + min_size(r->text.n, TOOL_TEXT_MAX) <= RESULT_MAX)
            break;
    }
    tool_cut(&r->text, TOOL_TEXT_MAX, "\n… (shortened)");
    return 0;
}

/* ---- list_sources ---------------------------------------------------------------------------- */

struct source_names {
    struct kb *kb;
    struct json_put *json;
    struct buf *text;
    struct err *err;
    size_t count;
    uint64_t entries;
};

static int on_source(void *ctx, const struct source *s)
{
    struct source_names *n = ctx;
    uint64_t documents, entries;
    if (kb_count_source(n->kb, s->name, &documents, &entries, n->err) != 0)
        return -1;
    n->entries += entries;
    if (n->count++ >= SOURCES_MAX)
        return 0;
    json_put_open(n->json, NULL, '{');
    json_put_text(n->json, "name", s->name);
    if (s->base_url.n)
        json_put_text(n->json, "base_url", s->base_url);
    else
        json_put_null(n->json, "base_url");
    json_put_number(n->json, "documents", documents);
    json_put_number(n->json, "entries", entries);
    json_put_close(n->json, '}');
    buf_puts(n->text, "- ");
    markdown_code_span(n->text, s->name);
    buf_printf(n->text, ": %llu entries from %llu documents", (unsigned long long)entries,
               (unsigned long long)documents);
    if (s->base_url.n) {
        buf_puts(n->text, ", published at ");
        buf_put(n->text, s->base_url);
    }
    buf_putc(n->text, '\n');
    return 0;
}

static int list_sources(struct mcp_call *c, struct tool_result *r)
{
    struct json_put j = {.out = &r->structure};
    struct source_names n = {.json = &j, .text = &r->text, .err = &c->err};
    buf_puts(&r->text, "Sources of the knowledge base:\n\n");
    json_put_open(&j, NULL, '{');
    json_put_open(&j, "sources", '[');
    for (size_t i = 0; i < c->worker->reader.count; i++) {
        n.kb = c->worker->reader.kbs[i];
        if (kb_each_source(n.kb, on_source, &n, &c->err) != 0)
            return tool_trouble(c);
    }
    json_put_close(&j, ']');
    json_put_number(&j, "entries", n.entries);
    json_put_bool(&j, "shortened", n.count > SOURCES_MAX);
    json_put_close(&j, '}');
    tool_cut(&r->text, TOOL_TEXT_MAX, "\n…");
    return 0;
}

/* ---- the protocol ---------------------------------------------------------------------------- */

static const struct tool {
    const char *name;
    int (*run)(struct mcp_call *c, struct tool_result *r);
} tools[] = {
    {"lookup_error", lookup_error},
    {"get_entry", get_entry},
    {"scan_log", tool_scan_log},
    {"list_sources", list_sources},
};

int mcp_tools_list(struct mcp_call *c, struct json_put *j)
{
    if (json_is(mcp_param(c, "cursor"), KIND_STRING))
        return mcp_fault(c, MCP_INVALID_PARAMS, "no such cursor: all tools are on the first page");
    json_put_raw(j, "tools", mcp_schema("tools", c->arena));
    mcp_put_cache(c, j, MCP_TTL_LIST_MS, "public");
    return 0;
}

static void put_result(struct json_put *j, const struct tool_result *r)
{
    json_put_open(j, "content", '[');
    json_put_open(j, NULL, '{');
    json_put_text(j, "type", STR("text"));
    json_put_text(j, "text", buf_str(&r->text));
    json_put_close(j, '}');
    json_put_close(j, ']');
    if (!r->is_error)
        json_put_raw(j, "structuredContent", buf_str(&r->structure));
    json_put_bool(j, "isError", r->is_error);
}

int mcp_tools_call(struct mcp_call *c, struct json_put *j)
{
    const struct json_value *name = mcp_param(c, "name"), *arguments = mcp_param(c, "arguments");
    const struct tool *tool = NULL;
    struct str wanted = json_is(name, KIND_STRING) ? json_text_of(name, c->arena) : STR_NONE;
    for (size_t i = 0; i < ARRAY_LEN(tools); i++)
        if (str_eq(wanted, str_of(tools[i].name)))
            tool = &tools[i];
    if (!tool)
        return mcp_fault(c, MCP_INVALID_PARAMS, "no tool is named \"%.*s\"",
                         STR_ARG(utf8_cut(wanted, 100)));
    if (arguments && arguments->kind != KIND_OBJECT)
        return mcp_fault(c, MCP_INVALID_PARAMS, "arguments is not an object");
    struct tool_result r = {BUF_INIT(REPORT_TEXT_MAX), BUF_INIT(REPORT_TEXT_MAX), false};
    int result = tool->run(c, &r);
    if (result == 0)
        put_result(j, &r);
    buf_release(&r.text);
    buf_release(&r.structure);
    return result;
}
