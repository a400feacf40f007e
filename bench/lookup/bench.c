/*
 * errkb-bench: what a lookup costs in a process that stays (serve, scan), and what retrieval finds.
 *
 * Runs the queries of labelled files (.jsonl: each as it is and without its codes) and the lines of
 * any other file over a knowledge base, several rounds, and prints how the times of the queries are
 * distributed. Times are of the thread's own processor time, each query's the median of its rounds,
 * so that a busy machine disturbs them little. Also: `--answers`, what the answers are, to compare two
 * builds; `--recall`, in how many of the labelled queries the right entry is among the candidates.
 */
#include "base/arena.h"
#include "base/io.h"
#include "base/mem.h"
#include "cli/cmd.h"
#include "cli/opt.h"
#include "cli/out.h"
#include "eval/labels.h"
#include "eval/shared.h"
#include "match/candidates.h"
#include "match/matcher.h"
#include "report/json.h"

#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { LINES_BYTES_MAX = 256 << 20, RANKS = 10 };

struct options {
    struct opt_list kbs;
    size_t rounds, limit, every;
    bool answers, recall, worst;
};

struct item {
    struct str text;
    const struct label *label; /* NULL: an ordinary line */
    bool codeless;             /* the query has no code */
    double us, steps;
    bool out_of_steps;
};

struct bench {
    struct options options;
    struct kb *kbs[OPT_LIST_MAX];
    size_t kb_count;
    struct arena *arena; /* of the queries */
    struct item *items;
    size_t count, cap;
};

static double now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

/* Of this process: resident megabytes now. */
static double resident_mb(void)
{
    struct buf b = BUF_INIT(4096);
    struct err err;
    uint64_t pages = 0;
    if (io_read_file("/proc/self/statm", &b, &err) == 0) {
        struct str rest = buf_str(&b), part;
        str_next_part(&rest, ' ', &part);
        str_next_part(&rest, ' ', &part);
        str_u64(part, 10, &pages);
    }
    buf_release(&b);
    return (double)pages * (double)sysconf(_SC_PAGESIZE) / 1e6;
}

/* ---- queries --------------------------------------------------------------------------------- */

static void add(struct bench *b, struct item item)
{
    b->items = mem_grow(b->items, b->count, &b->cap, sizeof *b->items);
    b->items[b->count++] = item;
}

static int add_labels(struct bench *b, const char *path, struct err *err)
{
    size_t n;
    const struct label *labels = labels_read(b->arena, path, &n, err);
    if (!labels)
        return -1;
    for (size_t i = 0; i < n; i++) {
        struct str stripped = label_without_codes(b->arena, &labels[i]);
        bool codeless = str_eq(stripped, labels[i].text);
        add(b, (struct item){.text = labels[i].text, .label = &labels[i], .codeless = codeless});
        if (!codeless)
            add(b, (struct item){.text = stripped, .label = &labels[i], .codeless = true});
    }
    return 0;
}

static int add_lines(struct bench *b, const char *path, struct err *err)
{
    struct buf bytes = BUF_INIT(LINES_BYTES_MAX);
    int result = io_read_file(path, &bytes, err);
    if (result == 0) {
        struct str rest = arena_dup(b->arena, buf_str(&bytes)), line;
        for (size_t i = 0; str_next_line(&rest, &line); i++)
            if (line.n && i % b->options.every == 0)
                add(b, (struct item){.text = line});
    }
    buf_release(&bytes);
    return result;
}

/* ---- times ----------------------------------------------------------------------------------- */

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static int by_falling_time(const void *a, const void *b)
{
    const struct item *x = a, *y = b;
    return (x->us < y->us) - (x->us > y->us);
}

static double quantile(const double *sorted, size_t n, double q)
{
    size_t i = (size_t)((double)(n - 1) * q + 0.5);
    return sorted[i < n ? i : n - 1];
}

static int time_all(struct bench *b, struct err *err)
{
    size_t rounds = b->options.rounds;
    double *times = mem_alloc(b->count * rounds * sizeof *times);
    double before = resident_mb(), start = now_us();
    struct matcher *m = matcher_new(b->kbs, b->kb_count, err);
    struct arena *a = arena_new();
    int result = m ? 0 : -1;
    for (size_t round = 0; round <= rounds && result == 0; round++) {
        if (round == 1) /* the first one reads the index */
            start = now_us();
        for (size_t i = 0; i < b->count && result == 0; i++) {
            const struct matcher_query q = {.text = b->items[i].text, .limit = b->options.limit};
            struct answer answer;
            double t = now_us();
            arena_reset(a);
            result = matcher_run(m, &q, a, &answer, err);
            if (round > 0)
                times[i * rounds + round - 1] = now_us() - t;
            b->items[i].steps = (double)answer.steps;
            b->items[i].out_of_steps = answer.out_of_steps;
        }
    }
    double total = now_us() - start;
    if (result == 0) {
        double *medians = mem_alloc(b->count * sizeof *medians);
        for (size_t i = 0; i < b->count; i++) {
            qsort(times + i * rounds, rounds, sizeof *times, by_value);
            medians[i] = b->items[i].us = quantile(times + i * rounds, rounds, 0.5);
        }
        qsort(medians, b->count, sizeof *medians, by_value);
        double median = quantile(medians, b->count, 0.5), p99 = quantile(medians, b->count, 0.99);
        out_printf("%zu queries, %zu rounds, in us: mean %.1f  median %.1f  p90 %.1f  p99 %.1f "
                   "(%.1f x)  max %.1f; matcher %.1f MB\n",
                   b->count, rounds, total / (double)(rounds * b->count), median,
                   quantile(medians, b->count, 0.9), p99, p99 / median, medians[b->count - 1],
                   resident_mb() - before);
        size_t out = 0;
        for (size_t i = 0; i < b->count; i++) {
            medians[i] = b->items[i].steps;
            out += b->items[i].out_of_steps;
        }
        qsort(medians, b->count, sizeof *medians, by_value);
        out_printf("steps: median %.0f  p99 %.0f  max %.0f; %zu queries were cut short by them\n",
                   quantile(medians, b->count, 0.5), quantile(medians, b->count, 0.99),
                   medians[b->count - 1], out);
        mem_free(medians);
    }
    arena_free(a);
    matcher_free(m);
    mem_free(times);
    return result;
}

static void print_worst(struct bench *b)
{
    enum { SHOWN = 12, TEXT_SHOWN = 110 };
    qsort(b->items, b->count, sizeof *b->items, by_falling_time);
    for (size_t i = 0; i < b->count && i < SHOWN; i++)
        out_printf("%8.1f us %6zu bytes  %.*s\n", b->items[i].us, b->items[i].text.n,
                   STR_ARG(str_slice(b->items[i].text, 0, TEXT_SHOWN)));
}

/* ---- answers --------------------------------------------------------------------------------- */

static int print_answers(struct bench *b, struct err *err)
{
    struct matcher *m = matcher_new(b->kbs, b->kb_count, err);
    struct arena *a = arena_new();
    struct buf json = BUF_INIT(REPORT_TEXT_MAX);
    const struct report_options how = {0};
    int result = m ? 0 : -1;
    for (size_t i = 0; i < b->count && result == 0; i++) {
        const struct matcher_query q = {.text = b->items[i].text, .limit = b->options.limit};
        struct answer answer;
        arena_reset(a);
        buf_clear(&json);
        result = matcher_run(m, &q, a, &answer, err);
        if (result != 0)
            break;
        report_answer_json(&answer, 0, &how, &json);
        buf_putc(&json, '\n');
        out_put(buf_str(&json));
    }
    buf_release(&json);
    arena_free(a);
    matcher_free(m);
    return result;
}

/* ---- recall ---------------------------------------------------------------------------------- */

struct recall {
    struct bench *b;
    struct shared *shared;
    struct index *indexes[OPT_LIST_MAX];
    struct candidate_scratch *scratches[OPT_LIST_MAX];
    struct arena *arena;
};

/* The rank of the first right one of the candidates, from 1; 0: it is not among them. *scored: how
 * many there are. */
static int rank_of_right(struct recall *r, const struct item *item, size_t *rank, size_t *scored,
                         struct err *err)
{
    arena_reset(r->arena);
    struct query *q = query_read(r->arena, item->text);
    bool *known = arena_zalloc(r->arena, q->code_count + 1, sizeof *known);
    shared_expect(r->shared, item->label, item->text);
    *rank = *scored = 0;
    for (size_t l = 0; l < r->b->kb_count; l++) {
        struct resolved *words = resolve(r->arena, r->indexes[l], q, true);
        struct steps steps = {.max = SIZE_MAX};
        size_t n;
        struct candidate *c =
            candidates_find(r->scratches[l], r->indexes[l], words, r->arena, known, &n, &steps);
        *scored += n;
        for (size_t i = 0; i < n && *rank == 0; i++) {
            struct kb_entry e;
            int got = kb_get(r->b->kbs[l], c[i].record->row, r->arena, &e, err);
            if (got != 1)
                return got ? -1 : err_set(err, ERR_INVALID, "the index names no entry");
            if (label_judge(item->label, e.entry.id) == JUDGED_RIGHT ||
                (item->codeless && shared_has(r->shared, e.entry.id) != SHARE_NONE))
                *rank = i + 1;
        }
    }
    return 0;
}

static int count_recall(struct recall *r, struct err *err)
{
    size_t asked = 0, found = 0, first = 0, ten = 0, candidates = 0;
    for (size_t i = 0; i < r->b->count; i++) {
        const struct item *item = &r->b->items[i];
        size_t rank, scored;
        if (!item->label || item->label->expect_count == 0 || !item->codeless)
            continue;
        if (rank_of_right(r, item, &rank, &scored, err) != 0)
            return -1;
        asked++;
        found += rank > 0;
        first += rank == 1;
        ten += rank > 0 && rank <= RANKS;
        candidates += scored;
        if (rank == 0 && r->b->options.worst)
            out_printf("not among %zu: %.*s\n", scored, STR_ARG(str_slice(item->text, 0, 160)));
    }
    double n = asked ? (double)asked : 1;
    out_printf("%zu queries without codes: right entry among the candidates %.3f, the first ten "
               "%.3f, the first %.3f; %.1f candidates\n",
               asked, (double)found / n, (double)ten / n, (double)first / n,
               (double)candidates / n);
    return 0;
}

static int print_recall(struct bench *b, struct err *err)
{
    struct recall r = {.b = b, .arena = arena_new()};
    int result = -1;
    for (size_t l = 0; l < b->kb_count; l++) {
        r.indexes[l] = index_open(b->kbs[l], err);
        if (!r.indexes[l])
            goto out;
        r.scratches[l] = candidate_scratch_new(index_counts(r.indexes[l]).entries);
    }
    r.shared = shared_new(b->kbs, b->kb_count, err);
    if (r.shared)
        result = count_recall(&r, err);
out:
    shared_free(r.shared);
    for (size_t l = 0; l < b->kb_count; l++) {
        candidate_scratch_free(r.scratches[l]);
        index_close(r.indexes[l]);
    }
    arena_free(r.arena);
    return result;
}

/* ---- all of it ------------------------------------------------------------------------------- */

static int run(struct bench *b, int argc, char **argv, struct err *err)
{
    for (size_t i = 0; i < b->options.kbs.count; i++) {
        struct kb *kb = kb_open(b->options.kbs.items[i], err);
        if (!kb)
            return -1;
        b->kbs[b->kb_count++] = kb;
    }
    for (int i = 0; i < argc; i++) {
        bool labelled = str_ends(str_of(argv[i]), STR(".jsonl"));
        if ((labelled ? add_labels : add_lines)(b, argv[i], err) != 0)
            return -1;
    }
    if (b->count == 0)
        return err_set(err, ERR_INVALID, "no queries in these files");
    if (b->options.answers)
        return print_answers(b, err);
    if (b->options.recall)
        return print_recall(b, err);
    int result = time_all(b, err);
    if (result == 0 && b->options.worst)
        print_worst(b);
    return result;
}

int main(int argc, char **argv)
{
    struct bench b = {.options = {.rounds = 9, .limit = 3, .every = 1}};
    struct options *o = &b.options;
    const struct opt options[] = {
        {.name = "kb", .kind = OPT_LIST, .argument = "FILE", .value = &o->kbs,
         .help = "the knowledge base; several: layers"},
        {.name = "rounds", .kind = OPT_NUMBER, .argument = "N", .min = 1, .max = 1000,
         .value = &o->rounds, .help = "run each query so many times"},
        {.name = "limit", .kind = OPT_NUMBER, .argument = "N", .min = 1, .max = MATCHER_LIMIT_MAX,
         .value = &o->limit, .help = "matches wanted"},
        {.name = "every", .kind = OPT_NUMBER, .argument = "N", .min = 1, .max = 1000000,
         .value = &o->every, .help = "of files of lines take each Nth line only"},
        {.name = "answers", .kind = OPT_FLAG, .value = &o->answers,
         .help = "print the answers, without times: to compare two builds"},
        {.name = "recall", .kind = OPT_FLAG, .value = &o->recall,
         .help = "is the right entry among the candidates? (.jsonl, without codes)"},
        {.name = "worst", .kind = OPT_FLAG, .value = &o->worst,
         .help = "list the slowest queries; with --recall: those that are not found"},
    };
    const struct opt_command command = {"bench", "FILE...",
                                        "Times lookups in a process that stays.", options,
                                        ARRAY_LEN(options)};
    int status = opt_parse(&command, &argc, argv);
    if (status >= 0)
        return status;
    if (argc == 0 || o->kbs.count == 0)
        return opt_fault(&command, "give a --kb and files of queries");
    struct err err;
    b.arena = arena_new();
    status = run(&b, argc, argv, &err) == 0 ? STATUS_FOUND : out_trouble(&err);
    for (size_t i = 0; i < b.kb_count; i++)
        kb_close(b.kbs[i]);
    mem_free(b.items);
    arena_free(b.arena);
    return out_finish(status);
}
