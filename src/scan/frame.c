/* The same message with other values in its placeholders: "'x': undeclared identifier". A value
 * that is a word of the knowledge base makes another key of the text, but no other answer where the
 * message stands there whole and is the answer beyond doubt. Such an answer is remembered by the
 * key of the text without the values, and found again by how the text begins. */
#include "base/hash.h"
#include "base/mem.h"
#include "scan/finder_parts.h"

enum {
    SETS = 1 << 13, /* beginnings; a power of two */
    WAYS = 4,       /* messages that begin so, the latest first */
    TRIES = 4,      /* patterns that are tried at a text */
    VALUES_MAX = 8, /* placeholders of a message */
    VALUE_MAX = 80, /* a longer value may be another message */
    TEXT_MAX = 2048,
    VALUE_MARK = 2, /* a byte that stands for a value: no log has it */
};

/* Below these another value might change the answer. */
#define FRAME_CONFIDENCE 0.95
#define FRAME_MARGIN     0.9

struct start {
    uint64_t hash;                 /* of the text up to the first value; 0: free */
    const struct outcome *outcome; /* the message */
};

struct frames {
    struct start starts[SETS][WAYS];
    struct text_key key; /* of the text without the values */
    uint32_t places[KEY_NUMBERS_MAX];
    size_t count; /* values */
    struct str values[VALUES_MAX];
    char text[TEXT_MAX + KEY_SLACK];
};

struct frames *frames_new(void)
{
    return mem_zalloc(1, sizeof(struct frames));
}

void frames_free(struct frames *frames)
{
    mem_free(frames);
}

static struct str pattern_of(const struct outcome *x)
{
    return x->answer.matches[0].pattern;
}

/* The answer would be the same with other values. */
static bool stands_firm(const struct outcome *x)
{
    if (!x || x->answer.verdict != VERDICT_MATCH)
        return false;
    const struct match *m = &x->answer.matches[0];
    return m->pattern.n && m->tier <= TIER_PATTERN && m->confidence >= FRAME_CONFIDENCE &&
           m->margin >= FRAME_MARGIN;
}

/* The looked up text is a piece of what the key is of. */
static bool is_plain_look(const struct look *l)
{
    struct str text = l->record->text, keyed = l->keyed;
    return keyed.n <= TEXT_MAX && text.p >= keyed.p && text.p + text.n <= keyed.p + keyed.n;
}

/* The key of the text without the values that it has where the message has placeholders. */
static bool make_frame(struct finder *f, const struct look *l, struct str tmpl)
{
    struct frames *s = f->frames;
    size_t n = 0;
    const char *from = l->keyed.p, *end = l->keyed.p + l->keyed.n;
    s->count = captures_find(f, tmpl, l->record->text, s->values, VALUES_MAX);
    for (size_t i = 0; i < s->count; i++) {
        struct str value = s->values[i];
        if (value.n > VALUE_MAX || !vocabulary_is_plain(f->vocabulary, value))
            return false;
        memcpy(s->text + n, from, (size_t)(value.p - from));
        n += (size_t)(value.p - from);
        if (value.n)
            s->text[n++] = VALUE_MARK;
        from = value.p + value.n;
    }
    if (!s->count)
        return false;
    memcpy(s->text + n, from, (size_t)(end - from));
    n += (size_t)(end - from);
    memset(s->text + n, 0, KEY_SLACK);
    text_key(f->vocabulary, str_n(s->text, n), &s->key, s->places);
    s->key.hash = (s->key.hash ^ l->salt ^ hash64(tmpl)) | 1;
    return true;
}

bool frame_recall(struct finder *f, const struct look *l, struct memo_value *value)
{
    struct frames *s = f->frames;
    size_t tries = 0;
    if (!is_plain_look(l))
        return false;
    for (size_t i = l->key->start_count; i-- > 0;) {
        uint64_t hash = l->key->starts[i] | 1;
        const struct start *set = s->starts[hash >> 8 & (SETS - 1)];
        for (size_t k = 0; k < WAYS; k++) {
            if (set[k].hash != hash)
                continue;
            if (tries++ == TRIES)
                return false;
            if (make_frame(f, l, pattern_of(set[k].outcome)) && finder_recall(f, &s->key, value) &&
                value->outcome)
                return true;
        }
    }
    return false;
}

/* Where in the text without values is this place of the text? SIZE_MAX: in a value. */
static size_t place_without(const struct frames *s, const char *at, const char *text)
{
    size_t place = (size_t)(at - text);
    for (size_t i = 0; i < s->count && s->values[i].p <= at; i++) {
        if (at < s->values[i].p + s->values[i].n)
            return SIZE_MAX;
        place -= s->values[i].n ? s->values[i].n - 1 : 0;
    }
    return place;
}

/* The same numbers tell, which have other places there. False: one of them is not to be found. */
static bool move_telling(const struct finder *f, const struct look *l, struct memo_value *value)
{
    const struct frames *s = f->frames;
    uint64_t telling = 0;
    for (uint32_t n = 0; n < l->key->numbers; n++) {
        if (!(value->telling >> n & 1))
            continue;
        size_t place = place_without(s, l->keyed.p + f->places[n], l->keyed.p);
        if (place == SIZE_MAX) /* values with numbers that an entry has are left alone */
            continue;
        uint32_t k = 0;
        while (k < s->key.numbers && s->places[k] != place)
            k++;
        if (k == s->key.numbers)
            return false;
        telling |= (uint64_t)1 << k;
    }
    value->telling = telling;
    return s->key.numbers < KEY_NUMBERS_MAX;
}

/* The message begins so. */
static void put_start(struct finder *f, const struct look *l, const struct outcome *x)
{
    struct frames *s = f->frames;
    size_t n = (size_t)(s->values[0].p - l->keyed.p);
    struct text_key *key = arena_alloc(l->arena, sizeof *key);
    text_key(f->vocabulary, str_n(l->keyed.p, n), key, NULL);
    if (key->start_count == 0 || key->start_count == KEY_STARTS_MAX)
        return;
    uint64_t hash = key->starts[key->start_count - 1] | 1;
    struct start *set = s->starts[hash >> 8 & (SETS - 1)];
    for (size_t k = 0; k < WAYS; k++)
        if (set[k].hash == hash && str_eq(pattern_of(set[k].outcome), pattern_of(x)))
            return;
    memmove(set + 1, set, (WAYS - 1) * sizeof *set);
    set[0] = (struct start){hash, x};
}

void frame_remember(struct finder *f, const struct look *l)
{
    struct memo_value neutral, value; /* as far as they are remembered: they live as long */
    if (!is_plain_look(l) || !finder_recall_neutral(f, l->key, &neutral) ||
        !finder_recall(f, l->key, &value) || !stands_firm(neutral.outcome) ||
        !stands_firm(value.outcome) ||
        !str_eq(pattern_of(neutral.outcome), pattern_of(value.outcome)) ||
        !make_frame(f, l, pattern_of(value.outcome)) || !move_telling(f, l, &neutral))
        return;
    finder_remember_both(f, &f->frames->key, &neutral, &value);
    put_start(f, l, neutral.outcome);
}
