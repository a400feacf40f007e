#include "base/map.h"
#include "base/mem.h"
#include "base/path.h"
#include "cli/cmd.h"
#include "cli/home.h"
#include "cli/opt.h"
#include "cli/out.h"
#include "cli/term.h"
#include "import/import.h"
#include "import/source/walk.h"
#include "lint/documents.h"
#include "lint/entries.h"
#include "lint/findings_json.h"
#include "lint/findings_text.h"
#include "match/matcher.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SOURCES_MAX = 256, LIMIT_MAX = 1000000 };

struct options {
    const char *kb; /* NULL: the user's own */
    struct opt_list rules, disabled;
    size_t limit; /* 0: none */
    bool json, sarif;
    unsigned color;
};

/* What the importer said. */
struct remark {
    struct str message, path;
    uint32_t line;
    size_t more; /* times that it said the same of this source */
};

struct linting {
    const struct options *options;
    struct arena *arena; /* names and paths of the sources */
    struct lint *lint;
    struct kb *kb; /* in memory */
    struct lint_source sources[SOURCES_MAX];
    const char *paths[SOURCES_MAX];
    const char *base_urls[SOURCES_MAX];
    size_t count;
    struct check_report report;
    uint64_t documents, entries;
    struct str prefix; /* of the source at hand */
    struct map *said;  /* of it: message -> its remark */
    struct remark *remarks;
    size_t remark_count, remark_cap;
};

static const char *plural(uint64_t n)
{
    return n == 1 ? "" : "s";
}

/* ---- which documents ------------------------------------------------------------------------- */

/* Paths as they are seen from here where that is shorter, else as they were given. */
static struct str prefix_of(struct arena *a, const char *path, const char *root)
{
    struct str given = str_trim(str_of(path)), inside = str_of(root);
    char *here = realpath(".", NULL);
    struct str folder = str_of(here);
    struct stat st;
    if (here && str_eq(inside, folder)) {
        given = STR_NONE;
    } else if (here && str_starts(inside, folder) && inside.p[folder.n] == '/') {
        given = str_skip(inside, folder.n + 1);
    } else if (stat(path, &st) == 0 && S_ISREG(st.st_mode)) {
        given = path_folder(given);
    }
    while (str_ends(given, STR("/")))
        given = str_slice(given, 0, given.n - 1);
    struct str prefix = given.n ? arena_concat(a, given, STR("/")) : STR_NONE;
    free(here);
    return prefix;
}

static bool name_taken(const struct linting *g, struct str name)
{
    for (size_t i = 0; i < g->count; i++)
        if (str_eq(g->sources[i].name, name))
            return true;
    return false;
}

/* name NULL: the folder's, with a number when there is one of that name. */
static int add_source(struct linting *g, const char *path, const char *name, const char *base_url,
                      struct err *err)
{
    if (g->count == SOURCES_MAX)
        return err_set(err, ERR_INVALID, "more than %d paths", SOURCES_MAX);
    char *root = walk_root(path, err);
    if (!root)
        return -1;
    struct buf given = BUF_INIT(SIZE_MAX / 2);
    walk_given(path, &given);
    struct str base = name ? str_of(name) : walk_source_name(buf_cstr(&given));
    struct str unique = base;
    for (unsigned n = 2; name_taken(g, unique); n++)
        unique = arena_printf(g->arena, "%.*s-%u", STR_ARG(base), n);
    g->sources[g->count] =
        (struct lint_source){arena_dup(g->arena, unique), prefix_of(g->arena, path, root)};
    g->paths[g->count] = arena_dup(g->arena, str_of(path)).p;
    g->base_urls[g->count] = base_url ? arena_dup(g->arena, str_of(base_url)).p : NULL;
    g->count++;
    buf_release(&given);
    mem_free(root);
    return 0;
}

struct remembered {
    struct linting *g;
    struct err *err;
};

static int add_remembered(void *ctx, const struct source *s)
{
    struct remembered *r = ctx;
    struct arena *a = r->g->arena;
    return add_source(r->g, arena_dup(a, s->root).p, arena_dup(a, s->name).p,
                      s->base_url.n ? arena_dup(a, s->base_url).p : NULL, r->err);
}

/* The sources that the knowledge base in use was made from. */
static int add_sources_of_kb(struct linting *g, struct err *err)
{
    struct buf own = BUF_INIT(SIZE_MAX / 2);
    int result = -1;
    if (g->options->kb)
        buf_puts(&own, g->options->kb);
    else
        home_kb(&own, NULL);
    struct kb *kb = NULL;
    if (own.n == 0 || (!g->options->kb && access(buf_cstr(&own), F_OK) != 0)) {
        err_set(err, ERR_IO, "nothing to check: give a PATH, or import documents first");
    } else {
        kb = kb_open(buf_cstr(&own), err);
        struct remembered r = {g, err};
        result = kb ? kb_each_source(kb, add_remembered, &r, err) : -1;
        if (result == 0 && g->count == 0)
            result = err_set(err, ERR_INVALID,
                             "%s: no documents were imported into it: give a PATH", buf_cstr(&own));
    }
    kb_close(kb);
    buf_release(&own);
    return result;
}

/* ---- looking at them ------------------------------------------------------------------------- */

/* What the importer says of a source; the same of many documents is one finding. */
static void warn(void *ctx, const char *path, uint32_t line, const char *message)
{
    struct linting *g = ctx;
    bool was_new;
    uint32_t i = *map_put(g->said, str_of(message), (uint32_t)g->remark_count, &was_new);
    if (was_new) {
        g->remarks =
            arena_grow(g->arena, g->remarks, g->remark_count, &g->remark_cap, sizeof *g->remarks);
        g->remarks[g->remark_count++] =
            (struct remark){arena_dup(g->arena, str_of(message)),
                            arena_concat(g->arena, g->prefix, str_of(path)), line, 0};
    } else {
        g->remarks[i].more++;
    }
}

static void tell_remarks(struct linting *g)
{
    for (size_t i = 0; i < g->remark_count; i++) {
        const struct remark *r = &g->remarks[i];
        struct lint_finding f = {
            .rule = LINT_NOT_READ, .path = r->path, .line = r->line, .what = r->message};
        if (r->more)
            f.what = arena_printf(g->arena, "%.*s; the same in %zu more place%s",
                                  STR_ARG(r->message), r->more, plural(r->more));
        lint_add(g->lint, &f);
    }
    map_free(g->said);
    g->said = map_new();
    g->remark_count = 0;
}

static int look_at(struct linting *g, size_t i, struct err *err)
{
    struct import_report report;
    const struct import_options io = {.path = g->paths[i],
                                      .name = g->sources[i].name.p,
                                      .base_url = g->base_urls[i],
                                      .warn = warn,
                                      .warn_ctx = g};
    g->prefix = g->sources[i].prefix;
    if (import_source(g->kb, &io, &report, err) != 0)
        return -1;
    tell_remarks(g);
    g->documents += report.documents;
    g->entries += report.entries;
    return lint_documents(g->lint, g->paths[i], g->prefix, &g->report, err);
}

static int look(struct linting *g, struct err *err)
{
    g->kb = kb_begin(NULL, err);
    if (!g->kb)
        return -1;
    for (size_t i = 0; i < g->count; i++)
        if (look_at(g, i, err) != 0)
            return -1;
    if (g->documents == 0)
        return err_set(err, ERR_INVALID, "nothing to check: no document was found");
    const struct lint_sources sources = {g->sources, g->count};
    if (matcher_build_index(g->kb, err) != 0 || kb_commit(g->kb, err) != 0)
        return -1;
    return lint_entries(g->lint, g->kb, &sources, err);
}

/* ---- telling --------------------------------------------------------------------------------- */

static void print_counts(const struct linting *g, const struct lint_result *r)
{
    const struct check_report *c = &g->report;
    out_printf("%s%llu document%s, %llu %s, %llu link%s", r->count ? "\n" : "",
               (unsigned long long)g->documents, plural(g->documents),
               (unsigned long long)g->entries, g->entries == 1 ? "entry" : "entries",
               (unsigned long long)c->links, plural(c->links));
    if (c->outside)
        out_printf(" (%llu lead%s out of the documents: not checked)",
                   (unsigned long long)c->outside, c->outside == 1 ? "s" : "");
    if (r->count)
        out_printf(": %zu error%s, %zu warning%s, %zu note%s", r->by_severity[LINT_ERROR],
                   plural(r->by_severity[LINT_ERROR]), r->by_severity[LINT_WARNING],
                   plural(r->by_severity[LINT_WARNING]), r->by_severity[LINT_NOTE],
                   plural(r->by_severity[LINT_NOTE]));
    else
        out_puts(": nothing found");
    if (r->silenced)
        out_printf("; %zu silenced by the documents", r->silenced);
    if (r->dropped)
        out_printf("; %zu more than are kept", r->dropped);
    out_puts("\n");
}

static void print(const struct linting *g, const struct lint_result *r)
{
    const struct options *o = g->options;
    struct buf out = BUF_INIT(SIZE_MAX / 2);
    if (o->json || o->sarif) {
        (o->json ? lint_findings_json : lint_findings_sarif)(r, o->limit, &out);
        buf_putc(&out, '\n');
        out_put(buf_str(&out));
    } else {
        struct report_options report = {0};
        term_options(o->color, &report);
        lint_findings_text(r, o->limit, &report, &out);
        out_put(buf_str(&out));
        print_counts(g, r);
    }
    buf_release(&out);
}

static int run(struct linting *g, char **paths, int count)
{
    struct err err;
    int result = count ? 0 : add_sources_of_kb(g, &err);
    for (int i = 0; i < count && result == 0; i++)
        result = add_source(g, paths[i], NULL, NULL, &err);
    if (result == 0)
        result = look(g, &err);
    if (result != 0)
        return out_trouble(&err);
    struct lint_result r = lint_finish(g->lint);
    print(g, &r);
    return r.count ? STATUS_NOTHING : STATUS_FOUND;
}

/* -1, or the exit status when a name is that of no rule. */
static int choose_rules(const struct opt_command *command, struct lint *l, const struct options *o)
{
    for (size_t i = 0; i < o->rules.count + o->disabled.count; i++) {
        bool want = i < o->rules.count;
        const char *name = want ? o->rules.items[i] : o->disabled.items[i - o->rules.count];
        enum lint_rule rule;
        if (!lint_rule_find(str_of(name), &rule)) {
            struct buf names = BUF_INIT(4096);
            for (size_t k = 0; k < LINT_RULES; k++)
                buf_printf(&names, "%s%s", k ? ", " : "", lint_rules[k].id);
            int status = opt_fault(command, "no rule \"%s\": there are %s", name, buf_cstr(&names));
            buf_release(&names);
            return status;
        }
        (want ? lint_want : lint_disable)(l, rule);
    }
    return -1;
}

static int lint(const struct opt_command *command, const struct options *o, char **paths, int count)
{
    struct linting g = {.options = o, .arena = arena_new(), .lint = lint_new(), .said = map_new()};
    int status = choose_rules(command, g.lint, o);
    if (status < 0)
        status = run(&g, paths, count);
    kb_close(g.kb);
    lint_free(g.lint);
    map_free(g.said);
    arena_free(g.arena);
    return status;
}

int cmd_lint(int argc, char **argv)
{
    struct options o = {0};
    const struct opt options[] = {
        {.name = "rule",
         .letter = 'r',
         .kind = OPT_LIST,
         .argument = "RULE",
         .value = &o.rules,
         .help = "tell only of this rule; may be given several times"},
        {.name = "disable",
         .letter = 'd',
         .kind = OPT_LIST,
         .argument = "RULE",
         .value = &o.disabled,
         .help = "do not tell of this rule; may be given several times"},
        {.name = "limit",
         .letter = 'n',
         .kind = OPT_NUMBER,
         .argument = "N",
         .value = &o.limit,
         .min = 1,
         .max = LIMIT_MAX,
         .help = "show at most N findings"},
        {.name = "json",
         .letter = 'j',
         .kind = OPT_FLAG,
         .value = &o.json,
         .help = "print findings and counts as one JSON object"},
        {.name = "sarif",
         .kind = OPT_FLAG,
         .value = &o.sarif,
         .help = "print SARIF 2.1.0, for code hosts"},
        {.name = "kb",
         .kind = OPT_TEXT,
         .argument = "FILE",
         .value = &o.kb,
         .help = "check the sources of this knowledge base instead of your own"},
        TERM_COLOR_OPTION(o.color),
    };
    const struct opt_command command = {
        "lint", "[PATH...]",
        "Tell the writers of documents what stops readers from finding them: messages that lead\n"
        "elsewhere, signatures that stand for several answers, links that lead nowhere, problems\n"
        "without a remedy. Without a PATH: the documents that were imported. Status 1: found some.",
        options, ARRAY_LEN(options)};
    int status = opt_parse(&command, &argc, argv);
    if (status >= 0)
        return status;
    if (o.json && o.sarif)
        return opt_fault(&command, "--json and --sarif exclude each other");
    if (argc && o.kb)
        return opt_fault(&command, "--kb is for checking without a PATH");
    return lint(&command, &o, argv, argc);
}
