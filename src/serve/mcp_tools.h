/*
 * mcp_tools.h - what tools of the Model Context Protocol have in common.
 *
 * Private to serve/mcp_tools.c and serve/mcp_scan.c. Layer: serve.
 */
#ifndef SERVE_MCP_TOOLS_H
#define SERVE_MCP_TOOLS_H

#include "serve/mcp_call.h"

enum { TOOL_TEXT_MAX = 20 * 1024 /* bytes of a text block */ };

/* What a tool gives: a text to quote, and the same as JSON. */
struct tool_result {
    struct buf text, structure;
    bool is_error;
};

/* Something that the model can mend: no fault of the protocol. Always 0. */
int tool_tell(struct tool_result *r, const char *format, ...) PRINTF_LIKE(2, 3);
/* c->err is set: a knowledge base cannot be read. Always -1. */
int tool_trouble(struct mcp_call *c);
/* Cut to `most` bytes, at a character, and `rest` put behind it. */
void tool_cut(struct buf *b, size_t most, const char *rest);

/* An argument; NULL when it is missing or null. As text: a string, or the digits of a number. */
const struct json_value *tool_argument(const struct mcp_call *c, const char *name);
struct str tool_text(const struct mcp_call *c, const char *name);
void tool_facets(const struct mcp_call *c, struct service_query *q);

/* mcp_scan.c */
int tool_scan_log(struct mcp_call *c, struct tool_result *r);

#endif
