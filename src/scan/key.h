/*
 * key.h - two fingerprints of a record: texts with the same one are the same to the matcher.
 *
 * text_key() goes word by word. What the knowledge base does not know (match/known.h) is masked:
 * numbers, names, ids. What stands between words stays, since it decides what a number is. Numbers
 * that can be codes are masked too, and listed: which of them matter depends on the rest of the
 * text (memo.h).
 *
 * line_print() only masks digits where they stand and costs a third: it is for lines that have been
 * seen before. Both need KEY_SLACK readable bytes behind the text. One thread at a time for each
 * `vocabulary`. Layer: scan.
 */
#ifndef SCAN_KEY_H
#define SCAN_KEY_H

#include "base/str.h"

struct matcher;
struct vocabulary;

enum {
    KEY_SLACK = 64,
    KEY_NUMBERS_MAX = 64,  /* numbers of a text that are told apart; the last stands for the rest */
    KEY_STARTS_MAX = 48,   /* first words of a text whose hashes are kept */
    LINE_PRINT_MAX = 1024, /* a longer line has no print */
};

/* What the matcher knows, remembered word by word. The seed keeps those who write logs from
 * choosing what collides. The matcher must outlive it. */
struct vocabulary *vocabulary_new(struct matcher *m, uint64_t seed);
void vocabulary_free(struct vocabulary *v); /* NULL is a no-op */

/* A number of a text that could be a code. */
struct key_number {
    uint32_t index; /* it is the text's number so and so */
    uint32_t size;
    const char *at;
};

struct text_key {
    uint64_t hash;
    uint64_t generic; /* which of its numbers are 0 or 1: in the hash only beside a cue */
    bool has_cue;     /* a word that makes an error of a text, or a code of a number */
    uint32_t numbers; /* in the text, with those that cannot be codes */
    uint32_t number_count;
    struct key_number number[KEY_NUMBERS_MAX];
    uint32_t start_count;
    uint64_t starts[KEY_STARTS_MAX]; /* of the text up to each of its first words */
};

/* places: where its numbers begin, KEY_NUMBERS_MAX at most; may be NULL. */
void text_key(struct vocabulary *v, struct str text, struct text_key *key, uint32_t *places);

/* 0: the line has none. */
uint64_t line_print(const struct vocabulary *v, struct str line);

/* Names and values, as far as is known: none of its words is a code, a number that an entry has, or
 * says what a number or a text is. KEY_SLACK readable bytes are behind it. */
bool vocabulary_is_plain(struct vocabulary *v, struct str text);

/* A number (digits, or 0x and digits) as the code of some entry. KEY_SLACK readable bytes are
 * behind it. */
struct number {
    uint64_t hash;
    float factor; /* how strong a code it is to some entry (match/known.h); 0: none has it */
};
struct number vocabulary_number(struct vocabulary *v, struct str text);
/* Is one of these entries (matcher.h, struct telling) among those that have it? */
bool vocabulary_number_is_of(struct vocabulary *v, struct str text, uint64_t hash,
                             const uint32_t *names, size_t count);

#endif
