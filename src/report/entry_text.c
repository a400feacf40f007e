#include "report/entry_text.h"

#include "base/arena.h"
#include "report/parts.h"
#include "text/template.h"

static void show_messages(struct flow *f, const struct entry *e)
{
    struct arena *a = arena_new();
    bool begun = false;
    for (size_t i = 0; i < e->signature_count; i++) {
        const struct signature *s = &e->signatures[i];
        if (s->kind != SIGNATURE_MESSAGE)
            continue;
        if (!begun)
            parts_begin(f, "Messages");
        begun = true;
        flow_push(f, "- ", false);
        flow_text(f, STYLE_CODE, template_display(a, s->text));
        flow_pop(f);
    }
    if (begun)
        flow_pop(f);
    arena_free(a);
}

static void show_codes(struct flow *f, const struct entry *e, bool mentioned, const char *label)
{
    bool begun = false;
    for (size_t i = 0; i < e->signature_count; i++) {
        const struct signature *s = &e->signatures[i];
        if (s->kind != SIGNATURE_CODE || s->mentioned != mentioned)
            continue;
        if (begun)
            flow_puts(f, STYLE_NONE, ", ");
        else
            parts_begin(f, label);
        begun = true;
        flow_text(f, STYLE_CODE, s->text);
    }
    if (begun)
        flow_pop(f);
}

/* Whole, however long: it is there to be copied. */
static void show_id(struct flow *f, const char *what, struct str id)
{
    struct buf line = BUF_INIT(id.n + 16);
    buf_puts(&line, what);
    buf_put(&line, id);
    flow_verbatim(f, STYLE_DIM, buf_str(&line));
    buf_release(&line);
}

void report_entry_text(const struct kb_entry *entry, const struct report_options *options,
                       struct buf *out)
{
    const struct entry *e = &entry->entry;
    struct flow f;
    flow_init(&f, out, options->width, options->color);
    flow_text(&f, STYLE_TITLE, e->title);
    flow_line(&f);
    if (e->facet_count) {
        flow_puts(&f, STYLE_NONE, "Applies to: ");
        parts_facets(&f, e);
        flow_line(&f);
    }
    show_messages(&f, e);
    show_codes(&f, e, false, "Codes");
    show_codes(&f, e, true, "Codes mentioned");
    parts_explanation(&f, e);
    parts_begin(&f, "Source");
    parts_source(&f, entry);
    show_id(&f, "id ", e->id);
    for (size_t i = 0; i < e->alias_count; i++)
        show_id(&f, "or ", e->aliases[i]);
    flow_pop(&f);
    flow_release(&f);
}
