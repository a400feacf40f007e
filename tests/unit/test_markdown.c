/* Markdown and the HTML in it to the tree, and parts of the tree back to clean Markdown. */
#include "import/read/dialect.h"
#include "import/import.h"
#include "import/words/label.h"
#include "import/read/markdown.h"
#include "import/extract/write.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

/* The tree in one line: p(text strong(text)) and so on, blocks with @line. */
static void put_tree(const struct node *n, struct buf *out)
{
    static const char *const names[] = {"doc", "h",    "p",  "quote", "list", "item", "code",
                                        "table", "row", "cell", "rule", "",   "br",   "em",
                                        "strong", "span", "link", "img", "anchor"};
    if (n->type == NODE_TEXT) {
        buf_printf(out, "[%.*s]", STR_ARG(n->text));
        return;
    }
    buf_puts(out, names[n->type]);
    if (n->type == NODE_HEADING)
        buf_printf(out, "%u", (unsigned)n->level);
    if (n->ordered)
        buf_puts(out, "#");
    if (n->info.n)
        buf_printf(out, "<%.*s>", STR_ARG(n->info));
    if (n->text.n)
        buf_printf(out, "=%.*s", STR_ARG(n->text));
    if (!node_is_inline(n) && n->type != NODE_DOCUMENT)
        buf_printf(out, "@%u", n->line);
    if (!n->first)
        return;
    buf_putc(out, '(');
    for (const struct node *c = n->first; c; c = c->next) {
        put_tree(c, out);
        if (c->next)
            buf_putc(out, ' ');
    }
    buf_putc(out, ')');
}

static struct node *parse(struct arena *a, const char *text, bool *truncated)
{
    static struct buf translated = BUF_INIT(1 << 24);
    struct scopes scopes = {.arena = a};
    struct node *root = dialect_parse(str_of(text), 1, &translated, &scopes, truncated);
    buf_release(&translated);
    assert_non_null(root);
    return root;
}

static void builds_the_tree(void **state)
{
    (void)state;
    static const struct {
        const char *text, *want, *comment;
    } t[] = {
        {"", "doc", "nothing"},
        {"# A **b**\n\nText\nmore\\\nend\n",
         "doc(h1@1([A ] strong([b])) p@3([Text\nmore] br [end]))", "heading, breaks, lines"},
        {"- one\n- two\n\n  more\n", "doc(list@1(item@1(p@1([one])) item@2(p@2([two]) p@4([more]))))",
         "loose items have paragraphs of their own"},
        {"1. a\n   - b\n", "doc(list#@1(item@1(p@1([a]) list@2(item@2(p@2([b]))))))",
         "tight items get one each"},
        {"x\n\n```Error\na\nb\n```\n", "doc(p@1([x]) code<Error>=a\nb\n@3)", "a fence and its line"},
        {"|A|B|\n|--|--|\n|1|a<br>b|\n",
         "doc(table@1(row@1(cell@1([A]) cell@1([B])) row@3(cell@3([1]) cell@3([a] br [b]))))",
         "a table, with two dashes, and HTML in a cell"},
        {"|A|\n|---|\n|x <ul><li>one</li><li>two</ul> y|\n",
         "doc(table@1(row@1(cell@1([A])) row@3(cell@3([x ] list@3(item@3(p@3([one])) "
         "item@3(p@3([two]))) [ y]))))",
         "a list in a cell"},
        {"## H<a name=\"x-1\"></a>\n", "doc(h2@1([H] anchor=x-1))", "an anchor"},
        {"a </br> b &amp; &eacute;&nbsp;&bogus;\n",
         "doc(p@1([a ] br [ b & \xC3\xA9 &bogus;]))", "a wrong break, entities"},
        {"host <UUID> or <i>x</i>\n", "doc(p@1([host <UUID> or ] em([x])))",
         "an unknown tag is a placeholder, a known one markup"},
        {"<div>\n<p>one</p><table><tr><th>A</th></tr><tr><td>1</td></tr></table>\n</div>\n",
         "doc(p@2([one]) table@2(row@2(cell@2([A])) row@2(cell@2([1]))))",
         "a block of HTML"},
        {"a [b](c.md#d) ![alt](e.png)\n", "doc(p@1([a ] link=c.md#d([b]) [ ] img=e.png([alt])))",
         "link and picture"},
        {"::: zone pivot=\"p\"\nx\n::: zone-end\n\nz\n",
         "doc(p@1(strong([p])) p@2([x]) p@5([z]))", "directives go, lines stay"},
        {"::: image source=\"a.png\" alt-text=\"Pic\":::\n\n# [Portal](#tab/p)\nx\n",
         "doc(p@1(img=a.png([Pic])) p@3(strong([Portal])) p@4([x]))", "a picture, a tab"},
        {"```\n[!INCLUDE [a](b.md)]\n::: zone\n```\n",
         "doc(code=[!INCLUDE [a](b.md)]\n::: zone\n@1)", "code stays as it is"},
        {"<!-- gone -->\n\nkept\n", "doc(p@3([kept]))", "a comment"},
    };
    struct arena *a = arena_new();
    for (size_t i = 0; i < ARRAY_LEN(t); i++) {
        bool truncated;
        struct buf out = BUF_INIT(1 << 16);
        put_tree(parse(a, t[i].text, &truncated), &out);
        assert_false(truncated);
        assert_string_equal(buf_cstr(&out), t[i].want);
        buf_release(&out);
    }
    arena_free(a);
}

static void finds_labels(void **state)
{
    (void)state;
    static const struct {
        const char *words;
        enum label label;
        uint16_t number;
    } t[] = {
        {"Cause", LABEL_CAUSE, 0},           {"Cause 2:", LABEL_CAUSE, 2},
        {"POSSIBLE FIXES:", LABEL_REMEDY, 0}, {"To resolve this issue:", LABEL_REMEDY, 0},
        {"Error message", LABEL_MESSAGE, 0}, {"Applies to:", LABEL_APPLIES, 0},
        {"Remarks", LABEL_REMARKS, 0},       {"See also", LABEL_SEE, 0},
        {"原因", LABEL_CAUSE, 0},            {"Lösung:", LABEL_REMEDY, 0},
        {"Key", LABEL_NONE, 0},              {"", LABEL_NONE, 0},
        {"Windows 10", LABEL_NONE, 0},
    };
    for (size_t i = 0; i < ARRAY_LEN(t); i++) {
        uint16_t number;
        assert_int_equal(label_of(str_of(t[i].words), &number), t[i].label);
        if (t[i].label != LABEL_NONE)
            assert_int_equal(number, t[i].number);
    }
}

static void splits_labelled_lines(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    bool truncated;
    struct node *root = parse(a,
                              "**NAME**  \n**Message**: gone  \n**Resolution**: wait\n\n"
                              "Cause: one\nFix 2: two\n\n**Key:** value\n\n> [!NOTE]\n> mind\n",
                              &truncated);
    label_apply(a, root);
    static const struct {
        enum label label;
        uint16_t number;
        uint32_t line;
        const char *text;
    } want[] = {
        {LABEL_NONE, 0, 1, "NAME"},   {LABEL_MESSAGE, 0, 2, "gone"}, {LABEL_REMEDY, 0, 3, "wait"},
        {LABEL_CAUSE, 0, 5, "one"},   {LABEL_REMEDY, 2, 6, "two"},
        {LABEL_NONE, 0, 8, "Key: value"},
    };
    struct node *n = root->first;
    for (size_t i = 0; i < ARRAY_LEN(want); i++, n = n->next) {
        assert_non_null(n);
        assert_int_equal(n->label, want[i].label);
        assert_int_equal(n->number, want[i].number);
        assert_int_equal(n->line, want[i].line);
        assert_string_equal(arena_dup(a, tree_plain(a, n, false)).p, want[i].text);
    }
    assert_int_equal(n->type, NODE_QUOTE);
    assert_true(str_eq(n->info, STR("NOTE")));
    arena_free(a);
}

static void writes_clean_markdown(void **state)
{
    (void)state;
    static const struct {
        const char *text, *want, *comment;
    } t[] = {
        {"Use **this**  *now*, `a`b` \\* 2\\_3 snake_case \\<host> C:\\\\x \\[a\\]",
         "Use **this** *now*, `a`b\\` \\* 2_3 snake_case \\<host> C:\\x [a]", "inlines"},
        {"+ a\n  more\n\n  x\n+ b\n   1. c\n   1. d\n",
         "- a more\n\n  x\n- b\n  1. c\n  2. d\n", "lists"},
        {"```sh\na\n\nb\n```\n", "```sh\na\n\nb\n```\n", "code"},
        {"- x\n\n  ```\n  a\n  ```\n", "- x\n\n  ```\n  a\n  ```\n", "code in a list"},
        {"|A|B|\n|---|---|\n|a \\| b|*c*|\n", "| A | B |\n| --- | --- |\n| a \\| b | *c* |\n",
         "a table"},
        {"> [!TIP]\n> Look.\n", "> **Tip:** Look.\n", "an alert"},
        {"[x](../o/y.md?a=1#z) [t](#s) ![p](q.png)<a name=\"n\"></a>",
         "[x](o/y.md?a=1#z) [t](d/doc.md#s)\n", "links from the root, no pictures or anchors"},
        {"1\\. no list", "1\\. no list\n", "a number that is no list"},
        {"****\n\n** **", "", "nothing"},
    };
    struct arena *a = arena_new();
    const struct place place = {STR("d/doc.md"), STR_NONE, STR_NONE};
    for (size_t i = 0; i < ARRAY_LEN(t); i++) {
        bool truncated;
        struct buf out = BUF_INIT(1 << 16);
        const struct writer w = {a, &place, &out};
        struct node *root = parse(a, t[i].text, &truncated);
        label_apply(a, root);
        for (const struct node *n = root->first; n; n = n->next)
            write_block(&w, n);
        size_t want = strlen(t[i].want);
        if (want && t[i].want[want - 1] != '\n')
            assert_string_equal(arena_dup(a, str_trim(buf_str(&out))).p, t[i].want);
        else
            assert_string_equal(buf_cstr(&out), t[i].want);
        buf_release(&out);
    }
    arena_free(a);
}

static void resolves_links(void **state)
{
    (void)state;
    static const struct {
        const char *path, *base, *url, *target, *want, *comment;
    } t[] = {
        {"a/b.md", "", "", "c.md", "a/c.md", "beside"},
        {"a/b.md", "", "", "../c.md#x", "c.md#x", "above"},
        {"b.md", "", "", "../../c.md", "../../c.md", "out of the root"},
        {"a/b.md", "https://h/docs", "", "c.md#x", "https://h/docs/a/c#x", "a base URL"},
        {"a/b.md", "https://h/docs", "", "/rooted", "https://h/rooted", "rooted"},
        {"a/b.md", "https://h/docs", "", "#x", "https://h/docs/a/b#x", "own anchor"},
        {"a/b.md", "", "https://h/p/q", "c.md", "https://h/p/c", "a URL of the document"},
        {"a/b.md", "https://h", "", "mailto:x@y", "mailto:x@y", "absolute"},
        {"a/b.md", "", "", "", "", "empty"},
    };
    struct arena *a = arena_new();
    for (size_t i = 0; i < ARRAY_LEN(t); i++) {
        const struct place p = {str_of(t[i].path), str_of(t[i].base), str_of(t[i].url)};
        assert_string_equal(arena_dup(a, link_resolve(a, &p, str_of(t[i].target))).p, t[i].want);
    }
    arena_free(a);
}

/* `unit` n times. */
static const char *repeated(struct arena *a, const char *before, const char *unit, size_t n,
                            const char *after)
{
    struct buf out = BUF_INIT(64 << 20);
    buf_puts(&out, before);
    for (size_t i = 0; i < n; i++)
        buf_puts(&out, unit);
    buf_puts(&out, after);
    struct str s = arena_dup(a, buf_str(&out));
    buf_release(&out);
    return s.p;
}

static size_t depth_of(const struct node *n)
{
    size_t deepest = 0;
    for (const struct node *c = n->first; c; c = c->next)
        deepest = max_size(deepest, depth_of(c));
    return deepest + 1;
}

static void bounds_nesting(void **state)
{
    (void)state;
    static const struct {
        const char *unit;
        size_t count;
        bool truncated;
    } t[] = {
        {"> ", 10000, true},    {"[", 10000, false},  {"**a *b ", 10000, false},
        {"<ul><li>", 5000, true}, {"- ", 10000, true}, {"`", 20001, false},
    };
    struct arena *a = arena_new();
    for (size_t i = 0; i < ARRAY_LEN(t); i++) {
        bool truncated;
        struct node *root = parse(a, repeated(a, "# H\n\n", t[i].unit, t[i].count, "x\n"),
                                  &truncated);
        if (truncated != t[i].truncated)
            fail_msg("%s: truncated %d", t[i].unit, truncated);
        assert_true(depth_of(root) <= IMPORT_DEPTH_MAX + 2);
        label_apply(a, root);
        arena_reset(a);
    }
    arena_free(a);
}

struct heard {
    uint32_t first; /* line of the first warning */
    unsigned count;
};

static void on_warning(void *ctx, uint32_t line, const char *message)
{
    struct heard *h = ctx;
    (void)message;
    h->first = h->count++ ? h->first : line;
}

static void bounds_tables_and_paragraphs(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    struct buf out = BUF_INIT(64 << 20);
    struct heard heard = {0, 0};
    struct scopes scopes = {.arena = a, .warn = on_warning, .warn_ctx = &heard};
    const char *wide = repeated(a, "", "|a", 100000, "|\n");
    const char *dashes = repeated(a, wide, "|---", 100000, "|\n|x|\n");
    dialect_translate(str_of(dashes), 1, &out, &scopes);
    assert_int_equal(heard.first, 2);

    const char *lines = repeated(a, "x\n\n", "some words in a line\n", 20000, "");
    heard = (struct heard){0, 0};
    struct str body = dialect_translate(str_of(lines), 1, &out, &scopes);
    assert_int_equal(heard.count, 1);
    assert_true(heard.first > 2);
    size_t before = 0, after = 0;
    for (size_t i = 0; i < strlen(lines); i++)
        before += lines[i] == '\n';
    for (size_t i = 0; i < body.n; i++)
        after += body.p[i] == '\n';
    assert_int_equal(before, after);

    const char *rows = repeated(a, "|a|b|\n|---|---|\n", "|some words|in a row|\n", 20000, "");
    heard = (struct heard){0, 0};
    dialect_translate(str_of(rows), 1, &out, &scopes);
    assert_int_equal(heard.count, 0);
    buf_release(&out);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(builds_the_tree),       cmocka_unit_test(finds_labels),
        cmocka_unit_test(splits_labelled_lines), cmocka_unit_test(writes_clean_markdown),
        cmocka_unit_test(resolves_links),        cmocka_unit_test(bounds_nesting),
        cmocka_unit_test(bounds_tables_and_paragraphs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
