#include "report/answer_text.h"

#include "base/arena.h"
#include "report/code_text.h"
#include "report/parts.h"
#include "report/shell_word.h"
#include "report/words.h"
#include "text/utf8.h"

#include <stdio.h>

enum {
    QUOTE_COLUMNS = 240, /* of the query's piece that matched; its middle is left out */
    SUMMARY_LINES = 2,   /* of a candidate's cause */
    CODES_SHOWN = 8,
    CAPTURES_SHOWN = 12,
    ALSO_SHOWN = 3,
    ID_MAX = 64 * 1024,
};

/* ---- what matched ---------------------------------------------------------------------------- */

/* The piece of the query in quotes, its middle left out when it is long. */
static void show_quote(struct flow *f, struct str piece)
{
    piece = str_trim(piece);
    flow_puts(f, STYLE_NONE, "\"");
    if (piece.n <= QUOTE_COLUMNS) {
        flow_text(f, STYLE_NONE, piece);
    } else {
        struct str head = str_trim(utf8_cut(piece, QUOTE_COLUMNS / 2));
        size_t tail = utf8_cut(piece, piece.n - QUOTE_COLUMNS / 2).n;
        flow_text(f, STYLE_NONE, head);
        flow_puts(f, STYLE_NONE, " \xe2\x80\xa6 ");
        flow_text(f, STYLE_NONE, str_trim(str_skip(piece, tail)));
    }
    flow_puts(f, STYLE_NONE, "\"");
    flow_line(f);
}

static void show_matched_code(struct flow *f, const struct answer *a, struct str text)
{
    flow_hang(f, PARTS_INDENT);
    for (size_t i = 0; i < a->code_count; i++) {
        if (str_ieq(a->codes[i].code.text, text)) {
            code_text(f, &a->codes[i], false);
            flow_pop(f);
            return;
        }
    }
    flow_text(f, STYLE_CODE, text);
    flow_pop(f);
}

static void show_evidence(struct flow *f, const struct answer *a, const struct match *m,
                          struct str query)
{
    const char *how = words_matched_by(m);
    struct str piece = words_piece(m, query);
    if (!how)
        return;
    parts_begin(f, how);
    if (piece.n)
        show_quote(f, piece);
    if (m->code.n)
        show_matched_code(f, a, m->code);
    for (size_t i = 0; i < min_size(m->capture_count, CAPTURES_SHOWN); i++) {
        const struct capture *c = &m->captures[i];
        if (c->name.n == 0)
            continue;
        flow_hang(f, PARTS_INDENT);
        flow_text(f, STYLE_NONE, c->name);
        flow_puts(f, STYLE_NONE, " = ");
        flow_text(f, STYLE_CODE, c->value);
        flow_pop(f);
    }
    flow_pop(f);
}

/* ---- a list of candidates -------------------------------------------------------------------- */

static void show_candidate(struct flow *f, size_t number, const struct match *m)
{
    const struct entry *e = &m->entry.entry;
    char marker[24];
    snprintf(marker, sizeof marker, "%zu. ", number);
    flow_push(f, marker, false);
    flow_text(f, STYLE_STRONG, e->title);
    flow_printf(f, STYLE_NONE, " (%u%%)", words_percent(m->confidence));
    flow_line(f);
    parts_facets(f, e);
    flow_line(f);
    size_t room = min_size(flow_room(f), REPORT_WIDTH_MAX);
    struct buf summary = BUF_INIT(4096);
    markdown_summary(&summary, e->cause.n ? e->cause : e->remedy,
                     room * SUMMARY_LINES - PARTS_INDENT);
    flow_text(f, STYLE_NONE, buf_str(&summary));
    buf_release(&summary);
    flow_verbatim(f, STYLE_DIM, e->id);
    flow_pop(f);
}

static void show_candidates(struct flow *f, const struct match *matches, size_t count)
{
    flow_push(f, "  ", false);
    for (size_t i = 0; i < count; i++) {
        flow_gap(f);
        show_candidate(f, i + 1, &matches[i]);
    }
    flow_pop(f);
}

/* The command on a line of its own where it does not fit: it is there to be copied. */
static void show_how_to_read(struct flow *f, const struct match *m, size_t shown,
                             const struct report_options *o)
{
    const char *intro = shown > 1 ? "To read one whole:" : "To read it whole:";
    struct buf command = BUF_INIT(ID_MAX);
    parts_show_command(&command, m->entry.entry.id, o);
    flow_gap(f);
    flow_puts(f, STYLE_NONE, intro);
    if (flow_columns(buf_str(&command)) + strlen(intro) + 1 <= flow_room(f)) {
        flow_puts(f, STYLE_NONE, " ");
        flow_text(f, STYLE_CODE, buf_str(&command));
        flow_line(f);
    } else {
        flow_verbatim(f, STYLE_CODE, buf_str(&command));
    }
    buf_release(&command);
}

/* ---- the three verdicts ---------------------------------------------------------------------- */

static void show_source(struct flow *f, const struct match *m)
{
    parts_begin(f, "Source");
    parts_source(f, &m->entry);
    for (size_t i = 0; i < min_size(m->also_count, ALSO_SHOWN); i++) {
        struct buf line = BUF_INIT(ID_MAX);
        buf_puts(&line, "also ");
        buf_put(&line, m->also[i]);
        flow_verbatim(f, STYLE_DIM, buf_str(&line));
        buf_release(&line);
    }
    if (m->also_count > ALSO_SHOWN)
        flow_printf(f, STYLE_DIM, "and %zu more like it", m->also_count - ALSO_SHOWN);
    flow_pop(f);
}

/* What the error says, for those who only had its code. */
static void show_message(struct flow *f, const struct match *m)
{
    struct arena *a = arena_new();
    struct str message = words_message(m, a);
    if (message.n) {
        flow_gap(f);
        flow_hang(f, PARTS_INDENT);
        flow_puts(f, STYLE_LABEL, "Message");
        flow_puts(f, STYLE_NONE, ": ");
        flow_text(f, STYLE_NONE, message);
        flow_pop(f);
    }
    arena_free(a);
}

static void show_match(struct flow *f, const struct answer *a, struct str query,
                       const struct report_options *o)
{
    const struct match *m = &a->matches[0];
    const struct entry *e = &m->entry.entry;
    flow_text(f, STYLE_TITLE, e->title);
    flow_line(f);
    flow_printf(f, STYLE_SURE, "%s (%u%% sure).", words_for(m->confidence),
                words_percent(m->confidence));
    if (e->facet_count) {
        flow_puts(f, STYLE_NONE, " Applies to: ");
        parts_facets(f, e);
        flow_puts(f, STYLE_NONE, ".");
    }
    flow_line(f);
    show_message(f, m);
    parts_explanation(f, &m->entry, o);
    show_evidence(f, a, m, query);
    show_source(f, m);

    size_t others = words_others(a);
    if (others) {
        flow_gap(f);
        flow_puts(f, STYLE_LABEL, "If that is not it");
        flow_line(f);
        show_candidates(f, a->matches + 1, others);
        show_how_to_read(f, &a->matches[1], others, o);
    }
}

/* One line for each option: what to type, what it means. */
static void show_ask(struct flow *f, const struct ask *ask)
{
    struct buf words = BUF_INIT(REPORT_TEXT_MAX);
    size_t column = 0;
    for (size_t i = 0; i < ask->option_count; i++) {
        size_t start = words.n;
        buf_puts(&words, "--facet ");
        shell_word_put(&words, ask->facet);
        buf_putc(&words, '=');
        shell_word_put(&words, ask->values[i]);
        column = max_size(column, flow_columns(str_skip(buf_str(&words), start)));
        buf_putc(&words, '\0');
    }
    flow_gap(f);
    flow_text(f, STYLE_LABEL, ask->question);
    flow_puts(f, STYLE_NONE, " Ask again with:");
    flow_push(f, "  ", false);
    struct str rest = buf_str(&words), word;
    for (size_t i = 0; i < ask->option_count && str_next_part(&rest, '\0', &word); i++) {
        flow_text(f, STYLE_CODE, word);
        if (flow_room(f) > column + PARTS_INDENT + flow_columns(ask->options[i]))
            flow_tab(f, column + PARTS_INDENT);
        flow_puts(f, STYLE_NONE, " ");
        flow_text(f, STYLE_NONE, ask->options[i]);
        flow_line(f);
    }
    flow_pop(f);
    buf_release(&words);
}

static void show_ambiguous(struct flow *f, const struct answer *a,
                           const struct report_options *o)
{
    size_t tied = min_size(a->tied, a->match_count);
    flow_puts(f, STYLE_UNSURE, "Not sure which one.");
    flow_puts(f, STYLE_NONE, " These entries fit your text, with different remedies:");
    flow_line(f);
    show_candidates(f, a->matches, tied);
    if (a->ask.facet.n && a->ask.option_count) {
        show_ask(f, &a->ask);
    } else {
        flow_gap(f);
        flow_puts(f, STYLE_NONE, "More of the error's text, or its code, may decide.");
        flow_line(f);
    }
    show_how_to_read(f, &a->matches[0], tied, o);
}

static void show_codes(struct flow *f, const struct answer *a, struct str query)
{
    size_t shown = 0, more = 0;
    for (size_t i = 0; i < a->code_count; i++) {
        if (!words_show_code(a, i, query))
            continue;
        if (shown == CODES_SHOWN) {
            more++;
            continue;
        }
        if (shown++ == 0)
            parts_begin(f, "Codes in your text");
        flow_hang(f, PARTS_INDENT);
        code_text(f, &a->codes[i], true);
        flow_pop(f);
    }
    if (more)
        flow_printf(f, STYLE_NONE, "and %zu more", more);
    if (shown)
        flow_pop(f);
}

static void show_facets_asked(struct flow *f, const struct report_options *o)
{
    if (o->facet_count == 0)
        return;
    flow_gap(f);
    flow_puts(f, STYLE_NONE, "Entries that apply elsewhere than");
    for (size_t i = 0; i < o->facet_count; i++) {
        flow_puts(f, STYLE_NONE, i ? ", " : " ");
        flow_text(f, STYLE_CODE, o->facets[i].name);
        flow_puts(f, STYLE_CODE, "=");
        flow_text(f, STYLE_CODE, o->facets[i].value);
    }
    flow_puts(f, STYLE_NONE, " were left out.");
    flow_line(f);
}

static void show_none(struct flow *f, const struct answer *a, struct str query,
                      const struct report_options *o)
{
    size_t guesses = words_guesses(a);
    flow_puts(f, STYLE_UNKNOWN, "I don't know this error.");
    flow_line(f);
    show_codes(f, a, query);
    if (guesses) {
        flow_gap(f);
        flow_puts(f, STYLE_LABEL, guesses > 1 ? "Guesses" : "Guess");
        flow_puts(f, STYLE_NONE,
                  guesses > 1 ? ": the nearest entries. None of them fits well enough to rely on."
                              : ": the nearest entry. It does not fit well enough to rely on.");
        flow_line(f);
        show_candidates(f, a->matches, guesses);
        show_how_to_read(f, &a->matches[0], guesses, o);
    } else {
        flow_gap(f);
        flow_puts(f, STYLE_NONE, "No entry comes near. Paste the whole message as it was shown, "
                                 "with its code: that finds most.");
        flow_line(f);
    }
    show_facets_asked(f, o);
}

static void show_explain(struct flow *f, struct str explain)
{
    parts_begin(f, "How it was decided");
    struct str line;
    while (str_next_line(&explain, &line))
        flow_verbatim(f, STYLE_NONE, line);
    flow_pop(f);
}

void report_answer_text(const struct answer *answer, struct str query,
                        const struct report_options *options, struct buf *out)
{
    struct flow f;
    flow_init(&f, out, options->width, options->color);
    if (answer->verdict == VERDICT_MATCH && answer->match_count)
        show_match(&f, answer, query, options);
    else if (answer->verdict == VERDICT_AMBIGUOUS && answer->match_count)
        show_ambiguous(&f, answer, options);
    else
        show_none(&f, answer, query, options);
    if (answer->explain.n)
        show_explain(&f, answer->explain);
    flow_release(&f);
}
