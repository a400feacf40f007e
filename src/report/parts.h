/*
 * parts.h - the pieces that answers and entries have in common, as terminal text.
 *
 * Layer: report.
 */
#ifndef REPORT_PARTS_H
#define REPORT_PARTS_H

#include "report/flow.h"
#include "report/markdown_text.h"
#include "report/report.h"
#include "store/kb.h"

enum { PARTS_INDENT = 2 };

/* An empty line, the label on a line of its own; what follows is indented until the flow_pop. */
void parts_begin(struct flow *f, const char *label);

/* Cause and remedy (what there is of them), the links in them: addresses, or for other entries the
 * command that prints them. */
void parts_explanation(struct flow *f, const struct kb_entry *k, const struct report_options *o);

/* "errkb show ID", ready to be typed. */
void parts_show_command(struct buf *out, struct str id, const struct report_options *o);

/* "Android client, Azure Virtual Desktop"; nothing when the entry has no facets. */
void parts_facets(struct flow *f, const struct entry *e);

/* URL; source/path:line and the document's date; pages that include the document. */
void parts_source(struct flow *f, const struct kb_entry *e);

#endif
