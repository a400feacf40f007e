#include "base/path.h"

struct str path_name(struct str path)
{
    size_t slash = str_rfind_char(path, '/');
    return slash == STR_NOT_FOUND ? path : str_skip(path, slash + 1);
}

struct str path_folder(struct str path)
{
    size_t slash = str_rfind_char(path, '/');
    return str_slice(path, 0, slash == STR_NOT_FOUND ? 0 : slash);
}

/* What stands at `at` of a name: its end comes before any byte. */
static int byte_at(struct str path, size_t at)
{
    return at < path.n && path.p[at] != '/' ? (unsigned char)path.p[at] : -1;
}

/* How many bytes they begin with alike; eight at a time, since paths of a folder begin alike. */
static size_t common_prefix(struct str a, struct str b)
{
    size_t n = min_size(a.n, b.n), at = 0;
    for (uint64_t x, y; at + sizeof x <= n; at += sizeof x) {
        memcpy(&x, a.p + at, sizeof x);
        memcpy(&y, b.p + at, sizeof y);
        if (x != y)
            break;
    }
    while (at < n && a.p[at] == b.p[at])
        at++;
    return at;
}

int path_compare(struct str a, struct str b)
{
    size_t at = common_prefix(a, b);
    if (at == a.n && at == b.n)
        return 0;
    bool a_in_folder = str_find_char(str_skip(a, at), '/') != STR_NOT_FOUND;
    bool b_in_folder = str_find_char(str_skip(b, at), '/') != STR_NOT_FOUND;
    if (a_in_folder != b_in_folder)
        return a_in_folder ? 1 : -1;
    int x = byte_at(a, at), y = byte_at(b, at);
    return (x > y) - (x < y);
}
