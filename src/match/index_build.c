#include "match/index.h"

#include "base/hash.h"
#include "base/map.h"
#include "base/mem.h"
#include "match/duplicates.h"
#include "match/matcher.h"
#include "match/resolve.h"
#include "match/typo.h"
#include "match/weights.h"
#include "text/template.h"
#include "text/token.h"

#include <stdlib.h>

enum {
    SECTION_BYTES_MAX = 1 << 30,
    BODY_TOKENS_MAX = 20000,  /* words of one entry's body that are indexed */
    MESSAGE_TOKENS_MAX = 256, /* words of one message */
    CODES_PER_SIGNATURE = 8,
};

/* What is known of a term while the index grows. */
struct term {
    struct buf postings;
    uint32_t last_entry; /* of its postings so far */
    uint32_t df, df_signature;
    uint32_t seen_in; /* entry + 1 whose fields are being collected */
    uint32_t fields;
    uint32_t slot; /* see close_terms() */
};

struct builder {
    struct arena *arena; /* of the entry at hand */
    struct arena *texts; /* of the terms */
    struct map *ids;
    struct term *terms;
    struct str *texts_of;
    size_t term_count, term_cap, text_cap;
    uint32_t *touched; /* terms of the entry at hand */
    size_t touched_count, touched_cap;
    struct map *facet_ids;
    struct duplicates *duplicates;
    struct index_header header;
    struct buf sections[INDEX_SECTIONS];
};

static void put(struct builder *b, enum index_section which, const void *bytes, size_t n)
{
    buf_put(&b->sections[which], str_n(bytes, n));
}

static uint32_t term_id(struct builder *b, struct str text)
{
    bool was_new;
    uint32_t id = *map_put(b->ids, text, (uint32_t)b->term_count, &was_new);
    if (was_new) {
        b->texts_of = mem_grow(b->texts_of, b->term_count, &b->text_cap, sizeof *b->texts_of);
        b->texts_of[b->term_count] = arena_dup(b->texts, text);
        b->terms = mem_grow(b->terms, b->term_count, &b->term_cap, sizeof *b->terms);
        b->terms[b->term_count] = (struct term){.postings = BUF_INIT(SECTION_BYTES_MAX)};
        b->term_count++;
    }
    return id;
}

/* The term stands in this field of the entry at hand. */
static void note(struct builder *b, uint32_t term, uint32_t field)
{
    struct term *t = &b->terms[term];
    uint32_t entry = b->header.entries + 1;
    if (t->seen_in != entry) {
        t->seen_in = entry;
        t->fields = 0;
        b->touched = mem_grow(b->touched, b->touched_count, &b->touched_cap, sizeof *b->touched);
        b->touched[b->touched_count++] = term;
    }
    t->fields |= field;
}

static void put_varint(struct buf *out, uint64_t v)
{
    for (; v >= 0x80; v >>= 7)
        buf_putc(out, (char)(v | 0x80));
    buf_putc(out, (char)v);
}

/* Close the entry at hand: its terms get their postings. */
static void flush_postings(struct builder *b)
{
    uint32_t entry = b->header.entries;
    for (size_t i = 0; i < b->touched_count; i++) {
        struct term *t = &b->terms[b->touched[i]];
        put_varint(&t->postings, (uint64_t)(entry - t->last_entry) << 3 | t->fields);
        t->last_entry = entry;
        t->df++;
        t->df_signature += (t->fields & (FIELD_MESSAGE | FIELD_TITLE)) != 0;
    }
    b->touched_count = 0;
}

/* ---- signatures --------------------------------------------------------------------------------
 */

/*
 * Add a message (a template) or title as a signature; its fingerprint, 0 when it has no words. The
 * terms' idf is filled in when all entries are known.
 */
static uint64_t add_signature(struct builder *b, struct str text, enum index_signature_kind kind,
                              uint32_t *count)
{
    struct index_signature s = {
        .text = (uint32_t)b->sections[INDEX_TEMPLATES].n,
        .text_size = (uint32_t)text.n,
        .kind = (uint32_t)kind,
    };
    struct index_signature_term terms[MESSAGE_TOKENS_MAX];
    struct template_piece whole = {text, false};
    size_t piece_count = 1;
    struct template_piece *pieces = &whole;
    if (kind == INDEX_MESSAGE)
        pieces = template_parse(b->arena, text, &piece_count);
    bool gap = false;
    for (size_t i = 0; i < piece_count; i++) {
        if (pieces[i].placeholder) {
            gap = true;
            s.placeholders++;
            continue;
        }
        size_t n;
        struct token *tokens = token_split(b->arena, pieces[i].text, MESSAGE_TOKENS_MAX, &n);
        for (size_t k = 0; k < n; k++) {
            uint32_t term = term_id(b, tokens[k].term);
            note(b, term, kind == INDEX_MESSAGE ? FIELD_MESSAGE : FIELD_TITLE);
            if (tokens[k].flags & TOKEN_PART || s.term_count == MESSAGE_TOKENS_MAX)
                continue;
            terms[s.term_count++] = (struct index_signature_term){term | (gap ? INDEX_GAP : 0), 0};
            gap = false;
        }
    }
    if (s.term_count == 0)
        return 0;
    put(b, INDEX_TEMPLATES, text.p, text.n);
    put(b, INDEX_ENTRIES, &s, sizeof s);
    put(b, INDEX_ENTRIES, terms, s.term_count * sizeof *terms);
    b->header.signatures++;
    (*count)++;
    return hash64(str_n((const char *)terms, s.term_count * sizeof *terms));
}

static void add_code(struct builder *b, const struct code *code, uint32_t flags)
{
    struct index_code c = {code_key(code), b->header.entries, flags};
    put(b, INDEX_CODES, &c, sizeof c);
}

/* Add the codes of a signature; returns how many. *fingerprint gets those that are its own. */
static size_t add_codes(struct builder *b, const struct signature *s, uint64_t *fingerprint)
{
    struct code codes[CODES_PER_SIGNATURE], equal[CODE_EQUALS_MAX];
    size_t n = code_find(s->text, codes, ARRAY_LEN(codes));
    n = min_size(n, ARRAY_LEN(codes));
    uint32_t flags = s->mentioned ? INDEX_CODE_MENTIONED : 0;
    for (size_t i = 0; i < n; i++) {
        if (codes[i].flags & CODE_HEX_GUESS)
            continue;
        add_code(b, &codes[i], flags);
        *fingerprint += s->mentioned ? 0 : code_key(&codes[i]);
        size_t equals = code_equals(&codes[i], equal);
        for (size_t k = 0; k < equals; k++)
            add_code(b, &equal[k],
                     flags | (equal[k].flags & CODE_BARE ? INDEX_CODE_BARE : INDEX_CODE_DERIVED));
    }
    return n;
}

/* ---- facets ------------------------------------------------------------------------------------
 */

static uint32_t put_facet_text(struct builder *b, struct str text)
{
    uint32_t at = (uint32_t)b->sections[INDEX_FACET_TEXT].n;
    put(b, INDEX_FACET_TEXT, text.p, text.n);
    return at;
}

static uint32_t facet_id(struct builder *b, const struct facet *f)
{
    struct str key = arena_printf(b->arena, "%.*s=%.*s", STR_ARG(f->name), STR_ARG(f->value));
    bool was_new;
    uint32_t id = *map_put(b->facet_ids, key, b->header.facets, &was_new);
    if (was_new) {
        struct str label = f->label.n ? f->label : f->value;
        struct index_facet record = {
            .name = put_facet_text(b, f->name),
            .name_size = (uint32_t)f->name.n,
            .value = put_facet_text(b, f->value),
            .value_size = (uint32_t)f->value.n,
            .label = put_facet_text(b, label),
            .label_size = (uint32_t)label.n,
        };
        put(b, INDEX_FACETS, &record, sizeof record);
        b->header.facets++;
    }
    return id;
}

/* ---- entries -----------------------------------------------------------------------------------
 */

static void note_text(struct builder *b, struct str text, uint32_t *words)
{
    size_t n;
    struct token *tokens = token_split(b->arena, text, BODY_TOKENS_MAX, &n);
    for (size_t i = 0; i < n; i++)
        note(b, term_id(b, tokens[i].term), FIELD_BODY);
    *words += (uint32_t)n;
}

static int compare_terms(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* The distinct terms of cause and remedy, sorted. */
static uint32_t *answer_words(struct builder *b, const struct entry *e, size_t *count)
{
    struct str texts[] = {e->cause, e->remedy};
    uint32_t *words = NULL;
    size_t n = 0, cap = 0;
    for (size_t t = 0; t < ARRAY_LEN(texts); t++) {
        size_t tokens_n;
        struct token *tokens = token_split(b->arena, texts[t], BODY_TOKENS_MAX, &tokens_n);
        for (size_t i = 0; i < tokens_n; i++) {
            words = arena_grow(b->arena, words, n, &cap, sizeof *words);
            words[n++] = term_id(b, tokens[i].term);
        }
    }
    if (n)
        qsort(words, n, sizeof *words, compare_terms);
    size_t distinct = 0;
    for (size_t i = 0; i < n; i++)
        if (i == 0 || words[i] != words[i - 1])
            words[distinct++] = words[i];
    *count = distinct;
    return words;
}

/* YYYY-MM-DD (or YYYY/MM/DD) as the number YYYYMMDD. */
static uint32_t date_number(struct str date)
{
    uint64_t y, m, d;
    if (date.n < 10 || !str_u64(str_slice(date, 0, 4), 10, &y) ||
        !str_u64(str_slice(date, 5, 7), 10, &m) || !str_u64(str_slice(date, 8, 10), 10, &d))
        return 0;
    return (uint32_t)(y * 10000 + m * 100 + d);
}

static uint64_t add_facets(struct builder *b, const struct entry *e)
{
    uint64_t fingerprint = 0;
    for (size_t i = 0; i < e->facet_count; i++) {
        uint32_t id = facet_id(b, &e->facets[i]);
        put(b, INDEX_ENTRIES, &id, sizeof id);
        /* The product is often told by one page and left out by the next; "all" is what most pages
         * need not say. Order does not matter. */
        if (!str_eq(e->facets[i].name, STR("product")) && !str_eq(e->facets[i].value, FACET_ALL))
            fingerprint += hash64(str_n((const char *)&id, sizeof id));
    }
    while (b->sections[INDEX_ENTRIES].n % _Alignof(struct index_entry))
        buf_putc(&b->sections[INDEX_ENTRIES], '\0');
    return fingerprint;
}

/* By the convention of documentation sets: a folder named includes. */
static bool is_fragment(struct str path)
{
    return str_starts(path, STR("includes/")) ||
           str_find(path, STR("/includes/")) != STR_NOT_FOUND;
}

static int add_entry(void *ctx, const struct kb_entry *k)
{
    struct builder *b = ctx;
    const struct entry *e = &k->entry;
    arena_reset(b->arena);
    struct index_entry record = {
        .row = k->row,
        .date = date_number(k->document.date),
        .facet_count = (uint32_t)e->facet_count,
    };
    uint32_t place = (uint32_t)b->sections[INDEX_ENTRIES].n;
    put(b, INDEX_ENTRY_PLACES, &place, sizeof place);
    put(b, INDEX_ENTRIES, &record, sizeof record);
    uint64_t *messages = arena_zalloc(b->arena, e->signature_count + 1, sizeof *messages);
    uint64_t codes = 0;
    size_t message_count = 0;
    for (size_t i = 0; i < e->signature_count; i++) {
        const struct signature *s = &e->signatures[i];
        if (s->kind == SIGNATURE_CODE) {
            if (add_codes(b, s, &codes) && !s->mentioned)
                record.flags |= INDEX_ENTRY_HAS_CODES;
            continue;
        }
        uint64_t fingerprint = add_signature(b, s->text, INDEX_MESSAGE, &record.signature_count);
        if (fingerprint) {
            messages[message_count++] = fingerprint;
            record.flags |= INDEX_ENTRY_HAS_MESSAGES;
        }
    }
    uint64_t title = add_signature(b, e->title, INDEX_TITLE, &record.signature_count);
    if (title)
        messages[message_count++] = title;
    note_text(b, e->body, &record.words);
    note_text(b, e->cause, &record.words);
    note_text(b, e->remedy, &record.words);
    flush_postings(b);

    struct duplicate_entry d = {.messages = messages,
                                .message_count = message_count,
                                .codes = codes,
                                .facets = add_facets(b, e),
                                .fragment = is_fragment(k->document.path)};
    d.words = answer_words(b, e, &d.word_count);
    record.flags |= d.word_count ? INDEX_ENTRY_HAS_ANSWER : 0;
    record.flags |= d.fragment ? INDEX_ENTRY_IS_FRAGMENT : 0;
    record.remedy = hash64(str_n((const char *)d.words, d.word_count * sizeof *d.words));
    record.group = duplicates_add(b->duplicates, &d);
    record.size = (uint32_t)b->sections[INDEX_ENTRIES].n - place;
    b->header.entries++;
    if (b->sections[INDEX_ENTRIES].cut)
        return 1; /* write_sections() says so */
    memcpy(b->sections[INDEX_ENTRIES].p + place, &record, sizeof record);
    return 0;
}

/* ---- closing sections --------------------------------------------------------------------------
 */

static int compare_codes(const void *a, const void *b)
{
    const struct index_code *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    if (x->entry != y->entry)
        return x->entry < y->entry ? -1 : 1;
    return (x->flags > y->flags) - (x->flags < y->flags);
}

/* Sorted; of several mentions of one code by one entry the strongest stays. */
static void close_codes(struct builder *b)
{
    struct buf *s = &b->sections[INDEX_CODES];
    if (s->n == 0)
        return;
    struct index_code *codes = (struct index_code *)(void *)s->p;
    size_t n = s->n / sizeof *codes, kept = 0;
    qsort(codes, n, sizeof *codes, compare_codes);
    for (size_t i = 0; i < n; i++)
        if (kept == 0 || codes[i].key != codes[kept - 1].key ||
            codes[i].entry != codes[kept - 1].entry)
            codes[kept++] = codes[i];
    buf_truncate(s, kept * sizeof *codes);
    b->header.codes = (uint32_t)kept;
}

/*
 * Words that stand in every second text of the language, whatever a small knowledge base says. They
 * are not left out: they count little.
 */
static bool is_function_word(struct str text)
{
    static const struct str words[] = {
        STR_INIT("a"),    STR_INIT("an"),   STR_INIT("and"),  STR_INIT("are"),  STR_INIT("as"),
        STR_INIT("at"),   STR_INIT("be"),   STR_INIT("by"),   STR_INIT("for"),  STR_INIT("from"),
        STR_INIT("has"),  STR_INIT("have"), STR_INIT("if"),   STR_INIT("in"),   STR_INIT("is"),
        STR_INIT("it"),   STR_INIT("not"),  STR_INIT("of"),   STR_INIT("on"),   STR_INIT("or"),
        STR_INIT("that"), STR_INIT("the"),  STR_INIT("this"), STR_INIT("to"),   STR_INIT("was"),
        STR_INIT("when"), STR_INIT("with"), STR_INIT("you"),  STR_INIT("your"),
    };
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (str_eq(words[i], text))
            return true;
    return false;
}

static uint32_t at_least(uint32_t df, uint32_t least)
{
    return df > least ? df : least;
}

/*
 * While the index grows terms are numbered as they come; now they get their slots, which is what
 * the index knows them by. Postings keep the order of coming, so that neighbours in text are near.
 */
static void close_terms(struct builder *b)
{
    b->header.terms = (uint32_t)b->term_count;
    b->header.term_slots = 64;
    while (b->header.term_slots < b->term_count * 3 / 2)
        b->header.term_slots *= 2;
    uint32_t mask = b->header.term_slots - 1;
    struct index_term *slots = mem_zalloc(b->header.term_slots, sizeof *slots);
    for (size_t i = 0; i < b->term_count; i++) {
        struct term *t = &b->terms[i];
        struct str text = b->texts_of[i];
        uint64_t hash = hash64(text);
        if (is_function_word(text)) {
            uint32_t half = at_least(b->header.entries, IDF_ENTRIES_MIN) / 2;
            t->df = at_least(t->df, half);
            t->df_signature = at_least(t->df_signature, half);
        }
        t->slot = (uint32_t)hash & mask;
        while (slots[t->slot].text_size)
            t->slot = (t->slot + 1) & mask;
        slots[t->slot] = (struct index_term){
            .hash = (uint32_t)(hash >> 32),
            .text = (uint32_t)b->sections[INDEX_TERM_TEXT].n,
            .text_size = (uint32_t)text.n,
            .df = t->df,
            .df_signature = t->df_signature,
            .postings = (uint32_t)b->sections[INDEX_POSTINGS].n,
            .postings_size = (uint32_t)t->postings.n,
        };
        put(b, INDEX_TERM_TEXT, text.p, text.n);
        put(b, INDEX_POSTINGS, t->postings.p, t->postings.n);
    }
    put(b, INDEX_TERMS, slots, b->header.term_slots * sizeof *slots);
    mem_free(slots);
}

/* Words with digits are never approximated; words of bodies only are looked up as they stand. */
static bool has_typos(const struct builder *b, size_t i)
{
    for (size_t k = 0; k < b->texts_of[i].n; k++)
        if (ascii_is_digit(b->texts_of[i].p[k]))
            return false;
    return b->terms[i].df_signature > 0 || b->terms[i].df > 1;
}

static void close_typos(struct builder *b)
{
    uint64_t variants[TYPO_VARIANTS_MAX];
    size_t total = 0;
    for (size_t i = 0; i < b->term_count; i++)
        if (has_typos(b, i))
            total += typo_variants(b->texts_of[i], typo_budget(b->texts_of[i].n), variants);
    uint32_t slots = 64;
    while (slots < total * 3 / 2)
        slots *= 2;
    b->header.typo_slots = slots;
    struct index_typo *table = mem_alloc(slots * sizeof *table);
    memset(table, 0xFF, slots * sizeof *table);
    for (size_t i = 0; i < b->term_count; i++) {
        if (!has_typos(b, i))
            continue;
        size_t n = typo_variants(b->texts_of[i], typo_budget(b->texts_of[i].n), variants);
        for (size_t v = 0; v < n; v++) {
            uint32_t at = (uint32_t)variants[v] & (slots - 1);
            while (table[at].term != INDEX_NONE)
                at = (at + 1) & (slots - 1);
            table[at] = (struct index_typo){(uint32_t)(variants[v] >> 32), b->terms[i].slot};
        }
    }
    put(b, INDEX_TYPOS, table, slots * sizeof *table);
    mem_free(table);
}

/* Now that slots and document frequencies are known, each signature's terms get theirs. */
static void close_signatures(struct builder *b)
{
    struct buf *entries = &b->sections[INDEX_ENTRIES];
    const uint32_t *places = (const void *)b->sections[INDEX_ENTRY_PLACES].p;
    for (uint32_t i = 0; i < b->header.entries && !entries->cut; i++) {
        char *at = entries->p + places[i];
        const struct index_entry *e = (const void *)at;
        at += sizeof *e;
        for (uint32_t k = 0; k < e->signature_count; k++) {
            struct index_signature *s = (void *)at;
            for (uint32_t t = 0; t < s->term_count; t++) {
                const struct term *term = &b->terms[s->terms[t].term & ~INDEX_GAP];
                s->terms[t].term = term->slot | (s->terms[t].term & INDEX_GAP);
                s->terms[t].idf = inverse_document_frequency(b->header.entries, term->df_signature);
            }
            at = (char *)&s->terms[s->term_count];
        }
    }
}

static int write_sections(struct builder *b, struct kb *kb, struct err *err)
{
    b->header.magic = INDEX_MAGIC;
    b->header.version = INDEX_VERSION;
    put(b, INDEX_HEADER, &b->header, sizeof b->header);
    for (size_t i = 0; i < INDEX_SECTIONS; i++) {
        if (b->sections[i].cut)
            return err_set(err, ERR_INVALID,
                           "the knowledge base is too large: its index section %s has more than %d "
                           "bytes: split the sources over several knowledge bases",
                           index_section_names[i], SECTION_BYTES_MAX);
        if (kb_put_section(kb, index_section_names[i], buf_str(&b->sections[i]), err) != 0)
            return -1;
    }
    return 0;
}

int matcher_build_index(struct kb *kb, struct err *err)
{
    struct builder b = {
        .arena = arena_new(),
        .texts = arena_new(),
        .ids = map_new(),
        .facet_ids = map_new(),
        .duplicates = duplicates_new(),
    };
    for (size_t i = 0; i < INDEX_SECTIONS; i++)
        buf_init(&b.sections[i], SECTION_BYTES_MAX);
    int result = kb_each(kb, add_entry, &b, err);
    if (result >= 0) {
        close_codes(&b);
        close_terms(&b);
        close_typos(&b);
        close_signatures(&b);
        result = write_sections(&b, kb, err);
    }
    for (size_t i = 0; i < INDEX_SECTIONS; i++)
        buf_release(&b.sections[i]);
    for (size_t i = 0; i < b.term_count; i++)
        buf_release(&b.terms[i].postings);
    mem_free(b.terms);
    mem_free(b.texts_of);
    mem_free(b.touched);
    duplicates_free(b.duplicates);
    map_free(b.facet_ids);
    map_free(b.ids);
    arena_free(b.texts);
    arena_free(b.arena);
    return result;
}
