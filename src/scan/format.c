#include "scan/format.h"

#include "base/mem.h"
#include "scan/plain.h"
#include "scan/structured.h"

enum {
    SURE_ENOUGH = 60, /* of a hundred: else it is plain text */
};

/* Where two are equally sure, the first is it. */
static const struct format *const formats[] = {
    &format_event,  &format_jsonl, &format_csv,  &format_syslog_5424, &format_syslog,
    &format_logcat, &format_dmesg, &format_klog, &format_clf,         &format_plain,
};

const struct format *format_at(size_t i)
{
    return i < ARRAY_LEN(formats) ? formats[i] : NULL;
}

const struct format *format_named(struct str name)
{
    for (size_t i = 0; i < ARRAY_LEN(formats); i++)
        if (str_ieq(name, str_of(formats[i]->name)))
            return formats[i];
    return NULL;
}

/* A last line that is not whole tells little, unless it is the only one. */
static struct str whole_lines(struct str head)
{
    head = str_slice(head, 0, FORMAT_HEAD);
    size_t last = str_rfind_char(head, '\n');
    return last == STR_NOT_FOUND ? head : str_slice(head, 0, last + 1);
}

static const struct format *detect(struct str head, bool each_line)
{
    const struct format *best = &format_plain;
    unsigned most = SURE_ENOUGH - 1;
    for (size_t i = 0; i < ARRAY_LEN(formats); i++) {
        bool may_be = !each_line || formats[i]->plain || formats[i]->one_line;
        unsigned sure = may_be ? formats[i]->detect(head) : 0;
        if (sure > most) {
            most = sure;
            best = formats[i];
        }
    }
    return best;
}

struct shape *shape_new(const struct format *format, const struct shape_options *o, struct str head)
{
    struct shape *s = mem_zalloc(1, sizeof *s);
    head = whole_lines(head);
    s->arena = arena_new();
    s->o = *o;
    s->o.field = arena_dup(s->arena, o->field);
    s->format = format ? format : detect(head, o->each_line);
    atomic_init(&s->holders, 1);
    if (s->format->begin)
        s->format->begin(s, head);
    return s;
}

struct shape *shape_hold(struct shape *s)
{
    atomic_fetch_add_explicit(&s->holders, 1, memory_order_relaxed);
    return s;
}

void shape_release(struct shape *s)
{
    if (!s || atomic_fetch_sub_explicit(&s->holders, 1, memory_order_acq_rel) != 1)
        return;
    arena_free(s->arena);
    mem_free(s);
}

void block_parse(struct block *b)
{
    if (!b->plain && !b->records && b->format->parse)
        b->format->parse(b);
}
