#include "scan/scan.h"

#include "base/mem.h"
#include "scan/finder.h"
#include "scan/input.h"

#include <pthread.h>
#include <stdatomic.h>
#include <sys/random.h>
#include <time.h>

enum {
    JOBS_EACH = 3,                /* blocks on their way for each thread */
    SMALL_INPUT = BLOCK_SIZE / 2, /* a first block below it does not start threads */
};

enum job_state { JOB_FREE, JOB_WAITS, JOB_RUNS, JOB_DONE };

struct job {
    enum job_state state;
    struct block *block;
    struct arena *arena;
    struct hits hits;
    int result;
    struct err err;
};

struct worker {
    struct scan *scan;
    struct scan_kbs kbs;
    struct matcher *matcher;
    struct finder *finder;
    pthread_t thread;
};

struct scan {
    struct scan_options o;
    uint64_t seed;
    struct outcomes *outcomes;
    struct summary *summary;
    struct worker workers[SCAN_THREADS_MAX];
    size_t worker_count, running; /* threads beside the caller's */
    size_t named;                 /* inputs that the summary knows */

    pthread_mutex_t lock; /* of what follows */
    pthread_cond_t work, done;
    struct job *jobs; /* a ring: delivered from `first` on, worked on from `next` on */
    size_t job_count, first, next, pending;
    bool closed;

    atomic_bool interrupted;
    atomic_ullong bytes, records, matched, looked_up, keyed;
};

/* ---- making one --------------------------------------------------------------------------------
 */

static int add_worker(struct scan *s, struct err *err)
{
    struct worker *w = &s->workers[s->worker_count];
    w->scan = s;
    if (s->o.open(s->o.open_ctx, &w->kbs, err) != 0)
        return -1;
    w->matcher = matcher_new(w->kbs.kbs, w->kbs.count, err);
    if (!w->matcher)
        return -1;
    const struct finder_options o = {
        .facets = s->o.facets,
        .facet_count = s->o.facet_count,
        .every_record = s->o.every_record,
        .all_captures = s->o.all_captures,
        .count_alike = !s->o.visit_errors && s->o.since == RECORD_NO_TIME &&
                       s->o.until == RECORD_NO_TIME,
        .group = s->o.group_unknown,
        .since = s->o.since,
        .until = s->o.until,
        .seed = s->seed,
    };
    w->finder = finder_new(w->matcher, w->kbs.kbs, s->outcomes, &o);
    s->worker_count++;
    return 0;
}

struct scan *scan_new(const struct scan_options *o, struct err *err)
{
    struct scan *s = mem_zalloc(1, sizeof *s);
    s->o = *o;
    s->o.threads = min_size(max_size(o->threads, 1), SCAN_THREADS_MAX);
    if (getrandom(&s->seed, sizeof s->seed, GRND_NONBLOCK) != (ssize_t)sizeof s->seed)
        s->seed = (uint64_t)time(NULL) ^ (uint64_t)(uintptr_t)s;
    pthread_mutex_init(&s->lock, NULL);
    pthread_cond_init(&s->work, NULL);
    pthread_cond_init(&s->done, NULL);
    s->outcomes = outcomes_new();
    s->summary = summary_new();
    s->job_count = s->o.threads * JOBS_EACH + 1;
    s->jobs = mem_zalloc(s->job_count, sizeof *s->jobs);
    if (add_worker(s, err) != 0) {
        scan_free(s);
        return NULL;
    }
    return s;
}

static void stop_threads(struct scan *s)
{
    pthread_mutex_lock(&s->lock);
    s->closed = true;
    pthread_cond_broadcast(&s->work);
    pthread_mutex_unlock(&s->lock);
    for (size_t i = 0; i < s->running; i++)
        pthread_join(s->workers[i].thread, NULL);
    s->running = 0;
    s->closed = false;
}

void scan_free(struct scan *s)
{
    if (!s)
        return;
    stop_threads(s);
    for (size_t i = 0; i < SCAN_THREADS_MAX; i++) {
        finder_free(s->workers[i].finder);
        matcher_free(s->workers[i].matcher);
    }
    for (size_t i = 0; i < s->job_count; i++)
        arena_free(s->jobs[i].arena);
    mem_free(s->jobs);
    summary_free(s->summary);
    outcomes_free(s->outcomes);
    pthread_mutex_destroy(&s->lock);
    pthread_cond_destroy(&s->work);
    pthread_cond_destroy(&s->done);
    mem_free(s);
}

/* ---- working -----------------------------------------------------------------------------------
 */

static void work_on(struct worker *w, struct job *j)
{
    if (!j->arena)
        j->arena = arena_new();
    j->result = finder_run(w->finder, j->block, j->arena, &j->hits, &j->err);
}

static void *work(void *ctx)
{
    struct worker *w = ctx;
    struct scan *s = w->scan;
    pthread_mutex_lock(&s->lock);
    for (;;) {
        while (!s->closed && s->jobs[s->next].state != JOB_WAITS)
            pthread_cond_wait(&s->work, &s->lock);
        if (s->closed)
            break;
        struct job *j = &s->jobs[s->next];
        s->next = (s->next + 1) % s->job_count;
        j->state = JOB_RUNS;
        pthread_mutex_unlock(&s->lock);
        work_on(w, j);
        pthread_mutex_lock(&s->lock);
        j->state = JOB_DONE;
        pthread_cond_signal(&s->done);
    }
    pthread_mutex_unlock(&s->lock);
    return NULL;
}

/* As many threads as wanted; with fewer, when the system gives no more, it goes on. */
static int start_threads(struct scan *s, struct err *err)
{
    while (s->running < s->o.threads) {
        if (s->running == s->worker_count && add_worker(s, err) != 0)
            return -1;
        struct worker *w = &s->workers[s->running];
        if (pthread_create(&w->thread, NULL, work, w) != 0)
            break;
        s->running++;
    }
    return 0;
}

/* ---- delivering --------------------------------------------------------------------------------
 */

struct delivery {
    struct inputs *in;
    scan_visit *visit;
    scan_pause *pause;
    void *ctx;
};

/* The summary hears of inputs in their order. */
static void name_inputs(struct scan *s, struct inputs *in, size_t count)
{
    for (; s->named < count; s->named++) {
        struct input_status status;
        inputs_status(in, s->named, &status);
        summary_input(s->summary, (uint32_t)s->named, status.name, status.format);
    }
}

static int deliver_hit(struct scan *s, const struct delivery *d, struct hit *h)
{
    struct finding *f = &h->finding;
    if (f->outcome == SCAN_KNOWN) {
        summary_add(s->summary, f);
        atomic_fetch_add(&s->matched, 1);
    } else if (f->outcome == SCAN_UNKNOWN_ERROR && s->o.group_unknown) {
        f->group = summary_add_unknown(s->summary, f->input, f->record, &h->group_key);
        f->no_group = false;
        if (h->alike)
            summary_add_alike(s->summary, f->input, f->group, f->record, h->alike, h->last);
    }
    return d->visit ? d->visit(d->ctx, f) : 0;
}

/* What became of a block; the block is given back. */
static int deliver(struct scan *s, const struct delivery *d, struct job *j, struct err *err)
{
    int result = j->result;
    if (result != 0)
        *err = j->err;
    else
        name_inputs(s, d->in, (size_t)j->block->input + 1);
    for (size_t i = 0; i < j->hits.count && result == 0; i++)
        result = deliver_hit(s, d, &j->hits.items[i]);
    if (j->result == 0)
        summary_count(s->summary, j->block->input, j->block->bytes.n, j->hits.records,
                      j->block->cut);
    atomic_fetch_add(&s->bytes, j->block->bytes.n);
    atomic_fetch_add(&s->records, j->hits.records);
    atomic_fetch_add(&s->looked_up, j->hits.looked_up);
    atomic_fetch_add(&s->keyed, j->hits.keyed);
    block_release(j->block);
    arena_reset(j->arena);
    j->block = NULL;
    j->state = JOB_FREE;
    return result;
}

/* Deliver what is done, oldest first; wait for the oldest when there is no room, or all are to be
 * waited for. */
static int deliver_done(struct scan *s, const struct delivery *d, bool all, struct err *err)
{
    int result = 0;
    while (s->pending && result == 0) {
        struct job *j = &s->jobs[s->first];
        pthread_mutex_lock(&s->lock);
        bool wait = all || s->pending == s->job_count;
        while (wait && j->state != JOB_DONE)
            pthread_cond_wait(&s->done, &s->lock);
        bool ready = j->state == JOB_DONE;
        pthread_mutex_unlock(&s->lock);
        if (!ready)
            break;
        s->first = (s->first + 1) % s->job_count;
        s->pending--;
        result = deliver(s, d, j, err);
    }
    return result;
}

/* Without threads: done and delivered at once. */
static int run_here(struct scan *s, const struct delivery *d, struct block *b, struct err *err)
{
    struct job *j = &s->jobs[0];
    j->block = b;
    work_on(&s->workers[0], j);
    int result = deliver(s, d, j, err);
    if (result == 0 && d->pause)
        d->pause(d->ctx);
    return result;
}

static int hand_over(struct scan *s, const struct delivery *d, struct block *b, struct err *err)
{
    int result = deliver_done(s, d, false, err);
    if (result != 0) {
        block_release(b);
        return result;
    }
    pthread_mutex_lock(&s->lock);
    struct job *j = &s->jobs[(s->first + s->pending) % s->job_count];
    j->block = b;
    j->state = JOB_WAITS;
    s->pending++;
    pthread_cond_signal(&s->work);
    pthread_mutex_unlock(&s->lock);
    return 0;
}

/* Blocks that nobody wants any more. */
static void drop_jobs(struct scan *s)
{
    stop_threads(s);
    for (size_t i = 0; i < s->job_count; i++) {
        block_release(s->jobs[i].block);
        s->jobs[i].block = NULL;
        s->jobs[i].state = JOB_FREE;
        s->jobs[i].hits = (struct hits){0};
    }
    s->first = s->next = s->pending = 0;
}

int scan_run(struct scan *s, struct inputs *in, scan_visit *visit, scan_pause *pause, void *ctx,
             struct err *err)
{
    const struct delivery d = {in, visit, pause, ctx};
    int result = 0;
    bool large = false;
    struct block *b;
    while (result == 0 && !atomic_load(&s->interrupted) && inputs_next(in, &b) == 1) {
        if (large && !s->running && s->o.threads > 1 && start_threads(s, err) != 0) {
            block_release(b);
            result = -1;
            break;
        }
        large = b->bytes.n >= SMALL_INPUT;
        result = s->running ? hand_over(s, &d, b, err) : run_here(s, &d, b, err);
    }
    if (result == 0)
        result = deliver_done(s, &d, true, err);
    drop_jobs(s);
    name_inputs(s, in, inputs_count(in));
    for (size_t i = 0; i < s->named; i++) {
        struct input_status status;
        inputs_status(in, i, &status);
        summary_input(s->summary, (uint32_t)i, status.name, status.format);
        if (status.trouble[0])
            summary_trouble(s->summary, (uint32_t)i, str_of(status.trouble), status.skipped);
    }
    if (result == 0 && pause)
        pause(ctx);
    return result;
}

/* ---- asking ------------------------------------------------------------------------------------
 */

void scan_interrupt(struct scan *s)
{
    atomic_store(&s->interrupted, true);
}

bool scan_interrupted(const struct scan *s)
{
    return atomic_load(&s->interrupted);
}

struct scan_progress scan_progress(struct scan *s)
{
    return (struct scan_progress){
        .bytes = atomic_load(&s->bytes),
        .records = atomic_load(&s->records),
        .matched = atomic_load(&s->matched),
        .looked_up = atomic_load(&s->looked_up),
        .keyed = atomic_load(&s->keyed),
    };
}

const struct summary *scan_found(const struct scan *s)
{
    return s->summary;
}
