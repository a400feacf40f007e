#include "base/map.h"
#include "base/mem.h"
#include "match/pattern.h"
#include "scan/finder_parts.h"
#include "text/fold.h"

enum { PATTERNS_KEPT = 8192 /* compiled ones; then all are given up */ };

struct captures {
    struct map *known; /* template -> index of patterns */
    struct pattern **patterns;
    size_t count, cap;
    struct arena *arena;
};

struct captures *captures_new(void)
{
    struct captures *c = mem_zalloc(1, sizeof *c);
    c->known = map_new();
    c->arena = arena_new();
    return c;
}

static void free_patterns(struct captures *f)
{
    for (size_t i = 0; i < f->count; i++)
        pattern_free(f->patterns[i]);
    f->count = 0;
    map_free(f->known);
    arena_free(f->arena);
}

void captures_free(struct captures *c)
{
    if (!c)
        return;
    free_patterns(c);
    mem_free(c->patterns);
    mem_free(c);
}

static const struct pattern *pattern_for(struct captures *f, struct str tmpl)
{
    if (f->count == PATTERNS_KEPT) {
        free_patterns(f);
        f->known = map_new();
        f->arena = arena_new();
    }
    bool was_new;
    uint32_t at = *map_put(f->known, tmpl, (uint32_t)f->count, &was_new);
    if (!was_new)
        return f->patterns[at];
    struct err err;
    f->patterns = mem_grow(f->patterns, f->count, &f->cap, sizeof *f->patterns);
    f->patterns[f->count] = pattern_compile(f->arena, tmpl, &err);
    return f->patterns[f->count++]; /* NULL: it has no captures */
}

/* The template's pattern, which matches the text; NULL when it does not. map: of its folded bytes.
 */
static const struct pattern *match(struct finder *f, struct str tmpl, struct str text,
                                   uint32_t **map)
{
    const struct pattern *p = tmpl.n ? pattern_for(f->captures, tmpl) : NULL;
    if (!p)
        return NULL;
    arena_reset(f->scratch);
    size_t room = text.n + text.n / 2 + 64;
    struct buf folded = BUF_INIT(room);
    *map = arena_alloc(f->scratch, (room + 1) * sizeof **map);
    fold(text, &folded, *map);
    struct pattern_span span;
    enum pattern_result result = PATTERN_NO;
    for (size_t from = 0; from <= folded.n && result == PATTERN_NO; from += PATTERN_REACH) {
        while (from < folded.n && ((unsigned char)folded.p[from] & 0xC0) == 0x80)
            from++;
        result = pattern_match(p, buf_str(&folded), from, &span);
    }
    buf_release(&folded);
    return result == PATTERN_YES ? p : NULL;
}

void captures_read(struct finder *f, struct look *l, const struct match *found)
{
    struct str text = l->record->text;
    uint32_t *map;
    const struct pattern *p = match(f, found->pattern, text, &map);
    if (!p)
        return;
    struct capture *c = arena_alloc(l->arena, (pattern_captures(p) + 1) * sizeof *c);
    for (size_t i = 0; i < pattern_captures(p); i++) {
        struct pattern_span span;
        struct str name = pattern_capture(p, i, &span);
        struct str value = str_trim(str_slice(text, map[span.start], map[span.end]));
        if (value.n)
            c[l->capture_count++] = (struct capture){arena_dup(l->arena, name), value};
    }
    l->captures = c;
}

size_t captures_find(struct finder *f, struct str tmpl, struct str text, struct str *values,
                     size_t max)
{
    uint32_t *map;
    size_t count = 0, end = 0;
    const struct pattern *p = match(f, tmpl, text, &map);
    if (!p || pattern_captures(p) > max)
        return 0;
    for (size_t i = 0; i < pattern_captures(p); i++) {
        struct pattern_span span;
        pattern_capture(p, i, &span);
        if (map[span.start] < end || map[span.end] < map[span.start])
            return 0;
        end = map[span.end];
        values[count++] = str_slice(text, map[span.start], end);
    }
    return count;
}
