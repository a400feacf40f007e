#include "eval/figures.h"

#include "base/mem.h"

static struct figures_row *row_of(struct figures *f, struct str name)
{
    for (size_t i = 1; i < f->count; i++)
        if (str_eq(f->rows[i].name, name))
            return &f->rows[i];
    if (f->count == ARRAY_LEN(f->rows))
        return &f->rows[f->count - 1];
    bool last = f->count == ARRAY_LEN(f->rows) - 1;
    f->rows[f->count].name = last ? STR("others") : name;
    return &f->rows[f->count++];
}

static void add(struct figures_row *r, const struct judged *j)
{
    measure_add(&r->measures, j);
    r->judged = mem_grow(r->judged, r->count, &r->cap, sizeof *r->judged);
    r->judged[r->count++] = *j;
}

void figures_of(const struct outcome *outcomes, size_t count, struct figures *f)
{
    *f = (struct figures){.count = 1};
    f->rows[0].name = STR("all");
    for (size_t i = 0; i < count; i++) {
        const struct outcome *o = &outcomes[i];
        if (o->says == LABEL_NOT) {
            f->feedback++;
            f->repeated += !o->right;
            continue;
        }
        add(&f->rows[0], &o->judged);
        if (o->kind.n)
            add(row_of(f, o->kind), &o->judged);
        f->shared += o->others > 0;
        f->not_there += o->reason == REASON_NOT_THERE;
    }
    for (size_t i = 0; i < f->count; i++) {
        struct figures_row *r = &f->rows[i];
        r->false_at = measure_false_at(r->judged, r->count, 0.95);
        r->calibration = measure_calibration(r->judged, r->count);
    }
}

void figures_free(struct figures *f)
{
    for (size_t i = 0; i < f->count; i++)
        mem_free(f->rows[i].judged);
    *f = (struct figures){0};
}
