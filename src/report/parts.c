#include "report/parts.h"

enum { PLACE_MAX = 64 * 1024 };

void parts_begin(struct flow *f, const char *label)
{
    flow_gap(f);
    flow_puts(f, STYLE_LABEL, label);
    flow_push(f, "  ", false);
}

static void show_markdown(struct flow *f, const char *label, struct str markdown,
                          struct markdown_links *links)
{
    if (str_trim(markdown).n == 0)
        return;
    parts_begin(f, label);
    markdown_text(f, markdown, links);
    flow_pop(f);
}

void parts_explanation(struct flow *f, const struct entry *e)
{
    struct markdown_links links = {0};
    bool cause = str_trim(e->cause).n, remedy = str_trim(e->remedy).n;
    /* Prose that nobody labelled often holds both. */
    show_markdown(f, remedy ? "Cause" : "Explanation", e->cause, &links);
    show_markdown(f, "Remedy", e->remedy, &links);
    if (!cause && !remedy) {
        flow_gap(f);
        flow_puts(f, STYLE_NONE, "The document says no more about it.");
    }
    if (links.count)
        flow_gap(f);
    flow_push(f, "  ", false);
    for (size_t i = 0; i < links.count; i++) {
        /* As long as it is: a URL with a line break in it can be neither clicked nor copied. */
        struct buf line = BUF_INIT(MARKDOWN_URL_MAX + 16);
        buf_printf(&line, "[%zu] ", i + 1);
        buf_put(&line, links.targets[i]);
        flow_verbatim(f, STYLE_NONE, buf_str(&line));
        buf_release(&line);
    }
    flow_pop(f);
    markdown_links_release(&links);
}

void parts_facets(struct flow *f, const struct entry *e)
{
    for (size_t i = 0; i < e->facet_count; i++) {
        const struct facet *facet = &e->facets[i];
        if (i)
            flow_puts(f, STYLE_NONE, ", ");
        flow_text(f, STYLE_NONE, facet->label.n ? facet->label : facet->value);
    }
}

void parts_source(struct flow *f, const struct kb_entry *e)
{
    if (e->entry.url.n)
        flow_verbatim(f, STYLE_NONE, e->entry.url);
    struct buf place = BUF_INIT(PLACE_MAX);
    buf_put(&place, e->source);
    buf_putc(&place, '/');
    buf_put(&place, e->document.path);
    buf_printf(&place, ":%u", (unsigned)e->entry.line);
    if (e->document.date.n) {
        buf_puts(&place, ", of ");
        buf_put(&place, e->document.date);
    }
    flow_verbatim(f, STYLE_DIM, buf_str(&place));
    buf_release(&place);
}
