/*
 * json.h - the values of a JSON object by their names, in one pass and without a tree.
 *
 * Nothing is built but what is asked for, nesting costs no stack, and of a text that is cut off or
 * malformed all comes out that stood before: lines of logs are 10 MB long and end anywhere. (A tree
 * of a library takes ten times the line and has nothing of a broken one.) Thread-safe. Layer: scan.
 */
#ifndef SCAN_JSON_H
#define SCAN_JSON_H

#include "base/arena.h"

enum {
    JSON_DEPTH_MAX = 32,      /* values that are nested deeper are left out */
    JSON_NAME_MAX = 256,      /* bytes of a name, "a.b.c" */
    JSON_VALUE_MAX = 1 << 20, /* bytes of one string that are given */
};

enum json_end {
    JSON_WHOLE,
    JSON_CUT, /* well formed as far as it goes */
    JSON_BAD,
};

/* A string without quotes and escapes, or a number, true, false, as it is written; null is not
 * told. Elements of arrays have the array's name. `name` lives until the visitor returns. */
typedef void json_visit(void *user, struct str name, struct str value, bool is_string);

/* Decoded strings live in the arena, others in s. */
enum json_end json_values(struct str s, struct arena *a, json_visit *visit, void *user);

#endif
