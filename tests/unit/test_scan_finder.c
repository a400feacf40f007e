/* What the scan finds is what lookup finds: on every line of logs made of the samples of the
 * knowledge that ships, as they are, misspelt, cut off, with other numbers, between ordinary lines.
 */
#include "base/buf.h"
#include "base/mem.h"
#include "scan/finder.h"
#include "scan/format.h"
#include "scan/key.h"
#include "text/template.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

enum { LOG_MAX = 8 << 20, ORDINARY = 6 };

/* Ordinary lines, {n} a number of so many digits. */
static const char *const ordinary[ORDINARY] = {
    "INFO  session 7{4} opened for user alice from 10.0.0.{2}",
    "DEBUG cache: {3} entries, {5} bytes, 0 errors",
    "WARN  retrying request {6} after {3} ms",
    "INFO  worker-{1} finished job 3f2504e0-4f89-11d3-9a0c-0305e82c{4} with status {1}",
    "ERROR backend {2} failed: connection to 10.1.{2}.{2}:{4} refused",
    "INFO  flags=0x{2} uid={4} name=com.example.app",
};

static uint64_t state = 88172645463325252u;

static size_t below(size_t n)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (size_t)(state % n);
}

static void put_head(struct buf *log)
{
    buf_printf(log, "2026-11-%02zu %02zu:%02zu:%02zu,%03zu ", 1 + below(28), below(24), below(60),
               below(60), below(1000));
}

static void put_ordinary(struct buf *log)
{
    put_head(log);
    for (const char *p = ordinary[below(ORDINARY)]; *p; p++) {
        if (*p != '{') {
            buf_putc(log, *p);
            continue;
        }
        for (int n = p[1] - '0'; n > 0; n--)
            buf_putc(log, (char)('0' + below(10)));
        p += 2;
    }
    buf_putc(log, '\n');
}

/* How a sample is changed before it stands in the log. */
static void put_sample(struct buf *log, struct str text)
{
    enum { AS_IS, TYPO, CUT, NUMBERS, WAYS };
    char line[2048];
    size_t way = below(WAYS), n = 0;
    for (size_t i = 0; i < text.n && n < sizeof line; i++)
        line[n++] = text.p[i] == '\n' || text.p[i] == '\r' ? ' ' : text.p[i];
    for (size_t i = 0; i < n && way == NUMBERS; i++)
        if (ascii_is_digit(line[i]))
            line[i] = (char)('0' + below(10));
    for (size_t i = below(n / 2 + 1); i + 1 < n && way == TYPO; i++)
        if (ascii_is_lower(line[i]) && ascii_is_lower(line[i + 1])) {
            char c = line[i];
            line[i] = line[i + 1];
            line[i + 1] = c;
            break;
        }
    if (way == CUT)
        n = n * 3 / 4;
    put_head(log);
    buf_put(log, str_n(line, n));
    buf_putc(log, '\n');
}

/* A message with values in its placeholders that the knowledge has as words, or has not. */
static void put_filled(struct buf *log, struct str tmpl)
{
    static const char *const values[] = {"vector", "main", "std::string", "operator+", "int",
                                         "x",      "file", "Widget12",    "m_count",   "reader"};
    struct arena *a = arena_new();
    size_t count;
    const struct template_piece *pieces = template_parse(a, tmpl, &count);
    put_head(log);
    buf_puts(log, "ERROR app: ");
    for (size_t i = 0; i < count; i++)
        if (pieces[i].placeholder)
            buf_puts(log, values[below(ARRAY_LEN(values))]);
        else
            buf_put(log, pieces[i].text);
    buf_putc(log, '\n');
    arena_free(a);
}

static int put_entry(void *ctx, const struct kb_entry *e)
{
    struct buf *log = ctx;
    for (size_t i = 0; i < e->entry.sample_count; i++)
        for (int k = 0; k < 2; k++) {
            put_sample(log, e->entry.samples[i].text);
            put_ordinary(log);
            put_ordinary(log);
        }
    for (size_t i = 0; i < e->entry.signature_count; i++) {
        const struct signature *s = &e->entry.signatures[i];
        for (int k = 0; k < 3 && s->kind == SIGNATURE_MESSAGE; k++)
            if (str_find_char(s->text, '\n') == STR_NOT_FOUND)
                put_filled(log, s->text);
    }
    return 0;
}

struct fixture {
    struct kb *kb;
    struct matcher *matcher, *second;
    struct outcomes *outcomes;
    struct buf log;
    struct shape *shape;
};

static int set_up(void **out)
{
    struct err err = {0};
    struct fixture *f = mem_zalloc(1, sizeof *f);
    const char *image = getenv("ERRKB_BUILTIN");
    if (!image) {
        puts("skipped: $ERRKB_BUILTIN is not set");
        exit(77);
    }
    f->kb = kb_open(image, &err);
    if (!f->kb)
        fail_msg("%s", err.message);
    f->matcher = matcher_new(&f->kb, 1, &err);
    f->second = matcher_new(&f->kb, 1, &err);
    f->outcomes = outcomes_new();
    buf_init(&f->log, LOG_MAX);
    assert_int_equal(kb_each(f->kb, put_entry, &f->log, &err), 0);
    size_t n = f->log.n;
    buf_repeat(&f->log, '\0', BLOCK_PADDING);
    f->log.n = n;
    const struct shape_options o = {.time = {.reference = TIME_UNKNOWN}};
    f->shape = shape_new(format_named(STR("plain")), &o, buf_str(&f->log));
    *out = f;
    return 0;
}

static int tear_down(void **in)
{
    struct fixture *f = *in;
    shape_release(f->shape);
    buf_release(&f->log);
    outcomes_free(f->outcomes);
    matcher_free(f->matcher);
    matcher_free(f->second);
    kb_close(f->kb);
    mem_free(f);
    return 0;
}

static struct block block_of(struct fixture *f)
{
    return (struct block){.bytes = buf_str(&f->log),
                          .plain = true,
                          .first_line = 1,
                          .format = f->shape->format,
                          .shape = f->shape};
}

static bool same(const struct answer *scan, const struct answer *lookup)
{
    if (!scan || lookup->verdict == VERDICT_NONE)
        return !scan && lookup->verdict == VERDICT_NONE;
    return scan->verdict == lookup->verdict && scan->matches[0].row == lookup->matches[0].row;
}

/* Twice, since the second time everything is remembered. */
static void finds_what_lookup_finds(void **in)
{
    struct fixture *f = *in;
    struct finder_options o = {.since = RECORD_NO_TIME, .until = RECORD_NO_TIME, .seed = 7};
    struct finder *finder = finder_new(f->second, &f->kb, f->outcomes, &o);
    struct arena *a = arena_new(), *b = arena_new();
    for (int pass = 0; pass < 2; pass++) {
        struct block block = block_of(f);
        struct hits hits;
        struct err err;
        struct line_place place = {.line = 1};
        struct record r;
        size_t next = 0, records = 0, differ = 0, found = 0;
        arena_reset(a);
        assert_int_equal(finder_run(finder, &block, a, &hits, &err), 0);
        for (size_t at = 0; at < block.bytes.n; at = record_end(&block, &r)) {
            r = record_at(&block, at, &place, a);
            const struct answer *scan = NULL;
            if (next < hits.count && hits.items[next].record.line == r.line)
                scan = hits.items[next++].finding.answer;
            struct answer lookup;
            struct matcher_query q = {.text = r.text, .limit = 1};
            arena_reset(b);
            assert_int_equal(matcher_run(f->matcher, &q, b, &lookup, &err), 0);
            records++;
            found += scan != NULL;
            if (!same(scan, &lookup) && differ++ < 5)
                printf("line %llu: scan %s, lookup %s: %.*s\n", (unsigned long long)r.line,
                       scan ? verdict_name(scan->verdict) : "none", verdict_name(lookup.verdict),
                       STR_ARG(r.text));
        }
        assert_int_equal(next, hits.count);
        assert_int_equal(hits.records, records);
        assert_true(found > records / 20);
        /* 0.999 of them */
        if (differ * 1000 > records)
            fail_msg("%zu of %zu records differ", differ, records);
        if (pass == 1)
            assert_true(hits.looked_up * 20 < records);
    }
    finder_free(finder);
    arena_free(a);
    arena_free(b);
}

#define CREDENTIALS(host)                                                                          \
    "2026-11-05 10:00:00,000 ERROR app: Your credentials did not work. The credentials that were " \
    "used to connect to " host " did not work. Please enter new credentials."

static uint64_t lookups_of(struct finder *finder, struct fixture *f, const char *lines)
{
    struct buf b;
    struct arena *a = arena_new();
    struct hits hits;
    struct err err;
    buf_init(&b, 4096);
    buf_puts(&b, lines);
    size_t n = b.n;
    buf_repeat(&b, '\0', BLOCK_PADDING);
    struct block block = block_of(f);
    block.bytes = str_n(b.p, n);
    assert_int_equal(finder_run(finder, &block, a, &hits, &err), 0);
    for (size_t i = 0; i < hits.count; i++)
        assert_int_equal(hits.items[i].finding.outcome, SCAN_KNOWN);
    assert_int_equal(hits.count, hits.records);
    uint64_t lookups = hits.looked_up;
    arena_free(a);
    buf_release(&b);
    return lookups;
}

/* Other values of a message are no other message; codes and errors among them may be. */
static void other_values(void **in)
{
    static const struct {
        const char *first, *second;
        uint64_t lookups;
        const char *comment;
    } rows[] = {
        {CREDENTIALS("gateway"), CREDENTIALS("session"), 0, "known words"},
        {CREDENTIALS("gateway"), CREDENTIALS("host17"), 0, "a name with digits"},
        {CREDENTIALS("gateway"), CREDENTIALS("error"), 1, "a word that says what a text is"},
        {CREDENTIALS("gateway"), CREDENTIALS("0x80070005"), 1, "a code"},
        {CREDENTIALS("gateway"), CREDENTIALS("session") " again", 1, "more words"},
    };
    struct fixture *f = *in;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct finder_options o = {.since = RECORD_NO_TIME, .until = RECORD_NO_TIME, .seed = 7};
        struct outcomes *outcomes = outcomes_new();
        struct finder *finder = finder_new(f->second, &f->kb, outcomes, &o);
        assert_int_equal(lookups_of(finder, f, rows[i].first), 1);
        uint64_t lookups = lookups_of(finder, f, rows[i].second);
        if (lookups != rows[i].lookups)
            fail_msg("%s: %llu lookups", rows[i].comment, (unsigned long long)lookups);
        finder_free(finder);
        outcomes_free(outcomes);
    }
}

/* Errors of one kind are counted, and no record is lost or counted twice. */
static void counts_alike(void **in)
{
    struct fixture *f = *in;
    uint64_t errors[2] = {0}, known[2] = {0}, records[2] = {0};
    for (int alike = 0; alike < 2; alike++) {
        struct finder_options o = {
            .since = RECORD_NO_TIME, .until = RECORD_NO_TIME, .count_alike = alike, .seed = 7};
        struct finder *finder = finder_new(f->second, &f->kb, f->outcomes, &o);
        struct arena *a = arena_new();
        struct block block = block_of(f);
        struct hits hits;
        struct err err;
        assert_int_equal(finder_run(finder, &block, a, &hits, &err), 0);
        for (size_t i = 0; i < hits.count; i++) {
            bool error = hits.items[i].finding.outcome == SCAN_UNKNOWN_ERROR;
            errors[alike] += error ? 1 + hits.items[i].alike : 0;
            known[alike] += hits.items[i].finding.outcome == SCAN_KNOWN;
        }
        records[alike] = hits.records;
        finder_free(finder);
        arena_free(a);
    }
    assert_true(errors[0] > 100);
    assert_int_equal(errors[0], errors[1]);
    assert_int_equal(known[0], known[1]);
    assert_int_equal(records[0], records[1]);
}

/* Which lines have one key, and which have one print. */
static void keys(void **in)
{
    struct fixture *f = *in;
    static const struct {
        const char *a, *b, *comment;
        bool same_key, same_print;
    } table[] = {
        {"session 48151 opened", "session 48152 opened", "another number", true, true},
        {"session 48151 opened", "session 481523 opened", "a longer one", true, false},
        {"at 10.0.0.1", "at 10.0.0.214", "an address", true, false},
        {"file x64", "file x86", "a name with digits", false, false},
        {"0 errors", "7 errors", "none and some", false, true},
        {"job zzqxkv ended", "job qqzzvk ended", "names that nobody knows", true, false},
        {"sign-in failed", "sign-in worked", "words", false, false},
        {"code  7", "code 7", "blanks", true, false},
        {"code=7", "code 7", "signs", false, false},
    };
    struct vocabulary *v = vocabulary_new(f->matcher, 5);
    for (size_t i = 0; i < ARRAY_LEN(table); i++) {
        char a[256] = {0}, b[256] = {0};
        memcpy(a, table[i].a, strlen(table[i].a));
        memcpy(b, table[i].b, strlen(table[i].b));
        struct text_key x, y;
        text_key(v, str_of(a), &x, NULL);
        text_key(v, str_of(b), &y, NULL);
        bool print = line_print(v, str_of(a)) == line_print(v, str_of(b));
        if ((x.hash == y.hash) != table[i].same_key || print != table[i].same_print)
            fail_msg("%s: %s | %s: key %d, print %d", table[i].comment, a, b, x.hash == y.hash,
                     print);
    }
    vocabulary_free(v);
}

static void memo_forgets_and_keeps(void **in)
{
    (void)in;
    struct memo *m = memo_new(64);
    struct memo_value value = {0};
    for (uint64_t i = 1; i <= 1000; i++) {
        value.telling = i;
        memo_put(m, i << 20, &value);
        const struct memo_value *got = memo_get(m, i << 20);
        assert_non_null(got);
        assert_int_equal(got->telling, i);
    }
    assert_null(memo_get(m, UINT64_C(1) << 20));
    memo_free(m);
    struct seen *s = seen_new(64);
    for (uint64_t i = 1; i <= 1000; i++) {
        uint64_t note;
        const struct rivals **rivals;
        seen_put(s, i << 20, i, NULL);
        assert_true(seen_get(s, i << 20, &note, &rivals));
        assert_int_equal(note, i);
    }
    seen_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_what_lookup_finds),
        cmocka_unit_test(other_values),
        cmocka_unit_test(counts_alike),
        cmocka_unit_test(keys),
        cmocka_unit_test(memo_forgets_and_keeps),
    };
    return cmocka_run_group_tests_name("scan_finder", tests, set_up, tear_down);
}
