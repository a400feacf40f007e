#include "scan/tally.h"

#include "base/mem.h"
#include "text/utf8.h"

#define SECOND INT64_C(1000000)
/* Wider than this no bucket gets: two of them span all times that can be told apart. */
#define WIDTH_MAX (SECOND << 41)

/* ---- counting over time ---------------------------------------------------------------------- */

static int64_t floor_to(int64_t time, int64_t width)
{
    int64_t rest = time % width;
    return time - (rest < 0 ? rest + width : rest);
}

/* Buckets twice as wide, from the multiple of the new width that is at or before the start. */
static void widen(struct timeline *t)
{
    int64_t width = t->width * 2, start = floor_to(t->start, width);
    size_t shift = start == t->start ? 0 : 1;
    for (size_t i = 0; i < SUMMARY_BUCKETS; i++) {
        uint64_t count = t->counts[i];
        t->counts[i] = 0;
        t->counts[(i + shift) / 2] += count;
    }
    t->start = start;
    t->width = width;
}

static void shift_to(struct timeline *t, int64_t start)
{
    size_t by = (size_t)((t->start - start) / t->width);
    memmove(t->counts + by, t->counts, (SUMMARY_BUCKETS - by) * sizeof t->counts[0]);
    memset(t->counts, 0, by * sizeof t->counts[0]);
    t->start = start;
}

static size_t used_buckets(const struct timeline *t)
{
    size_t used = SUMMARY_BUCKETS;
    while (used && t->counts[used - 1] == 0)
        used--;
    return used;
}

/* Widen, or move what there is, until `time` has a bucket. */
static bool make_room(struct timeline *t, int64_t time)
{
    if (time < -WIDTH_MAX || time > WIDTH_MAX)
        return false;
    for (;;) {
        int64_t start = floor_to(time, t->width);
        if (start < t->start) {
            uint64_t by = (uint64_t)(t->start - start) / (uint64_t)t->width;
            if (by + used_buckets(t) <= SUMMARY_BUCKETS) {
                shift_to(t, start);
                return true;
            }
        } else if ((uint64_t)(start - t->start) / (uint64_t)t->width < SUMMARY_BUCKETS) {
            return true;
        }
        widen(t);
    }
}

static void add_many(struct timeline *t, int64_t time, uint64_t count)
{
    if (t->width == 0) {
        t->width = SECOND;
        t->start = floor_to(time, SECOND);
    }
    if (make_room(t, time))
        t->counts[(time - t->start) / t->width] += count;
}

void timeline_add(struct timeline *t, int64_t time)
{
    if (time != RECORD_NO_TIME && time >= -WIDTH_MAX && time <= WIDTH_MAX)
        add_many(t, time, 1);
}

void timeline_merge(struct timeline *t, const struct timeline *other)
{
    if (other->width == 0)
        return;
    if (t->width == 0) {
        *t = *other;
        return;
    }
    while (t->width < other->width)
        widen(t);
    for (size_t i = 0; i < SUMMARY_BUCKETS; i++)
        if (other->counts[i])
            add_many(t, other->start + (int64_t)i * other->width, other->counts[i]);
}

/* ---- the tally ---------------------------------------------------------------------------------
 */

static struct str copy(struct str s)
{
    char *p = mem_alloc(s.n);
    if (s.n)
        memcpy(p, s.p, s.n);
    return str_n(p, s.n);
}

/* A level is worth as much as four times the next lower one; without one it may be any. */
static const double level_weights[] = {
    [LEVEL_UNKNOWN] = 8, [LEVEL_DEBUG] = 1,  [LEVEL_INFO] = 2,
    [LEVEL_WARNING] = 8, [LEVEL_ERROR] = 32, [LEVEL_FATAL] = 128,
};

static void add_time(struct tally *t, int64_t first, int64_t last)
{
    t->first = !t->timed || first < t->first ? first : t->first;
    t->last = !t->timed || last > t->last ? last : t->last;
    t->timed = true;
}

static void add_sample(struct tally *t, const struct record_sample *s)
{
    if (t->sample_count == SUMMARY_SAMPLES_MAX)
        return;
    struct record_sample *to = &t->samples[t->sample_count++];
    *to = *s;
    to->input = copy(s->input);
    to->text = copy(s->text);
}

void tally_add(struct tally *t, const struct record *r, struct str input)
{
    /* A line as it stands in the log; of XML, JSON and CSV what it says. */
    struct str shown = r->raw.n && !r->field_count ? r->raw : r->text;
    t->count++;
    t->weight += level_weights[r->level];
    t->level = r->level > t->level ? r->level : t->level;
    if (r->time != RECORD_NO_TIME) {
        add_time(t, r->time, r->time);
        timeline_add(&t->timeline, r->time);
    }
    if (t->sample_count < SUMMARY_SAMPLES_MAX)
        add_sample(t, &(struct record_sample){
                          .input = input,
                          .line = r->line,
                          .time = r->time,
                          .text = utf8_cut(shown, SUMMARY_SAMPLE_BYTES),
                      });
}

void tally_add_alike(struct tally *t, const struct record *r, uint64_t count, int64_t last)
{
    t->count += count;
    t->weight += level_weights[r->level] * (double)count;
    if (last == RECORD_NO_TIME || last < -WIDTH_MAX || last > WIDTH_MAX)
        return;
    add_time(t, last, last);
    add_many(&t->timeline, last, count);
}

void tally_merge(struct tally *t, const struct tally *later)
{
    t->count += later->count;
    t->weight += later->weight;
    t->level = later->level > t->level ? later->level : t->level;
    if (later->timed)
        add_time(t, later->first, later->last);
    timeline_merge(&t->timeline, &later->timeline);
    for (size_t i = 0; i < later->sample_count; i++)
        add_sample(t, &later->samples[i]);
}

void tally_release(struct tally *t)
{
    for (size_t i = 0; i < t->sample_count; i++) {
        mem_free((char *)t->samples[i].input.p);
        mem_free((char *)t->samples[i].text.p);
    }
    *t = (struct tally){0};
}

size_t tally_samples(const struct tally *t, struct arena *a, struct record_sample *out)
{
    for (size_t i = 0; i < t->sample_count; i++) {
        out[i] = t->samples[i];
        out[i].input = arena_dup(a, t->samples[i].input);
        out[i].text = arena_dup(a, t->samples[i].text);
    }
    return t->sample_count;
}
