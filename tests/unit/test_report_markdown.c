/* The stored Markdown as terminal text; wrapping. */
#include "report/markdown_text.h"

#include "base/arena.h"
#include "text/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <time.h>
#include <cmocka.h>

/* Rendered text, its links as "[1] target" lines behind it. */
static struct str render(struct arena *a, struct str markdown, size_t width)
{
    struct buf out = BUF_INIT(1 << 24);
    struct markdown_links links = {0};
    struct flow f;
    flow_init(&f, &out, width, false);
    markdown_text(&f, markdown, &links);
    flow_release(&f);
    for (size_t i = 0; i < links.count; i++)
        buf_printf(&out, "[%zu] %.*s\n", i + 1, STR_ARG(links.targets[i]));
    struct str text = arena_dup(a, buf_str(&out));
    markdown_links_release(&links);
    buf_release(&out);
    return text;
}

static void renders(void **state)
{
    (void)state;
    static const struct {
        const char *markdown;
        size_t width;
        const char *want, *comment;
    } t[] = {
        {"", 40, "", "nothing"},
        {"\n\n \n", 40, "", "only empty lines"},
        {"one two three four", 14, "one two three\nfour\n", "wrapped"},
        {"one\ntwo", 40, "one two\n", "lines of a paragraph are joined"},
        {"one\n\n\n\ntwo", 40, "one\n\ntwo\n", "one empty line between paragraphs"},
        {"one\\\ntwo  \nthree", 40, "one\ntwo\nthree\n", "hard breaks"},
        {"a<br>b<br/>c<br />d", 40, "a\nb\nc\nd\n", "<br>"},
        {"**bold** *em* __b__ _e_ ***x***", 40, "bold em b e x\n", "emphasis"},
        {"2 * 3 * 4, snake_case_name, a ** b", 60, "2 * 3 * 4, snake_case_name, a ** b\n",
         "no emphasis"},
        {"**never closed, *nor this", 40, "**never closed, *nor this\n", "no closer: text"},
        {"\\*a\\* \\`b\\` \\[c\\](d) \\\\ \\x", 40, "*a* `b` [c](d) \\ \\x\n", "escapes"},
        {"a &amp; &lt;b&gt; &quot;c&quot; &#65;&#x42; &nope; &", 60,
         "a & <b> \"c\" AB &nope; &\n", "entities"},
        {"run `net  use` and ``a`b``, `open", 60, "run `net  use` and `a`b`, `open\n", "code"},
        {"aaaa bbbb `cccc dddd ee`, ff", 20, "aaaa bbbb\n`cccc dddd ee`, ff\n",
         "a command stays on one line"},
        {"a `bbbb cccc dddd eeee ffff`", 20, "a `bbbb cccc dddd\neeee ffff`\n",
         "where it fits on one"},
        {"[text](https://x.y/z \"title\") and [text](<https://x.y/z>)", 60,
         "text\xc2\xa0[1] and text\xc2\xa0[1]\n[1] https://x.y/z\n", "links, one target"},
        {"[**b** `c`](u) ![alt](i.png)![](j.png)", 60,
         "b `c`\xc2\xa0[1] [picture: alt]\n[1] u\n", "markup in a link; pictures"},
        {"[https://x.y](https://x.y) [x.y](https://x.y) [here](#there)", 60,
         "https://x.y x.y here\n", "text is the target; a place in the page"},
        {"[a](b(c)d) [x] [y](z [w]", 60, "a\xc2\xa0[1] [x] [y](z [w]\n[1] b(c)d\n",
         "balanced parentheses; no links"},
        {"<https://x.y> <a@b.c> <tag>", 60, "https://x.y a@b.c <tag>\n", "angles"},
        {"# One\n## Two\ntext", 40, "One\n\nTwo\ntext\n", "headings"},
        {"- a\n- bb cc dd ee ff\n  - f\n- g", 14, "- a\n- bb cc dd ee\n  ff\n  - f\n- g\n",
         "nested list, wrapped"},
        {"1. a\n2. b\n\n   c\n10. d", 40, "1. a\n2. b\n\n   c\n10. d\n", "numbers are kept"},
        {"1. a\n\n2. b", 40, "1. a\n\n2. b\n", "a loose list stays loose"},
        {"in\n2026. Then", 40, "in 2026. Then\n", "a number in a paragraph"},
        {"text\n- item", 40, "text\n- item\n", "a list ends a paragraph"},
        {"-\n- b", 40, "-\n- b\n", "an empty item shows"},
        {"> a b\n> c\n>\n> d\n\ne", 40, "> a b c\n>\n> d\n\ne\n", "quote"},
        {"> aaaa bbbb cccc d", 13, "> aaaa bbbb\n> cccc d\n", "a narrow quote"},
        {"> lazy\nline", 40, "> lazy line\n", "lazy line"},
        {"```sh\na  b\n\n\tc\n```\nd", 8, "    a  b\n\n        c\nd\n", "code is kept"},
        {"```\nlong line of code\n```", 8, "    long line of code\n", "and never wrapped"},
        {"~~~~\n```\n~~~\n~~~~", 40, "    ```\n    ~~~\n", "the other fence"},
        {"```\nnever closed", 40, "    never closed\n", "open at the end"},
        {"1. a\n\n   ```\n   x\n     y\n   ```\n2. b", 40,
         "1. a\n\n       x\n         y\n2. b\n", "code in an item"},
        {"| A | B |\n|---|:-:|\n| 1 | two |\n| `x\\|y` |", 40,
         "A      B\n-----  ---\n1      two\n`x|y`\n", "table"},
        {"| A | B | C |\n|--|--|--|\n| one | two words | three |\n", 14,
         "- one\n  B: two words\n  C: three\n", "a table that does not fit"},
        {"| A | B |\n|--|--|\n| one | [two](u) and words |\n", 14,
         "- one\n  two\xc2\xa0[1] and\n  words\n[1] u\n", "two columns need no names"},
        {"| just\n| text", 40, "just\ntext\n", "rows without a header"},
        {"a\n\n---\n\nb", 40, "a\n\nb\n", "rule"},
        {"abcdefghijkl mn", 5, "abcdefghij\nkl mn\n", "a word wider than the line"},
        {"\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e\xe3\x80\x82\xe6\x97\xa5\xe6\x9c\xac", 10,
         "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e\xe3\x80\x82\xe6\x97\xa5\n\xe6\x9c\xac\n",
         "ideographs break anywhere"},
        {"a\xc2\xa0" "b c", 10, "a b c\n", "no-break space is shown as a blank"},
    };
    struct arena *a = arena_new();
    for (size_t i = 0; i < ARRAY_LEN(t); i++) {
        struct str got = render(a, str_of(t[i].markdown), t[i].width);
        struct buf want = BUF_INIT(4096);
        /* A no-break space keeps a link's number beside it and is printed as a blank. */
        for (const char *p = t[i].want; *p; p++) {
            if (p[0] == '\xc2' && p[1] == '\xa0') {
                buf_putc(&want, ' ');
                p++;
            } else {
                buf_putc(&want, *p);
            }
        }
        if (!str_eq(got, buf_str(&want)))
            fail_msg("%s: got\n%.*swant\n%s", t[i].comment, STR_ARG(got), t[i].want);
        buf_release(&want);
    }
    arena_free(a);
}

static void wraps_without_loss(void **state)
{
    (void)state;
    static const char *const WORDS[] = {"a", "word", "longer-word", "\xc3\xa9t\xc3\xa9",
                                        "0x80070005", "(see", "it)",
                                        "https://x.y/a-path-of-some-size"};
    struct arena *a = arena_new();
    uint32_t random = 1;
    for (size_t round = 0; round < 300; round++) {
        struct buf text = BUF_INIT(1 << 16);
        size_t width = 36 + round % 60;
        for (size_t i = 0; i < 40; i++) {
            random = random * 1664525u + 1013904223u;
            buf_printf(&text, "%s%s", i ? " " : "", WORDS[(random >> 16) % ARRAY_LEN(WORDS)]);
        }
        struct str got = render(a, buf_str(&text), width);
        struct buf joined = BUF_INIT(1 << 16);
        struct str rest = got, line, previous = STR_NONE;
        while (str_next_line(&rest, &line)) {
            assert_true(flow_columns(line) <= width);
            /* Each line is as full as it can be: the next one's first word did not fit. */
            size_t first = str_find_char(line, ' ');
            struct str word = str_slice(line, 0, first == STR_NOT_FOUND ? line.n : first);
            assert_true(!previous.p || flow_columns(previous) + 1 + flow_columns(word) > width);
            if (joined.n)
                buf_putc(&joined, ' ');
            buf_put(&joined, line);
            previous = line;
        }
        assert_true(str_eq(buf_str(&joined), buf_str(&text)));
        buf_release(&text);
        buf_release(&joined);
    }
    arena_free(a);
}

static void summarises(void **state)
{
    (void)state;
    static const struct {
        const char *markdown;
        size_t columns;
        const char *want, *comment;
    } t[] = {
        {"", 20, "", "nothing"},
        {"Short.", 20, "Short.", "fits"},
        {"**One** [two](u) three four", 14, "One two three\xe2\x80\xa6", "cut behind a word"},
        {"One.\n\nTwo.", 20, "One. Two.", "lines joined while they fit"},
        {"One two.\n\nThree four five.", 14, "One two.", "whole lines only"},
        {"abcdefghijklmnopqrstuvwxyz", 10, "abcdefghi\xe2\x80\xa6", "cut in a word"},
        {"1. Open it\n2. Close it", 40, "1. Open it 2. Close it", "a list"},
    };
    for (size_t i = 0; i < ARRAY_LEN(t); i++) {
        struct buf out = BUF_INIT(1024);
        markdown_summary(&out, str_of(t[i].markdown), t[i].columns);
        if (!str_eq(buf_str(&out), str_of(t[i].want)))
            fail_msg("%s: \"%.*s\"", t[i].comment, STR_ARG(buf_str(&out)));
        assert_true(flow_columns(buf_str(&out)) <= t[i].columns);
        buf_release(&out);
    }
}

/* Nothing that a hostile document repeats costs more than in proportion. */
static void hostile_markdown_takes_linear_time(void **state)
{
    (void)state;
    static const char *const UNITS[] = {
        "[", "](", "[a](", "![", "`", "` `` ", "*", "**a ", "_a ", "> ", "- ", "1. ", "|", "| a ",
        "\\", "&", "&#", "<", "<a", "<a>", "```\n", "| a |\n|--|\n", "a\n\n", "> - ", "    - a\n",
        "[a](b) ", "[a](<", "***", "\xff", "\xcc\x81", "\x1b[", "a",
    };
    enum { SIZE = 1 << 17, SECONDS = 5 };
    struct arena *a = arena_new();
    for (size_t i = 0; i < ARRAY_LEN(UNITS); i++) {
        struct buf text = BUF_INIT(SIZE);
        while (!text.cut)
            buf_puts(&text, UNITS[i]);
        clock_t start = clock();
        struct str got = render(a, buf_str(&text), 80);
        if (clock() - start > SECONDS * CLOCKS_PER_SEC)
            fail_msg("\"%s\" again and again takes too long", UNITS[i]);
        assert_int_equal(utf8_valid(got), got.n);
        buf_release(&text);
        arena_reset(a);
    }
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(renders),
        cmocka_unit_test(wraps_without_loss),
        cmocka_unit_test(summarises),
        cmocka_unit_test(hostile_markdown_takes_linear_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
