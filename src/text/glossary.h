/*
 * glossary.h - the words of messages that a compiler or a system says in another language.
 *
 * A table of technical terms (Chinese, Japanese, Korean, German, French, Spanish, Portuguese,
 * Italian, Russian, Polish) and the English words that messages have for them. It translates no
 * sentence: it lets a text find the entries that speak of the same things. Time is linear in the
 * text. Thread-safe. Layer: text.
 */
#ifndef TEXT_GLOSSARY_H
#define TEXT_GLOSSARY_H

#include "text/paste.h"
#include "text/token.h"

enum { GLOSSES_MAX = 1024 }; /* phrases that are looked at in one text */

struct gloss_row {
    const char *phrase; /* folded */
    const char *words;  /* English, lower case; none: a particle. '*' first: endings may follow */
};

struct gloss {
    uint32_t start, end; /* bytes of the folded text: [start, end) */
    const struct gloss_row *row;
};

/* A part of the table, sorted bytewise by phrase. */
struct gloss_part {
    const struct gloss_row *rows;
    size_t count;
};
extern const struct gloss_part glossary_latin_a, glossary_latin_e, glossary_latin_n,
    glossary_cyrillic, glossary_han, glossary_hangul;

/*
 * The phrases of a folded text (see fold.h) from left to right, each the longest that begins there;
 * at most max. An alphabet's phrases stand at the edges of words, or right behind another phrase. A
 * text without letters outside ASCII has none.
 */
size_t glossary_find(struct str folded, struct gloss *found, size_t max);

/* May the folded word stand in one of the phrases, in its middle, too? Looks at all of them. */
bool glossary_may_have(struct str word);

/*
 * Tokens of a text with those of its phrases' English words (TOKEN_GLOSS) in place of the words
 * that the phrase explains. What the lexicon (NULL: none) has is left alone: the knowledge base
 * speaks that language. from: offsets of the folded bytes in the text. The result lives in the
 * arena.
 */
struct token *glossary_add(struct arena *a, struct str folded, const uint32_t *from,
                           const struct lexicon *lexicon, struct token *tokens, size_t *count,
                           size_t max);

#endif
