#include "base/str.h"

struct str str_slice(struct str s, size_t from, size_t to)
{
    to = min_size(to, s.n);
    from = min_size(from, to);
    return str_n(s.p ? s.p + from : NULL, to - from);
}

bool str_eq(struct str a, struct str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

bool str_ieq(struct str a, struct str b)
{
    if (a.n != b.n)
        return false;
    for (size_t i = 0; i < a.n; i++)
        if (ascii_lower(a.p[i]) != ascii_lower(b.p[i]))
            return false;
    return true;
}

bool str_in(struct str s, const struct str *table, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_ieq(s, table[i]))
            return true;
    return false;
}

int str_cmp(struct str a, struct str b)
{
    size_t n = min_size(a.n, b.n);
    int order = n ? memcmp(a.p, b.p, n) : 0;
    if (order)
        return order;
    return (a.n > b.n) - (a.n < b.n);
}

bool str_starts(struct str s, struct str prefix)
{
    return s.n >= prefix.n && str_eq(str_slice(s, 0, prefix.n), prefix);
}

bool str_istarts(struct str s, struct str prefix)
{
    return s.n >= prefix.n && str_ieq(str_slice(s, 0, prefix.n), prefix);
}

bool str_ends(struct str s, struct str suffix)
{
    return s.n >= suffix.n && str_eq(str_skip(s, s.n - suffix.n), suffix);
}

size_t str_find(struct str s, struct str needle)
{
    if (needle.n == 0)
        return 0;
    for (size_t i = 0; i + needle.n <= s.n; i++) {
        const char *hit = memchr(s.p + i, needle.p[0], s.n - i - needle.n + 1);
        if (!hit)
            return STR_NOT_FOUND;
        i = (size_t)(hit - s.p);
        if (memcmp(hit, needle.p, needle.n) == 0)
            return i;
    }
    return STR_NOT_FOUND;
}

size_t str_ifind(struct str s, struct str needle)
{
    for (size_t i = 0; i + needle.n <= s.n; i++)
        if (str_ieq(str_slice(s, i, i + needle.n), needle))
            return i;
    return STR_NOT_FOUND;
}

size_t str_find_char(struct str s, char c)
{
    const char *hit = s.n ? memchr(s.p, c, s.n) : NULL;
    return hit ? (size_t)(hit - s.p) : STR_NOT_FOUND;
}

size_t str_rfind_char(struct str s, char c)
{
    for (size_t i = s.n; i-- > 0;)
        if (s.p[i] == c)
            return i;
    return STR_NOT_FOUND;
}

struct str str_trim(struct str s)
{
    while (s.n && ascii_is_space(s.p[0]))
        s = str_skip(s, 1);
    while (s.n && ascii_is_space(s.p[s.n - 1]))
        s.n--;
    return s;
}

struct str str_trim_set(struct str s, const char *set)
{
    struct str bytes = str_of(set);
    while (s.n && str_find_char(bytes, s.p[0]) != STR_NOT_FOUND)
        s = str_skip(s, 1);
    while (s.n && str_find_char(bytes, s.p[s.n - 1]) != STR_NOT_FOUND)
        s.n--;
    return s;
}

bool str_next_line(struct str *rest, struct str *line)
{
    if (rest->n == 0)
        return false;
    size_t end = str_find_char(*rest, '\n');
    size_t next = end == STR_NOT_FOUND ? rest->n : end + 1;
    struct str cut = str_slice(*rest, 0, end == STR_NOT_FOUND ? rest->n : end);
    if (cut.n && cut.p[cut.n - 1] == '\r')
        cut.n--;
    *line = cut;
    *rest = str_skip(*rest, next);
    return true;
}

bool str_next_part(struct str *rest, char sep, struct str *part)
{
    if (!rest->p)
        return false;
    size_t at = str_find_char(*rest, sep);
    *part = str_slice(*rest, 0, at == STR_NOT_FOUND ? rest->n : at);
    *rest = at == STR_NOT_FOUND ? STR_NONE : str_skip(*rest, at + 1);
    return true;
}

bool str_u64(struct str s, unsigned base, uint64_t *value)
{
    uint64_t v = 0;
    if (s.n == 0)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        char c = ascii_lower(s.p[i]);
        unsigned digit = ascii_is_digit(c) ? (unsigned)(c - '0')
                         : ascii_is_hex(c) ? (unsigned)(c - 'a') + 10
                                           : base;
        if (digit >= base || v > (UINT64_MAX - digit) / base)
            return false;
        v = v * base + digit;
    }
    *value = v;
    return true;
}
