#include "match/run.h"

#include "match/weights.h"

#include <stdlib.h>

enum { TERMS_SHOWN = 8 };

static void put_captures(struct run *r, const struct candidate *c, struct match *m)
{
    const struct pattern *p = c->pattern;
    if (!p)
        return;
    struct pattern_span span = pattern_whole(p);
    const struct query *q = r->q;
    m->span_start = query_raw_offset(q, query_folded_to_text(q, span.start));
    m->span_end = query_raw_offset(q, query_folded_to_text(q, span.end));
    m->captures = arena_alloc(r->arena, (pattern_captures(p) + 1) * sizeof *m->captures);
    for (size_t i = 0; i < pattern_captures(p); i++) {
        struct pattern_span at;
        struct str name = pattern_capture(p, i, &at);
        size_t start = query_folded_to_text(q, at.start), end = query_folded_to_text(q, at.end);
        struct str value = str_trim(str_slice(q->text, start, end));
        if (value.n)
            m->captures[m->capture_count++] = (struct capture){name, value};
    }
}

static int by_falling_share(const void *a, const void *b)
{
    double x = ((const struct term_weight *)a)->share, y = ((const struct term_weight *)b)->share;
    return (x < y) - (x > y);
}

/* The words that decided, with their shares of what was matched. */
static void put_terms(struct run *r, const struct candidate *c, struct match *m)
{
    struct index *x = run_index(r, c);
    const struct index_signature *s = c->signature;
    if (!s || c->message.unordered <= 0)
        return;
    size_t n = s->term_count;
    struct term_weight *all = arena_alloc(r->arena, (n + 1) * sizeof *all);
    size_t count = 0;
    for (size_t i = 0; i < n; i++) {
        uint32_t slot = 0, term = s->terms[i].term & ~INDEX_GAP;
        const struct term_use *u = resolved_use(r->resolved[c->layer], term, &slot);
        if (!u)
            continue;
        float share = u->similarity * s->terms[i].idf / c->message.unordered;
        struct str text = arena_dup(r->arena, index_term_text(x, term));
        bool again = false;
        for (size_t k = 0; k < count && !again; k++)
            again = str_eq(all[k].term, text);
        if (!again)
            all[count++] = (struct term_weight){text, (double)share};
    }
    qsort(all, count, sizeof *all, by_falling_share);
    m->terms = all;
    m->term_count = min_size(count, TERMS_SHOWN);
}

static int by_falling_quality(const void *x, const void *y)
{
    const struct candidate *a = *(const struct candidate *const *)x;
    const struct candidate *b = *(const struct candidate *const *)y;
    int better = better_told(b, a);
    return better ? better : (a->entry > b->entry) - (a->entry < b->entry);
}

/* The other near-duplicates that the text found, best first. */
static void put_also(struct run *r, const struct candidate *c, struct match *m)
{
    const struct candidate **all = arena_alloc(r->arena, (r->count + 1) * sizeof *all);
    size_t count = 0;
    for (size_t i = 0; i < r->count; i++) {
        const struct candidate *o = &r->candidates[i];
        if (o != c && o->layer == c->layer && o->record->group == c->record->group)
            all[count++] = o;
    }
    qsort(all, count, sizeof *all, by_falling_quality);
    m->also = arena_alloc(r->arena, (count + 1) * sizeof *m->also);
    for (size_t i = 0; i < count; i++) {
        struct kb_entry e;
        struct err err;
        if (kb_get(r->m->layers[c->layer].kb, all[i]->record->row, r->arena, &e, &err) == 1)
            m->also[m->also_count++] = e.entry.id;
    }
}

static int put_match(struct run *r, const struct decision *d, size_t i, struct match *m,
                     struct err *err)
{
    const struct candidate *c = d->ranked[i];
    *m = (struct match){
        .layer = c->layer,
        .row = c->record->row,
        .confidence = c->confidence,
        .tier = c->tier,
        .margin = i == 0 ? d->margin : 0,
    };
    int found = kb_get(r->m->layers[c->layer].kb, c->record->row, r->arena, &m->entry, err);
    if (found < 0)
        return -1;
    if (found == 0)
        return err_set(err, ERR_INVALID,
                       "%s: its index names an entry that is not there: import its sources again",
                       kb_name(r->m->layers[c->layer].kb));
    const struct alignment *a = c->message.words ? &c->message : &c->title;
    if (a->words) {
        m->span_start = query_raw_offset(r->q, r->q->tokens[a->first_token].start);
        m->span_end = query_raw_offset(r->q, r->q->tokens[a->last_token].end);
    }
    if (c->code && c->features[FEATURE_CODE] >= CODE_TIER) {
        m->code = c->code->text;
        if (c->tier == TIER_CODE && !a->words) {
            m->span_start = query_raw_offset(r->q, c->code->at);
            m->span_end = query_raw_offset(r->q, c->code->at + c->code->text.n);
        }
    }
    if (c->pattern) {
        m->pattern = arena_dup(r->arena, index_template(run_index(r, c), c->signature));
    }
    put_captures(r, c, m);
    put_terms(r, c, m);
    put_also(r, c, m);
    return 0;
}

static bool id_seen(const struct answer *answer, struct str id)
{
    for (size_t i = 0; i < answer->match_count; i++)
        if (str_eq(answer->matches[i].entry.entry.id, id))
            return true;
    return false;
}

static int put_matches(struct run *r, const struct decision *d, struct answer *answer,
                       struct err *err)
{
    size_t limit = r->query->limit ? min_size(r->query->limit, MATCHER_LIMIT_MAX) : 1;
    limit = min_size(limit, d->count);
    answer->matches = arena_alloc(r->arena, (limit + 1) * sizeof *answer->matches);
    for (size_t i = 0; i < d->count && answer->match_count < limit; i++) {
        if (d->ranked[i]->score < (double)SCORE_BIAS + WEAK_EVIDENCE)
            continue;
        struct match *m = &answer->matches[answer->match_count];
        if (put_match(r, d, i, m, err) != 0)
            return -1;
        /* An earlier knowledge base wins on equal ids. */
        if (!id_seen(answer, m->entry.entry.id))
            answer->match_count++;
    }
    return 0;
}

static void put_codes(struct run *r, struct answer *answer)
{
    const struct query *q = r->q;
    answer->codes = arena_zalloc(r->arena, q->code_count + 1, sizeof *answer->codes);
    for (size_t i = 0; i < q->code_count; i++) {
        if (!r->known[i] && q->codes[i].flags & (CODE_WEAK | CODE_HEX_GUESS))
            continue;
        struct query_code *c = &answer->codes[answer->code_count++];
        c->code = q->codes[i];
        c->known = r->known[i];
        c->form_count = code_forms(&c->code, c->forms, ARRAY_LEN(c->forms));
    }
}

int run_answer(struct run *r, const struct decision *d, struct answer *answer, struct err *err)
{
    put_codes(r, answer);
    if (d->verdict == VERDICT_NONE && r->query->sure_only)
        return 0;
    return put_matches(r, d, answer, err);
}
