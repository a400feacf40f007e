#include "report/scan.h"

#include "report/markdown_text.h"
#include "report/parts.h"
#include "report/safe.h"
#include "report/scan_words.h"
#include "report/words.h"
#include "text/utf8.h"

enum {
    NOTE_COLUMNS = 160, /* of the remedy where lines are not wrapped */
    TIED_SHOWN = 3,
    WORDS_MAX = 64 << 10,
};

/* What a line of a note begins with: seldom in a log, and easy to search for. */
#define MARK "  ^ "

static void show_match(struct flow *f, const struct match *m, const struct report_options *o)
{
    const struct entry *e = &m->entry.entry;
    struct buf words = BUF_INIT(WORDS_MAX);
    flow_hang(f, PARTS_INDENT);
    flow_text(f, STYLE_TITLE, e->title);
    flow_printf(f, STYLE_DIM, " (%u\xc2\xa0%% sure)", words_percent(m->confidence));
    flow_pop(f);
    size_t room = flow_room(f);
    struct str source = str_trim(e->remedy).n ? e->remedy : e->cause;
    if (str_trim(source).n) {
        markdown_summary(&words, source, room == SIZE_MAX ? NOTE_COLUMNS : room * 2 - 8);
        flow_hang(f, PARTS_INDENT);
        flow_text(f, STYLE_NONE, buf_str(&words));
        flow_pop(f);
    }
    buf_clear(&words);
    parts_show_command(&words, e->id, o);
    flow_verbatim(f, STYLE_DIM, buf_str(&words));
    buf_release(&words);
}

void report_finding_note(const struct finding *finding, const struct report_options *options,
                         struct buf *out)
{
    const struct answer *a = finding->answer;
    if (finding->outcome != SCAN_KNOWN || !a || a->match_count == 0)
        return;
    struct flow f;
    flow_init(&f, out, options->width, options->color);
    flow_push(&f, MARK, true);
    size_t tied = a->verdict == VERDICT_MATCH ? 1 : max_size(a->tied, 1);
    if (tied > 1) {
        flow_puts(&f, STYLE_UNSURE, "one of these:");
        flow_line(&f);
    }
    for (size_t i = 0; i < min_size(min_size(tied, a->match_count), TIED_SHOWN); i++)
        show_match(&f, &a->matches[i], options);
    flow_pop(&f);
    flow_release(&f);
}

/* [from, to) of the line, made safe; tabs stay. */
static void put_part(struct buf *out, struct str line, size_t from, size_t to)
{
    struct str part = str_slice(line, from, to);
    for (;;) {
        size_t tab = str_find_char(part, '\t');
        safe_put(out, str_slice(part, 0, tab));
        if (tab == STR_NOT_FOUND)
            return;
        buf_putc(out, '\t');
        part = str_skip(part, tab + 1);
    }
}

void report_scan_lines(struct str raw, size_t span_start, size_t span_end,
                       const struct report_options *options, struct buf *out)
{
    bool marked = options->color && span_end > span_start;
    struct str rest = raw, line;
    while (str_next_line(&rest, &line)) {
        size_t begin = (size_t)(line.p - raw.p);
        size_t from = span_start > begin ? min_size(span_start - begin, line.n) : 0;
        size_t to = span_end > begin ? min_size(span_end - begin, line.n) : 0;
        if (!marked || to <= from) {
            put_part(out, line, 0, line.n);
        } else {
            put_part(out, line, 0, from);
            buf_puts(out, style_sgr(STYLE_STRONG));
            put_part(out, line, from, to);
            buf_puts(out, STYLE_RESET);
            put_part(out, line, to, line.n);
        }
        buf_putc(out, '\n');
    }
}
