#include "import/walk.h"

#include "base/buf.h"
#include "base/mem.h"
#include "import/import.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>

struct walking {
    const struct walker *w;
    struct str root;      /* absolute, without a '/' at its end */
    struct buf path;      /* absolute path of where we are */
    size_t files;
};

static bool is_document(struct str name)
{
    bool markdown = str_ends(name, STR(".md")) || str_ends(name, STR(".markdown")) ||
                    str_ends(name, STR(".MD"));
    bool aside = str_ieq(name, STR("README.md")) || str_istarts(name, STR("SOURCES"));
    return markdown && !aside;
}

/* The path below the root. */
static struct str relative(const struct walking *g)
{
    return str_trim_set(str_skip(buf_str(&g->path), g->root.n), "/");
}

static int tell(struct walking *g, enum walk_event event, const char *message)
{
    return g->w->visit(g->w->ctx, event, relative(g), buf_cstr(&g->path), message);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

struct names {
    char **items;
    size_t count, cap;
};

static void free_names(struct names *n)
{
    for (size_t i = 0; i < n->count; i++)
        mem_free(n->items[i]);
    mem_free(n->items);
}

/* Names in the folder, sorted; -1 with errno when it cannot be read. */
static int read_names(const char *path, struct names *names)
{
    *names = (struct names){0};
    DIR *dir = opendir(path);
    if (!dir)
        return -1;
    struct dirent *e;
    while (names->count < IMPORT_FILES_MAX && (e = readdir(dir)) != NULL) {
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
            continue;
        size_t size = strlen(e->d_name) + 1;
        names->items = mem_grow(names->items, names->count, &names->cap, sizeof *names->items);
        names->items[names->count] = mem_alloc(size);
        memcpy(names->items[names->count++], e->d_name, size);
    }
    closedir(dir);
    if (names->count)
        qsort(names->items, names->count, sizeof *names->items, by_name);
    return 0;
}

/* A link to a file: does it stay inside the root? */
static bool stays_inside(struct walking *g)
{
    char *real = realpath(buf_cstr(&g->path), NULL);
    struct str to = str_of(real);
    bool inside = real && str_starts(to, g->root) && (to.n > g->root.n && to.p[g->root.n] == '/');
    free(real);
    return inside;
}

static int visit_file(struct walking *g, struct str name, const struct stat *st)
{
    if (name.p[0] == '.' || !is_document(name))
        return tell(g, WALK_IGNORED, NULL);
    if (++g->files > IMPORT_FILES_MAX)
        return tell(g, WALK_REFUSED, "more files than one source may have: not read");
    if (S_ISLNK(st->st_mode)) {
        struct stat target;
        if (stat(buf_cstr(&g->path), &target) != 0)
            return tell(g, WALK_REFUSED, "a link that leads nowhere, or in a circle: not read");
        if (!stays_inside(g))
            return tell(g, WALK_REFUSED, "a link that leads out of the source: not read");
    } else if (!S_ISREG(st->st_mode)) {
        return tell(g, WALK_REFUSED, "not a regular file: not read");
    }
    return tell(g, WALK_DOCUMENT, NULL);
}

static int walk_folder(struct walking *g, unsigned depth);

/* One name of the folder: its files in the first round, its folders in the second. */
static int visit_name(struct walking *g, struct str name, bool folders, unsigned depth)
{
    struct stat st;
    size_t before = g->path.n;
    int result = 0;
    buf_putc(&g->path, '/');
    buf_put(&g->path, name);
    if (g->path.cut) {
        g->path.cut = false;
        result = folders ? 0 : tell(g, WALK_REFUSED, "its path is too long: not read");
    } else if (lstat(buf_cstr(&g->path), &st) != 0) {
        result = folders ? 0 : tell(g, WALK_REFUSED, strerror(errno));
    } else if (S_ISLNK(st.st_mode) && !is_document(name)) {
        struct stat target;
        bool folder = stat(buf_cstr(&g->path), &target) == 0 && S_ISDIR(target.st_mode);
        if (!folders)
            result = folder ? tell(g, WALK_REFUSED, "a link to a folder: not followed")
                            : tell(g, WALK_IGNORED, NULL);
    } else if (S_ISDIR(st.st_mode)) {
        if (folders && name.p[0] == '.')
            result = tell(g, WALK_IGNORED_FOLDER, NULL);
        else if (folders)
            result = walk_folder(g, depth + 1);
    } else if (!folders) {
        result = visit_file(g, name, &st);
    }
    buf_truncate(&g->path, before);
    return result;
}

static int walk_folder(struct walking *g, unsigned depth)
{
    struct names names;
    if (depth > IMPORT_DEPTH_MAX)
        return tell(g, WALK_REFUSED, "folders nested too deep: not entered");
    if (read_names(g->path.n ? buf_cstr(&g->path) : "/", &names) != 0)
        return tell(g, WALK_REFUSED, strerror(errno));
    int result = 0;
    for (int folders = 0; folders < 2 && result == 0; folders++)
        for (size_t i = 0; i < names.count && result == 0; i++)
            result = visit_name(g, str_of(names.items[i]), folders == 1, depth);
    free_names(&names);
    return result;
}

static char *resolve(const char *path, struct stat *st, struct err *err)
{
    char *real = realpath(path, NULL);
    if (real && stat(real, st) == 0 && (S_ISREG(st->st_mode) || S_ISDIR(st->st_mode)))
        return real;
    if (real && errno == 0)
        err_set(err, ERR_INVALID, "%s: neither a folder nor a file", path);
    else
        err_sys(err, errno, "%s: cannot be imported", path);
    free(real);
    return NULL;
}

char *walk_root(const char *path, struct err *err)
{
    struct stat st;
    errno = 0;
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

int walk(const char *path, const struct walker *w, struct err *err)
{
    struct stat st;
    errno = 0;
    char *real = resolve(path, &st, err);
    if (!real)
        return -1;
    struct walking g = {.w = w, .root = str_of(real)};
    buf_init(&g.path, PATH_MAX - 1);
    buf_put(&g.path, g.root);
    int result = -1;
    if (S_ISREG(st.st_mode)) {
        g.root = str_slice(g.root, 0, str_rfind_char(g.root, '/'));
        result = tell(&g, WALK_DOCUMENT, NULL);
    } else {
        struct names names;
        if (g.root.n == 1) { /* "/" */
            g.root.n = 0;
            buf_clear(&g.path);
        }
        if (read_names(real, &names) != 0) {
            err_sys(err, errno, "%s: cannot be read", path);
        } else {
            free_names(&names);
            result = walk_folder(&g, 0);
        }
    }
    buf_release(&g.path);
    free(real);
    return result;
}
