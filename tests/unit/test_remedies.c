/*
 * What of a text is the cause of a problem and what its remedy, and that the remedy is clean: forms
 * of prose, lists and notes, one snippet each. How an entry is written down: see extract_fixture.h.
 */
#include "extract_fixture.h"

static void prose_is_divided(void **state)
{
    static const struct form t[] = {
        {"a paragraph that begins with how to resolve it ends the cause",
         "## Error: the lamp is dark\n\nA lamp is made of glass. You get no light from a cold "
         "wire.\n\n"
         "To resolve this issue, warm the wire.\n",
         "section error-the-lamp-is-dark | Error: the lamp is dark\n"
         "M the lamp is dark\n"
         "? A lamp is made of glass. You get no light from a cold wire.\n"
         "! To resolve this issue, warm the wire.\n", NULL},
        {"a text that begins with the remedy is remedy to its end",
         "## Error: the lamp is dark\n\nTo resolve this issue, warm the wire.\n\nIf the room has "
         "no "
         "window, you will need a candle.\n\nWires are cold in winter.\n",
         "section error-the-lamp-is-dark | Error: the lamp is dark\n"
         "M the lamp is dark\n"
         "! To resolve this issue, warm the wire.//If the room has no window, you will need a "
         "candle.//Wires are cold in winter.\n", NULL},
        {"orders between explanations, each beside what goes on with it",
         "## Error: the lamp is dark\n\nThis error occurs if the lamp is cold. Make sure to warm "
         "the "
         "lamp, because it is glass. Glass takes a minute.\n\nThis error can also occur when "
         "there is "
         "no wire. Check the wire.\n\nThis error can also occur when there is no room.\n",
         "section error-the-lamp-is-dark | Error: the lamp is dark\n"
         "M the lamp is dark\n"
         "? This error occurs if the lamp is cold.//This error can also occur when there is "
         "no wire.//This error can also occur when there is no room.\n"
         "! Make sure to warm the lamp, because it is glass. Glass takes a minute.//Check the "
         "wire.\n", NULL},
        {"a reason does not make an order a cause",
         "## Error: the lamp is dark\n\nThe wire broke. Replace the wire, because old wires "
         "break.\n",
         "section error-the-lamp-is-dark | Error: the lamp is dark\n"
         "M the lamp is dark\n"
         "? The wire broke.\n"
         "! Replace the wire, because old wires break.\n", NULL},
        {"where to look is no remedy when steps follow",
         "## Error: the lamp is dark\n\nOn your roof, go to **Lamps**. If you see an event with "
         "ID 3277, "
         "rain is blocking the lamp.\n\nTo check whether rain is blocking the lamp:\n\n"
         "1. Open the hatch.\n1. Dry the lamp.\n",
         "section error-the-lamp-is-dark | Error: the lamp is dark\n"
         "M the lamp is dark\n"
         "C event 3277\n"
         "? On your roof, go to **Lamps**. If you see an event with ID 3277, rain is blocking "
         "the lamp.\n"
         "! To check whether rain is blocking the lamp://1. Open the hatch./2. Dry the lamp.\n",
         NULL},
        {"an order behind a quotation that ends with the comma",
         "## We lost the light\n\nIf your users see an error that says, “We lost the light for "
         "good,” "
         "replace every lamp.\n",
         "section we-lost-the-light | We lost the light\n"
         "M We lost the light for good\n"
         "! Replace every lamp.\n", NULL},
        {"a condition that repeats the symptom is no cause, one that tells why is",
         "## The lamp is dark\n\nIf you see the error **The lamp is dark for now**, wait a day.\n\n"
         "## The lamp is red\n\nIf you receive the error **The lamp is red for now** because of "
         "rust, "
         "replace it.\n\n## The lamp isn't sold\n\nIf you don't own a shop, ask your grocer.\n",
         "section the-lamp-is-dark | The lamp is dark\n"
         "M The lamp is dark for now\n"
         "! Wait a day.\n"
         "section the-lamp-is-red | The lamp is red\n"
         "M The lamp is red for now\n"
         "? If you receive the error **The lamp is red for now** because of rust.\n"
         "! Replace it.\n"
         "section the-lamp-isnt-sold | The lamp isn't sold\n"
         "M The lamp isn't sold\n"
         "? If you don't own a shop.\n"
         "! Ask your grocer.\n", NULL},
        {"what a colon introduces stays with it; one that introduces nothing is a full stop",
         "## Error: the lamp is dark\n\nThe wire broke. Run the following command:\n\n`lamp "
         "mend`\n\n"
         "The wire is whole then.\n\n## Error: the lamp is red\n\nIt is rust. Remove it as in "
         "this picture:\n\n"
         "![a lamp](lamp.png)\n",
         "section error-the-lamp-is-dark | Error: the lamp is dark\n"
         "M the lamp is dark\n"
         "? The wire broke.\n"
         "! Run the following command://`lamp mend`//The wire is whole then.\n"
         "section error-the-lamp-is-red | Error: the lamp is red\n"
         "M the lamp is red\n"
         "? It is rust.\n"
         "! Remove it as in this picture.\n", NULL},
        {"no remedy begins with a connective",
         "## Error: the lamp is dark\n\nA lamp can be dark because of rain. However, you can dry "
         "it.\n",
         "section error-the-lamp-is-dark | Error: the lamp is dark\n"
         "M the lamp is dark\n"
         "? A lamp can be dark because of rain.\n"
         "! You can dry it.\n", NULL},
    };
    check(*state, t, ARRAY_LEN(t));
}

static void labels_hold_both(void **state)
{
    static const struct form t[] = {
        {"what a labelled remedy explains first is the cause",
         "## Lamps\n\n**LAMP_DARK**  \n**Message**: The lamp is dark.  \n**Resolution**: The lamp "
         "has an "
         "invalid wire. Change the wire, and look again.\n",
         "term lamps/LAMP_DARK | LAMP_DARK\n"
         "M The lamp is dark\n"
         "C LAMP_DARK\n"
         "? The lamp has an invalid wire.\n"
         "! Change the wire, and look again.\n", NULL},
        {"a labelled remedy that tells nothing to do is the cause",
         "## Wire exists\n\n**Error**  \n*The wire already exists, and the lamp as well.*\n\n"
         "**Troubleshooting**  \nThe wire has already been mended.\n",
         "section wire-exists | Wire exists\n"
         "M The wire already exists, and the lamp as well\n"
         "? The wire has already been mended.\n", NULL},
        {"a remedy cell that only refers elsewhere is kept whole",
         "## Lamp errors\n\n| Message | Steps to resolve |\n| --- | --- |\n"
         "| The lamp is dark today | **No action required.** It is night. For more information, "
         "see "
         "[Nights](other.md). |\n",
         "row lamp-errors/the-lamp-is-dark-today | The lamp is dark today\n"
         "M The lamp is dark today\n"
         "! **No action required.** It is night. For more information, see "
         "[Nights](d/other.md).\n", NULL},
    };
    check(*state, t, ARRAY_LEN(t));
}

static void lists(void **state)
{
    static const struct form t[] = {
        {"items that tell a cause and its fix; what follows is no part of the last one",
         "## Error: the lamp is dark\n\nPossible causes for this error are:\n\n"
         "1. The wire is too long. To fix this problem, shorten the wire.\n\n"
         "1. The lamp fell after it was lit. Switch it on again.\n\n"
         "1. There is no lamp. Such rooms are dark.\n\nFor more information, see "
         "[Lamps](other.md).\n",
         "section error-the-lamp-is-dark | Error: the lamp is dark\n"
         "M the lamp is dark\n"
         "? Possible causes for this error are://1. The wire is too long./2. The lamp fell "
         "after it was lit./3. There is no lamp. Such rooms are dark.\n"
         "! 1. To fix this problem, shorten the wire./2. Switch it on again.//For more "
         "information, see [Lamps](d/other.md).\n", NULL},
        {"a gap in the fixes: the list stays whole",
         "## Error: the lamp is dark\n\nIt can be one of these:\n\n- The wire is too long.\n"
         "- The lamp fell. Switch it on again.\n- The lamp is wet. Replace the lamp.\n",
         "section error-the-lamp-is-dark | Error: the lamp is dark\n"
         "M the lamp is dark\n"
         "! It can be one of these://- The wire is too long./- The lamp fell. Switch it on "
         "again./- The lamp is wet. Replace the lamp.\n", NULL},
        {"an ordered list of causes is no steps",
         "## Error: the lamp is dark\n\nThe lamp found no light. Possible causes:\n\n"
         "1. Rain or snow.\n1. Missing wire.\n",
         "section error-the-lamp-is-dark | Error: the lamp is dark\n"
         "M the lamp is dark\n"
         "? The lamp found no light. Possible causes://1. Rain or snow./2. Missing wire.\n", NULL},
        {"the title of a procedure stays with its steps",
         "## Error: the lamp is dark\n\nThe wire may be broken.\n\n**To test the wire**\n\n"
         "1. Open the lamp.\n1. Pull the wire.\n\nA whole wire holds.\n",
         "section error-the-lamp-is-dark | Error: the lamp is dark\n"
         "M the lamp is dark\n"
         "? The wire may be broken.\n"
         "! **To test the wire**//1. Open the lamp./2. Pull the wire.//A whole wire holds.\n",
         NULL},
        {"items that begin with what is wrong, under a heading that says it too",
         "## My lamp isn't working\n\nYou can tell your users this:\n\n"
         "- **I’m using a new lamp, and it doesn’t light up.**\n\n  Lamps are sold in foil. "
         "Remove the "
         "foil.\n- **The lamp won't stay lit when I walk around.**\n\n  The wire is short. "
         "Replace the wire.\n",
         "section my-lamp-isnt-working | My lamp isn't working\n"
         "! You can tell your users this://- **I’m using a new lamp, and it doesn’t light "
         "up.**//  Lamps are sold in foil. Remove the foil./- **The lamp won't stay lit when "
         "I walk around.**//  The wire is short. Replace the wire.\n"
         "record my-lamp-isnt-working/im-using-a-new-lamp-and-it-doesnt-light-up | I’m using "
         "a new lamp, and it doesn’t light up\n"
         "? Lamps are sold in foil.\n"
         "! Remove the foil.\n"
         "record my-lamp-isnt-working/the-lamp-wont-stay-lit-when-i-walk-around | The lamp "
         "won't stay lit when I walk around\n"
         "M The lamp won't stay lit when I walk around\n"
         "? The wire is short.\n"
         "! Replace the wire.\n", NULL},
        {"and under one that does not",
         "## General things\n\nLamps can fail for the following reasons:\n"
         "- **The lamp is unresponsive\\.** It may sleep. Restart the lamp.\n"
         "- **Two lamps are lit at once\\.** They take turns. Switch off one lamp.\n",
         "record general-things/the-lamp-is-unresponsive | The lamp is unresponsive\n"
         "? It may sleep.\n"
         "! Restart the lamp.\n"
         "record general-things/two-lamps-are-lit-at-once | Two lamps are lit at once\n"
         "? They take turns.\n"
         "! Switch off one lamp.\n", NULL},
        {"states: those that are troubles",
         "# Understanding your lamp status\n\n**Lit**  \nThe lamp is lit.\n\n**Waiting**  \nThe "
         "lamp "
         "waits for the night.\n\n**Failed**  \nThe lamp could not be lit. Please replace the "
         "lamp.\n\n"
         "**RestoreFailed**  \nLighting the old lamp failed. Retry it.\n",
         "term understanding-your-lamp-status/failed | Understanding your lamp status: "
         "Failed\n"
         "? The lamp could not be lit.\n"
         "! Please replace the lamp.\n"
         "term understanding-your-lamp-status/restorefailed | Understanding your lamp status: "
         "RestoreFailed\n"
         "? Lighting the old lamp failed.\n"
         "! Retry it.\n", "d/lamp-states.md"},
    };
    check(*state, t, ARRAY_LEN(t));
}

static void clean_markdown(void **state)
{
    static const struct form t[] = {
        {"a note without a quotation mark, inside of a step too",
         "## Error: the lamp is dark\n\nThe wire broke.\n\n**Note**  \nWires break\\.\n\n"
         "1. Open the lamp\\.\n**Important**  \nMind the glass\\.\n\n1. Mend the wire\\.\n",
         "section error-the-lamp-is-dark | Error: the lamp is dark\n"
         "M the lamp is dark\n"
         "? The wire broke.//> **Note:** Wires break.\n"
         "! 1. Open the lamp.//   > **Important:** Mind the glass./2. Mend the wire.\n", NULL},
        {"a note between the announcement and the message",
         "## Denied by a lamp policy\n\nFor the following error, check the lamps\\.\n\n**Note**  "
         "\nThere "
         "may be many\\.\n\n```\nUser is not allowed to light lamps here\n```\n",
         "section denied-by-a-lamp-policy | Denied by a lamp policy\n"
         "M User is not allowed to light lamps here\n"
         "M Denied by a lamp policy\n"
         "! For the following error, check the lamps.//> **Note:** There may be "
         "many.//```/User is not allowed to light lamps here/```\n", NULL},
        {"bold that is closed behind a blank, links with blanks, names of a reference",
         "## Error: the lamp is dark\n\nSwitch on the **Lamp Policies **tab\\. Read [ the manual "
         "](other.md) "
         "and <xref:Lamp.Switch%2A>. In code, `a **b` and char **p; char **q stay.\n",
         "section error-the-lamp-is-dark | Error: the lamp is dark\n"
         "M the lamp is dark\n"
         "! Switch on the **Lamp Policies** tab. Read [the manual](d/other.md) and "
         "`Lamp.Switch`. In code, `a **b` and char \\*\\*p; char \\*\\*q stay.\n", NULL},
        {"a frame of the page inside of an alert",
         "## Error: the lamp is dark\n\n1. Mend the wire.\n\n   > [!CAUTION]\n   > It is hot.\n   "
         ">\n"
         "   > [!div class=\"border\"]\n   > ![a wire](wire.png)\n\n2. Wait.\n",
         "section error-the-lamp-is-dark | Error: the lamp is dark\n"
         "M the lamp is dark\n"
         "! 1. Mend the wire.//   > **Caution:** It is hot./2. Wait.\n", NULL},
        {"a term on a line of its own",
         "## Error: the lamp is dark\n\nThe wire broke.\n\n**Long wires**  \nShorten the "
         "wire\\.\n\n"
         "**Short wires**  \nReplace the wire\\.\n",
         "section error-the-lamp-is-dark | Error: the lamp is dark\n"
         "M the lamp is dark\n"
         "? The wire broke.\n"
         "! **Long wires**//Shorten the wire.//**Short wires**//Replace the wire.\n", NULL},
        {"a cell: text behind its list, a paragraph, lines behind a colon",
         "# Lamp errors\n\n| Error code | Description | Solution |\n| --- | --- | --- |\n"
         "| L1001 | It fails so because of:<ul><li>Rain</li><li>Rust</li></ul>Both are wet. | Dry "
         "it.<br><br>When it is dry, light it. |\n"
         "| L1002 | The lamp is lost. | Look in one of these places: <br />roof<br />stairs |\n",
         "row lamp-errors/L1001 | L1001: It fails so because of: Rain Rust Both are wet\n"
         "C L1001\n"
         "? It fails so because of://- Rain/- Rust//Both are wet.\n"
         "! Dry it.//When it is dry, light it.\n"
         "row lamp-errors/L1002 | L1002: The lamp is lost\n"
         "C L1002\n"
         "? The lamp is lost.\n"
         "! Look in one of these places://- roof/- stairs\n", NULL},
    };
    check(*state, t, ARRAY_LEN(t));
}

static void messages_and_problems(void **state)
{
    static const struct form t[] = {
        {"what a heading says that the message says",
         "## My users light a lamp, and they get a message that says no lamps are left\n\nAdd more "
         "lamps.\n\n## Lighting failed with an error message that access to the wire is denied\n\n"
         "Ask for the wire.\n\n## The file says `\"Message\":\"Lamp does not contain a "
         "wire...\"`\n\n"
         "It fails so because the wire is gone. Add a wire.\n",
         "section my-users-light-a-lamp-and-they-get-a-message-that-says-no-lamps-are-left | "
         "My users light a lamp, and they get a message that says no lamps are left\n"
         "M no lamps are left\n"
         "! Add more lamps.\n"
         "section lighting-failed-with-an-error-message-that-access-to-the-wire-is-denied | "
         "Lighting failed with an error message that access to the wire is denied\n"
         "M access to the wire is denied\n"
         "! Ask for the wire.\n"
         "section the-file-says-messagelamp-does-not-contain-a-wire | The file says "
         "\"Message\":\"Lamp does not contain a wire...\"\n"
         "M Lamp does not contain a wire\n"
         "? It fails so because the wire is gone.\n"
         "! Add a wire.\n", NULL},
        {"a condition that tells the cause stays beside its message",
         "## Scope errors\n\nThe scope names a day and a room.\n\n**Day**  \nIf the scope names "
         "another "
         "day than the lamp, the check fails with the following error message:\n\n```\nDay in "
         "scope "
         "does not match the lamp\n```\n\nIf the day is over, the check fails with the following "
         "error "
         "message:\n\n```\nScope expired: day is over\n```\n",
         "section scope-errors | Scope errors\n"
         "M Day in scope does not match the lamp\n"
         "M Scope expired: day is over\n"
         "? The scope names a day and a room.//**Day**//If the scope names another day than "
         "the lamp, the check fails with the following error message://```/Day in scope does "
         "not match the lamp/```//If the day is over, the check fails with the following "
         "error message://```/Scope expired: day is over/```\n", NULL},
        {"trouble in the first sentence, a remedy behind it",
         "# Keys\n\n## Key recovery\n\nIf a user forgets a key or is having trouble finding it, "
         "you can give them "
         "another one.\n",
         "section key-recovery | Key recovery\n"
         "? If a user forgets a key or is having trouble finding it.\n"
         "! You can give them another one.\n", NULL},
        {"a page that says what may fail and how to mend it, and then something else",
         "# Changing your lamp\n\nWhen changing a lamp, you may encounter a failure to light it. "
         "To "
         "remediate this issue, you can turn it.\n\n## Too many lamps\n\nIf you see the message "
         "**You "
         "have too many lamps lit** while changing, uncheck the box.\n",
         "section changing-your-lamp | Changing your lamp\n"
         "? When changing a lamp, you may encounter a failure to light it.\n"
         "! To remediate this issue, you can turn it.\n"
         "section too-many-lamps | Too many lamps\n"
         "M You have too many lamps lit\n"
         "M Too many lamps\n"
         "! Uncheck the box.\n", NULL},
        {"names of parts in bold are no problems elsewhere",
         "# The report\n\n**lamp_last_lit**  \nWhen the lamp was lit.\n\n**lamp_first_lit**  "
         "\nWhen it "
         "was lit first.\n",
         "", "d/report.md"},
    };
    check(*state, t, ARRAY_LEN(t));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(prose_is_divided, set_up, tear_down),
        cmocka_unit_test_setup_teardown(labels_hold_both, set_up, tear_down),
        cmocka_unit_test_setup_teardown(lists, set_up, tear_down),
        cmocka_unit_test_setup_teardown(clean_markdown, set_up, tear_down),
        cmocka_unit_test_setup_teardown(messages_and_problems, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
