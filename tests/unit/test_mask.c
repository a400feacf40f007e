/* Which words of a record vary by their form, and which tell one event from another. */
#include "scan/mask.h"

#include "base/buf.h"

#include "unit.h"

/* The text with variable words as <*>, and strict ones with ! before them. */
static void put_masked(struct buf *out, struct str text)
{
    struct mask_word words[MASK_WORDS_MAX];
    size_t n = mask_words(text, words);
    for (size_t i = 0; i < n; i++) {
        buf_puts(out, i ? " " : "");
        if (words[i].kind == MASK_VARIABLE) {
            buf_puts(out, "<*>");
        } else {
            buf_puts(out, words[i].kind == MASK_STRICT ? "!" : "");
            buf_put(out, str_slice(text, words[i].start, words[i].end));
        }
    }
}

static void test_forms(void **state)
{
    (void)state;
    static const struct {
        const char *text, *want, *why;
    } rows[] = {
        {"took 12 ms, 3.5 s, -4 and 1e9", "took <*> ms <*> s <*> and <*>", "numbers"},
        {"at 0x7f3a deadbeefcafe", "at <*>", "hexadecimal, with and without digits"},
        {"a facade of beads", "a facade of beads", "words of hexadecimal letters"},
        {"id 550e8400-e29b-41d4-a716-446655440000 gone", "id <*> gone", "a GUID"},
        {"from 10.0.0.7:5000 to fe80::1:2 and ::1", "from <*> to <*> and <*>", "addresses"},
        {"see https://x.org/a?b=c#d, then go", "see <*> then go", "a URL"},
        {"mail bob.lee@example.org now", "mail <*> now", "an e-mail address"},
        {"open /var/log/x and C:\\Temp\\a.txt", "!open <*> and <*>", "paths"},
        {"\\\\host\\share and a/b/c", "<*> and <*>", "more paths"},
        {"read/write of TCP/IP", "!read !write of !TCP !IP", "not a path"},
        {"host a.b.example.org is up", "host <*> is !up", "a host name"},
        {"load cbscore.dll.", "load cbscore.dll", "a file name is a word"},
        {"user 'bob lee' and \"x\" left", "user <*> and <*> left", "quoted names"},
        {"can't open", "can't !open", "an apostrophe is no quote"},
        {"msg=\"disk full\"", "msg !disk full", "a quoted message is the message"},
        {"'a b c d e f' stays", "a b c d e f stays", "a quoted sentence is not a name"},
        {"\"never closed", "never !closed", "a quote that is left open"},
        {"Mon Jul 25 23:24:09 2005 up", "<*> !up", "a date in words"},
        {"May the 4th, the Sun shines", "May the <*> the Sun shines", "not a date"},
        {"sizes 1 2 3 4", "sizes <*>", "a list is one"},
        {"from NEW to FAILED", "from !NEW to !FAILED", "states"},
        {"done=false, retry=3", "!done !false retry <*>", "values of names"},
        {"user=root in", "user !root in", "the value of a name is strict"},
        {"java.net.ConnectException: x", "!java.net.ConnectException x", "a class"},
        {"a.b.v2.Job2Handler x", "!a.b.v2.Job2Handler x", "a class with digits"},
        {"AADSTS50126 and ORA-00600", "!AADSTS50126 and !ORA-00600", "error codes"},
        {"MININT-75DG FACE123", "<*>", "not codes"},
        {"layout begin", "layout !begin", "words of state"},
        {"blk_-16 attempt_14_m_0", "<*>", "words with digits"},
        {"*** !!! --- ...", "", "only punctuation"},
        {"", "", "nothing"},
        {"\xe6\x97\xa5\xe6\x9c\xac \xff\xfe", "\xe6\x97\xa5\xe6\x9c\xac \xff\xfe",
         "other scripts, broken bytes"},
        {"E: x\n  at a(b.c:1)\n  at d\nCaused by: y", "E x Caused by y", "stack frames"},
        {"  indented first line", "indented first line", "only further lines are frames"},
    };
    struct buf out = BUF_INIT(1 << 16);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        buf_clear(&out);
        put_masked(&out, str_of(rows[i].text));
        check_str(buf_str(&out), rows[i].want, rows[i].why);
    }
    buf_release(&out);
}

/* Words come in order, inside of the text, and there are never more than there is room for. */
static void test_limits(void **state)
{
    (void)state;
    static char text[100000];
    struct mask_word words[MASK_WORDS_MAX];
    static const char *const fills[] = {"a ", "a1 b ", "\"", "/", ":", "'a", "\n ", "x=\"", "://"};
    for (size_t f = 0; f < ARRAY_LEN(fills); f++) {
        for (size_t i = 0; i < sizeof text; i++)
            text[i] = fills[f][i % strlen(fills[f])];
        size_t n = mask_words(str_n(text, sizeof text), words), at = 0;
        assert_true(n <= MASK_WORDS_MAX);
        for (size_t i = 0; i < n; i++) {
            assert_true(words[i].start >= at && words[i].end > words[i].start);
            assert_true(words[i].end <= MASK_BYTES_MAX);
            at = words[i].end;
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_forms),
        cmocka_unit_test(test_limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
