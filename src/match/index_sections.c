#include "match/index_parts.h"

#include "base/hash.h"
#include "base/map.h"
#include "base/mem.h"
#include "match/resolve.h"
#include "match/typo.h"
#include "match/weights.h"
#include "text/function_word.h"
#include "text/language.h"
#include "text/token.h"

#include <stdlib.h>

struct index_sections *index_sections_new(void)
{
    struct index_sections *b = mem_zalloc(1, sizeof *b);
    b->arena = arena_new();
    b->texts = arena_new();
    b->slot_count = TERM_SLOTS_MIN;
    b->slots = mem_zalloc(b->slot_count, sizeof *b->slots);
    b->facet_ids = map_new();
    b->duplicates = duplicates_new();
    for (size_t i = 0; i < INDEX_SECTIONS; i++)
        buf_init(&b->sections[i], SECTION_BYTES_MAX);
    return b;
}

void index_sections_free(struct index_sections *b)
{
    if (!b)
        return;
    for (size_t i = 0; i < INDEX_SECTIONS; i++)
        buf_release(&b->sections[i]);
    mem_free(b->terms);
    mem_free(b->uses);
    mem_free(b->uses_of);
    duplicates_free(b->duplicates);
    map_free(b->facet_ids);
    mem_free(b->slots);
    arena_free(b->texts);
    arena_free(b->arena);
    mem_free(b);
}

const struct buf *index_sections_get(const struct index_sections *b, enum index_section which)
{
    return &b->sections[which];
}

static void put(struct index_sections *b, enum index_section which, const void *bytes, size_t n)
{
    buf_put(&b->sections[which], str_n(bytes, n));
}

/* ---- entries --------------------------------------------------------------------------------- */

static void grow_slots(struct index_sections *b)
{
    mem_free(b->slots);
    b->slot_count *= 2;
    b->slots = mem_zalloc(b->slot_count, sizeof *b->slots);
    for (uint32_t id = 0; id < b->term_count; id++) {
        size_t at = b->terms[id].hash & (b->slot_count - 1);
        while (b->slots[at])
            at = (at + 1) & (b->slot_count - 1);
        b->slots[at] = id + 1;
    }
}

/* The number of a term: they are counted as they come. */
static uint32_t term_id(struct index_sections *b, struct str text, uint64_t hash)
{
    size_t at = hash & (b->slot_count - 1);
    for (; b->slots[at]; at = (at + 1) & (b->slot_count - 1))
        if (b->terms[b->slots[at] - 1].hash == hash)
            return b->slots[at] - 1;
    b->terms = mem_grow(b->terms, b->term_count, &b->term_cap, sizeof *b->terms);
    b->terms[b->term_count++] = (struct term){hash, .text = arena_dup(b->texts, text)};
    b->slots[at] = (uint32_t)b->term_count;
    if (b->term_count > b->slot_count / 2)
        grow_slots(b);
    return (uint32_t)b->term_count - 1;
}

/* The hashes of its terms. Most of the time of looking them up is waiting for memory: so all of it
 * is asked for at once, before it is needed. */
static uint64_t *hash_terms(struct index_sections *b, const struct analysis *n)
{
    size_t mask = b->slot_count - 1;
    uint64_t *hashes = arena_alloc(b->arena, n->term_count * sizeof *hashes);
    for (size_t i = 0; i < n->term_count; i++) {
        hashes[i] = hash64(n->terms[i].text);
        __builtin_prefetch(&b->slots[hashes[i] & mask]);
    }
    for (size_t i = 0; i < n->term_count; i++) {
        uint32_t slot = b->slots[hashes[i] & mask];
        if (slot)
            __builtin_prefetch(&b->terms[slot - 1], 1);
    }
    return hashes;
}

/* Notes who has which term; the ids of the terms, in the order of *n. */
static uint32_t *add_terms(struct index_sections *b, const struct analysis *n)
{
    const uint64_t *hashes = hash_terms(b, n);
    uint32_t *ids = arena_alloc(b->arena, n->term_count * sizeof *ids);
    while (b->use_cap <= b->use_count + n->term_count) /* also makes the first one */
        b->uses = mem_grow(b->uses, b->use_cap, &b->use_cap, sizeof *b->uses);
    uint32_t *use = b->uses + b->use_count;
    for (size_t i = 0; i < n->term_count; i++) {
        uint32_t id = ids[i] = term_id(b, n->terms[i].text, hashes[i]);
        uint32_t fields = n->terms[i].fields & (FIELD_MESSAGE | FIELD_TITLE | FIELD_BODY);
        b->terms[id].df++;
        b->terms[id].df_signature += (fields & (FIELD_MESSAGE | FIELD_TITLE)) != 0;
        *use++ = id << USE_BITS | fields;
    }
    b->use_count += n->term_count;
    b->uses_of = mem_grow(b->uses_of, b->header.entries, &b->uses_of_cap, sizeof *b->uses_of);
    b->uses_of[b->header.entries] = (uint32_t)b->use_count;
    return ids;
}

/* Its fingerprint. The terms' slots and idf are filled in when all entries are known. */
static uint64_t add_signature(struct index_sections *b, const struct analysed_signature *from,
                              const uint32_t *ids)
{
    const struct index_signature s = {
        .text = (uint32_t)b->sections[INDEX_TEMPLATES].n,
        .text_size = (uint32_t)from->text.n,
        .kind = from->kind,
        .term_count = from->term_count,
        .placeholders = from->placeholders,
    };
    struct index_signature_term *terms =
        arena_zalloc(b->arena, from->term_count, sizeof *terms);
    for (uint32_t i = 0; i < from->term_count; i++)
        terms[i].term = ids[from->terms[i] & ~INDEX_GAP] | (from->terms[i] & INDEX_GAP);
    put(b, INDEX_TEMPLATES, from->text.p, from->text.n);
    put(b, INDEX_ENTRIES, &s, sizeof s);
    put(b, INDEX_ENTRIES, terms, from->term_count * sizeof *terms);
    b->header.signatures++;
    return hash64(str_n((const char *)terms, from->term_count * sizeof *terms));
}

static void add_codes(struct index_sections *b, const struct analysis *n,
                      struct duplicate_entry *d)
{
    uint64_t *own = arena_alloc(b->arena, n->code_count * sizeof *own);
    for (size_t i = 0; i < n->code_count; i++) {
        const struct index_code c = {n->codes[i].key, b->header.entries, n->codes[i].flags};
        put(b, INDEX_CODES, &c, sizeof c);
        if (!(c.flags & (INDEX_CODE_MENTIONED | INDEX_CODE_BARE)))
            own[d->code_count++] = c.key;
    }
    d->codes = own;
}

static uint32_t put_facet_text(struct index_sections *b, struct str text)
{
    uint32_t at = (uint32_t)b->sections[INDEX_FACET_TEXT].n;
    put(b, INDEX_FACET_TEXT, text.p, text.n);
    return at;
}

static struct str facet_value(const struct analysed_facet *f)
{
    return str_skip(f->key, f->name_size + 1);
}

static uint32_t facet_id(struct index_sections *b, const struct analysed_facet *f)
{
    bool was_new;
    uint32_t id = *map_put(b->facet_ids, f->key, b->header.facets, &was_new);
    if (was_new) {
        struct str value = facet_value(f);
        const struct index_facet record = {
            .name = put_facet_text(b, str_slice(f->key, 0, f->name_size)),
            .name_size = (uint32_t)f->name_size,
            .value = put_facet_text(b, value),
            .value_size = (uint32_t)value.n,
            .label = put_facet_text(b, f->label),
            .label_size = (uint32_t)f->label.n,
        };
        put(b, INDEX_FACETS, &record, sizeof record);
        b->header.facets++;
    }
    return id;
}

static uint64_t add_facets(struct index_sections *b, const struct analysis *n)
{
    uint64_t fingerprint = 0;
    for (size_t i = 0; i < n->facet_count; i++) {
        const struct analysed_facet *f = &n->facets[i];
        uint32_t id = facet_id(b, f);
        put(b, INDEX_ENTRIES, &id, sizeof id);
        /* The product and the language are often told by one page and left out by the next; "all"
         * is what most pages need not say. Order does not matter. */
        if (!str_starts(f->key, STR("product=")) && !str_starts(f->key, STR("language=")) &&
            !str_eq(facet_value(f), FACET_ALL))
            fingerprint += hash64(str_n((const char *)&id, sizeof id));
    }
    while (b->sections[INDEX_ENTRIES].n % _Alignof(struct index_entry))
        buf_putc(&b->sections[INDEX_ENTRIES], '\0');
    return fingerprint;
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

/* By the convention of documentation sets: a folder named includes. */
static bool is_fragment(struct str path)
{
    return str_starts(path, STR("includes/")) ||
           str_find(path, STR("/includes/")) != STR_NOT_FOUND;
}

/* The ids of the words of its cause and remedy. */
static void add_words(struct index_sections *b, const struct analysis *n, const uint32_t *ids,
                      struct duplicate_entry *d)
{
    uint32_t *words = arena_alloc(b->arena, n->term_count * sizeof *words);
    for (size_t i = 0; i < n->term_count; i++)
        if (n->terms[i].fields & ANALYSED_ANSWER)
            words[d->word_count++] = ids[i];
    d->words = words;
}

/* Of the language that its facet names, whatever the country; 0: none. */
static uint64_t language_print(const struct analysis *n)
{
    for (size_t i = 0; i < n->facet_count; i++) {
        struct str name = str_slice(n->facets[i].key, 0, n->facets[i].name_size);
        struct str value = facet_value(&n->facets[i]);
        if (str_eq(name, STR("language")))
            return hash64(str_slice(value, 0, min_size(str_find_char(value, '-'), value.n)));
    }
    return 0;
}

void index_sections_add(struct index_sections *b, const struct indexed_entry *e)
{
    const struct analysis *n = e->analysis;
    uint32_t place = (uint32_t)b->sections[INDEX_ENTRIES].n;
    struct index_entry record = {
        .row = e->row,
        .date = date_number(e->date),
        .facet_count = (uint32_t)n->facet_count,
        .signature_count = (uint32_t)n->signature_count,
        .words = n->words,
        .remedy = n->answer_print,
        .flags = n->flags & ANALYSIS_HAS_CODES ? INDEX_ENTRY_HAS_CODES : 0,
    };
    struct duplicate_entry d = {.fragment = is_fragment(e->path),
                                .place = language_place(e->path),
                                .language = language_print(n)};
    arena_reset(b->arena);
    put(b, INDEX_ENTRY_PLACES, &place, sizeof place);
    put(b, INDEX_ENTRIES, &record, sizeof record);
    uint32_t *ids = add_terms(b, n);
    uint64_t *messages = arena_alloc(b->arena, n->signature_count * sizeof *messages);
    for (size_t i = 0; i < n->signature_count; i++) {
        messages[d.message_count++] = add_signature(b, &n->signatures[i], ids);
        if (n->signatures[i].kind == INDEX_MESSAGE)
            record.flags |= INDEX_ENTRY_HAS_MESSAGES;
        else
            d.titled = true;
    }
    d.messages = messages;
    add_codes(b, n, &d);
    d.facets = add_facets(b, n);
    add_words(b, n, ids, &d);
    record.flags |= d.word_count ? INDEX_ENTRY_HAS_ANSWER : 0;
    record.flags |= d.fragment ? INDEX_ENTRY_IS_FRAGMENT : 0;
    record.group = duplicates_add(b->duplicates, &d);
    record.size = (uint32_t)b->sections[INDEX_ENTRIES].n - place;
    b->header.entries++;
    if (!b->sections[INDEX_ENTRIES].cut)
        memcpy(b->sections[INDEX_ENTRIES].p + place, &record, sizeof record);
}

/* ---- closing --------------------------------------------------------------------------------- */

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
static void close_codes(struct index_sections *b)
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

static uint32_t at_least(uint32_t df, uint32_t least)
{
    return df > least ? df : least;
}

/* A section of equal records that are filled in later; NULL when it would be too large. */
static void *make_room(struct index_sections *b, enum index_section which, size_t count,
                       size_t size, char fill)
{
    struct buf *s = &b->sections[which];
    buf_repeat(s, fill, count * size);
    return s->cut ? NULL : s->p;
}

/* What each term says, over messages and titles. */
static void weigh_terms(struct index_sections *b)
{
    for (size_t i = 0; i < b->term_count; i++) {
        struct term *t = &b->terms[i];
        t->postings = t->df;
        if (function_word(t->text)) {
            uint32_t half = at_least(b->header.entries, IDF_ENTRIES_MIN) / 2;
            t->df = at_least(t->df, half);
            t->df_signature = at_least(t->df_signature, half);
        }
        t->idf = inverse_document_frequency(b->header.entries, t->df_signature) *
                 (token_is_pair(t->text) ? WEIGHT_PAIR : 1.0f);
    }
}

/*
 * While the index grows terms are numbered as they come; now they get their slots, which is what
 * the index knows them by. Postings keep the order of coming, so that neighbours in text are near.
 */
static void close_terms(struct index_sections *b)
{
    uint32_t at = 0;
    b->header.terms = (uint32_t)b->term_count;
    b->header.term_slots = 64;
    while (b->header.term_slots < b->term_count * 3 / 2)
        b->header.term_slots *= 2;
    uint32_t mask = b->header.term_slots - 1;
    struct index_term *slots = make_room(b, INDEX_TERMS, b->header.term_slots, sizeof *slots, '\0');
    for (size_t i = 0; i < b->term_count && slots; i++) {
        struct term *t = &b->terms[i];
        t->slot = (uint32_t)t->hash & mask;
        while (slots[t->slot].df)
            t->slot = (t->slot + 1) & mask;
        slots[t->slot] = (struct index_term){
            .hash = (uint32_t)(t->hash >> 32),
            .text = (uint32_t)b->sections[INDEX_TERM_TEXT].n,
            .print = typo_print(t->text),
            .df = t->df,
            .df_signature = t->df_signature,
            .postings = at,
            .strong_size = t->strong_size,
            .body_size = t->body_size,
        };
        buf_putc(&b->sections[INDEX_TERM_TEXT], (char)t->text.n);
        put(b, INDEX_TERM_TEXT, t->text.p, t->text.n);
        at += t->strong_size + t->body_size;
    }
}
_Static_assert(TOKEN_TERM_MAX <= INT8_MAX, "the size of a term is a byte");

/* Words with digits are never approximated; words of bodies only are looked up as they stand. */
static bool has_typos(const struct term *t)
{
    for (size_t k = 0; k < t->text.n; k++)
        if (ascii_is_digit(t->text.p[k]))
            return false;
    return t->df_signature > 0 || t->df > 1;
}

static void close_typos(struct index_sections *b)
{
    enum { AHEAD = 16 }; /* variants that are fetched before they are needed */
    uint64_t *all = NULL; /* the variants of all terms, one behind the other */
    size_t count = 0, cap = 0;
    uint8_t *counts = mem_alloc(b->term_count);
    for (size_t i = 0; i < b->term_count; i++) {
        const struct term *t = &b->terms[i];
        while (cap < count + TYPO_VARIANTS_MAX)
            all = mem_grow(all, cap, &cap, sizeof *all);
        unsigned budget = typo_budget(typo_length(t->text));
        size_t n = has_typos(t) ? typo_variants(t->text, budget, all + count) : 0;
        counts[i] = (uint8_t)n;
        count += n;
    }
    uint32_t slots = 64;
    while (slots < count * 3 / 2)
        slots *= 2;
    b->header.typo_slots = slots;
    struct index_typo *table = make_room(b, INDEX_TYPOS, slots, sizeof *table, '\xFF');
    const uint64_t *variant = all;
    for (size_t i = 0; i < b->term_count && table; i++)
        for (const uint64_t *end = variant + counts[i]; variant != end; variant++) {
            uint32_t at = (uint32_t)*variant & (slots - 1);
            if (variant + AHEAD < all + count)
                __builtin_prefetch(&table[(uint32_t)variant[AHEAD] & (slots - 1)], 1);
            while (table[at].term != INDEX_NONE)
                at = (at + 1) & (slots - 1);
            table[at] = (struct index_typo){(uint32_t)(*variant >> 32), b->terms[i].slot};
        }
    mem_free(counts);
    mem_free(all);
}
_Static_assert(TYPO_VARIANTS_MAX <= UINT8_MAX, "counted in a byte");

/* Now that slots and document frequencies are known, each signature's terms get theirs. */
static void close_signatures(struct index_sections *b)
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
                s->starts |= typo_start(term->text);
                s->terms[t].term = term->slot | (s->terms[t].term & INDEX_GAP);
                s->terms[t].idf = term->idf;
            }
            at = (char *)&s->terms[s->term_count];
        }
    }
}

void index_sections_close(struct index_sections *b)
{
    close_codes(b);
    weigh_terms(b);
    index_parts_share(b);
    index_parts_post(b);
    close_terms(b);
    close_typos(b);
    close_signatures(b);
    b->header.magic = INDEX_MAGIC;
    b->header.version = INDEX_VERSION;
    put(b, INDEX_HEADER, &b->header, sizeof b->header);
}
