#include "match/pattern.h"

#include "base/mem.h"
#include "match/weights.h"
#include "text/fold.h"
#include "text/template.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

enum {
    TEXT_MAX = 16 * 1024,   /* bytes of a template */
    SOURCE_MAX = 64 * 1024, /* of the expression made of it */
};

struct pattern {
    pcre2_code *code;
    pcre2_match_data *data;
    pcre2_match_context *context;
    struct str *names; /* of the placeholders, in order */
    size_t count;
};

static bool is_quote(char c)
{
    return c == '\'' || c == '"';
}

static bool is_edge(char c)
{
    return (unsigned char)c < 0x80 && !ascii_is_alnum(c);
}

static void put_character(struct buf *source, char c)
{
    if (c == ' ')
        buf_puts(source, "\\s*");
    else if ((unsigned char)c >= 0x80 || ascii_is_alnum(c))
        buf_putc(source, c);
    else if (is_quote(c))
        buf_puts(source, "['\"]*"); /* quotes change and vanish on the way */
    else if (c == '.' || c == ',' || c == '!' || c == ';')
        buf_printf(source, "\\%c?", c);
    else
        buf_printf(source, "\\x%02x", (unsigned char)c);
}

/*
 * Literal text, quoted, white space flexible. Punctuation at the ends of a message is the first
 * thing that gets lost, so there it is not asked for; but a quote that opens or closes a
 * placeholder at an end is what bounds it.
 */
static void put_literal(struct buf *source, struct str s, bool first, bool last)
{
    bool opens = first && s.n && is_quote(s.p[s.n - 1]);
    bool closes = last && s.n && is_quote(s.p[0]);
    while (first && s.n && is_edge(s.p[0]))
        s = str_skip(s, 1);
    while (last && s.n && is_edge(s.p[s.n - 1]))
        s.n--;
    if (s.n == 0 && (opens || closes))
        buf_puts(source, "['\"]");
    for (size_t i = 0; i < s.n; i++)
        put_character(source, s.p[i]);
}

/* Folding trims: between two digits, which nothing composes with, white space stays at the edges.
 */
static struct str fold_piece(struct arena *a, struct str text)
{
    struct buf folded = BUF_INIT(SOURCE_MAX);
    fold(arena_concat(a, arena_concat(a, STR("0"), text), STR("0")), &folded, NULL);
    size_t end = folded.cut ? folded.n : folded.n - 1;
    struct str s = arena_dup(a, str_slice(buf_str(&folded), 1, end));
    buf_release(&folded);
    return s;
}

static size_t put_source(struct arena *a, struct buf *source, struct str tmpl, struct pattern *p)
{
    size_t n, literals = 0;
    struct template_piece *pieces = template_parse(a, tmpl, &n);
    p->names = mem_zalloc(n, sizeof *p->names);
    for (size_t i = 0; i < n; i++)
        if (!pieces[i].placeholder)
            pieces[i].text = fold_piece(a, pieces[i].text);
    /* A placeholder that nothing bounds on its left could start anywhere: it is left out. */
    size_t begin = n && pieces[0].placeholder ? 1 : 0;
    for (size_t i = begin; i < n; i++) {
        struct str text = pieces[i].text;
        if (!pieces[i].placeholder) {
            put_literal(source, text, i == begin, i + 1 == n);
            for (size_t k = 0; k < text.n; k++)
                literals += !is_edge(text.p[k]);
            continue;
        }
        struct str before = i ? pieces[i - 1].text : STR_NONE;
        struct str after = i + 1 < n ? pieces[i + 1].text : STR_NONE;
        bool quoted =
            before.n && after.n && is_quote(before.p[before.n - 1]) && is_quote(after.p[0]);
        bool bounded = quoted;
        for (size_t k = 0; k < after.n; k++)
            bounded = bounded || !is_edge(after.p[k]);
        /* Between quotes: no quote inside. At the end: one word. */
        buf_printf(source,
                   quoted    ? "([^'\"]{0,%d}?)"
                   : bounded ? "(.{0,%d}?)"
                             : "(\\S{0,%d})",
                   CAPTURE_MAX);
        p->names[p->count++] = text;
    }
    return literals;
}

struct pattern *pattern_compile(struct arena *a, struct str tmpl, struct err *err)
{
    struct pattern *p = mem_zalloc(1, sizeof *p);
    struct buf source = BUF_INIT(SOURCE_MAX);
    size_t literals = tmpl.n <= TEXT_MAX ? put_source(a, &source, tmpl, p) : 0;
    for (size_t i = 0; i < p->count; i++)
        p->names[i] = p->names[i].n ? arena_dup(a, p->names[i]) : arena_printf(a, "%zu", i + 1);
    int code = 0;
    PCRE2_SIZE at = 0;
    if (literals && !source.cut)
        p->code =
            pcre2_compile((PCRE2_SPTR)source.p, source.n,
                          PCRE2_UTF | PCRE2_NO_UTF_CHECK | PCRE2_DOTALL | PCRE2_USE_OFFSET_LIMIT,
                          &code, &at, NULL);
    buf_release(&source);
    if (!p->code) {
        char why[128] = "no literal text, or too much";
        if (code)
            pcre2_get_error_message(code, (PCRE2_UCHAR *)why, sizeof why);
        err_set(err, ERR_INVALID, "message template cannot be matched (at byte %zu): %s", at, why);
        pattern_free(p);
        return NULL;
    }
    p->data = pcre2_match_data_create_from_pattern(p->code, NULL);
    p->context = pcre2_match_context_create(NULL);
    if (!p->data || !p->context)
        mem_alloc(SIZE_MAX / 2); /* out of memory ends here */
    pcre2_set_match_limit(p->context, PATTERN_MATCH_LIMIT);
    return p;
}

void pattern_free(struct pattern *p)
{
    if (!p)
        return;
    pcre2_match_context_free(p->context);
    pcre2_match_data_free(p->data);
    pcre2_code_free(p->code);
    mem_free(p->names);
    mem_free(p);
}

enum pattern_result pattern_match(const struct pattern *p, struct str folded, size_t from,
                                  struct pattern_span *whole)
{
    /* The step limit holds for each place where a match may begin, so these are limited too. */
    pcre2_set_offset_limit(p->context, from + PATTERN_REACH);
    int n = pcre2_match(p->code, (PCRE2_SPTR)(folded.p ? folded.p : ""), folded.n, from,
                        PCRE2_NO_UTF_CHECK, p->data, p->context);
    if (n == PCRE2_ERROR_NOMATCH)
        return PATTERN_NO;
    if (n < 0)
        return PATTERN_GAVE_UP;
    const PCRE2_SIZE *ends = pcre2_get_ovector_pointer(p->data);
    *whole = (struct pattern_span){ends[0], ends[1]};
    return PATTERN_YES;
}

struct pattern_span pattern_whole(const struct pattern *p)
{
    const PCRE2_SIZE *ends = pcre2_get_ovector_pointer(p->data);
    return (struct pattern_span){ends[0], ends[1]};
}

size_t pattern_captures(const struct pattern *p)
{
    return p->count;
}

struct str pattern_capture(const struct pattern *p, size_t i, struct pattern_span *span)
{
    const PCRE2_SIZE *ends = pcre2_get_ovector_pointer(p->data);
    *span = (struct pattern_span){ends[2 * i + 2], ends[2 * i + 3]};
    return p->names[i];
}
