#include "report/entry_links.h"

struct str entry_links_find(const struct entry_links *links, struct str target)
{
    for (size_t i = 0; i < links->count; i++)
        if (str_eq(links->items[i].target, target) &&
            str_eq(links->items[i].source, links->source))
            return links->items[i].entry;
    return STR_NONE;
}
