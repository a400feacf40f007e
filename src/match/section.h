/*
 * section.h - a byte string in a knowledge base, read as it is touched.
 *
 * At first only the small steps that are asked for are read, and kept side by side: a process that
 * answers one query touches little memory, and the first touch of a page is what it spends its time
 * on. After a while, or when it is small, the whole section is read once and kept. What comes back
 * stays valid until section_release. One thread at a time. Layer: match.
 */
#ifndef MATCH_SECTION_H
#define MATCH_SECTION_H

#include "base/arena.h"
#include "store/kb.h"

enum { SECTION_MAX = 1 << 30 };

struct section {
    struct kb *kb;
    const char *name;
    size_t size;
    unsigned char *whole;  /* once all of it has been read */
    unsigned char **steps; /* else: those read so far */
    struct arena *arena;   /* of the steps */
    size_t fetched;        /* bytes read in steps */
};

/* A section that the KB does not have is empty. 0, or -1 when the KB cannot be read. */
int section_init(struct section *s, struct kb *kb, const char *name, struct err *err);
void section_release(struct section *s); /* a zeroed one is a no-op */

/* n bytes at offset, aligned like offset up to 8; NULL outside of the section, and when reading
 * fails, which sets *err. */
const void *section_at(struct section *s, size_t offset, size_t n, struct err *err);

#endif
