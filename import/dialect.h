/*
 * dialect.h - what documentation sites write beyond CommonMark, put into CommonMark before it is
 * parsed. Lines stay lines: each line of the input is one line of the output, so that line
 * numbers hold.
 *
 *   [!INCLUDE [..](..)]          taken out (the included file is a document of its own)
 *   ::: zone, ::: moniker, :::   taken out
 *   :::image source= alt-text=   a picture
 *   # [Tab](#tab/x)              a bold line: tabs are no headings
 *   |--|--| under a table's head  |---|---|, as md4c wants it
 *   a table of too many columns  no table: its rows would fill up to columns times rows
 *   a paragraph without end      broken at PARAGRAPH_MAX
 *
 * Fenced code is left alone. Thread-safe. Layer: import.
 */
#ifndef IMPORT_DIALECT_H
#define IMPORT_DIALECT_H

#include "base/buf.h"

enum {
    DIALECT_COLUMNS_MAX = 128,
    DIALECT_PARAGRAPH_MAX = 256 * 1024, /* bytes without a blank line, outside of tables */
};

struct dialect_report {
    uint32_t table_line;     /* first table that was too wide, 0: none */
    uint32_t paragraph_line; /* first paragraph that was broken, 0: none */
};

/* The text to parse: `text` itself when nothing had to change, else in *out (emptied first). */
struct str dialect_translate(struct str text, struct buf *out, struct dialect_report *report);

#endif
