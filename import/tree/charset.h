/*
 * charset.h - the encoding that a saved page says it has.
 *
 * Thread-safe. Layer: import.
 */
#ifndef IMPORT_TREE_CHARSET_H
#define IMPORT_TREE_CHARSET_H

#include "base/buf.h"

/*
 * The bytes of a page in UTF-8, when its <meta charset> names another encoding: decoded into out.
 * Otherwise, and when a byte order mark says more, the bytes as they are. *unknown: the name of an
 * encoding that nobody here knows, else empty.
 */
struct str charset_decode(struct str bytes, struct buf *out, struct str *unknown);

#endif
