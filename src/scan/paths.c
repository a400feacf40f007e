#include "scan/paths.h"

#include <dirent.h>
#include <errno.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <sys/stat.h>

struct walking {
    struct path_list *list;
    const char *glob;
    size_t max;
    struct arena *arena;
};

static void add(struct walking *w, const char *path, uint64_t size, const char *trouble)
{
    struct path_list *l = w->list;
    if (l->count >= w->max) {
        l->more = true;
        return;
    }
    l->entries = arena_grow(w->arena, l->entries, l->count, &l->cap, sizeof *l->entries);
    l->entries[l->count++] = (struct path_entry){path, size, trouble};
}

static const char *why(struct walking *w, int error)
{
    return arena_printf(w->arena, "cannot be read: %s", strerror(error)).p;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Full paths of what is in the folder, sorted; hidden ones are left out. */
static const char **names_in(struct walking *w, const char *folder, size_t *count)
{
    DIR *dir = opendir(folder);
    const char **names = NULL;
    size_t n = 0, cap = 0;
    *count = 0;
    if (!dir) {
        add(w, folder, 0, why(w, errno));
        return NULL;
    }
    struct str base = str_of(folder);
    const char *between = str_ends(base, STR("/")) ? "" : "/";
    for (struct dirent *e; (e = readdir(dir)) != NULL && n < w->max;) {
        if (e->d_name[0] == '.')
            continue;
        names = arena_grow(w->arena, names, n, &cap, sizeof *names);
        names[n++] = arena_printf(w->arena, "%s%s%s", folder, between, e->d_name).p;
    }
    closedir(dir);
    if (n)
        qsort(names, n, sizeof *names, by_name);
    *count = n;
    return names;
}

static void walk_folder(struct walking *w, const char *folder, unsigned depth)
{
    size_t count;
    if (depth >= PATHS_DEPTH_MAX) {
        add(w, folder, 0, "too many folders in one another: give its path by itself");
        return;
    }
    struct path_list *l = w->list;
    l->folders =
        arena_grow(w->arena, l->folders, l->folder_count, &l->folder_cap, sizeof *l->folders);
    l->folders[l->folder_count++] = folder;
    const char **names = names_in(w, folder, &count);
    for (size_t i = 0; i < count; i++) {
        struct stat st;
        const char *name = strrchr(names[i], '/') + 1;
        bool wanted = !w->glob || fnmatch(w->glob, name, 0) == 0;
        if (stat(names[i], &st) != 0) {
            if (wanted && (lstat(names[i], &st) != 0 || !S_ISDIR(st.st_mode)))
                add(w, names[i], 0, why(w, errno));
        } else if (S_ISREG(st.st_mode) && wanted) {
            add(w, names[i], (uint64_t)st.st_size, NULL);
        }
    }
    for (size_t i = 0; i < count; i++) {
        struct stat st;
        if (lstat(names[i], &st) == 0 && S_ISDIR(st.st_mode))
            walk_folder(w, names[i], depth + 1);
    }
}

void paths_add(struct path_list *list, const char *path, const char *glob, size_t max,
               struct arena *a)
{
    struct walking w = {list, glob, max, a};
    struct stat st;
    if (strcmp(path, "-") == 0)
        add(&w, NULL, 0, NULL);
    else if (stat(path, &st) != 0)
        add(&w, arena_dup(a, str_of(path)).p, 0, why(&w, errno));
    else if (S_ISDIR(st.st_mode))
        walk_folder(&w, arena_dup(a, str_of(path)).p, 0);
    else
        add(&w, arena_dup(a, str_of(path)).p, S_ISREG(st.st_mode) ? (uint64_t)st.st_size : 0, NULL);
}
