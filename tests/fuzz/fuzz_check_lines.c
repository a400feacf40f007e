/* Any document, line by line: what is told of it stands in it. */
#include "import/check/check_lines.h"
#include "tests/support/must.h"
#include "text/decode.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct seen {
    struct str text;
    uint32_t lines;
};

static void check_view(const struct seen *s, struct str view)
{
    must(view.n == 0 || (view.p >= s->text.p && view.p + view.n <= s->text.p + s->text.n));
    must(str_find_char(view, '\n') == STR_NOT_FOUND);
}

static void on_include(void *ctx, uint32_t line, struct str target)
{
    const struct seen *s = ctx;
    must(line >= 1 && line <= s->lines);
    check_view(s, target);
}

static void on_anchor(void *ctx, struct str name)
{
    check_view(ctx, name);
}

static void on_codes(void *ctx, uint32_t line, const struct code_pair *pair)
{
    const struct seen *s = ctx;
    must(line >= 1 && line <= s->lines);
    check_view(s, pair->hex.text);
    check_view(s, pair->decimal.text);
    must((uint32_t)pair->hex.value != (uint32_t)pair->decimal.value);
}

static void on_silence(void *ctx, uint32_t line, struct str rules)
{
    const struct seen *s = ctx;
    must(line <= s->lines);
    if (rules.n)
        check_view(s, rules);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buf out = BUF_INIT(size * 3 + 3);
    struct seen s = {.text = decode_text(str_n((const char *)data, size), &out).text};
    struct str rest = s.text, line;
    while (str_next_line(&rest, &line))
        s.lines++;
    const struct check_lines found = {on_include, on_anchor, on_codes, on_silence, &s};
    check_lines(s.text, &found);
    buf_release(&out);
    return 0;
}
