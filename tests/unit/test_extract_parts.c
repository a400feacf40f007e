/*
 * Causes and fixes that belong together however they are numbered, and messages that a text speaks of
 * by the way; how it is written down: see extract_fixture.h.
 */
#include "extract_fixture.h"

static void numbered_causes_and_fixes(void **state)
{
    static const char two[] = "section error-dark | Error: Dark\n"
                              "? 1. No bulb./2. No power.\n"
                              "! 1. Put one in./2. Pay.\n";
    static const char shared[] = "section error-dark | Error: Dark\n"
                                 "? 1. No bulb./2. No power.\n"
                                 "! Buy another lamp.\n";
    static const struct form forms[] = {
        {"in bold, with the colon inside",
         "## Error: Dark\n\n**Cause 1:** No bulb.\n\n**Fix 1:** Put one in.\n\n**Cause 2:** No "
         "power.\n\n**Fix 2:** Pay.\n", two, NULL},
        {"plain, with number signs",
         "## Error: Dark\n\nCause #1: No bulb.\n\nSolution #1: Put one in.\n\nCause #2: No power.\n\n"
         "Solution #2: Pay.\n", two, NULL},
        {"in bold, without a colon",
         "## Error: Dark\n\n**Possible cause 1** No bulb.\n\n**Possible solution 1** Put one in.\n\n"
         "**Possible cause 2** No power.\n\n**Possible solution 2** Pay.\n", two, NULL},
        {"in brackets, in any order",
         "## Error: Dark\n\n**Reason (1)**: No bulb.\n\n**Reason (2)**: No power.\n\n**Resolution "
         "(1)**: Put one in.\n\n**Resolution (2)**: Pay.\n", two, NULL},
        {"letters, and fixes that name their causes",
         "## Error: Dark\n\n**Cause A:** No bulb.\n\n**Cause B:** No power.\n\n**Fix for A:** Put one "
         "in.\n\n**Fix for cause B:** Pay.\n", two, NULL},
        {"pairs in the items of a list",
         "## Error: Dark\n\n1. **Cause:** No bulb. **Fix:** Put one in.\n2. **Cause:** No power. "
         "**Fix:** Pay.\n", two, NULL},
        {"ordinals, and one fix for all",
         "## Error: Dark\n\n**First cause**: No bulb.\n\n**Second cause**: No power.\n\n**Fix**: Buy "
         "another lamp.\n", shared, NULL},
        {"one fix for all, numbered causes before it",
         "## Error: Dark\n\n**Cause 1:** No bulb.\n\n**Cause 2:** No power.\n\n**Fix:** Buy another "
         "lamp.\n", shared, NULL},
        {"headings with the cause in them, each with its solution",
         "## Error: Dark\n\n### Cause 1: no bulb\n\nThere is none in it.\n\n### Solution\n\nPut one "
         "in.\n\n### Cause 2: no power\n\nThe bill.\n\n### Solution\n\nPay.\n",
         "section error-dark | Error: Dark\n"
         "? 1. **Cause 1: no bulb**//   There is none in it./2. **Cause 2: no power**//   The bill.\n"
         "! 1. Put one in./2. Pay.\n"
         "> cause-1-no-bulb\n"
         "> solution\n"
         "> cause-2-no-power\n"
         "> solution-1\n", NULL},
        {"a table of causes and fixes",
         "## Error: Dark\n\n| Cause | Fix |\n|---|---|\n| No bulb | Put one in |\n",
         "section error-dark | Error: Dark\n"
         "! | Cause | Fix |/| --- | --- |/| No bulb | Put one in |\n", NULL},
    };
    check(*state, forms, ARRAY_LEN(forms));
}

static void messages_by_the_way(void **state)
{
    static const struct form forms[] = {
        {"among the steps of a guide: with the commands behind it, in a list too",
         "# Check that the lamp is on\n\nLook at it.\n\nIf you see a message like `error: no lamp is "
         "on`, switch it on with this command:\n\n```\nlamp on\n```\n\nThen read a book.\n\n1. Open "
         "the book.\n\n1. If you get the error \"This book is not open\", open it again.\n",
         "term check-that-the-lamp-is-on/error-no-lamp-is-on | error: no lamp is on\n"
         "M error: no lamp is on\n"
         "! Switch it on with this command://```/lamp on/```\n"
         "term check-that-the-lamp-is-on/this-book-is-not-open | This book is not open\n"
         "M This book is not open\n"
         "! Open it again.\n", "d/guide.md"},
        {"what is no error, or has no remedy, is none",
         "# Check that the lamp is on\n\nIf you see the message `The lamp is on`, go on.\n\nIf you see "
         "the error `no lamp is on`, it is dark.\n", "", "d/guide.md"},
        {"a note with steps to fix it is the remedy",
         "# Lamp Error LP2025\n\n> pure lamp call\n\n> [!NOTE]\n> It is a bug in the lamp.\n>\n> You "
         "can try these steps to fix this error:\n>\n> - Repair the lamp.\n\nNo lamp was there.\n",
         "page lamp-error-lp2025 | Lamp Error LP2025\n"
         "M pure lamp call\n"
         "C LP2025\n"
         "? No lamp was there.\n"
         "! > **Note:** It is a bug in the lamp./>/> You can try these steps to fix this "
         "error:/>/> - Repair the lamp.\n", "d/lp2025.md"},
        {"what a code translates to; a code among symptoms; keys of JSON are no codes",
         "# Troubleshoot lamps\n\n## Error: 51\n\nExit code 51 translates to \"This lamp is not "
         "supported here\". To fix it, buy another one.\n\n## No light\n\nDo this if you can't see:\n\n- "
         "It is dark.\n- You're receiving an **EXPIRED_LAMP** error.\n\nTo resolve this, wait.\n\n"
         "## Error: No lamp\n\n```Error\n{\"LampInvalidEntity\": {\"code\": \"LampNotFound\", "
         "\"message\": \"There is no lamp\"}}\n```\n\n**Fix:** Buy one.\n",
         "section error-51 | Error: 51\n"
         "M This lamp is not supported here\n"
         "C 51\n"
         "? Exit code 51 translates to \"This lamp is not supported here\".\n"
         "! To fix it, buy another one.\n"
         "section no-light | No light\n"
         "C EXPIRED_LAMP\n"
         "? Do this if you can't see://- It is dark./- You're receiving an **EXPIRED_LAMP** error.\n"
         "! To resolve this, wait.\n"
         "section error-no-lamp | Error: No lamp\n"
         "M No lamp\n"
         "M There is no lamp\n"
         "C LampNotFound\n"
         "! Buy one.\n", NULL},
        {"a string cut out of a response, with its marks",
         "# Troubleshoot lamps\n\n## Error: LampFailed\n\n```Error\n\\\\\\\"The lamp failed to "
         "start: Error downloading\nthe light after 29 attempts: no "
         "answer.\\\\\\\"\n```\n\n**Fix:** Wait.\n",
         "section error-lampfailed | Error: LampFailed\n"
         "M The lamp failed to start: Error downloading the light after 29 attempts: no answer\n"
         "C LampFailed\n"
         "! Wait.\n", NULL},
        {"an order behind a comma does not make a message the name of a control",
         "# Troubleshoot lamps\n\n## Can't read\n\nIf you see the message **Lamp is "
         "unavailable**, check the switch.\n",
         "section cant-read | Can't read\n"
         "M Lamp is unavailable\n"
         "! Check the switch.\n", NULL},
    };
    check(*state, forms, ARRAY_LEN(forms));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(numbered_causes_and_fixes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(messages_by_the_way, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
