#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>

static void *checked(void *p)
{
    if (!p) {
        fputs("errkb: out of memory\n", stderr);
        _Exit(2);
    }
    return p;
}

void *mem_alloc(size_t size)
{
    return checked(malloc(size ? size : 1));
}

void *mem_zalloc(size_t count, size_t size)
{
    return checked(calloc(count ? count : 1, size ? size : 1));
}

void *mem_resize(void *p, size_t size)
{
    return checked(realloc(p, size ? size : 1));
}

void mem_free(void *p)
{
    free(p);
}

void *mem_grow(void *array, size_t used, size_t *cap, size_t element_size)
{
    if (used < *cap)
        return array;
    size_t want = *cap ? *cap * 2 : 16;
    if (want > SIZE_MAX / 2 / element_size)
        checked(NULL);
    *cap = want;
    return mem_resize(array, want * element_size);
}
