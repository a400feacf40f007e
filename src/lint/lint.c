#include "lint/lint.h"

#include "base/buf.h"
#include "base/map.h"
#include "base/mem.h"
#include "text/utf8.h"

#include <stdlib.h>

/* A silence is looked up as "LINE PATH"; its value is a set of rules, as bits. */
enum { KEY_MAX = 32 };

struct lint {
    struct arena *arena;
    struct lint_finding *findings;
    size_t count, cap, dropped;
    uint32_t asked, disabled; /* sets of rules, as bits */
    struct map *silences;
};

static uint32_t bit(enum lint_rule rule)
{
    return 1u << rule;
}

struct lint *lint_new(void)
{
    struct lint *l = mem_zalloc(1, sizeof *l);
    l->arena = arena_new();
    l->silences = map_new();
    return l;
}

void lint_free(struct lint *l)
{
    if (!l)
        return;
    arena_free(l->arena);
    map_free(l->silences);
    mem_free(l->findings);
    mem_free(l);
}

void lint_want(struct lint *l, enum lint_rule rule)
{
    l->asked |= bit(rule);
}

void lint_disable(struct lint *l, enum lint_rule rule)
{
    l->disabled |= bit(rule);
}

bool lint_wanted(const struct lint *l, enum lint_rule rule)
{
    return (l->asked == 0 || l->asked & bit(rule)) && !(l->disabled & bit(rule));
}

void lint_add(struct lint *l, const struct lint_finding *f)
{
    if (!lint_wanted(l, f->rule))
        return;
    if (l->count == LINT_FINDINGS_MAX) {
        l->dropped++;
        return;
    }
    struct lint_finding copy = *f;
    copy.path = arena_dup(l->arena, f->path);
    copy.what = arena_dup(l->arena, f->what);
    copy.fix = arena_dup(l->arena, f->fix);
    copy.entry = arena_dup(l->arena, f->entry);
    for (size_t i = 0; i < f->related_count; i++) {
        copy.related[i].path = arena_dup(l->arena, f->related[i].path);
        copy.related[i].name = arena_dup(l->arena, f->related[i].name);
    }
    l->findings = mem_grow(l->findings, l->count, &l->cap, sizeof *l->findings);
    l->findings[l->count++] = copy;
}

struct str lint_cut(struct arena *a, struct str text, size_t max)
{
    text = str_trim(text);
    struct str line;
    struct str rest = text;
    if (str_next_line(&rest, &line) && line.n < text.n)
        text = str_trim(line);
    else
        rest = STR_NONE;
    if (text.n <= max && !rest.n)
        return text;
    struct str cut = utf8_cut(text, max);
    size_t blank = cut.n < text.n ? str_rfind_char(cut, ' ') : STR_NOT_FOUND;
    cut = str_trim_set(str_slice(cut, 0, blank != STR_NOT_FOUND && blank > max / 2 ? blank : cut.n),
                       " ,;:");
    return arena_concat(a, cut, STR("\xE2\x80\xA6"));
}

/* ---- what documents silence ------------------------------------------------------------------ */

static struct str silence_key(struct buf *b, struct str path, uint32_t line)
{
    buf_clear(b);
    buf_printf(b, "%u ", line);
    buf_put(b, path);
    return buf_str(b);
}

void lint_silence(struct lint *l, struct str path, uint32_t line, struct str rules)
{
    uint32_t set = 0;
    bool all = true;
    while (rules.n) {
        size_t end = 0;
        while (end < rules.n && !ascii_is_space(rules.p[end]) && rules.p[end] != ',')
            end++;
        enum lint_rule rule;
        all = all && end == 0;
        if (lint_rule_find(str_slice(rules, 0, end), &rule))
            set |= bit(rule);
        rules = str_skip(rules, end + 1);
    }
    struct buf key = BUF_INIT(path.n + KEY_MAX);
    *map_put(l->silences, silence_key(&key, path, line), 0, NULL) |= all ? UINT32_MAX : set;
    buf_release(&key);
}

static bool is_silenced(const struct lint *l, const struct lint_finding *f)
{
    struct buf key = BUF_INIT(f->path.n + KEY_MAX);
    const uint32_t *whole = map_get(l->silences, silence_key(&key, f->path, 0));
    bool silenced = whole && *whole & bit(f->rule);
    const uint32_t *here = map_get(l->silences, silence_key(&key, f->path, f->line));
    silenced = silenced || (f->line && here && *here & bit(f->rule));
    buf_release(&key);
    return silenced;
}

/* ---- the result ------------------------------------------------------------------------------ */

static int by_place(const void *a, const void *b)
{
    const struct lint_finding *x = a, *y = b;
    int order = str_cmp(x->path, y->path);
    if (order)
        return order;
    if (x->line != y->line)
        return x->line < y->line ? -1 : 1;
    if (x->rule != y->rule)
        return x->rule < y->rule ? -1 : 1;
    return str_cmp(x->what, y->what);
}

/* The same, or what the importer says of an include that is not there, too. */
static bool told_already(const struct lint_finding *f, const struct lint_finding *before)
{
    return by_place(f, before) == 0 ||
           (f->rule == LINT_NOT_READ && before->rule == LINT_DEAD_INCLUDE &&
            f->line == before->line && str_eq(f->path, before->path));
}

struct lint_result lint_finish(struct lint *l)
{
    struct lint_result r = {.dropped = l->dropped};
    size_t kept = 0;
    if (l->count)
        qsort(l->findings, l->count, sizeof *l->findings, by_place);
    for (size_t i = 0; i < l->count; i++) {
        struct lint_finding *f = &l->findings[i];
        if (kept && told_already(f, &l->findings[kept - 1]))
            continue;
        if (is_silenced(l, f)) {
            r.silenced++;
            continue;
        }
        r.by_rule[f->rule]++;
        r.by_severity[lint_rules[f->rule].severity]++;
        l->findings[kept++] = *f;
    }
    l->count = kept;
    r.findings = l->findings;
    r.count = kept;
    return r;
}
