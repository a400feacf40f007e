/*
 * accuracy_pictures - draws the reliability diagram and the risk-coverage curves of
 * docs/accuracy.md.
 *
 *     accuracy_pictures FOLDER NAME=REPORT.json...      (1 to 4, as errkb eval --json printed them)
 */
#include "base/io.h"
#include "pictures.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

enum { PICTURE_MAX = 1 << 20 };

typedef void draw_picture(struct buf *out, const struct series *all, size_t count);

static int write_picture(const char *folder, const char *name, draw_picture *draw,
                         const struct series *all, size_t count, struct err *err)
{
    struct buf out = BUF_INIT(PICTURE_MAX), path = BUF_INIT(4096);
    buf_printf(&path, "%s/%s", folder, name);
    draw(&out, all, count);
    int fd = open(buf_cstr(&path), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    int result = fd < 0 ? err_set(err, ERR_IO, "%s: cannot be written", buf_cstr(&path))
                        : io_write_fd(fd, buf_str(&out), name, NULL, err);
    if (fd >= 0)
        close(fd);
    buf_release(&out);
    buf_release(&path);
    return result;
}

int main(int argc, char **argv)
{
    static struct series all[SERIES_MAX];
    struct err err;
    size_t count = argc > 2 ? (size_t)argc - 2 : 0;
    if (count == 0 || count > SERIES_MAX) {
        fputs("usage: accuracy_pictures FOLDER NAME=REPORT.json...\n", stderr);
        return 2;
    }
    for (size_t i = 0; i < count; i++)
        if (series_read(argv[i + 2], &all[i], &err) != 0)
            goto trouble;
    if (write_picture(argv[1], "reliability.svg", draw_reliability, all, count, &err) == 0 &&
        write_picture(argv[1], "risk-coverage.svg", draw_risk_coverage, all, count, &err) == 0)
        return 0;
trouble:
    fprintf(stderr, "accuracy_pictures: %s\n", err.message);
    return 2;
}
