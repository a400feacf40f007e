/*
 * extract_fixture.h - documents in, entries out as text: for the tests of the extractor.
 *
 * An entry is written as one line for each of its parts that is not empty:
 *   kind id (without source) | title
 *   M message template    C code    c code that is only mentioned
 *   ? cause    ! remedy   (line feeds as /)    @ facet=value    > alias
 */
#ifndef TEST_EXTRACT_FIXTURE_H
#define TEST_EXTRACT_FIXTURE_H

#include "base/mem.h"
#include "import/read/dialect.h"
#include "import/extract/extract.h"
#include "import/read/markdown.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static inline void put_line(struct buf *out, const char *mark, struct str text)
{
    if (!text.n)
        return;
    buf_puts(out, mark);
    for (size_t i = 0; i < text.n; i++)
        buf_putc(out, text.p[i] == '\n' ? '/' : text.p[i]);
    buf_putc(out, '\n');
}

static inline void put_entry(const struct entry *e, struct buf *out)
{
    struct str id = e->id;
    buf_printf(out, "%s %.*s | %.*s\n", entry_kind_name(e->kind),
               STR_ARG(str_skip(id, str_find_char(id, '#') + 1)), STR_ARG(e->title));
    for (size_t i = 0; i < e->signature_count; i++) {
        const struct signature *s = &e->signatures[i];
        put_line(out, s->kind == SIGNATURE_MESSAGE ? "M " : s->mentioned ? "c " : "C ", s->text);
    }
    put_line(out, "? ", e->cause);
    put_line(out, "! ", e->remedy);
    for (size_t i = 0; i < e->facet_count; i++)
        buf_printf(out, "@ %.*s=%.*s\n", STR_ARG(e->facets[i].name), STR_ARG(e->facets[i].value));
    for (size_t i = 0; i < e->alias_count; i++)
        put_line(out, "> ", str_skip(e->aliases[i], str_find_char(e->aliases[i], '#') + 1));
}

struct fixture {
    struct arena *arena;
    struct cues *cues;
    struct buf text, out;
};

static inline bool exists(void *ctx, struct str path)
{
    (void)ctx;
    return str_eq(path, STR("d/other.md"));
}

static inline void run(struct fixture *f, const char *path, const char *document, struct extracted *out)
{
    struct scopes scopes = {.arena = f->arena};
    bool truncated;
    struct str text = arena_dup(f->arena, str_of(document));
    struct front front = front_read(f->arena, text);
    struct extract_input in = {
        .source = STR("s"),
        .path = str_of(path),
        .front = &front,
        .root = dialect_parse(str_skip(text, front.size), front.lines + 1, &f->text, &scopes,
                              &truncated),
        .scopes = &scopes,
        .cues = f->cues,
        .exists = exists,
    };
    assert_non_null(in.root);
    extract(f->arena, &in, out);
}

static inline int set_up(void **state)
{
    struct fixture *f = mem_zalloc(1, sizeof *f);
    f->arena = arena_new();
    f->cues = cues_new();
    buf_init(&f->text, 1 << 20);
    buf_init(&f->out, 1 << 20);
    *state = f;
    return 0;
}

static inline int tear_down(void **state)
{
    struct fixture *f = *state;
    arena_free(f->arena);
    cues_free(f->cues);
    buf_release(&f->text);
    buf_release(&f->out);
    mem_free(f);
    return 0;
}

struct form {
    const char *comment;
    const char *document;
    const char *want;
    const char *path; /* NULL: d/troubleshoot-things.md */
};

static inline void check(struct fixture *f, const struct form *forms, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct extracted got;
        buf_clear(&f->out);
        run(f, forms[i].path ? forms[i].path : "d/troubleshoot-things.md", forms[i].document, &got);
        for (size_t k = 0; k < got.count; k++)
            put_entry(&got.entries[k], &f->out);
        if (strcmp(buf_cstr(&f->out), forms[i].want) != 0)
            print_error("form: %s\n", forms[i].comment);
        assert_string_equal(buf_cstr(&f->out), forms[i].want);
        arena_reset(f->arena);
    }
}

#endif
