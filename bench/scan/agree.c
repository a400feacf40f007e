/*
 * agree.c - does the scan find what lookup finds?
 *
 *     scan-agree KB LOG EVERY [TRUTH]
 *
 * Cuts the log into records, gives each EVERY-th of them, and each that the scan found something
 * in, to the matcher, and compares verdict and entry with what the finder made of the same block.
 * With the truth of make_log: how many of the planted errors were found. One line each; exit status
 * 1 when fewer than 0.999 agree or were found.
 */
#include "base/mem.h"
#include "scan/finder.h"
#include "scan/input.h"

#include <stdio.h>
#include <stdlib.h>

struct tally {
    size_t asked, agreed;
};

struct check {
    struct matcher *matcher;
    struct finder *finder;
    struct arena *hits_arena, *arena;
    uint64_t every, seen;
    struct tally sampled, found;
    FILE *truth;
    unsigned long long planted_line; /* the next one */
    size_t planted, recalled;
    size_t extra, shown;
};

static const struct answer *hit_answer(const struct hit *h)
{
    return h && h->finding.outcome == SCAN_KNOWN ? h->finding.answer : NULL;
}

static bool same(const struct answer *scan, const struct answer *lookup)
{
    if (!scan || lookup->verdict == VERDICT_NONE)
        return !scan && lookup->verdict == VERDICT_NONE;
    return scan->verdict == lookup->verdict && scan->match_count && lookup->match_count &&
           scan->matches[0].row == lookup->matches[0].row;
}

static void compare(struct check *c, const struct record *r, const struct hit *h)
{
    const struct answer *scan = hit_answer(h);
    bool sampled = c->every && c->seen++ % c->every == 0;
    if (!sampled && !scan)
        return;
    struct err err;
    struct answer answer;
    struct matcher_query q = {.text = r->text, .limit = 1};
    arena_reset(c->arena);
    if (matcher_run(c->matcher, &q, c->arena, &answer, &err) != 0) {
        fprintf(stderr, "%s\n", err.message);
        exit(2);
    }
    bool agrees = same(scan, &answer);
    if (sampled) {
        c->sampled.asked++;
        c->sampled.agreed += agrees;
    }
    if (scan) {
        c->found.asked++;
        c->found.agreed += agrees;
    }
    if (!agrees && c->shown++ < 20)
        printf("  differs: line %llu: scan %s, lookup %s: %.*s\n", (unsigned long long)r->line,
               scan ? verdict_name(scan->verdict) : "none", verdict_name(answer.verdict),
               STR_ARG(r->text));
}

static void next_planted(struct check *c)
{
    char how[16];
    if (!c->truth || fscanf(c->truth, "%llu %15s", &c->planted_line, how) != 2)
        c->planted_line = 0;
}

/* Records and findings are both in the order of the log. */
static void count_planted(struct check *c, const struct record *r, const struct hit *h)
{
    while (c->planted_line && c->planted_line < r->line + r->lines) {
        c->planted++;
        c->recalled += hit_answer(h) != NULL;
        next_planted(c);
    }
}

static int check_block(struct check *c, struct block *b, struct err *err)
{
    struct hits hits;
    struct line_place place = {0};
    struct record r;
    size_t next = 0;
    arena_reset(c->hits_arena);
    if (finder_run(c->finder, b, c->hits_arena, &hits, err) != 0)
        return -1;
    place.line = b->first_line;
    for (size_t at = 0; b->plain && at < b->bytes.n; at = record_end(b, &r)) {
        r = record_at(b, at, &place, c->hits_arena);
        const struct hit *h = NULL;
        if (next < hits.count && hits.items[next].record.line == r.line)
            h = &hits.items[next++];
        compare(c, &r, h);
        count_planted(c, &r, h);
    }
    c->extra += hits.count - next;
    return 0;
}

static double share(size_t part, size_t whole)
{
    return whole ? (double)part / (double)whole : 1;
}

int main(int argc, char **argv)
{
    if (argc < 4) {
        fputs("usage: scan-agree KB LOG EVERY [TRUTH]\n", stderr);
        return 2;
    }
    struct err err = {0};
    struct kb *kb = kb_open(argv[1], &err);
    struct check c = {.every = strtoull(argv[3], NULL, 10)};
    c.matcher = kb ? matcher_new(&kb, 1, &err) : NULL;
    struct matcher *second = c.matcher ? matcher_new(&kb, 1, &err) : NULL;
    const char *paths[] = {argv[2]};
    const struct input_options o = {.paths = paths, .path_count = 1, .stop_fd = -1};
    struct inputs *in = second ? inputs_open(&o, &err) : NULL;
    if (!in) {
        fprintf(stderr, "%s\n", err.message);
        return 2;
    }
    struct outcomes *outcomes = outcomes_new();
    const struct finder_options f = {.since = RECORD_NO_TIME, .until = RECORD_NO_TIME, .seed = 1};
    c.finder = finder_new(second, &kb, outcomes, &f);
    c.hits_arena = arena_new();
    c.arena = arena_new();
    c.truth = argc > 4 ? fopen(argv[4], "r") : NULL;
    next_planted(&c);
    struct block *b;
    while (inputs_next(in, &b) == 1) {
        if (check_block(&c, b, &err) != 0) {
            fprintf(stderr, "%s\n", err.message);
            return 2;
        }
        block_release(b);
    }
    printf("agreement on every %s. record: %.5f (%zu of %zu)\n", argv[3],
           share(c.sampled.agreed, c.sampled.asked), c.sampled.agreed, c.sampled.asked);
    printf("agreement on what scan found: %.5f (%zu of %zu)\n",
           share(c.found.agreed, c.found.asked), c.found.agreed, c.found.asked);
    if (c.truth)
        printf("planted errors found: %.5f (%zu of %zu)\n", share(c.recalled, c.planted),
               c.recalled, c.planted);
    if (c.extra)
        printf("findings that are no records: %zu\n", c.extra);
    inputs_free(in);
    finder_free(c.finder);
    outcomes_free(outcomes);
    return share(c.sampled.agreed, c.sampled.asked) < 0.999 ||
           share(c.recalled, c.planted) < 0.999 || c.extra;
}
