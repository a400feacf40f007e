/* What documentation sites write beyond CommonMark: lines that stay lines, code that stays code,
 * and stretches that hold for some readers only. */
#include "import/read/dialect.h"
#include "import/extract/extract.h"
#include "import/words/facet.h"
#include "import/tree/fence.h"
#include "import/words/label.h"
#include "import/tree/link.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

struct heard {
    struct buf text; /* "line message" lines */
};

static void on_warning(void *ctx, uint32_t line, const char *message)
{
    buf_printf(&((struct heard *)ctx)->text, "%u %s\n", line, message);
}

static size_t lines_of(struct str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += s.p[i] == '\n';
    return n;
}

static void translates_lines(void **state)
{
    (void)state;
    static const struct {
        const char *text, *want, *comment;
    } t[] = {
        {"plain *text*\n", "plain *text*\n", "nothing to do"},
        {"no end", "no end", "no line feed at the end stays so"},
        {"a [!VIDEO https://h/v] b\n", "a  b\n", "a film"},
        {"> [!NOTE]\n> x\n", "> [!NOTE]\n> x\n", "an alert is for label.c"},
        {"[!NOTE]\nx\n", "**NOTE:**\nx\n", "an alert without its quote"},
        {"[!code-c[Main](a.c?range=1-2)]\n", "[Main](a.c?range=1-2)\n", "a snippet is a link"},
        {"[!code-c[](a.c)]\n", "[code](a.c)\n", "and one without a title"},
        {"Press [!UICONTROL Start].\n", "Press **Start**.\n", "what stands on a button"},
        {"[!INCLUDE [a](b c.md)]\n", "[!INCLUDE [a](<b c.md>)]\n", "a name with a blank"},
        {"[!INCLUDE [a](x\\b.md)]\n", "[!INCLUDE [a](<x/b.md>)]\n", "a path of Windows"},
        {"[!INCLUDE [a](<b c.md>)]\n", "[!INCLUDE [a](<b c.md>)]\n", "one that is right already"},
        {"`[!VIDEO x]` \\[!VIDEO y]\n", "`[!VIDEO x]` \\[!VIDEO y]\n", "in code, and escaped"},
        {"[!VIDEO no end\n", "[!VIDEO no end\n", "no bracket"},
        {":::image type=\"icon\" source=\"a b.png\" alt-text=\"A [b] *c*\":::\n",
         "![A \\[b\\] \\*c\\*](<a b.png>)\n", "a picture"},
        {"Press :::image source=\"a.png\" alt-text='x':::, then :::image source=\"b.png\":::.\n",
         "Press ![x](<a.png>), then ![](<b.png>).\n", "among text"},
        {"   :::image source=\"a\"\n   alt-text=\"b\n   c\":::\nd\n", "   ![b    c](<a>)\n\n\nd\n",
         "over several lines, in a list"},
        {":::image source=\"a\" alt-text=\"b\" "
         "type=\"complex\":::\nLong\ntext\n:::image-end:::\nc\n",
         "![b Long text](<a>)\n\n\n\nc\n", "with its description"},
        {":::image source=\"a\" alt-text=\"say \\\"b\\\"\":::\n", "![say \"b\"](<a>)\n",
         "quotes in quotes"},
        {"::: image source=\"a\n\nb\n", "![](<a>)\n\nb\n",
         "never closed: up to the end of the line"},
        {":::row:::\n:::column:::\n      # A\n      b\n:::column-end:::\n:::row-end:::\n",
         "\n\n# A\nb\n\n\n", "columns, and their indent"},
        {":::code language=\"c\" source=\"~/x/a.c\" id=\"b\":::\n", "[a.c](<~/x/a.c>)\n",
         "code elsewhere"},
        {"The :::no-loc text=\"Lamp\"::: is.\n", "The Lamp is.\n", "a name that is not translated"},
        {":::note Mind this\nx\n:::\n", "**Mind this**\nx\n\n", "a box with a title"},
        {"arn:aws:s3:::bucket and a:::image\n", "arn:aws:s3:::bucket and a![](<>)\n",
         "colons of a name"},
        {"arn:aws:s3:::bucket\n", "arn:aws:s3:::bucket\n", "and nothing but these"},
        {"a <!-- b --> c\n", "a  c\n", "a comment"},
        {"a <!-- b\n\n```\nc\n```\n--> d\n", "a \n\n\n\n\n d\n", "over blocks"},
        {"`<!-- a -->` \\<!-- b -->\n", "`<!-- a -->` \\<!-- b -->\n", "in code, and escaped"},
        {"    <!-- a -->\n", "    <!-- a -->\n", "in indented code"},
        {"- a\n\n  <!-- b -->\n", "- a\n\n  \n", "in a list"},
        {"## A {#b-1}\n", "## A <a name=\"b-1\"></a>\n", "an id of one's own"},
        {"## A {: #b .c }\n", "## A <a name=\"b\"></a>\n", "another way to write it"},
        {"## Error {0} in {1}\n## B {#}\n", "## Error {0} in {1}\n## B {#}\n",
         "placeholders are none"},
        {"<a name=\"a\"></a>\n## B\n", "\n## B<a name=\"a\"></a>\n", "an anchor over its heading"},
        {"<a id=\"a\"></a>\n\n## B {#c}\n", "<a id=\"a\"></a>\n\n## B <a name=\"c\"></a>\n",
         "with a blank line it may stay"},
        {"<a href=\"a\">b</a>\n## C\n", "<a href=\"a\">b</a>\n## C\n", "a link is no anchor"},
        {"|a|b|\n|-|--|\n", "|a|b|\n|---|----|\n", "dashes"},
        {"# [A b](#tab/c)\nx\n\n---\ny\n", "###### A b\nx\n\n\ny\n", "a tab and its end"},
        {"x\n\n---\n", "x\n\n---\n", "a rule elsewhere"},
        {"```\n# [A](#tab/a)\n::: zone\n<!--\n```\n", "```\n# [A](#tab/a)\n::: zone\n<!--\n```\n",
         "code"},
        {"1. x\n   ```\n   <!-- a -->\n   ```\n   [!VIDEO b]\n",
         "1. x\n   ```\n   <!-- a -->\n   ```\n   \n", "code in a list"},
        {"- x\n  ```\n  y\n\nz [!VIDEO b]\n", "- x\n  ```\n  y\n\nz \n",
         "a fence that ends with its list"},
        {"> ```\n> [!VIDEO a]\n\n[!VIDEO b]\n", "> ```\n> [!VIDEO a]\n\n\n", "or with its quote"},
        {"```\n- [!VIDEO a]\n", "```\n- [!VIDEO a]\n", "one that never ends"},
    };
    struct arena *a = arena_new();
    struct buf out = BUF_INIT(1 << 20);
    for (size_t i = 0; i < ARRAY_LEN(t); i++) {
        struct scopes scopes = {.arena = a};
        struct str got = dialect_translate(str_of(t[i].text), 1, &out, &scopes);
        if (!str_eq(got, str_of(t[i].want)))
            fail_msg("%s:\n%s gave\n%.*s\nnot\n%s", t[i].comment, t[i].text, STR_ARG(got),
                     t[i].want);
        assert_int_equal(lines_of(got), lines_of(str_of(t[i].text)));
    }
    buf_release(&out);
    arena_free(a);
}

/* "name=value" of all facets of each line, then the warnings. */
static void describe(struct arena *a, const char *text, struct buf *out)
{
    struct heard heard = {BUF_INIT(1 << 16)};
    struct buf translated = BUF_INIT(1 << 20);
    struct scopes scopes = {.arena = a, .warn = on_warning, .warn_ctx = &heard};
    dialect_translate(str_of(text), 1, &translated, &scopes);
    buf_clear(out);
    for (uint32_t line = 1; line <= lines_of(str_of(text)); line++) {
        struct facet found[4];
        size_t n = scope_facets(&scopes, line, found, ARRAY_LEN(found));
        if (n)
            buf_printf(out, "%u:", line);
        for (size_t i = 0; i < n; i++)
            buf_printf(out, " %.*s=%.*s", STR_ARG(found[i].name), STR_ARG(found[i].value));
        buf_puts(out, n ? "\n" : "");
    }
    buf_put(out, buf_str(&heard.text));
    buf_release(&heard.text);
    buf_release(&translated);
}

static const char zone_open[] =
    "1 a zone that is not closed (::: zone-end): for whom it holds is not known\n";
static const char tabs_open[] =
    "1 tabs that are not closed (---): the last one ends at the next heading\n";

static void knows_who_lines_are_for(void **state)
{
    (void)state;
    static const struct {
        const char *text, *want, *comment;
    } t[] = {
        {"a\n::: zone target=\"docs\" pivot=\"x\"\nb\n::: zone-end\nc\n", "2: zone=x\n3: zone=x\n",
         "a zone"},
        {"::: zone pivot=\"x,y\"\nb\n::: zone-end\n", "1: zone=x zone=y\n2: zone=x zone=y\n",
         "of two"},
        {"::: zone target=\"docs\"\nb\n::: zone-end\n", "", "for everybody"},
        {":::moniker range=\">= a-2\"\nb\n:::moniker-end\n",
         "1: version=a-2-and-later\n2: version=a-2-and-later\n", "versions"},
        {"::: moniker range=\"<a-2||=a-4\"\n::: moniker-end\n",
         "1: version=before-a-2 version=a-4\n", "several of them"},
        {"::: moniker range=\">=a <= b\"\n::: moniker-end\n",
         "1: version=a-and-later-b-and-earlier\n", "from and to"},
        {"# [One](#tab/a)\nx\n# [Two](#tab/b)\ny\n\n---\nz\n",
         "1: tab=a\n2: tab=a\n3: tab=b\n4: tab=b\n5: tab=b\n", "tabs"},
        {"# [Azure CLI](#tab/c)\n# [Android](#tab/d)\n***\n",
         "1: tool=azure-cli\n2: client=android\n", "of known names"},
        {"# [A](#tab/a/linux)\n---\n", "1: tab=a client=linux\n", "that depend on others"},
        {"# [A](#tab/a)\n::: zone pivot=\"z\"\nx\n::: zone-end\n---\n",
         "1: tab=a\n2: zone=z tab=a\n3: zone=z tab=a\n4: tab=a\n", "a zone in a tab"},
        {"# [A](#tab/a)\n## [B](#tab/b)\n## [C](#tab/c)\n# [D](#tab/d)\n---\ny\n",
         "1: tab=a\n2: tab=b tab=a\n3: tab=c tab=a\n4: tab=d\n", "tabs in a tab"},
        {"::: zone pivot=\"x\"\nb\n", zone_open, "never closed: no facets"},
        {"::: zone pivot=\"x\"\n::: zone pivot=\"y\"\n::: zone-end\n",
         "2: zone=y\n1 a zone that is not closed (::: zone-end): for whom it holds is not known\n",
         "or by the next one"},
        {"x\n::: zone-end\n", "2 ::: zone-end without its ::: zone: left out\n", "an end alone"},
        {"# [A](#tab/a)\nx\n\n## H\n\ny\n",
         "1: tab=a\n2: tab=a\n3: tab=a\n1 tabs that are not closed (---): the last one ends at the "
         "next "
         "heading\n",
         "tabs up to the next heading"},
        {"# [A](#tab/a)\n\n## H\n\n# [A](#tab/a)\n---\n",
         "1: tab=a\n2: tab=a\n5: tab=a\n1 tabs that are not closed (---): the last one ends at the "
         "next "
         "heading\n",
         "the same tab again is another group"},
        {"# [A](#tab/a)\n\n### H\n\n# [B](#tab/b)\n---\n",
         "1: tab=a\n2: tab=a\n3: tab=a\n4: tab=a\n5: tab=b\n", "a heading inside of a tab"},
        {"# [A](#tab/a)\nx\n", tabs_open, "never closed"},
    };
    struct arena *a = arena_new();
    struct buf out = BUF_INIT(1 << 16);
    for (size_t i = 0; i < ARRAY_LEN(t); i++) {
        describe(a, t[i].text, &out);
        bool open = t[i].want == tabs_open;
        const char *got = buf_cstr(&out);
        if (open ? strstr(got, tabs_open) == NULL : strcmp(got, t[i].want) != 0)
            fail_msg("%s:\n%s gave\n%s\nnot\n%s", t[i].comment, t[i].text, got, t[i].want);
    }
    buf_release(&out);
    arena_free(a);
}

static void names_stand_before_what_they_name(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    struct buf translated = BUF_INIT(1 << 16);
    struct scopes scopes = {.arena = a};
    bool truncated;
    struct node *root =
        dialect_parse(STR("# [A](#tab/a)\nx\n\n- y\n\n  # [B](#tab/b)\n  z\n\n  ---\n"
                          "\n---\n\n::: zone pivot=\"c\"\n## H\n::: zone-end\n"),
                      1, &translated, &scopes, &truncated);
    struct node *n = root->first;
    assert_int_equal(n->type, NODE_PARAGRAPH);
    assert_int_equal(n->label, LABEL_CHOICE);
    assert_int_equal(n->first->type, NODE_STRONG);
    n = n->next->next;
    assert_int_equal(n->type, NODE_LIST);
    assert_int_equal(n->first->first->next->label, LABEL_CHOICE);
    n = n->next; /* a zone with headings has facets and no name */
    assert_int_equal(n->type, NODE_HEADING);
    assert_int_equal(n->level, 2);
    assert_null(n->next);
    buf_release(&translated);
    arena_free(a);
}

static void bounds_stretches(void **state)
{
    (void)state;
    static const char *const units[] = {"::: zone pivot=\"a\"\n",
                                        "# [A](#tab/a)\n",
                                        "::: zone-end\n",
                                        "::: zone pivot=\"a\"\n::: moniker range=\"b\"\n",
                                        "<!--\n",
                                        ":::image source=\"a\n",
                                        "[![!",
                                        ":::image ",
                                        "# [A](#tab/a)\n## [B](#tab/b)\n"};
    struct arena *a = arena_new();
    for (size_t i = 0; i < ARRAY_LEN(units); i++) {
        struct buf text = BUF_INIT(8 << 20), translated = BUF_INIT(32 << 20);
        struct heard heard = {BUF_INIT(1 << 20)};
        struct scopes scopes = {.arena = a, .warn = on_warning, .warn_ctx = &heard};
        for (size_t k = 0; k < 30000; k++)
            buf_puts(&text, units[i]);
        struct str got = dialect_translate(buf_str(&text), 1, &translated, &scopes);
        assert_int_equal(lines_of(got), lines_of(buf_str(&text)));
        assert_true(scopes.count <= SCOPES_MAX);
        assert_true(lines_of(buf_str(&heard.text)) <= SCOPE_WARNINGS_MAX + 3);
        buf_release(&heard.text);
        buf_release(&text);
        buf_release(&translated);
        arena_reset(a);
    }
    arena_free(a);
}

/* Entries of a document as "line title: facet=value ... | remedy" lines. */
static void put_entries(struct arena *a, const struct cues *cues, const char *text, struct buf *out)
{
    struct buf translated = BUF_INIT(1 << 20);
    struct scopes scopes = {.arena = a};
    const struct front front = {0};
    bool truncated;
    struct extract_input in = {
        .source = STR("s"),
        .path = STR("troubleshoot.md"),
        .front = &front,
        .root = dialect_parse(str_of(text), 1, &translated, &scopes, &truncated),
        .scopes = &scopes,
        .cues = cues,
    };
    struct extracted found;
    extract(a, &in, &found);
    buf_clear(out);
    for (size_t i = 0; i < found.count; i++) {
        const struct entry *e = &found.entries[i];
        buf_printf(out, "%u %.*s:", e->line, STR_ARG(e->title));
        for (size_t k = 0; k < e->facet_count; k++)
            buf_printf(out, " %.*s=%.*s", STR_ARG(e->facets[k].name), STR_ARG(e->facets[k].value));
        buf_printf(out, " | %.*s\n", STR_ARG(e->remedy));
    }
    buf_release(&translated);
}

static void problems_have_the_facets_of_their_place(void **state)
{
    (void)state;
    static const struct {
        const char *text, *want, *comment;
    } t[] = {
        {"## Error: E1001 dark\n\n**Cause:** a\n\n**Fix:**\n\n# [Azure CLI](#tab/cli)\n\nRun b.\n\n"
         "# [Bash](#tab/bash)\n\nRun c.\n\n---\n\nWait.\n",
         "1 Error: E1001 dark: | **Azure CLI**\n\nRun b.\n\n**Bash**\n\nRun c.\n\nWait.\n",
         "ways to mend one problem"},
        {"## Lamps\n\n# [Android](#tab/a)\n\n### Error: E1001 dark\n\n**Fix:** Wait.\n\n"
         "# [Web](#tab/w)\n\n### Error: E1002 dark\n\n**Fix:** Reload.\n\n---\n\n"
         "### Error: E1003 dark\n\n**Fix:** Go.\n",
         "5 Error: E1001 dark: client=android | Wait.\n11 Error: E1002 dark: client=web | Reload.\n"
         "17 Error: E1003 dark: | Go.\n",
         "headings in tabs"},
        {"## Lamps fail\n\n# [Android](#tab/a)\n\nIf you see the error **No bulb is here**, add "
         "one.\n\n"
         "# [Web](#tab/w)\n\nIf you see the error **No page is here**, restart it.\n\n---\n",
         "3 No bulb is here: client=android | Add one.\n7 No page is here: client=web | Restart "
         "it.\n",
         "messages in tabs"},
        {"## Errors\n\n::: zone pivot=\"x\"\n\n| Code | Message |\n|--|--|\n| E1001 | dark |\n"
         "| E1002 | darker |\n\n::: zone-end\n",
         "7 E1001: zone=x | \n8 E1002: zone=x | \n", "rows in a zone"},
    };
    struct arena *a = arena_new();
    struct cues *cues = cues_new();
    struct buf out = BUF_INIT(1 << 16);
    for (size_t i = 0; i < ARRAY_LEN(t); i++) {
        put_entries(a, cues, t[i].text, &out);
        if (strcmp(buf_cstr(&out), t[i].want) != 0)
            fail_msg("%s gave\n%s\nnot\n%s", t[i].comment, buf_cstr(&out), t[i].want);
    }
    buf_release(&out);
    cues_free(cues);
    arena_free(a);
}

static void rebases_links(void **state)
{
    (void)state;
    static const struct {
        const char *from, *to, *target, *want, *comment;
    } t[] = {
        {"i/a.md", "p.md", "x.md", "i/x.md", "beside the include"},
        {"i/a.md", "p.md", "../x.md#y", "x.md#y", "beside the page"},
        {"i/a.md", "d/p.md", "x.md", "../i/x.md", "from another folder"},
        {"a.md", "d/e/p.md", "x.md", "../../x.md", "from further in"},
        {"i/a.md", "p.md", "../../x.md", "../x.md", "out of the source"},
        {"i/a.md", "i/p.md", "../x.md", "../x.md", "the same folder"},
        {"i/a.md", "p.md", "#y", "#y", "an anchor is the page's"},
        {"i/a.md", "p.md", "/x", "/x", "rooted"},
        {"i/a.md", "p.md", "~/x.md", "~/x.md", "from the root"},
        {"i/a.md", "p.md", "https://h/x", "https://h/x", "absolute"},
    };
    struct arena *a = arena_new();
    for (size_t i = 0; i < ARRAY_LEN(t); i++) {
        struct str got = link_rebase(a, str_of(t[i].from), str_of(t[i].to), str_of(t[i].target));
        if (!str_eq(got, str_of(t[i].want)))
            fail_msg("%s: %.*s", t[i].comment, STR_ARG(got));
    }
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(translates_lines),
        cmocka_unit_test(knows_who_lines_are_for),
        cmocka_unit_test(names_stand_before_what_they_name),
        cmocka_unit_test(bounds_stretches),
        cmocka_unit_test(problems_have_the_facets_of_their_place),
        cmocka_unit_test(rebases_links),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
