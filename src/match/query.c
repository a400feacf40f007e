#include "match/query.h"

#include "text/decode.h"
#include "text/fold.h"
#include "text/glossary.h"
#include "text/paste.h"
#include "text/utf8.h"

/* ---- places ---------------------------------------------------------------------------------- */

/* https://host/a, C:\\dir\\file, /usr/lib/x, someone@example.com, arn:aws:iam::123:role/x. */
static bool is_place(struct str run)
{
    size_t slashes = 0, colons = 0;
    for (size_t i = 0; i < run.n; i++) {
        if (run.p[i] == '\\' || run.p[i] == '@')
            return true;
        slashes += run.p[i] == '/';
        colons += run.p[i] == ':';
    }
    return slashes >= 2 || (slashes && colons) || colons >= 4;
}

/* Mark the words of places: they say where, hardly ever what. */
static void mark_places(struct query *q)
{
    size_t end = 0;
    bool place = false;
    for (size_t i = 0; i < q->token_count; i++) {
        struct token *t = &q->tokens[i];
        if (t->start >= end) {
            size_t start = t->start;
            while (start > 0 && !ascii_is_space(q->text.p[start - 1]))
                start--;
            for (end = t->end; end < q->text.n && !ascii_is_space(q->text.p[end]); end++)
                ;
            place = is_place(str_slice(q->text, start, end));
        }
        if (place)
            t->flags |= TOKEN_PLACE;
    }
}

/* ---- all of it ------------------------------------------------------------------------------- */

static void fold_text(struct query *q, struct arena *a)
{
    /* Folding can grow a text; what does not fit is cut, and with it only captures at the end. */
    size_t room = q->text.n + q->text.n / 2 + 64;
    struct buf folded = BUF_INIT(room);
    uint32_t *map = arena_alloc(a, (room + 1) * sizeof *map);
    fold(q->text, &folded, map);
    q->folded = arena_dup(a, buf_str(&folded));
    q->folded_from = map;
    buf_release(&folded);
}

/* Mark the words that stand in noise; not when there is nothing else. */
static void mark_noise(struct query *q)
{
    size_t inside = 0;
    for (int mark = 0; mark < 2; mark++) {
        size_t next = 0;
        for (size_t i = 0; i < q->token_count; i++) {
            struct token *t = &q->tokens[i];
            while (next < q->noise_count && q->noise[next].end <= t->start)
                next++;
            if (next == q->noise_count || q->noise[next].start > t->start)
                continue;
            inside++;
            if (mark)
                t->flags |= TOKEN_NOISE;
        }
        if (inside == q->token_count)
            return;
    }
}

/* A number in a head, such as a thread's, is no code unless a word beside it says so. */
static bool is_of_noise(const struct code *c)
{
    bool number = c->ns == CODE_NUMBER && c->text.n && ascii_is_digit(c->text.p[0]) &&
                  !str_istarts(c->text, STR("0x"));
    return c->flags & CODE_WEAK || (number && !(c->flags & CODE_HAS_CUE));
}

static void drop_codes_of_noise(struct query *q)
{
    size_t kept = 0, next = 0;
    for (size_t i = 0; i < q->code_count; i++) {
        struct code *c = &q->codes[i];
        while (next < q->noise_count && q->noise[next].end <= c->at)
            next++;
        bool noise = next < q->noise_count && q->noise[next].start <= c->at;
        if (!noise || !is_of_noise(c))
            q->codes[kept++] = *c;
    }
    q->code_count = kept;
}

struct query *query_read_knowing(struct arena *a, struct str raw, const struct lexicon *lexicon)
{
    struct query *q = arena_zalloc(a, 1, sizeof *q);
    q->cut = raw.n > QUERY_BYTES_MAX;
    q->raw = utf8_cut(raw, QUERY_BYTES_MAX);
    /* Three bytes for each: enough for every byte replaced, or UTF-16 of the widest kind. */
    struct buf decoded = BUF_INIT(q->raw.n * 3 + 3);
    struct decoded d = decode_text(q->raw, &decoded);
    /* A mark taken off, or bytes rewritten by decoding: spans refer to the decoded text, which then
     * is what the query says. */
    q->raw = decoded.n ? arena_dup(a, d.text) : d.text;
    buf_release(&decoded);
    struct paste clean = paste_undo(a, q->raw, lexicon);
    q->text = clean.text;
    q->from = clean.from;
    q->noise = noise_find(a, q->text, &q->noise_count);
    q->segments = segment_split(a, q->text, q->noise, q->noise_count, &q->segment_count);
    q->code_count = min_size(code_find(q->text, q->codes, CODES_MAX), CODES_MAX);
    drop_codes_of_noise(q);
    fold_text(q, a);
    q->tokens = token_split(a, q->text, QUERY_TOKENS_MAX, &q->token_count);
    q->tokens = glossary_add(a, q->folded, q->folded_from, lexicon, q->tokens, &q->token_count,
                             QUERY_TOKENS_MAX);
    mark_places(q);
    mark_noise(q);
    return q;
}

struct query *query_read(struct arena *a, struct str raw)
{
    return query_read_knowing(a, raw, NULL);
}

size_t query_raw_offset(const struct query *q, size_t text_offset)
{
    text_offset = min_size(text_offset, q->text.n);
    return q->from ? q->from[text_offset] : text_offset;
}

size_t query_folded_to_text(const struct query *q, size_t folded_offset)
{
    return q->folded_from[min_size(folded_offset, q->folded.n)];
}
