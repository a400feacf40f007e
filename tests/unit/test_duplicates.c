/* Which entries tell the same problem with the same answer. */
#include "match/duplicates.h"

#include "unit.h"

enum { ENTRIES_MAX = 6, LIST_MAX = 6 };

struct entry_row {
    uint64_t messages[LIST_MAX]; /* 0 ends */
    uint64_t conditions;
    uint32_t words[LIST_MAX + 6]; /* 0 ends */
    uint32_t group;
};

struct vector {
    const char *comment;
    struct entry_row entries[ENTRIES_MAX]; /* without a message: ends */
};

static const struct vector vectors[] = {
    {"the same message, the same answer", {{{7}, 1, {1, 2, 3}, 0}, {{7}, 1, {1, 2, 3}, 0}}},
    {"another message", {{{7}, 1, {1, 2, 3}, 0}, {{8}, 1, {1, 2, 3}, 1}}},
    {"other conditions", {{{7}, 1, {1, 2, 3}, 0}, {{7}, 2, {1, 2, 3}, 1}}},
    {"another answer", {{{7}, 1, {1, 2, 3}, 0}, {{7}, 1, {4, 5, 6}, 1}}},
    {"6 of 10 words are shared",
     {{{7}, 1, {1, 2, 3, 4, 5, 6, 7, 8}, 0}, {{7}, 1, {1, 2, 3, 4, 5, 6, 9, 10}, 0}}},
    {"5 of 9 words are shared",
     {{{7}, 1, {1, 2, 3, 4, 5, 6, 7}, 0}, {{7}, 1, {1, 2, 3, 4, 5, 8, 9}, 1}}},
    {"an answer inside another", {{{7}, 1, {1, 2}, 0}, {{7}, 1, {1, 2, 3, 4}, 1}}},
    {"neither has an answer", {{{7}, 1, {0}, 0}, {{7}, 1, {0}, 0}}},
    {"only one has an answer", {{{7}, 1, {0}, 0}, {{7}, 1, {1}, 0}}},
    {"a shadow behind its answer", {{{7}, 1, {1, 2}, 0}, {{7}, 1, {0}, 0}, {{7}, 1, {1, 2}, 0}}},
    {"two answers do not meet through the shadow of one",
     {{{7}, 1, {1, 2}, 0}, {{7}, 1, {0}, 0}, {{7}, 1, {3, 4}, 2}, {{7}, 1, {3, 4}, 2}}},
    {"nor through one that was there before them",
     {{{7}, 1, {0}, 0}, {{7}, 1, {1, 2}, 0}, {{7}, 1, {3, 4}, 2}, {{7}, 1, {1, 2}, 0}}},
    {"nor through two", {{{7}, 1, {0}, 0}, {{7}, 1, {0}, 0}, {{7}, 1, {1}, 0}, {{7}, 1, {3}, 3}}},
    {"a shadow with other conditions", {{{7}, 1, {1, 2}, 0}, {{7}, 2, {0}, 1}}},
    {"any one message is enough",
     {{{7, 8}, 1, {1, 2}, 0}, {{9, 8}, 1, {1, 2}, 0}, {{9, 5}, 1, {1, 2}, 0}}},
    {"a message twice, as title and in text: first entry", {{{7, 7}, 1, {1, 2}, 0}}},
    {"a message twice: no rival of its own",
     {{{7, 7, 7}, 1, {1, 2}, 0}, {{7, 7}, 2, {1, 2}, 1}, {{7, 7}, 1, {1, 2}, 0}}},
    {"known by the first of the group",
     {{{5}, 1, {9}, 0}, {{7}, 1, {1, 2}, 1}, {{7}, 1, {1, 2}, 1}, {{7}, 1, {1, 2}, 1}}},
    {"a later one joins the one it is like",
     {{{7}, 1, {1, 2}, 0}, {{7}, 1, {3, 4}, 1}, {{7}, 1, {1, 2}, 0}, {{7}, 1, {3, 4}, 1}}},
};

static size_t length64(const uint64_t *list)
{
    size_t n = 0;
    while (n < LIST_MAX && list[n])
        n++;
    return n;
}

static size_t length32(const uint32_t *list)
{
    size_t n = 0;
    while (list[n])
        n++;
    return n;
}

static void groups(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(vectors); i++) {
        struct duplicates *d = duplicates_new();
        const struct entry_row *e = vectors[i].entries;
        for (; e < vectors[i].entries + ENTRIES_MAX && e->messages[0]; e++) {
            struct duplicate_entry entry = {.messages = e->messages,
                                            .message_count = length64(e->messages),
                                            .codes = &e->conditions,
                                            .code_count = 1,
                                            .words = e->words,
                                            .word_count = length32(e->words)};
            check_size(duplicates_add(d, &entry), e->group, vectors[i].comment);
        }
        duplicates_free(d);
    }
}

static void without_a_message_alone(void **state)
{
    (void)state;
    struct duplicates *d = duplicates_new();
    static const uint32_t words[] = {1, 2};
    const struct duplicate_entry entry = {.words = words, .word_count = 2};
    for (uint32_t i = 0; i < 3; i++)
        assert_int_equal(duplicates_add(d, &entry), i);
    duplicates_free(d);
    duplicates_free(NULL);
}

/* One message in very many entries, all with answers of their own: not quadratic. */
static void a_message_of_everybody(void **state)
{
    (void)state;
    enum { MANY = 50000 };
    struct duplicates *d = duplicates_new();
    static const uint64_t message = 7;
    uint32_t word;
    const struct duplicate_entry entry = {
        .messages = &message, .message_count = 1, .words = &word, .word_count = 1};
    for (word = 0; word < MANY; word++)
        assert_int_equal(duplicates_add(d, &entry), word);
    word = MANY - 1;
    assert_int_equal(duplicates_add(d, &entry), word);
    duplicates_free(d);
}

static struct duplicate_entry row(const uint64_t *messages, size_t message_count, bool titled,
                                  const uint64_t *codes, size_t code_count, uint64_t facets,
                                  const uint32_t *words, size_t word_count, bool fragment)
{
    return (struct duplicate_entry){.messages = messages,
                                    .message_count = message_count,
                                    .titled = titled,
                                    .codes = codes,
                                    .code_count = code_count,
                                    .facets = facets,
                                    .words = words,
                                    .word_count = word_count,
                                    .fragment = fragment};
}

/* A fragment that pages include: without facets of its own, of another age. */
static void fragments_of_pages(void **state)
{
    (void)state;
    static const uint64_t message[] = {7};
    static const uint32_t words[] = {1, 2, 3, 4}, later[] = {1, 2, 5, 6}, other[] = {1, 7, 8, 9};
    struct duplicate_entry page = row(message, 1, false, NULL, 0, 5, words, 4, false);
    struct duplicate_entry fragment = row(message, 1, false, NULL, 0, 0, words, 4, true);
    struct duplicates *d = duplicates_new();
    assert_int_equal(duplicates_add(d, &page), 0);
    assert_int_equal(duplicates_add(d, &fragment), 0);
    fragment.words = later; /* 2 of 6 words: too few */
    assert_int_equal(duplicates_add(d, &fragment), 2);
    fragment.words = other;
    assert_int_equal(duplicates_add(d, &fragment), 3);
    duplicates_free(d);
}

/* Two pages for other clients are two problems, whatever they share, also with a third one that says
 * nothing of clients; and so are two codes. */
static void pages_of_two_clients(void **state)
{
    (void)state;
    static const uint64_t message[] = {7}, one[] = {1, 2}, other[] = {3, 4}, both[] = {9, 2, 3};
    static const uint32_t words[] = {1, 2, 3, 4};
    struct duplicate_entry android = row(message, 1, false, NULL, 0, 5, words, 4, false);
    struct duplicate_entry web = row(message, 1, false, NULL, 0, 6, words, 4, false);
    struct duplicate_entry any = row(message, 1, false, NULL, 0, 0, words, 4, false);
    struct duplicates *d = duplicates_new();
    assert_int_equal(duplicates_add(d, &any), 0);
    assert_int_equal(duplicates_add(d, &android), 0);
    assert_int_equal(duplicates_add(d, &web), 2);
    assert_int_equal(duplicates_add(d, &android), 0);
    duplicates_free(d);

    struct duplicate_entry first = row(message, 1, false, one, 2, 0, words, 4, false);
    struct duplicate_entry second = row(message, 1, false, other, 2, 0, words, 4, false);
    struct duplicate_entry third = row(message, 1, false, both, 3, 0, words, 4, false);
    d = duplicates_new();
    assert_int_equal(duplicates_add(d, &first), 0);
    assert_int_equal(duplicates_add(d, &any), 0);
    assert_int_equal(duplicates_add(d, &second), 2);
    assert_int_equal(duplicates_add(d, &third), 2); /* fits either: the one before it */
    duplicates_free(d);
}

/* "Fatal error" is the title of many, which say in their messages what it is. */
static void titles(void **state)
{
    (void)state;
    static const uint64_t first[] = {7, 5}, second[] = {8, 5}, bare[] = {5};
    static const uint32_t words[] = {1, 2, 3, 4};
    struct duplicate_entry a = row(first, 2, true, NULL, 0, 0, words, 4, false);
    struct duplicate_entry b = row(second, 2, true, NULL, 0, 0, words, 4, false);
    struct duplicate_entry c = row(bare, 1, true, NULL, 0, 0, words, 4, false);
    struct duplicates *d = duplicates_new();
    assert_int_equal(duplicates_add(d, &a), 0);
    assert_int_equal(duplicates_add(d, &b), 1);
    assert_int_equal(duplicates_add(d, &c), 1);
    duplicates_free(d);
}

/* One that says all that another one does, and more. */
static void answers_that_say_more(void **state)
{
    (void)state;
    static const uint64_t message[] = {7};
    static const uint32_t shorter[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
    static const uint32_t longer[] = {1,  2,  3,  4,  5,  6,  7,  8,  9,  10,
                                      12, 13, 14, 15, 16, 17, 18, 19, 20, 21};
    struct duplicate_entry a = row(message, 1, false, NULL, 0, 0, shorter, 11, false);
    struct duplicate_entry b = row(message, 1, false, NULL, 0, 0, longer, 20, false);
    struct duplicates *d = duplicates_new();
    assert_int_equal(duplicates_add(d, &a), 0);
    assert_int_equal(duplicates_add(d, &b), 0); /* 10 of 11 */
    duplicates_free(d);
    d = duplicates_new();
    a.word_count = 7;
    assert_int_equal(duplicates_add(d, &a), 0);
    assert_int_equal(duplicates_add(d, &b), 1); /* 7 words stand in many an answer */
    duplicates_free(d);
}

/* Entries of one document in other languages: a code or a message in common is enough. */
static void translations(void **state)
{
    (void)state;
    enum { ENGLISH = 1, GERMAN, JAPANESE, HERE = 100, THERE };
    static const uint64_t message[] = {7}, another[] = {8}, code[] = {4711}, other_code[] = {5};
    static const uint32_t words[] = {1, 2}, others[] = {3, 4}, more[] = {5, 6};
    static const struct {
        const uint64_t *message, *code;
        const uint32_t *words;
        uint64_t place, language;
        uint32_t group;
        const char *comment;
    } rows[] = {
        {message, code, words, HERE, ENGLISH, 0, "the first"},
        {another, code, others, HERE, GERMAN, 0, "its code in German"},
        {another, code, others, HERE, JAPANESE, 0, "its code in Japanese"},
        {another, code, words, HERE, GERMAN, 3, "its code in German again: another problem"},
        {another, other_code, others, HERE, JAPANESE, 4, "another code"},
        {another, code, more, THERE, JAPANESE, 5, "another document"},
        {message, NULL, others, THERE, JAPANESE, 6, "the message in another document"},
        {message, NULL, words, HERE, 0, 0, "no language, the same words"},
        {message, NULL, more, HERE, 0, 8, "no language, other words"},
    };
    struct duplicates *d = duplicates_new();
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct duplicate_entry e = row(rows[i].message, 1, false, rows[i].code, rows[i].code != NULL,
                                       0, rows[i].words, 2, false);
        e.place = rows[i].place;
        e.language = rows[i].language;
        check_size(duplicates_add(d, &e), rows[i].group, rows[i].comment);
    }
    duplicates_free(d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fragments_of_pages),
        cmocka_unit_test(pages_of_two_clients),
        cmocka_unit_test(answers_that_say_more),
        cmocka_unit_test(titles),
        cmocka_unit_test(translations),
        cmocka_unit_test(groups),
        cmocka_unit_test(without_a_message_alone),
        cmocka_unit_test(a_message_of_everybody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
