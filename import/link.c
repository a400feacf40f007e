#include "import/link.h"

enum { PARTS_MAX = 256 };

/* "https:", "mailto:" and the like; a drive letter is none. */
static bool has_scheme(struct str s)
{
    size_t n = 0;
    while (n < s.n && (ascii_is_alnum(s.p[n]) || s.p[n] == '+' || s.p[n] == '-' || s.p[n] == '.'))
        n++;
    return n > 1 && n < s.n && s.p[n] == ':' && ascii_is_alpha(s.p[0]);
}

/* folder/./x/../name without its dots; ".." that lead out of the root stay. */
static struct str join(struct arena *a, struct str folder, struct str name)
{
    struct str parts[PARTS_MAX], part;
    size_t n = 0, out = 0;
    struct str sides[] = {folder, name};
    for (size_t side = 0; side < ARRAY_LEN(sides); side++)
        while (str_next_part(&sides[side], '/', &part)) {
            bool up = str_eq(part, STR(".."));
            if (!part.n || str_eq(part, STR(".")))
                continue;
            if (up && n > 0 && !str_eq(parts[n - 1], STR("..")))
                n--;
            else if (n < PARTS_MAX)
                parts[n++] = part;
        }
    char *p = arena_alloc(a, folder.n + name.n + 2);
    for (size_t i = 0; i < n; i++) {
        if (i)
            p[out++] = '/';
        memcpy(p + out, parts[i].p, parts[i].n);
        out += parts[i].n;
    }
    return str_n(p, out);
}

static struct str folder_of(struct str path)
{
    size_t slash = str_rfind_char(path, '/');
    return slash == STR_NOT_FOUND ? STR_NONE : str_slice(path, 0, slash);
}

static struct str without_extension(struct str path)
{
    if (str_ends(path, STR(".md")))
        return str_slice(path, 0, path.n - 3);
    if (str_ends(path, STR(".markdown")))
        return str_slice(path, 0, path.n - 9);
    return path;
}

/* scheme://host */
static struct str origin_of(struct str url)
{
    size_t scheme = str_find(url, STR("://"));
    if (scheme == STR_NOT_FOUND)
        return STR_NONE;
    size_t slash = str_find_char(str_skip(url, scheme + 3), '/');
    return slash == STR_NOT_FOUND ? url : str_slice(url, 0, scheme + 3 + slash);
}

struct str link_self(struct arena *a, const struct place *p, struct str anchor)
{
    struct str url = p->url;
    if (!url.n && p->base_url.n)
        url = arena_printf(a, "%.*s/%.*s", STR_ARG(p->base_url), STR_ARG(without_extension(p->path)));
    if (!url.n || !anchor.n)
        return url;
    return arena_printf(a, "%.*s#%.*s", STR_ARG(url), STR_ARG(anchor));
}

struct str link_resolve(struct arena *a, const struct place *p, struct str target)
{
    target = str_trim(target);
    if (!target.n || has_scheme(target) || str_starts(target, STR("//")))
        return target;
    struct str absolute = p->base_url.n ? p->base_url : p->url;
    if (target.p[0] == '/') {
        struct str origin = origin_of(absolute);
        return origin.n ? arena_concat(a, origin, target) : target;
    }
    if (target.p[0] == '#') {
        struct str self = link_self(a, p, str_skip(target, 1));
        return self.n ? self : arena_concat(a, p->path, target);
    }
    size_t end = 0; /* of the path, before ?query and #anchor */
    while (end < target.n && target.p[end] != '?' && target.p[end] != '#')
        end++;
    struct str path = str_slice(target, 0, end), rest = str_skip(target, end);
    if (p->base_url.n) {
        struct str inside = without_extension(join(a, folder_of(p->path), path));
        return arena_printf(a, "%.*s/%.*s%.*s", STR_ARG(p->base_url), STR_ARG(inside),
                            STR_ARG(rest));
    }
    struct str origin = origin_of(p->url);
    if (origin.n) {
        struct str folder = folder_of(str_skip(p->url, min_size(origin.n + 1, p->url.n)));
        struct str inside = without_extension(join(a, folder, path));
        return arena_printf(a, "%.*s/%.*s%.*s", STR_ARG(origin), STR_ARG(inside), STR_ARG(rest));
    }
    return arena_concat(a, join(a, folder_of(p->path), path), rest);
}
