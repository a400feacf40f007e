#include "import/source/trace.h"

#include "base/buf.h"
#include "base/hash.h"

#include <stdlib.h>

enum { WORDS_MAX = 4096 /* of one entry: further ones do not make it another one */ };

/* ---- fields ---------------------------------------------------------------------------------- */

/* A text with its length before it, so that neighbours cannot trade letters. */
static void put_text(struct buf *b, struct str s)
{
    uint64_t n = s.n;
    buf_put(b, str_n((const char *)&n, sizeof n));
    buf_put(b, s);
}

static void put_number(struct buf *b, uint64_t n)
{
    buf_put(b, str_n((const char *)&n, sizeof n));
}

/* The fingerprint of what is in b, which is empty afterwards; 0 for nothing. */
static uint64_t take(struct buf *b)
{
    uint64_t h = b->n ? hash64(buf_str(b)) : 0;
    buf_clear(b);
    return h;
}

static uint64_t of_signatures(struct buf *b, const struct entry *e, enum signature_kind kind)
{
    for (size_t i = 0; i < e->signature_count; i++)
        if (e->signatures[i].kind == kind) {
            put_text(b, e->signatures[i].text);
            put_number(b, e->signatures[i].mentioned);
        }
    return take(b);
}

static uint64_t of_lines(struct buf *b, const struct entry *e)
{
    put_number(b, e->line);
    for (size_t i = 0; i < e->signature_count; i++)
        put_number(b, e->signatures[i].line);
    for (size_t i = 0; i < e->sample_count; i++)
        put_number(b, e->samples[i].line);
    return take(b);
}

static void trace_lists(struct buf *b, const struct entry *e, uint64_t *fields)
{
    fields[IMPORT_MESSAGES] = of_signatures(b, e, SIGNATURE_MESSAGE);
    fields[IMPORT_CODES] = of_signatures(b, e, SIGNATURE_CODE);
    for (size_t i = 0; i < e->facet_count; i++) {
        put_text(b, e->facets[i].name);
        put_text(b, e->facets[i].value);
        put_text(b, e->facets[i].label);
    }
    fields[IMPORT_FACETS] = take(b);
    for (size_t i = 0; i < e->link_count; i++) {
        put_text(b, e->links[i].text);
        put_text(b, e->links[i].target);
    }
    fields[IMPORT_LINKS] = take(b);
    for (size_t i = 0; i < e->sample_count; i++) {
        put_text(b, e->samples[i].text);
        put_text(b, e->samples[i].facets);
        put_number(b, e->samples[i].matches);
    }
    fields[IMPORT_SAMPLES] = take(b);
    for (size_t i = 0; i < e->alias_count; i++)
        put_text(b, e->aliases[i]);
    fields[IMPORT_ALIASES] = take(b);
}

/* ---- words ----------------------------------------------------------------------------------- */

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static bool is_word(char c)
{
    return ascii_is_alnum(c) || (unsigned char)c >= 0x80;
}

static size_t add_words(struct str text, uint32_t *words, size_t n)
{
    for (size_t i = 0; i < text.n && n < WORDS_MAX;) {
        if (!is_word(text.p[i])) {
            i++;
            continue;
        }
        char word[32];
        size_t k = 0;
        for (; i < text.n && is_word(text.p[i]); i++)
            if (k < sizeof word)
                word[k++] = ascii_lower(text.p[i]);
        words[n++] = (uint32_t)hash64(str_n(word, k));
    }
    return n;
}

static void trace_words(struct arena *a, const struct entry *e, struct trace *out)
{
    uint32_t words[WORDS_MAX];
    size_t n = 0, kept = 0;
    const struct str texts[] = {e->title, e->cause, e->remedy, e->body};
    for (size_t i = 0; i < ARRAY_LEN(texts); i++)
        n = add_words(texts[i], words, n);
    qsort(words, n, sizeof *words, by_number);
    for (size_t i = 0; i < n; i++)
        if (kept == 0 || words[i] != words[kept - 1])
            words[kept++] = words[i];
    out->words = arena_alloc(a, kept * sizeof *words + 1);
    memcpy(out->words, words, kept * sizeof *words);
    out->word_count = kept;
}

/* ---- the whole ------------------------------------------------------------------------------- */

void trace_entry(struct arena *a, const struct entry *e, struct str path, bool words,
                 struct trace *out)
{
    struct buf b = BUF_INIT(SIZE_MAX / 2);
    *out = (struct trace){
        .id = arena_dup(a, e->id),
        .path = arena_dup(a, path),
        .title = arena_dup(a, e->title),
        .line = e->line,
    };
    uint64_t *fields = out->fields;
    fields[IMPORT_TITLE] = hash64(e->title);
    fields[IMPORT_CAUSE] = hash64(e->cause);
    fields[IMPORT_REMEDY] = hash64(e->remedy);
    fields[IMPORT_TEXT] = hash64(e->body);
    fields[IMPORT_URL] = hash64(e->url);
    fields[IMPORT_KIND] = e->kind;
    fields[IMPORT_LINE] = of_lines(&b, e);
    trace_lists(&b, e, fields);
    if (words) {
        trace_words(a, e, out);
        for (size_t i = 0; i < e->signature_count; i++)
            if (e->signatures[i].kind == SIGNATURE_CODE && !e->signatures[i].mentioned)
                put_text(&b, e->signatures[i].text);
        out->codes = take(&b);
        put_number(&b, fields[IMPORT_MESSAGES]);
        put_number(&b, fields[IMPORT_CODES]);
        out->signatures = e->signature_count ? hash64(buf_str(&b)) : 0;
        put_number(&b, fields[IMPORT_TITLE]);
        put_number(&b, fields[IMPORT_CAUSE]);
        put_number(&b, fields[IMPORT_REMEDY]);
        out->content = take(&b);
    }
    buf_release(&b);
}

unsigned trace_differ(const struct trace *a, const struct trace *b)
{
    unsigned fields = 0;
    for (unsigned i = 0; i < IMPORT_FIELDS; i++)
        if (a->fields[i] != b->fields[i])
            fields |= 1u << i;
    return fields;
}

double trace_likeness(const struct trace *a, const struct trace *b)
{
    size_t i = 0, k = 0, both = 0;
    while (i < a->word_count && k < b->word_count) {
        if (a->words[i] == b->words[k])
            both++, i++, k++;
        else if (a->words[i] < b->words[k])
            i++;
        else
            k++;
    }
    size_t all = a->word_count + b->word_count - both;
    return all ? (double)both / (double)all : 0.0;
}

struct str trace_anchor(struct str id)
{
    size_t hash = str_find_char(id, '#');
    return hash == STR_NOT_FOUND ? STR_NONE : str_skip(id, hash);
}
