/* Lines of a stream, however they come in. */
#include "base/buf.h"
#include "serve/lines.h"

#include "unit.h"

#include <unistd.h>

static const struct {
    const char *comment;
    const char *chunks[6]; /* as they are written */
    const char *lines[6];
} cases[] = {
    {"one line", {"a\n"}, {"a"}},
    {"several at once", {"a\nb\nc\n"}, {"a", "b", "c"}},
    {"no line end at the end", {"a\nb"}, {"a", "b"}},
    {"in pieces", {"a", "b", "c\nd", "e\n"}, {"abc", "de"}},
    {"carriage returns", {"a\r\nb\r", "\nc\r\n"}, {"a", "b", "c"}},
    {"one inside of a line stays", {"a\rb\n"}, {"a\rb"}},
    {"empty lines are lines", {"\n\na\n\r\n"}, {"", "", "a", ""}},
    {"nothing", {""}, {NULL}},
};

/* What comes of the bytes that fd gives, read whenever no line is there. */
static enum line_state next(struct lines *l, struct str *line)
{
    for (;;) {
        enum line_state state = lines_next(l, line);
        if (state != LINE_MORE)
            return state;
        assert_true(lines_fill(l) >= 0);
    }
}

static void come_whole(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        int fds[2];
        struct str line;
        assert_int_equal(pipe(fds), 0);
        struct lines *l = lines_new(fds[0]);
        size_t got = 0;
        for (size_t k = 0; k < 6 && cases[i].chunks[k]; k++) {
            struct str chunk = str_of(cases[i].chunks[k]);
            assert_int_equal(write(fds[1], chunk.p, chunk.n), chunk.n);
            if (chunk.n)
                assert_int_equal(lines_fill(l), 1);
            while (lines_next(l, &line) == LINE_READY)
                if (!cases[i].lines[got] || !str_eq(line, str_of(cases[i].lines[got++])))
                    fail_msg("%s: line %zu is \"%.*s\"", cases[i].comment, got, STR_ARG(line));
        }
        close(fds[1]);
        while (next(l, &line) == LINE_READY)
            if (!cases[i].lines[got] || !str_eq(line, str_of(cases[i].lines[got++])))
                fail_msg("%s: line %zu is \"%.*s\"", cases[i].comment, got, STR_ARG(line));
        if (cases[i].lines[got])
            fail_msg("%s: \"%s\" did not come", cases[i].comment, cases[i].lines[got]);
        lines_free(l);
        close(fds[0]);
    }
}

/* A file of lines of these sizes, and what is to come of them. */
static void too_long(void **state)
{
    (void)state;
    static const size_t sizes[] = {10, LINE_MAX_BYTES, LINE_MAX_BYTES + 1, 3, 5 * LINE_MAX_BYTES, 7};
    char name[] = "/tmp/lines-XXXXXX";
    int fd = mkstemp(name);
    unlink(name);
    struct buf all = BUF_INIT(SIZE_MAX / 2);
    for (size_t i = 0; i < ARRAY_LEN(sizes); i++) {
        buf_repeat(&all, (char)('a' + i), sizes[i]);
        buf_puts(&all, i % 2 ? "\r\n" : "\n");
    }
    assert_int_equal(write(fd, all.p, all.n), all.n);
    lseek(fd, 0, SEEK_SET);
    struct lines *l = lines_new(fd);
    struct str line;
    for (size_t i = 0; i < ARRAY_LEN(sizes); i++) {
        enum line_state got = next(l, &line);
        assert_int_equal(got, sizes[i] > LINE_MAX_BYTES ? LINE_TOO_LONG : LINE_READY);
        if (got == LINE_READY) {
            assert_int_equal(line.n, sizes[i]);
            assert_int_equal(line.p[0], 'a' + (int)i);
        }
    }
    assert_int_equal(next(l, &line), LINE_END);
    lines_free(l);
    buf_release(&all);
    close(fd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(come_whole),
        cmocka_unit_test(too_long),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
