/*
 * drive.c - a client that measures: latency and rate of `errkb serve`, and how long a first answer
 * takes from the start of the process.
 *
 *   drive load REQUESTS COUNT IN_FLIGHT COMMAND...   {"rps","p50","p99","p999","max","rss_first","rss_last"}
 *   drive start REQUESTS COUNT COMMAND...            {"median","p90"}: of one request to each new process
 *   drive empty COUNT COMMAND...                     the same of a process that says nothing and ends
 *
 * REQUESTS holds lines; they are sent over and over. Times in microseconds, memory in KiB: after the
 * first tenth of the requests and at the end. A reply that is no answer ends it with status 1.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

struct lines {
    char *text;
    char **line;
    size_t *size, count;
};

struct child {
    pid_t pid;
    int in, out;
};

static void die(const char *what)
{
    fprintf(stderr, "drive: %s: %s\n", what, strerror(errno));
    exit(1);
}

static double now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static struct lines read_lines(const char *path)
{
    struct lines l = {0};
    size_t size = 0, cap = 1 << 20;
    FILE *f = fopen(path, "r");
    if (!f)
        die(path);
    l.text = malloc(cap + 1);
    for (size_t n; (n = fread(l.text + size, 1, cap - size, f)) > 0;) {
        size += n;
        if (size == cap)
            l.text = realloc(l.text, (cap *= 2) + 1);
    }
    fclose(f);
    for (char *p = l.text, *end; p < l.text + size && (end = memchr(p, '\n', (size_t)(l.text + size - p)));
         p = end + 1) {
        l.line = realloc(l.line, (l.count + 1) * sizeof *l.line);
        l.size = realloc(l.size, (l.count + 1) * sizeof *l.size);
        l.line[l.count] = p;
        l.size[l.count++] = (size_t)(end - p) + 1;
    }
    if (l.count == 0)
        die("no requests");
    return l;
}

static struct child start(char **command)
{
    struct child c;
    int in[2], out[2];
    posix_spawn_file_actions_t files;
    if (pipe2(in, O_CLOEXEC) != 0 || pipe2(out, O_CLOEXEC) != 0)
        die("pipe");
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, in[0], 0);
    posix_spawn_file_actions_adddup2(&files, out[1], 1);
    errno = posix_spawnp(&c.pid, command[0], &files, NULL, command, environ);
    if (errno)
        die(command[0]);
    posix_spawn_file_actions_destroy(&files);
    close(in[0]);
    close(out[1]);
    c.in = in[1];
    c.out = out[0];
    return c;
}

static void stop(struct child *c)
{
    if (c->in >= 0)
        close(c->in);
    char rest[4096];
    while (read(c->out, rest, sizeof rest) > 0)
        ;
    close(c->out);
    waitpid(c->pid, NULL, 0);
}

static long rss_kib(pid_t pid)
{
    char path[64], line[256];
    long kib = 0;
    snprintf(path, sizeof path, "/proc/%d/status", (int)pid);
    FILE *f = fopen(path, "r");
    while (f && fgets(line, sizeof line, f))
        if (strncmp(line, "VmRSS:", 6) == 0)
            kib = strtol(line + 6, NULL, 10);
    if (f)
        fclose(f);
    return kib;
}

static int by_size(const void *a, const void *b)
{
    const double *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static double share(const double *sorted, size_t n, double p)
{
    size_t i = (size_t)(p * (double)n);
    return sorted[i < n ? i : n - 1];
}

/* ---- load ------------------------------------------------------------------------------------ */

static void load(const struct lines *l, size_t count, size_t in_flight, char **command)
{
    struct child c = start(command);
    double *sent = malloc(count * sizeof *sent), *took = malloc(count * sizeof *took);
    size_t asked = 0, written = 0, answered = 0, head = 0;
    char head_text[16] = "", *buffer = malloc(1 << 20);
    long rss_first = 0;
    fcntl(c.in, F_SETFL, O_NONBLOCK);
    double begin = now_us();
    while (answered < count) {
        while (asked < count && asked - answered < in_flight) {
            size_t i = asked % l->count;
            if (written == 0)
                sent[asked] = now_us();
            ssize_t n = write(c.in, l->line[i] + written, l->size[i] - written);
            if (n < 0 && errno == EAGAIN)
                break;
            if (n < 0)
                die("the server is gone");
            written += (size_t)n;
            if (written == l->size[i]) {
                written = 0;
                asked++;
            }
        }
        struct pollfd fds[] = {{c.out, POLLIN, 0}, {c.in, POLLOUT, 0}};
        poll(fds, asked < count && (asked - answered < in_flight || written) ? 2 : 1, -1);
        if (!(fds[0].revents & (POLLIN | POLLHUP)))
            continue;
        ssize_t n = read(c.out, buffer, 1 << 20);
        if (n <= 0)
            die("the server ended");
        double t = now_us();
        for (ssize_t i = 0; i < n; i++) {
            if (head < sizeof head_text - 1)
                head_text[head++] = buffer[i];
            if (buffer[i] != '\n')
                continue;
            if (strncmp(head_text, "{\"budget\":", 10) != 0) {
                fprintf(stderr, "drive: reply %zu is no answer: %.15s\n", answered, head_text);
                exit(1);
            }
            head = 0;
            took[answered] = t - sent[answered];
            if (++answered == count / 10 + 1)
                rss_first = rss_kib(c.pid);
        }
    }
    double all = now_us() - begin;
    long rss_last = rss_kib(c.pid);
    stop(&c);
    qsort(took, count, sizeof *took, by_size);
    printf("{\"rps\":%.0f,\"p50\":%.0f,\"p99\":%.0f,\"p999\":%.0f,\"max\":%.0f,\"rss_first\":%ld,"
           "\"rss_last\":%ld}\n", (double)count / all * 1e6, share(took, count, 0.5),
           share(took, count, 0.99), share(took, count, 0.999), took[count - 1], rss_first, rss_last);
}

/* ---- start ----------------------------------------------------------------------------------- */

static void first_answers(const struct lines *l, size_t count, char **command)
{
    double *took = malloc(count * sizeof *took);
    for (size_t i = 0; i < count; i++) {
        char byte[65536];
        double begin = now_us();
        struct child c = start(command);
        if (l && write(c.in, l->line[i % l->count], l->size[i % l->count]) < 0)
            die("the server is gone");
        for (ssize_t n; (n = read(c.out, byte, sizeof byte)) > 0 && !memchr(byte, '\n', (size_t)n);)
            ;
        took[i] = now_us() - begin;
        stop(&c);
    }
    qsort(took, count, sizeof *took, by_size);
    printf("{\"median\":%.0f,\"p90\":%.0f}\n", share(took, count, 0.5), share(took, count, 0.9));
}

int main(int argc, char **argv)
{
    signal(SIGPIPE, SIG_IGN);
    if (argc > 5 && strcmp(argv[1], "load") == 0) {
        struct lines l = read_lines(argv[2]);
        load(&l, strtoul(argv[3], NULL, 10), strtoul(argv[4], NULL, 10), argv + 5);
    } else if (argc > 4 && strcmp(argv[1], "start") == 0) {
        struct lines l = read_lines(argv[2]);
        first_answers(&l, strtoul(argv[3], NULL, 10), argv + 4);
    } else if (argc > 3 && strcmp(argv[1], "empty") == 0) {
        first_answers(NULL, strtoul(argv[2], NULL, 10), argv + 3);
    } else {
        fprintf(stderr, "usage: drive load|start|empty ...: see drive.c\n");
        return 2;
    }
    return 0;
}
