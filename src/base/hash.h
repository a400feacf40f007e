/*
 * hash.h - 64-bit fingerprints of bytes: XXH3, stable across machines and releases, so that they
 * may be stored in a knowledge base. Not for secrets. The only user of xxhash.
 * Thread-safe. Layer: base.
 */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include "base/str.h"

uint64_t hash64(struct str s);

#endif
