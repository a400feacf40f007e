/* Files that include each other: the input's parts between lines of "%%%" are 0.md, 1.md, ... */
#include "import/words/cue.h"
#include "import/read/dialect.h"
#include "import/extract/extract.h"
#include "import/import.h"
#include "import/read/include.h"
#include "tests/support/must.h"
#include "text/decode.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { FILES_MAX = 16 };

struct files {
    struct arena *arena;
    struct buf translated;
    struct str text[FILES_MAX];
    size_t count;
    unsigned said;
};

static struct node *read_file(void *ctx, struct str path, const char **why)
{
    struct files *f = ctx;
    struct scopes scopes = {.arena = f->arena};
    uint64_t i;
    bool truncated;
    must(path.n && !str_eq(path, STR("..")) && !str_starts(path, STR("../")) && path.p[0] != '/');
    if (!str_ends(path, STR(".md")) || !str_u64(str_slice(path, 0, path.n - 3), 10, &i) ||
        i >= f->count) {
        *why = "does not exist";
        return NULL;
    }
    return dialect_parse(f->text[i], 1, &f->translated, &scopes, &truncated);
}

static bool stands_alone(void *ctx, struct str path, struct node *tree)
{
    (void)ctx;
    (void)tree;
    return path.p[0] == '7';
}

static void on_warning(void *ctx, uint32_t line, const char *message)
{
    struct files *f = ctx;
    must(line > 0 && message[0]);
    f->said++;
}

/* Children know their parent and the last one is last; blocks have inlines below them, not beside.
 */
static void check_tree(const struct node *n, unsigned deep)
{
    const struct node *last = NULL;
    must(deep <= IMPORT_DEPTH_MAX + 2);
    for (const struct node *c = n->first; c; c = c->next) {
        must(c->parent == n);
        must(!(node_is_inline(c) && (n->type == NODE_DOCUMENT || n->type == NODE_LIST)));
        check_tree(c, deep + 1);
        last = c;
    }
    must(n->last == last);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct files f = {.arena = arena_new()};
    static struct cues *cues; /* never changed, so shared by all inputs */
    struct buf decoded = BUF_INIT(size * 3 + 3);
    buf_init(&f.translated, size * 8 + 64);
    if (!cues)
        cues = cues_new();
    struct str rest = decode_text(str_n((const char *)data, size), &decoded).text, line;
    const char *start = rest.p;
    while (f.count < FILES_MAX && str_next_line(&rest, &line)) {
        bool divider = str_eq(line, STR("%%%"));
        if (!divider && rest.n)
            continue;
        f.text[f.count++] = str_n(start, (size_t)((divider ? line.p : line.p + line.n) - start));
        start = rest.p;
    }
    const struct include_host host = {f.arena, &f, read_file, stands_alone, on_warning};
    const char *why;
    struct node *root = f.count ? read_file(&f, STR("0.md"), &why) : NULL;
    if (root) {
        const struct front front = {0};
        struct extracted out;
        include_resolve(&host, STR("0.md"), root);
        check_tree(root, 0);
        must(f.said <= INCLUDE_WARNINGS_MAX);
        struct extract_input in = {
            .source = STR("s"), .path = STR("0.md"), .front = &front, .root = root, .cues = cues};
        extract(f.arena, &in, &out);
    }
    buf_release(&f.translated);
    buf_release(&decoded);
    arena_free(f.arena);
    return 0;
}
