#include "report/scan.h"

#include "report/html.h"
#include "report/parts_html.h"
#include "report/scan_page.h"
#include "report/scan_words.h"
#include "report/words.h"

enum {
    CHART_WIDTH = 1000, /* units of a timeline; it is stretched to the room that there is */
    CHART_HEIGHT = 100,
    BAR_WIDTH_MIN = 4,
    BAR_HEIGHT_MIN = 6, /* one record is to be seen beside thousands */
    TEXT_MAX = 16 << 10,
    TAIL_BYTES = 16 << 10, /* kept free for what ends the page */
};

struct sheet {
    struct buf *out;
    const struct scan_summary *s;
    const struct report_options *o;
    struct buf words; /* for one text at a time */
};

/* ---- pieces ------------------------------------------------------------------------------------
 */

static struct buf *fresh(struct sheet *p)
{
    buf_clear(&p->words);
    return &p->words;
}

static void put_words(struct sheet *p, const char *element, const char *class)
{
    html_element(p->out, element, class, buf_str(&p->words));
}

/* A rectangle of a chart, with what it says when pointed at. */
static void put_bar(struct sheet *p, uint64_t x, uint64_t width, uint64_t height)
{
    buf_printf(p->out, "<rect x=\"%u\" y=\"%u\" width=\"%u\" height=\"%u\"><title>", (unsigned)x,
               (unsigned)(CHART_HEIGHT - height), (unsigned)width, (unsigned)height);
    html_text(p->out, buf_str(&p->words));
    buf_puts(p->out, "</title></rect>");
}

/* All timelines have the same axis, from the first to the last record of the whole summary. */
static void put_timeline(struct sheet *p, const struct timeline *t)
{
    const struct scan_summary *s = p->s;
    buf_puts(p->out, "<span class=\"errkb-chart\">");
    /* Where one bar would be all of it, there is nothing to see. */
    if (t->width && s->first != RECORD_NO_TIME && s->last - s->first >= t->width) {
        double span = (double)(s->last - s->first) + 1.0, most = 1.0;
        for (size_t i = 0; i < SUMMARY_BUCKETS; i++)
            most = (double)t->counts[i] > most ? (double)t->counts[i] : most;
        buf_printf(p->out,
                   "<svg class=\"errkb-timeline\" viewBox=\"0 0 %d %d\" "
                   "preserveAspectRatio=\"none\" role=\"img\" aria-label=\"Records over time\">"
                   "<rect class=\"errkb-base\" x=\"0\" y=\"%d\" width=\"%d\" height=\"2\"></rect>",
                   CHART_WIDTH, CHART_HEIGHT, CHART_HEIGHT - 2, CHART_WIDTH);
        for (size_t i = 0; i < SUMMARY_BUCKETS; i++) {
            if (t->counts[i] == 0)
                continue;
            int64_t start = t->start + (int64_t)i * t->width;
            double from = (double)(start - s->first) / span, width = (double)t->width / span;
            from = from < 0.0 ? 0.0 : from > 1.0 ? 1.0 : from;
            uint64_t w = max_size((size_t)(width * CHART_WIDTH), BAR_WIDTH_MIN);
            w = min_size(w, CHART_WIDTH);
            uint64_t x = min_size((size_t)(from * CHART_WIDTH), CHART_WIDTH - (size_t)w);
            uint64_t height =
                (uint64_t)((double)t->counts[i] / most * (CHART_HEIGHT - BAR_HEIGHT_MIN)) +
                BAR_HEIGHT_MIN;
            struct buf *words = fresh(p);
            words_time(words, start, ' ', false);
            buf_puts(words, ", ");
            words_duration(words, t->width);
            buf_puts(words, ": ");
            words_number(words, t->counts[i]);
            put_bar(p, x, w, height);
        }
        buf_puts(p->out, "</svg>");
    }
    buf_puts(p->out, "</span>");
}

/* How many of the most frequent one's count. */
static void put_share(struct sheet *p, uint64_t count, uint64_t most)
{
    unsigned width = (unsigned)((double)count / (double)(most ? most : 1) * CHART_WIDTH);
    buf_printf(p->out,
               "<svg viewBox=\"0 0 %d 4\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
               "<rect x=\"0\" y=\"0\" width=\"%u\" height=\"4\"></rect></svg>",
               CHART_WIDTH, width > 8 ? width : 8);
}

static void put_level(struct sheet *p, enum record_level level)
{
    if (words_level(level))
        buf_printf(p->out, " <span class=\"errkb-badge errkb-level-%s\">%s</span>",
                   words_level(level), words_level(level));
}

static void put_when(struct sheet *p, int64_t first, int64_t last, const struct timeline *t)
{
    if (first == RECORD_NO_TIME)
        return;
    struct buf *words = fresh(p);
    words_times(words, first, last);
    if (t->width && last > first) {
        buf_puts(words, "; one bar is ");
        words_duration(words, t->width);
    }
    put_words(p, "p", "when");
    buf_putc(p->out, '\n');
}

static void put_samples(struct sheet *p, const struct record_sample *samples, size_t count)
{
    if (count == 0)
        return;
    buf_puts(p->out, "<h2>In the log</h2>\n<ol class=\"errkb-samples\">\n");
    for (size_t i = 0; i < count; i++) {
        buf_puts(p->out, "<li>");
        words_place(fresh(p), &samples[i]);
        put_words(p, "span", "soft");
        html_element(p->out, "pre", NULL, samples[i].text);
        buf_puts(p->out, "</li>\n");
    }
    buf_puts(p->out, "</ol>\n");
}

static void put_captures(struct sheet *p, const struct entry_summary *e)
{
    if (e->capture_count == 0)
        return;
    buf_puts(p->out, "<h2>Seen in it</h2>\n<dl class=\"errkb-captures\">\n");
    for (size_t i = 0; i < e->capture_count; i++) {
        const struct capture_values *c = &e->captures[i];
        html_element(p->out, "dt", NULL, c->name);
        buf_puts(p->out, "<dd>");
        for (size_t k = 0; k < c->value_count; k++) {
            buf_puts(p->out, k ? ", " : "");
            html_element(p->out, "code", NULL, c->values[k]);
            words_number(fresh(p), c->counts[k]);
            buf_puts(p->out, "\xc2\xa0\xc3\x97\xc2\xa0");
            buf_put(p->out, buf_str(&p->words));
        }
        buf_puts(p->out, c->more ? ", and others</dd>\n" : "</dd>\n");
    }
    buf_puts(p->out, "</dl>\n");
}

/* ---- the parts of the page
 * ----------------------------------------------------------------------- */

static void put_head(struct sheet *p, struct str title)
{
    buf_puts(p->out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n");
    buf_printf(p->out,
               "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
               "style-src '%s'; script-src '%s'; base-uri 'none'; form-action 'none'\"/>\n",
               scan_page.style_hash, scan_page.script_hash);
    buf_puts(p->out, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
                     "<meta name=\"referrer\" content=\"no-referrer\"/>\n"
                     "<meta name=\"color-scheme\" content=\"light dark\"/>\n");
    html_element(p->out, "title", NULL, title);
    buf_puts(p->out, "\n<style>");
    buf_put(p->out, scan_page.style);
    buf_puts(p->out, "</style>\n</head>\n<body>\n");
}

static void put_fact(struct sheet *p, const char *class, const char *what)
{
    html_open(p->out, "li", class);
    put_words(p, "strong", NULL);
    buf_printf(p->out, " %s</li>\n", what);
}

static void put_facts(struct sheet *p)
{
    const struct scan_summary *s = p->s;
    buf_puts(p->out, "<ul class=\"errkb-facts\">\n");
    words_number(fresh(p), s->matched);
    put_fact(p, "is-known", s->matched == 1 ? "known error" : "known errors");
    words_number(fresh(p), s->entry_count);
    put_fact(p, "is-known", s->entry_count == 1 ? "kind of them" : "kinds of them");
    words_number(fresh(p), s->unmatched_errors);
    put_fact(p, "is-unknown", "look like errors, not known");
    words_number(fresh(p), s->records);
    put_fact(p, NULL, s->records == 1 ? "record read" : "records read");
    words_bytes(fresh(p), s->bytes);
    put_fact(p, NULL, "in all");
    buf_puts(p->out, "</ul>\n");
}

static void put_header(struct sheet *p, struct str title)
{
    buf_puts(p->out, "<header>\n");
    html_element(p->out, "h1", NULL, title);
    words_times(fresh(p), p->s->first, p->s->last);
    put_words(p, "p", "when");
    put_facts(p);
    if (p->s->interrupted)
        buf_puts(p->out, "<p>Reading was stopped before the end.</p>\n");
    words_left_out(fresh(p), p->s);
    if (p->words.n)
        put_words(p, "p", "soft");
    /* The script shows it: without it, it could do nothing. */
    buf_puts(p->out, "</header>\n<p class=\"errkb-search\" hidden=\"hidden\"><label>Search "
                     "<input type=\"search\"/></label> <output></output> "
                     "<button type=\"button\">Open all</button></p>\n<main>\n");
}

static void begin_item(struct sheet *p, char kind, size_t number, uint64_t count, uint64_t most)
{
    buf_printf(p->out, "<details class=\"errkb-item\" id=\"%c%zu\">\n<summary>", kind, number + 1);
    buf_puts(p->out, "<span class=\"errkb-count\">");
    words_number(fresh(p), count);
    html_text(p->out, buf_str(&p->words));
    put_share(p, count, most);
    buf_puts(p->out, "</span> ");
}

static void put_entry(struct sheet *p, size_t number, uint64_t most)
{
    const struct entry_summary *e = &p->s->entries[number];
    begin_item(p, 'e', number, e->count + e->ambiguous, most);
    html_open(p->out, "span", "title");
    html_text(p->out, e->entry.entry.title);
    put_level(p, e->level);
    if (e->count == 0)
        buf_puts(p->out, " <span class=\"errkb-badge\">uncertain</span>");
    html_close(p->out, "span");
    put_timeline(p, &e->timeline);
    buf_puts(p->out, "</summary>\n<div class=\"errkb-body\">\n");
    put_when(p, e->first, e->last, &e->timeline);
    struct buf *words = fresh(p);
    buf_printf(words, "%s: at best %u\xc2\xa0%% sure", words_for(e->confidence),
               words_percent(e->confidence));
    if (e->ambiguous) {
        buf_puts(words, "; of ");
        words_count(words, e->ambiguous, "record", "records");
        buf_puts(words, " it is only the likeliest of several entries");
    }
    buf_putc(words, '.');
    put_words(p, "p", "soft");
    buf_putc(p->out, '\n');
    put_samples(p, e->samples, e->sample_count);
    put_captures(p, e);
    parts_html_begin(p->out, &e->entry);
    parts_html_facets(p->out, &e->entry.entry);
    parts_html_explanation(p->out, &e->entry, p->o);
    parts_html_source(p->out, &e->entry, NULL, 0);
    html_close(p->out, "article");
    buf_puts(p->out, "\n</div>\n</details>\n");
}

static void put_group(struct sheet *p, size_t number, uint64_t most)
{
    const struct group_summary *g = &p->s->groups[number];
    begin_item(p, 'g', number, g->count, most);
    html_open(p->out, "span", "title");
    html_element(p->out, "code", NULL, g->pattern);
    put_level(p, g->level);
    html_close(p->out, "span");
    put_timeline(p, &g->timeline);
    buf_puts(p->out, "</summary>\n<div class=\"errkb-body\">\n");
    put_when(p, g->first, g->last, &g->timeline);
    put_samples(p, g->samples, g->sample_count);
    buf_puts(p->out, "</div>\n</details>\n");
}

/* As many items as there is room for; each is whole or left out. */
static void put_items(struct sheet *p, size_t count, uint64_t most,
                      void (*put)(struct sheet *, size_t, uint64_t), const char *what)
{
    for (size_t i = 0; i < count; i++) {
        size_t start = p->out->n;
        put(p, i, most);
        if (!p->out->cut && p->out->n + TAIL_BYTES <= p->out->max)
            continue;
        buf_truncate(p->out, start);
        p->out->cut = false;
        buf_printf(p->out, "<p>%zu more %s did not fit on this page; --json lists them.</p>\n",
                   count - i, what);
        return;
    }
}

static void put_known(struct sheet *p)
{
    const struct scan_summary *s = p->s;
    uint64_t most = 0;
    for (size_t i = 0; i < s->entry_count; i++) {
        uint64_t n = s->entries[i].count + s->entries[i].ambiguous;
        most = n > most ? n : most;
    }
    buf_puts(p->out, "<section class=\"errkb-known\">\n<h2>Known errors</h2>\n");
    if (s->entry_count == 0)
        buf_puts(p->out, "<p>No entry explains a record of this log.</p>\n");
    put_items(p, s->entry_count, most, put_entry, "known errors");
    buf_puts(p->out, "</section>\n");
}

static void put_unknown(struct sheet *p)
{
    const struct scan_summary *s = p->s;
    uint64_t most = 0;
    for (size_t i = 0; i < s->group_count; i++)
        most = s->groups[i].count > most ? s->groups[i].count : most;
    if (s->group_count == 0)
        return;
    buf_puts(p->out,
             "<section class=\"errkb-unknown\">\n<h2>Not known</h2>\n<p class=\"errkb-soft\">"
             "Records that look like errors and that no entry explains, those that differ "
             "only in their variable parts together.</p>\n");
    put_items(p, s->group_count, most, put_group, "groups");
    buf_puts(p->out, "</section>\n");
}

static void put_cell(struct sheet *p, uint64_t n)
{
    words_number(fresh(p), n);
    put_words(p, "td", "number");
}

static void put_inputs(struct sheet *p)
{
    static const char *const columns[] = {"Records", "Known", "Not known"};
    const struct scan_summary *s = p->s;
    buf_puts(p->out,
             "<section class=\"errkb-inputs\">\n<h2>Inputs</h2>\n<div class=\"errkb-scroll\">"
             "\n<table>\n<thead><tr><th>Name</th><th>Format</th>");
    html_element(p->out, "th", "number", STR("Size"));
    for (size_t i = 0; i < ARRAY_LEN(columns); i++)
        html_element(p->out, "th", "number", str_of(columns[i]));
    buf_puts(p->out, "<th>Trouble</th></tr></thead>\n<tbody>\n");
    size_t i = 0;
    for (; i < s->input_count && p->out->n + TAIL_BYTES <= p->out->max; i++) {
        const struct input_summary *in = &s->inputs[i];
        buf_puts(p->out, "<tr>");
        html_element(p->out, "td", NULL, in->name);
        html_element(p->out, "td", NULL, str_of(in->format));
        words_bytes(fresh(p), in->bytes);
        put_words(p, "td", "number");
        put_cell(p, in->records);
        put_cell(p, in->matched);
        put_cell(p, in->unmatched_errors);
        words_trouble(fresh(p), in);
        put_words(p, "td", NULL);
        buf_puts(p->out, "</tr>\n");
    }
    buf_puts(p->out, "</tbody>\n</table>\n</div>\n");
    uint64_t more = s->input_count - i + s->inputs_dropped;
    if (more) {
        words_count(fresh(p), more, "further input.", "further inputs.");
        put_words(p, "p", "soft");
    }
    buf_puts(p->out, "</section>\n");
}

void report_scan_html(const struct scan_summary *s, struct str title,
                      const struct report_options *options, struct buf *out)
{
    struct sheet p = {.out = out, .s = s, .o = options, .words = BUF_INIT(TEXT_MAX)};
    put_head(&p, title);
    put_header(&p, title);
    put_known(&p);
    put_unknown(&p);
    put_inputs(&p);
    buf_puts(out, "</main>\n<script>");
    buf_put(out, scan_page.script);
    buf_puts(out, "</script>\n</body>\n</html>\n");
    buf_release(&p.words);
}
