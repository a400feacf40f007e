#include "cli/cmd.h"
#include "cli/home.h"
#include "cli/opt.h"
#include "cli/out.h"
#include "import/import.h"
#include "match/matcher.h"
#include "report/safe.h"

struct options {
    const char *kb;       /* NULL: the user's own */
    const char *image;    /* write this instead; NULL: no */
    const char *name;
    const char *base_url;
    bool dry_run;
};

static void warn(void *ctx, const char *path, uint32_t line, const char *message)
{
    (void)ctx;
    if (line)
        out_warning("%s:%u: %s", path, line, message);
    else
        out_warning("%s: %s", path, message);
}

static void add_report(struct import_report *sum, const struct import_report *r)
{
    sum->files_seen += r->files_seen;
    sum->files_ignored += r->files_ignored;
    sum->documents += r->documents;
    sum->documents_empty += r->documents_empty;
    sum->failed += r->failed;
    sum->warnings += r->warnings;
    sum->bytes += r->bytes;
    sum->entries += r->entries;
    sum->messages += r->messages;
    sum->codes += r->codes;
}

static unsigned long long ull(uint64_t v)
{
    return v;
}

static const char *plural(uint64_t n)
{
    return n == 1 ? "" : "s";
}

static const char *entries(uint64_t n)
{
    return n == 1 ? "entry" : "entries";
}

static void print_report(const char *label, const struct import_report *r)
{
    struct buf out = BUF_INIT(8192);
    safe_put(&out, str_of(label));
    buf_printf(&out, ": %llu document%s, %llu %s (%llu message%s, %llu code%s)\n",
               ull(r->documents), plural(r->documents), ull(r->entries), entries(r->entries),
               ull(r->messages), plural(r->messages), ull(r->codes), plural(r->codes));
    if (r->documents_empty)
        buf_printf(&out, "  %llu document%s without a problem in %s\n", ull(r->documents_empty),
                   plural(r->documents_empty), r->documents_empty == 1 ? "it" : "them");
    if (r->files_ignored)
        buf_printf(&out, "  %llu file%s ignored: no documents by their name\n",
                   ull(r->files_ignored), plural(r->files_ignored));
    if (r->failed)
        buf_printf(&out, "  %llu file%s could not be read\n", ull(r->failed), plural(r->failed));
    if (r->warnings)
        buf_printf(&out, "  %llu warning%s\n", ull(r->warnings), plural(r->warnings));
    out_put(buf_str(&out));
    buf_release(&out);
}

static int import_all(struct kb *kb, const struct options *o, char **paths, int count,
                      struct err *err)
{
    struct import_report sum = {0};
    for (int i = 0; i < count; i++) {
        struct import_report report = {0};
        const struct import_options io = {
            .path = paths[i], .name = o->name, .base_url = o->base_url, .warn = warn};
        if (import_source(kb, &io, &report, err) != 0)
            return -1;
        print_report(paths[i], &report);
        out_flush();
        add_report(&sum, &report);
    }
    if (count > 1)
        print_report("in all", &sum);
    if (sum.documents == 0)
        return err_set(err, ERR_INVALID, "nothing to import: no document was %s",
                       sum.failed ? "readable" : "found");
    return 0;
}

static int import_into(const char *path, const struct options *o, char **paths, int count)
{
    struct err err;
    /* Nothing of a dry run, and no image's working copy, is on the disk. */
    struct kb *kb = kb_begin(o->dry_run || o->image ? NULL : path, &err);
    if (!kb)
        return out_trouble(&err);
    int result = import_all(kb, o, paths, count, &err);
    if (result == 0)
        result = matcher_build_index(kb, &err);
    if (result == 0 && !o->dry_run)
        result = kb_commit(kb, &err);
    if (result == 0 && o->image)
        result = kb_export_image(kb, o->image, &err);
    kb_close(kb);
    if (result != 0)
        return out_trouble(&err);
    if (o->dry_run) {
        out_puts("nothing was written (--dry-run)\n");
    } else {
        struct buf line = BUF_INIT(8192);
        buf_puts(&line, "written to ");
        safe_put(&line, str_of(o->image ? o->image : path));
        buf_putc(&line, '\n');
        out_put(buf_str(&line));
        buf_release(&line);
    }
    return STATUS_FOUND;
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
        {.name = "image", .kind = OPT_TEXT, .argument = "FILE", .value = &o.image,
         .help = "write a compact new knowledge base, without paths and\n"
                 "times of this machine, for passing on"},
    };
    const struct opt_command command = {
        "import", "PATH...",
        "Read troubleshooting documents (folders of Markdown, or single files) into a knowledge\n"
        "base. Each PATH is a source; importing it again replaces what it gave before. Either\n"
        "all of it is imported or, when that is not possible, nothing is changed.",
        options, ARRAY_LEN(options)};
    int status = opt_parse(&command, &argc, argv);
    if (status >= 0)
        return status;
    if (argc == 0)
        return opt_fault(&command, "a PATH is missing");
    if (argc > 1 && (o.name || o.base_url))
        return opt_fault(&command, "--name and --base-url are for a single PATH");
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
