/* Which entries nothing in a query tells apart from the expected ones. */
#include "eval/shared.h"
#include "kb_fixture.h"

struct stated_entry {
    const char *id, *title, *message, *code;
};

static const struct stated_entry stated[] = {
    {"s/a.md#one", "Not allowed to pass a role", "User {arn} may not do: PassRole", "AADSTS50011"},
    {"s/a.md#same", "Something else", "user {name} may not do PassRole", "AADSTS50012"},
    {"s/a.md#longer", "I'm not allowed to pass the role",
     "ClientError: An error occurred: User {arn} may not do: PassRole on {resource}", ""},
    {"s/a.md#untitled", "Trouble of another kind",
     "ClientError: An error occurred: User {arn} may not do: PassRole on {resource}", ""},
    {"s/a.md#words", "Not allowed to pass a role", "PassRole may not do User {arn}", ""},
    {"s/a.md#short", "Not allowed to pass a role", "not do", ""},
    {"s/a.md#other", "The disk is full", "There is no space left on {disk}", "AADSTS50099"},
};

static int put_entries(struct kb *kb, struct err *err)
{
    int64_t source, document;
    const struct source s = {STR("s"), STR("/nowhere"), STR_NONE, 7};
    const struct document d = {.path = STR("a.md"), .title = STR("A"), .hash = 1};
    if (kb_put_source(kb, &s, &source, err) != 0 ||
        kb_put_document(kb, source, &d, &document, err) != 0)
        return -1;
    for (size_t i = 0; i < ARRAY_LEN(stated); i++) {
        struct signature signatures[2] = {{SIGNATURE_MESSAGE, str_of(stated[i].message), false, 1},
                                          {SIGNATURE_CODE, str_of(stated[i].code), false, 2}};
        const struct entry e = {.id = str_of(stated[i].id),
                                .title = str_of(stated[i].title),
                                .line = (uint32_t)i + 1,
                                .signatures = signatures,
                                .signature_count = stated[i].code[0] ? 2 : 1};
        if (kb_put_entry(kb, document, &e, err) != 0)
            return -1;
    }
    return kb_commit(kb, err);
}

static const struct asked_so {
    const char *expect, *text;
    size_t others;
    const char *id;
    enum share share;
    const char *why;
} rows[] = {
    {"s/a.md#one", "User x may not do: PassRole", 2, "s/a.md#same", SHARE_MESSAGE,
     "the same literal words"},
    {"s/a.md#one", "User x may not do: PassRole", 2, "s/a.md#longer", SHARE_PROBLEM,
     "its message is a part, and the titles say the same"},
    {"s/a.md#one", "User x may not do: PassRole", 2, "s/a.md#untitled", SHARE_NONE,
     "a part, but another title"},
    {"s/a.md#one", "User x may not do: PassRole", 2, "s/a.md#words", SHARE_NONE,
     "the same words in another order"},
    {"s/a.md#one", "User x may not do: PassRole", 2, "s/a.md#short", SHARE_NONE,
     "a part that is a part of many"},
    {"s/a.md#one", "User x may not do: PassRole", 2, "s/a.md#other", SHARE_NONE, "another problem"},
    {"s/a.md#longer", "no words of it at all", 2, "s/a.md#one", SHARE_PROBLEM,
     "the other way round"},
    {"s/a.md#one", "AADSTS50011: User x may not do: PassRole", 0, "s/a.md#same", SHARE_NONE,
     "its code stands in the query"},
    {"s/a.md#one", "AADSTS50099: User x may not do: PassRole", 2, "s/a.md#same", SHARE_MESSAGE,
     "the code of an entry that is not expected"},
    {"s/a.md#one", "User x may not do: PassRole", 2, "s/a.md#nowhere", SHARE_NONE,
     "an id that is not there"},
};

static void tells_what_nothing_tells_apart(void **unused)
{
    (void)unused;
    struct err err;
    struct kb *kb = kb_begin(NULL, &err);
    assert_non_null(kb);
    assert_done(put_entries(kb, &err), err);
    struct shared *s = shared_new(&kb, 1, &err);
    assert_non_null(s);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct str expect = str_of(rows[i].expect);
        const struct label l = {.says = LABEL_ENTRIES, .expect = &expect, .expect_count = 1};
        size_t others = shared_expect(s, &l, str_of(rows[i].text));
        if (others != rows[i].others || shared_has(s, str_of(rows[i].id)) != rows[i].share)
            fail_msg("%s: %zu others, %d", rows[i].why, others,
                     (int)shared_has(s, str_of(rows[i].id)));
        assert_true(shared_known(s));
    }
    struct str gone = STR("s/gone.md");
    const struct label unknown = {.says = LABEL_ENTRIES, .expect = &gone, .expect_count = 1};
    assert_int_equal(shared_expect(s, &unknown, STR("x")), 0);
    assert_false(shared_known(s));
    const struct label none = {.says = LABEL_NONE};
    assert_int_equal(shared_expect(s, &none, STR("x")), 0);
    shared_free(s);
    kb_close(kb);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(tells_what_nothing_tells_apart)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
