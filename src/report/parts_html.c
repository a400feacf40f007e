#include "report/parts_html.h"

#include "report/markdown_html.h"

enum { LANGUAGE_MAX = 35 /* of a language tag, RFC 5646 4.4.1 */ };

/* A language tag, or what could be one. */
static bool is_language(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!ascii_is_alnum(s.p[i]) && s.p[i] != '-')
            return false;
    return s.n && s.n <= LANGUAGE_MAX;
}

void parts_html_begin(struct buf *out, const struct kb_entry *k)
{
    buf_puts(out, "<article class=\"errkb-entry\"");
    html_attribute(out, "data-entry", k->entry.id);
    if (is_language(k->document.language))
        html_attribute(out, "lang", k->document.language);
    buf_puts(out, ">\n");
}

void parts_html_facets(struct buf *out, const struct entry *e)
{
    if (e->facet_count == 0)
        return;
    buf_puts(out, "<p class=\"errkb-facets\">Applies to: ");
    for (size_t i = 0; i < e->facet_count; i++) {
        const struct facet *f = &e->facets[i];
        buf_puts(out, i ? ", " : "");
        html_element(out, "span", "facet", f->label.n ? f->label : f->value);
    }
    buf_puts(out, ".</p>\n");
}

static void put_section(struct buf *out, const char *class, const char *heading,
                        struct str markdown, const struct entry_links *links)
{
    if (str_trim(markdown).n == 0)
        return;
    html_open(out, "section", class);
    buf_putc(out, '\n');
    html_element(out, "h2", NULL, str_of(heading));
    buf_putc(out, '\n');
    markdown_html(out, markdown, links);
    buf_puts(out, "</section>\n");
}

void parts_html_explanation(struct buf *out, const struct kb_entry *k,
                            const struct report_options *o)
{
    const struct entry *e = &k->entry;
    const struct entry_links links = {o->links, o->link_count, k->source};
    bool cause = str_trim(e->cause).n, remedy = str_trim(e->remedy).n;
    /* Prose that nobody labelled often holds both. */
    put_section(out, "cause", remedy ? "Cause" : "Explanation", e->cause, &links);
    put_section(out, "remedy", "Remedy", e->remedy, &links);
    if (!cause && !remedy)
        buf_puts(out, "<p>The document says no more about it.</p>\n");
}

static void put_id(struct buf *out, const char *what, struct str id)
{
    buf_printf(out, "<p class=\"errkb-id\">%s ", what);
    html_element(out, "code", NULL, id);
    buf_puts(out, "</p>\n");
}

/* As a link where it may be one. */
static void put_address(struct buf *out, struct str address)
{
    size_t start = out->n;
    buf_puts(out, "<a");
    bool linked = html_href(out, address);
    if (linked)
        buf_putc(out, '>');
    else
        buf_truncate(out, start);
    html_text(out, address);
    if (linked)
        html_close(out, "a");
}

/* The pages that include the document. */
static void put_pages(struct buf *out, const struct document *d)
{
    if (d->page_count == 0)
        return;
    buf_puts(out, "<ul class=\"errkb-pages\">\n");
    for (size_t i = 0; i < d->page_count; i++) {
        html_open(out, "li", NULL);
        if (d->pages[i].url.n)
            put_address(out, d->pages[i].url);
        else
            html_text(out, d->pages[i].path);
        buf_puts(out, "</li>\n");
    }
    buf_puts(out, "</ul>\n");
}

void parts_html_source(struct buf *out, const struct kb_entry *k, const struct str *also,
                       size_t also_count)
{
    buf_puts(out, "<footer class=\"errkb-source\">\n");
    if (k->entry.url.n) {
        buf_puts(out, "<p>");
        put_address(out, k->entry.url);
        buf_puts(out, "</p>\n");
    }
    buf_puts(out, "<p>");
    html_text(out, k->source);
    buf_putc(out, '/');
    html_text(out, k->document.path);
    buf_printf(out, ":%u", (unsigned)k->entry.line);
    if (k->document.date.n) {
        buf_puts(out, ", of ");
        html_element(out, "time", NULL, k->document.date);
    }
    buf_puts(out, "</p>\n");
    put_pages(out, &k->document);
    put_id(out, "id", k->entry.id);
    for (size_t i = 0; i < k->entry.alias_count; i++)
        put_id(out, "or", k->entry.aliases[i]);
    for (size_t i = 0; i < also_count; i++)
        put_id(out, "also", also[i]);
    buf_puts(out, "</footer>\n");
}

void parts_html_codes(struct buf *out, const char *heading, const char *class,
                      const struct str *items, size_t count)
{
    if (count == 0)
        return;
    html_element(out, "h2", NULL, str_of(heading));
    buf_putc(out, '\n');
    html_open(out, "ul", class);
    buf_putc(out, '\n');
    for (size_t i = 0; i < count; i++) {
        html_open(out, "li", NULL);
        html_element(out, "code", NULL, items[i]);
        buf_puts(out, "</li>\n");
    }
    buf_puts(out, "</ul>\n");
}
