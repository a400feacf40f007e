#include "serve/scan_text.h"

#include "base/io.h"
#include "scan/input.h"
#include "scan/scan.h"

#include <errno.h>
#include <stdio.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

struct watched {
    struct scan *scan;
    const struct scan_text_watch *watch;
};

static int open_kbs(void *ctx, struct scan_kbs *kbs, struct err *err)
{
    const struct service_worker *w = ctx;
    (void)err;
    *kbs = (struct scan_kbs){w->reader.kbs, w->reader.count};
    return 0;
}

static int visit(void *ctx, const struct finding *f)
{
    const struct watched *w = ctx;
    (void)f;
    return w->watch && !w->watch->go_on(w->watch->ctx, scan_progress(w->scan).bytes);
}

static void pause_between(void *ctx)
{
    const struct watched *w = ctx;
    if (visit(ctx, NULL) != 0)
        scan_interrupt(w->scan);
}

int scan_text_file(struct str text, struct err *err)
{
    int fd = memfd_create("text", MFD_CLOEXEC);
    if (fd >= 0 && io_write_fd(fd, text, "text", NULL, err) == 0)
        return fd;
    if (fd >= 0)
        close(fd);
    else
        err_sys(err, errno, "no room for the text");
    return -1;
}

int scan_text(struct service_worker *w, int fd, const struct facet *facets, size_t facet_count,
              const struct scan_text_watch *watch, struct arena *a, struct scan_text *result,
              struct err *err)
{
    char name[32];
    snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
    const char *const paths[] = {name};
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    const struct input_options in = {.paths = paths, .path_count = 1, .stop_fd = -1,
                                     .now = (int64_t)now.tv_sec * 1000000};
    const struct scan_options o = {.open = open_kbs, .open_ctx = w, .threads = 1,
                                   .facets = facets, .facet_count = facet_count,
                                   .since = RECORD_NO_TIME, .until = RECORD_NO_TIME,
                                   .group_unknown = true};
    *result = (struct scan_text){.scan = scan_new(&o, err)};
    struct inputs *inputs = result->scan ? inputs_open(&in, err) : NULL;
    if (!inputs)
        return -1;
    struct watched watched = {result->scan, watch};
    int status = scan_run(result->scan, inputs, visit, pause_between, &watched, err);
    if (status == 0 && scan_interrupted(result->scan))
        status = 1;
    inputs_free(inputs);
    summary_view(scan_found(result->scan), SCAN_TEXT_GROUPS_MAX, a, &result->summary);
    return status;
}

void scan_text_release(struct scan_text *s)
{
    scan_free(s->scan);
    *s = (struct scan_text){0};
}
