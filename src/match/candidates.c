#include "match/candidates.h"

#include "base/mem.h"
#include "match/weights.h"

#include <math.h>
#include <stdlib.h>

/* One for each entry, and a page of memory is dear to a process that answers once: kept small. */
struct accumulator {
    float strong;  /* idf of words in its messages and title */
    float body;    /* idf of words that only its text has */
    float forms;   /* idf of words that it has in another form */
    uint32_t code; /* its struct code_hit, + 1 */
};

/* The codes that an entry shares with the query. */
struct code_hit {
    float strength;  /* of the best one */
    float confirmed; /* by further codes */
    float words;     /* all of them, in nats, as if they were words */
    uint16_t best;   /* code of the query */
    bool exact;
};

struct candidate_scratch {
    struct accumulator *entries;
    uint32_t entry_count;
    uint32_t *touched;
    size_t touched_count, touched_cap;
    struct code_hit *hits;
    size_t hit_count, hit_cap;
};

struct candidate_scratch *candidate_scratch_new(uint32_t entries)
{
    struct candidate_scratch *s = mem_zalloc(1, sizeof *s);
    s->entries = mem_zalloc(entries, sizeof *s->entries);
    s->entry_count = entries;
    return s;
}

void candidate_scratch_free(struct candidate_scratch *s)
{
    if (!s)
        return;
    mem_free(s->entries);
    mem_free(s->touched);
    mem_free(s->hits);
    mem_free(s);
}

static struct accumulator *touch(struct candidate_scratch *s, uint32_t entry)
{
    if (entry >= s->entry_count)
        return NULL;
    struct accumulator *a = &s->entries[entry];
    if (a->strong == 0 && a->body == 0 && a->forms == 0 && a->code == 0) {
        s->touched = mem_grow(s->touched, s->touched_count, &s->touched_cap, sizeof *s->touched);
        s->touched[s->touched_count++] = entry;
    }
    return a;
}

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

static void by_code(struct candidate_scratch *s, struct index *x, const struct query *q,
                    bool *known)
{
    for (size_t i = 0; i < q->code_count; i++) {
        size_t n;
        const struct index_code *c = index_codes(x, code_key(&q->codes[i]), &n);
        size_t owners = 0; /* those that only mention it take nothing from the entry whose code it is */
        for (size_t k = 0; k < n; k++)
            owners += (c[k].flags & INDEX_CODE_MENTIONED) == 0;
        for (size_t k = 0; k < n; k++) {
            float rarity = code_rarity(c[k].flags & INDEX_CODE_MENTIONED ? n : owners);
            struct accumulator *a = touch(s, c[k].entry);
            if (!a)
                continue;
            if (!a->code) {
                s->hits = mem_grow(s->hits, s->hit_count, &s->hit_cap, sizeof *s->hits);
                s->hits[s->hit_count++] = (struct code_hit){0};
                a->code = (uint32_t)s->hit_count;
            }
            known[i] = known[i] || (c[k].flags & INDEX_CODE_MENTIONED) == 0;
            note_code(&s->hits[a->code - 1], q, i, rarity * code_strength(&q->codes[i], c[k].flags),
                      c[k].flags == 0);
        }
    }
}

static const struct code_hit *code_hit(const struct candidate_scratch *s,
                                       const struct accumulator *a)
{
    static const struct code_hit none = {0};
    return a->code ? &s->hits[a->code - 1] : &none;
}

static int by_falling_weight(const void *a, const void *b)
{
    const struct word *x = *(const struct word *const *)a, *y = *(const struct word *const *)b;
    if (word_weight(x) != word_weight(y))
        return word_weight(x) > word_weight(y) ? -1 : 1;
    return (x > y) - (x < y);
}

/* All terms that the word can stand for, each by its similarity. */
static void by_word(struct candidate_scratch *s, struct index *x, const struct word *w,
                    uint32_t *budget)
{
    for (size_t i = 0; i < w->alternative_count; i++) {
        struct posting_list list = index_postings(x, w->alternatives[i].term);
        struct posting p;
        while (*budget > 0 && posting_next(&list, &p)) {
            (*budget)--;
            struct accumulator *a = touch(s, p.entry);
            if (!a)
                continue;
            float weight = word_weight(w) * w->alternatives[i].similarity;
            bool strong = p.fields & (FIELD_MESSAGE | FIELD_TITLE);
            if (w->alternatives[i].form)
                a->forms += strong ? weight : weight * WEIGHT_FIELD_BODY;
            else if (strong)
                a->strong += weight;
            else
                a->body += weight;
        }
    }
}

static void by_words(struct candidate_scratch *s, struct index *x, const struct resolved *r,
                     struct arena *arena)
{
    const struct word **order = arena_alloc(arena, (r->word_count + 1) * sizeof *order);
    size_t n = 0;
    for (size_t i = 0; i < r->word_count; i++)
        if (r->words[i].alternative_count)
            order[n++] = &r->words[i];
    qsort(order, n, sizeof *order, by_falling_weight);
    uint32_t budget = POSTINGS_MAX;
    /* Beside telling words the common ones only cost time: their postings are long. */
    bool some_tell = n > 0 && word_weight(order[0]) >= WORD_IDF_TELLING;
    for (size_t i = 0; i < n && i < POSTINGS_WORDS_MAX && budget > 0; i++)
        if (!some_tell || word_weight(order[i]) >= WORD_IDF_COMMON)
            by_word(s, x, order[i], &budget);
}

static float rank_of(const struct candidate_scratch *s, const struct accumulator *a)
{
    /* A number that need not be a code must not crowd out what the words say. */
    float strength = code_hit(s, a)->strength;
    float code = strength * (strength >= CODE_TIER ? WEIGHT_FIELD_CODE : WEIGHT_FIELD_WEAK_CODE);
    return a->strong + a->body * WEIGHT_FIELD_BODY + WEIGHT_FORM * a->forms + code;
}

/* Weight of the query's words that the entry has; words of a long text prove less. */
static float explained(const struct accumulator *a, float code_words, const struct index_entry *e)
{
    float length = 1.0f + (float)e->words / EXPLAINED_BODY_WORDS;
    return a->strong + code_words + a->body * EXPLAINED_BODY / sqrtf(length);
}

/* Share of the query's words that the entry has in another form only. */
static float forms_share(const struct accumulator *a, float total)
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

struct ranked {
    float rank;
    uint32_t entry;
};

static int by_falling_rank(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    if (x->rank != y->rank)
        return x->rank > y->rank ? -1 : 1;
    return x->entry < y->entry ? -1 : 1;
}

/* The best CANDIDATES_MAX of the touched entries, by a bounded insertion into a sorted row. */
static size_t best(struct candidate_scratch *s, struct ranked top[CANDIDATES_MAX])
{
    size_t n = 0;
    float least = 0;
    for (size_t i = 0; i < s->touched_count; i++) {
        struct ranked c = {rank_of(s, &s->entries[s->touched[i]]), s->touched[i]};
        if (n == CANDIDATES_MAX && c.rank <= least)
            continue;
        if (n == CANDIDATES_MAX)
            n--;
        size_t at = n++;
        while (at > 0 && by_falling_rank(&c, &top[at - 1]) < 0) {
            top[at] = top[at - 1];
            at--;
        }
        top[at] = c;
        least = top[n - 1].rank;
    }
    return n;
}

struct candidate *candidates_find(struct candidate_scratch *s, struct index *x,
                                  const struct resolved *r, struct arena *arena, bool *known,
                                  size_t *count)
{
    s->touched_count = 0;
    s->hit_count = 0;
    by_code(s, x, r->query, known);
    by_words(s, x, r, arena);
    struct ranked top[CANDIDATES_MAX];
    size_t n = best(s, top);
    float total = total_weight(r);
    struct candidate *found = arena_zalloc(arena, n, sizeof *found);
    *count = 0;
    for (size_t i = 0; i < n; i++) {
        const struct accumulator *a = &s->entries[top[i].entry];
        /* In falling order: the rest is further behind. */
        if (top[i].rank < top[0].rank * CANDIDATE_RANK_MIN)
            break;
        const struct index_entry *e = index_entry(x, top[i].entry);
        if (!e)
            continue;
        struct candidate *c = &found[(*count)++];
        c->entry = top[i].entry;
        c->record = e;
        c->retrieval = top[i].rank;
        const struct code_hit *h = code_hit(s, a);
        c->explained = explained(a, h->words, e);
        c->explicable = total;
        c->features[FEATURE_FORMS] = forms_share(a, total);
        c->features[FEATURE_CODE] =
            h->strength + (h->confirmed < CODE_CONFIRMED_MAX ? h->confirmed : CODE_CONFIRMED_MAX);
        c->code = a->code ? &r->query->codes[h->best] : NULL;
        c->code_exact = h->exact;
    }
    for (size_t i = 0; i < s->touched_count; i++)
        s->entries[s->touched[i]] = (struct accumulator){0};
    return found;
}
