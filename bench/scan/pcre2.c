/*
 * pcre2.c - PCRE2 alone over a log: every expression, compiled with its JIT, over each block.
 *
 *     pcre2 EXPRESSIONS LOG BYTES
 *
 * Only the first BYTES of the log, since it takes its time. Prints "bytes seconds matches". Not part
 * of errkb: it is what errkb is measured against.
 */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { BLOCK = 1 << 20, EXPRESSIONS_MAX = 200000 };

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
    if (argc != 4)
        return 2;
    FILE *f = fopen(argv[1], "r"), *log = fopen(argv[2], "r");
    char *line = NULL, *block = malloc(BLOCK);
    pcre2_code **codes = calloc(EXPRESSIONS_MAX, sizeof(pcre2_code *));
    size_t room = 0, count = 0, total = 0, most = strtoull(argv[3], NULL, 10), n;
    unsigned long long matches = 0;
    while (f && count < EXPRESSIONS_MAX && getline(&line, &room, f) > 0) {
        int error;
        PCRE2_SIZE at;
        line[strcspn(line, "\n")] = '\0';
        codes[count] = pcre2_compile((PCRE2_SPTR)line, PCRE2_ZERO_TERMINATED, 0, &error, &at, NULL);
        if (codes[count] && pcre2_jit_compile(codes[count], PCRE2_JIT_COMPLETE) == 0)
            count++;
    }
    pcre2_match_data *data = pcre2_match_data_create(8, NULL);
    double begin = now();
    while (log && total < most && (n = fread(block, 1, BLOCK, log)) > 0) {
        for (size_t i = 0; i < count; i++) {
            PCRE2_SIZE from = 0;
            while (pcre2_match(codes[i], (PCRE2_SPTR)block, n, from, 0, data, NULL) > 0) {
                PCRE2_SIZE end = pcre2_get_ovector_pointer(data)[1];
                from = end > from ? end : from + 1;
                matches++;
                if (from >= n)
                    break;
            }
        }
        total += n;
    }
    printf("%zu %.3f %llu\n", total, now() - begin, matches);
    return 0;
}
