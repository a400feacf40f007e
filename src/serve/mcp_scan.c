/* The tool scan_log. */
#include "base/clock.h"
#include "report/markdown_clean.h"
#include "report/words.h"
#include "serve/folders.h"
#include "serve/mcp_tools.h"
#include "serve/scan_text.h"
#include "text/utf8.h"

#include <unistd.h>

enum { FINDINGS_TOLD = 25, UNKNOWN_TOLD = 10, SAMPLE_MAX = 300, PROGRESS_MS = 100 };

/* ---- progress -------------------------------------------------------------------------------- */

struct progress {
    struct mcp_call *call;
    int64_t told;
    uint64_t last;
};

static void tell_progress(struct mcp_call *c, uint64_t bytes)
{
    struct buf line = BUF_INIT(4096);
    struct json_put j = {.out = &line};
    json_put_open(&j, NULL, '{');
    json_put_text(&j, "jsonrpc", STR("2.0"));
    json_put_text(&j, "method", STR("notifications/progress"));
    json_put_open(&j, "params", '{');
    json_put_raw(&j, "progressToken", c->progress_token);
    json_put_number(&j, "progress", bytes);
    json_put_close(&j, '}');
    json_put_close(&j, '}');
    buf_putc(&line, '\n');
    if (!line.cut)
        pump_send(c->pump, c->job, buf_str(&line));
    buf_release(&line);
}

static bool go_on(void *ctx, uint64_t bytes)
{
    struct progress *p = ctx;
    if (p->call->progress_token.n && bytes > p->last && clock_ms() - p->told >= PROGRESS_MS) {
        tell_progress(p->call, bytes);
        p->told = clock_ms();
        p->last = bytes;
    }
    return !atomic_load(&p->call->job->cancelled);
}

static const struct record_sample no_sample;

static const struct record_sample *first_of(const struct record_sample *samples, size_t count)
{
    return count ? &samples[0] : &no_sample;
}

static void put_times(struct buf *out, uint64_t count, const struct record_sample *first)
{
    if (count == 1)
        buf_printf(out, "in line %llu", (unsigned long long)first->line);
    else
        buf_printf(out, "%llu times, first in line %llu", (unsigned long long)count,
                   (unsigned long long)first->line);
}

static void put_scan_text(struct buf *out, const struct scan_summary *s)
{
    buf_printf(out, "Verdict: %llu of %llu records are explained by %zu entr%s; %llu more look like "
               "errors that are not documented.\n", (unsigned long long)s->matched,
               (unsigned long long)s->records, s->entry_count, s->entry_count == 1 ? "y" : "ies",
               (unsigned long long)s->unmatched_errors);
    for (size_t i = 0; i < min_size(s->entry_count, FINDINGS_TOLD); i++) {
        const struct entry_summary *f = &s->entries[i];
        buf_printf(out, "\n%zu. **", i + 1);
        markdown_escape(out, utf8_cut(f->entry.entry.title, SAMPLE_MAX));
        buf_printf(out, "** (%u%%), ", words_percent(f->confidence));
        put_times(out, f->count + f->ambiguous, first_of(f->samples, f->sample_count));
        buf_puts(out, "\n\n   get_entry ");
        markdown_code_span(out, f->entry.entry.id);
        buf_putc(out, '\n');
    }
    if (s->group_count)
        buf_puts(out, "\nNot documented:\n\n");
    for (size_t i = 0; i < min_size(s->group_count, UNKNOWN_TOLD); i++) {
        const struct group_summary *g = &s->groups[i];
        const struct record_sample *first = first_of(g->samples, g->sample_count);
        buf_puts(out, "- ");
        markdown_code_span(out, utf8_cut(first->text, SAMPLE_MAX));
        buf_puts(out, ", ");
        put_times(out, g->count, first);
        buf_putc(out, '\n');
    }
}

static void put_sample(struct json_put *j, uint64_t count, const struct record_sample *first)
{
    json_put_number(j, "count", count);
    json_put_number(j, "line", first->line);
    json_put_text(j, "text", utf8_cut(first->text, SAMPLE_MAX));
}

static void put_found(struct json_put *j, const struct entry_summary *f)
{
    const struct entry *e = &f->entry.entry;
    json_put_open(j, NULL, '{');
    json_put_text(j, "entry", e->id);
    json_put_text(j, "title", utf8_cut(e->title, SAMPLE_MAX));
    json_put_real(j, "confidence", f->confidence);
    if (e->url.n)
        json_put_text(j, "url", e->url);
    else
        json_put_null(j, "url");
    put_sample(j, f->count + f->ambiguous, first_of(f->samples, f->sample_count));
    json_put_close(j, '}');
}

static void put_scan_json(struct buf *out, const struct scan_summary *s)
{
    struct json_put j = {.out = out};
    size_t findings = min_size(s->entry_count, FINDINGS_TOLD);
    size_t unknown = min_size(s->group_count, UNKNOWN_TOLD);
    json_put_open(&j, NULL, '{');
    json_put_number(&j, "records", s->records);
    json_put_number(&j, "matched", s->matched);
    json_put_number(&j, "unknown_errors", s->unmatched_errors);
    json_put_open(&j, "findings", '[');
    for (size_t i = 0; i < findings; i++)
        put_found(&j, &s->entries[i]);
    json_put_close(&j, ']');
    json_put_open(&j, "unknown", '[');
    for (size_t i = 0; i < unknown; i++) {
        const struct group_summary *g = &s->groups[i];
        json_put_open(&j, NULL, '{');
        json_put_text(&j, "pattern", utf8_cut(g->pattern, SAMPLE_MAX));
        put_sample(&j, g->count, first_of(g->samples, g->sample_count));
        json_put_close(&j, '}');
    }
    json_put_close(&j, ']');
    json_put_bool(&j, "shortened", findings < s->entry_count || unknown < s->group_count);
    json_put_close(&j, '}');
}

static int scan_fd(struct mcp_call *c, int fd, struct tool_result *r)
{
    struct service_query q = {0};
    struct scan_text found;
    struct progress progress = {.call = c};
    const struct scan_text_watch watch = {go_on, &progress};
    tool_facets(c, &q);
    int result = scan_text(c->worker, fd, q.facets, q.facet_count, &watch, c->arena, &found, &c->err);
    if (result == 0) {
        put_scan_text(&r->text, &found.summary);
        put_scan_json(&r->structure, &found.summary);
        tool_cut(&r->text, TOOL_TEXT_MAX, "\n…");
    }
    scan_text_release(&found);
    return result < 0 ? tool_trouble(c) : result > 0 ? tool_tell(r, "Cancelled.") : 0;
}

int tool_scan_log(struct mcp_call *c, struct tool_result *r)
{
    struct str text = tool_text(c, "text"), path = tool_text(c, "path");
    const struct service_options *o = &c->worker->service->options;
    struct err err;
    if (!path.n && !str_trim(text).n)
        return tool_tell(r, "The argument text is missing: pass lines of a log.");
    int fd = path.n ? folders_open(o->folders, o->folder_count, path, &err)
                    : scan_text_file(text, &err);
    if (fd < 0)
        return tool_tell(r, "%s", err.message);
    int result = scan_fd(c, fd, r);
    close(fd);
    return result;
}
