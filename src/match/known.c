#include "match/known.h"

#include "match/run.h"
#include "text/code_context.h"

#include <math.h>

enum { EVENT_MAX = 0xFFFF };

/* The strongest form in which an entry has the code. */
static float factor_of(struct matcher *m, enum code_namespace ns, uint64_t value)
{
    struct code c = {.ns = ns, .value = value};
    uint64_t key = code_key(&c);
    float most = 0;
    for (size_t i = 0; i < m->layer_count; i++) {
        size_t n;
        const struct index_code *codes = index_codes(m->layers[i].index, key, &n);
        for (size_t k = 0; codes && k < n; k++)
            most = fmaxf(most, code_factor(codes[k].flags));
    }
    return most;
}

float matcher_knows_number(struct matcher *m, struct str digits)
{
    uint64_t value;
    if (!str_u64(digits, 10, &value) || value > UINT32_MAX)
        return 0;
    float factor = factor_of(m, CODE_NUMBER, value);
    if (value <= EVENT_MAX)
        factor = fmaxf(factor, factor_of(m, CODE_EVENT, value));
    if (value) /* with a minus before it */
        factor = fmaxf(factor, factor_of(m, CODE_NUMBER, (uint32_t)(0 - (uint32_t)value)));
    if (digits.n >= 7 && digits.n <= 8 && str_u64(digits, 16, &value))
        factor = fmaxf(factor, factor_of(m, CODE_NUMBER, value));
    return factor;
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

bool matcher_knows_word(struct matcher *m, struct str word, struct arena *scratch)
{
    if (is_context(word, scratch))
        return true;
    const struct query *q = query_read(scratch, word);
    for (size_t i = 0; i < m->layer_count; i++) {
        struct index *x = m->layers[i].index;
        for (size_t c = 0; c < q->code_count; c++) {
            size_t n;
            if (index_codes(x, code_key(&q->codes[c]), &n))
                return true;
        }
        const struct resolved *r = resolve(scratch, x, q, true);
        for (size_t w = 0; w < r->word_count; w++)
            if (r->words[w].alternative_count)
                return true;
    }
    return false;
}
