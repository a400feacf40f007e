#include "serve/jsonl_ops.h"

#include "base/clock.h"
#include "report/json.h"

enum { SHORT_ANSWER_WORDS = 8, NOTE_MAX = 4096 };

int fault_set(struct fault *fault, const char *code, const char *format, ...)
{
    char message[sizeof fault->err.message];
    va_list args;
    struct buf b = BUF_INIT(sizeof message - 1);
    va_start(args, format);
    buf_vprintf(&b, format, args);
    va_end(args);
    fault->code = code;
    err_set(&fault->err, ERR_INVALID, "%s", buf_cstr(&b));
    buf_release(&b);
    return -1;
}

static int unavailable(struct fault *fault)
{
    fault->code = "unavailable";
    return -1;
}

static const struct json_value *member(const struct call *c, const char *name)
{
    const struct json_value *v = json_member(&c->request->json, c->request->root, name);
    return v && v->kind != KIND_NULL ? v : NULL;
}

/* A string as it is, a number as its digits: error codes are both. Empty: there is neither. */
static struct str text_of(const struct call *c, const char *name)
{
    const struct json_value *v = member(c, name);
    if (json_is(v, KIND_STRING))
        return json_text_of(v, c->arena);
    return json_is(v, KIND_NUMBER) ? v->raw : STR_NONE;
}

/* ---- what a query says ----------------------------------------------------------------------- */

static int add_facet(struct service_query *q, struct str name, const struct json_value *v,
                     struct arena *a, struct fault *fault)
{
    struct str value = v->kind == KIND_STRING ? json_text_of(v, a) : v->raw;
    if (q->facet_count == SESSION_FACETS_MAX)
        return fault_set(fault, "bad_request", "more than %d facets", SESSION_FACETS_MAX);
    if (v->kind == KIND_OBJECT || v->kind == KIND_ARRAY || !str_trim(name).n || !str_trim(value).n)
        return fault_set(fault, "bad_request",
                         "facets is an object of names and values, as in {\"client\":\"android\"}");
    q->facets[q->facet_count++] = (struct facet){str_trim(name), str_trim(value), str_trim(value)};
    return 0;
}

static int read_facets(struct call *c, struct service_query *q, struct fault *fault)
{
    const struct json_text *json = &c->request->json;
    const struct json_value *facets = member(c, "facets");
    if (facets && facets->kind != KIND_OBJECT)
        return fault_set(fault, "bad_request",
                         "facets is an object of names and values, as in {\"client\":\"android\"}");
    for (const struct json_value *v = json_first(json, facets); v; v = json_next(json, v)) {
        const struct json_value *one = v->kind == KIND_ARRAY ? json_first(json, v) : v;
        for (; one; one = v->kind == KIND_ARRAY ? json_next(json, one) : NULL)
            if (one->kind != KIND_NULL && add_facet(q, v->name, one, c->arena, fault) != 0)
                return -1;
    }
    return 0;
}

int op_read_query(struct call *c, struct service_query *q, struct fault *fault)
{
    const struct json_value *limit = member(c, "limit");
    int64_t n = SERVICE_LIMIT_DEFAULT;
    if (limit && !json_whole_number(limit, 1, MATCHER_LIMIT_MAX, &n))
        return fault_set(fault, "bad_request", "limit is a whole number");
    q->limit = (size_t)n;
    n = MATCHER_STEPS_MAX;
    if (member(c, "max_steps") && !json_whole_number(member(c, "max_steps"), SERVICE_STEPS_MIN,
                                                     MATCHER_STEPS_MAX, &n))
        return fault_set(fault, "bad_request", "max_steps is a whole number");
    q->max_steps = (size_t)n;
    q->explain = json_is_true(member(c, "explain"));
    q->text = text_of(c, "text");
    const struct json_value *text = member(c, "text");
    if (text && text->kind != KIND_STRING && text->kind != KIND_NUMBER)
        return fault_set(fault, "bad_request", "text is a string or a number");
    return read_facets(c, q, fault);
}

/* ---- lookup ---------------------------------------------------------------------------------- */

/* A few words without a code, sent as the next text, may be what somebody answers. */
static bool may_be_answer(struct str text)
{
    struct code code;
    size_t words = 0;
    struct str rest = text, word;
    while (str_next_part(&rest, ' ', &word))
        words += word.n > 0;
    return words <= SHORT_ANSWER_WORDS && code_find(text, &code, 1) == 0;
}

/* What was asked before and what is said now, put together. True: narrowed by *option. */
static bool continue_session(struct call *c, struct service_query *q, struct str said, size_t *option)
{
    const struct session_state *s = c->state;
    bool named = s->ask.facet.n && ask_option(&s->ask, said, c->arena, option);
    for (size_t i = 0; i < s->facet_count && q->facet_count + 1 < SESSION_FACETS_MAX; i++)
        q->facets[q->facet_count++] = s->facets[i];
    if (named) {
        struct str value = s->ask.values[*option];
        q->facets[q->facet_count++] = (struct facet){s->ask.facet, value, value};
        q->text = s->text;
    } else {
        q->text = arena_concat(c->arena, arena_concat(c->arena, s->text, STR("\n")), said);
    }
    return named;
}

static int read_lookup(struct call *c, struct service_query *q, bool *narrowed, size_t *option,
                       struct fault *fault)
{
    struct str answer = text_of(c, "answer");
    *narrowed = false;
    if (op_read_query(c, q, fault) != 0)
        return -1;
    if (answer.n && !c->state)
        return fault_set(fault, "bad_request", "an answer takes the session that was asked");
    if (answer.n && !c->state->text.n)
        return fault_set(fault, "no_question",
                         "nothing is known of this session: send the text again");
    if (answer.n) {
        *narrowed = continue_session(c, q, answer, option);
    } else if (c->state && c->state->ask.facet.n && may_be_answer(q->text) &&
               ask_option(&c->state->ask, q->text, c->arena, option)) {
        *narrowed = continue_session(c, q, q->text, option);
    }
    if (str_trim(q->text).n == 0)
        return fault_set(fault, "bad_request",
                         "the text is missing: send the error's message or code as \"text\"");
    return 0;
}

static void remember(struct call *c, const struct service_query *q, const struct answer *answer)
{
    struct session_state *s = c->state;
    s->text = q->text;
    s->facets = arena_alloc(c->arena, (q->facet_count + 1) * sizeof *s->facets);
    if (q->facet_count)
        memcpy(s->facets, q->facets, q->facet_count * sizeof *s->facets);
    s->facet_count = q->facet_count;
    s->ask = answer->ask;
    s->verdict = answer->verdict;
    s->entry = answer->match_count ? answer->matches[0].entry.entry.id : STR_NONE;
    s->confidence = answer->match_count ? answer->matches[0].confidence : 0;
    c->state_changed = true;
}

/* The members of an object that stands alone, inside of another. */
static void open_up(struct buf *out, size_t at)
{
    if (at < out->n)
        out->p[at] = ',';
    if (out->n)
        buf_truncate(out, out->n - 1);
}

/* What finding it took, and whether there was more to be found. */
static void put_budget(struct json_put *reply, const struct service_query *q,
                       const struct answer *answer)
{
    json_put_open(reply, "budget", '{');
    json_put_number(reply, "steps", answer->steps);
    json_put_number(reply, "max", q->max_steps);
    json_put_bool(reply, "spent", answer->out_of_steps);
    json_put_close(reply, '}');
}

static int op_lookup(struct call *c, struct json_put *reply, struct fault *fault)
{
    struct service_query q = {.limit = SERVICE_LIMIT_DEFAULT};
    struct answer answer;
    struct links links = {0};
    bool narrowed;
    size_t option = 0;
    if (read_lookup(c, &q, &narrowed, &option, fault) != 0)
        return -1;
    uint64_t start = (uint64_t)clock_us();
    if (service_lookup(c->worker, &q, c->arena, &answer, &fault->err) != 0)
        return unavailable(fault);
    uint64_t elapsed_us = (uint64_t)clock_us() - start;
    for (size_t i = 0; i < answer.match_count; i++)
        if (service_links(c->worker, &answer.matches[i].entry, c->arena, &links, &fault->err) != 0)
            return unavailable(fault);
    if (narrowed) {
        json_put_open(reply, "narrowed", '{');
        json_put_text(reply, "facet", c->state->ask.facet);
        json_put_text(reply, "value", c->state->ask.values[option]);
        json_put_close(reply, '}');
    }
    put_budget(reply, &q, &answer);
    const struct report_options o = {.plain = json_is_true(member(c, "plain")),
                                     .links = links.items, .link_count = links.count};
    size_t at = reply->out->n;
    report_answer_json(&answer, elapsed_us, &o, reply->out);
    open_up(reply->out, at);
    if (c->state)
        remember(c, &q, &answer);
    return 0;
}

/* ---- the others ------------------------------------------------------------------------------ */

static int op_get(struct call *c, struct json_put *reply, struct fault *fault)
{
    struct str id = text_of(c, "entry");
    struct kb_entry entry;
    struct links links = {0};
    if (!id.n)
        return fault_set(fault, "bad_request", "the entry is missing: send its id as \"entry\"");
    int found = service_get(c->worker, id, c->arena, &entry, &fault->err);
    if (found == 0)
        return fault_set(fault, "not_found", "no entry has the id \"%.*s\"", STR_ARG(id));
    if (found < 0 || service_links(c->worker, &entry, c->arena, &links, &fault->err) != 0)
        return unavailable(fault);
    const struct report_options o = {.plain = json_is_true(member(c, "plain")),
                                     .links = links.items, .link_count = links.count};
    json_put_raw(reply, "entry", STR_NONE);
    report_entry_json(&entry, &o, reply->out);
    return 0;
}

static int op_ping(struct call *c, struct json_put *reply, struct fault *fault)
{
    (void)c;
    (void)fault;
    json_put_bool(reply, "pong", true);
    return 0;
}

static int op_stats(struct call *c, struct json_put *reply, struct fault *fault)
{
    struct service *s = c->worker->service;
    json_put_open(reply, "kbs", '[');
    for (size_t i = 0; i < c->worker->reader.count; i++) {
        json_put_raw(reply, NULL, STR_NONE);
        if (service_stats_json(c->worker, i, c->arena, reply->out, &fault->err) != 0)
            return unavailable(fault);
    }
    json_put_close(reply, ']');
    json_put_number(reply, "edition", live_kb_edition(s->live));
    json_put_number(reply, "requests", atomic_load(&s->requests));
    json_put_number(reply, "errors", atomic_load(&s->faults));
    json_put_number(reply, "sessions", s->sessions ? sessions_count(s->sessions) : 0);
    json_put_number(reply, "threads", c->threads);
    json_put_text(reply, "version", STR(ERRKB_VERSION));
    return 0;
}

static bool read_verdict(struct str name, enum verdict *verdict)
{
    const enum verdict all[] = {VERDICT_MATCH, VERDICT_AMBIGUOUS, VERDICT_NONE};
    for (size_t i = 0; i < ARRAY_LEN(all); i++)
        if (str_eq(name, str_of(verdict_name(all[i])))) {
            *verdict = all[i];
            return true;
        }
    return false;
}

/* What the request does not say, its session knows. */
static int read_feedback(struct call *c, struct feedback *f, struct service_query *q,
                         struct fault *fault)
{
    const struct json_value *right = member(c, "right");
    const struct session_state *s = c->state;
    struct str verdict = text_of(c, "verdict");
    if (!json_is(right, KIND_BOOL))
        return fault_set(fault, "bad_request", "right is true or false");
    if (op_read_query(c, q, fault) != 0)
        return -1;
    bool of_session = s && s->text.n && !q->text.n;
    *f = (struct feedback){
        .text = of_session ? s->text : q->text,
        .facets = of_session ? s->facets : q->facets,
        .facet_count = of_session ? s->facet_count : q->facet_count,
        .entry = member(c, "entry") || !of_session ? text_of(c, "entry") : s->entry,
        .confidence = of_session ? s->confidence : 0,
        .right = json_is_true(right),
        .expect = text_of(c, "expect"),
        .note = text_of(c, "note"),
    };
    f->verdict = of_session ? s->verdict : f->entry.n ? VERDICT_MATCH : VERDICT_NONE;
    const struct json_value *expect = json_member(&c->request->json, c->request->root, "expect");
    f->expect_none = json_is(expect, KIND_NULL) && !f->right;
    if (verdict.n && !read_verdict(verdict, &f->verdict))
        return fault_set(fault, "bad_request", "verdict is match, ambiguous or none");
    if (!str_trim(f->text).n)
        return fault_set(fault, "bad_request", "the text that was asked is missing");
    f->note = str_slice(f->note, 0, NOTE_MAX);
    return 0;
}

static int op_feedback(struct call *c, struct json_put *reply, struct fault *fault)
{
    struct feedback f;
    struct service_query q = {0};
    if (read_feedback(c, &f, &q, fault) != 0)
        return -1;
    if (service_feedback(c->worker->service, &f, &fault->err) != 0) {
        fault->code = fault->err.code == ERR_IO ? "unavailable" : "refused";
        return -1;
    }
    json_put_bool(reply, "kept", true);
    return 0;
}

static const struct op ops[] = {
    {"lookup", op_lookup}, {"get", op_get},   {"scan", op_scan},
    {"feedback", op_feedback}, {"stats", op_stats}, {"ping", op_ping},
};

const struct op *op_find(struct str name)
{
    for (size_t i = 0; i < ARRAY_LEN(ops); i++)
        if (str_eq(name, str_of(ops[i].name)))
            return &ops[i];
    return NULL;
}

void op_names(struct buf *out)
{
    for (size_t i = 0; i < ARRAY_LEN(ops); i++)
        buf_printf(out, "%s%s", i ? ", " : "", ops[i].name);
}
