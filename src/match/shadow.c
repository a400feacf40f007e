#include "match/shadow.h"

#include "base/map.h"
#include "base/mem.h"

struct shadow {
    struct map *explained; /* (source, hash of a code as printed) */
};

struct explained {
    int64_t source;
    uint64_t code;
};

struct shadow *shadow_new(void)
{
    struct shadow *s = mem_zalloc(1, sizeof *s);
    s->explained = map_new();
    return s;
}

void shadow_free(struct shadow *s)
{
    if (!s)
        return;
    map_free(s->explained);
    mem_free(s);
}

static void explain_all(struct shadow *s, int64_t source, const struct analysis *n)
{
    for (size_t i = 0; i < n->own_code_count; i++) {
        const struct explained e = {source, n->own_codes[i]};
        map_put(s->explained, str_n((const char *)&e, sizeof e), 1, NULL);
    }
}

void shadow_explain(struct shadow *s, int64_t source, const struct analysis *n)
{
    if (!(n->flags & ANALYSIS_IS_BARE))
        explain_all(s, source, n);
}

bool shadow_falls_on(struct shadow *s, int64_t source, const struct analysis *n)
{
    if (!(n->flags & ANALYSIS_IS_BARE))
        return false;
    for (size_t i = 0; i < n->own_code_count; i++) {
        const struct explained e = {source, n->own_codes[i]};
        if (map_get(s->explained, str_n((const char *)&e, sizeof e)))
            return true;
    }
    explain_all(s, source, n); /* the same line in another index is one too many */
    return false;
}
