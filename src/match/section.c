#include "match/section.h"

#include "base/mem.h"

enum {
    STEP = KB_SECTION_STEP / 8,         /* what is read beside a record is mostly not needed */
    SMALL = 4 * KB_SECTION_STEP,        /* a section up to this size is read whole at once */
    FETCHED_MAX = 24 * KB_SECTION_STEP, /* read in steps before the whole is read */
};
_Static_assert(STEP % 8 == 0, "steps keep the alignment of records");

int section_init(struct section *s, struct kb *kb, const char *name, struct err *err)
{
    *s = (struct section){.kb = kb, .name = name};
    if (kb_section_size(kb, name, &s->size, err) != 0)
        return -1;
    if (s->size > SECTION_MAX)
        s->size = 0;
    return 0;
}

void section_release(struct section *s)
{
    mem_free(s->whole);
    mem_free(s->steps);
    arena_free(s->arena);
    *s = (struct section){0};
}

static const void *read_whole(struct section *s, struct err *err)
{
    unsigned char *whole = mem_alloc(s->size);
    if (kb_section_read(s->kb, s->name, 0, whole, s->size, err) != 0) {
        mem_free(whole);
        return NULL;
    }
    s->whole = whole;
    return whole;
}

static unsigned char *read_part(struct section *s, size_t offset, size_t n, struct err *err)
{
    unsigned char *part = arena_alloc(s->arena, n);
    s->fetched += n;
    return kb_section_read(s->kb, s->name, offset, part, n, err) == 0 ? part : NULL;
}

const void *section_at(struct section *s, size_t offset, size_t n, struct err *err)
{
    if (offset > s->size || n > s->size - offset)
        return NULL;
    if (n == 0)
        return "";
    if (!s->whole && (s->size <= SMALL || s->fetched + n > FETCHED_MAX) && !read_whole(s, err))
        return NULL;
    if (s->whole)
        return s->whole + offset;
    if (!s->steps) {
        s->arena = arena_new();
        s->steps = mem_zalloc(s->size / STEP + 1, sizeof *s->steps);
    }
    size_t step = offset / STEP;
    if (offset % STEP + n > STEP)
        return read_part(s, offset, n, err); /* over an edge: a copy of its own */
    if (!s->steps[step])
        s->steps[step] = read_part(s, step * STEP, min_size(STEP, s->size - step * STEP), err);
    return s->steps[step] ? s->steps[step] + offset % STEP : NULL;
}
