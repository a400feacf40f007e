/*
 * placeholder.h - the variable parts of a message as documents print them: <name>, %s, {0}, NAME,
 * 'identifier', values that an example happens to have.
 *
 * Used by template.c alone, which says what is recognised. Thread-safe. Layer: text.
 */
#ifndef TEXT_PLACEHOLDER_H
#define TEXT_PLACEHOLDER_H

#include "base/str.h"

struct placeholder_text {
    struct str text;
    bool marked;    /* {name} is a placeholder, {{ a brace */
    bool has_lower; /* words in capitals stand out from the rest */
};

struct placeholder {
    size_t size;        /* bytes of the text that it takes, 0: there is none */
    size_t left, right; /* of them at both ends that are literal: the quotes of 'identifier' */
    struct str name;    /* may be empty */
};

/* The placeholder that begins at byte i of the text. */
struct placeholder placeholder_at(const struct placeholder_text *m, size_t i);

#endif
