#include "report/scan.h"

#include "report/json_put.h"
#include "report/scan_words.h"
#include "text/utf8.h"

#include <math.h>

enum { TIME_SIZE = 40, KEY_MAX = 512 };

static void put_time(struct json_put *j, const char *key, int64_t time)
{
    if (time == RECORD_NO_TIME) {
        json_put_null(j, key);
        return;
    }
    struct buf words = BUF_INIT(TIME_SIZE);
    words_time(&words, time, 'T', true);
    buf_putc(&words, 'Z');
    json_put_text(j, key, buf_str(&words));
    buf_release(&words);
}

static void put_text_or_null(struct json_put *j, const char *key, struct str text)
{
    if (text.n)
        json_put_text(j, key, text);
    else
        json_put_null(j, key);
}

/* A key from outside, or a literal. */
static void put_key(struct json_put *j, struct str name, char open)
{
    struct buf key = BUF_INIT(SUMMARY_VALUE_BYTES * 4);
    buf_put(&key, name);
    json_put_open(j, buf_cstr(&key), open);
    buf_release(&key);
}

static void put_level(struct json_put *j, enum record_level level)
{
    if (words_level(level))
        json_put_text(j, "level", str_of(words_level(level)));
    else
        json_put_null(j, "level");
}

static double rounded(double value)
{
    return round(value * 1000.0) / 1000.0;
}

/* ---- the summary -------------------------------------------------------------------------------
 */

static void put_timeline(struct json_put *j, const struct timeline *t)
{
    if (t->width == 0) {
        json_put_null(j, "timeline");
        return;
    }
    size_t used = 0;
    for (size_t i = 0; i < SUMMARY_BUCKETS; i++)
        used = t->counts[i] ? i + 1 : used;
    json_put_open(j, "timeline", '{');
    put_time(j, "start", t->start);
    json_put_number(j, "width_us", (uint64_t)t->width);
    json_put_open(j, "counts", '[');
    for (size_t i = 0; i < used; i++)
        json_put_number(j, NULL, t->counts[i]);
    json_put_close(j, ']');
    json_put_close(j, '}');
}

static void put_samples(struct json_put *j, const struct record_sample *samples, size_t count)
{
    json_put_open(j, "samples", '[');
    for (size_t i = 0; i < count; i++) {
        json_put_open(j, NULL, '{');
        json_put_text(j, "file", samples[i].input);
        json_put_number(j, "line", samples[i].line);
        put_time(j, "time", samples[i].time);
        json_put_text(j, "text", samples[i].text);
        json_put_close(j, '}');
    }
    json_put_close(j, ']');
}

static void put_entry(struct json_put *j, const struct entry_summary *e)
{
    const struct entry *entry = &e->entry.entry;
    json_put_open(j, NULL, '{');
    json_put_text(j, "id", entry->id);
    json_put_text(j, "title", entry->title);
    json_put_text(j, "cause", entry->cause);
    json_put_text(j, "remedy", entry->remedy);
    put_text_or_null(j, "url", entry->url);
    json_put_number(j, "count", e->count);
    json_put_number(j, "ambiguous", e->ambiguous);
    json_put_real(j, "confidence", rounded(e->confidence));
    put_level(j, e->level);
    put_time(j, "first", e->first);
    put_time(j, "last", e->last);
    put_timeline(j, &e->timeline);
    put_samples(j, e->samples, e->sample_count);
    json_put_open(j, "captures", '{');
    for (size_t i = 0; i < e->capture_count; i++) {
        const struct capture_values *c = &e->captures[i];
        put_key(j, c->name, '[');
        for (size_t k = 0; k < c->value_count; k++) {
            json_put_open(j, NULL, '{');
            json_put_text(j, "value", c->values[k]);
            json_put_number(j, "count", c->counts[k]);
            json_put_close(j, '}');
        }
        json_put_close(j, ']');
    }
    json_put_close(j, '}');
    json_put_real(j, "weight", rounded(e->weight));
    json_put_close(j, '}');
}

static void put_group(struct json_put *j, const struct group_summary *g)
{
    json_put_open(j, NULL, '{');
    json_put_text(j, "pattern", g->pattern);
    json_put_number(j, "count", g->count);
    put_level(j, g->level);
    put_time(j, "first", g->first);
    put_time(j, "last", g->last);
    put_timeline(j, &g->timeline);
    put_samples(j, g->samples, g->sample_count);
    json_put_real(j, "weight", rounded(g->weight));
    json_put_close(j, '}');
}

static void put_input(struct json_put *j, const struct input_summary *in)
{
    json_put_open(j, NULL, '{');
    json_put_text(j, "file", in->name);
    put_text_or_null(j, "format", str_of(in->format));
    json_put_number(j, "bytes", in->bytes);
    json_put_number(j, "records", in->records);
    json_put_number(j, "matched", in->matched);
    json_put_number(j, "unmatched_errors", in->unmatched_errors);
    json_put_number(j, "cut", in->cut);
    put_text_or_null(j, "trouble", in->trouble);
    json_put_bool(j, "skipped", in->skipped);
    json_put_close(j, '}');
}

void report_scan_json(const struct scan_summary *s, const struct report_options *options,
                      struct buf *out)
{
    (void)options;
    struct json_put j = {.out = out};
    json_put_open(&j, NULL, '{');
    json_put_text(&j, "kind", STR("summary"));
    json_put_open(&j, "entries", '[');
    for (size_t i = 0; i < s->entry_count; i++)
        put_entry(&j, &s->entries[i]);
    json_put_close(&j, ']');
    json_put_open(&j, "unknown", '[');
    for (size_t i = 0; i < s->group_count; i++)
        put_group(&j, &s->groups[i]);
    json_put_close(&j, ']');
    json_put_open(&j, "inputs", '[');
    for (size_t i = 0; i < s->input_count; i++)
        put_input(&j, &s->inputs[i]);
    json_put_close(&j, ']');
    json_put_number(&j, "bytes", s->bytes);
    json_put_number(&j, "records", s->records);
    json_put_number(&j, "matched", s->matched);
    json_put_number(&j, "ambiguous", s->ambiguous);
    json_put_number(&j, "unmatched_errors", s->unmatched_errors);
    json_put_number(&j, "cut", s->cut);
    json_put_number(&j, "entries_dropped", s->entries_dropped);
    json_put_number(&j, "groups_dropped", s->groups_dropped);
    json_put_number(&j, "inputs_dropped", s->inputs_dropped);
    put_time(&j, "first", s->first);
    put_time(&j, "last", s->last);
    json_put_real(&j, "seconds", rounded(s->seconds));
    json_put_bool(&j, "interrupted", s->interrupted);
    json_put_close(&j, '}');
}

/* ---- one finding
 * --------------------------------------------------------------------------------- */

/* How much of it is said: each step less than the one before. */
struct detail {
    bool explained; /* cause, remedy, captures, near-duplicates */
    size_t matches;
    size_t text_max; /* bytes of the record's text, and of others */
};

/* {name: value}: named as in an answer, by position where they have no name. */
static void put_captures(struct json_put *j, const struct match *m)
{
    json_put_open(j, "captures", '{');
    for (size_t i = 0; i < m->capture_count; i++) {
        struct buf key = BUF_INIT(KEY_MAX);
        struct str name = utf8_cut(m->captures[i].name, KEY_MAX / 2);
        size_t before = 0;
        for (size_t k = 0; k < i && name.n; k++)
            before += str_eq(utf8_cut(m->captures[k].name, KEY_MAX / 2), name);
        buf_put(&key, name);
        if (name.n == 0)
            buf_printf(&key, "%zu", i + 1);
        else if (before)
            buf_printf(&key, "_%zu", before + 1);
        json_put_text(j, buf_cstr(&key), m->captures[i].value);
        buf_release(&key);
    }
    json_put_close(j, '}');
}

static void put_evidence(struct json_put *j, const struct match *m, const struct detail *d)
{
    json_put_open(j, "evidence", '{');
    json_put_text(j, "tier", str_of(tier_name(m->tier)));
    if (m->span_end > m->span_start) {
        json_put_open(j, "span", '[');
        json_put_number(j, NULL, m->span_start);
        json_put_number(j, NULL, m->span_end);
        json_put_close(j, ']');
    } else {
        json_put_null(j, "span");
    }
    put_text_or_null(j, "code", utf8_cut(m->code, d->text_max));
    json_put_close(j, '}');
}

/* A part of what an answer says of a match, by the same names. */
static void put_match(struct json_put *j, const struct match *m, const struct detail *d)
{
    const struct entry *e = &m->entry.entry;
    json_put_open(j, NULL, '{');
    json_put_text(j, "id", utf8_cut(e->id, d->text_max));
    json_put_real(j, "confidence", rounded(m->confidence));
    json_put_text(j, "title", utf8_cut(e->title, d->text_max));
    if (d->explained) {
        json_put_text(j, "cause", e->cause);
        json_put_text(j, "remedy", e->remedy);
    }
    put_text_or_null(j, "url", utf8_cut(e->url, d->text_max));
    json_put_open(j, "source", '{');
    json_put_text(j, "path", utf8_cut(m->entry.document.path, d->text_max));
    json_put_number(j, "line", e->line);
    json_put_close(j, '}');
    put_evidence(j, m, d);
    if (d->explained) {
        put_captures(j, m);
        json_put_open(j, "also", '[');
        for (size_t i = 0; i < m->also_count; i++)
            json_put_text(j, NULL, m->also[i]);
        json_put_close(j, ']');
    }
    json_put_close(j, '}');
}

static void put_finding(const struct finding *f, struct str file, struct str group,
                        const struct detail *d, bool cut, struct buf *out)
{
    const struct record *r = f->record;
    const struct answer *a = f->outcome == SCAN_KNOWN ? f->answer : NULL;
    struct json_put j = {.out = out};
    json_put_open(&j, NULL, '{');
    json_put_text(&j, "kind", STR("record"));
    json_put_text(&j, "file", utf8_cut(file, d->text_max));
    json_put_number(&j, "line", r->line);
    json_put_number(&j, "lines", r->lines);
    put_time(&j, "time", r->time);
    put_level(&j, r->level);
    put_text_or_null(&j, "origin", utf8_cut(r->origin, d->text_max));
    json_put_text(&j, "text", utf8_cut(r->text, d->text_max));
    json_put_text(&j, "verdict", str_of(verdict_name(a ? a->verdict : VERDICT_NONE)));
    json_put_open(&j, "matches", '[');
    for (size_t i = 0; a && i < min_size(a->match_count, d->matches); i++)
        put_match(&j, &a->matches[i], d);
    json_put_close(&j, ']');
    json_put_bool(&j, "looks_like_error", f->outcome != SCAN_NOTHING);
    if (f->outcome == SCAN_UNKNOWN_ERROR && group.n)
        json_put_text(&j, "group", utf8_cut(group, d->text_max));
    if (cut || r->cut)
        json_put_bool(&j, "cut", true);
    json_put_close(&j, '}');
}

void report_finding_json(const struct finding *f, struct str file, struct str group,
                         size_t max_bytes, const struct report_options *options, struct buf *out)
{
    /* The last one fits REPORT_FINDING_MIN whatever it holds: a byte is at most six characters. */
    static const struct detail details[] = {
        {true, SIZE_MAX, SIZE_MAX},
        {false, SIZE_MAX, SIZE_MAX},
        {false, 3, 1024},
        {false, 1, 256},
        {false, 1, 64},
        {false, 1, 10},
    };
    (void)options;
    size_t start = out->n;
    bool was_cut = out->cut;
    size_t max = max_bytes ? max_size(max_bytes, REPORT_FINDING_MIN) : SIZE_MAX;
    for (size_t i = 0; i < ARRAY_LEN(details); i++) {
        buf_truncate(out, start);
        out->cut = was_cut;
        put_finding(f, file, group, &details[i], i > 0, out);
        if (out->n - start <= max && !out->cut)
            return;
    }
}
