/* Feedback lines as they are written, and what eval reads of them and of labels written by hand. */
#include "base/io.h"
#include "eval/labels.h"
#include "folder.h"
#include "report/feedback.h"

enum { NOON = 1795348800 }; /* 2026-11-22T12:00:00Z */

static const struct facet facets[] = {{.name = STR_INIT("client"), .value = STR_INIT("android")}};

static const struct written {
    struct feedback f;
    const char *line;
    enum label_says says;
    const char *id; /* expected, or known to be wrong */
    const char *why;
} written[] = {
    {{.text = STR_INIT("error 5"),
      .verdict = VERDICT_MATCH,
      .entry = STR_INIT("a/b.md#c"),
      .confidence = 0.75,
      .right = true,
      .time = NOON},
     "{\"text\":\"error 5\",\"expect\":\"a/b.md#c\",\"kind\":\"feedback\",\"verdict\":\"match\","
     "\"entry\":\"a/"
     "b.md#c\",\"confidence\":0.75,\"right\":true,\"time\":\"2026-11-22T12:00:00Z\"}\n",
     LABEL_ENTRIES,
     "a/b.md#c",
     "a right answer"},
    {{.text = STR_INIT("hello"), .verdict = VERDICT_NONE, .right = true, .time = NOON},
     "{\"text\":\"hello\",\"expect\":null,\"kind\":\"feedback\",\"verdict\":\"none\",\"entry\":"
     "null,"
     "\"right\":true,\"time\":\"2026-11-22T12:00:00Z\"}\n",
     LABEL_NONE,
     "",
     "rightly no answer"},
    {{.text = STR_INIT("x"),
      .verdict = VERDICT_MATCH,
      .entry = STR_INIT("a/b.md#c"),
      .confidence = 0.5,
      .time = NOON},
     "{\"text\":\"x\",\"kind\":\"feedback\",\"verdict\":\"match\",\"entry\":\"a/b.md#c\","
     "\"confidence\":0.5,\"right\":false,\"time\":\"2026-11-22T12:00:00Z\"}\n",
     LABEL_NOT,
     "a/b.md#c",
     "a wrong one, nobody says what is right"},
    {{.text = STR_INIT("x"), .verdict = VERDICT_NONE, .time = NOON},
     "{\"text\":\"x\",\"kind\":\"feedback\",\"verdict\":\"none\",\"entry\":null,\"right\":false,"
     "\"time\":\"2026-11-22T12:00:00Z\"}\n",
     LABEL_NOT,
     "",
     "there should have been one"},
    {{.text = STR_INIT("x"),
      .verdict = VERDICT_MATCH,
      .entry = STR_INIT("a/b.md#c"),
      .confidence = 0.5,
      .expect = STR_INIT("a/d.md#e"),
      .kind = STR_INIT("log"),
      .time = NOON},
     "{\"text\":\"x\",\"expect\":\"a/d.md#e\",\"kind\":\"log\",\"verdict\":\"match\","
     "\"entry\":\"a/"
     "b.md#c\",\"confidence\":0.5,\"right\":false,\"time\":\"2026-11-22T12:00:00Z\"}\n",
     LABEL_ENTRIES,
     "a/d.md#e",
     "corrected by who was asked"},
    {{.text = STR_INIT("x"),
      .verdict = VERDICT_AMBIGUOUS,
      .entry = STR_INIT("a/b.md#c"),
      .confidence = 0.5,
      .expect_none = true,
      .note = STR_INIT("spam"),
      .time = NOON},
     "{\"text\":\"x\",\"expect\":null,\"kind\":\"feedback\",\"verdict\":\"ambiguous\","
     "\"entry\":\"a/b.md#c\",\"confidence\":0.5,\"right\":false,\"time\":\"2026-11-22T12:00:00Z\","
     "\"note\":\"spam\"}\n",
     LABEL_NONE,
     "",
     "there is no answer to it"},
    {{.text = STR_INIT("a\n\"b\"\x1B[31m\xFF"),
      .facets = facets,
      .facet_count = 1,
      .verdict = VERDICT_NONE,
      .right = true},
     "{\"text\":\"a\\n\\\"b\\\"\\u001b[31m\xEF\xBF\xBD\",\"expect\":null,\"kind\":\"feedback\","
     "\"facets\":{\"client\":\"android\"},\"verdict\":\"none\",\"entry\":null,\"right\":true,"
     "\"time\":\"1970-01-01T00:00:00Z\"}\n",
     LABEL_NONE,
     "",
     "text from outside, and facets"},
};

static struct label *read_text(struct arena *a, struct str text, size_t *count, struct err *err)
{
    int fd = open("labels.jsonl", O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_true(fd >= 0);
    assert_done(io_write_fd(fd, text, "labels.jsonl", NULL, err), *err);
    close(fd);
    return labels_read(a, "labels.jsonl", count, err);
}

static void writes_and_reads_feedback(void **unused)
{
    (void)unused;
    struct arena *a = arena_new();
    for (size_t i = 0; i < ARRAY_LEN(written); i++) {
        const struct written *w = &written[i];
        struct buf out = BUF_INIT(4096);
        feedback_line(&w->f, &out);
        if (!str_eq(buf_str(&out), str_of(w->line)))
            fail_msg("%s:\n%s instead of\n%s", w->why, buf_cstr(&out), w->line);
        size_t count;
        struct err err;
        struct label *l = read_text(a, buf_str(&out), &count, &err);
        if (!l)
            fail_msg("%s: %s", w->why, err.message);
        assert_int_equal(count, 1);
        assert_int_equal(l->says, w->says);
        struct str id = l->says == LABEL_NOT ? l->given : l->expect_count ? l->expect[0] : STR_NONE;
        if (!str_eq(id, str_of(w->id)))
            fail_msg("%s: \"%.*s\"", w->why, STR_ARG(id));
        assert_int_equal(l->facet_count, w->f.facet_count);
        assert_true(str_eq(l->note, w->f.note));
        buf_release(&out);
    }
    arena_free(a);
}

static const struct faulty {
    const char *line, *fault;
} faulty[] = {
    {"nonsense", "labels.jsonl:1: not a JSON object"},
    {"[]", "labels.jsonl:1: not a JSON object: another value"},
    {"\n\n{\"expect\": null}", "labels.jsonl:3: \"text\" must be a string"},
    {"{\"text\": 5, \"expect\": null}", "labels.jsonl:1: \"text\" must be a string"},
    {"{\"text\": \"a\"}", "labels.jsonl:1: there must be \"expect\", or \"right\""},
    {"{\"text\": \"a\", \"right\": 1}", "labels.jsonl:1: there must be \"expect\", or \"right\""},
    {"{\"text\": \"a\", \"expect\": []}", "labels.jsonl:1: \"expect\" must be"},
    {"{\"text\": \"a\", \"expect\": \"\"}", "labels.jsonl:1: \"expect\" must be"},
    {"{\"text\": \"a\", \"expect\": [5]}", "labels.jsonl:1: \"expect\" must be"},
    {"{\"text\": \"a\", \"expect\": 5}", "labels.jsonl:1: \"expect\" must be"},
    {"{\"text\": \"a\", \"expect\": null, \"facets\": []}", "labels.jsonl:1: \"facets\" must be"},
    {"{\"text\": \"a\", \"expect\": null, \"facets\": {\"a\": 1}}",
     "labels.jsonl:1: \"facets\" must be"},
};

static void refuses_what_is_no_label(void **unused)
{
    (void)unused;
    struct arena *a = arena_new();
    for (size_t i = 0; i < ARRAY_LEN(faulty); i++) {
        size_t count;
        struct err err = {0};
        assert_null(read_text(a, str_of(faulty[i].line), &count, &err));
        if (!str_starts(str_of(err.message), str_of(faulty[i].fault)))
            fail_msg("%s: \"%s\" instead of \"%s\"", faulty[i].line, err.message, faulty[i].fault);
    }
    arena_free(a);
}

static const struct judged_id {
    const char *expect, *id;
    enum judgement judgement;
    const char *why;
} judged_ids[] = {
    {"\"s/a.md\"", "s/a.md#b", JUDGED_RIGHT, "any entry of the document"},
    {"\"s/a.md\"", "s/a.md#b/c", JUDGED_RIGHT, "with a key, too"},
    {"\"s/a.md\"", "s/a.mdx#b", JUDGED_WRONG, "another document"},
    {"\"s/a.md\"", "s/a.md/b.md#c", JUDGED_WRONG, "below a folder of that name"},
    {"\"s/a.md#b\"", "s/a.md#b", JUDGED_RIGHT, "the entry"},
    {"\"s/a.md#b\"", "s/a.md#b/c", JUDGED_RIGHT, "an entry of the heading"},
    {"\"s/a.md#b\"", "s/a.md#b-1", JUDGED_WRONG, "another heading"},
    {"\"s/a.md#b/c\"", "s/a.md#b/d", JUDGED_NEAR, "another entry of the heading"},
    {"\"s/a.md#b/c\"", "s/a.md#b", JUDGED_NEAR, "the heading itself"},
    {"[\"s/a.md#b\", \"s/c.md#d\"]", "s/c.md#d", JUDGED_RIGHT, "the second one"},
    {"[\"s/a.md#b/x\", \"s/a.md#b/y\"]", "s/a.md#b/y", JUDGED_RIGHT, "near one, right the other"},
};

static void judges_ids(void **unused)
{
    (void)unused;
    struct arena *a = arena_new();
    for (size_t i = 0; i < ARRAY_LEN(judged_ids); i++) {
        struct str line =
            arena_printf(a, "{\"text\": \"t\", \"expect\": %s}", judged_ids[i].expect);
        size_t count;
        struct err err;
        struct label *l = read_text(a, line, &count, &err);
        assert_non_null(l);
        if (label_judge(l, str_of(judged_ids[i].id)) != judged_ids[i].judgement)
            fail_msg("%s", judged_ids[i].why);
    }
    arena_free(a);
}

static const struct stripped {
    const char *text, *code, *want;
} stripped[] = {
    {"a.c(1): error C2039: 'x' is no member", "C2039", "a.c(1): error : 'x' is no member"},
    {"error 0x80070005 (access denied)", "", "error  (access denied)"},
    {"it says ABC-7 here", "ABC-7", "it says  here"},
    {"it says ABC-77 here", "ABC-7", "it says ABC-77 here"},
};

static void strips_codes(void **unused)
{
    (void)unused;
    struct arena *a = arena_new();
    for (size_t i = 0; i < ARRAY_LEN(stripped); i++) {
        const struct label l = {.text = str_of(stripped[i].text), .code = str_of(stripped[i].code)};
        struct str got = label_without_codes(a, &l);
        if (!str_eq(got, str_of(stripped[i].want)))
            fail_msg("\"%.*s\" instead of \"%s\"", STR_ARG(got), stripped[i].want);
    }
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(writes_and_reads_feedback, enter_folder, leave_folder),
        cmocka_unit_test_setup_teardown(refuses_what_is_no_label, enter_folder, leave_folder),
        cmocka_unit_test_setup_teardown(judges_ids, enter_folder, leave_folder),
        cmocka_unit_test(strips_codes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
