/* Groups of unknown records: which belong together, and that memory is bounded and order decides.
 */
#include "scan/group.h"

#include "../support/random.h"
#include "unit.h"

static uint64_t add(struct groups *g, const char *text)
{
    struct record r = {.text = str_of(text), .raw = str_of(text), .time = RECORD_NO_TIME};
    return groups_add(g, &r, NULL, STR("x.log"));
}

/* Records of the same letter belong together; the pattern is that of the first letter's group. */
static void test_together(void **state)
{
    (void)state;
    static const struct {
        const char *texts[4];
        const char *groups, *pattern, *why;
    } rows[] = {
        {{"lease 5 lost", "lease 7 lost"}, "aa", "lease <*> lost", "numbers"},
        {{"session closed for user root", "session closed for user bob"},
         "aa",
         "session closed for user <*>",
         "one word of five differs"},
        {{"cupsd shutdown succeeded", "cupsd startup succeeded"},
         "ab",
         "cupsd shutdown succeeded",
         "one word of three differs"},
        {{"job 1 went from NEW to INITED in a while", "job 2 went from NEW to FAILED in a while"},
         "ab",
         "job <*> went from NEW to INITED in a while",
         "states differ"},
        {{"could not do the thing: java.io.IOException",
          "could not do the thing: java.io.EOFError"},
         "ab",
         "could not do the thing: java.io.IOException",
         "exceptions differ"},
        {{"sign-in of user 1 broke: AADSTS50126", "sign-in of user 2 broke: AADSTS50058",
          "sign-in of user 3 broke: AADSTS50126"},
         "aba",
         "sign-in of user <*> broke: AADSTS50126",
         "codes differ"},
        {{"bad peers: 10.0.0.1", "bad peers: 10.0.0.1, 10.0.0.2"}, "aa", "bad peers: <*>", "lists"},
        {{"for 5.x.y.org [5.6.7.8] it failed"}, "a", "for <*> it failed", "brackets close"},
        {{"x failed\n  at f(a.c:1)", "x failed\n  at g(b.c:2)\n  at h"},
         "aa",
         "x failed",
         "stacks"},
        {{"a b c d", "a b c d e"}, "ab", "a b c d", "lengths differ"},
        {{"", "  "}, "aa", "", "nothing"},
        {{"17", "18 19", "-"}, "aab", "<*>", "only numbers, and no word at all"},
    };
    struct arena *a = arena_new();
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct groups *g = groups_new();
        uint64_t ids[26];
        bool seen[26] = {false};
        for (size_t j = 0; rows[i].groups[j]; j++) {
            uint64_t id = add(g, rows[i].texts[j]);
            size_t letter = (size_t)(rows[i].groups[j] - 'a');
            for (size_t k = 0; k < ARRAY_LEN(seen); k++)
                if (seen[k] && (ids[k] == id) != (k == letter))
                    fail_msg("%s: \"%s\"", rows[i].why, rows[i].texts[j]);
            seen[letter] = true;
            ids[letter] = id;
        }
        check_str(groups_pattern(g, ids[0], a), rows[i].pattern, rows[i].why);
        groups_free(g);
    }
    arena_free(a);
}

/* Values of a name are strict while they are few; of many, the groups become one. */
static void test_siblings_are_united(void **state)
{
    (void)state;
    struct groups *g = groups_new();
    struct arena *a = arena_new();
    uint64_t first = 0, last = 0;
    for (size_t i = 0; i < 3 * GROUPS_SIBLINGS_MAX; i++) {
        char text[100];
        snprintf(text, sizeof text, "denied in the end: user=%c%c", (char)('a' + i), (char)('q'));
        last = add(g, text);
        first = i ? first : last;
        if (i == GROUPS_SIBLINGS_MAX - 1)
            assert_int_not_equal(first, last);
    }
    assert_int_equal(groups_current(g, first), last);
    check_str(groups_pattern(g, first, a), "denied in the end: user=<*>", "united");
    size_t count;
    uint64_t dropped;
    struct group_summary *list = groups_list(g, 10, a, &count, &dropped);
    check_size(count, 1, "groups");
    check_size(list[0].count, 3 * GROUPS_SIBLINGS_MAX, "records of it");
    check_size(dropped, 0, "dropped");
    check_size(list[0].sample_count, SUMMARY_SAMPLES_MAX, "samples");
    check_str(list[0].samples[0].text, "denied in the end: user=aq", "the first sample");
    arena_free(a);
    groups_free(g);
}

/* A word of letters only, that no mask knows. */
static void word(struct random *r, char *out, size_t n)
{
    for (size_t i = 0; i < n; i++)
        out[i] = (char)('g' + random_below(r, 16));
    out[n] = '\0';
}

/* Far more kinds of records than groups: what is frequent stays, the number is bounded, nothing is
 * lost uncounted. */
static void test_bounded(void **state)
{
    (void)state;
    struct groups *g = groups_new();
    struct random r = {.state = 7};
    struct arena *a = arena_new();
    size_t founded = 0;
    for (size_t i = 0; i < 5 * GROUPS_MAX; i++) {
        char one[12], two[12], text[100];
        word(&r, one, 8);
        word(&r, two, 8);
        snprintf(text, sizeof text, "%s %s broke", one, two);
        add(g, text);
        founded++;
        snprintf(text, sizeof text, "disk %zu is full", i);
        add(g, text);
    }
    size_t count;
    uint64_t dropped;
    struct group_summary *list = groups_list(g, SIZE_MAX, a, &count, &dropped);
    assert_true(count <= GROUPS_MAX);
    check_size(count + dropped, founded + 1, "groups that are there, or were");
    check_str(list[0].pattern, "disk <*> is full", "the frequent one");
    check_size(list[0].count, 5 * GROUPS_MAX, "its records");
    for (size_t i = 1; i < count; i++)
        assert_true(list[i - 1].weight >= list[i].weight);
    arena_free(a);
    groups_free(g);
}

/* Many groups that begin alike: further records go to the closest one. */
static void test_crowded(void **state)
{
    (void)state;
    struct groups *g = groups_new();
    struct random r = {.state = 3};
    struct arena *a = arena_new();
    for (size_t i = 0; i < 3000; i++) {
        char words[4][12], text[100];
        for (size_t w = 0; w < 4; w++)
            word(&r, words[w], 8);
        snprintf(text, sizeof text, "same %s %s %s %s", words[0], words[1], words[2], words[3]);
        add(g, text);
    }
    size_t count;
    uint64_t dropped;
    groups_list(g, SIZE_MAX, a, &count, &dropped);
    assert_true(count <= GROUPS_BUCKET_MAX);
    arena_free(a);
    groups_free(g);
}

/* A label that all errors begin with does not make them alike. */
static void test_labels_do_not_crowd(void **state)
{
    (void)state;
    struct groups *g = groups_new();
    struct random r = {.state = 3};
    struct arena *a = arena_new();
    for (size_t i = 0; i < 1000; i++) {
        char words[3][12], text[100];
        for (size_t w = 0; w < 3; w++)
            word(&r, words[w], 8);
        snprintf(text, sizeof text, "ERROR: Failed %s %s %s", words[0], words[1], words[2]);
        add(g, text);
    }
    size_t count;
    uint64_t dropped;
    groups_list(g, SIZE_MAX, a, &count, &dropped);
    check_size(count, 1000, "groups");
    arena_free(a);
    groups_free(g);
}

static void made_up(struct random *r, char *text, size_t size)
{
    static const char *const pieces[] = {
        "disk ",  "lease ", "lost ", "failed ", "0x1f ", "10.0.0.1 ", "user=",
        "root ",  "NEW ",   "'x' ",  "\n  at ", "/a/b ", "ok ",       "E42 ",
        "error ", "for ",   "\xff ", "{a} ",    "x=y ",  "begin ",
    };
    size_t n = 0;
    text[0] = '\0';
    for (size_t i = random_below(r, 9); i > 0; i--) {
        const char *piece = pieces[random_below(r, ARRAY_LEN(pieces))];
        if (n + strlen(piece) + 1 > size)
            break;
        memcpy(text + n, piece, strlen(piece) + 1);
        n += strlen(piece);
    }
}

/* The same records in the same order give the same groups, with keys made before or not. */
static void test_deterministic(void **state)
{
    (void)state;
    struct groups *one = groups_new(), *two = groups_new();
    struct random r = {.state = 11};
    struct arena *a = arena_new();
    for (size_t i = 0; i < 20000; i++) {
        char text[200];
        made_up(&r, text, sizeof text);
        struct record record = {.text = str_of(text), .time = (int64_t)i, .line = i};
        struct group_key key = group_key_make(&record, a);
        uint64_t x = groups_add(one, &record, NULL, STR("a"));
        uint64_t y = groups_add(two, &record, &key, STR("a"));
        if (x != y)
            fail_msg("record %zu: group %llu and %llu", i, (unsigned long long)x,
                     (unsigned long long)y);
        if (i % 1000 == 0)
            arena_reset(a);
    }
    arena_reset(a);
    size_t n, m;
    uint64_t dropped, dropped_too;
    struct group_summary *x = groups_list(one, SIZE_MAX, a, &n, &dropped);
    struct group_summary *y = groups_list(two, SIZE_MAX, a, &m, &dropped_too);
    check_size(n, m, "groups");
    uint64_t total = 0;
    for (size_t i = 0; i < n; i++) {
        assert_true(str_eq(x[i].pattern, y[i].pattern));
        assert_int_equal(x[i].count, y[i].count);
        total += x[i].count;
    }
    if (dropped == 0)
        check_size(total, 20000, "records in all groups");
    arena_free(a);
    groups_free(one);
    groups_free(two);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_together),
        cmocka_unit_test(test_siblings_are_united),
        cmocka_unit_test(test_bounded),
        cmocka_unit_test(test_crowded),
        cmocka_unit_test(test_labels_do_not_crowd),
        cmocka_unit_test(test_deterministic),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
