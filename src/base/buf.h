/*
 * buf.h - growable text with a largest size.
 *
 * A buffer owns its bytes from buf_init (or BUF_INIT) to buf_release. It never grows beyond its
 * `max`: what does not fit is dropped and `cut` is set, so that no input can make it unbounded
 * and callers check once, at the end. Views from buf_str are valid until the next change.
 * One thread at a time. Layer: base.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/str.h"

#include <stdarg.h>

struct buf {
    char *p;
    size_t n;   /* bytes in use */
    size_t cap; /* bytes allocated */
    size_t max; /* never more than this in use */
    bool cut;   /* something did not fit */
};

#define BUF_INIT(limit)                                                                            \
    {                                                                                              \
        .max = (limit)                                                                             \
    }

void buf_init(struct buf *b, size_t max);
void buf_release(struct buf *b); /* frees; b may be initialised again */
void buf_clear(struct buf *b);   /* empty, memory and max kept */

void buf_put(struct buf *b, struct str s);
void buf_putc(struct buf *b, char c);
void buf_puts(struct buf *b, const char *cstr);
void buf_repeat(struct buf *b, char c, size_t count);
void buf_printf(struct buf *b, const char *format, ...) PRINTF_LIKE(2, 3);
void buf_vprintf(struct buf *b, const char *format, va_list args);
void buf_truncate(struct buf *b, size_t n); /* n <= b->n */

static inline struct str buf_str(const struct buf *b)
{
    return str_n(b->p, b->n);
}

/* The text with a NUL behind it, for libc and libraries; owned by b. */
const char *buf_cstr(struct buf *b);

#endif
