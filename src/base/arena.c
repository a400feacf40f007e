#include "base/arena.h"

#include "base/mem.h"

#include <stdarg.h>
#include <stdio.h>

#if defined(__SANITIZE_ADDRESS__)
#define ONE_BLOCK_PER_OBJECT 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ONE_BLOCK_PER_OBJECT 1
#endif
#endif
#ifndef ONE_BLOCK_PER_OBJECT
#define ONE_BLOCK_PER_OBJECT 0
#endif

enum {
    BLOCK_SIZE = 64 * 1024,
    ALIGNMENT = _Alignof(max_align_t),
};

struct block {
    struct block *next;
    size_t size; /* usable bytes behind the header */
    size_t used;
    _Alignas(max_align_t) char bytes[];
};

struct arena {
    struct block *blocks; /* newest first */
};

static struct block *block_new(size_t size, struct block *next)
{
    struct block *b = mem_alloc(sizeof *b + size);
    b->next = next;
    b->size = size;
    b->used = 0;
    return b;
}

struct arena *arena_new(void)
{
    return mem_zalloc(1, sizeof(struct arena));
}

static void free_blocks(struct block *b)
{
    while (b) {
        struct block *next = b->next;
        mem_free(b);
        b = next;
    }
}

void arena_free(struct arena *a)
{
    if (!a)
        return;
    free_blocks(a->blocks);
    mem_free(a);
}

void arena_reset(struct arena *a)
{
    struct block *keep = a->blocks;
    if (!keep || keep->size > BLOCK_SIZE || ONE_BLOCK_PER_OBJECT) {
        free_blocks(keep);
        a->blocks = NULL;
        return;
    }
    free_blocks(keep->next);
    keep->next = NULL;
    keep->used = 0;
}

void *arena_alloc(struct arena *a, size_t size)
{
    if (size > SIZE_MAX / 2)
        return mem_alloc(SIZE_MAX / 2); /* aborts */
    size = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    struct block *b = a->blocks;
    if (ONE_BLOCK_PER_OBJECT || !b || b->size - b->used < size) {
        if (!ONE_BLOCK_PER_OBJECT && b && size > BLOCK_SIZE / 4) {
            /* A large object gets a block behind the current one, which keeps filling. */
            struct block *big = block_new(size, b->next);
            big->used = size;
            b->next = big;
            return big->bytes;
        }
        b = block_new(ONE_BLOCK_PER_OBJECT ? size : max_size(size, BLOCK_SIZE), b);
        a->blocks = b;
    }
    void *p = b->bytes + b->used;
    b->used += size;
    return p;
}

void *arena_zalloc(struct arena *a, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / 2 / size)
        return arena_alloc(a, SIZE_MAX);
    void *p = arena_alloc(a, count * size);
    memset(p, 0, count * size);
    return p;
}

struct str arena_dup(struct arena *a, struct str s)
{
    return arena_concat(a, s, STR_NONE);
}

struct str arena_concat(struct arena *a, struct str s, struct str t)
{
    char *p = arena_alloc(a, s.n + t.n + 1);
    if (s.n)
        memcpy(p, s.p, s.n);
    if (t.n)
        memcpy(p + s.n, t.p, t.n);
    p[s.n + t.n] = '\0';
    return str_n(p, s.n + t.n);
}

struct str arena_printf(struct arena *a, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    size_t length = n > 0 ? (size_t)n : 0;
    char *p = arena_alloc(a, length + 1);
    va_start(args, format);
    vsnprintf(p, length + 1, format, args);
    va_end(args);
    return str_n(p, length);
}

void *arena_grow(struct arena *a, void *array, size_t used, size_t *cap, size_t element_size)
{
    if (used < *cap)
        return array;
    size_t want = *cap ? *cap * 2 : 8;
    void *moved = arena_zalloc(a, want, element_size);
    if (used)
        memcpy(moved, array, used * element_size);
    *cap = want;
    return moved;
}
