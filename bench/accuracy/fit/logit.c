#include "logit.h"

#include "base/mem.h"
#include "match/weights.h"
#include "ruling.h"

#include <math.h>

enum {
    BIAS = FEATURES, /* behind the weights of the features */
    SHARE,
    SIZE,
    STEPS_MAX = 200,
    HALVINGS_MAX = 40,
};

/* The preferred candidate of an example. */
struct first {
    const struct option *option;
    double share; /* log-odds */
    bool right, counts;
};

struct problem {
    const struct examples *x;
    const struct logit_options *o;
    const struct first *firsts; /* of each example; NULL: the preference is fitted */
    bool fixed[SIZE];
};

struct fit fit_builtin(void)
{
    struct fit f = {.score = {.bias = (double)SCORE_BIAS, .share = (double)SCORE_SHARE}};
    for (size_t i = 0; i < FEATURES; i++) {
        f.score.weights[i] = (double)feature_weights[i];
        f.preference.weights[i] = (double)feature_preferences[i];
    }
    return f;
}

double logit_value(const struct model *m, const struct option *o)
{
    double sum = m->bias;
    for (size_t i = 0; i < FEATURES; i++)
        sum += m->weights[i] * (double)o->features[i];
    return sum;
}

double share_logit(double share)
{
    share = fmin(fmax(share, SHARE_LEAST), SHARE_MOST);
    return log(share / (1 - share));
}

static struct model model_at(const double at[SIZE])
{
    struct model m = {.bias = at[BIAS], .share = at[SHARE]};
    memcpy(m.weights, at, sizeof m.weights);
    return m;
}

/* -log of the share of what is right, and its gradient. */
static double preference_loss(const struct example *e, const struct model *m, double gradient[SIZE])
{
    const struct attempt *a = &e->attempts[e->decisive];
    double most = -INFINITY, all = 0, right = 0;
    for (size_t i = 0; i < a->count; i++)
        most = fmax(most, logit_value(m, &a->options[i]));
    for (size_t i = 0; i < a->count; i++) {
        double power = exp(logit_value(m, &a->options[i]) - most);
        all += power;
        right += a->options[i].right ? power : 0;
    }
    right = fmax(right, 1e-300);
    for (size_t i = 0; i < a->count; i++) {
        const struct option *o = &a->options[i];
        double power = exp(logit_value(m, o) - most);
        double slope = e->weight * (power / all - (o->right ? power / right : 0));
        for (size_t k = 0; k < FEATURES; k++)
            gradient[k] += slope * (double)o->features[k];
    }
    return -e->weight * log(right / all);
}

/* -log of the probability of what is so: the first one is right, or is not. */
static double score_loss(const struct example *e, const struct first *f, const struct model *m,
                         double gradient[SIZE])
{
    double odds = logit_value(m, f->option) + m->share * f->share;
    double slope = e->weight * (1 / (1 + exp(-odds)) - (f->right ? 1 : 0));
    for (size_t k = 0; k < FEATURES; k++)
        gradient[k] += slope * (double)f->option->features[k];
    gradient[BIAS] += slope;
    gradient[SHARE] += slope * f->share;
    double against = f->right ? -odds : odds;
    return e->weight * (against > 0 ? against + log1p(exp(-against)) : log1p(exp(against)));
}

bool logit_counts(const struct example *e, const struct logit_options *o)
{
    return e->attempt_count && e->weight > 0 && e->attempts[e->decisive].count &&
           (o->left_out == NO_FOLD || e->topic % o->folds != o->left_out);
}

static double loss(const struct problem *p, const double at[SIZE], double gradient[SIZE])
{
    const struct model m = model_at(at);
    memset(gradient, 0, SIZE * sizeof *gradient);
    double sum = 0;
    for (size_t i = 0; i < p->x->count; i++) {
        const struct example *e = &p->x->items[i];
        if (!logit_counts(e, p->o))
            continue;
        if (p->firsts && p->firsts[i].counts)
            sum += score_loss(e, &p->firsts[i], &m, gradient);
        else if (!p->firsts && e->truth == TRUTH_ENTRY && example_reachable(e))
            sum += preference_loss(e, &m, gradient);
    }
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

/* The model that is best from this start on, with no weight below 0. */
static struct model solve(struct problem *p, const struct model *start)
{
    double at[SIZE];
    memcpy(at, start->weights, sizeof start->weights);
    at[BIAS] = start->bias;
    at[SHARE] = start->share;
    p->fixed[FEATURE_CODE_CONFLICT] = true;
    for (bool again = true; again;) {
        minimise(p, at);
        again = false;
        for (size_t i = 0; i < SIZE; i++)
            if (i != BIAS && !p->fixed[i] && at[i] < 0) {
                p->fixed[i] = again = true;
                at[i] = 0;
            }
    }
    return model_at(at);
}

static struct first *find_firsts(const struct examples *x, const struct model *preference)
{
    struct first *all = mem_zalloc(x->count + 1, sizeof *all);
    const struct fit f = {.preference = *preference};
    for (size_t i = 0; i < x->count; i++) {
        const struct example *e = &x->items[i];
        if (e->attempt_count == 0 || e->attempts[e->decisive].count == 0)
            continue;
        const struct view v = view_of(&e->attempts[e->decisive], &f);
        /* Of a near miss, only what it is near to is known to be wrong. */
        all[i] = (struct first){v.option, share_logit(v.share),
                                e->truth == TRUTH_ENTRY && v.option->right,
                                e->truth != TRUTH_NOT || v.option->right};
    }
    return all;
}

struct fit logit_fit(const struct examples *x, const struct logit_options *o)
{
    const struct fit builtin = fit_builtin();
    struct fit f;
    struct problem preference = {.x = x, .o = o, .fixed = {[BIAS] = true, [SHARE] = true}};
    f.preference = solve(&preference, &builtin.preference);
    struct first *firsts = find_firsts(x, &f.preference);
    struct problem score = {.x = x, .o = o, .firsts = firsts};
    f.score = solve(&score, &builtin.score);
    mem_free(firsts);
    return f;
}
