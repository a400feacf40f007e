#include "import/source/read.h"

#include "base/io.h"
#include "base/mem.h"
#include "base/path.h"
#include "import/tree/charset.h"
#include "import/read/dialect.h"
#include "import/import.h"
#include "import/read/include.h"
#include "import/read/page.h"
#include "import/source/walk.h"
#include "base/hash.h"
#include "base/map.h"
#include "text/decode.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NEED_PATH_MAX = 1024 }; /* bytes; a file with a longer path is taken as missing */

struct reader {
    struct reader_options o;
    struct cues *cues;
    struct arena *arena; /* of one document */
    struct buf file, decoded, translated;
    struct str path;     /* of the document */
    struct scopes scopes;
    struct map *needed;  /* what stands in needs, told apart by kind */
    struct need *needs;
    size_t need_count, need_cap;
    struct included {    /* what the document includes, as often as it was read */
        const struct node *root;
        struct front front;
    } *included;
    size_t included_count, included_cap;
};

struct reader *reader_new(const struct reader_options *o)
{
    struct reader *r = mem_zalloc(1, sizeof *r);
    r->o = *o;
    r->arena = arena_new();
    buf_init(&r->file, IMPORT_FILE_MAX);
    buf_init(&r->decoded, (size_t)IMPORT_FILE_MAX * 3);
    buf_init(&r->translated, (size_t)IMPORT_FILE_MAX * 3);
    return r;
}

void reader_free(struct reader *r)
{
    if (!r)
        return;
    buf_release(&r->file);
    buf_release(&r->decoded);
    buf_release(&r->translated);
    arena_free(r->arena);
    cues_free(r->cues);
    map_free(r->needed);
    mem_free(r);
}

int reader_load(struct reader *r, const char *full, struct str *bytes, struct err *err)
{
    arena_reset(r->arena);
    buf_clear(&r->file);
    buf_clear(&r->decoded);
    int result = io_read_file(full, &r->file, err);
    *bytes = buf_str(&r->file);
    return result;
}

static void warn(struct reader *r, struct str path, uint32_t line, const char *message)
{
    if (r->o.warn)
        r->o.warn(r->o.warn_ctx, path, line, message);
}

/* ---- needs ----------------------------------------------------------------------------------- */

static bool inside(struct str root, const char *path)
{
    struct str s = str_of(path);
    return root.n == 1 || (str_starts(s, root) && s.n > root.n && s.p[root.n] == '/');
}

/* Where the file at `path` from the root really is; NULL when it is not there (*why) or not inside
 * of the root. To be freed. */
static char *real_path(const struct reader *r, struct str path, const char **why)
{
    struct str full = arena_printf(r->arena, "%.*s/%.*s", STR_ARG(r->o.root), STR_ARG(path));
    char *real = path.n > NEED_PATH_MAX ? NULL : realpath(full.p, NULL);
    if (!real) {
        *why = errno == EACCES ? "cannot be read" : "does not exist";
        return NULL;
    }
    if (inside(r->o.root, real))
        return real;
    *why = "leads out of the source";
    free(real);
    return NULL;
}

uint64_t reader_need_state(struct reader *r, enum need_kind kind, struct str path)
{
    const char *why;
    char *real = real_path(r, path, &why);
    uint64_t state = real != NULL;
    if (real && kind == NEED_CONTENT) {
        struct buf bytes = BUF_INIT(IMPORT_FILE_MAX);
        struct err err;
        state = io_read_file(real, &bytes, &err) == 0 ? hash64(buf_str(&bytes)) : 0;
        buf_release(&bytes);
    }
    free(real);
    return state;
}

static void add_need(struct reader *r, enum need_kind kind, struct str path, uint64_t state)
{
    bool was_new;
    struct str key = arena_printf(r->arena, "%d %.*s", (int)kind, STR_ARG(path));
    map_put(r->needed, key, 1, &was_new);
    if (!was_new)
        return;
    r->needs = arena_grow(r->arena, r->needs, r->need_count, &r->need_cap, sizeof *r->needs);
    r->needs[r->need_count++] =
        (struct need){.kind = kind, .path = arena_dup(r->arena, path), .state = state};
}

static bool exists_at(struct reader *r, struct str path)
{
    const char *why;
    if (path.n > NEED_PATH_MAX)
        return false;
    char *real = real_path(r, path, &why);
    bool exists = real != NULL;
    free(real);
    add_need(r, NEED_EXISTENCE, path, exists);
    return exists;
}

/* Sites leave the ending of their pages out of links. */
static bool document_exists(void *ctx, struct str path)
{
    static const char *const endings[] = {".html", ".htm"};
    struct reader *r = ctx;
    if (str_starts(path, STR("../")))
        return false;
    struct str name = path_name(path);
    bool found = exists_at(r, path);
    for (size_t i = 0; page_is(r->path) && !found && i < ARRAY_LEN(endings); i++)
        if (name.n && str_find_char(name, '.') == STR_NOT_FOUND)
            found = exists_at(r, arena_concat(r->arena, path, str_of(endings[i])));
    return found;
}

/* ---- one document ---------------------------------------------------------------------------- */

/* Bytes to text: valid UTF-8 without NUL. */
static struct str read_text(struct reader *r, struct str path)
{
    struct str bytes = buf_str(&r->file), unknown = STR_NONE;
    buf_clear(&r->translated);
    if (page_is(path))
        bytes = charset_decode(bytes, &r->translated, &unknown);
    if (unknown.n)
        warn(r, path, 0, arena_printf(r->arena, "its encoding, %.*s, is not known here: read as UTF-8",
                                      STR_ARG(unknown)).p);
    struct decoded d = decode_text(bytes, &r->decoded);
    if (d.replaced)
        warn(r, path, (uint32_t)d.first_line,
             arena_printf(r->arena, "%zu sequences that are no text (NUL, invalid UTF-8): read as "
                                    "U+FFFD", d.replaced).p);
    return d.text;
}

static struct node *read_page(struct reader *r, struct str path, struct str text,
                              struct front *front)
{
    struct saved_page page = page_read(r->arena, text, &r->scopes);
    if (page.truncated)
        warn(r, path, 0, "nested deeper, or made of more parts, than is read: some of it is left out");
    *front = page.front;
    return page.root;
}

static void warn_at(void *ctx, uint32_t line, const char *message)
{
    struct reader *r = ctx;
    warn(r, r->path, line, message);
}

/* Markdown behind its front matter; *scopes is filled. */
static struct node *parse(struct reader *r, struct str text, const struct front *front,
                          struct scopes *scopes, bool *truncated)
{
    return dialect_parse(str_skip(text, front->size), front->lines + 1, &r->translated, scopes,
                         truncated);
}

/* The tree of an included file: see include_host. What is wrong in it is said when it is read as a
 * document. */
static struct node *read_included(void *ctx, struct str path, const char **why)
{
    struct reader *r = ctx;
    struct err err = {0};
    struct buf bytes = BUF_INIT(INCLUDE_FILE_MAX), decoded = BUF_INIT(INCLUDE_FILE_MAX * 3);
    struct node *root = NULL;
    char *real = real_path(r, path, why);
    struct stat st = {0};
    bool large = real && stat(real, &st) == 0 && S_ISREG(st.st_mode) &&
                 st.st_size > INCLUDE_FILE_MAX;
    if (real && !large && io_read_file(real, &bytes, &err) == 0) {
        struct scopes scopes = {.arena = r->arena};
        bool truncated;
        struct str text = decode_text(buf_str(&bytes), &decoded).text;
        struct front front = front_read(r->arena, text);
        root = parse(r, text, &front, &scopes, &truncated);
        r->included = arena_grow(r->arena, r->included, r->included_count, &r->included_cap,
                                 sizeof *r->included);
        r->included[r->included_count++] = (struct included){root, front};
    }
    if (real && !root)
        *why = large && walk_is_document(path) ? NULL : "cannot be read";
    add_need(r, NEED_CONTENT, path, reader_need_state(r, NEED_CONTENT, path));
    buf_release(&bytes);
    buf_release(&decoded);
    free(real);
    return root;
}

static void extract_from(struct reader *r, struct str path, const struct front *front,
                         struct node *root, const struct scopes *scopes, struct extracted *out)
{
    if (!r->cues) /* not before: a refresh may read nothing */
        r->cues = cues_new();
    const struct extract_input in = {
        .source = r->o.source,
        .path = path,
        .base_url = r->o.base_url,
        .front = front,
        .root = root,
        .scopes = scopes,
        .cues = r->cues,
        .exists = document_exists,
        .exists_ctx = r,
    };
    extract(r->arena, &in, out);
}

/* See include_host: would the file, read as a document, give entries? */
static bool stands_alone(void *ctx, struct str path, struct node *tree)
{
    struct reader *r = ctx;
    struct extracted found;
    size_t i = r->included_count;
    if (r->o.single || !walk_is_document(path))
        return false;
    while (i > 0 && r->included[i - 1].root != tree)
        i--;
    extract_from(r, path, &r->included[i - 1].front, tree, NULL, &found);
    return found.count > 0;
}

static struct node *read_tree(struct reader *r, struct str text, const struct front *front)
{
    bool truncated;
    r->scopes = (struct scopes){.arena = r->arena, .warn = warn_at, .warn_ctx = r};
    struct node *root = parse(r, text, front, &r->scopes, &truncated);
    if (root && truncated)
        warn_at(r, 0, "nested deeper, or made of more parts, than is read: some of it is left out");
    const struct include_host host = {r->arena, r, read_included, stands_alone, warn_at};
    if (root)
        include_resolve(&host, r->path, root);
    return root;
}

int reader_read(struct reader *r, struct str path, struct read_document *out)
{
    map_free(r->needed);
    r->needed = map_new();
    r->needs = NULL;
    r->need_count = r->need_cap = 0;
    r->included = NULL;
    r->included_count = r->included_cap = 0;
    r->path = path;
    r->scopes = (struct scopes){.arena = r->arena};
    struct str text = read_text(r, path);
    struct front front = {0};
    struct node *root = NULL;
    if (page_is(path)) {
        root = read_page(r, path, text, &front);
    } else {
        front = front_read(r->arena, text);
        if (front.bad)
            warn(r, path, front.bad_line, front.bad);
        root = read_tree(r, text, &front);
    }
    if (!root) {
        warn(r, path, 0, "could not be parsed: not read");
        return -1;
    }
    struct extracted found;
    extract_from(r, path, &front, root, &r->scopes, &found);
    if (found.cut)
        warn(r, path, 0, "more headings or problems than one document may have: the rest is left out");
    *out = (struct read_document){
        .document = {.path = path,
                     .title = found.title,
                     .language = found.language,
                     .date = found.date,
                     .url = found.url,
                     .needs = r->needs,
                     .need_count = r->need_count},
        .entries = found.entries,
        .count = found.count,
    };
    return 0;
}
