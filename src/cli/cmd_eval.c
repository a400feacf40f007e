#include "base/arena.h"
#include "base/mem.h"
#include "cli/cmd.h"
#include "cli/kbs.h"
#include "cli/out.h"
#include "eval/labels.h"
#include "eval/measure.h"
#include "eval/shared.h"
#include "report/safe.h"

#include <stdlib.h>

enum { KINDS_MAX = 32, QUERY_SHOWN = 100, PERCENT = 100 };

struct eval_options {
    bool strip_codes, wrong, explain;
    struct opt_list kbs;
    const char *min_top1;
};

/* One row of the table: all queries, or those of one kind. */
struct row {
    struct str name;
    struct measures measures;
    struct judged *judged;
    size_t count, cap;
};

struct eval {
    const struct eval_options *options;
    struct matcher *matcher;
    struct shared *shared;
    struct arena *labels;
    struct arena *arena; /* of the query at hand */
    struct row rows[KINDS_MAX + 1];
    size_t row_count;
};

static struct row *row_of(struct eval *e, struct str name)
{
    for (size_t i = 0; i < e->row_count; i++)
        if (str_eq(e->rows[i].name, name))
            return &e->rows[i];
    if (e->row_count == ARRAY_LEN(e->rows))
        return &e->rows[e->row_count - 1];
    e->rows[e->row_count].name = name;
    return &e->rows[e->row_count++];
}

static void add(struct row *r, const struct judged *j)
{
    measure_add(&r->measures, j);
    r->judged = mem_grow(r->judged, r->count, &r->cap, sizeof *r->judged);
    r->judged[r->count++] = *j;
}

/* A near-duplicate of the right entry is the right answer too. */
static enum judgement judge(const struct label *l, const struct match *m)
{
    enum judgement best = label_judge(l, m->entry.entry.id);
    for (size_t i = 0; i < m->also_count && best != JUDGED_RIGHT; i++)
        if (label_judge(l, m->also[i]) == JUDGED_RIGHT)
            best = JUDGED_RIGHT;
    return best;
}

static struct judged judge_answer(const struct eval *e, const struct label *l, struct str text,
                                  const struct answer *a)
{
    struct judged j = {.answerable = l->expect_count > 0, .verdict = a->verdict};
    shared_expect(e->shared, l, text);
    for (size_t i = 0; i < a->match_count && i < MEASURE_RANKS && j.rank == 0; i++) {
        bool right = judge(l, &a->matches[i]) == JUDGED_RIGHT;
        j.shared = !right && shared_has(e->shared, a->matches[i].entry.entry.id) != SHARE_NONE;
        if (right || j.shared)
            j.rank = i + 1;
    }
    if (a->match_count) {
        j.confidence = a->matches[0].confidence;
        j.near = judge(l, &a->matches[0]) == JUDGED_NEAR;
    }
    return j;
}

static void print_wrong(const struct eval *e, const char *path, const struct label *l,
                        struct str text, const struct answer *a, const struct judged *j)
{
    bool wrong = j->answerable ? j->rank != 1 : a->verdict == VERDICT_MATCH;
    if (!wrong)
        return;
    struct buf b = BUF_INIT(1 << 20);
    buf_printf(&b, "%s:%zu: ", path, l->line);
    struct str shown = str_slice(text, 0, QUERY_SHOWN);
    for (size_t i = 0; i < shown.n; i++)
        buf_putc(&b, shown.p[i] == '\n' ? ' ' : shown.p[i]);
    buf_printf(&b, "\n  wanted %.*s%s\n", STR_ARG(j->answerable ? l->expect[0] : STR("no answer")),
               l->expect_count > 1 ? " (or another)" : "");
    for (size_t i = 0; i < a->match_count && i < 2; i++)
        buf_printf(&b, "  got %s %.2f %.*s\n", i ? "then" : verdict_name(a->verdict),
                   a->matches[i].confidence, STR_ARG(a->matches[i].entry.entry.id));
    if (j->rank)
        buf_printf(&b, "  the right one came as number %zu\n", j->rank);
    if (e->options->explain)
        buf_put(&b, a->explain);
    struct buf safe = BUF_INIT(1 << 20);
    struct str rest = buf_str(&b), line;
    while (str_next_line(&rest, &line)) {
        safe_put(&safe, line);
        buf_putc(&safe, '\n');
    }
    out_put(buf_str(&safe));
    buf_release(&safe);
    buf_release(&b);
}

static int eval_label(struct eval *e, const char *path, const struct label *l, struct err *err)
{
    arena_reset(e->arena);
    struct str stripped = label_without_codes(e->arena, l);
    struct str text = e->options->strip_codes ? stripped : l->text;
    struct matcher_query q = {
        .text = text, .limit = MEASURE_RANKS, .facets = l->facets,
        .facet_count = l->facet_count, .explain = e->options->explain};
    struct answer a;
    if (l->says == LABEL_NOT)
        return 0;
    if (matcher_run(e->matcher, &q, e->arena, &a, err) != 0)
        return -1;
    struct judged j = judge_answer(e, l, text, &a);
    add(&e->rows[0], &j);
    if (l->kind.n)
        add(row_of(e, l->kind), &j);
    if (e->options->wrong)
        print_wrong(e, path, l, text, &a, &j);
    return 0;
}

static int eval_file(struct eval *e, const char *path, struct err *err)
{
    size_t count;
    struct label *labels = labels_read(e->labels, path, &count, err);
    if (!labels)
        return -1;
    for (size_t i = 0; i < count; i++)
        if (eval_label(e, path, &labels[i], err) != 0)
            return -1;
    return 0;
}

static void print_table(struct eval *e)
{
    out_puts("kind          queries  top-1  top-3    MRR  coverage   risk  no answer  false match  "
             "false at 95 %  calibration\n");
    for (size_t i = 0; i < e->row_count; i++) {
        struct row *r = &e->rows[i];
        const struct measures *m = &r->measures;
        double false_at = measure_false_at(r->judged, r->count, 0.95);
        struct buf name = BUF_INIT(64);
        safe_put(&name, r->name);
        out_printf("%-12s %8zu  %.3f  %.3f  %.3f     %.3f  %.3f  %9zu        %.3f          %.3f"
                   "        %.3f\n",
                   buf_cstr(&name), m->queries, measure_top1(m), measure_top3(m), measure_mrr(m),
                   measure_coverage(m), measure_risk(m), m->unanswerable, measure_false_match(m),
                   false_at, measure_calibration_error(m));
        buf_release(&name);
    }
    if (e->rows[0].measures.shared1)
        out_printf("%zu of the right first answers to queries without a code are another entry with "
                   "the same message\n",
                   e->rows[0].measures.shared1);
}

/* "0.85" in ten-thousandths; false when it is no number from 0 to 1. */
static bool parse_share(const char *text, double *share)
{
    struct str s = str_of(text), whole;
    uint64_t digits = 0;
    str_next_part(&s, '.', &whole);
    if (s.n > 6 || !(str_eq(whole, STR("0")) || str_eq(whole, STR("1"))) ||
        (s.n && !str_u64(s, 10, &digits)))
        return false;
    double scale = 1;
    for (size_t i = 0; i < s.n; i++)
        scale *= 10;
    *share = (double)(whole.p[0] - '0') + (double)digits / scale;
    return *share <= 1;
}

int cmd_eval(int argc, char **argv)
{
    struct eval_options o = {0};
    const struct opt options[] = {
        KBS_OPTION(o.kbs),
        {.name = "strip-codes", .kind = OPT_FLAG, .value = &o.strip_codes,
         .help = "take the codes out of the queries: the message alone must do"},
        {.name = "wrong", .kind = OPT_FLAG, .value = &o.wrong,
         .help = "list what went wrong: queries, what was wanted, what came"},
        {.name = "explain", .kind = OPT_FLAG, .value = &o.explain,
         .help = "with --wrong: why each answer is what it is"},
        {.name = "min-top1", .kind = OPT_TEXT, .argument = "SHARE", .value = &o.min_top1,
         .help = "exit with status 1 when top-1 is below this share, such as 0.85"},
    };
    const struct opt_command command = {
        "eval", "QUERIES.jsonl...",
        "Measure lookup on labelled queries: top-1, top-3, MRR@10, coverage, risk, false answers\n"
        "and calibration, all and by kind.",
        options, ARRAY_LEN(options)};
    int status = opt_parse(&command, &argc, argv);
    if (status >= 0)
        return status;
    double least = 0;
    if (argc == 0)
        return opt_fault(&command, "no file of labelled queries given");
    if (o.min_top1 && !parse_share(o.min_top1, &least))
        return opt_fault(&command, "--min-top1 takes a share from 0 to 1, not \"%s\"", o.min_top1);

    struct eval e = {.options = &o, .labels = arena_new(), .arena = arena_new(), .row_count = 1};
    e.rows[0].name = STR("all");
    struct kbs kbs = {0};
    struct err err;
    status = STATUS_TROUBLE;
    if (kbs_open(&kbs, &o.kbs, &err) != 0)
        goto out;
    e.matcher = matcher_new(kbs.items, kbs.count, &err);
    e.shared = e.matcher ? shared_new(kbs.items, kbs.count, &err) : NULL;
    if (!e.shared)
        goto out;
    for (int i = 0; i < argc; i++)
        if (eval_file(&e, argv[i], &err) != 0)
            goto out;
    print_table(&e);
    status = measure_top1(&e.rows[0].measures) < least ? STATUS_NOTHING : STATUS_FOUND;
out:
    if (status == STATUS_TROUBLE)
        out_trouble(&err);
    for (size_t i = 0; i < e.row_count; i++)
        mem_free(e.rows[i].judged);
    shared_free(e.shared);
    matcher_free(e.matcher);
    kbs_close(&kbs);
    arena_free(e.labels);
    arena_free(e.arena);
    return status;
}
