#include "scan/codec.h"

#include "base/mem.h"

#include <lzma.h>

static bool again(void *state)
{
    return lzma_stream_decoder(state, CODEC_MEMORY_MAX, 0) == LZMA_OK;
}

static void *begin(void)
{
    lzma_stream *z = mem_zalloc(1, sizeof *z);
    if (again(z))
        return z;
    mem_free(z);
    return NULL;
}

static enum codec_result run(void *state, struct codec_io *io, const char **fault)
{
    lzma_stream *z = state;
    z->next_in = io->in;
    z->avail_in = io->in_n;
    z->next_out = io->out;
    z->avail_out = io->out_n;
    lzma_ret result = lzma_code(z, LZMA_RUN);
    io->in = z->next_in;
    io->in_n = z->avail_in;
    io->out = z->next_out;
    io->out_n = z->avail_out;
    switch (result) {
    case LZMA_STREAM_END:
        return CODEC_WHOLE;
    case LZMA_OK:
    case LZMA_BUF_ERROR:
    case LZMA_NO_CHECK:
    case LZMA_UNSUPPORTED_CHECK:
        return CODEC_MORE;
    case LZMA_MEMLIMIT_ERROR:
        *fault = "it wants more than 160 MiB to be unpacked: pack it with a smaller dictionary";
        return CODEC_FAULT;
    default:
        *fault = "corrupt";
        return CODEC_FAULT;
    }
}

static void end(void *state)
{
    lzma_end(state);
    mem_free(state);
}

const struct codec codec_xz = {"xz", STR_INIT("\xFD\x37zXZ\0"), '\xFF', begin, run, again, end};
