/* The rules that look at entries: each on a knowledge base made for it, and on one that is good. */
#include "lint/entries.h"

#include "base/buf.h"
#include "lint/fill.h"
#include "match/matcher.h"
#include "unit.h"

#define MESSAGE(t) {.kind = SIGNATURE_MESSAGE, .text = STR_INIT(t), .line = 5}
#define CODE(t)    {.kind = SIGNATURE_CODE, .text = STR_INIT(t), .line = 6}
#define FACET(n, v) {STR_INIT(n), STR_INIT(v), STR_INIT(v)}
#define NO_FACET     {STR_NONE, STR_NONE, STR_NONE}
#define NO_SIGNATURE {.text = STR_NONE}

enum { ENTRIES_MAX = 8, SIGNATURES = 4 };

struct sample_entry {
    enum entry_kind kind;
    const char *title, *cause, *remedy;
    struct signature signatures[SIGNATURES];
    struct facet facets[2];
};

static const struct {
    const char *comment;
    struct sample_entry entries[ENTRIES_MAX];
    const char *want; /* "rule entry", a comma between them */
} cases[] = {
    {"two good ones",
     {{ENTRY_SECTION, "The tray is empty", "No paper.", "Fill the tray.",
       {MESSAGE("Tray {number} of the printer {name} is empty"), CODE("4711")}, {NO_FACET}},
      {ENTRY_SECTION, "The lid is open", "Somebody looked inside.", "Close the lid.",
       {MESSAGE("The lid of {name} is not closed"), CODE("4712")}, {NO_FACET}}},
     ""},
    {"a message that is all placeholders",
     {{ENTRY_SECTION, "Anything", "It is so.", "Change it.",
       {MESSAGE("'{a}' : is not a '{b}'"), CODE("X4711")}, {NO_FACET}}},
     "vague-message 0"},
    {"a message of words that stand in any sentence, and no code",
     {{ENTRY_SECTION, "Something else", "It is so.", "Change it.", {MESSAGE("It is not")}, {NO_FACET}}},
     "vague-message 0"},
    {"the same with a code that leads there",
     {{ENTRY_SECTION, "Something else", "It is so.", "Change it.",
       {MESSAGE("It is not"), CODE("X4711")}, {NO_FACET}}},
     ""},
    {"a message that two entries share",
     {{ENTRY_SECTION, "The paper jams in the tray", "Thick paper.", "Take thinner paper.",
       {MESSAGE("The printer stopped because of a paper jam")}, {NO_FACET}},
      {ENTRY_SECTION, "The paper jams in the duplexer", "A worn roller.", "Call the workshop.",
       {MESSAGE("The printer stopped because of a paper jam.")}, {NO_FACET}}},
     "shared-signature 0"},
    {"the same with facets that tell them apart",
     {{ENTRY_SECTION, "The paper jams in the tray", "Thick paper.", "Take thinner paper.",
       {MESSAGE("The printer stopped because of a paper jam")}, {FACET("product", "one")}},
      {ENTRY_SECTION, "The paper jams in the duplexer", "A worn roller.", "Call the workshop.",
       {MESSAGE("The printer stopped because of a paper jam")}, {FACET("product", "two")}}},
     ""},
    {"the same with codes that tell them apart",
     {{ENTRY_SECTION, "The paper jams in the tray", "Thick paper.", "Take thinner paper.",
       {MESSAGE("The printer stopped because of a paper jam"), CODE("X4711")}, {NO_FACET}},
      {ENTRY_SECTION, "The paper jams in the duplexer", "A worn roller.", "Call the workshop.",
       {MESSAGE("The printer stopped because of a paper jam"), CODE("X4712")}, {NO_FACET}}},
     ""},
    {"the same with one answer",
     {{ENTRY_SECTION, "The paper jams in the tray", "Thick paper.", "Take thinner paper.",
       {MESSAGE("The printer stopped because of a paper jam")}, {NO_FACET}},
      {ENTRY_SECTION, "The paper jams in the duplexer", "Thick paper.", "Take thinner paper.",
       {MESSAGE("The printer stopped because of a paper jam")}, {NO_FACET}}},
     ""},
    {"a code that two entries share, and nothing else in one of them",
     {{ENTRY_SECTION, "Broken wire", "A mouse.", "Get a cat.", {CODE("0x3000046")}, {NO_FACET}},
      {ENTRY_SECTION, "Broken plug", "A dog.", "Buy a plug.", {CODE("50331718")}, {NO_FACET}}},
     "shared-signature 0"},
    {"a message that is the better part of another one's",
     {{ENTRY_SECTION, "Backup", "The disk.", "Replace the disk.",
       {MESSAGE("the nightly backup of volume {name} failed with error code 4711")}, {NO_FACET}},
      {ENTRY_SECTION, "Backup of a volume", "The net.", "Mend the net.",
       {MESSAGE("the nightly backup of volume {name} failed"), CODE("4711")}, {NO_FACET}}},
     "message-finds-other 0"},
    {"a title that speaks of an error",
     {{ENTRY_SECTION, "I get an error when I feed the printer with envelopes", "Glue.", "Warm it.",
       {NO_SIGNATURE}, {NO_FACET}}},
     "unquoted-error 0"},
    {"a title that speaks of none",
     {{ENTRY_SECTION, "The printer swallows envelopes", "Glue.", "Warm it.", {NO_SIGNATURE}, {NO_FACET}},
      {ENTRY_SECTION, "The printer hums and prints with no error", "Glue.", "Wait.", {NO_SIGNATURE}, {NO_FACET}}},
     ""},
    {"a title that names the error",
     {{ENTRY_SECTION, "Error: FUSE 12 blown", "Glue.", "Warm it.", {NO_SIGNATURE}, {NO_FACET}}},
     ""},
    {"a title that says nothing",
     {{ENTRY_SECTION, "It is not", "Glue.", "Warm it.", {NO_SIGNATURE}, {NO_FACET}}}, "unreachable-entry 0"},
    {"one without a remedy among others",
     {{ENTRY_SECTION, "One lamp burns", "Sun.", "Shade it.", {CODE("X4701")}, {NO_FACET}},
      {ENTRY_SECTION, "Two lamps burn", "Moon.", "Shade it.", {CODE("X4702")}, {NO_FACET}},
      {ENTRY_SECTION, "Three lamps burn", "Stars.", "", {CODE("X4703")}, {NO_FACET}},
      {ENTRY_SECTION, "Four lamps burn", "Fire.", "Shade it.", {CODE("X4704")}, {NO_FACET}},
      {ENTRY_ROW, "Five lamps burn", "Water.", "", {CODE("X4705")}, {NO_FACET}}},
     "no-remedy 2, no-remedy 4"},
    {"a table of which most rows have none",
     {{ENTRY_ROW, "One lamp burns", "Sun.", "", {CODE("X4701")}, {NO_FACET}},
      {ENTRY_ROW, "Two lamps burn", "Moon.", "", {CODE("X4702")}, {NO_FACET}},
      {ENTRY_ROW, "Three lamps burn", "", "", {CODE("X4703")}, {NO_FACET}},
      {ENTRY_ROW, "Four lamps burn", "Fire.", "Shade it.", {CODE("X4704")}, {NO_FACET}}},
     "no-remedy 0"},
};

static int put_entry(struct kb *kb, int64_t document, size_t number, const struct sample_entry *e,
                     struct err *err)
{
    char id[32];
    snprintf(id, sizeof id, "s/a.md#e%zu", number);
    struct signature signatures[SIGNATURES];
    struct facet facets[2];
    struct entry out = {.id = str_of(id), .kind = e->kind, .title = str_of(e->title),
                        .cause = str_of(e->cause), .remedy = str_of(e->remedy),
                        .line = (uint32_t)number + 100, .signatures = signatures, .facets = facets};
    for (size_t i = 0; i < SIGNATURES && e->signatures[i].text.n; i++)
        signatures[out.signature_count++] = e->signatures[i];
    for (size_t i = 0; i < 2 && e->facets[i].name.n; i++)
        facets[out.facet_count++] = e->facets[i];
    struct buf body = BUF_INIT(4096);
    buf_printf(&body, "%s %s %s", e->title, e->cause, e->remedy);
    out.body = buf_str(&body);
    int result = kb_put_entry(kb, document, &out, err);
    buf_release(&body);
    return result;
}

static struct kb *kb_of(const struct sample_entry *entries, struct err *err)
{
    const struct source source = {.name = STR("s"), .root = STR("/nowhere")};
    const struct document document = {.path = STR("a.md"), .title = STR("A")};
    int64_t s, d;
    struct kb *kb = kb_begin(NULL, err);
    int result = kb ? 0 : -1;
    if (result == 0)
        result = kb_put_source(kb, &source, &s, err);
    if (result == 0)
        result = kb_put_document(kb, s, &document, &d, err);
    for (size_t i = 0; result == 0 && i < ENTRIES_MAX && entries[i].title; i++)
        result = put_entry(kb, d, i, &entries[i], err);
    if (result == 0)
        result = matcher_build_index(kb, err);
    if (result == 0)
        result = kb_commit(kb, err);
    if (result != 0)
        fail_msg("%s", err->message);
    return kb;
}

static void finds_what_is_wrong(void **state)
{
    (void)state;
    const struct lint_source source = {STR("s"), STR("docs/")};
    const struct lint_sources sources = {&source, 1};
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct err err;
        struct kb *kb = kb_of(cases[i].entries, &err);
        struct lint *l = lint_new();
        if (lint_entries(l, kb, &sources, &err) != 0)
            fail_msg("%s: %s", cases[i].comment, err.message);
        struct lint_result r = lint_finish(l);
        struct buf said = BUF_INIT(4096);
        for (size_t k = 0; k < r.count; k++) {
            const struct lint_finding *f = &r.findings[k];
            assert_true(str_eq(f->path, STR("docs/a.md")) && f->what.n && f->line);
            buf_printf(&said, "%s%s %.*s", k ? ", " : "", lint_rules[f->rule].id,
                       STR_ARG(str_skip(f->entry, STR("s/a.md#e").n)));
        }
        check_str(buf_str(&said), cases[i].want, cases[i].comment);
        buf_release(&said);
        lint_free(l);
        kb_close(kb);
    }
}

static void fills_placeholders(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    check_str(lint_fill(a, STR("no holes")), "no holes", "nothing to fill");
    check_str(lint_fill(a, STR("{{a}}")), "{a}", "braces");
    struct str text = lint_fill(a, STR("{user} at {host} and {host}"));
    assert_int_equal(str_find_char(text, '{'), STR_NOT_FOUND);
    struct str rest = text, word, first = STR_NONE;
    for (size_t i = 0; str_next_part(&rest, ' ', &word); i++) {
        if (i == 2)
            first = word;
        if (i == 4)
            assert_false(str_eq(first, word)); /* the values of one message differ */
    }
    assert_true(str_eq(text, lint_fill(a, STR("{user} at {host} and {host}"))));
    arena_free(a);
}

static void counts_what_is_literal(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t placeholders, words;
    } t[] = {
        {"{a}", 1, 0},          {"'{a}' : is not a '{b}'", 2, 0}, {"not a function", 0, 1},
        {"{a} requires {b}", 2, 1}, {"", 0, 0},                   {"cannot open {file}", 1, 2},
    };
    struct arena *a = arena_new();
    for (size_t i = 0; i < ARRAY_LEN(t); i++) {
        struct lint_wording w = lint_wording(a, str_of(t[i].text));
        check_size(w.placeholders, t[i].placeholders, t[i].text);
        check_size(w.words, t[i].words, t[i].text);
    }
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_what_is_wrong),
        cmocka_unit_test(fills_placeholders),
        cmocka_unit_test(counts_what_is_literal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
