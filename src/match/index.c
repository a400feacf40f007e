#include "match/index.h"

#include "base/hash.h"
#include "base/mem.h"
#include "match/section.h"
#include "text/token.h"
#include "text/utf8.h"

#include <inttypes.h>

enum {
    /* What a sound index stays far below, and a forged one must not make a query wait for: */
    PROBES_MAX = 1024,        /* of an open-addressing table */
    CODE_ENTRIES_MAX = 16384, /* entries of one code that are looked at */
    TEMPLATE_BYTES_MAX = 64 * 1024,
    FACET_BYTES_MAX = 4096,
};
#define IDF_MAX 64.0f

const char *const index_section_names[INDEX_SECTIONS] = {
    [INDEX_HEADER] = "header",
    [INDEX_CODES] = "codes",
    [INDEX_TERMS] = "terms",
    [INDEX_TERM_TEXT] = "term_text",
    [INDEX_TYPOS] = "typos",
    [INDEX_POSTINGS] = "postings",
    [INDEX_ENTRY_PLACES] = "entry_places",
    [INDEX_ENTRIES] = "entries",
    [INDEX_TEMPLATES] = "templates",
    [INDEX_FACETS] = "facets",
    [INDEX_FACET_TEXT] = "facet_text",
};

struct index {
    struct kb *kb;
    struct index_header header;
    struct section sections[INDEX_SECTIONS];
    bool opened[INDEX_SECTIONS];
    uint8_t *sound; /* by entry, a bit: it is known to be sound */
    struct err trouble;
};

/* n bytes at offset of a section; NULL when they are not there. */
static inline const void *bytes_at(struct index *x, enum index_section which, size_t offset, size_t n)
{
    struct section *s = &x->sections[which];
    if (s->whole && offset <= s->size && n <= s->size - offset)
        return s->whole + offset;
    if (x->trouble.code) /* a damaged file is not read over and over */
        return NULL;
    if (!x->opened[which]) {
        x->opened[which] = true;
        if (section_init(s, x->kb, index_section_names[which], &x->trouble) != 0)
            return NULL;
    }
    return section_at(s, offset, n, &x->trouble);
}

/* Record number i of a section of equal records. */
static inline const void *record(struct index *x, enum index_section which, size_t i, size_t size)
{
    return i < SECTION_MAX ? bytes_at(x, which, i * size, size) : NULL;
}

static struct str text_at(struct index *x, enum index_section which, size_t offset, size_t n)
{
    const char *p = bytes_at(x, which, offset, n);
    return p ? str_n(p, n) : STR_NONE;
}

/* Text that is shown: valid and not too long, or empty. */
static struct str shown_text_at(struct index *x, enum index_section which, size_t offset, size_t n,
                                size_t max)
{
    struct str s = n <= max ? text_at(x, which, offset, n) : STR_NONE;
    return utf8_valid(s) == s.n ? s : STR_NONE;
}

static bool is_power_of_two_or_0(uint32_t n)
{
    return (n & (n - 1)) == 0;
}

/* The counts that tables are made for, and numbers checked against, agree with the sections. */
static bool is_sound_header(struct index *x, const struct index_header *h)
{
    const struct {
        enum index_section section;
        size_t count, size;
    } tables[] = {
        {INDEX_CODES, h->codes, sizeof(struct index_code)},
        {INDEX_TERMS, h->term_slots, sizeof(struct index_term)},
        {INDEX_TYPOS, h->typo_slots, sizeof(struct index_typo)},
        {INDEX_ENTRY_PLACES, h->entries, sizeof(uint32_t)},
        {INDEX_FACETS, h->facets, sizeof(struct index_facet)},
    };
    for (size_t i = 0; i < ARRAY_LEN(tables); i++) {
        size_t size = 0;
        struct err err;
        if (kb_section_size(x->kb, index_section_names[tables[i].section], &size, &err) != 0 ||
            size > SECTION_MAX || size != tables[i].count * tables[i].size)
            return false;
    }
    return is_power_of_two_or_0(h->term_slots) && is_power_of_two_or_0(h->typo_slots);
}

struct index *index_open(struct kb *kb, struct err *err)
{
    struct index *x = mem_zalloc(1, sizeof *x);
    x->kb = kb;
    const struct index_header *h = bytes_at(x, INDEX_HEADER, 0, sizeof *h);
    if (x->trouble.code) {
        *err = x->trouble;
    } else if (!h) {
        err_set(err, ERR_INVALID, "%s: has no index: import its sources again", kb_name(kb));
    } else if (h->magic != INDEX_MAGIC || h->version != INDEX_VERSION) {
        err_set(err, ERR_INVALID,
                "%s: its index is of another version or machine (%" PRIu32
                "): import its sources again",
                kb_name(kb), h->version);
    } else if (!is_sound_header(x, h)) {
        err_set(err, ERR_INVALID, "%s: its index is corrupt: import its sources again",
                kb_name(kb));
    } else {
        x->header = *h;
        return x;
    }
    index_close(x);
    return NULL;
}

void index_close(struct index *x)
{
    if (!x)
        return;
    for (size_t i = 0; i < INDEX_SECTIONS; i++)
        section_release(&x->sections[i]);
    mem_free(x->sound);
    mem_free(x);
}

const struct err *index_trouble(const struct index *x)
{
    return x->trouble.code ? &x->trouble : NULL;
}

struct index_counts index_counts(const struct index *x)
{
    return (struct index_counts){x->header.entries, x->header.terms, x->header.signatures,
                                 x->header.facets};
}

const struct index_code *index_code_at(struct index *x, size_t i)
{
    return i < x->header.codes ? record(x, INDEX_CODES, i, sizeof(struct index_code)) : NULL;
}

const struct index_code *index_codes(struct index *x, uint64_t key, size_t *count)
{
    *count = 0;
    size_t low = 0, high = x->header.codes;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        const struct index_code *c = record(x, INDEX_CODES, mid, sizeof *c);
        if (!c)
            return NULL;
        if (c->key < key)
            low = mid + 1;
        else
            high = mid;
    }
    size_t end = low;
    for (const struct index_code *c; end < x->header.codes && end - low < CODE_ENTRIES_MAX; end++) {
        c = record(x, INDEX_CODES, end, sizeof *c);
        if (!c || c->key != key)
            break;
    }
    *count = end - low;
    return *count ? bytes_at(x, INDEX_CODES, low * sizeof(struct index_code),
                             *count * sizeof(struct index_code))
                  : NULL;
}

const struct index_term *index_term(struct index *x, uint32_t term)
{
    return record(x, INDEX_TERMS, term, sizeof(struct index_term));
}

struct str index_term_bytes(struct index *x, const struct index_term *t)
{
    const unsigned char *size = t->df ? bytes_at(x, INDEX_TERM_TEXT, t->text, 1) : NULL;
    return size && *size <= TOKEN_TERM_MAX
               ? text_at(x, INDEX_TERM_TEXT, (size_t)t->text + 1, *size)
               : STR_NONE;
}

struct str index_term_text(struct index *x, uint32_t term)
{
    const struct index_term *t = index_term(x, term);
    struct str s = t ? index_term_bytes(x, t) : STR_NONE;
    return utf8_valid(s) == s.n ? s : STR_NONE;
}

uint32_t index_find_term(struct index *x, struct str term)
{
    uint64_t hash = hash64(term);
    uint32_t mask = x->header.term_slots - 1;
    uint32_t probes = (uint32_t)min_size(x->header.term_slots, PROBES_MAX);
    for (uint32_t probe = 0; probe < probes; probe++) {
        uint32_t at = ((uint32_t)hash + probe) & mask;
        const struct index_term *t = index_term(x, at);
        if (!t || t->df == 0)
            break;
        /* Half a hash and the place: that two terms share them is one in 10^14. */
        if (t->hash == (uint32_t)(hash >> 32))
            return at;
    }
    return INDEX_NONE;
}

uint32_t index_typo_term(struct index *x, uint64_t variant, uint32_t *probe)
{
    uint32_t mask = x->header.typo_slots - 1;
    uint32_t probes = (uint32_t)min_size(x->header.typo_slots, PROBES_MAX);
    while (*probe < probes) {
        uint32_t at = ((uint32_t)variant + (*probe)++) & mask;
        const struct index_typo *t = record(x, INDEX_TYPOS, at, sizeof *t);
        if (!t || t->term == INDEX_NONE)
            break;
        if (t->variant == (uint32_t)(variant >> 32))
            return t->term;
    }
    return INDEX_NONE;
}

struct posting_list index_strong(struct index *x, const struct index_term *t)
{
    return postings_strong(text_at(x, INDEX_POSTINGS, t->postings, t->strong_size),
                           x->header.entries);
}

struct posting_list index_body(struct index *x, const struct index_term *t)
{
    size_t at = (size_t)t->postings + t->strong_size;
    return postings_body(text_at(x, INDEX_POSTINGS, at, t->body_size), x->header.entries);
}

/* Bytes of the facets at an entry's end, padded to its alignment. */
static size_t facets_size(const struct index_entry *e)
{
    size_t n = (size_t)e->facet_count * sizeof(uint32_t);
    return (n + 7) / 8 * 8;
}

/* Also no NaN, which would be neither more nor less than any score. */
static bool has_sound_terms(const struct index_signature *s)
{
    for (uint32_t i = 0; i < s->term_count; i++)
        if (!(s->terms[i].idf >= 0 && s->terms[i].idf <= IDF_MAX))
            return false;
    return true;
}

/* All signatures lie inside the entry and leave room for its facets. */
static bool is_sound(const struct index_entry *e)
{
    const struct index_signature *s = NULL;
    uint32_t count = 0;
    size_t used = sizeof *e + facets_size(e);
    if (e->signature_count > e->size || e->facet_count > e->size)
        return false;
    for (; count < e->signature_count; count++) {
        size_t at = s ? (size_t)((const char *)s - (const char *)e) + sizeof *s +
                            s->term_count * sizeof *s->terms
                      : sizeof *e;
        if (at + sizeof *s > e->size)
            return false;
        s = (const void *)((const char *)e + at);
        if (s->term_count > (e->size - at - sizeof *s) / sizeof *s->terms || !has_sound_terms(s))
            return false;
        used += sizeof *s + s->term_count * sizeof *s->terms;
    }
    return used == e->size;
}

const struct index_entry *index_entry(struct index *x, uint32_t entry)
{
    const uint32_t *place = record(x, INDEX_ENTRY_PLACES, entry, sizeof *place);
    const struct index_entry *e = NULL;
    if (place && *place % _Alignof(struct index_entry) == 0)
        e = bytes_at(x, INDEX_ENTRIES, *place, sizeof *e);
    if (!e)
        return NULL;
    size_t size = max_size(e->size, sizeof *e);
    e = bytes_at(x, INDEX_ENTRIES, *place, size);
    if (!e || e->size != size) /* it was read twice */
        return NULL;
    if (!x->sections[INDEX_ENTRIES].whole)
        return is_sound(e) ? e : NULL;
    /* What is kept stays as it is: looked at once. */
    if (!x->sound)
        x->sound = mem_zalloc(x->header.entries / 8 + 1, 1);
    uint8_t bit = (uint8_t)(1u << entry % 8);
    if (!(x->sound[entry / 8] & bit) && !is_sound(e))
        return NULL;
    x->sound[entry / 8] |= bit;
    return e;
}

const struct index_signature *index_next_signature(const struct index_entry *e,
                                                   const struct index_signature *s)
{
    const char *first = (const char *)(e + 1);
    const char *next = s ? (const char *)&s->terms[s->term_count] : first;
    /* is_sound() counted them: the facets begin where the last one ends. */
    const char *end = (const char *)e + e->size - facets_size(e);
    return next < end ? (const void *)next : NULL;
}

struct str index_template_bytes(struct index *x, const struct index_signature *s)
{
    return s->text_size <= TEMPLATE_BYTES_MAX
               ? text_at(x, INDEX_TEMPLATES, s->text, s->text_size)
               : STR_NONE;
}

struct str index_template(struct index *x, const struct index_signature *s)
{
    return shown_text_at(x, INDEX_TEMPLATES, s->text, s->text_size, TEMPLATE_BYTES_MAX);
}

static struct str facet_text(struct index *x, size_t offset, size_t n)
{
    return shown_text_at(x, INDEX_FACET_TEXT, offset, n, FACET_BYTES_MAX);
}

bool index_entry_facet(struct index *x, const struct index_entry *e, uint32_t i,
                       struct index_facet_text *out)
{
    if (i >= e->facet_count || i >= INDEX_ENTRY_FACETS_MAX)
        return false;
    const char *facets = (const char *)e + e->size - facets_size(e);
    uint32_t facet;
    memcpy(&facet, facets + i * sizeof facet, sizeof facet);
    const struct index_facet *f = record(x, INDEX_FACETS, facet, sizeof *f);
    if (!f)
        return false;
    out->name = facet_text(x, f->name, f->name_size);
    out->value = facet_text(x, f->value, f->value_size);
    out->label = facet_text(x, f->label, f->label_size);
    return out->name.n > 0;
}
