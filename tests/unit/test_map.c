/* A map does what a list of pairs does, whatever the keys. */
#include "base/map.h"
#include "unit.h"

static void test_keys(void **state)
{
    (void)state;
    static const struct str keys[] = {
        STR_INIT(""),   STR_INIT("a"),    STR_INIT("a\0"), STR_INIT("a\0b"), STR_INIT("A"),
        STR_INIT("aa"), STR_INIT("\xFF"), STR_INIT("\0"),  STR_INIT("\0\0"),
    };
    struct map *m = map_new();
    assert_null(map_get(m, STR("a")));
    for (uint32_t i = 0; i < ARRAY_LEN(keys); i++) {
        bool was_new = false;
        assert_int_equal(*map_put(m, keys[i], i, &was_new), i);
        assert_true(was_new);
        assert_int_equal(*map_put(m, keys[i], 99, &was_new), i); /* the first value stays */
        assert_false(was_new);
        assert_int_equal(*map_put(m, keys[i], 99, NULL), i);
    }
    assert_int_equal(map_count(m), ARRAY_LEN(keys));
    for (uint32_t i = 0; i < ARRAY_LEN(keys); i++)
        assert_int_equal(*map_get(m, keys[i]), i);
    assert_null(map_get(m, STR("b")));
    *map_get(m, keys[0]) = 7;                   /* a value can be changed in place */
    assert_int_equal(*map_get(m, STR_NONE), 7); /* an empty key is an empty key */
    map_free(m);
    map_free(NULL);
}

static void test_many(void **state)
{
    (void)state;
    enum { COUNT = 50000 };
    struct map *m = map_new();
    char key[16];
    for (uint32_t i = 0; i < COUNT; i++) {
        int n = snprintf(key, sizeof key, "k%u", i);
        map_put(m, str_n(key, (size_t)n), i * 3, NULL);
        memset(key, 'x', sizeof key); /* keys are copied */
    }
    assert_int_equal(map_count(m), COUNT);
    for (uint32_t i = 0; i < COUNT; i++) {
        int n = snprintf(key, sizeof key, "k%u", i);
        uint32_t *value = map_get(m, str_n(key, (size_t)n));
        assert_non_null(value);
        assert_int_equal(*value, i * 3);
    }
    assert_null(map_get(m, STR("k50000")));
    map_free(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_keys),
        cmocka_unit_test(test_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
