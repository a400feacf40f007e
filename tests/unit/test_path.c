/* The order of documents: that of a walk, whatever order paths come in. */
#include "base/path.h"

#include "unit.h"

/* In order. */
static const char *const ordered[] = {
    "",
    "A.md",
    "a",
    "a.md",
    "b.md",
    "long-enough-for-eight-bytes.md",
    "long-enough-for-eight-bytes.md2",
    "long-enough-for-more.md",
    "\xC3\xA4.md",
    "a/a.md", /* folders after all files; "a" before "a-b", although '-' comes before '/' */
    "a/z.md",
    "a/b/c.md",
    "a/b/c/d.md",
    "a/b-c/a.md",
    "a-b/a.md",
    "a.md/odd.md",
    "b/a.md",
    "\xC3\xA4/a.md",
};

static void is_a_total_order(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(ordered); i++)
        for (size_t k = 0; k < ARRAY_LEN(ordered); k++) {
            int got = path_compare(str_of(ordered[i]), str_of(ordered[k]));
            int want = (i > k) - (i < k);
            if ((got > 0) - (got < 0) != want)
                fail_msg("\"%s\" and \"%s\": %d", ordered[i], ordered[k], got);
        }
}

static void names_and_folders(void **state)
{
    (void)state;
    static const struct {
        const char *path, *folder, *name;
    } t[] = {
        {"a/b/c.md", "a/b", "c.md"}, {"c.md", "", "c.md"}, {"a/", "a", ""}, {"/c", "", "c"}, {"", "", ""},
    };
    for (size_t i = 0; i < ARRAY_LEN(t); i++) {
        if (!str_eq(path_folder(str_of(t[i].path)), str_of(t[i].folder)) ||
            !str_eq(path_name(str_of(t[i].path)), str_of(t[i].name)))
            fail_msg("\"%s\"", t[i].path);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(is_a_total_order),
                                       cmocka_unit_test(names_and_folders)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
