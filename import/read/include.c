#include "import/read/include.h"

#include "base/path.h"
#include "import/import.h"
#include "import/tree/link.h"
#include "import/read/splice.h"
#include "base/map.h"
#include "text/utf8.h"

enum kind { KIND_DOCUMENT = 1, KIND_FRAGMENT, KIND_UNREADABLE };

struct resolver {
    const struct include_host *host;
    struct str path[INCLUDE_DEPTH_MAX + 1]; /* the document and the files we are in */
    size_t depth;                           /* of them; 1: the document itself */
    uint32_t line;                          /* of the document's own include that we follow */
    struct map *kinds;                      /* path -> enum kind */
    size_t count, nodes;
    bool full;        /* too many, and it was said */
    struct map *said; /* warnings: a file is read more than once, to be judged and to be put */
};

static void resolve_blocks(struct resolver *r, struct node *parent, unsigned deep);

/* ---- paths ----------------------------------------------------------------------------------- */

static int hex_value(char c)
{
    return ascii_is_digit(c) ? c - '0' : ascii_lower(c) - 'a' + 10;
}

/* "a%20b\c.md?x" to "a b/c.md". */
static struct str decoded(struct arena *a, struct str target)
{
    char *p = arena_alloc(a, target.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < target.n && target.p[i] != '?' && target.p[i] != '#'; i++) {
        bool hex = target.p[i] == '%' && i + 2 < target.n && ascii_is_hex(target.p[i + 1]) &&
                   ascii_is_hex(target.p[i + 2]);
        p[n] = target.p[i] == '\\' ? '/' : target.p[i];
        if (hex) {
            p[n] = (char)(hex_value(target.p[i + 1]) * 16 + hex_value(target.p[i + 2]));
            i += 2;
        }
        n++;
    }
    return str_trim(str_n(p, n));
}

/* The included file's path from the root; empty when there is none that could be one. */
static struct str path_of(struct resolver *r, struct str target)
{
    struct arena *a = r->host->arena;
    struct str path = decoded(a, target);
    for (size_t i = 0; i < path.n; i++)
        if ((unsigned char)path.p[i] < ' ')
            return STR_NONE;
    if (!path.n || utf8_valid(path) != path.n)
        return STR_NONE;
    bool rooted = path.p[0] == '/' || str_starts(path, STR("~/"));
    struct str folder = rooted ? STR_NONE : path_folder(r->path[r->depth - 1]);
    while (rooted && path.n && (path.p[0] == '~' || path.p[0] == '/'))
        path = str_skip(path, 1);
    return link_join(a, folder, path);
}

static bool leads_out(struct str path)
{
    return !path.n || str_eq(path, STR("..")) || str_starts(path, STR("../"));
}

/* ---- the included file ----------------------------------------------------------------------- */

static void say(struct resolver *r, struct str message)
{
    bool was_new = false;
    if (map_count(r->said) < INCLUDE_WARNINGS_MAX)
        map_put(r->said, arena_printf(r->host->arena, "%u %.*s", r->line, STR_ARG(message)), 1,
                &was_new);
    if (was_new)
        r->host->warn(r->host->ctx, r->line, message.p);
}

static void warn(struct resolver *r, const char *format, struct str name)
{
    say(r, arena_printf(r->host->arena, format, STR_ARG(name)));
}

/* May it be followed? What stops it is said, in files further in only when they are not read by
 * themselves. */
static bool may_follow(struct resolver *r, struct str path, struct str target)
{
    if (leads_out(path)) {
        if (r->depth == 1)
            warn(r, "the included file %.*s lies outside of the source: left out", target);
        return false;
    }
    for (size_t i = 0; i < r->depth; i++)
        if (str_eq(r->path[i], path)) {
            if (i == 0)
                warn(r, "the included file %.*s includes itself: left out", target);
            return false;
        }
    if (r->depth > INCLUDE_DEPTH_MAX) {
        warn(r, "includes nested deeper than 16: %.*s is left out", target);
        return false;
    }
    bool full = r->count >= INCLUDE_COUNT_MAX || r->nodes >= INCLUDE_NODES_MAX;
    if (full && !r->full)
        warn(r, "more is included than one document may hold: %.*s and others are left out",
             target);
    r->full = r->full || full;
    r->count++;
    return !full;
}

static size_t count_nodes(const struct node *n)
{
    size_t count = 1;
    for (const struct node *c = n->first; c; c = c->next)
        count += count_nodes(c);
    return count;
}

/* The file's tree with its own includes in place. NULL when it cannot be read. */
static struct node *read_file(struct resolver *r, struct str path, const char **why)
{
    struct node *root = r->host->read(r->host->ctx, path, why);
    if (!root)
        return NULL;
    r->nodes += count_nodes(root);
    r->path[r->depth++] = path;
    resolve_blocks(r, root, 0);
    r->depth--;
    return root;
}

/* What stands in place of an include; NULL: nothing. */
static struct node *fetch(struct resolver *r, struct str target)
{
    struct str path = path_of(r, target);
    if (!may_follow(r, path, target))
        return NULL;
    const char *why = NULL;
    uint32_t *known = map_get(r->kinds, path);
    uint32_t kind = known ? *known : 0;
    if (!kind) {
        struct node *tree = read_file(r, path, &why);
        kind = !tree                                             ? KIND_UNREADABLE
               : r->host->stands_alone(r->host->ctx, path, tree) ? KIND_DOCUMENT
                                                                 : KIND_FRAGMENT;
        map_put(r->kinds, path, kind, NULL);
    }
    struct node *tree = kind == KIND_DOCUMENT ? NULL : read_file(r, path, &why);
    if (why && r->depth == 1)
        say(r, arena_printf(r->host->arena, "the included file %.*s %s: left out", STR_ARG(target),
                            why));
    if (tree)
        splice_prepare(r->host->arena, tree, path, r->path[r->depth - 1], r->line);
    return tree;
}

/* ---- finding them ---------------------------------------------------------------------------- */

/* Does the text end with `[!INCLUDE`, and a link follow? *size: bytes before it. */
static bool begins_include(const struct node *n, size_t *size)
{
    static const struct str mark = STR_INIT("[!include");
    if (n->type != NODE_TEXT || !n->next || n->next->type != NODE_LINK)
        return false;
    struct str text = n->text;
    while (text.n && ascii_is_space(text.p[text.n - 1]))
        text.n--;
    if (text.n < mark.n || !str_ieq(str_skip(text, text.n - mark.n), mark))
        return false;
    *size = text.n - mark.n;
    return true;
}

/* Without the bracket that closes the include. */
static void skip_bracket(struct node *behind)
{
    if (!behind || behind->type != NODE_TEXT)
        return;
    struct str s = behind->text;
    while (s.n && ascii_is_space(s.p[0]))
        s = str_skip(s, 1);
    if (s.n && s.p[0] == ']')
        behind->text = str_skip(s, 1);
}

static uint32_t lines_in(const struct node *n)
{
    uint32_t lines = 0;
    for (size_t i = 0; n->type == NODE_TEXT && i < n->text.n; i++)
        lines += n->text.p[i] == '\n';
    return lines;
}

/* The fragment of the include that this text begins, at this line of the file we are in. */
static struct node *take_include(struct resolver *r, struct node *n, uint32_t line, size_t size,
                                 unsigned deep)
{
    struct node *link = n->next;
    if (r->depth == 1)
        r->line = line;
    n->text = str_slice(n->text, 0, size);
    skip_bracket(link->next);
    struct node *fragment = fetch(r, link->text);
    if (fragment && deep + splice_height(fragment) > IMPORT_DEPTH_MAX) {
        warn(r, "nested too deep: the included file %.*s is left out", link->text);
        return NULL;
    }
    return fragment;
}

static bool is_blank(const struct node *n)
{
    return n->type == NODE_TEXT && !str_trim(n->text).n;
}

/*
 * Resolve what stands among the inlines of host. `blocks`: where host is to be appended, and
 * fragments of several blocks between its halves; NULL: everything becomes inlines of host.
 */
static void resolve_inlines(struct resolver *r, struct node *host, struct node *blocks,
                            unsigned deep)
{
    struct node *n = host->first, *next;
    uint32_t line = host->line;
    bool any = false;
    size_t size;
    host->first = host->last = NULL;
    for (; n; n = next) {
        next = n->next;
        bool begins = begins_include(n, &size);
        line += lines_in(n);
        struct node *fragment = NULL;
        if (begins) {
            any = true;
            fragment = take_include(r, n, line, size, deep);
            next = n->next->next;
        } else if (n->type == NODE_LIST) { /* in a cell */
            resolve_blocks(r, n, deep + 1);
        } else if (n->first) {
            resolve_inlines(r, n, NULL, deep + 1);
        }
        if (!begins || !is_blank(n))
            tree_append(host, n);
        if (!fragment)
            continue;
        if (!blocks || splice_is_inline(fragment)) {
            splice_inlines(r->host->arena, host, fragment);
            continue;
        }
        if (host->first)
            tree_append(blocks, host);
        splice_blocks(blocks, fragment);
        host = tree_node(r->host->arena, host->type, line);
    }
    bool left = !any || tree_first_content(host);
    if (blocks && left)
        tree_append(blocks, host);
}

static void resolve_blocks(struct resolver *r, struct node *parent, unsigned deep)
{
    struct node *n = parent->first, *next;
    parent->first = parent->last = NULL;
    for (; n; n = next) {
        next = n->next;
        if (n->type == NODE_PARAGRAPH) {
            resolve_inlines(r, n, parent, deep + 1);
            continue;
        }
        if (n->type == NODE_HEADING || n->type == NODE_CELL)
            resolve_inlines(r, n, NULL, deep + 1);
        else if (!node_is_inline(n))
            resolve_blocks(r, n, deep + 1);
        tree_append(parent, n);
    }
}

void include_resolve(const struct include_host *host, struct str path, struct node *root)
{
    struct resolver r = {
        .host = host, .path = {path}, .depth = 1, .kinds = map_new(), .said = map_new()};
    resolve_blocks(&r, root, 0);
    map_free(r.kinds);
    map_free(r.said);
}
