#include "report/findings.h"

#include "report/answer_html.h"
#include "report/answer_text.h"
#include "report/entry_markdown.h"
#include "report/flow.h"
#include "text/utf8.h"

enum { LINES_SHOWN = 8, QUOTE_SHOWN = 160, PLACE_MAX = 512 };

/* "line 3, 17 and 5 more" */
static void put_place(const struct text_finding *f, struct buf *out)
{
    size_t shown = min_size(f->line_count, LINES_SHOWN);
    buf_puts(out, f->line_count > 1 ? "lines" : "line");
    for (size_t i = 0; i < shown; i++)
        buf_printf(out, "%s %u", i ? "," : "", f->lines[i]);
    if (f->count > shown)
        buf_printf(out, " and %zu more", f->count - shown);
}

/* The beginning of what stands there. */
static struct str quote_of(const struct text_finding *f, struct str query)
{
    struct str rest = str_trim(str_slice(query, f->span_start, f->span_end)), line = STR_NONE;
    str_next_line(&rest, &line);
    return utf8_cut(line, QUOTE_SHOWN);
}

static const char *errors(size_t n)
{
    return n == 1 ? "error" : "errors";
}

static void put_cut(const struct findings *findings, struct flow *f)
{
    if (!findings->cut)
        return;
    flow_gap(f);
    flow_puts(f, STYLE_NONE,
              "The text is long: not every message in it was looked up. "
              "errkb scan reads logs of any size.");
    flow_line(f);
}

void report_findings_text(const struct findings *findings, struct str query,
                          const struct report_options *options, struct buf *out)
{
    struct flow f;
    flow_init(&f, out, options->width, options->color);
    flow_printf(&f, STYLE_LABEL, "%zu documented %s in this text:", findings->count,
                errors(findings->count));
    flow_release(&f);
    for (size_t i = 0; i < findings->count; i++) {
        const struct text_finding *one = &findings->items[i];
        struct buf place = BUF_INIT(PLACE_MAX);
        put_place(one, &place);
        buf_putc(out, '\n');
        flow_init(&f, out, options->width, options->color);
        flow_printf(&f, STYLE_LABEL, "%zu of %zu, ", i + 1, findings->count);
        flow_text(&f, STYLE_LABEL, buf_str(&place));
        flow_puts(&f, STYLE_NONE, ": \"");
        flow_text(&f, STYLE_NONE, quote_of(one, query));
        flow_puts(&f, STYLE_NONE, "\"");
        flow_line(&f);
        flow_release(&f);
        report_answer_text(&one->answer, query, options, out);
        buf_release(&place);
    }
    flow_init(&f, out, options->width, options->color);
    put_cut(findings, &f);
    flow_release(&f);
}

void report_findings_markdown(const struct findings *findings, struct str query,
                              const struct report_options *options, struct buf *out)
{
    for (size_t i = 0; i < findings->count; i++) {
        struct buf place = BUF_INIT(PLACE_MAX);
        put_place(&findings->items[i], &place);
        buf_printf(out, "%s*%zu of %zu, %.*s*\n\n", i ? "\n---\n\n" : "", i + 1, findings->count,
                   STR_ARG(buf_str(&place)));
        report_answer_markdown(&findings->items[i].answer, query, options, out);
        buf_release(&place);
    }
}

void report_findings_html(const struct findings *findings, struct str query,
                          const struct report_options *options, struct buf *out)
{
    for (size_t i = 0; i < findings->count; i++) {
        const struct text_finding *f = &findings->items[i];
        buf_puts(out, "<section class=\"errkb-finding\" data-lines=\"");
        for (size_t k = 0; k < f->line_count; k++)
            buf_printf(out, "%s%u", k ? " " : "", f->lines[k]);
        buf_puts(out, "\">\n");
        report_answer_html(&f->answer, query, options, out);
        buf_puts(out, "</section>\n");
    }
}
