#include "logit.h"

#include "match/weights.h"

#include <math.h>

enum {
    SIZE = FEATURES + 1, /* the bias last */
    STEPS_MAX = 200,
    HALVINGS_MAX = 40,
};

struct problem {
    const struct examples *x;
    enum logit_kind kind;
    const struct logit_options *o;
    bool fixed[SIZE];
};

struct model logit_builtin(enum logit_kind kind)
{
    struct model m = {.bias = kind == LOGIT_SCORE ? (double)SCORE_BIAS : 0};
    for (size_t i = 0; i < FEATURES; i++)
        m.weights[i] = (double)(kind == LOGIT_SCORE ? feature_weights[i] : feature_preferences[i]);
    return m;
}

double logit_value(const struct model *m, const struct option *o)
{
    double sum = m->bias;
    for (size_t i = 0; i < FEATURES; i++)
        sum += m->weights[i] * (double)o->features[i];
    return sum;
}

/*
 * Adds -weight * log(share of what is right) of one example, and its gradient. The outside option
 * has utility 0; a preference has none.
 */
static double example_loss(const struct problem *p, const struct example *e, const struct model *m,
                           double gradient[SIZE])
{
    const struct attempt *a = &e->attempts[e->decisive];
    bool outside = p->kind == LOGIT_SCORE, reachable = example_reachable(e);
    bool outside_right = outside && (e->truth != TRUTH_ENTRY || !reachable);
    double most = outside ? 0 : -INFINITY;
    for (size_t i = 0; i < a->count; i++)
        most = fmax(most, logit_value(m, &a->options[i]));
    double all = outside ? exp(-most) : 0, right = outside_right ? exp(-most) : 0;
    for (size_t i = 0; i < a->count; i++) {
        double power = exp(logit_value(m, &a->options[i]) - most);
        bool good = e->truth == TRUTH_NOT ? !a->options[i].right
                                          : e->truth == TRUTH_ENTRY && a->options[i].right;
        all += power;
        right += good ? power : 0;
    }
    right = fmax(right, 1e-300);
    for (size_t i = 0; i < a->count; i++) {
        const struct option *o = &a->options[i];
        double power = exp(logit_value(m, o) - most);
        bool good = e->truth == TRUTH_NOT ? !o->right : e->truth == TRUTH_ENTRY && o->right;
        double slope = e->weight * (power / all - (good ? power / right : 0));
        for (size_t k = 0; k < FEATURES; k++)
            gradient[k] += slope * (double)o->features[k];
        gradient[FEATURES] += slope;
    }
    return -e->weight * log(right / all);
}

bool logit_counts(const struct example *e, const struct logit_options *o)
{
    return o->left_out == NO_FOLD || e->topic % o->folds != o->left_out;
}

static bool counts(const struct problem *p, const struct example *e)
{
    if (e->attempt_count == 0 || e->weight <= 0 || e->attempts[e->decisive].count == 0)
        return false;
    if (p->kind == LOGIT_PREFERENCE && (e->truth != TRUTH_ENTRY || !example_reachable(e)))
        return false;
    return logit_counts(e, p->o);
}

static double loss(const struct problem *p, const double at[SIZE], double gradient[SIZE])
{
    struct model m = {.bias = at[FEATURES]};
    memcpy(m.weights, at, sizeof m.weights);
    memset(gradient, 0, SIZE * sizeof *gradient);
    double sum = 0;
    for (size_t i = 0; i < p->x->count; i++)
        if (counts(p, &p->x->items[i]))
            sum += example_loss(p, &p->x->items[i], &m, gradient);
    for (size_t i = 0; i < FEATURES; i++) {
        sum += p->o->l2 * at[i] * at[i];
        gradient[i] += 2 * p->o->l2 * at[i];
    }
    for (size_t i = 0; i < SIZE; i++)
        gradient[i] = p->fixed[i] ? 0 : gradient[i];
    return sum;
}

static double dot(const double a[SIZE], const double b[SIZE])
{
    double sum = 0;
    for (size_t i = 0; i < SIZE; i++)
        sum += a[i] * b[i];
    return sum;
}

/* BFGS: the inverse Hessian learns from a step and the change of the gradient over it. */
static void update_inverse(double inverse[SIZE][SIZE], const double step[SIZE],
                           const double change[SIZE])
{
    double curvature = dot(step, change), times[SIZE];
    if (curvature <= 1e-12)
        return;
    for (size_t i = 0; i < SIZE; i++)
        times[i] = dot(inverse[i], change);
    double scale = (1 + dot(times, change) / curvature) / curvature;
    for (size_t i = 0; i < SIZE; i++)
        for (size_t k = 0; k < SIZE; k++)
            inverse[i][k] +=
                scale * step[i] * step[k] - (times[i] * step[k] + step[i] * times[k]) / curvature;
}

static void minimise(const struct problem *p, double at[SIZE])
{
    double inverse[SIZE][SIZE] = {{0}}, gradient[SIZE];
    for (size_t i = 0; i < SIZE; i++)
        inverse[i][i] = 0.01;
    double value = loss(p, at, gradient);
    for (int n = 0; n < STEPS_MAX && dot(gradient, gradient) > 1e-8; n++) {
        double direction[SIZE], next[SIZE], next_gradient[SIZE], length = 1, next_value = value;
        for (size_t i = 0; i < SIZE; i++)
            direction[i] = -dot(inverse[i], gradient);
        double slope = dot(direction, gradient);
        int halvings = 0;
        for (; halvings < HALVINGS_MAX; halvings++, length /= 2) {
            for (size_t i = 0; i < SIZE; i++)
                next[i] = at[i] + length * direction[i];
            next_value = loss(p, next, next_gradient);
            if (next_value <= value + 1e-4 * length * slope)
                break;
        }
        if (halvings == HALVINGS_MAX)
            return;
        double step[SIZE], change[SIZE];
        for (size_t i = 0; i < SIZE; i++) {
            step[i] = next[i] - at[i];
            change[i] = next_gradient[i] - gradient[i];
        }
        bool done = value - next_value < 1e-7 * (1 + fabs(value));
        update_inverse(inverse, step, change);
        memcpy(at, next, sizeof next);
        memcpy(gradient, next_gradient, sizeof next_gradient);
        value = next_value;
        if (done)
            return;
    }
}

struct model logit_fit(const struct examples *x, enum logit_kind kind,
                       const struct logit_options *o)
{
    struct problem p = {.x = x, .kind = kind, .o = o};
    struct model builtin = logit_builtin(kind), m = {0};
    double at[SIZE];
    p.fixed[FEATURE_CODE_CONFLICT] = true;
    p.fixed[FEATURES] = kind == LOGIT_PREFERENCE;
    memcpy(at, builtin.weights, sizeof builtin.weights);
    at[FEATURES] = builtin.bias;
    for (bool again = true; again;) {
        minimise(&p, at);
        again = false;
        for (size_t i = 0; i < FEATURES; i++)
            if (!p.fixed[i] && at[i] < 0) {
                p.fixed[i] = again = true;
                at[i] = 0;
            }
    }
    memcpy(m.weights, at, sizeof m.weights);
    m.bias = at[FEATURES];
    return m;
}
