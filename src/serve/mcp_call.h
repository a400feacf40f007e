/*
 * mcp_call.h - one request of the Model Context Protocol, as its methods see it.
 *
 * Private to serve/mcp*.c. A method appends the members of its result, or sets a fault: the reply is
 * then a JSON-RPC error. Layer: serve.
 */
#ifndef SERVE_MCP_CALL_H
#define SERVE_MCP_CALL_H

#include "report/json_put.h"
#include "serve/json_read.h"
#include "serve/pump.h"
#include "serve/service.h"

enum mcp_code {
    MCP_PARSE_ERROR = -32700,
    MCP_INVALID_REQUEST = -32600,
    MCP_NO_METHOD = -32601,
    MCP_INVALID_PARAMS = -32602,
    MCP_INTERNAL = -32603,
    MCP_NO_RESOURCE = -32002,  /* before 2026-07-28 */
    MCP_NO_VERSION = -32022,   /* from 2026-07-28 on */
};

enum {
    MCP_COMPLETIONS_MAX = 100, /* as the protocol says */
    MCP_TTL_LIST_MS = 3600000, /* what lists say may be kept as long; it changes with the program */
};

struct mcp_call {
    struct mcp *mcp;
    struct service_worker *worker;
    struct pump *pump;
    struct job *job;
    struct arena *arena;
    const struct json_text *json;
    const struct json_value *params; /* an object, or NULL */
    bool modern;                     /* 2026-07-28 */
    struct str progress_token;       /* as written; empty: no progress is to be told */
    int fault;                       /* an enum mcp_code */
    struct err err;
    struct str fault_data; /* JSON, or empty */
};

/* Always -1. */
int mcp_fault(struct mcp_call *c, int code, const char *format, ...) PRINTF_LIKE(3, 4);

static inline const struct json_value *mcp_param(const struct mcp_call *c, const char *name)
{
    return json_member(c->json, c->params, name);
}

/* The members that results have which clients may keep. */
void mcp_put_cache(struct mcp_call *c, struct json_put *j, uint64_t ttl_ms, const char *scope);

/* mcp_tools.c */
int mcp_tools_list(struct mcp_call *c, struct json_put *j);
int mcp_tools_call(struct mcp_call *c, struct json_put *j);

/* mcp_resources.c */
int mcp_resources_list(struct mcp_call *c, struct json_put *j);
int mcp_resources_templates(struct mcp_call *c, struct json_put *j);
int mcp_resources_read(struct mcp_call *c, struct json_put *j);
int mcp_prompts_list(struct mcp_call *c, struct json_put *j);
int mcp_prompts_get(struct mcp_call *c, struct json_put *j);
int mcp_complete(struct mcp_call *c, struct json_put *j);

#endif
