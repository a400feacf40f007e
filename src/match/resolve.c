#include "match/resolve.h"

#include "base/map.h"
#include "match/typo.h"
#include "match/weights.h"

#include <math.h>

float inverse_document_frequency(uint32_t entries, uint32_t df)
{
    double n = entries > IDF_ENTRIES_MIN ? entries : IDF_ENTRIES_MIN;
    double d = df < n ? df : n;
    return (float)log(1.0 + (n - d + 0.5) / (d + 0.5));
}

float word_weight(const struct word *w)
{
    return w->place ? EXPLAINED_PLACE * w->idf : w->idf;
}

static void add_alternative(struct word *w, uint32_t term, float similarity, bool form, bool late)
{
    size_t at = w->alternative_count;
    if (at == RESOLVE_ALTERNATIVES_MAX) {
        if (w->alternatives[at - 1].similarity >= similarity)
            return;
        at--;
    } else {
        w->alternative_count++;
    }
    /* Kept in order of falling similarity. */
    while (at > 0 && w->alternatives[at - 1].similarity < similarity) {
        w->alternatives[at] = w->alternatives[at - 1];
        at--;
    }
    w->alternatives[at] = (struct alternative){term, similarity, form, late};
}

static bool has_alternative(const struct word *w, uint32_t term)
{
    for (size_t i = 0; i < w->alternative_count; i++)
        if (w->alternatives[i].term == term)
            return true;
    return false;
}

/* A word and what is made of it once, to compare it with many terms. */
struct comparison {
    struct edit_word word;
    uint32_t print;
    size_t letters;
    unsigned budget;
    bool typos; /* else other forms of it only */
};

static void compare(const struct comparison *k, struct index *x, struct word *w, uint32_t term)
{
    const struct index_term *t = index_term(x, term);
    if (!t)
        return;
    bool form = typo_may_be_forms(k->print, t->print);
    bool near = k->typos && typo_may_be_near(k->print, t->print, k->budget);
    if ((!form && !near) || has_alternative(w, term))
        return;
    struct str text = index_term_bytes(x, t);
    if (form && same_stem(w->text, text)) {
        add_alternative(w, term, WEIGHT_FORM, true, !k->typos);
        return;
    }
    if (!near || text.n < 3)
        return;
    /* A first letter is rarely mistyped; then the rest has to be right. */
    unsigned allowed = text.p[0] == w->text.p[0] ? k->budget : 1;
    unsigned edits = edit_word_distance(&k->word, text, allowed);
    if (edits <= allowed && edits > 0)
        add_alternative(w, term, 1.0f - WEIGHT_EDIT * (float)edits / (float)k->letters, false,
                        false);
}

static void find_alike(struct index *x, struct word *w, bool typos, struct steps *steps)
{
    struct comparison k = {.letters = typo_length(w->text), .typos = typos};
    k.budget = typo_budget(k.letters);
    if (k.budget == 0 || !steps_left(steps))
        return;
    uint64_t variants[TYPO_VARIANTS_MAX];
    size_t n = typos ? typo_variants(w->text, k.budget, variants) : form_variants(w->text, variants);
    k.print = typo_print(w->text);
    if (typos)
        edit_word_set(&k.word, w->text);
    size_t seen = 0;
    for (size_t v = 0; v < n; v++) {
        uint32_t probe = 0, term;
        while ((term = index_typo_term(x, variants[v], &probe)) != INDEX_NONE &&
               seen < TYPO_TERMS_MAX) {
            compare(&k, x, w, term);
            seen++;
        }
    }
    steps_spend(steps, n + seen);
}

static void resolve_word(struct index *x, struct word *w, struct steps *steps)
{
    uint32_t entries = index_counts(x).entries;
    uint32_t term = index_find_term(x, w->text);
    const struct index_term *t = term == INDEX_NONE ? NULL : index_term(x, term);
    if (t)
        add_alternative(w, term, 1.0f, false, false);
    /* A word that no message has may still be a typo of one that does; one that has a telling number
     * of entries may stand elsewhere in another form. */
    bool digits = w->flags & TOKEN_DIGITS;
    bool gloss = w->flags & TOKEN_GLOSS;
    bool typos = !digits && !gloss && (!t || t->df <= WEIGHT_TYPO_RARE);
    w->idf = w->flags & (TOKEN_PAIR | TOKEN_GLOSS) ? WEIGHT_UNKNOWN_PAIR : WEIGHT_UNKNOWN_IDF;
    if (typos || (gloss && !t))
        find_alike(x, w, typos, steps);
    if (w->alternative_count) {
        const struct index_term *best = index_term(x, w->alternatives[0].term);
        if (best)
            w->idf = inverse_document_frequency(entries, best->df) *
                     (w->flags & TOKEN_PAIR ? WEIGHT_PAIR : 1.0f);
    }
    w->forms_left = t && !typos && !digits && !(w->flags & (TOKEN_PLACE | TOKEN_PART)) &&
                    inverse_document_frequency(entries, t->df) >= WORD_IDF_COMMON;
}

void resolve_forms(struct resolved *r, struct index *x)
{
    for (size_t i = 0; i < r->word_count; i++) {
        if (r->words[i].forms_left)
            find_alike(x, &r->words[i], false, r->steps);
        r->words[i].forms_left = false;
    }
}

static void add_use(struct resolved *r, uint32_t term, uint32_t word, float similarity)
{
    uint32_t at = resolved_slot(r, term);
    while (r->uses[at].term != INDEX_NONE)
        at = (at + 1) & r->use_mask;
    r->uses[at] = (struct term_use){term, word, similarity};
}

/* Behind the text's last word stand at most signs that close it. */
static uint32_t cut_token(const struct query *q)
{
    size_t last = q->token_count;
    while (last > 0 && q->tokens[last - 1].flags & TOKEN_PART)
        last--;
    if (last-- == 0)
        return INDEX_NONE;
    struct str behind = str_skip(q->text, q->tokens[last].end);
    return str_trim_set(behind, " \n\t.\"'`)]}").n == 0 ? (uint32_t)last : INDEX_NONE;
}

struct resolved *resolve_within(struct arena *a, struct index *x, const struct query *q,
                                struct steps *steps)
{
    struct resolved *r = arena_zalloc(a, 1, sizeof *r);
    r->steps = steps;
    r->query = q;
    r->index = x;
    r->cut_token = cut_token(q);
    if (r->cut_token != INDEX_NONE) {
        r->cut_print = typo_print(q->tokens[r->cut_token].term);
        r->cut_start = typo_start(q->tokens[r->cut_token].term);
    }
    r->words = arena_zalloc(a, q->token_count, sizeof *r->words);
    r->word_of_token = arena_zalloc(a, q->token_count, sizeof *r->word_of_token);
    r->next_token = arena_zalloc(a, q->token_count, sizeof *r->next_token);
    uint32_t *last = arena_zalloc(a, q->token_count, sizeof *last);
    struct map *known = map_new();
    size_t alternatives = 0;
    for (uint32_t i = 0; i < q->token_count; i++) {
        const struct token *t = &q->tokens[i];
        bool was_new;
        uint32_t w = *map_put(known, t->term, (uint32_t)r->word_count, &was_new);
        r->word_of_token[i] = w;
        r->next_token[i] = INDEX_NONE;
        if (!was_new) {
            r->next_token[last[w]] = i;
            r->words[w].gloss &= (t->flags & TOKEN_GLOSS) != 0;
            r->words[w].part &= (t->flags & TOKEN_PART) != 0;
            r->words[w].place &= (t->flags & (TOKEN_PLACE | TOKEN_NOISE)) != 0;
            last[w] = i;
            continue;
        }
        last[w] = i;
        struct word *word = &r->words[r->word_count++];
        word->text = t->term;
        word->flags = t->flags;
        word->first_token = i;
        word->part = (t->flags & TOKEN_PART) != 0;
        word->gloss = (t->flags & TOKEN_GLOSS) != 0;
        word->place = (t->flags & (TOKEN_PLACE | TOKEN_NOISE)) != 0;
        resolve_word(x, word, steps);
        alternatives += word->alternative_count;
    }
    map_free(known);
    r->use_mask = 63;
    while (r->use_mask + 1 < alternatives * 2 + 1)
        r->use_mask = r->use_mask * 2 + 1;
    r->uses = arena_alloc(a, ((size_t)r->use_mask + 1) * sizeof *r->uses);
    memset(r->uses, 0xFF, ((size_t)r->use_mask + 1) * sizeof *r->uses);
    for (uint32_t w = 0; w < r->word_count; w++)
        for (size_t i = 0; i < r->words[w].alternative_count; i++)
            if (!r->words[w].alternatives[i].form)
                add_use(r, r->words[w].alternatives[i].term, w,
                        r->words[w].alternatives[i].similarity *
                            (r->words[w].gloss ? WEIGHT_GLOSS : 1.0f));
    return r;
}

struct resolved *resolve(struct arena *a, struct index *x, const struct query *q, bool forms)
{
    struct resolved *r = resolve_within(a, x, q, NULL);
    if (forms)
        resolve_forms(r, x);
    return r;
}
