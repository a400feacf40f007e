/*
 * A scan's summary as people and programs see it: made-up summaries, rendered, compared with the
 * files in tests/data/report, which are there to be read. To accept a change: ACCEPT=1 ctest -R
 * test_report_scan && git diff tests/data/report
 */
#include "report/scan.h"

#include "base/arena.h"
#include "base/io.h"
#include "text/utf8.h"

#include "../support/html_check.h"
#include "summary_fixture.h"

#include <jansson.h>
#include "unit.h"

#include "report/flow.h"

static void compare(const char *name, struct str got)
{
    const char *root = getenv("ERRKB_SOURCE");
    char path[4096];
    snprintf(path, sizeof path, "%s/tests/data/report/%s", root ? root : ".", name);
    if (getenv("ACCEPT")) {
        FILE *f = fopen(path, "wb");
        assert_non_null(f);
        fwrite(got.p, 1, got.n, f);
        fclose(f);
        return;
    }
    struct buf want = BUF_INIT(1 << 20);
    struct err err = {0};
    if (io_read_file(path, &want, &err) != 0)
        fail_msg("%s", err.message);
    if (!str_eq(buf_str(&want), got))
        fail_msg("%s differs; it is now:\n%.*s", name, (int)got.n, got.p);
    buf_release(&want);
}

struct shown {
    struct summary *summary;
    struct arena *arena;
    struct scan_summary view;
    struct buf out;
};

static struct shown show(struct summary *s)
{
    struct shown h = {.summary = s, .arena = arena_new(), .out = BUF_INIT(REPORT_PAGE_MAX)};
    summary_view(s, SIZE_MAX, h.arena, &h.view);
    return h;
}

static void done(struct shown *h)
{
    buf_release(&h->out);
    arena_free(h->arena);
    summary_free(h->summary);
}

/* No control character, bidirectional mark or broken byte, and no escape but our own. */
static void check_harmless(struct str s, bool color, const char *why)
{
    for (size_t at = 0; at < s.n;) {
        if (color && str_starts(str_skip(s, at), STR("\x1b["))) {
            at += str_find_char(str_skip(s, at), 'm') + 1;
            continue;
        }
        uint32_t c = utf8_next(s, &at);
        if ((c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7F && c < 0xA0) ||
            (c >= 0x202A && c <= 0x202E) || (c >= 0xD800 && c < 0xE000))
            fail_msg("%s: U+%04X in the output", why, (unsigned)c);
    }
    if (utf8_valid(s) != s.n)
        fail_msg("%s: broken UTF-8", why);
}

/* ---- text ------------------------------------------------------------------------------------ */

static void test_text(void **state)
{
    (void)state;
    static const struct {
        const char *file;
        size_t width;
        bool color;
    } rows[] = {
        {"scan.txt", 80, false},
        {"scan_narrow.txt", 40, false},
        {"scan_unwrapped.txt", 0, false},
        {"scan_color.txt", 80, true},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct shown h = show(fixture_summary());
        struct report_options o = {.width = rows[i].width, .color = rows[i].color};
        report_scan_text(&h.view, &o, &h.out);
        compare(rows[i].file, buf_str(&h.out));
        done(&h);
    }
}

static void test_text_fits_its_width(void **state)
{
    (void)state;
    for (size_t width = REPORT_WIDTH_MIN; width <= 100; width += 4) {
        struct shown h = show(fixture_summary());
        struct report_options o = {.width = width};
        report_scan_text(&h.view, &o, &h.out);
        struct str rest = buf_str(&h.out), line;
        while (str_next_line(&rest, &line))
            if (flow_columns(line) > width && str_find(line, STR("errkb show")) == STR_NOT_FOUND)
                fail_msg("%zu columns: \"%.*s\"", width, STR_ARG(line));
        done(&h);
    }
}

static void test_text_of_nothing(void **state)
{
    (void)state;
    struct shown h = show(summary_new());
    report_scan_text(&h.view, &(struct report_options){.width = 80}, &h.out);
    check_str(buf_str(&h.out),
              "0 records (0 bytes) read: 0 are known errors, 0 look like errors and are not\n"
              "known.\n",
              "an empty summary");
    done(&h);
}

static void test_hostile_text(void **state)
{
    (void)state;
    for (size_t width = 0; width < 120; width += 30) {
        struct shown h = show(fixture_hostile());
        report_scan_text(&h.view, &(struct report_options){.width = width, .color = true}, &h.out);
        check_harmless(buf_str(&h.out), true, "text");
        done(&h);
    }
}

/* ---- the page -------------------------------------------------------------------------------- */

static struct str between(struct str s, const char *from, const char *to)
{
    size_t start = str_find(s, str_of(from));
    assert_int_not_equal(start, STR_NOT_FOUND);
    s = str_skip(s, start + strlen(from));
    size_t end = str_find(s, str_of(to));
    assert_int_not_equal(end, STR_NOT_FOUND);
    return str_slice(s, 0, end);
}

static void check_page(struct str page, const char *why)
{
    size_t where;
    struct str body = between(page, "<body>", "<script>");
    const char *fault = html_fault(body, &where);
    if (fault)
        fail_msg("%s: %s at \"%.*s\"", why, fault, STR_ARG(str_slice(body, where, where + 60)));
    check_harmless(page, false, why);
    /* One style and one script, ours; nothing that is fetched. */
    static const struct {
        const char *text;
        size_t times;
    } counts[] = {{"<script", 1}, {"</script", 1},  {"<style", 1},  {"<link", 0},
                  {"<img", 0},    {"<iframe", 0},   {"<base", 0},   {"<form", 0},
                  {" src=", 0},   {" style=\"", 0}, {"@import", 0}, {"url(", 0}};
    for (size_t i = 0; i < ARRAY_LEN(counts); i++) {
        size_t n = 0;
        for (size_t at = 0, found; at < page.n; at += found + 1) {
            found = str_find(str_skip(page, at), str_of(counts[i].text));
            if (found == STR_NOT_FOUND)
                break;
            n++;
        }
        /* In text from outside these are escaped, but for what is no markup without its '<'. */
        if (counts[i].text[0] == '<' && n != counts[i].times)
            fail_msg("%s: %zu times %s", why, n, counts[i].text);
    }
}

static void test_page(void **state)
{
    (void)state;
    struct shown h = show(fixture_summary());
    report_scan_html(&h.view, STR("Errors in client.log"), &(struct report_options){0}, &h.out);
    check_page(buf_str(&h.out), "the page");
    compare("scan.html", between(buf_str(&h.out), "<body>\n", "<script>"));
    done(&h);
}

static void test_page_of_nothing(void **state)
{
    (void)state;
    struct shown h = show(summary_new());
    report_scan_html(&h.view, STR(""), &(struct report_options){0}, &h.out);
    check_page(buf_str(&h.out), "an empty page");
    done(&h);
}

static void test_hostile_page(void **state)
{
    (void)state;
    struct shown h = show(fixture_hostile());
    report_scan_html(&h.view, STR(HOSTILE), &(struct report_options){0}, &h.out);
    check_page(buf_str(&h.out), "hostile text");
    struct str head = between(buf_str(&h.out), "<head>", "<style>");
    assert_int_equal(str_find(head, STR("<script")), STR_NOT_FOUND);
    done(&h);
}

/* What does not fit is left out whole, and the page says so and ends as it should. */
static void test_page_with_little_room(void **state)
{
    (void)state;
    for (size_t max = 40000; max < 60000; max += 700) {
        struct shown h = show(fixture_summary());
        h.out.max = max;
        report_scan_html(&h.view, STR("x"), &(struct report_options){0}, &h.out);
        assert_false(h.out.cut);
        check_page(buf_str(&h.out), "a page with little room");
        assert_true(str_ends(buf_str(&h.out), STR("</html>\n")));
        done(&h);
    }
}

/* ---- JSON ------------------------------------------------------------------------------------ */

static json_t *parse(struct str s, const char *why)
{
    json_error_t error;
    json_t *value = json_loadb(s.p, s.n, JSON_ALLOW_NUL, &error);
    if (!value)
        fail_msg("%s: %s at %d", why, error.text, error.position);
    return value;
}

static void test_json(void **state)
{
    (void)state;
    struct shown h = show(fixture_summary());
    h.view.seconds = 1.5;
    report_scan_json(&h.view, &(struct report_options){0}, &h.out);
    json_t *value = parse(buf_str(&h.out), "the summary");
    assert_int_equal(json_array_size(json_object_get(value, "entries")), 2);
    json_decref(value);
    buf_putc(&h.out, '\n');
    compare("scan.json", buf_str(&h.out));
    done(&h);
}

static void test_hostile_json(void **state)
{
    (void)state;
    struct shown h = show(fixture_hostile());
    report_scan_json(&h.view, &(struct report_options){0}, &h.out);
    json_decref(parse(buf_str(&h.out), "hostile text"));
    check_harmless(buf_str(&h.out), false, "hostile JSON");
    done(&h);
}

static struct finding finding_of(struct record *r, struct answer *a, struct match *m)
{
    *a = (struct answer){.verdict = VERDICT_MATCH, .matches = m, .match_count = 1, .tied = 1};
    return (struct finding){.outcome = SCAN_KNOWN, .record = r, .answer = a};
}

static void test_finding_json(void **state)
{
    (void)state;
    struct buf out = BUF_INIT(1 << 20);
    struct record r = fixture_record("error 2607 on session-01", 1, 12, LEVEL_ERROR);
    struct match m =
        fixture_match(1, "avd/connect.md#token", "The token has expired", "", "Sign in again.");
    struct capture c[] = {{STR_NONE, STR("a")}, {STR("HOST"), STR("b")}, {STR("HOST"), STR("c")}};
    m.captures = c;
    m.capture_count = 3;
    m.span_end = 10;
    struct answer a;
    struct finding f = finding_of(&r, &a, &m);
    const struct report_options o = {0};
    report_finding_json(&f, STR("client.log"), STR_NONE, 0, &o, &out);
    buf_putc(&out, '\n');
    f.outcome = SCAN_UNKNOWN_ERROR;
    report_finding_json(&f, STR("client.log"), STR("error <*> on <*>"), 0, &o, &out);
    buf_putc(&out, '\n');
    f.outcome = SCAN_NOTHING;
    r.time = RECORD_NO_TIME;
    r.level = LEVEL_UNKNOWN;
    report_finding_json(&f, STR("client.log"), STR_NONE, 0, &o, &out);
    buf_putc(&out, '\n');
    compare("scan_findings.jsonl", buf_str(&out));
    buf_release(&out);
}

/* Whatever there is to say, the reply has the asked size, is JSON, and tells which entry it is. */
static void test_finding_json_is_bounded(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    char *bytes = arena_alloc(a, 3000);
    /* Control character, plain, quoted, escaped, half of a character, never in UTF-8. */
    static const unsigned char fills[] = {0x00, 0x1b, 'a', '"', '\\', 0xC3, 0xFF};
    enum { SIZE = 3000 };
    for (size_t row = 0; row < ARRAY_LEN(fills); row++) {
        unsigned fill = fills[row];
        memset(bytes, (int)fill, SIZE);
        struct str s = str_n(bytes, SIZE);
        struct record r = {.text = s,
                           .origin = s,
                           .time = SCAN_START + 1,
                           .line = INT64_MAX,
                           .lines = UINT32_MAX,
                           .level = LEVEL_WARNING,
                           .cut = 1};
        struct match m[5];
        for (size_t i = 0; i < 5; i++) {
            m[i] = fixture_match(1, "", "", "", "");
            struct entry *e = &m[i].entry.entry;
            e->id = e->title = e->cause = e->remedy = e->url = m[i].code = s;
            m[i].entry.document.path = s;
            m[i].span_end = INT64_MAX;
        }
        struct answer answer;
        struct finding f = finding_of(&r, &answer, m);
        answer.match_count = 5;
        for (size_t max = REPORT_FINDING_MIN; max <= 64 << 10; max *= 4) {
            struct buf out = BUF_INIT(8 << 20);
            report_finding_json(&f, s, s, max, &(struct report_options){0}, &out);
            if (out.n > max)
                fail_msg("%zu bytes of 0x%02x for %zu", out.n, fill, max);
            json_t *value = parse(buf_str(&out), "a bounded finding");
            assert_true(json_is_true(json_object_get(value, "cut")));
            assert_true(json_array_size(json_object_get(value, "matches")) >= 1);
            json_decref(value);
            buf_release(&out);
        }
    }
    arena_free(a);
}

/* ---- notes -------------------------------------------------------------------------------------
 */

static void test_note(void **state)
{
    (void)state;
    struct buf out = BUF_INIT(1 << 20);
    struct record r = fixture_record("10:01\terror 2607\n\tat once \x1b[31m", 1, 12, LEVEL_ERROR);
    struct match m[2] = {
        fixture_match(1, "avd/connect.md#token", "The token has expired", "", "Sign in again."),
        fixture_match(2, "avd/connect.md#host", "The host is gone", "It was deleted.", "")};
    struct answer a;
    struct finding f = finding_of(&r, &a, m);
    const struct report_options plain = {.width = 80}, color = {.width = 80, .color = true};
    report_scan_lines(r.raw, 6, 16, &plain, &out);
    report_finding_note(&f, &plain, &out);
    a.verdict = VERDICT_AMBIGUOUS;
    a.match_count = a.tied = 2;
    report_scan_lines(r.raw, 6, 16, &color, &out);
    report_finding_note(&f, &color, &out);
    f.outcome = SCAN_NOTHING;
    report_finding_note(&f, &plain, &out);
    compare("scan_note.txt", buf_str(&out));
    check_harmless(buf_str(&out), true, "notes");
    buf_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text),
        cmocka_unit_test(test_text_fits_its_width),
        cmocka_unit_test(test_text_of_nothing),
        cmocka_unit_test(test_hostile_text),
        cmocka_unit_test(test_page),
        cmocka_unit_test(test_page_of_nothing),
        cmocka_unit_test(test_hostile_page),
        cmocka_unit_test(test_page_with_little_room),
        cmocka_unit_test(test_json),
        cmocka_unit_test(test_hostile_json),
        cmocka_unit_test(test_finding_json),
        cmocka_unit_test(test_finding_json_is_bounded),
        cmocka_unit_test(test_note),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
