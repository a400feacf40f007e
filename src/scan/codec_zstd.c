#include "scan/codec.h"

#include <zstd.h>
#include <zstd_errors.h>

enum { WINDOW_LOG_MAX = 27 }; /* 128 MiB: what `zstd --long` makes, and `zstd -d` takes */

static bool again(void *state)
{
    return !ZSTD_isError(ZSTD_DCtx_reset(state, ZSTD_reset_session_only)) &&
           !ZSTD_isError(ZSTD_DCtx_setParameter(state, ZSTD_d_windowLogMax, WINDOW_LOG_MAX));
}

static void *begin(void)
{
    ZSTD_DCtx *z = ZSTD_createDCtx();
    if (z && again(z))
        return z;
    ZSTD_freeDCtx(z);
    return NULL;
}

static enum codec_result run(void *state, struct codec_io *io, const char **fault)
{
    ZSTD_inBuffer in = {io->in, io->in_n, 0};
    ZSTD_outBuffer out = {io->out, io->out_n, 0};
    size_t result = ZSTD_decompressStream(state, &out, &in);
    io->in += in.pos;
    io->in_n -= in.pos;
    io->out += out.pos;
    io->out_n -= out.pos;
    if (!ZSTD_isError(result))
        return result == 0 ? CODEC_WHOLE : CODEC_MORE;
    *fault = ZSTD_getErrorCode(result) == ZSTD_error_frameParameter_windowTooLarge
                 ? "it wants more than 128 MiB to be unpacked: pack it with a smaller window"
                 : "corrupt";
    return CODEC_FAULT;
}

static void end(void *state)
{
    ZSTD_freeDCtx(state);
}

const struct codec codec_zstd = {"zstd", STR_INIT("\x28\xB5\x2F\xFD"), '\xFF', begin, run, again,
                                 end};
const struct codec codec_zstd_skippable = {
    "zstd", STR_INIT("\x50\x2A\x4D\x18"), '\xF0', begin, run, again, end};
