/*
 * parts_html.h - the pieces that answers and entries have in common, as HTML. Layer: report.
 */
#ifndef REPORT_PARTS_HTML_H
#define REPORT_PARTS_HTML_H

#include "report/html.h"
#include "report/report.h"
#include "store/kb.h"

/* <article> with the entry's id and language; html_close(out, "article") ends it. */
void parts_html_begin(struct buf *out, const struct kb_entry *k);

/* "Applies to: ..." as a paragraph; nothing when the entry has no facets. */
void parts_html_facets(struct buf *out, const struct entry *e);

/* Cause and remedy, each as a section with a heading. */
void parts_html_explanation(struct buf *out, const struct kb_entry *k,
                            const struct report_options *o);

/* URL, place and date of the document, id and further ids, in a footer. */
void parts_html_source(struct buf *out, const struct kb_entry *k, const struct str *also,
                       size_t also_count);

/* <ul class> with each text in <code>, where there are any. */
void parts_html_codes(struct buf *out, const char *heading, const char *class,
                      const struct str *items, size_t count);

#endif
