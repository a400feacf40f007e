#include "text/paste_pass.h"

#include "text/utf8.h"

static uint32_t source_of(const struct pass *p, size_t at)
{
    return p->in_from ? p->in_from[at] : (uint32_t)at;
}

/* Copy the input up to `to` as it is. */
static void copy(struct pass *p, size_t to)
{
    if (!p->out) {
        p->out = arena_alloc(p->arena, p->in.n + 1);
        p->from = arena_alloc(p->arena, (p->in.n + 1) * sizeof *p->from);
    }
    size_t n = to - p->copied;
    memcpy(p->out + p->n, p->in.p + p->copied, n);
    for (size_t i = 0; i < n; i++)
        p->from[p->n + i] = source_of(p, p->copied + i);
    p->n += n;
    p->copied = to;
}

void pass_put(struct pass *p, const char *bytes, size_t n, size_t at)
{
    if (p->copied < p->at || !p->out)
        copy(p, p->at);
    for (size_t i = 0; i < n; i++) {
        p->out[p->n] = bytes[i];
        p->from[p->n++] = source_of(p, at);
    }
}

void pass_put_code_point(struct pass *p, uint32_t c, size_t room, size_t at)
{
    struct buf b = BUF_INIT(4);
    utf8_put(&b, c ? c : ' ');
    if (b.n <= room)
        pass_put(p, b.p, b.n, at);
    buf_release(&b);
}

void pass_take(struct pass *p, size_t at, size_t taken)
{
    if (p->copied < at || !p->out)
        copy(p, at);
    p->copied = at + taken;
}

bool pass_next(struct pass *p)
{
    bool changed = p->out != NULL;
    if (changed) {
        copy(p, p->in.n);
        p->from[p->n] = source_of(p, p->in.n);
        p->in = str_n(p->out, p->n);
        p->in_from = p->from;
    }
    *p = (struct pass){.arena = p->arena, .in = p->in, .in_from = p->in_from};
    return changed;
}

static bool ends_run(char c)
{
    return ascii_is_space(c) || c == '"' || c == '\'' || c == '<' || c == '>' || c == '|';
}

/* C: at the beginning of a run, or behind what is no letter. */
static bool is_drive(const struct pass *p, size_t colon)
{
    size_t letter = colon - 1;
    return colon > p->run && ascii_is_alpha(p->in.p[letter]) && p->in.p[colon] == ':' &&
           (letter == p->run || !ascii_is_alnum(p->in.p[letter - 1]));
}

bool pass_in_path(struct pass *p, size_t at)
{
    for (; p->run_at < at; p->run_at++) {
        if (ends_run(p->in.p[p->run_at])) {
            p->run = p->run_at + 1;
            p->run_path = false;
        } else if (p->in.p[p->run_at] == '\\' && p->run_at > p->run && is_drive(p, p->run_at - 1)) {
            p->run_path = true;
        }
    }
    return p->run_path || (at > p->run && is_drive(p, at - 1));
}
