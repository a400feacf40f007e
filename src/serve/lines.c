#include "serve/lines.h"

#include "base/mem.h"

#include <errno.h>
#include <unistd.h>

enum { READ_SIZE = 64 * 1024 };

struct lines {
    int fd;
    char *p;
    size_t start, end, cap; /* [start, end) has not been given out */
    size_t searched;        /* before it there is no line end */
    bool skipping;          /* inside of a line that was too long */
    bool at_end;
};

struct lines *lines_new(int fd)
{
    struct lines *l = mem_zalloc(1, sizeof *l);
    l->fd = fd;
    l->cap = READ_SIZE;
    l->p = mem_alloc(l->cap);
    return l;
}

void lines_free(struct lines *l)
{
    if (!l)
        return;
    mem_free(l->p);
    mem_free(l);
}

static size_t find_end(const struct lines *l)
{
    size_t from = max_size(l->searched, l->start);
    const char *found = memchr(l->p + from, '\n', l->end - from);
    return found ? (size_t)(found - l->p) : STR_NOT_FOUND;
}

bool lines_waiting(const struct lines *l)
{
    return l->at_end || l->end - l->start > LINE_MAX_BYTES || find_end(l) != STR_NOT_FOUND;
}

static enum line_state give(struct lines *l, size_t end, size_t next, struct str *line)
{
    *line = str_n(l->p + l->start, end - l->start);
    if (line->n && line->p[line->n - 1] == '\r')
        line->n--;
    l->start = l->searched = next;
    return line->n > LINE_MAX_BYTES ? LINE_TOO_LONG : LINE_READY;
}

enum line_state lines_next(struct lines *l, struct str *line)
{
    for (;;) {
        size_t end = find_end(l);
        if (end != STR_NOT_FOUND) {
            if (!l->skipping)
                return give(l, end, end + 1, line);
            l->skipping = false;
            l->start = l->searched = end + 1;
            continue;
        }
        l->searched = l->end;
        if (l->skipping)
            l->start = l->end;
        if (l->at_end && l->start < l->end)
            return give(l, l->end, l->end, line);
        if (l->at_end)
            return LINE_END;
        if (l->end - l->start <= LINE_MAX_BYTES + 1) /* the one for \r */
            return LINE_MORE;
        l->skipping = true;
        l->start = l->end;
        return LINE_TOO_LONG;
    }
}

int lines_fill(struct lines *l)
{
    if (l->start) {
        memmove(l->p, l->p + l->start, l->end - l->start);
        l->end -= l->start;
        l->searched -= min_size(l->searched, l->start);
        l->start = 0;
    }
    if (l->end == 0 && l->cap > 4 * READ_SIZE) { /* one long line is no reason to keep that much */
        l->cap = READ_SIZE;
        l->p = mem_resize(l->p, l->cap);
    }
    if (l->cap - l->end < READ_SIZE) {
        l->cap += max_size(l->cap, READ_SIZE);
        l->p = mem_resize(l->p, l->cap);
    }
    ssize_t n = read(l->fd, l->p + l->end, l->cap - l->end);
    if (n < 0)
        return errno == EINTR || errno == EAGAIN ? 0 : -1;
    l->end += (size_t)n;
    l->at_end = n == 0;
    return 1;
}
