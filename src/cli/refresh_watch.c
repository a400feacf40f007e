#include "cli/refresh.h"

#include "base/mem.h"
#include "cli/cmd.h"
#include "cli/out.h"
#include "import/source/watch.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

enum { RETRY_MS = 2000 /* after a refresh that failed as a whole */ };

struct watching {
    struct refresh_options *o;
    bool json, poll;
    struct watch *watch;
    struct buf roots; /* of the sources, a NUL behind each */
    int stop_fd;
    struct buf told;  /* what was wrong the last time: it is not said again and again */
    struct buf wrong; /* what is wrong now */
};

/* ---- what is watched ------------------------------------------------------------------------- */

static int on_source(void *ctx, const struct source *s)
{
    struct watching *g = ctx;
    bool asked = g->o->name_count == 0;
    for (int i = 0; i < g->o->name_count; i++)
        asked = asked || str_eq(str_of(g->o->names[i]), s->name);
    if (!asked)
        return 0;
    buf_put(&g->roots, s->root);
    buf_putc(&g->roots, '\0');
    return 0;
}

static struct watch *new_watch(struct watching *g)
{
    struct watch_options o = watch_defaults;
    o.poll = g->poll;
    o.file = g->o->kb; /* another import may bring another source */
    const char **roots = NULL;
    size_t count = 0, cap = 0;
    for (size_t at = 0; at < g->roots.n; at += strlen(g->roots.p + at) + 1) {
        roots = mem_grow(roots, count, &cap, sizeof *roots);
        roots[count++] = g->roots.p + at;
    }
    struct watch *w = watch_new(&o, roots, count);
    mem_free(roots);
    return w;
}

/* Watch the sources that there are now. -1: what was watched still is. */
static int watch_sources(struct watching *g, struct err *err)
{
    struct buf was = g->roots;
    buf_init(&g->roots, SIZE_MAX / 2);
    struct kb *kb = kb_open(g->o->kb, err);
    int result = kb ? kb_each_source(kb, on_source, g, err) : -1;
    kb_close(kb);
    if (result == 0 && (!g->watch || !str_eq(buf_str(&was), buf_str(&g->roots)))) {
        watch_free(g->watch);
        g->watch = new_watch(g);
    } else if (result != 0) {
        struct buf half = g->roots;
        g->roots = was;
        was = half;
    }
    buf_release(&was);
    return result;
}

/* ---- telling --------------------------------------------------------------------------------- */

static void on_trouble(void *ctx, struct str name, const struct err *problem, bool gone)
{
    struct watching *g = ctx;
    (void)gone;
    buf_printf(&g->wrong, "%.*s: %s: its entries are kept\n", STR_ARG(name), problem->message);
}

static void tell_wrong(struct watching *g)
{
    struct str rest = buf_str(&g->wrong), line;
    if (!str_eq(buf_str(&g->wrong), buf_str(&g->told)))
        while (str_next_line(&rest, &line))
            out_error("%.*s", STR_ARG(line));
    buf_clear(&g->told);
    buf_put(&g->told, buf_str(&g->wrong));
    buf_clear(&g->wrong);
}

static void tell_changes(struct watching *g, struct changes *c, bool first)
{
    if (g->json) {
        if (first || changes_any(c))
            changes_print_json(c);
    } else if (first) {
        changes_print(c, false);
    } else if (changes_any(c)) {
        time_t now = time(NULL);
        struct tm local;
        char clock[16] = "";
        if (localtime_r(&now, &local))
            strftime(clock, sizeof clock, "%H:%M:%S ", &local);
        out_puts(clock);
        changes_print_line(c);
    }
    out_flush();
}

/* ---- the loop -------------------------------------------------------------------------------- */

/* 0, or -1 when all of it failed: it should be tried again. */
static int refresh(struct watching *g, bool first)
{
    struct watch *w = g->watch;
    struct err err;
    bool trouble;
    const struct changes_options co = {.kb = g->o->kb, .quiet = g->json, .all = true};
    struct changes *c = changes_new(&co);
    g->o->folder = watch_folder;
    g->o->folder_ctx = w;
    watch_begin(w);
    int result = refresh_once(g->o, c, &trouble, &err);
    watch_end(w);
    if (result == 0)
        tell_changes(g, c, first);
    else
        buf_printf(&g->wrong, "%s\n", err.message);
    tell_wrong(g);
    changes_free(c);
    return result;
}

/* True: it is time to stop. */
static bool sleep_until_stop(const struct watching *g, int ms)
{
    struct pollfd fd = {g->stop_fd, POLLIN, 0};
    return poll(&fd, 1, ms) > 0;
}

static int loop(struct watching *g)
{
    struct err err;
    bool first = true;
    for (;;) {
        if (watch_sources(g, &err) != 0 && !g->watch)
            return out_trouble(&err);
        struct watch *w = g->watch;
        bool failed = refresh(g, first) != 0;
        if (failed && first)
            return STATUS_TROUBLE; /* it never worked */
        const char *trouble = watch_trouble(w);
        if (trouble)
            out_warning("%s", trouble);
        if (first && !g->json) {
            size_t n = watch_folders(w);
            out_printf("watching %zu folder%s\n", n, n == 1 ? "" : "s");
            out_flush();
        }
        first = false;
        if (!out_open())
            return STATUS_FOUND;
        if (failed ? sleep_until_stop(g, RETRY_MS) : false)
            return STATUS_FOUND;
        if (failed)
            continue;
        int got = watch_wait(w, g->stop_fd, &err);
        if (got <= 0)
            return got == 0 ? STATUS_FOUND : out_trouble(&err);
    }
}

int refresh_watch(struct refresh_options *o, bool json, bool poll)
{
    struct err err;
    struct watching g = {.o = o, .json = json, .poll = poll, .stop_fd = -1};
    buf_init(&g.roots, SIZE_MAX / 2);
    buf_init(&g.told, 1 << 20);
    buf_init(&g.wrong, 1 << 20);
    o->trouble = on_trouble;
    o->trouble_ctx = &g;
    sigset_t stop;
    sigemptyset(&stop);
    sigaddset(&stop, SIGINT);
    sigaddset(&stop, SIGTERM);
    sigaddset(&stop, SIGHUP);
    /* A refresh that has begun is finished: it takes less than a second, and the file is whole. */
    sigprocmask(SIG_BLOCK, &stop, NULL);
    g.stop_fd = signalfd(-1, &stop, SFD_CLOEXEC);
    int status;
    if (g.stop_fd < 0) {
        err_sys(&err, errno, "cannot wait for signals");
        status = out_trouble(&err);
    } else {
        status = loop(&g);
    }
    watch_free(g.watch);
    if (g.stop_fd >= 0)
        close(g.stop_fd);
    buf_release(&g.roots);
    buf_release(&g.told);
    buf_release(&g.wrong);
    return status;
}
