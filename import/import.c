#include "import/import.h"

#include "base/hash.h"
#include "base/mem.h"
#include "import/late.h"
#include "import/read.h"
#include "import/walk.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

struct importing {
    struct kb *kb;
    const struct import_options *options;
    struct import_report *report;
    struct err *err;
    struct reader *reader;
    struct late *late;
    struct arena *arena; /* of one file's name and messages */
    struct source source;
    int64_t source_row;
};

static void warn(void *ctx, struct str path, uint32_t line, const char *message)
{
    struct importing *im = ctx;
    im->report->warnings++;
    if (!im->options->warn)
        return;
    struct str cstr = arena_dup(im->arena, path);
    im->options->warn(im->options->warn_ctx, cstr.p, line, message);
}

/* The message without the path that it begins with: the caller names it already. */
static const char *without_path(const char *message, const char *full)
{
    size_t n = strlen(full);
    return strncmp(message, full, n) == 0 && message[n] == ':' ? message + n + 2 : message;
}

static int put_entry(struct importing *im, struct str path, int64_t row, const struct entry *e)
{
    struct err err = {0};
    if (kb_put_entry(im->kb, row, e, &err) != 0) {
        if (err.code == ERR_INVALID) {
            warn(im, path, e->line, err.message);
            return 0;
        }
        *im->err = err;
        return -1;
    }
    im->report->entries++;
    for (size_t i = 0; i < e->signature_count; i++) {
        bool message = e->signatures[i].kind == SIGNATURE_MESSAGE;
        im->report->messages += message;
        im->report->codes += !message;
    }
    return 0;
}

static int put_entries(struct importing *im, struct str path, int64_t row,
                       const struct read_document *e)
{
    for (size_t i = 0; i < e->count; i++) {
        const struct entry *entry = &e->entries[i];
        if (late_is_bare(entry) && late_keep(im->late, entry, row))
            continue;
        late_explained(im->late, entry);
        if (put_entry(im, path, row, entry) != 0)
            return -1;
    }
    im->report->documents_empty += e->count == 0;
    return 0;
}

static int put_late(void *ctx, const struct entry *e, int64_t row)
{
    struct importing *im = ctx;
    size_t hash = str_find_char(e->id, '#');
    return put_entry(im, str_slice(e->id, im->source.name.n + 1, hash), row, e);
}

static int import_document(struct importing *im, struct str path, struct str bytes,
                           const struct stat *st)
{
    struct read_document d;
    if (reader_read(im->reader, path, &d) != 0) {
        im->report->failed++;
        return 0;
    }
    d.document.size = (uint64_t)bytes.n;
    d.document.mtime_ns = (int64_t)st->st_mtim.tv_sec * 1000000000 + st->st_mtim.tv_nsec;
    d.document.hash = hash64(bytes);
    int64_t row;
    im->report->documents++;
    im->report->bytes += bytes.n;
    if (kb_put_document(im->kb, im->source_row, &d.document, &row, im->err) != 0)
        return -1;
    return put_entries(im, path, row, &d);
}

static int import_file(struct importing *im, struct str path, const char *full)
{
    struct err err = {0};
    struct stat st;
    struct str bytes;
    if (stat(full, &st) != 0)
        err_sys(&err, errno, "%s: cannot be read", full);
    else if (reader_load(im->reader, full, &bytes, &err) == 0)
        return import_document(im, path, bytes, &st);
    im->report->failed++;
    warn(im, path, 0, without_path(err.message, full));
    return 0;
}

static int on_file(void *ctx, const struct walk_file *file)
{
    struct importing *im = ctx;
    arena_reset(im->arena);
    switch (file->event) {
    case WALK_FOLDER:
        break;
    case WALK_DOCUMENT:
        im->report->files_seen++;
        return import_file(im, file->path, file->full);
    case WALK_IGNORED:
        im->report->files_seen++;
        im->report->files_ignored++;
        break;
    case WALK_IGNORED_FOLDER:
        im->report->folders_ignored++;
        break;
    case WALK_REFUSED:
    case WALK_UNREADABLE:
        im->report->failed++;
        warn(im, file->path, 0, file->message);
        break;
    }
    return 0;
}

static int drop_document(void *ctx, int64_t row, const struct document *d)
{
    struct importing *im = ctx;
    (void)d;
    return kb_drop_document(im->kb, row, im->err);
}

static struct str base_name(struct str root)
{
    size_t slash = str_rfind_char(root, '/');
    struct str name = slash == STR_NOT_FOUND ? root : str_skip(root, slash + 1);
    return name.n ? name : STR("root");
}

int import_source(struct kb *kb, const struct import_options *o, struct import_report *report,
                  struct err *err)
{
    *report = (struct import_report){0};
    char *root = walk_root(o->path, err);
    if (!root)
        return -1;
    struct importing im = {.kb = kb, .options = o, .report = report, .err = err,
                           .late = late_new(), .arena = arena_new()};
    im.source = (struct source){
        .name = o->name ? str_of(o->name) : base_name(str_of(root)),
        .root = str_of(root),
        .base_url = o->base_url ? str_trim_set(str_of(o->base_url), "/ ") : STR_NONE,
    };
    const struct reader_options reading = {im.source.name, im.source.root, im.source.base_url, warn,
                                           &im};
    im.reader = reader_new(&reading);
    const struct walker walker = {on_file, &im};
    /* It is remembered as what was asked for: two files of one folder are two sources, of which the
     * second must not silently take the place of the first. */
    struct source source = im.source;
    char *whole = realpath(o->path, NULL);
    if (whole)
        source.root = str_of(whole);
    int result = kb_put_source(kb, &source, &im.source_row, err);
    if (result == 0)
        result = kb_each_document(kb, im.source_row, drop_document, &im, err);
    if (result == 0)
        result = walk(o->path, &walker, err);
    if (result == 0)
        result = late_each(im.late, put_late, &im);
    late_free(im.late);
    reader_free(im.reader);
    arena_free(im.arena);
    free(whole);
    mem_free(root);
    return result;
}
