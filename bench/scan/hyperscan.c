/*
 * hyperscan.c - Hyperscan alone over a log: how fast, and on how many lines.
 *
 *     hyperscan EXPRESSIONS LOG
 *
 * One expression a line; those it cannot compile are left out. Blocks of 1 MiB, whole lines. Prints
 * "bytes seconds lines compile-seconds". Not part of errkb: it is what errkb is measured against.
 */
#include <hs/hs.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { BLOCK = 1 << 20 };

struct seen {
    const char *block;
    size_t n, line_end; /* of the last line that counted */
    unsigned long long lines;
};

static int found(unsigned id, unsigned long long from, unsigned long long to, unsigned flags,
                 void *ctx)
{
    struct seen *s = ctx;
    (void)id;
    (void)from;
    (void)flags;
    if (to <= s->line_end)
        return 0;
    const char *end = memchr(s->block + to, '\n', s->n - to);
    s->line_end = end ? (size_t)(end - s->block) : s->n;
    s->lines++;
    return 0;
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static hs_database_t *compile(const char *path)
{
    FILE *f = fopen(path, "r");
    char **expressions = NULL, *line = NULL;
    unsigned *flags = NULL, *ids = NULL, count = 0;
    size_t room = 0;
    while (f && getline(&line, &room, f) > 0) {
        line[strcspn(line, "\n")] = '\0';
        hs_compile_error_t *error = NULL;
        hs_expr_info_t *info = NULL;
        if (!*line || hs_expression_info(line, 0, &info, &error) != HS_SUCCESS) {
            hs_free_compile_error(error);
            continue;
        }
        free(info);
        expressions = realloc(expressions, (count + 1) * sizeof *expressions);
        flags = realloc(flags, (count + 1) * sizeof *flags);
        ids = realloc(ids, (count + 1) * sizeof *ids);
        expressions[count] = strdup(line);
        flags[count] = HS_FLAG_ALLOWEMPTY;
        ids[count] = count;
        count++;
    }
    hs_database_t *db = NULL;
    hs_compile_error_t *error = NULL;
    if (hs_compile_multi((const char *const *)expressions, flags, ids, count, HS_MODE_BLOCK, NULL,
                         &db, &error) != HS_SUCCESS) {
        fprintf(stderr, "%s\n", error->message);
        exit(2);
    }
    return db;
}

int main(int argc, char **argv)
{
    if (argc != 3)
        return 2;
    double begin = now();
    hs_database_t *db = compile(argv[1]);
    double compiled = now() - begin;
    hs_scratch_t *scratch = NULL;
    if (hs_alloc_scratch(db, &scratch) != HS_SUCCESS)
        return 2;
    int fd = open(argv[2], O_RDONLY);
    struct stat st;
    if (fd < 0 || fstat(fd, &st) != 0)
        return 2;
    char *buffer = malloc(BLOCK);
    size_t kept = 0, total = 0;
    unsigned long long lines = 0;
    begin = now();
    for (;;) {
        ssize_t got = read(fd, buffer + kept, BLOCK - kept);
        if (got < 0)
            return 2;
        size_t n = kept + (size_t)got, whole = n;
        while (got > 0 && whole > 0 && buffer[whole - 1] != '\n')
            whole--;
        if (whole == 0)
            whole = n;
        struct seen s = {.block = buffer, .n = whole};
        hs_scan(db, buffer, (unsigned)whole, 0, scratch, found, &s);
        lines += s.lines;
        total += whole;
        kept = n - whole;
        memmove(buffer, buffer + whole, kept);
        if (got == 0)
            break;
    }
    printf("%zu %.3f %llu %.3f\n", total, now() - begin, lines, compiled);
    return 0;
}
