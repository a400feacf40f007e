/*
 * markdown_table.h - the lines of a Markdown table, and their cells. Layer: report.
 */
#ifndef REPORT_MARKDOWN_TABLE_H
#define REPORT_MARKDOWN_TABLE_H

#include "base/str.h"

enum { MARKDOWN_COLUMNS_MAX = 16 /* the rest of a line stands in the last cell */ };

struct markdown_table {
    struct str *rows; /* lines as they stand, from the first '|': views into the Markdown */
    size_t row_count, row_cap;
};

void markdown_table_add(struct markdown_table *t, struct str row);
void markdown_table_release(struct markdown_table *t);

/* The second line says "|---|---|": the first is a header, and rows begin with the third. */
bool markdown_table_has_header(const struct markdown_table *t);

/* "| a | b |" to its cells, trimmed; returns how many. */
size_t markdown_table_cells(struct str row, struct str cells[MARKDOWN_COLUMNS_MAX]);

#endif
