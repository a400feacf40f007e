#include "import/source/watch.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/hash.h"
#include "base/mem.h"
#include "import/source/walk.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

const struct watch_options watch_defaults = {.quiet_ms = 200, .most_ms = 800, .poll_ms = 1000, .roots_ms = 5000};

enum {
    /* What can make a document another one, come, or go. */
    EVENTS = IN_CREATE | IN_DELETE | IN_MODIFY | IN_CLOSE_WRITE | IN_ATTRIB | IN_MOVED_FROM |
             IN_MOVED_TO | IN_DELETE_SELF | IN_MOVE_SELF,
};

struct root {
    char *path;
    char *real;   /* the same resolved, as folders are told; NULL when it is missing */
    bool is_file; /* its folder is watched in its place */
    bool watched;
    dev_t device; /* 0, 0 when it is missing */
    ino_t inode;
    uint64_t seen; /* what was there when it was looked at last */
};

/* What a file is known by. */
struct stamp {
    dev_t device; /* all 0 when it is missing */
    ino_t inode;
    off_t size;
    struct timespec mtime;
};

struct folder {
    int number; /* inotify's */
    unsigned round;
};

struct watch {
    struct watch_options o;
    int fd; /* of inotify, or -1 */
    struct root *roots;
    size_t root_count;
    struct folder *folders; /* by number */
    size_t count, cap;
    unsigned round; /* of watch_begin to watch_end */
    char *file;     /* looked at beside the roots; NULL: none */
    struct stamp file_seen;
    bool told;
    char trouble[256];
};

/* ---- roots ----------------------------------------------------------------------------------- */

static int add_file(void *ctx, const struct walk_file *file)
{
    uint64_t *seen = ctx;
    const uint64_t parts[] = {*seen, hash64(file->path), file->size, (uint64_t)file->mtime_ns,
                              (uint64_t)file->event};
    *seen = hash64(str_n((const char *)parts, sizeof parts));
    return 0;
}

/* A number that changes with every file below the root. */
static uint64_t look(const struct root *r)
{
    uint64_t seen = 1;
    const struct walker walker = {add_file, &seen};
    return walk(r->path, &walker, NULL) == 0 ? seen : 0;
}

/* Is the root another file or folder than before? */
static bool root_replaced(struct root *r)
{
    struct stat st;
    bool there = stat(r->path, &st) == 0;
    dev_t device = there ? st.st_dev : 0;
    ino_t inode = there ? st.st_ino : 0;
    bool other = device != r->device || inode != r->inode;
    free(r->real);
    r->real = there ? realpath(r->path, NULL) : NULL;
    r->device = device;
    r->inode = inode;
    r->is_file = there && S_ISREG(st.st_mode);
    return other;
}

/* Is the file beside the roots another one than before? */
static bool file_changed(struct watch *w)
{
    struct stat st;
    struct stamp now = {0};
    if (!w->file)
        return false;
    if (stat(w->file, &st) == 0)
        now = (struct stamp){st.st_dev, st.st_ino, st.st_size, st.st_mtim};
    const struct stamp *was = &w->file_seen;
    bool same = now.device == was->device && now.inode == was->inode && now.size == was->size &&
                now.mtime.tv_sec == was->mtime.tv_sec && now.mtime.tv_nsec == was->mtime.tv_nsec;
    w->file_seen = now;
    return !same;
}

/* ---- folders --------------------------------------------------------------------------------- */

/* Where the number stands, or would. */
static size_t place_of(const struct watch *w, int number)
{
    size_t from = 0, to = w->count;
    if (to && w->folders[to - 1].number < number) /* a new one, nearly always */
        return to;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (w->folders[middle].number < number)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

static void forget(struct watch *w, int number)
{
    size_t at = place_of(w, number);
    if (at == w->count || w->folders[at].number != number)
        return;
    memmove(&w->folders[at], &w->folders[at + 1], (w->count - at - 1) * sizeof *w->folders);
    w->count--;
}

static void remember(struct watch *w, int number)
{
    size_t at = place_of(w, number);
    if (at == w->count || w->folders[at].number != number) {
        w->folders = mem_grow(w->folders, w->count, &w->cap, sizeof *w->folders);
        memmove(&w->folders[at + 1], &w->folders[at], (w->count - at) * sizeof *w->folders);
        w->count++;
    }
    w->folders[at] = (struct folder){number, w->round};
}

static void give_up(struct watch *w, const char *why)
{
    close(w->fd);
    w->fd = -1;
    w->count = 0;
    snprintf(w->trouble, sizeof w->trouble, "%s: changes are looked for every %u ms instead", why,
             w->o.poll_ms);
}

void watch_folder(void *watch, const char *full)
{
    struct watch *w = watch;
    if (w->fd < 0)
        return;
    bool full_up = w->o.folders_max && w->count >= w->o.folders_max;
    int number = full_up ? -1 : inotify_add_watch(w->fd, full[0] ? full : "/", EVENTS | IN_ONLYDIR);
    if (number < 0 && (full_up || errno == ENOSPC)) {
        give_up(w, "the system watches no more folders (fs.inotify.max_user_watches)");
        return;
    }
    if (number < 0) /* gone again, or closed to us: then its files are, too */
        return;
    remember(w, number);
    for (size_t i = 0; i < w->root_count; i++)
        if (w->roots[i].real && strcmp(w->roots[i].real, full) == 0)
            w->roots[i].watched = true;
}

static void watch_folder_of(struct watch *w, struct root *r)
{
    struct str path = str_of(r->real);
    size_t slash = str_rfind_char(path, '/');
    struct buf folder = BUF_INIT(SIZE_MAX / 2);
    if (slash != STR_NOT_FOUND) {
        buf_put(&folder, str_slice(path, 0, slash));
        size_t before = w->count;
        watch_folder(w, buf_cstr(&folder));
        r->watched = w->fd >= 0 && w->count > 0 && (w->count > before || !w->o.folders_max);
    }
    buf_release(&folder);
}

/* ---- life ------------------------------------------------------------------------------------ */

static char *copy_of(const char *s)
{
    size_t n = strlen(s) + 1;
    return memcpy(mem_alloc(n), s, n);
}

struct watch *watch_new(const struct watch_options *o, const char *const *roots, size_t count)
{
    struct watch *w = mem_zalloc(1, sizeof *w);
    w->o = *o;
    w->fd = o->poll ? -1 : inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (!o->poll && w->fd < 0)
        snprintf(w->trouble, sizeof w->trouble,
                 "the system gives no notice of changes (%s; fs.inotify.max_user_instances): they "
                 "are looked for every %u ms instead",
                 strerror(errno), o->poll_ms);
    w->roots = mem_zalloc(count, sizeof *w->roots);
    w->root_count = count;
    for (size_t i = 0; i < count; i++)
        w->roots[i].path = copy_of(roots[i]);
    w->file = o->file ? copy_of(o->file) : NULL;
    return w;
}

void watch_free(struct watch *w)
{
    if (!w)
        return;
    if (w->fd >= 0)
        close(w->fd);
    for (size_t i = 0; i < w->root_count; i++) {
        mem_free(w->roots[i].path);
        free(w->roots[i].real);
    }
    mem_free(w->roots);
    mem_free(w->file);
    mem_free(w->folders);
    mem_free(w);
}

void watch_begin(struct watch *w)
{
    w->round++;
    file_changed(w); /* what comes later is news */
    for (size_t i = 0; i < w->root_count; i++) {
        struct root *r = &w->roots[i];
        bool was = r->watched;
        root_replaced(r);
        r->watched = false;
        if (r->is_file && w->fd >= 0)
            watch_folder_of(w, r);
        if (!was || w->fd < 0)
            r->seen = look(r); /* before the refresh looks: what comes later is news */
    }
}

void watch_end(struct watch *w)
{
    for (size_t i = w->count; i-- > 0;) {
        int number = w->folders[i].number;
        if (w->folders[i].round == w->round)
            continue;
        inotify_rm_watch(w->fd, number);
        forget(w, number);
    }
}

size_t watch_folders(const struct watch *w)
{
    return w->count;
}

const char *watch_trouble(struct watch *w)
{
    if (w->told || !w->trouble[0])
        return NULL;
    w->told = true;
    return w->trouble;
}

/* ---- waiting --------------------------------------------------------------------------------- */

/* Take all events that are there; true when there were any. */
static bool drain(struct watch *w)
{
    _Alignas(struct inotify_event) char bytes[16 * 1024];
    bool any = false;
    ssize_t n;
    while ((n = read(w->fd, bytes, sizeof bytes)) > 0 || (n < 0 && errno == EINTR)) {
        for (ssize_t at = 0; at < n;) {
            const struct inotify_event *e = (const void *)(bytes + at);
            at += (ssize_t)(sizeof *e + e->len);
            if (e->mask & IN_IGNORED)
                forget(w, e->wd);
            else
                any = true; /* also an overflow: the refresh looks at everything */
        }
    }
    return any;
}

/* Did anything change that no event tells of? */
static bool look_around(struct watch *w, bool roots_too)
{
    bool any = roots_too && file_changed(w);
    for (size_t i = 0; i < w->root_count; i++) {
        struct root *r = &w->roots[i];
        if (roots_too && root_replaced(r))
            any = true;
        if (r->watched && w->fd >= 0)
            continue;
        uint64_t seen = look(r);
        any = any || seen != r->seen;
        r->seen = seen;
    }
    return any;
}

static bool all_watched(const struct watch *w)
{
    for (size_t i = 0; i < w->root_count; i++)
        if (w->fd < 0 || !w->roots[i].watched)
            return false;
    return true;
}

/* Wait until an event, the stop, or the end of so many milliseconds: 1 event, 0 stop, 2 time. */
static int wait_for(struct watch *w, int stop_fd, int64_t ms, struct err *err)
{
    struct pollfd fds[] = {{stop_fd, POLLIN, 0}, {w->fd, POLLIN, 0}};
    int n = poll(fds, ARRAY_LEN(fds), (int)(ms < 0 ? 0 : ms));
    if (n < 0 && errno != EINTR)
        return err_sys(err, errno, "cannot wait for changes");
    if (n > 0 && fds[0].revents)
        return 0;
    if (n > 0 && fds[1].revents && drain(w))
        return 1;
    return 2;
}

/* After a first change: until there is quiet. 1 or 0 or -1. */
static int settle(struct watch *w, int stop_fd, struct err *err)
{
    int64_t start = clock_ms(), last = start;
    for (;;) {
        int64_t now = clock_ms();
        int64_t quiet = last + w->o.quiet_ms, most = start + w->o.most_ms;
        int64_t until = quiet < most ? quiet : most;
        if (now >= until)
            return 1;
        int got = wait_for(w, stop_fd, until - now, err);
        if (got <= 0)
            return got;
        if (got == 1)
            last = clock_ms();
    }
}

int watch_wait(struct watch *w, int stop_fd, struct err *err)
{
    int64_t look_at = clock_ms() + w->o.poll_ms, roots_at = clock_ms() + w->o.roots_ms;
    for (;;) {
        int64_t now = clock_ms();
        int64_t next = all_watched(w) ? roots_at : look_at < roots_at ? look_at : roots_at;
        int got = wait_for(w, stop_fd, next - now, err);
        if (got <= 0)
            return got;
        now = clock_ms();
        bool roots_too = now >= roots_at, changed = got == 1;
        if (roots_too || now >= look_at)
            changed = look_around(w, roots_too) || changed;
        if (roots_too)
            roots_at = now + w->o.roots_ms;
        if (now >= look_at)
            look_at = now + w->o.poll_ms;
        if (changed)
            return settle(w, stop_fd, err);
    }
}
