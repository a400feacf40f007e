#include "serve/mcp.h"

#include "base/mem.h"
#include "serve/mcp_call.h"
#include "serve/mcp_schema.h"

#include <pthread.h>

#define MODERN  "2026-07-28"
#define META(n) "io.modelcontextprotocol/" n

enum era { ERA_OPEN, ERA_LEGACY, ERA_MODERN };

static const struct str server_info =
    STR_INIT("{\"name\":\"errkb\",\"title\":\"errkb error knowledge base\",\"version\":\"" ERRKB_VERSION
             "\"}");

static const char *const legacy_versions[] = {"2025-11-25", "2025-06-18", "2024-11-05"};

struct mcp {
    struct service *service;
    struct service_worker *first;
    struct pump *pump;
    enum era era; /* how the client opened; of whoever reads */
    pthread_mutex_t mutex;
    struct message *running; /* requests that are being answered: what can be cancelled */
};

enum kind { KIND_IGNORED, KIND_REQUEST, KIND_BAD };

struct message {
    struct json_text json;
    const struct json_value *root, *params;
    const struct method *method;
    struct str id; /* as written */
    struct str id_text; /* of a string, decoded: two ways to write one id are one */
    enum kind kind;
    bool modern;
    int fault;
    struct err err;
    struct str fault_data;
    struct job *job;
    struct message *next;
};

struct method {
    const char *name;
    bool legacy, modern;
    int (*run)(struct mcp_call *c, struct json_put *j);
};

/* ---- methods that are not about the knowledge ------------------------------------------------- */

void mcp_put_cache(struct mcp_call *c, struct json_put *j, uint64_t ttl_ms, const char *scope)
{
    if (!c->modern)
        return;
    json_put_number(j, "ttlMs", ttl_ms);
    json_put_text(j, "cacheScope", str_of(scope));
}

int mcp_fault(struct mcp_call *c, int code, const char *format, ...)
{
    struct buf b = BUF_INIT(sizeof c->err.message - 1);
    va_list args;
    va_start(args, format);
    buf_vprintf(&b, format, args);
    va_end(args);
    c->fault = code;
    err_set(&c->err, ERR_INVALID, "%s", buf_cstr(&b));
    buf_release(&b);
    return -1;
}

static int initialize(struct mcp_call *c, struct json_put *j)
{
    const struct json_value *asked = mcp_param(c, "protocolVersion");
    const char *version = legacy_versions[0];
    if (!json_is(asked, KIND_STRING))
        return mcp_fault(c, MCP_INVALID_PARAMS, "protocolVersion is missing");
    struct str text = json_text_of(asked, c->arena);
    for (size_t i = 0; i < ARRAY_LEN(legacy_versions); i++)
        if (str_eq(text, str_of(legacy_versions[i])))
            version = legacy_versions[i];
    json_put_text(j, "protocolVersion", str_of(version));
    json_put_raw(j, "capabilities", mcp_schema("capabilities", c->arena));
    json_put_raw(j, "serverInfo", server_info);
    json_put_raw(j, "instructions", mcp_schema("instructions", c->arena));
    return 0;
}

static int ping(struct mcp_call *c, struct json_put *j)
{
    (void)c;
    (void)j;
    return 0;
}

static int discover(struct mcp_call *c, struct json_put *j)
{
    json_put_open(j, "supportedVersions", '[');
    json_put_text(j, NULL, STR(MODERN));
    json_put_close(j, ']');
    json_put_raw(j, "capabilities", mcp_schema("capabilities", c->arena));
    json_put_raw(j, "instructions", mcp_schema("instructions", c->arena));
    mcp_put_cache(c, j, MCP_TTL_LIST_MS, "public");
    return 0;
}

static const struct method methods[] = {
    {"initialize", true, false, initialize},
    {"ping", true, false, ping},
    {"server/discover", false, true, discover},
    {"tools/list", true, true, mcp_tools_list},
    {"tools/call", true, true, mcp_tools_call},
    {"resources/list", true, true, mcp_resources_list},
    {"resources/templates/list", true, true, mcp_resources_templates},
    {"resources/read", true, true, mcp_resources_read},
    {"prompts/list", true, true, mcp_prompts_list},
    {"prompts/get", true, true, mcp_prompts_get},
    {"completion/complete", true, true, mcp_complete},
};

static const struct method *find_method(struct str name)
{
    for (size_t i = 0; i < ARRAY_LEN(methods); i++)
        if (str_eq(name, str_of(methods[i].name)))
            return &methods[i];
    return NULL;
}

/* ---- arriving -------------------------------------------------------------------------------- */

static void refuse(struct message *m, int code, const char *what)
{
    m->kind = KIND_BAD;
    m->fault = code;
    err_set(&m->err, ERR_INVALID, "%s", what);
}

static bool same_id(const struct message *m, struct str raw, struct str text)
{
    return m->id_text.n || text.n ? str_eq(m->id_text, text) : str_eq(m->id, raw);
}

/* The client does not want to know any more. */
static void cancel(struct mcp *mcp, const struct message *m, struct arena *a)
{
    const struct json_value *id = json_member(&m->json, m->params, "requestId");
    if (!json_is(id, KIND_STRING) && !json_is(id, KIND_NUMBER))
        return;
    struct str text = id->kind == KIND_STRING ? json_text_of(id, a) : STR_NONE;
    pthread_mutex_lock(&mcp->mutex);
    for (struct message *i = mcp->running; i; i = i->next)
        if (same_id(i, id->raw, text) && !str_eq(str_of(i->method->name), STR("initialize")))
            atomic_store(&i->job->cancelled, true);
    pthread_mutex_unlock(&mcp->mutex);
}

/* A request of 2026-07-28 says so itself. */
static void read_version(struct message *m, const struct json_value *meta, struct arena *a)
{
    const struct json_value *version = json_member(&m->json, meta, META("protocolVersion"));
    if (!json_is(version, KIND_STRING)) {
        refuse(m, MCP_INVALID_PARAMS, "_meta has no " META("protocolVersion"));
        return;
    }
    struct str text = json_text_of(version, a);
    if (!str_eq(text, STR(MODERN))) {
        struct buf data = BUF_INIT(2048);
        struct json_put j = {.out = &data};
        refuse(m, MCP_NO_VERSION, "Unsupported protocol version");
        json_put_open(&j, NULL, '{');
        json_put_open(&j, "supported", '[');
        json_put_text(&j, NULL, STR(MODERN));
        json_put_close(&j, ']');
        json_put_text(&j, "requested", str_slice(text, 0, 64));
        json_put_close(&j, '}');
        m->fault_data = arena_dup(a, buf_str(&data));
        buf_release(&data);
    } else if (!json_is(json_member(&m->json, meta, META("clientCapabilities")), KIND_OBJECT)) {
        refuse(m, MCP_INVALID_PARAMS, "_meta has no " META("clientCapabilities"));
    }
}

/* A client that has opened with the new way is told of it when it asks in the old one. */
static void refuse_legacy(struct message *m, bool handshake)
{
    if (!handshake) {
        refuse(m, MCP_INVALID_PARAMS, "_meta has no " META("protocolVersion"));
        return;
    }
    refuse(m, MCP_NO_VERSION, "this connection speaks " MODERN ", which has no initialize");
    m->fault_data = STR("{\"supported\":[\"" MODERN "\"],\"requested\":\"initialize\"}");
}

static void read_era(struct mcp *mcp, struct message *m, struct str name, struct arena *a)
{
    const struct json_value *meta = json_member(&m->json, m->params, "_meta");
    bool says = json_member(&m->json, meta, META("protocolVersion")) ||
                json_member(&m->json, meta, META("clientCapabilities"));
    bool discovers = str_eq(name, STR("server/discover"));
    if (says || (discovers && mcp->era != ERA_LEGACY)) {
        m->modern = true;
        read_version(m, meta, a);
        if (!discovers && m->kind == KIND_REQUEST && mcp->era == ERA_OPEN)
            mcp->era = ERA_MODERN;
    } else if (mcp->era == ERA_MODERN) {
        m->modern = true;
        refuse_legacy(m, str_eq(name, STR("initialize")));
    } else {
        mcp->era = ERA_LEGACY;
    }
}

static void read_request(struct mcp *mcp, struct message *m, struct str name, struct arena *a)
{
    m->kind = KIND_REQUEST;
    read_era(mcp, m, name, a);
    if (m->kind == KIND_BAD)
        return;
    m->method = find_method(name);
    if (!m->method || !(m->modern ? m->method->modern : m->method->legacy)) {
        refuse(m, MCP_NO_METHOD, "no such method");
        return;
    }
    pthread_mutex_lock(&mcp->mutex);
    m->next = mcp->running;
    mcp->running = m;
    pthread_mutex_unlock(&mcp->mutex);
}

/* JSON-RPC 2.0 without batches. */
static void read_message(struct mcp *mcp, struct message *m, struct arena *a)
{
    if (!json_is(m->root, KIND_OBJECT)) {
        refuse(m, MCP_INVALID_REQUEST, "a message is one JSON object");
        return;
    }
    const struct json_value *version = json_member(&m->json, m->root, "jsonrpc");
    const struct json_value *id = json_member(&m->json, m->root, "id");
    const struct json_value *method = json_member(&m->json, m->root, "method");
    const struct json_value *params = json_member(&m->json, m->root, "params");
    bool good_id = json_is(id, KIND_STRING) || json_is(id, KIND_NUMBER);
    m->id = good_id ? id->raw : STR_NONE;
    m->id_text = json_is(id, KIND_STRING) ? json_text_of(id, a) : STR_NONE;
    m->params = json_is(params, KIND_OBJECT) ? params : NULL;
    bool reply = !method && (json_member(&m->json, m->root, "result") ||
                             json_member(&m->json, m->root, "error"));
    if (reply) /* we ask nothing, so it is to nothing */
        return;
    if (!json_is(version, KIND_STRING) || !str_eq(json_text_of(version, a), STR("2.0")))
        refuse(m, MCP_INVALID_REQUEST, "jsonrpc is not \"2.0\"");
    else if (!json_is(method, KIND_STRING))
        refuse(m, MCP_INVALID_REQUEST, "the method is missing");
    else if (id && !good_id)
        refuse(m, MCP_INVALID_REQUEST, "an id is a string or a number");
    else if (params && !m->params)
        refuse(m, id ? MCP_INVALID_PARAMS : MCP_INVALID_REQUEST, "params is not an object");
    else if (id)
        read_request(mcp, m, json_text_of(method, a), a);
    else if (str_eq(json_text_of(method, a), STR("notifications/cancelled")))
        cancel(mcp, m, a);
}

static void arrive(void *ctx, struct job *job)
{
    struct mcp *mcp = ctx;
    struct message *m = arena_zalloc(job->arena, 1, sizeof *m);
    job->request = m;
    m->job = job;
    if (job->too_long) {
        refuse(m, MCP_PARSE_ERROR, "the message is longer than 1 MiB");
        return;
    }
    if (str_trim(job->line).n == 0)
        return;
    if (json_read(job->line, job->arena, &m->json, &m->err) != 0) {
        m->kind = KIND_BAD;
        m->fault = MCP_PARSE_ERROR;
        return;
    }
    m->root = &m->json.values[0];
    read_message(mcp, m, job->arena);
}

/* ---- answering ------------------------------------------------------------------------------- */

/* As it came; between values, a carriage return is as good as a blank. */
static void put_id(struct json_put *j, struct str id)
{
    if (id.n)
        json_put_raw(j, "id", id);
}

static void put_error(struct buf *out, struct str id, int code, const char *message, struct str data)
{
    struct json_put j = {.out = out};
    buf_clear(out);
    out->cut = false;
    json_put_open(&j, NULL, '{');
    json_put_text(&j, "jsonrpc", STR("2.0"));
    put_id(&j, id);
    json_put_open(&j, "error", '{');
    json_put_raw(&j, "code", STR_NONE);
    buf_printf(out, "%d", code);
    json_put_text(&j, "message", str_of(message));
    if (data.n)
        json_put_raw(&j, "data", data);
    json_put_close(&j, '}');
    json_put_close(&j, '}');
}

static struct str progress_token(const struct message *m)
{
    const struct json_value *meta = json_member(&m->json, m->params, "_meta");
    const struct json_value *token = json_member(&m->json, meta, "progressToken");
    bool good = json_is(token, KIND_STRING) || json_is(token, KIND_NUMBER);
    return good ? token->raw : STR_NONE;
}

static int run_method(struct mcp *mcp, struct service_worker *w, struct job *job, struct mcp_call *c)
{
    const struct message *m = job->request;
    struct json_put j = {.out = &job->reply};
    *c = (struct mcp_call){.mcp = mcp, .worker = w, .pump = mcp->pump, .job = job,
                           .arena = job->arena, .json = &m->json, .params = m->params,
                           .modern = m->modern, .progress_token = progress_token(m)};
    if (service_worker_refresh(w, &c->err) != 0) {
        c->fault = MCP_INTERNAL;
        return -1;
    }
    json_put_open(&j, NULL, '{');
    json_put_text(&j, "jsonrpc", STR("2.0"));
    put_id(&j, m->id);
    json_put_open(&j, "result", '{');
    int result = m->method->run(c, &j);
    if (m->modern) {
        json_put_text(&j, "resultType", STR("complete"));
        json_put_open(&j, "_meta", '{');
        json_put_raw(&j, META("serverInfo"), server_info);
        json_put_close(&j, '}');
    }
    json_put_close(&j, '}');
    json_put_close(&j, '}');
    if (result == 0 && job->reply.cut)
        result = mcp_fault(c, MCP_INTERNAL, "the result is too large");
    return result;
}

static void answer(void *ctx, void *worker, struct job *job)
{
    struct mcp *mcp = ctx;
    const struct message *m = job->request;
    struct mcp_call c;
    if (m->kind == KIND_IGNORED)
        return;
    atomic_fetch_add(&mcp->service->requests, 1);
    /* The first real request is answered from the files: a client that only probes pays nothing. */
    if (m->kind == KIND_REQUEST && m->method->run != discover && m->method->run != initialize)
        live_kb_start(mcp->service->live, pump_wake_fd(mcp->pump));
    if (m->kind == KIND_BAD) {
        put_error(&job->reply, m->id, m->fault, m->err.message, m->fault_data);
    } else if (run_method(mcp, worker, job, &c) != 0) {
        put_error(&job->reply, m->id, c.fault, c.err.message, c.fault_data);
    }
    if (m->kind == KIND_BAD || job->reply.cut)
        atomic_fetch_add(&mcp->service->faults, 1);
    for (size_t i = 0; i < job->reply.n; i++)
        if (job->reply.p[i] == '\r')
            job->reply.p[i] = ' ';
    buf_putc(&job->reply, '\n');
}

/* ---- the protocol ---------------------------------------------------------------------------- */

static void done(void *ctx, struct job *job)
{
    struct mcp *mcp = ctx;
    const struct message *m = job->request;
    pthread_mutex_lock(&mcp->mutex);
    for (struct message **i = &mcp->running; *i; i = &(*i)->next)
        if (*i == m) {
            *i = m->next;
            break;
        }
    pthread_mutex_unlock(&mcp->mutex);
}

static void *worker_new(void *ctx)
{
    struct mcp *m = ctx;
    struct service_worker *w = m->first;
    if (w) /* the first thread asks before there are others */
        m->first = NULL;
    return w ? w : service_worker_new(m->service);
}

static void worker_free(void *ctx, void *worker)
{
    (void)ctx;
    service_worker_free(worker);
}

static void idle(void *ctx, void *worker)
{
    struct mcp *m = ctx;
    struct err ignored; /* the next request will tell */
    live_kb_start(m->service->live, pump_wake_fd(m->pump));
    (void)!kb_reader_refresh(&((struct service_worker *)worker)->reader, &ignored);
}

static bool alone(void *ctx)
{
    const struct mcp *m = ctx;
    return !live_kb_settled(m->service->live);
}

struct mcp *mcp_new(struct service *s, struct service_worker *first)
{
    struct mcp *m = mem_zalloc(1, sizeof *m);
    m->service = s;
    m->first = first;
    pthread_mutex_init(&m->mutex, NULL);
    return m;
}

void mcp_free(struct mcp *m)
{
    if (!m)
        return;
    service_worker_free(m->first);
    pthread_mutex_destroy(&m->mutex);
    mem_free(m);
}

struct pump_protocol mcp_protocol(struct mcp *m)
{
    return (struct pump_protocol){.ordered = false, .arrive = arrive, .answer = answer, .done = done,
                                  .worker_new = worker_new, .worker_free = worker_free,
                                  .idle = idle, .alone = alone, .ctx = m};
}

void mcp_set_pump(struct mcp *m, struct pump *pump)
{
    m->pump = pump;
}
