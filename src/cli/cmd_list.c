#include "base/arena.h"
#include "cli/cmd.h"
#include "cli/kbs.h"
#include "cli/out.h"
#include "report/json.h"
#include "report/safe.h"
#include "text/code.h"

enum { READINGS_MAX = 4 }; /* of one code: digits can be decimal or hex */

struct filter {
    const char *source;            /* NULL: any */
    const struct opt_list *facets; /* "client=android": all of them */
    const char *code;              /* NULL: any */
    struct code readings[READINGS_MAX];
    size_t reading_count;
};

struct listing {
    const struct filter *filter;
    const struct kbs *kbs;
    size_t layer;
    bool json;
    struct buf line;
    struct err *err;
};

static bool has_facet(const struct entry *e, const char *wanted)
{
    struct str value = str_of(wanted);
    size_t equals = str_find_char(value, '=');
    struct str name = str_slice(value, 0, equals);
    value = str_skip(value, equals + 1);
    for (size_t i = 0; i < e->facet_count; i++)
        if (str_ieq(e->facets[i].name, name) &&
            (str_ieq(e->facets[i].value, value) || str_ieq(e->facets[i].label, value) ||
             str_eq(e->facets[i].value, FACET_ALL)))
            return true;
    return false;
}

static bool is_code(struct str text, const struct filter *f)
{
    struct code code;
    if (str_istarts(text, str_of(f->code)))
        return true;
    if (!code_parse(text, &code))
        return false;
    for (size_t i = 0; i < f->reading_count; i++)
        if (code_key(&f->readings[i]) == code_key(&code))
            return true;
    return false;
}

static bool has_code(const struct entry *e, const struct filter *f)
{
    for (size_t i = 0; i < e->signature_count; i++)
        if (e->signatures[i].kind == SIGNATURE_CODE && is_code(e->signatures[i].text, f))
            return true;
    return false;
}

static bool wanted(const struct kb_entry *e, const struct filter *f)
{
    if (f->source && !str_eq(e->source, str_of(f->source)))
        return false;
    for (size_t i = 0; i < f->facets->count; i++)
        if (!has_facet(&e->entry, f->facets->items[i]))
            return false;
    return !f->code || has_code(&e->entry, f);
}

/* The first layer with an id wins. 1 hidden, 0 not, -1 trouble. */
static int hidden(const struct listing *l, struct str id)
{
    for (size_t i = 0; i < l->layer; i++) {
        int64_t row;
        if (kb_find(l->kbs->items[i], id, &row, l->err) != 0)
            return -1;
        if (row)
            return 1;
    }
    return 0;
}

/* 1 ends the listing: nobody reads any more. */
static int list_entry(void *ctx, const struct kb_entry *e)
{
    struct listing *l = ctx;
    if (!wanted(e, l->filter))
        return 0;
    int hide = hidden(l, e->entry.id);
    if (hide != 0)
        return hide < 0 ? -1 : 0;
    buf_clear(&l->line);
    if (l->json) {
        struct report_options o = {0};
        report_entry_json(e, &o, &l->line);
    } else {
        safe_put(&l->line, e->entry.id);
        buf_putc(&l->line, '\t');
        safe_put(&l->line, e->entry.title);
    }
    buf_putc(&l->line, '\n');
    out_put(buf_str(&l->line));
    return out_open() ? 0 : 1;
}

int cmd_list(int argc, char **argv)
{
    bool json = false;
    struct opt_list paths = {0};
    struct opt_list facets = {0};
    struct filter filter = {.facets = &facets};
    const struct opt options[] = {
        {.name = "json", .letter = 'j', .kind = OPT_FLAG, .value = &json,
         .help = "print one JSON object a line, as show --json"},
        {.name = "source", .letter = 's', .kind = OPT_TEXT, .argument = "NAME",
         .value = &filter.source, .help = "only entries of this source"},
        {.name = "facet", .letter = 'f', .kind = OPT_LIST, .argument = "NAME=VALUE",
         .value = &facets, .help = "only where this applies: client=android (several: all)"},
        {.name = "code", .letter = 'c', .kind = OPT_TEXT, .argument = "CODE",
         .value = &filter.code, .help = "only entries with this code, or a code that begins so"},
        KBS_OPTION(paths),
    };
    const struct opt_command command = {
        "list", "",
        "List the entries of the knowledge base: id, a tab, title.", options, ARRAY_LEN(options)};
    int status = opt_parse(&command, &argc, argv);
    if (status >= 0)
        return status;
    if (argc > 0)
        return opt_fault(&command, "\"%s\": nothing but options is expected", argv[0]);
    for (size_t i = 0; i < facets.count; i++)
        if (!strchr(facets.items[i], '='))
            return opt_fault(&command, "--facet takes NAME=VALUE, not \"%s\"", facets.items[i]);
    if (filter.code)
        filter.reading_count =
            min_size(code_find(str_of(filter.code), filter.readings, READINGS_MAX), READINGS_MAX);
    struct err err;
    struct kbs kbs;
    if (kbs_open(&kbs, &paths, &err) != 0)
        return out_trouble(&err);
    struct listing l = {&filter, &kbs, 0, json, BUF_INIT(REPORT_TEXT_MAX), &err};
    int result = 0;
    for (; l.layer < kbs.count && result == 0; l.layer++)
        result = kb_each(kbs.items[l.layer], list_entry, &l, &err);
    buf_release(&l.line);
    kbs_close(&kbs);
    return result < 0 ? out_trouble(&err) : STATUS_FOUND;
}
