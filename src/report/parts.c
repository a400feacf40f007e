#include "report/parts.h"

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
    show_markdown(f, "Cause", e->cause, &links);
    show_markdown(f, "Remedy", e->remedy, &links);
    if (str_trim(e->remedy).n == 0) {
        flow_gap(f);
        flow_puts(f, STYLE_NONE, "The document names no remedy.");
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
    flow_text(f, STYLE_DIM, e->source);
    flow_puts(f, STYLE_DIM, "/");
    flow_text(f, STYLE_DIM, e->document.path);
    flow_printf(f, STYLE_DIM, ":%u", (unsigned)e->entry.line);
    if (e->document.date.n) {
        flow_puts(f, STYLE_DIM, ", of ");
        flow_text(f, STYLE_DIM, e->document.date);
    }
    flow_line(f);
}
