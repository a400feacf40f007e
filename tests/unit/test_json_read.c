/* JSON as requests are written in it, and as nobody should write it. */
#include "base/buf.h"
#include "serve/json_read.h"

#include "unit.h"

static struct arena *arena;

static const struct {
    const char *comment;
    const char *text;
    bool good;
} texts[] = {
    {"object", "{\"a\": 1, \"b\": [true, false, null, \"x\"]}", true},
    {"blanks around", " \t\r\n{}\n", true},
    {"any value", "12", true},
    {"escapes", "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\ud83d\\ude00\"", true},
    {"a lone surrogate is grammar", "\"\\ud800\"", true},
    {"numbers", "[0, -0, 1.5, 1e9, 1E+9, 1e-9, -12.25e3]", true},
    {"a number of any size", "123456789012345678901234567890e99999", true},
    {"the same name in two objects", "[{\"a\":1},{\"a\":2}]", true},
    {"nothing", "", false},
    {"blanks only", "  ", false},
    {"two values", "{} {}", false},
    {"a comma too many", "[1,]", false},
    {"a comma too few", "[1 2]", false},
    {"no colon", "{\"a\" 1}", false},
    {"no quotes", "{a:1}", false},
    {"single quotes", "{'a':1}", false},
    {"no end of an object", "{\"a\":1", false},
    {"no end of a string", "\"a", false},
    {"backslash at the end", "\"a\\", false},
    {"no such escape", "\"\\x41\"", false},
    {"short \\u", "\"\\u41\"", false},
    {"a tab in a string", "\"a\tb\"", false},
    {"a leading zero", "01", false},
    {"a plus", "+1", false},
    {"a bare point", "1.", false},
    {"a bare exponent", "1e", false},
    {"hexadecimal", "0x10", false},
    {"NaN", "NaN", false},
    {"a word cut off", "tru", false},
    {"a comment", "{} // x", false},
    {"invalid UTF-8", "\"\xff\"", false},
    {"a surrogate as bytes", "\"\xed\xa0\x80\"", false},
    {"the same name twice", "{\"a\":1,\"a\":2}", false},
    {"the same name twice, once escaped", "{\"a\":1,\"\\u0061\":2}", false},
};

static void is_strict(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        struct json_text json;
        struct err err = {0};
        bool good = json_read(str_of(texts[i].text), arena, &json, &err) == 0;
        if (good != texts[i].good)
            fail_msg("%s: %s", texts[i].comment, good ? "is taken for JSON" : err.message);
    }
}

static void nul_is_no_end(void **state)
{
    (void)state;
    struct json_text json;
    struct err err;
    assert_int_equal(json_read(str_n("{}\0", 3), arena, &json, &err), -1);
    assert_int_equal(json_read(str_n("\"a\0b\"", 5), arena, &json, &err), -1);
}

static struct str repeat(const char *text, size_t times)
{
    struct buf b = BUF_INIT(SIZE_MAX / 2);
    for (size_t i = 0; i < times; i++)
        buf_puts(&b, text);
    struct str s = arena_dup(arena, buf_str(&b));
    buf_release(&b);
    return s;
}

static void is_bounded(void **state)
{
    (void)state;
    struct json_text json;
    struct err err;
    static const char *const deep[] = {"[", "{\"a\":", "[{\"a\":"};
    for (size_t i = 0; i < ARRAY_LEN(deep); i++)
        assert_int_equal(json_read(repeat(deep[i], 100000), arena, &json, &err), -1);
    struct str most = arena_concat(arena, repeat("[", JSON_DEPTH_MAX + 1), repeat("]", JSON_DEPTH_MAX + 1));
    assert_int_equal(json_read(most, arena, &json, &err), 0);
    assert_int_equal(json_read(arena_concat(arena, STR("["), repeat("1,", 500000)), arena, &json, &err), -1);
    struct buf members = BUF_INIT(SIZE_MAX / 2);
    buf_putc(&members, '{');
    for (int i = 0; i < 1000; i++)
        buf_printf(&members, "\"m%d\":%d,", i, i);
    assert_int_equal(json_read(buf_str(&members), arena, &json, &err), -1);
    buf_release(&members);
}

static const struct {
    const char *text;
    const char *decoded;
} strings[] = {
    {"\"\"", ""},
    {"\"plain\"", "plain"},
    {"\"a\\nb\\\"\\\\\\/\"", "a\nb\"\\/"},
    {"\"\\u00e9\\u4e16\"", "\xc3\xa9\xe4\xb8\x96"},
    {"\"\\ud83d\\ude00\"", "\xf0\x9f\x98\x80"},
    {"\"\\ud83d!\"", "\xef\xbf\xbd!"},
    {"\"\\ude00\\ud83d\"", "\xef\xbf\xbd\xef\xbf\xbd"},
    {"\"\\ud83d\\u0041\"", "\xef\xbf\xbd" "A"},
};

static void strings_are_decoded(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(strings); i++) {
        struct json_text json;
        struct err err;
        assert_int_equal(json_read(str_of(strings[i].text), arena, &json, &err), 0);
        struct str got = json_text_of(&json.values[0], arena);
        if (!str_eq(got, str_of(strings[i].decoded)))
            fail_msg("%s: \"%.*s\"", strings[i].text, STR_ARG(got));
    }
}

static const struct {
    const char *text;
    bool whole;
    int64_t value; /* clamped to [-1000, 1000] */
} numbers[] = {
    {"0", true, 0},         {"-0", true, 0},        {"7", true, 7},
    {"7.0", true, 7},       {"7e1", true, 70},      {"0.7e1", true, 7},
    {"70e-1", true, 7},     {"-12", true, -12},     {"1001", true, 1000},
    {"-1e9", true, -1000},  {"1e999999", true, 1000}, {"7.5", false, 0},
    {"7e-1", false, 0},     {"1e-999999", false, 0}, {"0e-5", true, 0},
    {"123456789012345678901234567890", true, 1000},
    {"\"7\"", false, 0},    {"true", false, 0},     {"[7]", false, 0},
};

static void whole_numbers(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(numbers); i++) {
        struct json_text json;
        struct err err;
        int64_t value = 0;
        assert_int_equal(json_read(str_of(numbers[i].text), arena, &json, &err), 0);
        bool whole = json_whole_number(&json.values[0], -1000, 1000, &value);
        if (whole != numbers[i].whole || value != numbers[i].value)
            fail_msg("%s: %d %lld", numbers[i].text, whole, (long long)value);
    }
}

/* What of an id can be told of a request that is none. */
static const struct {
    const char *text;
    const char *id; /* NULL: none */
} ids[] = {
    {"{\"id\":7}", "7"},
    {"{\"id\" : \"a\\u0041\" }", "\"a\\u0041\""},
    {"{\"id\":[1, {\"x\":null}],\"text\":", "[1, {\"x\":null}]"},
    {"{\"id\":12345678901234567890.0e1,x", "12345678901234567890.0e1"},
    {"{\"id\":1,\"id\":2}", "1"},
    {"{\"id\":1,\"text\":\"\xff\"}", "1"},
    {"{\"text\":\"\xff\",\"id\":1}", NULL},
    {"{\"i\\u0064\":1}", "1"},
    {"{\"id\":\"cut", NULL},
    {"[{\"id\":1}", NULL},
    {"{\"a\":{\"id\":1}", NULL},
};

static void ids_survive(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(ids); i++) {
        struct json_text json;
        struct err err;
        (void)!json_read(str_of(ids[i].text), arena, &json, &err);
        const struct json_value *id = json.count ? json_member(&json, &json.values[0], "id") : NULL;
        if (!id != !ids[i].id || (id && !str_eq(id->raw, str_of(ids[i].id))))
            fail_msg("%s: %.*s", ids[i].text, id ? (int)id->raw.n : 4, id ? id->raw.p : "none");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(is_strict),     cmocka_unit_test(nul_is_no_end),
        cmocka_unit_test(is_bounded),    cmocka_unit_test(strings_are_decoded),
        cmocka_unit_test(whole_numbers), cmocka_unit_test(ids_survive),
    };
    arena = arena_new();
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_free(arena);
    return failed;
}
