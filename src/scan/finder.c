#include "scan/finder.h"

#include "base/map.h"
#include "base/mem.h"
#include "match/pattern.h"
#include "scan/cue.h"
#include "scan/format.h"
#include "scan/key.h"
#include "text/fold.h"

enum {
    SEEN_PLACES = 1 << 18,
    MEMO_PLACES = 1 << 16,
    PATTERNS_KEPT = 2048, /* compiled ones; then all are given up */
    CAPTURES_FIRST = 32,  /* findings of a block whose captures are read, ... */
    CAPTURES_STEP = 16,   /* ... and of the further ones each so many-th */
};

_Static_assert((int)BLOCK_PADDING >= (int)KEY_SLACK, "keys read behind a block's end");

struct finder {
    struct matcher *matcher;
    struct kb *const *kbs;
    struct outcomes *outcomes;
    struct finder_options o;
    struct vocabulary *vocabulary;
    struct memo *memo;
    struct seen *seen;
    struct arena *scratch; /* of one answer */
    struct buf padded;     /* a text with room behind it */
    struct map *pattern_of;
    struct pattern **patterns;
    size_t pattern_count, pattern_cap;
    struct arena *pattern_arena;
    uint32_t places[KEY_NUMBERS_MAX]; /* where the numbers of the last key begin in its text */
    uint64_t captured;                /* findings of this block so far */
};

struct finder *finder_new(struct matcher *m, struct kb *const *kbs, struct outcomes *outcomes,
                          const struct finder_options *o)
{
    struct finder *f = mem_zalloc(1, sizeof *f);
    f->matcher = m;
    f->kbs = kbs;
    f->outcomes = outcomes;
    f->o = *o;
    f->vocabulary = vocabulary_new(m, o->seed);
    f->memo = memo_new(MEMO_PLACES);
    f->seen = seen_new(SEEN_PLACES);
    f->scratch = arena_new();
    buf_init(&f->padded, RECORD_TEXT_MAX + KEY_SLACK);
    f->pattern_of = map_new();
    f->pattern_arena = arena_new();
    return f;
}

static void free_patterns(struct finder *f)
{
    for (size_t i = 0; i < f->pattern_count; i++)
        pattern_free(f->patterns[i]);
    f->pattern_count = 0;
    map_free(f->pattern_of);
    arena_free(f->pattern_arena);
}

void finder_free(struct finder *f)
{
    if (!f)
        return;
    free_patterns(f);
    mem_free(f->patterns);
    vocabulary_free(f->vocabulary);
    memo_free(f->memo);
    seen_free(f->seen);
    arena_free(f->scratch);
    buf_release(&f->padded);
    mem_free(f);
}

/* ---- what became of it -------------------------------------------------------------------------
 */

static bool remembered(struct finder *f, uint64_t key, struct memo_value *value)
{
    const struct memo_value *own = memo_get(f->memo, key);
    if (own) {
        *value = *own;
        return true;
    }
    if (!outcomes_get(f->outcomes, key, value))
        return false;
    memo_put(f->memo, key, value);
    return true;
}

static void remember(struct finder *f, uint64_t key, const struct memo_value *value)
{
    memo_put(f->memo, key, value);
    outcomes_put(f->outcomes, key, value);
}

/* Does the number, which some entry has, make it another text? */
static bool matters(struct finder *f, const struct key_number *n, const struct memo_value *value)
{
    if (!(value->telling >> n->index & 1))
        return false;
    if (n->factor >= value->factor)
        return true;
    const struct rivals *r = value->rivals;
    return r && vocabulary_number_is_of(f->vocabulary, n, r->names, r->count);
}

/* The key with those of its known numbers that matter. */
static uint64_t key_with_numbers(struct finder *f, const struct text_key *key,
                                 const struct memo_value *value)
{
    uint64_t hash = key->hash;
    for (size_t i = 0; i < key->known_count; i++)
        if (matters(f, &key->known[i], value))
            hash = (hash ^ key->known[i].hash) * 0x9E3779B97F4A7C15u + key->known[i].index;
    return hash ? hash : 1;
}

static bool recall(struct finder *f, const struct text_key *key, struct memo_value *value)
{
    if (!remembered(f, key->hash, value))
        return false;
    uint64_t with_numbers = key_with_numbers(f, key, value);
    if (with_numbers == key->hash)
        return !(value->flags & MEMO_DEPENDS);
    return remembered(f, with_numbers, value);
}

/* Does the word at `at` have digits that could be another code's? Codes without any are told apart
 * by every key, and names with ids in them are no codes. */
static bool has_digits(struct str text, size_t at)
{
    enum { ID_DIGITS = 10 };
    size_t run = 0;
    bool digits = false;
    while (at < text.n && !ascii_is_alnum(text.p[at])) /* a minus */
        at++;
    for (; at < text.n && (ascii_is_alnum(text.p[at]) || text.p[at] == '_'); at++) {
        run = ascii_is_digit(text.p[at]) ? run + 1 : 0;
        digits = digits || run;
        if (run > ID_DIGITS)
            return false;
    }
    return digits;
}

/* Note which of the key's numbers the answer says are telling; false: other codes are, too. */
static bool note_telling(struct memo_value *value, const struct answer *answer,
                         struct str looked_up, struct str keyed, const uint32_t *places,
                         uint32_t numbers)
{
    /* Else the text was decoded or put together, and what is where in it is not known. */
    bool inside = looked_up.p >= keyed.p && looked_up.p + looked_up.n <= keyed.p + keyed.n;
    bool all_numbers = inside;
    value->factor = 2;
    value->telling = inside || !answer->telling_count ? 0 : UINT64_MAX;
    for (size_t i = 0; i < answer->telling_count; i++) {
        const struct telling *t = &answer->telling[i];
        if (!has_digits(looked_up, t->at))
            continue;
        size_t at = t->at + (inside ? (size_t)(looked_up.p - keyed.p) : 0);
        bool number = false;
        value->factor = t->factor < value->factor ? t->factor : value->factor;
        for (uint32_t n = 0; inside && n < numbers; n++)
            if (places[n] >= at && places[n] <= at + 3) { /* a minus may stand before */
                value->telling |= (uint64_t)1 << n;
                number = true;
            }
        all_numbers = all_numbers && number;
    }
    value->factor -= 0.01f; /* factors are remembered in steps */
    return all_numbers && numbers < KEY_NUMBERS_MAX;
}

/* A record that is looked at: its text key was made of `keyed`. */
struct look {
    struct record *record;
    struct str keyed;
    struct text_key *key;
    struct arena *arena;
    struct capture *captures; /* when it was looked up just now */
    size_t capture_count;
    bool fresh;
};

static void copy_captures(struct look *l, const struct answer *answer)
{
    const struct match *m = answer->match_count ? &answer->matches[0] : NULL;
    l->fresh = true;
    if (!m || !m->capture_count)
        return;
    struct capture *c = arena_alloc(l->arena, m->capture_count * sizeof *c);
    for (size_t i = 0; i < m->capture_count; i++)
        c[i] = (struct capture){arena_dup(l->arena, m->captures[i].name),
                                arena_dup(l->arena, m->captures[i].value)};
    l->captures = c;
    l->capture_count = m->capture_count;
}

/* Would the record look like an error with other digits? "0 errors" is none. */
static bool digits_make_error(struct finder *f, const struct record *r)
{
    struct record other = *r;
    char *text = arena_alloc(f->scratch, r->text.n + 1);
    for (size_t i = 0; i < r->text.n; i++)
        text[i] = ascii_is_digit(r->text.p[i]) ? '7' : r->text.p[i];
    other.text = str_n(text, r->text.n);
    return record_looks_like_error(&other);
}

static int ask(struct finder *f, struct look *l, struct memo_value *value, struct err *err)
{
    struct answer answer;
    struct matcher_query q = {
        .text = l->record->text,
        .limit = OUTCOME_MATCHES_MAX,
        .facets = f->o.facets,
        .facet_count = f->o.facet_count,
        .telling = true,
        .sure_only = true,
    };
    *value = (struct memo_value){0};
    arena_reset(f->scratch);
    if (matcher_run(f->matcher, &q, f->scratch, &answer, err) != 0)
        return -1;
    value->rivals = outcomes_keep_rivals(f->outcomes, &answer);
    bool steady = note_telling(value, &answer, q.text, l->keyed, f->places, l->key->numbers);
    bool kept = true;
    if (answer.verdict != VERDICT_NONE) {
        value->outcome = outcomes_keep(f->outcomes, f->kbs, &answer, l->arena, &kept, err);
        if (!value->outcome)
            return -1;
        copy_captures(l, &answer);
    } else if (record_looks_like_error(l->record)) {
        value->flags = MEMO_ERROR;
    } else if (steady && !digits_make_error(f, l->record)) {
        value->flags = MEMO_STEADY;
    }
    if (!kept)
        return 0;
    uint64_t with_numbers = key_with_numbers(f, l->key, value);
    remember(f, with_numbers, value);
    if (with_numbers != l->key->hash) {
        struct memo_value without = *value;
        if (value->outcome)
            without.flags |= MEMO_DEPENDS;
        struct memo_value known;
        if (!remembered(f, l->key->hash, &known))
            remember(f, l->key->hash, &without);
    }
    return 0;
}

/* ---- captures ----------------------------------------------------------------------------------
 */

static const struct pattern *pattern_for(struct finder *f, struct str tmpl)
{
    if (f->pattern_count == PATTERNS_KEPT) {
        free_patterns(f);
        f->pattern_of = map_new();
        f->pattern_arena = arena_new();
    }
    bool was_new;
    uint32_t at = *map_put(f->pattern_of, tmpl, (uint32_t)f->pattern_count, &was_new);
    if (!was_new)
        return f->patterns[at];
    struct err err;
    f->patterns = mem_grow(f->patterns, f->pattern_count, &f->pattern_cap, sizeof *f->patterns);
    f->patterns[f->pattern_count] = pattern_compile(f->pattern_arena, tmpl, &err);
    return f->patterns[f->pattern_count++]; /* NULL: it has no captures */
}

/* What stands in this record where the message has placeholders. */
static void read_captures(struct finder *f, struct look *l, const struct match *found)
{
    const struct pattern *p = found->pattern.n ? pattern_for(f, found->pattern) : NULL;
    if (!p)
        return;
    arena_reset(f->scratch);
    struct str text = l->record->text;
    size_t room = text.n + text.n / 2 + 64;
    struct buf folded = BUF_INIT(room);
    uint32_t *map = arena_alloc(f->scratch, (room + 1) * sizeof *map);
    fold(text, &folded, map);
    struct pattern_span span;
    enum pattern_result result = PATTERN_NO;
    for (size_t from = 0; from <= folded.n && result == PATTERN_NO; from += PATTERN_REACH) {
        while (from < folded.n && ((unsigned char)folded.p[from] & 0xC0) == 0x80)
            from++;
        result = pattern_match(p, buf_str(&folded), from, &span);
    }
    if (result == PATTERN_YES) {
        struct capture *c = arena_alloc(l->arena, (pattern_captures(p) + 1) * sizeof *c);
        for (size_t i = 0; i < pattern_captures(p); i++) {
            struct str name = pattern_capture(p, i, &span);
            struct str value = str_trim(str_slice(text, map[span.start], map[span.end]));
            if (value.n)
                c[l->capture_count++] = (struct capture){arena_dup(l->arena, name), value};
        }
        l->captures = c;
    }
    buf_release(&folded);
}

static bool captures_wanted(struct finder *f)
{
    uint64_t n = f->captured++;
    return f->o.all_captures || n < CAPTURES_FIRST || n % CAPTURES_STEP == 0;
}

/* ---- hits --------------------------------------------------------------------------------------
 */

static bool in_time(const struct finder *f, const struct record *r)
{
    if (r->time == RECORD_NO_TIME)
        return true;
    return (f->o.since == RECORD_NO_TIME || r->time >= f->o.since) &&
           (f->o.until == RECORD_NO_TIME || r->time < f->o.until);
}

/* The answer for this record: as it was for the first of its kind, but for the captures. */
static const struct answer *answer_for(struct finder *f, struct look *l, const struct outcome *x)
{
    if (!l->fresh && x->answer.match_count && captures_wanted(f))
        read_captures(f, l, &x->answer.matches[0]);
    if (!l->capture_count)
        return &x->answer;
    struct answer *answer = arena_alloc(l->arena, sizeof *answer);
    *answer = x->answer;
    answer->matches = arena_alloc(l->arena, answer->match_count * sizeof *answer->matches);
    memcpy(answer->matches, x->answer.matches, answer->match_count * sizeof *answer->matches);
    answer->matches[0].captures = l->captures;
    answer->matches[0].capture_count = l->capture_count;
    return answer;
}

static void put_hit(struct finder *f, const struct block *b, struct look *l,
                    const struct memo_value *value, struct hits *hits)
{
    enum scan_outcome outcome = value->outcome              ? SCAN_KNOWN
                                : value->flags & MEMO_ERROR ? SCAN_UNKNOWN_ERROR
                                                            : SCAN_NOTHING;
    if (outcome == SCAN_NOTHING && !f->o.every_record)
        return;
    if (!in_time(f, l->record)) {
        hits->records--;
        return;
    }
    hits->items = arena_grow(l->arena, hits->items, hits->count, &hits->cap, sizeof *hits->items);
    struct hit *hit = &hits->items[hits->count++];
    *hit = (struct hit){.record = *l->record};
    hit->finding = (struct finding){.outcome = outcome, .input = b->input, .no_group = true};
    if (value->outcome)
        hit->finding.answer = answer_for(f, l, value->outcome);
    else if (outcome == SCAN_UNKNOWN_ERROR && f->o.group)
        hit->group_key = group_key_make(&hit->record, l->arena);
}

/* ---- plain blocks ------------------------------------------------------------------------------
 */

/* Inputs of another shape have other records: what is known of the one's lines says nothing of the
 * other's. */
static uint64_t salt_of(const struct block *b)
{
    if (!b->shape)
        return 0;
    uint64_t kind = (uint64_t)b->shape->timed | (uint64_t)b->shape->indented << 1 |
                    (uint64_t)b->shape->o.each_line << 2;
    return (kind + (uint64_t)(uintptr_t)b->format) * 0x9E3779B97F4A7C15u;
}

static void salted_key(struct finder *f, struct str text, uint64_t salt, struct text_key *key)
{
    text_key(f->vocabulary, text, key, f->places);
    key->hash = (key->hash ^ salt) | 1;
}

/*
 * The numbers of a line that matter, as a note beside its print: lines with the same print have
 * them at the same places. Four of 14 bits, place and length, and the factor in the rest.
 */
enum {
    NOTE_NUMBERS = 4,
    NOTE_LENGTH_BITS = 4,
    NOTE_BITS = 14,
    NOTE_STEPS = 200,
    NOTE_NEVER = 255, /* no factor is so high */
};

_Static_assert(LINE_PRINT_MAX <= 1 << (NOTE_BITS - NOTE_LENGTH_BITS), "places fit into notes");

static bool note_make(const struct finder *f, struct str line, const struct text_key *key,
                      const struct memo_value *value, uint64_t *note)
{
    unsigned count = 0;
    /* With rivals any number that is known is looked at by its text. */
    uint64_t factor = value->rivals       ? 1
                      : value->factor > 1 ? NOTE_NEVER
                                          : (uint64_t)(value->factor * NOTE_STEPS);
    *note = factor << NOTE_NUMBERS * NOTE_BITS;
    for (uint32_t n = 0; n < key->numbers; n++) {
        if (!(value->telling >> n & 1))
            continue;
        size_t length = 0;
        while (f->places[n] + length < line.n && ascii_is_alnum(line.p[f->places[n] + length]))
            length++;
        if (length >> NOTE_LENGTH_BITS)
            continue; /* too long for a code */
        if (count == NOTE_NUMBERS)
            return false;
        *note |= ((uint64_t)f->places[n] << NOTE_LENGTH_BITS | length) << count++ * NOTE_BITS;
    }
    return true;
}

/* No number that matters is known. */
static bool note_holds(const struct finder *f, struct str line, uint64_t note)
{
    float factor = (float)(note >> NOTE_NUMBERS * NOTE_BITS) / NOTE_STEPS;
    for (unsigned i = 0; i < NOTE_NUMBERS; i++, note >>= NOTE_BITS) {
        size_t length = note & ((1u << NOTE_LENGTH_BITS) - 1);
        size_t place = (note & ((1u << NOTE_BITS) - 1)) >> NOTE_LENGTH_BITS;
        if (length == 0)
            break;
        if (vocabulary_number(f->vocabulary, str_n(line.p + place, length)) >= factor)
            return false;
    }
    return true;
}

static void see(struct finder *f, struct str line, uint64_t print, const struct text_key *key,
                const struct memo_value *value)
{
    uint64_t note;
    if (print && value->flags & MEMO_STEADY && note_make(f, line, key, value, &note))
        seen_put(f->seen, print, note);
}

struct walk {
    struct finder *f;
    struct block *b;
    struct arena *arena;
    struct hits *hits;
    uint64_t salt;
    size_t at;                /* the line that is looked at begins here */
    uint64_t line;            /* its number */
    struct line_place before; /* the line before it, or itself where a record begins for sure */
};

/* The record that the line is in: cut out, looked at, and left behind. */
static int walk_record(struct walk *w, struct text_key *key, struct str line, uint64_t print,
                       struct err *err)
{
    struct line_place hint = w->before;
    struct record r = record_at(w->b, w->at, &hint, w->arena);
    size_t begin = (size_t)(r.raw.p - w->b->bytes.p);
    if (begin < w->at) {
        const struct memo_value continues = {.flags = MEMO_CONTINUES};
        remember(w->f, key->hash, &continues);
        w->hits->records--; /* its beginning was taken for all of it */
    }
    bool one_line = begin == w->at && r.lines == 1;
    struct look l = {.record = &r, .keyed = line, .key = key, .arena = w->arena};
    if (!one_line) {
        l.keyed = r.raw;
        salted_key(w->f, r.raw, ~w->salt, key);
    }
    w->hits->records++;
    struct memo_value value;
    if (!recall(w->f, key, &value) || value.flags & MEMO_CONTINUES) {
        w->hits->looked_up++;
        if (ask(w->f, &l, &value, err) != 0)
            return -1;
    }
    if (one_line)
        see(w->f, line, print, key, &value);
    put_hit(w->f, w->b, &l, &value, w->hits);
    w->at = record_end(w->b, &r);
    w->line = r.line + r.lines;
    w->before = (struct line_place){w->at, w->line, w->at};
    return 0;
}

static void walk_on(struct walk *w, size_t next)
{
    w->hits->records++;
    w->before = (struct line_place){w->at, w->line, w->at};
    w->at = next;
    w->line++;
}

static int run_lines(struct finder *f, struct block *b, struct arena *a, struct hits *hits,
                     struct err *err)
{
    struct walk w = {.f = f, .b = b, .arena = a, .hits = hits, .salt = salt_of(b)};
    struct str s = b->bytes;
    w.line = b->first_line;
    w.before = (struct line_place){0, w.line, 0};
    while (w.at < s.n) {
        const char *p = s.p + w.at, *newline = memchr(p, '\n', s.n - w.at);
        size_t n = newline ? (size_t)(newline - p) : s.n - w.at, next = w.at + n + 1;
        struct str line = str_n(p, n && p[n - 1] == '\r' ? n - 1 : n);
        uint64_t print = line_print(f->vocabulary, line);
        if (print)
            print = (print ^ w.salt) | 1;
        uint64_t note;
        if (print && !f->o.every_record && seen_get(f->seen, print, &note) &&
            note_holds(f, line, note)) {
            walk_on(&w, next);
            continue;
        }
        struct text_key key;
        salted_key(f, line, w.salt, &key);
        hits->keyed++;
        struct memo_value value;
        if (!f->o.every_record && recall(f, &key, &value) && !value.outcome &&
            !(value.flags & (MEMO_CONTINUES | MEMO_ERROR))) {
            see(f, line, print, &key, &value);
            walk_on(&w, next);
            continue;
        }
        if (walk_record(&w, &key, line, print, err) != 0)
            return -1;
    }
    return 0;
}

/* ---- blocks of records -------------------------------------------------------------------------
 */

static int run_records(struct finder *f, struct block *b, struct arena *a, struct hits *hits,
                       struct err *err)
{
    block_parse(b);
    for (size_t i = 0; i < b->record_count; i++) {
        struct record *r = &b->records[i];
        struct text_key key;
        buf_clear(&f->padded);
        buf_put(&f->padded, r->text);
        buf_repeat(&f->padded, '\0', KEY_SLACK);
        struct str text = str_n(f->padded.p, min_size(r->text.n, RECORD_TEXT_MAX));
        salted_key(f, text, (uint64_t)r->level + 1, &key);
        hits->records++;
        hits->keyed++;
        struct memo_value value;
        struct record padded = *r;
        padded.text = text;
        struct look l = {.record = &padded, .keyed = text, .key = &key, .arena = a};
        if (!recall(f, &key, &value)) {
            hits->looked_up++;
            if (ask(f, &l, &value, err) != 0)
                return -1;
        }
        l.record = r;
        put_hit(f, b, &l, &value, hits);
    }
    return 0;
}

int finder_run(struct finder *f, struct block *b, struct arena *a, struct hits *hits,
               struct err *err)
{
    f->captured = 0;
    *hits = (struct hits){0};
    int result = b->plain ? run_lines(f, b, a, hits, err) : run_records(f, b, a, hits, err);
    for (size_t i = 0; i < hits->count; i++)
        hits->items[i].finding.record = &hits->items[i].record;
    return result;
}
