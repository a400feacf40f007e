#include "scan/summary.h"

#include "base/map.h"
#include "base/mem.h"
#include "scan/group.h"
#include "scan/tally.h"
#include "scan/values.h"
#include "text/utf8.h"

#include <stdlib.h>

enum { TROUBLE_MAX = 500 };

struct counted_entry {
    struct kb_entry entry; /* in the summary's arena */
    struct tally tally;    /* of matches; of an entry that never was one, of ambiguous records */
    uint64_t matched, ambiguous;
    double confidence;
    struct values values;
};

struct summary {
    struct arena *arena; /* entries, names, troubles */
    struct map *rows;    /* layer and row to index */
    struct counted_entry *entries;
    size_t entry_count, entry_cap;
    uint64_t entries_dropped;
    struct groups *groups;
    struct input_summary *inputs;
    size_t input_count, input_cap;
    uint64_t inputs_dropped, last_input;
    uint64_t bytes, records, matched, ambiguous, unmatched_errors, cut;
    int64_t first, last;
};

struct summary *summary_new(void)
{
    struct summary *s = mem_zalloc(1, sizeof *s);
    s->arena = arena_new();
    s->rows = map_new();
    s->groups = groups_new();
    s->first = s->last = RECORD_NO_TIME;
    return s;
}

void summary_free(struct summary *s)
{
    if (!s)
        return;
    for (size_t i = 0; i < s->entry_count; i++) {
        tally_release(&s->entries[i].tally);
        values_release(&s->entries[i].values);
    }
    mem_free(s->entries);
    mem_free(s->inputs);
    groups_free(s->groups);
    map_free(s->rows);
    arena_free(s->arena);
    mem_free(s);
}

/* ---- inputs ---------------------------------------------------------------------------------- */

/* The input of this number, or the one that stands for it. */
static struct input_summary *input_at(struct summary *s, uint32_t input)
{
    size_t i = min_size(input, SUMMARY_INPUTS_MAX - 1);
    while (s->input_count <= i) {
        s->inputs = mem_grow(s->inputs, s->input_count, &s->input_cap, sizeof *s->inputs);
        s->inputs[s->input_count++] = (struct input_summary){0};
    }
    return &s->inputs[i];
}

void summary_input(struct summary *s, uint32_t input, struct str name, const char *format)
{
    struct input_summary *in = input_at(s, input);
    if (input >= SUMMARY_INPUTS_MAX && input > s->last_input)
        s->inputs_dropped++;
    s->last_input = input > s->last_input ? input : s->last_input;
    if (in->name.n == 0)
        in->name = arena_dup(s->arena, name);
    if (format)
        in->format = format;
}

void summary_trouble(struct summary *s, uint32_t input, struct str trouble, bool skipped)
{
    struct input_summary *in = input_at(s, input);
    if (in->trouble.n == 0)
        in->trouble = arena_dup(s->arena, utf8_cut(trouble, TROUBLE_MAX));
    in->skipped = in->skipped || skipped;
}

void summary_count(struct summary *s, uint32_t input, uint64_t bytes, uint64_t records,
                   uint64_t cut)
{
    struct input_summary *in = input_at(s, input);
    in->bytes += bytes;
    in->records += records;
    in->cut += cut;
    s->bytes += bytes;
    s->records += records;
    s->cut += cut;
}

static void count_time(struct summary *s, int64_t time)
{
    if (time == RECORD_NO_TIME)
        return;
    s->first = s->first == RECORD_NO_TIME || time < s->first ? time : s->first;
    s->last = s->last == RECORD_NO_TIME || time > s->last ? time : s->last;
}

/* ---- entries --------------------------------------------------------------------------------- */

static struct str dup_in(struct summary *s, struct str text)
{
    return text.n ? arena_dup(s->arena, text) : STR_NONE;
}

/* What of an entry is shown. */
static struct kb_entry copy_entry(struct summary *s, const struct kb_entry *from)
{
    struct kb_entry to = {.row = from->row, .source = dup_in(s, from->source)};
    const struct entry *e = &from->entry;
    const struct document *d = &from->document;
    to.entry = (struct entry){
        .id = dup_in(s, e->id),
        .kind = e->kind,
        .title = dup_in(s, e->title),
        .cause = dup_in(s, e->cause),
        .remedy = dup_in(s, e->remedy),
        .url = dup_in(s, e->url),
        .line = e->line,
        .facets = arena_zalloc(s->arena, e->facet_count, sizeof *e->facets),
        .facet_count = e->facet_count,
        .links = arena_zalloc(s->arena, e->link_count, sizeof *e->links),
        .link_count = e->link_count,
    };
    for (size_t i = 0; i < e->facet_count; i++)
        to.entry.facets[i] = (struct facet){.name = dup_in(s, e->facets[i].name),
                                            .value = dup_in(s, e->facets[i].value),
                                            .label = dup_in(s, e->facets[i].label)};
    for (size_t i = 0; i < e->link_count; i++)
        to.entry.links[i] = (struct link){.text = dup_in(s, e->links[i].text),
                                          .target = dup_in(s, e->links[i].target)};
    to.document = (struct document){
        .path = dup_in(s, d->path),
        .title = dup_in(s, d->title),
        .language = dup_in(s, d->language),
        .date = dup_in(s, d->date),
        .url = dup_in(s, d->url),
        .pages = arena_zalloc(s->arena, d->page_count, sizeof *d->pages),
        .page_count = d->page_count,
    };
    for (size_t i = 0; i < d->page_count; i++)
        to.document.pages[i] =
            (struct page){.path = dup_in(s, d->pages[i].path), .url = dup_in(s, d->pages[i].url)};
    return to;
}

static struct counted_entry *entry_at(struct summary *s, const struct match *m)
{
    int64_t parts[2] = {(int64_t)m->layer, m->row};
    struct str key = str_n((const char *)parts, sizeof parts);
    uint32_t *index = map_get(s->rows, key);
    if (index)
        return &s->entries[*index];
    if (s->entry_count == SUMMARY_ENTRIES_MAX)
        return NULL;
    s->entries = mem_grow(s->entries, s->entry_count, &s->entry_cap, sizeof *s->entries);
    map_put(s->rows, key, (uint32_t)s->entry_count, NULL);
    struct counted_entry *c = &s->entries[s->entry_count++];
    *c = (struct counted_entry){.entry = copy_entry(s, &m->entry)};
    return c;
}

void summary_add(struct summary *s, const struct finding *f)
{
    const struct answer *answer = f->answer;
    if (!answer || answer->match_count == 0)
        return;
    bool sure = answer->verdict == VERDICT_MATCH;
    const struct match *m = &answer->matches[0];
    struct input_summary *in = input_at(s, f->input);
    in->matched++;
    s->matched++;
    s->ambiguous += !sure;
    count_time(s, f->record->time);
    struct counted_entry *c = entry_at(s, m);
    if (!c) {
        s->entries_dropped++;
        return;
    }
    c->confidence = m->confidence > c->confidence ? m->confidence : c->confidence;
    if (sure && c->matched == 0)
        tally_release(&c->tally); /* a sample that is certain is a better one */
    c->matched += sure;
    c->ambiguous += !sure;
    if (!sure && c->matched)
        return;
    tally_add(&c->tally, f->record, in->name);
    values_add(&c->values, m->captures, m->capture_count);
}

uint64_t summary_add_unknown(struct summary *s, uint32_t input, const struct record *r,
                             const struct group_key *key)
{
    struct input_summary *in = input_at(s, input);
    in->unmatched_errors++;
    s->unmatched_errors++;
    count_time(s, r->time);
    return groups_add(s->groups, r, key, in->name);
}

void summary_add_alike(struct summary *s, uint32_t input, uint64_t group, const struct record *r,
                       uint64_t count, int64_t last)
{
    input_at(s, input)->unmatched_errors += count;
    s->unmatched_errors += count;
    count_time(s, last);
    groups_add_alike(s->groups, group, r, count, last);
}

struct str summary_group_pattern(const struct summary *s, uint64_t group, struct arena *a)
{
    return groups_pattern(s->groups, group, a);
}

/* ---- the view -------------------------------------------------------------------------------- */

static int by_weight(const void *a, const void *b)
{
    const struct entry_summary *x = a, *y = b;
    if (x->weight > y->weight || x->weight < y->weight)
        return x->weight > y->weight ? -1 : 1;
    return str_cmp(x->entry.entry.id, y->entry.entry.id);
}

void summary_view(const struct summary *s, size_t max_groups, struct arena *a,
                  struct scan_summary *out)
{
    struct entry_summary *entries = arena_zalloc(a, s->entry_count, sizeof *entries);
    for (size_t i = 0; i < s->entry_count; i++) {
        const struct counted_entry *c = &s->entries[i];
        const struct tally *t = &c->tally;
        entries[i] = (struct entry_summary){
            .entry = c->entry,
            .count = c->matched,
            .ambiguous = c->ambiguous,
            .confidence = c->confidence,
            .first = t->timed ? t->first : RECORD_NO_TIME,
            .last = t->timed ? t->last : RECORD_NO_TIME,
            .timeline = t->timeline,
            .captures = values_list(&c->values, a),
            .capture_count = c->values.count,
            .level = t->level,
            .weight = t->weight * c->confidence,
        };
        entries[i].sample_count = tally_samples(t, a, entries[i].samples);
    }
    qsort(entries, s->entry_count, sizeof *entries, by_weight);
    struct input_summary *inputs = arena_alloc(a, s->input_count * sizeof *inputs);
    for (size_t i = 0; i < s->input_count; i++) {
        inputs[i] = s->inputs[i];
        inputs[i].name = arena_dup(a, inputs[i].name);
        inputs[i].trouble = arena_dup(a, inputs[i].trouble);
    }
    *out = (struct scan_summary){
        .entries = entries,
        .entry_count = s->entry_count,
        .entries_dropped = s->entries_dropped,
        .inputs = inputs,
        .input_count = s->input_count,
        .inputs_dropped = s->inputs_dropped,
        .bytes = s->bytes,
        .records = s->records,
        .matched = s->matched,
        .ambiguous = s->ambiguous,
        .unmatched_errors = s->unmatched_errors,
        .cut = s->cut,
        .first = s->first,
        .last = s->last,
    };
    out->groups = groups_list(s->groups, max_groups, a, &out->group_count, &out->groups_dropped);
}
