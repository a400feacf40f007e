#include "import/tree/front.h"

#include <yaml.h>

enum { DEPTH_MAX = 8 };

/* Is this line the one that opens (---) or closes (--- or ...) front matter? */
static bool is_fence(struct str line, bool closing)
{
    line = str_trim_set(line, " \t\r");
    return str_eq(line, STR("---")) || (closing && str_eq(line, STR("...")));
}

/* The lines between the fences; size and lines of the whole. Empty when there is no front matter. */
static struct str find_front(struct str document, struct front *f)
{
    struct str rest = document, line;
    if (!str_next_line(&rest, &line) || !is_fence(line, false))
        return STR_NONE;
    const char *start = rest.p;
    uint32_t lines = 1;
    while (str_next_line(&rest, &line)) {
        lines++;
        if (is_fence(line, true)) {
            f->size = document.n - rest.n;
            f->lines = lines;
            return str_n(start, (size_t)(line.p - start));
        }
    }
    return STR_NONE;
}

static void add(struct front *f, struct arena *a, size_t *cap, struct str key, struct str value,
                uint32_t line)
{
    if (f->count >= FRONT_ITEMS_MAX || !key.n)
        return;
    f->items = arena_grow(a, f->items, f->count, cap, sizeof *f->items);
    f->items[f->count++] =
        (struct front_item){arena_dup(a, key), arena_dup(a, str_trim(value)), line};
}

/* `key: value` lines, for front matter that is no YAML: mostly a colon in an unquoted title. */
static void read_lines(struct front *f, struct arena *a, size_t *cap, struct str yaml)
{
    struct str line;
    f->count = 0;
    for (uint32_t number = 2; str_next_line(&yaml, &line); number++) {
        size_t colon = str_find_char(line, ':');
        if (colon == STR_NOT_FOUND || colon == 0 || ascii_is_space(line.p[0]) || line.p[0] == '#')
            continue;
        add(f, a, cap, str_trim(str_slice(line, 0, colon)),
            str_trim_set(str_skip(line, colon + 1), " \t\r\"'"), number);
    }
}

static struct str scalar(const yaml_event_t *e)
{
    return str_n((const char *)e->data.scalar.value, e->data.scalar.length);
}

/* Where in the YAML we are: a key at depth 1 waits for its value or for a list of them. */
struct place {
    unsigned depth;    /* open mappings and lists */
    bool in_list;      /* the list that is the value of `key` */
    bool have_key;
    struct str key;
};

/* Take one event; false at the end of the stream. */
static bool take_event(struct front *f, struct arena *a, size_t *cap, struct place *at,
                       const yaml_event_t *e)
{
    uint32_t line = (uint32_t)e->start_mark.line + 2;
    switch (e->type) {
    case YAML_STREAM_END_EVENT:
        return false;
    case YAML_MAPPING_START_EVENT:
    case YAML_SEQUENCE_START_EVENT:
        at->depth++;
        at->in_list = at->depth == 2 && at->have_key && e->type == YAML_SEQUENCE_START_EVENT;
        return at->depth <= DEPTH_MAX;
    case YAML_MAPPING_END_EVENT:
    case YAML_SEQUENCE_END_EVENT:
        at->depth--;
        if (at->depth <= 1)
            at->in_list = at->have_key = false;
        return true;
    case YAML_ALIAS_EVENT:
        if (at->depth == 1)
            at->have_key = !at->have_key;
        return true;
    case YAML_SCALAR_EVENT:
        if (at->depth == 1 && !at->have_key) {
            at->key = arena_dup(a, scalar(e));
            at->have_key = true;
        } else if (at->depth == 1 || (at->depth == 2 && at->in_list)) {
            add(f, a, cap, at->key, scalar(e), line);
            at->have_key = at->in_list;
        }
        return true;
    default:
        return true;
    }
}

/* False when it is no YAML: what was read until then is of little use. */
static bool read_yaml(struct front *f, struct arena *a, size_t *cap, struct str yaml)
{
    yaml_parser_t parser;
    bool valid = true;
    if (!yaml_parser_initialize(&parser))
        return false;
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, (const unsigned char *)yaml.p, yaml.n);
    struct place at = {0};
    bool going = true;
    while (going) {
        yaml_event_t event;
        if (!yaml_parser_parse(&parser, &event)) {
            f->bad = arena_printf(a, "the front matter is no YAML (%s): read line by line",
                                  parser.problem ? parser.problem : "unknown fault").p;
            f->bad_line = (uint32_t)parser.problem_mark.line + 2;
            valid = false;
            break;
        }
        going = take_event(f, a, cap, &at, &event);
        if (at.depth > DEPTH_MAX) {
            f->bad = "the front matter is nested too deep: the rest of it is not read";
            f->bad_line = (uint32_t)event.start_mark.line + 2;
        }
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    return valid;
}

struct front front_read(struct arena *a, struct str document)
{
    struct front f = {0};
    size_t cap = 0;
    struct str yaml = find_front(document, &f);
    if (!f.size)
        return f;
    if (yaml.n > FRONT_SIZE_MAX) {
        f.bad = "the front matter is larger than 64 KiB: not read";
        f.bad_line = 1;
        return f;
    }
    if (str_trim(yaml).n && !read_yaml(&f, a, &cap, yaml))
        read_lines(&f, a, &cap, yaml);
    return f;
}

struct str front_get(const struct front *f, const char *key)
{
    for (size_t i = 0; i < f->count; i++)
        if (str_ieq(f->items[i].key, str_of(key)))
            return f->items[i].value;
    return STR_NONE;
}
