#include "scan/structured.h"

void block_add(struct block *b, size_t *cap, const struct record *r)
{
    b->records = arena_grow(b->arena, b->records, b->record_count, cap, sizeof *b->records);
    b->records[b->record_count++] = *r;
}

struct cut cut_at_lines(const struct shape *shape, struct str bytes, bool end)
{
    (void)shape;
    size_t last = end ? bytes.n - 1 : STR_NOT_FOUND;
    const char *found = end ? NULL : memrchr(bytes.p, '\n', bytes.n);
    if (found)
        last = (size_t)(found - bytes.p);
    return (struct cut){.whole = last == STR_NOT_FOUND ? 0 : last + 1};
}
