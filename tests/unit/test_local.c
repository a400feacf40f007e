/* German and Japanese: tables that are searched by halves, labels, cues, sentences, quotations. */
#include "import/words/local.h"
#include "import/read/markdown.h"
#include "import/extract/prose.h"
#include "tests/unit/unit.h"

static void tables_are_sorted(void **state)
{
    (void)state;
    for (size_t l = 0; l < LOCAL_LANGUAGES; l++) {
        const struct local_words *w = local_words(l);
        for (size_t i = 0; i < w->label_count; i++) {
            struct str words = str_of(w->labels[i].words);
            char lower[LOCAL_TEXT_MAX];
            assert_true(words.n < sizeof lower && str_eq(words, local_lower(words, lower)));
            if (i && str_cmp(str_of(w->labels[i - 1].words), words) >= 0)
                fail_msg("\"%s\" stands behind \"%s\"", w->labels[i].words, w->labels[i - 1].words);
        }
    }
    assert_null(local_words(LOCAL_LANGUAGES));
}

static void knows_labels(void **state)
{
    (void)state;
    static const struct {
        const char *words;
        enum label label;
        uint16_t number;
    } rows[] = {
        {"Ursache:", LABEL_CAUSE, 0},      {"Ursache 2", LABEL_CAUSE, 2},
        {"MÖGLICHE URSACHEN", LABEL_CAUSE, 0}, {"Lösung", LABEL_REMEDY, 0},
        {"Fehlermeldung", LABEL_MESSAGE, 0}, {"Nächste Schritte", LABEL_SEE, 0},
        {"Ähnliche Themen", LABEL_SEE, 0}, {"Verfahren", LABEL_NONE, 0},
        {"原因", LABEL_CAUSE, 0},          {"原因2：", LABEL_CAUSE, 2},
        {"【対処方法】", LABEL_REMEDY, 0},  {"■症状", LABEL_SYMPTOM, 0},
        {"エラー コード", LABEL_CODE, 0},  {"関連項目", LABEL_SEE, 0},
        {"接続", LABEL_NONE, 0},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        uint16_t number;
        check_size(label_of(str_of(rows[i].words), &number), rows[i].label, rows[i].words);
        check_size(number, rows[i].number, rows[i].words);
    }
}

static void finds_cues(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        unsigned has, has_not;
    } rows[] = {
        {"Starten Sie den Dienst neu.", CUE_VERB, CUE_TROUBLE},
        {"Überprüfen Sie die Verbindung.", CUE_VERB, CUE_TROUBLE},
        {"ÜBERPRÜFEN SIE DIE VERBINDUNG", CUE_VERB, CUE_TROUBLE},
        {"Dieser Fehler tritt auf, weil", CUE_CAUSE, CUE_VERB},
        {"Um dieses Problem zu beheben,", CUE_RESOLVE, CUE_VERB},
        {"Lampenfehlerzahl", 0, CUE_ERROR}, /* a part of a word */
        {"サービスを再起動してください。", CUE_ORDER, CUE_TROUBLE},
        {"この問題を解決するには、", CUE_RESOLVE, CUE_VERB},
        {"次のエラーが表示されます。", CUE_FOLLOWS | CUE_ANNOUNCE, CUE_ORDER},
        {"エラー0x80070005", CUE_ERROR, CUE_ORDER}, /* no blank behind it */
        {"it won\xE2\x80\x99t start", CUE_TROUBLE, CUE_ORDER},
    };
    struct cues *c = cues_new();
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        unsigned cues = cues_find(c, str_of(rows[i].text), NULL, 0, NULL);
        if ((cues & rows[i].has) != rows[i].has || cues & rows[i].has_not)
            fail_msg("%s: cues %x", rows[i].text, cues);
    }
    cues_free(c);
}

static void reads_sentences(void **state)
{
    (void)state;
    static const struct {
        const char *text, *want, *comment;
    } rows[] = {
        {"Eins z. B. so. Zwei „drei. Vier“ fünf.", "[Eins z. B. so.][Zwei „drei. Vier“ fünf.]",
         "abbreviations, German quotation marks"},
        {"Er sagt „Es ist aus.“ Dann nichts.", "[Er sagt „Es ist aus.“][Dann nichts.]",
         "a sentence ends with a quotation"},
        {"Es meldet »Kein Strom« und geht aus.", "[Es meldet »Kein Strom« und geht aus.]",
         "marks that point inwards"},
        {"一つ。二つ！三つ？四つ", "[一つ。][二つ！][三つ？][四つ]", "full stops without blanks"},
        {"「一つ。二つ」と表示されます。次", "[「一つ。二つ」と表示されます。][次]", "not inside of quotations"},
        {"『「一」です。二』と。三", "[『「一」です。二』と。][三]", "quotations in quotations"},
    };
    struct cues *c = cues_new();
    struct arena *a = arena_new();
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        bool truncated;
        struct node *root = markdown_parse(a, str_of(rows[i].text), 1, &truncated);
        struct paragraph p = paragraph_read(a, c, root->first);
        struct buf out = BUF_INIT(1000);
        for (size_t k = 0; k < p.sentence_count; k++)
            buf_printf(&out, "[%.*s]", STR_ARG(str_slice(p.plain, p.sentences[k].start,
                                                         p.sentences[k].end)));
        check_str(buf_str(&out), rows[i].want, rows[i].comment);
        buf_release(&out);
    }
    arena_free(a);
    cues_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables_are_sorted),
        cmocka_unit_test(knows_labels),
        cmocka_unit_test(finds_cues),
        cmocka_unit_test(reads_sentences),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
