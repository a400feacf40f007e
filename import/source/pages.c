#include "import/source/pages.h"

#include "base/mem.h"
#include "base/path.h"

#include <stdlib.h>

struct node {
    struct source_document *document;
    uint32_t *includes; /* nodes */
    size_t include_count;
    bool included;
    uint32_t seen; /* by the page with this number + 1 */
    struct page *pages;
    size_t page_count, page_cap;
};

struct graph {
    struct arena *arena;
    struct node *nodes; /* in canonical order */
    size_t count;
    uint32_t *todo; /* nodes to go on from: a node is on it once for each page */
    uint64_t steps;
};

/* Looked-up includes in one source: only chains that somebody made to be slow have more. */
enum { STEPS_MAX = 20000000 };

static int by_path(const void *a, const void *b)
{
    const struct node *x = a, *y = b;
    return path_compare(x->document->path, y->document->path);
}

static struct node *find(const struct graph *g, struct str path)
{
    size_t from = 0, to = g->count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        int order = path_compare(g->nodes[middle].document->path, path);
        if (order == 0)
            return &g->nodes[middle];
        if (order < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return NULL;
}

static void add_includes(struct graph *g, struct node *n)
{
    const struct document *d = &n->document->stored;
    n->includes = arena_alloc(g->arena, (d->need_count + 1) * sizeof *n->includes);
    for (size_t i = 0; i < d->need_count; i++) {
        struct node *to = d->needs[i].kind == NEED_CONTENT ? find(g, d->needs[i].path) : NULL;
        if (!to || to == n)
            continue;
        to->included = true;
        n->includes[n->include_count++] = (uint32_t)(to - g->nodes);
    }
}

/* Note the page with everything that can be reached from it. */
static void mark(struct graph *g, uint32_t page)
{
    const struct document *d = &g->nodes[page].document->stored;
    size_t count = 0;
    g->nodes[page].seen = page + 1;
    g->todo[count++] = page;
    while (count && g->steps < STEPS_MAX) {
        const struct node *from = &g->nodes[g->todo[--count]];
        g->steps += from->include_count + 1;
        for (size_t i = 0; i < from->include_count; i++) {
            struct node *to = &g->nodes[from->includes[i]];
            if (to->seen == page + 1)
                continue;
            to->seen = page + 1;
            if (to->page_count < PAGES_MAX) {
                to->pages = arena_grow(g->arena, to->pages, to->page_count, &to->page_cap,
                                       sizeof *to->pages);
                to->pages[to->page_count++] = (struct page){d->path, d->url};
            }
            g->todo[count++] = from->includes[i];
        }
    }
}

static bool any_include(const struct documents *documents)
{
    for (size_t i = 0; i < documents_count(documents); i++) {
        const struct source_document *d = documents_at(documents, i);
        if (d->row && d->stored.page_count)
            return true;
        for (size_t k = 0; d->row && k < d->stored.need_count; k++)
            if (d->stored.needs[k].kind == NEED_CONTENT)
                return true;
    }
    return false;
}

static void make_graph(struct graph *g, const struct documents *documents)
{
    g->nodes = mem_zalloc(documents_count(documents), sizeof *g->nodes);
    for (size_t i = 0; i < documents_count(documents); i++)
        if (documents_at(documents, i)->row)
            g->nodes[g->count++].document = documents_at(documents, i);
    g->todo = mem_alloc((g->count + 1) * sizeof *g->todo);
    if (g->count)
        qsort(g->nodes, g->count, sizeof *g->nodes, by_path);
    for (size_t i = 0; i < g->count; i++)
        add_includes(g, &g->nodes[i]);
    for (uint32_t i = 0; i < g->count; i++)
        if (!g->nodes[i].included && g->nodes[i].include_count)
            mark(g, i);
    /* Of documents that include each other in a circle, and that no page leads to, the first one is
     * the page. */
    for (uint32_t i = 0; i < g->count; i++)
        if (g->nodes[i].included && !g->nodes[i].seen && g->nodes[i].include_count)
            mark(g, i);
}

static bool same_pages(const struct node *n)
{
    const struct document *d = &n->document->stored;
    if (d->page_count != n->page_count)
        return false;
    for (size_t i = 0; i < n->page_count; i++)
        if (!str_eq(d->pages[i].path, n->pages[i].path) ||
            !str_eq(d->pages[i].url, n->pages[i].url))
            return false;
    return true;
}

int pages_update(struct kb *kb, const struct documents *documents, bool *changed, struct err *err)
{
    *changed = false;
    if (!any_include(documents))
        return 0;
    struct graph g = {.arena = arena_new()};
    int result = 0;
    make_graph(&g, documents);
    for (size_t i = 0; i < g.count && result == 0; i++) {
        const struct node *n = &g.nodes[i];
        if (same_pages(n))
            continue;
        *changed = true;
        result = kb_set_pages(kb, n->document->row, n->pages, n->page_count, err);
    }
    mem_free(g.nodes);
    mem_free(g.todo);
    arena_free(g.arena);
    return result;
}
