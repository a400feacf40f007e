/* What messages in other languages say in English. */
#include "text/glossary.h"

#include "base/buf.h"
#include "tests/support/random.h"
#include "text/fold.h"
#include "text/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <cmocka.h>

enum { TEXT_MAX = 4096, TOKENS_MAX = 1000 };

static const struct gloss_part *const parts[] = {
    &glossary_latin_a,  &glossary_latin_e, &glossary_latin_n,
    &glossary_cyrillic, &glossary_han,     &glossary_hangul,
};

/* ---- the table ------------------------------------------------------------------------------- */

/* Sorted, folded, and the words as the index has them: else rows are never found. */
static void test_rows(void **state)
{
    (void)state;
    for (size_t p = 0; p < ARRAY_LEN(parts); p++) {
        assert_true(parts[p]->count > 100);
        for (size_t i = 0; i < parts[p]->count; i++) {
            const struct gloss_row *row = &parts[p]->rows[i];
            struct str phrase = str_n(row->phrase, strlen(row->phrase));
            struct buf folded = BUF_INIT(TEXT_MAX);
            fold(phrase, &folded, NULL);
            if (!str_eq(buf_str(&folded), phrase))
                fail_msg("not folded: %s", row->phrase);
            buf_release(&folded);
            if (i && strcmp(parts[p]->rows[i - 1].phrase, row->phrase) >= 0)
                fail_msg("not in order: %s", row->phrase);
            for (const char *c = row->words + (row->words[0] == '*'); *c; c++)
                if (*c != ' ' && !ascii_is_lower(*c))
                    fail_msg("no words: %s", row->words);
        }
    }
}

/* Each phrase is found where it stands alone between letters of no script. */
static void test_each_row_is_found(void **state)
{
    (void)state;
    for (size_t p = 0; p < ARRAY_LEN(parts); p++)
        for (size_t i = 0; i < parts[p]->count; i++) {
            struct buf text = BUF_INIT(TEXT_MAX);
            buf_puts(&text, parts[p]->rows[i].phrase);
            size_t end = text.n;
            buf_puts(&text, " \u00E9");
            struct gloss found[8];
            size_t n = glossary_find(buf_str(&text), found, ARRAY_LEN(found));
            if (n == 0 || found[0].start != 0 || found[0].end < end)
                fail_msg("not found: %s", parts[p]->rows[i].phrase);
            buf_release(&text);
        }
}

/* ---- phrases in texts ------------------------------------------------------------------------ */

static bool has_nothing(void *ctx, struct str word)
{
    (void)ctx;
    (void)word;
    return false;
}

/* Words of the knowledge base: those of the list. */
static bool has_listed(void *ctx, struct str word)
{
    const char *const *list = ctx;
    for (; *list; list++)
        if (str_eq(word, str_n(*list, strlen(*list))))
            return true;
    return false;
}

/* Terms in order; those of the glossary in brackets. */
static void describe(struct buf *out, struct str text, const struct lexicon *lexicon)
{
    struct arena *a = arena_new();
    size_t room = text.n * 4 + 64;
    struct buf folded = BUF_INIT(room);
    uint32_t *from = arena_alloc(a, (room + 1) * sizeof *from);
    fold(text, &folded, from);
    size_t n;
    struct token *t = token_split(a, text, TOKENS_MAX, &n);
    t = glossary_add(a, buf_str(&folded), from, lexicon, t, &n, TOKENS_MAX);
    assert_true(n <= TOKENS_MAX);
    for (size_t i = 0; i < n; i++) {
        bool gloss = t[i].flags & TOKEN_GLOSS;
        if (out->n)
            buf_putc(out, ' ');
        if (gloss)
            buf_putc(out, '[');
        buf_put(out, t[i].term);
        if (gloss)
            buf_putc(out, ']');
        assert_true(t[i].start < t[i].end && t[i].end <= text.n);
        /* A part stands at its name's position, a word behind all others. */
        if (i && t[i].flags & TOKEN_PART)
            assert_int_equal(t[i].position, t[i - 1].position);
        else if (i)
            assert_true(t[i].position > t[i - 1].position);
    }
    buf_release(&folded);
    arena_free(a);
}

static const struct {
    const char *comment, *text, *words;
} vectors[] = {
    {"nothing", "", ""},
    {"ASCII only: no other language to see", "Zugriff verweigert", "zugriff verweigert"},
    {"English with a name", "Jos\u00E9 cannot open the file", "jose cannot open the file"},
    {"simplified Chinese", "“foo”: 未声明的标识符", "foo [undeclared] [identifier]"},
    {"traditional Chinese", "'foo': 未宣告的識別項", "foo [undeclared] [identifier]"},
    {"Japanese", "'foo': 定義されていない識別子です。", "foo [undeclared] [identifier]"},
    {"Korean, with an ending", "'foo': 선언되지 않은 식별자입니다.",
     "foo [undeclared] [identifier]"},
    {"German", "Zugriff wurde für foo verweigert", "[access] foo [denied]"},
    {"German, one word of two terms", "Gerät: Netzwerkverbindung",
     "[device] [network] [connection]"},
    {"French", "'foo' : identificateur non déclaré", "foo [undeclared] [identifier]"},
    {"Spanish", "'foo': conexión rechazada", "foo [connection] [refused]"},
    {"Portuguese", "senha do usuário inválida", "[password] do [user] [invalid]"},
    {"Italian", "impossibile aprire però", "[cannot] [open] pero"},
    {"Russian", "foo: Отказано в доступе", "foo [access] [denied]"},
    {"Russian, with an ending", "ошибками", "[error]"},
    {"Polish", "foo: odmowa dostępu", "foo [access] [denied]"},
    {"capitals", "ОТКАЗАНО В ДОСТУПЕ", "[access] [denied]"},
    {"half-width Katakana", "ﾌｧｲﾙ", "[file]"},
    {"the longest first", "内存 内存不足", "[memory] [out] [of] [memory]"},
    {"a line's end within a phrase", "acceso\ndenegado año", "[access] [denied] ano"},
    {"not in the middle of a word", "neerreur año", "neerreur ano"},
    {"no ending where none may follow", "Öffnen: volle", "[open] volle"},
    {"in the order of the text", "foo 文件 bar 错误 baz", "foo [file] bar [error] baz"},
    {"names keep their parts", "ConnectionFailed 错误",
     "connectionfailed connection failed [error]"},
    {"particles are no words", "文件的", "[file]"},
    {"other words stay", "猫 文件", "猫 [file]"},
};

static void test_vectors(void **state)
{
    (void)state;
    const struct lexicon nothing = {has_nothing, NULL};
    const struct lexicon *lexicons[] = {NULL, &nothing};
    for (size_t i = 0; i < ARRAY_LEN(vectors); i++)
        for (size_t k = 0; k < ARRAY_LEN(lexicons); k++) {
            struct buf out = BUF_INIT(TEXT_MAX);
            describe(&out, str_n(vectors[i].text, strlen(vectors[i].text)), lexicons[k]);
            struct str want = str_n(vectors[i].words, strlen(vectors[i].words));
            if (!str_eq(buf_str(&out), want))
                fail_msg("%s: %.*s, not %s", vectors[i].comment, (int)out.n, out.p,
                         vectors[i].words);
            buf_release(&out);
        }
}

/* A knowledge base in the text's language is asked in it. */
static void test_known_words(void **state)
{
    (void)state;
    static const char *known[] = {"连接", "错误", "non", NULL};
    const struct lexicon lexicon = {has_listed, known};
    struct buf out = BUF_INIT(TEXT_MAX);
    describe(&out, STR("错误 文件 non déclaré"), &lexicon);
    struct str want = STR("错误 [file] [undeclared]");
    if (!str_eq(buf_str(&out), want))
        fail_msg("%.*s", (int)out.n, out.p);
    buf_release(&out);
}

/* A word of a phrase, wherever in it, tells it from others. */
static void test_words_of_phrases(void **state)
{
    (void)state;
    static const struct {
        const char *comment, *word;
        bool has;
    } rows[] = {
        {"the first", "datei", true},
        {"a later one", "gefunden", true},
        {"Cyrillic", "доступе", true},
        {"Hangul", "없습니다", true},
        {"Han", "找到", true},
        {"none", "gemerkt", false},
        {"with digits", "datei2", false},
        {"nothing", "", false},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        if (glossary_may_have(str_n(rows[i].word, strlen(rows[i].word))) != rows[i].has)
            fail_msg("%s: %s", rows[i].comment, rows[i].word);
}

/* ---- limits ---------------------------------------------------------------------------------- */

static void test_limits(void **state)
{
    (void)state;
    struct gloss found[2];
    assert_int_equal(glossary_find(STR("文件 文件 文件"), found, 2), 2);
    assert_int_equal(glossary_find(STR("文件"), found, 0), 0);
    struct arena *a = arena_new();
    struct str text = STR("文件 内存不足 文件");
    uint32_t from[64];
    for (uint32_t i = 0; i < ARRAY_LEN(from); i++)
        from[i] = i;
    for (size_t max = 0; max < 6; max++) {
        size_t n;
        struct token *t = token_split(a, text, max, &n);
        glossary_add(a, text, from, NULL, t, &n, max);
        assert_true(n <= max);
    }
    arena_free(a);
}

/* Any valid UTF-8, of pieces that phrases are made of. */
static void test_hostile(void **state)
{
    (void)state;
    static const char *pieces[] = {"文",     "件",   "の",     "ファ", "イル",  "파",
                                   "일을",   "ошиб", "ка",     "é",    "datei", "\u0301",
                                   "\u200B", "_",    "\n",     " ",    "ﬁ",     "\U0001F600",
                                   "0x8",    "a",    "\uFFFD", "ü",    "ber",   "\uFF70"};
    struct random seed = {20};
    for (int round = 0; round < 2000; round++) {
        struct buf text = BUF_INIT(TEXT_MAX), out = BUF_INIT(TEXT_MAX * 8);
        for (size_t n = random_below(&seed, 60); n > 0; n--)
            buf_puts(&text, pieces[random_below(&seed, ARRAY_LEN(pieces))]);
        describe(&out, buf_str(&text), NULL);
        buf_release(&text);
        buf_release(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_each_row_is_found),
        cmocka_unit_test(test_vectors),
        cmocka_unit_test(test_known_words),
        cmocka_unit_test(test_words_of_phrases),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_hostile),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
