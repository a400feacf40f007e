#include "scan/follow.h"

#include "base/clock.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/path.h"
#include "scan/input_state.h"

#include <errno.h>
#include <poll.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    PAUSE_MS = 20,   /* a record may go on for so long */
    LOOK_MS = 1000,  /* between two looks at everything, where inotify works */
    POLL_MS = 250,   /* where it does not */
    GRACE_MS = 5000, /* a renamed file is still written to for so long */
    MARK_BYTES = 32, /* of the end of what was read: is it still there? */
    NOTICES = IN_MODIFY | IN_CREATE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_ATTRIB |
              IN_CLOSE_WRITE,
};

struct followed {
    const char *path; /* NULL: standard input, or renamed: only what is open is read */
    uint32_t number;
    struct input_status *status;
    struct lane *lane; /* NULL: not there */
    dev_t device;
    ino_t inode;
    bool regular;
    bool at_end;    /* all that was there has been read */
    bool paused;    /* and nothing came since, so that its last lines are whole */
    bool settled;   /* and they were given */
    bool finishing; /* what is kept is the rest */
    int64_t until;  /* of a renamed one: when it is closed; 0: it is none */
    char mark[MARK_BYTES];
    size_t mark_n;
};

struct follow {
    struct inputs *in;
    const char *const *paths; /* as given */
    size_t path_count;
    struct followed **items;
    size_t count, cap, turn;
    struct map *known; /* paths that are followed */
    int notify;        /* -1: there is no inotify */
    bool stopping;
    int64_t looked;
};

/* ---- what is followed ------------------------------------------------------------------------ */

static void watch(struct follow *f, const char *path)
{
    if (f->notify >= 0 && path)
        inotify_add_watch(f->notify, path, NOTICES);
}

/* The file and its folder: events of what is in a folder come for the folder. */
static void watch_file(struct follow *f, const char *path)
{
    struct str folder = path_folder(str_of(path));
    watch(f, path);
    watch(f, folder.n ? arena_dup(f->in->arena, folder).p : path[0] == '/' ? "/" : ".");
}

static struct followed *add(struct follow *f, const char *path)
{
    struct followed *d = mem_zalloc(1, sizeof *d);
    f->items = mem_grow(f->items, f->count, &f->cap, sizeof *f->items);
    f->items[f->count++] = d;
    d->path = path;
    d->status = arena_zalloc(f->in->arena, 1, sizeof *d->status);
    d->number = inputs_add(f->in, path, d->status);
    return d;
}

static void publish(struct follow *f, struct followed *d)
{
    inputs_publish(f->in, d->number, d->status, 0);
}

static void open_it(struct follow *f, struct followed *d)
{
    struct stat st;
    char was[sizeof d->status->trouble];
    memcpy(was, d->status->trouble, sizeof was);
    d->status->trouble[0] = '\0';
    int fd = inputs_open_path(d->path, d->status);
    if (fd >= 0 && (fstat(fd, &st) != 0 || S_ISDIR(st.st_mode))) {
        d->path = NULL; /* what is in the folder is followed by itself */
        was[0] = '\0';
        close(fd);
        fd = -1;
    }
    if (fd >= 0) {
        d->device = st.st_dev;
        d->inode = st.st_ino;
        d->regular = S_ISREG(st.st_mode);
        d->at_end = d->paused = d->settled = d->finishing = false;
        d->mark_n = 0;
        d->lane = lane_new(fd, &f->in->lane_options, d->status);
        if (d->path)
            watch(f, d->path);
    } else if (was[0]) {
        memcpy(d->status->trouble, was, sizeof was);
    }
    publish(f, d);
}

/* Does a file that came to be hold what was read before: renamed, or packed since? */
static bool was_read(const struct follow *f, const char *path)
{
    static const struct str packed[] = {STR_INIT(".gz"), STR_INIT(".xz"), STR_INIT(".zst")};
    struct stat st;
    for (size_t i = 0; i < ARRAY_LEN(packed); i++)
        if (str_ends(str_of(path), packed[i]))
            return true;
    if (stat(path, &st) != 0)
        return false;
    for (size_t i = 0; i < f->count; i++)
        if (f->items[i]->lane && f->items[i]->device == st.st_dev &&
            f->items[i]->inode == st.st_ino)
            return true;
    return false;
}

/* Files that are not followed yet: at first all, later those that came to be in folders. */
static void find_files(struct follow *f, bool first)
{
    struct arena *a = arena_new();
    struct path_list list = {0};
    for (size_t i = 0; i < f->path_count; i++)
        paths_add(&list, f->paths[i], f->in->o.glob, INPUTS_MAX, a);
    for (size_t i = 0; i < list.folder_count; i++)
        watch(f, list.folders[i]);
    for (size_t i = 0; i < list.count; i++) {
        const char *path = list.entries[i].path;
        bool fresh;
        map_put(f->known, str_of(path ? path : "-"), 0, &fresh);
        if (!fresh || (!first && path && was_read(f, path)))
            continue;
        struct followed *d = add(f, path ? arena_dup(f->in->arena, str_of(path)).p : NULL);
        if (d->path)
            watch_file(f, d->path);
        open_it(f, d);
    }
    arena_free(a);
}

struct follow *follow_new(struct inputs *in, const char *const *paths, size_t count)
{
    struct follow *f = mem_zalloc(1, sizeof *f);
    const char **copies = arena_zalloc(in->arena, count, sizeof *copies);
    for (size_t i = 0; i < count; i++)
        copies[i] = arena_dup(in->arena, str_of(paths[i])).p;
    f->in = in;
    f->paths = copies;
    f->path_count = count;
    f->known = map_new();
    f->notify = in->o.follow_poll ? -1 : inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    find_files(f, true);
    f->looked = clock_ms();
    return f;
}

static void drop(struct follow *f, size_t i)
{
    struct followed *d = f->items[i];
    lane_free(d->lane);
    mem_free(d);
    f->items[i] = f->items[--f->count];
}

void follow_free(struct follow *f)
{
    if (!f)
        return;
    while (f->count)
        drop(f, f->count - 1);
    map_free(f->known);
    mem_free(f->items);
    if (f->notify >= 0)
        close(f->notify);
    mem_free(f);
}

/* ---- has it changed? ------------------------------------------------------------------------- */

/* Remembers the end of what was read. */
static void set_mark(struct followed *d)
{
    off_t taken = (off_t)lane_taken(d->lane);
    off_t from = taken > MARK_BYTES ? taken - MARK_BYTES : 0;
    ssize_t n = pread(lane_fd(d->lane), d->mark, (size_t)(taken - from), from);
    d->mark_n = n > 0 ? (size_t)n : 0;
}

static bool mark_is_there(const struct followed *d)
{
    char now[MARK_BYTES];
    off_t from = (off_t)lane_taken(d->lane) - (off_t)d->mark_n;
    return pread(lane_fd(d->lane), now, d->mark_n, from) == (ssize_t)d->mark_n &&
           memcmp(now, d->mark, d->mark_n) == 0;
}

/* The file that is open: was it written to, emptied, written anew? */
static void look_at_file(struct followed *d)
{
    struct stat st;
    if (!d->lane || !d->at_end || d->finishing)
        return;
    if (!d->regular) {
        d->at_end = false; /* asking costs nothing */
        return;
    }
    if (fstat(lane_fd(d->lane), &st) != 0)
        return;
    uint64_t size = (uint64_t)st.st_size, taken = lane_taken(d->lane);
    if (size == taken)
        return;
    d->at_end = d->paused = d->settled = false;
    if (size < taken || !mark_is_there(d)) {
        lane_finish(d->lane);
        d->finishing = true;
    }
}

/* The path: does another file stand there now? Then what is open goes on without a path, for those
 * who still write to it. */
static void look_at_path(struct follow *f, struct followed *d)
{
    struct stat st;
    if (!d->path || (d->lane && !d->at_end))
        return;
    if (stat(d->path, &st) != 0)
        return; /* what is open is read as long as it grows */
    if (!d->lane) {
        open_it(f, d);
        return;
    }
    if (!d->regular || (st.st_dev == d->device && st.st_ino == d->inode))
        return;
    struct followed *old = mem_zalloc(1, sizeof *old);
    *old = *d;
    old->path = NULL;
    old->until = clock_ms() + GRACE_MS;
    f->items = mem_grow(f->items, f->count, &f->cap, sizeof *f->items);
    f->items[f->count++] = old;
    open_it(f, d);
}

static void look_around(struct follow *f)
{
    int64_t now = clock_ms();
    bool all = now - f->looked >= (f->notify >= 0 ? LOOK_MS : POLL_MS);
    if (all) {
        f->looked = now;
        find_files(f, false);
    }
    for (size_t i = f->count; i-- > 0;) {
        struct followed *d = f->items[i];
        look_at_file(d);
        look_at_path(f, d);
        if (d->until && now >= d->until && d->at_end && !d->finishing) {
            lane_finish(d->lane);
            d->finishing = true;
            d->at_end = false;
        }
    }
}

/* ---- reading --------------------------------------------------------------------------------- */

/* A block of this one: true. Else all of it that is there was read. */
static bool read_one(struct follow *f, size_t i, struct block **block)
{
    struct followed *d = f->items[i];
    if (!d->lane || (d->at_end && (!d->paused || d->settled)))
        return false;
    switch (lane_next(d->lane, f->in->pool, d->paused, block)) {
    case LANE_BLOCK:
        inputs_number(f->in, *block, d->number);
        publish(f, d);
        return true;
    case LANE_STOP:
        f->stopping = true;
        return false;
    case LANE_LATER:
        d->at_end = true;
        d->settled = d->paused || !d->regular; /* a pipe is waited for while it is read */
        if (d->regular)
            set_mark(d);
        return false;
    case LANE_END:
        break;
    }
    bool again = d->path && d->finishing && !f->stopping;
    lane_free(d->lane);
    d->lane = NULL;
    publish(f, d);
    if (again)
        open_it(f, d);
    else if (d->until)
        drop(f, i);
    return false;
}

static bool read_any(struct follow *f, struct block **block)
{
    for (size_t tried = f->count; tried > 0 && !f->stopping; tried--) {
        f->turn = f->turn + 1 < f->count ? f->turn + 1 : 0;
        if (f->turn < f->count && read_one(f, f->turn, block))
            return true;
    }
    return false;
}

/* Told to stop: what is kept of each is its last record. */
static int read_rest(struct follow *f, struct block **block)
{
    while (f->count) {
        struct followed *d = f->items[f->count - 1];
        if (!d->lane) {
            drop(f, f->count - 1);
            continue;
        }
        if (!d->finishing)
            lane_read_rest(d->lane);
        d->at_end = false;
        if (read_one(f, f->count - 1, block))
            return 1;
    }
    return 0;
}

/* ---- waiting --------------------------------------------------------------------------------- */

static void drain(int fd)
{
    _Alignas(struct inotify_event) char bytes[16 * 1024];
    ssize_t n;
    while ((n = read(fd, bytes, sizeof bytes)) > 0 || (n < 0 && errno == EINTR))
        ; /* whatever it says, everything is looked at */
}

/* True: something may have changed, or so much time has passed that it is looked at anyway. */
static void wait_for_change(struct follow *f, int ms)
{
    enum { FIXED = 2, PIPES_MAX = 62 };
    struct pollfd fds[FIXED + PIPES_MAX] = {{f->in->o.stop_fd, POLLIN, 0}, {f->notify, POLLIN, 0}};
    nfds_t n = FIXED;
    for (size_t i = 0; i < f->count && n < ARRAY_LEN(fds); i++)
        if (f->items[i]->lane && !f->items[i]->regular)
            fds[n++] = (struct pollfd){lane_fd(f->items[i]->lane), POLLIN, 0};
    if (poll(fds, n, ms) <= 0)
        return;
    if (fds[0].revents)
        f->stopping = true;
    if (fds[1].revents)
        drain(f->notify);
}

/* Lines that wait for their record's next one. */
static bool any_holds(const struct follow *f)
{
    for (size_t i = 0; i < f->count; i++)
        if (f->items[i]->lane && f->items[i]->at_end && !f->items[i]->settled &&
            lane_holds(f->items[i]->lane))
            return true;
    return false;
}

static bool can_grow(const struct follow *f)
{
    for (size_t i = 0; i < f->count; i++)
        if (f->items[i]->lane || f->items[i]->path)
            return true;
    return false;
}

int follow_next(struct follow *f, struct block **block)
{
    while (!f->stopping) {
        if (read_any(f, block))
            return 1;
        if (f->stopping || !can_grow(f))
            break;
        bool hold = any_holds(f);
        wait_for_change(f, hold ? PAUSE_MS : f->notify >= 0 ? LOOK_MS : POLL_MS);
        look_around(f);
        /* Nothing was added to it: nothing that belongs to its last lines will come. */
        for (size_t i = 0; hold && i < f->count; i++)
            f->items[i]->paused = f->items[i]->paused || f->items[i]->at_end;
    }
    return read_rest(f, block);
}
