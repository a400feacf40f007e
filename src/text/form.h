/*
 * form.h - small fixed forms of text, such as timestamps and the heads of log lines.
 *
 * A form is literal text with classes in it:
 *     %1 .. %9  that many digits            %d  one to ten digits
 *     %f  a fraction, or nothing            %z  a time zone or AM/PM, or nothing
 *     %M  a month's name                    %D  a weekday's name
 *     %w  letters, digits and '_'           %n  a name: those and . $ # @ * / - \
 *     %h  hex digits                        %g  a GUID
 *     %l  a log level                       %L  a log level in capitals
 *     %c  a letter that stands for a level  %b  blanks
 *     %_  blanks, or nothing                %*  what stands before the next literal character
 *     %$  the rest of the line              %e  nothing but blanks up to the line's end
 *     {}  optional; tried once, nothing is taken back; none within another
 * Everything stays within a line. Linear in what it takes. Thread-safe. Layer: text.
 */
#ifndef TEXT_FORM_H
#define TEXT_FORM_H

#include "base/str.h"

enum { FORM_MAX = 400 /* bytes that %* can take */ };

/* Bytes of s from `at` on that have the form; 0 when they have another. A form never ends within a
 * word. */
size_t form_length(const char *form, struct str s, size_t at);

/* A log level's name, whatever its case. */
bool form_is_level(struct str word);

#endif
