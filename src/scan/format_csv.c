/*
 * format_csv.c - comma-separated values with a header: what each column holds is told by its name,
 * as exports of Log Analytics, of the event viewer and of `tracerpt -of csv` have them, and others
 * whose columns are called so.
 */
#include "scan/clean.h"
#include "scan/csv.h"
#include "scan/draft.h"
#include "scan/structured.h"

enum {
    CSV_UNIT_MAX = 4 << 20,
    COLUMN_NAME_MAX = 80,
    COLUMNS_MIN = 2,
    SURE = 95, /* of a hundred, when all rows have the header's columns */
};

struct column {
    struct str name;
    struct meaning meaning;
};

struct layout {
    char delimiter;
    bool header;      /* the first record is one */
    bool text_at_end; /* what stands behind the last column belongs to it */
    size_t count;
    struct column *columns;
};

/* ---- the header ------------------------------------------------------------------------------ */

static char delimiter_of(struct str head)
{
    static const char candidates[] = {',', ';', '\t', '|'};
    struct str line;
    size_t most = 0;
    char best = ',';
    if (!str_next_line(&head, &line))
        return best;
    for (size_t i = 0; i < ARRAY_LEN(candidates); i++) {
        size_t n = 0;
        for (size_t at = 0; at < line.n; at++)
            n += line.p[at] == candidates[i];
        if (n > most) {
            most = n;
            best = candidates[i];
        }
    }
    return best;
}

static bool is_column_name(struct str name)
{
    return name.n && name.n <= COLUMN_NAME_MAX && !ascii_is_digit(name.p[0]) &&
           str_find_char(name, '\n') == STR_NOT_FOUND && str_find_char(name, '=') == STR_NOT_FOUND;
}

static struct layout *layout_of(struct str head, struct str wanted, struct arena *a)
{
    struct layout *l = arena_zalloc(a, 1, sizeof *l);
    struct csv_record *r = arena_alloc(a, sizeof *r);
    l->delimiter = delimiter_of(head);
    if (!csv_next(&head, l->delimiter, true, r))
        return l;
    size_t meant = 0;
    l->header = true;
    l->columns = arena_zalloc(a, r->count, sizeof *l->columns);
    for (l->count = 0; l->count < r->count; l->count++) {
        struct column *c = &l->columns[l->count];
        c->name = clean_text(arena_dup(a, csv_value(r->fields[l->count], a)), a);
        c->meaning = meaning_of(c->name);
        meant += c->meaning.role != ROLE_NONE || (wanted.n && str_ieq(c->name, wanted));
        l->header = l->header && is_column_name(c->name);
    }
    l->header = l->header && meant;
    l->text_at_end = l->count && l->columns[l->count - 1].meaning.role == ROLE_TEXT;
    return l;
}

static void begin_csv(struct shape *shape, struct str head)
{
    shape->layout = layout_of(head, shape->o.field, shape->arena);
}

/* A header that names something that a record needs, and rows that have its columns. */
static unsigned detect_csv(struct str head)
{
    struct arena *a = arena_new();
    struct csv_record *r = arena_alloc(a, sizeof *r);
    struct layout *l = layout_of(head, STR_NONE, a);
    unsigned rows = 0, fit = 0, telling = 0, result = 0;
    for (size_t i = 0; i < l->count; i++)
        telling += l->columns[i].meaning.role != ROLE_NONE;
    if (l->header && l->count >= COLUMNS_MIN && telling) {
        csv_next(&head, l->delimiter, true, r);
        while (rows < FORMAT_LINES && csv_next(&head, l->delimiter, true, r)) {
            rows += str_trim(r->raw).n > 0;
            fit += r->count >= l->count;
        }
        /* A header alone says enough when it says much. */
        result = rows ? fit * SURE / rows : telling >= COLUMNS_MIN + 1 ? SURE : 0;
    }
    arena_free(a);
    return result;
}

/* ---- records --------------------------------------------------------------------------------- */

static struct cut cut_csv(const struct shape *shape, struct str s, bool end)
{
    const struct layout *l = shape->layout;
    struct csv_record r;
    struct str rest = s;
    struct cut c = {0};
    while (csv_next(&rest, l->delimiter, end, &r)) {
        c.whole = s.n - rest.n;
        if (r.open_quote)
            c.trouble = "a quote that never closes: its line was read by itself";
    }
    return c;
}

/* Columns that the header does not have: the message of the event viewer, data of tracerpt. */
static void put_rest(struct draft *d, const struct layout *l, const struct csv_record *r)
{
    struct str first = r->fields[l->count];
    struct str last = r->fields[r->count - 1];
    struct str rest = str_n(first.p, (size_t)(last.p + last.n - first.p));
    struct meaning m = {ROLE_TEXT, 0};
    if (l->text_at_end) {
        struct str data = r->fields[l->count - 1];
        rest = str_n(data.p, (size_t)(last.p + last.n - data.p));
    }
    draft_put(d, m, STR("..."),
              r->count == l->count + 1 && !l->text_at_end ? csv_value(first, d->arena) : rest);
}

static void parse_csv(struct block *b)
{
    const struct layout *l = b->shape->layout;
    struct csv_record r;
    struct draft d;
    struct str rest = b->bytes;
    uint64_t line = b->first_line;
    size_t cap = 0;
    if (l->header && line == 1 && csv_next(&rest, l->delimiter, true, &r))
        line += count_lines(r.raw) + 1;
    while (csv_next(&rest, l->delimiter, true, &r)) {
        uint64_t first = line;
        uint32_t inside = (uint32_t)count_lines(r.raw);
        line += inside + 1;
        if (!str_trim(r.raw).n)
            continue;
        draft_begin(&d, &b->shape->o, b->arena);
        d.plain = !l->header;
        for (size_t i = 0; i < min_size(l->header ? l->count : 0, r.count); i++)
            draft_put(&d, l->columns[i].meaning, l->columns[i].name,
                      csv_value(r.fields[i], b->arena));
        if (l->header && r.count > l->count)
            put_rest(&d, l, &r);
        struct record made = draft_end(&d, r.raw);
        made.line = first;
        made.lines = inside + 1;
        block_add(b, &cap, &made);
    }
}

const struct format format_csv = {
    .name = "csv",
    .unit_max = CSV_UNIT_MAX,
    .detect = detect_csv,
    .cut = cut_csv,
    .parse = parse_csv,
    .begin = begin_csv,
};
