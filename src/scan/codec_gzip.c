#include "scan/codec.h"

#include "base/mem.h"

#define ZLIB_CONST
#include <zlib.h>

enum { WINDOW_AND_GZIP = 15 + 16, PIECE_MAX = 1 << 30 };

static void *begin(void)
{
    z_stream *z = mem_zalloc(1, sizeof *z);
    if (inflateInit2(z, WINDOW_AND_GZIP) == Z_OK)
        return z;
    mem_free(z);
    return NULL;
}

static enum codec_result run(void *state, struct codec_io *io, const char **fault)
{
    z_stream *z = state;
    z->next_in = io->in;
    z->avail_in = (uInt)min_size(io->in_n, PIECE_MAX);
    z->next_out = io->out;
    z->avail_out = (uInt)min_size(io->out_n, PIECE_MAX);
    int result = inflate(z, Z_NO_FLUSH);
    io->in_n -= (size_t)(z->next_in - io->in);
    io->out_n -= (size_t)(z->next_out - io->out);
    io->in = z->next_in;
    io->out = z->next_out;
    if (result == Z_STREAM_END)
        return CODEC_WHOLE;
    if (result == Z_OK || result == Z_BUF_ERROR)
        return CODEC_MORE;
    *fault = result == Z_MEM_ERROR ? "no memory to unpack it" : "corrupt";
    return CODEC_FAULT;
}

static bool again(void *state)
{
    return inflateReset(state) == Z_OK;
}

static void end(void *state)
{
    inflateEnd(state);
    mem_free(state);
}

const struct codec codec_gzip = {"gzip", STR_INIT("\x1F\x8B\x08"), '\xFF', begin, run, again, end};
