#include "report/entry_text.h"

#include "report/parts.h"
#include "report/signatures.h"

static void show_messages(struct flow *f, const struct signature_texts *t)
{
    if (t->message_count == 0)
        return;
    parts_begin(f, "Messages");
    for (size_t i = 0; i < t->message_count; i++) {
        flow_push(f, "- ", false);
        flow_text(f, STYLE_CODE, t->messages[i]);
        flow_pop(f);
    }
    flow_pop(f);
}

static void show_codes(struct flow *f, const struct str *codes, size_t count, const char *label)
{
    if (count == 0)
        return;
    parts_begin(f, label);
    for (size_t i = 0; i < count; i++) {
        flow_puts(f, STYLE_NONE, i ? ", " : "");
        flow_text(f, STYLE_CODE, codes[i]);
    }
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
    struct arena *a = arena_new();
    const struct signature_texts t = signature_texts(e, a);
    struct flow f;
    flow_init(&f, out, options->width, options->color);
    flow_text(&f, STYLE_TITLE, e->title);
    flow_line(&f);
    if (e->facet_count) {
        flow_puts(&f, STYLE_NONE, "Applies to: ");
        parts_facets(&f, e);
        flow_line(&f);
    }
    show_messages(&f, &t);
    show_codes(&f, t.codes, t.code_count, "Codes");
    show_codes(&f, t.mentioned, t.mentioned_count, "Codes mentioned");
    parts_explanation(&f, entry, options);
    parts_begin(&f, "Source");
    parts_source(&f, entry);
    show_id(&f, "id ", e->id);
    for (size_t i = 0; i < e->alias_count; i++)
        show_id(&f, "or ", e->aliases[i]);
    flow_pop(&f);
    flow_release(&f);
    arena_free(a);
}
