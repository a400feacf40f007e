#include "cli/home.h"

#include <stdlib.h>

/* The XDG specification: a value that is empty or no absolute path counts as not set. */
static const char *absolute(const char *variable)
{
    const char *value = getenv(variable);
    return value && value[0] == '/' ? value : NULL;
}

void home_kb(struct buf *path, bool *chosen)
{
    const char *kb = getenv("ERRKB_KB");
    const char *data = absolute("XDG_DATA_HOME");
    const char *home = absolute("HOME");
    if (chosen)
        *chosen = kb && kb[0];
    if (kb && kb[0])
        buf_puts(path, kb);
    else if (data)
        buf_printf(path, "%s/errkb/kb.sqlite", data);
    else if (home)
        buf_printf(path, "%s/.local/share/errkb/kb.sqlite", home);
}
