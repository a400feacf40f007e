#include "base/buf.h"

#include "base/mem.h"

#include <stdio.h>

void buf_init(struct buf *b, size_t max)
{
    *b = (struct buf){.max = max};
}

void buf_release(struct buf *b)
{
    mem_free(b->p);
    *b = (struct buf){.max = b->max};
}

void buf_clear(struct buf *b)
{
    b->n = 0;
    b->cut = false;
}

/* How many of n bytes fit; room for them (and for a NUL) is there afterwards. */
static size_t reserve(struct buf *b, size_t n)
{
    size_t room = b->max - b->n;
    if (n > room) {
        b->cut = true;
        n = room;
    }
    if (b->n + n + 1 > b->cap) {
        size_t cap = max_size(b->cap * 2, b->n + n + 1);
        cap = max_size(cap, 64);
        b->p = mem_resize(b->p, cap);
        b->cap = cap;
    }
    return n;
}

void buf_put(struct buf *b, struct str s)
{
    size_t n = reserve(b, s.n);
    if (n)
        memcpy(b->p + b->n, s.p, n);
    b->n += n;
}

void buf_putc(struct buf *b, char c)
{
    buf_put(b, str_n(&c, 1));
}

void buf_puts(struct buf *b, const char *cstr)
{
    buf_put(b, str_of(cstr));
}

void buf_repeat(struct buf *b, char c, size_t count)
{
    size_t n = reserve(b, count);
    memset(b->p + b->n, c, n);
    b->n += n;
}

void buf_vprintf(struct buf *b, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    if (length > 0) {
        size_t n = (size_t)length;
        size_t fits = reserve(b, n);
        if (fits == n) {
            vsnprintf(b->p + b->n, n + 1, format, again);
        } else if (fits) {
            char *whole = mem_alloc(n + 1);
            vsnprintf(whole, n + 1, format, again);
            memcpy(b->p + b->n, whole, fits);
            mem_free(whole);
        }
        b->n += fits;
    }
    va_end(again);
}

void buf_printf(struct buf *b, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    buf_vprintf(b, format, args);
    va_end(args);
}

void buf_truncate(struct buf *b, size_t n)
{
    b->n = min_size(n, b->n);
}

const char *buf_cstr(struct buf *b)
{
    reserve(b, 0);
    b->p[b->n] = '\0';
    return b->p;
}
