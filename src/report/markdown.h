/*
 * markdown.h - reading an entry's Markdown: one reader, as many renderers as there are sinks.
 *
 * A small line-based reader of the subset that the importer stores: paragraphs, headings (#),
 * nested lists ("- ", "* ", "1. ") and quotes, fenced code, tables whose lines begin with '|'; for
 * the inlines see markdown_inline.h. Anything else, and anything that is broken or hostile, is
 * text; time and memory are linear in it. Whatever comes in, a sink is told of blocks that nest and
 * close properly. Layer: report.
 */
#ifndef REPORT_MARKDOWN_H
#define REPORT_MARKDOWN_H

#include "report/markdown_table.h"

enum {
    MARKDOWN_DEPTH_MAX = 16,      /* nested lists and quotes; deeper markers are text */
    MARKDOWN_ROWS_MAX = 10000,    /* of a table; further rows begin a table of their own */
    MARKDOWN_BLOCK_MAX = 1 << 20, /* bytes of one paragraph; the rest is left out */
    MARKDOWN_URL_MAX = 2048,      /* bytes of a link's target; a longer one is text */
};

enum markdown_type {
    MARKDOWN_PARAGRAPH, /* holds inlines */
    MARKDOWN_HEADING,   /* inlines */
    MARKDOWN_QUOTE,     /* blocks */
    MARKDOWN_ITEM,      /* blocks; items that follow each other are a list */
    MARKDOWN_CODE,      /* code lines */
    MARKDOWN_RULE,      /* nothing */
};

struct markdown_block {
    enum markdown_type type;
    bool gap;          /* an empty line stood before it */
    unsigned level;    /* of a heading: 1 to 6 */
    struct str marker; /* of an item, as written: "-" or "12." */
    struct str info;   /* of code: its language, as written */
};

enum markdown_mark { MARKDOWN_EMPHASIS = 1, MARKDOWN_STRONG = 2 };

/* What a renderer is told, in order. Texts are valid during the call only, and any bytes. */
struct markdown_sink {
    void (*open)(void *ctx, const struct markdown_block *b);
    void (*close)(void *ctx, enum markdown_type type); /* of the block opened last */
    void (*code_line)(void *ctx, struct str line);
    void (*table)(void *ctx, const struct markdown_table *t, bool gap);
    /* Inlines; `marks` is a set of enum markdown_mark. A link holds no other link. */
    void (*text)(void *ctx, struct str text, unsigned marks);
    void (*code)(void *ctx, struct str code, unsigned marks);
    void (*line_break)(void *ctx);
    void (*link_open)(void *ctx, struct str target);
    void (*link_close)(void *ctx, struct str target, struct str text); /* as written */
    void (*picture)(void *ctx, struct str alt, unsigned marks); /* NULL: as text */
};

void markdown_read(struct str markdown, const struct markdown_sink *sink, void *ctx);

#endif
