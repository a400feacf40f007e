#include "import/tree/slug.h"

#include "text/fold.h"
#include "text/utf8.h"

enum { SLUG_MAX = 4096 };

struct str slug_of(struct arena *a, struct str heading)
{
    struct str s = utf8_cut(str_trim(heading), SLUG_MAX);
    char *p = arena_alloc(a, s.n * 4 + 1);
    size_t n = 0;
    for (size_t at = 0; at < s.n;) {
        char c = s.p[at];
        if ((unsigned char)c < 0x80) {
            at++;
            if (ascii_is_alnum(c) || c == '-' || c == '_')
                p[n++] = ascii_lower(c);
            else if (c == ' ')
                p[n++] = '-';
            continue;
        }
        uint32_t point = utf8_next(s, &at);
        if (!fold_is_letter(point) && !fold_is_digit(point))
            continue;
        struct buf one = BUF_INIT(8);
        utf8_put(&one, fold_code_point(point));
        memcpy(p + n, one.p, one.n);
        n += one.n;
        buf_release(&one);
    }
    return str_n(p, n);
}

struct str slug_unique(struct arena *a, struct map *used, struct str slug)
{
    bool was_new;
    uint32_t *count = map_put(used, slug, 0, &was_new);
    if (was_new)
        return slug;
    for (;;) {
        struct str next = arena_printf(a, "%.*s-%u", STR_ARG(slug), ++*count);
        map_put(used, next, 0, &was_new);
        if (was_new)
            return next;
        count = map_get(used, slug); /* the map may have moved */
    }
}

struct str slug_short(struct arena *a, struct str text, size_t max)
{
    struct str s = slug_of(a, str_slice(text, 0, SLUG_MAX));
    if (s.n > max) {
        struct str cut = utf8_cut(s, max);
        size_t dash = str_rfind_char(cut, '-');
        s = dash != STR_NOT_FOUND && dash > max / 2 ? str_slice(cut, 0, dash) : cut;
    }
    return str_trim_set(s, "-");
}
