#include "eval/figures.h"

#include "report/safe.h"
#include "text/utf8.h"

#include <math.h>

enum { QUERY_SHOWN = 160, TEXT_MAX = 64 << 20, CHANGES_SHOWN = 1000 };

/* ---- the table ------------------------------------------------------------------------------- */

struct column {
    const char *title;
    double (*value)(const struct figures_row *r);
};

static double top1(const struct figures_row *r)
{
    return measure_top1(&r->measures);
}

static double top3(const struct figures_row *r)
{
    return measure_top3(&r->measures);
}

static double mrr(const struct figures_row *r)
{
    return measure_mrr(&r->measures);
}

static double coverage(const struct figures_row *r)
{
    return measure_coverage(&r->measures);
}

static double risk(const struct figures_row *r)
{
    return measure_risk(&r->measures);
}

static double precision(const struct figures_row *r)
{
    return measure_precision(&r->measures);
}

static double false_match(const struct figures_row *r)
{
    return measure_false_match(&r->measures);
}

static double false_at(const struct figures_row *r)
{
    return r->false_at;
}

static double calibration(const struct figures_row *r)
{
    return r->calibration.error;
}

static double no_answer(const struct figures_row *r)
{
    return (double)r->measures.unanswerable;
}

static const struct column columns[] = {
    {"top-1", top1},
    {"top-3", top3},
    {"MRR@10", mrr},
    {"coverage", coverage},
    {"risk", risk},
    {"no answer", no_answer},
    {"false match", false_match},
    {"false at 95 %", false_at},
    {"calibration", calibration},
    {"precision", precision},
};

static void put_row(const struct figures_row *r, int name_width, struct buf *out)
{
    struct buf name = BUF_INIT(256);
    safe_put(&name, r->name);
    buf_printf(out, "%-*s  %7zu", name_width, buf_cstr(&name), r->measures.queries);
    buf_release(&name);
    for (size_t i = 0; i < ARRAY_LEN(columns); i++) {
        int width = (int)strlen(columns[i].title) + 2;
        double value = columns[i].value(r);
        if (columns[i].value == no_answer)
            buf_printf(out, "%*.0f", width, value);
        else if (isnan(value))
            buf_printf(out, "%*s", width, "-");
        else
            buf_printf(out, "%*.3f", width < 7 ? 7 : width, value);
    }
    buf_putc(out, '\n');
}

static void put_interval(struct buf *out, const char *name, size_t part, size_t whole)
{
    if (whole == 0)
        return;
    struct interval i = measure_interval(part, whole);
    buf_printf(out, "%s %s %zu of %zu: %.3f, %.3f to %.3f",
               out->n && out->p[out->n - 1] != ':' ? ";" : "", name, part, whole,
               (double)part / (double)whole, i.low, i.high);
}

void figures_text(const struct figures *f, struct buf *out)
{
    const struct measures *m = &f->rows[0].measures;
    size_t width = 4;
    for (size_t i = 0; i < f->count; i++)
        width = max_size(width, min_size(f->rows[i].name.n, 24));
    buf_printf(out, "%-*s  queries", (int)width, "kind");
    for (size_t i = 0; i < ARRAY_LEN(columns); i++) {
        size_t length = strlen(columns[i].title);
        buf_repeat(out, ' ', length < 5 ? 7 - length : 2);
        buf_puts(out, columns[i].title);
    }
    buf_putc(out, '\n');
    for (size_t i = 0; i < f->count; i++)
        put_row(&f->rows[i], (int)width, out);

    buf_puts(out, "95 % intervals:");
    put_interval(out, "top-1", m->right1, m->answerable);
    put_interval(out, "coverage", m->matches - m->false_matches, m->answerable);
    put_interval(out, "precision", m->matches_right, m->matches - m->false_matches);
    put_interval(out, "false match", m->false_matches, m->unanswerable);
    buf_putc(out, '\n');
    if (f->shared)
        buf_printf(out,
                   "another entry is as right for %zu of the queries, since nothing in them tells "
                   "it apart; it came first, and counts as right, in %zu\n",
                   f->shared, m->shared1);
    if (f->not_there)
        buf_printf(out, "no expected entry is in the knowledge base for %zu of the queries\n",
                   f->not_there);
    if (f->feedback)
        buf_printf(out, "of %zu answers that feedback called wrong %zu are given again\n",
                   f->feedback, f->repeated);
}

/* ---- one by one ------------------------------------------------------------------------------ */

/* On one line, cut, harmless. */
static void put_line(struct buf *out, struct str text)
{
    struct str shown = utf8_cut(text, QUERY_SHOWN);
    struct buf line = BUF_INIT(QUERY_SHOWN + 8);
    for (size_t i = 0; i < shown.n; i++)
        buf_putc(&line, ascii_is_space(shown.p[i]) ? ' ' : shown.p[i]);
    safe_put(out, buf_str(&line));
    if (shown.n < text.n)
        buf_puts(out, "...");
    buf_release(&line);
    buf_putc(out, '\n');
}

static void put_field(struct buf *out, const char *name, struct str text)
{
    buf_printf(out, "  %-7s", name);
    safe_put(out, text);
    buf_putc(out, '\n');
}

static void put_wrong(const struct outcome *o, struct buf *out)
{
    safe_put(out, str_of(o->file));
    buf_printf(out, ":%zu: %s: ", o->line, reason_name(o->reason));
    put_line(out, o->text);
    if (o->says == LABEL_ENTRIES)
        put_field(out, "wanted", o->wanted);
    struct buf got = BUF_INIT(8192);
    buf_puts(&got, verdict_name(o->judged.verdict));
    if (o->entry.n)
        buf_printf(&got, ", %.2f %.*s", o->judged.confidence, STR_ARG(o->entry));
    put_field(out, "got", buf_str(&got));
    buf_release(&got);
    put_field(out, "why", o->because);
    if (o->note.n)
        put_field(out, "note", o->note);
    struct str rest = o->explain, line;
    while (rest.n && str_next_line(&rest, &line)) {
        buf_puts(out, "    ");
        safe_put(out, line);
        buf_putc(out, '\n');
    }
}

void figures_wrong(const struct outcome *outcomes, size_t count, struct buf *out)
{
    size_t counts[REASONS] = {0}, all = 0;
    for (size_t i = 0; i < count; i++) {
        if (outcomes[i].reason == REASON_NONE)
            continue;
        put_wrong(&outcomes[i], out);
        counts[outcomes[i].reason]++;
        all++;
    }
    if (all == 0)
        return;
    buf_printf(out, "%zu not right or not sure:", all);
    for (size_t i = 0, told = 0; i < REASONS; i++)
        if (counts[i])
            buf_printf(out, "%s %zu %s", told++ ? "," : "", counts[i], reason_name((enum reason)i));
    buf_puts(out, "\n\n");
}

/* ---- changes --------------------------------------------------------------------------------- */

static void put_changes(const char *how, const struct change *changes, size_t count,
                        struct buf *out)
{
    for (size_t i = 0; i < count && i < CHANGES_SHOWN; i++) {
        const struct outcome *o = changes[i].now;
        safe_put(out, str_of(o->file));
        buf_printf(out, ":%zu: %s: ", o->line, how);
        put_line(out, o->text);
        struct buf b = BUF_INIT(8192);
        struct str before = changes[i].before->entry;
        buf_printf(&b, "%s%s%.*s", verdict_name(changes[i].before->verdict), before.n ? ", " : "",
                   STR_ARG(before));
        put_field(out, "before", buf_str(&b));
        buf_clear(&b);
        buf_printf(&b, "%s%s%.*s", verdict_name(o->judged.verdict), o->entry.n ? ", " : "",
                   STR_ARG(o->entry));
        put_field(out, "now", buf_str(&b));
        buf_release(&b);
        if (o->because.n)
            put_field(out, "why", o->because);
    }
}

void figures_comparison(const struct comparison *c, struct str with, struct buf *out)
{
    put_changes("right now", c->better, c->better_count, out);
    put_changes("wrong now", c->worse, c->worse_count, out);
    buf_puts(out, "against ");
    safe_put(out, with);
    buf_printf(out,
               ": %zu became right, %zu became wrong; right in both %zu, wrong in both %zu; sign "
               "test p = %.3g\n",
               c->better_count, c->worse_count, c->both_right, c->both_wrong, c->p);
    if (c->unpaired)
        buf_printf(out, "%zu queries were asked in one of the runs only\n", c->unpaired);
}
