#include "scan/csv.h"

/* ---- one field ------------------------------------------------------------------------------- */

enum found { FOUND, NOT_WHOLE, OPEN };

/* Behind the quote that closes the field which begins at `at`. */
static enum found closing_quote(struct str s, size_t at, char delimiter, bool end, size_t *behind)
{
    size_t limit = min_size(s.n, at + CSV_QUOTED_MAX);
    for (size_t i = at + 1; i < limit; i++) {
        const char *quote = memchr(s.p + i, '"', limit - i);
        if (!quote)
            break;
        i = (size_t)(quote - s.p);
        if (i + 1 == s.n && !end)
            return NOT_WHOLE;
        char next = i + 1 < s.n ? s.p[i + 1] : '\n';
        if (next == '"') {
            i++;
        } else if (next == delimiter || next == '\n' || next == '\r' || next == ' ') {
            *behind = i + 1;
            return FOUND;
        } else if (memchr(s.p + at, '\n', i - at)) {
            return OPEN; /* it is another field's opening one */
        }
    }
    return limit < s.n || end || limit - at >= CSV_QUOTED_MAX ? OPEN : NOT_WHOLE;
}

/* Where the field at `at` ends: at a delimiter, a line end, or the end of all. */
static bool field_end(struct str s, size_t at, char delimiter, bool end, bool *open, size_t *stop)
{
    size_t i = at;
    while (i < s.n && s.p[i] == ' ')
        i++;
    if (i < s.n && s.p[i] == '"') {
        switch (closing_quote(s, i, delimiter, end, &i)) {
        case NOT_WHOLE:
            return false;
        case OPEN:
            *open = true;
            i++;
            break;
        case FOUND:
            break;
        }
    }
    while (i < s.n && s.p[i] != delimiter && s.p[i] != '\n')
        i++;
    *stop = i;
    return i < s.n || end;
}

/* ---- one record ------------------------------------------------------------------------------ */

bool csv_next(struct str *rest, char delimiter, bool end, struct csv_record *r)
{
    struct str s = *rest;
    size_t at = 0, stop = 0;
    r->count = 0;
    r->open_quote = false;
    if (!s.n)
        return false;
    for (;;) {
        if (!field_end(s, at, delimiter, end, &r->open_quote, &stop))
            return false;
        bool last = stop == s.n || s.p[stop] == '\n';
        size_t field_stop = last && stop > at && s.p[stop - 1] == '\r' ? stop - 1 : stop;
        if (r->count < CSV_FIELDS_MAX)
            r->fields[r->count++] = str_slice(s, at, field_stop);
        else
            r->fields[CSV_FIELDS_MAX - 1].n =
                (size_t)(s.p + field_stop - r->fields[CSV_FIELDS_MAX - 1].p);
        at = stop + 1;
        if (last) {
            r->raw = str_slice(s, 0, field_stop);
            *rest = str_skip(s, min_size(stop + 1, s.n));
            return true;
        }
    }
}

struct str csv_value(struct str field, struct arena *a)
{
    field = str_trim(field);
    if (field.n < 2 || field.p[0] != '"' || field.p[field.n - 1] != '"')
        return field;
    struct str inside = str_slice(field, 1, field.n - 1);
    if (str_find_char(inside, '"') == STR_NOT_FOUND)
        return inside;
    char *p = arena_alloc(a, inside.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < inside.n; i++) {
        p[n++] = inside.p[i];
        if (inside.p[i] == '"' && i + 1 < inside.n && inside.p[i + 1] == '"')
            i++;
    }
    return str_n(p, n);
}
