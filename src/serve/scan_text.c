#include "serve/scan_text.h"

#include "base/map.h"
#include "base/mem.h"
#include "text/utf8.h"

#include <stdlib.h>

enum { WATCH_EVERY = 64, LINES_OF_RECORD = 20, NOTHING = UINT32_MAX, UNKNOWN = UINT32_MAX - 1 };

struct record_text {
    struct str text;
    uint64_t line;
};

/* Where an entry is, and what was found of it. */
struct tally {
    size_t layer;
    int64_t row; /* 0: of an unknown error */
    struct scan_text_finding found;
};

struct scanner {
    struct service_worker *worker;
    const struct service_query *query;
    struct arena *arena, *scratch;
    struct map *memo;  /* of masked texts: what became of them, an index of tallies or NOTHING */
    struct map *exact; /* of texts whose numbers matter */
    struct map *groups; /* of unknown ones, masked */
    struct tally *tallies;
    size_t count, cap;
    size_t lookups;
    struct scan_text_result *result;
};

/* ---- records --------------------------------------------------------------------------------- */

static bool continues(struct str line)
{
    return line.n && (line.p[0] == ' ' || line.p[0] == '\t');
}

/* A line and the indented ones behind it. False at the end. */
static bool next_record(struct str *rest, uint64_t *line_number, struct record_text *record)
{
    struct str line, ahead = *rest;
    if (!str_next_line(&ahead, &line))
        return false;
    *record = (struct record_text){line, *line_number};
    *rest = ahead;
    ++*line_number;
    for (int i = 0; i < LINES_OF_RECORD && str_next_line(&ahead, &line) && continues(line); i++) {
        record->text.n = (size_t)(line.p - record->text.p) + line.n;
        *rest = ahead;
        ++*line_number;
    }
    record->text = utf8_cut(str_trim(record->text), SCAN_TEXT_RECORD_MAX);
    return true;
}

/* Words of which one stands in nearly every report of an error. */
static bool looks_like_error(struct str text)
{
    static const struct str words[] = {
        STR_INIT("error"),   STR_INIT("fail"),     STR_INIT("exception"), STR_INIT("fatal"),
        STR_INIT("denied"),  STR_INIT("refused"),  STR_INIT("cannot"),    STR_INIT("can't"),
        STR_INIT("unable"),  STR_INIT("timed out"), STR_INIT("timeout"),  STR_INIT("invalid"),
        STR_INIT("critical"), STR_INIT("panic"),
    };
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (str_ifind(text, words[i]) != STR_NOT_FOUND)
            return true;
    return false;
}

static struct str mask_digits(struct str text, struct arena *a)
{
    char *p = arena_alloc(a, text.n + 1);
    for (size_t i = 0; i < text.n; i++)
        p[i] = ascii_is_digit(text.p[i]) ? '0' : text.p[i];
    return str_n(p, text.n);
}

/* ---- one record ------------------------------------------------------------------------------ */

static uint32_t tally_of(struct scanner *s, size_t layer, int64_t row)
{
    for (size_t i = 0; row && i < s->count; i++)
        if (s->tallies[i].layer == layer && s->tallies[i].row == row)
            return (uint32_t)i;
    s->tallies = arena_grow(s->arena, s->tallies, s->count, &s->cap, sizeof *s->tallies);
    s->tallies[s->count] = (struct tally){.layer = layer, .row = row};
    return (uint32_t)s->count++;
}

static uint32_t unknown_of(struct scanner *s, struct str masked)
{
    bool fresh;
    uint32_t *at = map_put(s->groups, masked, 0, &fresh);
    if (fresh)
        *at = tally_of(s, 0, 0);
    return *at;
}

/* Which tally the record counts for, or NOTHING. -1: trouble. */
static int look_up(struct scanner *s, struct str text, struct str masked, uint32_t *to,
                   struct err *err)
{
    struct answer answer;
    const struct matcher_query q = {.text = text, .limit = 1, .facets = s->query->facets,
                                    .facet_count = s->query->facet_count, .telling = true};
    if (matcher_run(s->worker->reader.matcher, &q, s->scratch, &answer, err) != 0)
        return -1;
    s->lookups++;
    *to = NOTHING;
    if (answer.verdict != VERDICT_NONE && answer.match_count) {
        const struct match *m = &answer.matches[0];
        *to = tally_of(s, m->layer, m->row);
        struct scan_text_finding *f = &s->tallies[*to].found;
        f->confidence = m->confidence > f->confidence ? m->confidence : f->confidence;
    } else if (looks_like_error(text)) {
        *to = unknown_of(s, masked);
    }
    if (answer.telling_count)
        map_put(s->exact, text, *to, NULL);
    else
        map_put(s->memo, masked, *to, NULL);
    return 0;
}

static void count(struct scanner *s, const struct record_text *record, uint32_t to)
{
    if (to == NOTHING)
        return;
    struct tally *t = &s->tallies[to];
    if (t->found.count++ == 0) {
        t->found.first_line = record->line;
        t->found.sample =
            arena_dup(s->arena, utf8_cut(record->text, SCAN_TEXT_SAMPLE_MAX));
    }
    if (t->row)
        s->result->matched++;
    else
        s->result->unknown_records++;
}

static int take(struct scanner *s, const struct record_text *record, struct err *err)
{
    s->result->records++;
    struct str masked = mask_digits(record->text, s->scratch);
    const uint32_t *known = map_get(s->memo, masked);
    if (!known)
        known = map_get(s->exact, record->text);
    uint32_t to = known ? *known : NOTHING;
    if (!known && s->lookups == SCAN_TEXT_LOOKUPS_MAX)
        s->result->left_out++;
    else if (!known && look_up(s, record->text, masked, &to, err) != 0)
        return -1;
    count(s, record, to);
    return 0;
}

/* ---- all of them ----------------------------------------------------------------------------- */

static int by_count(const void *a, const void *b)
{
    const struct tally *x = a, *y = b;
    if (x->found.count != y->found.count)
        return x->found.count > y->found.count ? -1 : 1;
    return (x->found.first_line > y->found.first_line) - (x->found.first_line < y->found.first_line);
}

static int summarise(struct scanner *s, struct err *err)
{
    struct scan_text_result *r = s->result;
    qsort(s->tallies, s->count, sizeof *s->tallies, by_count);
    r->findings = arena_zalloc(s->arena, SCAN_TEXT_FINDINGS_MAX, sizeof *r->findings);
    r->unknown = arena_zalloc(s->arena, SCAN_TEXT_UNKNOWN_MAX, sizeof *r->unknown);
    for (size_t i = 0; i < s->count; i++) {
        struct tally *t = &s->tallies[i];
        if (!t->row && r->unknown_count < SCAN_TEXT_UNKNOWN_MAX)
            r->unknown[r->unknown_count++] = t->found;
        if (!t->row || r->finding_count == SCAN_TEXT_FINDINGS_MAX)
            continue;
        struct scan_text_finding *f = &r->findings[r->finding_count];
        *f = t->found;
        int found = kb_get(s->worker->reader.kbs[t->layer], t->row, s->arena, &f->entry, err);
        if (found < 0)
            return -1;
        r->finding_count += (size_t)found;
    }
    return 0;
}

static int run(struct scanner *s, const struct scan_text_watch *watch, struct err *err)
{
    struct str rest = s->query->text;
    uint64_t line = 1;
    struct record_text record;
    for (size_t n = 0; next_record(&rest, &line, &record); n++) {
        if (watch && n % WATCH_EVERY == 0 &&
            !watch->go_on(watch->ctx, s->query->text.n - rest.n, s->query->text.n))
            return 1;
        if (record.text.n == 0)
            continue;
        int result = take(s, &record, err);
        arena_reset(s->scratch);
        if (result != 0)
            return result;
    }
    return summarise(s, err);
}

int scan_text(struct service_worker *w, const struct service_query *q,
              const struct scan_text_watch *watch, struct arena *a,
              struct scan_text_result *result, struct err *err)
{
    struct scanner s = {.worker = w, .query = q, .arena = a, .scratch = arena_new(),
                        .memo = map_new(), .exact = map_new(), .groups = map_new(),
                        .result = result};
    *result = (struct scan_text_result){0};
    int status = run(&s, watch, err);
    map_free(s.memo);
    map_free(s.exact);
    map_free(s.groups);
    arena_free(s.scratch);
    return status;
}
