/*
 * mcp_schema.h - what the server says of itself: mcp_schema.json, compiled in.
 *
 * Thread-safe. Layer: serve.
 */
#ifndef SERVE_MCP_SCHEMA_H
#define SERVE_MCP_SCHEMA_H

#include "base/arena.h"

/* A member of it ("tools", "prompts", ...) as JSON on one line. */
struct str mcp_schema(const char *member, struct arena *a);

#endif
