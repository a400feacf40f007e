/* The tools of the Model Context Protocol: what they take, what they give, how little of it is enough
 * for a language model. */
#include "report/entry_markdown.h"
#include "report/json.h"
#include "report/markdown_clean.h"
#include "report/words.h"
#include "serve/folders.h"
#include "serve/mcp_call.h"
#include "serve/mcp_schema.h"
#include "serve/scan_text.h"
#include "serve/shorten.h"
#include "text/utf8.h"

#include <time.h>

enum {
    RESULT_MAX = 48 * 1024, /* bytes of text and structure: below 25,000 tokens, which clients take */
    TEXT_MAX = 20 * 1024,   /* of it, the text */
    LIMIT_DEFAULT = 3,
    LIMIT_MAX = 10,
    FINDINGS_TOLD = 25,
    UNKNOWN_TOLD = 10,
    SAMPLE_MAX = 300,
    SOURCES_MAX = 150,
    LOG_FILE_MAX = 64 << 20,
    PROGRESS_MS = 100,
};

/* How much is left of each cause and remedy, until the result is small enough. */
static const size_t steps[] = {12000, 4000, 1500, 500, 150};

/* What a tool gives: a text to quote, and the same as JSON. */
struct tool_result {
    struct buf text, structure;
    bool is_error;
};

static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Something that the model can mend: not a fault of the protocol. Always 0. */
static int tell(struct tool_result *r, const char *format, ...) PRINTF_LIKE(2, 3);
static int tell(struct tool_result *r, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    buf_clear(&r->text);
    buf_vprintf(&r->text, format, args);
    va_end(args);
    r->is_error = true;
    return 0;
}

static int trouble(struct mcp_call *c)
{
    c->fault = MCP_INTERNAL;
    return -1;
}

/* ---- arguments ------------------------------------------------------------------------------- */

static const struct json_value *argument(const struct mcp_call *c, const char *name)
{
    const struct json_value *v = json_member(c->json, mcp_param(c, "arguments"), name);
    return v && v->kind != KIND_NULL ? v : NULL;
}

/* A code may come as a number. */
static struct str text_argument(const struct mcp_call *c, const char *name)
{
    const struct json_value *v = argument(c, name);
    if (json_is(v, KIND_STRING))
        return json_text_of(v, c->arena);
    return json_is(v, KIND_NUMBER) ? v->raw : STR_NONE;
}

static void read_facets(const struct mcp_call *c, struct service_query *q)
{
    const struct json_value *v = json_first(c->json, argument(c, "facets"));
    if (!json_is(argument(c, "facets"), KIND_OBJECT))
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

static void cut_buf(struct buf *b, size_t most, const char *rest)
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
    struct service_query q = {.limit = LIMIT_DEFAULT, .text = text_argument(c, "text")};
    struct answer answer;
    struct links links = {0};
    int64_t limit = LIMIT_DEFAULT, start = now_ms();
    if (str_trim(q.text).n == 0)
        return tell(r, "The argument text is missing: pass the error's message or code.");
    if (argument(c, "limit") && !json_whole_number(argument(c, "limit"), 1, LIMIT_MAX, &limit))
        return tell(r, "The argument limit is a whole number from 1 to %d.", LIMIT_MAX);
    q.limit = (size_t)limit;
    read_facets(c, &q);
    if (service_lookup(c->worker, &q, c->arena, &answer, &c->err) != 0)
        return trouble(c);
    for (size_t i = 0; i < answer.match_count; i++)
        if (service_links(c->worker, &answer.matches[i].entry, c->arena, &links, &c->err) != 0)
            return trouble(c);
    const struct report_options o = {.links = links.items, .link_count = links.count};
    uint64_t elapsed_us = (uint64_t)(now_ms() - start) * 1000;
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
        if (r->structure.n + min_size(r->text.n, TEXT_MAX) <= RESULT_MAX)
            break;
    }
    cut_buf(&r->text, TEXT_MAX, "\n… (shortened: get_entry gives all of an entry)");
    return 0;
}

/* ---- get_entry ------------------------------------------------------------------------------- */

static int get_entry(struct mcp_call *c, struct tool_result *r)
{
    struct str id = text_argument(c, "id");
    struct kb_entry entry;
    struct links links = {0};
    if (!id.n)
        return tell(r, "The argument id is missing: ids come from lookup_error and scan_log.");
    int found = service_get(c->worker, id, c->arena, &entry, &c->err);
    if (found == 0)
        return tell(r, "No entry has the id \"%.*s\": ids come from lookup_error and scan_log.",
                    STR_ARG(utf8_cut(id, 200)));
    if (found < 0 || service_links(c->worker, &entry, c->arena, &links, &c->err) != 0)
        return trouble(c);
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
        if (r->structure.n + min_size(r->text.n, TEXT_MAX) <= RESULT_MAX)
            break;
    }
    cut_buf(&r->text, TEXT_MAX, "\n… (shortened)");
    return 0;
}

/* ---- scan_log -------------------------------------------------------------------------------- */

struct progress {
    struct mcp_call *call;
    int64_t told;
    size_t last;
};

static bool go_on(void *ctx, size_t done, size_t total)
{
    struct progress *p = ctx;
    struct mcp_call *c = p->call;
    int64_t now = now_ms();
    if (c->progress_token.n && done > p->last && now - p->told >= PROGRESS_MS) {
        struct buf line = BUF_INIT(4096);
        struct json_put j = {.out = &line};
        json_put_open(&j, NULL, '{');
        json_put_text(&j, "jsonrpc", STR("2.0"));
        json_put_text(&j, "method", STR("notifications/progress"));
        json_put_open(&j, "params", '{');
        json_put_raw(&j, "progressToken", c->progress_token);
        json_put_number(&j, "progress", done);
        json_put_number(&j, "total", total);
        json_put_close(&j, '}');
        json_put_close(&j, '}');
        buf_putc(&line, '\n');
        if (!line.cut)
            pump_send(c->pump, c->job, buf_str(&line));
        buf_release(&line);
        p->told = now;
        p->last = done;
    }
    return !atomic_load(&c->job->cancelled);
}

static void put_found(struct json_put *j, const struct scan_text_finding *f, bool known)
{
    const struct entry *e = &f->entry.entry;
    json_put_open(j, NULL, '{');
    if (known) {
        json_put_text(j, "entry", e->id);
        json_put_text(j, "title", utf8_cut(e->title, SAMPLE_MAX));
        json_put_real(j, "confidence", f->confidence);
        if (e->url.n)
            json_put_text(j, "url", e->url);
        else
            json_put_null(j, "url");
    }
    json_put_number(j, "count", f->count);
    json_put_number(j, "line", f->first_line);
    json_put_text(j, "text", utf8_cut(f->sample, SAMPLE_MAX));
    json_put_close(j, '}');
}

static void put_times(struct buf *out, const struct scan_text_finding *f)
{
    if (f->count == 1)
        buf_printf(out, "in line %llu", (unsigned long long)f->first_line);
    else
        buf_printf(out, "%llu times, first in line %llu", (unsigned long long)f->count,
                   (unsigned long long)f->first_line);
}

static void put_scan_text(struct buf *out, const struct scan_text_result *s)
{
    buf_printf(out, "Verdict: %llu of %llu records are explained by %zu entr%s; %llu more look like "
               "errors that are not documented.\n", (unsigned long long)s->matched,
               (unsigned long long)s->records, s->finding_count, s->finding_count == 1 ? "y" : "ies",
               (unsigned long long)s->unknown_records);
    for (size_t i = 0; i < min_size(s->finding_count, FINDINGS_TOLD); i++) {
        const struct scan_text_finding *f = &s->findings[i];
        buf_printf(out, "\n%zu. **", i + 1);
        markdown_escape(out, utf8_cut(f->entry.entry.title, SAMPLE_MAX));
        buf_printf(out, "** (%u%%), ", words_percent(f->confidence));
        put_times(out, f);
        buf_puts(out, "\n\n   get_entry ");
        markdown_code_span(out, f->entry.entry.id);
        buf_putc(out, '\n');
    }
    if (s->unknown_count)
        buf_puts(out, "\nNot documented:\n\n");
    for (size_t i = 0; i < min_size(s->unknown_count, UNKNOWN_TOLD); i++) {
        buf_puts(out, "- ");
        markdown_code_span(out, utf8_cut(s->unknown[i].sample, SAMPLE_MAX));
        buf_puts(out, ", ");
        put_times(out, &s->unknown[i]);
        buf_putc(out, '\n');
    }
}

static void put_scan_json(struct buf *out, const struct scan_text_result *s)
{
    struct json_put j = {.out = out};
    size_t findings = min_size(s->finding_count, FINDINGS_TOLD);
    size_t unknown = min_size(s->unknown_count, UNKNOWN_TOLD);
    json_put_open(&j, NULL, '{');
    json_put_number(&j, "records", s->records);
    json_put_number(&j, "matched", s->matched);
    json_put_number(&j, "unknown_errors", s->unknown_records);
    json_put_number(&j, "left_out", s->left_out);
    json_put_open(&j, "findings", '[');
    for (size_t i = 0; i < findings; i++)
        put_found(&j, &s->findings[i], true);
    json_put_close(&j, ']');
    json_put_open(&j, "unknown", '[');
    for (size_t i = 0; i < unknown; i++)
        put_found(&j, &s->unknown[i], false);
    json_put_close(&j, ']');
    json_put_bool(&j, "shortened", findings < s->finding_count || unknown < s->unknown_count);
    json_put_close(&j, '}');
}

static int scan_text_of(struct mcp_call *c, struct service_query *q, struct tool_result *r)
{
    struct scan_text_result found;
    struct progress progress = {.call = c};
    const struct scan_text_watch watch = {go_on, &progress};
    read_facets(c, q);
    int result = scan_text(c->worker, q, &watch, c->arena, &found, &c->err);
    if (result < 0)
        return trouble(c);
    if (result > 0)
        return tell(r, "Cancelled.");
    put_scan_text(&r->text, &found);
    put_scan_json(&r->structure, &found);
    cut_buf(&r->text, TEXT_MAX, "\n…");
    return 0;
}

static int scan_log(struct mcp_call *c, struct tool_result *r)
{
    struct service_query q = {.text = text_argument(c, "text")};
    struct str path = text_argument(c, "path");
    if (!path.n && !str_trim(q.text).n)
        return tell(r, "The argument text is missing: pass lines of a log.");
    if (!path.n)
        return scan_text_of(c, &q, r);
    const struct service_options *o = &c->worker->service->options;
    struct buf file = BUF_INIT(LOG_FILE_MAX);
    struct err err;
    int result;
    if (folders_read(o->folders, o->folder_count, path, &file, &err) != 0) {
        result = tell(r, "%s", err.message);
    } else {
        q.text = buf_str(&file);
        result = scan_text_of(c, &q, r);
    }
    buf_release(&file);
    return result;
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
            return trouble(c);
    }
    json_put_close(&j, ']');
    json_put_number(&j, "entries", n.entries);
    json_put_bool(&j, "shortened", n.count > SOURCES_MAX);
    json_put_close(&j, '}');
    cut_buf(&r->text, TEXT_MAX, "\n…");
    return 0;
}

/* ---- the protocol ---------------------------------------------------------------------------- */

static const struct tool {
    const char *name;
    int (*run)(struct mcp_call *c, struct tool_result *r);
} tools[] = {
    {"lookup_error", lookup_error},
    {"get_entry", get_entry},
    {"scan_log", scan_log},
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
