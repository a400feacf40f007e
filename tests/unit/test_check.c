/* Links, anchors and includes that lead nowhere, and what must not be taken for one. */
#include "import/check/check.h"

#include "base/buf.h"
#include "folder.h"

static const char *const kind_names[] = {"link", "picture", "anchor", "include", "folder", "codes"};

/* One line for each fault: "kind path:line target near". */
static void on_fault(void *ctx, const struct check_fault *f)
{
    struct buf *said = ctx;
    buf_printf(said, "%s %.*s:%u %.*s", kind_names[f->kind], STR_ARG(f->path), f->line,
               STR_ARG(f->target));
    if (f->kind == CHECK_FOLDER)
        buf_printf(said, " %zu of %zu", f->missing, f->missing + f->present);
    if (f->near.n)
        buf_printf(said, " (%.*s)", STR_ARG(f->near));
    buf_putc(said, '\n');
}

static void on_silence(void *ctx, struct str path, uint32_t line, struct str rules)
{
    buf_printf(ctx, "silence %.*s:%u %.*s\n", STR_ARG(path), line, STR_ARG(rules));
}

static void put(const char *name, const char *text)
{
    char path[256];
    snprintf(path, sizeof path, "%s", name);
    for (char *p = path; (p = strchr(p, '/')) != NULL; *p++ = '/') {
        *p = '\0';
        mkdir(path, 0755);
    }
    FILE *file = fopen(name, "w");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

static void check(const char *path, const char *want, const char *why)
{
    struct buf said = BUF_INIT(1 << 20);
    const struct check_sink sink = {on_fault, on_silence, &said};
    struct check_report report;
    struct err err;
    assert_done(check_source(path, &sink, &report, &err), err);
    if (strcmp(buf_cstr(&said), want) != 0)
        fail_msg("%s:\n%sinstead of\n%s", why, buf_cstr(&said), want);
    buf_release(&said);
}

/* One document, a.md, beside others that it may lead to. */
static const struct {
    const char *text, *want, *comment;
} documents[] = {
    {"[x](b.md) [x](sub/c.md) ![x](p.png) [x](sub)\n", "", "files and folders that are there"},
    {"text\n\n[x](nix.md)\n", "link a.md:3 nix.md\n", "one that is not"},
    {"![x](nix.png)\n", "picture a.md:1 nix.png\n", "a picture"},
    {"<a href=\"nix.md\">x</a>\n", "link a.md:1 nix.md\n", "HTML"},
    {"| a |\n|---|\n| [x](nix.md) |\n", "link a.md:3 nix.md\n", "a cell"},
    {"- a\n  [x](b.md)\n- b\n  [x](nix.md)\n", "link a.md:4 nix.md\n", "a list"},
    {"[x]\n\n[x]: nix.md\n", "link a.md:1 nix.md\n", "defined elsewhere"},
    {"[x](C.MD)\n", "link a.md:1 C.MD (sub/c.md)\n", "another folder, other letters"},
    {"[x](b)\n[x](b.html)\n[x](b.md?tabs=x)\n[x](%62.md)\n", "", "as sites write them"},
    {"[x](https://example.com/nix) [x](mailto:a@b) [x](//h/nix) [x](/nix)\n", "", "outside"},
    {"[x](../nix.md) [x](sub/../../nix.md)\n", "", "above the root"},
    {"`[x](nix.md)`\n\n```\n[x](nix.md)\n```\n", "", "code"},
    {"# A b\n\n[x](#a-b) [x](#A-B) [x](#) [x](#top) [x](#a%2Db)\n", "", "anchors that are there"},
    {"# A\n# A\n[x](#a-1)\n[x](#a-2)\n", "anchor a.md:4 #a-2\n", "the second heading of a name"},
    {"<a name=\"one\"></a>\n<div id='two'></div>\n## H {#three}\n\n[x](#one) [x](#two) [x](#three)\n",
     "", "anchors of their own"},
    {"[x](b.md#the-queue-is-full)\n[x](b.md#the-queue-is-empty-now)\n",
     "anchor a.md:2 b.md#the-queue-is-empty-now (b.md#the-queue-is-full)\n", "of another document"},
    {"# [Tab](#tab/one)\n\n[x](#tab/one)\n", "", "tabs"},
    {"[!INCLUDE [x](sub/c.md)]\n\n[x](#from-c)\n", "", "an anchor of what is included"},
    {"one\n[!INCLUDE [x](nix.md)]\n", "include a.md:2 nix.md\n", "no such include"},
    {"[!include[x](the-queue-part.md)]\n",
     "include a.md:1 the-queue-part.md (sub/include-the-queue-part.md)\n", "its name's end"},
    {"`[!INCLUDE [x](nix.md)]`\n\n```\n[!INCLUDE [x](nix.md)]\n```\n", "", "an include in code"},
    {"(0x80090016/-2146893803)\n", "codes a.md:1 0x80090016\n", "codes"},
    {"---\ntitle: t\n---\n\n[x](nix.md)\n", "link a.md:5 nix.md\n", "lines behind front matter"},
    {"[x]()\n", "", "no target: a link to the page itself"},
    {"<!-- errkb-lint-disable-next-line dead-link -->\n\n[x](nix.md)\n",
     "silence a.md:3 dead-link\nlink a.md:3 nix.md\n", "the next line that is not blank"},
    {"[x](nix.md) <!-- errkb-lint-disable-line -->\n", "silence a.md:1 \nlink a.md:1 nix.md\n",
     "this line, all rules"},
    {"a\n\n<!--errkb-lint-disable no-remedy dead-link-->\n",
     "silence a.md:0 no-remedy dead-link\n", "the whole document"},
    {"[x](media/1.png)\n[x](media/2.png)\n[x](media/1.png)\n", "folder a.md:1 media 2 of 2\n",
     "a folder that is not there"},
};

static void judges_documents(void **state)
{
    (void)state;
    put("d/b.md", "# B\n\n## The queue is full\n");
    put("d/p.png", "");
    put("d/sub/c.md", "## From C\n");
    put("d/sub/include-the-queue-part.md", "text\n");
    for (size_t i = 0; i < ARRAY_LEN(documents); i++) {
        put("d/a.md", documents[i].text);
        check("d", documents[i].want, documents[i].comment);
    }
}

/* Most of what is linked to is not there: a part of something larger. */
static void tells_once_of_a_part(void **state)
{
    (void)state;
    put("d/a.md", "[x](b.md) [x](n1.md) [x](n2.md) [x](n3.md)\n[x](n4.md) [x](n5.md)\n");
    put("d/b.md", "[x](a.md)\n");
    check("d", "folder a.md:1  5 of 7\n", "five of seven");
    put("d/n5.md", "[x](b.md)\n");
    check("d", "link a.md:1 n1.md\nlink a.md:1 n2.md\nlink a.md:1 n3.md\nlink a.md:2 n4.md\n",
          "four of seven");
}

/* A fragment may lead to what stands around it. */
static void anchors_around_an_include(void **state)
{
    (void)state;
    put("d/page.md", "# Above\n\n[!INCLUDE [x](part.md)]\n");
    put("d/part.md", "[x](#above) [x](#below)\n");
    check("d", "anchor part.md:1 #below\n", "the page's heading");
    put("d/part.md", "[!INCLUDE [x](page.md)] [x](#above) [x](#below)\n");
    check("d", "anchor part.md:1 #below\n", "includes in a circle");
}

static void one_file_and_its_neighbours(void **state)
{
    (void)state;
    put("d/a.md", "[x](b.md#there) [x](b.md#nix) [x](nix.md)\n");
    put("d/b.md", "## There\n\n[x](gone.md)\n");
    check("d/a.md", "anchor a.md:1 b.md#nix\nlink a.md:1 nix.md\n", "b.md is read, not judged");
}

static void never_leaves_the_root(void **state)
{
    (void)state;
    put("secret.md", "## There\n");
    put("d/a.md", "[x](b.md#there) [x](b.md#nix)\n");
    assert_int_equal(symlink("../secret.md", "d/b.md"), 0);
    check("d", "", "a link out of the source is not read");
    assert_int_equal(unlink("d/b.md"), 0);
    put("d2/b.md", "## There\n");
    assert_int_equal(symlink("../d2/b.md", "d/b.md"), 0);
    check("d", "", "nor one to a folder whose name begins like the root's");
}

static void refuses_what_is_not_there(void **state)
{
    (void)state;
    const struct check_sink sink = {on_fault, on_silence, NULL};
    struct check_report report;
    struct err err = {0};
    assert_int_equal(check_source("nix", &sink, &report, &err), -1);
    assert_non_null(strstr(err.message, "nix"));
}

/* Many headings, many dead links: no product of the two. */
static void is_not_slow(void **state)
{
    (void)state;
    struct buf text = BUF_INIT(32 << 20);
    for (unsigned i = 0; i < 20000; i++)
        buf_printf(&text, "## Heading %u\n\n[x](#nix-%u) [x](nix%u.md)\n\n", i, i, i);
    put("d/a.md", buf_cstr(&text));
    buf_release(&text);
    struct buf said = BUF_INIT(64 << 20);
    const struct check_sink sink = {on_fault, on_silence, &said};
    struct check_report report;
    struct err err;
    assert_done(check_source("d", &sink, &report, &err), err);
    assert_int_equal(report.links, 40000);
    assert_true(said.n > 20000 * 10);
    buf_release(&said);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(judges_documents, enter_folder, leave_folder),
        cmocka_unit_test_setup_teardown(tells_once_of_a_part, enter_folder, leave_folder),
        cmocka_unit_test_setup_teardown(anchors_around_an_include, enter_folder, leave_folder),
        cmocka_unit_test_setup_teardown(one_file_and_its_neighbours, enter_folder, leave_folder),
        cmocka_unit_test_setup_teardown(never_leaves_the_root, enter_folder, leave_folder),
        cmocka_unit_test_setup_teardown(refuses_what_is_not_there, enter_folder, leave_folder),
        cmocka_unit_test_setup_teardown(is_not_slow, enter_folder, leave_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
