/*
 * A forged index behind sound tables. The input: one byte that chooses the query, then changes of
 * eight bytes each: section, how (1: one byte, else four), offset (16 bits), value (32 bits), all
 * little-endian and modulo what there is. fuzz_kb forges the file below it.
 */
#include "base/io.h"
#include "match/index.h"
#include "tests/support/must.h"
#include "tests/support/small_kb.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { IMAGE_MAX = 64 << 20, CHANGE = 8, PARTS_MAX = 64 };

/* Where the pieces of the sections stand in the image. */
struct part {
    size_t section, at, offset, n;
};

static struct buf image = BUF_INIT(IMAGE_MAX);
static struct part parts[PARTS_MAX];
static size_t part_count;

static void find_parts(struct kb *kb)
{
    struct err err;
    for (size_t i = 0; i < INDEX_SECTIONS; i++) {
        size_t size;
        must(kb_section_size(kb, index_section_names[i], &size, &err) == 0);
        for (size_t at = 0; at < size; at += KB_SECTION_STEP) {
            char bytes[KB_SECTION_STEP];
            size_t n = min_size(size - at, sizeof bytes);
            must(kb_section_read(kb, index_section_names[i], at, bytes, n, &err) == 0);
            size_t offset = str_find(buf_str(&image), str_n(bytes, n));
            must(offset != STR_NOT_FOUND && part_count < PARTS_MAX);
            parts[part_count++] = (struct part){i, at, offset, n};
        }
    }
}

/* Through a file, since that is how an image is made. */
static void make_image(void)
{
    struct err err;
    char folder[] = "/tmp/errkb-fuzz-XXXXXX";
    must(mkdtemp(folder) != NULL);
    struct buf path = BUF_INIT(100);
    buf_printf(&path, "%s/image", folder);
    struct kb *kb = small_kb_begin(&err);
    must(kb && kb_commit(kb, &err) == 0 && kb_export_image(kb, buf_cstr(&path), &err) == 0);
    must(io_read_file(buf_cstr(&path), &image, &err) == 0);
    find_parts(kb);
    kb_close(kb);
    unlink(buf_cstr(&path));
    rmdir(folder);
    buf_release(&path);
}

static void change(struct buf *copy, const uint8_t *c)
{
    size_t section = c[0] % INDEX_SECTIONS, size = c[1] == 1 ? 1 : 4;
    size_t at = (size_t)(c[2] | c[3] << 8) * size;
    size_t whole = 0;
    for (size_t i = 0; i < part_count; i++)
        if (parts[i].section == section)
            whole += parts[i].n;
    at = whole ? at % whole : 0;
    for (size_t i = 0; i < part_count; i++) {
        const struct part *p = &parts[i];
        if (p->section == section && at >= p->at && at + size <= p->at + p->n)
            memcpy(copy->p + p->offset + (at - p->at), c + 4, size);
    }
}

static void check_answer(const struct answer *answer, size_t query_size)
{
    for (size_t i = 0; i < answer->match_count; i++) {
        const struct match *m = &answer->matches[i];
        must(m->confidence >= 0 && m->confidence <= 1);
        must(m->span_start <= m->span_end && m->span_end <= query_size);
        must(utf8_valid(m->pattern) == m->pattern.n);
        for (size_t k = 0; k < m->term_count; k++)
            must(utf8_valid(m->terms[k].term) == m->terms[k].term.n);
    }
    must(utf8_valid(answer->explain) == answer->explain.n);
    must(utf8_valid(answer->ask.question) == answer->ask.question.n);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct err err = {0};
    if (!image.n)
        make_image();
    struct buf copy = BUF_INIT(IMAGE_MAX);
    buf_put(&copy, buf_str(&image));
    for (size_t i = 1; i + CHANGE <= size; i += CHANGE)
        change(&copy, data + i);
    struct kb *kb = kb_open_image(copy.p, copy.n, "fuzz", &err);
    must(kb != NULL); /* only its sections changed */
    struct matcher *m = matcher_new(&kb, 1, &err);
    must(m || err.message[0]);
    if (m) {
        const struct facet client = {STR("client"), STR("web"), STR_NONE};
        const char *text = small_queries[size ? data[0] % ARRAY_LEN(small_queries) : 0];
        struct matcher_query q = {.text = str_of(text), .limit = 5, .explain = true,
                                  .facets = &client, .facet_count = size && data[0] >= 128};
        struct arena *a = arena_new();
        struct answer answer;
        if (matcher_run(m, &q, a, &answer, &err) == 0)
            check_answer(&answer, q.text.n);
        else
            must(err.message[0] != '\0');
        arena_free(a);
    }
    matcher_free(m);
    kb_close(kb);
    buf_release(&copy);
    return 0;
}
