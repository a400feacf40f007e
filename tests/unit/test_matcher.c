/* The matcher over a small knowledge base made here, in memory. */
#include "base/arena.h"
#include "match/matcher.h"
#include "store/kb.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <cmocka.h>

#define MESSAGE(t)                                                                                 \
    {                                                                                              \
        .kind = SIGNATURE_MESSAGE, .text = STR_INIT(t), .line = 1                                  \
    }
#define CODE(t)                                                                                    \
    {                                                                                              \
        .kind = SIGNATURE_CODE, .text = STR_INIT(t), .line = 1                                     \
    }

static struct signature android[] = {
    MESSAGE("We couldn't connect to the remote PC because your credentials did not work. The "
            "remote machine is AADJ joined."),
    CODE("2607")};
static struct signature web_security[] = {
    MESSAGE("Oops, we couldn't connect to {NAME}. We couldn't connect to the remote PC because of "
            "a security error. If this keeps happening, ask your admin or tech support for help.")};
static struct signature web_sign_in[] = {
    MESSAGE("Oops, we couldn't connect to {NAME}. Sign in failed. Please check your username and "
            "password and try again.")};
static struct signature windows_logon[] = {MESSAGE("The logon attempt failed")};
static struct signature any_blocked[] = {
    MESSAGE("Your account is configured to prevent you from using this device")};
static struct signature web_logon[] = {MESSAGE("The logon attempt failed")};
static struct signature denied[] = {CODE("0x80070005"), CODE("E_ACCESSDENIED")};
static struct signature aadsts[] = {
    CODE("AADSTS50126"),
    MESSAGE("Error validating credentials due to invalid username or password.")};
static struct signature undeclared[] = {CODE("C2065"),
                                        MESSAGE("'{identifier}' : undeclared identifier")};
static struct signature not_member[] = {
    CODE("C2039"), MESSAGE("'{identifier1}' : is not a member of '{identifier2}'")};

static struct facet client_android[] = {
    {STR_INIT("client"), STR_INIT("android"), STR_INIT("Android client")}};
static struct facet client_web[] = {{STR_INIT("client"), STR_INIT("web"), STR_INIT("Web client")}};
static struct facet client_all[] = {
    {STR_INIT("client"), STR_INIT("all"), STR_INIT("All clients")}};
static struct facet client_windows[] = {
    {STR_INIT("client"), STR_INIT("windows"), STR_INIT("Windows Desktop client")}};

#define ENTRY(i, t, r, s, f)                                                                       \
    {                                                                                              \
        .id = STR_INIT(i), .title = STR_INIT(t), .remedy = STR_INIT(r), .body = STR_INIT(r),       \
        .signatures = s, .signature_count = ARRAY_LEN(s), .facets = f, .facet_count = 1, .line = 1 \
    }
static struct entry entries[] = {
    ENTRY("t/a.md#android", "Error code 2607 - your credentials did not work",
          "Enable connections from other clients in the RDP properties.", android, client_android),
    ENTRY("t/a.md#web-security", "A security error",
          "Exclude the sign-in application from the Conditional Access policy.", web_security,
          client_web),
    ENTRY("t/a.md#web-sign-in", "Sign in failed", "Set targetisaadjoined on the host pool.",
          web_sign_in, client_web),
    ENTRY("t/a.md#windows-logon", "The logon attempt failed",
          "Join the device to the same tenant and enable PKU2U on both machines.", windows_logon,
          client_windows),
    ENTRY("t/a.md#web-logon", "The logon attempt failed",
          "Clear the browser's cache, then subscribe to the workspace once more.", web_logon,
          client_web),
    ENTRY("t/a.md#any-blocked", "Your account is not allowed on this device",
          "Assign the role Virtual Machine User Login to the account.", any_blocked, client_all),
    ENTRY("t/a.md#web-blocked", "The browser may not use this device",
          "Allow the browser in the policy for managed devices.", any_blocked, client_web),
    ENTRY("t/a.md#windows-blocked", "The device is not compliant",
          "Bring the device up to date until it is compliant.", any_blocked, client_windows),
    ENTRY("t/b.md#denied", "Access is denied", "Run it as an administrator.", denied,
          client_windows),
    ENTRY("t/b.md#aadsts", "InvalidUserNameOrPassword", "Reset the password of the account.",
          aadsts, client_web),
    ENTRY("t/c.md#c2065", "Compiler Error C2065", "Declare the name or include its header.",
          undeclared, client_windows),
    ENTRY("t/c.md#c2039", "Compiler Error C2039", "Check the spelling of the member.", not_member,
          client_windows),
};

struct fixture {
    struct kb *kb;
    struct matcher *matcher;
    struct arena *arena;
};

static int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    struct err err;
    f->kb = kb_begin(NULL, &err);
    assert_non_null(f->kb);
    struct source s = {.name = STR("t"), .root = STR("/t")};
    struct document d = {.path = STR("a.md"), .title = STR("Articles")};
    int64_t source, document;
    assert_int_equal(kb_put_source(f->kb, &s, &source, &err), 0);
    assert_int_equal(kb_put_document(f->kb, source, &d, &document, &err), 0);
    for (size_t i = 0; i < ARRAY_LEN(entries); i++)
        assert_int_equal(kb_put_entry(f->kb, document, &entries[i], &err), 0);
    assert_int_equal(matcher_build_index(f->kb, &err), 0);
    assert_int_equal(kb_commit(f->kb, &err), 0);
    f->matcher = matcher_new(&f->kb, 1, &err);
    assert_non_null(f->matcher);
    f->arena = arena_new();
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;
    arena_free(f->arena);
    matcher_free(f->matcher);
    kb_close(f->kb);
    free(f);
    return 0;
}

static struct answer run_within(struct fixture *f, const char *text, const struct facet *facet,
                                size_t max_steps)
{
    struct matcher_query q = {.text = str_of(text), .limit = 5, .facets = facet,
                              .facet_count = facet != NULL, .explain = true,
                              .max_steps = max_steps};
    struct answer a;
    struct err err;
    if (matcher_run(f->matcher, &q, f->arena, &a, &err) != 0)
        fail_msg("%s", err.message);
    return a;
}

static struct answer run(struct fixture *f, const char *text, const struct facet *facet)
{
    return run_within(f, text, facet, 0);
}

struct expectation {
    const char *comment, *query, *id;
    enum verdict verdict;
};

static const struct expectation expectations[] = {
    {"a bare number", "2607", "t/a.md#android", VERDICT_MATCH},
    {"with a cue", "Error code: 2607", "t/a.md#android", VERDICT_MATCH},
    {"with the client", "error 2607 android", "t/a.md#android", VERDICT_MATCH},
    {"a whole message", "Oops, we couldn't connect to SessionDesktop. Sign in failed. Please check "
                        "your username and password and try again.",
     "t/a.md#web-sign-in", VERDICT_MATCH},
    {"half of a message", "We couldn't connect to the remote PC because of a security error.",
     "t/a.md#web-security", VERDICT_MATCH},
    {"typos", "We couldnt connect to the remote PC becuase your credentals did not wrok. The remote "
              "machne is AADJ joined",
     "t/a.md#android", VERDICT_MATCH},
    {"in a dialog", "Remote Desktop\n\nOops, we couldn't connect to SessionDesktop. We couldn't "
                    "connect to the remote PC because of a security error. If this keeps "
                    "happening, ask your admin or tech support for help.\n\nTimestamp (UTC): "
                    "2022-08-24T10:11:12Z\nActivity ID: 3f2504e0-4f89-11d3-9a0c-0305e82c3301\n[OK]",
     "t/a.md#web-security", VERDICT_MATCH},
    {"signed decimal", "-2147024891", "t/b.md#denied", VERDICT_MATCH},
    {"hex", "failed with 0x80070005", "t/b.md#denied", VERDICT_MATCH},
    {"hex without prefix", "80070005", "t/b.md#denied", VERDICT_MATCH},
    {"symbol", "hr = E_ACCESSDENIED", "t/b.md#denied", VERDICT_MATCH},
    {"in JSON", "{\"error\":\"invalid_grant\",\"error_description\":\"AADSTS50126: Error validating "
                "credentials due to invalid username or password.\\r\\nTrace ID: "
                "00000000-8613-4979-ad46-000000000000\",\"error_codes\":[50126]}",
     "t/b.md#aadsts", VERDICT_MATCH},
    {"bare digits of a code", "\"error_codes\":[50126]", "t/b.md#aadsts", VERDICT_MATCH},
    {"compiler line", "1>main.cpp(12,5): error C2065: 'foo' : undeclared identifier",
     "t/c.md#c2065", VERDICT_MATCH},
    {"without its code", "'foo': is not a member of 'std'", "t/c.md#c2039", VERDICT_MATCH},
    {"shared message", "The logon attempt failed", "t/a.md#windows-logon", VERDICT_AMBIGUOUS},
    {"an unknown code", "error C9999", NULL, VERDICT_NONE},
    {"another number", "error 2608", NULL, VERDICT_NONE},
    {"hex is not decimal", "0x2607", NULL, VERDICT_NONE},
    {"a code inside a GUID", "Activity 00002607-2607-2607-2607-000000002607 started", NULL,
     VERDICT_NONE},
    {"a time", "at 12:26:07 on 2607-01-01", NULL, VERDICT_NONE},
    {"chat", "thanks, that fixed it!", NULL, VERDICT_NONE},
    {"nothing", "", NULL, VERDICT_NONE},
    {"stop words", "the of and to is not a", NULL, VERDICT_NONE},
};

static void expected_answers(void **state)
{
    for (size_t i = 0; i < ARRAY_LEN(expectations); i++) {
        const struct expectation *e = &expectations[i];
        struct answer a = run(*state, e->query, NULL);
        struct str first = a.match_count ? a.matches[0].entry.entry.id : STR("(none)");
        if (a.verdict != e->verdict || (e->id && !str_eq(first, str_of(e->id))))
            fail_msg("%s: %s: got %s, %.*s\n%.*s", e->comment, e->query, verdict_name(a.verdict),
                     STR_ARG(first), STR_ARG(a.explain));
    }
}

static void captures_and_span(void **state)
{
    const char *text = "Error: Oops, we couldn't connect to Session-Desktop 7. Sign in failed. "
                       "Please check your username and password and try again. [OK]";
    struct answer a = run(*state, text, NULL);
    assert_int_equal(a.verdict, VERDICT_MATCH);
    const struct match *m = &a.matches[0];
    assert_int_equal(m->tier, TIER_PATTERN);
    assert_int_equal(m->capture_count, 1);
    assert_true(str_eq(m->captures[0].name, STR("NAME")));
    assert_true(str_eq(m->captures[0].value, STR("Session-Desktop 7")));
    assert_memory_equal(text + m->span_start, "Oops", 4);
    assert_memory_equal(text + m->span_end - 5, "again", 5);
    a = run(*state, "C:\\x\\main.cpp(3): error C2065: 'a::b' : undeclared identifier", NULL);
    assert_int_equal(a.matches[0].capture_count, 1);
    assert_true(str_eq(a.matches[0].captures[0].value, STR("a::b")));
}

static void a_facet_settles_it(void **state)
{
    struct answer a = run(*state, "The logon attempt failed", NULL);
    assert_int_equal(a.verdict, VERDICT_AMBIGUOUS);
    assert_true(str_eq(a.ask.facet, STR("client")));
    assert_int_equal(a.ask.option_count, 2);
    a = run(*state, "The logon attempt failed", client_web);
    assert_int_equal(a.verdict, VERDICT_MATCH);
    assert_true(str_eq(a.matches[0].entry.entry.id, STR("t/a.md#web-logon")));
    a = run(*state, "The logon attempt failed in the web client", NULL);
    assert_true(str_eq(a.matches[0].entry.entry.id, STR("t/a.md#web-logon")));
}

/* Entries for all clients fit each of them and are no answer to the question for one. */
static void all_clients(void **state)
{
    const char *text = "Your account is configured to prevent you from using this device";
    struct answer a = run(*state, text, NULL);
    assert_int_equal(a.verdict, VERDICT_AMBIGUOUS);
    assert_true(str_eq(a.ask.facet, STR("client")));
    assert_int_equal(a.ask.option_count, 2);
    a = run(*state, text, client_web);
    assert_int_equal(a.match_count, 2);
    a = run(*state, text, client_android);
    assert_int_equal(a.match_count, 1);
    assert_int_equal(a.verdict, VERDICT_MATCH);
    assert_true(str_eq(a.matches[0].entry.entry.id, STR("t/a.md#any-blocked")));
}

static void hostile_queries(void **state)
{
    /* None of them may crash, hang or match. */
    size_t size = 1 << 20;
    char *big = malloc(size + 1);
    big[size] = '\0';
    const char *fills[] = {"a", "a?", "\xff", "\x1b[", "1", "{\"", "\\u00", "&amp;", "<a ", "'"};
    for (size_t i = 0; i < ARRAY_LEN(fills); i++) {
        size_t n = strlen(fills[i]);
        for (size_t k = 0; k < size; k++)
            big[k] = fills[i][k % n];
        struct answer a = run(*state, big, NULL);
        assert_int_equal(a.verdict, VERDICT_NONE);
    }
    free(big);
}

static void steps_are_counted_and_kept(void **state)
{
    /* One list of postings and one alignment may be under way when they are spent. */
    enum { SLACK = 40000 };
    static const char text[] = "x.cpp(1): error C2065: 'foo' : undeclared identifier. The logon "
                               "attempt failed becuase your credentails did not work";
    struct answer all = run(*state, text, NULL);
    assert_true(all.steps > 0);
    assert_false(all.out_of_steps);
    for (size_t max = 1; max < all.steps / 2; max = max * 3 / 2 + 1) {
        struct answer a = run_within(*state, text, NULL, max);
        assert_true(a.out_of_steps);
        assert_true(a.steps <= max + all.steps);
    }
    struct answer enough = run_within(*state, text, NULL, all.steps + 1);
    assert_false(enough.out_of_steps);
    assert_int_equal(enough.steps, all.steps);

    static const char *const words[] = {"credentials ", "undeclared identifier ", "logon failed ",
                                        "conectoin ", "error 0x80070005 C2065 AADSTS50126 "};
    size_t size = 1 << 20;
    char *big = malloc(size + 1);
    big[size] = '\0';
    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        size_t n = strlen(words[i]);
        for (size_t k = 0; k < size; k++)
            big[k] = words[i][k % n];
        assert_true(run(*state, big, NULL).steps <= MATCHER_STEPS_MAX + SLACK);
    }
    free(big);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(expected_answers, setup, teardown),
        cmocka_unit_test_setup_teardown(captures_and_span, setup, teardown),
        cmocka_unit_test_setup_teardown(a_facet_settles_it, setup, teardown),
        cmocka_unit_test_setup_teardown(all_clients, setup, teardown),
        cmocka_unit_test_setup_teardown(hostile_queries, setup, teardown),
        cmocka_unit_test_setup_teardown(steps_are_counted_and_kept, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
