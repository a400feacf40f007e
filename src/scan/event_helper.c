#include "scan/event_helper.h"

#include "base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { IDLE_MAX = 64, LENGTH_BYTES = 4 };

struct process {
    int fd;
    pid_t pid;
};

struct event_helpers {
    pthread_mutex_t lock;
    char *path;
    struct process idle[IDLE_MAX];
    size_t count;
};

/* ---- processes ------------------------------------------------------------------------------- */

struct event_helpers *event_helpers_new(const char *path)
{
    struct event_helpers *h = mem_zalloc(1, sizeof *h);
    size_t n = strlen(path) + 1;
    h->path = memcpy(mem_alloc(n), path, n);
    pthread_mutex_init(&h->lock, NULL);
    return h;
}

static void end_process(struct process p)
{
    close(p.fd);
    while (waitpid(p.pid, NULL, 0) < 0 && errno == EINTR)
        ;
}

void event_helpers_free(struct event_helpers *h)
{
    if (!h)
        return;
    for (size_t i = 0; i < h->count; i++)
        end_process(h->idle[i]);
    pthread_mutex_destroy(&h->lock);
    mem_free(h->path);
    mem_free(h);
}

static bool start(const char *path, struct process *p)
{
    int ends[2];
    char *const args[] = {"errkb-events", NULL}, *const environment[] = {NULL};
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t own_group; /* an interrupt of the user's is errkb's to answer */
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return false;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDIN_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawnattr_init(&own_group);
    posix_spawnattr_setflags(&own_group, POSIX_SPAWN_SETPGROUP);
    int fault = posix_spawn(&p->pid, path, &actions, &own_group, args, environment);
    posix_spawnattr_destroy(&own_group);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    if (fault)
        close(ends[0]);
    p->fd = ends[0];
    return fault == 0;
}

static bool take(struct event_helpers *h, struct process *p)
{
    pthread_mutex_lock(&h->lock);
    bool idle = h->count > 0;
    if (idle)
        *p = h->idle[--h->count];
    pthread_mutex_unlock(&h->lock);
    return idle || start(h->path, p);
}

static void put_back(struct event_helpers *h, struct process p)
{
    pthread_mutex_lock(&h->lock);
    bool room = h->count < IDLE_MAX;
    if (room)
        h->idle[h->count++] = p;
    pthread_mutex_unlock(&h->lock);
    if (!room)
        end_process(p);
}

/* ---- what is said ---------------------------------------------------------------------------- */

static bool send_all(int fd, const char *p, size_t n)
{
    while (n) {
        ssize_t done = send(fd, p, n, MSG_NOSIGNAL);
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return false;
        p += done;
        n -= (size_t)done;
    }
    return true;
}

static bool receive_all(int fd, char *p, size_t n)
{
    while (n) {
        ssize_t done = recv(fd, p, n, 0);
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return false;
        p += done;
        n -= (size_t)done;
    }
    return true;
}

static bool send_text(int fd, struct str s)
{
    char length[LENGTH_BYTES];
    for (size_t i = 0; i < LENGTH_BYTES; i++)
        length[i] = (char)(s.n >> (8 * i) & 0xFF);
    return send_all(fd, length, sizeof length) && send_all(fd, s.p, s.n);
}

static bool receive_text(int fd, struct buf *out)
{
    unsigned char length[LENGTH_BYTES];
    char piece[16 * 1024];
    size_t left = 0;
    buf_clear(out);
    if (!receive_all(fd, (char *)length, sizeof length))
        return false;
    for (size_t i = 0; i < LENGTH_BYTES; i++)
        left |= (size_t)length[i] << (8 * i);
    if (left > out->max)
        return false;
    while (left) {
        size_t n = min_size(left, sizeof piece);
        if (!receive_all(fd, piece, n))
            return false;
        buf_put(out, str_n(piece, n));
        left -= n;
    }
    return true;
}

bool event_helpers_ask(struct event_helpers *h, struct str xml, struct buf *reply)
{
    struct process p;
    if (!take(h, &p))
        return false;
    bool answered = send_text(p.fd, xml) && receive_text(p.fd, reply);
    if (answered)
        put_back(h, p);
    else
        end_process(p);
    return answered;
}

void event_helper_serve(int fd, event_answer *answer, void *user)
{
    struct buf xml = BUF_INIT(EVENT_TEXT_MAX), reply = BUF_INIT(EVENT_TEXT_MAX);
    while (receive_text(fd, &xml)) {
        buf_clear(&reply);
        answer(user, buf_str(&xml), &reply);
        if (!send_text(fd, buf_str(&reply)))
            break;
    }
    buf_release(&xml);
    buf_release(&reply);
}
