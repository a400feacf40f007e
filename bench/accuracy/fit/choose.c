#include "choose.h"

#include "gather.h"

#include <math.h>

const struct limits limits_wanted = {
    .risk = 0.03,
    .false_match = 0.03, /* one of the 39 labelled queries without an answer may be wrong */
    .false_lines = 0.00025,
    .false_left_out = 0.05,
};

/* A share of nothing: nothing is wrong. */
static double or_none(double share)
{
    return isnan(share) ? 0 : share;
}

struct choice choice_of(const struct examples *x, const struct ruling *rulings,
                        const struct thresholds *t)
{
    struct measures labelled = {0}, lines = {0}, left_out = {0};
    for (size_t i = 0; i < x->count; i++) {
        unsigned set = x->items[i].set;
        struct measures *to = x->labelled[set]                             ? &labelled
                              : strcmp(x->sets[set], GATHER_LINES) == 0    ? &lines
                              : strcmp(x->sets[set], GATHER_LEFT_OUT) == 0 ? &left_out
                                                                           : NULL;
        if (!to)
            continue;
        struct judged j = ruling_judged(&x->items[i], &rulings[i], t);
        measure_add(to, &j);
    }
    return (struct choice){.thresholds = *t,
                           .coverage = or_none(measure_coverage(&labelled)),
                           .risk = or_none(measure_risk(&labelled)),
                           .false_match = or_none(measure_false_match(&labelled)),
                           .false_lines = or_none(measure_false_match(&lines)),
                           .false_left_out = or_none(measure_false_match(&left_out))};
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
    static const double confidences[] = {0.30, 0.35, 0.40, 0.45,  0.50, 0.55, 0.60, 0.65,
                                         0.70, 0.75, 0.80, 0.85,  0.90, 0.92, 0.94, 0.95,
                                         0.96, 0.97, 0.98, 0.985, 0.99, 0.995};
    static const double margins[] = {0.10, 0.20, 0.30, 0.40, 0.50, 0.60, 0.70, 0.80, 0.90};
    struct choice best = {0};
    double best_excess = INFINITY;
    for (size_t c = 0; c < ARRAY_LEN(confidences); c++)
        for (size_t m = 0; m < ARRAY_LEN(margins); m++) {
            const struct thresholds t = {confidences[c], confidences[c], margins[m]};
            struct choice now = choice_of(x, rulings, &t);
            double over = excess(&now);
            now.fit = over <= 0;
            if (over < best_excess || (over <= best_excess && now.coverage >= best.coverage)) {
                best = now;
                best_excess = over;
            }
        }
    return best;
}
