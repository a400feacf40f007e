#include "match/run.h"

#include "text/language.h"

static bool facet_at(const struct run *r, const struct candidate *c, uint32_t i,
                     struct index_facet_text *out)
{
    return index_entry_facet(run_index(r, c), c->record, i, out);
}

bool run_fits_facets(const struct run *r, const struct candidate *c)
{
    for (size_t k = 0; k < r->query->facet_count; k++) {
        const struct facet *wanted = &r->query->facets[k];
        struct index_facet_text f;
        bool any = false, equal = false;
        for (uint32_t i = 0; facet_at(r, c, i, &f); i++) {
            if (!str_ieq(f.name, wanted->name))
                continue;
            any = true;
            bool language = str_ieq(f.name, STR("language")) && language_same(f.value, wanted->value);
            equal = equal || language || str_ieq(f.value, wanted->value) ||
                    str_ieq(f.label, wanted->value) || str_eq(f.value, FACET_ALL);
        }
        if (any && !equal)
            return false;
    }
    return true;
}

static struct str language_of(const struct run *r, const struct candidate *c)
{
    struct index_facet_text f;
    for (uint32_t i = 0; facet_at(r, c, i, &f); i++)
        if (str_eq(f.name, STR("language")))
            return f.value;
    return STR_NONE;
}

/*
 * Translations: when there are candidates in several languages those in the query's are meant. A
 * query that is only a code is taken for English.
 */
static void score_languages(struct run *r)
{
    struct str first = STR_NONE;
    bool several = false;
    for (size_t c = 0; c < r->count; c++) {
        struct str language = language_of(r, &r->candidates[c]);
        several = several || (first.n && language.n && !language_same(first, language));
        first = language.n ? language : first;
    }
    if (!several)
        return;
    struct str query = language_of_text(r->q->text);
    for (size_t i = 0; i < r->query->facet_count; i++)
        if (str_ieq(r->query->facets[i].name, STR("language")))
            query = r->query->facets[i].value;
    for (size_t i = 0; i < r->count; i++) {
        struct candidate *c = &r->candidates[i];
        struct str language = language_of(r, c);
        if (!language.n)
            continue;
        c->language = language_same(language, query.n ? query : STR("en")) ? 1 : -1;
        if (query.n && c->language < 0)
            c->features[FEATURE_FACET] = -1;
    }
}

static bool query_has_word(const struct run *r, struct str word)
{
    for (size_t i = 0; i < r->q->token_count; i++)
        if (str_eq(r->q->tokens[i].term, word))
            return true;
    return false;
}

void run_score_facets(struct run *r)
{
    enum { NAMED_MAX = 8 };
    struct index_facet_text f, named[NAMED_MAX];
    size_t n = 0;
    for (size_t c = 0; c < r->count; c++)
        for (uint32_t i = 0; facet_at(r, &r->candidates[c], i, &f); i++) {
            bool known = n == NAMED_MAX || str_eq(f.value, FACET_ALL) ||
                         str_eq(f.name, STR("language"));
            for (size_t k = 0; k < n && !known; k++)
                known = str_eq(named[k].name, f.name) && str_eq(named[k].value, f.value);
            if (!known && query_has_word(r, f.value))
                named[n++] = f;
        }
    for (size_t c = 0; c < r->count && n > 0; c++)
        for (size_t k = 0; k < n; k++) {
            bool any = false, equal = false;
            for (uint32_t i = 0; facet_at(r, &r->candidates[c], i, &f); i++) {
                any = any || (str_eq(f.name, named[k].name) && !str_eq(f.value, FACET_ALL));
                equal = equal || (str_eq(f.name, named[k].name) && str_eq(f.value, named[k].value));
            }
            float *feature = &r->candidates[c].features[FEATURE_FACET];
            if (equal)
                *feature = 1;
            else if (any && *feature == 0)
                *feature = -1;
        }
    score_languages(r);
}
