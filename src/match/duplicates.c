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
    uint64_t place, language;
    uint32_t group;
    /* Of the group's first entry: the first one of it with an answer, with codes, with facets + 1. */
    uint32_t answering, coded, faceted;
    uint32_t same_place; /* the entry before it with the same place and first code, + 1 */
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
    struct map *by_place;   /* place and code of entries with a language -> newest of those + 1 */
    struct map *languages;  /* group and language, of groups that have any */
};

struct duplicates *duplicates_new(void)
{
    struct duplicates *d = mem_zalloc(1, sizeof *d);
    d->by_message = map_new();
    d->by_place = map_new();
    d->languages = map_new();
    return d;
}

void duplicates_free(struct duplicates *d)
{
    if (!d)
        return;
    mem_free(d->entries);
    mem_free(d->members);
    map_free(d->by_message);
    map_free(d->by_place);
    map_free(d->languages);
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

/* Does the group have an entry of this language? Then it has one now. */
static bool has_language(struct duplicates *d, uint32_t group, uint64_t language, bool add)
{
    const uint64_t key[] = {group, language};
    struct str bytes = str_n((const char *)key, sizeof key);
    if (!add)
        return map_get(d->languages, bytes) != NULL;
    map_put(d->languages, bytes, 1, NULL);
    return true;
}

/* Whether self may be the translation of an earlier entry that shares a code or a message. */
static bool is_translation(struct duplicates *d, const struct entry_words *self,
                           const struct entry_words *other)
{
    return self->language && other->language && self->language != other->language &&
           self->place == other->place && fits_group(d, self, &d->entries[other->group]) &&
           !has_language(d, other->group, self->language, false);
}

/* The group of an earlier translation of it that shares one of its codes; its own otherwise. */
static void join_translation(struct duplicates *d, struct entry_words *self, uint32_t number)
{
    for (size_t i = 0; self->language && i < self->code_count; i++) {
        const uint64_t key[] = {self->place, d->codes[self->codes + i]};
        struct str bytes = str_n((const char *)key, sizeof key);
        uint32_t *newest = map_put(d->by_place, bytes, 0, NULL);
        uint32_t at = *newest;
        for (int n = 0; at && n < CHAIN_MAX && self->group == number; n++) {
            const struct entry_words *other = &d->entries[at - 1];
            if (is_translation(d, self, other) && share_code(d, self, other))
                self->group = other->group;
            at = other->same_place;
        }
        if (!self->same_place)
            self->same_place = *newest;
        *newest = number + 1;
    }
    if (self->language)
        has_language(d, self->group, self->language, true);
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
                               .place = e->place,
                               .language = e->language,
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
            if (other && !(title && member->title) &&
                (same_answer(d, &self, other) || is_translation(d, &self, other)))
                self.group = other->group;
            at = member->next;
        }
        d->members = mem_grow(d->members, d->member_count, &d->member_cap, sizeof *d->members);
        d->members[d->member_count++] = (struct member){*head, number, title};
        *head = (uint32_t)d->member_count;
    }
    join_translation(d, &self, number);
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
