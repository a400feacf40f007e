/*
 * mcp.h - the Model Context Protocol over lines: tools, resources and a prompt for language models.
 *
 * Two eras at once. Requests that carry their protocol version in `_meta` are answered by revision
 * 2026-07-28, each by itself; a client that begins with `initialize` gets revision 2025-11-25,
 * 2025-06-18 or 2024-11-05. Replies come as they are ready. docs/serve.md lists tools and resources.
 * Layer: serve.
 */
#ifndef SERVE_MCP_H
#define SERVE_MCP_H

#include "serve/pump.h"
#include "serve/service.h"

struct mcp;

/* `first` is a worker whose knowledge bases are open; it is taken over. */
struct mcp *mcp_new(struct service *s, struct service_worker *first);
void mcp_free(struct mcp *m); /* NULL is a no-op */
struct pump_protocol mcp_protocol(struct mcp *m);
void mcp_set_pump(struct mcp *m, struct pump *pump); /* that speaks it, before it runs */

#endif
