/*
 * Any bytes as a query to a small knowledge base: what is read of it keeps its promises, and the
 * answer is one that can be shown.
 */
#include "match/findings.h"
#include "match/query.h"
#include "tests/support/must.h"
#include "tests/support/small_kb.h"
#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct matcher *matcher;

static void make_matcher(void)
{
    static struct kb *kb;
    struct err err;
    kb = small_kb_begin(&err);
    must(kb && kb_commit(kb, &err) == 0);
    matcher = matcher_new(&kb, 1, &err);
    must(matcher != NULL);
}

static void must_be_text(struct str s)
{
    must(utf8_valid(s) == s.n);
}

/* Any word may be one: by its first letter. */
static bool knows(void *ctx, struct str word)
{
    (void)ctx;
    must(word.n > 0);
    return word.p[0] & 1;
}

static void check_parts(const struct query *q)
{
    size_t end = 0;
    for (size_t i = 0; i < q->noise_count; i++) {
        must(q->noise[i].start >= end && q->noise[i].start < q->noise[i].end);
        end = q->noise[i].end;
        must(end <= q->text.n);
    }
    end = 0;
    for (size_t i = 0; i < q->segment_count; i++) {
        must(q->segments[i].start >= end && q->segments[i].start < q->segments[i].end);
        end = q->segments[i].end;
        must(end <= q->text.n);
    }
}

static void check_findings(const struct findings *f, size_t raw_size)
{
    for (size_t i = 0; i < f->count; i++) {
        must(f->items[i].span_start < f->items[i].span_end);
        must(f->items[i].span_end <= 3 * raw_size);
        must(f->items[i].answer.match_count > 0 && f->items[i].line_count > 0);
        must(f->items[i].count >= f->items[i].line_count);
        for (size_t k = 1; k < f->items[i].line_count; k++)
            must(f->items[i].lines[k - 1] < f->items[i].lines[k]);
    }
}

static void check_reading(struct arena *a, struct str raw)
{
    const struct lexicon lexicon = {knows, NULL};
    const struct query *q = query_read_knowing(a, raw, &lexicon);
    must_be_text(q->text);
    must(q->text.n <= q->raw.n);
    must_be_text(q->folded);
    for (size_t i = 0; i < q->text.n; i++) {
        unsigned char c = (unsigned char)q->text.p[i];
        must(c >= 0x20 || c == '\n' || c == '\t');
        must(query_raw_offset(q, i) <= query_raw_offset(q, i + 1));
    }
    must(query_raw_offset(q, q->text.n) <= q->raw.n);
    for (size_t i = 0; i < q->folded.n; i++)
        must(query_folded_to_text(q, i) <= query_folded_to_text(q, i + 1));
    must(query_folded_to_text(q, q->folded.n) == q->text.n);
    for (size_t i = 0; i < q->code_count; i++)
        must(q->codes[i].at + q->codes[i].text.n <= q->text.n);
    for (size_t i = 0; i < q->token_count; i++) {
        must(q->tokens[i].start < q->tokens[i].end && q->tokens[i].end <= q->text.n);
        must_be_text(q->tokens[i].term);
    }
    check_parts(q);
}

static void check_answer(const struct answer *answer, size_t raw_size)
{
    for (size_t i = 0; i < answer->match_count; i++) {
        const struct match *m = &answer->matches[i];
        must(m->confidence >= 0 && m->confidence <= 1 && m->margin <= 1);
        must(i == 0 || m->confidence <= answer->matches[i - 1].confidence + 1e-6 ||
             answer->verdict != VERDICT_MATCH);
        /* Decoding replaces each bad byte by three. */
        must(m->span_start <= m->span_end && m->span_end <= 3 * raw_size);
        for (size_t k = 0; k < m->capture_count; k++)
            must_be_text(m->captures[k].value);
    }
    must(answer->verdict == VERDICT_NONE || answer->match_count > 0);
    must_be_text(answer->explain);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!matcher)
        make_matcher();
    struct arena *a = arena_new();
    struct str raw = str_n((const char *)data, size);
    check_reading(a, raw);
    struct matcher_query q = {.text = raw, .limit = 5, .explain = true};
    struct answer answer;
    struct err err;
    must(matcher_run(matcher, &q, a, &answer, &err) == 0);
    check_answer(&answer, size);
    struct findings findings;
    must(matcher_run_all(matcher, &q, a, &findings, &err) == 0);
    check_findings(&findings, size);
    arena_free(a);
    return 0;
}
