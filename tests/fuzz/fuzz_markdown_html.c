/*
 * Hostile stored Markdown as HTML and as part of a Markdown document: whatever it holds, the elements
 * nest, nothing leads astray, and what was made clean keeps to itself.
 */
#include "report/markdown_clean.h"
#include "report/markdown_html.h"
#include "report/safe.h"
#include "tests/support/html_check.h"
#include "tests/support/must.h"
#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct entry_link LINKS[] = {
    {STR_INIT("s"), STR_INIT("a.md#b"), STR_INIT("s/a.md#b\"'<>")},
};

static void check_safe(struct str text)
{
    must(utf8_valid(text) == text.n);
    for (size_t at = 0; at < text.n;) {
        uint32_t c = utf8_next(text, &at);
        must(c == '\n' || c == '\t' || safe_code_point(c) == c);
    }
}

static void check_html(struct str markdown)
{
    const struct entry_links links = {LINKS, ARRAY_LEN(LINKS), STR("s")};
    struct buf out = BUF_INIT(64 << 20);
    size_t where;
    markdown_html(&out, markdown, &links);
    must(html_fault(buf_str(&out), &where) == NULL);
    check_safe(buf_str(&out));
    buf_release(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str markdown = str_n((const char *)data, size), end = STR("\n## The end\n");
    check_html(markdown);
    struct buf out = BUF_INIT(64 << 20), page = BUF_INIT(64 << 20);
    markdown_clean(&out, markdown);
    check_safe(buf_str(&out));
    check_html(buf_str(&out));
    /* A heading behind it is a heading. */
    buf_put(&out, end);
    const struct entry_links none = {0};
    markdown_html(&page, buf_str(&out), &none);
    must(str_ends(buf_str(&page), STR("<h3>The end</h3>\n")));
    buf_release(&out);
    buf_release(&page);
    return 0;
}
