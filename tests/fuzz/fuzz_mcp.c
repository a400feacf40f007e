/*
 * Any bytes as messages to `errkb mcp`: at most one line of JSON-RPC for each, with the id of a
 * request, and none for what is no request.
 */
#include "serve/json_read.h"
#include "serve/mcp.h"
#include "tests/support/small_service.h"
#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct kb_place place;
static struct service *service;
static struct job *job;

static void must_be_message(struct str reply)
{
    struct arena *a = arena_new();
    struct json_text said;
    struct err err;
    must(reply.p[reply.n - 1] == '\n');
    struct str json = str_slice(reply, 0, reply.n - 1);
    must(str_find_char(json, '\n') == STR_NOT_FOUND && utf8_valid(json) == json.n);
    must(json_read(json, a, &said, &err) == 0 || strstr(err.message, "values") ||
         strstr(err.message, "deep"));
    const struct json_value *root = &said.values[0];
    const struct json_value *version = json_member(&said, root, "jsonrpc");
    must(json_is(version, KIND_STRING) && str_eq(json_text_of(version, a), STR("2.0")));
    must(!json_member(&said, root, "result") != !json_member(&said, root, "error"));
    must(json_member(&said, root, "id") || json_member(&said, root, "error"));
    arena_free(a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct err err;
    if (!service) {
        place = small_place();
        const struct service_options o = {.places = &place, .place_count = 1, .threads = 1};
        service = service_new(&o, &err);
        must(service != NULL);
        job = small_job();
    }
    struct mcp *mcp = mcp_new(service, service_worker_new(service));
    const struct pump_protocol protocol = mcp_protocol(mcp);
    struct pump *pump = pump_new(&protocol, -1, -1, 1);
    mcp_set_pump(mcp, pump);
    void *worker = protocol.worker_new(protocol.ctx);
    struct str rest = str_n((const char *)data, size), line;
    while (str_next_line(&rest, &line)) {
        small_answer(&protocol, worker, line, job);
        if (job->reply.n)
            must_be_message(buf_str(&job->reply));
    }
    protocol.worker_free(protocol.ctx, worker);
    pump_free(pump);
    mcp_free(mcp);
    return 0;
}
