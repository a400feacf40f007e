#include "scan/cue.h"
#include "scan/finder_parts.h"

static bool remembered(struct finder *f, uint64_t key, struct memo_value *value)
{
    const struct memo_value *own = memo_get(f->memo, key);
    if (own) {
        *value = *own;
        return true;
    }
    if (!outcomes_get(f->outcomes, key, value))
        return false;
    memo_put(f->memo, key, value);
    return true;
}

void finder_remember(struct finder *f, uint64_t key, const struct memo_value *value)
{
    memo_put(f->memo, key, value);
    outcomes_put(f->outcomes, key, value);
}

bool finder_number_matters(struct finder *f, struct str text, uint64_t *hash, float factor,
                           const struct rivals *rivals)
{
    struct number n = vocabulary_number(f->vocabulary, text);
    *hash = n.hash;
    if (n.factor <= 0)
        return false;
    return n.factor >= factor || (rivals && vocabulary_number_is_of(f->vocabulary, text, n.hash,
                                                                    rivals->names, rivals->count));
}

/* The key with those of its numbers that matter. */
static uint64_t key_with_numbers(struct finder *f, const struct text_key *key,
                                 const struct memo_value *value)
{
    uint64_t hash = key->hash, number;
    for (size_t i = 0; value->telling && i < key->number_count; i++) {
        const struct key_number *n = &key->number[i];
        if (value->telling >> n->index & 1 &&
            finder_number_matters(f, str_n(n->at, n->size), &number, value->factor, value->rivals))
            hash = (hash ^ number) * 0x9E3779B97F4A7C15u + n->index;
    }
    return hash ? hash : 1;
}

bool finder_recall(struct finder *f, const struct text_key *key, struct memo_value *value)
{
    if (!remembered(f, key->hash, value))
        return false;
    uint64_t with_numbers = key_with_numbers(f, key, value);
    if (with_numbers == key->hash)
        return true;
    return remembered(f, with_numbers, value);
}

bool finder_recall_neutral(struct finder *f, const struct text_key *key, struct memo_value *value)
{
    return remembered(f, key->hash, value);
}

void finder_remember_both(struct finder *f, const struct text_key *key,
                          const struct memo_value *neutral, const struct memo_value *value)
{
    uint64_t with_numbers = key_with_numbers(f, key, neutral);
    finder_remember(f, key->hash, neutral);
    if (with_numbers != key->hash)
        finder_remember(f, with_numbers, value);
}

/* Does the word at `at` have digits that could be another code's? Codes without any are told apart
 * by every key, and names with ids in them are no codes. */
static bool has_digits(struct str text, size_t at)
{
    enum { ID_DIGITS = 10 };
    size_t run = 0;
    bool digits = false;
    while (at < text.n && !ascii_is_alnum(text.p[at])) /* a minus */
        at++;
    for (; at < text.n && (ascii_is_alnum(text.p[at]) || text.p[at] == '_'); at++) {
        run = ascii_is_digit(text.p[at]) ? run + 1 : 0;
        digits = digits || run;
        if (run > ID_DIGITS)
            return false;
    }
    return digits;
}

/* Note which of the key's numbers the answer says are telling; false: other codes are, too. */
static bool note_telling(struct memo_value *value, const struct answer *answer,
                         struct str looked_up, struct str keyed, const uint32_t *places,
                         uint32_t numbers)
{
    /* Else the text was decoded or put together, and what is where in it is not known. */
    bool inside = looked_up.p >= keyed.p && looked_up.p + looked_up.n <= keyed.p + keyed.n;
    bool all_numbers = inside;
    value->factor = 2;
    value->telling = inside || !answer->telling_count ? 0 : UINT64_MAX;
    for (size_t i = 0; i < answer->telling_count; i++) {
        const struct telling *t = &answer->telling[i];
        if (!has_digits(looked_up, t->at))
            continue;
        size_t at = t->at + (inside ? (size_t)(looked_up.p - keyed.p) : 0);
        bool number = false;
        value->factor = t->factor < value->factor ? t->factor : value->factor;
        for (uint32_t n = 0; inside && n < numbers; n++)
            if (places[n] >= at && places[n] <= at + 3) { /* a minus may stand before */
                value->telling |= (uint64_t)1 << n;
                number = true;
            }
        all_numbers = all_numbers && number;
    }
    /* Factors are remembered in steps; what is left is more than none. */
    value->factor = value->factor > 0.02f ? value->factor - 0.01f : 0.01f;
    return all_numbers && numbers < KEY_NUMBERS_MAX;
}

static void copy_captures(struct look *l, const struct answer *answer)
{
    const struct match *m = answer->match_count ? &answer->matches[0] : NULL;
    l->fresh = true;
    if (!m || !m->capture_count)
        return;
    struct capture *c = arena_alloc(l->arena, m->capture_count * sizeof *c);
    for (size_t i = 0; i < m->capture_count; i++)
        c[i] = (struct capture){arena_dup(l->arena, m->captures[i].name),
                                arena_dup(l->arena, m->captures[i].value)};
    l->captures = c;
    l->capture_count = m->capture_count;
}

/* Would the record with all digits like this look like an error? "0 errors" is none, "7 errors"
 * are. */
static bool looks_like_error_with(struct finder *f, const struct record *r, char digit)
{
    struct record other = *r;
    char *text = arena_alloc(f->scratch, r->text.n + 1);
    for (size_t i = 0; i < r->text.n; i++)
        text[i] = ascii_is_digit(r->text.p[i]) ? digit : r->text.p[i];
    other.text = str_n(text, r->text.n);
    return record_looks_like_error(&other);
}

/* Ask about this record, which has the look's key. *kept: the value may be remembered. */
static int ask_about(struct finder *f, struct look *l, struct record *r, bool own,
                     struct memo_value *value, bool *kept, struct err *err)
{
    struct answer answer;
    struct matcher_query q = {
        .text = r->text,
        .limit = OUTCOME_MATCHES_MAX,
        .facets = f->o.facets,
        .facet_count = f->o.facet_count,
        .telling = true,
        .sure_only = true,
    };
    *value = (struct memo_value){0};
    *kept = true;
    arena_reset(f->scratch);
    if (matcher_run(f->matcher, &q, f->scratch, &answer, err) != 0)
        return -1;
    value->rivals = outcomes_keep_rivals(f->outcomes, &answer, l->arena, kept);
    bool steady =
        note_telling(value, &answer, l->record->text, l->keyed, f->places, l->key->numbers);
    if (answer.verdict != VERDICT_NONE) {
        bool outcome_kept;
        value->outcome = outcomes_keep(f->outcomes, f->kbs, &answer, l->arena, &outcome_kept, err);
        if (!value->outcome)
            return -1;
        *kept = *kept && outcome_kept;
        if (own)
            copy_captures(l, &answer);
        return 0;
    }
    bool error = record_looks_like_error(r);
    steady = steady && looks_like_error_with(f, r, error ? '0' : '7') == error;
    /* What is not kept must not be noted beside a print, either. */
    value->flags = (error ? MEMO_ERROR : 0u) | (steady && *kept ? MEMO_STEADY : 0u);
    return 0;
}

/* Give the number digits that no entry has; 0 and 1 stay, which are no codes. */
static bool neutralise(struct finder *f, char *p, size_t n)
{
    enum { LONGEST_CODE = 10 };
    char kept[16];
    size_t from = n > 2 && (p[1] | 0x20) == 'x' ? 2 : 0;
    if (n > sizeof kept - 1 || (n - from == 1 && p[from] <= '1') ||
        vocabulary_number(f->vocabulary, str_n(p, n)).factor <= 0)
        return false;
    memcpy(kept, p, n);
    /* The longest codes have to stay numbers of 32 bits, with a minus before them, too. */
    bool longest = from == 0 && n == LONGEST_CODE;
    for (char digit = longest ? '1' : '9'; digit > (longest ? '0' : '2'); digit--) {
        memset(p + from, digit, n - from);
        if (vocabulary_number(f->vocabulary, str_n(p, n)).factor <= 0)
            return true;
    }
    memcpy(p, kept, n);
    return false;
}

/* The record without the numbers that entries have, which stands for all with its key. False: it is
 * that already, or cannot be made. */
static bool make_neutral(struct finder *f, const struct look *l, struct record *neutral)
{
    struct str text = l->record->text;
    bool changed = false;
    *neutral = *l->record;
    if (text.p < l->keyed.p || text.p + text.n > l->keyed.p + l->keyed.n)
        return false;
    char *copy = arena_alloc(l->arena, text.n + KEY_SLACK);
    memcpy(copy, text.p, text.n);
    memset(copy + text.n, 0, KEY_SLACK);
    for (size_t i = 0; i < l->key->number_count; i++) {
        const struct key_number *n = &l->key->number[i];
        if (n->at >= text.p && n->at + n->size <= text.p + text.n)
            changed |= neutralise(f, copy + (n->at - text.p), n->size);
    }
    neutral->text = str_n(copy, text.n);
    return changed;
}

int finder_ask(struct finder *f, struct look *l, struct memo_value *value, struct err *err)
{
    struct record neutral;
    bool kept = true, own = false;
    if (!remembered(f, l->key->hash, value) || value->flags & MEMO_CONTINUES) {
        own = !make_neutral(f, l, &neutral);
        if (ask_about(f, l, own ? l->record : &neutral, own, value, &kept, err) != 0)
            return -1;
        if (kept)
            finder_remember(f, l->key->hash, value);
    }
    uint64_t with_numbers = key_with_numbers(f, l->key, value);
    if (own || with_numbers == l->key->hash)
        return 0;
    if (remembered(f, with_numbers, value))
        return 0;
    if (ask_about(f, l, l->record, true, value, &kept, err) != 0)
        return -1;
    if (kept)
        finder_remember(f, with_numbers, value);
    return 0;
}
