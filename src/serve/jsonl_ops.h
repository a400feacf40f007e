/*
 * jsonl_ops.h - the operations of the JSON Lines protocol, one function each.
 *
 * Private to serve/jsonl*.c. An operation appends its members to the reply, or sets *fault and
 * returns -1: the reply is then an error. Layer: serve.
 */
#ifndef SERVE_JSONL_OPS_H
#define SERVE_JSONL_OPS_H

#include "report/json_put.h"
#include "serve/json_read.h"
#include "serve/pump.h"
#include "serve/service.h"

struct request {
    struct json_text json;
    const struct json_value *root;
    struct str id; /* as written; empty: there is none */
    const struct op *op;
    bool has_turn;
    struct session_turn turn;
    struct str session;
    struct err fault; /* found on arrival */
    const char *fault_code;
};

/* What an operation works with. */
struct call {
    struct service_worker *worker;
    const struct request *request;
    struct arena *arena;
    struct session_state *state; /* of the request's session; NULL without one */
    bool state_changed;
    size_t threads;
};

struct fault {
    const char *code; /* "bad_request", "not_found", "unavailable", "refused" */
    struct err err;
};

struct op {
    const char *name;
    /* Inside of the reply's object, behind "id". */
    int (*run)(struct call *c, struct json_put *reply, struct fault *fault);
};

/* The operation of this name; NULL when there is none. */
const struct op *op_find(struct str name);
void op_names(struct buf *out); /* "lookup, get, ..." */

/* Always -1. */
int fault_set(struct fault *fault, const char *code, const char *format, ...) PRINTF_LIKE(3, 4);

/* The facets of a request, its "limit", its "text" as string or number. */
int op_read_query(struct call *c, struct service_query *q, struct fault *fault);

/* op_scan.c */
int op_scan(struct call *c, struct json_put *reply, struct fault *fault);

#endif
