/*
 * format_event.c - Windows' events as XML: `wevtutil qe /f:xml`, `tracerpt -of xml`, a saved log.
 * What an event holds is read by event_helper.h; without it, and where that fails, its text is what
 * stands between tags.
 */
#include "scan/draft.h"
#include "scan/event_cut.h"
#include "scan/event_helper.h"
#include "scan/json.h"
#include "scan/structured.h"

enum { SURE = 100 };

struct event {
    struct draft draft;
    struct str message;
    struct buf data; /* "name: value" in lines */
};

/* ---- one event ------------------------------------------------------------------------------- */

/* Of data beside a message only what may be a code is looked up: the message tells the rest. */
static bool is_telling(struct str name, struct str value)
{
    static const struct str words[] = {STR_INIT("error"), STR_INIT("code"), STR_INIT("status"),
                                       STR_INIT("result"), STR_INIT("reason")};
    if (str_istarts(value, STR("0x")))
        return true;
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (str_ifind(name, words[i]) != STR_NOT_FOUND)
            return true;
    return false;
}

static void put_data(struct event *e, struct str name, struct str value)
{
    uint64_t position;
    if (str_ieq(name, STR("Binary")) ||
        (e->message.n &&
         (!is_telling(name, value) || str_find(e->message, value) != STR_NOT_FOUND)))
        return;
    if (e->data.n)
        buf_putc(&e->data, '\n');
    if (!str_u64(name, 10, &position)) {
        buf_put(&e->data, name);
        buf_puts(&e->data, ": ");
    }
    buf_put(&e->data, value);
}

/* The message comes behind the data when it comes at all. */
static void put_all_data(struct event *e)
{
    const struct str prefix = STR("Data.");
    for (size_t i = 0; i < e->draft.field_count; i++) {
        const struct record_field *f = &e->draft.fields[i];
        if (str_starts(f->name, prefix))
            put_data(e, str_skip(f->name, prefix.n), f->value);
    }
}

static void value(void *user, struct str name, struct str text, bool is_string)
{
    static const struct {
        struct str name;
        struct meaning meaning;
    } parts[] = {{STR_INIT("Provider"), {ROLE_ORIGIN, 0}},
                 {STR_INIT("EventID"), {ROLE_EVENT_ID, 0}},
                 {STR_INIT("Level"), {ROLE_LEVEL, 0}},
                 {STR_INIT("Time"), {ROLE_TIME, 0}}};
    struct event *e = user;
    struct meaning m = {ROLE_NONE, 0};
    (void)is_string;
    for (size_t i = 0; i < ARRAY_LEN(parts); i++)
        if (str_eq(name, parts[i].name))
            m = parts[i].meaning;
    if (str_eq(name, STR("Message")))
        e->message = text;
    draft_put(&e->draft, m, arena_dup(e->draft.arena, name), text);
}

/* The text of an event that nobody could read: what is no tag. */
static struct str without_tags(struct str xml, struct arena *a)
{
    xml = str_slice(xml, 0, RECORD_TEXT_MAX);
    char *p = arena_alloc(a, xml.n + 1);
    size_t n = 0;
    bool tag = false;
    for (size_t i = 0; i < xml.n; i++) {
        if (xml.p[i] == '<')
            tag = true;
        else if (!tag)
            p[n++] = xml.p[i];
        else if (xml.p[i] == '>') {
            tag = false;
            if (n && p[n - 1] != ' ')
                p[n++] = ' ';
        }
    }
    return str_trim(str_n(p, n));
}

static struct record record_of(struct block *b, struct str xml, struct str line)
{
    struct event e = {.data = BUF_INIT(RECORD_TEXT_MAX)};
    const struct meaning text = {ROLE_TEXT, 0};
    draft_begin(&e.draft, &b->shape->o, b->arena);
    json_values(line, b->arena, value, &e);
    put_all_data(&e);
    struct str data = arena_dup(b->arena, buf_str(&e.data));
    buf_release(&e.data);
    if (!b->shape->o.field.n) {
        if (e.message.n && data.n)
            data = arena_concat(b->arena, arena_concat(b->arena, e.message, STR("\n")), data);
        else if (e.message.n)
            data = e.message;
        if (!data.n)
            data = e.draft.values[ROLE_ORIGIN];
        if (!data.n)
            data = without_tags(xml, b->arena);
        e.draft.values[ROLE_TEXT] = data;
        e.draft.ranks[ROLE_TEXT] = text.rank;
    }
    return draft_end(&e.draft, xml);
}

/* ---- blocks ---------------------------------------------------------------------------------- */

static void parse_events(struct block *b)
{
    struct event_helpers *helpers = b->shape->o.events;
    struct buf reply = BUF_INIT(EVENT_TEXT_MAX);
    struct str rest = b->bytes, xml, line, lines = STR_NONE;
    const char *at = b->bytes.p;
    uint64_t number = b->first_line;
    size_t cap = 0;
    if (helpers && event_helpers_ask(helpers, b->bytes, &reply))
        lines = arena_dup(b->arena, buf_str(&reply));
    buf_release(&reply);
    while (event_next(&rest, &xml)) {
        if (!str_next_line(&lines, &line))
            line = STR_NONE;
        struct record r = record_of(b, xml, line);
        number += count_lines(str_n(at, (size_t)(xml.p - at)));
        r.line = number;
        uint64_t inside = count_lines(xml);
        r.lines = (uint32_t)inside + 1;
        number += inside;
        at = xml.p + xml.n;
        block_add(b, &cap, &r);
    }
}

static struct cut cut_events(const struct shape *shape, struct str s, bool end)
{
    (void)shape;
    struct cut c = {.whole = end ? s.n : events_end(s)};
    if (end && event_open(s) != STR_NOT_FOUND)
        c.trouble = "it ends in the middle of an event: what was whole of it was read";
    return c;
}

static unsigned detect_events(struct str head)
{
    struct str s = str_trim(head);
    size_t at = str_find(s, STR("<Event"));
    bool known = str_find(s, STR("schemas.microsoft.com/win/2004/08/events")) != STR_NOT_FOUND ||
                 str_find(s, STR("<System>")) != STR_NOT_FOUND;
    return s.n && s.p[0] == '<' && at != STR_NOT_FOUND && known ? SURE : 0;
}

const struct format format_event = {
    .name = "event",
    .no_lines = true,
    .unit_max = UNIT_MAX,
    .detect = detect_events,
    .cut = cut_events,
    .parse = parse_events,
};
