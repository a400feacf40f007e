#include "report/answer_html.h"

#include "report/code_text.h"
#include "report/markdown_text.h"
#include "report/parts_html.h"
#include "report/words.h"

enum { SUMMARY_COLUMNS = 200, CODES_SHOWN = 8 };

static void put_paragraph(struct buf *out, const char *class, const char *text)
{
    html_element(out, "p", class, str_of(text));
    buf_putc(out, '\n');
}

static void put_heading(struct buf *out, const char *element, struct str text)
{
    html_element(out, element, NULL, text);
    buf_putc(out, '\n');
}

/* ---- what matched ---------------------------------------------------------------------------- */

static void put_code(struct buf *out, const struct query_code *code)
{
    struct buf words = BUF_INIT(4096);
    struct flow f;
    flow_init(&f, &words, 0, false);
    code_text(&f, code, false);
    flow_release(&f);
    html_text(out, str_trim(buf_str(&words)));
    buf_release(&words);
}

static void put_matched_code(struct buf *out, const struct answer *a, struct str text)
{
    size_t i = 0;
    while (i < a->code_count && !str_ieq(a->codes[i].code.text, text))
        i++;
    html_open(out, "p", "code");
    if (i < a->code_count)
        put_code(out, &a->codes[i]);
    else
        html_text(out, text);
    buf_puts(out, "</p>\n");
}

static void put_captures(struct buf *out, const struct match *m)
{
    size_t named = 0;
    for (size_t i = 0; i < m->capture_count; i++) {
        if (m->captures[i].name.n == 0)
            continue;
        if (named++ == 0)
            buf_puts(out, "<dl class=\"errkb-captures\">\n");
        html_element(out, "dt", NULL, m->captures[i].name);
        html_element(out, "dd", NULL, m->captures[i].value);
        buf_putc(out, '\n');
    }
    if (named)
        buf_puts(out, "</dl>\n");
}

static void put_evidence(struct buf *out, const struct answer *a, const struct match *m,
                         struct str query)
{
    const char *how = words_matched_by(m);
    struct str piece = words_piece(m, query);
    if (!how)
        return;
    html_open(out, "section", "evidence");
    buf_putc(out, '\n');
    put_heading(out, "h2", str_of(how));
    if (piece.n) {
        html_open(out, "p", NULL);
        html_element(out, "q", NULL, piece);
        buf_puts(out, "</p>\n");
    }
    if (m->code.n)
        put_matched_code(out, a, m->code);
    put_captures(out, m);
    buf_puts(out, "</section>\n");
}

/* ---- candidates ------------------------------------------------------------------------------ */

static void put_candidates(struct buf *out, const struct match *matches, size_t count)
{
    buf_puts(out, "<ol class=\"errkb-candidates\">\n");
    for (size_t i = 0; i < count; i++) {
        const struct entry *e = &matches[i].entry.entry;
        struct buf summary = BUF_INIT(4096);
        buf_puts(out, "<li>");
        html_element(out, "strong", NULL, e->title);
        buf_printf(out, " (%u%%)\n", words_percent(matches[i].confidence));
        parts_html_facets(out, e);
        markdown_summary(&summary, e->cause.n ? e->cause : e->remedy, SUMMARY_COLUMNS);
        if (summary.n) {
            html_element(out, "p", "summary", buf_str(&summary));
            buf_putc(out, '\n');
        }
        html_open(out, "p", "id");
        html_element(out, "code", NULL, e->id);
        buf_puts(out, "</p></li>\n");
        buf_release(&summary);
    }
    buf_puts(out, "</ol>\n");
}

static void put_ask(struct buf *out, const struct ask *ask)
{
    if (ask->facet.n == 0 || ask->option_count == 0) {
        put_paragraph(out, "ask", "More of the error's text, or its code, may decide.");
        return;
    }
    html_open(out, "section", "ask");
    buf_putc(out, '\n');
    put_heading(out, "h2", ask->question);
    buf_puts(out, "<ul>\n");
    for (size_t i = 0; i < ask->option_count; i++) {
        buf_puts(out, "<li");
        html_attribute(out, "data-facet", ask->facet);
        html_attribute(out, "data-value", ask->values[i]);
        buf_putc(out, '>');
        html_text(out, ask->options[i]);
        buf_puts(out, "</li>\n");
    }
    buf_puts(out, "</ul>\n</section>\n");
}

/* ---- the three verdicts ---------------------------------------------------------------------- */

static void put_match(struct buf *out, const struct answer *a, struct str query,
                      const struct report_options *o)
{
    const struct match *m = &a->matches[0];
    struct arena *arena = arena_new();
    struct str message = words_message(m, arena);
    parts_html_begin(out, &m->entry);
    html_element(out, "h1", "title", m->entry.entry.title);
    buf_printf(out, "\n<p class=\"errkb-verdict\">%s (%u%% sure).</p>\n", words_for(m->confidence),
               words_percent(m->confidence));
    parts_html_facets(out, &m->entry.entry);
    if (message.n) {
        buf_puts(out, "<p class=\"errkb-message\">Message: ");
        html_text(out, message);
        buf_puts(out, "</p>\n");
    }
    parts_html_explanation(out, &m->entry, o);
    put_evidence(out, a, m, query);
    parts_html_source(out, &m->entry, m->also, m->also_count);
    buf_puts(out, "</article>\n");
    size_t others = words_others(a);
    if (others) {
        html_open(out, "section", "others");
        buf_putc(out, '\n');
        put_heading(out, "h2", STR("If that is not it"));
        put_candidates(out, a->matches + 1, others);
        buf_puts(out, "</section>\n");
    }
    arena_free(arena);
}

static void put_ambiguous(struct buf *out, const struct answer *a)
{
    put_heading(out, "h1", STR("Not sure which one"));
    put_paragraph(out, NULL, "These entries fit the text, with different remedies:");
    put_candidates(out, a->matches, min_size(a->tied, a->match_count));
    put_ask(out, &a->ask);
}

static void put_codes(struct buf *out, const struct answer *a, struct str query)
{
    size_t shown = 0;
    for (size_t i = 0; i < a->code_count && shown < CODES_SHOWN; i++) {
        if (!words_show_code(a, i, query))
            continue;
        if (shown++ == 0) {
            put_heading(out, "h2", STR("Codes in the text"));
            buf_puts(out, "<ul class=\"errkb-codes\">\n");
        }
        html_open(out, "li", NULL);
        put_code(out, &a->codes[i]);
        buf_puts(out, "</li>\n");
    }
    if (shown)
        buf_puts(out, "</ul>\n");
}

static void put_none(struct buf *out, const struct answer *a, struct str query)
{
    size_t guesses = words_guesses(a);
    put_heading(out, "h1", STR("This error is not known"));
    put_codes(out, a, query);
    if (guesses == 0) {
        put_paragraph(out, NULL, "No entry comes near.");
        return;
    }
    put_heading(out, "h2", STR("The nearest entries"));
    put_paragraph(out, NULL, "None fits well enough to rely on.");
    put_candidates(out, a->matches, guesses);
}

void report_answer_html(const struct answer *answer, struct str query,
                        const struct report_options *options, struct buf *out)
{
    enum verdict verdict = answer->match_count ? answer->verdict : VERDICT_NONE;
    buf_printf(out, "<section class=\"errkb-answer errkb-%s\">\n", verdict_name(verdict));
    if (verdict == VERDICT_MATCH)
        put_match(out, answer, query, options);
    else if (verdict == VERDICT_AMBIGUOUS)
        put_ambiguous(out, answer);
    else
        put_none(out, answer, query);
    if (answer->explain.n) {
        html_open(out, "section", "explain");
        put_heading(out, "h2", STR("How it was decided"));
        html_element(out, "pre", NULL, answer->explain);
        buf_puts(out, "</section>\n");
    }
    buf_puts(out, "</section>\n");
}
