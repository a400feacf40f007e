#include "report/entry_html.h"

#include "report/parts_html.h"
#include "report/signatures.h"

void report_entry_html(const struct kb_entry *entry, const struct report_options *options,
                       struct buf *out)
{
    struct arena *a = arena_new();
    const struct signature_texts t = signature_texts(&entry->entry, a);
    parts_html_begin(out, entry);
    html_element(out, "h1", "title", entry->entry.title);
    buf_putc(out, '\n');
    parts_html_facets(out, &entry->entry);
    parts_html_codes(out, "Messages", "messages", t.messages, t.message_count);
    parts_html_codes(out, "Codes", "codes", t.codes, t.code_count);
    parts_html_codes(out, "Codes mentioned", "mentioned", t.mentioned, t.mentioned_count);
    parts_html_explanation(out, entry, options);
    parts_html_source(out, entry, NULL, 0);
    html_close(out, "article");
    buf_putc(out, '\n');
    arena_free(a);
}
