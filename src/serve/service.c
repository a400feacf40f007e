#include "serve/service.h"

#include "base/io.h"
#include "base/mem.h"
#include "report/json.h"
#include "report/json_put.h"
#include "report/sources.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { FEEDBACK_LINE_MAX = 2 << 20, LOG_LINE_MAX = 2048 };

/* ---- life ------------------------------------------------------------------------------------ */

struct service *service_new(const struct service_options *o, struct err *err)
{
    struct service *s = mem_zalloc(1, sizeof *s);
    s->options = *o;
    s->feedback_fd = -1;
    s->live = live_kb_new(o->places, o->place_count, o->log, o->log_ctx);
    if (o->feedback) {
        s->feedback_fd = open(o->feedback, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOCTTY, 0666);
        if (s->feedback_fd < 0) {
            err_sys(err, errno, "%s: feedback cannot be written", o->feedback);
            service_free(s);
            return NULL;
        }
    }
    return s;
}

void service_free(struct service *s)
{
    if (!s)
        return;
    if (s->feedback_fd >= 0)
        close(s->feedback_fd);
    live_kb_free(s->live);
    sessions_free(s->sessions);
    mem_free(s);
}

void service_log(struct service *s, const char *format, ...)
{
    char line[LOG_LINE_MAX];
    va_list args;
    if (!s->options.log)
        return;
    va_start(args, format);
    vsnprintf(line, sizeof line, format, args);
    va_end(args);
    s->options.log(s->options.log_ctx, line);
}

struct service_worker *service_worker_new(struct service *s)
{
    struct service_worker *w = mem_zalloc(1, sizeof *w);
    w->service = s;
    kb_reader_init(&w->reader, s->live);
    return w;
}

void service_worker_free(struct service_worker *w)
{
    if (!w)
        return;
    kb_reader_release(&w->reader);
    mem_free(w);
}

int service_worker_refresh(struct service_worker *w, struct err *err)
{
    live_kb_notice(w->service->live);
    return kb_reader_refresh(&w->reader, err);
}

/* ---- operations ------------------------------------------------------------------------------ */

int service_lookup(struct service_worker *w, const struct service_query *q, struct arena *a,
                   struct answer *answer, struct err *err)
{
    const struct matcher_query query = {.text = q->text, .limit = q->limit, .facets = q->facets,
                                        .facet_count = q->facet_count, .max_steps = q->max_steps,
                                        .explain = q->explain};
    return matcher_run(w->reader.matcher, &query, a, answer, err);
}

int service_get(struct service_worker *w, struct str id, struct arena *a, struct kb_entry *entry,
                struct err *err)
{
    for (size_t i = 0; i < w->reader.count; i++) {
        int64_t row;
        if (kb_find(w->reader.kbs[i], id, &row, err) != 0)
            return -1;
        if (row)
            return kb_get(w->reader.kbs[i], row, a, entry, err);
    }
    return 0;
}

int service_links(struct service_worker *w, const struct kb_entry *entry, struct arena *a,
                  struct links *links, struct err *err)
{
    return links_add(links, w->reader.kbs, w->reader.count, entry, a, err);
}

int service_stats_json(struct service_worker *w, size_t i, struct arena *a, struct buf *out,
                       struct err *err)
{
    struct kb *kb = w->reader.kbs[i];
    struct kb_stats stats;
    struct report_sources sources;
    if (kb_stats(kb, &stats, err) != 0 || report_sources(kb, a, &sources, err) != 0)
        return -1;
    report_stats_json(str_of(kb_name(kb)), &stats, sources.items, sources.count, out);
    struct str trouble = live_kb_trouble(w->service->live, i, a);
    if (trouble.n == 0 || out->cut)
        return 0;
    buf_truncate(out, out->n - 1); /* inside of its } */
    struct json_put j = {.out = out, .any = {true}};
    json_put_text(&j, "trouble", trouble);
    buf_putc(out, '}');
    return 0;
}

int service_feedback(struct service *s, const struct feedback *f, struct err *err)
{
    if (s->feedback_fd < 0)
        return err_set(err, ERR_INVALID,
                       "feedback is not kept: start errkb serve with --feedback FILE");
    struct buf line = BUF_INIT(FEEDBACK_LINE_MAX);
    struct feedback stamped = *f;
    stamped.time = (int64_t)time(NULL);
    feedback_line(&stamped, &line);
    int result = line.cut ? err_set(err, ERR_INVALID, "too long to be kept") : 0;
    /* One write for the line: several servers may share the file. */
    if (result == 0)
        result = io_write_fd(s->feedback_fd, buf_str(&line), s->options.feedback, NULL, err);
    buf_release(&line);
    return result;
}
