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

int helper_import(int argc, char **argv)
{
    /* In the build folder, below an install prefix (wherever it was moved), where it was installed.
     */
    static const char *const places[] = {"%s/errkb-import", "%s/../libexec/errkb/errkb-import"};
    struct buf folder = BUF_INIT(PATH_MAX);
    struct buf path = BUF_INIT((size_t)PATH_MAX * 2);
    (void)argc;
    out_flush();
    own_folder(&folder);
    for (size_t i = 0; i < ARRAY_LEN(places) && folder.n; i++) {
        buf_clear(&path);
        buf_printf(&path, places[i], buf_cstr(&folder));
        execv(buf_cstr(&path), argv);
    }
    execv(ERRKB_LIBEXECDIR "/errkb-import", argv);
    out_error("%s: the program errkb-import cannot be started (%s): it belongs beside errkb or "
              "in %s",
              argv[0], strerror(errno), ERRKB_LIBEXECDIR);
    buf_release(&folder);
    buf_release(&path);
    return STATUS_TROUBLE;
}
