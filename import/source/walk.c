#include "import/source/walk.h"

#include "base/buf.h"
#include "base/mem.h"
#include "base/path.h"
#include "import/import.h"
#include "import/read/page.h"
#include "text/utf8.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct walking {
    const struct walker *w;
    struct str root;   /* absolute, without a '/' at its end */
    struct buf path;   /* absolute path of where we are */
    struct buf clean;  /* its part below the root, as valid UTF-8, when it is none */
    size_t files;
};

/* ---- what is told ---------------------------------------------------------------------------- */

bool walk_is_document(struct str path)
{
    struct str name = path_name(path);
    bool markdown = str_ends(name, STR(".md")) || str_ends(name, STR(".markdown")) ||
                    str_ends(name, STR(".MD"));
    bool aside = str_ieq(name, STR("README.md")) || str_istarts(name, STR("SOURCES"));
    return (markdown && !aside) || page_is(name);
}

/* The path below the root; names may be any bytes, and different ones must stay different. */
static struct str relative(struct walking *g)
{
    struct str path = str_trim_set(str_skip(buf_str(&g->path), g->root.n), "/");
    size_t valid = utf8_valid(path);
    if (valid == path.n)
        return path;
    buf_clear(&g->clean);
    while (path.n) {
        valid = utf8_valid(path);
        buf_put(&g->clean, str_slice(path, 0, valid));
        if (valid < path.n)
            buf_printf(&g->clean, "%%%02X", (unsigned char)path.p[valid++]);
        path = str_skip(path, valid);
    }
    return buf_str(&g->clean);
}

static int tell(struct walking *g, enum walk_event event, const char *message)
{
    const struct walk_file file = {
        .event = event, .path = relative(g), .full = buf_cstr(&g->path), .message = message};
    return g->w->visit(g->w->ctx, &file);
}

static int tell_document(struct walking *g, const struct stat *st)
{
    const struct walk_file file = {
        .event = WALK_DOCUMENT,
        .path = relative(g),
        .full = buf_cstr(&g->path),
        .size = (uint64_t)st->st_size,
        .mtime_ns = (int64_t)st->st_mtim.tv_sec * 1000000000 + st->st_mtim.tv_nsec,
    };
    return g->w->visit(g->w->ctx, &file);
}

/* ---- the names of a folder ------------------------------------------------------------------- */

struct name {
    const char *text;
    unsigned char type; /* DT_ */
};

struct names {
    struct name *items;
    size_t count, cap;
    struct buf text; /* all of them, a NUL behind each */
};

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct name *)a)->text, ((const struct name *)b)->text);
}

static void free_names(struct names *n)
{
    buf_release(&n->text);
    mem_free(n->items);
}

/* Names in the folder, sorted; -1 with errno when it cannot be read. */
static int read_names(DIR *dir, struct names *names)
{
    buf_init(&names->text, SIZE_MAX / 2);
    struct dirent *e;
    errno = 0;
    while (names->count < IMPORT_FILES_MAX && (e = readdir(dir)) != NULL) {
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
            continue;
        names->items = mem_grow(names->items, names->count, &names->cap, sizeof *names->items);
        names->items[names->count++].type = e->d_type;
        buf_put(&names->text, str_n(e->d_name, strlen(e->d_name) + 1));
    }
    int fault = errno; /* of readdir: what follows may set it, too */
    const char *at = names->text.p;
    for (size_t i = 0; i < names->count; i++) {
        names->items[i].text = at;
        at += strlen(at) + 1;
    }
    if (names->count)
        qsort(names->items, names->count, sizeof *names->items, by_name);
    errno = fault;
    return fault ? -1 : 0;
}

/* ---- walking --------------------------------------------------------------------------------- */

/* A link to a file: does it stay inside the root? */
static bool stays_inside(struct walking *g)
{
    char *real = realpath(buf_cstr(&g->path), NULL);
    struct str to = str_of(real);
    bool inside = real && str_starts(to, g->root) && (to.n > g->root.n && to.p[g->root.n] == '/');
    free(real);
    return inside;
}

static int visit_link(struct walking *g, int folder, struct str name)
{
    struct stat target;
    bool there = fstatat(folder, name.p, &target, 0) == 0;
    if (there && S_ISDIR(target.st_mode))
        return tell(g, WALK_LEFT_OUT, "a link to a folder: not followed");
    if (name.p[0] == '.' || !walk_is_document(name))
        return tell(g, WALK_IGNORED, NULL);
    if (!there)
        return tell(g, WALK_LEFT_OUT, "a link that leads nowhere, or in a circle: not read");
    if (!stays_inside(g))
        return tell(g, WALK_LEFT_OUT, "a link that leads out of the source: not read");
    return tell_document(g, &target);
}

static int visit_file(struct walking *g, int folder, struct str name)
{
    struct stat st;
    if (name.p[0] == '.' || !walk_is_document(name))
        return tell(g, WALK_IGNORED, NULL);
    if (++g->files > IMPORT_FILES_MAX)
        return tell(g, WALK_REFUSED, "more files than one source may have: not read");
    if (fstatat(folder, name.p, &st, AT_SYMLINK_NOFOLLOW) != 0)
        return errno == ENOENT ? 0 : tell(g, WALK_UNREADABLE, strerror(errno));
    if (!S_ISREG(st.st_mode))
        return tell(g, WALK_LEFT_OUT, "not a regular file: not read");
    return tell_document(g, &st);
}

static int walk_folder(struct walking *g, int parent, const char *name, unsigned depth);

/* Where the file system does not tell. */
static unsigned char type_of(int folder, const char *name)
{
    struct stat st;
    if (fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) != 0)
        return DT_UNKNOWN;
    return S_ISDIR(st.st_mode) ? DT_DIR : S_ISLNK(st.st_mode) ? DT_LNK : DT_REG;
}

/* One name of the folder: its files in the first round, its folders in the second. */
static int visit_name(struct walking *g, int folder, struct name *name, bool folders,
                      unsigned depth)
{
    size_t before = g->path.n;
    int result = 0;
    if (name->type == DT_UNKNOWN)
        name->type = type_of(folder, name->text);
    if ((name->type == DT_DIR) != folders)
        return 0;
    buf_putc(&g->path, '/');
    buf_puts(&g->path, name->text);
    if (g->path.cut) {
        g->path.cut = false;
        result = tell(g, WALK_REFUSED, "its path is too long: not read");
    } else if (folders && name->text[0] == '.') {
        result = tell(g, WALK_IGNORED_FOLDER, NULL);
    } else if (folders) {
        result = walk_folder(g, folder, name->text, depth + 1);
    } else if (name->type == DT_LNK) {
        result = visit_link(g, folder, str_of(name->text));
    } else {
        result = visit_file(g, folder, str_of(name->text));
    }
    buf_truncate(&g->path, before);
    return result;
}

static int walk_names(struct walking *g, DIR *dir, unsigned depth)
{
    struct names names = {0};
    int result = 0;
    if (read_names(dir, &names) != 0)
        result = tell(g, WALK_UNREADABLE, strerror(errno));
    for (int folders = 0; folders < 2 && result == 0; folders++)
        for (size_t i = 0; i < names.count && result == 0; i++)
            result = visit_name(g, dirfd(dir), &names.items[i], folders == 1, depth);
    free_names(&names);
    return result;
}

static int walk_folder(struct walking *g, int parent, const char *name, unsigned depth)
{
    if (depth > IMPORT_DEPTH_MAX)
        return tell(g, WALK_REFUSED, "folders nested too deep: not entered");
    int result = tell(g, WALK_FOLDER, NULL);
    if (result != 0)
        return result;
    int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0) /* gone since its name was read: as if it had never been there */
        return errno == ENOENT ? 0 : tell(g, WALK_UNREADABLE, strerror(errno));
    DIR *dir = fdopendir(fd);
    if (!dir) {
        close(fd);
        return tell(g, WALK_UNREADABLE, strerror(errno));
    }
    result = walk_names(g, dir, depth);
    closedir(dir);
    return result;
}

/* ---- roots ----------------------------------------------------------------------------------- */

static char *resolve(const char *path, struct stat *st, struct err *err)
{
    char *real = realpath(path, NULL);
    bool there = real && stat(real, st) == 0;
    if (there && (S_ISREG(st->st_mode) || S_ISDIR(st->st_mode)))
        return real;
    if (there)
        err_set(err, ERR_INVALID, "%s: neither a folder nor a file", path);
    else
        err_sys(err, errno, "%s: cannot be imported", path);
    free(real);
    return NULL;
}

char *walk_root(const char *path, struct err *err)
{
    struct stat st;
    char *real = resolve(path, &st, err);
    if (!real)
        return NULL;
    struct str root = str_of(real);
    if (S_ISREG(st.st_mode))
        root = str_slice(root, 0, max_size(str_rfind_char(root, '/'), 1));
    char *copy = mem_alloc(root.n + 1);
    memcpy(copy, root.p, root.n);
    copy[root.n] = '\0';
    free(real);
    return copy;
}

/* Puts an absolute path without its '.', '..' and repeated '/'. */
static void put_normal(struct str path, struct buf *out)
{
    while (path.n) {
        size_t slash = str_find_char(path, '/');
        struct str part = str_slice(path, 0, slash);
        path = slash == STR_NOT_FOUND ? STR_NONE : str_skip(path, slash + 1);
        if (str_eq(part, STR(".."))) {
            size_t last = str_rfind_char(buf_str(out), '/');
            buf_truncate(out, last == STR_NOT_FOUND ? 0 : last);
        } else if (part.n && !str_eq(part, STR("."))) {
            buf_putc(out, '/');
            buf_put(out, part);
        }
    }
    if (!out->n)
        buf_putc(out, '/');
}

void walk_given(const char *path, struct buf *out)
{
    struct buf whole = BUF_INIT(SIZE_MAX / 2);
    char *here = path[0] == '/' ? NULL : realpath(".", NULL), *real = realpath(path, NULL);
    buf_puts(&whole, here ? here : "");
    buf_putc(&whole, '/');
    buf_puts(&whole, path);
    buf_clear(out);
    put_normal(buf_str(&whole), out);
    char *again = realpath(buf_cstr(out), NULL);
    if (real && (!again || strcmp(real, again) != 0)) {
        buf_clear(out);
        buf_puts(out, real);
    }
    free(again);
    free(real);
    free(here);
    buf_release(&whole);
}

struct str walk_source_name(const char *given)
{
    struct stat st;
    struct str path = str_of(given);
    if (stat(given, &st) == 0 && S_ISREG(st.st_mode))
        path = str_slice(path, 0, str_rfind_char(path, '/'));
    struct str name = path_name(path);
    return name.n ? name : STR("root");
}

static int walk_whole(struct walking *g, const char *path, const char *real, struct err *err)
{
    int fd = open(real, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return err_sys(err, errno, "%s: cannot be read", path);
    int result = walk_folder(g, fd, ".", 0);
    close(fd);
    return result;
}

int walk(const char *path, const struct walker *w, struct err *err)
{
    struct stat st;
    char *real = resolve(path, &st, err);
    if (!real)
        return -1;
    struct walking g = {.w = w, .root = str_of(real)};
    buf_init(&g.path, PATH_MAX - 1);
    buf_init(&g.clean, (size_t)PATH_MAX * 3);
    buf_put(&g.path, g.root);
    int result;
    if (S_ISREG(st.st_mode)) {
        g.root = str_slice(g.root, 0, str_rfind_char(g.root, '/'));
        result = tell_document(&g, &st);
    } else {
        if (g.root.n == 1) { /* "/" */
            g.root.n = 0;
            buf_clear(&g.path);
        }
        result = walk_whole(&g, path, real, err);
    }
    buf_release(&g.path);
    buf_release(&g.clean);
    free(real);
    return result;
}
