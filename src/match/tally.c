#include "match/tally.h"

#include "base/mem.h"
#include "match/weights.h"

#include <math.h>
#include <stdlib.h>

enum {
    BATCH = 64, /* postings that are read at once */
    COVER_STEPS = 16,
    COVER_FULL = POSTING_SHARE_MAX * COVER_STEPS, /* sums.cover of a message that is all there */
};

/* Sums lie side by side, in the order in which their entries came in: they are gone through several
 * times, and what is spread over a large index is slow to get at. */
struct tally {
    uint32_t *places; /* of an entry's sums, + 1; 0: it is not in */
    uint32_t entry_count;
    struct sums *sums;
    float *ranks; /* of those, when rank_needed() was last asked */
    size_t count, cap;
    float *codes; /* what they are worth */
    size_t code_count, code_cap;
    float bonus[COVER_FULL + 1]; /* by sums.cover */
    bool cut;
};

struct tally *tally_new(uint32_t entries)
{
    struct tally *t = mem_zalloc(1, sizeof *t);
    t->places = mem_zalloc(entries, sizeof *t->places);
    t->entry_count = entries;
    /* A message that is all there counts, however little its words say each. */
    for (size_t i = 0; i <= COVER_FULL; i++)
        t->bonus[i] = COVER_WHOLE * (float)i / COVER_FULL * sqrtf((float)i / COVER_FULL);
    return t;
}

void tally_free(struct tally *t)
{
    if (!t)
        return;
    mem_free(t->places);
    mem_free(t->sums);
    mem_free(t->ranks);
    mem_free(t->codes);
    mem_free(t);
}

void tally_clear(struct tally *t)
{
    for (size_t i = 0; i < t->count; i++)
        t->places[t->sums[i].entry] = 0;
    t->count = t->code_count = 0;
    t->cut = false;
}

bool tally_was_cut(const struct tally *t)
{
    return t->cut;
}

static void make_room(struct tally *t)
{
    enum { ROOM_MIN = 1024 };
    t->cap = t->cap ? 2 * t->cap : ROOM_MIN;
    t->sums = mem_resize(t->sums, t->cap * sizeof *t->sums);
    t->ranks = mem_resize(t->ranks, t->cap * sizeof *t->ranks);
}

/* The entry is one of the index: postings are checked. Valid until the next one is let in. */
static inline struct sums *let_in(struct tally *t, uint32_t entry)
{
    if (t->places[entry])
        return &t->sums[t->places[entry] - 1];
    if (t->count == t->cap)
        make_room(t);
    struct sums *s = &t->sums[t->count++];
    *s = (struct sums){.entry = entry};
    t->places[entry] = (uint32_t)t->count;
    return s;
}

bool tally_code(struct tally *t, uint32_t entry, uint32_t *number, bool *is_new)
{
    if (entry >= t->entry_count || t->code_count == TALLY_CODES_MAX)
        return false;
    struct sums *s = let_in(t, entry);
    *is_new = s->code == 0;
    if (*is_new) {
        t->codes = mem_grow(t->codes, t->code_count, &t->code_cap, sizeof *t->codes);
        t->codes[t->code_count++] = 0;
        s->code = (uint16_t)t->code_count;
    }
    *number = s->code - 1u;
    return true;
}

void tally_set_code(struct tally *t, uint32_t number, float worth)
{
    t->codes[number] = worth;
}

/* ---- ranks ----------------------------------------------------------------------------------- */

static inline float rank_of(const struct tally *t, const struct sums *s)
{
    float words = s->strong + s->body * RANK_BODY + WEIGHT_FORM * s->forms +
                  t->bonus[s->cover < COVER_FULL ? s->cover : COVER_FULL];
    return s->code ? words + t->codes[s->code - 1] : words;
}

/* What an entry's rank must be: that which `wanted` of those that are in reach, or a little less, and
 * not far behind the first. By the ranks that set_ranks() set. */
static float rank_of_best(const struct tally *t, float most, size_t wanted)
{
    enum { STEPS = 256 };
    uint32_t counts[STEPS] = {0};
    float least = most * CANDIDATE_RANK_MIN, scale = (STEPS - 1) / most;
    size_t above = 0;
    for (size_t i = 0; i < t->count; i++)
        if (t->ranks[i] >= least) {
            counts[(size_t)(t->ranks[i] * scale)]++;
            above++;
        }
    if (above <= wanted)
        return least;
    size_t step = STEPS;
    for (above = 0; above < wanted;)
        above += counts[--step];
    return fmaxf(least, (float)step / scale);
}

/* The highest of them. */
static float set_ranks(struct tally *t)
{
    float most = 0;
    for (size_t i = 0; i < t->count; i++) {
        float rank = t->ranks[i] = rank_of(t, &t->sums[i]);
        most = rank > most ? rank : most;
    }
    return most;
}

static float rank_needed(struct tally *t)
{
    float most = set_ranks(t);
    return most > 0 ? rank_of_best(t, most, CANDIDATES_MAX) : 0;
}

static bool is_before(struct ranked a, struct ranked b)
{
    return a.rank != b.rank ? a.rank > b.rank : a.sums->entry < b.sums->entry;
}

/* By a bounded insertion into a sorted row. */
size_t tally_best(struct tally *t, struct ranked *top)
{
    size_t n = 0;
    float least = 0, needed = rank_needed(t);
    for (size_t i = 0; i < t->count; i++) {
        struct ranked c = {t->ranks[i], &t->sums[i]};
        if (c.rank < needed || (n == CANDIDATES_MAX && c.rank <= least))
            continue;
        if (n == CANDIDATES_MAX)
            n--;
        size_t at = n++;
        for (; at > 0 && is_before(c, top[at - 1]); at--)
            top[at] = top[at - 1];
        top[at] = c;
        least = top[n - 1].rank;
    }
    return n;
}

/* ---- lists ----------------------------------------------------------------------------------- */

/* The entries that have one of the terms that a word can stand for: in messages and titles, or in
 * their text only. */
struct list {
    const struct index_term *term;
    float weight; /* of the word, as far as the term is like it */
    float gain;   /* what it adds to a rank */
    bool form, body;
};

static int by_falling_weight(const void *a, const void *b)
{
    const struct word *x = *(const struct word *const *)a, *y = *(const struct word *const *)b;
    if (word_weight(x) != word_weight(y))
        return word_weight(x) > word_weight(y) ? -1 : 1;
    return (x > y) - (x < y);
}

static int by_falling_gain(const void *a, const void *b)
{
    const struct list *x = a, *y = b;
    if (x->gain != y->gain)
        return x->gain > y->gain ? -1 : 1;
    if (x->term != y->term)
        return x->term < y->term ? -1 : 1;
    return x->body - y->body;
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
        arena_alloc(arena, (2 * words * RESOLVE_ALTERNATIVES_MAX + 1) * sizeof *lists);
    for (size_t i = 0; i < words; i++)
        for (size_t k = 0; k < order[i]->alternative_count; k++) {
            const struct alternative *a = &order[i]->alternatives[k];
            const struct index_term *t = late && !a->late ? NULL : index_term(x, a->term);
            if (!t)
                continue;
            float weight = word_weight(order[i]) * a->similarity;
            float gain = weight * (a->form ? WEIGHT_FORM : 1.0f);
            if (t->strong_size)
                lists[n++] = (struct list){t, weight, gain, a->form, false};
            if (t->body_size)
                lists[n++] = (struct list){t, weight, gain * RANK_BODY, a->form, true};
        }
    qsort(lists, n, sizeof *lists, by_falling_gain);
    *out = lists;
    return n;
}

/* About how many postings it has. */
static size_t length_of(const struct list *l)
{
    return l->body ? l->term->body_size : l->term->strong_size / 2;
}

static struct posting_list open_list(struct index *x, const struct list *l)
{
    return l->body ? index_body(x, l->term) : index_strong(x, l->term);
}

/* What each posting of a list adds. */
struct worth {
    float strong, body, forms;
    uint32_t share;
};

static struct worth worth_of(const struct list *l)
{
    if (l->form)
        return (struct worth){.forms = l->body ? l->weight * WEIGHT_FIELD_BODY : l->weight,
                              .share = COVER_STEPS / 2};
    if (l->body)
        return (struct worth){.body = l->weight};
    return (struct worth){.strong = l->weight, .share = COVER_STEPS};
}

static inline void add(struct sums *s, const struct worth *w, uint32_t share)
{
    s->strong += w->strong;
    s->body += w->body;
    s->forms += w->forms;
    s->cover = (uint16_t)(s->cover + share * w->share);
}

/* Add the list's postings, at most `most`; bring_in: also for entries that are not in yet. How many
 * were read. */
static size_t read_list(struct tally *t, struct index *x, const struct list *l, size_t most,
                        bool bring_in)
{
    struct posting_list list = open_list(x, l);
    struct posting p[BATCH];
    const struct worth w = worth_of(l);
    size_t read = 0;
    for (size_t n; (n = postings_read(&list, p, min_size(BATCH, most - read))) > 0; read += n) {
        for (size_t i = 0; i < n; i++)
            __builtin_prefetch(&t->places[p[i].entry]);
        for (size_t i = 0; i < n; i++)
            if (bring_in)
                add(let_in(t, p[i].entry), &w, p[i].share);
            else if (t->places[p[i].entry])
                add(&t->sums[t->places[p[i].entry] - 1], &w, p[i].share);
    }
    t->cut = t->cut || (read == most && !l->body);
    return read;
}

/* ---- those that can still be among the best ---------------------------------------------------- */

static int by_entry(const void *a, const void *b)
{
    const struct sums *x = *(struct sums *const *)a, *y = *(struct sums *const *)b;
    return (x->entry > y->entry) - (x->entry < y->entry);
}

/* In rising order of entries, at most SURVIVORS_MAX. rest: what they may gain. */
static size_t survivors(struct tally *t, float rest, struct sums **out)
{
    size_t n = 0;
    float most = set_ranks(t);
    if (most <= 0)
        return 0;
    float least = fmaxf(rank_of_best(t, most, SURVIVORS_MAX),
                        rank_of_best(t, most, CANDIDATES_MAX) - rest);
    for (size_t i = 0; i < t->count && n < SURVIVORS_MAX; i++)
        if (t->ranks[i] >= least)
            out[n++] = &t->sums[i];
    qsort(out, n, sizeof *out, by_entry);
    return n;
}

/* Lists that bring in nobody any more. */
static size_t look_up(struct tally *t, struct index *x, const struct list *lists, size_t n,
                      uint32_t budget)
{
    struct sums *kept[SURVIVORS_MAX];
    float rest = 0;
    size_t read = 0;
    for (size_t i = 0; i < n; i++)
        if (lists[i].body)
            rest += lists[i].gain;
        else
            read += read_list(t, x, &lists[i], budget > read ? budget - read : 0, false);
    if (rest <= 0)
        return read;
    size_t count = survivors(t, rest, kept);
    for (size_t i = 0; i < n; i++) {
        struct posting_list list = open_list(x, &lists[i]);
        struct posting p;
        const struct worth w = worth_of(&lists[i]);
        for (size_t k = 0; lists[i].body && k < count; k++) {
            if (!posting_seek(&list, kept[k]->entry, &p, &read))
                break;
            if (p.entry == kept[k]->entry)
                add(kept[k], &w, 0);
        }
    }
    return read;
}

/* What the lists from `at` on can make of an entry that is not in yet, at most: it has a term in
 * either list of it. */
static float rest_of(const struct list *lists, size_t at, size_t n)
{
    float rest = at < n ? COVER_WHOLE : 0;
    for (size_t i = at; i < n; i++) {
        bool again = false;
        for (size_t k = at; k < i && lists[i].body && !again; k++)
            again = lists[k].term == lists[i].term && !lists[k].body;
        rest += again ? 0 : lists[i].gain;
    }
    return rest;
}

void tally_words(struct tally *t, struct index *x, const struct resolved *r, struct arena *a,
                 bool late, struct steps *steps)
{
    if (!steps_left(steps))
        return;
    struct list *lists;
    size_t n = lists_of(x, r, a, late, &lists), read = 0, ranked = 0, left = 0, at = 0;
    for (size_t i = 0; i < n; i++)
        left += length_of(&lists[i]);
    for (; at < n && read < POSTINGS_MAX; at++) {
        /* Worth a look only when there is much to save, and much has changed since the last one. */
        if (left > POSTINGS_FEW && read >= 2 * ranked) {
            if (rest_of(lists, at, n) < rank_needed(t))
                break;
            ranked = max_size(t->count, 1);
        }
        read += read_list(t, x, &lists[at], POSTINGS_MAX - read, true);
        left -= length_of(&lists[at]);
    }
    if (at < n)
        read += look_up(t, x, lists + at, n - at, POSTINGS_MAX);
    steps_spend(steps, read);
}
