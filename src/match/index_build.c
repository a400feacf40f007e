#include "match/matcher.h"

#include "base/mem.h"
#include "match/analysis.h"
#include "match/index_sections.h"
#include "match/shadow.h"

enum { ANALYSIS_BYTES_MAX = 8 << 20 /* of one entry */ };

struct item {
    struct kb_terms terms;
    bool missing; /* its analysis has to be made */
    bool bare, shadowed;
};

struct building {
    struct kb *kb;
    struct err *err;
    struct arena *arena; /* of the analyses as bytes */
    struct arena *of_entry;
    struct item *items; /* in canonical order */
    size_t count, cap;
    struct analyser *analyser;
    struct shadow *shadow;
    struct buf packed;
    size_t at; /* in items: where the entries of the document at hand go on */
};

static int corrupt(struct building *b)
{
    return err_set(b->err, ERR_INVALID,
                   "%s: the knowledge base is corrupt (its entries): delete it and import again",
                   kb_name(b->kb));
}

/* ---- analyses -------------------------------------------------------------------------------- */

/* Its analysis is there: what does it explain to lines of indexes? */
static int note_codes(struct building *b, struct item *item)
{
    struct analysis n;
    arena_reset(b->of_entry);
    if (!analysis_unpack_codes(item->terms.data, b->of_entry, &n))
        return corrupt(b);
    item->missing = false;
    item->bare = n.flags & ANALYSIS_IS_BARE;
    shadow_explain(b->shadow, item->terms.source, &n);
    return 0;
}

static int note_item(void *ctx, const struct kb_terms *t)
{
    struct building *b = ctx;
    b->items = mem_grow(b->items, b->count, &b->cap, sizeof *b->items);
    struct item *item = &b->items[b->count++];
    *item = (struct item){.terms = *t, .missing = true};
    bool current = t->data.n <= ANALYSIS_BYTES_MAX && analysis_is_current(t->data);
    return current ? note_codes(b, item) : 0;
}

static int analyse_entry(void *ctx, const struct kb_entry *k)
{
    struct building *b = ctx;
    struct item *item = b->at < b->count ? &b->items[b->at++] : NULL;
    if (!item || item->terms.row != k->row)
        return corrupt(b);
    if (!item->missing)
        return 0;
    struct analysis n;
    analyse(b->analyser, &k->entry, &n);
    buf_clear(&b->packed);
    analysis_pack(&n, &b->packed);
    if (b->packed.cut)
        return err_set(b->err, ERR_INVALID,
                       "%s: the entry %.*s has too many words, messages or codes: split it",
                       kb_name(b->kb), STR_ARG(k->entry.id));
    item->terms.data = arena_dup(b->arena, buf_str(&b->packed));
    if (kb_put_terms(b->kb, k->row, item->terms.data, b->err) != 0)
        return -1;
    return note_codes(b, item);
}

/* Read the texts of the documents that have an entry without a usable analysis. */
static int analyse_missing(struct building *b)
{
    int result = 0;
    for (size_t i = 0; i < b->count && result == 0; i++) {
        int64_t document = kb_document_row(b->items[i].terms.row);
        if (i == 0 || kb_document_row(b->items[i - 1].terms.row) != document)
            b->at = i;
        if (b->items[i].missing)
            result = kb_each_entry_of(b->kb, document, analyse_entry, b, b->err);
        if (result == 0 && b->items[i].missing)
            result = corrupt(b);
    }
    return result;
}

/* ---- shadows --------------------------------------------------------------------------------- */

/* All is known that explains a code: who is in its shadow? */
static int find_shadowed(struct building *b)
{
    int result = 0;
    for (size_t i = 0; i < b->count && result == 0; i++) {
        struct item *item = &b->items[i];
        struct analysis n;
        if (!item->bare)
            continue;
        arena_reset(b->of_entry);
        if (!analysis_unpack_codes(item->terms.data, b->of_entry, &n))
            return corrupt(b);
        item->shadowed = shadow_falls_on(b->shadow, item->terms.source, &n);
        result = kb_set_shadowed(b->kb, item->terms.row, item->shadowed, b->err);
    }
    return result;
}

/* ---- sections -------------------------------------------------------------------------------- */

static int add_entries(struct building *b, struct index_sections *sections)
{
    for (size_t i = 0; i < b->count; i++) {
        const struct kb_terms *t = &b->items[i].terms;
        struct analysis n;
        if (b->items[i].shadowed)
            continue;
        arena_reset(b->of_entry);
        if (!analysis_unpack(t->data, b->of_entry, &n))
            return corrupt(b);
        const struct indexed_entry e = {t->row, t->path, t->date, &n};
        index_sections_add(sections, &e);
    }
    return 0;
}

static int write_sections(struct building *b, const struct index_sections *sections)
{
    for (size_t i = 0; i < INDEX_SECTIONS; i++) {
        const struct buf *bytes = index_sections_get(sections, (enum index_section)i);
        if (bytes->cut)
            return err_set(b->err, ERR_INVALID,
                           "the knowledge base is too large: its index section %s has more than %d "
                           "bytes: split the sources over several knowledge bases",
                           index_section_names[i], SECTION_BYTES_MAX);
        if (kb_put_section(b->kb, index_section_names[i], buf_str(bytes), b->err) != 0)
            return -1;
    }
    return 0;
}

int matcher_build_index(struct kb *kb, struct err *err)
{
    struct building b = {
        .kb = kb,
        .err = err,
        .arena = arena_new(),
        .of_entry = arena_new(),
        .analyser = analyser_new(),
        .shadow = shadow_new(),
        .packed = BUF_INIT(ANALYSIS_BYTES_MAX),
    };
    struct index_sections *sections = index_sections_new();
    int result = kb_each_terms(kb, b.arena, note_item, &b, err);
    if (result == 0)
        result = analyse_missing(&b);
    if (result == 0)
        result = find_shadowed(&b);
    if (result == 0)
        result = add_entries(&b, sections);
    if (result == 0) {
        index_sections_close(sections);
        result = write_sections(&b, sections);
    }
    index_sections_free(sections);
    buf_release(&b.packed);
    shadow_free(b.shadow);
    analyser_free(b.analyser);
    mem_free(b.items);
    arena_free(b.of_entry);
    arena_free(b.arena);
    return result;
}
