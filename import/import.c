#include "import/import.h"

#include "base/mem.h"
#include "import/source/refresh.h"
#include "import/source/revision.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

static const char *const change_names[IMPORT_CHANGES] = {
    [IMPORT_ADDED] = "added",
    [IMPORT_CHANGED] = "changed",
    [IMPORT_MOVED] = "moved",
    [IMPORT_REMOVED] = "removed",
};

const char *import_change_name(enum import_change_kind kind)
{
    return change_names[kind];
}

static const char *const field_names[IMPORT_FIELDS] = {
    [IMPORT_TITLE] = "title",     [IMPORT_MESSAGES] = "messages", [IMPORT_CODES] = "codes",
    [IMPORT_CAUSE] = "cause",     [IMPORT_REMEDY] = "remedy",     [IMPORT_FACETS] = "facets",
    [IMPORT_LINKS] = "links",     [IMPORT_URL] = "url",           [IMPORT_SAMPLES] = "samples",
    [IMPORT_ALIASES] = "aliases", [IMPORT_KIND] = "kind",         [IMPORT_TEXT] = "text",
    [IMPORT_LINE] = "line",
};

const char *import_field_name(enum import_field field)
{
    return field_names[field];
}

/* ---- the source ------------------------------------------------------------------------------ */

struct importing {
    struct refresh r;
    struct arena *arena;
    struct source source; /* as it will be remembered */
    bool known;           /* it is already */
    struct buf given;     /* the path as it was given, absolute */
    char *root;           /* folder that paths start from, resolved */
    char *whole;          /* the same, or the one file in it that was asked for */
    struct stat at_start; /* of it */
    uint64_t there;       /* documents met */
};

void refresh_warn(void *ctx, struct str path, uint32_t line, const char *message)
{
    struct refresh *r = ctx;
    r->report->warnings++;
    if (!r->options->warn)
        return;
    struct buf name = BUF_INIT(SIZE_MAX / 2);
    buf_put(&name, path);
    r->options->warn(r->options->warn_ctx, buf_cstr(&name), line, message);
    buf_release(&name);
}

static int on_file(void *ctx, const struct walk_file *file)
{
    struct importing *im = ctx;
    struct import_report *report = im->r.report;
    const struct import_options *o = im->r.options;
    bool refused = false;
    switch (file->event) {
    case WALK_FOLDER:
        if (o->folder)
            o->folder(o->folder_ctx, file->full);
        break;
    case WALK_DOCUMENT:
        report->files_seen++;
        im->there++;
        if (!documents_add(im->r.documents, file)) {
            report->failed++;
            refresh_warn(&im->r, file->path, 0,
                         "two files of this name, as text: the second is not read");
        }
        break;
    case WALK_IGNORED:
        report->files_seen++;
        report->files_ignored++;
        break;
    case WALK_IGNORED_FOLDER:
        report->folders_ignored++;
        break;
    case WALK_UNREADABLE:
        if (!file->path.n) /* the root itself */
            return err_set(im->r.err, ERR_IO, "%s: cannot be read: %s", o->path, file->message);
        documents_block(im->r.documents, file->path);
        refused = true;
        break;
    case WALK_LEFT_OUT: /* for good: nothing to mend */
        refresh_warn(&im->r, file->path, 0, file->message);
        break;
    case WALK_REFUSED:
        refused = true;
        break;
    }
    if (refused) {
        report->failed++;
        refresh_warn(&im->r, file->path, 0, file->message);
    }
    return 0;
}

static int put_source(struct importing *im)
{
    if (im->known)
        return 0;
    im->r.report->written = true;
    im->known = true;
    return kb_put_source(im->r.kb, &im->source, &im->r.source_row, im->r.err);
}

/* What is known of the source, and what will be. */
static int find_source(struct importing *im)
{
    const struct import_options *o = im->r.options;
    struct import_report *report = im->r.report;
    struct source known;
    im->source.name = o->name ? str_of(o->name) : walk_source_name(im->source.root.p);
    im->source.revision = import_revision();
    if (kb_find_source(im->r.kb, im->source.name, im->arena, &known, &im->r.source_row,
                       im->r.err) != 0)
        return -1;
    report->known = im->r.source_row != 0;
    if (o->base_url)
        im->source.base_url = str_trim_set(str_of(o->base_url), "/ ");
    else if (report->known)
        im->source.base_url = known.base_url;
    if (report->known && known.revision != im->source.revision)
        report->reason = "read by another version of errkb before";
    else if (report->known && !str_eq(known.base_url, im->source.base_url))
        report->reason = "another base URL";
    else if (report->known && o->reread)
        report->reason = "--reread";
    report->reread = !report->known || report->reason;
    im->known = report->known && known.revision == im->source.revision &&
                str_eq(known.base_url, im->source.base_url) && str_eq(known.root, im->source.root);
    /* Under another root it may be refused: before anything else. */
    if (report->known && !str_eq(known.root, im->source.root) && put_source(im) != 0)
        return -1;
    return documents_load(im->r.documents, im->r.kb, im->r.source_row, im->r.err);
}

/* Is the root what it was when the walk began? */
static int check_root(struct importing *im)
{
    struct stat now;
    bool same = stat(im->root, &now) == 0 && now.st_dev == im->at_start.st_dev &&
                now.st_ino == im->at_start.st_ino;
    return same ? 0
                : err_set(im->r.err, ERR_IO,
                          "%s: removed or replaced while it was read: nothing was changed",
                          im->r.options->path);
}

/* A folder that lost everything is more likely a disk that is not mounted than one that was
 * emptied. */
static int check_emptied(struct importing *im)
{
    bool any = im->there > 0;
    for (size_t i = 0; i < documents_count(im->r.documents) && !any; i++)
        any = documents_at(im->r.documents, i)->unreadable;
    if (any || documents_count(im->r.documents) == 0)
        return 0;
    im->r.report->gone = true;
    return err_set(im->r.err, ERR_IO, "%s: there is no document in it any more",
                   im->r.options->path);
}

static int run(struct importing *im)
{
    const struct walker walker = {on_file, im};
    if (find_source(im) != 0 || walk(im->whole, &walker, im->r.err) != 0)
        return -1;
    documents_mark_blocked(im->r.documents);
    if (check_emptied(im) != 0 || check_root(im) != 0 || put_source(im) != 0)
        return -1;
    const struct reader_options reading = {.source = im->source.name,
                                           .root = str_of(im->root),
                                           .base_url = im->source.base_url,
                                           .warn = refresh_warn,
                                           .warn_ctx = &im->r,
                                           .single = !str_eq(str_of(im->whole), str_of(im->root))};
    im->r.reader = reader_new(&reading);
    int result = refresh_documents(&im->r);
    if (result == 0)
        result = check_root(im);
    reader_free(im->r.reader);
    return result;
}

/* Where the path leads now: links in it are resolved here, once, so that all of an import reads the
 * same folder. */
static int open_root(struct importing *im)
{
    const char *path = im->r.options->path;
    im->root = walk_root(path, im->r.err);
    if (!im->root) {
        struct stat st;
        im->r.report->gone = stat(path, &st) != 0 && (errno == ENOENT || errno == ENOTDIR);
        return -1;
    }
    im->whole = realpath(path, NULL);
    /* It is remembered as what was asked for: two files of one folder are two sources, of which the
     * second must not silently take the place of the first; and a link may lead elsewhere when it
     * is refreshed. */
    walk_given(path, &im->given);
    im->source.root = str_of(buf_cstr(&im->given));
    if (!im->whole || stat(im->root, &im->at_start) != 0)
        return err_sys(im->r.err, errno, "%s: cannot be read", path);
    return 0;
}

int import_source(struct kb *kb, const struct import_options *o, struct import_report *report,
                  struct err *err)
{
    *report = (struct import_report){0};
    struct importing im = {
        .r = {.kb = kb, .options = o, .report = report, .err = err},
        .arena = arena_new(),
        .given = BUF_INIT(SIZE_MAX / 2),
    };
    im.r.documents = documents_new();
    int result = open_root(&im);
    if (result == 0)
        result = run(&im);
    documents_free(im.r.documents);
    arena_free(im.arena);
    buf_release(&im.given);
    free(im.whole);
    mem_free(im.root);
    return result;
}
