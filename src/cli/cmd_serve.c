#include "base/io.h"
#include "cli/cmd.h"
#include "cli/kbs.h"
#include "cli/out.h"
#include "report/safe.h"
#include "serve/jsonl.h"
#include "serve/mcp.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { THREADS_USUAL_MAX = 4, LOG_TEXT_MAX = 4096 };
enum protocol { PROTOCOL_JSONL, PROTOCOL_MCP };

struct serve {
    unsigned protocol;
    size_t threads;
    bool verbose;
    const char *log, *feedback;
    struct opt_list kbs, folders;
    int log_fd;
};

static struct pump *running; /* what a signal stops: there is one in a process */

static void on_signal(int signal)
{
    (void)signal;
    pump_stop(running);
}

static void stop_on_signals(struct pump *pump)
{
    const int signals[] = {SIGTERM, SIGINT, SIGHUP};
    struct sigaction action = {.sa_handler = on_signal}; /* no SA_RESTART: a write is to end */
    running = pump;
    for (size_t i = 0; i < ARRAY_LEN(signals); i++)
        sigaction(signals[i], &action, NULL);
}

/* ---- the log --------------------------------------------------------------------------------- */

static void put_time(struct buf *out)
{
    struct timespec now;
    struct tm parts;
    clock_gettime(CLOCK_REALTIME, &now);
    gmtime_r(&now.tv_sec, &parts);
    buf_printf(out, "%04d-%02d-%02dT%02d:%02d:%02d.%03ldZ ", parts.tm_year + 1900, parts.tm_mon + 1,
               parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec, now.tv_nsec / 1000000);
}

static void log_line(void *ctx, const char *line)
{
    const struct serve *s = ctx;
    struct buf b = BUF_INIT(LOG_TEXT_MAX);
    put_time(&b);
    safe_put(&b, str_of(line));
    buf_truncate(&b, min_size(b.n, LOG_TEXT_MAX - 1));
    buf_putc(&b, '\n');
    struct err ignored; /* a full disk is no reason to stop answering */
    if (s->log_fd >= 0)
        (void)!io_write_fd(s->log_fd, buf_str(&b), "log", NULL, &ignored);
    if (s->verbose)
        (void)!io_write_fd(STDERR_FILENO, buf_str(&b), "stderr", NULL, &ignored);
    buf_release(&b);
}

/* ---- serving --------------------------------------------------------------------------------- */

static int run_pump(const struct pump_protocol *protocol, struct service *service,
                    void (*set_pump)(void *speaker, struct pump *pump), void *speaker, bool *stuck,
                    struct err *err)
{
    struct pump *pump =
        pump_new(protocol, STDIN_FILENO, STDOUT_FILENO, service->options.threads);
    set_pump(speaker, pump);
    stop_on_signals(pump);
    int result = pump_run(pump, err);
    *stuck = result == 1;
    if (!*stuck) {
        stop_on_signals(NULL);
        pump_free(pump);
    }
    return result < 0 ? -1 : 0;
}

static void set_jsonl_pump(void *speaker, struct pump *pump)
{
    jsonl_set_pump(speaker, pump);
}

static void set_mcp_pump(void *speaker, struct pump *pump)
{
    mcp_set_pump(speaker, pump);
}

static int speak(struct serve *s, struct service *service, struct service_worker *first, bool *stuck,
                 struct err *err)
{
    int result;
    if (s->protocol == PROTOCOL_MCP) {
        struct mcp *m = mcp_new(service, first);
        const struct pump_protocol protocol = mcp_protocol(m);
        result = run_pump(&protocol, service, set_mcp_pump, m, stuck, err);
        if (!*stuck)
            mcp_free(m);
    } else {
        struct jsonl *j = jsonl_new(service, first);
        const struct pump_protocol protocol = jsonl_protocol(j);
        result = run_pump(&protocol, service, set_jsonl_pump, j, stuck, err);
        if (!*stuck)
            jsonl_free(j);
    }
    return result;
}

static int serve(struct serve *s, const struct service_options *o, struct err *err)
{
    bool stuck = false;
    struct service *service = service_new(o, err);
    struct service_worker *first = service ? service_worker_new(service) : NULL;
    if (!service)
        return -1;
    if (service_worker_refresh(first, err) != 0) {
        service_worker_free(first);
        service_free(service);
        return -1;
    }
    service_log(service, "errkb %s: serving %s on standard input and output", ERRKB_VERSION,
                s->protocol == PROTOCOL_MCP ? "the Model Context Protocol" : "JSON Lines");
    int result = speak(s, service, first, &stuck, err);
    service_log(service, "%llu requests, %llu of them with errors: end",
                (unsigned long long)atomic_load(&service->requests),
                (unsigned long long)atomic_load(&service->faults));
    if (stuck) {
        out_flush();
        _exit(STATUS_FOUND); /* other threads are still at work on what would be freed */
    }
    service_free(service);
    return result;
}

static size_t usual_threads(void)
{
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    return n < 2 ? 2 : min_size((size_t)n, THREADS_USUAL_MAX);
}

static int open_log(struct serve *s, struct err *err)
{
    s->log_fd = -1;
    if (!s->log)
        return 0;
    s->log_fd = open(s->log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOCTTY, 0666);
    return s->log_fd >= 0 ? 0 : err_sys(err, errno, "%s: the log cannot be written", s->log);
}

static int run(struct serve *s, const struct opt_command *command, int *argc, char **argv)
{
    int status = opt_parse(command, argc, argv);
    if (status >= 0)
        return status;
    if (*argc > 0)
        return opt_fault(command, "\"%s\": nothing but options is expected", argv[0]);
    if (s->folders.count && s->protocol != PROTOCOL_MCP)
        return opt_fault(command, "--allow-dir goes with --protocol mcp");
    if (s->feedback && s->protocol == PROTOCOL_MCP)
        return opt_fault(command, "--feedback goes with --protocol jsonl");
    struct err err;
    struct kbs_places places;
    kbs_find_places(&places, &s->kbs);
    const struct service_options o = {
        .places = places.items, .place_count = places.count,
        .threads = s->threads ? s->threads : usual_threads(),
        .feedback = s->feedback,
        .folders = s->folders.items, .folder_count = s->folders.count,
        .log = s->log || s->verbose ? log_line : NULL, .log_ctx = s,
    };
    status = STATUS_FOUND;
    if (open_log(s, &err) != 0 || serve(s, &o, &err) != 0)
        status = out_trouble(&err);
    if (s->log_fd >= 0)
        close(s->log_fd);
    kbs_free_places(&places);
    return status;
}

#define COMMON_OPTIONS(s)                                                                          \
    {.name = "threads", .kind = OPT_NUMBER, .argument = "N", .value = &(s).threads, .min = 1,      \
     .max = PUMP_THREADS_MAX,                                                                      \
     .help = "answer with at most N threads (usually one for each\nprocessor, 2 to 4)"},           \
    {.name = "log", .kind = OPT_TEXT, .argument = "FILE", .value = &(s).log,                       \
     .help = "tell there what happens: start, new knowledge bases,\ntrouble, end"},                \
    {.name = "verbose", .letter = 'v', .kind = OPT_FLAG, .value = &(s).verbose,                    \
     .help = "tell it on standard error, which is silent else"},                                   \
    KBS_OPTION((s).kbs)

#define FOLDER_OPTION(s)                                                                           \
    {.name = "allow-dir", .kind = OPT_LIST, .argument = "DIR", .value = &(s).folders,              \
     .help = "MCP: tools may read files in this folder (several: in\nall of them)"}

int cmd_serve(int argc, char **argv)
{
    struct serve s = {.protocol = PROTOCOL_JSONL};
    const struct opt options[] = {
        {.name = "protocol", .kind = OPT_CHOICE, .argument = "jsonl|mcp", .value = &s.protocol,
         .help = "what is spoken: JSON Lines (the default), or the Model\nContext Protocol"},
        {.name = "feedback", .kind = OPT_TEXT, .argument = "FILE", .value = &s.feedback,
         .help = "add what clients say of answers to this file, which\nerrkb eval reads"},
        FOLDER_OPTION(s),
        COMMON_OPTIONS(s),
    };
    const struct opt_command command = {
        "serve", "",
        "Answer requests on standard input, one a line, with one reply a line on standard output,\n"
        "until the input ends: what a chatbot, an editor or an agent starts and talks to. A new\n"
        "import into a knowledge base is taken over as it happens.",
        options, ARRAY_LEN(options)};
    return run(&s, &command, &argc, argv);
}

int cmd_mcp(int argc, char **argv)
{
    struct serve s = {.protocol = PROTOCOL_MCP};
    const struct opt options[] = {
        FOLDER_OPTION(s),
        COMMON_OPTIONS(s),
    };
    const struct opt_command command = {
        "mcp", "",
        "Be a Model Context Protocol server on standard input and output: tools that look up\n"
        "errors for a language model. The same as errkb serve --protocol mcp.",
        options, ARRAY_LEN(options)};
    return run(&s, &command, &argc, argv);
}
