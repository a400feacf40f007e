/*
 * The same problem on several pages, from documents to answers: one answer, the others beside it, the
 * newest or most specific first; problems that differ in remedy or facet stay apart.
 */
#include "import/import.h"
#include "match/matcher.h"

#include "folder.h"

enum { FILES_MAX = 4, ALSO_MAX = 3 };

struct file {
    const char *path, *text;
};

struct scene {
    const char *comment;
    struct file files[FILES_MAX];
    const char *query, *facet; /* "client=web"; NULL: none */
    enum verdict verdict;
    const char *id;             /* of the first match */
    const char *also[ALSO_MAX]; /* in this order */
    const char *ask;            /* the facet that is asked for; NULL: none */
};

#define DATED(date, text) "---\ntitle: Troubleshoot lamps\nms.date: " date "\n---\n\n# Troubleshoot lamps\n\n" text
#define PLAIN(text)       "# Troubleshoot lamps\n\n" text

#define ERROR_12 "## Error: the lamp could not be reached\n\n"
#define CAUSE    "**Cause:** The bridge has lost its address since the router was restarted.\n\n"
#define FIX      "**Fix:** Give the bridge a fixed address in the settings of the router, then wait a minute.\n\n"
/* The same in the words of another year. */
#define LATER_FIX                                                                                  \
    "**Fix:** Give the bridge a fixed address in your router's settings, then wait one minute.\n\n"
/* The same, and more. */
#define LONGER_FIX                                                                                 \
    "**Fix:** Give the bridge a fixed address in the settings of the router, then wait a minute. " \
    "Bridges of the second series also need their firmware updated; hold the button until it "     \
    "blinks, then open the application and choose Update.\n\n"
#define OTHER_FIX "**Fix:** Replace the battery of the switch and press it twice near the lamp.\n\n"
#define QUERY     "the lamp could not be reached"

static const struct scene scenes[] = {
    {"an old and a new article: the new one speaks, whatever their names say",
     {{"a.md", DATED("01/15/2020", ERROR_12 CAUSE FIX)},
      {"b.md", DATED("03/02/2022", ERROR_12 CAUSE LATER_FIX)}},
     QUERY, NULL, VERDICT_MATCH, "lamps/b.md#error-the-lamp-could-not-be-reached",
     {"lamps/a.md#error-the-lamp-could-not-be-reached"}, NULL},
    {"and in the other order",
     {{"a.md", DATED("03/02/2022", ERROR_12 CAUSE LATER_FIX)},
      {"b.md", DATED("01/15/2020", ERROR_12 CAUSE FIX)}},
     QUERY, NULL, VERDICT_MATCH, "lamps/a.md#error-the-lamp-could-not-be-reached",
     {"lamps/b.md#error-the-lamp-could-not-be-reached"}, NULL},
    {"also when the old one names the error in more words",
     {{"a.md", DATED("01/15/2020", "## Error: the lamp could not be reached\n\nPeople see *the lamp "
                                   "could not be reached*.\n\n" CAUSE FIX)},
      {"b.md", DATED("03/02/2022", "## Lamps out of reach\n\n**Error:** `The lamp could not be "
                                   "reached`\n\n" CAUSE FIX)}},
     QUERY, NULL, VERDICT_MATCH, "lamps/b.md#lamps-out-of-reach",
     {"lamps/a.md#error-the-lamp-could-not-be-reached"}, NULL},
    {"three years of it: newest first, then the others by age",
     {{"a.md", DATED("01/15/2020", ERROR_12 CAUSE FIX)},
      {"b.md", DATED("03/02/2022", ERROR_12 CAUSE FIX)},
      {"c.md", DATED("05/05/2021", ERROR_12 CAUSE FIX)}},
     QUERY, NULL, VERDICT_MATCH, "lamps/b.md#error-the-lamp-could-not-be-reached",
     {"lamps/c.md#error-the-lamp-could-not-be-reached",
      "lamps/a.md#error-the-lamp-could-not-be-reached"}, NULL},
    {"a newer article that says the same, and more",
     {{"a.md", DATED("01/15/2020", ERROR_12 CAUSE FIX)},
      {"b.md", DATED("03/02/2022", ERROR_12 CAUSE LONGER_FIX)}},
     QUERY, NULL, VERDICT_MATCH, "lamps/b.md#error-the-lamp-could-not-be-reached",
     {"lamps/a.md#error-the-lamp-could-not-be-reached"}, NULL},
    {"of the same age: the one that says more",
     {{"a.md", PLAIN(ERROR_12 CAUSE FIX)}, {"b.md", PLAIN(ERROR_12 CAUSE LONGER_FIX)}},
     QUERY, NULL, VERDICT_MATCH, "lamps/b.md#error-the-lamp-could-not-be-reached",
     {"lamps/a.md#error-the-lamp-could-not-be-reached"}, NULL},
    {"a page and a fragment that it once was: the page speaks",
     {{"page.md", DATED("01/15/2020", "## Android\n\n#" ERROR_12 CAUSE FIX)},
      {"includes/lamp.md", ERROR_12 CAUSE LATER_FIX}},
     QUERY, NULL, VERDICT_MATCH, "lamps/page.md#error-the-lamp-could-not-be-reached",
     {"lamps/includes/lamp.md#error-the-lamp-could-not-be-reached"}, NULL},
    {"one include on two pages is one entry, and has no duplicates",
     {{"one.md", PLAIN("## Android client\n\n[!INCLUDE [lamp](includes/lamp.md)]\n")},
      {"two.md", PLAIN("## Lamps\n\n[!INCLUDE [lamp](includes/lamp.md)]\n")},
      {"includes/lamp.md", ERROR_12 CAUSE FIX}},
     QUERY, NULL, VERDICT_MATCH, "lamps/includes/lamp.md#error-the-lamp-could-not-be-reached",
     {NULL}, NULL},
    {"an article for all, and one for a client: the latter says where it applies",
     {{"all.md", PLAIN(ERROR_12 CAUSE FIX)},
      {"web.md", PLAIN("## Web client\n\n#" ERROR_12 CAUSE LATER_FIX)}},
     QUERY, NULL, VERDICT_MATCH, "lamps/web.md#error-the-lamp-could-not-be-reached",
     {"lamps/all.md#error-the-lamp-could-not-be-reached"}, NULL},
    {"asked for another client, the article for all answers",
     {{"all.md", PLAIN(ERROR_12 CAUSE FIX)},
      {"web.md", PLAIN("## Web client\n\n#" ERROR_12 CAUSE LATER_FIX)}},
     QUERY, "client=android", VERDICT_MATCH, "lamps/all.md#error-the-lamp-could-not-be-reached",
     {NULL}, NULL},
    {"two clients do not meet through an article for all",
     {{"a.md", PLAIN("## Android client\n\n#" ERROR_12 CAUSE FIX)},
      {"all.md", PLAIN(ERROR_12 CAUSE FIX)},
      {"web.md", PLAIN("## Web client\n\n#" ERROR_12 "**Cause:** The browser blocks it.\n\n"
                       OTHER_FIX)}},
     QUERY, NULL, VERDICT_AMBIGUOUS, NULL, {NULL}, "client"},
    {"a table row and a section: the section says more",
     {{"codes.md", PLAIN("## Error codes\n\n| Error code | Message | Resolution |\n|---|---|---|\n"
                         "| 4711 | The lamp could not be reached | Give the bridge a fixed address "
                         "in the settings of the router. |\n"
                         "| 4712 | The switch is asleep | Press it. |\n")},
      {"page.md", PLAIN("## Error 4711: the lamp could not be reached\n\n" CAUSE FIX)}},
     "error 4711", NULL, VERDICT_MATCH, "lamps/page.md#error-4711-the-lamp-could-not-be-reached",
     {"lamps/codes.md#error-codes/4711"}, NULL},
    {"a row with the code, a section with the message only",
     {{"codes.md", PLAIN("## Error codes\n\n| Error code | Message | Resolution |\n|---|---|---|\n"
                         "| 4711 | The lamp could not be reached | Give the bridge a fixed address "
                         "in the settings of the router. |\n"
                         "| 4712 | The switch is asleep | Press it. |\n")},
      {"page.md", PLAIN(ERROR_12 CAUSE FIX)}},
     QUERY, NULL, VERDICT_MATCH, "lamps/page.md#error-the-lamp-could-not-be-reached",
     {"lamps/codes.md#error-codes/4711"}, NULL},
    {"a code in one form, and in two",
     {{"a.md", DATED("01/15/2020", "## Error 0x80070005: the lamp is locked\n\n" CAUSE FIX)},
      {"b.md", DATED("03/02/2022", "## Error 0x80070005 (-2147024891): the lamp is locked\n\n" CAUSE
                                   FIX)}},
     "0x80070005", NULL, VERDICT_MATCH,
     "lamps/b.md#error-0x80070005--2147024891-the-lamp-is-locked",
     {"lamps/a.md#error-0x80070005-the-lamp-is-locked"}, NULL},
    {"the same message, another remedy: two answers, and nothing to ask",
     {{"a.md", PLAIN(ERROR_12 CAUSE FIX)},
      {"b.md", PLAIN(ERROR_12 "**Cause:** The battery is empty.\n\n" OTHER_FIX)}},
     QUERY, NULL, VERDICT_AMBIGUOUS, NULL, {NULL}, NULL},
    {"the same message for two clients: that is asked, whatever the remedies share",
     {{"a.md", PLAIN("## Android client\n\n#" ERROR_12 CAUSE FIX "## Web client\n\n#" ERROR_12
                         "**Cause:** The browser blocks it.\n\n" OTHER_FIX)}},
     QUERY, NULL, VERDICT_AMBIGUOUS, NULL, {NULL}, "client"},
    {"and answered",
     {{"a.md", PLAIN("## Android client\n\n#" ERROR_12 CAUSE FIX "## Web client\n\n#" ERROR_12
                         "**Cause:** The browser blocks it.\n\n" OTHER_FIX)}},
     QUERY, "client=web", VERDICT_MATCH, "lamps/a.md#error-the-lamp-could-not-be-reached-1", {NULL},
     NULL},
    {"two codes with the same answer are two problems",
     {{"a.md", PLAIN("## Error 4711: the lamp is locked\n\n" CAUSE FIX
                     "## Error 4712: the lamp is locked\n\n" CAUSE FIX)}},
     "error 4712", NULL, VERDICT_MATCH, "lamps/a.md#error-4712-the-lamp-is-locked", {NULL}, NULL},
    {"short answers that begin alike are not the same",
     {{"a.md", PLAIN(ERROR_12 "**Fix:** Restart the bridge.\n")},
      {"b.md", PLAIN(ERROR_12 "**Fix:** Restart the bridge, delete the pairing and then send the lamp "
                              "to the workshop.\n")}},
     QUERY, NULL, VERDICT_AMBIGUOUS, NULL, {NULL}, NULL},
};

static void write_files(const struct scene *s)
{
    assert_int_equal(mkdir("lamps", 0700), 0);
    assert_int_equal(mkdir("lamps/includes", 0700), 0);
    for (size_t i = 0; i < FILES_MAX && s->files[i].path; i++) {
        char path[256];
        snprintf(path, sizeof path, "lamps/%s", s->files[i].path);
        FILE *f = fopen(path, "wb");
        assert_non_null(f);
        assert_int_equal(fwrite(s->files[i].text, 1, strlen(s->files[i].text), f),
                         strlen(s->files[i].text));
        assert_int_equal(fclose(f), 0);
    }
}

static struct kb *import(struct err *err)
{
    const struct import_options options = {.path = "lamps"};
    struct import_report report;
    struct kb *kb = kb_begin(NULL, err);
    assert_non_null(kb);
    assert_done(import_source(kb, &options, &report, err), *err);
    assert_done(matcher_build_index(kb, err), *err);
    assert_done(kb_commit(kb, err), *err);
    return kb;
}

/* All that is wrong, not only the first. */
static size_t faults;

static void wrong(const struct scene *s, const char *what, struct str got)
{
    print_error("%s: %s %.*s\n", s->comment, what, STR_ARG(got));
    faults++;
}

static void check(const struct scene *s, const struct answer *a)
{
    const struct match *m = a->matches;
    size_t also = 0;
    while (also < ALSO_MAX && s->also[also])
        also++;
    if (a->verdict != s->verdict)
        wrong(s, "the verdict is", str_of(verdict_name(a->verdict)));
    if (!str_eq(a->ask.facet, str_of(s->ask)))
        wrong(s, "asks for", a->ask.facet);
    if (!s->id || a->match_count == 0)
        return;
    if (!str_eq(m->entry.entry.id, str_of(s->id)))
        wrong(s, "finds", m->entry.entry.id);
    if (m->also_count != also)
        wrong(s, "other near-duplicates, the last is",
              m->also_count ? m->also[m->also_count - 1] : STR("none"));
    for (size_t i = 0; i < min_size(also, m->also_count); i++)
        if (!str_eq(m->also[i], str_of(s->also[i])))
            wrong(s, "beside it stands", m->also[i]);
}

static void run(const struct scene *s)
{
    struct err err;
    struct facet facet = {0};
    struct arena *arena = arena_new();
    struct answer answer;
    write_files(s);
    struct kb *kb = import(&err);
    struct matcher *matcher = matcher_new(&kb, 1, &err);
    assert_non_null(matcher);
    if (s->facet) {
        size_t equals = str_find_char(str_of(s->facet), '=');
        facet.name = str_slice(str_of(s->facet), 0, equals);
        facet.value = facet.label = str_skip(str_of(s->facet), equals + 1);
    }
    const struct matcher_query query = {.text = str_of(s->query), .limit = 5, .facets = &facet,
                                        .facet_count = s->facet ? 1 : 0};
    assert_done(matcher_run(matcher, &query, arena, &answer, &err), err);
    check(s, &answer);
    matcher_free(matcher);
    kb_close(kb);
    arena_free(arena);
}

static void answers(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(scenes); i++) {
        void *folder;
        assert_int_equal(enter_folder(&folder), 0);
        run(&scenes[i]);
        assert_int_equal(leave_folder(&folder), 0);
    }
    assert_int_equal(faults, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
