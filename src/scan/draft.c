#include "scan/draft.h"

#include "scan/clean.h"
#include "scan/line.h"
#include "text/utf8.h"

enum {
    NAME_MAX_BYTES = 64,
    DEEPER = 100, /* ranks that a name loses for each part before it */
    NO_RANK = UINT32_MAX,
    FILETIME_DIGITS = 18,
};

/* ---- what names stand for -------------------------------------------------------------------- */

/* Without case, blanks, '_', '-'; the better name for a role first. */
static const struct {
    struct str name;
    enum role role;
} names[] = {
    {STR_INIT("message"), ROLE_TEXT},
    {STR_INIT("msg"), ROLE_TEXT},
    {STR_INIT("renderedmessage"), ROLE_TEXT},
    {STR_INIT("@m"), ROLE_TEXT},
    {STR_INIT("@message"), ROLE_TEXT},
    {STR_INIT("shortmessage"), ROLE_TEXT},
    {STR_INIT("logmessage"), ROLE_TEXT},
    {STR_INIT("eventmessage"), ROLE_TEXT},
    {STR_INIT("errormessage"), ROLE_TEXT},
    {STR_INIT("errordescription"), ROLE_TEXT},
    {STR_INIT("resultdescription"), ROLE_TEXT},
    {STR_INIT("failurereason"), ROLE_TEXT},
    {STR_INIT("log"), ROLE_TEXT},
    {STR_INIT("text"), ROLE_TEXT},
    {STR_INIT("body"), ROLE_TEXT},
    {STR_INIT("userdata"), ROLE_TEXT},
    {STR_INIT("description"), ROLE_TEXT},
    {STR_INIT("details"), ROLE_TEXT},
    {STR_INIT("reason"), ROLE_TEXT},
    {STR_INIT("line"), ROLE_TEXT},
    {STR_INIT("error.message"), ROLE_ERROR},
    {STR_INIT("err.message"), ROLE_ERROR},
    {STR_INIT("exception.message"), ROLE_ERROR},
    {STR_INIT("error.description"), ROLE_ERROR},
    {STR_INIT("exception"), ROLE_ERROR},
    {STR_INIT("exceptionmessage"), ROLE_ERROR},
    {STR_INIT("error"), ROLE_ERROR},
    {STR_INIT("err"), ROLE_ERROR},
    {STR_INIT("cause"), ROLE_ERROR},
    {STR_INIT("@x"), ROLE_ERROR},
    {STR_INIT("stacktrace"), ROLE_ERROR},
    {STR_INIT("stack"), ROLE_ERROR},
    {STR_INIT("excinfo"), ROLE_ERROR},
    {STR_INIT("codesymbolic"), ROLE_SYMBOL},
    {STR_INIT("errorname"), ROLE_SYMBOL},
    {STR_INIT("errorcode"), ROLE_CODE},
    {STR_INIT("error.code"), ROLE_CODE},
    {STR_INIT("errornumber"), ROLE_CODE},
    {STR_INIT("hresult"), ROLE_CODE},
    {STR_INIT("ntstatus"), ROLE_CODE},
    {STR_INIT("errno"), ROLE_CODE},
    {STR_INIT("resulttype"), ROLE_CODE},
    {STR_INIT("code"), ROLE_CODE},
    {STR_INIT("eventid"), ROLE_EVENT_ID},
    {STR_INIT("time"), ROLE_TIME},
    {STR_INIT("timestamp"), ROLE_TIME},
    {STR_INIT("@timestamp"), ROLE_TIME},
    {STR_INIT("@t"), ROLE_TIME},
    {STR_INIT("ts"), ROLE_TIME},
    {STR_INIT("timegenerated"), ROLE_TIME},
    {STR_INIT("timecreated"), ROLE_TIME},
    {STR_INIT("dateandtime"), ROLE_TIME},
    {STR_INIT("datetime"), ROLE_TIME},
    {STR_INIT("clocktime"), ROLE_TIME},
    {STR_INIT("eventtime"), ROLE_TIME},
    {STR_INIT("asctime"), ROLE_TIME},
    {STR_INIT("realtimetimestamp"), ROLE_TIME},
    {STR_INIT("date"), ROLE_TIME},
    {STR_INIT("level"), ROLE_LEVEL},
    {STR_INIT("severity"), ROLE_LEVEL},
    {STR_INIT("@l"), ROLE_LEVEL},
    {STR_INIT("lvl"), ROLE_LEVEL},
    {STR_INIT("loglevel"), ROLE_LEVEL},
    {STR_INIT("levelname"), ROLE_LEVEL},
    {STR_INIT("severitytext"), ROLE_LEVEL},
    {STR_INIT("priority"), ROLE_LEVEL},
    {STR_INIT("provider"), ROLE_ORIGIN},
    {STR_INIT("providername"), ROLE_ORIGIN},
    {STR_INIT("logger"), ROLE_ORIGIN},
    {STR_INIT("loggername"), ROLE_ORIGIN},
    {STR_INIT("syslogidentifier"), ROLE_ORIGIN},
    {STR_INIT("component"), ROLE_ORIGIN},
    {STR_INIT("source"), ROLE_ORIGIN},
    {STR_INIT("module"), ROLE_ORIGIN},
    {STR_INIT("service"), ROLE_ORIGIN},
    {STR_INIT("app"), ROLE_ORIGIN},
    {STR_INIT("program"), ROLE_ORIGIN},
    {STR_INIT("eventname"), ROLE_ORIGIN},
    {STR_INIT("name"), ROLE_ORIGIN},
    {STR_INIT("category"), ROLE_ORIGIN},
};

/* The name as the table has it. */
static struct str plain_name(struct str name, char *room)
{
    size_t n = 0;
    size_t bracket = str_find_char(name, '[');
    name = str_slice(name, 0, bracket ? bracket : name.n);
    for (size_t i = 0; i < name.n && n < NAME_MAX_BYTES; i++)
        if (name.p[i] != ' ' && name.p[i] != '_' && name.p[i] != '-')
            room[n++] = ascii_lower(name.p[i]);
    return str_n(room, n);
}

static struct meaning meaning_in_table(struct str name)
{
    for (unsigned i = 0; i < ARRAY_LEN(names); i++)
        if (str_eq(name, names[i].name))
            return (struct meaning){names[i].role, i};
    return (struct meaning){ROLE_NONE, NO_RANK};
}

struct meaning meaning_of(struct str given)
{
    char room[NAME_MAX_BYTES];
    struct str name = plain_name(given, room);
    unsigned lost = 0;
    for (;;) {
        struct meaning m = meaning_in_table(name);
        if (m.role) {
            m.rank += lost;
            return m;
        }
        size_t dot = str_find_char(name, '.');
        if (dot == STR_NOT_FOUND)
            return m;
        name = str_skip(name, dot + 1);
        lost += DEEPER;
    }
}

struct meaning meaning_known(struct meanings *known, struct str *name, struct arena *a)
{
    size_t place = name->n;
    if (name->n) {
        place = place * 7 + (unsigned char)name->p[0];
        place = place * 7 + (unsigned char)name->p[name->n / 2];
        place = place * 7 + (unsigned char)name->p[name->n - 1];
    }
    place %= MEANINGS;
    if (!known->names[place].p || !str_eq(known->names[place], *name)) {
        known->values[place] = meaning_of(*name);
        known->names[place] = clean_text(arena_dup(a, *name), a);
    }
    *name = known->names[place];
    return known->values[place];
}

/* ---- collecting ------------------------------------------------------------------------------ */

void draft_begin(struct draft *d, const struct shape_options *o, struct arena *a)
{
    *d = (struct draft){.o = o, .arena = a};
    for (unsigned i = 0; i < ROLES; i++)
        d->ranks[i] = NO_RANK;
}

void draft_put(struct draft *d, struct meaning m, struct str name, struct str value)
{
    value = clean_text(value, d->arena);
    if (d->field_count < DRAFT_FIELDS_MAX) {
        d->fields =
            arena_grow(d->arena, d->fields, d->field_count, &d->field_cap, sizeof *d->fields);
        d->fields[d->field_count++] = (struct record_field){name, value};
    }
    if (d->o->field.n && str_ieq(name, d->o->field))
        m = (struct meaning){ROLE_TEXT, 0};
    else if (d->o->field.n && m.role <= ROLE_EVENT_ID)
        return; /* the text is that field's and nothing else */
    if (!m.role || m.rank >= d->ranks[m.role] || !str_trim(value).n)
        return;
    d->values[m.role] = value;
    d->ranks[m.role] = m.rank;
    if (m.role == ROLE_CODE)
        d->error_named = str_ifind(name, STR("err")) != STR_NOT_FOUND;
}

/* ---- reading the parts ----------------------------------------------------------------------- */

static bool is_number(struct str s, uint64_t *value)
{
    return str_u64(s, 10, value);
}

/* Numbers of Windows' events: 0 always, 1 critical to 5 verbose. */
enum record_level level_of_event(uint64_t value)
{
    static const enum record_level levels[] = {LEVEL_INFO,    LEVEL_FATAL, LEVEL_ERROR,
                                               LEVEL_WARNING, LEVEL_INFO,  LEVEL_DEBUG};
    return value < ARRAY_LEN(levels) ? levels[value] : LEVEL_UNKNOWN;
}

/* A word, a number of an event, of syslog (0 to 7), of bunyan and pino (10 to 60). */
static enum record_level level_of(const struct draft *d, struct str s)
{
    static const enum record_level tens[] = {LEVEL_UNKNOWN, LEVEL_DEBUG, LEVEL_DEBUG, LEVEL_INFO,
                                             LEVEL_WARNING, LEVEL_ERROR, LEVEL_FATAL};
    uint64_t value;
    s = str_trim(s);
    if (!is_number(s, &value))
        return level_of_word(s);
    if (d->values[ROLE_EVENT_ID].n)
        return level_of_event(value);
    if (value >= 10)
        return value % 10 == 0 && value / 10 < ARRAY_LEN(tens) ? tens[value / 10] : LEVEL_UNKNOWN;
    return level_of_severity((unsigned)value);
}

static int64_t time_of(const struct draft *d, struct str s)
{
    uint64_t ticks;
    s = str_trim(s);
    if (s.n == FILETIME_DIGITS && is_number(s, &ticks))
        return time_of_filetime(ticks);
    return time_of_value(s, &d->o->time);
}

static bool says(struct str text, struct str part)
{
    return str_find(text, part) != STR_NOT_FOUND;
}

/* A mere number is a code when its name or the record's level says that it is an error's. */
static bool is_code(const struct draft *d, struct str code, enum record_level level)
{
    uint64_t value;
    struct str digits = code.n && code.p[0] == '-' ? str_skip(code, 1) : code;
    if (!is_number(digits, &value))
        return code.n > 0 && code.n < NAME_MAX_BYTES;
    return value != 0 && (d->error_named || digits.n < code.n || value > UINT16_MAX ||
                          level >= LEVEL_ERROR || d->values[ROLE_SYMBOL].n);
}

static void put_part(struct buf *out, struct str between, struct str part)
{
    if (!part.n)
        return;
    if (out->n)
        buf_put(out, between);
    buf_put(out, part);
}

/* The message with what belongs to it. A mere message is not copied. */
static struct str compose(const struct draft *d, enum record_level level, struct str raw)
{
    struct str text = str_trim(d->values[ROLE_TEXT]), error = str_trim(d->values[ROLE_ERROR]);
    struct str symbol = str_trim(d->values[ROLE_SYMBOL]), code = str_trim(d->values[ROLE_CODE]);
    struct str id = str_trim(d->values[ROLE_EVENT_ID]);
    if (!text.n && !error.n && !symbol.n && (d->plain || !d->o->field.n))
        text = raw;
    if (says(text, error))
        error = STR_NONE;
    if (says(text, symbol))
        symbol = STR_NONE;
    if (says(text, code) || says(error, code) || !is_code(d, code, level))
        code = STR_NONE;
    if (!error.n && !symbol.n && !code.n && !id.n)
        return text;
    size_t room = text.n + error.n + symbol.n + code.n + id.n + 64;
    struct buf out = {.p = arena_alloc(d->arena, room + 1), .cap = room + 1, .max = room};
    if (id.n) {
        buf_puts(&out, "Event ID ");
        buf_put(&out, id);
    }
    put_part(&out, STR(": "), text);
    put_part(&out, STR("\n"), error);
    put_part(&out, STR("\n"), symbol);
    if (code.n) {
        put_part(&out, symbol.n ? STR(", ") : STR("\n"), STR("error code "));
        buf_put(&out, code);
    }
    return buf_str(&out);
}

struct record draft_end(struct draft *d, struct str raw)
{
    struct record r = {
        .raw = raw,
        .time = time_of(d, d->values[ROLE_TIME]),
        .level = level_of(d, d->values[ROLE_LEVEL]),
        .origin = str_trim(d->values[ROLE_ORIGIN]),
        .lines = 1,
        .fields = d->fields,
        .field_count = d->field_count,
    };
    struct str text = compose(d, r.level, raw);
    r.cut = text.n > RECORD_TEXT_MAX ? text.n - RECORD_TEXT_MAX : 0;
    r.text = clean_text(utf8_cut(text, RECORD_TEXT_MAX), d->arena);
    return r;
}
