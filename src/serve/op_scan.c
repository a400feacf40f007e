/* The operation "scan" of the JSON Lines protocol. */
#include "serve/jsonl_ops.h"
#include "serve/scan_text.h"

#include <unistd.h>

enum { FINDINGS_SHOWN = 100 };

static void put_sample(struct json_put *j, const struct record_sample *samples, size_t count)
{
    json_put_number(j, "line", count ? samples[0].line : 0);
    json_put_text(j, "text", count ? samples[0].text : STR_NONE);
}

static void put_entry(struct json_put *j, const struct entry_summary *f)
{
    const struct entry *e = &f->entry.entry;
    json_put_open(j, NULL, '{');
    json_put_text(j, "entry", e->id);
    json_put_text(j, "title", e->title);
    json_put_real(j, "confidence", f->confidence);
    json_put_number(j, "count", f->count + f->ambiguous);
    json_put_number(j, "ambiguous", f->ambiguous);
    put_sample(j, f->samples, f->sample_count);
    if (e->url.n)
        json_put_text(j, "url", e->url);
    else
        json_put_null(j, "url");
    json_put_close(j, '}');
}

static void put_group(struct json_put *j, const struct group_summary *g)
{
    json_put_open(j, NULL, '{');
    json_put_text(j, "pattern", g->pattern);
    json_put_number(j, "count", g->count);
    put_sample(j, g->samples, g->sample_count);
    json_put_close(j, '}');
}

static void put_summary(struct json_put *j, const struct scan_summary *s)
{
    json_put_number(j, "records", s->records);
    json_put_number(j, "matched", s->matched);
    json_put_number(j, "unknown_errors", s->unmatched_errors);
    json_put_open(j, "findings", '[');
    for (size_t i = 0; i < min_size(s->entry_count, FINDINGS_SHOWN); i++)
        put_entry(j, &s->entries[i]);
    json_put_close(j, ']');
    json_put_open(j, "unknown", '[');
    for (size_t i = 0; i < s->group_count; i++)
        put_group(j, &s->groups[i]);
    json_put_close(j, ']');
}

int op_scan(struct call *c, struct json_put *reply, struct fault *fault)
{
    struct service_query q = {0};
    struct scan_text r;
    if (op_read_query(c, &q, fault) != 0)
        return -1;
    if (str_trim(q.text).n == 0)
        return fault_set(fault, "bad_request", "the text is missing: send lines of a log");
    fault->code = "unavailable";
    int fd = scan_text_file(q.text, &fault->err);
    if (fd < 0)
        return -1;
    int result = scan_text(c->worker, fd, q.facets, q.facet_count, NULL, c->arena, &r, &fault->err);
    if (result == 0)
        put_summary(reply, &r.summary);
    scan_text_release(&r);
    close(fd);
    return result;
}
