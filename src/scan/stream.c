#include "scan/stream.h"

#include "base/mem.h"
#include "scan/codec.h"

#include <errno.h>
#include <unistd.h>

enum { PACKED_PIECE = 256 << 10 };

enum stage {
    STAGE_BEGIN,   /* packed or not? */
    STAGE_PLAIN,   /* as it is */
    STAGE_MEMBER,  /* within packed data */
    STAGE_BETWEEN, /* behind a member */
    STAGE_OVER,
};

struct stream {
    int fd;
    enum stage stage;
    bool at_end; /* of the file */
    uint64_t taken;
    const struct codec *codec;
    void *state;
    unsigned char *in; /* packed bytes: [at, n) are still to be unpacked */
    size_t at, n;
    struct err fault; /* to be told when all before it is given */
};

struct stream *stream_new(int fd, bool packed)
{
    struct stream *s = mem_zalloc(1, sizeof *s);
    s->stage = packed ? STAGE_BEGIN : STAGE_PLAIN;
    s->fd = fd;
    return s;
}

static void forget_codec(struct stream *s)
{
    if (s->state)
        s->codec->end(s->state);
    mem_free(s->in);
    s->state = NULL;
    s->in = NULL;
    s->at = s->n = 0;
}

void stream_free(struct stream *s)
{
    if (!s)
        return;
    forget_codec(s);
    close(s->fd);
    mem_free(s);
}

bool stream_has(const struct stream *s)
{
    return s->n > s->at || s->fault.code || s->stage == STAGE_OVER;
}

int stream_fd(const struct stream *s)
{
    return s->fd;
}

const char *stream_packing(const struct stream *s)
{
    return s->codec ? s->codec->name : "";
}

uint64_t stream_taken(const struct stream *s)
{
    return s->taken;
}

static ssize_t read_file(struct stream *s, void *p, size_t n, struct err *err)
{
    for (;;) {
        ssize_t got = read(s->fd, p, n);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return err_sys(err, errno, "cannot be read further");
        s->taken += (uint64_t)got;
        return got;
    }
}

/* ---- packed files ---------------------------------------------------------------------------- */

/* More packed bytes behind those that are there. 0: there are none. */
static ssize_t refill(struct stream *s, struct err *err)
{
    if (s->at_end)
        return 0;
    memmove(s->in, s->in + s->at, s->n - s->at);
    s->n -= s->at;
    s->at = 0;
    ssize_t got = read_file(s, s->in + s->n, PACKED_PIECE - s->n, err);
    if (got <= 0)
        s->at_end = true;
    else
        s->n += (size_t)got;
    return got;
}

/* Behind a member: another one, zeros to fill up, the end, or something that does not belong. */
static int between(struct stream *s, struct err *err)
{
    for (;;) {
        while (s->at < s->n && s->in[s->at] == 0)
            s->at++;
        if (s->n - s->at < CODEC_MAGIC_MAX) {
            ssize_t got = refill(s, err);
            if (got < 0)
                return -1;
            if (got > 0)
                continue;
        }
        break;
    }
    struct str next = str_n((const char *)s->in + s->at, s->n - s->at);
    if (next.n == 0) {
        s->stage = STAGE_OVER;
        return 0;
    }
    const struct codec *codec = codec_of(next);
    if (!codec || codec->run != s->codec->run)
        return err_set(err, ERR_INVALID, "behind its %s data stands something else, left out",
                       s->codec->name);
    if (!s->codec->again(s->state))
        return err_set(err, ERR_INVALID, "no memory to unpack it");
    s->stage = STAGE_MEMBER;
    return 0;
}

static int member(struct stream *s, struct codec_io *io, struct err *err)
{
    const char *fault = NULL;
    ssize_t got = 1;
    if (s->at == s->n && (got = refill(s, err)) < 0)
        return -1;
    size_t room = io->out_n;
    io->in = s->in + s->at;
    io->in_n = s->n - s->at;
    enum codec_result result = s->codec->run(s->state, io, &fault);
    s->at = s->n - io->in_n;
    if (result == CODEC_FAULT)
        return err_set(err, ERR_INVALID, "%s data: %s; what was whole was read", s->codec->name,
                       fault);
    if (result == CODEC_WHOLE)
        s->stage = STAGE_BETWEEN;
    else if (got == 0 && io->out_n == room)
        return err_set(err, ERR_INVALID, "its %s data is cut off: what was whole was read",
                       s->codec->name);
    return 0;
}

static ssize_t unpack(struct stream *s, char *p, size_t n, struct err *err)
{
    struct codec_io io = {.out = (unsigned char *)p, .out_n = n};
    while (io.out_n == n && s->stage != STAGE_OVER && !s->fault.code) {
        int result = s->stage == STAGE_BETWEEN ? between(s, &s->fault) : member(s, &io, &s->fault);
        if (result < 0)
            s->stage = STAGE_OVER;
    }
    if (io.out_n < n)
        return (ssize_t)(n - io.out_n);
    if (!s->fault.code)
        return 0;
    *err = s->fault;
    s->fault = (struct err){.code = ERR_NONE};
    return -1;
}

/* ---- all files ------------------------------------------------------------------------------- */

/* Reads the first bytes to p: enough of them to tell whether they are packed. */
static ssize_t begin(struct stream *s, char *p, size_t n, struct err *err)
{
    size_t have = 0;
    ssize_t got = 1;
    while (have < CODEC_MAGIC_MAX && n >= CODEC_MAGIC_MAX) {
        got = read_file(s, p + have, n - have, err);
        if (got <= 0)
            break;
        have += (size_t)got;
        /* A pipe may give the first bytes one by one: only those of packed data are waited for. */
        if (!codec_may_be(str_n(p, have)))
            break;
    }
    if (have == 0)
        return got;
    s->codec = codec_of(str_n(p, have));
    s->stage = STAGE_PLAIN;
    if (!s->codec)
        return (ssize_t)have;
    s->state = s->codec->begin();
    if (!s->state)
        return err_set(err, ERR_INVALID, "no memory to unpack it");
    s->in = mem_alloc(max_size(PACKED_PIECE, have));
    memcpy(s->in, p, have);
    s->n = have;
    s->stage = STAGE_MEMBER;
    return unpack(s, p, n, err);
}

ssize_t stream_read(struct stream *s, char *p, size_t n, struct err *err)
{
    switch (s->stage) {
    case STAGE_BEGIN:
        return begin(s, p, n, err);
    case STAGE_PLAIN:
        return read_file(s, p, n, err);
    case STAGE_MEMBER:
    case STAGE_BETWEEN:
    case STAGE_OVER:
        break;
    }
    return unpack(s, p, n, err);
}
