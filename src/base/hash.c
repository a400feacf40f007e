#include "base/hash.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

uint64_t hash64(struct str s)
{
    return XXH3_64bits(s.p ? s.p : "", s.n);
}
