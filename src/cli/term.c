#include "cli/term.h"

#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

static size_t columns(bool terminal)
{
    struct winsize size;
    uint64_t set;
    if (terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col)
        return size.ws_col;
    if (str_u64(str_of(getenv("COLUMNS")), 10, &set) && set && set < 10000)
        return (size_t)set;
    return 0;
}

/* no-color.org: any value but the empty one. A terminal that can do nothing says so. */
static bool wants_color(void)
{
    const char *no_color = getenv("NO_COLOR");
    const char *terminal = getenv("TERM");
    return !(no_color && no_color[0]) && terminal && strcmp(terminal, "dumb") != 0;
}

void term_options(unsigned color, struct report_options *o)
{
    bool terminal = isatty(STDOUT_FILENO);
    o->width = report_width(columns(terminal));
    o->color =
        color == TERM_COLOR_ALWAYS || (color == TERM_COLOR_AUTO && terminal && wants_color());
}
