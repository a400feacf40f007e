/*
 * format_json.c - JSON Lines: an object in each line. Lines that are none stay as they are, since
 * programs that log so are started by others that do not.
 */
#include "scan/draft.h"
#include "scan/json.h"
#include "scan/structured.h"

struct json_line {
    struct draft draft;
    struct meanings known;
};

static void member(void *user, struct str name, struct str value, bool is_string)
{
    (void)is_string;
    struct json_line *l = user;
    struct meaning m = meaning_known(&l->known, &name, l->draft.arena);
    draft_put(&l->draft, m, name, value);
}

static void parse_json(struct block *b)
{
    struct str rest = b->bytes, line;
    struct json_line l = {0};
    uint64_t number = b->first_line;
    size_t cap = 0;
    for (; str_next_line(&rest, &line); number++) {
        if (!str_trim(line).n && !b->shape->o.each_line)
            continue;
        draft_begin(&l.draft, &b->shape->o, b->arena);
        enum json_end end = json_values(line, b->arena, member, &l);
        if (end == JSON_BAD && !l.draft.field_count)
            l.draft.plain = true;
        struct record r = draft_end(&l.draft, line);
        r.line = number;
        block_add(b, &cap, &r);
    }
}

static void nobody(void *user, struct str name, struct str value, bool is_string)
{
    (void)user;
    (void)name;
    (void)value;
    (void)is_string;
}

/* Lines that are objects; one that is longer than the head counts when it begins as one. */
static unsigned detect_json(struct str head)
{
    struct arena *a = arena_new();
    struct str line;
    unsigned lines = 0, objects = 0;
    while (lines < FORMAT_LINES && str_next_line(&head, &line)) {
        if (!str_trim(line).n)
            continue;
        lines++;
        enum json_end end = json_values(line, a, nobody, NULL);
        objects += end == JSON_WHOLE || (end == JSON_CUT && !head.n && line.n > 1);
        arena_reset(a);
    }
    arena_free(a);
    return lines ? objects * 100 / lines : 0;
}

const struct format format_jsonl = {
    .name = "jsonl",
    .one_line = true,
    .unit_max = UNIT_MAX,
    .detect = detect_json,
    .cut = cut_at_lines,
    .parse = parse_json,
};
