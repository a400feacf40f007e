#include "match/candidates.h"

#include "base/mem.h"
#include "match/weights.h"

#include <math.h>
#include <stdlib.h>

/* One for each entry, and a page of memory is dear to a process that answers once: kept small. */
struct accumulator {
    float strong;   /* idf of words in its messages and title */
    float body;     /* idf of words that only its text has */
    float forms;    /* idf of words that it has in another form */
    uint32_t seen : 1;
    uint32_t code : 15;  /* its struct code_hit, + 1 */
    uint32_t cover : 16; /* shares of a message that the words make up, in COVER_FULL-ths */
};
enum { COVER_STEPS = 16, COVER_FULL = POSTING_SHARE_MAX * COVER_STEPS, HITS_MAX = (1 << 15) - 1 };

/* The codes that an entry shares with the query. */
struct code_hit {
    float strength;  /* of the best one */
    float confirmed; /* by further codes */
    float words;     /* all of them, in nats, as if they were words */
    uint16_t best;   /* code of the query */
    bool exact;
};

struct ranked {
    float rank;
    uint32_t entry;
};

enum { BATCH = 64 /* postings that are read at once */ };

struct candidate_scratch {
    struct accumulator *entries;
    uint32_t entry_count;
    uint32_t *touched; /* room for all of them */
    size_t touched_count;
    struct code_hit *hits;
    size_t hit_count, hit_cap;
    float *ranks; /* of those touched */
    float bonus[COVER_FULL + 1]; /* see cover_bonus() */
};

struct candidate_scratch *candidate_scratch_new(uint32_t entries)
{
    struct candidate_scratch *s = mem_zalloc(1, sizeof *s);
    s->entries = mem_zalloc(entries, sizeof *s->entries);
    s->touched = mem_alloc(entries * sizeof *s->touched);
    s->ranks = mem_alloc(entries * sizeof *s->ranks);
    s->entry_count = entries;
    for (size_t i = 0; i <= COVER_FULL; i++)
        s->bonus[i] = COVER_WHOLE * (float)i / COVER_FULL * sqrtf((float)i / COVER_FULL);
    return s;
}

void candidate_scratch_free(struct candidate_scratch *s)
{
    if (!s)
        return;
    mem_free(s->entries);
    mem_free(s->touched);
    mem_free(s->hits);
    mem_free(s->ranks);
    mem_free(s);
}

static void clear(struct candidate_scratch *s)
{
    for (size_t i = 0; i < s->touched_count; i++)
        s->entries[s->touched[i]] = (struct accumulator){0};
    s->touched_count = s->hit_count = 0;
}

/* The entry is one of the index: postings are checked. */
static inline struct accumulator *touch(struct candidate_scratch *s, uint32_t entry)
{
    struct accumulator *a = &s->entries[entry];
    if (!a->seen) {
        a->seen = 1;
        s->touched[s->touched_count++] = entry;
    }
    return a;
}

/* ---- by code --------------------------------------------------------------------------------- */

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
            if (c[k].entry >= s->entry_count)
                continue;
            struct accumulator *a = touch(s, c[k].entry);
            if (!a->code && s->hit_count == HITS_MAX)
                return;
            if (!a->code) {
                s->hits = mem_grow(s->hits, s->hit_count, &s->hit_cap, sizeof *s->hits);
                s->hits[s->hit_count++] = (struct code_hit){0};
                a->code = (uint32_t)s->hit_count & HITS_MAX;
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

/* ---- by words -------------------------------------------------------------------------------- */

/* The entries that have one of the terms that a word can stand for. */
struct list {
    const struct index_term *term;
    float weight; /* of the word, as far as the term is like it */
    bool form;
};

static int by_falling_weight(const void *a, const void *b)
{
    const struct word *x = *(const struct word *const *)a, *y = *(const struct word *const *)b;
    if (word_weight(x) != word_weight(y))
        return word_weight(x) > word_weight(y) ? -1 : 1;
    return (x > y) - (x < y);
}

static int by_falling_list_weight(const void *a, const void *b)
{
    const struct list *x = a, *y = b;
    if (x->weight != y->weight)
        return x->weight > y->weight ? -1 : 1;
    return (x->term > y->term) - (x->term < y->term);
}

/* The words that are looked up, those that say most first. */
static size_t telling_words(const struct resolved *r, const struct word **order)
{
    size_t n = 0, told = 0;
    for (size_t i = 0; i < r->word_count; i++)
        if (r->words[i].alternative_count)
            order[n++] = &r->words[i];
    qsort(order, n, sizeof *order, by_falling_weight);
    n = min_size(n, POSTINGS_WORDS_MAX);
    /* Beside telling words the common ones only cost time: their postings are long. */
    bool some_tell = n > 0 && word_weight(order[0]) >= WORD_IDF_TELLING;
    while (told < n && !(some_tell && word_weight(order[told]) < WORD_IDF_COMMON))
        told++;
    return told;
}

static size_t lists_of(struct index *x, const struct resolved *r, struct arena *arena, bool late,
                       struct list **out)
{
    const struct word **order = arena_alloc(arena, (r->word_count + 1) * sizeof *order);
    size_t words = telling_words(r, order), n = 0;
    struct list *lists =
        arena_alloc(arena, (words * RESOLVE_ALTERNATIVES_MAX + 1) * sizeof *lists);
    for (size_t i = 0; i < words; i++)
        for (size_t k = 0; k < order[i]->alternative_count; k++) {
            const struct alternative *a = &order[i]->alternatives[k];
            const struct index_term *t = late && !a->late ? NULL : index_term(x, a->term);
            if (t)
                lists[n++] = (struct list){t, word_weight(order[i]) * a->similarity, a->form};
        }
    qsort(lists, n, sizeof *lists, by_falling_list_weight);
    *out = lists;
    return n;
}

static void add_strong(struct candidate_scratch *s, struct index *x, const struct list *l,
                       uint32_t *budget)
{
    struct posting_list list = index_strong(x, l->term);
    struct posting p[BATCH];
    float strong = l->form ? 0 : l->weight, forms = l->form ? l->weight : 0;
    uint32_t step = l->form ? COVER_STEPS / 2 : COVER_STEPS;
    for (size_t n; (n = postings_read(&list, p, min_size(BATCH, *budget))) > 0;) {
        *budget -= (uint32_t)n;
        for (size_t i = 0; i < n; i++) {
            struct accumulator *a = touch(s, p[i].entry);
            a->cover = (a->cover + p[i].share * step) & UINT16_MAX;
            a->strong += strong;
            a->forms += forms;
        }
    }
}

static inline void add_body(struct accumulator *a, const struct list *l)
{
    if (l->form)
        a->forms += l->weight * WEIGHT_FIELD_BODY;
    else
        a->body += l->weight;
}

/* A message that is all there counts, however little its words say each. */
static inline float cover_bonus(const struct candidate_scratch *s, const struct accumulator *a)
{
    return s->bonus[a->cover < COVER_FULL ? a->cover : COVER_FULL];
}

static inline float rank_of(const struct candidate_scratch *s, const struct accumulator *a)
{
    /* A number that need not be a code must not crowd out what the words say. */
    float words =
        a->strong + a->body * RANK_BODY + WEIGHT_FORM * a->forms + cover_bonus(s, a);
    if (a->code == 0)
        return words;
    float strength = code_hit(s, a)->strength;
    return words +
           strength * (strength >= CODE_TIER ? WEIGHT_FIELD_CODE : WEIGHT_FIELD_WEAK_CODE);
}

/* What an entry's rank must be: that which CANDIDATES_MAX of those touched reach, or a little less, and
 * not far behind the first. Sets the ranks. */
static float rank_needed(struct candidate_scratch *s)
{
    enum { STEPS = 256 };
    uint32_t counts[STEPS] = {0};
    float most = 0;
    for (size_t i = 0; i < s->touched_count; i++) {
        float rank = s->ranks[i] = rank_of(s, &s->entries[s->touched[i]]);
        most = rank > most ? rank : most;
    }
    float least = most * CANDIDATE_RANK_MIN;
    if (most <= 0)
        return 0;
    float scale = (STEPS - 1) / most;
    size_t above = 0;
    for (size_t i = 0; i < s->touched_count; i++)
        if (s->ranks[i] >= least) {
            counts[(size_t)(s->ranks[i] * scale)]++;
            above++;
        }
    if (above <= CANDIDATES_MAX)
        return least;
    size_t step = STEPS;
    for (above = 0; above < CANDIDATES_MAX;)
        above += counts[--step];
    return fmaxf(least, (float)step / scale);
}

static int by_entry(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* In rising order of entries, those touched that can still be among the best; at most
 * SURVIVORS_MAX. */
static size_t survivors(struct candidate_scratch *s, float least, uint32_t *out)
{
    size_t n = 0;
    for (size_t i = 0; i < s->touched_count; i++)
        if (s->ranks[i] >= least && n < SURVIVORS_MAX)
            out[n++] = s->touched[i];
    qsort(out, n, sizeof *out, by_entry);
    return n;
}

/* What a list adds to a rank at most. */
static float gain(const struct list *l)
{
    return l->weight * RANK_BODY * (l->form ? WEIGHT_FORM : 1.0f);
}

/* Lists that bring in nobody: only those that can still be among the best are looked up in them. */
static void look_up(struct candidate_scratch *s, struct index *x, const struct list *lists,
                    size_t n, float rest)
{
    uint32_t kept[SURVIVORS_MAX];
    float needed = rank_needed(s);
    size_t count = survivors(s, needed - rest, kept), read = 0;
    for (size_t i = 0; i < n; i++) {
        struct posting_list list = index_body(x, lists[i].term);
        struct posting p;
        for (size_t k = 0; k < count && posting_seek(&list, kept[k], &p, &read); k++) {
            if (p.entry == kept[k])
                add_body(&s->entries[p.entry], &lists[i]);
        }
    }
}

static size_t add_bodies(struct candidate_scratch *s, struct index *x, const struct list *l,
                         uint32_t *budget)
{
    struct posting_list list = index_body(x, l->term);
    struct posting p[BATCH];
    uint32_t before = *budget;
    for (size_t n; (n = postings_read(&list, p, min_size(BATCH, *budget))) > 0;) {
        *budget -= (uint32_t)n;
        for (size_t i = 0; i < n; i++)
            add_body(touch(s, p[i].entry), l);
    }
    return before - *budget;
}

/*
 * Postings of texts are the longest, and say least. Where they are many they are read as long as they
 * can bring in an entry, and then only looked up for the entries that can still be among the best
 * (MaxScore: Turtle, Flood 1995).
 */
static void by_bodies(struct candidate_scratch *s, struct index *x, const struct list *lists,
                      size_t n, uint32_t *budget)
{
    float rest = 0, needed = 0;
    size_t at = 0, read = SIZE_MAX, bytes = 0;
    for (size_t i = 0; i < n; i++) {
        rest += gain(&lists[i]);
        bytes += lists[i].term->body_size;
    }
    for (; at < n && *budget > 0; at++) {
        if (bytes > POSTINGS_FEW && read >= s->touched_count) { /* enough to change the ranks */
            needed = rank_needed(s);
            read = 0;
        }
        if (rest < needed)
            break;
        read += add_bodies(s, x, &lists[at], budget);
        rest -= gain(&lists[at]);
        bytes -= lists[at].term->body_size;
    }
    if (at < n)
        look_up(s, x, lists + at, n - at, rest);
}

static void by_words(struct candidate_scratch *s, struct index *x, const struct resolved *r,
                     struct arena *arena, bool late)
{
    struct list *lists;
    size_t n = lists_of(x, r, arena, late, &lists);
    uint32_t strong = POSTINGS_STRONG_MAX, body = POSTINGS_MAX;
    for (size_t i = 0; i < n && strong > 0; i++)
        add_strong(s, x, &lists[i], &strong);
    by_bodies(s, x, lists, n, &body);
}

/* ---- the best of them -------------------------------------------------------------------------- */

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
    float least = 0, needed = rank_needed(s);
    for (size_t i = 0; i < s->touched_count; i++) {
        struct ranked c = {s->ranks[i], s->touched[i]};
        if (c.rank < needed || (n == CANDIDATES_MAX && c.rank <= least))
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

static struct candidate *rank_all(struct candidate_scratch *s, struct index *x,
                                  const struct resolved *r, struct arena *arena, size_t *count)
{
    struct ranked top[CANDIDATES_MAX];
    size_t n = best(s, top);
    float total = total_weight(r);
    struct candidate *found = arena_zalloc(arena, n, sizeof *found);
    *count = 0;
    for (size_t i = 0; i < n; i++) {
        const struct accumulator *a = &s->entries[top[i].entry];
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
    return found;
}

struct candidate *candidates_find(struct candidate_scratch *s, struct index *x,
                                  const struct resolved *r, struct arena *arena, bool *known,
                                  size_t *count)
{
    clear(s);
    by_code(s, x, r->query, known);
    by_words(s, x, r, arena, false);
    return rank_all(s, x, r, arena, count);
}

struct candidate *candidates_find_forms(struct candidate_scratch *s, struct index *x,
                                        const struct resolved *r, struct arena *arena,
                                        size_t *count)
{
    by_words(s, x, r, arena, true);
    return rank_all(s, x, r, arena, count);
}
