/* Two forms of one code, side by side. */
#include "text/code_forms.h"
#include "unit.h"

static const struct {
    const char *text, *hex, *decimal; /* hex NULL: nothing to find */
    const char *comment;
} cases[] = {
    {"- **A_B** (0x80090016/-2146893802)", NULL, NULL, "equal"},
    {"- **A_B** (0x80090016/-2146893803)", "0x80090016", "-2146893803", "one off"},
    {"-2146893803 (0x80090016)", "0x80090016", "-2146893803", "the decimal first"},
    {"0x80090016 (2148073494)", NULL, NULL, "without a sign"},
    {"0x80090016 (2148073495)", "0x80090016", "2148073495", "without a sign, one off"},
    {"| 0x80090016 | -2146893803 |", "0x80090016", "-2146893803", "cells"},
    {"`0x80090016` or `-2146893803`", "0x80090016", "-2146893803", "marked up, joined by a word"},
    {"0x80070005 (5)", NULL, NULL, "the system error code inside an HRESULT"},
    {"error 12 (0x80072EE7)", NULL, NULL, "a short number is another code"},
    {"0x80090016, -2146893803", NULL, NULL, "a list of codes"},
    {"0x80090016 -2146893803", NULL, NULL, "nothing between them"},
    {"0x80090016 and then error -2146893803", NULL, NULL, "in a sentence"},
    {"0x80090016/0x80090017", NULL, NULL, "both hexadecimal"},
    {"0x3000046 (50331718)", NULL, NULL, "no HRESULT, equal"},
    {"0x3000046 (50331719)", "0x3000046", "50331719", "no HRESULT, one off"},
    {"", NULL, NULL, "nothing"},
};

static void finds_forms_that_disagree(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        size_t at = 0;
        struct code_pair pair = {0};
        bool found = code_forms_disagree(str_of(cases[i].text), &at, &pair);
        if (found != (cases[i].hex != NULL))
            fail_msg("%s: %s", cases[i].comment, found ? "found" : "not found");
        if (!found)
            continue;
        check_str(pair.hex.text, cases[i].hex, cases[i].comment);
        check_str(pair.decimal.text, cases[i].decimal, cases[i].comment);
        assert_false(code_forms_disagree(str_of(cases[i].text), &at, &pair));
    }
}

static void finds_several_in_a_line(void **state)
{
    (void)state;
    struct str text = STR("(0x80090016/-2146893803) (0x801c0021/-2145648607) (0x801c001d/-1)");
    struct code_pair pair;
    size_t at = 0;
    assert_true(code_forms_disagree(text, &at, &pair));
    check_str(pair.hex.text, "0x80090016", "first");
    assert_true(code_forms_disagree(text, &at, &pair));
    check_str(pair.hex.text, "0x801c001d", "the one between is right");
    assert_false(code_forms_disagree(text, &at, &pair));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_forms_that_disagree),
        cmocka_unit_test(finds_several_in_a_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
