#include "base/mem.h"
#include "cli/cmd.h"
#include "cli/helper.h"
#include "cli/kbs.h"
#include "cli/out.h"
#include "cli/scan_print.h"
#include "cli/term.h"
#include "scan/timestamp.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

enum {
    THREADS_USUAL_MAX = 8,
    GROUPS_USUAL = 20,   /* unknown errors that a person is shown */
    GROUPS_SHOWN = 1000, /* and that a page has */
    PROGRESS_AFTER = 1000000, /* microseconds; then every ... */
    PROGRESS_EVERY = 200000,
    MICROS = 1000000,
};

struct options {
    const char *format, *encoding, *field, *glob, *report, *since, *until;
    bool follow, text, annotate, json, each, only_matched, only_unmatched, count;
    size_t threads, max_output_bytes, limit;
    unsigned color;
    struct opt_list kbs, facet_options;
    struct facet facets[OPT_LIST_MAX];
    int64_t since_time, until_time;
};

/* ---- stopping ----------------------------------------------------------------------------------
 */

static struct scan *running; /* what a signal stops: there is one in a process */
static int stop_pipe[2] = {-1, -1};

static void on_signal(int number)
{
    int saved = errno;
    if (running)
        scan_interrupt(running);
    ssize_t written = write(stop_pipe[1], "x", 1);
    (void)written;
    signal(number, SIG_DFL); /* the second time it is meant */
    errno = saved;
}

static int stop_on_signals(struct err *err)
{
    if (pipe2(stop_pipe, O_CLOEXEC | O_NONBLOCK) != 0)
        return err_sys(err, errno, "scan: no pipe");
    const int signals[] = {SIGINT, SIGTERM, SIGHUP};
    struct sigaction action = {.sa_handler = on_signal};
    for (size_t i = 0; i < ARRAY_LEN(signals); i++)
        sigaction(signals[i], &action, NULL);
    return 0;
}

/* ---- times -------------------------------------------------------------------------------------
 */

static int64_t now_micros(void)
{
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return (int64_t)t.tv_sec * MICROS + t.tv_nsec / 1000;
}

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Of this place, at this time. */
static int32_t local_zone(void)
{
    time_t now = time(NULL);
    struct tm parts;
    return localtime_r(&now, &parts) ? (int32_t)parts.tm_gmtoff : 0;
}

/* "2h": so long ago. */
static bool read_ago(struct str s, int64_t now, int64_t *at)
{
    static const struct {
        char letter;
        int64_t seconds;
    } units[] = {{'s', 1}, {'m', 60}, {'h', 3600}, {'d', 86400}, {'w', 604800}};
    enum { LONGEST = 100000000 };
    uint64_t n;
    if (s.n < 2 || !str_u64(str_slice(s, 0, s.n - 1), 10, &n) || n > LONGEST)
        return false;
    for (size_t i = 0; i < ARRAY_LEN(units); i++)
        if (units[i].letter == s.p[s.n - 1]) {
            *at = now - (int64_t)n * units[i].seconds * MICROS;
            return true;
        }
    return false;
}

/* -1: it is no time. */
static int read_time(const char *text, int64_t *at)
{
    *at = RECORD_NO_TIME;
    if (!text)
        return 0;
    int64_t now = now_micros();
    const struct time_context c = {.reference = now, .zone = local_zone()};
    if (!read_ago(str_of(text), now, at))
        *at = time_of_value(str_of(text), &c);
    return *at == TIME_UNKNOWN ? -1 : 0;
}

/* ---- knowledge bases, one set for each thread ---------------------------------------------------
 */

struct kb_sets {
    const struct opt_list *paths;
    struct kbs *sets[SCAN_THREADS_MAX];
    size_t count;
};

static int open_kbs(void *ctx, struct scan_kbs *kbs, struct err *err)
{
    struct kb_sets *sets = ctx;
    if (sets->count == SCAN_THREADS_MAX)
        return err_set(err, ERR_INVALID, "scan: more than %d threads", SCAN_THREADS_MAX);
    struct kbs *k = mem_zalloc(1, sizeof *k);
    sets->sets[sets->count++] = k;
    if (kbs_open(k, sets->paths, err) != 0)
        return -1;
    *kbs = (struct scan_kbs){k->items, k->count};
    return 0;
}

static void close_kbs(struct kb_sets *sets)
{
    for (size_t i = 0; i < sets->count; i++) {
        kbs_close(sets->sets[i]);
        mem_free(sets->sets[i]);
    }
}

/* ---- progress ----------------------------------------------------------------------------------
 */

struct run {
    const struct options *o;
    struct scan_print print;
    double begin, last;
    bool progress, shown;
};

static void show_progress(struct run *r)
{
    enum { WIDTH = 24 };
    double now = seconds();
    if ((now - r->begin) * MICROS < PROGRESS_AFTER || (now - r->last) * MICROS < PROGRESS_EVERY)
        return;
    r->last = now;
    uint64_t done, total;
    inputs_progress(r->print.in, &done, &total);
    struct scan_progress p = scan_progress(r->print.scan);
    char bar[WIDTH + 1] = "";
    if (total) {
        size_t full = (size_t)(done >= total ? WIDTH : done * WIDTH / total);
        memset(bar, '.', WIDTH);
        memset(bar, '#', full);
        bar[WIDTH] = '\0';
    }
    fprintf(stderr, "\r%s %5.1f GB  %4.0f MB/s  %llu records, %llu known \033[K", bar,
            (double)p.bytes / 1e9, (double)p.bytes / 1e6 / (now - r->begin),
            (unsigned long long)p.records, (unsigned long long)p.matched);
    r->shown = true;
}

static void clear_progress(struct run *r)
{
    if (r->shown)
        fputs("\r\033[K", stderr);
    r->shown = false;
}

static int visit(void *ctx, const struct finding *f)
{
    struct run *r = ctx;
    return scan_print_finding(&r->print, f);
}

static void pause_output(void *ctx)
{
    struct run *r = ctx;
    out_flush();
    if (r->progress)
        show_progress(r);
}

/* ---- all of it ---------------------------------------------------------------------------------
 */

static enum scan_mode mode_of(const struct options *o)
{
    if (o->each)
        return SCAN_EACH;
    if (o->json)
        return SCAN_JSON;
    if (o->count)
        return SCAN_COUNT;
    if (o->annotate || (o->follow && !o->only_matched && !o->only_unmatched))
        return SCAN_ANNOTATE;
    return o->only_matched || o->only_unmatched ? SCAN_LINES : SCAN_SUMMARY;
}

static size_t processors(void)
{
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) != 0)
        return 1;
    int n = CPU_COUNT(&set);
    return n < 1 ? 1 : min_size((size_t)n, THREADS_USUAL_MAX);
}

static struct scan_options scan_options(const struct options *o, struct kb_sets *sets,
                                        enum scan_mode mode)
{
    return (struct scan_options){
        .open = open_kbs,
        .open_ctx = sets,
        /* Whoever waits for each answer is not to wait for a block of them. */
        .threads = o->each || o->follow ? 1 : o->threads ? o->threads : processors(),
        .facets = o->facets,
        .facet_count = o->facet_options.count,
        .since = o->since_time,
        .until = o->until_time,
        .every_record = o->each || (mode == SCAN_ANNOTATE && !o->follow && !o->only_matched &&
                                    !o->only_unmatched),
        .visit_errors = mode != SCAN_SUMMARY && mode != SCAN_COUNT,
        .all_captures = mode == SCAN_JSON || mode == SCAN_EACH,
        .group_unknown = mode != SCAN_EACH,
    };
}

static struct inputs *open_inputs(const struct options *o, char **operands, int count,
                                  const char *events, struct err *err)
{
    const struct input_options options = {
        .paths = (const char *const *)operands,
        .path_count = (size_t)count,
        .glob = o->glob,
        .format = o->format,
        .encoding = o->encoding,
        .field = o->field,
        .events = events,
        .text = o->text,
        .each_line = o->each,
        .follow = o->follow,
        .stop_fd = stop_pipe[0],
        .zone = local_zone(),
        .now = now_micros(),
    };
    if (count == 0 && isatty(STDIN_FILENO))
        out_warning("Paste the log, then press Ctrl-D on a line of its own.");
    return inputs_open(&options, err);
}

/* What could not be read, one line each, as other filters have it. Trouble, if it was all of it that
 * is missing. */
static int report_inputs(const struct run *r, const struct scan_summary *s)
{
    enum { SHOWN = 20 };
    size_t missing = 0;
    bool quiet = r->print.mode == SCAN_EACH || r->print.mode == SCAN_SUMMARY;
    for (size_t i = 0; i < s->input_count; i++) {
        const struct input_summary *in = &s->inputs[i];
        missing += in->skipped;
        if (in->trouble.n && !quiet && i < SHOWN)
            out_warning("%.*s: %.*s", STR_ARG(in->name), STR_ARG(in->trouble));
    }
    return missing && missing == s->input_count ? STATUS_TROUBLE : STATUS_FOUND;
}

static int finish(struct run *r, struct err *err)
{
    struct arena *a = arena_new();
    struct scan_summary summary;
    summary_view(scan_found(r->print.scan), r->o->report ? GROUPS_SHOWN : r->o->limit, a, &summary);
    summary.seconds = seconds() - r->begin;
    summary.interrupted = scan_interrupted(r->print.scan);
    clear_progress(r);
    int status = report_inputs(r, &summary);
    if (r->o->report && scan_write_page(&r->print, &summary, r->o->report, err) != 0)
        status = -1;
    summary.group_count = min_size(summary.group_count, r->o->limit);
    if (r->o->follow && r->print.mode == SCAN_ANNOTATE && summary.interrupted)
        r->print.mode = SCAN_SUMMARY; /* who followed it is told what it was in all */
    scan_print_summary(&r->print, &summary);
    arena_free(a);
    return status;
}

/* The exit status, or -1. */
static int scan(const struct options *o, char **operands, int count, struct err *err)
{
    struct kb_sets sets = {.paths = &o->kbs};
    struct report_options report = {.facets = o->facets, .facet_count = o->facet_options.count};
    struct run r = {.o = o, .begin = seconds()};
    struct buf events = BUF_INIT(PATH_MAX), command = BUF_INIT(1 << 16);
    int status = -1;
    r.print = (struct scan_print){
        .mode = mode_of(o),
        .only_matched = o->only_matched || (o->follow && !o->only_unmatched && !o->each),
        .only_unmatched = o->only_unmatched,
        .names = count > 1,
        .max_bytes = o->max_output_bytes,
        .options = &report,
        .arena = arena_new(),
    };
    r.progress = isatty(STDERR_FILENO) && !o->each && !o->follow && !isatty(STDOUT_FILENO);
    r.progress = r.progress || (isatty(STDERR_FILENO) && r.print.mode == SCAN_SUMMARY);
    kbs_put_command(&command, "errkb show", &o->kbs);
    report.show_command = buf_str(&command);
    term_options(o->color, &report);
    const struct scan_options options = scan_options(o, &sets, r.print.mode);
    if (stop_on_signals(err) != 0)
        goto out;
    r.print.scan = running = scan_new(&options, err);
    if (!running)
        goto out;
    r.print.in =
        open_inputs(o, operands, count,
                    helper_find("errkb-events", &events) ? buf_cstr(&events) : NULL, err);
    if (r.print.in && scan_run(running, r.print.in, visit, pause_output, &r, err) >= 0)
        status = out_open() ? finish(&r, err) : STATUS_FOUND;
    clear_progress(&r);
out:
    inputs_free(r.print.in);
    running = NULL;
    scan_free(r.print.scan);
    close_kbs(&sets);
    arena_free(r.print.arena);
    buf_release(&events);
    buf_release(&command);
    return status;
}

static int read_facets(struct options *o, const struct opt_command *command)
{
    for (size_t i = 0; i < o->facet_options.count; i++) {
        struct str text = str_of(o->facet_options.items[i]);
        size_t equals = str_find_char(text, '=');
        if (equals == STR_NOT_FOUND || equals == 0 || equals + 1 == text.n)
            return opt_fault(command, "--facet is NAME=VALUE, as in client=android");
        struct str value = str_trim(str_skip(text, equals + 1));
        o->facets[i] = (struct facet){.name = str_trim(str_slice(text, 0, equals)),
                                      .value = value, .label = value};
    }
    return -1;
}

int cmd_scan(int argc, char **argv)
{
    struct options o = {.limit = GROUPS_USUAL};
    const struct opt options[] = {
        {.name = "annotate", .letter = 'a', .kind = OPT_FLAG, .value = &o.annotate,
         .help = "print the log, with a note under each known error"},
        {.name = "json", .letter = 'j', .kind = OPT_FLAG, .value = &o.json,
         .help = "print a JSON object for each finding, and one for the\nsummary, each on a line"},
        {.name = "each", .kind = OPT_FLAG, .value = &o.each,
         .help = "answer each line with one JSON line, at once: for\nprograms that host errkb"},
        {.name = "only-matched", .letter = 'm', .kind = OPT_FLAG, .value = &o.only_matched,
         .help = "print the records that an entry explains"},
        {.name = "only-unmatched", .letter = 'u', .kind = OPT_FLAG, .value = &o.only_unmatched,
         .help = "print those that look like errors and that nothing\nexplains"},
        {.name = "count", .letter = 'c', .kind = OPT_FLAG, .value = &o.count,
         .help = "print how many records each entry explains"},
        {.name = "report", .letter = 'r', .kind = OPT_TEXT, .argument = "FILE", .value = &o.report,
         .help = "write a page to look at, for a browser"},
        {.name = "limit", .letter = 'n', .kind = OPT_NUMBER, .argument = "N", .value = &o.limit,
         .min = 0, .max = GROUPS_SHOWN, .help = "show at most N groups of unknown errors (usually 20)"},
        {.name = "follow", .letter = 'F', .kind = OPT_FLAG, .value = &o.follow,
         .help = "go on with what is added to the files"},
        {.name = "format", .kind = OPT_TEXT, .argument = "NAME", .value = &o.format,
         .help = "how the log is written: plain, syslog, jsonl, csv, event, ...\n(usually seen)"},
        {.name = "field", .kind = OPT_TEXT, .argument = "NAME", .value = &o.field,
         .help = "the member or column that holds the message: a.b"},
        {.name = "encoding", .kind = OPT_TEXT, .argument = "NAME", .value = &o.encoding,
         .help = "of the log (usually seen)"},
        {.name = "glob", .kind = OPT_TEXT, .argument = "PATTERN", .value = &o.glob,
         .help = "of folders, read the files with such names: '*.log'"},
        {.name = "text", .kind = OPT_FLAG, .value = &o.text, .help = "read binary files, too"},
        {.name = "since", .kind = OPT_TEXT, .argument = "TIME", .value = &o.since,
         .help = "only records from then on: 2026-11-22T10:00, or 2h for\ntwo hours ago"},
        {.name = "until", .kind = OPT_TEXT, .argument = "TIME", .value = &o.until,
         .help = "only records before"},
        {.name = "threads", .letter = 'T', .kind = OPT_NUMBER, .argument = "N",
         .value = &o.threads, .min = 1, .max = SCAN_THREADS_MAX,
         .help = "use N threads (usually one for each processor)"},
        {.name = "max-output-bytes", .kind = OPT_NUMBER, .argument = "N",
         .value = &o.max_output_bytes, .min = 1024, .max = 1 << 24,
         .help = "shorten remedies so that no JSON line is longer"},
        {.name = "facet", .letter = 'f', .kind = OPT_LIST, .argument = "NAME=VALUE",
         .value = &o.facet_options,
         .help = "only entries that apply here, as in client=android\n(several: all of them)"},
        KBS_OPTION(o.kbs),
        TERM_COLOR_OPTION(o.color),
    };
    const struct opt_command command = {
        "scan", "[FILE...]",
        "Find the known errors in logs: which, how often, when, what to do about each,\n"
        "and what looks like an error and is documented nowhere. Files, folders, packed\n"
        "ones too; without any, or with -, standard input.",
        options, ARRAY_LEN(options)};
    struct err err;
    int status = opt_parse(&command, &argc, argv);
    if (status < 0)
        status = read_facets(&o, &command);
    if (status >= 0)
        return status;
    if (o.only_matched && o.only_unmatched)
        return opt_fault(&command, "give --only-matched or --only-unmatched, not both");
    if (read_time(o.since, &o.since_time) != 0)
        return opt_fault(&command, "--since %s is no time: 2026-11-22T10:00, or 2h", o.since);
    if (read_time(o.until, &o.until_time) != 0)
        return opt_fault(&command, "--until %s is no time: 2026-11-22T10:00, or 2h", o.until);
    status = scan(&o, argv, argc, &err);
    return status < 0 ? out_trouble(&err) : status;
}
