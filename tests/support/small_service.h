/*
 * small_service.h - what serve/ needs to be tried without a process: small_kb.h as an image, and a
 * request answered as the pump would have it done.
 */
#ifndef TESTS_SMALL_SERVICE_H
#define TESTS_SMALL_SERVICE_H

#include "base/io.h"
#include "base/mem.h"
#include "serve/pump.h"
#include "serve/service.h"
#include "tests/support/must.h"
#include "tests/support/small_kb.h"

#include <stdlib.h>
#include <unistd.h>

/* The image of the small KB, kept until the process ends. */
static inline struct kb_place small_place(void)
{
    static struct buf image;
    struct err err;
    if (image.n == 0) {
        char name[] = "/tmp/small-XXXXXX";
        int fd = mkstemp(name);
        must(fd >= 0);
        close(fd);
        unlink(name);
        struct kb *kb = small_kb_begin(&err);
        must(kb && kb_commit(kb, &err) == 0 && kb_export_image(kb, name, &err) == 0);
        kb_close(kb);
        buf_init(&image, 64 << 20);
        must(io_read_file(name, &image, &err) == 0);
        unlink(name);
    }
    return (struct kb_place){.image = image.p, .size = image.n, .name = "small"};
}

static inline struct job *small_job(void)
{
    struct job *job = mem_zalloc(1, sizeof *job);
    job->arena = arena_new();
    buf_init(&job->reply, PUMP_REPLY_MAX);
    return job;
}

static inline void small_job_free(struct job *job)
{
    arena_free(job->arena);
    buf_release(&job->reply);
    mem_free(job);
}

/* Line in, reply in job->reply. */
static inline void small_answer(const struct pump_protocol *p, void *worker, struct str line,
                                struct job *job)
{
    arena_reset(job->arena);
    buf_clear(&job->reply);
    job->line = line;
    p->arrive(p->ctx, job);
    p->answer(p->ctx, worker, job);
    p->done(p->ctx, job);
}

#endif
