/*
 * Any bytes as lines to `errkb serve`: each gets one line of JSON with its id, and nothing else.
 */
#include "serve/json_read.h"
#include "serve/jsonl.h"
#include "tests/support/small_service.h"
#include "text/utf8.h"

#include <jansson.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct pump_protocol protocol;
static void *worker;
static struct job *job;

static void set_up(void)
{
    static struct kb_place place;
    struct err err;
    place = small_place();
    const struct service_options o = {.places = &place, .place_count = 1, .threads = 1};
    struct service *s = service_new(&o, &err);
    must(s != NULL);
    struct jsonl *j = jsonl_new(s, service_worker_new(s));
    protocol = jsonl_protocol(j);
    jsonl_set_pump(j, pump_new(&protocol, -1, -1, 1));
    worker = protocol.worker_new(protocol.ctx);
    job = small_job();
}

/* Said by another reader of JSON. */
static void must_be_reply(struct str line, struct str reply)
{
    json_error_t error;
    must(reply.n > 2 && reply.p[reply.n - 1] == '\n');
    struct str json = str_slice(reply, 0, reply.n - 1);
    must(str_find_char(json, '\n') == STR_NOT_FOUND && str_find_char(json, '\r') == STR_NOT_FOUND);
    must(utf8_valid(json) == json.n);
    struct arena *a = arena_new();
    struct json_text asked, said;
    struct err err;
    must(json_read(json, a, &said, &err) == 0 || strstr(err.message, "values") ||
         strstr(err.message, "twice") || strstr(err.message, "deep"));
    if (json_read(line, a, &asked, &err) == 0 && json_is(&asked.values[0], KIND_OBJECT)) {
        const struct json_value *id = json_member(&asked, &asked.values[0], "id");
        const struct json_value *back = json_member(&said, &said.values[0], "id");
        must(!id || (back && back->raw.n == id->raw.n));
        if (!id || id->raw.n < 15) { /* no number that it has no room for */
            json_t *other = json_loadb(json.p, json.n, JSON_DECODE_INT_AS_REAL | JSON_ALLOW_NUL, &error);
            must(other != NULL || strstr(error.text, "overflow") || strstr(error.text, "Unicode"));
            json_decref(other);
        }
    }
    arena_free(a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!worker)
        set_up();
    struct str rest = str_n((const char *)data, size), line;
    while (str_next_line(&rest, &line)) {
        small_answer(&protocol, worker, line, job);
        must_be_reply(line, buf_str(&job->reply));
    }
    return 0;
}
