#include "lint/documents.h"

#include "text/code.h"

struct looking {
    struct lint *lint;
    struct str prefix;
    struct arena *arena; /* of one finding */
};

static struct str path_of(struct looking *g, struct str path)
{
    return arena_concat(g->arena, g->prefix, path);
}

static struct str folder_of(struct looking *g, struct str folder)
{
    struct str path = path_of(g, folder);
    return path.n ? path : STR("this folder");
}

static enum lint_rule rule_of(enum check_kind kind)
{
    static const enum lint_rule rules[] = {
        [CHECK_LINK] = LINT_DEAD_LINK,     [CHECK_PICTURE] = LINT_DEAD_LINK,
        [CHECK_ANCHOR] = LINT_DEAD_ANCHOR, [CHECK_INCLUDE] = LINT_DEAD_INCLUDE,
        [CHECK_FOLDER] = LINT_DEAD_LINK,   [CHECK_CODES] = LINT_CODE_FORMS_DISAGREE,
    };
    return rules[kind];
}

static struct str what_of(struct looking *g, const struct check_fault *f)
{
    struct arena *a = g->arena;
    switch (f->kind) {
    case CHECK_LINK:
        return f->target.n
                   ? arena_printf(a, "the link to %.*s leads nowhere: there is no such file",
                                  STR_ARG(f->target))
                   : STR("a link without a target");
    case CHECK_PICTURE:
        return arena_printf(a, "the picture %.*s is not there", STR_ARG(f->target));
    case CHECK_ANCHOR:
        return arena_printf(a, "the link to %.*s leads to an anchor that %.*s does not have",
                            STR_ARG(f->target),
                            STR_ARG(f->other.n ? path_of(g, f->other) : STR("this document")));
    case CHECK_INCLUDE:
        return arena_printf(a, "the include %.*s is not there", STR_ARG(f->target));
    case CHECK_FOLDER:
        return arena_printf(
            a,
            "%zu of the %zu files of %.*s that documents link to are not there; this "
            "is the first of the links",
            f->missing, f->missing + f->present, STR_ARG(folder_of(g, f->target)));
    case CHECK_CODES:
        return arena_printf(a, "%.*s and %.*s stand for one code and are not the same number",
                            STR_ARG(f->target), STR_ARG(f->other));
    }
    return STR_NONE;
}

static struct str fix_of(struct looking *g, const struct check_fault *f)
{
    struct code code;
    bool case_only = f->near.n && str_ieq(f->near, f->target);
    if (f->near.n)
        return arena_printf(g->arena, "Is %.*s meant?%s", STR_ARG(f->near),
                            case_only ? " Capital and small letters differ." : "");
    if (f->kind == CHECK_FOLDER)
        return STR("If the documents are a part of something larger, check all of it; else put the "
                   "files where the links lead.");
    if (f->kind != CHECK_CODES || !code_parse(f->target, &code))
        return STR_NONE;
    int32_t value = (int32_t)code.value;
    bool negative = str_starts(f->other, STR("-"));
    return negative ? arena_printf(g->arena, "%.*s is %ld.", STR_ARG(f->target), (long)value)
                    : arena_printf(g->arena, "%.*s is %lu.", STR_ARG(f->target),
                                   (unsigned long)(uint32_t)value);
}

static void on_fault(void *ctx, const struct check_fault *f)
{
    struct looking *g = ctx;
    arena_reset(g->arena);
    const struct lint_finding finding = {.rule = rule_of(f->kind),
                                         .path = path_of(g, f->path),
                                         .line = f->line,
                                         .what = what_of(g, f),
                                         .fix = fix_of(g, f)};
    lint_add(g->lint, &finding);
}

static void on_silence(void *ctx, struct str path, uint32_t line, struct str rules)
{
    struct looking *g = ctx;
    arena_reset(g->arena);
    lint_silence(g->lint, path_of(g, path), line, rules);
}

int lint_documents(struct lint *l, const char *path, struct str prefix, struct check_report *report,
                   struct err *err)
{
    struct looking g = {l, prefix, arena_new()};
    const struct check_sink sink = {on_fault, on_silence, &g};
    struct check_report one;
    int result = check_source(path, &sink, &one, err);
    report->documents += one.documents;
    report->links += one.links;
    report->outside += one.outside;
    arena_free(g.arena);
    return result;
}
