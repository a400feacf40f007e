#include "match/index_parts.h"

#include "base/mem.h"
#include "match/weights.h"

/* ---- shares ---------------------------------------------------------------------------------- */

/* Of one entry, by term. */
struct share {
    uint32_t signature, entry; /* that the sums are of, + 1 */
    float sum;  /* of its weight in the signature */
    float best; /* share of a signature of the entry */
};

/* Common words count where there are no others: what makes a message is what tells. */
static bool tells(const struct index_sections *b, uint32_t term, bool common)
{
    return common || b->terms[term & ~INDEX_GAP].idf >= WORD_IDF_COMMON;
}

static void share_out(const struct index_sections *b, const struct index_signature *s,
                      uint32_t signature, uint32_t entry, struct share *shares)
{
    float weight = 0;
    bool common = true;
    for (uint32_t i = 0; i < s->term_count; i++)
        common = common && !tells(b, s->terms[i].term, false);
    for (uint32_t i = 0; i < s->term_count; i++) {
        struct share *of = &shares[s->terms[i].term & ~INDEX_GAP];
        if (of->entry != entry)
            *of = (struct share){.entry = entry};
        if (of->signature != signature)
            of->sum = 0;
        of->signature = signature;
        if (!tells(b, s->terms[i].term, common))
            continue;
        float idf = b->terms[s->terms[i].term & ~INDEX_GAP].idf;
        of->sum += idf;
        weight += idf;
    }
    for (uint32_t i = 0; i < s->term_count && weight > 0; i++) {
        struct share *of = &shares[s->terms[i].term & ~INDEX_GAP];
        of->best = of->sum / weight > of->best ? of->sum / weight : of->best;
    }
}

void index_parts_share(struct index_sections *b)
{
    const struct buf *entries = &b->sections[INDEX_ENTRIES];
    const uint32_t *places = (const void *)b->sections[INDEX_ENTRY_PLACES].p;
    struct share *shares = mem_zalloc(b->term_count + 1, sizeof *shares);
    uint32_t signatures = 0, use = 0;
    for (uint32_t i = 0; i < b->header.entries && !entries->cut; i++) {
        const char *at = entries->p + places[i];
        uint32_t count = ((const struct index_entry *)(const void *)at)->signature_count;
        at += sizeof(struct index_entry);
        for (uint32_t k = 0; k < count; k++) {
            const struct index_signature *s = (const void *)at;
            share_out(b, s, ++signatures, i + 1, shares);
            at = (const char *)&s->terms[s->term_count];
        }
        for (; use < b->uses_of[i]; use++) {
            const struct share *of = &shares[b->uses[use] >> USE_BITS];
            if (of->entry == i + 1)
                b->uses[use] |= (uint32_t)(of->best * POSTING_SHARE_MAX + 0.5f) << SHARE_AT;
        }
    }
    mem_free(shares);
}

/* ---- postings -------------------------------------------------------------------------------- */

/* The uses by term instead of by entry, as entry << USE_BITS | share | fields; *ends[term] is where
 * those of a term end. For mem_free, both. */
static uint32_t *sort_uses(const struct index_sections *b, uint32_t **ends)
{
    uint32_t *sorted = mem_alloc(b->use_count * sizeof *sorted);
    uint32_t *at = mem_alloc(b->term_count * sizeof *at);
    uint32_t sum = 0;
    for (size_t i = 0; i < b->term_count; i++) {
        at[i] = sum;
        sum += b->terms[i].postings;
    }
    for (uint32_t entry = 0, k = 0; entry < b->header.entries; entry++)
        for (; k < b->uses_of[entry]; k++)
            sorted[at[b->uses[k] >> USE_BITS]++] = entry << USE_BITS | (b->uses[k] & USE_MASK);
    *ends = at;
    return sorted;
}

/* Write the two lists of a term, and note their sizes. */
static void put_postings(struct index_sections *b, struct term *t, const uint32_t *uses,
                         struct posting *strong, struct posting *body)
{
    struct buf *out = &b->sections[INDEX_POSTINGS];
    size_t strong_count = 0, body_count = 0, start = out->n;
    for (uint32_t i = 0; i < t->postings; i++) {
        uint32_t fields = uses[i] & FIELDS_MASK & (FIELD_MESSAGE | FIELD_TITLE);
        const struct posting p = {uses[i] >> USE_BITS, (uint8_t)fields,
                                  (uint8_t)((uses[i] & USE_MASK) >> SHARE_AT)};
        if (fields)
            strong[strong_count++] = p;
        else
            body[body_count++] = p;
    }
    postings_put_strong(out, strong, strong_count);
    t->strong_size = (uint32_t)(out->n - start);
    postings_put_body(out, body, body_count);
    t->body_size = (uint32_t)(out->n - start) - t->strong_size;
}

void index_parts_post(struct index_sections *b)
{
    uint32_t *ends;
    uint32_t *uses = sort_uses(b, &ends);
    struct posting *strong = mem_alloc((b->header.entries + 1) * sizeof *strong);
    struct posting *body = mem_alloc((b->header.entries + 1) * sizeof *body);
    for (size_t i = 0; i < b->term_count; i++)
        put_postings(b, &b->terms[i], uses + ends[i] - b->terms[i].postings, strong, body);
    mem_free(strong);
    mem_free(body);
    mem_free(uses);
    mem_free(ends);
}
