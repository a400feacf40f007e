#include "report/links.h"

#include "report/link_target.h"

/* A path in the source, without "?query": where an entry could be. */
static struct str place_of(struct arena *a, struct str target)
{
    size_t query = str_find_char(target, '?');
    if (link_target_is_absolute(target) || str_starts(target, STR("/")))
        return STR_NONE;
    if (query == STR_NOT_FOUND)
        return target;
    size_t anchor = str_find_char(target, '#');
    struct str path = str_slice(target, 0, query);
    return anchor == STR_NOT_FOUND || anchor < query
               ? path
               : arena_concat(a, path, str_skip(target, anchor));
}

/* The entry at the place: by its id, or as the only one there. */
static int look_up(struct kb *kb, struct str id, struct arena *a, int64_t *row, struct err *err)
{
    /* A page or a heading with one entry: "PATH#SLUG" or "PATH#SLUG/KEY". */
    bool page = str_find_char(id, '#') == STR_NOT_FOUND;
    *row = 0;
    if (!page && kb_find_whole(kb, id, row, err) != 0) /* no entry has the id of a page */
        return -1;
    return *row ? 0 : kb_find_only(kb, arena_concat(a, id, page ? STR("#") : STR("/")), row, err);
}

int links_add(struct links *links, struct kb *const *kbs, size_t kb_count, const struct kb_entry *k,
              struct arena *a, struct err *err)
{
    size_t count = min_size(k->entry.link_count, LINKS_LOOKED_UP_MAX);
    for (size_t i = 0; i < count; i++) {
        struct str target = k->entry.links[i].target, place = place_of(a, target);
        const struct entry_links known = {links->items, links->count, k->source};
        if (place.n == 0 || entry_links_find(&known, target).n)
            continue;
        struct str id = arena_concat(a, arena_concat(a, k->source, STR("/")), place);
        for (size_t layer = 0; layer < kb_count; layer++) {
            int64_t row;
            struct kb_entry found;
            if (look_up(kbs[layer], id, a, &row, err) != 0)
                return -1;
            if (row == 0)
                continue;
            if (kb_get(kbs[layer], row, a, &found, err) < 0)
                return -1;
            links->items = arena_grow(a, links->items, links->count, &links->cap,
                                      sizeof *links->items);
            links->items[links->count++] = (struct entry_link){k->source, target, found.entry.id};
            break;
        }
    }
    return 0;
}
