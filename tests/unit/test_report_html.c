/* The stored Markdown as HTML: what it becomes, and what it can never become. */
#include "report/html.h"
#include "report/markdown_clean.h"
#include "report/markdown_html.h"
#include "report/safe.h"
#include "text/utf8.h"

#include "../support/html_check.h"
#include "../support/random.h"
#include "unit.h"

static const struct entry_link LINKS[] = {
    {STR_INIT("avd"), STR_INIT("agent.md#error-3703"), STR_INIT("avd/agent.md#error-3703")},
    {STR_INIT("other"), STR_INIT("here.md"), STR_INIT("other/here.md#here")},
};
static const struct entry_links OF_AVD = {LINKS, ARRAY_LEN(LINKS), STR_INIT("avd")};

static void renders(void **state)
{
    (void)state;
    static const struct {
        const char *markdown, *want, *comment;
        const char *again; /* of the clean Markdown, where that is other */
    } t[] = {
        {"", "", "nothing", NULL},
        {"one\ntwo\n\nthree", "<p>one\ntwo</p>\n<p>three</p>\n", "paragraphs", NULL},
        {"a < b & c > \"d\" 'e'", "<p>a &lt; b &amp; c &gt; &quot;d&quot; &#39;e&#39;</p>\n",
         "markup characters", NULL},
        {"<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n",
         "no raw HTML", NULL},
        {"**b** *e* ***x*** **a *b* c** `c < d`",
         "<p><strong>b</strong> <em>e</em> <strong><em>x</em></strong> <strong>a <em>b</em> "
         "c</strong> <code>c &lt; d</code></p>\n",
         "marks nest", NULL},
        {"*a **b* c**", "<p><em>a </em><strong><em>b</em> c</strong></p>\n",
         "marks that do not nest are made to",
         "<p><em>a </em><strong><em>b</em></strong> c</p>\n"},
        {"*a **b** c* **d *e* f**",
         "<p><em>a </em><strong><em>b</em></strong><em> c</em> <strong>d <em>e</em> f</strong></p>\n",
         "either in the other", NULL},
        {"# One\n#### Two", "<h3>One</h3>\n<h4>Two</h4>\n", "headings below the entry's own", NULL},
        {"1. a\n2. b\n", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>\n", "steps", NULL},
        {"1. a\n\n   ```sh\n   x < y\n\n   ```\n\n   then\n2. b",
         "<ol>\n<li>a\n<pre><code class=\"language-sh\">x &lt; y\n\n</code></pre>\n<p>then</p>\n"
         "</li>\n<li>b</li>\n</ol>\n",
         "code in a step", NULL},
        {"3. c\n5. e", "<ol>\n<li value=\"3\">c</li>\n<li value=\"5\">e</li>\n</ol>\n",
         "numbers are kept", NULL},
        {"- a\n  - b\n- c\n\ntext\n- d",
         "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n<li>c</li>\n</ul>\n<p>text</p>\n<ul>\n"
         "<li>d</li>\n</ul>\n",
         "lists in lists, and apart", NULL},
        {"- a\n1. b", "<ul>\n<li>a</li>\n</ul>\n<ol>\n<li>b</li>\n</ol>\n", "two kinds, two lists", NULL},
        {"> a\n> - b\n\nc",
         "<blockquote>\n<p>a</p>\n<ul>\n<li>b</li>\n</ul>\n</blockquote>\n<p>c</p>\n", "quote", NULL},
        {"a\n\n---\n\nb", "<p>a</p>\n<hr/>\n<p>b</p>\n", "rule", NULL},
        {"a\\\nb<br>c", "<p>a<br/>\nb<br/>\nc</p>\n", "breaks", NULL},
        {"| A | B |\n|---|---|\n| `x\\|y` | **z** |\n| 1 |",
         "<table>\n<thead><tr><th>A</th><th>B</th></tr>\n</thead>\n<tbody>\n"
         "<tr><td><code>x|y</code></td><td><strong>z</strong></td></tr>\n"
         "<tr><td>1</td><td></td></tr>\n</tbody>\n</table>\n",
         "table, short rows filled up", NULL},
        {"[**t** `c`](https://x.y/?a=1&b=2 \"title\")",
         "<p><a href=\"https://x.y/?a=1&amp;b=2\"><strong>t</strong> <code>c</code></a></p>\n",
         "link", NULL},
        {"<https://x.y> <a@b.c>",
         "<p><a href=\"https://x.y\">https://x.y</a> <a href=\"mailto:a@b.c\">a@b.c</a></p>\n",
         "addresses", NULL},
        {"see [it](agent.md#error-3703) and [here](here.md)",
         "<p>see <a href=\"agent.md#error-3703\" data-entry=\"avd/agent.md#error-3703\">it</a> and "
         "<a href=\"here.md\">here</a></p>\n",
         "links to entries, of the same source only", NULL},
        {"[a](javascript:alert(1)) [b](JaVa&#115;cript:x) [c](data:text/html,x) [d](vbscript:x)",
         "<p>a b c d</p>\n", "no scheme but those that are harmless", NULL},
        {"[a](<java\tscript:x>) [b](< javascript:x>) [c](\x01javascript:x)",
         "<p>a b c</p>\n", "nor one that a browser would mend", NULL},
        {"[a](//x.y) [b](/\\x.y) [c](\\\\\\\\x.y) [d](C:\\x)",
         "<p>a <a href=\"/%5Cx.y\">b</a> <a href=\"%5C%5Cx.y\">c</a> d</p>\n",
         "nor a host without one", NULL},
        {"[a](x\" onclick=\"y)", "<p>[a](x&quot; onclick=&quot;y)</p>\n", "no link", NULL},
        {"[a](<x\" onclick=\"y>)",
         "<p><a href=\"x%22%20onclick=%22y\">a</a></p>\n", "quotes in a target", NULL},
        {"![a <b>](https://x.y/i.png) ![](j.png)",
         "<p><span class=\"errkb-picture\">[picture: a &lt;b&gt;]</span> </p>\n",
         "pictures are not fetched",
         "<p>[picture: a &lt;b&gt;]</p>\n"},
        {"```\"><script>\nx\n```", "<pre><code>x\n</code></pre>\n", "a language that is none", NULL},
        {"```\nnever closed", "<pre><code>never closed\n</code></pre>\n", "open at the end", NULL},
        {"a \x1b[31m \xff \xe2\x80\xae &#27;",
         "<p>a \xe2\x90\x9b[31m \xef\xbf\xbd \xef\xbf\xbd \xe2\x90\x9b</p>\n",
         "controls, broken UTF-8, bidirectional marks", NULL},
    };
    for (size_t i = 0; i < ARRAY_LEN(t); i++) {
        struct buf out = BUF_INIT(1 << 20);
        size_t where;
        markdown_html(&out, str_of(t[i].markdown), &OF_AVD);
        check_str(buf_str(&out), t[i].want, t[i].comment);
        const char *fault = html_fault(buf_str(&out), &where);
        if (fault)
            fail_msg("%s: %s at %zu", t[i].comment, fault, where);
        /* Written anew as Markdown it says the same. */
        struct buf clean = BUF_INIT(1 << 20);
        markdown_clean(&clean, str_of(t[i].markdown));
        buf_clear(&out);
        markdown_html(&out, buf_str(&clean), &OF_AVD);
        check_str(buf_str(&out), t[i].again ? t[i].again : t[i].want, t[i].comment);
        buf_release(&clean);
        buf_release(&out);
    }
}

/* What the property below relies on: each of these is refused. */
static void the_check_sees_faults(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "<p>a", "a</p>", "<p><em>a</p></em>", "<p><p>a</p></p>", "<script>x</script>", "a & b",
        "a > b", "<ul>text</ul>", "<ul><p>x</p></ul>", "<li>x</li>", "<td>x</td>", "<p class=x>a</p>",
        "<p onclick=\"x\">a</p>", "<a href=\"javascript:x\">a</a>",
        "<a href=\"  java\tscript:x\">a</a>", "<a href=\"//x\">a</a>", "<a href=\"data:x\">a</a>",
        "<a href=\"x\"><em><a href=\"y\">b</a></em></a>", "<br>", "&nbsp;", "<p>a</P>",
        "<a href=\"x&y\">a</a>", "<em><p>a</p></em>", "<a href=\"\">a</a>",
    };
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        size_t where;
        if (!html_fault(str_of(bad[i]), &where))
            fail_msg("not seen: %s", bad[i]);
    }
}

/* Markdown put together from its own marks, in every wrong order. */
static void any_markdown_gives_sound_html(void **state)
{
    (void)state;
    static const char *const PIECES[] = {
        "- ",   "1. ",  "7) ",  "> ",    "\n",    "\n\n",   "   ",  "\t",   "```",   "~~~~",
        "# ",   "#### ", "| ",  " | ",   "|--|",  "---",    "*",    "**",   "***",   "_",
        "`",    "``",   "[",    "](",    ")",     "![",     "<",    ">",    "<br>",  "\\",
        "&",    "&lt;", "&#0;", "&#x3c;", "word", "x.md#a", "'\"", "<b ", "</p>",  "<!--",
        "https://x.y", "javascript:x", "agent.md#error-3703", "\xff", "\x1b", "\xe2\x80\xae", "a@b",
    };
    struct random random = {20261122};
    for (size_t round = 0; round < 20000; round++) {
        struct buf markdown = BUF_INIT(4096), out = BUF_INIT(1 << 20);
        size_t pieces = 1 + random_below(&random, 40), where;
        for (size_t i = 0; i < pieces; i++)
            buf_puts(&markdown, PIECES[random_below(&random, ARRAY_LEN(PIECES))]);
        markdown_html(&out, buf_str(&markdown), &OF_AVD);
        const char *fault = html_fault(buf_str(&out), &where);
        if (fault)
            fail_msg("round %zu: %s at %zu of\n%.*s\nfrom\n%.*s", round, fault, where,
                     STR_ARG(buf_str(&out)), STR_ARG(buf_str(&markdown)));
        assert_int_equal(utf8_valid(buf_str(&out)), out.n);
        buf_release(&markdown);
        buf_release(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(renders),
        cmocka_unit_test(the_check_sees_faults),
        cmocka_unit_test(any_markdown_gives_sound_html),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
