/*
 * pattern.h - message templates as PCRE2 patterns: exact verification and captures.
 *
 * A template's literal words are matched in folded text with any white space or punctuation between
 * them left as folding leaves it; each placeholder holds up to CAPTURE_MAX characters. Literal text is always quoted, so
 * that no text of a document is ever read as an expression. Every match has a step limit.
 * Thread-safe. Layer: match. The only user of pcre2.h.
 */
#ifndef MATCH_PATTERN_H
#define MATCH_PATTERN_H

#include "base/arena.h"
#include "base/err.h"

struct pattern;

/* Compile a template (text/template.h). NULL and *err when PCRE2 refuses (too large). */
struct pattern *pattern_compile(struct arena *a, struct str tmpl, struct err *err);
void pattern_free(struct pattern *p); /* NULL is a no-op */

enum { PATTERN_REACH = 1024 };

struct pattern_span {
    size_t start, end; /* bytes of the folded text */
};

enum pattern_result { PATTERN_NO, PATTERN_YES, PATTERN_GAVE_UP /* the step limit */ };

/* Look for the pattern in folded text: it begins at `from`, a character, or within PATTERN_REACH bytes
 * behind it. *whole and the captures are set on PATTERN_YES. */
enum pattern_result pattern_match(const struct pattern *p, struct str folded, size_t from,
                                  struct pattern_span *whole);

/* Of the last match: all of it, and its captures. */
struct pattern_span pattern_whole(const struct pattern *p);
size_t pattern_captures(const struct pattern *p); /* placeholders that capture */
/* Name and span of capture i of the last match; an empty name becomes its number. */
struct str pattern_capture(const struct pattern *p, size_t i, struct pattern_span *span);

#endif
