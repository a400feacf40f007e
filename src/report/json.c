#include "report/json.h"

#include "base/mem.h"
#include "report/markdown_text.h"
#include "report/safe.h"
#include "report/signatures.h"
#include "text/template.h"
#include "text/utf8.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>

enum { INDENT = 2, REAL_DIGITS = 6, KEY_MAX = 256, KEY_TRIES = 1000 };

/* ---- values ---------------------------------------------------------------------------------- */

/* jansson takes memory where everybody does, so that no call of it can fail for lack of memory, and
 * needs no random numbers: no object's keys come from outside in any quantity. */
static void set_up(void)
{
    json_set_alloc_funcs(mem_alloc, mem_free);
    json_object_seed(1);
}

static json_t *text(struct str s)
{
    if (utf8_valid(s) == s.n)
        return json_stringn_nocheck(s.p ? s.p : "", s.n);
    struct buf b = BUF_INIT(s.n * 3);
    for (size_t at = 0; at < s.n;)
        utf8_put(&b, utf8_next(s, &at));
    json_t *value = json_stringn_nocheck(buf_cstr(&b), b.n);
    buf_release(&b);
    return value;
}

static json_t *text_or_null(struct str s)
{
    return s.n ? text(s) : json_null();
}

static json_t *number(double value)
{
    return json_real(isfinite(value) ? round(value * 1000.0) / 1000.0 : 0.0);
}

static json_t *integer(uint64_t value)
{
    return json_integer(value > INT64_MAX ? INT64_MAX : (json_int_t)value);
}

static void set(json_t *object, const char *key, json_t *value)
{
    json_object_set_new_nocheck(object, key, value);
}

static void add(json_t *array, json_t *value)
{
    json_array_append_new(array, value);
}

/* A key from outside: valid UTF-8, not empty, short. */
static void key_of(struct str name, size_t position, struct buf *key)
{
    name = utf8_cut(name, KEY_MAX);
    for (size_t at = 0; at < name.n;) {
        uint32_t c = utf8_next(name, &at);
        utf8_put(key, c ? c : 0xFFFD);
    }
    if (key->n == 0)
        buf_printf(key, "%zu", position);
}

static json_t *markdown(struct str source, const struct report_options *options)
{
    if (!options->plain)
        return text(source);
    struct buf b = BUF_INIT(REPORT_TEXT_MAX);
    struct flow f;
    struct markdown_links links = {0};
    flow_init(&f, &b, options->width, false);
    markdown_text(&f, source, &links);
    flow_release(&f);
    for (size_t i = 0; i < links.count; i++)
        buf_printf(&b, "%s[%zu] %.*s\n", i ? "" : "\n", i + 1, STR_ARG(links.targets[i]));
    markdown_links_release(&links);
    json_t *value = text(str_trim(buf_str(&b)));
    buf_release(&b);
    return value;
}

/* ---- parts of an entry ----------------------------------------------------------------------- */

/* {name: value}, a list where a name has several values. */
static json_t *facets(const struct entry *e)
{
    json_t *object = json_object();
    for (size_t i = 0; i < e->facet_count; i++) {
        struct buf key = BUF_INIT(KEY_MAX * 3);
        key_of(e->facets[i].name, i + 1, &key);
        json_t *value = text(e->facets[i].value);
        json_t *before = json_object_get(object, buf_cstr(&key));
        if (!before) {
            set(object, buf_cstr(&key), value);
        } else if (json_is_array(before)) {
            add(before, value);
        } else {
            json_t *list = json_array();
            json_array_append(list, before);
            add(list, value);
            set(object, buf_cstr(&key), list);
        }
        buf_release(&key);
    }
    return object;
}

static json_t *texts(const struct str *items, size_t count)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        add(list, text(items[i]));
    return list;
}

/* "pages" where others include the document. */
static json_t *source(const struct kb_entry *k, bool name)
{
    const struct document *d = &k->document;
    json_t *object = json_object(), *pages = json_array();
    if (name)
        set(object, "name", text(k->source));
    set(object, "path", text(d->path));
    set(object, "line", integer(k->entry.line));
    for (size_t i = 0; i < d->page_count; i++) {
        json_t *page = json_object();
        set(page, "path", text(d->pages[i].path));
        set(page, "url", text_or_null(d->pages[i].url));
        add(pages, page);
    }
    if (d->page_count)
        set(object, "pages", pages);
    else
        json_decref(pages);
    return object;
}

/* "entry": where the link leads to another entry. */
static json_t *links(const struct kb_entry *k, const struct report_options *options)
{
    const struct entry_links known = {options->links, options->link_count, k->source};
    json_t *list = json_array();
    for (size_t i = 0; i < k->entry.link_count; i++) {
        const struct link *l = &k->entry.links[i];
        struct str entry = entry_links_find(&known, l->target);
        json_t *link = json_object();
        set(link, "text", text(l->text));
        set(link, "target", text(l->target));
        set(link, "entry", text_or_null(entry));
        add(list, link);
    }
    return list;
}

static json_t *explanation(json_t *object, const struct entry *e,
                           const struct report_options *options)
{
    set(object, "title", text(e->title));
    set(object, "cause", markdown(e->cause, options));
    set(object, "remedy", markdown(e->remedy, options));
    set(object, "url", text_or_null(e->url));
    return object;
}

/* ---- an answer ------------------------------------------------------------------------------- */

static json_t *captures(const struct match *m)
{
    json_t *object = json_object();
    for (size_t i = 0; i < m->capture_count; i++) {
        struct buf key = BUF_INIT(KEY_MAX * 3 + 32);
        key_of(m->captures[i].name, i + 1, &key);
        size_t plain = key.n;
        for (unsigned n = 2; n < KEY_TRIES && json_object_get(object, buf_cstr(&key)); n++) {
            buf_truncate(&key, plain);
            buf_printf(&key, "_%u", n);
        }
        set(object, buf_cstr(&key), text(m->captures[i].value));
        buf_release(&key);
    }
    return object;
}

static json_t *evidence(const struct match *m)
{
    json_t *object = json_object();
    set(object, "tier", json_string_nocheck(tier_name(m->tier)));
    if (m->span_end > m->span_start) {
        json_t *span = json_array();
        add(span, integer(m->span_start));
        add(span, integer(m->span_end));
        set(object, "span", span);
    } else {
        set(object, "span", json_null());
    }
    set(object, "code", text_or_null(m->code));
    json_t *terms = json_array();
    for (size_t i = 0; i < m->term_count; i++) {
        json_t *term = json_array();
        add(term, text(m->terms[i].term));
        add(term, number(m->terms[i].share));
        add(terms, term);
    }
    set(object, "terms", terms);
    set(object, "margin", number(m->margin));
    struct arena *a = arena_new();
    set(object, "pattern",
        m->pattern.n ? text(template_display(a, m->pattern)) : json_null());
    arena_free(a);
    return object;
}

static json_t *match(const struct match *m, const struct report_options *options)
{
    const struct entry *e = &m->entry.entry;
    json_t *object = json_object();
    set(object, "id", text(e->id));
    set(object, "confidence", number(m->confidence));
    explanation(object, e, options);
    set(object, "source", source(&m->entry, false));
    set(object, "facets", facets(e));
    struct arena *a = arena_new();
    const struct signature_texts t = signature_texts(e, a);
    set(object, "codes", texts(t.codes, t.code_count));
    arena_free(a);
    set(object, "links", links(&m->entry, options));
    set(object, "captures", captures(m));
    set(object, "also", texts(m->also, m->also_count));
    set(object, "evidence", evidence(m));
    return object;
}

static json_t *ask(const struct ask *a)
{
    json_t *object = json_object();
    set(object, "question", text(a->question));
    set(object, "facet", text(a->facet));
    set(object, "options", texts(a->options, a->option_count));
    set(object, "values", texts(a->values, a->option_count));
    return object;
}

static json_t *query(const struct answer *a)
{
    json_t *object = json_object(), *list = json_array();
    const struct str win32 = STR("Win32 ");
    for (size_t i = 0; i < a->code_count; i++) {
        const struct query_code *q = &a->codes[i];
        json_t *code = json_object(), *equal = json_array();
        set(code, "text", text(q->code.text));
        set(code, "namespace", json_string_nocheck(code_namespace_name(q->code.ns)));
        /* The value of a name is a hash of it: nobody's business. */
        set(code, "value", q->code.ns == CODE_SYMBOL ? json_null() : integer(q->code.value));
        for (size_t j = 0; j < q->form_count; j++) {
            struct str form = str_n(q->forms[j], strnlen(q->forms[j], sizeof q->forms[j]));
            add(equal, text(str_starts(form, win32) ? str_skip(form, win32.n) : form));
        }
        set(code, "equal", equal);
        add(list, code);
    }
    set(object, "codes", list);
    if (a->query_cut)
        set(object, "cut", json_true());
    return object;
}

/* ---- writing --------------------------------------------------------------------------------- */

/* JSON text with what is unsafe on a terminal as \u escapes: it only stands in strings. */
static void put_safe(struct buf *out, struct str json)
{
    for (size_t at = 0; at < json.n;) {
        size_t plain = at;
        while (plain < json.n && (unsigned char)json.p[plain] < 0x7F)
            plain++;
        buf_put(out, str_slice(json, at, plain));
        at = plain;
        if (at == json.n)
            return;
        uint32_t c = utf8_next(json, &at);
        if (safe_code_point(c) == c)
            utf8_put(out, c);
        else if (c < 0x10000)
            buf_printf(out, "\\u%04x", (unsigned)c);
        else
            buf_printf(out, "\\u%04x\\u%04x", (unsigned)(0xD7C0 + (c >> 10)),
                       (unsigned)(0xDC00 + (c & 0x3FF)));
    }
}

static int append(const char *bytes, size_t size, void *out)
{
    buf_put(out, str_n(bytes, size));
    return 0;
}

static void write_out(json_t *value, const struct report_options *options, struct buf *out)
{
    struct buf b = BUF_INIT(out->max);
    size_t layout = options->pretty ? JSON_INDENT(INDENT) : JSON_COMPACT;
    json_dump_callback(value, append, &b, layout | JSON_REAL_PRECISION(REAL_DIGITS));
    put_safe(out, buf_str(&b));
    out->cut = out->cut || b.cut;
    buf_release(&b);
    json_decref(value);
}

static json_t *answer_object(const struct answer *answer, const struct report_options *options)
{
    json_t *object = json_object(), *matches = json_array();
    set(object, "verdict", json_string_nocheck(verdict_name(answer->verdict)));
    for (size_t i = 0; i < answer->match_count; i++)
        add(matches, match(&answer->matches[i], options));
    set(object, "matches", matches);
    if (answer->ask.facet.n)
        set(object, "ask", ask(&answer->ask));
    set(object, "query", query(answer));
    if (answer->explain.n)
        set(object, "explain", text(answer->explain));
    return object;
}

void report_answer_json(const struct answer *answer, uint64_t elapsed_us,
                        const struct report_options *options, struct buf *out)
{
    set_up();
    json_t *object = answer_object(answer, options);
    set(object, "elapsed_us", integer(elapsed_us));
    write_out(object, options, out);
}

void report_findings_json(const struct findings *findings, uint64_t elapsed_us,
                          const struct report_options *options, struct buf *out)
{
    set_up();
    json_t *object = json_object(), *list = json_array();
    for (size_t i = 0; i < findings->count; i++) {
        const struct text_finding *f = &findings->items[i];
        json_t *item = answer_object(&f->answer, options), *lines = json_array();
        json_t *span = json_array();
        add(span, integer(f->span_start));
        add(span, integer(f->span_end));
        set(item, "span", span);
        for (size_t k = 0; k < f->line_count; k++)
            add(lines, integer(f->lines[k]));
        set(item, "lines", lines);
        set(item, "count", integer(f->count));
        add(list, item);
    }
    set(object, "findings", list);
    set(object, "messages", integer(findings->messages));
    if (findings->cut || findings->query_cut)
        set(object, "cut", json_true());
    set(object, "elapsed_us", integer(elapsed_us));
    write_out(object, options, out);
}

void report_entry_json(const struct kb_entry *entry, const struct report_options *options,
                       struct buf *out)
{
    const struct entry *e = &entry->entry;
    set_up();
    struct arena *a = arena_new();
    const struct signature_texts t = signature_texts(e, a);
    json_t *object = json_object();
    set(object, "id", text(e->id));
    set(object, "kind", json_string_nocheck(entry_kind_name(e->kind)));
    explanation(object, e, options);
    set(object, "source", source(entry, true));
    set(object, "date", text_or_null(entry->document.date));
    set(object, "language", text_or_null(entry->document.language));
    set(object, "facets", facets(e));
    set(object, "messages", texts(t.messages, t.message_count));
    set(object, "codes", texts(t.codes, t.code_count));
    set(object, "mentioned", texts(t.mentioned, t.mentioned_count));
    set(object, "links", links(entry, options));
    set(object, "aliases", texts(e->aliases, e->alias_count));
    write_out(object, options, out);
    arena_free(a);
}

void report_stats_json(struct str kb, const struct kb_stats *stats,
                       const struct report_stats_source *sources, size_t source_count,
                       struct buf *out)
{
    const struct report_options options = {0};
    set_up();
    json_t *object = json_object();
    set(object, "kb", text(kb));
    set(object, "sources", integer(stats->sources));
    set(object, "documents", integer(stats->documents));
    set(object, "entries", integer(stats->entries));
    set(object, "messages", integer(stats->messages));
    set(object, "codes", integer(stats->codes));
    set(object, "facets", integer(stats->facets));
    set(object, "links", integer(stats->links));
    set(object, "samples", integer(stats->samples));
    json_t *list = json_array();
    for (size_t i = 0; i < source_count; i++) {
        json_t *source = json_object();
        set(source, "name", text(sources[i].name));
        set(source, "root", text(sources[i].root));
        set(source, "base_url", text_or_null(sources[i].base_url));
        set(source, "documents", integer(sources[i].documents));
        set(source, "entries", integer(sources[i].entries));
        add(list, source);
    }
    set(object, "source_list", list);
    write_out(object, &options, out);
}
