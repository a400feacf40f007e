#include "scan/codec.h"

static const struct codec *const codecs[] = {&codec_gzip, &codec_xz, &codec_zstd,
                                             &codec_zstd_skippable};

bool codec_is(const struct codec *c, struct str s)
{
    return s.n && (s.p[0] & c->first_mask) == c->magic.p[0] &&
           str_starts(str_skip(s, 1), str_skip(c->magic, 1));
}

const struct codec *codec_of(struct str s)
{
    for (size_t i = 0; i < ARRAY_LEN(codecs); i++)
        if (codec_is(codecs[i], s))
            return codecs[i];
    return NULL;
}

bool codec_may_be(struct str s)
{
    for (size_t i = 0; i < ARRAY_LEN(codecs); i++) {
        struct codec shorter = *codecs[i];
        shorter.magic = str_slice(shorter.magic, 0, s.n);
        if (codec_is(&shorter, s))
            return true;
    }
    return false;
}
