#include "cli/changes.h"
#include "cli/cmd.h"
#include "cli/home.h"
#include "cli/opt.h"
#include "cli/out.h"
#include "report/safe.h"
#include "text/utf8.h"


struct options {
    const char *kb;       /* NULL: the user's own */
    const char *image;    /* write this instead; NULL: no */
    const char *name;
    const char *base_url;
    bool dry_run, prune, reread, verbose;
};

static int import_all(struct changes *c, struct kb *kb, const struct options *o, char **paths,
                      int count, struct err *err)
{
    bool fatal;
    if (count > 1)
        changes_name_sources(c);
    for (int i = 0; i < count; i++) {
        struct import_options io = {
            .path = paths[i], .name = o->name, .base_url = o->base_url, .reread = o->reread};
        if (changes_import(c, kb, &io, paths[i], &fatal, err) != 0)
            return -1;
    }
    if (changes_documents(c) == 0)
        return err_set(err, ERR_INVALID, "nothing to import: no document was %s",
                       changes_failed(c) ? "readable" : "found");
    return o->prune ? changes_prune_all(c, kb, err) : 0;
}

static void print_end(const struct options *o, const char *path, bool written)
{
    struct buf line = BUF_INIT(SIZE_MAX / 2);
    if (o->dry_run) {
        buf_puts(&line, "nothing was written (--dry-run)");
    } else if (written) {
        buf_puts(&line, "written to ");
        safe_put(&line, str_of(o->image ? o->image : path));
    }
    if (line.n)
        buf_putc(&line, '\n');
    out_put(buf_str(&line));
    buf_release(&line);
}

static int import_into(const char *path, const struct options *o, char **paths, int count)
{
    struct err err;
    /* A dry run makes no file, and nothing of an image's working copy is on the disk. */
    bool copy = o->dry_run && !o->image && path[0];
    struct kb *kb = copy ? kb_begin_copy(path, &err)
                         : kb_begin(o->image || o->dry_run ? NULL : path, &err);
    if (!kb)
        return out_trouble(&err);
    const struct changes_options co = {.kb = path, .dry_run = o->dry_run, .all = o->verbose};
    struct changes *c = changes_new(&co);
    int result = import_all(c, kb, o, paths, count, &err);
    bool written = false;
    if (result == 0)
        result = changes_finish(c, kb, &written, &err);
    if (result == 0 && o->image)
        result = kb_export_image(kb, o->image, &err);
    if (result == 0) {
        changes_print(c, o->verbose);
        print_end(o, path, written);
    }
    bool failed = changes_failed(c);
    changes_free(c);
    kb_close(kb);
    if (result != 0)
        return out_trouble(&err);
    return failed ? STATUS_TROUBLE : STATUS_FOUND;
}

/* A name begins every id of the source, up to the first '/'. */
static bool is_name(const char *name)
{
    bool good = name[0] != '\0';
    for (size_t i = 0; name[i]; i++)
        good = good && (unsigned char)name[i] >= ' ' && name[i] != '/' && name[i] != '#' &&
               name[i] != 0x7F;
    return good && utf8_valid(str_of(name)) == strlen(name);
}

/* Links of documents are made with it, and end up in other people's pages: no javascript:. */
static bool is_base_url(const char *url)
{
    struct str s = str_of(url);
    return !s.n || str_istarts(s, STR("https://")) || str_istarts(s, STR("http://"));
}

int cmd_import(int argc, char **argv)
{
    struct options o = {0};
    const struct opt options[] = {
        {.name = "kb", .kind = OPT_TEXT, .argument = "FILE", .value = &o.kb,
         .help = "import into this knowledge base instead of your own"},
        {.name = "name", .letter = 'n', .kind = OPT_TEXT, .argument = "NAME", .value = &o.name,
         .help = "call the source so, not by the last part of its path"},
        {.name = "base-url", .letter = 'u', .kind = OPT_TEXT, .argument = "URL",
         .value = &o.base_url, .help = "where the documents are published: makes links absolute"},
        {.name = "dry-run", .kind = OPT_FLAG, .value = &o.dry_run,
         .help = "only report what would be imported"},
        {.name = "prune", .kind = OPT_FLAG, .value = &o.prune,
         .help = "remove the sources whose folder or file is gone"},
        {.name = "reread", .kind = OPT_FLAG, .value = &o.reread,
         .help = "read all documents again, not only changed ones"},
        {.name = "verbose", .letter = 'v', .kind = OPT_FLAG, .value = &o.verbose,
         .help = "list all entries that were added, changed or removed"},
        {.name = "image", .kind = OPT_TEXT, .argument = "FILE", .value = &o.image,
         .help = "write a compact new knowledge base, without paths and\n"
                 "times of this machine, for passing on"},
    };
    const struct opt_command command = {
        "import", "PATH...",
        "Read troubleshooting documents (folders of Markdown, or single files) into a knowledge\n"
        "base. Each PATH is a source; importing it again reads what changed since. Either all\n"
        "of it is imported or, when that is not possible, nothing is changed.",
        options, ARRAY_LEN(options)};
    int status = opt_parse(&command, &argc, argv);
    if (status >= 0)
        return status;
    if (argc == 0)
        return opt_fault(&command, "a PATH is missing");
    if (argc > 1 && (o.name || o.base_url))
        return opt_fault(&command, "--name and --base-url are for a single PATH");
    if (o.name && !is_name(o.name))
        return opt_fault(&command, "--name is a name without '/' and '#'");
    if (o.base_url && !is_base_url(o.base_url))
        return opt_fault(&command, "--base-url begins with https:// or http:// (or is empty: none)");
    if (o.kb && o.image)
        return opt_fault(&command, "--kb and --image exclude each other");
    struct buf own = BUF_INIT(SIZE_MAX / 2);
    if (o.kb)
        buf_puts(&own, o.kb);
    else
        home_kb(&own, NULL);
    if (own.n == 0 && !o.image && !o.dry_run)
        status = opt_fault(&command, "no home folder is known: say where with --kb FILE");
    else
        status = import_into(buf_cstr(&own), &o, argv, argc);
    buf_release(&own);
    return status;
}
