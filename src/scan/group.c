#include "scan/group.h"

#include "base/buf.h"
#include "base/hash.h"
#include "base/mem.h"
#include "scan/tally.h"

#include <stdlib.h>

enum {
    HEADS = 8192, /* of chains of groups that begin alike */
    MEMO = 65536, /* masked records whose group is known */
    EVICTED = GROUPS_MAX / 8,
    ALIKE_PERCENT = 70, /* of the words that do not vary by their form must be equal */
    PATTERN_BYTES = 1000,
};

/* A word of a template. */
struct template_word {
    uint64_t hash;
    uint32_t start, end; /* bytes of the founding record's text */
    enum mask_kind kind;
    bool gap; /* records differ here */
};

enum slot_state { SLOT_FREE, SLOT_LIVE, SLOT_UNITED };

struct slot {
    enum slot_state state;
    uint64_t id;    /* slot number + GROUPS_MAX * generation */
    uint64_t into;  /* of a united one: where its records are */
    uint64_t seen;  /* when it last got one */
    uint64_t begin; /* hash of what a chain has in common */
    uint32_t next;  /* in its chain */
    struct template_word *words;
    size_t word_count;
    struct str text;
    struct tally tally;
};

struct memo {
    uint64_t hash, id; /* of the group, + 1; 0: none */
};

/* Errors of all kinds begin with these. */
static const struct str labels[] = {
    STR_INIT("CRITICAL"), STR_INIT("ERROR"),  STR_INIT("Error"), STR_INIT("FATAL"),
    STR_INIT("Failed"),   STR_INIT("SEVERE"), STR_INIT("WARN"),  STR_INIT("WARNING"),
    STR_INIT("error"),    STR_INIT("failed"), STR_INIT("fatal"),
};

/* Made of zeroes, so that what is not used costs no memory and no time. */
struct groups {
    struct slot slots[GROUPS_MAX];
    uint32_t heads[HEADS]; /* slot number + 1; 0: none */
    struct memo memo[MEMO];
    uint64_t labels[ARRAY_LEN(labels)]; /* their hashes */
    struct arena *arena;                /* for keys that are made here */
    uint64_t generation, now, dropped;
    size_t used; /* slots that are not free */
    size_t high; /* slots from here on have never been used */
};

/* ---- keys ------------------------------------------------------------------------------------ */

struct group_key group_key_make(const struct record *r, struct arena *a)
{
    struct mask_word words[MASK_WORDS_MAX];
    struct group_key key = {.word_count = mask_words(r->text, words)};
    struct mask_word *kept = arena_alloc(a, key.word_count * sizeof *kept);
    uint64_t hash = UINT64_C(0xC2B2AE3D27D4EB4F) + key.word_count;
    for (size_t i = 0; i < key.word_count; i++) {
        kept[i] = words[i];
        hash = (hash ^ words[i].hash) * UINT64_C(0x9E3779B97F4A7C15);
        hash ^= hash >> 29;
    }
    key.words = kept;
    key.hash = hash;
    return key;
}

static bool is_label(const struct groups *g, uint64_t hash)
{
    for (size_t i = 0; i < ARRAY_LEN(labels); i++)
        if (g->labels[i] == hash)
            return true;
    return false;
}

/* What two records must have in common to be compared at all: their length and their first word
 * that does not vary by its form and says more than that it is an error. */
static uint64_t begin_of(const struct groups *g, const struct group_key *key)
{
    size_t i = 0;
    while (i < key->word_count &&
           (key->words[i].kind == MASK_VARIABLE || is_label(g, key->words[i].hash)))
        i++;
    uint64_t parts[3] = {key->word_count, i, i < key->word_count ? key->words[i].hash : 0};
    return hash64(str_n((const char *)parts, sizeof parts));
}

/* ---- life ------------------------------------------------------------------------------------ */

struct groups *groups_new(void)
{
    struct groups *g = mem_zalloc(1, sizeof *g);
    g->arena = arena_new();
    for (size_t i = 0; i < ARRAY_LEN(labels); i++)
        g->labels[i] = hash64(labels[i]);
    return g;
}

static void release(struct groups *g, struct slot *s)
{
    mem_free(s->words);
    mem_free((char *)s->text.p);
    tally_release(&s->tally);
    *s = (struct slot){.state = SLOT_FREE};
    g->used--;
}

void groups_free(struct groups *g)
{
    if (!g)
        return;
    for (size_t i = 0; i < g->high; i++)
        if (g->slots[i].state != SLOT_FREE)
            release(g, &g->slots[i]);
    arena_free(g->arena);
    mem_free(g);
}

/* The live slot that holds what this group was given; NULL when it has made room. */
static struct slot *slot_of(const struct groups *g, uint64_t id)
{
    for (;;) {
        const struct slot *s = &g->slots[id % GROUPS_MAX];
        if (s->state == SLOT_FREE || s->id != id)
            return NULL;
        if (s->state == SLOT_LIVE)
            return (struct slot *)s;
        id = s->into;
    }
}

static uint32_t *head_of(struct groups *g, uint64_t begin)
{
    return &g->heads[begin % HEADS];
}

static void unlink_slot(struct groups *g, const struct slot *s)
{
    uint32_t *link = head_of(g, s->begin);
    while (&g->slots[*link - 1] != s)
        link = &g->slots[*link - 1].next;
    *link = s->next;
}

/* ---- making room ----------------------------------------------------------------------------- */

struct rarity {
    unsigned bits; /* of its count: 1, 2-3, 4-7, ... are equally rare */
    uint64_t seen;
    uint32_t slot;
};

static int by_rarity(const void *a, const void *b)
{
    const struct rarity *x = a, *y = b;
    if (x->bits != y->bits)
        return x->bits < y->bits ? -1 : 1;
    return (x->seen > y->seen) - (x->seen < y->seen);
}

static unsigned bits_of(uint64_t n)
{
    unsigned bits = 0;
    while (n) {
        bits++;
        n >>= 1;
    }
    return bits;
}

/* Drop the united groups' empty shells, or else the rarest groups, of these those not seen for
 * longest. */
static void make_room(struct groups *g)
{
    size_t before = g->used;
    for (size_t i = 0; i < GROUPS_MAX; i++)
        if (g->slots[i].state == SLOT_UNITED)
            release(g, &g->slots[i]);
    if (before - g->used >= EVICTED)
        return;
    struct rarity *order = mem_alloc(GROUPS_MAX * sizeof *order);
    size_t n = 0;
    for (uint32_t i = 0; i < GROUPS_MAX; i++)
        if (g->slots[i].state == SLOT_LIVE)
            order[n++] = (struct rarity){bits_of(g->slots[i].tally.count), g->slots[i].seen, i};
    qsort(order, n, sizeof *order, by_rarity);
    for (size_t i = 0; i < n && before - g->used < EVICTED; i++) {
        unlink_slot(g, &g->slots[order[i].slot]);
        release(g, &g->slots[order[i].slot]);
        g->dropped++;
    }
    mem_free(order);
}

static struct slot *free_slot(struct groups *g)
{
    if (g->used == GROUPS_MAX)
        make_room(g);
    size_t i = 0;
    if (g->used == g->high)
        i = g->high++;
    while (g->slots[i].state != SLOT_FREE)
        i++;
    g->used++;
    g->slots[i].id = i + GROUPS_MAX * g->generation++;
    return &g->slots[i];
}

/* ---- likeness -------------------------------------------------------------------------------- */

struct likeness {
    size_t equal, all; /* of the words that do not vary by their form */
    size_t differing;
    size_t where; /* the last one that differs */
    bool clash;   /* a strict word differs */
};

static struct likeness compare(const struct slot *s, const struct mask_word *words)
{
    struct likeness l = {0};
    for (size_t i = 0; i < s->word_count; i++) {
        const struct template_word *t = &s->words[i];
        bool varies = words[i].kind == MASK_VARIABLE;
        if (t->kind == MASK_VARIABLE && varies)
            continue;
        l.all++;
        if (t->gap)
            continue;
        if (t->hash == words[i].hash) {
            l.equal++;
            continue;
        }
        l.differing++;
        l.where = i;
        l.clash = l.clash || (t->kind != MASK_VARIABLE && !varies &&
                              (t->kind == MASK_STRICT || words[i].kind == MASK_STRICT));
    }
    return l;
}

static bool alike(const struct likeness *l)
{
    return !l->clash && l->equal * 100 >= l->all * ALIKE_PERCENT;
}

static bool begins_alike(const struct slot *s, const struct group_key *key, uint64_t begin)
{
    return s->begin == begin && s->word_count == key->word_count;
}

/* The group that the record belongs to; NULL: it founds one. */
static struct slot *closest(struct groups *g, const struct group_key *key, uint64_t begin)
{
    struct slot *best = NULL, *nearest = NULL;
    size_t best_equal = 0, nearest_equal = 0, in_chain = 0;
    for (uint32_t at = *head_of(g, begin); at; at = g->slots[at - 1].next) {
        struct slot *s = &g->slots[at - 1];
        if (!begins_alike(s, key, begin))
            continue;
        in_chain++;
        struct likeness l = compare(s, key->words);
        if (alike(&l) && (!best || l.equal > best_equal)) {
            best = s;
            best_equal = l.equal;
        }
        if (!nearest || l.equal > nearest_equal) {
            nearest = s;
            nearest_equal = l.equal;
        }
    }
    return best || in_chain < GROUPS_BUCKET_MAX ? best : nearest;
}

static void take_in(struct slot *s, const struct mask_word *words)
{
    for (size_t i = 0; i < s->word_count; i++)
        if (s->words[i].hash != words[i].hash)
            s->words[i].gap = true;
}

/* ---- founding and uniting ----------------------------------------------------------------------
 */

/* Groups that differ from the new record in the same one word: when there are many, that word
 * varies after all. They become one, the oldest; NULL: they are few. */
static struct slot *unite(struct groups *g, const struct group_key *key, uint64_t begin)
{
    struct {
        struct slot *slot;
        size_t where;
    } near[GROUPS_BUCKET_MAX];
    size_t n = 0;
    for (uint32_t at = *head_of(g, begin); at; at = g->slots[at - 1].next) {
        struct slot *s = &g->slots[at - 1];
        if (!begins_alike(s, key, begin))
            continue;
        struct likeness l = compare(s, key->words);
        if (l.differing == 1 && l.equal && n < GROUPS_BUCKET_MAX) {
            near[n].slot = s;
            near[n++].where = l.where;
        }
    }
    for (size_t i = 0; i < n; i++) {
        size_t same = 0;
        struct slot *oldest = near[i].slot;
        for (size_t j = 0; j < n; j++)
            if (near[j].where == near[i].where) {
                same++;
                oldest = near[j].slot->id < oldest->id ? near[j].slot : oldest;
            }
        if (same < GROUPS_SIBLINGS_MAX)
            continue;
        oldest->words[near[i].where].gap = true;
        for (size_t j = 0; j < n; j++) {
            struct slot *s = near[j].slot;
            if (near[j].where != near[i].where || s == oldest)
                continue;
            for (size_t w = 0; w < s->word_count; w++)
                oldest->words[w].gap = oldest->words[w].gap || s->words[w].gap;
            tally_merge(&oldest->tally, &s->tally);
            unlink_slot(g, s);
            s->state = SLOT_UNITED;
            s->into = oldest->id;
        }
        return oldest;
    }
    return NULL;
}

static struct slot *found(struct groups *g, const struct record *r, const struct group_key *key,
                          uint64_t begin)
{
    struct slot *s = free_slot(g);
    size_t n = key->word_count;
    s->state = SLOT_LIVE;
    s->begin = begin;
    s->word_count = n;
    s->words = mem_alloc(n * sizeof *s->words);
    for (size_t i = 0; i < n; i++)
        s->words[i] = (struct template_word){
            .hash = key->words[i].hash,
            .start = key->words[i].start,
            .end = key->words[i].end,
            .kind = key->words[i].kind,
        };
    struct str text = str_slice(r->text, 0, min_size(MASK_BYTES_MAX, PATTERN_BYTES));
    char *copy = mem_alloc(text.n);
    if (text.n)
        memcpy(copy, text.p, text.n);
    s->text = str_n(copy, text.n);
    s->next = *head_of(g, begin);
    *head_of(g, begin) = (uint32_t)(s - g->slots) + 1;
    return s;
}

uint64_t groups_add(struct groups *g, const struct record *r, const struct group_key *key,
                    struct str input)
{
    struct group_key made;
    if (!key) {
        arena_reset(g->arena);
        made = group_key_make(r, g->arena);
        key = &made;
    }
    struct memo *memo = &g->memo[key->hash % MEMO];
    struct slot *s = memo->id && memo->hash == key->hash ? slot_of(g, memo->id - 1) : NULL;
    if (!s) {
        uint64_t begin = begin_of(g, key);
        s = closest(g, key, begin);
        if (!s)
            s = unite(g, key, begin);
        if (s)
            take_in(s, key->words);
        else
            s = found(g, r, key, begin);
        *memo = (struct memo){key->hash, s->id + 1};
    }
    s->seen = ++g->now;
    tally_add(&s->tally, r, input);
    return s->id;
}

void groups_add_alike(struct groups *g, uint64_t id, const struct record *r, uint64_t count,
                      int64_t last)
{
    struct slot *s = slot_of(g, id);
    if (s)
        tally_add_alike(&s->tally, r, count, last);
}

/* ---- showing -----------------------------------------------------------------------------------
 */

uint64_t groups_current(const struct groups *g, uint64_t id)
{
    const struct slot *s = slot_of(g, id);
    return s ? s->id : id;
}

/* Behind a run of variable words [start, end): the brackets that close what was opened in it. */
static size_t behind_brackets(struct str text, size_t start, size_t end)
{
    static const char opening[] = "([{<", closing[] = ")]}>";
    char open[8];
    size_t depth = 0;
    for (size_t i = start; i < end; i++) {
        const char *is_opening = memchr(opening, text.p[i], sizeof opening - 1);
        if (is_opening && depth < sizeof open)
            open[depth++] = closing[is_opening - opening];
        else if (depth && text.p[i] == open[depth - 1])
            depth--;
    }
    while (depth && end < text.n && text.p[end] == open[depth - 1]) {
        depth--;
        end++;
    }
    return end;
}

static struct str pattern_of(const struct slot *s, struct arena *a)
{
    struct buf out = BUF_INIT(PATTERN_BYTES + 100);
    size_t at = 0;
    for (size_t i = 0; i < s->word_count && s->words[i].end <= s->text.n; i++) {
        const struct template_word *w = &s->words[i];
        buf_put(&out, str_slice(s->text, at, w->start));
        if (w->gap || w->kind == MASK_VARIABLE) {
            buf_puts(&out, "<*>");
            at = behind_brackets(s->text, w->start, w->end);
        } else {
            buf_put(&out, str_slice(s->text, w->start, w->end));
            at = w->end;
        }
    }
    size_t line = str_find_char(str_skip(s->text, at), '\n');
    buf_put(&out, str_slice(s->text, at, line == STR_NOT_FOUND ? s->text.n : at + line));
    struct str pattern = arena_dup(a, str_trim(buf_str(&out)));
    buf_release(&out);
    return pattern;
}

struct str groups_pattern(const struct groups *g, uint64_t id, struct arena *a)
{
    const struct slot *s = slot_of(g, id);
    return s ? pattern_of(s, a) : STR_NONE;
}

struct ranked {
    double weight;
    const struct slot *slot;
};

static int by_weight(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    if (x->weight > y->weight || x->weight < y->weight)
        return x->weight > y->weight ? -1 : 1;
    return (x->slot->id > y->slot->id) - (x->slot->id < y->slot->id);
}

struct group_summary *groups_list(const struct groups *g, size_t max, struct arena *a,
                                  size_t *count, uint64_t *dropped)
{
    struct ranked *order = mem_alloc(g->high * sizeof *order);
    size_t n = 0;
    for (size_t i = 0; i < g->high; i++) {
        const struct slot *s = &g->slots[i];
        if (s->state == SLOT_LIVE)
            order[n++] = (struct ranked){s->tally.weight, s};
    }
    qsort(order, n, sizeof *order, by_weight);
    n = min_size(n, max);
    struct group_summary *out = arena_zalloc(a, n, sizeof *out);
    for (size_t i = 0; i < n; i++) {
        const struct tally *t = &order[i].slot->tally;
        out[i] = (struct group_summary){
            .pattern = pattern_of(order[i].slot, a),
            .count = t->count,
            .level = t->level,
            .first = t->timed ? t->first : RECORD_NO_TIME,
            .last = t->timed ? t->last : RECORD_NO_TIME,
            .timeline = t->timeline,
            .weight = order[i].weight,
        };
        out[i].sample_count = tally_samples(t, a, out[i].samples);
    }
    mem_free(order);
    *count = n;
    *dropped = g->dropped;
    return out;
}
