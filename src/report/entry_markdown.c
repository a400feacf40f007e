#include "report/entry_markdown.h"

#include "report/code_text.h"
#include "report/link_target.h"
#include "report/markdown_clean.h"
#include "report/markdown_text.h"
#include "report/signatures.h"
#include "report/words.h"

enum { SUMMARY_COLUMNS = 200, CODES_SHOWN = 8 };

/* ---- parts ----------------------------------------------------------------------------------- */

static void put_heading(struct buf *out, const char *marks, struct str text)
{
    buf_puts(out, out->n ? "\n" : "");
    buf_printf(out, "%s ", marks);
    markdown_escape(out, text);
    buf_putc(out, '\n');
}

static void put_spans(struct buf *out, const char *heading, const struct str *items, size_t count)
{
    if (count)
        put_heading(out, "##", str_of(heading));
    for (size_t i = 0; i < count; i++) {
        buf_puts(out, i ? "- " : "\n- ");
        markdown_code_span(out, items[i]);
        buf_putc(out, '\n');
    }
}

static void put_facets(struct buf *out, const struct entry *e, const char *before)
{
    if (e->facet_count == 0)
        return;
    buf_printf(out, "%sApplies to: ", before);
    for (size_t i = 0; i < e->facet_count; i++) {
        const struct facet *f = &e->facets[i];
        buf_puts(out, i ? ", " : "");
        markdown_escape(out, f->label.n ? f->label : f->value);
    }
    buf_puts(out, ".\n");
}

static void put_part(struct buf *out, const char *heading, struct str markdown)
{
    if (str_trim(markdown).n == 0)
        return;
    put_heading(out, "##", str_of(heading));
    buf_putc(out, '\n');
    markdown_clean(out, markdown);
}

/* Where links of it lead, for those that are entries: a reader of the document has no source tree. */
static void put_entry_links(struct buf *out, const struct kb_entry *k,
                            const struct report_options *o)
{
    bool begun = false;
    const struct entry_links links = {o->links, o->link_count, k->source};
    for (size_t i = 0; i < k->entry.link_count; i++) {
        const struct link *l = &k->entry.links[i];
        struct str entry = entry_links_find(&links, l->target);
        if (entry.n == 0)
            continue;
        if (!begun)
            put_heading(out, "##", STR("Linked entries"));
        buf_puts(out, begun ? "- " : "\n- ");
        begun = true;
        markdown_escape(out, l->text);
        buf_puts(out, ": ");
        markdown_code_span(out, entry);
        buf_putc(out, '\n');
    }
}

static void put_explanation(struct buf *out, const struct kb_entry *k,
                            const struct report_options *o)
{
    const struct entry *e = &k->entry;
    bool cause = str_trim(e->cause).n, remedy = str_trim(e->remedy).n;
    /* Prose that nobody labelled often holds both. */
    put_part(out, remedy ? "Cause" : "Explanation", e->cause);
    put_part(out, "Remedy", e->remedy);
    if (!cause && !remedy)
        buf_puts(out, "\nThe document says no more about it.\n");
    put_entry_links(out, k, o);
}

static void put_id(struct buf *out, const char *what, struct str id)
{
    buf_printf(out, "- %s ", what);
    markdown_code_span(out, id);
    buf_putc(out, '\n');
}

/* As a link where it has a scheme that may be followed. */
static void put_address(struct buf *out, const char *what, struct str address)
{
    struct buf target = BUF_INIT(address.n * 3);
    buf_printf(out, "- %s", what);
    bool linked = link_target_is_absolute(address) && link_target_put(&target, address);
    buf_puts(out, linked ? "[" : "");
    markdown_escape(out, address);
    if (linked) {
        buf_puts(out, "](");
        markdown_escape(out, buf_str(&target));
        buf_putc(out, ')');
    }
    buf_putc(out, '\n');
    buf_release(&target);
}

static void put_source(struct buf *out, const struct kb_entry *k, const struct str *also,
                       size_t also_count)
{
    put_heading(out, "##", STR("Source"));
    buf_putc(out, '\n');
    struct buf place = BUF_INIT(REPORT_TEXT_MAX);
    if (k->entry.url.n)
        put_address(out, "", k->entry.url);
    buf_put(&place, k->source);
    buf_putc(&place, '/');
    buf_put(&place, k->document.path);
    buf_printf(&place, ":%u", (unsigned)k->entry.line);
    if (k->document.date.n) {
        buf_puts(&place, ", of ");
        buf_put(&place, k->document.date);
    }
    buf_puts(out, "- ");
    markdown_escape(out, buf_str(&place));
    buf_putc(out, '\n');
    buf_release(&place);
    for (size_t i = 0; i < k->document.page_count; i++) {
        const struct page *p = &k->document.pages[i];
        put_address(out, "on page ", p->url.n ? p->url : p->path);
    }
    put_id(out, "id", k->entry.id);
    for (size_t i = 0; i < k->entry.alias_count; i++)
        put_id(out, "or", k->entry.aliases[i]);
    for (size_t i = 0; i < also_count; i++)
        put_id(out, "also", also[i]);
}

void report_entry_markdown(const struct kb_entry *entry, const struct report_options *options,
                           struct buf *out)
{
    struct arena *a = arena_new();
    const struct signature_texts t = signature_texts(&entry->entry, a);
    put_heading(out, "#", entry->entry.title);
    put_facets(out, &entry->entry, "\n");
    put_spans(out, "Messages", t.messages, t.message_count);
    put_spans(out, "Codes", t.codes, t.code_count);
    put_spans(out, "Codes mentioned", t.mentioned, t.mentioned_count);
    put_explanation(out, entry, options);
    put_source(out, entry, NULL, 0);
    arena_free(a);
}

/* ---- an answer ------------------------------------------------------------------------------- */

static void put_code(struct buf *out, const struct query_code *code)
{
    struct buf words = BUF_INIT(4096);
    struct flow f;
    flow_init(&f, &words, 0, false);
    code_text(&f, code, false);
    flow_release(&f);
    buf_puts(out, "- ");
    markdown_escape(out, buf_str(&words));
    buf_putc(out, '\n');
    buf_release(&words);
}

static void put_evidence(struct buf *out, const struct answer *a, const struct match *m,
                         struct str query)
{
    const char *how = words_matched_by(m);
    struct str piece = words_piece(m, query);
    if (!how)
        return;
    put_heading(out, "##", str_of(how));
    buf_putc(out, '\n');
    if (piece.n) {
        buf_puts(out, "- ");
        markdown_code_span(out, piece);
        buf_putc(out, '\n');
    }
    for (size_t i = 0; i < a->code_count; i++) {
        if (m->code.n && str_ieq(a->codes[i].code.text, m->code)) {
            put_code(out, &a->codes[i]);
            break;
        }
    }
    for (size_t i = 0; i < m->capture_count; i++) {
        if (m->captures[i].name.n == 0)
            continue;
        buf_puts(out, "- ");
        markdown_escape(out, m->captures[i].name);
        buf_puts(out, " = ");
        markdown_code_span(out, m->captures[i].value);
        buf_putc(out, '\n');
    }
}

static void put_candidates(struct buf *out, const struct match *matches, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct entry *e = &matches[i].entry.entry;
        struct buf summary = BUF_INIT(4096);
        buf_printf(out, "\n%zu. **", i + 1);
        markdown_escape(out, e->title);
        buf_printf(out, "** (%u%%)\n", words_percent(matches[i].confidence));
        put_facets(out, e, "\n   ");
        markdown_summary(&summary, e->cause.n ? e->cause : e->remedy, SUMMARY_COLUMNS);
        if (summary.n) {
            buf_puts(out, "\n   ");
            markdown_escape(out, buf_str(&summary));
            buf_putc(out, '\n');
        }
        buf_puts(out, "\n   ");
        markdown_code_span(out, e->id);
        buf_putc(out, '\n');
        buf_release(&summary);
    }
}

static void put_match(struct buf *out, const struct answer *a, struct str query,
                      const struct report_options *o)
{
    const struct match *m = &a->matches[0];
    struct arena *arena = arena_new();
    struct str message = words_message(m, arena);
    put_heading(out, "#", m->entry.entry.title);
    buf_printf(out, "\n%s (%u%% sure).\n", words_for(m->confidence), words_percent(m->confidence));
    put_facets(out, &m->entry.entry, "");
    if (message.n) {
        buf_puts(out, "\nMessage: ");
        markdown_escape(out, message);
        buf_putc(out, '\n');
    }
    put_explanation(out, &m->entry, o);
    put_evidence(out, a, m, query);
    put_source(out, &m->entry, m->also, m->also_count);
    size_t others = words_others(a);
    if (others) {
        put_heading(out, "##", STR("If that is not it"));
        put_candidates(out, a->matches + 1, others);
    }
    arena_free(arena);
}

static void put_ambiguous(struct buf *out, const struct answer *a)
{
    put_heading(out, "#", STR("Not sure which one"));
    buf_puts(out, "\nThese entries fit the text, with different remedies:\n");
    put_candidates(out, a->matches, min_size(a->tied, a->match_count));
    if (a->ask.facet.n == 0 || a->ask.option_count == 0) {
        buf_puts(out, "\nMore of the error's text, or its code, may decide.\n");
        return;
    }
    put_heading(out, "##", a->ask.question);
    buf_putc(out, '\n');
    for (size_t i = 0; i < a->ask.option_count; i++) {
        buf_puts(out, "- ");
        markdown_escape(out, a->ask.options[i]);
        buf_putc(out, '\n');
    }
}

static void put_none(struct buf *out, const struct answer *a, struct str query)
{
    size_t guesses = words_guesses(a), shown = 0;
    put_heading(out, "#", STR("This error is not known"));
    for (size_t i = 0; i < a->code_count && shown < CODES_SHOWN; i++) {
        if (!words_show_code(a, i, query))
            continue;
        if (shown++ == 0) {
            put_heading(out, "##", STR("Codes in the text"));
            buf_putc(out, '\n');
        }
        put_code(out, &a->codes[i]);
    }
    if (guesses == 0) {
        buf_puts(out, "\nNo entry comes near.\n");
        return;
    }
    put_heading(out, "##", STR("The nearest entries"));
    buf_puts(out, "\nNone fits well enough to rely on.\n");
    put_candidates(out, a->matches, guesses);
}

void report_answer_markdown(const struct answer *answer, struct str query,
                            const struct report_options *options, struct buf *out)
{
    if (answer->verdict == VERDICT_MATCH && answer->match_count)
        put_match(out, answer, query, options);
    else if (answer->verdict == VERDICT_AMBIGUOUS && answer->match_count)
        put_ambiguous(out, answer);
    else
        put_none(out, answer, query);
    if (answer->explain.n) {
        struct buf block = BUF_INIT(REPORT_TEXT_MAX);
        buf_puts(&block, "````````\n");
        buf_put(&block, answer->explain);
        put_heading(out, "##", STR("How it was decided"));
        buf_putc(out, '\n');
        markdown_clean(out, buf_str(&block));
        buf_release(&block);
    }
}
