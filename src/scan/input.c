#include "scan/input.h"

#include "base/mem.h"
#include "scan/clean.h"
#include "scan/encoding.h"
#include "scan/event_helper.h"
#include "scan/follow.h"
#include "scan/input_state.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- life ------------------------------------------------------------------------------------ */

static int no_format(const char *name, struct err *err)
{
    struct buf names = BUF_INIT(sizeof err->message);
    for (size_t i = 0; format_at(i); i++)
        buf_printf(&names, "%s%s", i ? ", " : "", format_at(i)->name);
    int result = err_set(err, ERR_INVALID, "there is no format '%s': give one of %s", name,
                         buf_cstr(&names));
    buf_release(&names);
    return result;
}

static int check_options(const struct input_options *o, struct err *err)
{
    if (o->format && !format_named(str_of(o->format)))
        return no_format(o->format, err);
    if (!o->encoding)
        return 0;
    struct converter *c = converter_new(o->encoding, err);
    converter_free(c);
    return c ? 0 : -1;
}

struct inputs *inputs_open(const struct input_options *o, struct err *err)
{
    static const char *const standard_input[] = {"-"};
    if (check_options(o, err) != 0)
        return NULL;
    struct inputs *in = mem_zalloc(1, sizeof *in);
    in->o = *o;
    in->arena = arena_new();
    in->pool = pool_new();
    in->events = o->events ? event_helpers_new(o->events) : NULL;
    pthread_mutex_init(&in->board.lock, NULL);
    in->lane_options = (struct lane_options){
        .format = o->format ? format_named(str_of(o->format)) : NULL,
        .shape = {.events = in->events,
                  .field = arena_dup(in->arena, str_of(o->field)),
                  .each_line = o->each_line,
                  .time = {.reference = o->now, .zone = o->zone}},
        .encoding = o->encoding ? arena_dup(in->arena, str_of(o->encoding)).p : NULL,
        .text = o->text,
        .stop_fd = o->stop_fd,
        .follow = o->follow,
    };
    size_t count = o->path_count ? o->path_count : 1;
    const char *const *paths = o->path_count ? o->paths : standard_input;
    for (size_t i = 0; i < count; i++)
        paths_add(&in->paths, paths[i], o->glob, INPUTS_MAX, in->arena);
    for (size_t i = 0; i < in->paths.count; i++)
        in->board.total += in->paths.entries[i].size;
    in->follow = o->follow ? follow_new(in, paths, count) : NULL;
    return in;
}

void inputs_free(struct inputs *in)
{
    if (!in)
        return;
    lane_free(in->lane);
    follow_free(in->follow);
    pool_free(in->pool);
    event_helpers_free(in->events);
    pthread_mutex_destroy(&in->board.lock);
    mem_free(in->board.all);
    arena_free(in->arena);
    mem_free(in);
}

/* ---- what others may ask --------------------------------------------------------------------- */

size_t inputs_count(struct inputs *in)
{
    pthread_mutex_lock(&in->board.lock);
    size_t count = in->board.count;
    pthread_mutex_unlock(&in->board.lock);
    return count;
}

void inputs_status(struct inputs *in, size_t number, struct input_status *status)
{
    pthread_mutex_lock(&in->board.lock);
    *status = number < in->board.count ? in->board.all[number] : (struct input_status){0};
    pthread_mutex_unlock(&in->board.lock);
}

void inputs_progress(struct inputs *in, uint64_t *done, uint64_t *total)
{
    pthread_mutex_lock(&in->board.lock);
    *done = in->board.done;
    *total = in->board.total;
    pthread_mutex_unlock(&in->board.lock);
}

uint32_t inputs_add(struct inputs *in, const char *path, struct input_status *status)
{
    struct board *b = &in->board;
    *status = (struct input_status){
        .name = path ? clean_text(arena_dup(in->arena, str_of(path)), in->arena) : STR("-"),
        .format = "",
        .encoding = "",
        .packing = "",
    };
    pthread_mutex_lock(&b->lock);
    b->all = mem_grow(b->all, b->count, &b->cap, sizeof *b->all);
    b->all[b->count++] = *status;
    uint32_t number = (uint32_t)(b->count - 1);
    pthread_mutex_unlock(&b->lock);
    return number;
}

void inputs_publish(struct inputs *in, uint32_t number, const struct input_status *s, uint64_t done)
{
    struct board *b = &in->board;
    pthread_mutex_lock(&b->lock);
    b->all[number] = *s;
    b->done = done;
    pthread_mutex_unlock(&b->lock);
}

void inputs_number(struct inputs *in, struct block *b, uint32_t number)
{
    b->input = number;
    b->sequence = in->sequence++;
}

/* What is printed would be read and found and printed again, without end. */
static bool is_own_output(int fd)
{
    static const int own[] = {STDOUT_FILENO, STDERR_FILENO};
    struct stat st, out;
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
        return false;
    for (size_t i = 0; i < ARRAY_LEN(own); i++)
        if (fstat(own[i], &out) == 0 && out.st_dev == st.st_dev && out.st_ino == st.st_ino)
            return true;
    return false;
}

int inputs_open_path(const char *path, struct input_status *status)
{
    int fd = path ? open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)
                  : fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3);
    if (fd < 0)
        status_trouble(status, "cannot be read: %s", strerror(errno));
    if (fd >= 0 && path && is_own_output(fd)) {
        status_trouble(status, "what is found is written to it: left out");
        close(fd);
        fd = -1;
    }
    if (fd >= 0)
        posix_fadvise(fd, 0, 0, POSIX_FADV_SEQUENTIAL);
    status->skipped = fd < 0;
    return fd;
}

/* ---- one after the other --------------------------------------------------------------------- */

static uint32_t newest(const struct inputs *in)
{
    return (uint32_t)(in->board.count - 1);
}

/* The next path becomes the input that is read; false when there is none. */
static bool open_next(struct inputs *in)
{
    if (in->next_path >= in->paths.count)
        return false;
    const struct path_entry *e = &in->paths.entries[in->next_path++];
    inputs_add(in, e->path, &in->current);
    int fd = -1;
    if (e->trouble) {
        status_trouble(&in->current, "%s", e->trouble);
        in->current.skipped = true;
    } else {
        fd = inputs_open_path(e->path, &in->current);
    }
    if (fd >= 0)
        in->lane = lane_new(fd, &in->lane_options, &in->current);
    inputs_publish(in, newest(in), &in->current, in->done);
    return true;
}

static void close_lane(struct inputs *in)
{
    if (lane_shrank(in->lane))
        status_trouble(&in->current, "it became shorter while it was read");
    in->done += lane_taken(in->lane);
    lane_free(in->lane);
    in->lane = NULL;
    inputs_publish(in, newest(in), &in->current, in->done);
}

int inputs_next(struct inputs *in, struct block **block)
{
    if (in->follow)
        return follow_next(in->follow, block);
    while (!in->stopped) {
        if (!in->lane && !open_next(in))
            return 0;
        if (!in->lane)
            continue;
        switch (lane_next(in->lane, in->pool, false, block)) {
        case LANE_BLOCK:
            inputs_number(in, *block, newest(in));
            inputs_publish(in, newest(in), &in->current, in->done + lane_taken(in->lane));
            return 1;
        case LANE_STOP:
            in->stopped = true;
            break;
        case LANE_END:
        case LANE_LATER:
            break;
        }
        close_lane(in);
    }
    return 0;
}
