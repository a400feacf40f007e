/* The operation "scan" of the JSON Lines protocol. */
#include "serve/jsonl_ops.h"
#include "serve/scan_text.h"

static void put_record(struct json_put *j, const struct scan_text_finding *f)
{
    json_put_number(j, "count", f->count);
    json_put_number(j, "line", f->first_line);
    json_put_text(j, "text", f->sample);
}

static void put_finding(struct json_put *j, const struct scan_text_finding *f)
{
    const struct entry *e = &f->entry.entry;
    json_put_open(j, NULL, '{');
    json_put_text(j, "entry", e->id);
    json_put_text(j, "title", e->title);
    json_put_real(j, "confidence", f->confidence);
    put_record(j, f);
    if (e->url.n)
        json_put_text(j, "url", e->url);
    else
        json_put_raw(j, "url", STR("null"));
    json_put_close(j, '}');
}

int op_scan(struct call *c, struct json_put *reply, struct fault *fault)
{
    struct service_query q = {0};
    struct scan_text_result r;
    if (op_read_query(c, &q, fault) != 0)
        return -1;
    if (str_trim(q.text).n == 0)
        return fault_set(fault, "bad_request", "the text is missing: send lines of a log");
    if (scan_text(c->worker, &q, NULL, c->arena, &r, &fault->err) != 0) {
        fault->code = "unavailable";
        return -1;
    }
    json_put_number(reply, "records", r.records);
    json_put_number(reply, "matched", r.matched);
    json_put_number(reply, "unknown_errors", r.unknown_records);
    if (r.left_out)
        json_put_number(reply, "left_out", r.left_out);
    json_put_open(reply, "findings", '[');
    for (size_t i = 0; i < r.finding_count; i++)
        put_finding(reply, &r.findings[i]);
    json_put_close(reply, ']');
    json_put_open(reply, "unknown", '[');
    for (size_t i = 0; i < r.unknown_count; i++) {
        json_put_open(reply, NULL, '{');
        put_record(reply, &r.unknown[i]);
        json_put_close(reply, '}');
    }
    json_put_close(reply, ']');
    return 0;
}
