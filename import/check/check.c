#include "import/check/check.h"

#include "base/io.h"
#include "base/mem.h"
#include "base/path.h"
#include "import/check/check_lines.h"
#include "import/check/check_pages.h"
#include "import/read/dialect.h"
#include "import/tree/front.h"
#include "import/import.h"
#include "import/tree/link.h"
#include "import/tree/slug.h"
#include "import/source/walk.h"
#include "text/decode.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <sys/stat.h>

enum {
    TARGET_MAX = 2048,      /* bytes of a target that is judged */
    FOLDER_MISSING_MIN = 5, /* fewer missing files of a folder are told of one by one */
};

struct reference {
    uint32_t page, line;
    enum check_kind kind;
    struct str target;
};

/* What is linked to of one folder. */
struct folder {
    struct str path;
    size_t missing, present; /* different files */
    bool told;
};

/* A link to a file that is not there, to be told of when its whole folder is known. */
struct missing {
    const struct reference *reference;
    uint32_t folder;
};

struct checking {
    const struct check_sink *sink;
    struct check_report *report;
    struct str root;
    struct buf file, decoded, translated;
    struct arena *arena; /* of one document, or of one reference */
    struct arena *names; /* of targets */
    struct check_pages *pages;
    struct reference *references;
    size_t count, cap;
    uint32_t page;        /* the document at hand */
    size_t first_include; /* its first reference: includes come first */
    size_t include_end;
    struct map *targets; /* files that are linked to, there or not */
    struct map *by_folder;
    struct folder *folders;
    size_t folder_count, folder_cap;
    struct missing *missing;
    size_t missing_count, missing_cap;
    bool anchors_only; /* it is no document of the source, only something leads to it */
};

/* ---- reading a document ---------------------------------------------------------------------- */

static void put_reference(struct checking *c, enum check_kind kind, uint32_t line,
                          struct str target)
{
    if (c->anchors_only)
        return;
    c->report->links++;
    if (c->count == CHECK_REFERENCES_MAX || target.n > TARGET_MAX) {
        c->report->outside++;
        return;
    }
    c->references = mem_grow(c->references, c->count, &c->cap, sizeof *c->references);
    c->references[c->count++] =
        (struct reference){c->page, line, kind, arena_dup(c->names, target)};
}

static void on_include(void *ctx, uint32_t line, struct str target)
{
    put_reference(ctx, CHECK_INCLUDE, line, target);
}

static void on_anchor(void *ctx, struct str name)
{
    struct checking *c = ctx;
    check_page_put_anchor(c->pages, c->page, name);
}

static void on_codes(void *ctx, uint32_t line, const struct code_pair *pair)
{
    struct checking *c = ctx;
    const struct check_fault f = {.kind = CHECK_CODES,
                                  .path = check_page_path(c->pages, c->page),
                                  .line = line,
                                  .target = pair->hex.text,
                                  .other = pair->decimal.text};
    if (!c->anchors_only)
        c->sink->fault(c->sink->ctx, &f);
}

static void on_silence(void *ctx, uint32_t line, struct str rules)
{
    struct checking *c = ctx;
    if (!c->anchors_only)
        c->sink->silence(c->sink->ctx, check_page_path(c->pages, c->page), line, rules);
}

/* Is it the link inside of an include, which is a reference already? */
static bool is_include(const struct checking *c, uint32_t line, struct str target)
{
    for (size_t i = c->first_include; i < c->include_end; i++)
        if (c->references[i].line == line && str_eq(c->references[i].target, target))
            return true;
    return false;
}

static void scan_node(struct checking *c, const struct node *n, uint32_t line, struct map *slugs)
{
    if (n->line)
        line = n->line;
    switch (n->type) {
    case NODE_HEADING: {
        struct str slug = slug_of(c->arena, tree_plain(c->arena, n, false));
        check_page_put_anchor(c->pages, c->page, slug_unique(c->arena, slugs, slug));
        break;
    }
    case NODE_ANCHOR:
        check_page_put_anchor(c->pages, c->page, n->text);
        break;
    case NODE_LINK:
    case NODE_IMAGE:
        if (!is_include(c, line, n->text))
            put_reference(c, n->type == NODE_LINK ? CHECK_LINK : CHECK_PICTURE, line, n->text);
        break;
    default:
        break;
    }
    for (const struct node *child = n->first; child; child = child->next)
        scan_node(c, child, line, slugs);
}

static void scan_tree(struct checking *c, struct str text)
{
    struct front front = front_read(c->arena, text);
    struct scopes scopes = {.arena = c->arena};
    bool truncated;
    struct node *root = dialect_parse(str_skip(text, front.size), front.lines + 1, &c->translated,
                                      &scopes, &truncated);
    if (!root)
        return;
    struct map *slugs = map_new();
    scan_node(c, root, front.lines + 1, slugs);
    map_free(slugs);
}

/* The document's page, filled; nothing when it cannot be read. */
static void read_page(struct checking *c, struct str path, const char *full)
{
    struct err ignored; /* the import says what cannot be read, and why */
    const struct check_lines found = {on_include, on_anchor, on_codes, on_silence, c};
    arena_reset(c->arena);
    buf_clear(&c->file);
    buf_clear(&c->decoded);
    c->page = check_page(c->pages, path);
    if (io_read_file(full, &c->file, &ignored) != 0)
        return;
    struct str text = decode_text(buf_str(&c->file), &c->decoded).text;
    c->first_include = c->count;
    check_lines(text, &found);
    c->include_end = c->count;
    scan_tree(c, text);
}

static bool is_markdown(struct str path)
{
    size_t dot = str_rfind_char(path, '.');
    struct str extension = str_skip(path, dot == STR_NOT_FOUND ? path.n : dot);
    return str_ieq(extension, STR(".md")) || str_ieq(extension, STR(".markdown"));
}

static int on_file(void *ctx, const struct walk_file *file)
{
    struct checking *c = ctx;
    if (file->event == WALK_DOCUMENT && is_markdown(file->path)) {
        c->report->documents++;
        read_page(c, file->path, file->full);
    } else if (file->event == WALK_IGNORED || file->event == WALK_DOCUMENT) {
        check_page(c->pages, file->path); /* it may be what a link means */
    }
    return 0;
}

/* ---- where a reference leads ----------------------------------------------------------------- */

/* What lies outside of the source: "https:", "//host", "/rooted", "~/rooted". */
static bool is_foreign(struct str target)
{
    size_t n = 0;
    while (n < target.n && (ascii_is_alnum(target.p[n]) || strchr("+-.", target.p[n])))
        n++;
    bool scheme = n > 0 && n < target.n && target.p[n] == ':';
    return scheme || str_starts(target, STR("/")) || str_starts(target, STR("~")) ||
           str_starts(target, STR("\\"));
}

static unsigned hex_value(char c)
{
    return (unsigned)(ascii_is_digit(c) ? c - '0' : ascii_lower(c) - 'a' + 10);
}

static struct str percent_decoded(struct arena *a, struct str s)
{
    char *p = arena_alloc(a, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        bool escape =
            s.p[i] == '%' && i + 2 < s.n && ascii_is_hex(s.p[i + 1]) && ascii_is_hex(s.p[i + 2]);
        unsigned value = escape ? hex_value(s.p[i + 1]) * 16 + hex_value(s.p[i + 2]) : 0;
        if (value) {
            p[n++] = (char)value;
            i += 2;
        } else {
            p[n++] = s.p[i];
        }
    }
    return str_n(p, n);
}

struct target {
    struct str path; /* from the root */
    struct str anchor;
    bool outside;
};

static struct target read_target(struct checking *c, const struct reference *r)
{
    struct target t = {.path = check_page_path(c->pages, r->page)};
    struct str s = str_trim(r->target);
    if (is_foreign(s)) {
        t.outside = true;
        return t;
    }
    size_t hash = str_find_char(s, '#');
    if (hash != STR_NOT_FOUND)
        t.anchor = percent_decoded(c->arena, str_skip(s, hash + 1));
    struct str path = str_slice(s, 0, hash);
    path = percent_decoded(c->arena, str_slice(path, 0, str_find_char(path, '?')));
    if (path.n) {
        const struct place here = {.path = t.path};
        t.path = link_resolve(c->arena, &here, path);
    }
    t.outside = str_starts(t.path, STR("..")) || utf8_valid(t.path) != t.path.n;
    return t;
}

/* What a link names as a page that it is made from: page, page.html and page/ are page.md. */
static bool find_file(struct checking *c, struct str *path)
{
    static const char *const forms[] = {"%.*s", "%.*s.md", "%.*s/index.md", "%.*s.yml",
                                        "%.*s.markdown"};
    struct str stem = *path;
    for (unsigned round = 0; round < 2; round++) {
        for (size_t i = 0; i < ARRAY_LEN(forms); i++) {
            struct str with = arena_printf(c->arena, forms[i], STR_ARG(stem));
            struct str full = arena_printf(c->arena, "%.*s/%.*s", STR_ARG(c->root), STR_ARG(with));
            struct stat st;
            if (stat(full.p, &st) == 0) {
                *path = with;
                return true;
            }
        }
        size_t dot = str_rfind_char(stem, '.');
        struct str extension = str_skip(stem, dot == STR_NOT_FOUND ? stem.n : dot);
        if (!str_ieq(extension, STR(".html")) && !str_ieq(extension, STR(".htm")))
            return false;
        stem = str_slice(stem, 0, dot);
    }
    return false;
}

/* The page of a document that something leads to, read when the walk did not: of a single file, its
 * neighbours. It must not lie outside of the root by a link. */
static bool page_of(struct checking *c, struct str path, uint32_t *page)
{
    if (check_page_find(c->pages, path, page))
        return true;
    struct str full = arena_printf(c->arena, "%.*s/%.*s", STR_ARG(c->root), STR_ARG(path));
    char *real = realpath(full.p, NULL);
    struct str folder = str_trim_set(c->root, "/").n ? c->root : STR_NONE; /* "/" holds all */
    bool inside = real && str_starts(str_of(real), folder) && real[folder.n] == '/';
    if (inside) {
        path = arena_dup(c->names, path);
        c->anchors_only = true;
        read_page(c, path, real);
        c->anchors_only = false;
        *page = check_page(c->pages, path);
    }
    free(real);
    return inside;
}

/* The path as a link in the document would have it. */
static struct str seen_from(struct arena *a, struct str path, struct str from)
{
    size_t shared = 0;
    for (size_t i = 0; i < path.n && i < from.n && path.p[i] == from.p[i]; i++)
        if (path.p[i] == '/')
            shared = i + 1;
    struct buf up = BUF_INIT(TARGET_MAX * 2);
    for (size_t i = shared; i < from.n; i++)
        if (from.p[i] == '/')
            buf_puts(&up, "../");
    buf_put(&up, str_skip(path, shared));
    struct str s = arena_dup(a, buf_str(&up));
    buf_release(&up);
    return s;
}

/* ---- judging --------------------------------------------------------------------------------- */

static void tell(struct checking *c, const struct reference *r, enum check_kind kind,
                 struct str other, struct str near)
{
    const struct check_fault f = {.kind = kind,
                                  .path = check_page_path(c->pages, r->page),
                                  .line = r->line,
                                  .target = r->target,
                                  .other = other,
                                  .near = near};
    c->sink->fault(c->sink->ctx, &f);
}

static void judge_anchor(struct checking *c, const struct reference *r, const struct target *t)
{
    uint32_t page;
    /* "#" and "#top" are the page's beginning, "#tab/x" a tab, "#:~:text=" a text to look for. */
    if (!t->anchor.n || str_ieq(t->anchor, STR("top")) || !is_markdown(t->path) ||
        str_starts(t->anchor, STR("tab/")) || str_starts(t->anchor, STR(":~:")))
        return;
    struct str path = arena_dup(c->names, t->path), anchor = arena_dup(c->names, t->anchor);
    if (!page_of(c, path, &page) || check_page_has_anchor(c->pages, page, anchor))
        return;
    struct str near = check_page_near_anchor(c->pages, page, anchor);
    if (near.n)
        near = arena_printf(c->arena, "%.*s#%.*s",
                            STR_ARG(str_slice(r->target, 0, str_find_char(r->target, '#'))),
                            STR_ARG(near));
    tell(c, r, CHECK_ANCHOR, page == r->page ? STR_NONE : path, near);
}

/* Counts the file in its folder, once. */
static uint32_t count_target(struct checking *c, struct str path, bool present)
{
    bool was_new;
    struct str name = path_folder(path);
    uint32_t folder = *map_put(c->by_folder, name, (uint32_t)c->folder_count, &was_new);
    if (was_new) {
        c->folders = mem_grow(c->folders, c->folder_count, &c->folder_cap, sizeof *c->folders);
        c->folders[c->folder_count++] = (struct folder){.path = arena_dup(c->names, name)};
    }
    map_put(c->targets, path, 1, &was_new);
    c->folders[folder].missing += was_new && !present;
    c->folders[folder].present += was_new && present;
    return folder;
}

/* A file that is not there. What may be meant can be told at once; the rest waits. */
static void judge_missing(struct checking *c, const struct reference *r, const struct target *t)
{
    bool include = r->kind == CHECK_INCLUDE;
    uint32_t folder = count_target(c, t->path, false);
    struct str near = check_pages_near(c->pages, t->path, include);
    if (near.n)
        near = seen_from(c->arena, near, check_page_path(c->pages, r->page));
    if (near.n || include || !t->path.n) {
        tell(c, r, r->kind, STR_NONE, near);
        return;
    }
    c->missing = mem_grow(c->missing, c->missing_count, &c->missing_cap, sizeof *c->missing);
    c->missing[c->missing_count++] = (struct missing){r, folder};
}

/* Is a folder's absence one fault and not many? */
static bool is_elsewhere(const struct folder *f)
{
    return f->present == 0 ? f->missing > 1
                           : f->missing >= FOLDER_MISSING_MIN && f->missing > f->present;
}

/* The files that are missing one by one; but where most of a folder is, it is no slip of a writer.
 */
static void tell_missing(struct checking *c)
{
    for (size_t i = 0; i < c->missing_count; i++) {
        const struct reference *r = c->missing[i].reference;
        struct folder *folder = &c->folders[c->missing[i].folder];
        if (!is_elsewhere(folder)) {
            tell(c, r, r->kind, STR_NONE, STR_NONE);
        } else if (!folder->told) {
            const struct check_fault f = {.kind = CHECK_FOLDER,
                                          .path = check_page_path(c->pages, r->page),
                                          .line = r->line,
                                          .target = folder->path,
                                          .missing = folder->missing,
                                          .present = folder->present};
            c->sink->fault(c->sink->ctx, &f);
            folder->told = true;
        }
    }
}

static void judge(struct checking *c, const struct reference *r)
{
    arena_reset(c->arena);
    struct target t = read_target(c, r);
    if (t.outside) {
        c->report->outside++;
    } else if (!find_file(c, &t.path)) {
        judge_missing(c, r, &t);
    } else {
        if (r->kind != CHECK_INCLUDE && !str_eq(t.path, check_page_path(c->pages, r->page)))
            count_target(c, t.path, true);
        if (r->kind == CHECK_LINK)
            judge_anchor(c, r, &t);
    }
}

/* Who includes whom has to be known before anchors are looked for. */
static void put_includes(struct checking *c)
{
    for (size_t i = 0; i < c->count; i++) {
        uint32_t page;
        if (c->references[i].kind != CHECK_INCLUDE)
            continue;
        arena_reset(c->arena);
        struct target t = read_target(c, &c->references[i]);
        if (!t.outside && check_page_find(c->pages, t.path, &page))
            check_page_put_include(c->pages, c->references[i].page, page);
    }
}

int check_source(const char *path, const struct check_sink *sink, struct check_report *report,
                 struct err *err)
{
    *report = (struct check_report){0};
    char *root = walk_root(path, err);
    if (!root)
        return -1;
    struct checking c = {.sink = sink,
                         .report = report,
                         .root = str_of(root),
                         .arena = arena_new(),
                         .names = arena_new(),
                         .pages = check_pages_new(),
                         .targets = map_new(),
                         .by_folder = map_new()};
    buf_init(&c.file, IMPORT_FILE_MAX);
    buf_init(&c.decoded, (size_t)IMPORT_FILE_MAX * 3);
    buf_init(&c.translated, (size_t)IMPORT_FILE_MAX * 3);
    const struct walker walker = {on_file, &c};
    int result = walk(path, &walker, err);
    if (result == 0) {
        put_includes(&c);
        for (size_t i = 0; i < c.count; i++)
            judge(&c, &c.references[i]);
        tell_missing(&c);
    }
    map_free(c.targets);
    map_free(c.by_folder);
    mem_free(c.folders);
    mem_free(c.missing);
    mem_free(c.references);
    buf_release(&c.file);
    buf_release(&c.decoded);
    buf_release(&c.translated);
    check_pages_free(c.pages);
    arena_free(c.names);
    arena_free(c.arena);
    mem_free(root);
    return result;
}
