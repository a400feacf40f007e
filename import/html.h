/*
 * html.h - HTML as it stands in Markdown: tags among inlines, and whole blocks. The only user of
 * libxml2, whose parser never touches the network and expands no entities of a document's own.
 *
 * Thread-safe after html_start. Layer: import.
 */
#ifndef IMPORT_HTML_H
#define IMPORT_HTML_H

#include "import/tree.h"

/* One tag (`<br />`, `<a name="x">`, `</li>`) or comment as it stands among inlines. */
void html_tag(struct tree_builder *b, struct str tag, uint32_t line);
/* A block of HTML: read by libxml2, never closed elements end with it. */
void html_block(struct tree_builder *b, struct str html, uint32_t line);
/* The text of `&amp;`, `&#233;`, `&#xE9;`; an unknown name stays as it is. */
void html_entity(struct str entity, struct buf *out);

#endif
