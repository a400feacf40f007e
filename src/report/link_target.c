#include "report/link_target.h"

/* What stands before the first ':' that no '/', '?' or '#' comes before. */
static bool scheme_of(struct str target, struct str *scheme)
{
    size_t n = 0;
    while (n < target.n && !memchr(":/?#", target.p[n], 4))
        n++;
    *scheme = str_slice(target, 0, n);
    return n < target.n && target.p[n] == ':';
}

static bool may_lead_to(struct str target)
{
    static const struct str schemes[] = {STR_INIT("http"), STR_INIT("https"), STR_INIT("mailto")};
    struct str scheme;
    if (scheme_of(target, &scheme))
        return str_in(scheme, schemes, ARRAY_LEN(schemes));
    return target.n && !str_starts(target, STR("//"));
}

bool link_target_put(struct buf *out, struct str target)
{
    static const struct str encoded = STR_INIT("\x7f\\()<>\"");
    target = str_trim(target);
    if (!may_lead_to(target))
        return false;
    for (size_t i = 0; i < target.n; i++) {
        char c = target.p[i];
        if ((unsigned char)c <= ' ' || str_find_char(encoded, c) != STR_NOT_FOUND)
            buf_printf(out, "%%%02X", (unsigned char)c);
        else
            buf_putc(out, c);
    }
    return true;
}

bool link_target_is_absolute(struct str target)
{
    struct str scheme;
    return scheme_of(target, &scheme) || str_starts(target, STR("//"));
}
