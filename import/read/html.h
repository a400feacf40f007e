/*
 * html.h - HTML: tags among the inlines of Markdown, whole blocks of it, and the parser that pages
 * (page.h) are read with. The only user of libxml2, whose parser never touches the network and
 * expands no entities of a document's own.
 *
 * Thread-safe. Layer: import.
 */
#ifndef IMPORT_READ_HTML_H
#define IMPORT_READ_HTML_H

#include "import/tree/tree.h"

enum {
    HTML_ATTRIBUTES_MAX = 256,    /* of one tag */
    HTML_DEPTH_MAX = 500,         /* open elements */
    HTML_TAGS_MAX = 2000000,
    HTML_NAMES_MAX = 20000,       /* different ones, of tags and attributes */
    HTML_MISMATCHES_MAX = 50000,  /* end tags of nothing */
};

struct html_attribute {
    struct str name, value;
};

/* What the parser tells: elements as libxml2 closes and completes them, text in pieces. */
struct html_handler {
    /* false: enough, stop */
    bool (*start)(void *ctx, struct str tag, const struct html_attribute *attributes, size_t count,
                  uint32_t line);
    void (*end)(void *ctx, struct str tag, uint32_t line);
    void (*text)(void *ctx, struct str text, uint32_t line);
    void *ctx;
};

/* Parse valid UTF-8, whose first line has the number first_line, without making a tree: memory does
 * not grow with the text. False: not to its end, one of the limits above or the handler stopped it. */
bool html_parse(struct str html, uint32_t first_line, const struct html_handler *handler);

/* A tag of HTML, or what a document means by a placeholder (<UUID>)? */
bool html_is_tag(struct str name);

/* One tag (`<br />`, `<a name="x">`, `</li>`) or comment as it stands among inlines. */
void html_tag(struct tree_builder *b, struct str tag, uint32_t line);
/* A block of HTML: read by libxml2, never closed elements end with it. */
void html_block(struct tree_builder *b, struct str html, uint32_t line);
/* The text of `&amp;`, `&#233;`, `&#xE9;`; an unknown name stays as it is. */
void html_entity(struct str entity, struct buf *out);

#endif
