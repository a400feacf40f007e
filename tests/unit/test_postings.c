/* Lists of entries as bytes: what is put in comes out, from the beginning and from the middle. */
#include "match/postings.h"

#include "tests/support/random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

enum { ENTRIES = 20000, LISTS = 200, BYTES_MAX = 1 << 20, SEEKS = 40 };

static struct posting list[ENTRIES], put[ENTRIES];
static bool there[ENTRIES];

/* Every entry with a chance of one in `thinness`, at most `most`. */
static size_t random_list(struct random *r, size_t thinness, size_t most, bool strong)
{
    size_t n = 0;
    memset(there, 0, sizeof there);
    for (uint32_t i = 0; i < ENTRIES && n < most; i++)
        if (random_below(r, thinness) == 0) {
            list[n] = (struct posting){.entry = i};
            if (strong) {
                list[n].fields = (uint8_t)(1 + random_below(r, 3));
                list[n].share = (uint8_t)random_below(r, POSTING_SHARE_MAX + 1);
            }
            there[i] = true;
            n++;
        }
    memcpy(put, list, n * sizeof *put);
    return n;
}

static void strong_lists(void **state)
{
    (void)state;
    struct random r = {11};
    for (size_t round = 0; round < LISTS; round++) {
        struct buf b = BUF_INIT(BYTES_MAX);
        size_t most = round % 2 ? POSTING_RUNS_MIN - 1 : ENTRIES;
        size_t n = random_list(&r, 1 + random_below(&r, 300), most, true), got = 0;
        postings_put_strong(&b, put, n);
        struct posting_list l = postings_strong(buf_str(&b), ENTRIES);
        struct posting p;
        uint8_t share = POSTING_SHARE_MAX;
        for (; posting_next(&l, &p); got++) {
            assert_true(there[p.entry]);
            there[p.entry] = false; /* once only */
            size_t at = 0;
            while (list[at].entry != p.entry)
                at++;
            assert_int_equal(p.fields, list[at].fields);
            assert_int_equal(p.share, list[at].share);
            if (n >= POSTING_RUNS_MIN)
                assert_true(p.share <= share);
            share = p.share;
        }
        assert_int_equal(got, n);
        buf_release(&b);
    }
}

static void body_lists(void **state)
{
    (void)state;
    struct random r = {12};
    for (size_t round = 0; round < LISTS; round++) {
        struct buf b = BUF_INIT(BYTES_MAX);
        size_t n = random_list(&r, 1 + random_below(&r, 300), ENTRIES, false), got = 0;
        postings_put_body(&b, put, n);
        struct posting_list l = postings_body(buf_str(&b), ENTRIES);
        struct posting p;
        for (; posting_next(&l, &p); got++)
            assert_int_equal(p.entry, list[got].entry);
        assert_int_equal(got, n);
        buf_release(&b);
    }
}

static void entered_in_the_middle(void **state)
{
    (void)state;
    struct random r = {13};
    size_t read = 0, all = 0;
    for (size_t round = 0; round < LISTS; round++) {
        struct buf b = BUF_INIT(BYTES_MAX);
        size_t n = random_list(&r, 1 + random_below(&r, 5), ENTRIES, false), at = 0;
        postings_put_body(&b, put, n);
        struct posting_list l = postings_body(buf_str(&b), ENTRIES);
        all += n;
        for (uint32_t entry = 0; entry < ENTRIES;
             entry += (uint32_t)random_below(&r, 2 * ENTRIES / SEEKS)) {
            struct posting p = {0};
            while (at < n && list[at].entry < entry)
                at++;
            bool found = posting_seek(&l, entry, &p, &read);
            assert_int_equal(found, at < n);
            if (found)
                assert_int_equal(p.entry, list[at].entry);
        }
        buf_release(&b);
    }
    assert_true(read < all); /* or there is no use in entering in the middle */
}

/* Bytes of a list with some of them changed, or cut off: postings end early, or are others, of entries
 * that are. */
static void forged_lists(void **state)
{
    (void)state;
    struct random r = {14};
    for (size_t round = 0; round < 20 * LISTS; round++) {
        struct buf b = BUF_INIT(BYTES_MAX);
        bool strong = round % 2;
        size_t n = random_list(&r, 20 + random_below(&r, 300), ENTRIES, strong), read = 0;
        (strong ? postings_put_strong(&b, put, n) : postings_put_body(&b, put, n));
        for (size_t i = 0; i < 4 && b.n; i++)
            b.p[random_below(&r, random_below(&r, b.n) + 1)] = (char)random_below(&r, 256);
        struct str bytes = str_slice(buf_str(&b), 0, random_below(&r, b.n + 1));
        struct posting_list l = strong ? postings_strong(bytes, ENTRIES) : postings_body(bytes, ENTRIES);
        struct posting p;
        if (round % 4 == 0)
            while (posting_seek(&l, (uint32_t)random_below(&r, ENTRIES), &p, &read) && read < ENTRIES)
                assert_true(p.entry < ENTRIES);
        for (size_t got = 0; posting_next(&l, &p); got++) {
            assert_true(p.entry < ENTRIES);
            assert_true(got < bytes.n);
        }
        buf_release(&b);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(strong_lists),
        cmocka_unit_test(body_lists),
        cmocka_unit_test(entered_in_the_middle),
        cmocka_unit_test(forged_lists),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
