/* Front matter: what is YAML, what nearly is, and what only looks like it. */
#include "import/tree/front.h"

#include "base/buf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static void reads_scalars_and_lists(void **state)
{
    (void)state;
    static const struct {
        const char *text, *key, *want;
        uint32_t lines;
        uint32_t bad_line;
        const char *comment;
    } t[] = {
        {"# no front matter\n", "title", "", 0, 0, "none"},
        {"---\ntitle: A page\n---\nText\n", "title", "A page", 3, 0, "plain"},
        {"---\r\ntitle: \"A: page\"\r\n...\r\nText\r\n", "title", "A: page", 3, 0, "quoted, dots"},
        {"---\n\n# a comment\nms.date: 08/24/2022\n\n---\n", "ms.date", "08/24/2022", 6, 0,
         "blank lines and comments"},
        {"---\nkeys: [\"C1\", C2]\n---\n", "keys", "C1", 3, 0, "a list in one line"},
        {"---\nkeys:\n- C1\n- C2\ntitle: t\n---\n", "title", "t", 6, 0, "a list of lines"},
        {"---\nauthor: {name: x}\ntitle: t\n---\n", "title", "t", 4, 0, "a mapping is passed over"},
        {"---\nTITLE: t\n---\n", "title", "t", 3, 0, "keys in any case"},
        {"---\ntitle: a: b\nproduct: p\n---\n", "title", "a: b", 4, 2, "a colon too many"},
        {"---\n\tx: [\ntitle: t\n---\n", "title", "t", 4, 2, "a tab"},
        {"---\na: &x [1]\nb: *x\ntitle: t\n---\n", "title", "t", 5, 0, "an alias is not followed"},
        {"---\ntitle: t\n\ntext that goes on\n", "title", "", 0, 0, "never closed"},
        {"---\n---\n", "title", "", 2, 0, "empty"},
    };
    struct arena *a = arena_new();
    for (size_t i = 0; i < ARRAY_LEN(t); i++) {
        struct front f = front_read(a, str_of(t[i].text));
        assert_string_equal(arena_dup(a, front_get(&f, t[i].key)).p, t[i].want);
        assert_int_equal(f.lines, t[i].lines);
        assert_int_equal(f.bad != NULL, t[i].bad_line != 0);
        assert_int_equal(f.bad_line, t[i].bad_line);
    }
    arena_free(a);
}

static void keeps_all_of_a_list(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    struct front f = front_read(a, STR("---\nkeys: [a, b, c]\n---\n"));
    assert_int_equal(f.count, 3);
    assert_true(str_eq(f.items[2].key, STR("keys")));
    assert_true(str_eq(f.items[2].value, STR("c")));
    arena_free(a);
}

static void bounds_size_and_depth(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    struct buf big = BUF_INIT(1 << 20);
    buf_puts(&big, "---\n");
    for (int i = 0; i < 10000; i++)
        buf_puts(&big, "key: value\n");
    buf_puts(&big, "---\nText\n");
    struct front f = front_read(a, buf_str(&big));
    assert_int_equal(f.count, 0);
    assert_non_null(f.bad);
    assert_int_equal(f.lines, 10002);

    buf_clear(&big);
    buf_puts(&big, "---\ntitle: t\na: ");
    for (int i = 0; i < 20000; i++)
        buf_puts(&big, "[");
    buf_puts(&big, "\n---\n");
    f = front_read(a, buf_str(&big));
    assert_non_null(f.bad);
    assert_int_equal(f.bad_line, 3);
    assert_true(str_eq(front_get(&f, "title"), STR("t")));
    buf_release(&big);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_scalars_and_lists),
        cmocka_unit_test(keeps_all_of_a_list),
        cmocka_unit_test(bounds_size_and_depth),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
