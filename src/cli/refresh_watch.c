#include "cli/refresh.h"

#include "base/arena.h"
#include "base/mem.h"
#include "cli/cmd.h"
#include "cli/out.h"
#include "import/watch.h"

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
    bool json;
    struct arena *arena;
    const char **roots;
    size_t count, cap;
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
    g->roots = mem_grow(g->roots, g->count, &g->cap, sizeof *g->roots);
    g->roots[g->count++] = arena_dup(g->arena, s->root).p;
    return 0;
}

static int find_roots(struct watching *g, struct err *err)
{
    struct kb *kb = kb_open(g->o->kb, err);
    int result = kb ? kb_each_source(kb, on_source, g, err) : -1;
    kb_close(kb);
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
static int refresh(struct watching *g, struct watch *w, bool first)
{
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

static int loop(struct watching *g, struct watch *w)
{
    struct err err;
    bool first = true;
    for (;;) {
        bool failed = refresh(g, w, first) != 0;
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
    struct watching g = {.o = o, .json = json, .arena = arena_new(), .stop_fd = -1};
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
    struct watch *w = NULL;
    if (g.stop_fd < 0) {
        err_sys(&err, errno, "cannot wait for signals");
        status = out_trouble(&err);
    } else if (find_roots(&g, &err) != 0) {
        status = out_trouble(&err);
    } else {
        struct watch_options wo = watch_defaults;
        wo.poll = poll;
        w = watch_new(&wo, g.roots, g.count);
        status = loop(&g, w);
    }
    watch_free(w);
    if (g.stop_fd >= 0)
        close(g.stop_fd);
    mem_free(g.roots);
    buf_release(&g.told);
    buf_release(&g.wrong);
    arena_free(g.arena);
    return status;
}
