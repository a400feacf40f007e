/* Words that differ by few letters. */
#include "match/typo.h"

#include "tests/support/random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

enum { LONGEST = 14, FAR = 9 };

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* Optimal string alignment as it is defined: slow, and plainly right. */
static unsigned naive(struct str a, struct str b)
{
    unsigned d[LONGEST + 1][LONGEST + 1];
    for (size_t i = 0; i <= a.n; i++)
        for (size_t j = 0; j <= b.n; j++) {
            if (i == 0 || j == 0) {
                d[i][j] = (unsigned)(i + j);
                continue;
            }
            bool same = a.p[i - 1] == b.p[j - 1];
            d[i][j] = least(least(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + !same);
            if (i > 1 && j > 1 && a.p[i - 1] == b.p[j - 2] && a.p[i - 2] == b.p[j - 1])
                d[i][j] = least(d[i][j], d[i - 2][j - 2] + 1);
        }
    return d[a.n][b.n];
}

static void known_distances(void **state)
{
    (void)state;
    static const struct {
        const char *comment, *a, *b;
        unsigned max, distance;
    } t[] = {
        {"equal", "connect", "connect", 2, 0},
        {"a letter missing", "connect", "conect", 2, 1},
        {"a letter more", "connect", "connnect", 2, 1},
        {"another letter", "connect", "connact", 2, 1},
        {"two letters changed places", "because", "becuase", 2, 1},
        {"over both ends", "abc", "bcd", 2, 2},
        {"no letter moves twice", "ca", "abc", 5, 3},
        {"farther than asked for", "kitten", "sitting", 2, 3},
        {"exactly as far", "kitten", "sitting", 3, 3},
        {"lengths too far apart", "a", "abcdef", 2, 3},
        {"nothing and something", "", "ab", 2, 2},
        {"nothing at all", "", "", 0, 0},
        {"none allowed", "abc", "abd", 0, 1},
    };
    for (size_t i = 0; i < ARRAY_LEN(t); i++) {
        unsigned d = edit_distance(str_of(t[i].a), str_of(t[i].b), t[i].max);
        if (d != t[i].distance || d != edit_distance(str_of(t[i].b), str_of(t[i].a), t[i].max))
            fail_msg("%s: %s and %s: %u", t[i].comment, t[i].a, t[i].b, d);
    }
}

static void forms_of_one_word(void **state)
{
    (void)state;
    static const struct {
        const char *comment, *a, *b;
        bool same;
    } t[] = {
        {"past and present", "exceeded", "exceeding", true},
        {"verb and noun", "connect", "connection", true},
        {"plural", "deployment", "deployments", true},
        {"a verb and who does it", "deploy", "deployer", true},
        {"the word itself", "quota", "quota", true},
        {"other words that begin alike", "control", "contract", false},
        {"an ending that is none", "server", "serverless", false},
        {"too short to tell", "use", "user", false},
        {"nothing", "", "", false},
    };
    for (size_t i = 0; i < ARRAY_LEN(t); i++)
        if (same_stem(str_of(t[i].a), str_of(t[i].b)) != t[i].same ||
            same_stem(str_of(t[i].b), str_of(t[i].a)) != t[i].same)
            fail_msg("%s: %s and %s", t[i].comment, t[i].a, t[i].b);
}

static void long_words(void **state)
{
    (void)state;
    char a[65], b[65];
    memset(a, 'a', sizeof a);
    memset(b, 'a', sizeof b);
    b[10] = 'b';
    assert_int_equal(edit_distance(str_n(a, 64), str_n(b, 64), 2), 1);
    assert_int_equal(edit_distance(str_n(a, 64), str_n(b, 62), 2), 3);
    assert_int_equal(edit_distance(str_n(a, 65), str_n(b, 65), 2), 3); /* too long to say */
}

/* A word of few letters, and one that some edits make of it. */
static size_t edited(struct random *r, const char *from, size_t n, char *to)
{
    memcpy(to, from, n);
    for (size_t edits = random_below(r, 4); edits; edits--) {
        size_t at = random_below(r, n + 1);
        char c = "abcd"[random_below(r, 4)];
        switch (random_below(r, 4)) {
        case 0:
            if (n < LONGEST) {
                memmove(to + at + 1, to + at, n - at);
                to[at] = c;
                n++;
            }
            break;
        case 1:
            if (at < n) {
                memmove(to + at, to + at + 1, n - at - 1);
                n--;
            }
            break;
        case 2:
            if (at < n)
                to[at] = c;
            break;
        default:
            if (at + 1 < n) {
                c = to[at];
                to[at] = to[at + 1];
                to[at + 1] = c;
            }
        }
    }
    return n;
}

static void distance_is_the_defined_one(void **state)
{
    (void)state;
    struct random r = {7};
    char a[LONGEST], b[LONGEST];
    for (int round = 0; round < 100000; round++) {
        size_t n = random_below(&r, LONGEST + 1), m;
        random_text(&r, "abcd", a, n);
        if (round % 4)
            m = edited(&r, a, n, b);
        else
            random_text(&r, "abcd", b, m = random_below(&r, LONGEST + 1));
        struct str x = str_n(a, n), y = str_n(b, m);
        unsigned want = naive(x, y);
        for (unsigned max = 0; max <= FAR; max += max < 3 ? 1 : 6) {
            unsigned d = edit_distance(x, y, max);
            if (d != (want > max ? max + 1 : want))
                fail_msg("%.*s and %.*s within %u: %u, not %u", STR_ARG(x), STR_ARG(y), max, d,
                         want);
        }
    }
}

static bool share_a_variant(struct str a, struct str b, unsigned edits)
{
    uint64_t x[TYPO_VARIANTS_MAX], y[TYPO_VARIANTS_MAX];
    size_t n = typo_variants(a, edits, x), m = typo_variants(b, edits, y);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < m; k++)
            if (x[i] == y[k])
                return true;
    return false;
}

/* What the index rests on: no pair of words within the edits is missed. */
static void near_words_share_a_variant(void **state)
{
    (void)state;
    struct random r = {8};
    char a[LONGEST], b[LONGEST];
    size_t near = 0;
    for (int round = 0; round < 60000; round++) {
        size_t n = random_below(&r, LONGEST + 1);
        random_text(&r, round % 2 ? "ab" : "abcdefgh", a, n);
        size_t m = edited(&r, a, n, b);
        struct str x = str_n(a, n), y = str_n(b, m);
        for (unsigned edits = 0; edits <= TYPO_EDITS_MAX; edits++) {
            if (naive(x, y) > edits)
                continue;
            near++;
            if (!share_a_variant(x, y, edits))
                fail_msg("%.*s and %.*s share no variant of %u deletions", STR_ARG(x), STR_ARG(y),
                         edits);
        }
    }
    assert_true(near > 60000);
}

static void variants_are_distinct(void **state)
{
    (void)state;
    enum { P = TYPO_PREFIX };
    static const struct {
        const char *word;
        unsigned edits;
        size_t count;
    } t[] = {
        {"", 2, 1},          {"a", 0, 1},         {"a", 1, 2},          {"a", 2, 2},
        {"ab", 2, 4},        {"aa", 2, 3},        {"aaaaaaaaaa", 2, 3}, {"abcdefghij", 0, 1},
        {"abcdefghij", 1, 1 + P}, {"abcdefghij", 2, 1 + P + P * (P - 1) / 2},
    };
    for (size_t i = 0; i < ARRAY_LEN(t); i++) {
        uint64_t v[TYPO_VARIANTS_MAX];
        size_t n = typo_variants(str_of(t[i].word), t[i].edits, v);
        if (n != t[i].count)
            fail_msg("%s has %zu variants of %u deletions", t[i].word, n, t[i].edits);
        for (size_t k = 0; k < n; k++)
            for (size_t m = 0; m < k; m++)
                assert_true(v[k] != v[m]);
    }
}

static void budgets(void **state)
{
    (void)state;
    static const unsigned want[] = {0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2};
    for (size_t n = 0; n < ARRAY_LEN(want); n++)
        assert_int_equal(typo_budget(n), want[n]);
    assert_int_equal(typo_budget(48), TYPO_EDITS_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_distances),
        cmocka_unit_test(forms_of_one_word),
        cmocka_unit_test(long_words),
        cmocka_unit_test(distance_is_the_defined_one),
        cmocka_unit_test(near_words_share_a_variant),
        cmocka_unit_test(variants_are_distinct),
        cmocka_unit_test(budgets),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
