/* Which language a document or a text is in. */
#include "text/language.h"
#include "tests/unit/unit.h"
#include "text/function_word.h"

static void reads_tags(void **state)
{
    (void)state;
    static const struct {
        const char *said, *tag, *comment;
    } rows[] = {
        {"de", "de", "a language"},
        {" de-DE ", "de-de", "and a country"},
        {"ja_JP.UTF-8", "ja-jp", "as environments write it"},
        {"zh-Hans", "zh-hans", "and a script"},
        {"zh-Hans-CN", "zh-hans-cn", "both"},
        {"csharp", "", "another kind of language"},
        {"ci-cd", "", "no language"},
        {"", "", "nothing"},
        {"12", "", "digits"},
        {"de-1", "", "half of one"},
    };
    struct arena *a = arena_new();
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        check_str(language_tag(a, str_of(rows[i].said)), rows[i].tag, rows[i].comment);
    arena_free(a);
}

static void reads_paths(void **state)
{
    (void)state;
    static const struct {
        const char *path, *language, *comment;
    } rows[] = {
        {"de-de/x.md", "de-de", "a folder"},
        {"articles/ja-jp/a/x.md", "ja-jp", "inside"},
        {"docs/ja/x.md", "ja", "two letters"},
        {"it/x.md", "", "information technology"},
        {"x.de-de.md", "de-de", "in the name"},
        {"a/x.ja.html", "ja", "of a page"},
        {"de-de.md", "", "the name itself"},
        {"ci-cd/x.md", "", "no language"},
        {"x", "", "no ending"},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        check_str(language_of_path(str_of(rows[i].path)), rows[i].language, rows[i].comment);
}

static void finds_the_place_of_translations(void **state)
{
    (void)state;
    uint64_t german = language_place(STR("a/de-de/x.md"));
    assert_true(german == language_place(STR("a/ja-jp/x.md")));
    assert_true(german != language_place(STR("b/ja-jp/x.md")));
    assert_true(german != language_place(STR("a/ja-jp/y.md")));
    assert_true(language_place(STR("x.de.md")) == language_place(STR("x.fr.md")));
    assert_true(language_place(STR("x.md")) != language_place(STR("y.md")));
}

static void tells_texts(void **state)
{
    (void)state;
    static const struct {
        const char *text, *language, *comment;
    } rows[] = {
        {"Die Anmeldung ist fehlgeschlagen", "de", "German"},
        {"Fehlercode 4711", "de", "two words of it"},
        {"Zugriff für Gäste", "de", "umlauts"},
        {"The sign-in failed with error 5", "en", "English"},
        {"error code 4711", "en", "two words of it"},
        {"エラー コード 4711", "ja", "Japanese"},
        {"ｴﾗｰ 4711", "ja", "half width"},
        {"错误 4711", "zh", "Chinese"},
        {"오류 4711", "ko", "Korean"},
        {"4711", "", "a number"},
        {"AADSTS50126", "", "a code"},
        {"", "", "nothing"},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        check_str(language_of_text(str_of(rows[i].text)), rows[i].language, rows[i].comment);
    assert_true(language_same(STR("de"), STR("de-AT")));
    assert_false(language_same(STR("de"), STR("den")));
}

static void knows_function_words(void **state)
{
    (void)state;
    static const struct {
        const char *term;
        bool is;
    } rows[] = {{"the", true},  {"und", true},  {"nicht", true}, {"ませ", true}, {"接続", false},
                {"die", false}, {"lamp", false}, {"", false},    {"サーバ", false}};
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        check_size(function_word(str_of(rows[i].term)), rows[i].is, rows[i].term);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_tags),
        cmocka_unit_test(reads_paths),
        cmocka_unit_test(finds_the_place_of_translations),
        cmocka_unit_test(tells_texts),
        cmocka_unit_test(knows_function_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
