#include "store/entry.h"

const char *entry_kind_name(enum entry_kind kind)
{
    static const char *const names[ENTRY_KINDS] = {"section", "row", "term", "record", "page"};
    return (unsigned)kind < ENTRY_KINDS ? names[kind] : "entry";
}
