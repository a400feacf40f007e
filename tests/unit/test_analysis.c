/* What is kept of an entry for the index: it comes back as it was, and forged bytes do no harm. */
#include "match/analysis.h"

#include "match/index_sections.h"
#include "tests/support/random.h"
#include "tests/support/small_kb.h"
#include "unit.h"

enum { ROUNDS = 3000, CHECKSUM = 4 };

static struct entry small_entry(size_t i)
{
    const struct small_entry *from = &small_entries[i];
    static struct signature signatures[ARRAY_LEN(from->signatures)];
    static struct facet facets[ARRAY_LEN(from->facets)];
    struct entry e = {.id = STR("s#1"), .title = str_of(from->title),
                      .cause = str_of(from->cause), .remedy = str_of(from->remedy),
                      .body = str_of(from->remedy), .signatures = signatures, .facets = facets};
    for (size_t k = 0; k < ARRAY_LEN(signatures) && from->signatures[k].text.n; k++)
        signatures[e.signature_count++] = from->signatures[k];
    for (size_t k = 0; k < ARRAY_LEN(facets) && from->facets[k].name.n; k++)
        facets[e.facet_count++] = from->facets[k];
    return e;
}

static void pack_entry(struct analyser *x, size_t i, struct buf *out)
{
    struct entry e = small_entry(i);
    struct analysis n;
    buf_clear(out);
    analyse(x, &e, &n);
    analysis_pack(&n, out);
}

static void comes_back(void **state)
{
    (void)state;
    struct analyser *x = analyser_new();
    struct arena *a = arena_new();
    struct buf once = BUF_INIT(1 << 16), again = BUF_INIT(1 << 16);
    for (size_t i = 0; i < ARRAY_LEN(small_entries); i++) {
        struct analysis n, codes;
        pack_entry(x, i, &once);
        assert_true(analysis_is_current(buf_str(&once)));
        assert_true(analysis_unpack(buf_str(&once), a, &n));
        assert_true(analysis_unpack_codes(buf_str(&once), a, &codes));
        assert_int_equal(n.flags, codes.flags);
        assert_int_equal(n.own_code_count, codes.own_code_count);
        assert_true(n.term_count > 0 && n.signature_count > 0);
        buf_clear(&again);
        analysis_pack(&n, &again);
        if (!str_eq(buf_str(&once), buf_str(&again)))
            fail_msg("entry %zu is another when it was packed and unpacked", i);
    }
    buf_release(&once);
    buf_release(&again);
    arena_free(a);
    analyser_free(x);
}

static void broken_bytes_are_noticed(void **state)
{
    (void)state;
    struct analyser *x = analyser_new();
    struct buf b = BUF_INIT(1 << 16);
    pack_entry(x, 8, &b);
    assert_false(analysis_is_current(STR_NONE));
    for (size_t i = 0; i < b.n; i++) {
        assert_false(analysis_is_current(str_slice(buf_str(&b), 0, i)));
        b.p[i] ^= 1;
        assert_false(analysis_is_current(buf_str(&b)));
        b.p[i] ^= 1;
    }
    assert_true(analysis_is_current(buf_str(&b)));
    buf_release(&b);
    analyser_free(x);
}

/* Behind a checksum that fits, since whoever forges bytes can forge that, too. */
static void forged_bytes_are_harmless(void **state)
{
    (void)state;
    static const unsigned char values[] = {0, 1, 2, 7, 0x3F, 0x7F, 0x80, 0xFF};
    struct random r = {5};
    struct analyser *x = analyser_new();
    struct arena *a = arena_new();
    struct buf b = BUF_INIT(1 << 16);
    size_t taken = 0;
    for (int round = 0; round < ROUNDS; round++) {
        pack_entry(x, random_below(&r, ARRAY_LEN(small_entries)), &b);
        for (size_t k = 1 + random_below(&r, 6); k; k--)
            b.p[CHECKSUM + random_below(&r, b.n - CHECKSUM)] =
                (char)values[random_below(&r, sizeof values)];
        if (random_below(&r, 4) == 0)
            buf_truncate(&b, random_below(&r, b.n));
        struct analysis n;
        arena_reset(a);
        bool codes = analysis_unpack_codes(buf_str(&b), a, &n);
        if (!analysis_unpack(buf_str(&b), a, &n))
            continue;
        assert_true(codes);
        taken++;
        struct index_sections *sections = index_sections_new();
        const struct indexed_entry e = {1, STR("a.md"), STR("2026-01-02"), &n};
        index_sections_add(sections, &e);
        index_sections_add(sections, &e);
        index_sections_close(sections);
        assert_true(index_sections_get(sections, INDEX_HEADER)->n > 0);
        index_sections_free(sections);
    }
    assert_in_range(taken, ROUNDS / 20, ROUNDS);
    buf_release(&b);
    arena_free(a);
    analyser_free(x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(comes_back),
        cmocka_unit_test(broken_bytes_are_noticed),
        cmocka_unit_test(forged_bytes_are_harmless),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
