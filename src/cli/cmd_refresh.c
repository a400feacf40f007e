#include "cli/changes.h"
#include "cli/cmd.h"
#include "cli/home.h"
#include "cli/opt.h"
#include "cli/out.h"
#include "cli/refresh.h"
#include "base/arena.h"
#include "base/mem.h"

#include <unistd.h>

/* ---- one refresh ----------------------------------------------------------------------------- */

struct source_list {
    struct arena *arena;
    struct source *items;
    size_t count, cap;
};

static int on_source(void *ctx, const struct source *s)
{
    struct source_list *list = ctx;
    list->items = arena_grow(list->arena, list->items, list->count, &list->cap, sizeof *s);
    list->items[list->count++] = (struct source){.name = arena_dup(list->arena, s->name),
                                                 .root = arena_dup(list->arena, s->root)};
    return 0;
}

static bool is_asked(const struct refresh_options *o, struct str name)
{
    bool asked = o->name_count == 0;
    for (int i = 0; i < o->name_count; i++)
        asked = asked || str_eq(str_of(o->names[i]), name);
    return asked;
}

/* Is every name that of a source, and every source one that can be read again? */
static int check_names(const struct refresh_options *o, const struct source_list *list,
                       struct err *err)
{
    for (int i = 0; i < o->name_count; i++) {
        bool known = false;
        for (size_t k = 0; k < list->count; k++)
            known = known || str_eq(str_of(o->names[i]), list->items[k].name);
        if (!known)
            return err_set(err, ERR_INVALID, "%s: no source \"%s\": errkb stats lists them", o->kb,
                           o->names[i]);
    }
    if (list->count == 0)
        return err_set(err, ERR_INVALID, "%s: no source in it: errkb import adds some", o->kb);
    return 0;
}

static int refresh_source(struct changes *c, struct kb *kb, const struct refresh_options *o,
                          const struct source *s, bool *trouble, struct err *err)
{
    struct import_options io = {.path = s->root.p,
                                .name = s->name.p,
                                .reread = o->reread,
                                .folder = o->folder,
                                .folder_ctx = o->folder_ctx};
    struct err problem;
    bool fatal;
    if (changes_import(c, kb, &io, s->name.p, &fatal, &problem) == 0)
        return 0;
    if (fatal) {
        *err = problem;
        return -1;
    }
    bool gone = changes_last_is_gone(c);
    bool missing = access(s->root.p, F_OK) != 0;
    /* An empty folder may be one that is not mounted: only who names it means it. */
    if (gone && o->prune && (missing || o->name_count))
        return changes_prune(c, kb, s->name, err);
    if (gone && missing)
        err_set(&problem, ERR_IO, "%s is not there any more", s->root.p);
    *trouble = true;
    if (o->trouble)
        o->trouble(o->trouble_ctx, s->name, &problem, gone);
    return 0;
}

int refresh_once(const struct refresh_options *o, struct changes *c, bool *trouble, struct err *err)
{
    struct source_list list = {.arena = arena_new()};
    bool there = access(o->kb, F_OK) == 0; /* kb_begin would begin a new one */
    if (!there)
        err_set(err, ERR_INVALID, "%s: there is no such knowledge base: errkb import makes it", o->kb);
    struct kb *kb = !there       ? NULL
                    : o->dry_run ? kb_begin_copy(o->kb, err)
                                 : kb_begin(o->kb, err);
    bool written;
    int result = kb ? kb_each_source(kb, on_source, &list, err) : -1;
    if (result == 0)
        result = check_names(o, &list, err);
    *trouble = false;
    if (list.count > 1)
        changes_name_sources(c);
    for (size_t i = 0; i < list.count && result == 0; i++)
        if (is_asked(o, list.items[i].name))
            result = refresh_source(c, kb, o, &list.items[i], trouble, err);
    if (result == 0)
        result = changes_finish(c, kb, &written, err);
    kb_close(kb);
    arena_free(list.arena);
    return result;
}

/* ---- the command ----------------------------------------------------------------------------- */

static void tell_trouble(void *ctx, struct str name, const struct err *problem, bool gone)
{
    (void)ctx;
    if (gone)
        out_error("%.*s: %s: its entries are kept; --prune %.*s removes them", STR_ARG(name),
                  problem->message, STR_ARG(name));
    else
        out_error("%.*s: %s: its entries are kept", STR_ARG(name), problem->message);
}

static int run_once(struct refresh_options *o, bool json, bool verbose, bool exit_code)
{
    struct err err;
    bool trouble = false;
    const struct changes_options co = {
        .kb = o->kb, .dry_run = o->dry_run, .quiet = json, .all = true};
    struct changes *c = changes_new(&co);
    o->trouble = tell_trouble;
    int result = refresh_once(o, c, &trouble, &err);
    bool changed = changes_count(c) > 0;
    if (result == 0 && json)
        changes_print_json(c);
    else if (result == 0)
        changes_print(c, verbose);
    if (result == 0 && o->dry_run && !json && changed)
        out_puts("nothing was written (--dry-run)\n");
    trouble = trouble || changes_failed(c);
    changes_free(c);
    if (result != 0)
        return out_trouble(&err);
    return trouble ? STATUS_TROUBLE : exit_code && changed ? STATUS_NOTHING : STATUS_FOUND;
}

int cmd_refresh(int argc, char **argv)
{
    struct refresh_options o = {0};
    bool json = false, verbose = false, exit_code = false, watch = false, poll = false;
    const char *kb = NULL;
    const struct opt options[] = {
        {.name = "kb", .kind = OPT_TEXT, .argument = "FILE", .value = &kb,
         .help = "refresh this knowledge base instead of your own"},
        {.name = "dry-run", .kind = OPT_FLAG, .value = &o.dry_run,
         .help = "only report what would change"},
        {.name = "json", .letter = 'j', .kind = OPT_FLAG, .value = &json,
         .help = "print the report as one JSON object"},
        {.name = "verbose", .letter = 'v', .kind = OPT_FLAG, .value = &verbose,
         .help = "list all changes, however many there are"},
        {.name = "prune", .kind = OPT_FLAG, .value = &o.prune,
         .help = "remove the sources whose folder or file is gone"},
        {.name = "exit-code", .kind = OPT_FLAG, .value = &exit_code,
         .help = "exit with status 1 when entries changed"},
        {.name = "reread", .kind = OPT_FLAG, .value = &o.reread,
         .help = "read all documents again, not only changed ones"},
        {.name = "watch", .letter = 'w', .kind = OPT_FLAG, .value = &watch,
         .help = "go on refreshing whenever a document changes"},
        {.name = "poll", .kind = OPT_FLAG, .value = &poll,
         .help = "with --watch: look for changes each second, as for\n"
                 "folders that other machines change"},
    };
    const struct opt_command command = {
        "refresh", "[NAME...]",
        "Read again what changed in the documents that were imported, all or the named sources,\n"
        "and tell which entries were added, changed, moved or removed.",
        options, ARRAY_LEN(options)};
    int status = opt_parse(&command, &argc, argv);
    if (status >= 0)
        return status;
    if (watch && (o.dry_run || exit_code || o.reread))
        return opt_fault(&command, "--watch goes with neither --dry-run, --exit-code nor --reread");
    if (poll && !watch)
        return opt_fault(&command, "--poll is for --watch");
    o.names = argv;
    o.name_count = argc;
    struct buf own = BUF_INIT(SIZE_MAX / 2);
    if (kb)
        buf_puts(&own, kb);
    else
        home_kb(&own, NULL);
    o.kb = buf_cstr(&own);
    if (own.n == 0)
        status = opt_fault(&command, "no home folder is known: say where with --kb FILE");
    else if (access(o.kb, F_OK) != 0) {
        out_error("%s: there is no such knowledge base: errkb import makes it", o.kb);
        status = STATUS_TROUBLE;
    } else
        status = watch ? refresh_watch(&o, json, poll) : run_once(&o, json, verbose, exit_code);
    buf_release(&own);
    return status;
}
