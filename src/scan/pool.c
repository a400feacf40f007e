#include "scan/pool.h"

#include "base/mem.h"
#include "scan/input.h"

#include <pthread.h>
#include <stdlib.h>

enum {
    PAGE = 4096,
    FREE_MAX = 8, /* blocks that wait for use: further ones go back to the system */
};

struct pooled {
    struct block block; /* first: a block is a pooled one */
    struct pool *pool;
    struct pooled *next;
    char *buffer;
    size_t room;
};

struct pool {
    pthread_mutex_t lock;
    struct pooled *free;
    size_t free_count;
};

static char *new_buffer(size_t room)
{
    size_t size = (room + BLOCK_PADDING + PAGE - 1) / PAGE * PAGE;
    char *p = aligned_alloc(PAGE, size);
    return p ? p : mem_alloc(SIZE_MAX / 2); /* aborts */
}

struct pool *pool_new(void)
{
    struct pool *p = mem_zalloc(1, sizeof *p);
    pthread_mutex_init(&p->lock, NULL);
    return p;
}

static void free_pooled(struct pooled *b)
{
    arena_free(b->block.arena);
    free(b->buffer);
    mem_free(b);
}

void pool_free(struct pool *p)
{
    if (!p)
        return;
    while (p->free) {
        struct pooled *b = p->free;
        p->free = b->next;
        free_pooled(b);
    }
    pthread_mutex_destroy(&p->lock);
    mem_free(p);
}

struct block *pool_take(struct pool *p)
{
    pthread_mutex_lock(&p->lock);
    struct pooled *b = p->free;
    if (b) {
        p->free = b->next;
        p->free_count--;
    }
    pthread_mutex_unlock(&p->lock);
    if (!b) {
        b = mem_zalloc(1, sizeof *b);
        b->pool = p;
        b->room = BLOCK_SIZE;
        b->buffer = new_buffer(b->room);
        b->block.arena = arena_new();
    }
    struct arena *arena = b->block.arena;
    b->block = (struct block){.arena = arena};
    b->next = NULL;
    return &b->block;
}

static struct pooled *pooled_of(const struct block *b)
{
    return (struct pooled *)(uintptr_t)b;
}

char *pool_buffer(struct block *b)
{
    return pooled_of(b)->buffer;
}

size_t pool_room(const struct block *b)
{
    return pooled_of(b)->room;
}

void pool_grow(struct block *block, size_t used)
{
    struct pooled *b = pooled_of(block);
    char *larger = new_buffer(b->room * 2);
    memcpy(larger, b->buffer, used);
    free(b->buffer);
    b->buffer = larger;
    b->room *= 2;
}

void pool_set(struct block *block, size_t n)
{
    struct pooled *b = pooled_of(block);
    memset(b->buffer + n, 0, BLOCK_PADDING);
    block->bytes = str_n(b->buffer, n);
}

void block_release(struct block *block)
{
    if (!block)
        return;
    struct pooled *b = pooled_of(block);
    struct pool *p = b->pool;
    shape_release((struct shape *)(uintptr_t)block->shape);
    block->shape = NULL;
    if (b->room > BLOCK_SIZE) {
        free_pooled(b);
        return;
    }
    arena_reset(block->arena);
    pthread_mutex_lock(&p->lock);
    bool keep = p->free_count < FREE_MAX;
    if (keep) {
        b->next = p->free;
        p->free = b;
        p->free_count++;
    }
    pthread_mutex_unlock(&p->lock);
    if (!keep)
        free_pooled(b);
}
