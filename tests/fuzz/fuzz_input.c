/* Any bytes as a log: packed, in any encoding and format. Records are valid text, in order, and
 * nothing that was read of them is lost: the first byte says what is asked for. */
#include "scan/input.h"
#include "tests/support/must.h"
#include "text/utf8.h"

#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_record(const struct record *r, const struct block *b, uint64_t after)
{
    must(utf8_valid(r->text) == r->text.n && utf8_valid(r->origin) == r->origin.n);
    must(r->text.n <= RECORD_TEXT_MAX * 3 && r->lines >= 1 && r->line >= after);
    must(r->raw.p >= b->bytes.p && r->raw.p + r->raw.n <= b->bytes.p + b->bytes.n);
    for (size_t i = 0; i < r->field_count; i++)
        must(utf8_valid(r->fields[i].name) == r->fields[i].name.n &&
             utf8_valid(r->fields[i].value) == r->fields[i].value.n);
}

static void check_block(struct block *b)
{
    struct arena *a = arena_new();
    struct line_place hint = {0, b->first_line, 0};
    uint64_t line = b->first_line;
    struct record r;
    block_parse(b);
    for (size_t i = 0; i < b->record_count; i++) {
        check_record(&b->records[i], b, line);
        line = b->records[i].line;
    }
    for (size_t at = 0; b->plain && at < b->bytes.n;) {
        r = record_at(b, at, &hint, a);
        check_record(&r, b, line);
        must(r.raw.p == b->bytes.p + at); /* one begins where the one before it ended */
        line = r.line;
        size_t next = record_end(b, &r);
        must(next > at && next <= b->bytes.n);
        at = next;
        arena_reset(a);
    }
    arena_free(a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!size)
        return 0;
    struct err err;
    char path[64];
    const char *const paths[] = {path};
    const struct format *format = format_at(data[0] & 15);
    struct input_options o = {.paths = paths,
                              .path_count = 1,
                              .stop_fd = -1,
                              .format = format ? format->name : NULL,
                              .text = data[0] & 16,
                              .each_line = data[0] & 32,
                              .field = data[0] & 64 ? "message" : NULL};
    int fd = memfd_create("log", MFD_CLOEXEC);
    must(fd >= 0 && write(fd, data + 1, size - 1) == (ssize_t)(size - 1));
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    struct inputs *in = inputs_open(&o, &err);
    struct block *b;
    must(in != NULL);
    while (inputs_next(in, &b) == 1) {
        check_block(b);
        block_release(b);
    }
    inputs_free(in);
    close(fd);
    return 0;
}
