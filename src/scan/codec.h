/*
 * codec.h - packed files, unpacked piece by piece: memory does not grow with what comes out.
 *
 * Each library is used by one file, codec_NAME.c, which makes a row of the table. One thread for
 * each state. Layer: scan.
 */
#ifndef SCAN_CODEC_H
#define SCAN_CODEC_H

#include "base/str.h"

enum {
    CODEC_MAGIC_MAX = 6,          /* bytes that tell a packed file */
    CODEC_MEMORY_MAX = 160 << 20, /* bytes that unpacking xz may take; zstd has its window */
};

/* Moved forward by what was used and made. */
struct codec_io {
    const unsigned char *in;
    size_t in_n;
    unsigned char *out;
    size_t out_n;
};

enum codec_result {
    CODEC_MORE,  /* give it more room or more bytes */
    CODEC_WHOLE, /* a member is complete: another may follow */
    CODEC_FAULT, /* *fault says what: "corrupt" */
};

struct codec {
    const char *name;
    struct str magic; /* its first bytes, */
    char first_mask;  /* of the first of which these bits count */
    void *(*begin)(void);
    enum codec_result (*run)(void *state, struct codec_io *io, const char **fault);
    bool (*again)(void *state); /* for the next member; false: no memory */
    void (*end)(void *state);
};

extern const struct codec codec_gzip, codec_xz, codec_zstd;
extern const struct codec codec_zstd_skippable; /* begins with a frame to be left out */

bool codec_is(const struct codec *c, struct str beginning);
/* What these bytes (CODEC_MAGIC_MAX, or all that there are) are the beginning of, or NULL. */
const struct codec *codec_of(struct str beginning);
/* Could it be one when more bytes are known? */
bool codec_may_be(struct str beginning);

#endif
