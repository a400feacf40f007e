/* What is kept of findings, and how they are told. */
#include "lint/findings_json.h"
#include "lint/findings_text.h"
#include "lint/lint.h"
#include "report/json_put.h"
#include "unit.h"

#include <jansson.h>

static void add(struct lint *l, enum lint_rule rule, const char *path, uint32_t line,
                const char *what)
{
    const struct lint_finding f = {
        .rule = rule, .path = str_of(path), .line = line, .what = str_of(what)};
    lint_add(l, &f);
}

/* "path:line rule" of each, a blank between them. */
static void check_findings(struct lint *l, const char *want, const char *why)
{
    struct buf b = BUF_INIT(4096);
    struct lint_result r = lint_finish(l);
    for (size_t i = 0; i < r.count; i++)
        buf_printf(&b, "%s%.*s:%u %s", i ? " " : "", STR_ARG(r.findings[i].path),
                   r.findings[i].line, lint_rules[r.findings[i].rule].id);
    check_str(buf_str(&b), want, why);
    buf_release(&b);
}

static void every_rule_says_what_and_how(void **state)
{
    (void)state;
    for (size_t i = 0; i < LINT_RULES; i++) {
        const struct lint_rule_info *r = &lint_rules[i];
        enum lint_rule found;
        assert_true(r->id && r->what && r->fix);
        assert_true(lint_rule_find(str_of(r->id), &found) && found == i);
        for (const char *c = r->id; *c; c++)
            assert_true(ascii_is_lower(*c) || *c == '-');
        assert_true(r->what[strlen(r->what) - 1] == '.' && r->fix[strlen(r->fix) - 1] == '.');
    }
    enum lint_rule rule;
    assert_false(lint_rule_find(STR("dead-lin"), &rule));
}

static void sorts_and_counts(void **state)
{
    (void)state;
    struct lint *l = lint_new();
    add(l, LINT_NO_REMEDY, "b.md", 1, "x");
    add(l, LINT_DEAD_LINK, "a.md", 10, "x");
    add(l, LINT_DEAD_LINK, "a.md", 9, "x");
    add(l, LINT_CODE_FORMS_DISAGREE, "a.md", 9, "x");
    add(l, LINT_DEAD_LINK, "a.md", 9, "x");
    check_findings(l, "a.md:9 code-forms-disagree a.md:9 dead-link a.md:10 dead-link b.md:1 no-remedy",
                   "by place; the same once");
    struct lint_result r = lint_finish(l);
    assert_int_equal(r.by_rule[LINT_DEAD_LINK], 2);
    assert_int_equal(r.by_severity[LINT_ERROR], 1);
    assert_int_equal(r.by_severity[LINT_WARNING], 2);
    assert_int_equal(r.by_severity[LINT_NOTE], 1);
    lint_free(l);
}

static void chooses_rules(void **state)
{
    (void)state;
    struct lint *l = lint_new();
    lint_want(l, LINT_DEAD_LINK);
    lint_want(l, LINT_DEAD_ANCHOR);
    lint_disable(l, LINT_DEAD_ANCHOR);
    add(l, LINT_DEAD_LINK, "a.md", 1, "x");
    add(l, LINT_DEAD_ANCHOR, "a.md", 1, "x");
    add(l, LINT_NO_REMEDY, "a.md", 1, "x");
    check_findings(l, "a.md:1 dead-link", "asked for, and not disabled");
    lint_free(l);
}

static void documents_silence(void **state)
{
    (void)state;
    static const struct {
        const char *path;
        uint32_t line;
        const char *rules, *want, *comment;
    } t[] = {
        {"a.md", 1, "dead-link", "a.md:1 no-remedy a.md:2 dead-link", "one rule at one line"},
        {"a.md", 1, "", "a.md:2 dead-link", "all rules at one line"},
        {"a.md", 0, "dead-link", "a.md:1 no-remedy", "one rule anywhere"},
        {"a.md", 0, " dead-link,  no-remedy ", "", "several rules"},
        {"a.md", 0, "nonsense", "a.md:1 dead-link a.md:1 no-remedy a.md:2 dead-link",
         "an unknown rule is not all of them"},
        {"b.md", 0, "", "a.md:1 dead-link a.md:1 no-remedy a.md:2 dead-link", "another document"},
    };
    for (size_t i = 0; i < ARRAY_LEN(t); i++) {
        struct lint *l = lint_new();
        add(l, LINT_DEAD_LINK, "a.md", 1, "x");
        add(l, LINT_NO_REMEDY, "a.md", 1, "x");
        add(l, LINT_DEAD_LINK, "a.md", 2, "x");
        lint_silence(l, str_of(t[i].path), t[i].line, str_of(t[i].rules));
        check_findings(l, t[i].want, t[i].comment);
        lint_free(l);
    }
}

/* The importer's word for an include that is not there is not told beside ours. */
static void one_fault_once(void **state)
{
    (void)state;
    struct lint *l = lint_new();
    add(l, LINT_DEAD_INCLUDE, "a.md", 4, "x");
    add(l, LINT_NOT_READ, "a.md", 4, "y");
    add(l, LINT_NOT_READ, "a.md", 5, "y");
    check_findings(l, "a.md:4 dead-include a.md:5 not-read", "at one line");
    lint_free(l);
}

static void cuts(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t max;
        const char *want, *comment;
    } t[] = {
        {"  short ", 20, "short", "trimmed"},
        {"one two three", 9, "one two…", "between words"},
        {"onetwothree", 5, "onetw…", "inside of a word"},
        {"one\ntwo", 20, "one…", "one line"},
        {"äöü", 3, "ä…", "whole characters"},
        {"", 5, "", "nothing"},
    };
    struct arena *a = arena_new();
    for (size_t i = 0; i < ARRAY_LEN(t); i++)
        check_str(lint_cut(a, str_of(t[i].text), t[i].max), t[i].want, t[i].comment);
    arena_free(a);
}

static const char hostile[] = "\x1b[31m \"\\ \xe2\x80\xae \xff \n é";

/* A run with one finding that has everything, all of it hostile. */
static struct lint *hostile_lint(void)
{
    struct lint *l = lint_new();
    const struct lint_finding f = {
        .rule = LINT_SHARED_SIGNATURE, .path = STR("dir a/\x1b#é.md"), .line = 3,
        .what = str_of(hostile), .fix = str_of(hostile), .entry = str_of(hostile),
        .related = {{STR("/abs/b.md"), 7, str_of(hostile)}}, .related_count = 1};
    lint_add(l, &f);
    return l;
}

static void nothing_acts_on_a_terminal(void **state)
{
    (void)state;
    struct lint *l = hostile_lint();
    struct lint_result r = lint_finish(l);
    const struct report_options o = {.width = 60};
    void (*const forms[])(const struct lint_result *, size_t, struct buf *) = {
        lint_findings_json, lint_findings_sarif};
    for (size_t i = 0; i <= ARRAY_LEN(forms); i++) {
        struct buf out = BUF_INIT(1 << 20);
        if (i < ARRAY_LEN(forms))
            forms[i](&r, 0, &out);
        else
            lint_findings_text(&r, 0, &o, &out);
        for (size_t k = 0; k < out.n; k++)
            assert_true(out.p[k] == '\n' || (unsigned char)out.p[k] >= 0x20);
        assert_int_equal(str_find(buf_str(&out), STR("\xe2\x80\xae")), STR_NOT_FOUND);
        assert_int_equal(str_find_char(buf_str(&out), '\xff'), STR_NOT_FOUND);
        buf_release(&out);
    }
    lint_free(l);
}

static void writes_json(void **state)
{
    (void)state;
    struct lint *l = hostile_lint();
    struct lint_result r = lint_finish(l);
    struct buf out = BUF_INIT(1 << 20);
    lint_findings_json(&r, 0, &out);
    json_t *root = json_loadb(out.p, out.n, 0, NULL);
    assert_non_null(root);
    json_t *f = json_array_get(json_object_get(root, "findings"), 0);
    assert_string_equal(json_string_value(json_object_get(f, "rule")), "shared-signature");
    assert_int_equal(json_integer_value(json_object_get(f, "line")), 3);
    assert_string_equal(json_string_value(json_object_get(f, "what")),
                        "\x1b[31m \"\\ \xe2\x80\xae \xef\xbf\xbd \n é");
    assert_int_equal(json_array_size(json_object_get(f, "related")), 1);
    json_decref(root);
    buf_release(&out);
    lint_free(l);
}

/* What the SARIF 2.1.0 schema requires of a log such as ours. */
static void writes_sarif(void **state)
{
    (void)state;
    struct lint *l = hostile_lint();
    add(l, LINT_DEAD_LINK, "z.md", 0, "x");
    struct lint_result r = lint_finish(l);
    struct buf out = BUF_INIT(1 << 20);
    lint_findings_sarif(&r, 0, &out);
    json_t *root = json_loadb(out.p, out.n, 0, NULL);
    assert_non_null(root);
    assert_string_equal(json_string_value(json_object_get(root, "version")), "2.1.0");
    json_t *run = json_array_get(json_object_get(root, "runs"), 0);
    json_t *driver = json_object_get(json_object_get(run, "tool"), "driver");
    json_t *rules = json_object_get(driver, "rules"), *results = json_object_get(run, "results");
    assert_string_equal(json_string_value(json_object_get(driver, "name")), "errkb");
    assert_int_equal(json_array_size(rules), LINT_RULES);
    assert_int_equal(json_array_size(results), 2);
    const char *const uris[] = {"dir%20a/%1B%23%C3%A9.md", "z.md"};
    for (size_t i = 0; i < 2; i++) {
        json_t *result = json_array_get(results, i);
        json_t *place = json_object_get(
            json_array_get(json_object_get(result, "locations"), 0), "physicalLocation");
        json_t *file = json_object_get(place, "artifactLocation");
        size_t index = (size_t)json_integer_value(json_object_get(result, "ruleIndex"));
        assert_string_equal(json_string_value(json_object_get(result, "ruleId")),
                            json_string_value(json_object_get(json_array_get(rules, index), "id")));
        assert_non_null(json_object_get(json_object_get(result, "message"), "text"));
        assert_string_equal(json_string_value(json_object_get(file, "uri")), uris[i]);
        assert_string_equal(json_string_value(json_object_get(file, "uriBaseId")), "%SRCROOT%");
        assert_true(json_integer_value(json_object_get(json_object_get(place, "region"),
                                                       "startLine")) >= 1);
    }
    json_t *related = json_array_get(
        json_object_get(json_array_get(results, 0), "relatedLocations"), 0);
    json_t *other = json_object_get(json_object_get(related, "physicalLocation"),
                                    "artifactLocation");
    assert_string_equal(json_string_value(json_object_get(other, "uri")), "file:///abs/b.md");
    assert_null(json_object_get(other, "uriBaseId"));
    json_decref(root);
    buf_release(&out);
    lint_free(l);
}

/* The same finding at another line has the same fingerprint, another one has not. */
static void fingerprints_outlive_lines(void **state)
{
    (void)state;
    struct buf prints[3] = {BUF_INIT(64), BUF_INIT(64), BUF_INIT(64)};
    const uint32_t lines[] = {1, 20, 1};
    for (size_t i = 0; i < 3; i++) {
        struct lint *l = lint_new();
        add(l, LINT_DEAD_LINK, "a.md", lines[i], i == 2 ? "y" : "x");
        struct lint_result r = lint_finish(l);
        struct buf out = BUF_INIT(1 << 20);
        lint_findings_sarif(&r, 0, &out);
        struct str s = buf_str(&out), key = STR("\"errkbFinding/v1\":\"");
        size_t at = str_find(s, key);
        assert_int_not_equal(at, STR_NOT_FOUND);
        buf_put(&prints[i], str_slice(s, at + key.n, at + key.n + 16));
        buf_release(&out);
        lint_free(l);
    }
    assert_true(str_eq(buf_str(&prints[0]), buf_str(&prints[1])));
    assert_false(str_eq(buf_str(&prints[0]), buf_str(&prints[2])));
    for (size_t i = 0; i < 3; i++)
        buf_release(&prints[i]);
}

static void limits_what_is_shown(void **state)
{
    (void)state;
    struct lint *l = lint_new();
    add(l, LINT_DEAD_LINK, "a.md", 1, "first");
    add(l, LINT_DEAD_LINK, "a.md", 2, "second");
    struct lint_result r = lint_finish(l);
    const struct report_options o = {.width = 0};
    struct buf out = BUF_INIT(1 << 20);
    lint_findings_text(&r, 1, &o, &out);
    assert_int_not_equal(str_find(buf_str(&out), STR("first")), STR_NOT_FOUND);
    assert_int_equal(str_find(buf_str(&out), STR("second")), STR_NOT_FOUND);
    assert_int_not_equal(str_find(buf_str(&out), STR("and 1 more")), STR_NOT_FOUND);
    buf_clear(&out);
    lint_findings_json(&r, 1, &out);
    assert_int_equal(str_find(buf_str(&out), STR("second")), STR_NOT_FOUND);
    assert_int_not_equal(str_find(buf_str(&out), STR("\"all\":2")), STR_NOT_FOUND);
    buf_release(&out);
    lint_free(l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_rule_says_what_and_how), cmocka_unit_test(sorts_and_counts),
        cmocka_unit_test(chooses_rules),                cmocka_unit_test(documents_silence),
        cmocka_unit_test(one_fault_once),               cmocka_unit_test(cuts),
        cmocka_unit_test(nothing_acts_on_a_terminal),   cmocka_unit_test(writes_json),
        cmocka_unit_test(writes_sarif),                 cmocka_unit_test(fingerprints_outlive_lines),
        cmocka_unit_test(limits_what_is_shown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
