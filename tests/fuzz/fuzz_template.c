/*
 * Any text as a message and as a template: parsed, written again, compiled, and matched against
 * itself with its placeholders filled in. The first line is the template, the rest what is searched.
 */
#include "match/pattern.h"
#include "tests/support/must.h"
#include "text/decode.h"
#include "text/fold.h"
#include "text/template.h"
#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { ROOM = 1 << 20 };

/* Pieces alternate, names are names, and writing them again gives the same pieces. */
static void check_pieces(struct arena *a, struct str tmpl, struct buf *filled)
{
    size_t n, again;
    struct template_piece *p = template_parse(a, tmpl, &n);
    struct buf out = BUF_INIT(ROOM);
    for (size_t i = 0; i < n; i++) {
        must(p[i].placeholder || p[i].text.n > 0);
        must(i == 0 || p[i].placeholder != p[i - 1].placeholder);
        if (p[i].placeholder)
            template_put_placeholder(&out, p[i].text);
        else
            template_put_literal(&out, p[i].text);
        /* No letter at its end, which an accent behind the placeholder would be put on. */
        buf_put(filled, p[i].placeholder ? STR("host7") : p[i].text);
    }
    struct template_piece *q = template_parse(a, buf_str(&out), &again);
    must(again == n);
    for (size_t i = 0; i < n; i++)
        must(q[i].placeholder == p[i].placeholder && str_eq(q[i].text, p[i].text));
    struct str shown = template_display(a, tmpl);
    must(utf8_valid(shown) == shown.n || utf8_valid(tmpl) != tmpl.n);
    buf_release(&out);
}

static void check_spans(const struct pattern *p, struct pattern_span whole, size_t size)
{
    must(whole.start <= whole.end && whole.end <= size);
    for (size_t i = 0; i < pattern_captures(p); i++) {
        struct pattern_span span;
        must(pattern_capture(p, i, &span).n > 0);
        must(whole.start <= span.start && span.start <= span.end && span.end <= whole.end);
    }
}

static void check_pattern(struct arena *a, struct str tmpl, struct str text, struct str filled)
{
    struct err err = {0};
    struct pattern *p = pattern_compile(a, tmpl, &err);
    if (!p) {
        must(err.message[0] != '\0');
        return;
    }
    struct buf folded = BUF_INIT(ROOM);
    struct pattern_span whole;
    fold(text, &folded, NULL);
    for (size_t from = 0; from <= folded.n; from += folded.n / 3 + 1) {
        while (from < folded.n && ((unsigned char)folded.p[from] & 0xC0) == 0x80)
            from++;
        if (pattern_match(p, buf_str(&folded), from, &whole) == PATTERN_YES)
            check_spans(p, whole, folded.n);
    }
    buf_clear(&folded);
    fold(filled, &folded, NULL);
    must(pattern_match(p, buf_str(&folded), 0, &whole) != PATTERN_NO);
    pattern_free(p);
    buf_release(&folded);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new();
    struct buf decoded = BUF_INIT(3 * size), filled = BUF_INIT(ROOM);
    struct str text = decode_text(str_n((const char *)data, size), &decoded).text, first;
    if (!str_next_line(&text, &first))
        first = STR_NONE;
    first = utf8_cut(first, TEMPLATE_MAX);
    check_pieces(a, first, &filled);
    check_pattern(a, first, text, buf_str(&filled));
    for (int marked = 0; marked < 2; marked++) {
        struct str tmpl = template_from_message(a, first, marked);
        must(tmpl.n <= TEMPLATE_MAX && utf8_valid(tmpl) == tmpl.n);
        buf_clear(&filled);
        check_pieces(a, tmpl, &filled);
        check_pattern(a, tmpl, first, buf_str(&filled));
    }
    buf_release(&decoded);
    buf_release(&filled);
    arena_free(a);
    return 0;
}
