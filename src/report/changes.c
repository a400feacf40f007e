#include "report/changes.h"

#include "report/json_value.h"

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

static json_t *change(const struct report_change *c, bool fields)
{
    json_t *object = json_object();
    json_value_set(object, "id", json_value_text(c->id));
    json_value_set(object, "title", json_value_text(c->title));
    json_value_set(object, "source", json_value_text(c->source));
    json_value_set(object, "path", json_value_text(c->path));
    json_value_set(object, "line", json_value_number(c->line));
    if (c->from.n)
        json_value_set(object, "from", json_value_text(c->from));
    if (fields) {
        json_t *list = json_array();
        for (size_t i = 0; i < c->field_count; i++)
            json_value_add(list, json_string_nocheck(c->fields[i]));
        json_value_set(object, "fields", list);
    }
    return object;
}

static json_t *source(const struct report_source *s)
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
    json_t *object = json_object();
    json_value_set(object, "name", json_value_text(s->name));
    json_value_set(object, "root", json_value_text(s->root));
    json_value_set(object, "state", json_string_nocheck(s->state));
    if (s->problem.n)
        json_value_set(object, "problem", json_value_text(s->problem));
    for (size_t i = 0; i < ARRAY_LEN(numbers); i++)
        json_value_set(object, numbers[i].name, json_value_number(numbers[i].value));
    for (size_t i = 0; i < REPORT_CHANGE_KINDS; i++)
        json_value_set(object, names[i], json_value_number(s->entries[i]));
    json_value_set(object, "shifted", json_value_number(s->shifted));
    return object;
}

static json_t *warning(const struct report_warning *w)
{
    json_t *object = json_object();
    json_value_set(object, "source", json_value_text(w->source));
    json_value_set(object, "path", json_value_text(w->path));
    json_value_set(object, "line", json_value_number(w->line));
    json_value_set(object, "message", json_value_text(w->message));
    return object;
}

static json_t *counts(const struct report_changes *c)
{
    json_t *object = json_object();
    uint64_t shifted = 0;
    for (size_t i = 0; i < c->source_count; i++)
        shifted += c->sources[i].shifted;
    for (size_t i = 0; i < REPORT_CHANGE_KINDS; i++)
        json_value_set(object, names[i], json_value_number(c->lists[i].count));
    json_value_set(object, "shifted", json_value_number(shifted));
    return object;
}

void report_changes_json(const struct report_changes *c, struct buf *out)
{
    json_value_set_up();
    json_t *object = json_object(), *sources = json_array(), *warnings = json_array();
    json_value_set(object, "kb", json_value_text(c->kb));
    json_value_set(object, "dry_run", json_boolean(c->dry_run));
    json_value_set(object, "counts", counts(c));
    for (size_t i = 0; i < c->source_count; i++)
        json_value_add(sources, source(&c->sources[i]));
    json_value_set(object, "sources", sources);
    for (size_t i = 0; i < REPORT_CHANGE_KINDS; i++) {
        json_t *list = json_array();
        bool fields = i == REPORT_CHANGED || i == REPORT_MOVED;
        for (size_t k = 0; k < c->lists[i].count; k++)
            json_value_add(list, change(&c->lists[i].items[k], fields));
        json_value_set(object, names[i], list);
    }
    for (size_t i = 0; i < c->warning_count; i++)
        json_value_add(warnings, warning(&c->warnings[i]));
    json_value_set(object, "warnings", warnings);
    json_value_write(object, out);
}
