#include "match/findings.h"

#include "base/buf.h"
#include "base/hash.h"
#include "base/map.h"
#include "match/run.h"
#include "match/weights.h"

#include <stdlib.h>

enum {
    KEY_MAX = 4096,  /* bytes of a message's key */
    KEY_WORDS = 512, /* words of a message that make its key */
    KEY_CODES = 16,
    CANDIDATES_KEPT = 8, /* of a message's entries, to see which of them is told anyway */
    PARTS_MAX = 32,      /* messages of a text that is asked for one answer */
};

#define UNTOLD UINT32_MAX

/* What a lookup of a message gave. */
struct message {
    enum verdict verdict;
    enum tier tier;
    double confidence;
    uint64_t ids[CANDIDATES_KEPT]; /* hashes of its entries' ids, best first */
    size_t id_count;
    uint32_t finding; /* UNTOLD, or its number */
};

struct search {
    struct matcher *m;
    const struct matcher_query *query;
    const struct query *q;    /* the whole text */
    struct arena *arena;      /* of what is told */
    struct arena *scratch;    /* of a lookup */
    struct map *known;        /* a message's key: its number */
    struct message *messages; /* different ones, in order */
    size_t message_count, message_cap;
    size_t lookups, lookups_max;
    struct findings *out;
    size_t cap;
    uint32_t line;  /* raw line of ... */
    size_t line_at; /* ... this raw byte */
    size_t noise;   /* the first noise that is not before the message at hand */
    struct buf key; /* of it */
};

/* ---- one message ----------------------------------------------------------------------------- */

/* Look up [start, end) of the clean text; spans of the answer refer to the raw one. */
static int look_up(struct search *s, struct arena *a, size_t start, size_t end,
                   struct answer *answer, struct err *err)
{
    struct matcher_query part = *s->query;
    struct query *read;
    part.text = str_slice(s->q->text, start, end);
    if (run_once(s->m, &part, a, &read, answer, err) != 0)
        return -1;
    for (size_t i = 0; i < answer->match_count; i++) {
        struct match *m = &answer->matches[i];
        if (m->span_end == 0)
            continue;
        m->span_start = query_raw_offset(s->q, start + m->span_start);
        m->span_end = query_raw_offset(s->q, start + m->span_end);
    }
    return 0;
}

/* An entry has the code; all others are alike. */
static bool is_known(const struct search *s, const struct code *c)
{
    size_t n = 0;
    for (size_t i = 0; i < s->m->layer_count && n == 0; i++)
        index_codes(s->m->layers[i].index, code_key(c), &n);
    return n > 0;
}

/* The words and codes of a message, which is all that it is looked up by: what differs in its noise
 * or its numbers is the same message. False when it has none. */
static bool make_key(struct search *s, const struct segment *at)
{
    const struct query *q = s->q;
    struct str text = str_slice(q->text, at->start, at->end);
    size_t count;
    arena_reset(s->scratch);
    const struct token *tokens = token_split(s->scratch, text, KEY_WORDS, &count);
    buf_clear(&s->key);
    for (size_t i = 0; i < count; i++) {
        size_t start = at->start + tokens[i].start;
        while (s->noise < q->noise_count && q->noise[s->noise].end <= start)
            s->noise++;
        bool noise = s->noise < q->noise_count && q->noise[s->noise].start <= start;
        if (noise || tokens[i].flags & TOKEN_PART)
            continue;
        buf_put(&s->key, tokens[i].term);
        buf_putc(&s->key, ' ');
    }
    struct code codes[KEY_CODES];
    size_t n = min_size(code_find(text, codes, KEY_CODES), KEY_CODES);
    for (size_t i = 0; i < n; i++)
        if (is_known(s, &codes[i]))
            buf_printf(&s->key, "#%llx", (unsigned long long)code_key(&codes[i]));
        else if (codes[i].flags & CODE_HAS_CUE)
            buf_putc(&s->key, '#');
    return s->key.n > 0;
}

/* ---- what was found -------------------------------------------------------------------------- */

static bool is_or_has(const struct match *m, struct str id)
{
    bool is = str_eq(m->entry.entry.id, id);
    for (size_t i = 0; i < m->also_count && !is; i++)
        is = str_eq(m->also[i], id);
    return is;
}

/* The same verdict on the same entries, or on near-duplicates of them. */
static bool same_finding(const struct answer *a, const struct answer *b)
{
    if (a->verdict != b->verdict)
        return false;
    const struct match *x = &a->matches[0], *y = &b->matches[0];
    return is_or_has(x, y->entry.entry.id) || is_or_has(y, x->entry.entry.id);
}

static uint32_t line_of(struct search *s, size_t raw)
{
    if (raw < s->line_at) {
        s->line_at = 0;
        s->line = 1;
    }
    for (; s->line_at < raw; s->line_at++)
        s->line += s->q->raw.p[s->line_at] == '\n';
    return s->line;
}

static void add_place(struct search *s, struct text_finding *f, size_t start)
{
    uint32_t line = line_of(s, query_raw_offset(s->q, start));
    f->count++;
    if (f->line_count && f->lines[f->line_count - 1] == line)
        return;
    if (f->line_count < FINDINGS_LINES_MAX)
        f->lines[f->line_count++] = line;
}

/* The finding that says the same, or a new one; UNTOLD when there is no more room. */
static uint32_t add_finding(struct search *s, const struct answer *answer, size_t start, size_t end)
{
    struct findings *out = s->out;
    for (size_t i = 0; i < out->count; i++)
        if (same_finding(&out->items[i].answer, answer))
            return (uint32_t)i;
    if (out->count == FINDINGS_MAX) {
        out->cut = true;
        return UNTOLD;
    }
    out->items = arena_grow(s->arena, out->items, out->count, &s->cap, sizeof *out->items);
    out->items[out->count] = (struct text_finding){
        .answer = *answer,
        .span_start = query_raw_offset(s->q, start),
        .span_end = query_raw_offset(s->q, end),
        .lines = arena_alloc(s->arena, FINDINGS_LINES_MAX * sizeof(uint32_t)),
    };
    return (uint32_t)out->count++;
}

/* ---- messages -------------------------------------------------------------------------------- */

/* Look up [start, end) and note what it gave. */
static int try(struct search *s, size_t start, size_t end, struct message *m, struct err *err)
{
    struct answer answer;
    *m = (struct message){.verdict = VERDICT_NONE, .finding = UNTOLD};
    if (s->lookups >= s->lookups_max || s->m->steps.out) {
        s->out->cut = true;
        return 0;
    }
    s->lookups++;
    arena_reset(s->scratch);
    if (look_up(s, s->scratch, start, end, &answer, err) != 0)
        return -1;
    m->verdict = answer.verdict;
    m->tier = answer.match_count ? answer.matches[0].tier : TIER_NONE;
    m->confidence = answer.match_count ? answer.matches[0].confidence : 0;
    if (answer.match_count == 0)
        m->verdict = VERDICT_NONE;
    m->id_count = min_size(answer.match_count, CANDIDATES_KEPT);
    for (size_t i = 0; i < m->id_count; i++)
        m->ids[i] = hash64(answer.matches[i].entry.entry.id);
    return 0;
}

/* The number of the segment's message, which is looked up when no equal one was; UNTOLD when it has
 * neither words nor codes. */
static int message_of(struct search *s, const struct segment *at, uint32_t *number, struct err *err)
{
    *number = UNTOLD; /* also: no message */
    if (!make_key(s, at))
        return 0;
    const uint32_t *known = map_get(s->known, buf_str(&s->key));
    if (known) {
        *number = *known;
        return 0;
    }
    if (s->lookups >= s->lookups_max || s->m->steps.out) {
        s->out->cut = true;
        return 0;
    }
    *number = *map_put(s->known, buf_str(&s->key), (uint32_t)s->message_count, NULL);
    struct message m;
    if (try(s, at->head, at->end, &m, err) != 0)
        return -1;
    s->messages = arena_grow(s->arena, s->messages, s->message_count, &s->message_cap, sizeof m);
    s->messages[s->message_count++] = m;
    return 0;
}

/* Tell the answer of what begins at the segment, or that it stands here, too. What is told was
 * looked up in the scratch arena: it is looked up once more where it stays. */
static int tell(struct search *s, struct message *m, const struct segment *at, size_t end,
                struct err *err)
{
    struct answer answer;
    if (m->finding == UNTOLD) {
        if (look_up(s, s->arena, at->head, end, &answer, err) != 0)
            return -1;
        if (answer.match_count)
            m->finding = add_finding(s, &answer, at->start, end);
    }
    if (m->finding != UNTOLD)
        add_place(s, &s->out->items[m->finding], at->start);
    return 0;
}

/* ---- messages that stand together ------------------------------------------------------------ */

static const struct message *message_at(const struct search *s, uint32_t number)
{
    return number == UNTOLD ? NULL : &s->messages[number];
}

/* A surer message of the block that this one belongs to, as "Your credentials did not work" does to
 * "Error code: 2607"; its number, UNTOLD when there is none. */
static uint32_t surer_one(const struct search *s, const uint32_t *numbers, size_t count, size_t at)
{
    const struct message *m = message_at(s, numbers[at]);
    for (size_t i = 0; i < count; i++) {
        const struct message *o = message_at(s, numbers[i]);
        if (!o || o->verdict != VERDICT_MATCH || o->ids[0] == m->ids[0] ||
            (o->tier >= m->tier && m->verdict == VERDICT_MATCH))
            continue;
        for (size_t k = 1; k < m->id_count; k++)
            if (m->ids[k] == o->ids[0])
                return numbers[i];
    }
    return UNTOLD;
}

/* Tell the messages of a block that say enough; then what belongs to them. */
static int tell_block(struct search *s, const struct segment *first, const uint32_t *numbers,
                      size_t count, bool weak, struct err *err)
{
    uint32_t surer[FINDINGS_BLOCK_MAX];
    for (size_t i = 0; i < count; i++) {
        surer[i] = UNTOLD;
        if (numbers[i] == UNTOLD || s->messages[numbers[i]].verdict == VERDICT_NONE)
            continue;
        struct message *m = &s->messages[numbers[i]];
        surer[i] = surer_one(s, numbers, count, i);
        bool choice = m->verdict == VERDICT_AMBIGUOUS && m->tier > TIER_PATTERN;
        if (surer[i] != UNTOLD || (choice && !weak))
            continue;
        if (tell(s, m, &first[i], first[i].end, err) != 0)
            return -1;
    }
    for (size_t i = 0; i < count; i++) {
        uint32_t finding = surer[i] == UNTOLD ? UNTOLD : s->messages[surer[i]].finding;
        if (finding != UNTOLD)
            add_place(s, &s->out->items[finding], first[i].start);
    }
    return 0;
}

/* Messages of a block: each alone; when none has a clear answer, all of them as one. */
static int find_block(struct search *s, const struct segment *first, size_t count, bool weak,
                      struct err *err)
{
    uint32_t numbers[FINDINGS_BLOCK_MAX];
    bool any = false;
    for (size_t i = 0; i < count; i++) {
        if (message_of(s, &first[i], &numbers[i], err) != 0)
            return -1;
        const struct message *m = message_at(s, numbers[i]);
        any = any || (m && m->verdict == VERDICT_MATCH);
    }
    if (!any && count > 1) {
        struct message whole;
        size_t end = first[count - 1].end;
        if (try(s, first->head, end, &whole, err) != 0)
            return -1;
        if (whole.verdict == VERDICT_MATCH || (weak && whole.verdict == VERDICT_AMBIGUOUS))
            return tell(s, &whole, first, end, err);
    }
    return tell_block(s, first, numbers, count, weak, err);
}

/* weak: choices between entries count that only words of theirs speak for. */
static int find_all(struct search *s, bool weak, struct err *err)
{
    const struct query *q = s->q;
    s->noise = 0;
    for (size_t i = 0, end; i < q->segment_count; i = end) {
        for (end = i + 1; end < q->segment_count && end - i < FINDINGS_BLOCK_MAX; end++)
            if (q->segments[end].block != q->segments[i].block)
                break;
        if (find_block(s, &q->segments[i], end - i, weak, err) != 0)
            return -1;
    }
    return 0;
}

/* A message that blank lines part. */
static int find_whole(struct search *s, struct err *err)
{
    const struct query *q = s->q;
    struct message m;
    if (q->segment_count == 0)
        return 0;
    const struct segment *first = &q->segments[0];
    size_t end = q->segments[q->segment_count - 1].end;
    if (try(s, first->head, end, &m, err) != 0)
        return -1;
    return m.verdict == VERDICT_NONE ? 0 : tell(s, &m, first, end, err);
}

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* In order, each once: what belongs to a finding may have been told behind it. */
static void sort_lines(struct text_finding *f)
{
    size_t kept = 0;
    qsort(f->lines, f->line_count, sizeof *f->lines, by_number);
    for (size_t i = 0; i < f->line_count; i++)
        if (kept == 0 || f->lines[kept - 1] != f->lines[i])
            f->lines[kept++] = f->lines[i];
    f->line_count = kept;
}

static int by_place(const void *a, const void *b)
{
    const struct text_finding *x = a, *y = b;
    if (x->span_start != y->span_start)
        return x->span_start < y->span_start ? -1 : 1;
    return (x->span_end > y->span_end) - (x->span_end < y->span_end);
}

static void begin(struct search *s, const struct query *q, struct findings *out)
{
    s->q = q;
    s->out = out;
    s->line = 1;
    buf_init(&s->key, KEY_MAX);
    s->scratch = arena_new();
    s->known = map_new();
}

static void end(struct search *s)
{
    map_free(s->known);
    arena_free(s->scratch);
    buf_release(&s->key);
}

int matcher_run_all(struct matcher *m, const struct matcher_query *query, struct arena *a,
                    struct findings *findings, struct err *err)
{
    struct search s = {.m = m, .query = query, .arena = a, .lookups_max = FINDINGS_LOOKUPS_MAX};
    *findings = (struct findings){0};
    run_begin(m, query);
    m->steps.max = query->max_steps ? query->max_steps : FINDINGS_STEPS_MAX;
    begin(&s, run_read(m, query->text, a), findings);
    findings->query_cut = s.q->cut;
    findings->messages = s.q->segment_count;
    int result = find_all(&s, false, err);
    if (result == 0 && findings->count == 0)
        result = find_all(&s, true, err);
    if (result == 0 && findings->count == 0)
        result = find_whole(&s, err);
    for (size_t i = 0; i < findings->count; i++)
        sort_lines(&findings->items[i]);
    if (findings->count)
        qsort(findings->items, findings->count, sizeof *findings->items, by_place);
    end(&s);
    return result;
}

/* ---- one answer ------------------------------------------------------------------------------ */

/* Better evidence first, then the surer one. */
static bool is_better(const struct message *m, enum tier tier, double confidence)
{
    return m->verdict == VERDICT_MATCH &&
           (m->tier != tier ? m->tier < tier : m->confidence > confidence);
}

/* The segment with the best clear answer; NULL in *best when none has one. */
static int find_best(struct search *s, const struct segment **best, struct err *err)
{
    enum tier tier = TIER_NONE;
    double confidence = 0;
    *best = NULL;
    for (size_t i = 0; i < s->q->segment_count && s->lookups < s->lookups_max; i++) {
        size_t before = s->message_count;
        uint32_t number;
        if (message_of(s, &s->q->segments[i], &number, err) != 0)
            return -1;
        const struct message *m = message_at(s, number);
        if (!m || s->message_count == before || !is_better(m, tier, confidence))
            continue;
        *best = &s->q->segments[i];
        tier = m->tier;
        confidence = m->confidence;
    }
    return 0;
}

/* A code beyond doubt: not a name, not a bare number. text: this one; empty: any that is known. */
static bool has_plain_code(const struct answer *a, struct str text)
{
    for (size_t i = 0; i < a->code_count; i++) {
        const struct code *c = &a->codes[i].code;
        bool meant = text.n ? str_eq(c->text, text) : a->codes[i].known;
        if (meant && c->flags & CODE_HAS_CUE && c->ns != CODE_SYMBOL)
            return true;
    }
    return false;
}

/* Words of one message among many are there by chance more often than those of one that is asked
 * for; what the whole text says clearly, only a code can correct. */
static bool outdoes(const struct answer *part, const struct answer *whole)
{
    if (part->verdict != VERDICT_MATCH)
        return false;
    const struct match *m = &part->matches[0];
    if (m->tier == TIER_CODE && m->code.n && has_plain_code(part, m->code))
        return true;
    return whole->verdict != VERDICT_MATCH && m->confidence >= PART_CONFIDENCE;
}

int run_parts(struct matcher *m, const struct matcher_query *query, const struct query *q,
              struct arena *a, struct answer *answer, struct err *err)
{
    bool decided = answer->verdict == VERDICT_MATCH &&
                   (answer->matches[0].tier == TIER_CODE || !has_plain_code(answer, STR_NONE));
    if (decided || q->segment_count < 2)
        return 0;
    struct matcher_query sure = *query;
    sure.sure_only = true;
    sure.explain = sure.telling = false;
    sure.limit = 1;
    struct findings none = {0};
    struct search s = {.m = m, .query = &sure, .arena = a, .lookups_max = PARTS_MAX};
    struct answer part;
    const struct segment *best;
    run_observer *observe = m->observe; /* sees the attempts at the whole text only */
    m->observe = NULL;
    begin(&s, q, &none);
    int result = find_best(&s, &best, err);
    s.query = query;
    if (result == 0 && best)
        result = look_up(&s, a, best->head, best->end, &part, err);
    if (result == 0 && best && outdoes(&part, answer)) {
        part.codes = answer->codes; /* of the whole text */
        part.code_count = answer->code_count;
        part.query_cut = answer->query_cut;
        *answer = part;
    }
    end(&s);
    m->observe = observe;
    return result;
}
