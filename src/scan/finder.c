#include "scan/finder.h"

#include "base/mem.h"
#include "scan/finder_parts.h"

enum {
    SEEN_PLACES = 1 << 18,
    MEMO_PLACES = 1 << 16,
    CAPTURES_FIRST = 32, /* findings of a block whose captures are read, ... */
    CAPTURES_STEP = 16,  /* ... and of the further ones each so many-th */
};

_Static_assert((int)BLOCK_PADDING >= (int)KEY_SLACK, "keys read behind a block's end");

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
    f->captures = captures_new();
    f->frames = frames_new();
    return f;
}

void finder_free(struct finder *f)
{
    if (!f)
        return;
    captures_free(f->captures);
    frames_free(f->frames);
    vocabulary_free(f->vocabulary);
    memo_free(f->memo);
    seen_free(f->seen);
    arena_free(f->scratch);
    buf_release(&f->padded);
    mem_free(f);
}

/* ---- hits --------------------------------------------------------------------------------------
 */

static bool captures_wanted(struct finder *f)
{
    uint64_t n = f->captured++;
    return f->o.all_captures || n < CAPTURES_FIRST || n % CAPTURES_STEP == 0;
}

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
        captures_read(f, l, &x->answer.matches[0]);
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

void finder_put_hit(struct finder *f, const struct block *b, struct look *l,
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

void finder_key(struct finder *f, struct str text, uint64_t salt, struct text_key *key)
{
    text_key(f->vocabulary, text, key, f->places);
    key->hash = (key->hash ^ salt) | 1;
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
        uint64_t salt = (uint64_t)r->level + 1;
        finder_key(f, text, salt, &key);
        hits->records++;
        hits->keyed++;
        struct memo_value value;
        struct record padded = *r;
        padded.text = text;
        struct look l = {.record = &padded, .keyed = text, .salt = salt, .key = &key, .arena = a};
        if (!finder_recall(f, &key, &value) && !frame_recall(f, &l, &value)) {
            hits->looked_up++;
            if (finder_ask(f, &l, &value, err) != 0)
                return -1;
            frame_remember(f, &l);
        }
        l.record = r;
        finder_put_hit(f, b, &l, &value, hits);
    }
    return 0;
}

int finder_run(struct finder *f, struct block *b, struct arena *a, struct hits *hits,
               struct err *err)
{
    f->captured = 0;
    f->blocks++;
    *hits = (struct hits){0};
    int result = b->plain ? finder_walk(f, b, a, hits, err) : run_records(f, b, a, hits, err);
    for (size_t i = 0; i < hits->count; i++)
        hits->items[i].finding.record = &hits->items[i].record;
    return result;
}
