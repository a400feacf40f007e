#include "match/duplicates.h"

#include "base/map.h"
#include "base/mem.h"

/* At least this share of all words of two answers stands in both. */
static const double jaccard_min = 0.7;
static const double jaccard_min_fragment = 0.4;
enum { CHAIN_MAX = 64 /* entries of one message that are compared */ };

struct member {
    uint32_t next; /* earlier entry with the same message, + 1; 0 ends */
    uint32_t entry;
};

struct entry_words {
    uint32_t *words;
    size_t count;
    uint64_t codes, facets;
    bool fragment;
    uint32_t group;
    uint32_t answering; /* of the group's first entry: its first one with an answer + 1; 0 none */
};

struct duplicates {
    struct entry_words *entries;
    size_t count, cap;
    struct member *members;
    size_t member_count, member_cap;
    struct map *by_message; /* fingerprint -> newest member + 1 */
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
    for (size_t i = 0; i < d->count; i++)
        mem_free(d->entries[i].words);
    mem_free(d->entries);
    mem_free(d->members);
    map_free(d->by_message);
    mem_free(d);
}

static double jaccard(const struct entry_words *a, const struct entry_words *b)
{
    size_t i = 0, k = 0, both = 0;
    while (i < a->count && k < b->count) {
        if (a->words[i] == b->words[k])
            both++, i++, k++;
        else if (a->words[i] < b->words[k])
            i++;
        else
            k++;
    }
    size_t all = a->count + b->count - both;
    return all ? (double)both / (double)all : 1.0;
}

/*
 * One that tells nothing but the message (a row of an overview) is the shadow of any that tells more.
 * For the group that it is in speaks the one with an answer: two answers never meet through a shadow.
 */
static bool same_answer(const struct duplicates *d, const struct entry_words *self,
                        const struct entry_words *other)
{
    bool fragment = self->fragment || other->fragment;
    bool facets =
        self->facets == other->facets || (fragment && (self->facets == 0 || other->facets == 0));
    if (self->codes != other->codes || !facets)
        return false;
    uint32_t answering = d->entries[other->group].answering;
    if (self->count == 0 || answering == 0)
        return true;
    const struct entry_words *speaker = other->count ? other : &d->entries[answering - 1];
    return jaccard(self, speaker) >= (fragment ? jaccard_min_fragment : jaccard_min);
}

uint32_t duplicates_add(struct duplicates *d, const struct duplicate_entry *e)
{
    uint32_t number = (uint32_t)d->count;
    struct entry_words self = {.count = e->word_count,
                               .codes = e->codes,
                               .facets = e->facets,
                               .fragment = e->fragment,
                               .group = number};
    self.words = mem_alloc(e->word_count * sizeof *e->words);
    if (e->word_count)
        memcpy(self.words, e->words, e->word_count * sizeof *e->words);

    for (size_t m = 0; m < e->message_count; m++) {
        struct str key = str_n((const char *)&e->messages[m], sizeof e->messages[m]);
        uint32_t *head = map_put(d->by_message, key, 0, NULL);
        uint32_t at = *head;
        for (int n = 0; at && n < CHAIN_MAX && self.group == number; n++) {
            const struct member *member = &d->members[at - 1];
            /* Its own message once more is no other entry. */
            const struct entry_words *other =
                member->entry < number ? &d->entries[member->entry] : NULL;
            if (other && same_answer(d, &self, other))
                self.group = other->group;
            at = member->next;
        }
        d->members = mem_grow(d->members, d->member_count, &d->member_cap, sizeof *d->members);
        d->members[d->member_count++] = (struct member){*head, number};
        *head = (uint32_t)d->member_count;
    }
    d->entries = mem_grow(d->entries, d->count, &d->cap, sizeof *d->entries);
    d->entries[d->count++] = self;
    struct entry_words *first = &d->entries[self.group];
    if (self.count && first->answering == 0)
        first->answering = number + 1;
    return self.group;
}
