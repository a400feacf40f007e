#include "match/align.h"

#include "match/score.h"
#include "match/typo.h"
#include "match/weights.h"

/* A place where a word of the message and a word of the query agree. */
struct hit {
    uint32_t message;  /* word of the message */
    uint32_t position; /* word of the query */
    uint32_t token;
    float value;
    float best;   /* of a chain that ends here */
    float exact;  /* similarity 1 */
    int previous; /* in the chain, -1 none */
    uint32_t length;
    bool all_exact;
};

enum { MESSAGE_WORDS_MAX = 256 };

struct message {
    const struct index_signature_term *words;
    size_t count;
    uint32_t gaps[MESSAGE_WORDS_MAX + 1]; /* placeholders before word i, summed */
    uint32_t starts;                      /* of its words */
    float weight, heaviest;               /* of its words: sum, most */
    uint32_t found[MESSAGE_WORDS_MAX];    /* words that the query has */
    size_t found_count;
};

static uint32_t term_of(const struct message *m, size_t i)
{
    return m->words[i].term & ~INDEX_GAP;
}

static void load(const struct index_signature *s, struct message *m)
{
    m->words = s->terms;
    m->count = min_size(s->term_count, MESSAGE_WORDS_MAX);
    m->weight = m->heaviest = 0;
    m->found_count = 0;
    m->starts = s->starts;
    m->gaps[0] = 0;
    for (size_t i = 0; i < m->count; i++) {
        m->gaps[i] += (s->terms[i].term & INDEX_GAP) != 0;
        m->gaps[i + 1] = m->gaps[i];
        m->weight += s->terms[i].idf;
        m->heaviest = s->terms[i].idf > m->heaviest ? s->terms[i].idf : m->heaviest;
    }
}

/* Find the words that the query has; the weightiest of them, SIZE_MAX when it has none. */
static size_t anchor_word(const struct resolved *r, struct message *m, float *unordered)
{
    size_t best = SIZE_MAX;
    float best_value = 0;
    *unordered = 0;
    for (size_t i = 0; i < m->count; i++) {
        uint32_t slot = 0;
        float value = 0;
        const struct term_use *u;
        while ((u = resolved_use(r, term_of(m, i), &slot)) != NULL)
            if (u->similarity * m->words[i].idf > value)
                value = u->similarity * m->words[i].idf;
        if (slot)
            m->found[m->found_count++] = (uint32_t)i;
        *unordered += value;
        if (value > best_value) {
            best_value = value;
            best = i;
        }
    }
    return best;
}

/* Into a row that is sorted by position, then word of the message. */
static inline size_t insert_hit(struct hit *hits, size_t n, const struct hit *h)
{
    size_t at = n++;
    while (at > 0 && (hits[at - 1].position > h->position ||
                      (hits[at - 1].position == h->position && hits[at - 1].message > h->message))) {
        hits[at] = hits[at - 1];
        at--;
    }
    hits[at].message = h->message;
    hits[at].position = h->position;
    hits[at].token = h->token;
    hits[at].value = h->value;
    hits[at].exact = h->exact;
    return n;
}

/* The text ends in the middle of a word: words of the message that begin like it. */
static size_t collect_cut(const struct resolved *r, const struct message *m, uint32_t from,
                          uint32_t to, struct hit *hits, size_t n)
{
    if (r->cut_token == INDEX_NONE || !(m->starts & r->cut_start))
        return n;
    const struct token *t = &r->query->tokens[r->cut_token];
    if (t->position < from || t->position > to)
        return n;
    for (size_t i = 0; i < m->count && n < ALIGN_HITS_MAX; i++) {
        const struct index_term *term = index_term(r->index, term_of(m, i));
        if (!term || !typo_may_begin(r->cut_print, term->print))
            continue;
        struct str text = index_term_bytes(r->index, term);
        if (text.n <= t->term.n || !str_starts(text, t->term))
            continue;
        float similarity = CUT_WORD + (1 - CUT_WORD) * (float)t->term.n / (float)text.n;
        n = insert_hit(hits, n,
                       &(struct hit){.message = (uint32_t)i,
                                    .position = t->position,
                                    .token = r->cut_token,
                                    .value = m->words[i].idf * similarity,
                                    .exact = similarity});
    }
    return n;
}

/* Hits of all words of the message at query positions in [from, to], sorted by position, word. */
static size_t collect(const struct resolved *r, const struct message *m, uint32_t from, uint32_t to,
                      struct hit *hits)
{
    size_t n = 0;
    for (size_t k = 0; k < m->found_count; k++) {
        size_t i = m->found[k];
        uint32_t slot = 0;
        const struct term_use *u;
        while ((u = resolved_use(r, term_of(m, i), &slot)) != NULL) {
            uint32_t token = r->words[u->word].first_token;
            for (; token != INDEX_NONE; token = r->next_token[token]) {
                uint32_t position = r->query->tokens[token].position;
                if (position < from)
                    continue;
                if (position > to || n == ALIGN_HITS_MAX)
                    break;
                float similarity = u->similarity;
                if (r->query->tokens[token].flags & TOKEN_PART)
                    similarity *= PART_OF_NAME;
                n = insert_hit(hits, n,
                               &(struct hit){.message = (uint32_t)i,
                                            .position = position,
                                            .token = token,
                                            .value = m->words[i].idf * similarity,
                                            .exact = similarity});
            }
        }
    }
    return collect_cut(r, m, from, to, hits, n);
}

static float skip_penalty(const struct message *m, const struct hit *a, const struct hit *b)
{
    uint32_t skipped = b->position - a->position - 1;
    if (skipped > ALIGN_SKIP_MAX)
        skipped = ALIGN_SKIP_MAX;
    /* Words of the message that are missing may stand misspelt among the skipped ones. */
    uint32_t missing = b->message - a->message - 1;
    skipped = skipped > missing ? skipped - missing : 0;
    bool gap = m->gaps[b->message] > m->gaps[a->message];
    float mean = m->weight / (float)m->count;
    return (float)skipped * mean * (gap ? ALIGN_SKIP_GAP : ALIGN_SKIP);
}

/* The best chain; its last hit, NULL when there is none. */
static const struct hit *chain(const struct message *m, struct hit *hits, size_t n)
{
    const struct hit *best = NULL;
    for (size_t i = 0; i < n; i++) {
        struct hit *h = &hits[i];
        h->best = h->value;
        h->previous = -1;
        h->length = 1;
        h->all_exact = h->exact >= 1.0f;
        for (size_t k = 0; k < i; k++) {
            const struct hit *p = &hits[k];
            if (p->position >= h->position || p->message >= h->message)
                continue;
            float value = p->best + h->value - skip_penalty(m, p, h);
            if (value > h->best) {
                h->best = value;
                h->previous = (int)k;
                h->length = p->length + 1;
                h->all_exact = p->all_exact && h->exact >= 1.0f;
            }
        }
        if (!best || h->best > best->best)
            best = h;
    }
    return best;
}

/* Weight of the words of the query at positions from <= p < to, each occurrence counted. */
static float query_weight(const struct resolved *r, uint32_t near_token, uint32_t from, uint32_t to)
{
    const struct token *tokens = r->query->tokens;
    float weight = 0;
    uint32_t i = near_token;
    while (i > 0 && tokens[i - 1].position >= from)
        i--;
    for (; i < r->query->token_count && tokens[i].position < to; i++)
        if (tokens[i].position >= from && !(tokens[i].flags & TOKEN_PART))
            weight += r->words[r->word_of_token[i]].idf;
    return weight;
}

static float message_weight(const struct message *m, uint32_t from, uint32_t to)
{
    float weight = 0;
    for (uint32_t i = from; i < to; i++)
        weight += m->words[i].idf;
    return weight;
}

/* Nothing but these bytes between two tokens of the query. */
static bool adjoin(const struct query *q, uint32_t a, uint32_t b, const char *bytes)
{
    struct str between = str_slice(q->text, q->tokens[a].end, q->tokens[b].start);
    return str_trim_set(between, bytes).n == 0;
}

/* How much of a missing word's weight counts as replaced by words of that weight. */
static float replacement(float missing, float other)
{
    return other < REPLACED_BY ? missing * other / REPLACED_BY : missing;
}

/*
 * Words of the message in whose place the query has others ("Network switch detected" for "Account
 * switch detected"): it is another message. What is missing at an end is no replacement, unless a
 * word stands right there, or as the value of what came before ("Test : PASS" for "Test : FAIL").
 */
static float replaced_weight(const struct resolved *r, const struct message *m,
                             const struct hit *hits, const struct hit *last)
{
    float sum = 0;
    const struct hit *b = last;
    for (; b->previous >= 0; b = &hits[b->previous]) {
        const struct hit *a = &hits[b->previous];
        if (m->gaps[b->message] > m->gaps[a->message])
            continue;
        float missing = message_weight(m, a->message + 1, b->message);
        float other = missing > 0 ? query_weight(r, b->token, a->position + 1, b->position) : 0;
        sum += replacement(missing, other);
    }
    /* b is the first hit now. */
    const struct query *q = r->query;
    uint32_t before = b->token;
    while (before > 0 && q->tokens[before - 1].position == b->position)
        before--;
    bool gap_before = (m->words[b->message].term & INDEX_GAP) != 0;
    if (b->message > 0 && !gap_before && before > 0 && adjoin(q, before - 1, b->token, " ")) {
        float missing = m->words[b->message - 1].idf;
        float other = r->words[r->word_of_token[before - 1]].idf;
        sum += replacement(missing, other);
    }
    uint32_t behind = last->token + 1, next = last->message + 1;
    while (behind < q->token_count && q->tokens[behind].position == last->position)
        behind++;
    if (next < m->count && !(m->words[next].term & INDEX_GAP) && behind < q->token_count &&
        adjoin(q, last->token, behind, " :=")) {
        float missing = m->words[next].idf;
        float other = r->words[r->word_of_token[behind]].idf;
        sum += replacement(missing, other);
    }
    return sum;
}

/* Weight of all words of the query between two tokens, each occurrence counted. */
static float window_weight(const struct resolved *r, uint32_t first, uint32_t last)
{
    float weight = 0;
    for (uint32_t i = first; i <= last && i < r->query->token_count; i++)
        if (!(r->query->tokens[i].flags & TOKEN_PART))
            weight += r->words[r->word_of_token[i]].idf;
    return weight;
}

/* Weight of the words of the query that the chain or a placeholder in it accounts for. */
static float accounted_weight(const struct resolved *r, const struct message *m,
                              const struct hit *hits, const struct hit *last)
{
    float sum = 0;
    for (const struct hit *b = last;; b = &hits[b->previous]) {
        sum += r->words[r->word_of_token[b->token]].idf;
        if (b->previous < 0)
            return sum;
        const struct hit *a = &hits[b->previous];
        if (m->gaps[b->message] > m->gaps[a->message])
            sum += query_weight(r, b->token, a->position + 1, b->position);
    }
}

/* What the alignment would be worth if all that the query has stood there in order. */
static float quality_at_most(const struct resolved *r, const struct message *m, float unordered)
{
    float most = unordered + (m->starts & r->cut_start ? m->heaviest : 0);
    most = most < m->weight ? most : m->weight;
    const struct alignment a = {.weight = m->weight,
                                .matched = most,
                                .unordered = most,
                                .window = most,
                                .accounted = most,
                                .words = (uint32_t)m->count,
                                .whole = true};
    return alignment_quality(&a);
}

struct alignment align(const struct resolved *r, const struct index_signature *s, float least)
{
    struct alignment a = {0};
    struct message m;
    load(s, &m);
    a.weight = m.weight;
    if (m.count == 0 || m.weight <= 0 || !steps_left(r->steps))
        return a;
    size_t anchor = anchor_word(r, &m, &a.unordered);
    steps_spend(r->steps, m.count);
    if (anchor == SIZE_MAX || quality_at_most(r, &m, a.unordered) <= least)
        return a;
    uint32_t reach = (uint32_t)m.count + ALIGN_WINDOW;
    uint32_t slot = 0, covered = 0;
    int tried = 0;
    const struct term_use *u;
    struct hit hits[ALIGN_HITS_MAX];
    while ((u = resolved_use(r, term_of(&m, anchor), &slot)) != NULL) {
        uint32_t token = r->words[u->word].first_token;
        for (; token != INDEX_NONE && tried < ALIGN_ANCHORS_MAX; token = r->next_token[token]) {
            uint32_t position = r->query->tokens[token].position;
            if (tried && position < covered)
                continue;
            tried++;
            covered = position + reach / 2;
            size_t n =
                collect(r, &m, position > reach ? position - reach : 0, position + reach, hits);
            steps_spend(r->steps, m.count + n * n / 2);
            const struct hit *last = chain(&m, hits, n);
            if (!last || last->best <= a.matched)
                continue;
            const struct hit *first = last;
            while (first->previous >= 0)
                first = &hits[first->previous];
            a.matched = last->best;
            a.words = last->length;
            a.whole = last->length == m.count && last->all_exact;
            a.first_token = first->token;
            a.last_token = last->token;
            a.replaced = replaced_weight(r, &m, hits, last);
            a.accounted = accounted_weight(r, &m, hits, last);
        }
    }
    if (a.words)
        a.window = window_weight(r, a.first_token, a.last_token);
    return a;
}
