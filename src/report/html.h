/*
 * html.h - writing HTML: elements with classes, text and addresses made harmless.
 *
 * What is written is well-formed XML, too: elements are closed, attributes quoted, only the five
 * characters of markup are escaped, and control characters are made visible as safe.h says. Callers
 * close what they open. Layer: report.
 */
#ifndef REPORT_HTML_H
#define REPORT_HTML_H

#include "base/buf.h"

/* Escaped text; tabs and line feeds stay. For attributes in double quotes as well. */
void html_text(struct buf *out, struct str s);

/* <name class="errkb-class">, without the class where it is NULL; names and classes are ours. */
void html_open(struct buf *out, const char *name, const char *class);
void html_close(struct buf *out, const char *name);

/* An element that holds only text. */
void html_element(struct buf *out, const char *name, const char *class, struct str s);

/* ` href="..."` with the target; false, and nothing written, where link_target.h says so. */
bool html_href(struct buf *out, struct str target);

/* ` name="value"`, escaped. */
void html_attribute(struct buf *out, const char *name, struct str value);

#endif
