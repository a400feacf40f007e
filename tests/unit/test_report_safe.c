/* Nothing from outside acts on a terminal. */
#include "report/answer_html.h"
#include "report/answer_text.h"
#include "report/entry_html.h"
#include "report/entry_markdown.h"
#include "report/entry_text.h"
#include "report/json.h"
#include "report/safe.h"
#include "report/shell_word.h"
#include "report/style.h"

#include "base/arena.h"
#include "text/utf8.h"

#include "../support/html_check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static void replaces_what_acts(void **state)
{
    (void)state;
    static const struct {
        const char *text, *want, *comment;
    } t[] = {
        {"", "", "nothing"},
        {"plain text, d\xc3\xa9j\xc3\xa0 vu", "plain text, d\xc3\xa9j\xc3\xa0 vu", "kept"},
        {"\x1b[31m", "\xe2\x90\x9b[31m", "escape"},
        {"a\x07\x08", "a\xe2\x90\x87\xe2\x90\x88", "bell, backspace"},
        {"\x7f", "\xe2\x90\xa1", "delete"},
        {"a\tb\nc\r\nd\re", "a b c d e", "line breaks and tabs are blanks"},
        {"\xc2\x9b" "2J", "\xef\xbf\xbd" "2J", "C1 CSI as a code point"},
        {"\x9b" "2J", "\xef\xbf\xbd" "2J", "C1 CSI as a byte"},
        {"\xe2\x80\xae" "txt", "\xef\xbf\xbd" "txt", "right-to-left override"},
        {"\xe2\x81\xa6x\xe2\x81\xa9", "\xef\xbf\xbdx\xef\xbf\xbd", "isolates"},
        {"\xe2\x80\xa8", "\xef\xbf\xbd", "line separator"},
        {"\xf3\xa0\x81\x81", "\xef\xbf\xbd", "tag letter"},
        {"\xf0\x9f\x98\x80\xe6\x97\xa5", "\xf0\x9f\x98\x80\xe6\x97\xa5", "emoji, ideograph: kept"},
        {"\xff\xc3(\xe2\x82", "\xef\xbf\xbd\xef\xbf\xbd(\xef\xbf\xbd\xef\xbf\xbd", "ill-formed"},
        {"\xed\xa0\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd", "surrogate"},
    };
    for (size_t i = 0; i < ARRAY_LEN(t); i++) {
        struct buf out = BUF_INIT(1024);
        safe_put(&out, str_of(t[i].text));
        if (!str_eq(buf_str(&out), str_of(t[i].want)))
            fail_msg("%s: \"%.*s\"", t[i].comment, STR_ARG(buf_str(&out)));
        buf_release(&out);
    }
}

static void quotes_words_for_a_shell(void **state)
{
    (void)state;
    static const struct {
        const char *word, *want, *comment;
    } t[] = {
        {"android", "android", "plain"},
        {"avd/page.md#slug-1/C2039", "avd/page.md#slug-1/C2039", "an id"},
        {"", "''", "empty"},
        {"#x", "'#x'", "would be a comment"},
        {"-x", "'-x'", "would be an option"},
        {"a b", "'a b'", "blank"},
        {"$(reboot)", "'$(reboot)'", "substitution"},
        {"a;b&c|d>e", "'a;b&c|d>e'", "operators"},
        {"it's", "'it'\\''s'", "quote"},
        {"~/x*", "'~/x*'", "expansion"},
        {"\xc3\xa9", "'\xc3\xa9'", "beyond ASCII"},
    };
    for (size_t i = 0; i < ARRAY_LEN(t); i++) {
        struct buf out = BUF_INIT(1024);
        shell_word_put(&out, str_of(t[i].word));
        if (!str_eq(buf_str(&out), str_of(t[i].want)))
            fail_msg("%s: %.*s", t[i].comment, STR_ARG(buf_str(&out)));
        buf_release(&out);
    }
}

static void stand_ins_are_safe(void **state)
{
    (void)state;
    for (uint32_t c = 0; c <= 0x10FFFF; c++) {
        uint32_t safe = safe_code_point(c);
        if (safe_code_point(safe) != safe || safe < 0x20 || (safe >= 0x7F && safe < 0xA0))
            fail_msg("U+%04X becomes U+%04X", (unsigned)c, (unsigned)safe);
    }
}

/* ---- reports of random bytes ----------------------------------------------------------------- */

static uint64_t seed = 88172645463325252u;

static uint64_t next_random(void)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return seed;
}

/* Bytes that hurt, in no order: controls, pieces of UTF-8, of escapes and of Markdown. */
static struct str random_text(struct arena *a, size_t max)
{
    static const char *const PIECES[] = {
        "\x1b[2J", "\x1b]0;x\x07", "\xc2\x9b", "\xe2\x80\xae", "\xe2\x81\xa6", "\x7f", "\r", "\n",
        "\n\n", "\t", "    ", "- ", "1. ", "> ", "```\n", "| a |", "|--|", "**", "`", "[", "](",
        ")", "<br>", "&#27;", "&#x85;", "\\", "word ", "https://x.y/z ", "\xe6\x97\xa5",
    };
    size_t n = next_random() % max;
    struct buf b = BUF_INIT(1 << 16);
    while (b.n < n) {
        if (next_random() % 2)
            buf_puts(&b, PIECES[next_random() % ARRAY_LEN(PIECES)]);
        else
            buf_putc(&b, (char)next_random());
    }
    struct str text = arena_dup(a, buf_str(&b));
    buf_release(&b);
    return text;
}

/* No control but '\n', valid UTF-8, no unsafe code point; escapes only ours, only when allowed. */
static void assert_harmless(struct str text, bool color)
{
    for (size_t at = 0; at < text.n;) {
        struct str rest = str_skip(text, at);
        bool ours = false;
        for (int style = 0; color && style <= STYLES && !ours; style++) {
            struct str sgr = style == STYLES ? STR(STYLE_RESET)
                                             : str_of(style_sgr((enum style)style));
            ours = sgr.n && str_starts(rest, sgr);
            if (ours)
                at += sgr.n;
        }
        if (ours)
            continue;
        uint32_t c = utf8_next(text, &at);
        if (c != '\n' && safe_code_point(c) != c)
            fail_msg("U+%04X at %zu of \"%.*s\"", (unsigned)c, at, STR_ARG(text));
    }
    assert_int_equal(utf8_valid(text), text.n);
}

/* Pages and documents keep the tabs of code. */
static void assert_harmless_but_tabs(struct str text)
{
    struct buf b = BUF_INIT(text.n);
    for (size_t i = 0; i < text.n; i++)
        buf_putc(&b, text.p[i] == '\t' ? ' ' : text.p[i]);
    assert_harmless(buf_str(&b), false);
    buf_release(&b);
}

static struct kb_entry random_entry(struct arena *a)
{
    struct kb_entry e = {.source = random_text(a, 20)};
    struct entry *n = &e.entry;
    n->id = random_text(a, 40);
    n->title = random_text(a, 80);
    n->cause = random_text(a, 300);
    n->remedy = random_text(a, 2000);
    n->url = random_text(a, 80);
    e.document.path = random_text(a, 40);
    e.document.date = random_text(a, 20);
    n->facets = arena_zalloc(a, 1, sizeof *n->facets);
    n->facets[0] = (struct facet){random_text(a, 9), random_text(a, 9), random_text(a, 9)};
    n->facet_count = 1;
    n->signatures = arena_zalloc(a, 2, sizeof *n->signatures);
    n->signatures[0].text = random_text(a, 80);
    n->signatures[1] = (struct signature){SIGNATURE_CODE, random_text(a, 10), false, 1};
    n->signature_count = 2;
    return e;
}

static struct answer random_answer(struct arena *a, struct str query)
{
    struct answer answer = {.verdict = (enum verdict)(next_random() % 3)};
    answer.match_count = next_random() % 4;
    answer.matches = arena_zalloc(a, 4, sizeof *answer.matches);
    for (size_t i = 0; i < answer.match_count; i++) {
        struct match *m = &answer.matches[i];
        m->entry = random_entry(a);
        m->confidence = (double)(next_random() % 1000) / 999.0;
        m->tier = (enum tier)(next_random() % 4);
        m->span_start = next_random() % 100;
        m->span_end = m->span_start + next_random() % 2000;
        m->code = random_text(a, 12);
        m->pattern = random_text(a, 40);
        m->captures = arena_zalloc(a, 1, sizeof *m->captures);
        m->captures[0] = (struct capture){random_text(a, 10), random_text(a, 60)};
        m->capture_count = 1;
        m->also = arena_zalloc(a, 1, sizeof *m->also);
        m->also[0] = random_text(a, 30);
        m->also_count = 1;
    }
    answer.codes = arena_zalloc(a, 1, sizeof *answer.codes);
    answer.codes[0].code.text = query;
    answer.codes[0].code.ns = (enum code_namespace)(next_random() % CODE_NAMESPACES);
    answer.code_count = 1;
    answer.ask.options = answer.ask.values = arena_zalloc(a, 1, sizeof *answer.ask.options);
    answer.ask.options[0] = random_text(a, 20);
    answer.ask.option_count = 1;
    answer.ask.facet = random_text(a, 10);
    answer.ask.question = random_text(a, 30);
    answer.explain = random_text(a, 200);
    return answer;
}

static void reports_of_random_bytes_are_harmless(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    for (int round = 0; round < 600; round++) {
        struct buf out = BUF_INIT(REPORT_TEXT_MAX);
        struct str query = random_text(a, 400);
        struct answer answer = random_answer(a, query);
        struct report_options o = {.width = next_random() % 4 ? 20 + next_random() % 80 : 0,
                                   .color = next_random() % 2,
                                   .plain = next_random() % 2,
                                   .pretty = next_random() % 2};
        report_answer_text(&answer, query, &o, &out);
        assert_harmless(buf_str(&out), o.color);
        buf_clear(&out);
        report_answer_json(&answer, 0, &o, &out);
        assert_harmless(buf_str(&out), false);
        buf_clear(&out);
        size_t where;
        report_answer_html(&answer, query, &o, &out);
        assert_null(html_fault(buf_str(&out), &where));
        buf_clear(&out);
        report_answer_markdown(&answer, query, &o, &out);
        assert_harmless_but_tabs(buf_str(&out));
        buf_clear(&out);
        struct kb_entry entry = random_entry(a);
        report_entry_html(&entry, &o, &out);
        assert_null(html_fault(buf_str(&out), &where));
        assert_harmless_but_tabs(buf_str(&out));
        buf_clear(&out);
        report_entry_markdown(&entry, &o, &out);
        assert_harmless_but_tabs(buf_str(&out));
        buf_clear(&out);
        report_entry_text(&entry, &o, &out);
        assert_harmless(buf_str(&out), o.color);
        buf_clear(&out);
        report_entry_json(&entry, &o, &out);
        assert_harmless(buf_str(&out), false);
        buf_release(&out);
        arena_reset(a);
    }
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(replaces_what_acts),
        cmocka_unit_test(quotes_words_for_a_shell),
        cmocka_unit_test(stand_ins_are_safe),
        cmocka_unit_test(reports_of_random_bytes_are_harmless),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
