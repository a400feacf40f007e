/*
 * token.h - the words of a text, in the form in which they are indexed and compared.
 *
 * A token is a run of letters, digits and '_' (an apostrophe inside a word is dropped: can't ->
 * cant). Names written together (ConnectionFailed, ERROR_ACCESS_DENIED) give the whole and then its
 * parts. Accents are dropped, as they are when people type in a hurry; ä, ö, ü are ae, oe, ue.
 *
 * Scripts that leave no blanks between words: each two Han characters that stand side by side are a
 * token, and so are each two Hiragana; a run of Katakana is one (without a long vowel at its end,
 * which one writes and another leaves out). So a character that is wrong costs two tokens of many.
 *
 * Numbers and prefixed codes give nothing: they are codes (code.h) or noise, and neither is ever
 * compared approximately. Thread-safe. Layer: text.
 */
#ifndef TEXT_TOKEN_H
#define TEXT_TOKEN_H

#include "base/arena.h"

enum token_flags {
    TOKEN_PART = 1,     /* a part of the name before it, at the same position */
    TOKEN_NAME = 2,     /* written together: has parts */
    TOKEN_PLACE = 8,    /* stands in a URL, a path, an address: see query.c */
    TOKEN_PAIR = 16,    /* of characters, in a script without blanks: less than a word */
    TOKEN_DIGITS = 4,   /* letters and digits mixed: compared exactly only */
    TOKEN_NOISE = 32,   /* stands around the message, not in it: see noise.h */
    TOKEN_GLOSS = 64,   /* English for words that stand there in another language: see glossary.h */
};

enum {
    TOKEN_TERM_MAX = 48, /* bytes of a term; longer words are cut */
    TOKEN_PARTS_MAX = 12,
};

struct token {
    struct str term;   /* folded */
    uint32_t start;    /* bytes of the text it came from: [start, end) */
    uint32_t end;
    uint32_t position; /* counts words; parts share their name's */
    uint32_t line;     /* counts lines of the text, from 0 */
    unsigned flags;
};

/* The tokens of text (valid UTF-8, at most 4 GiB) in order, at most `max`; terms live in the arena. */
struct token *token_split(struct arena *a, struct str text, size_t max, size_t *count);

/* Is the term one of TOKEN_PAIR? */
bool token_is_pair(struct str term);

#endif
