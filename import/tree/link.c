#include "import/tree/link.h"

#include "base/path.h"

enum { PARTS_MAX = 256 };

/* ---- paths ----------------------------------------------------------------------------------- */

struct str link_join(struct arena *a, struct str folder, struct str name)
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

/* As sites publish a document: without what its file is called at the end. */
static struct str without_extension(struct str path)
{
    static const struct str endings[] = {STR_INIT(".md"), STR_INIT(".markdown"), STR_INIT(".yml")};
    for (size_t i = 0; i < ARRAY_LEN(endings); i++)
        if (path.n > endings[i].n && str_ieq(str_skip(path, path.n - endings[i].n), endings[i]))
            return str_slice(path, 0, path.n - endings[i].n);
    return path;
}

/* ---- targets --------------------------------------------------------------------------------- */

/* Bytes of "https:", "mailto:" at the front, 0 when there is no scheme. A drive letter is none. */
static size_t scheme_size(struct str s)
{
    size_t n = 0;
    while (n < s.n && (ascii_is_alnum(s.p[n]) || s.p[n] == '+' || s.p[n] == '-' || s.p[n] == '.'))
        n++;
    return n > 1 && n < s.n && s.p[n] == ':' && ascii_is_alpha(s.p[0]) ? n + 1 : 0;
}

/* Schemes that a link may have: what opens a page or writes a message, and runs nothing. */
static bool is_safe_scheme(struct str scheme)
{
    static const struct str safe[] = {STR_INIT("http:"), STR_INIT("https:"), STR_INIT("mailto:"),
                                      STR_INIT("ftp:"),  STR_INIT("ftps:"),  STR_INIT("sftp:"),
                                      STR_INIT("tel:"),  STR_INIT("news:")};
    return str_in(scheme, safe, ARRAY_LEN(safe));
}

/* Without line breaks and control characters, which browsers skip; '\' in paths as '/'. */
static struct str cleaned(struct arena *a, struct str target)
{
    bool clean = true;
    target = str_trim(target);
    bool path = scheme_size(target) == 0;
    for (size_t i = 0; i < target.n; i++)
        clean = clean && (unsigned char)target.p[i] >= ' ' && target.p[i] != 0x7F &&
                !(path && target.p[i] == '\\');
    if (clean)
        return target;
    char *p = arena_alloc(a, target.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < target.n; i++)
        if ((unsigned char)target.p[i] >= ' ' && target.p[i] != 0x7F)
            p[n++] = path && target.p[i] == '\\' ? '/' : target.p[i];
    return str_trim(str_n(p, n));
}

/* Bytes of the path, before ?query and #anchor. */
static size_t path_size(struct str target)
{
    size_t n = 0;
    while (n < target.n && target.p[n] != '?' && target.p[n] != '#')
        n++;
    return n;
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

/* A path below the folder at url; ".." leave it, but never the site. */
static struct str below(struct arena *a, struct str url, struct str path, struct str rest)
{
    struct str origin = origin_of(url);
    struct str inside = link_join(a, str_skip(url, origin.n), path);
    while (str_starts(inside, STR("../")))
        inside = str_skip(inside, 3);
    inside = without_extension(inside);
    bool folder = str_ends(path, STR("/"));
    return arena_printf(a, "%.*s%s%.*s%s%.*s", STR_ARG(origin), inside.n ? "/" : "",
                        STR_ARG(inside), folder ? "/" : "", STR_ARG(rest));
}

struct str link_self(struct arena *a, const struct place *p, struct str anchor)
{
    struct str url = p->url;
    if (!url.n && p->base_url.n)
        url =
            arena_printf(a, "%.*s/%.*s", STR_ARG(p->base_url), STR_ARG(without_extension(p->path)));
    if (!url.n || !anchor.n)
        return url;
    return arena_printf(a, "%.*s#%.*s", STR_ARG(url), STR_ARG(anchor));
}

struct str link_resolve(struct arena *a, const struct place *p, struct str target)
{
    target = cleaned(a, target);
    struct str absolute = p->base_url.n ? p->base_url : p->url;
    struct str origin = origin_of(absolute);
    size_t scheme = scheme_size(target);
    bool drive = target.n > 1 && target.p[1] == ':';
    if (!target.n || drive || (scheme && !is_safe_scheme(str_slice(target, 0, scheme))))
        return STR_NONE;
    if (scheme)
        return target;
    if (str_starts(target, STR("//"))) /* another site, by the same scheme */
        return arena_concat(a, str_istarts(origin, STR("http://")) ? STR("http:") : STR("https:"),
                            target);
    struct str path = str_slice(target, 0, path_size(target)), rest = str_skip(target, path.n);
    if (!path.n) {
        struct str self = link_self(a, p, STR_NONE);
        return arena_concat(a, self.n ? self : p->path, rest);
    }
    if (path.p[0] == '/')
        return origin.n ? below(a, origin, path, rest) : target;
    bool from_root = str_starts(path, STR("~/"));
    path = link_join(a, from_root ? STR_NONE : path_folder(p->path),
                     from_root ? str_skip(path, 2) : path);
    if (p->base_url.n)
        return below(a, p->base_url, path, rest);
    if (origin.n && !from_root) /* beside the document, wherever that is */
        return below(a, path_folder(p->url), str_slice(target, 0, path_size(target)), rest);
    return arena_concat(a, path, rest);
}

struct str link_rebase(struct arena *a, struct str from, struct str to, struct str target)
{
    struct str clean = cleaned(a, target);
    bool relative = clean.n && !scheme_size(clean) && !strchr("/#?~", clean.p[0]);
    if (!relative || str_eq(path_folder(from), path_folder(to)))
        return target;
    size_t n = path_size(clean);
    struct str path = link_join(a, path_folder(from), str_slice(clean, 0, n));
    struct str folder = path_folder(to), part;
    while (folder.n && str_next_part(&folder, '/', &part))
        path = arena_concat(a, STR("../"), path);
    return arena_concat(a, path, str_skip(clean, n));
}
