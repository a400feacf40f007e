#include "match/known.h"

#include "match/run.h"
#include "text/code_context.h"
#include "text/glossary.h"

#include <math.h>

enum { EVENT_MAX = 0xFFFF };

enum { READINGS_MAX = 4 };

/* The keys of all codes that the number can be read as. */
static size_t readings(struct str number, uint64_t keys[READINGS_MAX])
{
    uint64_t value, hex;
    size_t n = 0;
    bool prefixed = str_istarts(number, STR("0x"));
    struct str digits = str_skip(number, prefixed ? 2 : 0);
    if (!str_u64(digits, prefixed ? 16 : 10, &value))
        return 0;
    if (prefixed && digits.n == 16 && value >> 31 == 0x1FFFFFFFFu)
        value = (uint32_t)value;
    if (value > UINT32_MAX)
        return 0;
    const struct code plain = {.ns = CODE_NUMBER, .value = value};
    keys[n++] = code_key(&plain);
    if (value <= EVENT_MAX) {
        const struct code event = {.ns = CODE_EVENT, .value = value};
        keys[n++] = code_key(&event);
    }
    if (value && !prefixed) { /* with a minus before it */
        const struct code minus = {.ns = CODE_NUMBER, .value = (uint32_t)(0 - (uint32_t)value)};
        keys[n++] = code_key(&minus);
    }
    if (!prefixed && digits.n >= 7 && digits.n <= 8 && str_u64(digits, 16, &hex)) {
        const struct code guess = {.ns = CODE_NUMBER, .value = hex};
        keys[n++] = code_key(&guess);
    }
    return n;
}

void matcher_code_bits(struct matcher *m, unsigned char *bits, size_t size)
{
    for (size_t i = 0; i < m->layer_count; i++) {
        const struct index_code *c;
        for (size_t k = 0; (c = index_code_at(m->layers[i].index, k)) != NULL; k++)
            bits[c->key / 8 % size] |= (unsigned char)(1u << c->key % 8);
    }
}

bool matcher_number_bits(struct str number, const unsigned char *bits, size_t size)
{
    uint64_t keys[READINGS_MAX];
    size_t count = readings(number, keys);
    for (size_t k = 0; k < count; k++)
        if (bits[keys[k] / 8 % size] >> keys[k] % 8 & 1)
            return true;
    return false;
}

float matcher_knows_number(struct matcher *m, struct str number)
{
    uint64_t keys[READINGS_MAX];
    size_t count = readings(number, keys);
    float most = 0;
    for (size_t k = 0; k < count; k++)
        for (size_t i = 0; i < m->layer_count; i++) {
            size_t n;
            const struct index_code *codes = index_codes(m->layers[i].index, keys[k], &n);
            for (size_t c = 0; codes && c < n; c++)
                most = fmaxf(most, code_factor(codes[c].flags));
        }
    return most;
}

size_t matcher_number_entries(struct matcher *m, struct str number, uint32_t *names, size_t max)
{
    uint64_t keys[READINGS_MAX];
    size_t key_count = readings(number, keys), count = 0;
    for (size_t k = 0; k < key_count; k++)
        for (size_t i = 0; i < m->layer_count; i++) {
            size_t n;
            const struct index_code *codes = index_codes(m->layers[i].index, keys[k], &n);
            for (size_t c = 0; codes && c < n && count < max; c++)
                names[count++] = rival_name(i, codes[c].entry);
        }
    return count;
}

/* Words beside a number that make it a code, a quantity or a place (text/code_context.h). */
static bool is_context(struct str word, struct arena *scratch)
{
    if (context_is_cue(word))
        return true;
    struct str unit = arena_printf(scratch, " %.*s", STR_ARG(word));
    struct str place = arena_printf(scratch, "%.*s 7", STR_ARG(word));
    return context_has_unit(unit, 0) || context_in_place(place, place.n - 1, place.n);
}

static bool has_code(struct matcher *m, const struct query *q)
{
    for (size_t i = 0; i < m->layer_count; i++)
        for (size_t c = 0; c < q->code_count; c++) {
            size_t n;
            if (index_codes(m->layers[i].index, code_key(&q->codes[c]), &n))
                return true;
        }
    return false;
}

bool matcher_knows_code(struct matcher *m, struct str word, struct arena *scratch)
{
    return has_code(m, query_read(scratch, word));
}

bool matcher_knows_word(struct matcher *m, struct str word, struct arena *scratch)
{
    if (is_context(word, scratch))
        return true;
    const struct query *q = query_read(scratch, word);
    if (has_code(m, q))
        return true;
    for (size_t i = 0; i < m->layer_count; i++) {
        struct index *x = m->layers[i].index;
        const struct resolved *r = resolve(scratch, x, q, true);
        for (size_t w = 0; w < r->word_count; w++)
            if (r->words[w].alternative_count)
                return true;
    }
    return glossary_may_have(q->folded);
}
