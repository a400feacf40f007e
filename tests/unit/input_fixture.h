/* input_fixture.h - inputs read to their end, their records as lines of text that tests compare. */
#ifndef INPUT_FIXTURE_H
#define INPUT_FIXTURE_H

#include "base/buf.h"
#include "scan/input.h"
#include "tests/unit/folder.h"
#include "tests/unit/unit.h"

static inline void write_file(const char *path, struct str bytes)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes.p, 1, bytes.n, f), bytes.n);
    assert_int_equal(fclose(f), 0);
}

static const char level_letters[] = "-DIWEF";

/* LINE(+FURTHER)? TIME LEVEL [ORIGIN] TEXT: line ends in the text are shown as a bar. */
static inline void put_record(struct buf *out, const struct record *r)
{
    buf_printf(out, "%llu", (unsigned long long)r->line);
    if (r->lines > 1)
        buf_printf(out, "+%u", r->lines - 1);
    if (r->time == RECORD_NO_TIME)
        buf_puts(out, " -");
    else
        buf_printf(out, " %lld.%03lld", (long long)(r->time / 1000000),
                   (long long)(r->time / 1000 % 1000));
    buf_printf(out, " %c [%.*s] ", level_letters[r->level], STR_ARG(r->origin));
    for (size_t i = 0; i < r->text.n; i++)
        buf_putc(out, r->text.p[i] == '\n' ? '|' : r->text.p[i]);
    if (r->cut)
        buf_printf(out, " (%llu cut)", (unsigned long long)r->cut);
    buf_putc(out, '\n');
}

static inline void put_block(struct buf *out, struct block *b, struct arena *a)
{
    struct line_place hint = {0, b->first_line, 0};
    struct record r;
    block_parse(b);
    for (size_t i = 0; i < b->record_count; i++)
        put_record(out, &b->records[i]);
    for (size_t at = 0; b->plain && at < b->bytes.n; at = record_end(b, &r)) {
        r = record_at(b, at, &hint, a);
        assert_true(r.raw.p + r.raw.n > b->bytes.p + at || r.raw.n == 0);
        put_record(out, &r);
        arena_reset(a);
    }
}

/* All records of all inputs; *status (may be NULL) that of the last. */
static inline void read_all(const struct input_options *o, struct buf *out,
                            struct input_status *status)
{
    struct err err;
    struct arena *a = arena_new();
    struct inputs *in = inputs_open(o, &err);
    struct block *b;
    if (!in)
        fail_msg("%s", err.message);
    uint64_t sequence = 0;
    while (inputs_next(in, &b) == 1) {
        assert_int_equal(b->sequence, sequence++);
        for (size_t i = 0; i < BLOCK_PADDING; i++)
            assert_int_equal(b->bytes.p[b->bytes.n + i], 0);
        put_block(out, b, a);
        block_release(b);
    }
    if (status && inputs_count(in)) {
        inputs_status(in, inputs_count(in) - 1, status);
        status->name = STR_NONE; /* it dies with the inputs */
        if (o->encoding && strcmp(status->encoding, o->encoding) == 0)
            status->encoding = o->encoding;
    }
    inputs_free(in);
    arena_free(a);
}

/* 2024-03-01 00:00:00 UTC */
#define SCAN_NOW (INT64_C(1709251200) * 1000000)

static inline struct input_options options_for(const char *const *paths, size_t count)
{
    return (struct input_options){.paths = paths,
                                  .path_count = count,
                                  .stop_fd = -1,
                                  .now = SCAN_NOW,
                                  .events = getenv("ERRKB_EVENTS")};
}

#endif
