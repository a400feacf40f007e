#include "import/read.h"

#include "base/io.h"
#include "base/mem.h"
#include "import/charset.h"
#include "import/dialect.h"
#include "import/import.h"
#include "import/markdown.h"
#include "import/page.h"
#include "text/decode.h"

#include <unistd.h>

struct reader {
    struct reader_options o;
    struct cues *cues;
    struct arena *arena; /* of one document */
    struct buf file, decoded, translated;
};

struct reader *reader_new(const struct reader_options *o)
{
    struct reader *r = mem_zalloc(1, sizeof *r);
    r->o = *o;
    r->cues = cues_new();
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

static bool document_exists(void *ctx, struct str path)
{
    struct reader *r = ctx;
    if (str_starts(path, STR("..")) || path.n > 1024)
        return false;
    struct str full = arena_printf(r->arena, "%.*s/%.*s", STR_ARG(r->o.root), STR_ARG(path));
    return access(full.p, F_OK) == 0;
}

uint64_t reader_need_state(struct reader *r, enum need_kind kind, struct str path)
{
    return kind == NEED_EXISTENCE && document_exists(r, path);
}

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
    struct saved_page page = page_read(r->arena, text);
    if (page.truncated)
        warn(r, path, 0, "nested deeper, or made of more parts, than is read: some of it is left out");
    *front = page.front;
    return page.root;
}

static struct node *read_tree(struct reader *r, struct str path, struct str text,
                              const struct front *front)
{
    struct dialect_report dialect;
    bool truncated;
    struct str body = dialect_translate(str_skip(text, front->size), &r->translated, &dialect);
    if (dialect.table_line)
        warn(r, path, front->lines + dialect.table_line,
             "a table with more than 128 columns: read as text");
    if (dialect.paragraph_line)
        warn(r, path, front->lines + dialect.paragraph_line,
             "a paragraph of more than 256 KiB: a line of it is left out");
    struct node *root = markdown_parse(r->arena, body, front->lines + 1, &truncated);
    if (root && truncated)
        warn(r, path, 0, "nested deeper, or made of more parts, than is read: some of it is left out");
    return root;
}

int reader_read(struct reader *r, struct str path, struct read_document *out)
{
    struct str text = read_text(r, path);
    struct front front = {0};
    struct node *root = NULL;
    if (page_is(path)) {
        root = read_page(r, path, text, &front);
    } else {
        front = front_read(r->arena, text);
        if (front.bad)
            warn(r, path, front.bad_line, front.bad);
        root = read_tree(r, path, text, &front);
    }
    if (!root) {
        warn(r, path, 0, "could not be parsed: not read");
        return -1;
    }
    struct extract_input in = {
        .source = r->o.source,
        .path = path,
        .base_url = r->o.base_url,
        .front = &front,
        .root = root,
        .cues = r->cues,
        .exists = document_exists,
        .exists_ctx = r,
    };
    struct extracted found;
    extract(r->arena, &in, &found);
    if (found.cut)
        warn(r, path, 0, "more headings or problems than one document may have: the rest is left out");
    *out = (struct read_document){
        .document = {.path = path,
                     .title = found.title,
                     .language = found.language,
                     .date = found.date,
                     .url = found.url},
        .entries = found.entries,
        .count = found.count,
    };
    return 0;
}
