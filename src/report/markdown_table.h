/*
 * markdown_table.h - the table part of markdown_text.h: aligned columns where they fit, else a list
 * of the rows. Layer: report.
 */
#ifndef REPORT_MARKDOWN_TABLE_H
#define REPORT_MARKDOWN_TABLE_H

#include "report/flow.h"
#include "report/markdown_inline.h"

struct markdown_table {
    struct str *rows; /* lines as they stand: views into the Markdown */
    size_t row_count, row_cap;
};

void markdown_table_add(struct markdown_table *t, struct str row);
/* Shows the rows and forgets them. */
void markdown_table_show(struct markdown_table *t, struct flow *f, struct markdown_links *links);
void markdown_table_release(struct markdown_table *t);

#endif
