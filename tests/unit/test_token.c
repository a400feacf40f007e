/* The words of a text. */
#include "text/token.h"

#include "base/buf.h"
#include "tests/support/random.h"
#include "text/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <cmocka.h>

enum { WORDS_MAX = 1000 };

/* Words by position: "whole(part part) next", '#' before one with digits in it. */
static void describe(struct buf *out, struct str text)
{
    struct arena *a = arena_new();
    size_t n;
    struct token *t = token_split(a, text, WORDS_MAX, &n);
    bool open = false;
    for (size_t i = 0; i < n; i++) {
        bool part = t[i].flags & TOKEN_PART;
        if (open && !part)
            buf_putc(out, ')');
        if (out->n && (!part || open))
            buf_putc(out, ' ');
        if (part && !open)
            buf_putc(out, '(');
        open = part;
        if (t[i].flags & TOKEN_DIGITS)
            buf_putc(out, '#');
        buf_put(out, t[i].term);
        /* A part stands at its name's position, a word behind all others. */
        uint32_t before = i ? t[i - 1].position : 0;
        if (i && (part ? t[i].position != before : t[i].position <= before))
            buf_puts(out, "!position!");
    }
    if (open)
        buf_putc(out, ')');
    arena_free(a);
}

static const struct {
    const char *comment, *text, *words;
} vectors[] = {
    {"nothing", "", ""},
    {"words", "The logon attempt failed.", "the logon attempt failed"},
    {"an apostrophe inside", "can't couldn\u2019t", "cant couldnt"},
    {"not at the ends", "'quoted' users' 'tis", "quoted users tis"},
    {"a possessive ending", "user's admin\u2019s", "user admin"},
    {"numbers are none", "error 2607 at 12:30", "error at"},
    {"codes are none", "0x80070005 8007052e C2039 LNK2019", ""},
    {"parts of GUIDs are none", "3f2504e0-4f89-11d3-9a0c-0305e82c3301", ""},
    {"few digits stay", "Win32 x64 IPv4 TLS12", "#win32 #x64 #ipv4(#pv4) #tls12"},
    {"a name in camel case", "ConnectionFailed", "connectionfailed(connection failed)"},
    {"capitals before a word", "AADSTSError XMLHttpRequest",
     "aadstserror(aadsts error) xmlhttprequest(xml http request)"},
    {"a name with underscores", "ERROR_ACCESS_DENIED",
     "error_access_denied(error access denied)"},
    {"underscores at the ends", "_name_ __init__", "_name_(name) __init__(init)"},
    {"underscores alone", "___", ""},
    {"numbers in a name are no parts", "Shortpath_2607_Drop",
     "#shortpath_2607_drop(shortpath drop)"},
    {"a part with digits", "ConnectWin32Drop", "#connectwin32drop(connect #win32 drop)"},
    {"a code in a name is no part", "ErrorC2039Again", "#errorc2039again(error again)"},
    {"one letter is no part", "A_Bcd X_Y", "a_bcd(bcd) x_y"},
    {"short words have no parts", "iOS aB", "ios ab"},
    {"accents", "naïve \u00C9tat façade", "naive etat facade"},
    {"accents, apart from their letters", "e\u0301tat u\u0308ber", "etat ueber"},
    {"umlauts, and how they are written without", "Gerät Geraet größer GROESSER Straße STRASSE",
     "geraet geraet groesser groesser strasse strasse"},
    {"other alphabets", "Ошибка Σφάλμα", "ошибка σφάλμα"},
    {"compatibility forms", "ﬁle ＥＲＲＯＲ", "file error"},
    {"Han: each two", "接続先 错误", "接続 続先 错误"},
    {"one Han alone", "例、先", "例 先"},
    {"Hiragana: each two, none alone", "できません が", "でき きま ませ せん"},
    {"each script by itself", "資格情報が正しくありません",
     "資格 格情 情報 正 しく くあ あり りま ませ せん"},
    {"Katakana: whole", "エラー セッションホスト・リスト", "エラー セッションホスト リスト"},
    {"a long vowel at the end", "サーバー サーバ ユーザー ｻｰﾊﾞｰ キー", "サーバ サーバ ユーザ サーバ キー"},
    {"half and full width", "ｴﾗｰ ＡＢＣｘ", "エラー abcx"},
    {"codes between other scripts", "エラーコード0x80070005が発生", "エラーコード 発生"},
    {"names between them", "値ConnectionFailedを返す",
     "値 connectionfailed(connection failed) 返"},
    {"Hangul has blanks", "오류가 발생했습니다", "오류가 발생했습니다"},
    {"punctuation parts", "sign-in/out; (x) a.b", "sign in out x a b"},
    {"markup", "<b>bold</b> `code`", "b bold b code"},
    {"an emoji parts", "a\U0001F600b", "a b"},
};

static void splits(void **state)
{
    (void)state;
    size_t wrong = 0;
    struct buf got = BUF_INIT(4096);
    for (size_t i = 0; i < ARRAY_LEN(vectors); i++) {
        buf_clear(&got);
        describe(&got, str_of(vectors[i].text));
        if (str_eq(buf_str(&got), str_of(vectors[i].words)))
            continue;
        print_error("%s: \"%s\" gives [%.*s], not [%s]\n", vectors[i].comment, vectors[i].text,
                    STR_ARG(buf_str(&got)), vectors[i].words);
        wrong++;
    }
    buf_release(&got);
    assert_int_equal(wrong, 0);
}

static void places_and_lines(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    struct str text = STR("one\n\ntwo Ｔhree\r\nuser's ErrorCode");
    static const struct {
        const char *spelt;
        uint32_t position, line;
    } want[] = {{"one", 0, 0},  {"two", 1, 2},       {"Ｔhree", 2, 2}, {"user", 3, 3},
                {"ErrorCode", 4, 3}, {"Error", 4, 3}, {"Code", 4, 3}};
    size_t n;
    struct token *t = token_split(a, text, WORDS_MAX, &n);
    assert_int_equal(n, ARRAY_LEN(want));
    for (size_t i = 0; i < n; i++) {
        assert_true(str_eq(str_slice(text, t[i].start, t[i].end), str_of(want[i].spelt)));
        assert_int_equal(t[i].position, want[i].position);
        assert_int_equal(t[i].line, want[i].line);
    }
    arena_free(a);
}

static void limits(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    size_t n;
    token_split(a, STR("a b c d e f"), 4, &n);
    assert_int_equal(n, 4);
    token_split(a, STR("ConnectionFailedHere"), 2, &n);
    assert_int_equal(n, 2);
    token_split(a, STR("abc"), 0, &n);
    assert_int_equal(n, 0);
    /* A long word is cut, at a character; a long name has few parts. */
    struct buf b = BUF_INIT(1 << 16);
    for (int i = 0; i < 100; i++)
        buf_puts(&b, "a\u00E9");
    struct token *t = token_split(a, buf_str(&b), WORDS_MAX, &n);
    assert_int_equal(n, 1);
    assert_in_range(t[0].term.n, TOKEN_TERM_MAX - 2, TOKEN_TERM_MAX);
    assert_int_equal(utf8_valid(t[0].term), t[0].term.n);
    buf_clear(&b);
    for (int i = 0; i < 1000; i++)
        buf_puts(&b, "Part");
    token_split(a, buf_str(&b), WORDS_MAX, &n);
    assert_int_equal(n, 1 + TOKEN_PARTS_MAX);
    buf_release(&b);
    arena_free(a);
}

/* Whatever the text: tokens lie in order inside it, their terms are folded words. */
static void laws_of_random_texts(void **state)
{
    (void)state;
    static const char *const pieces[] = {"a", "B", "z", "_", "9", "0x", "'", "\u2019", "s", " ", "\n",
                                         ".", "\u00C9", "\u0301", "エ", "ー", "ﾞ", "接", "続", "で", "き", "々", "-", "ß", "ü", "Aa", "\U0001F600"};
    struct random r = {6};
    struct buf b = BUF_INIT(256);
    for (int round = 0; round < 20000; round++) {
        buf_clear(&b);
        for (size_t n = random_below(&r, 30); n; n--)
            buf_puts(&b, pieces[random_below(&r, ARRAY_LEN(pieces))]);
        struct arena *a = arena_new();
        size_t n;
        struct token *t = token_split(a, buf_str(&b), WORDS_MAX, &n);
        for (size_t i = 0; i < n; i++) {
            assert_true(t[i].start < t[i].end && t[i].end <= b.n);
            /* in order; the pairs of a script without blanks overlap */
            assert_true(i == 0 || t[i].start > t[i - 1].start || t[i].flags & TOKEN_PART);
            assert_true(t[i].term.n > 0 && utf8_valid(t[i].term) == t[i].term.n);
            size_t again;
            struct token *same = token_split(a, t[i].term, WORDS_MAX, &again);
            if (again && !str_eq(same[0].term, t[i].term))
                fail_msg("\"%.*s\" is the word \"%.*s\"", STR_ARG(t[i].term), STR_ARG(same[0].term));
        }
        arena_free(a);
    }
    buf_release(&b);
}

static void hostile_texts(void **state)
{
    (void)state;
    static const char *const fills[] = {"a", "A", "aB", "_", "a_", "'", "a'", "\u2019", "1", "é", "É'", "a ",
                                        "接", "で", "エ", "ー", "接エ"};
    size_t size = 1 << 20;
    char *text = malloc(size);
    for (size_t i = 0; i < ARRAY_LEN(fills); i++) {
        size_t n = strlen(fills[i]);
        for (size_t k = 0; k < size; k++)
            text[k] = fills[i][k % n];
        struct arena *a = arena_new();
        token_split(a, str_n(text, size / n * n), WORDS_MAX, &n);
        arena_free(a);
    }
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(splits),
        cmocka_unit_test(places_and_lines),
        cmocka_unit_test(limits),
        cmocka_unit_test(laws_of_random_texts),
        cmocka_unit_test(hostile_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
