/*
 * fix_list.h - lists whose items tell a cause and then its fix:
 *
 *   - The tags are not correct. To fix this, check them and deploy again.
 *   - The service had an error. Deploy again.
 *
 * They become numbered causes and fixes with the same numbers.
 * Layer: import.
 */
#ifndef IMPORT_EXTRACT_FIX_LIST_H
#define IMPORT_EXTRACT_FIX_LIST_H

#include "import/extract/content.h"

/* Add the units of such a list; false, and nothing added, when it is none. */
bool fix_list(const struct content_reader *r, const struct node *list, struct content *out);

#endif
