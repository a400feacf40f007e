#include "scan/lane.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/mem.h"
#include "scan/encoding.h"
#include "scan/stream.h"

#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/stat.h>

enum {
    HEAD_PAUSE_MS = 200, /* for the beginning, from which the format is told */
    PAUSE_MS = 20,       /* a writer that says nothing for so long has said what there is to say */
    RAW_PIECE = 64 << 10,
};

struct lane {
    struct lane_options o;
    struct input_status *status;
    struct stream *stream;
    struct shape *shape; /* NULL before the format is known */
    bool begun;          /* the encoding is known */
    bool may_wait;       /* reading may wait for a writer */
    off_t size;          /* when it was opened */
    bool failed;         /* nothing more will be read */
    bool cr_lines;
    bool skipping; /* the rest of an over-long line */
    uint64_t line; /* of the next byte */
    uint64_t cut;  /* since the last block */
    struct converter *converter;
    struct buf raw;   /* bytes to be converted */
    struct buf carry; /* bytes of a record that is not whole */
};

/* ---- life ------------------------------------------------------------------------------------ */

void status_trouble(struct input_status *s, const char *format, ...)
{
    if (s->trouble[0])
        return;
    va_list args;
    va_start(args, format);
    vsnprintf(s->trouble, sizeof s->trouble, format, args);
    va_end(args);
}

struct lane *lane_new(int fd, const struct lane_options *o, struct input_status *status)
{
    struct stat st;
    struct lane *l = mem_zalloc(1, sizeof *l);
    l->o = *o;
    l->status = status;
    l->stream = stream_new(fd, !o->shape.each_line);
    l->line = 1;
    l->may_wait = fstat(fd, &st) != 0 || !S_ISREG(st.st_mode);
    l->size = l->may_wait ? 0 : st.st_size;
    if (o->follow || l->may_wait)
        l->o.shape.time.since = clock_us();
    else if (st.st_mtim.tv_sec > 0)
        l->o.shape.time.reference = (int64_t)st.st_mtim.tv_sec * 1000000;
    buf_init(&l->raw, 2 * (size_t)UNIT_MAX);
    buf_init(&l->carry, 2 * (size_t)UNIT_MAX);
    return l;
}

void lane_free(struct lane *l)
{
    if (!l)
        return;
    stream_free(l->stream);
    shape_release(l->shape);
    converter_free(l->converter);
    buf_release(&l->raw);
    buf_release(&l->carry);
    mem_free(l);
}

void lane_finish(struct lane *l)
{
    l->failed = true;
}

void lane_read_rest(struct lane *l)
{
    l->failed = l->failed || l->may_wait;
    l->o.follow = false;
    l->o.stop_fd = -1;
}

bool lane_holds(const struct lane *l)
{
    return l->carry.n > 0;
}

int lane_fd(const struct lane *l)
{
    return stream_fd(l->stream);
}

uint64_t lane_taken(const struct lane *l)
{
    return stream_taken(l->stream);
}

bool lane_shrank(const struct lane *l)
{
    struct stat st;
    return l->size > 0 && fstat(stream_fd(l->stream), &st) == 0 && st.st_size < l->size;
}

/* ---- bytes ----------------------------------------------------------------------------------- */

enum readiness { READY, NOT_READY, STOPPED };

/* May the stream be read without waiting longer than so many ms (-1: any time)? */
static enum readiness ready(struct lane *l, int ms)
{
    struct pollfd fds[] = {{stream_fd(l->stream), POLLIN, 0}, {l->o.stop_fd, POLLIN, 0}};
    bool at_once = !l->may_wait || stream_has(l->stream);
    if (at_once && l->o.stop_fd < 0)
        return READY;
    if (at_once) /* only the stop is looked at */
        fds[0].fd = -1;
    while (poll(fds, ARRAY_LEN(fds), at_once ? 0 : ms) < 0)
        ;
    if (fds[1].revents)
        return STOPPED;
    return at_once || fds[0].revents ? READY : NOT_READY;
}

/* More bytes of the stream, as they are. 0: the end. */
static size_t read_raw(struct lane *l, char *p, size_t n)
{
    struct err err;
    if (l->failed)
        return 0;
    ssize_t got = stream_read(l->stream, p, n, &err);
    l->status->packing = stream_packing(l->stream);
    if (got >= 0)
        return (size_t)got;
    l->failed = true;
    status_trouble(l->status, "%s", err.message);
    return 0;
}

/* The same as UTF-8. */
static size_t read_text(struct lane *l, char *p, size_t room)
{
    if (!l->converter)
        return read_raw(l, p, room);
    char more[RAW_PIECE];
    bool end = false;
    for (;;) {
        struct str in = buf_str(&l->raw);
        size_t made = converter_run(l->converter, &in, p, room, end);
        if (in.n)
            memmove(l->raw.p, in.p, in.n);
        buf_truncate(&l->raw, in.n);
        if (made || end)
            return made;
        size_t got = read_raw(l, more, sizeof more);
        buf_put(&l->raw, str_n(more, got));
        end = got == 0;
        if (end && l->o.follow)
            return 0; /* half a character may become a whole one */
    }
}

/* No room for a character more. */
static bool is_full(const struct lane *l, const struct block *b, size_t n)
{
    return pool_room(b) - n < (l->converter ? CONVERTER_ROOM : 1);
}

static void cr_to_lf(char *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (p[i] == '\r')
            p[i] = '\n';
}

/* What new bytes there are behind `at` lose: the rest of an over-long line, zeros that a log
 * begins with that was emptied under its writer. The number that stays. */
static size_t leave_out(struct lane *l, char *p, size_t n, bool at_line_start)
{
    size_t drop = 0;
    if (l->skipping) {
        const char *end = memchr(p, '\n', n);
        drop = end ? (size_t)(end - p) + 1 : n;
        l->skipping = !end;
        l->line += end != NULL;
        at_line_start = end != NULL;
    }
    if (at_line_start)
        while (drop < n && p[drop] == '\0')
            drop++;
    if (drop) {
        memmove(p, p + drop, n - drop);
        l->cut += drop;
        l->status->cut += drop;
    }
    return n - drop;
}

/* ---- the beginning --------------------------------------------------------------------------- */

static void not_read(struct lane *l, size_t *n, const char *why)
{
    status_trouble(l->status, "%s", why);
    l->status->skipped = true;
    l->failed = true;
    *n = 0;
}

/* The encoding, from the first n bytes of the block, which are made UTF-8. */
static void begin(struct lane *l, struct block *b, size_t *n)
{
    char *p = pool_buffer(b);
    struct err err;
    struct guess g = {.encoding = l->o.encoding};
    /* A host's first line says nothing of the next ones. */
    if (!l->o.shape.each_line)
        g = encoding_guess(str_n(p, min_size(*n, FORMAT_HEAD)), l->o.encoding);
    l->begun = true;
    l->cr_lines = g.cr_lines;
    l->status->encoding = g.encoding ? g.encoding : "UTF-8";
    if (g.binary && !l->o.text) {
        not_read(l, n, "binary, left out: --text reads it all the same");
        return;
    }
    if (g.encoding && !str_ieq(str_of(g.encoding), STR("UTF-8"))) {
        l->converter = converter_new(g.encoding, &err);
        if (!l->converter) {
            not_read(l, n, err.message);
            return;
        }
        buf_put(&l->raw, str_n(p + g.mark, *n - g.mark));
        *n = 0;
        return;
    }
    memmove(p, p + g.mark, *n - g.mark);
    *n -= g.mark;
    if (l->cr_lines)
        cr_to_lf(p, *n);
    *n = leave_out(l, p, *n, true);
}

static void tell_format(struct lane *l, struct block *b, size_t n)
{
    if (l->shape)
        return;
    l->shape = shape_new(l->o.format, &l->o.shape, str_n(pool_buffer(b), n));
    l->status->format = l->shape->format->name;
}

/* ---- blocks ---------------------------------------------------------------------------------- */

/* The first `whole` of n bytes become the block, the rest is kept. */
static void make(struct lane *l, struct block *b, size_t whole, size_t n)
{
    const char *p = pool_buffer(b);
    buf_put(&l->carry, str_n(p + whole, n - whole));
    pool_set(b, whole);
    b->shape = shape_hold(l->shape);
    b->format = l->shape->format;
    b->plain = b->format->plain;
    b->first_line = l->line;
    b->cut = l->cut;
    l->cut = 0;
    l->line += count_lines(b->bytes);
    l->status->bytes += whole;
}

/* Bytes up to where whole records end. */
static size_t whole_of(struct lane *l, struct block *b, size_t n, bool end)
{
    struct cut c = l->shape->format->cut(l->shape, str_n(pool_buffer(b), n), end);
    if (c.trouble)
        status_trouble(l->status, "%s", c.trouble);
    return c.whole;
}

/* The writer pauses: plain lines that are there are whole, as far as anybody can tell. */
static size_t whole_at_pause(struct lane *l, struct block *b, size_t n)
{
    if (!l->shape->format->plain)
        return whole_of(l, b, n, false);
    const char *last = n ? memrchr(pool_buffer(b), '\n', n) : NULL;
    return last ? (size_t)(last - pool_buffer(b)) + 1 : 0;
}

/* A record that fills the block: a larger block, or it is cut. 0: read on. */
static size_t whole_of_full(struct lane *l, struct block *b, size_t n)
{
    tell_format(l, b, n);
    size_t whole = whole_of(l, b, n, false);
    if (whole)
        return whole;
    if (pool_room(b) < l->shape->format->unit_max) {
        pool_grow(b, n);
        return 0;
    }
    const char *p = pool_buffer(b);
    whole = n;
    while (whole && n - whole < 4 && ((unsigned char)p[whole] & 0xC0) == 0x80)
        whole--;
    whole = whole ? whole : n;
    l->skipping = !l->shape->format->no_lines;
    l->cut += n - whole;
    l->status->cut += n - whole;
    status_trouble(l->status,
                   "line %llu: a record is longer than %zu bytes: the rest of it was left out",
                   (unsigned long long)l->line, l->shape->format->unit_max);
    return whole;
}

/* The bytes so far are kept for the next time. */
static enum lane_result keep(struct lane *l, struct block *b, size_t n, enum lane_result why)
{
    buf_put(&l->carry, str_n(pool_buffer(b), n));
    block_release(b);
    return why;
}

static struct block *fresh(struct lane *l, struct pool *pool, size_t *n)
{
    struct block *b = pool_take(pool);
    while (pool_room(b) < l->carry.n)
        pool_grow(b, 0);
    *n = l->carry.n;
    if (*n)
        memcpy(pool_buffer(b), l->carry.p, *n);
    buf_clear(&l->carry);
    return b;
}

/* Reads behind the n bytes of the block, and begins when there are enough of them. The number of
 * bytes then; *end: there were no more. */
static size_t read_on(struct lane *l, struct block *b, size_t n, bool *end)
{
    char *p = pool_buffer(b);
    size_t got = read_text(l, p + n, pool_room(b) - n);
    *end = got == 0;
    if (!l->begun) {
        n += got;
        if (n && (*end || n >= FORMAT_HEAD)) {
            *end = false;
            begin(l, b, &n);
        }
        return n;
    }
    if (l->cr_lines)
        cr_to_lf(p + n, got);
    return n + leave_out(l, p + n, got, n == 0);
}

/* How long a writer may pause before what is there is given. */
static int pause_of(const struct lane *l)
{
    return l->o.shape.each_line ? 0 : l->begun ? PAUSE_MS : HEAD_PAUSE_MS;
}

enum lane_result lane_next(struct lane *l, struct pool *pool, bool paused, struct block **block)
{
    size_t n, whole = 0;
    struct block *b = fresh(l, pool, &n);
    int ms = !n ? (l->o.follow ? 0 : -1) : paused ? 0 : pause_of(l);
    while (!whole) {
        if (is_full(l, b, n)) {
            whole = whole_of_full(l, b, n);
            n = l->skipping ? whole : n;
            continue;
        }
        enum readiness is = l->failed ? READY : ready(l, ms);
        if (is == STOPPED)
            return keep(l, b, n, LANE_STOP);
        bool end = false;
        if (is == READY)
            n = read_on(l, b, n, &end);
        if (is == READY && !end) {
            ms = pause_of(l);
            continue;
        }
        bool later = is == NOT_READY || (l->o.follow && !l->may_wait && !l->failed);
        if (n && !l->begun) {
            begin(l, b, &n);
            continue;
        }
        if (n)
            tell_format(l, b, n);
        if (!later) {
            if (!n)
                return keep(l, b, 0, LANE_END);
            whole_of(l, b, n, true);
            whole = n;
        } else {
            whole = n && (is == NOT_READY || paused) ? whole_at_pause(l, b, n) : 0;
            if (!whole && l->o.follow)
                return keep(l, b, n, LANE_LATER);
            ms = -1;
        }
    }
    make(l, b, whole, n);
    *block = b;
    return LANE_BLOCK;
}
