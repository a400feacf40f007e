#include "match/duplicates.h"

#include "base/map.h"
#include "base/mem.h"

/* At least this share of all words of two answers stands in both. */
static const double jaccard_min = 0.6;
static const double jaccard_min_fragment = 0.4;
/* Or so many of the words of the shorter one stand in the longer. */
static const double contained_min = 0.9;
enum {
    CONTAINED_WORDS_MIN = 8,  /* a shorter answer stands in many by chance */
    CONTAINED_WORDS_MAX = 40, /* and a long one has the words that everybody uses */
    CHAIN_MAX = 64,           /* entries of one message that are compared */
};

struct member {
    uint32_t next; /* earlier entry with the same message, + 1; 0 ends */
    uint32_t entry;
    bool title;    /* it is the title of one that has messages: says little */
};

struct entry_words {
    size_t words, count;      /* in duplicates.words */
    size_t codes, code_count; /* in duplicates.codes */
    uint64_t facets;
    bool fragment, marked;
    uint32_t group;
    /* Of the group's first entry: the first one of it with an answer, with codes, with facets + 1. */
    uint32_t answering, coded, faceted;
};

struct duplicates {
    struct entry_words *entries;
    size_t count, cap;
    struct member *members;
    size_t member_count, member_cap;
    struct map *by_message; /* fingerprint -> newest member + 1 */
    uint32_t *words;        /* of all entries, one behind the other */
    size_t word_count, word_cap;
    uint64_t *codes; /* likewise */
    size_t code_count, code_cap;
    uint32_t *marks; /* by word: number + 1 of the last entry that was compared and has it */
    size_t mark_count;
};

struct duplicates *duplicates_new(void)
{
    struct duplicates *d = mem_zalloc(1, sizeof *d);
    d->by_message = map_new();
    return d;
}

void duplicates_free(struct duplicates *d)
{
    if (!d)
        return;
    mem_free(d->entries);
    mem_free(d->members);
    map_free(d->by_message);
    mem_free(d->words);
    mem_free(d->codes);
    mem_free(d->marks);
    mem_free(d);
}

/* Keep the words of the next entry. */
static void keep_words(struct duplicates *d, const struct duplicate_entry *e)
{
    while (d->word_count + e->word_count > d->word_cap)
        d->words = mem_grow(d->words, d->word_cap, &d->word_cap, sizeof *d->words);
    if (e->word_count)
        memcpy(d->words + d->word_count, e->words, e->word_count * sizeof *e->words);
    d->word_count += e->word_count;
}

static void mark_words(struct duplicates *d, const struct entry_words *self, uint32_t mark)
{
    for (size_t i = 0; i < self->count; i++) {
        uint32_t word = d->words[self->words + i];
        if (word >= d->mark_count) {
            size_t count = max_size(d->mark_count * 2, (size_t)word + 1);
            d->marks = mem_resize(d->marks, count * sizeof *d->marks);
            memset(d->marks + d->mark_count, 0, (count - d->mark_count) * sizeof *d->marks);
            d->mark_count = count;
        }
        d->marks[word] = mark;
    }
}

/* Whether the entry whose words are marked says the same as another one. */
static bool same_words(const struct duplicates *d, const struct entry_words *self, uint32_t mark,
                       const struct entry_words *other)
{
    size_t both = 0, less = min_size(self->count, other->count);
    for (size_t i = 0; i < other->count; i++) {
        uint32_t word = d->words[other->words + i];
        both += word < d->mark_count && d->marks[word] == mark;
    }
    bool fragment = self->fragment || other->fragment;
    double all = (double)(self->count + other->count - both);
    return (double)both >= all * (fragment ? jaccard_min_fragment : jaccard_min) ||
           (less >= CONTAINED_WORDS_MIN && less <= CONTAINED_WORDS_MAX &&
            (double)both >= (double)less * contained_min);
}

static void keep_codes(struct duplicates *d, const struct duplicate_entry *e)
{
    for (size_t i = 0; i < min_size(e->code_count, DUPLICATES_CODES_MAX); i++) {
        d->codes = mem_grow(d->codes, d->code_count, &d->code_cap, sizeof *d->codes);
        d->codes[d->code_count++] = e->codes[i];
    }
}

static bool share_code(const struct duplicates *d, const struct entry_words *a,
                       const struct entry_words *b)
{
    for (size_t i = 0; i < a->code_count; i++)
        for (size_t k = 0; k < b->code_count; k++)
            if (d->codes[a->codes + i] == d->codes[b->codes + k])
                return true;
    return false;
}

/* Neither the codes nor the facets of the group that `first` begins are against it. */
static bool fits_group(const struct duplicates *d, const struct entry_words *self,
                       const struct entry_words *first)
{
    if (self->code_count && first->coded && !share_code(d, self, &d->entries[first->coded - 1]))
        return false;
    return self->facets == 0 || first->faceted == 0 ||
           self->facets == d->entries[first->faceted - 1].facets;
}

/*
 * One that tells nothing but the message (a row of an overview) is the shadow of any that tells more.
 * For the group that it is in speaks the one with an answer: two answers never meet through a shadow.
 */
static bool same_answer(struct duplicates *d, struct entry_words *self,
                        const struct entry_words *other)
{
    const struct entry_words *first = &d->entries[other->group];
    if (!fits_group(d, self, first))
        return false;
    if (self->count == 0 || first->answering == 0)
        return true;
    const struct entry_words *speaker = other->count ? other : &d->entries[first->answering - 1];
    uint32_t mark = (uint32_t)d->count + 1;
    if (!self->marked)
        mark_words(d, self, mark);
    self->marked = true;
    return same_words(d, self, mark, speaker);
}

uint32_t duplicates_add(struct duplicates *d, const struct duplicate_entry *e)
{
    uint32_t number = (uint32_t)d->count;
    struct entry_words self = {.words = d->word_count,
                               .count = e->word_count,
                               .codes = d->code_count,
                               .code_count = min_size(e->code_count, DUPLICATES_CODES_MAX),
                               .facets = e->facets,
                               .fragment = e->fragment,
                               .group = number};
    keep_words(d, e);
    keep_codes(d, e);

    for (size_t m = 0; m < e->message_count; m++) {
        struct str key = str_n((const char *)&e->messages[m], sizeof e->messages[m]);
        uint32_t *head = map_put(d->by_message, key, 0, NULL);
        uint32_t at = *head;
        bool title = e->titled && e->message_count > 1 && m + 1 == e->message_count;
        for (int n = 0; at && n < CHAIN_MAX && self.group == number; n++) {
            const struct member *member = &d->members[at - 1];
            /* Its own message once more is no other entry. */
            const struct entry_words *other =
                member->entry < number ? &d->entries[member->entry] : NULL;
            if (other && !(title && member->title) && same_answer(d, &self, other))
                self.group = other->group;
            at = member->next;
        }
        d->members = mem_grow(d->members, d->member_count, &d->member_cap, sizeof *d->members);
        d->members[d->member_count++] = (struct member){*head, number, title};
        *head = (uint32_t)d->member_count;
    }
    d->entries = mem_grow(d->entries, d->count, &d->cap, sizeof *d->entries);
    d->entries[d->count++] = self;
    struct entry_words *first = &d->entries[self.group];
    if (self.count && first->answering == 0)
        first->answering = number + 1;
    if (self.code_count && first->coded == 0)
        first->coded = number + 1;
    if (self.facets && first->faceted == 0)
        first->faceted = number + 1;
    return self.group;
}
