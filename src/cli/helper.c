#include "cli/helper.h"

#include "base/buf.h"
#include "cli/cmd.h"
#include "cli/out.h"

#include <errno.h>
#include <limits.h>
#include <unistd.h>

/* The folder of this program, or "" when the system does not tell. */
static void own_folder(struct buf *out)
{
    char path[PATH_MAX];
    ssize_t n = readlink("/proc/self/exe", path, sizeof path);
    struct str whole = str_n(path, n > 0 && (size_t)n < sizeof path ? (size_t)n : 0);
    size_t slash = str_rfind_char(whole, '/');
    buf_put(out, slash == STR_NOT_FOUND ? STR_NONE : str_slice(whole, 0, slash));
}

bool helper_find(const char *name, struct buf *path)
{
    /* In the build folder, below an install prefix (wherever it was moved), where it was installed.
     */
    static const char *const places[] = {"%s/%s", "%s/../libexec/errkb/%s"};
    struct buf folder = BUF_INIT(PATH_MAX);
    bool found = false;
    own_folder(&folder);
    for (size_t i = 0; i < ARRAY_LEN(places) && folder.n && !found; i++) {
        buf_clear(path);
        buf_printf(path, places[i], buf_cstr(&folder), name);
        found = access(buf_cstr(path), X_OK) == 0;
    }
    if (!found) {
        buf_clear(path);
        buf_printf(path, "%s/%s", ERRKB_LIBEXECDIR, name);
        found = access(buf_cstr(path), X_OK) == 0;
    }
    buf_release(&folder);
    return found;
}

int helper_import(int argc, char **argv)
{
    struct buf path = BUF_INIT((size_t)PATH_MAX * 2);
    (void)argc;
    out_flush();
    if (helper_find("errkb-import", &path))
        execv(buf_cstr(&path), argv);
    out_error("%s: the program errkb-import cannot be started (%s): it belongs beside errkb or "
              "in %s",
              argv[0], strerror(errno), ERRKB_LIBEXECDIR);
    buf_release(&path);
    return STATUS_TROUBLE;
}
