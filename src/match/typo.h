/*
 * typo.h - words that differ by few letters: edit distance and its deletion neighbourhood.
 *
 * Two words within d edits share a variant that d deletions make of each (Bocek, Hunt, Stiller 2007;
 * the symmetric-deletion index of SymSpell). Variants are made of the first TYPO_PREFIX letters only,
 * which keeps the index small; the distance is then checked in full. Thread-safe. Layer: match.
 */
#ifndef MATCH_TYPO_H
#define MATCH_TYPO_H

#include "base/str.h"

enum {
    TYPO_PREFIX = 7,
    TYPO_EDITS_MAX = 2,
    EDIT_WORD_MAX = 64,
    STEM_MIN = 4, /* letters that the forms of a word have in common at least */
    TYPO_VARIANTS_MAX = 1 + 7 + 21, /* of a prefix of 7: 0, 1 or 2 deletions */
};

/* Edits that a word of n letters may have: 0 below 4, then 1, from 9 on 2. */
unsigned typo_budget(size_t n);
size_t typo_length(struct str word); /* its letters */

/* Hashes of the variants of word within `edits` deletions, without repeats; returns how many. */
size_t typo_variants(struct str word, unsigned edits, uint64_t variants[TYPO_VARIANTS_MAX]);

/* The first of these without deletions, and with the last one and two letters deleted: what a word
 * shares with its other forms. At most 3, the shortest of 3 letters. */
size_t form_variants(struct str word, uint64_t variants[TYPO_VARIANTS_MAX]);

/* A word that several others are compared with. */
struct edit_word {
    struct str word;
    size_t letters; /* SIZE_MAX: more than EDIT_WORD_MAX */
    bool ascii;
    uint64_t places[128];         /* of each letter in it, a bit for each; of an ASCII word */
    uint32_t wide[EDIT_WORD_MAX]; /* the letters of any other */
};

void edit_word_set(struct edit_word *e, struct str word); /* a view: word must outlive it */

/*
 * Edit distance with transpositions of neighbours (optimal string alignment) between words of at
 * most EDIT_WORD_MAX letters, which are code points; `max` + 1 when it is greater than max.
 */
unsigned edit_word_distance(const struct edit_word *e, struct str other, unsigned max);
unsigned edit_distance(struct str a, struct str b, unsigned max);

/* What two words must have in common to be alike, in 32 bits: prints that rule it out save reading
 * the words. */
uint32_t typo_print(struct str word);
bool typo_may_be_near(uint32_t a, uint32_t b, unsigned edits);
bool typo_may_be_forms(uint32_t a, uint32_t b);
bool typo_may_begin(uint32_t a, uint32_t b); /* b's word with a's */
/* A bit of 32 for its first two letters; all of them when it has fewer. */
uint32_t typo_start(struct str word);

/* Forms of one word, as far as endings tell: exceeded, exceeding; register, registration. */
bool same_stem(struct str a, struct str b);

#endif
