#include "eval/figures.h"

#include "base/mem.h"
#include "report/json_put.h"
#include "text/utf8.h"

enum { TEXT_SHOWN = 400, CURVE_POINTS = 200, KEY_SIZE = 17 };

/* Fractions that are nothing of nothing are null. */
static void put_interval(struct json_put *j, const char *key, size_t part, size_t whole)
{
    struct interval i = measure_interval(part, whole);
    json_put_open(j, key, '[');
    if (whole) {
        json_put_real(j, NULL, i.low);
        json_put_real(j, NULL, i.high);
    }
    json_put_close(j, ']');
}

static void put_calibration(struct json_put *j, const struct calibration *c)
{
    json_put_open(j, "reliability", '[');
    for (size_t i = 0; i < c->bin_count; i++) {
        json_put_open(j, NULL, '{');
        json_put_number(j, "count", c->bins[i].count);
        json_put_number(j, "right", c->bins[i].right);
        json_put_real(j, "confidence", c->bins[i].confidence);
        json_put_close(j, '}');
    }
    json_put_close(j, ']');
}

/* Not all points of a long curve. */
static void put_curve(struct json_put *j, const struct figures_row *r)
{
    struct risk_point *points = mem_zalloc(r->count + 1, sizeof *points);
    size_t count = measure_curve(r->judged, r->count, points);
    size_t step = count / CURVE_POINTS + 1;
    json_put_open(j, "curve", '[');
    for (size_t i = 0; i < count; i++) {
        if (i % step && i + 1 < count)
            continue;
        json_put_open(j, NULL, '{');
        json_put_real(j, "confidence", points[i].confidence);
        json_put_real(j, "coverage", points[i].coverage);
        json_put_real(j, "risk", points[i].risk);
        json_put_close(j, '}');
    }
    json_put_close(j, ']');
    json_put_real(j, "area", measure_area(points, count));
    mem_free(points);
}

static void put_row(struct json_put *j, const struct figures_row *r, bool curve)
{
    const struct measures *m = &r->measures;
    size_t answered = m->matches - m->false_matches;
    json_put_text(j, "name", r->name);
    json_put_number(j, "queries", m->queries);
    json_put_number(j, "answerable", m->answerable);
    json_put_number(j, "unanswerable", m->unanswerable);
    json_put_real(j, "top1", measure_top1(m));
    put_interval(j, "top1_interval", m->right1, m->answerable);
    json_put_real(j, "top3", measure_top3(m));
    json_put_real(j, "mrr10", measure_mrr(m));
    json_put_real(j, "coverage", measure_coverage(m));
    put_interval(j, "coverage_interval", answered, m->answerable);
    json_put_real(j, "precision", measure_precision(m));
    put_interval(j, "precision_interval", m->matches_right, answered);
    json_put_real(j, "risk", measure_risk(m));
    json_put_real(j, "false_match", measure_false_match(m));
    put_interval(j, "false_match_interval", m->false_matches, m->unanswerable);
    json_put_real(j, "false_at_95", r->false_at);
    json_put_real(j, "calibration_error", r->calibration.error);
    if (!curve)
        return;
    put_calibration(j, &r->calibration);
    put_curve(j, r);
}

static void put_expected(struct json_put *j, const struct outcome *o)
{
    static const char *const names[] = {
        [LABEL_ENTRIES] = "entry", [LABEL_NONE] = "none", [LABEL_NOT] = "not"};
    json_put_text(j, "says", str_of(names[o->says]));
    if (o->wanted.n)
        json_put_text(j, "wanted", o->wanted);
    else
        json_put_null(j, "wanted");
}

static void put_outcome(struct json_put *j, const struct outcome *o)
{
    struct arena *a = arena_new();
    json_put_open(j, NULL, '{');
    json_put_text(j, "key", arena_printf(a, "%016llx", (unsigned long long)o->key));
    arena_free(a);
    json_put_text(j, "file", str_of(o->file));
    json_put_number(j, "line", o->line);
    json_put_text(j, "text", utf8_cut(o->text, TEXT_SHOWN));
    json_put_text(j, "kind", o->kind);
    put_expected(j, o);
    json_put_text(j, "verdict", str_of(verdict_name(o->judged.verdict)));
    if (o->entry.n)
        json_put_text(j, "entry", o->entry);
    else
        json_put_null(j, "entry");
    json_put_real(j, "confidence", o->judged.confidence);
    json_put_number(j, "rank", o->judged.rank);
    json_put_bool(j, "right", o->right);
    json_put_bool(j, "shared", o->judged.shared);
    json_put_text(j, "reason", str_of(reason_name(o->reason)));
    json_put_text(j, "because", o->because);
    json_put_close(j, '}');
}

static void put_changes(struct json_put *j, const char *key, const struct change *changes,
                        size_t count)
{
    struct arena *a = arena_new();
    json_put_open(j, key, '[');
    for (size_t i = 0; i < count; i++) {
        json_put_open(j, NULL, '{');
        json_put_text(j, "key",
                      arena_printf(a, "%016llx", (unsigned long long)changes[i].now->key));
        json_put_text(j, "before", changes[i].before->entry);
        json_put_text(j, "now", changes[i].now->entry);
        json_put_close(j, '}');
    }
    json_put_close(j, ']');
    arena_free(a);
}

static void put_comparison(struct json_put *j, const struct comparison *c, struct str with)
{
    json_put_open(j, "against", '{');
    json_put_text(j, "with", with);
    json_put_number(j, "better", c->better_count);
    json_put_number(j, "worse", c->worse_count);
    json_put_number(j, "both_right", c->both_right);
    json_put_number(j, "both_wrong", c->both_wrong);
    json_put_number(j, "unpaired", c->unpaired);
    json_put_real(j, "p", c->p);
    put_changes(j, "became_right", c->better, c->better_count);
    put_changes(j, "became_wrong", c->worse, c->worse_count);
    json_put_close(j, '}');
}

void figures_json(const struct figures_json *r, struct buf *out)
{
    const struct figures *f = r->figures;
    struct json_put j = {.out = out};
    json_put_open(&j, NULL, '{');
    json_put_bool(&j, "strip_codes", r->strip_codes);
    json_put_open(&j, "all", '{');
    put_row(&j, &f->rows[0], true);
    json_put_number(&j, "shared", f->shared);
    json_put_number(&j, "shared_first", f->rows[0].measures.shared1);
    json_put_number(&j, "not_there", f->not_there);
    json_put_number(&j, "feedback", f->feedback);
    json_put_number(&j, "repeated", f->repeated);
    json_put_close(&j, '}');
    json_put_open(&j, "kinds", '[');
    for (size_t i = 1; i < f->count; i++) {
        json_put_open(&j, NULL, '{');
        put_row(&j, &f->rows[i], false);
        json_put_close(&j, '}');
    }
    json_put_close(&j, ']');
    if (r->comparison)
        put_comparison(&j, r->comparison, r->with);
    json_put_open(&j, "queries", '[');
    for (size_t i = 0; i < r->count; i++)
        put_outcome(&j, &r->outcomes[i]);
    json_put_close(&j, ']');
    json_put_close(&j, '}');
    buf_putc(out, '\n');
}
