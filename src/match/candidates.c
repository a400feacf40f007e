#include "match/candidates.h"

#include "base/mem.h"
#include "match/tally.h"
#include "match/weights.h"

#include <math.h>

/* The codes that an entry shares with the query. */
struct code_hit {
    float strength;  /* of the best one */
    float confirmed; /* by further codes */
    float words;     /* all of them, in nats, as if they were words */
    uint16_t best;   /* code of the query */
    bool exact;
};

struct candidate_scratch {
    struct tally *tally;
    struct code_hit *hits; /* by the number that the tally has for them */
    size_t hit_count, hit_cap;
};

struct candidate_scratch *candidate_scratch_new(uint32_t entries)
{
    struct candidate_scratch *s = mem_zalloc(1, sizeof *s);
    s->tally = tally_new(entries);
    return s;
}

void candidate_scratch_free(struct candidate_scratch *s)
{
    if (!s)
        return;
    tally_free(s->tally);
    mem_free(s->hits);
    mem_free(s);
}

/* ---- codes ----------------------------------------------------------------------------------- */

/* Whether a query is asked to be explained by it, as by its words. */
static bool counts_as_word(const struct code *c)
{
    return !(c->flags & (CODE_WEAK | CODE_GENERIC));
}

/* A code that many entries have says little of each of them. */
static float code_rarity(size_t entries)
{
    return entries <= CODE_SHARED_FREE
               ? 1.0f
               : 1.0f / (1.0f + CODE_SHARED * log2f((float)entries / CODE_SHARED_FREE));
}

static void note_code(struct code_hit *h, const struct query *q, size_t code, float strength,
                      bool exact)
{
    if (counts_as_word(&q->codes[code]))
        h->words += WEIGHT_CODE_WORD * strength;
    /* A second code of the same entry confirms the first: another number, not its twin. */
    if (h->strength > 0 && strength >= CODE_TIER && q->codes[h->best].value != q->codes[code].value)
        h->confirmed += CODE_CONFIRMED;
    if (strength > h->strength) {
        h->strength = strength;
        h->best = (uint16_t)code;
        h->exact = exact;
    }
}

/* Where the codes of an entry are summed up; NULL: there is no such entry. */
static struct code_hit *hit_of(struct candidate_scratch *s, uint32_t entry, uint32_t *number)
{
    bool is_new;
    if (!tally_code(s->tally, entry, number, &is_new))
        return NULL;
    if (is_new) {
        s->hits = mem_grow(s->hits, s->hit_count, &s->hit_cap, sizeof *s->hits);
        s->hits[s->hit_count++] = (struct code_hit){0};
    }
    return &s->hits[*number];
}

static void by_code(struct candidate_scratch *s, struct index *x, const struct query *q,
                    bool *known, struct steps *steps)
{
    for (size_t i = 0; i < q->code_count && steps_left(steps); i++) {
        size_t n;
        const struct index_code *c = index_codes(x, code_key(&q->codes[i]), &n);
        steps_spend(steps, n);
        size_t owners = 0; /* those that only mention it take nothing from the entry whose code it is */
        for (size_t k = 0; k < n; k++)
            owners += (c[k].flags & INDEX_CODE_MENTIONED) == 0;
        for (size_t k = 0; k < n; k++) {
            float rarity = code_rarity(c[k].flags & INDEX_CODE_MENTIONED ? n : owners);
            uint32_t number;
            struct code_hit *h = hit_of(s, c[k].entry, &number);
            if (!h)
                continue;
            known[i] = known[i] || (c[k].flags & INDEX_CODE_MENTIONED) == 0;
            note_code(h, q, i, rarity * code_strength(&q->codes[i], c[k].flags), c[k].flags == 0);
            /* A number that need not be a code must not crowd out what the words say. */
            tally_set_code(s->tally, number,
                           h->strength * (h->strength >= CODE_TIER ? WEIGHT_FIELD_CODE
                                                                   : WEIGHT_FIELD_WEAK_CODE));
        }
    }
}

static const struct code_hit *code_hit(const struct candidate_scratch *s, const struct sums *sums)
{
    static const struct code_hit none = {0};
    return sums->code ? &s->hits[sums->code - 1] : &none;
}

/* ---- candidates ------------------------------------------------------------------------------ */

/* Weight of the query's words that the entry has; words of a long text prove less. */
static float explained(float strong, const struct sums *a, float code_words,
                       const struct index_entry *e)
{
    float length = 1.0f + (float)e->words / EXPLAINED_BODY_WORDS;
    return strong + code_words + a->body * EXPLAINED_BODY / sqrtf(length);
}

/* Share of the query's words that the entry has in another form only. */
static float forms_share(const struct sums *a, float total)
{
    float share = total > 0 ? a->forms / total : 0;
    return share < 1 ? share : 1;
}

/* All that the query's words and codes could weigh. */
static float total_weight(const struct resolved *r)
{
    float total = 0;
    for (size_t i = 0; i < r->word_count; i++)
        total += word_weight(&r->words[i]);
    for (size_t i = 0; i < r->query->code_count; i++)
        /* A hex guess is the second reading of a token that counted already. */
        if (counts_as_word(&r->query->codes[i]) && !(r->query->codes[i].flags & CODE_HEX_GUESS))
            total += WEIGHT_CODE_WORD;
    return total;
}

/*
 * The words of its messages and title, when not all of the postings were read: the entry is asked
 * itself.
 */
static float strong_sum(const struct resolved *r, const struct index_entry *e, struct arena *arena)
{
    bool *counted = arena_zalloc(arena, r->word_count, sizeof *counted);
    float sum = 0;
    const struct index_signature *s = NULL;
    for (size_t n = 0; n < SIGNATURES_MAX && (s = index_next_signature(e, s)) != NULL; n++)
        for (uint32_t i = 0; i < s->term_count; i++) {
            uint32_t slot = 0;
            const struct term_use *u;
            while ((u = resolved_use(r, s->terms[i].term & ~INDEX_GAP, &slot)) != NULL) {
                const struct word *w = &r->words[u->word];
                if (!counted[u->word] && word_weight(w) >= WORD_IDF_COMMON)
                    sum += word_weight(w) * u->similarity;
                counted[u->word] = true;
            }
        }
    return sum;
}

static struct candidate *rank_all(struct candidate_scratch *s, struct index *x,
                                  const struct resolved *r, struct arena *arena, size_t *count)
{
    struct ranked top[CANDIDATES_MAX];
    size_t n = tally_best(s->tally, top);
    float total = total_weight(r);
    struct candidate *found = arena_zalloc(arena, n, sizeof *found);
    *count = 0;
    for (size_t i = 0; i < n; i++) {
        const struct sums *a = top[i].sums;
        const struct index_entry *e = index_entry(x, a->entry);
        if (!e)
            continue;
        struct candidate *c = &found[(*count)++];
        c->entry = a->entry;
        c->record = e;
        c->retrieval = top[i].rank;
        const struct code_hit *h = code_hit(s, a);
        float strong = a->strong;
        if (tally_was_cut(s->tally))
            strong = fmaxf(strong, strong_sum(r, e, arena));
        c->explained = explained(strong, a, h->words, e);
        c->explicable = total;
        c->features[FEATURE_FORMS] = forms_share(a, total);
        c->features[FEATURE_CODE] =
            h->strength + (h->confirmed < CODE_CONFIRMED_MAX ? h->confirmed : CODE_CONFIRMED_MAX);
        c->code = a->code ? &r->query->codes[h->best] : NULL;
        c->code_exact = h->exact;
    }
    return found;
}

struct candidate *candidates_find(struct candidate_scratch *s, struct index *x,
                                  const struct resolved *r, struct arena *arena, bool *known,
                                  size_t *count, struct steps *steps)
{
    tally_clear(s->tally);
    s->hit_count = 0;
    by_code(s, x, r->query, known, steps);
    tally_words(s->tally, x, r, arena, false, steps);
    return rank_all(s, x, r, arena, count);
}

struct candidate *candidates_find_forms(struct candidate_scratch *s, struct index *x,
                                        const struct resolved *r, struct arena *arena,
                                        size_t *count, struct steps *steps)
{
    tally_words(s->tally, x, r, arena, true, steps);
    return rank_all(s, x, r, arena, count);
}
