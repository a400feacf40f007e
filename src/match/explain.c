#include "match/explain.h"

#include "base/buf.h"
#include "match/weights.h"
#include "text/utf8.h"

enum { REPORT_MAX = 256 * 1024, CANDIDATES_SHOWN = 8, WORDS_SHOWN = 60, TEXT_SHOWN = 400,
       NOISE_SHOWN = 12, MESSAGES_SHOWN = 12, PIECE_SHOWN = 80 };

static void put_piece(struct buf *b, const struct query *q, size_t start, size_t end)
{
    struct str piece = utf8_cut(str_slice(q->text, start, end), PIECE_SHOWN);
    buf_puts(b, " \"");
    for (size_t i = 0; i < piece.n; i++)
        buf_putc(b, piece.p[i] == '\n' ? ' ' : piece.p[i]);
    buf_puts(b, piece.n < end - start ? "...\"" : "\"");
}

/* What stands around the messages, and the messages themselves when there are several. */
static void put_parts(struct buf *b, const struct query *q)
{
    if (q->noise_count)
        buf_puts(b, "  around the message:");
    for (size_t i = 0; i < q->noise_count && i < NOISE_SHOWN; i++)
        put_piece(b, q, q->noise[i].start, q->noise[i].end);
    if (q->noise_count)
        buf_putc(b, '\n');
    for (size_t i = 0; q->segment_count > 1 && i < q->segment_count && i < MESSAGES_SHOWN; i++) {
        buf_printf(b, "  message %zu, line %u:", i + 1, q->segments[i].line + 1);
        put_piece(b, q, q->segments[i].start, q->segments[i].end);
        buf_putc(b, '\n');
    }
}

static void put_reading(struct buf *b, const struct query *q)
{
    buf_printf(b, "read: %zu bytes%s, %zu words, %zu codes\n", q->raw.n, q->cut ? " (cut)" : "",
               q->token_count, q->code_count);
    if (!str_eq(q->text, q->raw))
        buf_printf(b, "  cleaned: %.*s\n", STR_ARG(utf8_cut(q->text, TEXT_SHOWN)));
    put_parts(b, q);
    for (size_t i = 0; i < q->code_count; i++) {
        const struct code *c = &q->codes[i];
        buf_printf(b, "  code %.*s: %s%s%s%s%s\n", STR_ARG(c->text), code_namespace_name(c->ns),
                   c->flags & CODE_HAS_CUE ? ", with a cue" : "",
                   c->flags & CODE_WEAK ? ", weak" : "", c->flags & CODE_GENERIC ? ", generic" : "",
                   c->flags & CODE_HEX_GUESS ? ", read as hex" : "");
    }
}

static void put_words(struct buf *b, const struct explain_layer *l)
{
    const struct resolved *r = l->resolved;
    buf_puts(b, "words (idf):");
    for (size_t i = 0; i < r->word_count && i < WORDS_SHOWN; i++) {
        const struct word *w = &r->words[i];
        buf_printf(b, " %.*s(%.1f", STR_ARG(w->text), (double)w->idf);
        for (size_t k = 0; k < w->alternative_count && k < 3; k++)
            if (w->alternatives[k].similarity < 1.0f)
                buf_printf(b, " ~%.*s",
                           STR_ARG(index_term_text(l->index, w->alternatives[k].term)));
        buf_puts(b, w->alternative_count ? ")" : " unknown)");
    }
    buf_putc(b, '\n');
}

static struct str id_of(struct arena *a, const struct explain_layer *l, int64_t row)
{
    struct kb_entry e;
    struct err err;
    if (kb_get(l->kb, row, a, &e, &err) != 1)
        return STR("(unreadable)");
    return e.entry.id;
}

static void put_candidate(struct arena *a, struct buf *b, const struct explain_layer *layers,
                          const struct candidate *c, size_t number)
{
    const struct explain_layer *l = &layers[c->layer];
    buf_printf(b, "%zu. %.3f (log-odds %.2f, preference %.2f, share %.3f, %s) %.*s\n", number,
               c->confidence, c->score, c->preference, c->share, tier_name(c->tier),
               STR_ARG(id_of(a, l, c->record->row)));
    buf_printf(b, "   bias %.2f", (double)SCORE_BIAS);
    for (size_t i = 0; i < FEATURES; i++)
        if (c->features[i] != 0)
            buf_printf(b, ", %s %.2f (%.2f x %.1f; preferred %.1f)", feature_names[i],
                       (double)(c->features[i] * feature_weights[i]), (double)c->features[i],
                       (double)feature_weights[i], (double)feature_preferences[i]);
    buf_printf(b, "; retrieved with %.1f\n", (double)c->retrieval);
    if (c->code)
        buf_printf(b, "   code %.*s%s\n", STR_ARG(c->code->text),
                   c->code_exact ? "" : " (derived, bare or mentioned)");
    const struct index_signature *s = c->signature;
    if (s && c->message.words)
        buf_printf(b,
                   "   message: %.*s\n   %u of %u words in order, %.1f of %.1f nats, window %.1f\n",
                   STR_ARG(utf8_cut(index_template(l->index, s), TEXT_SHOWN)), c->message.words,
                   s->term_count, (double)c->message.matched, (double)c->message.weight,
                   (double)c->message.window);
}

static void put_verdict(struct buf *b, const struct decision *d)
{
    if (d->count == 0) {
        buf_puts(b, "verdict none: nothing in the knowledge base shares a code or a word\n");
        return;
    }
    const struct candidate *first = d->ranked[0];
    buf_printf(b, "verdict %s: right with %.3f (needs %.2f), margin %.3f (a match needs %.2f)\n",
               verdict_name(d->verdict), d->some, d->tied > 1 ? VERDICT_SOME : VERDICT_CONFIDENCE,
               d->margin, VERDICT_MARGIN);
    if (d->count < 2)
        return;
    const struct candidate *second = d->ranked[1];
    size_t most = 0;
    float difference = 0;
    for (size_t i = 0; i < FEATURES; i++) {
        float share = (first->features[i] - second->features[i]) * feature_preferences[i];
        if (share > difference) {
            difference = share;
            most = i;
        }
    }
    if (same_answer(first, second))
        buf_puts(b, "the runner-up has the same answer\n");
    else if (difference > 0)
        buf_printf(b, "the runner-up lost most by: %s (%.2f)\n", feature_names[most],
                   (double)difference);
}

struct str explain(struct arena *a, const struct query *q, const struct explain_layer *layers,
                   size_t layer_count, const struct decision *d)
{
    struct buf b = BUF_INIT(REPORT_MAX);
    put_reading(&b, q);
    for (size_t i = 0; i < layer_count; i++) {
        struct index_counts n = index_counts(layers[i].index);
        buf_printf(&b, "knowledge base %s: %u entries, %u terms\n", kb_name(layers[i].kb),
                   n.entries, n.terms);
        put_words(&b, &layers[i]);
    }
    put_verdict(&b, d);
    for (size_t i = 0; i < d->count && i < CANDIDATES_SHOWN; i++)
        put_candidate(a, &b, layers, d->ranked[i], i + 1);
    struct str whole = buf_str(&b);
    struct str report = arena_dup(a, str_slice(whole, 0, utf8_valid(whole)));
    buf_release(&b);
    return report;
}
