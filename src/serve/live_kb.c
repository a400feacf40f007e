#include "serve/live_kb.h"

#include "base/mem.h"
#include "store/kb_copy.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
    MS = 1000000,         /* nanoseconds */
    TICK_MS = 50,         /* two changes within this may have the same time */
    ATTEMPTS = 8,         /* to copy a file that changes meanwhile */
    PROBE_LIMIT = 1,
};

/* The knowledge bases as they were at one moment. Never changes; counted. */
struct edition {
    atomic_size_t users;
    uint64_t number;
    struct kb_copy *copies[MATCHER_LAYERS_MAX]; /* NULL: the image, or before 1 the file itself */
};

/* What tells that a file has changed. */
struct mark {
    bool there;
    dev_t device;
    ino_t inode;
    off_t size;
    struct timespec changed;
};

struct place {
    struct kb_place is;
    char *journal;     /* its name; NULL: an image */
    struct mark tried; /* the file when it was last read, or tried to be */
    struct err trouble;
};

struct live_kb {
    struct place places[MATCHER_LAYERS_MAX];
    size_t count;
    live_kb_log *log;
    void *log_ctx;
    atomic_uint_fast64_t number; /* of current: readers look here first */
    atomic_bool settled;         /* no reader has a file open any more, or need have */
    int wake_fd;

    pthread_mutex_t mutex; /* guards all below, and the places' marks and troubles */
    pthread_cond_t wanted_cond, done_cond;
    struct edition *current;
    bool running, stopping;
    bool wanted; /* the thread is to look */
    bool busy;   /* it is looking */
    uint64_t waited_since; /* ns: when somebody began to wait for it; 0: nobody does */
    pthread_t thread;
};

/* ---- time and files -------------------------------------------------------------------------- */

static uint64_t now_ns(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static struct timespec timespec_of(uint64_t ns)
{
    return (struct timespec){.tv_sec = (time_t)(ns / 1000000000u),
                             .tv_nsec = (long)(ns % 1000000000u)};
}

static struct mark mark_of(const char *path)
{
    struct stat st;
    if (!path || stat(path, &st) != 0)
        return (struct mark){0};
    return (struct mark){true, st.st_dev, st.st_ino, st.st_size, st.st_mtim};
}

static bool same_mark(const struct mark *a, const struct mark *b)
{
    return a->there == b->there && a->device == b->device && a->inode == b->inode &&
           a->size == b->size && a->changed.tv_sec == b->changed.tv_sec &&
           a->changed.tv_nsec == b->changed.tv_nsec;
}

/* So young that another change may leave the same mark. */
static bool is_fresh(const struct mark *m)
{
    uint64_t at = (uint64_t)m->changed.tv_sec * 1000000000u + (uint64_t)m->changed.tv_nsec;
    return m->there && now_ns(CLOCK_REALTIME) < at + (uint64_t)TICK_MS * MS;
}

/* ---- editions -------------------------------------------------------------------------------- */

static void edition_free(struct edition *e)
{
    if (!e || atomic_fetch_sub(&e->users, 1) > 1)
        return;
    for (size_t i = 0; i < MATCHER_LAYERS_MAX; i++)
        kb_copy_free(e->copies[i]);
    mem_free(e);
}

static struct edition *edition_new(const struct edition *like)
{
    struct edition *e = mem_zalloc(1, sizeof *e);
    e->users = 1;
    e->number = like ? like->number + 1 : 0;
    for (size_t i = 0; like && i < MATCHER_LAYERS_MAX; i++)
        e->copies[i] = like->copies[i] ? kb_copy_share(like->copies[i]) : NULL;
    return e;
}

static struct kb *open_place(const struct place *p, const struct kb_copy *copy, struct err *err)
{
    if (copy)
        return kb_copy_open(copy, err);
    if (p->is.path)
        return kb_open(p->is.path, err);
    return kb_open_image(p->is.image, p->is.size, p->is.name, err);
}

static void close_reader(struct kb_reader *r)
{
    matcher_free(r->matcher);
    for (size_t i = 0; i < r->count; i++)
        kb_close(r->kbs[i]);
    edition_free(r->edition);
    *r = (struct kb_reader){.from = r->from};
}

/* Takes over e. */
static int open_reader(struct kb_reader *r, struct edition *e, struct err *err)
{
    const struct live_kb *l = r->from;
    r->edition = e;
    for (size_t i = 0; i < l->count; i++) {
        struct kb *kb = open_place(&l->places[i], e->copies[i], err);
        if (!kb)
            return -1;
        r->kbs[r->count++] = kb;
    }
    r->matcher = matcher_new(r->kbs, r->count, err);
    return r->matcher ? 0 : -1;
}

/* Does it answer at all? */
static int probe(struct live_kb *l, struct edition *e, struct err *err)
{
    struct kb_reader r = {.from = l};
    struct arena *a = arena_new();
    struct answer answer;
    const struct matcher_query q = {.text = STR("error 5: access is denied"), .limit = PROBE_LIMIT};
    atomic_fetch_add(&e->users, 1);
    int result = open_reader(&r, e, err);
    if (result == 0)
        result = matcher_run(r.matcher, &q, a, &answer, err);
    close_reader(&r);
    arena_free(a);
    return result;
}

/* ---- following the files --------------------------------------------------------------------- */

static void tell(struct live_kb *l, const char *what, const struct place *p, const char *more)
{
    char line[1024];
    snprintf(line, sizeof line, "%s: %s%s%s", p->is.path, what, more[0] ? ": " : "", more);
    if (l->log)
        l->log(l->log_ctx, line);
}

/* A copy of the file and the mark that belongs to it. */
static struct kb_copy *copy_file(const char *path, struct mark *mark, struct err *err)
{
    struct kb_copy *copy = NULL;
    for (int i = 0; i < ATTEMPTS; i++) {
        *mark = mark_of(path);
        kb_copy_free(copy);
        copy = kb_copy_read(path, err);
        struct mark after = mark_of(path);
        if (same_mark(mark, &after))
            break;
    }
    return copy;
}

static void put_in_place(struct live_kb *l, struct edition *e)
{
    pthread_mutex_lock(&l->mutex);
    struct edition *old = l->current;
    l->current = e;
    atomic_store(&l->number, e->number);
    pthread_mutex_unlock(&l->mutex);
    edition_free(old);
}

static void set_tried(struct live_kb *l, size_t i, const struct mark *mark, const struct err *err)
{
    pthread_mutex_lock(&l->mutex);
    l->places[i].tried = *mark;
    l->places[i].trouble = err ? *err : (struct err){0};
    pthread_mutex_unlock(&l->mutex);
}

/* Read the file of one place anew. True when its mark may hide another change. */
static bool follow(struct live_kb *l, size_t i)
{
    struct place *p = &l->places[i];
    struct mark mark;
    struct err err = {0};
    struct kb_copy *copy = copy_file(p->is.path, &mark, &err);
    const struct kb_copy *old = l->current->copies[i]; /* this thread alone changes it */
    if (copy && old && kb_copy_same(copy, old)) {
        kb_copy_free(copy);
        if (p->trouble.message[0])
            tell(l, "is what is served again", p, "");
        set_tried(l, i, &mark, NULL);
        return is_fresh(&mark);
    }
    struct edition *e = copy ? edition_new(l->current) : NULL;
    bool first = copy && !old;
    if (e) {
        kb_copy_free(e->copies[i]);
        e->copies[i] = copy;
    }
    if (e && probe(l, e, &err) == 0) {
        put_in_place(l, e);
        set_tried(l, i, &mark, NULL);
        tell(l, first ? "in use" : "taken over anew", p, "");
    } else {
        edition_free(e);
        if (strcmp(p->trouble.message, err.message) != 0)
            tell(l, "served as it was before", p, err.message);
        set_tried(l, i, &mark, &err);
    }
    return is_fresh(&mark);
}

/* All files that are not as they were last tried. */
static bool follow_all(struct live_kb *l, bool all)
{
    bool again = false, copied = true;
    for (size_t i = 0; i < l->count; i++) {
        struct mark now = mark_of(l->places[i].is.path);
        if (l->places[i].is.path &&
            (all || !l->current->copies[i] || !same_mark(&now, &l->places[i].tried)))
            again = follow(l, i) || again;
        copied = copied && (l->current->copies[i] || !l->places[i].is.path);
    }
    atomic_store(&l->settled, copied);
    return again;
}

static void *run(void *ctx)
{
    struct live_kb *l = ctx;
    bool again = false;
    pthread_mutex_lock(&l->mutex);
    while (!l->stopping) {
        if (!l->wanted && again) {
            struct timespec until = timespec_of(now_ns(CLOCK_MONOTONIC) + (uint64_t)TICK_MS * MS);
            pthread_cond_timedwait(&l->wanted_cond, &l->mutex, &until);
        } else if (!l->wanted) {
            pthread_cond_wait(&l->wanted_cond, &l->mutex);
        }
        if (l->stopping || (!l->wanted && !again))
            continue;
        bool all = again;
        l->wanted = false;
        l->busy = true;
        pthread_mutex_unlock(&l->mutex);
        uint64_t before = live_kb_edition(l), told = 1;
        again = follow_all(l, all);
        if (live_kb_edition(l) != before && l->wake_fd >= 0 &&
            write(l->wake_fd, &told, sizeof told) < 0 && errno != EAGAIN)
            l->wake_fd = -1;
        pthread_mutex_lock(&l->mutex);
        l->busy = false;
        l->waited_since = 0;
        pthread_cond_broadcast(&l->done_cond);
    }
    pthread_mutex_unlock(&l->mutex);
    return NULL;
}

static void want(struct live_kb *l)
{
    l->wanted = true;
    pthread_cond_signal(&l->wanted_cond);
}

static char *journal_of(const char *path)
{
    size_t n = path ? strlen(path) + sizeof "-journal" : 0;
    char *name = path ? mem_alloc(n) : NULL;
    if (path)
        snprintf(name, n, "%s-journal", path);
    return name;
}

/* ---- the face -------------------------------------------------------------------------------- */

struct live_kb *live_kb_new(const struct kb_place *places, size_t count, live_kb_log *log, void *ctx)
{
    struct live_kb *l = mem_zalloc(1, sizeof *l);
    pthread_condattr_t attr;
    l->count = min_size(count, MATCHER_LAYERS_MAX);
    l->log = log;
    l->log_ctx = ctx;
    l->wake_fd = -1;
    l->current = edition_new(NULL);
    bool files = false;
    for (size_t i = 0; i < l->count; i++) {
        l->places[i].is = places[i];
        l->places[i].journal = journal_of(places[i].path);
        files = files || places[i].path;
    }
    l->current->number = files ? 0 : 1;
    atomic_init(&l->number, l->current->number);
    atomic_init(&l->settled, !files);
    pthread_mutex_init(&l->mutex, NULL);
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(&l->wanted_cond, &attr);
    pthread_cond_init(&l->done_cond, &attr);
    pthread_condattr_destroy(&attr);
    return l;
}

void live_kb_free(struct live_kb *l)
{
    if (!l)
        return;
    if (l->running) {
        pthread_mutex_lock(&l->mutex);
        l->stopping = true;
        pthread_cond_signal(&l->wanted_cond);
        pthread_mutex_unlock(&l->mutex);
        pthread_join(l->thread, NULL);
    }
    for (size_t i = 0; i < l->count; i++)
        mem_free(l->places[i].journal);
    edition_free(l->current);
    pthread_mutex_destroy(&l->mutex);
    pthread_cond_destroy(&l->wanted_cond);
    pthread_cond_destroy(&l->done_cond);
    mem_free(l);
}

void live_kb_start(struct live_kb *l, int wake_fd)
{
    bool files = false;
    for (size_t i = 0; i < l->count; i++)
        files = files || l->places[i].is.path;
    if (!files || l->running)
        return;
    l->wake_fd = wake_fd;
    l->wanted = true;
    sigset_t all, before; /* signals are for the thread that reads requests */
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    l->running = pthread_create(&l->thread, NULL, run, l) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

bool live_kb_settled(const struct live_kb *l)
{
    return atomic_load(&l->settled);
}

static bool changed(struct live_kb *l, const struct mark *now)
{
    for (size_t i = 0; i < l->count; i++)
        if (l->places[i].is.path && !same_mark(&now[i], &l->places[i].tried))
            return true;
    return false;
}

/* SQLite's journal is there while a commit is under way: what is served is still the newest. */
static bool is_being_written(const struct live_kb *l, const struct mark *now)
{
    for (size_t i = 0; i < l->count; i++)
        if (l->places[i].journal && !same_mark(&now[i], &l->places[i].tried) &&
            access(l->places[i].journal, F_OK) == 0)
            return true;
    return false;
}

void live_kb_notice(struct live_kb *l)
{
    if (!l->running)
        return;
    struct mark now[MATCHER_LAYERS_MAX];
    for (size_t i = 0; i < l->count; i++)
        now[i] = mark_of(l->places[i].is.path);
    pthread_mutex_lock(&l->mutex);
    if (changed(l, now)) {
        want(l); /* also when it is looking: it may have looked too early */
        bool wait = !is_being_written(l, now);
        if (wait && !l->waited_since)
            l->waited_since = now_ns(CLOCK_MONOTONIC);
        const struct timespec until =
            timespec_of(l->waited_since + (uint64_t)LIVE_KB_WAIT_MS * MS);
        while (wait && (l->wanted || l->busy))
            wait = pthread_cond_timedwait(&l->done_cond, &l->mutex, &until) == 0;
    }
    pthread_mutex_unlock(&l->mutex);
}

size_t live_kb_count(const struct live_kb *l)
{
    return l->count;
}

uint64_t live_kb_edition(const struct live_kb *l)
{
    return atomic_load(&l->number);
}

struct str live_kb_trouble(struct live_kb *l, size_t i, struct arena *a)
{
    pthread_mutex_lock(&l->mutex);
    struct str s = arena_dup(a, str_of(l->places[i].trouble.message));
    pthread_mutex_unlock(&l->mutex);
    return s;
}

/* ---- readers --------------------------------------------------------------------------------- */

void kb_reader_init(struct kb_reader *r, struct live_kb *from)
{
    *r = (struct kb_reader){.from = from};
}

void kb_reader_release(struct kb_reader *r)
{
    close_reader(r);
}

int kb_reader_refresh(struct kb_reader *r, struct err *err)
{
    struct live_kb *l = r->from;
    if (r->edition && r->edition->number == live_kb_edition(l))
        return 0;
    pthread_mutex_lock(&l->mutex);
    struct edition *e = l->current;
    atomic_fetch_add(&e->users, 1);
    pthread_mutex_unlock(&l->mutex);
    struct kb_reader fresh = {.from = l};
    if (open_reader(&fresh, e, err) == 0) {
        close_reader(r);
        *r = fresh;
        return 0;
    }
    close_reader(&fresh);
    return r->matcher ? 0 : -1;
}
