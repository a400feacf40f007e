/*
 * function_word.h - words that stand in every second text of a language and say nothing of what it
 * is about: English, German, and the Hiragana that Japanese grammar is written in.
 *
 * Thread-safe. Layer: text.
 */
#ifndef TEXT_FUNCTION_WORD_H
#define TEXT_FUNCTION_WORD_H

#include "base/str.h"

bool function_word(struct str term); /* a term as token.h gives it */

#endif
