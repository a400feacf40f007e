#include "lint/findings_text.h"

#include "report/flow.h"

enum { LINE_COLUMNS = 6 /* of a line's number */ };

static enum style style_of(enum lint_severity s)
{
    static const enum style styles[LINT_SEVERITIES] = {STYLE_DIM, STYLE_UNSURE, STYLE_UNKNOWN};
    return styles[s];
}

static void put_related(struct flow *f, const struct lint_finding *finding)
{
    for (size_t i = 0; i < finding->related_count; i++) {
        const struct lint_place *p = &finding->related[i];
        flow_line(f);
        flow_puts(f, STYLE_DIM, "see ");
        flow_text(f, STYLE_DIM, p->path);
        flow_printf(f, STYLE_DIM, ":%u", p->line);
        if (p->name.n) {
            flow_puts(f, STYLE_DIM, ": ");
            flow_text(f, STYLE_DIM, p->name);
        }
    }
}

static void put_finding(struct flow *f, const struct lint_finding *finding)
{
    const struct lint_rule_info *rule = &lint_rules[finding->rule];
    flow_line(f);
    flow_push(f, "  ", true);
    flow_hang(f, LINE_COLUMNS);
    if (finding->line)
        flow_printf(f, STYLE_DIM, "%u", finding->line);
    flow_tab(f, LINE_COLUMNS);
    flow_puts(f, style_of(rule->severity), rule->id);
    flow_puts(f, STYLE_NONE, ": ");
    flow_text(f, STYLE_NONE, finding->what);
    if (finding->fix.n) {
        flow_line(f);
        flow_text(f, STYLE_NONE, finding->fix);
    }
    put_related(f, finding);
    flow_pop(f);
    flow_pop(f);
}

static void put_summary(struct flow *f, const struct lint_result *r)
{
    for (size_t i = 0; i < LINT_RULES; i++) {
        const struct lint_rule_info *rule = &lint_rules[i];
        if (!r->by_rule[i])
            continue;
        flow_gap(f);
        flow_puts(f, style_of(rule->severity), rule->id);
        flow_printf(f, STYLE_NONE, " (%s): %zu", lint_severity_name(rule->severity), r->by_rule[i]);
        flow_line(f);
        flow_push(f, "  ", true);
        flow_puts(f, STYLE_NONE, rule->what);
        flow_line(f);
        flow_puts(f, STYLE_NONE, rule->fix);
        flow_pop(f);
    }
}

void lint_findings_text(const struct lint_result *r, size_t limit, const struct report_options *o,
                        struct buf *out)
{
    struct flow f;
    size_t shown = limit ? min_size(limit, r->count) : r->count;
    if (!r->count)
        return;
    flow_init(&f, out, o->width, o->color);
    for (size_t i = 0; i < shown; i++) {
        if (i == 0 || !str_eq(r->findings[i].path, r->findings[i - 1].path)) {
            flow_gap(&f);
            flow_text(&f, STYLE_TITLE, r->findings[i].path);
        }
        put_finding(&f, &r->findings[i]);
    }
    if (shown < r->count) {
        flow_gap(&f);
        flow_printf(&f, STYLE_NONE, "and %zu more (--limit)", r->count - shown);
    }
    put_summary(&f, r);
    flow_line(&f);
    flow_release(&f);
}
