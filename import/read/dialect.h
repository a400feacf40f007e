/*
 * dialect.h - what documentation sites write beyond CommonMark, put into CommonMark before it is
 * parsed. Lines stay lines: each line of the input is one line of the output, so that line
 * numbers hold.
 *
 *   :::image, [!VIDEO ..], ...       see directive.h
 *   ::: zone, # [Tab](#tab/x) ...    a heading of level 6, which scope.h makes a label of
 *   <!-- .. -->                      taken out, whatever stands in it
 *   ## Heading {#id}                 ## Heading <a name="id"></a>
 *   <a name="x"></a> over a heading  in the heading
 *   |--|--| under a table's head     |---|---|, as md4c wants it
 *   a table of too many columns      no table: its rows would fill up to columns times rows
 *   a paragraph without end          broken at PARAGRAPH_MAX
 *
 * Code is left alone. One thread at a time. Layer: import.
 */
#ifndef IMPORT_READ_DIALECT_H
#define IMPORT_READ_DIALECT_H

#include "base/buf.h"
#include "import/read/scope.h"

enum {
    DIALECT_COLUMNS_MAX = 128,
    DIALECT_PARAGRAPH_MAX = 256 * 1024, /* bytes without a blank line, outside of tables */
};

/*
 * The text to parse: `text` itself when nothing had to change, else in *out (emptied first). Its
 * first line has the number first_line. *scopes comes with its arena and its `warn`, which is also
 * told of tables and paragraphs that are too long, and is filled with the stretches of the text.
 */
struct str dialect_translate(struct str text, uint32_t first_line, struct buf *out,
                             struct scopes *scopes);

/*
 * The tree of a Markdown text: translated (into *buf), parsed, its stretches named. *truncated: see
 * markdown_parse. NULL: the parser gave up.
 */
struct node *dialect_parse(struct str text, uint32_t first_line, struct buf *buf,
                           struct scopes *scopes, bool *truncated);

#endif
