/*
 * jsonl.h - the JSON Lines protocol: one request a line, one reply a line, in order.
 *
 * docs/serve.md describes it for clients. Layer: serve.
 */
#ifndef SERVE_JSONL_H
#define SERVE_JSONL_H

#include "serve/pump.h"
#include "serve/service.h"

/* `first` is a worker whose knowledge bases are open; it is taken over. */
struct jsonl;
struct jsonl *jsonl_new(struct service *s, struct service_worker *first);
void jsonl_free(struct jsonl *j);
struct pump_protocol jsonl_protocol(struct jsonl *j);
void jsonl_set_pump(struct jsonl *j, struct pump *pump); /* that speaks it, before it runs */

#endif
