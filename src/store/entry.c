#include "store/entry.h"

struct str entry_id_place(struct str id)
{
    size_t hash = str_find_char(id, '#');
    size_t slash = hash == STR_NOT_FOUND ? STR_NOT_FOUND : str_find_char(str_skip(id, hash), '/');
    return slash == STR_NOT_FOUND ? id : str_slice(id, 0, hash + slash);
}

const char *entry_kind_name(enum entry_kind kind)
{
    static const char *const names[ENTRY_KINDS] = {"section", "row", "term", "record", "page"};
    return (unsigned)kind < ENTRY_KINDS ? names[kind] : "entry";
}
