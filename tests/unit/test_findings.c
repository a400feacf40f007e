/* Every documented error in one text, in order, each once with its lines. */
#include "match/findings.h"

#include "base/buf.h"
#include "match/query.h"
#include "tests/support/small_kb.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

/* Ten problems that share no word. */
static const struct {
    const char *title, *message, *code;
} problems[] = {
    {"Quota", "The quota of {USER} is used up.", "Q1001"},
    {"Lease", "Your lease has ended.", "Q1002"},
    {"Printer", "No paper was found in tray {N}.", "Q1003"},
    {"Certificate", "This certificate chain is untrusted.", "Q1004"},
    {"Cluster", "Lost heartbeat from node {NODE}.", "Q1005"},
    {"Mailbox", "Mailbox delivery was rejected by recipient.", "Q1006"},
    {"Disk", "Volume {V} reports bad sectors.", "Q1007"},
    {"Clock", "System clock skew exceeds tolerance.", "Q1008"},
    {"Proxy", "Upstream proxy refused authentication.", "Q1009"},
    {"Schema", "Duplicate column names in schema.", "Q1010"},
};

static struct kb *make_kb(void)
{
    const struct source s = {.name = STR("ten"), .root = STR("/ten")};
    const struct document d = {.path = STR("a.md"), .title = STR("A")};
    struct err err;
    int64_t source, document;
    struct kb *kb = kb_begin(NULL, &err);
    assert_non_null(kb);
    assert_int_equal(kb_put_source(kb, &s, &source, &err), 0);
    assert_int_equal(kb_put_document(kb, source, &d, &document, &err), 0);
    struct arena *a = arena_new();
    for (size_t i = 0; i < ARRAY_LEN(problems); i++) {
        struct signature signatures[] = {
            {.kind = SIGNATURE_MESSAGE, .text = str_of(problems[i].message), .line = 1},
            {.kind = SIGNATURE_CODE, .text = str_of(problems[i].code), .line = 1}};
        struct entry e = {.id = arena_printf(a, "ten/a.md#%zu", i),
                          .title = str_of(problems[i].title), .line = 1,
                          .remedy = arena_printf(a, "Do what number %zu asks for.", i),
                          .signatures = signatures, .signature_count = 2};
        e.body = e.remedy;
        assert_int_equal(kb_put_entry(kb, document, &e, &err), 0);
    }
    arena_free(a);
    assert_int_equal(matcher_build_index(kb, &err), 0);
    assert_int_equal(kb_commit(kb, &err), 0);
    return kb;
}

/* "0@1 3@2,5": numbers of entries, each with its lines; '?' behind one of several. */
static void put_findings(const struct findings *f, struct buf *out)
{
    for (size_t i = 0; i < f->count; i++) {
        const struct text_finding *one = &f->items[i];
        struct str id = one->answer.matches[0].entry.entry.id;
        buf_printf(out, "%s%.*s", i ? " " : "", STR_ARG(str_skip(id, str_rfind_char(id, '#') + 1)));
        if (one->answer.verdict == VERDICT_AMBIGUOUS)
            buf_putc(out, '?');
        for (size_t k = 0; k < one->line_count; k++)
            buf_printf(out, "%c%u", k ? ',' : '@', one->lines[k]);
    }
}

static void check(struct matcher *m, const char *comment, struct str text, const char *want,
                  bool cut)
{
    struct arena *a = arena_new();
    const struct matcher_query q = {.text = text, .limit = 5};
    struct findings f;
    struct err err;
    struct buf b = BUF_INIT(1 << 16);
    assert_int_equal(matcher_run_all(m, &q, a, &f, &err), 0);
    put_findings(&f, &b);
    if (!str_eq(buf_str(&b), str_of(want)) || f.cut != cut)
        fail_msg("%s: [%.*s]%s, not [%s]", comment, STR_ARG(buf_str(&b)), f.cut ? " cut" : "", want);
    for (size_t i = 0; i < f.count; i++) {
        const struct text_finding *one = &f.items[i];
        assert_true(one->span_start < one->span_end && one->span_end <= text.n);
        assert_true(i == 0 || f.items[i - 1].span_start <= one->span_start);
        assert_true(one->count >= one->line_count && one->line_count > 0);
        for (size_t k = 0; k < one->answer.match_count; k++)
            assert_true(one->answer.matches[k].span_end <= text.n);
    }
    buf_release(&b);
    arena_free(a);
}

static void texts(void **state)
{
    static const struct {
        const char *comment, *text, *findings;
    } t[] = {
        {"nothing known", "having the same issue, can anybody help us?", ""},
        {"no word at all", " \n--\n 12:30 \n", ""},
        {"one", "The quota of jdoe is used up.", "0@1"},
        {"ten, by message, backwards",
         "Duplicate column names in schema.\nUpstream proxy refused authentication.\n"
         "System clock skew exceeds tolerance.\nVolume D: reports bad sectors.\n"
         "Mailbox delivery was rejected by recipient.\nLost heartbeat from node n7.\n"
         "This certificate chain is untrusted.\nNo paper was found in tray 3.\n"
         "Your lease has ended.\nThe quota of jdoe is used up.",
         "9@1 8@2 7@3 6@4 5@5 4@6 3@7 2@8 1@9 0@10"},
        {"ten, by code, behind heads of log lines",
         "2021-09-13 23:21:24,001 ERROR [main] error Q1001: a\n"
         "2021-09-13 23:21:24,002 INFO [main] starting\n"
         "2021-09-13 23:21:24,003 ERROR [main] error Q1002: b\n"
         "2021-09-13 23:21:25,004 ERROR [w-1] error Q1003: c\n"
         "2021-09-13 23:21:25,005 ERROR [w-2] error Q1004: d\n"
         "2021-09-13 23:21:25,006 ERROR [w-3] error Q1005: e\n"
         "2021-09-13 23:21:26,007 ERROR [main] error Q1006: f\n"
         "2021-09-13 23:21:26,008 ERROR [main] error Q1007: g\n"
         "2021-09-13 23:21:26,009 ERROR [main] error Q1008: h\n"
         "2021-09-13 23:21:26,010 ERROR [main] error Q1009: i\n"
         "2021-09-13 23:21:26,011 ERROR [main] error Q1010: j\n",
         "0@1 1@3 2@4 3@5 4@6 5@7 6@8 7@9 8@10 9@11"},
        {"the same one thrice", "error Q1003\nx\n1> No paper was found in tray 3.\n\nQ1003",
         "2@1,3,5"},
        {"a wrapper first, the useful one later",
         "An error occurred while signing in. 0x80004005\n  caused by Q1004", "3@2"},
        {"lines of one dialog",
         "[Window Title]\nExample\n\n[Content]\nNo paper was found\nin tray 3.\n\n[OK] [Cancel]", "2@5"},
        {"a message that a line's end broke",
         "2021-09-13T23:21:24Z the service on the third floor says: mailbox deli\nvery was rejected "
         "by recipient", "5@1"},
        {"a message that blank lines part", "No paper was\n\nfound in\n\ntray 3.", "2@1"},
        {"escaped into one line",
         "{\\\"m\\\":\\\"Your lease has ended.\\\\r\\\\nLost heartbeat from node n7.\\\"}", "1@1 4@1"},
        {"quoted, in a box, coloured",
         "> \u2502 \x1b[31mYour lease has ended.\x1b[0m\n> \u2502 This certificate chain is untrusted.",
         "1@1 3@2"},
    };
    for (size_t i = 0; i < ARRAY_LEN(t); i++)
        check(*state, t[i].comment, str_of(t[i].text), t[i].findings, false);
}

/* What lookup answers to a text of several messages, of which one tells. */
static void one_answer(void **state)
{
    static const struct {
        const char *comment, *text, *id;
    } t[] = {
        {"a wrapper first", "An error occurred while signing in. 0x80004005\n  caused by Q1004", "#3"},
        {"a wrapper first, in one line", "Operation failed: 0x80004005 (see Q1004: broken)", "#3"},
        {"wrappers on both sides",
         "Unexpected error 0x8000FFFF.\nerror Q1005: y\nThe call returned E_FAIL (0x80004005).", "#4"},
        {"a message in the middle of a log",
         "2021-09-13 23:21:24 INFO  [main] server started in 12 seconds\n"
         "2021-09-13 23:21:25 INFO  [w-1] request from example.org for /a/b/c answered\n"
         "2021-09-13 23:21:25 ERROR [w-1] Upstream proxy refused authentication.\n"
         "2021-09-13 23:21:26 INFO  [w-2] request from example.org for /d/e/f answered\n"
         "2021-09-13 23:21:27 DEBUG [gc] heap swept, freed 12 MB, paused 3 ms\n"
         "2021-09-13 23:21:28 INFO  [main] configuration loaded from disk again", "#8"},
        {"a code in the middle of a log",
         "Jul  9 12:16:49 combo ftpd[23142]: connection from example.org\n"
         "Jul  9 12:16:50 combo kernel: usb device was attached to the second port\n"
         "Jul  9 12:16:51 combo worker[12]: job stopped, error Q1006\n"
         "Jul  9 12:16:52 combo sshd[24833]: session opened for somebody", "#5"},
    };
    struct arena *a = arena_new();
    for (size_t i = 0; i < ARRAY_LEN(t); i++) {
        const struct matcher_query q = {.text = str_of(t[i].text), .limit = 1};
        struct answer answer;
        struct err err;
        assert_int_equal(matcher_run(*state, &q, a, &answer, &err), 0);
        struct str id = answer.match_count ? answer.matches[0].entry.entry.id : STR("nothing");
        if (answer.verdict != VERDICT_MATCH || !str_ends(id, str_of(t[i].id)))
            fail_msg("%s: %s %.*s", t[i].comment, verdict_name(answer.verdict), STR_ARG(id));
        const struct match *m = &answer.matches[0];
        assert_true(m->span_start < m->span_end && m->span_end <= q.text.n);
    }
    arena_free(a);
}

static void long_texts(void **state)
{
    struct buf b = BUF_INIT(MATCHER_QUERY_MAX);
    while (b.n < MATCHER_QUERY_MAX / 2)
        buf_printf(&b, "2021-09-13 23:21:24 INFO request %zu served\n", b.n);
    buf_puts(&b, "error Q1007\n");
    /* Lines that differ in numbers only are looked up once. */
    struct arena *a = arena_new();
    struct matcher_query q = {.text = buf_str(&b), .limit = 1};
    struct findings f;
    struct err err;
    assert_int_equal(matcher_run_all(*state, &q, a, &f, &err), 0);
    assert_int_equal(f.count, 1);
    assert_false(f.cut);
    arena_reset(a);
    /* All of them different: only so many are, and that is said. */
    buf_clear(&b);
    for (unsigned i = 0; i < 4 * FINDINGS_LOOKUPS_MAX; i++) {
        for (unsigned k = 0; k < 6; k++)
            buf_putc(&b, (char)('a' + (i >> (2 * k)) % 4));
        buf_puts(&b, "word happened.\n\n");
    }
    q.text = buf_str(&b);
    assert_int_equal(matcher_run_all(*state, &q, a, &f, &err), 0);
    assert_int_equal(f.count, 0);
    assert_true(f.cut);
    arena_free(a);
    buf_release(&b);
}

static void ambiguous_ones(void **state)
{
    (void)state;
    struct err err;
    struct kb *kb = small_kb_begin(&err);
    assert_non_null(kb);
    assert_int_equal(kb_commit(kb, &err), 0);
    struct matcher *m = matcher_new(&kb, 1, &err);
    assert_non_null(m);
    check(m, "a message of two clients", STR("The logon attempt failed"), "2?@1", false);
    check(m, "beside another error", STR("AADSTS50126\nThe logon attempt failed"), "6@1 2?@2", false);
    check(m, "a message and its code",
          STR("We couldn't connect to the remote PC because your credentials did not work.\n"
              "Error code: 2607"), "0@1,2", false);
    matcher_free(m);
    kb_close(kb);
}

int main(void)
{
    struct kb *kb = make_kb();
    struct err err;
    struct matcher *m = matcher_new(&kb, 1, &err);
    if (!m)
        return 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_prestate(texts, m),
        cmocka_unit_test_prestate(one_answer, m),
        cmocka_unit_test_prestate(long_texts, m),
        cmocka_unit_test(ambiguous_ones),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    matcher_free(m);
    kb_close(kb);
    return failed;
}
