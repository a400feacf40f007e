/* The packed index: what is in it, that it is the same every time, and that a forged one is harmless. */
#include "match/index.h"

#include "base/buf.h"
#include "base/hash.h"
#include "match/typo.h"
#include "tests/support/random.h"
#include "tests/support/small_kb.h"
#include "text/code.h"
#include "text/utf8.h"
#include "unit.h"

enum { ENTRIES = ARRAY_LEN(small_entries), ROUNDS = 400 };

struct sections {
    struct buf bytes[INDEX_SECTIONS];
};

static void must(bool done, const struct err *err)
{
    if (!done)
        fail_msg("%s", err->message);
}

static struct kb *small_kb(void)
{
    struct err err = {0};
    struct kb *kb = small_kb_begin(&err);
    must(kb && kb_commit(kb, &err) == 0, &err);
    return kb;
}

static void read_sections(struct kb *kb, struct sections *s)
{
    struct err err = {0};
    for (size_t i = 0; i < INDEX_SECTIONS; i++) {
        size_t size;
        must(kb_section_size(kb, index_section_names[i], &size, &err) == 0, &err);
        buf_init(&s->bytes[i], 1 << 24);
        buf_repeat(&s->bytes[i], '\0', size);
        must(kb_section_read(kb, index_section_names[i], 0, s->bytes[i].p, size, &err) == 0, &err);
    }
}

static void release_sections(struct sections *s)
{
    for (size_t i = 0; i < INDEX_SECTIONS; i++)
        buf_release(&s->bytes[i]);
}

static void two_builds_are_equal(void **state)
{
    (void)state;
    struct kb *one = small_kb(), *two = small_kb();
    struct sections a, b;
    read_sections(one, &a);
    read_sections(two, &b);
    for (size_t i = 0; i < INDEX_SECTIONS; i++) {
        if (!str_eq(buf_str(&a.bytes[i]), buf_str(&b.bytes[i])))
            fail_msg("section %s differs", index_section_names[i]);
        if (a.bytes[i].n == 0)
            fail_msg("section %s is empty", index_section_names[i]);
    }
    release_sections(&a);
    release_sections(&b);
    kb_close(one);
    kb_close(two);
}

static void terms_and_postings(void **state)
{
    (void)state;
    struct kb *kb = small_kb();
    struct err err = {0};
    struct index *x = index_open(kb, &err);
    must(x != NULL, &err);
    assert_int_equal(index_counts(x).entries, ENTRIES);
    static const struct {
        const char *term;
        const char *entries; /* "entry:fields ...", those that have it in messages or titles first */
    } t[] = {
        {"logon", "2:3 3:3 4:3"},
        {"cache", "3:4"},
        {"credentials", "0:1 6:1"},
        {"agent", "8:4"},
        {"connectionfailednohealthyrdshavailable", NULL}, /* a code's words are no terms */
        {"uebertragungsfehler", "9:2"},
        {"2607", NULL},
        {"nobody", NULL},
    };
    for (size_t i = 0; i < ARRAY_LEN(t); i++) {
        struct str term = str_of(t[i].term);
        uint32_t number = index_find_term(x, term);
        if ((number == INDEX_NONE) != (t[i].entries == NULL))
            fail_msg("%s is%s there", t[i].term, number == INDEX_NONE ? " not" : "");
        if (number == INDEX_NONE)
            continue;
        assert_true(str_eq(index_term_text(x, number), term));
        struct buf got = BUF_INIT(256);
        struct posting_list strong = index_strong(x, index_term(x, number));
        struct posting_list body = index_body(x, index_term(x, number));
        struct posting p;
        uint32_t df = 0, df_signature = 0;
        for (; posting_next(&strong, &p); df++, df_signature++)
            buf_printf(&got, "%s%u:%u", got.n ? " " : "", p.entry, p.fields);
        for (; posting_next(&body, &p); df++)
            buf_printf(&got, "%s%u:%u", got.n ? " " : "", p.entry, FIELD_BODY | p.fields);
        check_str(buf_str(&got), t[i].entries, t[i].term);
        assert_int_equal(index_term(x, number)->df, df);
        assert_int_equal(index_term(x, number)->df_signature, df_signature);
        buf_release(&got);
    }
    assert_null(index_term(x, INDEX_NONE));
    assert_int_equal(index_term_text(x, INDEX_NONE).n, 0);
    index_close(x);
    kb_close(kb);
}

/* Every word of a message is found from each of its variants. */
static void typos_lead_to_their_terms(void **state)
{
    (void)state;
    static const char *const words[] = {"logon", "attempt", "failed", "credentials", "password"};
    struct kb *kb = small_kb();
    struct err err = {0};
    struct index *x = index_open(kb, &err);
    must(x != NULL, &err);
    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        struct str word = str_of(words[i]);
        uint64_t variants[TYPO_VARIANTS_MAX];
        size_t n = typo_variants(word, typo_budget(word.n), variants);
        for (size_t v = 0; v < n; v++) {
            uint32_t probe = 0, term;
            bool there = false;
            while ((term = index_typo_term(x, variants[v], &probe)) != INDEX_NONE)
                there = there || str_eq(index_term_text(x, term), word);
            if (!there)
                fail_msg("%s is not found from its variant %zu", words[i], v);
        }
    }
    index_close(x);
    kb_close(kb);
}

static void codes_lead_to_their_entries(void **state)
{
    (void)state;
    static const struct {
        const char *code;
        uint32_t entry, flags;
    } t[] = {
        {"2607", 0, 0},
        {"-2147024891", 5, 0},
        {"5", 5, INDEX_CODE_DERIVED},
        {"0xC0000022", 5, 0},
        {"0xD0000022", 5, INDEX_CODE_DERIVED},
        {"e_accessdenied", 5, 0},
        {"aadsts50126", 6, 0},
        {"50126", 6, INDEX_CODE_BARE},
        {"c2039", 7, 0},
        {"event 3277", 8, 0},
        {"3277", 8, INDEX_CODE_BARE},
        {"516", 9, 0},
    };
    struct kb *kb = small_kb();
    struct err err = {0};
    struct index *x = index_open(kb, &err);
    must(x != NULL, &err);
    for (size_t i = 0; i < ARRAY_LEN(t); i++) {
        struct code c;
        size_t n;
        assert_true(code_parse(str_of(t[i].code), &c));
        const struct index_code *found = index_codes(x, code_key(&c), &n);
        if (n != 1 || found[0].entry != t[i].entry || found[0].flags != t[i].flags)
            fail_msg("%s: %zu entries, the first %u with flags %u", t[i].code, n,
                     n ? found[0].entry : 0, n ? found[0].flags : 0);
    }
    size_t n;
    assert_null(index_codes(x, 1, &n));
    assert_int_equal(n, 0);
    index_close(x);
    kb_close(kb);
}

static void entries_and_facets(void **state)
{
    (void)state;
    struct kb *kb = small_kb();
    struct err err = {0};
    struct index *x = index_open(kb, &err);
    must(x != NULL, &err);
    for (uint32_t i = 0; i < ENTRIES; i++) {
        const struct index_entry *e = index_entry(x, i);
        assert_non_null(e);
        const struct index_signature *s = NULL;
        uint32_t signatures = 0;
        while ((s = index_next_signature(e, s)) != NULL) {
            signatures++;
            assert_true(index_template(x, s).n > 0);
        }
        assert_int_equal(signatures, e->signature_count);
        struct index_facet_text f;
        uint32_t facets = 0;
        while (index_entry_facet(x, e, facets, &f)) {
            assert_true(str_eq(f.value, small_entries[i].facets[facets].value));
            facets++;
        }
        assert_int_equal(facets, e->facet_count);
        assert_int_equal(e->date, 20260102);
        assert_int_equal(e->group, i == 4 ? 2 : i); /* 4 says what 2 says */
    }
    assert_null(index_entry(x, ENTRIES));
    index_close(x);
    kb_close(kb);
}

/* ---- a forged index ---------------------------------------------------------------------------- */

static void check_shown(struct str s)
{
    assert_int_equal(utf8_valid(s), s.n);
}

/* Whatever stands in the index: the process lives, and what it shows is text. */
static void run_all(struct kb *kb)
{
    struct err err = {0};
    struct matcher *m = matcher_new(&kb, 1, &err);
    if (!m) {
        assert_true(err.message[0] != '\0');
        return;
    }
    const struct facet client = {STR("client"), STR("web"), STR_NONE};
    for (size_t i = 0; i < ARRAY_LEN(small_queries); i++) {
        struct arena *a = arena_new();
        struct matcher_query q = {.text = str_of(small_queries[i]), .limit = 5, .explain = true,
                                  .facets = &client, .facet_count = i % 2};
        struct answer answer;
        if (matcher_run(m, &q, a, &answer, &err) != 0) {
            assert_true(err.message[0] != '\0');
            arena_free(a);
            continue;
        }
        for (size_t k = 0; k < answer.match_count; k++) {
            const struct match *match = &answer.matches[k];
            assert_true(match->confidence >= 0 && match->confidence <= 1);
            assert_true(match->span_start <= match->span_end && match->span_end <= q.text.n);
            check_shown(match->pattern);
            for (size_t t = 0; t < match->term_count; t++)
                check_shown(match->terms[t].term);
        }
        for (size_t k = 0; k < answer.ask.option_count; k++)
            check_shown(answer.ask.options[k]);
        check_shown(answer.explain);
        arena_free(a);
    }
    matcher_free(m);
}

static void forge(struct random *r, struct buf *section)
{
    static const uint32_t values[] = {0, 1, 0x7FFFFFFF, 0x80000000u, UINT32_MAX, 0x7FC00000, 63, 64};
    size_t n = section->n;
    switch (random_below(r, 5)) {
    case 0:
        buf_truncate(section, random_below(r, n + 1));
        break;
    case 1:
        buf_repeat(section, (char)random_next(r), random_below(r, 64));
        break;
    case 2:
        for (size_t k = 1 + random_below(r, 8); k && n; k--)
            section->p[random_below(r, n)] ^= (char)(1 << random_below(r, 8));
        break;
    case 3:
        for (size_t k = 1 + random_below(r, 4); k && n >= 4; k--)
            memcpy(section->p + random_below(r, n / 4) * 4, &values[random_below(r, ARRAY_LEN(values))],
                   4);
        break;
    default:
        for (size_t at = random_below(r, n + 1); at < n; at++)
            section->p[at] = (char)random_next(r);
    }
}

static void a_forged_index_is_harmless(void **state)
{
    (void)state;
    struct err err = {0};
    struct random r = {11};
    struct kb *good = small_kb();
    struct sections whole;
    read_sections(good, &whole);
    run_all(good);
    kb_close(good);
    for (int round = 0; round < ROUNDS; round++) {
        struct kb *kb = small_kb_begin(&err); /* its entries are there, its sections replaced */
        must(kb != NULL, &err);
        size_t forged = 1 + random_below(&r, 3);
        for (size_t i = 0; i < INDEX_SECTIONS; i++) {
            struct buf bytes = BUF_INIT(1 << 24);
            buf_put(&bytes, buf_str(&whole.bytes[i]));
            if (random_below(&r, INDEX_SECTIONS) < forged)
                forge(&r, &bytes);
            must(kb_put_section(kb, index_section_names[i], buf_str(&bytes), &err) == 0, &err);
            buf_release(&bytes);
        }
        must(kb_commit(kb, &err) == 0, &err);
        run_all(kb);
        kb_close(kb);
    }
    release_sections(&whole);
}

static void without_an_index(void **state)
{
    (void)state;
    struct err err = {0};
    struct kb *kb = kb_begin(NULL, &err);
    must(kb && kb_commit(kb, &err) == 0, &err);
    assert_null(matcher_new(&kb, 1, &err));
    assert_non_null(strstr(err.message, "has no index"));
    kb_close(kb);
}

/* An index of nothing answers that it knows nothing. */
static void without_entries(void **state)
{
    (void)state;
    struct err err = {0};
    struct kb *kb = kb_begin(NULL, &err);
    must(kb && matcher_build_index(kb, &err) == 0 && kb_commit(kb, &err) == 0, &err);
    struct matcher *m = matcher_new(&kb, 1, &err);
    must(m != NULL, &err);
    struct arena *a = arena_new();
    struct matcher_query q = {.text = STR("error 2607"), .explain = true};
    struct answer answer;
    must(matcher_run(m, &q, a, &answer, &err) == 0, &err);
    assert_int_equal(answer.verdict, VERDICT_NONE);
    arena_free(a);
    matcher_free(m);
    kb_close(kb);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_builds_are_equal),
        cmocka_unit_test(terms_and_postings),
        cmocka_unit_test(typos_lead_to_their_terms),
        cmocka_unit_test(codes_lead_to_their_entries),
        cmocka_unit_test(entries_and_facets),
        cmocka_unit_test(a_forged_index_is_harmless),
        cmocka_unit_test(without_an_index),
        cmocka_unit_test(without_entries),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
