/*
 * replay.c - runs a fuzz target over files and folders of seeds: any compiler, no libFuzzer.
 */
#include "base/buf.h"
#include "base/io.h"

#include <dirent.h>
#include <stdio.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { SEED_MAX = 64 << 20 };

static size_t replay_file(const char *path)
{
    struct buf b = BUF_INIT(SEED_MAX);
    struct err err;
    size_t done = 0;
    if (io_read_file(path, &b, &err) == 0) {
        LLVMFuzzerTestOneInput((const uint8_t *)buf_cstr(&b), b.n);
        done = 1;
    } else {
        fprintf(stderr, "%s\n", err.message);
    }
    buf_release(&b);
    return done;
}

static size_t replay(const char *path)
{
    DIR *folder = opendir(path);
    if (!folder)
        return replay_file(path);
    size_t done = 0;
    struct dirent *d;
    while ((d = readdir(folder))) {
        if (d->d_name[0] == '.')
            continue;
        struct buf name = BUF_INIT(4096);
        buf_printf(&name, "%s/%s", path, d->d_name);
        done += replay_file(buf_cstr(&name));
        buf_release(&name);
    }
    closedir(folder);
    return done;
}

int main(int argc, char **argv)
{
    size_t done = 0;
    for (int i = 1; i < argc; i++)
        done += replay(argv[i]);
    printf("%zu seeds replayed\n", done);
    return done ? 0 : 1;
}
