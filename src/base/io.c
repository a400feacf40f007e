#include "base/io.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { READ_STEP = 64 * 1024 };

static int too_large(const char *name, size_t max, struct err *err)
{
    return err_set(err, ERR_INVALID, "%s: larger than %zu bytes: split it or give less of it", name,
                   max);
}

int io_read_fd(int fd, const char *name, struct buf *out, struct err *err)
{
    char step[READ_STEP];
    for (;;) {
        ssize_t n = read(fd, step, sizeof step);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return err_sys(err, errno, "%s: cannot be read", name);
        if (n == 0)
            return 0;
        buf_put(out, str_n(step, (size_t)n));
        if (out->cut)
            return too_large(name, out->max, err);
    }
}

int io_read_file(const char *path, struct buf *out, struct err *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0)
        return err_sys(err, errno, "%s: cannot be opened", path);
    int result = -1;
    struct stat st;
    if (fstat(fd, &st) != 0)
        err_sys(err, errno, "%s: cannot be read", path);
    else if (!S_ISREG(st.st_mode))
        err_set(err, ERR_INVALID, "%s: not a regular file", path);
    else if ((uint64_t)st.st_size > out->max)
        too_large(path, out->max, err);
    else
        result = io_read_fd(fd, path, out, err);
    close(fd);
    return result;
}

int io_write_fd(int fd, struct str s, const char *name, int *errno_out, struct err *err)
{
    while (s.n) {
        ssize_t n = write(fd, s.p, s.n);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            if (errno_out)
                *errno_out = errno;
            return err_sys(err, errno, "%s: cannot be written", name);
        }
        s = str_skip(s, (size_t)n);
    }
    return 0;
}
