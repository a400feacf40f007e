#include "text/paste.h"

/* The rows of the table that are wanted, by the byte that they begin with. */
struct firsts {
    uint32_t rows[256]; /* a bit for each row */
    uint32_t any;       /* of all of them */
};

enum { ROWS_MAX = 32 };

static void find_firsts(struct pass *p, const struct paste_table *t, struct firsts *f)
{
    *f = (struct firsts){.any = 0};
    for (size_t i = 0; i < t->count && i < ROWS_MAX; i++) {
        const struct paste_row *r = &t->rows[i];
        if (r->wanted && !r->wanted(p))
            continue;
        f->any |= 1u << i;
        for (const char *c = r->first; c && *c; c++)
            f->rows[(unsigned char)*c] |= 1u << i;
        for (size_t c = 0; !r->first && c < ARRAY_LEN(f->rows); c++)
            f->rows[c] |= 1u << i;
    }
}

/* What the first of the rows that knows it takes at `at`. */
static size_t undo(struct pass *p, const struct paste_table *t, uint32_t rows, size_t at)
{
    p->at = at;
    for (size_t i = 0; rows; i++, rows >>= 1) {
        size_t n = rows & 1 ? t->rows[i].undo(p, at) : 0;
        if (n) {
            pass_take(p, at, n);
            return n;
        }
    }
    return 0;
}

static void run_everywhere(struct pass *p, const struct paste_table *t, const struct firsts *f)
{
    for (size_t at = 0; at < p->in.n;) {
        uint32_t rows = f->rows[(unsigned char)p->in.p[at]];
        size_t n = rows ? undo(p, t, rows, at) : 0;
        at += n ? n : 1;
    }
}

static void run_at_lines(struct pass *p, const struct paste_table *t, const struct firsts *f)
{
    for (size_t at = 0; at < p->in.n;) {
        for (size_t marks = 0, n; marks < PASTE_LINE_MARKS_MAX && at < p->in.n; marks++, at += n) {
            n = undo(p, t, f->rows[(unsigned char)p->in.p[at]], at);
            if (n == 0)
                break;
        }
        size_t line = str_find_char(str_skip(p->in, at), '\n');
        at = line == STR_NOT_FOUND ? p->in.n : at + line + 1;
    }
}

bool paste_run(struct pass *p, const struct paste_table *t)
{
    bool changed = false;
    for (unsigned i = 0; i < t->times; i++) {
        struct firsts f;
        find_firsts(p, t, &f);
        if (f.any && t->lines)
            run_at_lines(p, t, &f);
        else if (f.any)
            run_everywhere(p, t, &f);
        if (!pass_next(p))
            break;
        changed = true;
    }
    return changed;
}

struct paste paste_undo(struct arena *a, struct str text, const struct lexicon *lexicon)
{
    struct pass p = {.arena = a, .in = text};
    paste_run(&p, &paste_escapes);
    paste_run(&p, &paste_mojibake);
    paste_run(&p, &paste_marks);
    paste_run(&p, &paste_lines);
    paste_join(&p, lexicon);
    return (struct paste){p.in, p.in_from};
}
