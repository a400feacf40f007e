#include "serve/folders.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { PATH_BYTES_MAX = 4096 };

/* Below the folder, by the system's own rules: no way out through "..", links or mounts of /proc. */
static int open_below(const char *folder, const char *path)
{
    int at = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (at < 0)
        return -1;
    struct open_how how = {
        .flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY,
        .resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS,
    };
    int fd = (int)syscall(SYS_openat2, at, path, &how, sizeof how);
    close(at);
    return fd;
}

/* What of an absolute path is below the folder; "" when it is not. */
static const char *below(const char *folder, const char *path)
{
    size_t n = strlen(folder);
    while (n > 1 && folder[n - 1] == '/')
        n--;
    if (strncmp(folder, path, n) != 0 || (path[n] != '/' && n > 1))
        return "";
    path += n;
    while (*path == '/')
        path++;
    return path;
}

static int open_in(const char *folder, const char *path)
{
    if (path[0] != '/')
        return open_below(folder, path);
    char *whole = realpath(folder, NULL);
    const char *rest = below(folder, path);
    if (!rest[0] && whole)
        rest = below(whole, path);
    int fd = rest[0] ? open_below(folder, rest) : -1;
    free(whole);
    return fd;
}

int folders_open(const char *const *folders, size_t count, struct str path, struct err *err)
{
    char name[PATH_BYTES_MAX];
    if (count == 0)
        return err_set(err, ERR_INVALID, "no folder was allowed (--allow-dir): send the text itself");
    if (path.n == 0 || path.n >= sizeof name || memchr(path.p, '\0', path.n))
        return err_set(err, ERR_INVALID, "no such path");
    memcpy(name, path.p, path.n);
    name[path.n] = '\0';
    int fd = -1;
    for (size_t i = 0; i < count && fd < 0; i++)
        fd = open_in(folders[i], name);
    struct stat st;
    if (fd < 0)
        return err_set(err, ERR_INVALID, "%s: no readable file in the allowed folders", name);
    if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode))
        return fd;
    close(fd);
    return err_set(err, ERR_INVALID, "%s: not a regular file", name);
}
