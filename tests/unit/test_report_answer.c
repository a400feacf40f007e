/*
 * Answers as people and programs see them: made-up answers, rendered, compared with the files in
 * tests/data/report, which are there to be read. To accept a change:
 *     ACCEPT=1 ctest -R test_report_answer && git diff tests/data/report
 */
#include "report/answer_html.h"
#include "report/answer_text.h"
#include "report/entry_html.h"
#include "report/entry_markdown.h"
#include "report/entry_text.h"
#include "report/flow.h"
#include "report/json.h"

#include "base/arena.h"
#include "base/io.h"

#include "../support/html_check.h"

#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

/* ---- made-up answers ------------------------------------------------------------------------- */

static struct facet ANDROID[] = {
    {STR_INIT("client"), STR_INIT("android"), STR_INIT("Android client")},
    {STR_INIT("product"), STR_INIT("azure-virtual-desktop"), STR_INIT("Azure Virtual Desktop")},
};
static struct facet WEB[] = {
    {STR_INIT("client"), STR_INIT("web"), STR_INIT("Web client")},
    {STR_INIT("product"), STR_INIT("azure-virtual-desktop"), STR_INIT("Azure Virtual Desktop")},
};
static struct facet WINDOWS[] = {
    {STR_INIT("client"), STR_INIT("windows"), STR_INIT("Windows client")},
    {STR_INIT("client"), STR_INIT("store"), STR_INIT("Store app")},
};

static struct signature ANDROID_SIGNATURES[] = {
    {SIGNATURE_MESSAGE,
     STR_INIT("We couldn't connect to {NAME} because your credentials did not work."), false, 74},
    {SIGNATURE_CODE, STR_INIT("2607"), false, 74},
    {SIGNATURE_CODE, STR_INIT("0x80070005"), true, 80},
};

static struct link LINKS[] = {
    {STR_INIT("RDP properties"), STR_INIT("https://example.org/avd/rdp-properties")},
    {STR_INIT("the host"), STR_INIT("agent.md#join")},
};
static const struct entry_link ENTRY_LINKS[] = {
    {STR_INIT("other"), STR_INIT("agent.md#join"), STR_INIT("other/agent.md#join")},
    {STR_INIT("avd"), STR_INIT("agent.md#join"), STR_INIT("avd/agent.md#join-the-host")},
};
static struct str ALIASES[] = {STR_INIT("avd/connections.md#android-2607")};

static struct page PAGES[] = {
    {STR_INIT("windows.md"), STR_INIT("https://example.org/avd/windows")},
    {STR_INIT("old/windows.md"), STR_NONE},
    {STR_INIT("x.md"), STR_INIT("javascript:x")},
    {STR_INIT("y.md"), STR_NONE},
};

static const struct kb_entry ANDROID_ENTRY = {
    .row = 7,
    .entry =
        {
            .id = STR_INIT("avd/connections.md#error-code-2607"),
            .kind = ENTRY_SECTION,
            .title = STR_INIT("Error code 2607: the credentials did not work"),
            .cause = STR_INIT(
                "The host is joined to Azure AD, and this client can only sign in to such a host "
                "when the host pool allows the **RDSTLS** protocol."),
            .remedy = STR_INIT(
                "1. In the host pool open **RDP Properties** > **Advanced** and add "
                "`targetisaadjoined:i:1`. See "
                "[RDP properties](https://example.org/avd/rdp-properties).\n"
                "2. Save, wait a minute, and let the user *refresh* the workspace.\n"
                "3. Still failing? On the host run this and look at `AzureAdJoined`:\n\n"
                "   ```\n   dsregcmd /status | findstr /i \"AzureAdJoined DomainJoined "
                "DeviceAuthStatus TenantName DeviceId\"\n   ```\n\n"
                "   | Value | What to do |\n   |---|---|\n   | YES | [Open a case]"
                "(https://example.org/support) |\n   | NO | Join [the host](agent.md#join) again |\n"),
            .url = STR_INIT("https://example.org/avd/connections#error-code-2607"),
            .line = 72,
            .signatures = ANDROID_SIGNATURES,
            .signature_count = ARRAY_LEN(ANDROID_SIGNATURES),
            .facets = ANDROID,
            .facet_count = ARRAY_LEN(ANDROID),
            .links = LINKS,
            .link_count = ARRAY_LEN(LINKS),
            .aliases = ALIASES,
            .alias_count = ARRAY_LEN(ALIASES),
        },
    .document = {.path = STR_INIT("connections.md"), .date = STR_INIT("2026-11-22"),
                 .language = STR_INIT("en")},
    .source = STR_INIT("avd"),
};

static const struct kb_entry WEB_ENTRY = {
    .entry =
        {
            .id = STR_INIT("avd/connections.md#oops-we-couldnt-connect-to-name"),
            .title = STR_INIT("Oops, we couldn't connect to NAME"),
            .cause = STR_INIT("The browser reached the service, and the host turned the sign-in "
                              "down: it is joined to Azure AD and the host pool does not say so. "
                              "Other reasons are rare, but a Conditional Access policy that asks "
                              "the host itself for multifactor authentication looks the same."),
            .remedy = STR_INIT("Set `targetisaadjoined:i:1`."),
            .line = 55,
            .facets = WEB,
            .facet_count = ARRAY_LEN(WEB),
        },
    .document = {.path = STR_INIT("connections.md")},
    .source = STR_INIT("avd"),
};

static const struct kb_entry WINDOWS_ENTRY = {
    .entry =
        {
            .id = STR_INIT("avd/clients/windows.md#the-logon-attempt-failed"),
            .title = STR_INIT("The logon attempt failed"),
            .remedy = STR_INIT("Allow PKU2U requests on the device and on the host."),
            .line = 12,
            .facets = WINDOWS,
            .facet_count = ARRAY_LEN(WINDOWS),
        },
    .document = {.path = STR_INIT("clients/windows.md"), .pages = PAGES,
                 .page_count = ARRAY_LEN(PAGES)},
    .source = STR_INIT("avd"),
};

static const char DIALOG[] =
    "Remote Desktop\n2026-11-02T07:31:18.402Z\n"
    "We couldn't connect to SessionDesktop because your credentials did not work.\n"
    "Error code: 2607\n";

static struct capture CAPTURES[] = {
    {STR_INIT("NAME"), STR_INIT("SessionDesktop")},
    {STR_INIT("NAME"), STR_INIT("again")},
    {STR_INIT(""), STR_INIT("unnamed")},
};
static struct term_weight TERMS[] = {{STR_INIT("credentials"), 0.3149}, {STR_INIT("2607"), 0.5}};
static struct str ALSO[] = {STR_INIT("avd/includes/aadj.md#error-code-2607")};
static struct str OPTIONS[] = {STR_INIT("Android client"), STR_INIT("Web client"),
                               STR_INIT("Windows client (old)")};
static struct str VALUES[] = {STR_INIT("android"), STR_INIT("web"), STR_INIT("it's old")};

static struct match match_of(const struct kb_entry *entry, double confidence)
{
    return (struct match){.entry = *entry, .confidence = confidence, .tier = TIER_FUZZY,
                          .margin = 0.1};
}

static struct query_code access_denied(void)
{
    return (struct query_code){
        .code = {.text = STR_INIT("0x80070005"), .ns = CODE_HRESULT, .value = 0x80070005,
                 .flags = CODE_HAS_CUE},
        .forms = {"-2147024891", "Win32 5"},
        .form_count = 2,
    };
}

struct fake {
    struct match matches[3];
    struct query_code codes[4];
    struct answer answer;
    struct str query;
};

static void finish(struct fake *k, enum verdict verdict, size_t matches, size_t codes)
{
    k->answer.verdict = verdict;
    k->answer.matches = k->matches;
    k->answer.match_count = matches;
    k->answer.tied = verdict == VERDICT_NONE ? 0 : verdict == VERDICT_MATCH ? 1 : matches;
    k->answer.codes = k->codes;
    k->answer.code_count = codes;
}

static void by_message(struct fake *k)
{
    k->query = STR(DIALOG);
    struct match *m = &k->matches[0];
    *m = match_of(&ANDROID_ENTRY, 0.9712);
    m->tier = TIER_PATTERN;
    m->span_start = str_find(k->query, STR("We "));
    m->span_end = str_find(k->query, STR("work.")) + 5;
    m->code = STR("2607");
    m->pattern = ANDROID_SIGNATURES[0].text;
    m->captures = CAPTURES;
    m->capture_count = ARRAY_LEN(CAPTURES);
    m->terms = TERMS;
    m->term_count = ARRAY_LEN(TERMS);
    m->margin = 0.42;
    m->also = ALSO;
    m->also_count = ARRAY_LEN(ALSO);
    k->codes[0] = (struct query_code){
        .code = {.text = STR_INIT("2607"), .ns = CODE_NUMBER, .value = 2607,
                 .flags = CODE_HAS_CUE},
        .forms = {"0xA2F"},
        .form_count = 1,
        .known = true,
    };
    finish(k, VERDICT_MATCH, 1, 1);
}

static void by_code_with_others(struct fake *k)
{
    k->query = STR("0x80070005");
    k->matches[0] = match_of(&WINDOWS_ENTRY, 0.61);
    k->matches[0].tier = TIER_CODE;
    k->matches[0].code = k->query;
    k->matches[0].span_end = k->query.n;
    k->matches[1] = match_of(&WEB_ENTRY, 0.25);
    k->matches[2] = match_of(&ANDROID_ENTRY, 0.03);
    k->codes[0] = access_denied();
    k->answer.explain = STR("2 candidates\n  1.20  code 0x80070005\n");
    finish(k, VERDICT_MATCH, 3, 1);
}

static void ambiguous(struct fake *k)
{
    k->query = STR("couldn't connect, credentials did not work");
    k->matches[0] = match_of(&ANDROID_ENTRY, 0.48);
    k->matches[1] = match_of(&WEB_ENTRY, 0.45);
    k->matches[2] = match_of(&WINDOWS_ENTRY, 0.31);
    k->answer.ask = (struct ask){.facet = STR("client"),
                                 .question = STR("Which client shows this error?"),
                                 .options = OPTIONS,
                                 .values = VALUES,
                                 .option_count = ARRAY_LEN(OPTIONS)};
    finish(k, VERDICT_AMBIGUOUS, 3, 0);
}

static void ambiguous_without_question(struct fake *k)
{
    ambiguous(k);
    k->matches[2].confidence = 0.07;
    k->answer.tied = 2; /* the third is not in question */
    k->answer.ask = (struct ask){0};
}

static void none_with_codes(struct fake *k)
{
    k->query = STR("0x80070005 0x80070005 0xC000006D 80131500 E_SOMETHING");
    k->codes[0] = k->codes[1] = access_denied();
    k->codes[2] = (struct query_code){
        .code = {.text = STR_INIT("0xC000006D"), .ns = CODE_NTSTATUS, .value = 0xC000006D},
        .forms = {"-1073741715", "0xD000006D"},
        .form_count = 2,
    };
    k->codes[3] = (struct query_code){
        .code = {.text = STR_INIT("80131500"), .ns = CODE_HRESULT, .value = 0x80131500,
                 .flags = CODE_GENERIC | CODE_HEX_GUESS},
        .forms = {"0x80131500", "-2146233088"},
        .form_count = 2,
    };
    k->matches[0] = match_of(&WEB_ENTRY, 0.12);
    finish(k, VERDICT_NONE, 1, 4);
}

static void none_at_all(struct fake *k)
{
    k->query = STR("hello");
    finish(k, VERDICT_NONE, 0, 0);
}

/* What documents, queries and knowledge bases may hold to hurt: nothing of it may come through. */
#define HOSTILE "x\x1b[31mred\x07\x9b\x32J\xe2\x80\xae\x7f\r\n\t\xff\xfe end\xc2\x85"
static struct str HOSTILE_LIST[] = {STR_INIT(HOSTILE), STR_INIT(HOSTILE), STR_INIT(HOSTILE)};
static struct facet HOSTILE_FACETS[] = {{STR_INIT(HOSTILE), STR_INIT(HOSTILE), STR_INIT(HOSTILE)}};
static struct signature HOSTILE_SIGNATURES[] = {{SIGNATURE_MESSAGE, STR_INIT(HOSTILE), false, 1},
                                                {SIGNATURE_CODE, STR_INIT(HOSTILE), false, 1}};
static struct link HOSTILE_LINKS[] = {{STR_INIT(HOSTILE), STR_INIT(HOSTILE)}};
static struct capture HOSTILE_CAPTURES[] = {{STR_INIT(HOSTILE), STR_INIT(HOSTILE)}};
static struct term_weight HOSTILE_TERMS[] = {{STR_INIT(HOSTILE), 0.0 / 1.0}};

static struct kb_entry hostile_entry(void)
{
    const struct str h = STR(HOSTILE);
    return (struct kb_entry){
        .entry = {.id = h, .title = h,
                  .cause = STR(HOSTILE "\n\n    " HOSTILE "\n\n| " HOSTILE " |\n|--|\n| a |\n"),
                  .remedy = STR("1. " HOSTILE "\n```\n" HOSTILE "\n```\n[a](" HOSTILE
                                ") [b](<http://\x1b]8;;\x07>) &#27;[2J &#x9b;2J"),
                  .url = h, .line = 1,
                  .signatures = HOSTILE_SIGNATURES,
                  .signature_count = ARRAY_LEN(HOSTILE_SIGNATURES),
                  .facets = HOSTILE_FACETS, .facet_count = 1,
                  .links = HOSTILE_LINKS, .link_count = 1,
                  .aliases = HOSTILE_LIST, .alias_count = 1},
        .document = {.path = h, .date = h, .language = h},
        .source = h,
    };
}

static void hostile(struct fake *k)
{
    struct kb_entry entry = hostile_entry();
    k->query = STR(HOSTILE);
    for (size_t i = 0; i < ARRAY_LEN(k->matches); i++) {
        struct match *m = &k->matches[i];
        *m = match_of(&entry, 0.9);
        m->span_end = 1000;
        m->code = m->pattern = k->query;
        m->captures = HOSTILE_CAPTURES;
        m->terms = HOSTILE_TERMS;
        m->capture_count = m->term_count = 1;
        m->also = HOSTILE_LIST;
        m->also_count = 3;
    }
    k->codes[0].code = (struct code){.text = k->query, .ns = CODE_SYMBOL, .value = ~0ull};
    k->answer.ask = (struct ask){.facet = k->query, .question = k->query, .options = HOSTILE_LIST,
                                 .values = HOSTILE_LIST, .option_count = 3};
    k->answer.explain = k->query;
    k->answer.query_cut = true;
    finish(k, VERDICT_MATCH, 3, 1);
}

/* ---- expected files -------------------------------------------------------------------------- */

static const struct {
    const char *name;
    void (*make)(struct fake *k);
} ANSWERS[] = {
    {"match_message", by_message},
    {"match_code", by_code_with_others},
    {"ambiguous", ambiguous},
    {"ambiguous_open", ambiguous_without_question},
    {"none_codes", none_with_codes},
    {"none", none_at_all},
    {"hostile", hostile},
};

static void compare(const char *name, struct str got)
{
    struct buf path = BUF_INIT(4096), want = BUF_INIT(REPORT_TEXT_MAX);
    const char *source = getenv("ERRKB_SOURCE");
    buf_printf(&path, "%s/tests/data/report/%s", source ? source : ".", name);
    if (getenv("ACCEPT")) {
        FILE *f = fopen(buf_cstr(&path), "wb");
        assert_non_null(f);
        assert_int_equal(fwrite(got.p, 1, got.n, f), got.n);
        assert_int_equal(fclose(f), 0);
    }
    struct err err;
    if (io_read_file(buf_cstr(&path), &want, &err) != 0)
        fail_msg("%s", err.message);
    if (!str_eq(buf_str(&want), got))
        fail_msg("%s differs. Now:\n%.*s\nACCEPT=1 accepts it.", buf_cstr(&path),
                 STR_ARG(got));
    buf_release(&path);
    buf_release(&want);
}

static void renders_as_expected(void **state)
{
    (void)state;
    static const size_t WIDTHS[] = {40, 80, 96};
    for (size_t i = 0; i < ARRAY_LEN(ANSWERS); i++) {
        for (size_t w = 0; w < ARRAY_LEN(WIDTHS); w++) {
            struct fake k = {0};
            struct buf out = BUF_INIT(REPORT_TEXT_MAX), name = BUF_INIT(256);
            ANSWERS[i].make(&k);
            report_answer_text(&k.answer, k.query,
                               &(struct report_options){.width = WIDTHS[w],
                                                        .links = ENTRY_LINKS,
                                                        .link_count = ARRAY_LEN(ENTRY_LINKS)},
                               &out);
            buf_printf(&name, "%s.%zu.txt", ANSWERS[i].name, WIDTHS[w]);
            compare(buf_cstr(&name), buf_str(&out));
            buf_release(&out);
            buf_release(&name);
        }
    }
}

static void colours_as_expected(void **state)
{
    (void)state;
    struct fake k = {0};
    struct buf out = BUF_INIT(REPORT_TEXT_MAX), shown = BUF_INIT(REPORT_TEXT_MAX);
    by_message(&k);
    report_answer_text(&k.answer, k.query, &(struct report_options){.width = 80, .color = true},
                       &out);
    /* Escapes in readable form. */
    for (size_t i = 0; i < out.n; i++) {
        if (out.p[i] == '\x1b')
            buf_puts(&shown, "\\e");
        else
            buf_putc(&shown, out.p[i]);
    }
    compare("match_message.colour.txt", buf_str(&shown));
    buf_release(&out);
    buf_release(&shown);
}

static void shows_entries_as_expected(void **state)
{
    (void)state;
    const struct report_options o = {.width = 80, .pretty = true, .links = ENTRY_LINKS,
                                     .link_count = ARRAY_LEN(ENTRY_LINKS)};
    struct buf out = BUF_INIT(REPORT_TEXT_MAX);
    report_entry_text(&ANDROID_ENTRY, &o, &out);
    compare("entry.80.txt", buf_str(&out));
    buf_clear(&out);
    report_entry_json(&ANDROID_ENTRY, &o, &out);
    buf_putc(&out, '\n');
    compare("entry.json", buf_str(&out));
    buf_clear(&out);
    report_entry_html(&ANDROID_ENTRY, &o, &out);
    compare("entry.html", buf_str(&out));
    buf_clear(&out);
    report_entry_markdown(&ANDROID_ENTRY, &o, &out);
    compare("entry.md", buf_str(&out));
    buf_release(&out);
}

static void writes_html_and_markdown_as_expected(void **state)
{
    (void)state;
    const struct report_options o = {.links = ENTRY_LINKS, .link_count = ARRAY_LEN(ENTRY_LINKS)};
    for (size_t i = 0; i < ARRAY_LEN(ANSWERS); i++) {
        struct fake k = {0};
        struct buf out = BUF_INIT(REPORT_TEXT_MAX), name = BUF_INIT(256);
        size_t where;
        ANSWERS[i].make(&k);
        report_answer_html(&k.answer, k.query, &o, &out);
        buf_printf(&name, "%s.html", ANSWERS[i].name);
        compare(buf_cstr(&name), buf_str(&out));
        const char *fault = html_fault(buf_str(&out), &where);
        if (fault)
            fail_msg("%s: %s at %zu", buf_cstr(&name), fault, where);
        buf_clear(&out);
        buf_clear(&name);
        report_answer_markdown(&k.answer, k.query, &o, &out);
        buf_printf(&name, "%s.md", ANSWERS[i].name);
        compare(buf_cstr(&name), buf_str(&out));
        buf_release(&out);
        buf_release(&name);
    }
}

static void writes_json_as_expected(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(ANSWERS); i++) {
        struct fake k = {0};
        struct buf out = BUF_INIT(REPORT_TEXT_MAX), name = BUF_INIT(256);
        ANSWERS[i].make(&k);
        report_answer_json(&k.answer, 85, &(struct report_options){.pretty = true}, &out);
        buf_putc(&out, '\n');
        buf_printf(&name, "%s.json", ANSWERS[i].name);
        compare(buf_cstr(&name), buf_str(&out));
        buf_release(&out);
        buf_release(&name);
    }
}

/* ---- laws ------------------------------------------------------------------------------------ */

static void json_is_one_valid_line(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(ANSWERS); i++) {
        struct fake k = {0};
        struct buf out = BUF_INIT(REPORT_TEXT_MAX);
        ANSWERS[i].make(&k);
        report_answer_json(&k.answer, 1, &(struct report_options){0}, &out);
        assert_int_equal(str_find_char(buf_str(&out), '\n'), STR_NOT_FOUND);
        json_error_t error;
        json_t *value = json_loadb(out.p, out.n, JSON_REJECT_DUPLICATES, &error);
        if (!value)
            fail_msg("%s: %s: %.*s", ANSWERS[i].name, error.text, STR_ARG(buf_str(&out)));
        json_t *matches = json_object_get(value, "matches");
        assert_int_equal(json_array_size(matches), k.answer.match_count);
        assert_string_equal(json_string_value(json_object_get(value, "verdict")),
                            verdict_name(k.answer.verdict));
        json_decref(value);
        buf_release(&out);
    }
}

static void json_keeps_hostile_text_but_escapes_it(void **state)
{
    (void)state;
    struct fake k = {0};
    struct buf out = BUF_INIT(REPORT_TEXT_MAX);
    hostile(&k);
    report_answer_json(&k.answer, 1, &(struct report_options){0}, &out);
    for (size_t i = 0; i < out.n; i++)
        assert_in_range((unsigned char)out.p[i], 0x20, 0xFF);
    assert_int_equal(str_find_char(buf_str(&out), 0x7F), STR_NOT_FOUND);
    assert_int_equal(str_find(buf_str(&out), STR("\xe2\x80\xae")), STR_NOT_FOUND);
    assert_int_equal(str_find(buf_str(&out), STR("\xc2\x85")), STR_NOT_FOUND);
    assert_int_not_equal(str_find(buf_str(&out), STR("\\u202e")), STR_NOT_FOUND);
    assert_int_not_equal(str_find(buf_str(&out), STR("\\u0085")), STR_NOT_FOUND);
    assert_int_not_equal(str_find(buf_str(&out), STR("\\u007f")), STR_NOT_FOUND);
    buf_release(&out);
}

static void json_as_plain_text_has_no_markup(void **state)
{
    (void)state;
    struct fake k = {0};
    struct buf out = BUF_INIT(REPORT_TEXT_MAX);
    by_message(&k);
    report_answer_json(&k.answer, 1, &(struct report_options){.plain = true}, &out);
    assert_int_equal(str_find(buf_str(&out), STR("**")), STR_NOT_FOUND);
    assert_int_equal(str_find(buf_str(&out), STR("](")), STR_NOT_FOUND);
    assert_int_not_equal(
        str_find(buf_str(&out), STR("\\n\\n[1] https://example.org/avd/rdp-properties\\n[2] ")),
        STR_NOT_FOUND);
    buf_release(&out);
}

static void confidence_is_never_certainty(void **state)
{
    (void)state;
    static const struct {
        double confidence;
        const char *want, *comment;
    } t[] = {
        {1.0, "This is it (99% sure)", "nothing is certain"},
        {0.95, "This is it (95% sure)", "at the floor"},
        {0.9449, "Almost certainly this (94% sure)", "below it"},
        {0.7, "Very likely this (70% sure)", ""},
        {0.55, "Probably this (55% sure)", ""},
        {0.0, "Perhaps this (1% sure)", "a match, so not impossible"},
    };
    for (size_t i = 0; i < ARRAY_LEN(t); i++) {
        struct fake k = {0};
        struct buf out = BUF_INIT(REPORT_TEXT_MAX);
        by_message(&k);
        k.matches[0].confidence = t[i].confidence;
        report_answer_text(&k.answer, k.query, &(struct report_options){0}, &out);
        if (str_find(buf_str(&out), str_of(t[i].want)) == STR_NOT_FOUND)
            fail_msg("%g: no \"%s\" (%s)", t[i].confidence, t[i].want, t[i].comment);
        buf_release(&out);
    }
}

static void lines_keep_to_the_width(void **state)
{
    (void)state;
    /* Only what must not be broken may be longer: code blocks, URLs and ids. */
    for (size_t width = REPORT_WIDTH_MIN; width <= 120; width++) {
        struct fake k = {0};
        struct buf out = BUF_INIT(REPORT_TEXT_MAX);
        ambiguous(&k);
        report_answer_text(&k.answer, k.query, &(struct report_options){.width = width}, &out);
        struct str rest = buf_str(&out), line;
        while (str_next_line(&rest, &line))
            if (flow_columns(line) > width && str_find(line, STR("avd/")) == STR_NOT_FOUND)
                fail_msg("width %zu: %.*s", width, STR_ARG(line));
        buf_release(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(renders_as_expected),
        cmocka_unit_test(colours_as_expected),
        cmocka_unit_test(shows_entries_as_expected),
        cmocka_unit_test(writes_html_and_markdown_as_expected),
        cmocka_unit_test(writes_json_as_expected),
        cmocka_unit_test(json_is_one_valid_line),
        cmocka_unit_test(json_keeps_hostile_text_but_escapes_it),
        cmocka_unit_test(json_as_plain_text_has_no_markup),
        cmocka_unit_test(confidence_is_never_certainty),
        cmocka_unit_test(lines_keep_to_the_width),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
