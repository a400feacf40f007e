/*
 * accuracy_fit - fits the weights and thresholds of src/match/weights.h.
 *
 *     accuracy_fit -k KB [-s KB] [-n LOG]... [option...] LABELS.jsonl...
 *
 * Prints Markdown: the labelled queries, and what else was made (gather.h), with the built-in
 * weights, cross-validated, and in sample; then the constants. Folds keep the queries about one
 * document together.
 */
#include "base/arena.h"
#include "base/io.h"
#include "base/mem.h"
#include "calibrate.h"
#include "choose.h"
#include "gather.h"
#include "match/weights.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { FILES_MAX = 32, NOISE_MAX = 64 << 20, FOLDS_MAX = 20, CONSTANT_SIZE = 64 };

struct settings {
    const char *kb, *samples, *out, *variant;
    const char *noise[FILES_MAX], *labels[FILES_MAX];
    size_t noise_count, label_count;
    size_t generated, left_out, lines, folds, seed, wrong;
};

/* How much each kind of examples weighs, in all, beside the labelled queries; the labelled ones
 * that have no answer weigh `none` each. */
struct variant {
    const char *name;
    double generated, left_out, lines, samples, none, l2;
};
static const struct variant variants[] = {
    {"all, L2 0.1", 0.5, 1.5, 0.5, 0.25, 2, 0.1},
    {"all, L2 0.01", 0.5, 1.5, 0.5, 0.25, 2, 0.01},
    {"all, L2 1", 0.5, 1.5, 0.5, 0.25, 2, 1},
    {"labelled only, L2 0.1", 0, 0, 0, 0, 2, 0.1},
    {"labelled and samples, L2 0.1", 0, 0, 0, 0.25, 2, 0.1},
    {"nothing generated, L2 0.1", 0, 0, 0.5, 0.25, 2, 0.1},
    {"nothing left out, L2 0.1", 0.5, 0, 0.5, 0.25, 2, 0.1},
    {"less left out, L2 0.1", 0.5, 0.5, 0.5, 0.25, 2, 0.1},
    {"more left out, L2 0.1", 0.5, 3, 0.5, 0.25, 2, 0.1},
    {"more generated, L2 0.1", 2, 1.5, 0.5, 0.25, 2, 0.1},
};

static int trouble(const char *what)
{
    fprintf(stderr, "accuracy_fit: %s\n", what);
    return 2;
}

/* ---- what is read ---------------------------------------------------------------------------- */

static int read_lines(const struct settings *s, struct arena *a, struct line_pool *read,
                      struct err *err)
{
    struct str *lines = NULL;
    size_t count = 0, cap = 0;
    for (size_t i = 0; i < s->noise_count; i++) {
        struct buf bytes = BUF_INIT(NOISE_MAX);
        if (io_read_file(s->noise[i], &bytes, err) != 0) {
            buf_release(&bytes);
            return -1;
        }
        struct str rest = arena_dup(a, buf_str(&bytes)), line;
        buf_release(&bytes);
        while (str_next_line(&rest, &line)) {
            if (str_trim(line).n == 0)
                continue;
            lines = arena_grow(a, lines, count, &cap, sizeof *lines);
            lines[count++] = str_trim(line);
        }
    }
    *read = (struct line_pool){lines, count};
    return 0;
}

static const char *set_name(struct arena *a, const char *path, bool bare)
{
    struct str name = str_of(path);
    size_t slash = str_rfind_char(name, '/');
    name = slash == STR_NOT_FOUND ? name : str_skip(name, slash + 1);
    size_t dot = str_find_char(name, '.');
    return arena_printf(a, "%.*s%s", STR_ARG(str_slice(name, 0, dot)), bare ? ", no codes" : "").p;
}

static int gather_of_kb(const struct settings *s, const struct line_pool *lines,
                        const struct line_pool *noise, struct arena *a, struct examples *x,
                        struct err *err)
{
    struct kb *kb = kb_open(s->kb, err);
    struct collector *c = kb ? collector_new(x, kb, err) : NULL;
    const struct gather_made made = {noise, s->seed, s->generated};
    int result = c ? 0 : -1;
    for (size_t i = 0; i < s->label_count * 2 && result == 0; i++)
        result =
            gather_labels(c, s->labels[i / 2], i % 2, set_name(a, s->labels[i / 2], i % 2), x, err);
    if (result == 0)
        result = gather_lines(c, lines, s->lines, x, err);
    if (result == 0)
        result = gather_generated(c, kb, &made, x, err);
    collector_free(c);
    kb_close(kb);
    return result;
}

static int gather_of_samples(const char *path, struct examples *x, struct err *err)
{
    struct kb *kb = kb_open(path, err);
    struct collector *c = kb ? collector_new(x, kb, err) : NULL;
    int result = c ? gather_samples(c, kb, x, err) : -1;
    collector_free(c);
    kb_close(kb);
    return result;
}

/* ---- fitting --------------------------------------------------------------------------------- */

static double share_of_set(const struct variant *v, const char *set)
{
    const struct {
        const char *set;
        double share;
    } shares[] = {{GATHER_GENERATED, v->generated}, {GATHER_LEFT_OUT, v->left_out},
                  {GATHER_LINES, v->lines},         {GATHER_QUOTED, 0},
                  {GATHER_SAMPLES, v->samples},     {GATHER_NEAR_MISSES, v->samples}};
    for (size_t i = 0; i < ARRAY_LEN(shares); i++)
        if (strcmp(shares[i].set, set) == 0)
            return shares[i].share;
    return -1;
}

static void weigh(struct examples *x, const struct variant *v)
{
    size_t counts[SETS_MAX] = {0}, labelled = 0;
    for (size_t i = 0; i < x->count; i++) {
        counts[x->items[i].set]++;
        labelled += share_of_set(v, x->sets[x->items[i].set]) < 0;
    }
    for (size_t i = 0; i < x->count; i++) {
        struct example *e = &x->items[i];
        double share = share_of_set(v, x->sets[e->set]);
        e->weight = share >= 0                ? share * (double)labelled / (double)counts[e->set]
                    : e->truth == TRUTH_ENTRY ? 1
                                              : v->none;
    }
}

static struct fit fit_without(const struct examples *x, const struct variant *v, size_t folds,
                              unsigned left_out)
{
    const struct logit_options o = {v->l2, (unsigned)folds, left_out};
    struct fit f = logit_fit(x, &o);
    calibrate(x, &o, &f);
    return f;
}

static void rule_all(const struct examples *x, const struct fit *f, struct ruling *rulings)
{
    for (size_t i = 0; i < x->count; i++)
        rulings[i] = rule(&x->items[i], f);
}

/* Each example by the weights that its fold was left out of. */
static void rule_cross(const struct examples *x, const struct variant *v, size_t folds,
                       struct ruling *rulings)
{
    for (unsigned k = 0; k < folds; k++) {
        const struct fit f = fit_without(x, v, folds, k);
        for (size_t i = 0; i < x->count; i++)
            if (x->items[i].topic % folds == k)
                rulings[i] = rule(&x->items[i], &f);
    }
}

/* ---- reporting ------------------------------------------------------------------------------- */

static struct measures measure_set(const struct examples *x, const struct ruling *rulings,
                                   const struct thresholds *t, unsigned set, double *error)
{
    struct measures m = {0};
    struct judged *all = mem_zalloc(x->count + 1, sizeof *all);
    for (size_t i = 0; i < x->count; i++)
        if (x->items[i].set == set) {
            all[m.queries] = ruling_judged(&x->items[i], &rulings[i], t);
            measure_add(&m, &all[m.queries]);
        }
    *error = measure_calibration(all, m.queries).error;
    mem_free(all);
    return m;
}

/* A share of nothing is a dash. */
static void print_share(double share, int digits)
{
    if (isnan(share))
        printf(" - |");
    else
        printf(" %.*f |", digits, share);
}

static void print_sets(const char *title, const struct examples *x, const struct ruling *rulings,
                       const struct thresholds *t)
{
    printf("\n### %s (thresholds %.3f %.3f %.2f)\n\n", title, t->confidence, t->some, t->margin);
    puts(
        "| set | queries | top-1 | MRR@10 | coverage | precision | without an answer | false match "
        "| calibration error |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    for (unsigned s = 0; s < x->set_count; s++) {
        double error;
        struct measures m = measure_set(x, rulings, t, s, &error);
        printf("| %s | %zu |", x->sets[s], m.queries);
        print_share(measure_top1(&m), 3);
        print_share(measure_mrr(&m), 3);
        print_share(measure_coverage(&m), 3);
        print_share(measure_precision(&m), 3);
        printf(" %zu |", m.unanswerable);
        print_share(measure_false_match(&m), 4);
        print_share(error, 3);
        putchar('\n');
    }
}

static void print_choice(const char *name, const struct choice *c)
{
    printf("| %s | %.3f %.3f %.2f%s | %.3f | %.3f | %.3f | %.5f | %.3f |\n", name,
           c->thresholds.confidence, c->thresholds.some, c->thresholds.margin,
           c->fit ? "" : " (over a limit)", c->coverage, 1 - c->risk, c->false_match,
           c->false_lines, c->false_left_out);
}

/* How often the rules here come to the matcher's own verdict, with its own weights. */
static void print_agreement(const struct examples *x)
{
    const struct thresholds t = thresholds_builtin();
    const struct fit f = fit_builtin();
    size_t asked = 0, same = 0;
    for (size_t i = 0; i < x->count; i++) {
        const struct example *e = &x->items[i];
        if (e->attempt_count == 0 || e->truth == TRUTH_NOT)
            continue;
        struct ruling r = rule(e, &f);
        asked++;
        same += ruling_judged(e, &r, &t).verdict == e->attempts[e->decisive].verdict;
    }
    printf(
        "Examples: %zu. With the built-in weights the rules here come to the matcher's verdict in "
        "%zu of %zu (%.4f).\n",
        x->count, same, asked, asked ? (double)same / (double)asked : 0);
}

/* Wrong matches, the most confident ones of each set. */
static void print_wrong(const struct examples *x, const struct ruling *rulings,
                        const struct thresholds *t, size_t most)
{
    bool *told = mem_zalloc(x->count + 1, sizeof *told);
    for (unsigned s = 0; s < x->set_count && most; s++) {
        printf("\n#### Wrong matches of %s\n\n", x->sets[s]);
        for (size_t n = 0; n < most; n++) {
            size_t worst = x->count;
            double confidence = 0;
            for (size_t i = 0; i < x->count; i++) {
                struct judged j = ruling_judged(&x->items[i], &rulings[i], t);
                bool wrong = j.verdict == VERDICT_MATCH && !(j.answerable && j.rank == 1);
                if (x->items[i].set != s || told[i] || !wrong || j.confidence <= confidence)
                    continue;
                worst = i;
                confidence = j.confidence;
            }
            if (worst == x->count)
                break;
            told[worst] = true;
            printf("    %.3f %.*s\n          %s\n", confidence,
                   STR_ARG(ruling_view(&rulings[worst], t)->option->id), x->items[worst].text);
        }
    }
    mem_free(told);
}

static void put_constant(FILE *out, const char *prefix, const char *name, double value)
{
    char constant[CONSTANT_SIZE];
    int n = snprintf(constant, sizeof constant, "%s_%s", prefix, name);
    for (int i = 0; i < n && i < CONSTANT_SIZE - 1; i++)
        constant[i] = constant[i] == ' ' ? '_' : ascii_upper(constant[i]);
    fprintf(out, "#define %-21s %.2ff\n", constant, value);
}

/* Features whose constants are not called as they are. */
static const char *const constant_names[FEATURES] = {[FEATURE_FORMS] = "FORMS"};

static const char *constant_name(size_t feature)
{
    return constant_names[feature] ? constant_names[feature] : feature_names[feature];
}

static void put_fragment(FILE *out, const struct fit *f, const struct choice *c, const char *name)
{
    fprintf(out, "/* Fitted by bench/accuracy/fit (%s). */\n", name);
    for (size_t i = 0; i < FEATURES; i++)
        put_constant(out, "PREFER", constant_name(i), f->preference.weights[i]);
    put_constant(out, "SCORE", "BIAS", f->score.bias);
    for (size_t i = 0; i < FEATURES; i++)
        put_constant(out, "SCORE", constant_name(i), f->score.weights[i]);
    put_constant(out, "SCORE", "SHARE", f->score.share);
    fprintf(out, "#define VERDICT_CONFIDENCE  %.3f\n#define VERDICT_SOME        %.3f\n",
            c->thresholds.confidence, c->thresholds.some);
    fprintf(out, "#define VERDICT_MARGIN      %.2f\n", c->thresholds.margin);
}

/* Wanted: the variant's whole report, not one row. */
static struct choice try_variant(struct examples *x, const struct variant *v, size_t folds,
                                 struct ruling *cross)
{
    weigh(x, v);
    rule_cross(x, v, folds, cross);
    return choose(x, cross);
}

static void compare_variants(struct examples *x, const struct settings *s, struct ruling *rulings)
{
    puts(
        "\n### Variants, cross-validated, each with the thresholds that the rule chooses\n\n"
        "| variant | thresholds | coverage | precision | false match | false in log lines | false, "
        "left out |\n| --- | --- | --- | --- | --- | --- | --- |");
    const struct fit builtin = fit_builtin();
    const struct thresholds t = thresholds_builtin();
    rule_all(x, &builtin, rulings);
    struct choice c = choice_of(x, rulings, &t);
    print_choice("built in, as it is", &c);
    c = choose(x, rulings);
    print_choice("built in, other thresholds", &c);
    for (size_t i = 0; i < ARRAY_LEN(variants); i++) {
        c = try_variant(x, &variants[i], s->folds, rulings);
        print_choice(variants[i].name, &c);
        fflush(stdout);
    }
}

static int report(struct examples *x, const struct settings *s)
{
    const struct variant *v = NULL;
    for (size_t i = 0; i < ARRAY_LEN(variants); i++)
        if (strcmp(s->variant, variants[i].name) == 0)
            v = &variants[i];
    if (!v && strcmp(s->variant, "compare") != 0)
        return trouble("no such variant");
    struct ruling *rulings = mem_zalloc(x->count + 1, sizeof *rulings);
    const struct fit builtin = fit_builtin();
    const struct thresholds t = thresholds_builtin();
    print_agreement(x);
    rule_all(x, &builtin, rulings);
    print_sets("Built in", x, rulings, &t);
    print_wrong(x, rulings, &t, s->wrong);
    if (!v) {
        compare_variants(x, s, rulings);
        v = &variants[0];
    }
    struct choice c = try_variant(x, v, s->folds, rulings);
    printf("\n## %s\n", v->name);
    print_sets("Cross-validated", x, rulings, &c.thresholds);
    print_wrong(x, rulings, &c.thresholds, s->wrong);
    struct fit all = fit_without(x, v, s->folds, NO_FOLD);
    rule_all(x, &all, rulings);
    print_sets("In sample", x, rulings, &c.thresholds);
    puts("\n### Constants\n");
    put_fragment(stdout, &all, &c, v->name);
    int status = 0;
    if (s->out) {
        FILE *out = fopen(s->out, "w");
        if (out)
            put_fragment(out, &all, &c, v->name);
        if (!out || fclose(out) != 0)
            status = trouble("cannot write the constants");
    }
    mem_free(rulings);
    return status;
}

/* ---- options --------------------------------------------------------------------------------- */

static bool number(const char *text, size_t *value)
{
    uint64_t n;
    if (!str_u64(str_of(text), 10, &n))
        return false;
    *value = (size_t)n;
    return true;
}

static bool read_option(struct settings *s, int option, const char *value)
{
    switch (option) {
    case 'k':
        s->kb = value;
        return true;
    case 's':
        s->samples = value;
        return true;
    case 'o':
        s->out = value;
        return true;
    case 'v':
        s->variant = value;
        return true;
    case 'n':
        if (s->noise_count == FILES_MAX)
            return false;
        s->noise[s->noise_count++] = value;
        return true;
    case 'g':
        return number(value, &s->generated);
    case 'x':
        return number(value, &s->left_out);
    case 'l':
        return number(value, &s->lines);
    case 'f':
        return number(value, &s->folds) && s->folds >= 2 && s->folds <= FOLDS_MAX;
    case 'w':
        return number(value, &s->wrong);
    case 'S':
        return number(value, &s->seed);
    default:
        return false;
    }
}

static const char usage[] = "usage: accuracy_fit -k KB [option...] LABELS.jsonl...\n"
                            "  -s KB    the samples of this knowledge base, too\n"
                            "  -n LOG   lines that have no answer; several times\n"
                            "  -l N     at most so many of them as queries (2000)\n"
                            "  -g N     queries made of messages (2000)\n"
                            "  -x N     the same, their documents left out (2000)\n"
                            "  -f N     folds of the cross-validation (5)\n"
                            "  -S N     seed (1)\n"
                            "  -w N     list so many wrong matches of each kind (0)\n"
                            "  -v NAME  this variant only; \"compare\": all of them (compare)\n"
                            "  -o FILE  the constants\n";

int main(int argc, char **argv)
{
    struct settings s = {.variant = "compare",
                         .generated = 2000,
                         .left_out = 2000,
                         .lines = 2000,
                         .folds = 5,
                         .seed = 1};
    int letter;
    while ((letter = getopt(argc, argv, "k:s:o:v:n:g:x:l:f:S:w:")) != -1)
        if (!read_option(&s, letter, optarg))
            return trouble(usage);
    if (!s.kb || optind == argc || argc - optind > FILES_MAX)
        return trouble(usage);
    while (optind < argc)
        s.labels[s.label_count++] = argv[optind++];

    struct examples x;
    struct arena *a = arena_new();
    struct line_pool lines = {0}, noise = {0};
    struct err err;
    examples_init(&x);
    size_t uncertain = 0;
    const struct gather_made left_out = {&noise, s.seed, s.left_out};
    int status = 2;
    if (read_lines(&s, a, &lines, &err) != 0 || gather_noise(s.kb, a, &lines, &noise, &err) != 0 ||
        gather_of_kb(&s, &lines, &noise, a, &x, &err) != 0 ||
        (s.samples && gather_of_samples(s.samples, &x, &err) != 0) ||
        (s.left_out && gather_left_out(s.kb, &left_out, &x, &uncertain, &err) != 0)) {
        trouble(err.message);
    } else {
        printf("Left out and uncertain, so not used: %zu.\n", uncertain);
        status = report(&x, &s);
    }
    examples_free(&x);
    arena_free(a);
    return status;
}
