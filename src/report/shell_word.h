/*
 * shell_word.h - a word as it must be typed into a shell, for commands that answers suggest.
 * Thread-safe. Layer: report.
 */
#ifndef REPORT_SHELL_WORD_H
#define REPORT_SHELL_WORD_H

#include "base/buf.h"

/* Append word, in single quotes where it needs them. Control characters stay what they are: what
 * is printed goes through safe.h. */
void shell_word_put(struct buf *out, struct str word);

#endif
