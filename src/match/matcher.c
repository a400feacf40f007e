#include "match/matcher.h"

#include "base/mem.h"
#include "match/clause.h"
#include "match/explain.h"
#include "match/run.h"
#include "match/weights.h"

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

/* ---- features ----------------------------------------------------------------------------------
 */

/* A code that says something by itself, so that an entry with other codes is another problem. */
static bool is_specific(const struct code *c)
{
    return c->flags & CODE_HAS_CUE && !(c->flags & (CODE_GENERIC | CODE_WEAK | CODE_HEX_GUESS)) &&
           (c->ns != CODE_SYMBOL);
}

static float code_conflict(const struct run *r, const struct candidate *c)
{
    if (!(c->record->flags & INDEX_ENTRY_HAS_CODES) || c->features[FEATURE_CODE] > 0.5f)
        return 0;
    float conflict = 0;
    for (size_t i = 0; i < r->q->code_count; i++)
        if (is_specific(&r->q->codes[i]))
            conflict = r->known[i] || conflict == 1.0f ? 1.0f : CONFLICT_UNKNOWN;
    return conflict;
}

static void align_signatures(struct run *r, struct candidate *c)
{
    if (c->before) {
        c->features[FEATURE_MESSAGE] = c->before->features[FEATURE_MESSAGE];
        c->features[FEATURE_TITLE] = c->before->features[FEATURE_TITLE];
        c->message = c->before->message;
        c->title = c->before->title;
        c->signature = c->before->signature;
        return;
    }
    const struct resolved *resolved = r->resolved[c->layer];
    const struct index_signature *s = NULL;
    for (int n = 0; n < SIGNATURES_MAX; n++) {
        s = index_next_signature(c->record, s);
        if (!s)
            break;
        /* Where no message is known, the title is what people will say. */
        bool title = s->kind == INDEX_TITLE && c->record->flags & INDEX_ENTRY_HAS_MESSAGES;
        float *feature = &c->features[title ? FEATURE_TITLE : FEATURE_MESSAGE];
        struct alignment a = align(resolved, s, *feature);
        float quality = alignment_quality(&a);
        if (quality <= *feature)
            continue;
        *feature = quality;
        if (title) {
            c->title = a;
        } else {
            c->message = a;
            c->signature = s;
        }
    }
}

/* ---- clauses -------------------------------------------------------------------------------- */

static bool has_clause(const struct candidate *c)
{
    return c->signature && c->message.words && c->message.weight > 0;
}

static void find_clause(struct run *r, struct candidate *c)
{
    if (!has_clause(c))
        return;
    bool gap_before = c->signature->term_count && (c->signature->terms[0].term & INDEX_GAP);
    c->clause = clause_of(r->resolved[c->layer], &c->message, gap_before,
                          index_template_bytes(run_index(r, c), c->signature));
}

/* Where another message stands whole, the clause is at least all that it stands for. */
static void widen_clause(const struct run *r, struct candidate *c)
{
    for (size_t i = 0; i < r->count; i++) {
        const struct candidate *o = &r->candidates[i];
        if (!o->pattern || o->clause.told_start >= c->clause.told_end ||
            o->clause.told_end <= c->clause.told_start)
            continue;
        c->clause.start = min_size(c->clause.start, o->clause.told_start);
        c->clause.end = max_size(c->clause.end, o->clause.told_end);
    }
}

/* Share of the query's words that the entry has, or that its message has a placeholder for. */
static float explained_share(const struct run *r, const struct candidate *c)
{
    if (c->explicable <= 0)
        return 0;
    float values = 0;
    if (has_clause(c) && c->pattern)
        values = clause_values(r->resolved[c->layer], c->signature, &c->clause);
    float share = (c->explained + values) / c->explicable;
    float information = c->explained / EXPLAINED_FULL;
    share *= information < 1 ? information : 1;
    return share < 1 ? share : 1;
}

/* How much of its clause the best message accounts for, as far as the message stands there. */
static void score_clauses(struct run *r)
{
    for (size_t i = 0; i < r->count; i++) {
        struct candidate *c = &r->candidates[i];
        if (!has_clause(c))
            continue;
        widen_clause(r, c);
        if (c->pattern) /* only now are its placeholders known to hold something */
            c->features[FEATURE_EXPLAINED] = explained_share(r, c);
        float fit = clause_fit(r->resolved[c->layer], &c->message, &c->clause);
        float cover = c->message.matched / c->message.weight;
        c->features[FEATURE_CLAUSE] =
            fit * cover * alignment_information(&c->message) * alignment_kept(&c->message);
        candidate_score(c);
    }
}

/* What the attempt before found out about an entry holds for the next one, too. */
static void recall(const struct run *r, struct candidate *c)
{
    for (size_t i = 0; i < r->earlier_count; i++)
        if (r->earlier[i].entry == c->entry && r->earlier[i].layer == c->layer)
            c->before = &r->earlier[i];
}

/* The candidates; forms: also those that other forms of the words find. */
static void collect(struct run *r, bool forms)
{
    struct candidate *found[MATCHER_LAYERS_MAX];
    size_t counts[MATCHER_LAYERS_MAX], total = 0;
    if (!forms)
        r->known = arena_zalloc(r->arena, r->q->code_count + 1, sizeof *r->known);
    for (size_t i = 0; i < r->m->layer_count; i++) {
        struct layer *l = &r->m->layers[i];
        if (forms) {
            resolve_forms(r->resolved[i], l->index);
            found[i] = candidates_find_forms(l->scratch, l->index, r->resolved[i], r->arena,
                                             &counts[i], &r->m->steps);
        } else {
            r->indexes[i] = l->index;
            r->resolved[i] = resolve_within(r->arena, l->index, r->q, &r->m->steps);
            found[i] = candidates_find(l->scratch, l->index, r->resolved[i], r->arena, r->known,
                                       &counts[i], &r->m->steps);
        }
        total += counts[i];
    }
    r->earlier = r->candidates;
    r->earlier_count = r->count;
    r->candidates = arena_alloc(r->arena, (total + 1) * sizeof *r->candidates);
    r->count = 0;
    for (size_t i = 0; i < r->m->layer_count; i++)
        for (size_t k = 0; k < counts[i]; k++) {
            struct candidate *c = &found[i][k];
            c->layer = (uint32_t)i;
            recall(r, c);
            if (c->before || run_fits_facets(r, c))
                r->candidates[r->count++] = *c;
        }
}

static void score_all(struct run *r)
{
    run_score_facets(r);
    for (size_t i = 0; i < r->count; i++) {
        struct candidate *c = &r->candidates[i];
        align_signatures(r, c);
        find_clause(r, c);
        c->features[FEATURE_EXPLAINED] = explained_share(r, c);
        c->features[FEATURE_CODE_CONFLICT] = code_conflict(r, c);
        candidate_score(c);
    }
    run_score_severity(r);
    run_verify_best(r);
    score_clauses(r);
}

/* Decide by what is found; forms: also by other forms of the query's words. */
static struct decision attempt(struct run *r, bool forms, bool *clear)
{
    collect(r, forms);
    score_all(r);
    struct decision d = decide(r->arena, r->candidates, r->count);
    *clear = d.verdict == VERDICT_MATCH;
    if (r->m->observe && r->m->observe(r->m->observe_ctx, r, &d))
        *clear = false;
    return d;
}

/* An index that could not be read whole: its answers may lack what they should have. */
static int check_indexes(const struct matcher *m, struct err *err)
{
    for (size_t i = 0; i < m->layer_count; i++) {
        const struct err *trouble = index_trouble(m->layers[i].index);
        if (trouble) {
            *err = *trouble;
            return -1;
        }
    }
    return 0;
}

static struct str explain_run(const struct run *r, const struct decision *d)
{
    struct explain_layer layers[MATCHER_LAYERS_MAX];
    for (size_t i = 0; i < r->m->layer_count; i++) {
        const struct layer *l = &r->m->layers[i];
        layers[i] = (struct explain_layer){l->index, r->resolved[i], l->kb};
    }
    return explain(r->arena, r->q, layers, r->m->layer_count, d);
}

/* Any of the knowledge bases has the word: for what a line's end may have broken. */
static bool has_word(void *ctx, struct str word)
{
    const struct matcher *m = ctx;
    for (size_t i = 0; i < m->layer_count; i++)
        if (index_find_term(m->layers[i].index, word) != INDEX_NONE)
            return true;
    return false;
}

void run_begin(struct matcher *m, const struct matcher_query *query)
{
    m->steps = (struct steps){.max = query->max_steps ? query->max_steps : MATCHER_STEPS_MAX};
}

struct query *run_read(struct matcher *m, struct str text, struct arena *a)
{
    const struct lexicon lexicon = {has_word, m};
    return query_read_knowing(a, text, &lexicon);
}

int run_once(struct matcher *m, const struct matcher_query *query, struct arena *a,
             struct query **read, struct answer *answer, struct err *err)
{
    struct run r = {.m = m, .query = query, .arena = a};
    *answer = (struct answer){.verdict = VERDICT_NONE};
    r.q = *read = run_read(m, query->text, a);
    answer->query_cut = r.q->cut;
    bool clear;
    struct decision d = attempt(&r, false, &clear);
    bool hopeless = query->sure_only && d.some < FORMS_HOPELESS;
    if (!clear && !hopeless) /* a clear answer needs no further evidence */
        d = attempt(&r, true, &clear);
    answer->verdict = d.verdict;
    answer->tied = d.tied;
    answer->gave_up = r.gave_up;
    if (d.verdict == VERDICT_AMBIGUOUS)
        answer->ask = decide_ask(a, r.indexes, &d);
    int result = run_answer(&r, &d, answer, err);
    if (result == 0)
        result = check_indexes(m, err);
    if (result == 0 && query->telling)
        run_telling(&r, &d, answer);
    if (result == 0 && query->explain)
        answer->explain = explain_run(&r, &d);
    run_free_patterns(&r);
    return result;
}

int matcher_run(struct matcher *m, const struct matcher_query *query, struct arena *a,
                struct answer *answer, struct err *err)
{
    struct query *read;
    run_begin(m, query);
    if (run_once(m, query, a, &read, answer, err) != 0 ||
        run_parts(m, query, read, a, answer, err) != 0)
        return -1;
    answer->steps = m->steps.used;
    answer->out_of_steps = m->steps.out;
    return 0;
}
