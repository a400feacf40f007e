#include "match/analysis.h"

#include "base/hash.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/packed.h"
#include "match/index.h"
#include "text/code.h"
#include "text/template.h"
#include "text/token.h"

enum {
    ANALYSIS_VERSION = 3, /* raised with every change of what analyse() gives for a text */
    CHECKSUM_SIZE = 4,
    BODY_TOKENS_MAX = 20000,  /* words of one text that are indexed */
    MESSAGE_TOKENS_MAX = 256, /* words of one message */
    CODES_PER_SIGNATURE = 8,
    FACET_TEXT_MAX = 4096, /* bytes of a name, value or label */
};

struct analyser {
    struct arena *arena; /* of the entry at hand */
    struct map *ids;     /* of all terms met, so that the next entry need not store them again */
    uint32_t *seen_in;   /* by id: the entry in which it was met last, and its number there */
    uint32_t *number;
    size_t seen_cap, number_cap;
    uint32_t entry;
    struct analysis *out;
    size_t term_cap, code_cap;
};

struct analyser *analyser_new(void)
{
    struct analyser *x = mem_zalloc(1, sizeof *x);
    x->arena = arena_new();
    x->ids = map_new();
    return x;
}

void analyser_free(struct analyser *x)
{
    if (!x)
        return;
    arena_free(x->arena);
    map_free(x->ids);
    mem_free(x->seen_in);
    mem_free(x->number);
    mem_free(x);
}

/* ---- making ---------------------------------------------------------------------------------- */

/* The number of a term in the entry at hand, which has it in this field. */
static uint32_t note(struct analyser *x, struct str text, uint32_t field)
{
    struct analysis *n = x->out;
    size_t known = map_count(x->ids);
    bool was_new;
    uint32_t id = *map_put(x->ids, text, (uint32_t)known, &was_new);
    if (was_new) {
        x->seen_in = mem_grow(x->seen_in, known, &x->seen_cap, sizeof *x->seen_in);
        x->number = mem_grow(x->number, known, &x->number_cap, sizeof *x->number);
        x->seen_in[id] = 0;
    }
    if (x->seen_in[id] != x->entry) {
        x->seen_in[id] = x->entry;
        x->number[id] = (uint32_t)n->term_count;
        n->terms = arena_grow(x->arena, n->terms, n->term_count, &x->term_cap, sizeof *n->terms);
        n->terms[n->term_count++] = (struct analysed_term){text, 0};
    }
    n->terms[x->number[id]].fields |= field;
    return x->number[id];
}

static void add_signature(struct analyser *x, struct str text, enum index_signature_kind kind)
{
    struct analysed_signature s = {.text = text, .kind = (uint32_t)kind};
    uint32_t *terms = arena_alloc(x->arena, MESSAGE_TOKENS_MAX * sizeof *terms);
    struct template_piece whole = {text, false};
    size_t piece_count = 1;
    struct template_piece *pieces = &whole;
    if (kind == INDEX_MESSAGE)
        pieces = template_parse(x->arena, text, &piece_count);
    bool gap = false;
    for (size_t i = 0; i < piece_count; i++) {
        if (pieces[i].placeholder) {
            gap = true;
            s.placeholders++;
            continue;
        }
        size_t n;
        struct token *tokens = token_split(x->arena, pieces[i].text, MESSAGE_TOKENS_MAX, &n);
        for (size_t k = 0; k < n; k++) {
            uint32_t term =
                note(x, tokens[k].term, kind == INDEX_MESSAGE ? FIELD_MESSAGE : FIELD_TITLE);
            if (tokens[k].flags & TOKEN_PART || s.term_count == MESSAGE_TOKENS_MAX)
                continue;
            terms[s.term_count++] = term | (gap ? INDEX_GAP : 0);
            gap = false;
        }
    }
    s.terms = terms;
    if (s.term_count)
        x->out->signatures[x->out->signature_count++] = s;
}

static void add_code(struct analyser *x, const struct code *code, uint32_t flags)
{
    struct analysis *n = x->out;
    n->codes = arena_grow(x->arena, n->codes, n->code_count, &x->code_cap, sizeof *n->codes);
    n->codes[n->code_count++] = (struct analysed_code){code_key(code), flags};
}

static void add_codes(struct analyser *x, const struct signature *s)
{
    struct code codes[CODES_PER_SIGNATURE], equal[CODE_EQUALS_MAX];
    size_t n = code_find(s->text, codes, ARRAY_LEN(codes));
    n = min_size(n, ARRAY_LEN(codes));
    uint32_t flags = s->mentioned ? INDEX_CODE_MENTIONED : 0;
    if (n && !s->mentioned)
        x->out->flags |= ANALYSIS_HAS_CODES;
    if (!s->mentioned)
        x->out->own_codes[x->out->own_code_count++] = hash64(s->text);
    for (size_t i = 0; i < n; i++) {
        if (codes[i].flags & CODE_HEX_GUESS)
            continue;
        add_code(x, &codes[i], flags);
        size_t equals = code_equals(&codes[i], equal);
        for (size_t k = 0; k < equals; k++)
            add_code(x, &equal[k],
                     flags | (equal[k].flags & CODE_BARE ? INDEX_CODE_BARE : INDEX_CODE_DERIVED));
    }
}

static void add_text(struct analyser *x, struct str text, uint32_t fields)
{
    size_t n;
    struct token *tokens = token_split(x->arena, text, BODY_TOKENS_MAX, &n);
    for (size_t i = 0; i < n; i++)
        note(x, tokens[i].term, fields);
    x->out->words += (uint32_t)n;
}

static void add_facets(struct analyser *x, const struct entry *e)
{
    x->out->facets = arena_zalloc(x->arena, e->facet_count, sizeof *x->out->facets);
    for (size_t i = 0; i < e->facet_count; i++) {
        struct str name = str_slice(e->facets[i].name, 0, FACET_TEXT_MAX);
        struct str value = str_slice(e->facets[i].value, 0, FACET_TEXT_MAX);
        struct str label = e->facets[i].label.n ? e->facets[i].label : value;
        x->out->facets[x->out->facet_count++] = (struct analysed_facet){
            .key = arena_concat(x->arena, arena_concat(x->arena, name, STR("=")), value),
            .name_size = name.n,
            .label = str_slice(label, 0, FACET_TEXT_MAX),
        };
    }
}

static bool is_bare(const struct entry *e)
{
    bool code = false;
    for (size_t i = 0; i < e->signature_count; i++)
        code = code || e->signatures[i].kind == SIGNATURE_CODE;
    return e->kind == ENTRY_ROW && code && !e->cause.n && !e->remedy.n && !e->sample_count;
}

void analyse(struct analyser *x, const struct entry *e, struct analysis *out)
{
    arena_reset(x->arena);
    *out = (struct analysis){.flags = is_bare(e) ? ANALYSIS_IS_BARE : 0};
    out->signatures = arena_zalloc(x->arena, e->signature_count + 1, sizeof *out->signatures);
    out->own_codes = arena_zalloc(x->arena, e->signature_count, sizeof *out->own_codes);
    x->out = out;
    x->entry++;
    x->term_cap = x->code_cap = 0;
    for (size_t i = 0; i < e->signature_count; i++) {
        const struct signature *s = &e->signatures[i];
        if (s->kind == SIGNATURE_CODE)
            add_codes(x, s);
        else if (!s->mentioned) /* its words are in the text, too */
            add_signature(x, s->text, INDEX_MESSAGE);
    }
    add_signature(x, e->title, INDEX_TITLE);
    add_text(x, e->body, FIELD_BODY);
    add_text(x, e->cause, FIELD_BODY | ANALYSED_ANSWER);
    add_text(x, e->remedy, FIELD_BODY | ANALYSED_ANSWER);
    add_facets(x, e);
    for (size_t i = 0; i < out->term_count; i++)
        if (out->terms[i].fields & ANALYSED_ANSWER)
            out->answer_print += hash64(out->terms[i].text);
}

/* ---- packing --------------------------------------------------------------------------------- */

/* Four bytes that say: made by this version, and whole. */
static void checksum(struct str bytes, char out[CHECKSUM_SIZE])
{
    uint64_t h = hash64(bytes) + ANALYSIS_VERSION;
    for (size_t i = 0; i < CHECKSUM_SIZE; i++)
        out[i] = (char)(unsigned char)(h >> (8 * i));
}

static void pack_signature(const struct analysed_signature *s, struct buf *out)
{
    pack_number(out, s->kind);
    pack_number(out, s->placeholders);
    pack_text(out, s->text);
    pack_number(out, s->term_count);
    for (uint32_t i = 0; i < s->term_count; i++)
        pack_number(out,
                    (uint64_t)(s->terms[i] & ~INDEX_GAP) << 1 | (s->terms[i] & INDEX_GAP) >> 31);
}

static void pack_raw(struct buf *out, uint64_t v)
{
    for (unsigned shift = 0; shift < 64; shift += 8)
        buf_putc(out, (char)(unsigned char)(v >> shift));
}

void analysis_pack(const struct analysis *n, struct buf *out)
{
    size_t start = out->n;
    buf_repeat(out, '\0', CHECKSUM_SIZE);
    pack_number(out, n->flags);
    pack_number(out, n->own_code_count);
    for (size_t i = 0; i < n->own_code_count; i++)
        pack_raw(out, n->own_codes[i]);
    pack_number(out, n->words);
    pack_raw(out, n->answer_print);
    pack_number(out, n->term_count);
    for (size_t i = 0; i < n->term_count; i++) {
        pack_number(out, n->terms[i].fields);
        pack_text(out, n->terms[i].text);
    }
    pack_number(out, n->signature_count);
    for (size_t i = 0; i < n->signature_count; i++)
        pack_signature(&n->signatures[i], out);
    pack_number(out, n->code_count);
    for (size_t i = 0; i < n->code_count; i++) {
        pack_number(out, n->codes[i].flags);
        pack_raw(out, n->codes[i].key);
    }
    pack_number(out, n->facet_count);
    for (size_t i = 0; i < n->facet_count; i++) {
        pack_number(out, n->facets[i].name_size);
        pack_text(out, n->facets[i].key);
        pack_text(out, n->facets[i].label);
    }
    if (!out->cut)
        checksum(str_skip(buf_str(out), start + CHECKSUM_SIZE), out->p + start);
}

/* ---- unpacking ------------------------------------------------------------------------------- */

bool analysis_is_current(struct str bytes)
{
    char sum[CHECKSUM_SIZE];
    checksum(str_skip(bytes, CHECKSUM_SIZE), sum);
    return bytes.n > CHECKSUM_SIZE && memcmp(sum, bytes.p, CHECKSUM_SIZE) == 0;
}

static uint64_t unpack_raw(struct unpacker *u)
{
    struct str s = unpack_bytes(u, 8);
    uint64_t v = 0;
    for (size_t i = 0; i < s.n; i++)
        v |= (uint64_t)(unsigned char)s.p[i] << (8 * i);
    return v;
}

static struct unpacker unpack_own_codes(struct str bytes, struct arena *a, struct analysis *out)
{
    struct unpacker u = {str_skip(bytes, CHECKSUM_SIZE), bytes.n <= CHECKSUM_SIZE};
    *out = (struct analysis){.flags = unpack_u32(&u)};
    out->own_code_count = unpack_count(&u, 8);
    out->own_codes = arena_alloc(a, out->own_code_count * sizeof *out->own_codes);
    for (size_t i = 0; i < out->own_code_count; i++)
        out->own_codes[i] = unpack_raw(&u);
    return u;
}

bool analysis_unpack_codes(struct str bytes, struct arena *a, struct analysis *out)
{
    return !unpack_own_codes(bytes, a, out).bad;
}

static void unpack_terms(struct unpacker *u, struct arena *a, struct analysis *out)
{
    out->term_count = unpack_count(u, 2);
    out->terms = arena_alloc(a, out->term_count * sizeof *out->terms);
    for (size_t i = 0; i < out->term_count && !u->bad; i++) {
        out->terms[i].fields = unpack_u32(u);
        out->terms[i].text = unpack_text(u);
        size_t n = out->terms[i].text.n;
        if (n == 0 || n > TOKEN_TERM_MAX || out->terms[i].fields >= 2 * ANALYSED_ANSWER)
            u->bad = true;
    }
}

static void unpack_signature(struct unpacker *u, struct arena *a, size_t term_count,
                             struct analysed_signature *s)
{
    s->kind = unpack_u32(u);
    s->placeholders = unpack_u32(u);
    s->text = unpack_text(u);
    s->term_count = (uint32_t)unpack_count(u, 1);
    uint32_t *terms = arena_alloc(a, s->term_count * sizeof *terms);
    for (uint32_t i = 0; i < s->term_count && !u->bad; i++) {
        uint64_t v = unpack_number(u);
        if (v >> 1 >= term_count)
            u->bad = true;
        terms[i] = (uint32_t)(v >> 1) | (v & 1 ? INDEX_GAP : 0);
    }
    s->terms = terms;
    if (s->term_count == 0 || s->term_count > MESSAGE_TOKENS_MAX || s->kind > INDEX_TITLE)
        u->bad = true;
}

static void unpack_facets(struct unpacker *u, struct arena *a, struct analysis *out)
{
    out->facet_count = unpack_count(u, 3);
    out->facets = arena_alloc(a, out->facet_count * sizeof *out->facets);
    for (size_t i = 0; i < out->facet_count && !u->bad; i++) {
        struct analysed_facet *f = &out->facets[i];
        f->name_size = unpack_u32(u);
        f->key = unpack_text(u);
        f->label = unpack_text(u);
        if (f->name_size >= f->key.n || f->key.p[f->name_size] != '=')
            u->bad = true;
    }
}

bool analysis_unpack(struct str bytes, struct arena *a, struct analysis *out)
{
    struct unpacker u = unpack_own_codes(bytes, a, out);
    out->words = unpack_u32(&u);
    out->answer_print = unpack_raw(&u);
    unpack_terms(&u, a, out);
    out->signature_count = unpack_count(&u, 4);
    out->signatures = arena_alloc(a, out->signature_count * sizeof *out->signatures);
    for (size_t i = 0; i < out->signature_count && !u.bad; i++)
        unpack_signature(&u, a, out->term_count, &out->signatures[i]);
    out->code_count = unpack_count(&u, 9);
    out->codes = arena_alloc(a, out->code_count * sizeof *out->codes);
    for (size_t i = 0; i < out->code_count && !u.bad; i++) {
        out->codes[i].flags = unpack_u32(&u);
        out->codes[i].key = unpack_raw(&u);
    }
    unpack_facets(&u, a, out);
    return unpack_done(&u);
}
