#include "report/changes.h"

#include "report/json_put.h"

static const char *const names[REPORT_CHANGE_KINDS] = {
    [REPORT_ADDED] = "added",
    [REPORT_CHANGED] = "changed",
    [REPORT_MOVED] = "moved",
    [REPORT_REMOVED] = "removed",
};

const char *report_change_name(enum report_change_kind kind)
{
    return names[kind];
}

static void put_change(struct json_put *j, const struct report_change *c, bool fields)
{
    json_put_open(j, NULL, '{');
    json_put_text(j, "id", c->id);
    json_put_text(j, "title", c->title);
    json_put_text(j, "source", c->source);
    json_put_text(j, "path", c->path);
    json_put_number(j, "line", c->line);
    if (c->from.n)
        json_put_text(j, "from", c->from);
    if (fields) {
        json_put_open(j, "fields", '[');
        for (size_t i = 0; i < c->field_count; i++)
            json_put_text(j, NULL, str_of(c->fields[i]));
        json_put_close(j, ']');
    }
    json_put_close(j, '}');
}

static void put_source(struct json_put *j, const struct report_source *s)
{
    const struct {
        const char *name;
        uint64_t value;
    } numbers[] = {
        {"documents", s->documents},
        {"documents_read", s->documents_read},
        {"documents_added", s->documents_added},
        {"documents_changed", s->documents_changed},
        {"documents_removed", s->documents_removed},
        {"failed", s->failed},
        {"kept", s->kept},
    };
    json_put_open(j, NULL, '{');
    json_put_text(j, "name", s->name);
    json_put_text(j, "root", s->root);
    json_put_text(j, "state", str_of(s->state));
    if (s->problem.n)
        json_put_text(j, "problem", s->problem);
    if (s->reason)
        json_put_text(j, "reason", str_of(s->reason));
    for (size_t i = 0; i < ARRAY_LEN(numbers); i++)
        json_put_number(j, numbers[i].name, numbers[i].value);
    for (size_t i = 0; i < REPORT_CHANGE_KINDS; i++)
        json_put_number(j, names[i], s->entries[i]);
    json_put_number(j, "shifted", s->shifted);
    json_put_close(j, '}');
}

static void put_warning(struct json_put *j, const struct report_warning *w)
{
    json_put_open(j, NULL, '{');
    json_put_text(j, "source", w->source);
    json_put_text(j, "path", w->path);
    json_put_number(j, "line", w->line);
    json_put_text(j, "message", w->message);
    json_put_close(j, '}');
}

static void put_counts(struct json_put *j, const struct report_changes *c)
{
    uint64_t shifted = 0;
    for (size_t i = 0; i < c->source_count; i++)
        shifted += c->sources[i].shifted;
    json_put_open(j, "counts", '{');
    for (size_t i = 0; i < REPORT_CHANGE_KINDS; i++)
        json_put_number(j, names[i], c->lists[i].count);
    json_put_number(j, "shifted", shifted);
    json_put_close(j, '}');
}

void report_changes_json(const struct report_changes *c, struct buf *out)
{
    struct json_put j = {.out = out};
    json_put_open(&j, NULL, '{');
    json_put_text(&j, "kb", c->kb);
    json_put_bool(&j, "dry_run", c->dry_run);
    put_counts(&j, c);
    json_put_open(&j, "sources", '[');
    for (size_t i = 0; i < c->source_count; i++)
        put_source(&j, &c->sources[i]);
    json_put_close(&j, ']');
    for (size_t i = 0; i < REPORT_CHANGE_KINDS; i++) {
        bool fields = i == REPORT_CHANGED || i == REPORT_MOVED;
        json_put_open(&j, names[i], '[');
        for (size_t k = 0; k < c->lists[i].count; k++)
            put_change(&j, &c->lists[i].items[k], fields);
        json_put_close(&j, ']');
    }
    json_put_open(&j, "warnings", '[');
    for (size_t i = 0; i < c->warning_count; i++)
        put_warning(&j, &c->warnings[i]);
    json_put_close(&j, ']');
    json_put_close(&j, '}');
}
