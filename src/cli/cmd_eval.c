#include "base/arena.h"
#include "base/io.h"
#include "cli/cmd.h"
#include "cli/kbs.h"
#include "cli/out.h"
#include "eval/figures.h"

#include <fcntl.h>
#include <math.h>
#include <unistd.h>

enum { REPORT_MAX = 1 << 30 };

struct eval_options {
    bool strip_codes, wrong, explain, json;
    struct opt_list kbs;
    const char *min_top1, *max_false_match, *against;
    double least_top1, most_false;
};

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

static bool is_database(const char *path)
{
    static const char magic[] = "SQLite format 3";
    char head[sizeof magic] = {0};
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return false;
    ssize_t n = read(fd, head, sizeof head);
    close(fd);
    return n == (ssize_t)sizeof head && memcmp(head, magic, sizeof magic) == 0;
}

static struct evaluation *ask_all(const struct eval_options *o, const struct kbs *kbs, int count,
                                  char **files, struct err *err)
{
    const struct evaluation_options options = {o->strip_codes, o->explain};
    struct evaluation *e = evaluation_new(kbs->items, kbs->count, &options, err);
    for (int i = 0; e && i < count; i++)
        if (evaluation_ask(e, files[i], err) != 0) {
            evaluation_free(e);
            return NULL;
        }
    return e;
}

/* What --against names: the same queries asked of another knowledge base, or an earlier report. */
static struct earlier *before_of(const struct eval_options *o, int argc, char **files,
                                 struct arena *a, size_t *count, struct err *err)
{
    if (strcmp(o->against, ":builtin:") != 0 && !is_database(o->against))
        return earlier_read(a, o->against, count, err);
    struct opt_list list = {0};
    struct kbs kbs = {0};
    struct earlier *all = NULL;
    list.items[list.count++] = o->against;
    struct evaluation *e =
        kbs_open(&kbs, &list, err) == 0 ? ask_all(o, &kbs, argc, files, err) : NULL;
    if (e) {
        const struct outcome *outcomes = evaluation_outcomes(e, count);
        all = earlier_of(a, outcomes, *count);
        for (size_t i = 0; i < *count; i++)
            all[i].entry = arena_dup(a, all[i].entry);
    }
    evaluation_free(e);
    kbs_close(&kbs);
    return all;
}

static int verdict_on(const struct eval_options *o, const struct measures *m)
{
    double top1 = measure_top1(m), false_match = measure_false_match(m);
    int status = STATUS_FOUND;
    if (o->min_top1 && !(top1 >= o->least_top1)) {
        if (isnan(top1))
            out_error("no query has an answer, so --min-top1 is not reached");
        else
            out_error("top-1 is %.4f, less than %s", top1, o->min_top1);
        status = STATUS_NOTHING;
    }
    if (o->max_false_match && false_match > o->most_false) {
        out_error("false match is %.4f, more than %s", false_match, o->max_false_match);
        status = STATUS_NOTHING;
    }
    return status;
}

static int print(const struct eval_options *o, const struct evaluation *e,
                 const struct comparison *comparison)
{
    size_t count;
    const struct outcome *outcomes = evaluation_outcomes(e, &count);
    struct figures f;
    figures_of(outcomes, count, &f);
    struct buf b = BUF_INIT(REPORT_MAX);
    if (o->json) {
        const struct figures_json j = {&f,         outcomes,           count,
                                       comparison, str_of(o->against), o->strip_codes};
        figures_json(&j, &b);
    } else {
        if (o->wrong)
            figures_wrong(outcomes, count, &b);
        figures_text(&f, &b);
        if (comparison)
            figures_comparison(comparison, str_of(o->against), &b);
    }
    int status = verdict_on(o, &f.rows[0].measures);
    if (b.cut) {
        out_error("the report is longer than %d bytes: give fewer queries", REPORT_MAX);
        status = STATUS_TROUBLE;
    }
    out_put(buf_str(&b));
    buf_release(&b);
    figures_free(&f);
    return status;
}

static int run(const struct eval_options *o, int argc, char **files)
{
    struct kbs kbs = {0};
    struct arena *a = arena_new();
    struct evaluation *e = NULL;
    struct earlier *before = NULL;
    struct comparison comparison;
    size_t count, before_count = 0;
    struct err err;
    int status = STATUS_TROUBLE;
    if (kbs_open(&kbs, &o->kbs, &err) == 0)
        e = ask_all(o, &kbs, argc, files, &err);
    if (e && o->against)
        before = before_of(o, argc, files, a, &before_count, &err);
    if (!e || (o->against && !before)) {
        out_trouble(&err);
        goto out;
    }
    if (before) {
        const struct outcome *outcomes = evaluation_outcomes(e, &count);
        comparison = compare(a, outcomes, count, before, before_count);
    }
    status = print(o, e, before ? &comparison : NULL);
out:
    evaluation_free(e);
    kbs_close(&kbs);
    arena_free(a);
    return status;
}

int cmd_eval(int argc, char **argv)
{
    struct eval_options o = {0};
    const struct opt options[] = {
        KBS_OPTION(o.kbs),
        {.name = "json",
         .letter = 'j',
         .kind = OPT_FLAG,
         .value = &o.json,
         .help = "print all of it as JSON"},
        {.name = "wrong",
         .letter = 'w',
         .kind = OPT_FLAG,
         .value = &o.wrong,
         .help = "list what went wrong: what was wanted, what came, and why"},
        {.name = "explain",
         .letter = 'e',
         .kind = OPT_FLAG,
         .value = &o.explain,
         .help = "with --wrong: all that is known of each answer"},
        {.name = "against",
         .letter = 'a',
         .kind = OPT_TEXT,
         .argument = "FILE",
         .value = &o.against,
         .help = "compare with another knowledge base, or with what --json\n"
                 "printed in an earlier run"},
        {.name = "strip-codes",
         .kind = OPT_FLAG,
         .value = &o.strip_codes,
         .help = "take the codes out of the queries: the message alone must do"},
        {.name = "min-top1",
         .kind = OPT_TEXT,
         .argument = "SHARE",
         .value = &o.min_top1,
         .help = "exit with status 1 when top-1 is below this share, such as 0.85"},
        {.name = "max-false-match",
         .kind = OPT_TEXT,
         .argument = "SHARE",
         .value = &o.max_false_match,
         .help = "exit with status 1 when more of the queries without an answer\n"
                 "get one"},
    };
    const struct opt_command command = {
        "eval", "QUERIES.jsonl...",
        "Measure lookup on labelled queries or on feedback: top-1, top-3, MRR@10, coverage, risk,\n"
        "false answers and calibration, all and by kind.",
        options, ARRAY_LEN(options)};
    int status = opt_parse(&command, &argc, argv);
    if (status >= 0)
        return status;
    if (argc == 0)
        return opt_fault(&command, "no file of labelled queries given");
    if (o.min_top1 && !parse_share(o.min_top1, &o.least_top1))
        return opt_fault(&command, "--min-top1 takes a share from 0 to 1, not \"%s\"", o.min_top1);
    if (o.max_false_match && !parse_share(o.max_false_match, &o.most_false))
        return opt_fault(&command, "--max-false-match takes a share from 0 to 1, not \"%s\"",
                         o.max_false_match);
    if (o.explain && !o.wrong)
        return opt_fault(&command, "--explain goes with --wrong");
    if (o.wrong && o.json)
        return opt_fault(&command, "--json tells of each query anyway: leave out --wrong");
    return run(&o, argc, argv);
}
