#include "base/path.h"

/* What stands at `at` of a name: its end comes before any byte. */
static int byte_at(struct str path, size_t at)
{
    return at < path.n && path.p[at] != '/' ? (unsigned char)path.p[at] : -1;
}

int path_compare(struct str a, struct str b)
{
    size_t at = 0;
    while (at < a.n && at < b.n && a.p[at] == b.p[at])
        at++;
    if (at == a.n && at == b.n)
        return 0;
    bool a_in_folder = str_find_char(str_skip(a, at), '/') != STR_NOT_FOUND;
    bool b_in_folder = str_find_char(str_skip(b, at), '/') != STR_NOT_FOUND;
    if (a_in_folder != b_in_folder)
        return a_in_folder ? 1 : -1;
    int x = byte_at(a, at), y = byte_at(b, at);
    return (x > y) - (x < y);
}
