/*
 * moves.h - which removed entries stand in added ones: a renamed file, a heading in other words.
 *
 * An entry moved when another one says the same (title, signatures, cause and remedy); or when the
 * other one shows in the same messages and codes, has the same anchor, or stands in the same
 * document, and uses mostly the same words, without having other codes. Every entry is given away
 * once, the likest pairs first. Layer: import.
 */
#ifndef IMPORT_SOURCE_MOVES_H
#define IMPORT_SOURCE_MOVES_H

#include "import/source/trace.h"

enum { MOVES_NONE = -1 };

/* For each added trace the number of the removed one that it was, or MOVES_NONE, into from[]. All
 * of them have words. */
void moves_find(const struct trace *removed, size_t removed_count, const struct trace *added,
                size_t added_count, int32_t *from);

#endif
