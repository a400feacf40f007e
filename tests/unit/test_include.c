/* Includes: what becomes a part of the page and what stays a document, where they may lead, what a
 * document was read with, and what is too much. */
#include "import/read/include.h"
#include "import/source/read.h"
#include "base/mem.h"

#include "folder.h"

#include <errno.h>

struct fixture {
    char *folder;
    struct reader_options options;
    struct reader *reader;
    struct buf heard; /* "line: message" lines */
};

static void on_warning(void *ctx, struct str path, uint32_t line, const char *message)
{
    struct fixture *f = ctx;
    (void)path;
    buf_printf(&f->heard, "%u: %s\n", line, message);
}

static int set_up(void **state)
{
    struct fixture *f = mem_zalloc(1, sizeof *f);
    void *folder = NULL;
    if (enter_folder(&folder) != 0)
        return -1;
    f->folder = folder;
    buf_init(&f->heard, 1 << 20);
    f->options = (struct reader_options){
        .source = STR("s"), .root = str_of(f->folder), .warn = on_warning, .warn_ctx = f};
    f->reader = reader_new(&f->options);
    *state = f;
    return mkdir("i", 0755) || mkdir("i/deep", 0755) || mkdir("d", 0755);
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    void *folder = f->folder;
    reader_free(f->reader);
    buf_release(&f->heard);
    mem_free(f);
    return leave_folder(&folder);
}

static void put(const char *path, const char *text)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    assert_int_equal(fclose(file), 0);
}

static struct read_document read_page(struct fixture *f, const char *path)
{
    struct read_document d;
    struct str bytes;
    struct err err = {0};
    buf_clear(&f->heard);
    assert_done(reader_load(f->reader, path, &bytes, &err), err);
    assert_int_equal(reader_read(f->reader, str_of(path), &d), 0);
    return d;
}

static void assert_str(struct str got, const char *want, const char *comment)
{
    if (!str_eq(got, str_of(want)))
        fail_msg("%s: \"%.*s\", not \"%s\"", comment, STR_ARG(got), want);
}

/* The remedy of a page's one problem, with what it includes in place. */
static void fragments_become_parts(void **state)
{
    struct fixture *f = *state;
    put("i/step.md",
        "---\nms.topic: include\n---\nPress [the button](../d/b.md#x) ![p](p.png)twice.\n");
    put("i/steps.md", "1. Open it.\n1. [!INCLUDE [step](step.md)]\n");
    put("i/name.md", "**Lamp `2`**\n");
    put("i/more words.md", "One.\n\nTwo.\n");
    put("i/code.md", "```sh\nlamp on\n```\n");
    put("i/nothing.md", "");
    static const struct {
        const char *text, *want, *comment;
    } t[] = {
        {"[!INCLUDE [a](i/step.md)]", "Press [the button](d/b.md#x) twice.", "a paragraph"},
        {"[!include[](i/step.md)]", "Press [the button](d/b.md#x) twice.",
         "in lower case, no title"},
        {"[!INCLUDE [a `b` *c*](i/step.md \"d\")]", "Press [the button](d/b.md#x) twice.",
         "marked title"},
        {"[!INCLUDE [a](~/i/step.md)]", "Press [the button](d/b.md#x) twice.", "from the root"},
        {"[!INCLUDE [a](d/../i/./step.md)]", "Press [the button](d/b.md#x) twice.",
         "in a roundabout way"},
        {"[!INCLUDE [a](i\\step.md)]", "Press [the button](d/b.md#x) twice.", "a path of Windows"},
        {"[!INCLUDE [a](i/steps.md)]", "1. Open it.\n2. Press [the button](d/b.md#x) twice.",
         "a list, and an include in it"},
        {"Turn [!INCLUDE [a](i/name.md)] off, [!INCLUDE [a](i/name.md)]\non.",
         "Turn **Lamp `2`** off, **Lamp `2`** on.", "two among text"},
        {"Do *[!INCLUDE [a](i/name.md)]*.", "Do ***Lamp `2`***.", "in emphasis"},
        {"First [!INCLUDE [a](i/more words.md)] last.", "First\n\nOne.\n\nTwo.\n\nLast.",
         "blocks break a paragraph"},
        {"[!INCLUDE [a](i/more%20words.md)]", "One.\n\nTwo.", "an encoded name"},
        {"- a\n- [!INCLUDE [a](i/more words.md)]", "- a\n- One.\n\n  Two.", "in an item"},
        {"> [!NOTE]\n> [!INCLUDE [a](i/name.md)] x", "> **Note:** **Lamp `2`** x", "in an alert"},
        {"| A | B |\n|--|--|\n| x | [!INCLUDE [a](i/more words.md)] |",
         "| A | B |\n| --- | --- |\n| x | One. Two. |", "in a cell"},
        {"| A | B |\n|--|--|\n| x | [!INCLUDE [a](i/code.md)] |",
         "| A | B |\n| --- | --- |\n| x | `lamp on` |", "code in a cell"},
        {"Run:\n\n[!INCLUDE [a](i/code.md)]", "Run:\n\n```sh\nlamp on\n```", "code"},
        {"Wait [!INCLUDE [a](i/nothing.md)] here.", "Wait here.", "nothing"},
        {"Say `[!INCLUDE [a](i/name.md)]`.", "Say `[!INCLUDE [a](i/name.md)]`.", "in a code span"},
    };
    for (size_t i = 0; i < ARRAY_LEN(t); i++) {
        struct buf page = BUF_INIT(1 << 16);
        buf_printf(&page,
                   "# Troubleshoot\n\n## Error: E1001 dark\n\n**Cause:** a\n\n"
                   "**Fix:**\n\n%s\n",
                   t[i].text);
        put("p.md", buf_cstr(&page));
        struct read_document d = read_page(f, "p.md");
        assert_int_equal(d.count, 1);
        assert_int_equal(d.entries[0].line, 3);
        assert_str(d.entries[0].remedy, t[i].want, t[i].comment);
        assert_string_equal(buf_cstr(&f->heard), "");
        buf_release(&page);
    }
}

static const char shared[] = "## Error: E2001 shared\n\n**Cause:** a\n\n**Fix:** b\n";

static void problems_stay_documents(void **state)
{
    struct fixture *f = *state;
    put("i/shared.md", shared);
    put("p.md",
        "# Troubleshoot\n\n[!INCLUDE [a](i/shared.md)]\n\n## Error: E1001 dark\n\n**Fix:** c\n");
    struct read_document d = read_page(f, "p.md");
    assert_int_equal(d.count, 1);
    assert_str(d.entries[0].id, "s/p.md#error-e1001-dark", "the page's own");
    assert_int_equal(read_page(f, "i/shared.md").count, 1);

    /* what is no document by its name, or of a source of one file, would be lost */
    put("i/shared.txt", shared);
    put("q.md", "# Troubleshoot\n\n[!INCLUDE [a](i/shared.txt)]\n");
    d = read_page(f, "q.md");
    assert_int_equal(d.count, 1);
    assert_str(d.entries[0].id, "s/q.md#error-e2001-shared", "of a text file");
    assert_int_equal(d.entries[0].line, 3);
    f->options.single = true;
    reader_free(f->reader);
    f->reader = reader_new(&f->options);
    assert_int_equal(read_page(f, "p.md").count, 2);
}

static void a_label_alone_is_a_part(void **state)
{
    struct fixture *f = *state;
    put("i/fix.md", "### Resolution\n\nChange the bulb.\n");
    put("p.md", "# Troubleshoot\n\n## Error: E1001 dark\n\nThe bulb is broken.\n\n"
                "[!INCLUDE [a](i/fix.md)]\n");
    struct read_document d = read_page(f, "p.md");
    assert_int_equal(d.count, 1);
    assert_str(d.entries[0].remedy, "Change the bulb.", "a heading that is a label");
}

static bool needs(const struct read_document *d, enum need_kind kind, const char *path, bool there)
{
    for (size_t i = 0; i < d->document.need_count; i++) {
        const struct need *n = &d->document.needs[i];
        if (n->kind == kind && str_eq(n->path, str_of(path)))
            return (n->state != 0) == there;
    }
    return false;
}

static void says_what_it_was_read_with(void **state)
{
    struct fixture *f = *state;
    put("i/shared.md", shared);
    put("i/outer.md", "[!INCLUDE [a](deep/inner.md)]\n");
    put("i/deep/inner.md", "x\n");
    put("d/there.md", "x\n");
    put("p.md", "# Errors\n\n[!INCLUDE [a](i/shared.md)] [!INCLUDE [a](i/outer.md)] "
                "[!INCLUDE [a](i/none.md)] [!INCLUDE [a](i/outer.md)] [!INCLUDE [a](../out.md)]\n\n"
                "| Code | Message |\n|--|--|\n| [E1001](d/there.md) | dark |\n"
                "| [E1002](d/none.md) | darker |\n");
    struct read_document d = read_page(f, "p.md");
    assert_true(needs(&d, NEED_CONTENT, "i/shared.md", true));
    assert_true(needs(&d, NEED_CONTENT, "i/outer.md", true));
    assert_true(needs(&d, NEED_CONTENT, "i/deep/inner.md", true));
    assert_true(needs(&d, NEED_CONTENT, "i/none.md", false));
    assert_true(needs(&d, NEED_EXISTENCE, "d/there.md", true));
    assert_true(needs(&d, NEED_EXISTENCE, "d/none.md", false));
    assert_int_equal(d.document.need_count, 6);
    uint64_t before = reader_need_state(f->reader, NEED_CONTENT, STR("i/deep/inner.md"));
    put("i/deep/inner.md", "y\n");
    assert_true(reader_need_state(f->reader, NEED_CONTENT, STR("i/deep/inner.md")) != before);
    put("d/none.md", "x\n");
    assert_int_equal(reader_need_state(f->reader, NEED_EXISTENCE, STR("d/none.md")), 1);
    assert_int_equal(reader_need_state(f->reader, NEED_CONTENT, STR("../d/none.md")), 0);
}

static void says_what_is_left_out(void **state)
{
    struct fixture *f = *state;
    put("i/self.md", "a [!INCLUDE [a](self.md)] b\n");
    put("i/ring.md", "[!INCLUDE [a](../p.md)]\n");
    put("i/cut.md", "[!INCLUDE [a](none.md)] kept\n");
    assert_int_equal(mkdir("../out-of-it", 0755) == 0 || errno == EEXIST, 1);
    put("../out-of-it/secret.md", "secret\n");
    assert_int_equal(symlink("../../out-of-it/secret.md", "i/secret.md"), 0);
    assert_int_equal(symlink("../out-of-it", "link"), 0);
    assert_int_equal(symlink("loop.md", "i/loop.md"), 0);
    assert_int_equal(symlink("inside.md", "i/alias.md"), 0);
    put("i/inside.md", "inside\n");
    assert_int_equal(mkfifo("i/fifo.md", 0600), 0);
    static const struct {
        const char *target, *warning, *remedy, *comment;
    } t[] = {
        {"i/none.md", "9: the included file i/none.md does not exist: left out\n", "X z",
         "missing"},
        {"../out-of-it/secret.md",
         "9: the included file ../out-of-it/secret.md lies outside of the source: left out\n",
         "X z", "above the root"},
        {"i/../../out-of-it/secret.md",
         "9: the included file i/../../out-of-it/secret.md lies outside of the source: left out\n",
         "X z", "in a roundabout way"},
        {"..%2Fout-of-it%2Fsecret.md",
         "9: the included file ..%2Fout-of-it%2Fsecret.md lies outside of the source: left out\n",
         "X z", "encoded"},
        {"/../../etc/passwd",
         "9: the included file /../../etc/passwd lies outside of the source: left out\n", "X z",
         "rooted"},
        {"i/secret.md", "9: the included file i/secret.md leads out of the source: left out\n",
         "X z", "a link to a file"},
        {"link/secret.md",
         "9: the included file link/secret.md leads out of the source: left out\n", "X z",
         "a link to a folder"},
        {"i/loop.md", "9: the included file i/loop.md does not exist: left out\n", "X z",
         "a link in a circle"},
        {"i", "9: the included file i cannot be read: left out\n", "X z", "a folder"},
        {"i/fifo.md", "9: the included file i/fifo.md cannot be read: left out\n", "X z", "a pipe"},
        {"p.md", "9: the included file p.md includes itself: left out\n", "X z", "itself"},
        {"i/ring.md", "9: the included file ../p.md includes itself: left out\n", "X z",
         "itself, through another"},
        {"i/self.md", "", "X a b z", "a circle elsewhere is said there"},
        {"i/cut.md", "", "X kept z", "and what is missing there"},
        {"i/alias.md", "", "X inside z", "a link inside of the source"},
        {"i/a%00b.md", "9: the included file i/a%00b.md lies outside of the source: left out\n",
         "X z", "no name"},
    };
    for (size_t i = 0; i < ARRAY_LEN(t); i++) {
        struct buf page = BUF_INIT(1 << 16);
        buf_printf(&page,
                   "# Troubleshoot\n\n## Error: E1001 dark\n\n**Cause:** a\n\n"
                   "**Fix:**\n\nx [!INCLUDE [a](%s)] z\n",
                   t[i].target);
        put("p.md", buf_cstr(&page));
        struct read_document d = read_page(f, "p.md");
        if (strcmp(buf_cstr(&f->heard), t[i].warning) != 0)
            fail_msg("%s: said \"%s\"", t[i].comment, buf_cstr(&f->heard));
        assert_str(d.entries[0].remedy, t[i].remedy, t[i].comment);
        buf_release(&page);
    }
    assert_int_equal(remove("../out-of-it/secret.md") || remove("../out-of-it"), 0);
    read_page(f, "i/self.md");
    assert_string_equal(buf_cstr(&f->heard),
                        "1: the included file self.md includes itself: left out\n");
}

static void bounds_chains_and_numbers(void **state)
{
    struct fixture *f = *state;
    char name[32], text[128];
    for (int i = 0; i < 1000; i++) { /* a thousand levels deep */
        snprintf(name, sizeof name, "i/%d.md", i);
        snprintf(text, sizeof text, "level %d\n\n[!INCLUDE [a](%d.md)]\n", i, i + 1);
        put(name, text);
    }
    struct buf page = BUF_INIT(1 << 22);
    buf_puts(&page,
             "# Troubleshoot\n\n## Error: E1001 dark\n\n**Fix:**\n\n[!INCLUDE [a](i/0.md)]\n");
    put("p.md", buf_cstr(&page));
    struct read_document d = read_page(f, "p.md");
    assert_string_equal(buf_cstr(&f->heard),
                        "7: includes nested deeper than 16: 16.md is left out\n");
    assert_true(str_ends(d.entries[0].remedy, STR("Level 15")) ||
                str_ends(d.entries[0].remedy, STR("level 15")));

    for (int i = 0; i < 15; i++) { /* each twice in the one before: 2^15 times the last */
        snprintf(name, sizeof name, "d/%d.md", i);
        snprintf(text, sizeof text, "%d [!INCLUDE [a](%d.md)] [!INCLUDE [b](%d.md)]\n", i, i + 1,
                 i + 1);
        put(name, text);
    }
    put("d/15.md", "*x* *y*\n");
    put("p.md", "# Troubleshoot\n\n[!INCLUDE [a](d/0.md)]\n");
    read_page(f, "p.md");
    assert_non_null(
        strstr(buf_cstr(&f->heard), "3: more is included than one document may hold: "));

    buf_clear(&page);
    for (int i = 0; i < 100000; i++) /* in one paragraph, and in as many */
        buf_puts(&page, i % 1000 ? "[!INCLUDE [a](d/15.md)]\n" : "\n\n");
    put("p.md", buf_cstr(&page));
    read_page(f, "p.md");
    assert_non_null(strstr(buf_cstr(&f->heard), "more is included than one document may hold: "));

    buf_clear(&page);
    buf_repeat(&page, 'x', INCLUDE_FILE_MAX + 1);
    put("i/large.md", buf_cstr(&page));
    put("i/large.txt", buf_cstr(&page));
    put("p.md", "# Troubleshoot\n\n[!INCLUDE [a](i/large.md)]\n[!INCLUDE [a](i/large.txt)]\n");
    read_page(f, "p.md");
    assert_string_equal(buf_cstr(&f->heard),
                        "4: the included file i/large.txt cannot be read: left out\n");

    buf_clear(&page); /* quotes in quotes, as deep as is read, in quotes as deep as is read */
    buf_repeat(&page, '>', 40);
    buf_puts(&page, " [!INCLUDE [a](i/quotes.md)]\n");
    put("p.md", buf_cstr(&page));
    put("i/quotes.md", buf_cstr(&page));
    read_page(f, "p.md");
    assert_non_null(
        strstr(buf_cstr(&f->heard), "nested too deep: the included file i/quotes.md is left out"));
    buf_release(&page);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(fragments_become_parts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(problems_stay_documents, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_label_alone_is_a_part, set_up, tear_down),
        cmocka_unit_test_setup_teardown(says_what_it_was_read_with, set_up, tear_down),
        cmocka_unit_test_setup_teardown(says_what_is_left_out, set_up, tear_down),
        cmocka_unit_test_setup_teardown(bounds_chains_and_numbers, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
