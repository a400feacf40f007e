#include "import/check/check_pages.h"

#include "base/buf.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/path.h"

enum {
    KEY_MAX = 4096,    /* bytes of an anchor that are looked at */
    AROUND_MAX = 1000, /* pages that one look-up goes through */
    INCLUDE_DEPTH = 16,
    NEAR_ANCHORS_MAX = 4000, /* of one page that are compared */
    NEAR_LOOKS_MAX = 4000,   /* look-ups for what may be meant, each through all files */
    NEAR_MIN = 8,            /* bytes of a name that others may end with */
    WORDS_MAX = 32,          /* of a name that are compared */
    WORDS_SHARED_MIN = 3,
};

struct edge {
    uint32_t page, next; /* index + 1 of the next edge of the same page; 0 ends */
};

struct checked_page {
    struct str path;
    uint32_t anchors;               /* index + 1 of its last one */
    uint32_t includes, included_by; /* edges, index + 1 */
};

struct anchor {
    struct str name;
    uint32_t next;
};

struct check_pages {
    struct arena *arena;
    struct map *by_path, *by_anchor;
    struct checked_page *pages;
    size_t count, cap;
    struct anchor *anchors;
    size_t anchor_count, anchor_cap;
    struct edge *edges;
    size_t edge_count, edge_cap;
    size_t *looks; /* for what may be meant, so far */
};

struct check_pages *check_pages_new(void)
{
    struct check_pages *p = mem_zalloc(1, sizeof *p);
    p->arena = arena_new();
    p->by_path = map_new();
    p->by_anchor = map_new();
    p->looks = arena_zalloc(p->arena, 1, sizeof *p->looks);
    return p;
}

void check_pages_free(struct check_pages *p)
{
    if (!p)
        return;
    map_free(p->by_path);
    map_free(p->by_anchor);
    mem_free(p->pages);
    mem_free(p->anchors);
    mem_free(p->edges);
    arena_free(p->arena);
    mem_free(p);
}

uint32_t check_page(struct check_pages *p, struct str path)
{
    bool was_new;
    uint32_t page = *map_put(p->by_path, path, (uint32_t)p->count, &was_new);
    if (was_new) {
        p->pages = mem_grow(p->pages, p->count, &p->cap, sizeof *p->pages);
        p->pages[p->count++] = (struct checked_page){.path = arena_dup(p->arena, path)};
    }
    return page;
}

bool check_page_find(const struct check_pages *p, struct str path, uint32_t *page)
{
    const uint32_t *found = map_get(p->by_path, path);
    if (found)
        *page = *found;
    return found != NULL;
}

struct str check_page_path(const struct check_pages *p, uint32_t page)
{
    return p->pages[page].path;
}

/* "PAGE#anchor" in lower case. */
static struct str anchor_key(struct buf *b, uint32_t page, struct str anchor)
{
    anchor = str_slice(anchor, 0, KEY_MAX);
    buf_clear(b);
    buf_printf(b, "%u#", page);
    for (size_t i = 0; i < anchor.n; i++)
        buf_putc(b, ascii_lower(anchor.p[i]));
    return buf_str(b);
}

void check_page_put_anchor(struct check_pages *p, uint32_t page, struct str anchor)
{
    struct buf key = BUF_INIT(KEY_MAX + 16);
    bool was_new;
    map_put(p->by_anchor, anchor_key(&key, page, anchor), 1, &was_new);
    if (was_new) {
        p->anchors = mem_grow(p->anchors, p->anchor_count, &p->anchor_cap, sizeof *p->anchors);
        p->anchors[p->anchor_count++] = (struct anchor){
            arena_dup(p->arena, str_slice(anchor, 0, KEY_MAX)), p->pages[page].anchors};
        p->pages[page].anchors = (uint32_t)p->anchor_count;
    }
    buf_release(&key);
}

static uint32_t put_edge(struct check_pages *p, uint32_t page, uint32_t next)
{
    p->edges = mem_grow(p->edges, p->edge_count, &p->edge_cap, sizeof *p->edges);
    p->edges[p->edge_count++] = (struct edge){page, next};
    return (uint32_t)p->edge_count;
}

void check_page_put_include(struct check_pages *p, uint32_t page, uint32_t included)
{
    p->pages[page].includes = put_edge(p, included, p->pages[page].includes);
    p->pages[included].included_by = put_edge(p, page, p->pages[included].included_by);
}

/* ---- looking up ------------------------------------------------------------------------------ */

struct look {
    const struct check_pages *p;
    struct str anchor;
    struct buf key;
    size_t seen;
};

static bool has_anchor(struct look *l, uint32_t page, bool upwards, unsigned depth)
{
    if (map_get(l->p->by_anchor, anchor_key(&l->key, page, l->anchor)))
        return true;
    if (depth == INCLUDE_DEPTH)
        return false;
    const struct checked_page *self = &l->p->pages[page];
    for (uint32_t e = self->includes; e && l->seen < AROUND_MAX; e = l->p->edges[e - 1].next) {
        l->seen++;
        if (has_anchor(l, l->p->edges[e - 1].page, false, depth + 1))
            return true;
    }
    for (uint32_t e = upwards ? self->included_by : 0; e && l->seen < AROUND_MAX;
         e = l->p->edges[e - 1].next) {
        l->seen++;
        if (has_anchor(l, l->p->edges[e - 1].page, true, depth + 1))
            return true;
    }
    return false;
}

bool check_page_has_anchor(const struct check_pages *p, uint32_t page, struct str anchor)
{
    struct look l = {.p = p, .anchor = anchor};
    buf_init(&l.key, KEY_MAX + 16);
    bool has = has_anchor(&l, page, true, 0);
    buf_release(&l.key);
    return has;
}

/* ---- what may be meant ----------------------------------------------------------------------- */

static bool is_sign(char c)
{
    return !ascii_is_alnum(c) && (unsigned char)c < 0x80;
}

static bool next_word(struct str *rest, struct str *word)
{
    size_t start = 0, end;
    while (start < rest->n && is_sign(rest->p[start]))
        start++;
    for (end = start; end < rest->n && !is_sign(rest->p[end]);)
        end++;
    *word = str_slice(*rest, start, end);
    *rest = str_skip(*rest, end);
    return word->n > 0;
}

struct words {
    struct str items[WORDS_MAX];
    size_t count;
};

static struct words words_of(struct str s)
{
    struct words w = {.count = 0};
    while (w.count < WORDS_MAX && next_word(&s, &w.items[w.count]))
        w.count++;
    return w;
}

/* How like two names are: 1 when they differ in signs only, else the share of words that stand in
 * both; 0 when that is too little to go by. */
static double likeness(const struct words *a, struct str other)
{
    struct words b = words_of(other);
    size_t both = 0, in_order = 0;
    for (size_t i = 0; i < a->count; i++) {
        in_order += i < b.count && str_ieq(a->items[i], b.items[i]);
        for (size_t k = 0; k < b.count; k++)
            if (str_ieq(a->items[i], b.items[k])) {
                both++;
                break;
            }
    }
    if (a->count && in_order == a->count && b.count == a->count)
        return 1;
    size_t less = min_size(a->count, b.count), more = max_size(a->count, b.count);
    if (both < WORDS_SHARED_MIN || both * 10 < less * 7)
        return 0;
    return (double)both / (double)more;
}

/* The best of several, as long as no other is as good. */
struct best {
    struct str name;
    double likeness;
    bool tied;
};

static void offer(struct best *b, const struct words *wanted, struct str name, struct str result)
{
    double like = likeness(wanted, name);
    if (like > b->likeness)
        *b = (struct best){result, like, false};
    else if (like > 0 && like >= b->likeness)
        b->tied = true;
}

static struct str best_of(const struct best *b)
{
    return b->tied ? STR_NONE : b->name;
}

struct str check_page_near_anchor(const struct check_pages *p, uint32_t page, struct str anchor)
{
    struct best best = {STR_NONE, 0, false};
    struct words wanted = words_of(anchor);
    if (++*p->looks > NEAR_LOOKS_MAX)
        return STR_NONE;
    size_t seen = 0;
    for (uint32_t a = p->pages[page].anchors; a && seen < NEAR_ANCHORS_MAX; seen++) {
        offer(&best, &wanted, p->anchors[a - 1].name, p->anchors[a - 1].name);
        a = p->anchors[a - 1].next;
    }
    return best_of(&best);
}

static bool same_extension(struct str a, struct str b)
{
    size_t x = str_rfind_char(a, '.'), y = str_rfind_char(b, '.');
    return x != STR_NOT_FOUND && y != STR_NOT_FOUND && str_ieq(str_skip(a, x), str_skip(b, y));
}

/* "x.md" is the end of "include-x.md". */
static bool ends_so(struct str other, struct str name)
{
    return other.n > name.n && name.n >= NEAR_MIN && str_ends(other, name) &&
           is_sign(other.p[other.n - name.n - 1]);
}

static struct str stem(struct str name)
{
    return str_slice(name, 0, str_rfind_char(name, '.'));
}

struct str check_pages_near(const struct check_pages *p, struct str path, bool alike)
{
    struct str name = path_name(path), same = STR_NONE, ending = STR_NONE;
    struct words wanted = words_of(stem(name));
    struct best best = {STR_NONE, 0, false};
    size_t same_count = 0, ending_count = 0;
    if (!name.n || ++*p->looks > NEAR_LOOKS_MAX)
        return STR_NONE;
    for (size_t i = 0; i < p->count; i++) {
        struct str other = path_name(p->pages[i].path);
        if (str_ieq(other, name)) {
            same_count++;
            same = p->pages[i].path;
        } else if (alike && ends_so(other, name)) {
            ending_count++;
            ending = p->pages[i].path;
        } else if (alike && same_extension(other, name)) {
            offer(&best, &wanted, stem(other), p->pages[i].path);
        }
    }
    if (same_count)
        return same_count == 1 ? same : STR_NONE;
    if (ending_count)
        return ending_count == 1 ? ending : STR_NONE;
    return best_of(&best);
}
