/* Arenas: aligned, separate, alive until the reset. */
#include "base/arena.h"
#include "unit.h"

static void test_objects(void **state)
{
    (void)state;
    /* Sizes around the block size of 64 KB and its quarter, where the way of allocating changes. */
    static const size_t sizes[] = {0,     1,     7,     16,    17,     4000,   16383, 16384,
                                   16385, 65519, 65536, 65537, 200000, 100000, 3};
    enum { ROUNDS = 20 };
    struct arena *a = arena_new();
    for (int reset = 0; reset < 3; reset++) {
        unsigned char *objects[ROUNDS * ARRAY_LEN(sizes)];
        size_t n = 0;
        for (int round = 0; round < ROUNDS; round++)
            for (size_t i = 0; i < ARRAY_LEN(sizes); i++, n++) {
                objects[n] = arena_alloc(a, sizes[i]);
                assert_non_null(objects[n]);
                assert_int_equal((uintptr_t)objects[n] % _Alignof(max_align_t), 0);
                memset(objects[n], (int)(n % 251), sizes[i]);
            }
        for (size_t k = 0; k < n; k++) /* nobody wrote over anybody */
            for (size_t i = 0; i < sizes[k % ARRAY_LEN(sizes)]; i++)
                assert_int_equal(objects[k][i], k % 251);
        arena_reset(a);
    }
    arena_free(a);
    arena_free(NULL);
    a = arena_new();
    arena_reset(a); /* an empty one */
    arena_free(a);
}

static void test_zalloc(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    for (int reset = 0; reset < 2; reset++) {
        unsigned char *p = arena_zalloc(a, 100, 10);
        for (size_t i = 0; i < 1000; i++)
            assert_int_equal(p[i], 0);
        memset(p, 0xAA, 1000); /* and once more after the reset, in the same memory */
        assert_non_null(arena_zalloc(a, 0, 10));
        arena_reset(a);
    }
    arena_free(a);
}

static void test_texts(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    struct str s = arena_dup(a, STR("a\0b"));
    assert_true(str_eq(s, STR("a\0b")));
    assert_int_equal(s.p[s.n], 0);
    check_str(arena_dup(a, STR_NONE), "", "nothing, yet a pointer to a NUL");
    assert_non_null(arena_dup(a, STR_NONE).p);
    check_str(arena_concat(a, STR("ab"), STR("cd")), "abcd", "two");
    check_str(arena_concat(a, STR_NONE, STR("cd")), "cd", "nothing and one");
    check_str(arena_printf(a, "%d-%s", 7, "x"), "7-x", "printed");
    check_str(arena_printf(a, "%s", ""), "", "printed nothing");
    struct str wide = arena_printf(a, "%0100000d", 1);
    assert_int_equal(wide.n, 100000);
    assert_int_equal(wide.p[99999], '1');
    arena_free(a);
}

static void test_grow(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    uint32_t *items = NULL;
    size_t cap = 0;
    for (uint32_t n = 0; n < 10000; n++) {
        items = arena_grow(a, items, n, &cap, sizeof *items);
        assert_true(cap > n);
        items[n] = n;
    }
    for (uint32_t i = 0; i < 10000; i++)
        assert_int_equal(items[i], i);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_objects),
        cmocka_unit_test(test_zalloc),
        cmocka_unit_test(test_texts),
        cmocka_unit_test(test_grow),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
