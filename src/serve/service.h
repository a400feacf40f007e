/*
 * service.h - what is served, whatever the protocol: knowledge bases, conversations, feedback, and
 * the operations on them.
 *
 * struct service: any thread. struct service_worker: one thread at a time; each has its own handles.
 * Answers live in the arena of the request. Layer: serve.
 */
#ifndef SERVE_SERVICE_H
#define SERVE_SERVICE_H

#include "base/buf.h"
#include "report/feedback.h"
#include "report/links.h"
#include "serve/live_kb.h"
#include "serve/sessions.h"

#include <stdatomic.h>

enum {
    SERVICE_LIMIT_DEFAULT = 5,
    SERVICE_STEPS_MIN = 1000, /* fewer find nothing */
    SERVICE_FOLDERS_MAX = 16,
};

struct service_options {
    const struct kb_place *places;
    size_t place_count;
    size_t threads;
    const char *feedback;           /* a file; NULL: feedback is refused */
    const char *const *folders;     /* whose files may be read; MCP only */
    size_t folder_count;
    live_kb_log *log;               /* may be NULL; any thread */
    void *log_ctx;
};

struct service {
    struct service_options options;
    struct live_kb *live;
    struct sessions *sessions;
    int feedback_fd;
    atomic_uint_fast64_t requests, faults;
};

struct service_worker {
    struct service *service;
    struct kb_reader reader;
};

/* NULL when the feedback file cannot be written, or no knowledge base be read. */
struct service *service_new(const struct service_options *o, struct err *err);
void service_free(struct service *s); /* NULL is a no-op */
void service_log(struct service *s, const char *format, ...) PRINTF_LIKE(2, 3);

struct service_worker *service_worker_new(struct service *s);
void service_worker_free(struct service_worker *w);
/* The newest state of the knowledge bases, before each request. */
int service_worker_refresh(struct service_worker *w, struct err *err) MUST_USE;

struct service_query {
    struct str text;
    size_t limit;
    struct facet facets[SESSION_FACETS_MAX];
    size_t facet_count;
    size_t max_steps; /* 0: as many as usual */
    bool explain;
};

int service_lookup(struct service_worker *w, const struct service_query *q, struct arena *a,
                   struct answer *answer, struct err *err) MUST_USE;
/* 1 found, 0 no such entry, -1 trouble. */
int service_get(struct service_worker *w, struct str id, struct arena *a, struct kb_entry *entry,
                struct err *err) MUST_USE;
int service_links(struct service_worker *w, const struct kb_entry *entry, struct arena *a,
                  struct links *links, struct err *err) MUST_USE;

/* The i-th knowledge base as JSON: report_stats_json's, and "trouble". */
int service_stats_json(struct service_worker *w, size_t i, struct arena *a, struct buf *out,
                       struct err *err) MUST_USE;

/* Append a line to the feedback file. */
int service_feedback(struct service *s, const struct feedback *f, struct err *err) MUST_USE;

#endif
