#include "calibrate.h"

#include <math.h>

enum { STRETCH, SHIFT, PARAMETERS };

/* A veto stays as it is. */
static struct fit fit_with(const struct fit *f, const double at[PARAMETERS])
{
    struct fit now = *f;
    now.score.bias = f->score.bias * at[STRETCH] + at[SHIFT];
    now.score.share *= at[STRETCH];
    for (size_t i = 0; i < FEATURES; i++)
        if (i != FEATURE_CODE_CONFLICT)
            now.score.weights[i] *= at[STRETCH];
    return now;
}

static double loss(const struct examples *x, const struct logit_options *o, const struct fit *f,
                   const double at[PARAMETERS])
{
    const double least = 1e-4; /* what is surely wrong does not decide alone */
    const struct fit now = fit_with(f, at);
    double sum = 0;
    for (size_t i = 0; i < x->count; i++) {
        const struct example *e = &x->items[i];
        if (!x->labelled[e->set] || !logit_counts(e, o))
            continue;
        const struct view v = view_of(&e->attempts[e->decisive], &now);
        bool right = e->truth == TRUTH_ENTRY && v.option->right;
        double p = fmin(fmax(v.confidence, least), 1 - least);
        sum -= log(right ? p : 1 - p);
    }
    return sum;
}

void calibrate(const struct examples *x, const struct logit_options *o, struct fit *f)
{
    double at[PARAMETERS] = {1, 0}, steps[PARAMETERS] = {0.4, 2};
    double best = loss(x, o, f, at);
    while (steps[SHIFT] > 0.01) {
        bool better = false;
        for (size_t i = 0; i < (size_t)PARAMETERS * 2; i++) {
            double next[PARAMETERS];
            memcpy(next, at, sizeof next);
            next[i / 2] += i % 2 ? -steps[i / 2] : steps[i / 2];
            if (next[STRETCH] <= 0)
                continue;
            double value = loss(x, o, f, next);
            if (value >= best)
                continue;
            best = value;
            memcpy(at, next, sizeof at);
            better = true;
        }
        for (size_t i = 0; i < PARAMETERS && !better; i++)
            steps[i] /= 2;
    }
    *f = fit_with(f, at);
}
