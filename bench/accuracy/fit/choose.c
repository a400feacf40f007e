#include "choose.h"

#include "gather.h"

#include <math.h>

const struct limits limits_wanted = {
    .risk = 0.03, .false_match = 0.02, .false_lines = 0.00025, .false_left_out = 0.05};

enum kind { KIND_LABELLED, KIND_LINES, KIND_LEFT_OUT, KIND_OTHER };

static enum kind kind_of(const char *set)
{
    static const struct {
        const char *set;
        enum kind kind;
    } kinds[] = {{GATHER_LINES, KIND_LINES},   {GATHER_LEFT_OUT, KIND_LEFT_OUT},
                 {GATHER_QUOTED, KIND_OTHER},  {GATHER_GENERATED, KIND_OTHER},
                 {GATHER_SAMPLES, KIND_OTHER}, {GATHER_NEAR_MISSES, KIND_OTHER}};
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
        if (strcmp(kinds[i].set, set) == 0)
            return kinds[i].kind;
    return KIND_LABELLED;
}

struct choice choice_of(const struct examples *x, const struct ruling *rulings,
                        const struct thresholds *t)
{
    struct measures labelled = {0}, lines = {0}, left_out = {0};
    for (size_t i = 0; i < x->count; i++) {
        enum kind kind = kind_of(x->sets[x->items[i].set]);
        if (kind == KIND_OTHER)
            continue;
        struct judged j = ruling_judged(&x->items[i], &rulings[i], t);
        measure_add(kind == KIND_LABELLED ? &labelled : kind == KIND_LINES ? &lines : &left_out,
                    &j);
    }
    return (struct choice){*t, false, measure_coverage(&labelled), measure_risk(&labelled),
                           measure_false_match(&labelled), measure_false_match(&lines),
                           measure_false_match(&left_out)};
}

/* By how much the limits are exceeded. */
static double excess(const struct choice *c)
{
    const struct limits *l = &limits_wanted;
    return fmax(0, c->risk / l->risk - 1) + fmax(0, c->false_match / l->false_match - 1) +
           fmax(0, c->false_lines / l->false_lines - 1) +
           fmax(0, c->false_left_out / l->false_left_out - 1);
}

struct choice choose(const struct examples *x, const struct ruling *rulings)
{
    static const double steps_some[] = {0.50, 0.55, 0.60, 0.65, 0.70, 0.75, 0.80, 0.85,
                                        0.90, 0.92, 0.94, 0.96, 0.98};
    static const double steps_confidence[] = {0.30, 0.40, 0.50, 0.60, 0.70, 0.80};
    static const double steps_margin[] = {0.10, 0.20, 0.30, 0.40, 0.50, 0.60};
    struct choice best = {0};
    double best_excess = INFINITY;
    for (size_t s = 0; s < ARRAY_LEN(steps_some); s++)
        for (size_t c = 0; c < ARRAY_LEN(steps_confidence); c++)
            for (size_t m = 0; m < ARRAY_LEN(steps_margin); m++) {
                const struct thresholds t = {steps_some[s], steps_confidence[c], steps_margin[m]};
                struct choice now = choice_of(x, rulings, &t);
                double over = excess(&now);
                now.fit = over <= 0;
                if (over < best_excess ||
                    (over <= best_excess && now.coverage >= best.coverage)) {
                    best = now;
                    best_excess = over;
                }
            }
    return best;
}
