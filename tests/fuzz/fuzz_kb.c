/*
 * A knowledge base that somebody has tampered with. The input is a list of changes to a good one,
 * four bytes each: offset (24 bits, little-endian, modulo the size) and the byte to put there; or,
 * when it begins like a SQLite file, the whole of it.
 */
#include "base/io.h"
#include "store/kb.h"

#include <stdlib.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { ENTRIES = 8, PATCH = 4 };

static struct buf base = BUF_INIT(64 << 20);
static int64_t first_row; /* of its entries */

static void must(bool good, const struct err *err)
{
    if (!good) {
        (void)err; /* for the debugger */
        abort();
    }
}

static void put_entries(struct kb *kb)
{
    struct err err = {0};
    int64_t source, document;
    const struct source s = {.name = STR("s")};
    struct need need = {NEED_CONTENT, STR("i.md"), 1};
    struct page page = {STR("p.md"), STR("https://example.com/")};
    const struct document d = {.path = STR("a.md"), .title = STR("A"), .needs = &need,
                               .need_count = 1, .pages = &page, .page_count = 1};
    must(kb_put_source(kb, &s, &source, &err) == 0, &err);
    must(kb_put_document(kb, source, &d, &document, &err) == 0, &err);
    struct arena *a = arena_new();
    for (int i = 0; i < ENTRIES; i++) {
        struct signature code = {SIGNATURE_CODE, arena_printf(a, "%d", 2607 + i), false, 1};
        struct facet facet = {STR("client"), STR("web"), STR("Web client")};
        struct str alias = arena_printf(a, "s/a.md#a%d", i);
        struct entry e = {.id = arena_printf(a, "s/a.md#%d", i),
                          .title = STR("A title"),
                          .cause = STR("A cause."),
                          .remedy = arena_printf(a, "%01000d", i),
                          .signatures = &code,
                          .signature_count = 1,
                          .facets = &facet,
                          .facet_count = 1,
                          .aliases = &alias,
                          .alias_count = 1};
        must(kb_put_entry(kb, document, &e, &err) == 0, &err);
        must(kb_find(kb, e.id, &first_row, &err) == 0, &err);
        must(kb_put_terms(kb, first_row, STR("the terms"), &err) == 0, &err);
    }
    first_row -= ENTRIES - 1;
    must(kb_put_moved(kb, STR("s/a.md#old"), STR("s/a.md#1"), &err) == 0, &err);
    must(kb_put_section(kb, "index", arena_printf(a, "%09000d", 1), &err) == 0, &err);
    must(kb_commit(kb, &err) == 0, &err);
    arena_free(a);
}

/* The good KB, through a file since that is how an image is made. */
static void make_base(void)
{
    struct err err = {0};
    char folder[] = "/tmp/errkb-fuzz-XXXXXX";
    must(mkdtemp(folder) != NULL, &err);
    struct buf path = BUF_INIT(100);
    buf_printf(&path, "%s/image", folder);
    struct kb *kb = kb_begin(NULL, &err);
    must(kb != NULL, &err);
    put_entries(kb);
    must(kb_export_image(kb, buf_cstr(&path), &err) == 0, &err);
    must(io_read_file(buf_cstr(&path), &base, &err) == 0, &err);
    kb_close(kb);
    unlink(buf_cstr(&path));
    rmdir(folder);
    buf_release(&path);
}

static int touch(void *ctx, const struct kb_entry *e)
{
    size_t *sum = ctx;
    for (size_t i = 0; i < e->entry.signature_count; i++)
        *sum += e->entry.signatures[i].text.n;
    *sum += e->entry.remedy.n + e->source.n;
    return 0;
}

static int touch_document(void *ctx, int64_t row, const struct document *d)
{
    size_t *sum = ctx;
    for (size_t i = 0; i < d->need_count; i++)
        *sum += d->needs[i].path.n + (size_t)row;
    for (size_t i = 0; i < d->page_count; i++)
        *sum += d->pages[i].url.n;
    return 0;
}

static int touch_terms(void *ctx, const struct kb_terms *t)
{
    *(size_t *)ctx += t->data.n + t->path.n;
    return 0;
}

static void read_all(struct kb *kb)
{
    struct err err = {0};
    struct arena *a = arena_new();
    struct kb_stats stats;
    struct kb_entry e;
    size_t sum = 0, size = 0;
    int64_t row;
    char bytes[500];
    int result = kb_stats(kb, &stats, &err) | kb_each(kb, touch, &sum, &err) |
                 kb_find(kb, STR("a.md#a3"), &row, &err) | kb_find(kb, STR("a.md#old"), &row, &err);
    result |= kb_each_document(kb, 1, touch_document, &sum, &err);
    result |= kb_each_terms(kb, a, touch_terms, &sum, &err);
    for (row = first_row - 1; row <= first_row + ENTRIES; row++)
        result |= kb_get(kb, row, a, &e, &err);
    result |= kb_section_size(kb, "index", &size, &err);
    for (size_t at = 0; at < min_size(size, 20000); at += sizeof bytes)
        result |= kb_section_read(kb, "index", at, bytes, min_size(size - at, sizeof bytes), &err);
    must(result >= 0 || err.message[0], &err);
    arena_free(a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct err err = {0};
    if (!base.n)
        make_base();
    bool whole = size >= 16 && memcmp(data, "SQLite format 3", 16) == 0;
    struct buf image = BUF_INIT(64 << 20);
    buf_put(&image, whole ? str_n((const char *)data, size) : buf_str(&base));
    for (size_t i = 0; !whole && i + PATCH <= size; i += PATCH) {
        size_t at = data[i] | (size_t)data[i + 1] << 8 | (size_t)data[i + 2] << 16;
        image.p[at % image.n] = (char)data[i + 3];
    }
    struct kb *kb = kb_open_image(image.p, image.n, "fuzz", &err);
    must(kb || err.message[0], &err);
    if (kb)
        read_all(kb);
    kb_close(kb);
    buf_release(&image);
    return 0;
}
