/*
 * scan_text.h - a log that came with a request, or that it names: what `errkb scan` finds in it.
 * Layer: serve.
 */
#ifndef SERVE_SCAN_TEXT_H
#define SERVE_SCAN_TEXT_H

#include "scan/summary.h"
#include "serve/service.h"

enum { SCAN_TEXT_GROUPS_MAX = 50 /* of records that nothing explains, the weightiest */ };

/* Called now and then with how many bytes have been read; false: stop. */
struct scan_text_watch {
    bool (*go_on)(void *ctx, uint64_t bytes);
    void *ctx;
};

struct scan_text {
    struct scan *scan; /* texts of the summary live as long */
    struct scan_summary summary;
};

/* fd: the log, as text, gzip, xz, zstd, JSON Lines, CSV, ...; it stays the caller's. watch may be
 * NULL. 0; 1 when it was stopped; -1 when a knowledge base cannot be read. Filled in any case: for
 * scan_text_release. */
int scan_text(struct service_worker *w, int fd, const struct facet *facets, size_t facet_count,
              const struct scan_text_watch *watch, struct arena *a, struct scan_text *result,
              struct err *err) MUST_USE;
void scan_text_release(struct scan_text *s);

/* A text as a file that has no name, for scan_text. -1: no memory. */
int scan_text_file(struct str text, struct err *err);

#endif
