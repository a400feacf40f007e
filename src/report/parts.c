#include "report/parts.h"

#include "report/shell_word.h"

enum { PLACE_MAX = 64 * 1024, PAGES_SHOWN = 3 };

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

void parts_show_command(struct buf *out, struct str id, const struct report_options *o)
{
    buf_put(out, o->show_command.n ? o->show_command : STR("errkb show"));
    buf_putc(out, ' ');
    shell_word_put(out, id);
}

/* As long as it is: a URL with a line break in it can be neither clicked nor copied. */
static void show_link(struct flow *f, size_t number, struct str target, struct str source,
                      const struct report_options *o)
{
    const struct entry_links links = {o->links, o->link_count, source};
    struct str entry = entry_links_find(&links, target);
    struct buf line = BUF_INIT(PLACE_MAX);
    buf_printf(&line, "[%zu] ", number);
    if (entry.n)
        parts_show_command(&line, entry, o);
    else
        buf_put(&line, target);
    flow_verbatim(f, STYLE_NONE, buf_str(&line));
    buf_release(&line);
}

void parts_explanation(struct flow *f, const struct kb_entry *k, const struct report_options *o)
{
    const struct entry *e = &k->entry;
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
    for (size_t i = 0; i < links.count; i++)
        show_link(f, i + 1, links.targets[i], k->source, o);
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
    const struct document *d = &e->document;
    for (size_t i = 0; i < min_size(d->page_count, PAGES_SHOWN); i++) {
        buf_clear(&place);
        buf_puts(&place, "on page ");
        buf_put(&place, d->pages[i].url.n ? d->pages[i].url : d->pages[i].path);
        flow_verbatim(f, STYLE_DIM, buf_str(&place));
    }
    if (d->page_count > PAGES_SHOWN) {
        flow_printf(f, STYLE_DIM, "and %zu more", d->page_count - PAGES_SHOWN);
        flow_line(f);
    }
    buf_release(&place);
}
