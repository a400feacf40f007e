#include "scan/finder_parts.h"
#include "scan/format.h"

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

/*
 * The numbers of a line that matter, as a note beside its print: lines with the same print have
 * them at the same places. Four of 14 bits, place and length, and the factor in the rest.
 */
enum {
    NOTE_NUMBERS = 4,
    NOTE_LENGTH_BITS = 4,
    NOTE_BITS = 14,
    NOTE_STEPS = 100,
    NOTE_NEVER = 127, /* no factor is so high */
    NOTE_ERROR = 128, /* beside the factor: it looks like an error */
};

_Static_assert(LINE_PRINT_MAX <= 1 << (NOTE_BITS - NOTE_LENGTH_BITS), "places fit into notes");

static bool note_make(const struct finder *f, struct str line, const struct text_key *key,
                      const struct memo_value *value, uint64_t *note)
{
    unsigned count = 0;
    uint64_t factor = value->factor > 1 ? NOTE_NEVER : (uint64_t)(value->factor * NOTE_STEPS);
    factor |= value->flags & MEMO_ERROR ? NOTE_ERROR : 0;
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

/* None of its numbers makes it another line. */
static bool note_holds(struct finder *f, struct str line, uint64_t note,
                       const struct rivals *const *rivals)
{
    float factor = (float)(note >> NOTE_NUMBERS * NOTE_BITS & NOTE_NEVER) / NOTE_STEPS;
    for (unsigned i = 0; i < NOTE_NUMBERS; i++, note >>= NOTE_BITS) {
        size_t length = note & ((1u << NOTE_LENGTH_BITS) - 1);
        size_t place = (note & ((1u << NOTE_BITS) - 1)) >> NOTE_LENGTH_BITS;
        if (length == 0)
            break;
        uint64_t hash;
        if (finder_number_matters(f, str_n(line.p + place, length), &hash, factor, *rivals))
            return false;
    }
    return true;
}

static bool note_is_error(uint64_t note)
{
    return note >> NOTE_NUMBERS * NOTE_BITS & NOTE_ERROR;
}

static void see(struct finder *f, struct str line, uint64_t print, const struct text_key *key,
                const struct memo_value *value)
{
    uint64_t note;
    if (print && value->flags & MEMO_STEADY && note_make(f, line, key, value, &note))
        seen_put(f->seen, print, note, value->rivals);
}

struct walk {
    struct finder *f;
    struct block *b;
    struct arena *arena;
    struct hits *hits;
    uint64_t salt;
    size_t at;                /* the line that is looked at begins here */
    uint64_t line;            /* its number */
    size_t counted;           /* the hit that the line before it was counted to, + 1 */
    struct line_place before; /* the line before it, or itself where a record begins for sure */
};

/* The record that the line is in: cut out, looked at, and left behind. */
/* ---- errors of one kind ------------------------------------------------------------------------
 */

static void walk_on(struct walk *w, size_t next)
{
    w->hits->records++;
    w->before = (struct line_place){w->at, w->line, w->at};
    w->at = next;
    w->line++;
}

static struct kind *kind_of(struct walk *w, uint64_t key)
{
    return &w->f->kinds[(key >> 8) % FINDER_KINDS];
}

/* Lines with this print or key are like this hit. */
static void begin_alike(struct walk *w, uint64_t key, size_t hit)
{
    *kind_of(w, key) = (struct kind){key, w->f->blocks, hit};
}

/* An error like one that was seen in this block is only counted. False: it has to be cut out. */
static bool count_alike(struct walk *w, uint64_t key, size_t next, size_t *hit)
{
    const struct kind *k = kind_of(w, key);
    if (k->key != key || k->block != w->f->blocks)
        return false;
    *hit = k->hit;
    struct hit *h = &w->hits->items[k->hit];
    h->alike++;
    h->last_place = (struct line_place){w->at, w->line, w->at};
    w->counted = k->hit + 1;
    walk_on(w, next);
    return true;
}

/* What was counted as one line goes on: it is another record. */
static void uncount(struct walk *w, size_t begin)
{
    struct hit *h = w->counted ? &w->hits->items[w->counted - 1] : NULL;
    if (h && h->alike && h->last_place.at == begin)
        h->alike--;
    w->counted = 0;
}

/* When the last ones were. */
static void end_alike(struct walk *w)
{
    for (size_t i = 0; i < w->hits->count; i++) {
        struct hit *h = &w->hits->items[i];
        if (h->alike)
            h->last = record_at(w->b, h->last_place.at, &h->last_place, w->arena).time;
    }
}

static int walk_record(struct walk *w, struct text_key *key, struct str line, uint64_t print,
                       struct err *err)
{
    struct line_place hint = w->before;
    struct record r = record_at(w->b, w->at, &hint, w->arena);
    size_t begin = (size_t)(r.raw.p - w->b->bytes.p);
    if (begin < w->at) {
        const struct memo_value continues = {.flags = MEMO_CONTINUES};
        finder_remember(w->f, key->hash, &continues);
        uncount(w, begin);
        w->hits->records--; /* its beginning was taken for all of it */
    }
    bool one_line = begin == w->at && r.lines == 1;
    struct look l = {.record = &r, .keyed = line, .salt = w->salt, .key = key, .arena = w->arena};
    if (!one_line) {
        l.keyed = r.raw;
        l.salt = ~w->salt;
        finder_key(w->f, r.raw, l.salt, key);
    }
    w->hits->records++;
    struct memo_value value;
    bool known = finder_recall(w->f, key, &value) && !(value.flags & MEMO_CONTINUES);
    if (!known && !frame_recall(w->f, &l, &value)) {
        w->hits->looked_up++;
        if (finder_ask(w->f, &l, &value, err) != 0)
            return -1;
        frame_remember(w->f, &l);
    }
    if (one_line)
        see(w->f, line, print, key, &value);
    size_t count = w->hits->count;
    finder_put_hit(w->f, w->b, &l, &value, w->hits);
    bool alike = w->f->o.count_alike && one_line && value.flags & MEMO_ERROR;
    if (alike && w->hits->count > count) {
        begin_alike(w, key->hash, count);
        if (print && value.flags & MEMO_STEADY)
            begin_alike(w, print, count);
    }
    w->at = record_end(w->b, &r);
    w->line = r.line + r.lines;
    w->before = (struct line_place){w->at, w->line, w->at};
    return 0;
}

/* ---- lines to come -----------------------------------------------------------------------------
 */

/* What was seen before is spread over megabytes: it is asked for some lines before it is needed. */
enum { AHEAD = 16 };

struct line_ahead {
    size_t at, next; /* it begins there, and the one behind it */
    struct str text;
    uint64_t print;
};

struct ahead {
    struct line_ahead lines[AHEAD];
    size_t first, count, at; /* a ring; the line behind the last begins at `at` */
};

static void look_ahead(struct ahead *h, const struct walk *w)
{
    struct str s = w->b->bytes;
    while (h->count < AHEAD && h->at < s.n) {
        struct line_ahead *l = &h->lines[(h->first + h->count++) % AHEAD];
        const char *p = s.p + h->at, *newline = memchr(p, '\n', s.n - h->at);
        size_t n = newline ? (size_t)(newline - p) : s.n - h->at;
        l->at = h->at;
        l->next = h->at = h->at + n + 1;
        l->text = str_n(p, n && p[n - 1] == '\r' ? n - 1 : n);
        l->print = line_print(w->f->vocabulary, l->text);
        if (l->print) {
            l->print = (l->print ^ w->salt) | 1;
            seen_prefetch(w->f->seen, l->print);
        }
    }
}

/* The line that begins at w->at. */
static struct line_ahead next_line(struct ahead *h, const struct walk *w)
{
    while (h->count && h->lines[h->first % AHEAD].at < w->at) { /* it was a part of a record */
        h->first++;
        h->count--;
    }
    if (h->count == 0)
        h->at = w->at;
    if (h->count <= AHEAD / 2)
        look_ahead(h, w);
    struct line_ahead l = h->lines[h->first++ % AHEAD];
    h->count--;
    return l;
}

/* A line that was seen before, and is nothing, or an error that is only counted. */
static bool pass_by(struct walk *w, const struct line_ahead *l)
{
    uint64_t note;
    const struct rivals **rivals;
    struct finder *f = w->f;
    if (!l->print || !seen_get(f->seen, l->print, &note, &rivals) ||
        !note_holds(f, l->text, note, rivals))
        return false;
    size_t hit;
    if (note_is_error(note))
        return f->o.count_alike && count_alike(w, l->print, l->next, &hit);
    walk_on(w, l->next);
    return true;
}

int finder_walk(struct finder *f, struct block *b, struct arena *a, struct hits *hits,
                struct err *err)
{
    struct walk w = {.f = f, .b = b, .arena = a, .hits = hits, .salt = salt_of(b)};
    struct ahead ahead = {.first = 0};
    w.line = b->first_line;
    w.before = (struct line_place){0, w.line, 0};
    while (w.at < b->bytes.n) {
        struct line_ahead l = next_line(&ahead, &w);
        if (!f->o.every_record && pass_by(&w, &l))
            continue;
        struct text_key key;
        finder_key(f, l.text, w.salt, &key);
        hits->keyed++;
        struct memo_value value;
        bool known = !f->o.every_record && finder_recall(f, &key, &value) && !value.outcome &&
                     !(value.flags & MEMO_CONTINUES);
        if (known && !(value.flags & MEMO_ERROR)) {
            see(f, l.text, l.print, &key, &value);
            walk_on(&w, l.next);
            continue;
        }
        size_t hit;
        if (known && f->o.count_alike && count_alike(&w, key.hash, l.next, &hit)) {
            see(f, l.text, l.print, &key, &value);
            if (l.print && value.flags & MEMO_STEADY)
                begin_alike(&w, l.print, hit);
            continue;
        }
        if (walk_record(&w, &key, l.text, l.print, err) != 0)
            return -1;
    }
    end_alike(&w);
    return 0;
}
