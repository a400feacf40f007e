#include "scan/event_cut.h"

#define OPENING STR("<Event")
#define CLOSING STR("</Event>")

/* "<Event" that is not the beginning of "<Events" or "<EventData". */
static size_t opening(struct str s)
{
    for (size_t at = 0;;) {
        size_t found = str_find(str_skip(s, at), OPENING);
        if (found == STR_NOT_FOUND)
            return found;
        at += found + OPENING.n;
        if (at < s.n && (ascii_is_space(s.p[at]) || s.p[at] == '>'))
            return at - OPENING.n;
    }
}

bool event_next(struct str *rest, struct str *event)
{
    size_t at = opening(*rest);
    if (at == STR_NOT_FOUND)
        return false;
    *rest = str_skip(*rest, at);
    size_t close = str_find(*rest, CLOSING);
    size_t end = close == STR_NOT_FOUND ? rest->n : close + CLOSING.n;
    *event = str_slice(*rest, 0, end);
    *rest = str_skip(*rest, end);
    return true;
}

size_t events_end(struct str s)
{
    struct str before = s;
    const char *at;
    while (before.n && (at = memrchr(before.p, '>', before.n)) != NULL) {
        before.n = (size_t)(at - before.p) + 1;
        if (str_ends(before, CLOSING))
            return before.n;
        before.n--;
    }
    return 0;
}

size_t event_open(struct str s)
{
    size_t end = events_end(s), at = opening(str_skip(s, end));
    return at == STR_NOT_FOUND ? at : end + at;
}
