/* Saved HTML pages to the tree: what is the document and what stands around it, what the head says,
 * encodings, and pages that were made to do harm. */
#include "base/mem.h"
#include "import/tree/charset.h"
#include "import/read/page.h"
#include "tests/unit/unit.h"

#include <string.h>
#include <time.h>

/* The tree in one line, as in test_markdown.c: p(text strong(text)), blocks with @line. */
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
    if (n->type == NODE_LIST && n->ordered)
        buf_printf(out, "#%u", (unsigned)n->start);
    if (n->type == NODE_ROW && n->header)
        buf_puts(out, "!");
    if (n->info.n)
        buf_printf(out, "<%.*s>", STR_ARG(n->info));
    if (n->text.n)
        buf_printf(out, "=%.*s", STR_ARG(n->text));
    for (const struct node *c = n->first; c; c = c->next) {
        buf_puts(out, c == n->first ? "(" : " ");
        put_tree(c, out);
    }
    if (n->first)
        buf_putc(out, ')');
}

static struct saved_page read_page(struct arena *a, struct str text)
{
    struct scopes scopes = {.arena = a};
    return page_read(a, text, &scopes);
}

static struct str tree_of(struct arena *a, const char *html)
{
    struct saved_page page = read_page(a, str_of(html));
    struct buf out = BUF_INIT(1 << 20);
    put_tree(page.root, &out);
    struct str s = arena_dup(a, buf_str(&out));
    buf_release(&out);
    return s;
}

static void builds_the_tree(void **state)
{
    (void)state;
    static const struct {
        const char *html, *want, *comment;
    } rows[] = {
        {"<p>a <b>b</b></p>", "doc(p([a ] strong([b])))", "no body, no head"},
        {"<h2 id=x>T</h2>", "doc(h2(anchor=x [T]))", "a heading's id"},
        {"<section id=x><h2>T</h2></section>", "doc(h2(anchor=x [T]))", "its section's id"},
        {"<div id=x>a<h2>T</h2></div>", "doc(p([a]) h2([T]))", "not with text before it"},
        {"a<div>b</div>c", "doc(p([a]) p([b]) p([c]))", "blocks stand apart"},
        {"<p>a\n   b\t c</p>", "doc(p([a\nb c]))", "white space"},
        {"<p>a&nbsp;b&amp;&lt;c&gt;</p>", "doc(p([a b&<c>]))", "entities"},
        {"<p>a</br>b", "doc(p([a] br [b]))", "</br>"},
        {"<p>a <uuid> <user name> b", "doc(p([a <uuid> <user name> b]))", "placeholders, unescaped"},
        {"<p><my-icon></my-icon>a", "doc(p([a]))", "elements of the site's own are not"},
        {"<ul><li>a<li><p>b</p></ul>", "doc(list(item(p([a])) item(p([b]))))", "lists, never closed"},
        {"<ol start=3><li>a</ol>", "doc(list#3(item(p([a]))))", "where a list starts"},
        {"<pre>\na\n b</pre>", "doc(code=a\n b\n)", "code keeps its lines, and ends the last one"},
        {"<pre class=x><div class=copy-button>Copy</div><code class='hljs lang-sh'>a <b>b</b></code>",
         "doc(code<sh>=a b\n)", "a copy button, a language, colours"},
        {"<p><samp>a</samp><kbd>b</kbd>", "doc(p(span=a span=b))", "other tags for code"},
        {"<table><thead><tr><th>a<tbody><tr><td>b<tr><th>c<td>d</table>",
         "doc(table(row!(cell([a])) row(cell([b])) row(cell([c]) cell([d]))))", "heads of tables"},
        {"<table><tr><td><p>a</p> <p>b</p><ul><li>c</ul></table>",
         "doc(table(row(cell([a] br [b] list(item(p([c])))))))", "paragraphs in cells"},
        {"<dl><dt>A<dd>b<dt>C<dd><p>d</dl>",
         "doc(p(strong([A])) p([b]) p(strong([C])) p([d]))", "terms"},
        {"<img src=a.png alt='error 5'>", "doc(p(img=a.png([error 5])))", "alternative text"},
        {"<a name=n></a><a href=u>t</a>", "doc(p(anchor=n link=u([t])))", "anchors and links"},
        {"<div class=NOTE><p>Hinweis</p><p>a</div>", "doc(quote<NOTE>(p([a])))", "alerts"},
        {"<div class='admonition warning'><p class=admonition-title>W</p>a</div>b",
         "doc(quote<WARNING>(p([a])) p([b]))", "... as Sphinx has them"},
        {"<div class='awsdocs-note awsdocs-important'><div class=awsdocs-note-title><h6>I</h6></div>"
         "<div><p>a</div></div>", "doc(quote<NOTE>(p([a])))", "... as AWS has them"},
        {"<div class='warning'>a</div>", "doc(p([a]))", "a class of that name alone is none"},
        {"<blockquote><p>a</blockquote>", "doc(quote(p([a])))", "quotes"},
        {"<script>a</script><style>b</style><template>c</template><nav>d</nav><button>e</button>f",
         "doc(p([f]))", "what is not text"},
        {"<div hidden>a</div><p aria-hidden=true>b<p style='x:y; display: none'>c<p>d", "doc(p([d]))",
         "what is not shown"},
        {"<h2>a<a class=headerlink href=#a>#</a></h2>", "doc(h2([a]))", "links to themselves"},
        {"<header><p>a</p><h1>b</h1></header>", "doc(h1([b]))", "only headings of a header"},
        {"<body><nav>a</nav><p>b</p><main><h1>c</h1><p>dddddddddd</main><footer>e</footer>",
         "doc(h1([c]) p([dddddddddd]))", "<main>"},
        {"<body><main></main><p>a</p>", "doc(p([a]))", "an empty <main> holds nothing"},
        {"<body><main>x<div class=markdown-body><p>aaaa</div></main>", "doc(p([aaaa]))",
         "the surer element"},
        {"<body><h1>t</h1><div role=main><p>aaaa</div>", "doc(h1([t]) p([aaaa]))",
         "a title outside of it"},
        {"<ul role=tablist><li><a role=tab href=#p1>A</a><li><a role=tab href=#p2>B</a></ul>"
         "<div role=tabpanel id=p1><p>a</div><div role=tabpanel id=p2 hidden><p>b</div>",
         "doc(p(strong([A])) p([a]) p(strong([B])) p([b]))", "tabs, the closed one too"},
        {"<!DOCTYPE x [<!ENTITY e \"a\">]><p>&e;&#233;&#0;</p>", "doc(p([]>]) p([&e;é]))",
         "no entities of its own"},
    };
    struct arena *a = arena_new();
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        check_str(tree_of(a, rows[i].html), rows[i].want, rows[i].comment);
    arena_free(a);
}

static void reads_the_head(void **state)
{
    (void)state;
    static const struct {
        const char *html, *key, *want, *comment;
    } rows[] = {
        {"<html lang=de-DE><p>a", "lang", "de-DE", "language"},
        {"<title>a\n b</title><p>a", "title", "a b", "title"},
        {"<title>a</title><h1>b</h1>", "title", "", "the heading is the title"},
        {"<link rel=canonical href=https://a.b/c><p>x", "url", "https://a.b/c", "where it stands"},
        {"<meta property=og:url content=https://d><link rel=canonical href=https://a><p>x", "url",
         "https://a", "... the canonical one"},
        {"<link rel=canonical href='javascript:x'><p>x", "url", "", "... a real one"},
        {"<meta name=ms.date content=2024-05-01T00:00Z><p>x", "date", "2024-05-01", "date"},
        {"<meta name=ms.date content=05/01/2024><meta name=updated_at content=2025-01-01><p>x", "date",
         "05/01/2024", "... the one for readers"},
        {"<meta name=last-modified content=2023-01-01><meta property=article:modified_time "
         "content=2024-02-03T10:11><p>x", "date", "2024-02-03", "... the later word"},
        {"<meta name=ms.topic content=troubleshooting><p>x", "ms.topic", "troubleshooting", "topic"},
        {"<meta name=this_doc_product content='AWS x'><p>x", "product", "AWS x", "product"},
        {"<meta name=author content=x><p>x", "author", "", "nothing else"},
    };
    struct arena *a = arena_new();
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct saved_page page = read_page(a, str_of(rows[i].html));
        check_str(front_get(&page.front, rows[i].key), rows[i].want, rows[i].comment);
    }
    arena_free(a);
}

/* Tabs and zones are facets of what stands in them. */
static void tells_tabs_and_zones(void **state)
{
    (void)state;
    static const char html[] = "<h2>a</h2>\n"
                               "<ul role=tablist><li><a role=tab href=#p data-tab=cli>CLI</a></ul>\n"
                               "<section id=p role=tabpanel data-tab=cli hidden>\n"
                               "<h3>b</h3>\n</section>\n"
                               "<h2>c</h2>\n"
                               "<div class='zone has-pivot' data-pivot='rust'>\n<h3>d</h3>\n</div>\n"
                               "<h2>e</h2>\n";
    static const struct {
        const char *heading, *facet;
    } rows[] = {{"a", ""}, {"b", "tool=cli (CLI)"}, {"c", ""}, {"d", "zone=rust (rust)"}, {"e", ""}};
    struct arena *a = arena_new();
    struct scopes scopes = {.arena = a};
    struct saved_page page = page_read(a, str_of(html), &scopes);
    const struct node *n = page.root->first;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++, n = n->next) {
        struct facet f[4];
        assert_non_null(n);
        check_str(tree_plain(a, n, false), rows[i].heading, "no name before headings");
        struct str got = STR_NONE;
        if (scope_facets(&scopes, n->line, f, ARRAY_LEN(f)))
            got = arena_printf(a, "%.*s=%.*s (%.*s)", STR_ARG(f[0].name), STR_ARG(f[0].value),
                               STR_ARG(f[0].label));
        check_str(got, rows[i].facet, rows[i].heading);
    }
    arena_free(a);
}

/* Beyond 65,535 libxml2's nodes lose count; we do not ask them. */
static void counts_lines(void **state)
{
    (void)state;
    enum { LINES = 70000 };
    struct arena *a = arena_new();
    struct buf html = BUF_INIT(1 << 20);
    for (int i = 0; i < LINES; i++)
        buf_putc(&html, '\n');
    buf_puts(&html, "<h2\nid=a>T</h2>\n<!-- \n -->\n<p>a\n</p>\n<p>b");
    struct saved_page page = read_page(a, buf_str(&html));
    const struct node *n = page.root->first;
    check_size(n->line, LINES + 2, "the heading");
    check_size(n->next->line, LINES + 5, "a paragraph behind a comment");
    check_size(n->next->next->line, LINES + 7, "the last one");
    buf_release(&html);
    arena_free(a);
}

static void decodes(void **state)
{
    (void)state;
    static const struct {
        const char *bytes, *want, *unknown, *comment;
    } rows[] = {
        {"<meta charset=\"Shift_JIS\">\x83\x47", "<meta charset=\"Shift_JIS\">エ", "", "Shift JIS"},
        {"<meta http-equiv=x content='text/html; charset=iso-8859-1'>\x84\xFC\x93",
         "<meta http-equiv=x content='text/html; charset=iso-8859-1'>„ü“", "",
         "Latin 1 is Windows-1252"},
        {"<meta charset=utf-8>ü", "<meta charset=utf-8>ü", "", "UTF-8"},
        {"<p>ü", "<p>ü", "", "nothing said"},
        {"<meta charset=utf-16>ü", "<meta charset=utf-16>ü", "", "cannot be"},
        {"<meta charset=klingon>a", "<meta charset=klingon>a", "klingon", "unknown"},
        {"\xEF\xBB\xBF<meta charset=latin1>ü", "\xEF\xBB\xBF<meta charset=latin1>ü", "",
         "the mark says more"},
        {"<meta charset=euc-jp>\xA5\xFFx", "<meta charset=euc-jp>\xEF\xBF\xBD\xEF\xBF\xBDx", "",
         "bytes of no character"},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct buf out = BUF_INIT(1000);
        struct str unknown;
        struct str got = charset_decode(str_of(rows[i].bytes), &out, &unknown);
        check_str(got, rows[i].want, rows[i].comment);
        check_str(unknown, rows[i].unknown, rows[i].comment);
        buf_release(&out);
    }
}

/* What an attacker repeats. Each costs a second at most, sanitizers aside, and says what is lost. */
static void survives(void **state)
{
    (void)state;
    static const struct {
        const char *head, *repeat, *tail;
        size_t count;
        bool truncated;
        const char *comment;
    } rows[] = {
        {"", "<div>", "x", 100000, true, "nested elements"},
        {"", "<blockquote>", "x", 100000, true, "nested blocks"},
        {"", "<b>x", "", 100000, true, "never closed"},
        {"", "<p>x", "", 310000, true, "more parts than a tree has"},
        {"", "</x>", "", 200000, true, "closed, never opened"},
        {"<a", " x=1", ">x</a>", 300000, true, "attributes"},
        {"<a x=\"", "xxxx", "", 300000, false, "a value that never ends"},
        {"", "<!--", "", 300000, false, "comments that never end"},
        {"", "<script>", "", 300000, false, "scripts that never end"},
        {"", "<", "", 300000, false, "only the beginnings of tags"},
        {"", "&amp;", "", 300000, false, "entities"},
        {"<!DOCTYPE a [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;\">]><p>", "&b;",
         "", 100000, false, "entities of entities"},
        {"", "<table><tr><td>", "x", 50000, true, "tables in tables"},
        {"<table><tr><td>", "<p>x", "", 200000, false, "paragraphs of one cell"},
        {"<p>", "</br>", "", 200000, false, "breaks"},
        {"<div class='", "a ", "'>x</div>", 500000, false, "classes"},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct arena *a = arena_new();
        struct buf html = BUF_INIT(1 << 24);
        buf_puts(&html, "<body><h1>T</h1>");
        buf_puts(&html, rows[i].head);
        for (size_t k = 0; k < rows[i].count; k++)
            buf_puts(&html, rows[i].repeat);
        buf_puts(&html, rows[i].tail);
        struct timespec from, to;
        clock_gettime(CLOCK_MONOTONIC, &from);
        struct saved_page page = read_page(a, buf_str(&html));
        clock_gettime(CLOCK_MONOTONIC, &to);
        check_size(page.truncated, rows[i].truncated, rows[i].comment);
        if (to.tv_sec - from.tv_sec > 20)
            fail_msg("%s: it took %ld s", rows[i].comment, (long)(to.tv_sec - from.tv_sec));
        assert_non_null(page.root->first);
        check_str(tree_plain(a, page.root->first, false), "T", rows[i].comment);
        buf_release(&html);
        arena_free(a);
    }
}

static void knows_pages_by_name(void **state)
{
    (void)state;
    static const struct {
        const char *path;
        bool is;
    } rows[] = {{"a.html", true}, {"b/A.HTM", true}, {"a.xhtml", true}, {"a.md", false},
                {".html", false}, {"html", false}};
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        check_size(page_is(str_of(rows[i].path)), rows[i].is, rows[i].path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(builds_the_tree), cmocka_unit_test(reads_the_head),
        cmocka_unit_test(tells_tabs_and_zones),
        cmocka_unit_test(counts_lines),    cmocka_unit_test(decodes),
        cmocka_unit_test(survives),        cmocka_unit_test(knows_pages_by_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
