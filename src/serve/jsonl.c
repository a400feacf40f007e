#include "serve/jsonl.h"

#include "base/mem.h"
#include "serve/jsonl_ops.h"

enum { SETTLE_AFTER = 1 /* requests that are answered from the files themselves */ };

struct jsonl {
    struct service *service;
    struct service_worker *first;
    struct pump *pump;
};

struct jsonl *jsonl_new(struct service *s, struct service_worker *first)
{
    struct jsonl *j = mem_zalloc(1, sizeof *j);
    j->service = s;
    j->first = first;
    return j;
}

void jsonl_free(struct jsonl *j)
{
    if (!j)
        return;
    service_worker_free(j->first);
    mem_free(j);
}

/* ---- arriving -------------------------------------------------------------------------------- */

static void set_fault(struct request *r, const char *code, const char *what)
{
    r->fault_code = code;
    err_set(&r->fault, ERR_INVALID, "%s", what);
}

static void read_op(struct request *r, struct arena *a)
{
    const struct json_value *op = json_member(&r->json, r->root, "op");
    r->op = op && op->kind != KIND_STRING ? NULL
                                          : op_find(op ? json_text_of(op, a) : STR("lookup"));
    if (r->op)
        return;
    struct buf names = BUF_INIT(256);
    op_names(&names);
    set_fault(r, "bad_request", "no such op");
    err_set(&r->fault, ERR_INVALID, "no such op: it is one of %s", buf_cstr(&names));
    buf_release(&names);
}

static void read_session(struct jsonl *j, struct request *r, struct arena *a)
{
    const struct json_value *session = json_member(&r->json, r->root, "session");
    if (!session || session->kind == KIND_NULL)
        return;
    struct str name = session->kind == KIND_STRING ? json_text_of(session, a) : session->raw;
    if (name.n == 0 || name.n > SESSION_NAME_MAX)
        set_fault(r, "bad_request", "session is a name of 1 to 256 bytes");
    else if (!j->service->sessions)
        j->service->sessions = sessions_new();
    if (!r->fault_code) {
        r->session = session->raw;
        r->has_turn = sessions_arrive(j->service->sessions, name, &r->turn);
    }
    if (!r->fault_code && !r->has_turn)
        set_fault(r, "busy", "too many sessions are waiting for their replies");
}

static void arrive(void *ctx, struct job *job)
{
    struct jsonl *j = ctx;
    struct request *r = arena_zalloc(job->arena, 1, sizeof *r);
    job->request = r;
    if (job->too_long) {
        set_fault(r, "too_long", "the line is longer than 1 MiB");
        return;
    }
    if (str_trim(job->line).n == 0) {
        set_fault(r, "bad_request", "the line is empty: a request is one JSON object on one line");
        return;
    }
    int result = json_read(job->line, job->arena, &r->json, &r->fault);
    r->root = r->json.count ? &r->json.values[0] : NULL;
    const struct json_value *id = json_member(&r->json, r->root, "id");
    r->id = id ? id->raw : STR_NONE;
    if (result != 0)
        r->fault_code = "bad_request";
    else if (!json_is(r->root, KIND_OBJECT))
        set_fault(r, "bad_request", "a request is a JSON object, as in {\"text\":\"error 5\"}");
    else
        read_op(r, job->arena);
    if (!r->fault_code)
        read_session(j, r, job->arena);
}

/* ---- answering ------------------------------------------------------------------------------- */

/* As it came, but for line breaks, which between values are as good as blanks. */
static void put_id(struct json_put *j, struct str id)
{
    size_t from = j->out->n;
    json_put_raw(j, "id", id);
    for (size_t i = from; i < j->out->n; i++)
        if (j->out->p[i] == '\r')
            j->out->p[i] = ' ';
}

static void put_error(struct buf *out, struct str id, const char *code, const char *message)
{
    struct json_put j = {.out = out};
    buf_clear(out);
    out->cut = false;
    json_put_open(&j, NULL, '{');
    if (id.n)
        put_id(&j, id);
    json_put_open(&j, "error", '{');
    json_put_text(&j, "code", str_of(code));
    json_put_text(&j, "message", str_of(message));
    json_put_close(&j, '}');
    json_put_close(&j, '}');
}

static int run_op(struct jsonl *j, struct service_worker *w, struct job *job, struct fault *fault)
{
    struct request *r = job->request;
    struct session_state state;
    struct call c = {.worker = w, .request = r, .arena = job->arena,
                     .threads = pump_threads(j->pump)};
    if (r->has_turn) {
        sessions_begin(j->service->sessions, &r->turn, job->arena, &state);
        c.state = &state;
    }
    struct json_put put = {.out = &job->reply};
    json_put_open(&put, NULL, '{');
    if (r->id.n)
        put_id(&put, r->id);
    if (r->has_turn)
        json_put_raw(&put, "session", r->session);
    int result = service_worker_refresh(w, &fault->err);
    if (result != 0)
        fault->code = "unavailable";
    else
        result = r->op->run(&c, &put, fault);
    json_put_close(&put, '}');
    if (r->has_turn)
        sessions_end(j->service->sessions, &r->turn, c.state_changed ? &state : NULL);
    if (result == 0 && job->reply.cut)
        result = fault_set(fault, "too_large", "the reply is larger than %d MiB: a smaller limit "
                           "makes it shorter", PUMP_REPLY_MAX >> 20);
    return result;
}

static void answer(void *ctx, void *worker, struct job *job)
{
    struct jsonl *j = ctx;
    struct request *r = job->request;
    struct fault fault = {.code = r->fault_code, .err = r->fault};
    uint64_t before = atomic_fetch_add(&j->service->requests, 1);
    if (before >= SETTLE_AFTER)
        live_kb_start(j->service->live, pump_wake_fd(j->pump));
    if (r->fault_code || run_op(j, worker, job, &fault) != 0) {
        atomic_fetch_add(&j->service->faults, 1);
        bool unknown = r->id.n == 0 && (!r->op || job->too_long);
        put_error(&job->reply, unknown ? STR("null") : r->id, fault.code, fault.err.message);
    }
    buf_putc(&job->reply, '\n');
}

/* ---- the protocol ---------------------------------------------------------------------------- */

static void done(void *ctx, struct job *job)
{
    (void)ctx;
    (void)job;
}

static void *worker_new(void *ctx)
{
    struct jsonl *j = ctx;
    struct service_worker *w = j->first;
    if (w) /* the first thread asks before there are others */
        j->first = NULL;
    return w ? w : service_worker_new(j->service);
}

static void worker_free(void *ctx, void *worker)
{
    (void)ctx;
    service_worker_free(worker);
}

static void idle(void *ctx, void *worker)
{
    struct jsonl *j = ctx;
    struct err ignored; /* the next request will tell */
    live_kb_start(j->service->live, pump_wake_fd(j->pump));
    (void)!kb_reader_refresh(&((struct service_worker *)worker)->reader, &ignored);
}

static bool alone(void *ctx)
{
    const struct jsonl *j = ctx;
    return !live_kb_settled(j->service->live);
}

struct pump_protocol jsonl_protocol(struct jsonl *j)
{
    return (struct pump_protocol){.ordered = true, .arrive = arrive, .answer = answer, .done = done,
                                  .worker_new = worker_new, .worker_free = worker_free,
                                  .idle = idle, .alone = alone, .ctx = j};
}

void jsonl_set_pump(struct jsonl *j, struct pump *pump)
{
    j->pump = pump;
}
