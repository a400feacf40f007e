#include "report/scan.h"

#include "report/markdown_text.h"
#include "report/parts.h"
#include "report/safe.h"
#include "report/scan_words.h"
#include "report/words.h"
#include "text/utf8.h"

enum {
    ENTRIES_SHOWN = 25,
    GROUPS_SHOWN = 15,
    TROUBLES_SHOWN = 10,
    VALUES_SHOWN = 4,   /* of one placeholder */
    LINE_COLUMNS = 200, /* of a sample where lines are not wrapped */
    SPARK_COLUMNS = 32,
    SPARK_WIDTH_MIN = 50, /* of a terminal that has room for it */
    WORDS_MAX = 64 << 10,
    LABEL_COLUMNS = 10, /* of "remedy", "sample" and the like */
};

/* ---- pieces ------------------------------------------------------------------------------------
 */

/* The first line of it, as much as fits into so many columns. */
static void cut_line(struct buf *line, struct str text, size_t columns)
{
    struct str first, rest = str_trim(text);
    if (!str_next_line(&rest, &first))
        return;
    safe_put(line, str_trim(first));
    struct str s = buf_str(line);
    if (flow_columns(s) <= columns && rest.n == 0)
        return;
    size_t low = 0, high = s.n, room = columns > 2 ? columns - 2 : 1;
    while (low < high) {
        size_t mid = (low + high + 1) / 2;
        if (flow_columns(utf8_cut(s, mid)) <= room)
            low = mid;
        else
            high = mid - 1;
    }
    buf_truncate(line, utf8_cut(s, low).n);
    buf_puts(line, " \xe2\x80\xa6");
}

static size_t room_of(const struct flow *f)
{
    size_t room = flow_room(f);
    return room == SIZE_MAX ? LINE_COLUMNS : room;
}

/* The timeline as one line of bars, lower eighth to full block. */
static void put_spark(struct buf *out, const struct timeline *t)
{
    uint64_t columns[SPARK_COLUMNS] = {0}, most = 0;
    size_t used = 0;
    for (size_t i = 0; i < SUMMARY_BUCKETS; i++)
        used = t->counts[i] ? i + 1 : used;
    if (t->width == 0 || used < 2)
        return;
    size_t n = min_size(used, SPARK_COLUMNS);
    for (size_t i = 0; i < used; i++)
        columns[i * n / used] += t->counts[i];
    for (size_t i = 0; i < n; i++)
        most = columns[i] > most ? columns[i] : most;
    for (size_t i = 0; i < n; i++) {
        if (columns[i] == 0)
            buf_putc(out, ' ');
        else
            buf_printf(out, "\xe2\x96%c",
                       (char)(0x81 + (unsigned)((double)columns[i] * 7.0 / (double)most)));
    }
}

/* A line "label   text", the text in its own column. */
static void put_line(struct flow *f, struct str label, enum style style, struct str text)
{
    flow_hang(f, LABEL_COLUMNS);
    flow_text(f, STYLE_DIM, label);
    if (flow_columns(label) < LABEL_COLUMNS)
        flow_tab(f, LABEL_COLUMNS);
    else
        flow_puts(f, STYLE_NONE, " ");
    flow_text(f, style, text);
    flow_pop(f);
}

static void show_when(struct flow *f, int64_t first, int64_t last, const struct timeline *t)
{
    if (first == RECORD_NO_TIME)
        return;
    struct buf words = BUF_INIT(WORDS_MAX);
    words_times(&words, first, last);
    put_line(f, STR("when"), STYLE_NONE, buf_str(&words));
    buf_clear(&words);
    buf_repeat(&words, ' ', LABEL_COLUMNS);
    size_t start = words.n;
    put_spark(&words, t);
    if (words.n > start && f->width >= SPARK_WIDTH_MIN)
        flow_verbatim(f, STYLE_CODE, buf_str(&words));
    buf_release(&words);
}

static void show_sample(struct flow *f, const struct record_sample *s)
{
    struct buf words = BUF_INIT(WORDS_MAX);
    words_place(&words, s);
    put_line(f, STR("first at"), STYLE_NONE, buf_str(&words));
    buf_clear(&words);
    size_t room = room_of(f);
    cut_line(&words, s->text, room > 2 * (size_t)LABEL_COLUMNS ? 2 * (room - LABEL_COLUMNS) : room);
    put_line(f, STR(""), STYLE_CODE, buf_str(&words));
    buf_release(&words);
}

static void show_values(struct flow *f, const struct capture_values *c)
{
    struct buf words = BUF_INIT(WORDS_MAX);
    for (size_t i = 0; i < min_size(c->value_count, VALUES_SHOWN); i++) {
        buf_puts(&words, i ? ", " : "");
        buf_put(&words, utf8_cut(c->values[i], LINE_COLUMNS));
        if (c->value_count > 1) {
            buf_puts(&words, " (");
            words_number(&words, c->counts[i]);
            buf_puts(&words, ")");
        }
    }
    if (c->value_count > VALUES_SHOWN || c->more)
        buf_puts(&words, ", \xe2\x80\xa6");
    put_line(f, utf8_cut(c->name, 2 * LABEL_COLUMNS), STYLE_NONE, buf_str(&words));
    buf_release(&words);
}

/* ---- entries and groups
 * -------------------------------------------------------------------------- */

static void show_remedy(struct flow *f, const struct entry *e)
{
    struct str source = str_trim(e->remedy).n ? e->remedy : e->cause;
    if (str_trim(source).n == 0)
        return;
    struct buf words = BUF_INIT(WORDS_MAX);
    markdown_summary(&words, source, room_of(f) * 2 - 3 * (size_t)LABEL_COLUMNS);
    put_line(f, source.p == e->remedy.p ? STR("remedy") : STR("about"), STYLE_NONE,
             buf_str(&words));
    buf_release(&words);
}

static void show_entry(struct flow *f, const struct entry_summary *e,
                       const struct report_options *o)
{
    struct buf words = BUF_INIT(WORDS_MAX);
    words_entry_count(&words, e);
    flow_gap(f);
    flow_hang(f, PARTS_INDENT);
    flow_text(f, e->count ? STYLE_SURE : STYLE_UNSURE, buf_str(&words));
    flow_puts(f, STYLE_NONE, " ");
    flow_text(f, STYLE_TITLE, e->entry.entry.title);
    flow_printf(f, STYLE_DIM, " (%u\xc2\xa0%% sure)", words_percent(e->confidence));
    flow_pop(f);
    flow_push(f, "  ", true);
    show_when(f, e->first, e->last, &e->timeline);
    if (e->sample_count)
        show_sample(f, &e->samples[0]);
    for (size_t i = 0; i < e->capture_count; i++)
        show_values(f, &e->captures[i]);
    show_remedy(f, &e->entry.entry);
    buf_clear(&words);
    buf_repeat(&words, ' ', LABEL_COLUMNS);
    parts_show_command(&words, e->entry.entry.id, o);
    flow_verbatim(f, STYLE_DIM, buf_str(&words));
    flow_pop(f);
    buf_release(&words);
}

static void show_group(struct flow *f, const struct group_summary *g)
{
    struct buf words = BUF_INIT(WORDS_MAX);
    words_number(&words, g->count);
    buf_puts(&words, " \xc3\x97 ");
    flow_gap(f);
    flow_hang(f, PARTS_INDENT);
    flow_text(f, STYLE_UNKNOWN, buf_str(&words));
    flow_text(f, STYLE_NONE, utf8_cut(g->pattern, 3 * room_of(f)));
    if (words_level(g->level))
        flow_printf(f, STYLE_DIM, " (%s)", words_level(g->level));
    flow_pop(f);
    flow_push(f, "  ", true);
    show_when(f, g->first, g->last, &g->timeline);
    if (g->sample_count)
        show_sample(f, &g->samples[0]);
    flow_pop(f);
    buf_release(&words);
}

static void show_more(struct flow *f, size_t count, size_t shown, const char *what)
{
    if (count <= shown)
        return;
    flow_gap(f);
    flow_printf(f, STYLE_DIM, "and %zu more %s: --json and --report list them.", count - shown,
                what);
    flow_line(f);
}

static void show_troubles(struct flow *f, const struct scan_summary *s)
{
    size_t count = 0;
    struct buf words = BUF_INIT(WORDS_MAX);
    for (size_t i = 0; i < s->input_count; i++) {
        buf_clear(&words);
        words_trouble(&words, &s->inputs[i]);
        if (words.n == 0 || ++count > TROUBLES_SHOWN)
            continue;
        if (count == 1)
            parts_begin(f, "Inputs with trouble");
        flow_hang(f, PARTS_INDENT);
        flow_text(f, STYLE_CODE, s->inputs[i].name);
        flow_puts(f, STYLE_NONE, ": ");
        flow_text(f, STYLE_NONE, buf_str(&words));
        flow_pop(f);
    }
    if (count)
        flow_pop(f);
    show_more(f, count, TROUBLES_SHOWN, "inputs with trouble");
    buf_release(&words);
}

void report_scan_text(const struct scan_summary *s, const struct report_options *options,
                      struct buf *out)
{
    struct flow f;
    struct buf words = BUF_INIT(WORDS_MAX);
    flow_init(&f, out, options->width, options->color);
    words_overview(&words, s);
    flow_text(&f, STYLE_NONE, buf_str(&words));
    flow_line(&f);
    for (size_t i = 0; i < min_size(s->entry_count, ENTRIES_SHOWN); i++)
        show_entry(&f, &s->entries[i], options);
    show_more(&f, s->entry_count, ENTRIES_SHOWN, "known errors");
    if (s->group_count) {
        flow_gap(&f);
        flow_puts(&f, STYLE_LABEL, "Not known: what looks like an error and no entry explains");
        flow_line(&f);
        for (size_t i = 0; i < min_size(s->group_count, GROUPS_SHOWN); i++)
            show_group(&f, &s->groups[i]);
        show_more(&f, s->group_count, GROUPS_SHOWN, "groups");
    }
    show_troubles(&f, s);
    buf_clear(&words);
    words_left_out(&words, s);
    if (words.n) {
        flow_gap(&f);
        flow_text(&f, STYLE_DIM, buf_str(&words));
        flow_line(&f);
    }
    flow_release(&f);
    buf_release(&words);
}
