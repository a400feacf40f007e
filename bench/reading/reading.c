/*
 * reading.c - reads logs as `errkb scan` does, and finds nothing in them: what reading itself
 * costs.
 *
 *     errkb-reading [-r] FILE...
 *
 * -r: every record is taken apart (its time, level, origin, text); else blocks are made, their
 * lines counted. Prints bytes, blocks, records, seconds of the processor and peak memory, tab
 * separated.
 */
#include "scan/input.h"

#include <stdio.h>
#include <sys/resource.h>

static uint64_t records_of(struct block *b, struct arena *a)
{
    struct line_place hint = {0, b->first_line, 0};
    struct record r;
    uint64_t count = 0;
    block_parse(b);
    for (size_t at = 0; b->plain && at < b->bytes.n; at = record_end(b, &r)) {
        r = record_at(b, at, &hint, a);
        count++;
        arena_reset(a);
    }
    return b->plain ? count : b->record_count;
}

static double seconds(struct timeval t)
{
    return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

int main(int argc, char **argv)
{
    bool records = argc > 1 && strcmp(argv[1], "-r") == 0;
    const struct input_options o = {.paths = (const char *const *)argv + 1 + records,
                                    .path_count = (size_t)(argc - 1 - records),
                                    .stop_fd = -1};
    struct err err;
    struct inputs *in = inputs_open(&o, &err);
    struct arena *a = arena_new();
    struct block *b;
    struct rusage use;
    uint64_t bytes = 0, blocks = 0, count = 0;
    if (!in) {
        fprintf(stderr, "%s\n", err.message);
        return 2;
    }
    for (; inputs_next(in, &b) == 1; blocks++) {
        bytes += b->bytes.n;
        count += records ? records_of(b, a) : 0;
        block_release(b);
    }
    inputs_free(in);
    arena_free(a);
    getrusage(RUSAGE_SELF, &use);
    printf("%llu\t%llu\t%llu\t%.3f\t%ld\n", (unsigned long long)bytes, (unsigned long long)blocks,
           (unsigned long long)count, seconds(use.ru_utime) + seconds(use.ru_stime), use.ru_maxrss);
    return 0;
}
