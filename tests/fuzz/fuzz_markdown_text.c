/* Hostile stored Markdown: whatever it holds, what is printed is harmless, and printed in time. */
#include "report/markdown_text.h"

#include "report/safe.h"
#include "text/utf8.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(struct str text)
{
    for (size_t at = 0; at < text.n;) {
        uint32_t c = utf8_next(text, &at);
        if (c != '\n' && safe_code_point(c) != c)
            abort();
    }
    if (utf8_valid(text) != text.n)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const size_t widths[] = {0, 20, 80};
    struct str markdown = str_n((const char *)data, size);
    for (size_t i = 0; i < ARRAY_LEN(widths); i++) {
        struct buf out = BUF_INIT(64 << 20);
        struct markdown_links links = {0};
        struct flow f;
        flow_init(&f, &out, widths[i], false);
        markdown_text(&f, markdown, &links);
        flow_release(&f);
        check(buf_str(&out));
        buf_clear(&out);
        markdown_summary(&out, markdown, 60);
        check(buf_str(&out));
        if (flow_columns(buf_str(&out)) > 60)
            abort();
        markdown_links_release(&links);
        buf_release(&out);
    }
    return 0;
}
