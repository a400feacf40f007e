/*
 * mask.h - a record's text as words, of which those that vary are masked.
 *
 * Variable by their form: numbers and words with digits in them, hexadecimal, GUIDs, addresses,
 * paths, URLs, e-mail addresses, host and package names, short quoted names, dates. Neighbouring
 * ones are one word, so that lists of any length look the same. Words that tell one event from
 * another, states (FAILED, true, begin), exceptions, error codes, values of name=value, are strict:
 * two records that differ in one are different. Lines that are indented (stack frames) are left
 * out. Linear in the text. Thread-safe. Layer: scan.
 */
#ifndef SCAN_MASK_H
#define SCAN_MASK_H

#include "base/str.h"

enum {
    MASK_WORDS_MAX = 256,  /* of one text; the rest is not looked at */
    MASK_BYTES_MAX = 4096, /* of one text that are read */
};

enum mask_kind { MASK_WORD, MASK_STRICT, MASK_VARIABLE };

struct mask_word {
    uint64_t hash;       /* of its bytes; of variable ones always the same */
    uint32_t start, end; /* bytes of the text */
    enum mask_kind kind;
};

/* Returns how many; words needs room for MASK_WORDS_MAX. */
size_t mask_words(struct str text, struct mask_word *words);

#endif
