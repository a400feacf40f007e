/*
 * The forms in which documents state a problem, one snippet each, and what comes out of it; how it
 * is written down: see extract_fixture.h.
 */
#include "extract_fixture.h"

static void sections(void **state)
{
    static const struct form forms[] = {
        {"the message in bold, the order behind a condition",
         "## The lamp is dark\n\nIf you come across an error saying **The lamp LAMP is dark. Ask "
         "somebody**, ensure that you [paid the bill](pay.md).\n",
         "section the-lamp-is-dark | The lamp is dark\n"
         "M The lamp LAMP is dark. Ask somebody\n"
         "! Ensure that you [paid the bill](d/pay.md).\n", NULL},
        {"a cause behind the condition, the remedy in the next sentence",
         "### Lamp isn't allowed\n\nIf you see **Lamp is not allowed here**, you have a policy "
         "against lamps. Follow the [rules](r.md) to change it.\n",
         "section lamp-isnt-allowed | Lamp isn't allowed\n"
         "M Lamp is not allowed here\n"
         "M Lamp isn't allowed\n"
         "? If you see **Lamp is not allowed here**, you have a policy against lamps.\n"
         "! Follow the [rules](d/r.md) to change it.\n", NULL},
        {"code in the heading, event and name in the text, steps",
         "## Error: LAMP_NOT_FOUND\n\nIf you see an event with ID 3277 with **LAMP_NOT_FOUND** in "
         "the description, the lamp was lost. This issue may be because of thieves.\n\nTo resolve "
         "this issue:\n\n1. Buy a lamp.\n\n1. Plug it in:\n\n   ```sh\n   plug\n   ```\n",
         "page error-lamp_not_found | Error: LAMP_NOT_FOUND\n"
         "C LAMP_NOT_FOUND\n"
         "C event 3277\n"
         "? If you see an event with ID 3277 with **LAMP_NOT_FOUND** in the description, the lamp "
         "was lost. This issue may be because of thieves.\n"
         "! 1. Buy a lamp./2. Plug it in://   ```sh/   plug/   ```\n", NULL},
        {"labels of all spellings, numbered",
         "### Error: \"Lamp exploded\"\n\n**Cause 1:** Too hot.\n\n**Fix 1:** Cool it.\n\n"
         "**Cause 2**: Too cold.\n\n**Fix 2**: Do one of:\n\n- Warm it.\n- Wait.\n",
         "section error-lamp-exploded | Error: \"Lamp exploded\"\n"
         "M Lamp exploded\n"
         "? 1. Too hot./2. Too cold.\n"
         "! 1. Cool it./2. Do one of://   - Warm it./   - Wait.\n", NULL},
        {"one fix for two causes; plain labels",
         "### Error: it broke\n\nCause 1: Age.\n\nCause 2: Dust.\n\nFix: Clean it.\n",
         "section error-it-broke | Error: it broke\n"
         "M it broke\n"
         "? 1. Age./2. Dust.\n"
         "! Clean it.\n", NULL},
        {"the same heading twice; curly and mismatched quotes",
         "## Lamp fails\n\nYou'll get a notification that says, \"The lamp has failed badly.”\n\n"
         "To fix this, hit it.\n\n## Lamp fails\n\nIt doesn't work. To fix this, kick it.\n",
         "section lamp-fails | Lamp fails\n"
         "M The lamp has failed badly\n"
         "? You'll get a notification that says, \"The lamp has failed badly.”\n"
         "! To fix this, hit it.\n"
         "section lamp-fails-1 | Lamp fails\n"
         "? It doesn't work.\n"
         "! To fix this, kick it.\n", NULL},
        {"a message in a code block behind its announcement; JSON inside of JSON",
         "## Deployment fails\n\nYou receive an error message similar to the following:\n\n"
         "```\nLamp unavailable (port 53) for IP: <IP address>\n```\n\nThe lamp must have power. "
         "Verify that it is plugged in.\n\n### Error: raw\n\n```Error\n{\"code\":\"LampFailed\","
         "\"message\":\"At least one lamp failed.\",\"details\":[{\"message\":\"{\\r\\n \\\"error\\\": "
         "{\\\"code\\\": \\\"LampConflict\\\", \\\"message\\\": \\\"Lamp 'x' is on fire.\\\"}}\"}]}\n"
         "```\n\n**Fix:** Water.\n",
         "section deployment-fails | Deployment fails\n"
         "M Lamp unavailable (port 53) for IP: {IP_address}\n"
         "? The lamp must have power.\n"
         "! Verify that it is plugged in.\n"
         "section error-raw | Error: raw\n"
         "M Lamp 'x' is on fire\n"
         "C LampFailed\n"
         "C LampConflict\n"
         "! Water.\n", NULL},
        {"a list of messages; sub-headings that are parts; anchors as aliases",
         "## Lamp denied<a name=\"lamp-x\"></a>\n\nIf you see the following error message when you "
         "look:\n\n- The lamp said no\n\nVerify your role.\n\n### Step 1: Check\n\nCheck it.\n",
         "section lamp-denied | Lamp denied\n"
         "M The lamp said no\n"
         "? If you see the following error message when you look://- The lamp said no\n"
         "! Verify your role.//**Step 1: Check**//Check it.\n"
         "> lamp-x\n"
         "> step-1-check\n", NULL},
        {"an order behind a lead-in; a message in the code block of an item",
         "## Lamp denied by policy\n\n- Implicit denial: For the following error, check for a missing "
         "`Allow` in your policy.\n\n  ```\n  User x is not allowed to light the lamp\n  ```\n",
         "section lamp-denied-by-policy | Lamp denied by policy\n"
         "M User x is not allowed to light the lamp\n"
         "M Lamp denied by policy\n"
         "! - Implicit denial: For the following error, check for a missing `Allow` in your "
         "policy.//  ```/  User x is not allowed to light the lamp/  ```\n", NULL},
        {"explanations and orders in turns",
         "## Lamp refuses\n\nThis error can occur if the name is wrong. Correct the name.\n\nThis "
         "error can also occur because of age. This error occurs when it rains.\n",
         "section lamp-refuses | Lamp refuses\n"
         "? This error can occur if the name is wrong.//This error can also occur because of age. "
         "This error occurs when it rains.\n"
         "! Correct the name.\n", NULL},
        {"cause and remedy as sub-headings; a workaround shared by its siblings",
         "## Lamp crashes\n\n### Cause\n\nHeat.\n\n### Resolution\n\nIce.\n\n## Lamp and table\n\n"
         "### Scenario 1: the lamp fails\n\nIt fails with the error `lamp fell over`.\n\n"
         "### Workaround\n\nGlue it.\n",
         "section lamp-crashes | Lamp crashes\n"
         "? Heat.\n"
         "! Ice.\n"
         "> cause\n"
         "> resolution\n"
         "section scenario-1-the-lamp-fails | Scenario 1: the lamp fails\n"
         "M lamp fell over\n"
         "M the lamp fails\n"
         "? It fails with the error `lamp fell over`.\n"
         "! Glue it.\n"
         "> workaround\n", NULL},
    };
    check(*state, forms, ARRAY_LEN(forms));
}

static void headings_that_are_codes(void **state)
{
    static const struct form forms[] = {
        {"a code and its cue are the fault's name",
         "# Lamps\n\n## Error code 4711\n\nRestart the lamp.\n\n## 0x80070005\n\nRestart it.\n",
         "section error-code-4711 | Error code 4711\nC 4711\n! Restart the lamp.\n"
         "section 0x80070005 | 0x80070005\nC 0x80070005\n! Restart it.\n", NULL},
        {"years and versions are none; a code in an example is another problem's",
         "# Release notes\n\n## 2023\n\nNew lamps.\n\n## 2.1.3\n\nFixed.\n\n## Look it up\n\n"
         "Search for it. For example, if you received the error code \"AADSTS16000\", search for "
         "that.\n",
         "", "d/notes.md"},
    };
    check(*state, forms, ARRAY_LEN(forms));
}

static void values_of_examples(void **state)
{
    static const struct form forms[] = {
        {"an action of an example, and one that the heading names",
         "# Lamps\n\n## Access denied due to a lamp policy\n\nThe error message:\n\n```\nUser: "
         "arn:aws:iam::123456789012:user/Joe is not authorized to perform: lamp:TurnOn because no "
         "lamp policy allows the lamp:TurnOn action\n```\n\nTo fix it, allow the action.\n\n## I am "
         "not authorized to perform: lamp:TurnOff\n\nIf you see the error `User: "
         "arn:aws:iam::123456789012:user/Joe is not authorized to perform: lamp:TurnOff`, ask "
         "your administrator.\n",
         "section access-denied-due-to-a-lamp-policy | Access denied due to a lamp policy\n"
         "M User: {arn} is not authorized to perform: {action} because no lamp policy allows the "
         "{action} action\n"
         "M Access denied due to a lamp policy\n"
         "? The error message://```/User: arn:aws:iam::123456789012:user/Joe is not authorized to "
         "perform: lamp:TurnOn because no lamp policy allows the lamp:TurnOn action/```\n"
         "! To fix it, allow the action.\n"
         "section i-am-not-authorized-to-perform-lampturnoff | I am not authorized to perform: "
         "lamp:TurnOff\n"
         "M User: {arn} is not authorized to perform: lamp:TurnOff\n"
         "! Ask your administrator.\n", NULL},
        {"a word that is explained; quotation marks that belong to the message",
         "# Lamps\n\n## No light\n\nIf you see the error message \"*Oops, no light in "
         "'MainHall'*\" (where MainHall is the name of the room), replace the lamp.\n\n## Light "
         "ends\n\nThe error \"**The lamp ended in state ‘Failed’.**\" appears. Restart it.\n",
         "section no-light | No light\n"
         "M Oops, no light in '{MainHall}'\n"
         "! Replace the lamp.\n"
         "section light-ends | Light ends\n"
         "M The lamp ended in state ‘Failed’\n"
         "? The error \"**The lamp ended in state ‘Failed’.**\" appears.\n"
         "! Restart it.\n", NULL},
    };
    check(*state, forms, ARRAY_LEN(forms));
}

static void what_is_no_problem(void **state)
{
    static const struct form forms[] = {
        {"a heading that tells what to look at",
         "# Lamps\n\n## View error messages of a failed lamp\n\nTo view them, run the command with "
         "**-Detailed**.\n", "", NULL},
        {"headings that never are",
         "# Troubleshoot lamps\n\nThis article helps with errors.\n\n## Provide feedback\n\nIf you "
         "can't find it, tell us.\n\n## Prerequisites\n\nYou must have a lamp.\n\n#### LampJoined : "
         "YES\n\nIf the value is **NO**, the lamp can't work.\n\n## Next steps\n\nIf the issue "
         "continues, see [that](x.md).\n",
         "", NULL},
        {"contents, parameters, versions",
         "# Troubleshoot lamps\n\n**Topics**\n+ [I get \"lamp failed\" errors](#x)\n+ [Lamp can't "
         "start](#y)\n\n## Settings\n\n| Parameter | Description |\n|---|---|\n| `error` | A code "
         "string. |\n\n## Windows 10 and above\n\nLook for the error code 1803.\n",
         "", NULL},
        {"headings that only collect, tell how, or name a product",
         "# Troubleshoot lamps\n\n## Common error scenarios\n\nErrors are in two groups.\n\n## Other "
         "issues\n\nIf you have issues, ask.\n\n## Collect lamp logs\n\nIf you encounter issues, "
         "collect logs.\n\n## I want to change the lamp\n\nYou can change it. See [how](h.md).\n",
         "", NULL},
        {"a guide that only speaks of errors",
         "# Set up a lamp\n\n## Create a lamp\n\nIf you see an error, try again. You must have a "
         "permission.\n\n## Handling errors\n\nThe lamp returns an error when it fails.\n",
         "", "d/set-up.md"},
        {"a state that is fine, an index of other documents",
         "# Lamp errors\n\n| Error | Message |\n|--|--|\n| [Error L1001](other.md) | no lamp |\n\n"
         "## States\n\n| Lamp status | Description | How to resolve |\n|--|--|--|\n| Lit | It is "
         "on. | N/A |\n| Dark | It is off. | Switch it on. |\n",
         "row states/dark | Dark\n"
         "? It is off.\n"
         "! Switch it on.\n", NULL},
    };
    check(*state, forms, ARRAY_LEN(forms));
}

static void rows_terms_and_records(void **state)
{
    static const struct form forms[] = {
        {"a code, a name in front of the description",
         "# Sign-in codes\n\n## Error codes\n\n| Error | Description |\n|---|---|\n| AADSTS50034 | "
         "UserNotFound - To sign in, the user must exist. Check the name. |\n| AADSTS135010 | "
         "KeyNotFound |\n",
         "row error-codes/AADSTS50034 | AADSTS50034: UserNotFound - To sign in, the user must "
         "exist\n"
         "C AADSTS50034\n"
         "C UserNotFound\n"
         "? To sign in, the user must exist.\n"
         "! Check the name.\n"
         "> error-codes/UserNotFound\n"
         "row error-codes/AADSTS135010 | AADSTS135010: KeyNotFound\n"
         "C AADSTS135010\n"
         "C KeyNotFound\n"
         "> error-codes/KeyNotFound\n", NULL},
        {"four columns, a placeholder, HTML in a cell",
         "## Errors\n\n| Server error code | Server error message | Possible reasons | Resolution "
         "|\n|---|---|---|---|\n| DirectoryError | Lamp <UUID> not found. | It is gone.<br>Or "
         "broken. | <ul><li>Buy one</li><li>Mend it</li></ul> |\n",
         "row errors/DirectoryError | DirectoryError: Lamp <UUID> not found\n"
         "M Lamp {UUID} not found\n"
         "C DirectoryError\n"
         "? It is gone. Or broken.\n"
         "! - Buy one/- Mend it\n", NULL},
        {"messages to fixes; the number and the name of one code",
         "## Common errors\n\n|Error message|Suggested solution|\n|---|---|\n|Failed to light lamp "
         "|Lamp couldn't be lit. Try again.|\n\n## Codes\n\n|Numeric code|Error code|Suggested "
         "solution|\n|---|---|---|\n|-2146233088|LampFailedBadly|The lamp is ill. Call a doctor.|\n",
         "row common-errors/failed-to-light-lamp | Failed to light lamp\n"
         "M Failed to light lamp\n"
         "? Lamp couldn't be lit.\n"
         "! Try again.\n"
         "row codes/LampFailedBadly | LampFailedBadly (-2146233088)\n"
         "C -2146233088\n"
         "C LampFailedBadly\n"
         "? The lamp is ill.\n"
         "! Call a doctor.\n"
         "> codes/-2146233088\n", NULL},
        {"bold terms with labelled lines",
         "## Joining\n\n**LAMP\\_JOIN\\_ERROR\\_DENIED**  \n**Message**: Lamp is denied\\.  \n"
         "**Resolution**: Ask\\.\n\n**LAMP\\_JOIN\\_ERROR\\_LOST**  \n**Message**: Lamp *name* is "
         "lost\\.  \n**Resolution**: Look for it:\n+ here\n+ there\n",
         "term joining/LAMP_JOIN_ERROR_DENIED | LAMP_JOIN_ERROR_DENIED\n"
         "M Lamp is denied\n"
         "C LAMP_JOIN_ERROR_DENIED\n"
         "! Ask.\n"
         "term joining/LAMP_JOIN_ERROR_LOST | LAMP_JOIN_ERROR_LOST\n"
         "M Lamp {name} is lost\n"
         "C LAMP_JOIN_ERROR_LOST\n"
         "! Look for it://- here/- there\n", NULL},
        {"bulleted records, a phase above them",
         "#### Join phase\n\n#### Older lamps versions\n\nUse the log.\n\n##### TPM errors\n\n"
         "- **NTE_BAD_KEYSET** (0x80090016/-2146893802)\n   - Reason: It was invalid\n   - "
         "Resolution: Likely a bad image. Ensure it is new.\n",
         "record tpm-errors/0x80090016 | NTE_BAD_KEYSET (0x80090016/-2146893802)\n"
         "C NTE_BAD_KEYSET\n"
         "C 0x80090016\n"
         "C -2146893802\n"
         "? It was invalid\n"
         "! Likely a bad image. Ensure it is new.\n"
         "@ phase=join\n"
         "> tpm-errors/NTE_BAD_KEYSET\n"
         "> tpm-errors/-2146893802\n", NULL},
        {"labelled groups under one heading",
         "## No lamp\n\n**Error**  \n*There is no lamp here at all*\n\n**Troubleshooting**  \nBring "
         "one.\n\n**Error**  \n*The lamp left line 41*\n\n**Troubleshooting**  \nCatch it.\n",
         "term no-lamp/there-is-no-lamp-here-at-all | There is no lamp here at all\n"
         "M There is no lamp here at all\n"
         "! Bring one.\n"
         "term no-lamp/the-lamp-left-line-41 | The lamp left line 41\n"
         "M The lamp left line 41\n"
         "! Catch it.\n", NULL},
        {"known issues, one in each item",
         "## Known issues\n\n- Lamps might show \"lamp not loaded\" errors. You can resolve this by "
         "waiting.\n- Red lamps are too slow.\n",
         "record known-issues/lamp-not-loaded | Lamps might show \"lamp not loaded\" errors\n"
         "M lamp not loaded\n"
         "? Lamps might show \"lamp not loaded\" errors.\n"
         "! You can resolve this by waiting.\n"
         "record known-issues/red-lamps-are-too-slow | Red lamps are too slow\n"
         "? Red lamps are too slow.\n", NULL},
        {"a response in a cell; checks and what happens when they fail",
         "## Errors\n\n|Exit code|Message|Description|\n|--|--|--|\n|0|`{\"status\": 0, "
         "\"message\": \"Success\"}`|Fine.|\n|1|`{\"status\": 1, \"message\": \"No such lamp\"}`|It "
         "is not there.|\n\n## Checks\n\n|Check name|Description|What happens if the lamp doesn't "
         "pass|\n|--|--|--|\n|Plugged in|Looks at the plug.|It is dark. To fix this, plug it in.|\n",
         "row errors/1 | 1: No such lamp\n"
         "M No such lamp\n"
         "C 1\n"
         "? It is not there.\n"
         "row checks/plugged-in | Plugged in\n"
         "? Looks at the plug.\n"
         "! It is dark. To fix this, plug it in.\n", NULL},
        {"two rows with one code",
         "## Errors\n\n|Error code|Message|\n|---|---|\n|1|Lamp is not unique|\n|1|Lamp is not "
         "there|\n",
         "row errors/1 | 1: Lamp is not unique\n"
         "M Lamp is not unique\n"
         "C 1\n"
         "row errors/1-lamp-is-not-there | 1: Lamp is not there\n"
         "M Lamp is not there\n"
         "C 1\n", NULL},
        {"reason codes, which are mere numbers",
         "# Lamp messages\n\n## 5xx reason codes\n\n| Reason code | Explanation |\n|--|--|\n| 500 | "
         "The lamp is dark. |\n| 501 | Its bulb isn't one. |\n",
         "row 5xx-reason-codes/500 | 500: The lamp is dark\n"
         "C 500\n"
         "? The lamp is dark.\n"
         "row 5xx-reason-codes/501 | 501: Its bulb isn't one\n"
         "C 501\n"
         "? Its bulb isn't one.\n", "d/lamps.md"},
        {"the number of a level beside a code is none",
         "# Warnings LP4200 through LP4399\n\n|Warning|Message|\n|--|--|\n|Lamp warning (level 1) "
         "LP4277|lamp '*name*' exists twice|\n",
         "row warnings-lp4200-through-lp4399/LP4277 | LP4277: lamp 'name' exists twice\n"
         "M lamp '{name}' exists twice\n"
         "C LP4277\n", "d/lamps.md"},
        {"known issues, but not what was never meant to work",
         "# Troubleshoot lamps\n\n## Known issues and limitations\n\n- When you touch it, the lamp "
         "may go dark. To fix this, wait.\n- The lamp only works indoors.\n- Lamps don't currently "
         "support candles, so candles won't work.\n- It is off by default. You can switch it on.\n- To keep it, you have to pay. It won't be "
         "sent by mail.\n",
         "record known-issues-and-limitations/when-you-touch-it-the-lamp-may-go-dark | When you touch "
         "it, the lamp may go dark\n"
         "? When you touch it, the lamp may go dark.\n"
         "! To fix this, wait.\n", NULL},
    };
    check(*state, forms, ARRAY_LEN(forms));
}

static void whole_pages(void **state)
{
    static const struct form forms[] = {
        {"code in the title, message in a quote, italics as placeholders",
         "---\ntitle: \"Compiler Error C2039\"\nms.date: 8/1/2023\n---\n# Compiler Error C2039\n\n> "
         "'*identifier1*' : is not a lamp of 'identifier2'\n\n## Remarks\n\nThe code refers to a "
         "lamp wrongly. To fix it, name the lamp. See [C2040](c2040.md).\n\n## Example\n\nThe "
         "following generates C2039:\n\n```cpp\nint i; // C2039\n```\n",
         "page compiler-error-c2039 | Compiler Error C2039\n"
         "M '{identifier1}' : is not a lamp of '{identifier2}'\n"
         "C C2039\n"
         "c C2040\n"
         "? The code refers to a lamp wrongly.\n"
         "! To fix it, name the lamp. See [C2040](d/c2040.md).\n"
         "> remarks\n"
         "> example\n", "d/compiler-error-c2039.md"},
        {"the message as a bare line; level and number; an example that mends",
         "# Compiler Warning (level 1) C4999\n\nthe '#lamp' can only be used at night\n\nLamps "
         "cannot be used by day.\n\n## Example\n\nThis sample generates C4999 and shows how to fix "
         "it:\n\n```cpp\nint i;\n```\n",
         "page compiler-warning-level-1-c4999 | Compiler Warning (level 1) C4999\n"
         "M the '#lamp' can only be used at night\n"
         "C C4999\n"
         "? Lamps cannot be used by day.\n"
         "! This sample generates C4999 and shows how to fix it://```cpp/int i;/```\n"
         "> example\n", "d/c4999.md"},
        {"several lines, several messages",
         "# Compiler Error C2440\n\n> cannot turn '*lamp1*'\\\n> cannot switch '*lamp2*'\n\nIt is "
         "fixed.\n",
         "page compiler-error-c2440 | Compiler Error C2440\n"
         "M cannot turn '{lamp1}'\n"
         "M cannot switch '{lamp2}'\n"
         "C C2440\n"
         "? It is fixed.\n", "d/c2440.md"},
        {"a list of further messages, each with what it means",
         "# Lamp Error LP2002\n\n> Switching error\n\n### To fix by checking the following causes\n\n"
         "1. **Bulb expected in socket**\n\n   The socket is empty.\n\n1. **Invalid socket**\n\n   "
         "Make sure that the socket is one for lamps.\n",
         "page lamp-error-lp2002 | Lamp Error LP2002\n"
         "M Switching error\n"
         "C LP2002\n"
         "! 1. **Bulb expected in socket**//   The socket is empty./2. **Invalid socket**//   Make "
         "sure that the socket is one for lamps.\n"
         "> to-fix-by-checking-the-following-causes\n"
         "record to-fix-by-checking-the-following-causes/bulb-expected-in-socket | Bulb expected in "
         "socket\n"
         "M Bulb expected in socket\n"
         "? The socket is empty.\n"
         "record to-fix-by-checking-the-following-causes/invalid-socket | Invalid socket\n"
         "M Invalid socket\n"
         "! Make sure that the socket is one for lamps.\n", "d/lp2002.md"},
        {"a list in bold that tells what to do gives no messages",
         "# Lamp Error LP2003\n\nThe lamp is dark.\n\n## To fix\n\n1. **Switch it on**\n\n   It is "
         "at the door.\n\n1. **Change the bulb**\n\n   Bulbs are in the box.\n",
         "page lamp-error-lp2003 | Lamp Error LP2003\n"
         "C LP2003\n"
         "? The lamp is dark.\n"
         "! 1. **Switch it on**//   It is at the door./2. **Change the bulb**//   Bulbs are in the "
         "box.\n"
         "> to-fix\n", "d/lp2003.md"},
        {"sections that begin with a message of their own; the others are the page's",
         "# Lamp Warning LP4996\n\nThe lamp is old.\n\n## Old sockets\n\n> The socket is old. Use "
         "*`new-socket`* instead.\n\nSockets of wood burn.\n\nTo fix this issue, buy a new one.\n\n"
         "## Old bulbs\n\nThey are old, too.\n",
         "page lamp-warning-lp4996 | Lamp Warning LP4996\n"
         "C LP4996\n"
         "? The lamp is old.//**Old bulbs**//They are old, too.\n"
         "> old-bulbs\n"
         "section old-sockets | LP4996: Old sockets\n"
         "M The socket is old. Use {new_socket} instead\n"
         "c LP4996\n"
         "? Sockets of wood burn.\n"
         "! To fix this issue, buy a new one.\n", "d/lp4996.md"},
    };
    check(*state, forms, ARRAY_LEN(forms));
}

static void our_own_documents(void **state)
{
    static const struct form forms[] = {
        {"all labels of kb/",
         "---\ntitle: Lamps\nproduct: Azure Lamp\nurl: https://h/lamps\n---\n# Lamps\n\n## Android "
         "client\n\n### Error code 2607: lamp did not work\n\n**Message:** `Lamp {NAME} did not "
         "work.`\n\n**Message:** `The lamp is gone.`\n\n**Code:** 2607, 0x3000046, event 3703\n\n"
         "**Applies to:** client: Android client; phase: connection\n\n**Cause:** It is old.\n\n"
         "**Remedy:**\n\n1. Buy a lamp.\n2. See [this](more.md).\n\n```match\nerror 2607\n```\n\n"
         "```match client=android\nlamp\n```\n\n```no-match\ncandle\n```\n",
         "section error-code-2607-lamp-did-not-work | Error code 2607: lamp did not work\n"
         "M Lamp {NAME} did not work\n"
         "M The lamp is gone\n"
         "C 2607\n"
         "C 0x3000046\n"
         "C event 3703\n"
         "? It is old.\n"
         "! 1. Buy a lamp./2. See [this](https://h/more).\n"
         "@ client=android\n"
         "@ phase=connection\n"
         "@ product=azure-lamp\n", "d/lamps.md"},
    };
    struct fixture *f = *state;
    struct extracted got;
    run(f, forms[0].path, forms[0].document, &got);
    const struct entry *e = &got.entries[0];
    assert_int_equal(got.count, 1);
    assert_int_equal(e->sample_count, 3);
    assert_true(str_eq(e->samples[0].text, STR("error 2607")));
    assert_true(e->samples[0].matches);
    assert_true(str_eq(e->samples[1].facets, STR("client=android")));
    assert_false(e->samples[2].matches);
    assert_true(str_eq(e->samples[2].text, STR("candle")));
    assert_int_equal(e->samples[2].line, 36);
    assert_int_equal(str_find(e->body, STR("candle")), STR_NOT_FOUND);
    assert_true(str_eq(e->url, STR("https://h/lamps#error-code-2607-lamp-did-not-work")));
    assert_true(str_eq(got.title, STR("Lamps")));
    check(f, forms, ARRAY_LEN(forms));
}

static void facets_and_documents(void **state)
{
    struct fixture *f = *state;
    struct extracted got;
    static const char document[] =
        "---\ntitle: T\nms.date: 08/24/2022\nms.service: lamp-service\nlang: de-de\n---\n# T\n\n## "
        "Error: one fails\n\nIf you see it when using the web client, wait.\n\n## Windows Desktop "
        "client\n\n### Error: two fails\n\nTo fix this, wait.\n";
    run(f, "x/troubleshoot-y.md", document, &got);
    assert_int_equal(got.count, 2);
    assert_true(str_eq(got.date, STR("2022-08-24")));
    assert_true(str_eq(got.language, STR("de-de")));
    assert_int_equal(got.entries[0].url.n, 0);
    static const char *const want[] = {
        "section error-one-fails | Error: one fails\n"
        "M one fails\n"
        "! Wait.\n"
        "@ client=web\n@ product=lamp-service\n@ language=de-de\n",
        "section error-two-fails | Error: two fails\n"
        "M two fails\n"
        "! To fix this, wait.\n"
        "@ client=windows\n@ product=lamp-service\n@ language=de-de\n",
    };
    for (size_t i = 0; i < got.count; i++) {
        buf_clear(&f->out);
        put_entry(&got.entries[i], &f->out);
        assert_string_equal(buf_cstr(&f->out), want[i]);
    }
}

static void clients_and_pages_elsewhere(void **state)
{
    struct fixture *f = *state;
    struct extracted got;
    static const char document[] =
        "---\nsee: https://h/lamps\n---\n# Lamps\n\n## All clients\n\n### Error: one fails\n\nTo fix "
        "this, wait.\n\n## Any client.\n\n### Error: two fails\n\nTo fix this, wait.\n\n## All "
        "clients of the old lamp\n\n### Error: three fails\n\nTo fix this, wait.\n";
    run(f, "x/y.md", document, &got);
    assert_int_equal(got.count, 3);
    for (size_t i = 0; i < got.count; i++) {
        const struct entry *e = &got.entries[i];
        bool all = e->facet_count == 1 && str_eq(e->facets[0].name, STR("client")) &&
                   str_eq(e->facets[0].value, FACET_ALL);
        assert_int_equal(all, i < 2);
        assert_true(str_eq(e->url, STR("https://h/lamps"))); /* our anchors are not its anchors */
    }
    assert_true(str_eq(got.entries[0].facets[0].label, STR("All clients")));
    assert_true(str_eq(got.url, STR("https://h/lamps")));
}

static void other_languages(void **state)
{
    static const struct form forms[] = {
        {"German",
         "# Problembehandlung\n\n## Fehler: Lampe fehlt\n\n**Ursache:** Sie ist weg.\n\n**Lösung:** "
         "Neue kaufen.\n",
         "section fehler-lampe-fehlt | Fehler: Lampe fehlt\n"
         "M Lampe fehlt\n"
         "? Sie ist weg.\n"
         "! Neue kaufen.\n", "d/seite.md"},
        {"Japanese, full-width colons",
         "# トラブルシューティング\n\n## ランプのエラー 0x80070005\n\n原因：ランプがありません。\n\n解決策：買います。\n",
         "section ランプのエラー-0x80070005 | ランプのエラー 0x80070005\n"
         "C 0x80070005\n"
         "? ランプがありません。\n"
         "! 買います。\n", "d/ja.md"},
    };
    check(*state, forms, ARRAY_LEN(forms));
}

/* Entries keep their ids when something is added elsewhere in the file. */
static void ids_are_stable(void **state)
{
    struct fixture *f = *state;
    struct extracted before, after;
    run(f, "d/errors.md",
        "## A fails\n\nTo fix this, x.\n\n## Codes\n\n|Error code|Description|\n|---|---|\n|0x80070005"
        "|a|\n|0x80070006|b|\n", &before);
    run(f, "d/errors.md",
        "# Title\n\ntext\n\n## New fails\n\nTo fix this, x.\n\n## A fails\n\nTo fix this, y.\n\n## "
        "Codes\n\n|Error code|Description|\n|---|---|\n|0x80070009|n|\n|0x80070005|a|\n|0x80070006|b|\n",
        &after);
    assert_int_equal(before.count, 3);
    assert_int_equal(after.count, 5);
    for (size_t i = 0; i < before.count; i++) {
        size_t found = 0;
        for (size_t k = 0; k < after.count; k++)
            found += str_eq(before.entries[i].id, after.entries[k].id);
        assert_int_equal(found, 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(sections, set_up, tear_down),
        cmocka_unit_test_setup_teardown(headings_that_are_codes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(values_of_examples, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_no_problem, set_up, tear_down),
        cmocka_unit_test_setup_teardown(rows_terms_and_records, set_up, tear_down),
        cmocka_unit_test_setup_teardown(whole_pages, set_up, tear_down),
        cmocka_unit_test_setup_teardown(our_own_documents, set_up, tear_down),
        cmocka_unit_test_setup_teardown(facets_and_documents, set_up, tear_down),
        cmocka_unit_test_setup_teardown(clients_and_pages_elsewhere, set_up, tear_down),
        cmocka_unit_test_setup_teardown(other_languages, set_up, tear_down),
        cmocka_unit_test_setup_teardown(ids_are_stable, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
