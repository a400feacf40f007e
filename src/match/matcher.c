#include "match/matcher.h"

#include "base/mem.h"
#include "match/candidates.h"
#include "match/decide.h"
#include "match/explain.h"
#include "match/pattern.h"
#include "match/weights.h"

#include <stdlib.h>

enum { TERMS_SHOWN = 8, PATTERN_MARGIN = 2 * CAPTURE_MAX };

struct layer {
    struct kb *kb;
    struct index *index;
    struct candidate_scratch *scratch;
};

struct matcher {
    struct layer layers[MATCHER_LAYERS_MAX];
    size_t layer_count;
};

/* What one query needs while it is answered; lives in the caller's arena. */
struct run {
    struct matcher *m;
    const struct matcher_query *query;
    struct arena *arena;
    struct query *q;
    struct resolved *resolved[MATCHER_LAYERS_MAX];
    struct candidate *candidates;
    size_t count;
    bool *known; /* for each code of the query: an entry has it */
    struct index *indexes[MATCHER_LAYERS_MAX];
    size_t gave_up; /* patterns that hit their step limit */
};

const char *verdict_name(enum verdict v)
{
    static const char *const names[] = {
        [VERDICT_MATCH] = "match", [VERDICT_AMBIGUOUS] = "ambiguous", [VERDICT_NONE] = "none"};
    return names[v];
}

const char *tier_name(enum tier t)
{
    static const char *const names[] = {[TIER_CODE] = "code",
                                        [TIER_PATTERN] = "pattern",
                                        [TIER_FUZZY] = "fuzzy",
                                        [TIER_NONE] = "none"};
    return names[t];
}

struct matcher *matcher_new(struct kb *const *kbs, size_t count, struct err *err)
{
    if (count == 0 || count > MATCHER_LAYERS_MAX) {
        err_set(err, ERR_INVALID, "give 1 to %d knowledge bases, not %zu", MATCHER_LAYERS_MAX,
                count);
        return NULL;
    }
    struct matcher *m = mem_zalloc(1, sizeof *m);
    for (size_t i = 0; i < count; i++) {
        struct layer *l = &m->layers[m->layer_count++];
        l->kb = kbs[i];
        l->index = index_open(kbs[i], err);
        if (!l->index) {
            matcher_free(m);
            return NULL;
        }
        l->scratch = candidate_scratch_new(index_counts(l->index).entries);
    }
    return m;
}

void matcher_free(struct matcher *m)
{
    if (!m)
        return;
    for (size_t i = 0; i < m->layer_count; i++) {
        index_close(m->layers[i].index);
        candidate_scratch_free(m->layers[i].scratch);
    }
    mem_free(m);
}

/* ---- facets ------------------------------------------------------------------------------------ */

static struct index *index_of(const struct run *r, const struct candidate *c)
{
    return r->m->layers[c->layer].index;
}

static bool facet_at(const struct run *r, const struct candidate *c, uint32_t i,
                     struct index_facet_text *out)
{
    uint32_t facet;
    return index_entry_facet(index_of(r, c), &c->record, i, &facet) &&
           index_facet(index_of(r, c), facet, out);
}

/* The asker's facets: an entry that has the facet with other values only is out. */
static bool fits_facets(const struct run *r, const struct candidate *c)
{
    for (size_t k = 0; k < r->query->facet_count; k++) {
        const struct facet *wanted = &r->query->facets[k];
        struct index_facet_text f;
        bool any = false, equal = false;
        for (uint32_t i = 0; facet_at(r, c, i, &f); i++) {
            if (!str_ieq(f.name, wanted->name))
                continue;
            any = true;
            equal = equal || str_ieq(f.value, wanted->value) || str_ieq(f.label, wanted->value);
        }
        if (any && !equal)
            return false;
    }
    return true;
}

static bool query_has_word(const struct run *r, struct str word)
{
    for (size_t i = 0; i < r->q->token_count; i++)
        if (str_eq(r->q->tokens[i].term, word))
            return true;
    return false;
}

/* Which facet values of the candidates the query names: 1 this entry's, -1 only other entries'. */
static void score_facets(struct run *r)
{
    enum { NAMED_MAX = 8 };
    struct index_facet_text f, named[NAMED_MAX];
    size_t n = 0;
    for (size_t c = 0; c < r->count; c++)
        for (uint32_t i = 0; facet_at(r, &r->candidates[c], i, &f); i++) {
            bool known = n == NAMED_MAX;
            for (size_t k = 0; k < n && !known; k++)
                known = str_eq(named[k].name, f.name) && str_eq(named[k].value, f.value);
            if (!known && query_has_word(r, f.value))
                named[n++] = f;
        }
    for (size_t c = 0; c < r->count && n > 0; c++)
        for (size_t k = 0; k < n; k++) {
            bool any = false, equal = false;
            for (uint32_t i = 0; facet_at(r, &r->candidates[c], i, &f); i++) {
                any = any || str_eq(f.name, named[k].name);
                equal = equal ||
                        (str_eq(f.name, named[k].name) && str_eq(f.value, named[k].value));
            }
            float *feature = &r->candidates[c].features[FEATURE_FACET];
            if (equal)
                *feature = 1;
            else if (any && *feature == 0)
                *feature = -1;
        }
}

/* ---- features ---------------------------------------------------------------------------------- */

/* A code that says something by itself, so that an entry with other codes is another problem. */
static bool is_specific(const struct code *c)
{
    return c->flags & CODE_HAS_CUE && !(c->flags & (CODE_GENERIC | CODE_WEAK | CODE_HEX_GUESS)) &&
           (c->ns != CODE_SYMBOL);
}

static float code_conflict(const struct run *r, const struct candidate *c)
{
    if (!(c->record.flags & INDEX_ENTRY_HAS_CODES) || c->features[FEATURE_CODE] > 0.5f)
        return 0;
    float conflict = 0;
    for (size_t i = 0; i < r->q->code_count; i++)
        if (is_specific(&r->q->codes[i]))
            conflict = r->known[i] ? 1.0f : conflict > 0.7f ? conflict : 0.7f;
    return conflict;
}

static void align_signatures(struct run *r, struct candidate *c)
{
    struct index *x = index_of(r, c);
    const struct resolved *resolved = r->resolved[c->layer];
    uint32_t n = (uint32_t)min_size(c->record.signature_count, SIGNATURES_MAX);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t number = c->record.signatures + i;
        const struct index_signature *s = index_signature(x, number);
        if (!s)
            continue;
        struct alignment a = align(x, resolved, s);
        float quality = alignment_quality(&a);
        bool title = s->kind == INDEX_TITLE;
        float *feature = &c->features[title ? FEATURE_TITLE : FEATURE_MESSAGE];
        if (quality <= *feature)
            continue;
        *feature = quality;
        if (title) {
            c->title = a;
        } else {
            c->message = a;
            c->signature = number;
        }
    }
}

static void collect(struct run *r)
{
    struct candidate *found[MATCHER_LAYERS_MAX];
    size_t counts[MATCHER_LAYERS_MAX], total = 0;
    r->known = arena_zalloc(r->arena, r->q->code_count + 1, sizeof *r->known);
    for (size_t i = 0; i < r->m->layer_count; i++) {
        struct layer *l = &r->m->layers[i];
        r->indexes[i] = l->index;
        r->resolved[i] = resolve(r->arena, l->index, r->q);
        found[i] = candidates_find(l->scratch, l->index, r->resolved[i], r->arena, r->known,
                                   &counts[i]);
        total += counts[i];
    }
    r->candidates = arena_alloc(r->arena, (total + 1) * sizeof *r->candidates);
    for (size_t i = 0; i < r->m->layer_count; i++)
        for (size_t k = 0; k < counts[i]; k++) {
            found[i][k].layer = (uint32_t)i;
            if (fits_facets(r, &found[i][k]))
                r->candidates[r->count++] = found[i][k];
        }
}

static void score(struct candidate *c)
{
    c->score = score_of(c->features);
    c->tier = c->features[FEATURE_CODE] >= CODE_TIER   ? TIER_CODE
              : c->features[FEATURE_PATTERN] > 0       ? TIER_PATTERN
              : c->message.words || c->title.words     ? TIER_FUZZY
                                                       : TIER_NONE;
}

/* ---- verification ------------------------------------------------------------------------------ */

/* Offset in the folded text of an offset in the clean text. */
static size_t folded_offset(const struct query *q, size_t text_offset)
{
    size_t low = 0, high = q->folded.n;
    while (low < high) {
        size_t mid = (low + high) / 2;
        if (q->folded_from[mid] < text_offset)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

/* The part of the folded text around the aligned words in which a pattern can match. */
static struct str pattern_window(const struct query *q, const struct alignment *a, size_t *from)
{
    size_t start = folded_offset(q, q->tokens[a->first_token].start);
    size_t end = folded_offset(q, q->tokens[a->last_token].end) + PATTERN_MARGIN;
    /* Far enough back for a quoted placeholder that opens the message. */
    *from = start > PATTERN_MARGIN ? start - PATTERN_MARGIN : 0;
    while (*from > 0 && ((unsigned char)q->folded.p[*from] & 0xC0) == 0x80)
        (*from)--;
    end = min_size(end, q->folded.n);
    while (end < q->folded.n && ((unsigned char)q->folded.p[end] & 0xC0) == 0x80)
        end++;
    return str_slice(q->folded, 0, end);
}

/* Compile and run the candidate's message pattern; NULL when it does not match. */
static struct pattern *verify(struct run *r, const struct candidate *c, struct pattern_span *span)
{
    const struct index_signature *s = index_signature(index_of(r, c), c->signature);
    struct err err;
    struct pattern *p =
        s ? pattern_compile(r->arena, index_template(index_of(r, c), s), &err) : NULL;
    if (!p)
        return NULL;
    size_t from;
    struct str window = pattern_window(r->q, &c->message, &from);
    enum pattern_result result = pattern_match(p, window, from, span);
    r->gave_up += result == PATTERN_GAVE_UP;
    if (result == PATTERN_YES)
        return p;
    pattern_free(p);
    return NULL;
}

static bool worth_verifying(const struct candidate *c)
{
    return c->signature != INDEX_NONE && c->message.words > 0 &&
           c->message.matched >= PATTERN_COVERAGE * c->message.weight;
}

static void verify_best(struct run *r)
{
    for (size_t tried = 0; tried < PATTERNS_MAX; tried++) {
        struct candidate *best = NULL;
        for (size_t i = 0; i < r->count; i++) {
            struct candidate *c = &r->candidates[i];
            if (!c->verified && worth_verifying(c) && (!best || c->score > best->score))
                best = c;
        }
        if (!best || best->score < WEAK_SCORE)
            return;
        best->verified = true;
        struct pattern_span span;
        struct pattern *p = verify(r, best, &span);
        if (!p)
            continue;
        float information = best->message.matched / INFORMATION_FULL;
        best->features[FEATURE_PATTERN] = information < 1 ? information : 1;
        pattern_free(p);
        score(best);
    }
}

/* ---- the answer -------------------------------------------------------------------------------- */

static void put_captures(struct run *r, const struct candidate *c, struct match *m)
{
    struct pattern_span span;
    struct pattern *p = c->features[FEATURE_PATTERN] > 0 ? verify(r, c, &span) : NULL;
    if (!p)
        return;
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
    pattern_free(p);
}

static int by_falling_share(const void *a, const void *b)
{
    double x = ((const struct term_weight *)a)->share, y = ((const struct term_weight *)b)->share;
    return (x < y) - (x > y);
}

/* The words that decided, with their shares of what was matched. */
static void put_terms(struct run *r, const struct candidate *c, struct match *m)
{
    struct index *x = index_of(r, c);
    const struct index_signature *s =
        c->signature == INDEX_NONE ? NULL : index_signature(x, c->signature);
    if (!s || c->message.unordered <= 0)
        return;
    size_t n;
    const uint32_t *terms = index_signature_terms(x, s, &n);
    struct term_weight *all = arena_alloc(r->arena, (n + 1) * sizeof *all);
    size_t count = 0;
    uint32_t entries = index_counts(x).entries;
    for (size_t i = 0; i < n; i++) {
        uint32_t slot = 0, term = terms[i] & ~INDEX_GAP;
        const struct term_use *u = resolved_use(r->resolved[c->layer], term, &slot);
        const struct index_term *t = u ? index_term(x, term) : NULL;
        if (!t)
            continue;
        float share = u->similarity * inverse_document_frequency(entries, t->df_signature) /
                      c->message.unordered;
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

static void put_also(struct run *r, const struct candidate *c, struct match *m)
{
    m->also = arena_alloc(r->arena, (r->count + 1) * sizeof *m->also);
    for (size_t i = 0; i < r->count; i++) {
        const struct candidate *o = &r->candidates[i];
        if (o == c || o->layer != c->layer || o->record.group != c->record.group)
            continue;
        struct kb_entry e;
        struct err err;
        if (kb_get(r->m->layers[o->layer].kb, o->record.row, r->arena, &e, &err) == 1)
            m->also[m->also_count++] = e.entry.id;
    }
}

static int put_match(struct run *r, const struct decision *d, size_t i, struct match *m,
                     struct err *err)
{
    const struct candidate *c = d->ranked[i];
    *m = (struct match){
        .layer = c->layer,
        .row = c->record.row,
        .confidence = c->confidence,
        .tier = c->tier,
        .margin = i == 0 ? d->margin : 0,
    };
    int found = kb_get(r->m->layers[c->layer].kb, c->record.row, r->arena, &m->entry, err);
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
    if (c->features[FEATURE_PATTERN] > 0) {
        const struct index_signature *s = index_signature(index_of(r, c), c->signature);
        m->pattern = s ? arena_dup(r->arena, index_template(index_of(r, c), s)) : STR_NONE;
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
        if (d->ranked[i]->score < WEAK_SCORE)
            break;
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

int matcher_run(struct matcher *m, const struct matcher_query *query, struct arena *a,
                struct answer *answer, struct err *err)
{
    struct run r = {.m = m, .query = query, .arena = a};
    *answer = (struct answer){.verdict = VERDICT_NONE};
    r.q = query_read(a, query->text);
    answer->query_cut = r.q->cut;
    collect(&r);
    score_facets(&r);
    for (size_t i = 0; i < r.count; i++) {
        struct candidate *c = &r.candidates[i];
        align_signatures(&r, c);
        c->features[FEATURE_CODE_CONFLICT] = code_conflict(&r, c);
        score(c);
    }
    verify_best(&r);
    struct decision d = decide(a, r.candidates, r.count);
    answer->verdict = d.verdict;
    answer->steps = r.gave_up;
    put_codes(&r, answer);
    if (d.verdict == VERDICT_AMBIGUOUS)
        answer->ask = decide_ask(a, r.indexes, &d);
    if (put_matches(&r, &d, answer, err) != 0)
        return -1;
    for (size_t i = 0; i < m->layer_count; i++) {
        const struct err *trouble = index_trouble(m->layers[i].index);
        if (trouble) {
            *err = *trouble;
            return -1;
        }
    }
    if (query->explain) {
        struct explain_layer layers[MATCHER_LAYERS_MAX];
        for (size_t i = 0; i < m->layer_count; i++)
            layers[i] =
                (struct explain_layer){m->layers[i].index, r.resolved[i], m->layers[i].kb};
        answer->explain = explain(a, r.q, layers, m->layer_count, &d);
    }
    return 0;
}
