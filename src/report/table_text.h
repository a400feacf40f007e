/*
 * table_text.h - a Markdown table as terminal text: aligned columns where they fit, else a list of
 * the rows. Layer: report.
 */
#ifndef REPORT_TABLE_TEXT_H
#define REPORT_TABLE_TEXT_H

#include "report/flow.h"
#include "report/markdown_table.h"
#include "report/markdown_text.h"

/* links NULL: targets are left out. */
void table_text(const struct markdown_table *t, struct flow *f, struct markdown_links *links);

#endif
