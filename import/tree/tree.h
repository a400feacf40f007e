/*
 * tree.h - one document as a tree of blocks and inlines, whatever it was written in.
 *
 * Readers (markdown.c, html.c) drive a builder; the extractor knows only the tree. Everything
 * lives in the document's arena. Nesting is bounded by IMPORT_DEPTH_MAX and the number of nodes by
 * TREE_NODES_MAX: what lies deeper or further is read as text or left out, and said in `truncated`.
 * So walking the tree by recursion is safe. One thread at a time. Layer: import.
 *
 *   document: heading paragraph quote list code table rule      (blocks, each with its line)
 *     list: item...    item, quote: blocks    table: row: cell    cell: inlines, lists
 *     heading, paragraph: text break emphasis strong code-span link image anchor     (inlines)
 */
#ifndef IMPORT_TREE_TREE_H
#define IMPORT_TREE_TREE_H

#include "base/arena.h"
#include "base/buf.h"

enum node_type {
    NODE_DOCUMENT,
    NODE_HEADING,
    NODE_PARAGRAPH,
    NODE_QUOTE,
    NODE_LIST,
    NODE_ITEM,
    NODE_CODE,
    NODE_TABLE,
    NODE_ROW,
    NODE_CELL,
    NODE_RULE,
    /* inlines from here */
    NODE_TEXT,
    NODE_BREAK,
    NODE_EMPHASIS,
    NODE_STRONG,
    NODE_CODE_SPAN,
    NODE_LINK,
    NODE_IMAGE,
    NODE_ANCHOR
};

struct node {
    enum node_type type;
    uint32_t line;      /* 1-based, blocks only; 0 when it has no text */
    uint32_t start;     /* number of an ordered list's first item */
    uint16_t number;    /* of a label: 2 in "Cause 2:" */
    uint8_t level;      /* of a heading, 1 to 6 */
    uint8_t label;      /* enum label, set by label.c; LABEL_NONE is 0 */
    bool ordered;       /* list */
    bool header;        /* row of a table's head; code: fenced, not indented */
    bool taken;         /* it became entries of its own, no part of its section's */
    bool foreign;       /* opened by HTML inside Markdown: an end tag may close it */
    struct str text;    /* TEXT, CODE, CODE_SPAN: content; LINK, IMAGE: target; ANCHOR: name */
    struct str info;    /* CODE: info string; QUOTE: kind of alert, "NOTE" */
    struct node *parent, *first, *last, *next;
};

enum {
    TREE_NODES_MAX = 600000,
};

static inline bool node_is_inline(const struct node *n)
{
    return n->type >= NODE_TEXT;
}

/* ---- building -------------------------------------------------------------------------------- */

struct tree_builder {
    struct arena *arena;
    struct node *root;
    struct node *at;     /* the open node */
    unsigned depth;
    unsigned skipped;    /* open nodes that were not made, being too deep */
    size_t nodes;
    struct buf text;     /* characters not yet in a node */
    uint32_t text_line;
    bool truncated;      /* something was too deep or too much */
    bool full;           /* TREE_NODES_MAX reached: the reader should stop */
};

void tree_begin(struct tree_builder *b, struct arena *a);
struct node *tree_end(struct tree_builder *b); /* the document */

/* Open a node below the open one. A block closes an implicit paragraph first; an inline where only
 * blocks may stand opens one. Never NULL: what is too deep gets a node outside of the tree. */
struct node *tree_open(struct tree_builder *b, enum node_type type, uint32_t line);
/* Close the innermost open node, and the HTML elements that were left open in it. */
void tree_close(struct tree_builder *b);
/* Characters; '\n' is a soft line break. `line`: where they stand, 0 unknown. */
void tree_text(struct tree_builder *b, struct str text, uint32_t line);

/* What an HTML start tag says besides its name. */
struct tag_attributes {
    struct str target; /* href or src */
    struct str anchor; /* name or id */
    struct str alt;
};
/* Close what is open below `at`, an open node: a fragment of HTML ends. */
void tree_settle(struct tree_builder *b, const struct node *at);

/* The same for HTML: unknown tags are transparent, an end tag without its start is ignored. */
void tree_open_tag(struct tree_builder *b, struct str tag, const struct tag_attributes *attributes,
                   uint32_t line);
void tree_close_tag(struct tree_builder *b, struct str tag);

/* ---- changing -------------------------------------------------------------------------------- */

struct node *tree_node(struct arena *a, enum node_type type, uint32_t line); /* outside of a tree */
void tree_append(struct node *parent, struct node *child);
void tree_insert_after(struct node *n, struct node *added);
void tree_remove(struct node *n);

/* ---- reading --------------------------------------------------------------------------------- */

/*
 * Plain text of the inlines below n, as one line: breaks are blanks, pictures their alternative
 * text when `alt`, anchors nothing. Blocks below n (lists in cells) follow after a blank.
 */
void tree_put_plain(const struct node *n, bool alt, struct buf *out);
struct str tree_plain(struct arena *a, const struct node *n, bool alt); /* trimmed */

/* Plain text of whole blocks, one line each, for finding. */
void tree_put_text(const struct node *n, struct buf *out);

/* First child that is neither an anchor nor blank text; NULL if there is none. */
struct node *tree_first_content(const struct node *n);
bool tree_has_content(const struct node *n); /* any text or code; pictures do not count */

#endif
