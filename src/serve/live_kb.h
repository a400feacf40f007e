/*
 * live_kb.h - the knowledge bases that are served, kept up with their files.
 *
 * Readers work on copies in memory (store/kb_copy.h): an import never waits for them, nor they for
 * it. Before each request one stat() of each file tells whether there is something new; a thread
 * copies it, tries it, and puts it in place, and readers take it over with their next request. A
 * file that is deleted, unreadable or no knowledge base changes nothing but live_kb_trouble.
 *
 * To answer at once after the start, the first reader may read the files themselves until the copies
 * are there: only one thread reads before live_kb_settled.
 *
 * struct live_kb: any thread. struct kb_reader: one thread at a time. Layer: serve.
 */
#ifndef SERVE_LIVE_KB_H
#define SERVE_LIVE_KB_H

#include "match/matcher.h"

enum {
    LIVE_KB_WAIT_MS = 30, /* requests wait this long, together, for a change that one has noticed */
};

/* A file, or an image that stays as it is. */
struct kb_place {
    const char *path; /* NULL: the image */
    const void *image;
    size_t size;
    const char *name; /* of the image */
};

struct live_kb;

/* Told of each change and each trouble, one line; called from any thread. */
typedef void live_kb_log(void *ctx, const char *line);

struct live_kb *live_kb_new(const struct kb_place *places, size_t count, live_kb_log *log,
                            void *ctx);
void live_kb_free(struct live_kb *l); /* after all readers; NULL is a no-op */

/* Begin to copy, and to follow the files; wake_fd (an eventfd, or -1) is told of new copies. */
void live_kb_start(struct live_kb *l, int wake_fd);
bool live_kb_settled(const struct live_kb *l);
/* Before a request: is there something new? If so, wait for it a little. */
void live_kb_notice(struct live_kb *l);

size_t live_kb_count(const struct live_kb *l);
/* Which state is served, counted from 1 and by 1 with each that was taken over. */
uint64_t live_kb_edition(const struct live_kb *l);
/* What keeps the i-th file from being served as it is now; empty when nothing does. */
struct str live_kb_trouble(struct live_kb *l, size_t i, struct arena *a);

struct kb_reader {
    struct live_kb *from;
    struct kb *kbs[MATCHER_LAYERS_MAX];
    size_t count;
    struct matcher *matcher; /* NULL before the first kb_reader_refresh */
    struct edition *edition;
};

void kb_reader_init(struct kb_reader *r, struct live_kb *from);
void kb_reader_release(struct kb_reader *r);
/* Take over what is newest. -1: nothing can be read at all; what was read before stays in use when
 * it is only the new state that cannot. */
int kb_reader_refresh(struct kb_reader *r, struct err *err) MUST_USE;

#endif
