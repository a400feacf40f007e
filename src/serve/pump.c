#include "serve/pump.h"

#include "base/mem.h"
#include "serve/lines.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

enum {
    WRITE_SIZE = 256 * 1024, /* of replies are put together for one write */
    KEEP_SIZE = 256 * 1024,  /* a job's buffers are kept for the next up to this size */
    FREE_JOBS_MAX = 16,
    FIRST_IDLE_MS = 50, /* without a line after the start: time to do other things */
    ROOM_MS = 200,
};

struct pump {
    struct pump_protocol protocol;
    int in, out, wake_fd;
    size_t thread_max;
    struct lines *lines; /* of whoever is reading */
    atomic_bool stop;    /* asked to by a signal */
    bool was_idle;       /* nothing came for FIRST_IDLE_MS */

    pthread_mutex_t mutex; /* guards what follows */
    pthread_cond_t turn;   /* the reading is free, or there is an end to it */
    pthread_cond_t room;   /* fewer jobs wait, or there is an end to it */
    pthread_cond_t left;   /* a thread has ended */
    bool reading;          /* somebody is */
    bool over;             /* no more lines will be read */
    size_t wanting;        /* threads that wait for their turn */
    size_t waiting;        /* jobs read and not written */
    size_t bytes;          /* in replies that are not written */
    uint64_t next_number;
    struct job *free_jobs;
    size_t free_count;
    struct job *ready[PUMP_WAITING_MAX]; /* ordered: at number % PUMP_WAITING_MAX; else a ring */
    uint64_t write_from, write_to;       /* ordered: write_from is the number whose turn it is */
    bool writing;                        /* somebody is */
    struct buf together;                 /* of whoever is writing */
    struct err trouble;
    bool failed;
    pthread_t threads[PUMP_THREADS_MAX];
    size_t thread_count, ended;
};

/* ---- jobs ------------------------------------------------------------------------------------ */

static struct job *job_new(struct pump *p)
{
    struct job *job = p->free_jobs;
    if (job) {
        p->free_jobs = job->next;
        p->free_count--;
        job->next = NULL;
        return job;
    }
    job = mem_zalloc(1, sizeof *job);
    job->arena = arena_new();
    buf_init(&job->reply, PUMP_REPLY_MAX);
    buf_init(&job->copy, LINE_MAX_BYTES);
    return job;
}

static void job_free(struct job *job)
{
    arena_free(job->arena);
    buf_release(&job->reply);
    buf_release(&job->copy);
    mem_free(job);
}

static void clear_buf(struct buf *b)
{
    if (b->cap > KEEP_SIZE) {
        size_t max = b->max;
        buf_release(b);
        buf_init(b, max);
    }
    buf_clear(b);
}

static void job_recycle(struct pump *p, struct job *job)
{
    clear_buf(&job->reply);
    clear_buf(&job->copy);
    arena_reset(job->arena);
    job->request = NULL;
    job->too_long = false;
    atomic_store(&job->cancelled, false);
    if (p->free_count == FREE_JOBS_MAX) {
        job_free(job);
        return;
    }
    job->next = p->free_jobs;
    p->free_jobs = job;
    p->free_count++;
}

static struct timespec in_ms(long ms)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    t.tv_sec += ms / 1000;
    t.tv_nsec += ms % 1000 * 1000000;
    if (t.tv_nsec >= 1000000000) {
        t.tv_sec++;
        t.tv_nsec -= 1000000000;
    }
    return t;
}

/* ---- ends ------------------------------------------------------------------------------------ */

static void end(struct pump *p) /* with the mutex */
{
    p->over = true;
    pthread_cond_broadcast(&p->turn);
    pthread_cond_broadcast(&p->room);
}

static void fail(struct pump *p, int error, const char *what)
{
    pthread_mutex_lock(&p->mutex);
    /* A closed pipe is how many clients leave; a signal cuts short a write that nobody reads. */
    bool left = error == EPIPE || error == ECONNRESET || atomic_load(&p->stop);
    if (!left && !p->failed) {
        p->failed = true;
        err_sys(&p->trouble, error, "%s", what);
    }
    end(p);
    pthread_mutex_unlock(&p->mutex);
}

static bool is_over(struct pump *p)
{
    pthread_mutex_lock(&p->mutex);
    bool over = p->over;
    pthread_mutex_unlock(&p->mutex);
    return over;
}

/* ---- writing --------------------------------------------------------------------------------- */

/* Once we are to leave, no write may block: as much as a pipe that has room is sure to take. */
static ssize_t write_some(struct pump *p, struct str s)
{
    struct pollfd fd = {.fd = p->out, .events = POLLOUT};
    if (!atomic_load(&p->stop))
        return write(p->out, s.p, s.n);
    if (poll(&fd, 1, PUMP_LEAVE_MS) == 1)
        return write(p->out, s.p, min_size(s.n, PIPE_BUF));
    errno = EPIPE;
    return -1;
}

/* All of s, also to a pipe that does not block. */
static int write_all(struct pump *p, struct str s)
{
    while (s.n) {
        ssize_t n = write_some(p, s);
        struct pollfd fd = {.fd = p->out, .events = POLLOUT};
        if (n >= 0)
            s = str_skip(s, (size_t)n);
        else if (errno == EAGAIN)
            poll(&fd, 1, PUMP_LEAVE_MS);
        else if (errno != EINTR)
            return -1;
    }
    return 0;
}

/* The next job whose reply may be written, or NULL. */
static struct job *next_ready(struct pump *p)
{
    struct job **slot = &p->ready[p->write_from % PUMP_WAITING_MAX];
    struct job *job = *slot;
    if (job) {
        *slot = NULL;
        p->write_from++;
    }
    return job;
}

static void gather(struct pump *p, struct job **list)
{
    struct job *job;
    buf_clear(&p->together);
    while (p->together.n < WRITE_SIZE && (job = next_ready(p))) {
        if (!atomic_load(&job->cancelled) || p->protocol.ordered)
            buf_put(&p->together, buf_str(&job->reply));
        job->next = *list;
        *list = job;
    }
}

/* One thread writes for all, as long as there is something to write. With the mutex. */
static void write_ready(struct pump *p)
{
    if (p->writing)
        return;
    p->writing = true;
    for (;;) {
        struct job *list = NULL;
        gather(p, &list);
        if (!list)
            break;
        pthread_mutex_unlock(&p->mutex);
        int error = write_all(p, buf_str(&p->together)) == 0 ? 0 : errno;
        if (error)
            fail(p, error, "the output cannot be written");
        pthread_mutex_lock(&p->mutex);
        while (list) {
            struct job *job = list;
            list = job->next;
            p->bytes -= job->reply.n;
            p->waiting--;
            job_recycle(p, job);
        }
        if (p->together.cap > 4 * WRITE_SIZE)
            clear_buf(&p->together);
        pthread_cond_broadcast(&p->room);
    }
    p->writing = false;
}

static void put_ready(struct pump *p, struct job *job) /* with the mutex */
{
    uint64_t at = p->protocol.ordered ? job->number : p->write_to++;
    p->ready[at % PUMP_WAITING_MAX] = job;
    p->bytes += job->reply.n;
}

static void reply(struct pump *p, struct job *job)
{
    pthread_mutex_lock(&p->mutex);
    p->protocol.done(p->protocol.ctx, job);
    put_ready(p, job);
    write_ready(p);
    pthread_mutex_unlock(&p->mutex);
}

static bool has_room(const struct pump *p)
{
    return p->waiting < PUMP_WAITING_MAX && p->bytes < PUMP_BYTES_MAX;
}

void pump_send(struct pump *p, const struct job *job, struct str line)
{
    pthread_mutex_lock(&p->mutex);
    if (has_room(p) && !atomic_load(&job->cancelled)) { /* it is no more than news */
        struct job *news = job_new(p);
        buf_put(&news->reply, line);
        p->waiting++;
        put_ready(p, news);
        write_ready(p);
    }
    pthread_mutex_unlock(&p->mutex);
}

/* ---- reading --------------------------------------------------------------------------------- */

static void be_idle(struct pump *p, void *worker)
{
    uint64_t told;
    if (read(p->wake_fd, &told, sizeof told) < 0 && errno != EAGAIN)
        return;
    p->protocol.idle(p->protocol.ctx, worker);
}

/* Wait for bytes. False: there will be none. */
static bool wait_for_input(struct pump *p, void *worker)
{
    struct pollfd fds[] = {{.fd = p->in, .events = POLLIN},
                           {.fd = p->wake_fd, .events = POLLIN},
                           {.fd = p->out, .events = 0}};
    int n = poll(fds, ARRAY_LEN(fds), p->was_idle ? -1 : FIRST_IDLE_MS);
    if (atomic_load(&p->stop) || is_over(p))
        return false;
    if (n < 0)
        return true;
    if (n == 0 || fds[1].revents)
        be_idle(p, worker);
    p->was_idle = p->was_idle || n == 0;
    if (fds[2].revents & (POLLERR | POLLNVAL)) { /* nobody will read a reply */
        fail(p, fds[2].revents & POLLNVAL ? EBADF : EPIPE, "the output cannot be written");
        return false;
    }
    if (!fds[0].revents)
        return true;
    n = lines_fill(p->lines);
    if (n < 0)
        fail(p, errno, "the input cannot be read");
    return n >= 0;
}

/* The next line as a job, or NULL at the end. By whoever has the turn. */
static struct job *read_job(struct pump *p, void *worker)
{
    for (;;) {
        struct str line = STR_NONE;
        enum line_state state = lines_next(p->lines, &line);
        if (state == LINE_END || atomic_load(&p->stop))
            return NULL;
        if (state == LINE_MORE) {
            if (!wait_for_input(p, worker))
                return NULL;
            continue;
        }
        pthread_mutex_lock(&p->mutex);
        struct job *job = job_new(p);
        pthread_mutex_unlock(&p->mutex);
        job->too_long = state == LINE_TOO_LONG;
        if (state == LINE_READY)
            buf_put(&job->copy, line);
        job->line = buf_str(&job->copy);
        return job;
    }
}

static void *thread_main(void *ctx);

static void start_thread(struct pump *p) /* with the mutex */
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    if (pthread_create(&p->threads[p->thread_count], NULL, thread_main, p) == 0)
        p->thread_count++;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

/* Somebody else is to read while this thread answers. With the mutex. */
static void hand_on(struct pump *p)
{
    p->reading = false;
    if (p->wanting)
        pthread_cond_signal(&p->turn);
    else if (p->thread_count + 1 < p->thread_max && !p->protocol.alone(p->protocol.ctx))
        start_thread(p);
}

/* Take the turn at reading; false when there is nothing more to read. With the mutex. */
static bool take_turn(struct pump *p)
{
    p->wanting++;
    while (p->reading && !p->over)
        pthread_cond_wait(&p->turn, &p->mutex);
    p->wanting--;
    if (p->over)
        return false;
    p->reading = true;
    while (!has_room(p) && !p->over) {
        const struct timespec until = in_ms(ROOM_MS); /* a signal cannot tell us here */
        pthread_cond_timedwait(&p->room, &p->mutex, &until);
        if (atomic_load(&p->stop))
            end(p);
    }
    return !p->over;
}

static void work(struct pump *p, void *worker)
{
    pthread_mutex_lock(&p->mutex);
    while (take_turn(p)) {
        pthread_mutex_unlock(&p->mutex);
        struct job *job = read_job(p, worker);
        pthread_mutex_lock(&p->mutex);
        if (!job) {
            end(p);
            break;
        }
        job->number = p->next_number++;
        p->waiting++;
        pthread_mutex_unlock(&p->mutex);
        p->protocol.arrive(p->protocol.ctx, job);
        pthread_mutex_lock(&p->mutex);
        hand_on(p);
        pthread_mutex_unlock(&p->mutex);
        p->protocol.answer(p->protocol.ctx, worker, job);
        reply(p, job);
        pthread_mutex_lock(&p->mutex);
    }
    pthread_mutex_unlock(&p->mutex);
}

static void *thread_main(void *ctx)
{
    struct pump *p = ctx;
    void *worker = p->protocol.worker_new(p->protocol.ctx);
    work(p, worker);
    p->protocol.worker_free(p->protocol.ctx, worker);
    pthread_mutex_lock(&p->mutex);
    p->ended++;
    pthread_cond_signal(&p->left);
    pthread_mutex_unlock(&p->mutex);
    return NULL;
}

/* ---- the face -------------------------------------------------------------------------------- */

struct pump *pump_new(const struct pump_protocol *protocol, int in, int out, size_t threads)
{
    struct pump *p = mem_zalloc(1, sizeof *p);
    pthread_condattr_t attr;
    p->protocol = *protocol;
    p->in = in;
    p->out = out;
    p->thread_max = threads < 1 ? 1 : min_size(threads, PUMP_THREADS_MAX);
    p->wake_fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    p->lines = lines_new(in);
    buf_init(&p->together, (size_t)WRITE_SIZE + PUMP_REPLY_MAX);
    pthread_mutex_init(&p->mutex, NULL);
    pthread_cond_init(&p->turn, NULL);
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(&p->room, &attr);
    pthread_cond_init(&p->left, &attr);
    pthread_condattr_destroy(&attr);
    return p;
}

void pump_free(struct pump *p)
{
    if (!p)
        return;
    lines_free(p->lines);
    buf_release(&p->together);
    for (size_t i = 0; i < PUMP_WAITING_MAX; i++)
        if (p->ready[i])
            job_free(p->ready[i]);
    while (p->free_jobs) {
        struct job *job = p->free_jobs;
        p->free_jobs = job->next;
        job_free(job);
    }
    close(p->wake_fd);
    pthread_mutex_destroy(&p->mutex);
    pthread_cond_destroy(&p->turn);
    pthread_cond_destroy(&p->room);
    pthread_cond_destroy(&p->left);
    mem_free(p);
}

/* False: some are stuck, in a write that nobody reads or in a request that takes too long, and a
 * signal said that we are to go. */
static bool wait_for_threads(struct pump *p)
{
    bool all = true;
    pthread_mutex_lock(&p->mutex);
    while (p->ended < p->thread_count && all) {
        const struct timespec until = in_ms(PUMP_LEAVE_MS);
        bool late = pthread_cond_timedwait(&p->left, &p->mutex, &until) == ETIMEDOUT;
        all = !(late && atomic_load(&p->stop));
    }
    pthread_mutex_unlock(&p->mutex);
    return all;
}

int pump_run(struct pump *p, struct err *err)
{
    void *worker = p->protocol.worker_new(p->protocol.ctx);
    work(p, worker);
    if (!wait_for_threads(p)) /* what they hold goes with the process */
        return 1;
    for (size_t i = 0; i < p->thread_count; i++)
        pthread_join(p->threads[i], NULL);
    p->protocol.worker_free(p->protocol.ctx, worker);
    if (p->failed) {
        *err = p->trouble;
        return -1;
    }
    return 0;
}

void pump_stop(struct pump *p)
{
    uint64_t told = 1;
    atomic_store(&p->stop, true);
    if (write(p->wake_fd, &told, sizeof told) < 0)
        return; /* it is full of the same */
}

int pump_wake_fd(const struct pump *p)
{
    return p->wake_fd;
}

size_t pump_threads(struct pump *p)
{
    pthread_mutex_lock(&p->mutex);
    size_t n = p->thread_count + 1;
    pthread_mutex_unlock(&p->mutex);
    return n;
}
